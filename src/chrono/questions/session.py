"""A chronology that is asked again and again: read once, and what was encoded and found for one question kept for the
next.

Takes a source or a chronology, gives bases. Every question has a limit of its own, and what a limit cut short is kept
for none: the answers are those of a session that was never asked anything before. One question is answered at a time;
others that are put from other threads wait for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import Any

from chrono import loading
from chrono.core.diagnostics import Diagnostic
from chrono.core.limits import Renewed
from chrono.core.sources import Source
from chrono.model.chronology import Chronology
from chrono.questions.base import Base, Naming, Stood
from chrono.questions.options import AS_WRITTEN, Options, Unanswerable, laid_over, normal

KEPT = 8
"""So many bases are kept, those asked last; and so many readings of the files with others laid over."""


class Session:
    """A chronology, the files laid over it already, and the bases that questions about it were put to."""

    def __init__(
        self, chronology: Chronology, overlays: Iterable[Path] = (), diagnostics: Iterable[Diagnostic] = ()
    ) -> None:
        self.chronology, self.overlays, self.diagnostics = chronology, tuple(overlays), tuple(diagnostics)
        """The warnings about the files, where this session read them."""
        self._limit, self._lock = Renewed(), RLock()
        self._bases: dict[Options, Base] = {}
        """By what the options change, those asked last at the end."""
        self._read: dict[tuple[Path, ...], Chronology] = {}
        self._asked: set[Options] = set()
        """Which bases the question that is being answered has used."""

    @classmethod
    def read(cls, place: Path | Source, overlays: Iterable[Path] = ()) -> Session:
        """The chronology in a folder or another source, with files laid over; raises `Unanswerable` with every mistake
        there is."""
        loaded = loading.load(place, files := tuple(overlays))
        if loaded.chronology is None:
            raise Unanswerable([d for d in loaded.diagnostics if d.severity == "error"], invalid=True)
        return cls(loaded.chronology, files, loaded.diagnostics)

    @contextmanager
    def asking(self, options: Options = AS_WRITTEN) -> Iterator[None]:
        """One question, within the limit of its options; what it cut short is forgotten afterwards."""
        with self._lock:
            limit = options.begun().limit
            assert limit is not None
            outer, self._limit.now = (self._limit.now, self._asked), limit
            self._asked, whole = set(), False
            try:
                yield
                whole = not limit.ended()
            except Unanswerable:
                whole = not limit.ended()
                raise
            finally:
                used, (self._limit.now, self._asked) = self._asked, outer
                for key in used:
                    if not whole:
                        self._bases.pop(key, None)
                    elif key in self._bases:
                        self._bases[key].settle()

    def base(self, options: Options = AS_WRITTEN, naming: Naming | None = None, stood: Stood | None = None) -> Base:
        """The chronology with what the options change, encoded where it is not yet; asked only within a question.

        Raises `Unanswerable`: for what is not there to be left out or set, for mistakes in files laid over, and what
        `naming` raises, before anything is encoded. `stood`: what stands, where that is known already.
        """
        key = normal(options)
        self._asked.add(key)
        base = self._bases.pop(key, None)
        if base is None:
            whole, limited = self.laid_over(key.overlays), replace(key, limit=self._limit)
            base = Base(whole, limited, above=self._above(key), laying=self.laid_over, naming=naming, stood=stood)
        else:
            if naming is not None:
                self._bases[key] = base
                naming(base.chronology, self._limit)
            self._limit.begun = True
            self._limit.tell("solving")
        if base.abridged and base.consistency == "inconsistent":
            # Repairs ask what there would be without the dates by which something was passed over.
            base = base.unabridged
        self._bases[key] = base
        if len(self._bases) > KEPT:
            del self._bases[next(iter(self._bases))]
        return base

    def laid_over(self, overlays: Iterable[Path]) -> Chronology:
        """The chronology with exactly these files laid over it, read where it was not yet; raises `Unanswerable`."""
        files = tuple(overlays)
        if files == self.overlays:
            return self.chronology
        if files not in self._read:
            self.keep(files, laid_over(self.chronology, files, self._limit))
        return self._read[files]

    def keep(self, overlays: Iterable[Path], chronology: Chronology) -> None:
        """Takes it from somebody else who has read it that this is the chronology with these files laid over."""
        if len(self._read) >= KEPT:
            del self._read[next(iter(self._read))]
        self._read[tuple(overlays)] = chronology

    def _above(self, key: Options) -> Base | None:
        """A base that differs in no more than that less is left out of it; of several the one with the least left. It
        counts as asked: many bases may be read off it in turn."""
        wanted = frozenset(key.without)
        found = [k for k in self._bases if replace(k, without=()) == replace(key, without=())]
        found = [k for k in found if wanted.issuperset(k.without) and not self._bases[k].derived]
        above = max(found, key=lambda k: len(k.without), default=None)
        if above is None:
            return None
        self._bases[above] = base = self._bases.pop(above)
        return base

    def __getstate__(self) -> dict[str, Any]:
        """For another process: what was read, and nothing of what was asked."""
        return {"chronology": self.chronology, "overlays": self.overlays, "diagnostics": self.diagnostics}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]


@contextmanager
def opened(of: Chronology | Session, options: Options) -> Iterator[Session]:
    """A session in which one question is put, with its limit in force: the one given, or a new one for a chronology
    that has the files of the options laid over it already."""
    session = of if isinstance(of, Session) else Session(of, options.overlays)
    with session.asking(options):
        yield session
