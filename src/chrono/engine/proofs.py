"""What is proven of one set of formulas, checked before it is given.

Takes formulas over named points, gives certificates, histories and refutations that certificates.py has checked, or
nothing where none was found in the steps allowed. Histories are shared between the questions (`bounding.sharing`); what
that leaves open is proven by itself (`bounding.proving`). Raises `FailedCheck` where what is to be proven is not so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from chrono.core.gc_pause import uncollected
from chrono.engine.certificates import Certificate, Checker, Refutation, Witness, satisfies
from chrono.engine.formulas import Formula, Point, is_conjunctive, linears
from chrono.engine.graph import Encoded
from chrono.engine.intervals import Interval, Window
from chrono.engine.outcomes import Distance, FailedCheck
from chrono.engine.prover import Disproved, Prover
from chrono.engine.shared_histories import Shared


class Proofs:
    """Many questions about the same formulas; `ended` says whether there is no time left."""

    def __init__(
        self,
        points: Iterable[Point],
        formulas: Iterable[Formula],
        ended: Callable[[], bool],
        encoded: Callable[[], Encoded] | None = None,
    ) -> None:
        """`encoded` gives the same formulas as a graph that is made already."""
        self.points, self.formulas, self._ended, self._encoded = tuple(points), tuple(formulas), ended, encoded

    @cached_property
    def shared(self) -> Shared | None:
        """The histories that questions share; None where not every bound is a difference."""
        if not all(b.is_difference for f in self.formulas for b in linears(f)):
            return None
        encoded = self._encoded() if self._encoded else Encoded(self.points, self.formulas)
        return Shared(encoded, self._ended)

    @cached_property
    def _checker(self) -> Checker:
        with uncollected():
            return Checker(self.formulas)

    @cached_property
    def prover(self) -> Prover:
        """What proves one thing at a time."""
        return Prover(self.points, self.formulas, ended=self._ended)

    def _history(self) -> Witness | None:
        """A history in which the formulas hold, of those that questions share; None where they share none."""
        span = None if self.shared is None else self.shared.span()
        if span is None:
            return None
        if not self._checker.satisfied(span, 1):
            raise FailedCheck("a history does not satisfy what it was found for")
        return span[1]

    def prepare(self, windows: Mapping[Point, Window]) -> None:
        """Makes ready for the certificates of all these."""
        if self.shared is not None:
            self.shared.prepare(windows)

    def certificate(self, distance: Distance, intervals: tuple[Interval, ...]) -> Certificate | None:
        """What proves that the distance has these values and no others."""
        found = None
        if self.shared is not None:
            found = self.shared.certificate(distance.of, distance.after, intervals)
        if found is None:
            try:
                found = self.prover.certificate(distance.of, distance.after, intervals)
            except Disproved as error:
                raise FailedCheck(str(error)) from error
        if found and not self._checker.proves(found):
            raise FailedCheck(f"the window of {distance} is not what its certificate proves")
        return found

    def proof(self, asked: Sequence[Formula] = ()) -> Witness | Refutation | None:
        """A history in which the formulas and what is asked hold, or a refutation of that."""
        known = None if asked else self._history()
        if known is not None:
            return known
        if all(is_conjunctive(f) for f in asked):
            found = self.prover.prove([b for f in asked for b in linears(f)])
        else:
            found = Prover(self.points, (*self.formulas, *asked), ended=self._ended).prove()
        if isinstance(found, Witness):
            holds = satisfies(found, (*self.formulas, *asked))
        else:
            holds = found is None or self._checker.refuted(found, asked)
        if not holds:
            raise FailedCheck("a proof does not prove what it was found for")
        return found
