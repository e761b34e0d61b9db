"""What follows where one set of ids is accepted: its windows, histories and proofs, each worked out once and kept.

Takes the points, the formulas that bind and a backend for what the search gives up; gives windows, and certificates,
histories and refutations that certificates.py has checked. Raises `FailedCheck` where what is to be proven is not so.

Invariants of what is kept. (1) It follows from the formulas alone: nothing ever becomes wrong, and it is dropped only
for room. (2) No answer depends on what was asked before, only its cost does: of the search's histories and the
selections met, nothing is told but what a certificate says of them. (3) Between questions the graph has the arcs of the
formulas and no others: who asks about more takes them back. (4) Nothing is kept that a limit cut short: once there is
time again the question is asked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from chrono.core.gc_pause import uncollected
from chrono.core.limits import LimitReached
from chrono.engine.bounds import Boxes
from chrono.engine.certificates import Certificate, Checker, Refutation, Witness, outside, satisfies
from chrono.engine.formulas import AllOf, AnyOf, Constraint, Formula, Point, are_differences, is_conjunctive, linears
from chrono.engine.graph import Encoded, graph_of
from chrono.engine.intervals import Interval, Window, window_of
from chrono.engine.outcomes import Distance, FailedCheck
from chrono.engine.preferred_cores import Resting
from chrono.engine.propagation import Group
from chrono.engine.prover import Prover, learned_of
from chrono.engine.shared_histories import Shared
from chrono.engine.shortest_paths import ORIGIN
from chrono.engine.sum_windows import ranged
from chrono.engine.windows import Closing, Decide, Decider

if TYPE_CHECKING:
    from chrono.engine.learned import Learned
    from chrono.engine.surroundings import Surroundings

CORE = 300
"""How many points may depend on each other by either/ors for a backend to be asked about all of them."""


class Acceptance:
    """One set of accepted ids, many questions; `ended` says whether there is no time left."""

    def __init__(
        self,
        points: Sequence[Point],
        constraints: Sequence[Constraint],
        ended: Callable[[], bool],
        decide: Decide,
        decider: Decider,
        encoded: Callable[[], Encoded] | None = None,
    ) -> None:
        """`constraints` are those that bind; `encoded` gives their formulas as a graph that is made already. `decide`
        and `decider` answer for the whole, and for one group, what the search gives up."""
        self.points, self.constraints = points, constraints
        self.formulas: tuple[Formula, ...] = tuple(c.formula for c in constraints)
        self.ended, self.decide, self.decider = ended, decide, decider
        self._encoded = encoded or (lambda: Encoded(self.points, self.formulas))
        if encoded is not None:
            self.differences = True
        self._shared: Shared | None = None
        self._cut = False
        """Whether a limit was reached before these knew anything: with more time they are begun anew."""
        self._confirmed: set[Group] = set()
        self._resting: Resting | None = None
        self.certificates: dict[Distance, Certificate] = {}
        """What proves the windows that were certified."""

    @cached_property
    def differences(self) -> bool:
        """Whether every bound is a difference."""
        return are_differences(self.formulas)

    # -- what is kept

    @cached_property
    def encoded(self) -> Encoded:
        """The formulas as a graph. Raises `NotDifferences`."""
        return self._encoded()

    @cached_property
    def boxes(self) -> Boxes:
        """Where the plain differences keep each point."""
        graph = self.encoded.graph if self.differences else self.prover.graph
        return Boxes(graph, graph.base.arcs) if self.differences else self.prover.boxes

    @cached_property
    def closing(self) -> Closing:
        """The windows of points."""
        graph = self.encoded.graph
        boxes = self.boxes.copy() if graph.base.choices else self.boxes
        return Closing(graph, boxes, self.decider, self.ended, learned=self.learned)

    @cached_property
    def learned(self) -> Learned | None:
        """The search that learns; None where that is not for these formulas, or not needed."""
        return learned_of(self.encoded, self.ended) if self.differences else None

    @property
    def shared(self) -> Shared | None:
        """The histories that questions share; None where not every bound is a difference."""
        if self.differences and (self._shared is None or (self._cut and not self.ended())):
            with uncollected():
                shared = Shared(self.encoded, self.ended, boxes=self.boxes, decide=self.decide, learned=self.learned)
            self._shared, self._cut = shared, shared.first is None and self.ended()
        return self._shared

    @cached_property
    def surroundings(self) -> Surroundings | None:
        """What answers about few points without a look at the rest; None where no history is known."""
        first = None if self.shared is None else self.shared.first
        if first is None:
            return None
        if not self._checker.satisfied(first.span, 2):
            raise FailedCheck("histories do not satisfy what they were found for")
        from chrono.engine.surroundings import Surroundings  # what only large networks need

        # Halfway between two histories of the same alternatives lies another one, in which all have room to move.
        halfway = [(early + late) // 2 for early, late in zip(first.earliest, first.latest, strict=True)]
        return Surroundings(self.encoded, self.boxes, halfway, self.constraints)

    def resting(self, best: Sequence[str]) -> Resting | None:
        """What the windows rest on, `best` being the ids in the order of preference; None where not every bound is a
        difference."""
        if self._resting is None and (shared := self.shared) is not None:
            with uncollected():
                resting = Resting(shared, [c.ids for c in self.constraints], best)
            if self._cut:
                return resting
            self._resting = resting
        return self._resting

    @cached_property
    def prover(self) -> Prover:
        """What proves one thing at a time."""
        return Prover(Encoded(self.points, self.formulas, totals=True), self.ended, decide=self.decide)

    @cached_property
    def _checker(self) -> Checker:
        with uncollected():
            return Checker(self.formulas, self.ended)

    # -- windows

    def window(self, distance: Distance) -> Window:
        """Every value that the distance can have; what is known of it where a limit came first."""
        if self.ended():
            known = self.closing.window(distance.of) if self.answers_at_once(distance) else None
            return known or self.cut_short(distance)
        if not self.differences:
            limits = self.hull(distance)
            return ranged(self.prover, distance.of, distance.after, limits)
        with uncollected():
            return self._window(distance) or self.cut_short(distance)

    def end(self, distance: Distance, upper: bool) -> float | None:
        """The most or the least value that the distance between two points can have; None where a limit came first, or
        where that has to be told from the whole window."""
        shared = None if self.ended() or distance.after == ORIGIN else self.shared
        if shared is None:
            return None
        with uncollected():
            return shared.end(distance.of, distance.after, upper)

    def answers_at_once(self, distance: Distance) -> bool:
        """Whether its window and certificate take no search: a history of the whole is known, and no either/or that is
        still open moves the point. These are told though the time went into something else."""
        found = self._shared is not None and self._shared.first is not None and distance.after == ORIGIN
        return found and "closing" in self.__dict__ and self.closing.is_plain(distance.of)

    def _window(self, distance: Distance) -> Window | None:
        shared = self.shared
        if shared is None or shared.first is None:
            return None
        if distance.after == ORIGIN:
            return self.closing.window(distance.of)
        intervals = shared.values(distance.of, distance.after)
        return None if intervals is None else window_of(intervals)

    def cut_short(self, distance: Distance, found: tuple[Interval, ...] = ()) -> Window:
        """A window of which only `found` is known to be possible: whatever is, lies in what the plain part of the
        evidence does not exclude."""
        return Window(found, proven=False, outer=self.hull(distance))

    def hull(self, distance: Distance) -> Interval:
        """Between what the plain differences keep a distance, each point taken by itself; open where they contradict
        each other."""
        least, most = self._box(distance.of)
        if distance.after != ORIGIN:
            first, last = self._box(distance.after)
            least = None if least is None or last is None else least - last
            most = None if most is None or first is None else most - first
        return least, most

    def _box(self, point: Point) -> Interval:
        index = self.encoded.index if self.differences else self.prover.index
        if self.boxes.cycle is not None or point not in index:
            return None, None
        return self.boxes.interval(index[point])

    def confirm(self) -> None:
        """Has the backend derive the windows found of what either/ors tie together, once; raises `FailedCheck` where it
        finds more.

        One question for all points of a group whose window is proven: of the others more is possible than was found.
        """
        if self.ended() or "closing" not in self.__dict__:
            return
        crowded = self.learned if self.learned is not None and self.learned.crowds else None
        for group, windows in self.closing.closed():
            if self.ended():
                return
            if group in self._confirmed or (crowded and crowded.crowds_of(graph_of(group.points, group.formulas))):
                # Where spans crowd together each window has a proof of its own, and the backend none within a day.
                continue
            beyond = [
                AllOf(stretch)
                for point, window in windows.items()
                if window.proven
                for stretch in outside(point, ORIGIN, window.intervals)
            ]
            if beyond and len(group.points) <= CORE:
                found = self.decider(group)([AnyOf(tuple(beyond))])
                if found is not None and not isinstance(found, bool):
                    raise FailedCheck("the backend finds a history in which a point lies outside its window")
                if found is None:
                    continue
            self._confirmed.add(group)

    # -- proofs

    def prepare(self, points: Iterable[Point]) -> None:
        """Makes ready for the certificates of the windows of all these points: the histories that they share."""
        if not self.ended() and (shared := self.shared) is not None and shared.first is not None:
            with uncollected():
                windows = {point: self.closing.window(point) for point in points}
                self._adopt(shared)
                shared.prepare({p: w for p, w in windows.items() if w is not None and w.proven})

    def _adopt(self, shared: Shared) -> None:
        """Has the histories that the windows were found by serve as witnesses."""
        for history in self.closing.new_histories():
            shared.adopt(history)

    def certificate(self, distance: Distance, intervals: tuple[Interval, ...]) -> Certificate | None:
        """What proves that the distance has these values and no others; None where no proof was found in the steps
        allowed."""
        shared = self.shared
        if shared is not None and distance.after == ORIGIN:
            self._adopt(shared)
        found = (shared or self.prover).certificate(distance.of, distance.after, intervals)
        try:
            if found and not self._checker.proves(found):
                raise FailedCheck(f"the window of {distance} is not what its certificate proves")
        except LimitReached:
            return None
        if found:
            self.certificates[distance] = found
        return found

    def proof(self, asked: Sequence[Formula] = ()) -> Witness | Refutation | None:
        """A history in which the formulas and what is asked hold, or a refutation of that; None as for
        `certificate`."""
        known = None if asked else self._history()
        if known is not None:
            return known
        bounds = [b for f in asked for b in linears(f)]
        found: Witness | Refutation | None
        if not all(is_conjunctive(f) for f in asked):
            whole = Encoded(self.points, (*self.formulas, *asked), totals=True)
            found = Prover(whole, self.ended, learned=learned_of(whole, self.ended)).proof()
        elif self.shared is not None and all(b.is_difference and self.shared.knows(b) for b in bounds):
            found = self.shared.proof(bounds)
        else:
            found = self.prover.proof(bounds)
        try:
            if isinstance(found, Witness):
                holds = satisfies(found, (*self.formulas, *asked))
            else:
                holds = found is None or self._checker.refuted(found, asked)
        except LimitReached:
            return None
        if not holds:
            raise FailedCheck("a proof does not prove what it was found for")
        return found

    def _history(self) -> Witness | None:
        """A history in which the formulas hold, of those that questions share; None where they share none."""
        span = None if self.shared is None else self.shared.span()
        if span is None:
            return None
        if not self._checker.satisfied(span, 1):
            raise FailedCheck("a history does not satisfy what it was found for")
        return span[1]
