"""How long an answer may take, and whether it is still waited for: one limit for all that works on one question.

A limit is a time, an interrupt, or both; once reached it stays so, and what is not known by then is unknown. Whoever
goes through many things asks between them whether it has `ended`, and may tell how far it is. Knows nothing of signals
and screens.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import ceil
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

Item = TypeVar("Item")

Tell: TypeAlias = Callable[[str, int, int], None]
"""Hears what is being done, how many of it are done, and of how many; 0 of 0 where that is not known."""


Reached: TypeAlias = Literal["time", "interrupt", "steps", "size"]
"""Which limit kept something back: the time, somebody who no longer waited, the steps allowed to a search for a proof,
or numbers and lists that are longer than is told."""
WORDS: dict[Reached, tuple[str, str]] = {
    "time": ("time-up", "the time was up"),
    "interrupt": ("interrupted", "interrupted"),
    "steps": ("out-of-steps", "no proof was found in the steps allowed, and more time would not help"),
    "size": ("out-of-range", "numbers or lists went beyond what is told, and more time would not help"),
}
"""Of each limit the code of the diagnostic that tells of it, and what it says."""
CUT = tuple(code for code, _ in WORDS.values())
"""The codes of diagnostics that say that a limit cut an answer short."""

TO_TELL = 0.05
"""The last part of the time, and a while besides, is kept for telling what is known."""
TOLD_FOR_READ = 0.7
"""How long it takes to tell of everything, of as long as it took to read it: of 3,000 spans, once the time is up, 0.65
to 0.9 times as long, of which `TO_TELL` has a part (`infer *` in benchmarks/timeouts.py)."""
A_WHILE = 0.1
"""So many seconds it takes to load what tells of an answer; there are as many for what is told late."""
PATIENCE = 0.5
"""So many seconds after an interrupt others are waited for."""
BETWEEN_LOOKS = 256
"""So many small things are done before the clock is looked at again."""
A_MOMENT = 10_000
"""So many events of YAML are read before it is, and as much of other things as takes as long."""


class Within(Protocol):
    """Goes through items one by one; raises `LimitReached`."""

    def __call__(self, items: Iterable[Item], /) -> Iterator[Item]: ...


class LimitReached(Exception):
    """A question came back unknown because its limit was reached."""


class Limit:
    """So many seconds from now, or as long as it takes; or until it is interrupted.

    An interrupt leaves an answer where somebody `keeps` what is known by then, and the evidence is read and encoded
    (`begun`), so that something can be known. Else it ends everything, as in any program. `cut`: it was reached before
    the answer was there, so that something may be missing from it.
    """

    def __init__(self, seconds: float | None = None, *, keeps: bool = False, tell: Tell | None = None) -> None:
        self._since = now = time.monotonic()
        self._due = None if seconds is None else now + seconds
        self._until = None if seconds is None else now + seconds - min(seconds / 4, seconds * TO_TELL + A_WHILE)
        self._kept = 0.0
        self._keeps, self._tell = keeps, tell
        self._late: Limit | None = None
        self.begun = self.interrupted = self.cut = False
        self.noted: set[Reached] = set()
        """Where a search gave up though there was time left."""
        self.crowds: tuple[tuple[str, ...], ...] = ()
        """Points of things that exclude each other, set by set, the largest first, where what binds them was left
        open."""

    def __getstate__(self) -> dict[str, Any]:
        """For another process: the same moment there, and nobody to tell."""
        return {**self.__dict__, "_tell": None}

    def ended(self) -> bool:
        """Whether it is reached; once it is, it stays so."""
        return self.interrupted or (self._until is not None and time.monotonic() >= self._until)

    def keep(self, share: float) -> None:
        """Keeps time for telling of many things: of so large a share of all that was read until now, but no more than
        half of the whole."""
        if self._until is not None and self._due is not None:
            telling = (time.monotonic() - self._since) * share * TOLD_FOR_READ
            telling = min(telling, (self._due - self._since) / 2)
            self._until -= max(0.0, telling - self._kept)
            self._kept = max(telling, self._kept)

    def overdue(self) -> bool:
        """Whether what others have not told by now comes too late."""
        return self._due is not None and time.monotonic() >= self._due

    def late(self) -> Limit:
        """A limit for what is so small that it is told though this one is reached: not long after that, for all that is
        told late together."""
        if self._late is None:
            self._late = Limit()
            if self._due is not None:
                self._late._due = self._late._until = max(self._due, time.monotonic() + A_WHILE)
        return self._late

    def answered(self) -> None:
        """The answer is there: what ends from now on takes nothing from it."""
        self.cut = self.cut or self.ended()

    @contextmanager
    def halved(self) -> Iterator[None]:
        """With half of the time that is left, so that there is some for what does not wait for this. What is not
        `answered` within has been cut short."""
        until, now = self._until, time.monotonic()
        self._until = None if until is None else min(until, now + (until - now) / 2)
        try:
            yield
        finally:
            self._until = until

    def note(self, reached: Reached) -> None:
        """Something was given up: for this reason, where it was not because this limit is reached."""
        if not self.ended():
            self.noted.add(reached)

    @property
    def reached(self) -> tuple[Reached, ...]:
        """All limits that may have kept something back of what was `answered`, sorted."""
        own: set[Reached] = {"interrupt" if self.interrupted else "time"} if self.cut else set()
        return tuple(sorted(own | self.noted))

    def milliseconds(self) -> int | None:
        """How long one more question may take, at least 1; None for as long as it takes. Rounded up: what was given up
        after so long was given up when the limit was reached."""
        return None if self._until is None else max(1, ceil((self._until - time.monotonic()) * 1000))

    def interrupt(self) -> None:
        """Reached from now on. Raises `KeyboardInterrupt` where that leaves nothing to answer, and the second time."""
        self.tell("interrupted: gathering what is known")
        again, self.interrupted = self.interrupted, True
        self._due = time.monotonic() + PATIENCE
        if self._late is not None:
            self._late._until = time.monotonic() + A_WHILE
        if again or not (self._keeps and self.begun):
            raise KeyboardInterrupt

    def tell(self, doing: str, done: int = 0, of: int = 0) -> None:
        """Tells whoever listens what is being done, and how many of how many are done."""
        if self._tell is not None and not self.interrupted:
            self._tell(doing, done, of)

    @contextmanager
    def hushed(self) -> Iterator[None]:
        """With nobody told of what is done meanwhile: it is a part of something that is told of as a whole."""
        told, self._tell = self._tell, None
        try:
            yield
        finally:
            self._tell = told

    def within(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, looking now and then whether the limit is reached; raises `LimitReached`."""
        for number, item in enumerate(items):
            if number % BETWEEN_LOOKS == BETWEEN_LOOKS - 1 and self.ended():
                raise LimitReached
            yield item

    def paced(self, items: Iterable[Item], size: Callable[[Item], int] = lambda item: 1) -> Iterator[Item]:
        """The items, looking whether the limit is reached after as many as are read in a moment, by what each is worth:
        what is small is read though no time was given. Raises `LimitReached`."""
        read = 0
        for item in items:
            read += size(item)
            if read > A_MOMENT:
                if self.ended():
                    raise LimitReached
                read = 0
            yield item

    def counted(self, doing: str, items: Sequence[Item]) -> Iterator[Item]:
        """The items, telling of each as it is begun."""
        for number, item in enumerate(items):
            self.tell(doing, number, len(items))
            yield item


