"""A large chronology asked part by part: each part is encoded when its turn comes and let go again.

Takes a chronology, the spans asked about and a way to ask a base about some of them; gives an answer for each span, the
same as the whole gives, found in so many processes or by the workers of a scheduler. Whoever answers holds one part at
a time. None where the whole has to be asked: where most of it hangs together, the evidence contradicts itself, or
stated dates entail what rules conclude, so that arguments may be about more than is encoded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from chrono.answers.common import Asked
from chrono.core.gc_pause import collect, set_apart, uncollected
from chrono.core.limits import LimitReached
from chrono.grounding.argumentation import UNWEIGHED
from chrono.grounding.joins import TooMany
from chrono.grounding.parts import Part, parts
from chrono.grounding.rules import UNAPPLIED
from chrono.language.sentences import Vocabulary
from chrono.model.chronology import Chronology, Entry, LaidOver
from chrono.model.omission import omit
from chrono.questions.base import Base, Stood, asked_of, stood
from chrono.questions.choice import chosen, telling
from chrono.questions.options import Options, Unanswerable, settings_of
from chrono.questions.workers import LARGE, Jobs, Workers

LEAST = LARGE // 2
"""Entries of a part, if there are as many: what is smaller costs more to begin than to answer."""
Asking = Callable[[Base, Sequence[str]], Iterable[Any]]
"""Gives an answer for each of some spans, in their order, from a base that has them."""


@dataclass(frozen=True, slots=True)
class _Task:
    """Some spans of a part: all of them, unless it is large."""

    number: int
    part: Part
    ids: tuple[str, ...]


class _Whole(Exception):
    """The whole has to be asked."""


class Parted:
    """A chronology with one question's options, in parts."""

    def __init__(
        self, chronology: Chronology, options: Options, entries: Sequence[Entry], asked: Asked, known: Stood
    ) -> None:
        self.entries, self.asked, self.stood = entries, asked, known
        self._chronology, self._options = chronology, options
        assert options.at_least is not None
        weighed, applied = known
        with uncollected():
            self._parts = parts(chronology, weighed.holdings, applied.instances, options.at_least, LEAST)

    @property
    def pays(self) -> bool:
        """Whether no part is the most of it."""
        return 2 * max(len(part.entries) for part in self._parts) <= len(self._chronology.entries)

    def answers(self, ask: Asking, jobs: Jobs) -> tuple[list[Any], bool] | None:
        """An answer for each span that is asked about, and whether it is known of every part, also of those that are
        not asked about, that it can be true; None where the whole has to be asked."""
        with set_apart(), Workers(self._frame(), jobs) as workers:
            try:
                told = workers.spread(_answered, list(self._tasks(workers.jobs)), ask, "parts")
            except _Whole:
                return None
        by_id = {id: answer for ids, answers, _ in told for id, answer in zip(ids, answers, strict=True)}
        return [by_id[entry.id] for entry in self.entries], all(sure for _, _, sure in told)

    def _frame(self) -> Base:
        """What all parts have in common."""
        bare = replace(self._chronology, entries=(), sequences=(), evidence=(), hypotheses=(), laid=LaidOver())
        return Base(bare, replace(self._options, without=(), settings=()), stood=Stood(UNWEIGHED, UNAPPLIED))

    def _tasks(self, jobs: int) -> Iterator[_Task]:
        asked = {entry.id for entry in self.entries}
        for number, part in enumerate(self._parts):
            ids = tuple(entry.id for entry in part.entries if entry.id in asked)
            large = jobs > 1 and len(part.entries) > 2 * LEAST
            size = max(1, ceil(len(ids) / (4 * jobs)) if large else len(ids))
            for at in range(0, max(1, len(ids)), size):
                yield _Task(number, part, ids[at : at + size])


def parted(of: object, ids: tuple[str, ...], options: Options) -> tuple[Parted | None, Stood | None]:
    """A large chronology in parts, where it is asked but once and that pays; and what stands, where that was looked
    for. Raises `Unanswerable`; the options have begun."""
    # What is asked again and again is encoded once, and is the smaller.
    if not isinstance(of, Chronology) or options.overlays or of.laid != LaidOver():
        return None, None
    limit = options.limit
    assert limit is not None
    chronology, missing = omit(of, options.without)
    if missing:
        raise Unanswerable(missing)
    settings = settings_of(of, options.settings)
    admitted = chronology.admit if options.at_least is None else options.at_least
    entries = chosen(chronology, ids)
    telling(chronology, entries, limit)
    limit.tell("applying rules")
    vocabulary = Vocabulary.of(chronology.wordings, {e.id: e.kind for e in chronology.entries})[0]
    try:
        with uncollected():
            known = stood(chronology, vocabulary, settings, admitted, limit)
    except TooMany as mistake:
        raise Unanswerable([mistake.diagnostic], invalid=True) from mistake
    except LimitReached:
        return None, None
    if known.applied.settling:
        return None, known
    asked = asked_of(chronology, options, settings, admitted)
    found = Parted(chronology, replace(options, at_least=admitted), entries, asked, known)
    return (found if found.pays else None), known


def _answered(
    frame: Base, tasks: Sequence[_Task], ask: Asking
) -> Iterator[tuple[tuple[str, ...], tuple[Any, ...], bool]]:
    """The ids and the answers of each task, and whether its part is known to be consistent."""
    for task in tasks:
        base = _base(frame, task)
        sure = base.consistency == "consistent"
        # In time the whole may still tell what a part does not; of a contradiction only the whole tells.
        if base.consistency == "inconsistent" or not (sure or base.limit.ended()):
            raise _Whole
        with base.limit.hushed():
            answers = tuple(ask(base, task.ids)) if task.ids else ()
        del base  # only the frame keeps it, which lets it go before the next is encoded
        yield task.ids, answers, sure


def _base(frame: Base, task: _Task) -> Base:
    """The base of a part: that of the task before, where it is the same."""
    if frame.part is None or frame.part[0] != task.number:
        frame.part = None  # it is let go before the next is encoded
        collect()
        part = task.part
        known = Stood(replace(UNWEIGHED, holdings=part.holdings), replace(UNAPPLIED, instances=part.instances))
        base = Base(part.of(frame.whole), frame.given, stood=known)
        if not part.holds_all(base.network):
            raise _Whole
        frame.part = task.number, base
    return frame.part[1]
