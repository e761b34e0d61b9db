"""One question asked of many things, shared with others where that pays: the same answers as in one process.

Takes a base, a function that a module holds, and the things it is asked of; gives an answer for each, in their order.
No answer may depend on what else is asked. Loads the machinery of processes only where a first part of the work took so
long that starting them costs less.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from math import ceil
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from chrono.core.diagnostics import Diagnostic
from chrono.questions.base import Base
from chrono.questions.options import Unanswerable

if TYPE_CHECKING:
    from chrono.questions.sharing import Others

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Given = TypeVar("Given")
Ask: TypeAlias = Callable[[Base, Sequence[Item], Given], Iterable[Answer]]
"""Gives an answer for each of some things, in their order, from a base and what is given with all of them."""

Jobs: TypeAlias = int | str
"""So many processes of this machine, or the address of a scheduler whose workers take a part as well."""
PAYS = 0.5
"""Seconds: what is answered sooner than this is answered before a process has started."""
PARTS = 16
"""So many parts for each process: who is ready first takes the next."""
LARGE = 5_000
"""Of so many entries a chronology that is asked once is asked part by part (chrono.questions.parted)."""
LARGEST = 128
"""Things in one part at most."""


class Workers:
    """So many processes for one question, this one among them, which are started when they are first needed; or this
    one and the workers of a scheduler."""

    def __init__(self, base: Base, jobs: Jobs = 1) -> None:
        self.base = base
        # A scheduler is reached before anything is asked: an address that is wrong is said at once.
        self._others = None if isinstance(jobs, int) or base.limit.ended() else _cluster(base, jobs)
        self.jobs = jobs if isinstance(jobs, int) else 1 + (self._others.number if self._others else 0)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._others is not None:
            self._others.close(at_once=kind is not None)

    def spread(
        self,
        ask: Ask[Item, Given, Answer],
        items: Sequence[Item],
        given: Given,
        doing: str,
        keep: Callable[[Sequence[Item], Sequence[Answer]], None] = lambda items, answers: None,
    ) -> list[Answer]:
        """An answer for each of the things, in their order; tells how many of them are done. `keep` is given the
        answers as they come, each once, with what they are of."""
        limit, asked = self.base.limit, [*items]
        if self.jobs < 2 or len(asked) < 2:
            found = []
            limit.tell(doing, 0, len(asked))
            for item, answer in zip(asked, ask(self.base, asked, given), strict=True):
                found.append(answer)
                keep([item], [answer])
                limit.tell(doing, len(found), len(asked))
            return found
        size = min(LARGEST, ceil(len(asked) / (self.jobs * PARTS)))
        parts = [asked[at : at + size] for at in range(0, len(asked), size)]
        told: dict[int, list[Answer]] = {}

        def take(number: int, answers: list[Answer]) -> None:
            keep(parts[number], answers)
            told[number] = answers
            limit.tell(doing, sum(map(len, told.values())), len(asked))

        def own(numbers: Sequence[int]) -> None:
            with limit.hushed():
                answers = iter([*ask(self.base, [item for number in numbers for item in parts[number]], given)])
            for number in numbers:
                take(number, [*islice(answers, len(parts[number]))])

        limit.tell(doing, 0, len(asked))
        since = time.monotonic()
        while len(told) < len(parts) and self._others is None and not limit.ended() and time.monotonic() - since < PAYS:
            own([len(told)])
        left = range(len(told), len(parts))
        if left and limit.ended():
            # When the time is up nobody is asked: all of it is told at once, which takes no longer than with one job.
            own(left)
        elif left:
            self._started().share(ask, parts, given, left, own, take)
        return [answer for number in range(len(parts)) for answer in told[number]]

    def _started(self) -> Others:
        if self._others is None:
            from chrono.questions.parallel import Processes  # costs more to load than most questions take

            self._others = Processes(self.base, self.jobs - 1)
        return self._others


def _cluster(base: Base, address: str) -> Others | None:
    """The workers of a scheduler; None where the time was up before they were reached."""
    try:
        from chrono.questions.cluster import Cluster  # needs an extra
    except ImportError as error:
        if error.name is None or error.name.startswith("chrono"):
            raise
        raise Unanswerable(
            [
                Diagnostic(
                    "executor",
                    f"--executor needs {error.name}, which is not installed",
                    help='install it with: pip install "chrono-dating[cluster]"',
                )
            ]
        ) from None
    try:
        return Cluster(base, address)
    except Unanswerable:
        if base.limit.ended():
            return None
        raise