class Renewed(Limit):
    """The limit of the question that is being answered, for whatever is kept from one question to the next: `now` is
    set where a question begins, and all who were given this one then go by it."""

    def __init__(self) -> None:
        self.now = Limit()
        super().__init__()

    @property
    def begun(self) -> bool:
        """Whether the evidence is read and encoded."""
        return self.now.begun

    @begun.setter
    def begun(self, begun: bool) -> None:
        """Says so of the question being answered."""
        self.now.begun = begun

    @property
    def interrupted(self) -> bool:
        """Whether somebody no longer waits."""
        return self.now.interrupted

    @interrupted.setter
    def interrupted(self, interrupted: bool) -> None:
        """Says so of the question being answered."""
        self.now.interrupted = interrupted

    @property
    def cut(self) -> bool:
        """Whether something may be missing from the answer."""
        return self.now.cut

    @cut.setter
    def cut(self, cut: bool) -> None:
        """Says so of the question being answered."""
        self.now.cut = cut

    @property
    def noted(self) -> set[Reached]:
        """Why searches gave up."""
        return self.now.noted

    @noted.setter
    def noted(self, noted: set[Reached]) -> None:
        """Says so of the question being answered."""
        self.now.noted = noted

    @property
    def crowds(self) -> tuple[tuple[str, ...], ...]:
        """What excludes each other and was left open."""
        return self.now.crowds

    @crowds.setter
    def crowds(self, crowds: tuple[tuple[str, ...], ...]) -> None:
        """Says so of the question being answered."""
        self.now.crowds = crowds

    def ended(self) -> bool:
        """Whether the limit of the question is reached."""
        return self.now.ended()

    def keep(self, share: float) -> None:
        """Keeps time of that of the question."""
        self.now.keep(share)

    def late(self) -> Limit:
        """A limit for what is told late of the question."""
        return self.now.late()

    def overdue(self) -> bool:
        """Whether others come too late for the question."""
        return self.now.overdue()

    def milliseconds(self) -> int | None:
        """How long one more question to a solver may take."""
        return self.now.milliseconds()

    @contextmanager
    def halved(self) -> Iterator[None]:
        """Halves that of the question."""
        with self.now.halved():
            yield

    def interrupt(self) -> None:
        """Passes it on to the question; raises what that raises."""
        self.now.interrupt()

    def tell(self, doing: str, done: int = 0, of: int = 0) -> None:
        """Passes on to the question how far it is."""
        self.now.tell(doing, done, of)

    @contextmanager
    def hushed(self) -> Iterator[None]:
        """Passes on to the question that nobody is told."""
        with self.now.hushed():
            yield
