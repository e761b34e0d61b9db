"""Parts of one question, shared between whoever asks and others.

Takes parts and a way to hand one over, gives the answers of each part. Whoever asks works as well: it takes from the
end what nobody has begun, and what others have left undone, whatever became of them. How others are reached is said
elsewhere: processes of this machine in `parallel`, the workers of a scheduler in `cluster`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, wait
from typing import Any, ClassVar

from chrono.core.limits import Reached
from chrono.core.sources import Noting
from chrono.questions.base import Base

Ask = Callable[[Base, Sequence[Any], Any], Iterable[Any]]
AHEAD = 2
"""Parts that are handed to each of the others at once, so that it need not wait for the next."""
Told = tuple[list[Any], set[Reached], Any]
"""The answers of one part, why searches for them gave up, and what whoever answered has asked of the files by then."""


def told(base: Base, ask: Ask, part: Sequence[Any], given: Any) -> Told:
    """What one of the others tells of a part."""
    source = base.whole.source
    return [*ask(base, part, given)], {*base.limit.noted}, source.asked() if isinstance(source, Noting) else None


class Others(ABC):
    """So many others that answer parts of a question under a limit."""

    broken: ClassVar[tuple[type[BaseException], ...]]
    """What a part raises of which nobody knows any more: it is begun anew by whoever asks."""

    def __init__(self, base: Base, number: int) -> None:
        self.limit, self.number = base.limit, number
        self._source = base.whole.source

    def share(
        self,
        ask: Ask,
        parts: Sequence[Sequence[Any]],
        given: Any,
        numbers: Iterable[int],
        own: Callable[[Sequence[int]], None],
        take: Callable[[int, list[Any]], None],
    ) -> None:
        """Has the parts of these numbers answered and `take` their answers; `own` does some in this process:
        one, or, once the time is up, all that are left."""
        left, asked = deque(numbers), []
        if isinstance(self._source, Noting):
            self._source.lend()
        waiting: dict[Future[Told], int] = {}
        while left or waiting:
            while left and len(waiting) < AHEAD * self.number and not self.limit.ended():
                future = self.submitted(ask, parts[left[0]], given)
                if future is None:
                    break
                waiting[future] = left.popleft()
            for future in self.given_up([*waiting]):
                left.append(waiting.pop(future))
            if left:
                own([left.popleft() for _ in range(len(left))] if self.limit.ended() else [left.pop()])
            for future in wait(waiting, timeout=0 if left else 0.1, return_when="FIRST_COMPLETED").done:
                number = waiting.pop(future)
                try:
                    answers, noted, of_files = future.result()
                except self.broken:
                    own([number])
                    continue
                self.limit.noted |= noted
                asked.append(of_files)
                take(number, answers)
        if isinstance(self._source, Noting):
            self._source.returned(asked)

    @abstractmethod
    def submitted(self, ask: Ask, part: Sequence[Any], given: Any) -> Future[Told] | None:
        """A part handed over; None where nobody takes it."""

    @abstractmethod
    def given_up(self, waiting: Sequence[Future[Told]]) -> Sequence[Future[Told]]:
        """Those of the parts handed over that nobody need wait for any longer: whoever asks does them. Called over
        and over, it is also where others hear that the question was interrupted."""

    @abstractmethod
    def close(self, *, at_once: bool) -> None:
        """Lets the others go, where it has to be at once whatever they are doing."""
