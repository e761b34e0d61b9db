"""What moves where other evidence is given up than was, and either/ors bind: what of each window's proof still stands.

Takes a network with either/ors, the ids that are accepted and certificates of its windows; gives for other ids that are
given up instead the windows that are others then. A window can hold more only where a refutation of what lies outside
rests on something that goes. It can hold less only where what a selection of alternatives attained it attains no
longer: few selections attain all there is. Mostly their histories are mended alike, at the few points where one is;
else, and where a point is one of these, the boxes of the selection are followed (`Boxes.exchanged`), or a history of it
is mended by itself. Whatever may move is asked for anew, from histories in hand (`room.py`), and proven before it is
told. Never guesses: what the search cannot tell is not told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property, partial
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from chrono.engine.bounds import Boxes, history
from chrono.engine.certificates import Certificate, Moved, Refutation, Span, Witness, conjuncts, rested_on, satisfies
from chrono.engine.closing import close_end, fill_gaps
from chrono.engine.exchanges import Exchanges, Moves
from chrono.engine.formulas import Formula, History, Linear, Point
from chrono.engine.graph import Graph, Part
from chrono.engine.incremental import Core
from chrono.engine.intervals import Interval, Window, as_interval, as_span, merged
from chrono.engine.outcomes import Distance, FailedCheck
from chrono.engine.room import Room
from chrono.engine.search import PATIENCE
from chrono.engine.selections import Taken, lifted, taking
from chrono.engine.shared_histories import Shared
from chrono.engine.shortest_paths import ORIGIN

if TYPE_CHECKING:
    from chrono.engine.solver import Solver


class _Attained(NamedTuple):
    """Values of a point, by its number, that a selection attains in one stretch."""

    point: int
    least: float
    most: float


@dataclass(frozen=True)
class _Selection:
    """A selection of alternatives, the first that hold in both histories of a span, and what of the windows it is
    needed for."""

    graph: Graph
    span: Span
    attains: list[_Attained]

    @cached_property
    def chosen(self) -> dict[int, tuple[int, ...]]:
        """The arcs selected of each either/or."""
        both = [self.graph.values(witness.history) for witness in self.span]
        return {choice: selected(self.graph, (choice,), both) for choice in self.graph.base.choices}

    @cached_property
    def boxes(self) -> Boxes:
        """Where it keeps each point: a plain network."""
        boxes = Boxes(self.graph, (*self.graph.base.arcs, *(arc for arcs in self.chosen.values() for arc in arcs)))
        if boxes.cycle is not None:
            raise FailedCheck("a selection contradicts itself that leaves a history")
        return boxes


class OpenExchanges(Exchanges):
    """One network with either/ors and what is accepted of it; then other ids are given up, one set after another."""

    def __init__(
        self, solver: Solver, lost: frozenset[str], shared: Shared, span: Span, proven: Iterable[Certificate]
    ) -> None:
        """`lost` is what is not accepted, `shared` are the histories of what is, `span` its earliest and latest one,
        which were checked. `proven` are certificates of points where all that is left is what is accepted."""
        super().__init__(solver, lost, shared, span)
        self.shared = shared
        self._proven = {certificate.of: certificate for certificate in proven}
        self.told: dict[Point, Certificate] = {}
        """What proves the windows of the points that are asked about."""
        self.resting: dict[Formula, set[Point]] = {}
        """By what they use, the points with a refutation of what lies outside their windows."""
        self.selections: list[_Selection] = []
        """Few that attain all of these windows."""
        self.attaining: dict[int, list[int]] = {}
        """Which of them are needed for a point, by its number."""

    def prepare(self, points: Iterable[Point]) -> None:
        """Makes ready for what moves of these points."""
        self.told, self.resting = {}, {}
        for point in points:
            certificate = self._proven.get(point) or self._prove(point)
            if certificate is not None:
                self.told[point] = certificate
                for tree in certificate.excluded:
                    for formula in rested_on(tree):
                        self.resting.setdefault(formula, set()).add(point)
        self.selections = list(self._selections())
        self.attaining = {}
        for number, selection in enumerate(self.selections):
            for attained in selection.attains:
                self.attaining.setdefault(attained.point, []).append(number)

    def instead(self, lost: Collection[str]) -> OpenExchange | None:
        """What moves where these ids are given up and no others; None where that contradicts itself, or no history is
        found."""
        exchange = OpenExchange(self, frozenset(lost))
        return exchange if exchange.histories() else None

    def room(self, lost: Collection[str]) -> Room | None:
        """As `Exchanges` says, without a look at what moves."""
        return Room(self, frozenset(lost))

    def _prove(self, point: Point) -> Certificate | None:
        """What proves the window of a point; None where a limit was reached."""
        accepted, distance = self.solver.everything - self.lost, Distance(point)
        window = self.solver.window(distance, accepted)
        return self.solver.certificate(distance, window, accepted) if window.proven else None

    def _selections(self) -> Iterable[_Selection]:
        """Selections by which the windows were proven, those first that attain most of what no other one does yet."""
        spans: dict[tuple[int, int], Span] = {}
        wanted: list[tuple[_Attained, list[tuple[int, int]]]] = []
        """What is to be attained, and the spans that do."""
        index = self.solver.encoded.index
        for point, certificate in self.told.items():
            for interval, attained in zip(certificate.intervals, certificate.attained, strict=True):
                keys = [(id(low.history), id(high.history)) for low, high in attained]
                spans.update(zip(keys, attained, strict=True))
                if len(keys) == 1:
                    wanted.append((_Attained(index[point], *as_span(interval)), []))
                else:
                    extents = (_extent(point, span) for span in attained)
                    wanted += [(_Attained(index[point], *at), [key]) for at, key in zip(extents, keys, strict=True)]
        for key, span in spans.items():
            low, high = self._extents(span)
            for (number, least, most), keys in wanted:
                if low[number] == least and high[number] == most and key not in keys:
                    keys.append(key)
        counted = Counter(key for _, keys in wanted for key in keys)
        while wanted:
            best = max(spans, key=lambda key: counted[key])
            found = [want for want in wanted if best in want[1]]
            yield _Selection(self.graph, spans[best], [attained for attained, _ in found])
            counted.subtract(key for _, keys in found for key in keys)
            wanted = [want for want in wanted if best not in want[1]]

    def _extents(self, span: Span) -> tuple[list[float], list[float]]:
        """The least and the most value of each point on the way of a span."""
        ends: list[list[float]] = []
        for witness, endless in zip(span, (-inf, inf), strict=True):
            values: list[float] = [*self.graph.values(witness.history)]
            for point in witness.rates:
                values[self.solver.encoded.index[point]] = endless
            ends.append(values)
        return ends[0], ends[1]


class _Kept(NamedTuple):
    """What a selection comes to where other ids are given up."""

    high: Sequence[float]
    low: Sequence[float]
    """Minus the least values."""
    taken: Callable[[], Taken]


class OpenExchange(Moves):
    """One set of ids given up in place of another, where either/ors bind."""

    def __init__(self, exchanges: OpenExchanges, lost: frozenset[str]) -> None:
        super().__init__(exchanges, lost)
        self.of, parts, plain = exchanges, exchanges.parts, exchanges.graph.base
        self._gone = {arc for n in self.gone for arc in parts[n].arcs}, {c for n in self.gone for c in parts[n].choices}
        self._come = [arc for n in self.come for arc in parts[n].arcs], [c for n in self.come for c in parts[n].choices]
        """Arcs, and either/ors."""
        self.graph: Graph = copy(exchanges.graph)
        left = (
            [n for n in part if n not in gone]
            for part, gone in zip((plain.arcs, plain.choices), self._gone, strict=True)
        )
        self.graph.base = Part(*((*part, *come) for part, come in zip(left, self._come, strict=True)))
        self._kept: dict[int, _Kept | None] = {}
        """By its number, what a selection comes to."""

    # -- what may move

    @cached_property
    def _wider(self) -> set[Point]:
        """The points whose windows may hold more."""
        constraints, saying = self.of.constraints, self.of.said.saying
        gone = {part for n in self.gone for part in conjuncts(constraints[n].formula)}
        dropped = (f for f in gone if f in self.of.resting and not any(map(self._binds, saying[f])))
        return {point for formula in dropped for point in self.of.resting[formula]}

    @cached_property
    def _narrower(self) -> set[Point]:
        """The points whose windows may hold less."""
        found: set[Point] = set()
        for number, selection in enumerate(self.of.selections):
            if open_ := self._open(selection):
                kept = self.kept(number)
                found.update(
                    self.graph.points[point]
                    for point, least, most in open_
                    if kept is None or -kept.low[point] > least or kept.high[point] < most
                )
        return found

    def _open(self, selection: _Selection) -> list[_Attained]:
        """What of the windows a selection is needed for and does not attain by its histories mended as one was."""
        if self._mends is None:
            return selection.attains
        low, high = map(_mended, selection.span, self._mends)
        if not satisfies((low, high), self._touched):
            return selection.attains
        names = self.graph.points
        return [
            attained
            for attained in selection.attains
            if any(names[attained.point] in mend for mend in self._mends)
            and _extent(names[attained.point], (low, high)) != (attained.least, attained.most)
        ]

    @cached_property
    def _mends(self) -> tuple[dict[Point, int], dict[Point, int]] | None:
        """The few points that lie elsewhere in an earliest and a latest history that were mended; None where there are
        none such."""
        was = [witness.history for witness in self.of.span]
        mended = self.mended(was[0]), self.histories()[-1]
        first, last = (
            None if now is None else {point: at for point, at in now.items() if at != old[point]}
            for old, now in zip(was, mended, strict=True)
        )
        return None if first is None or last is None else (first, last)

    @cached_property
    def _touched(self) -> list[Formula]:
        """What has to be tried where histories are mended so."""
        return self._naming({point for mend in self._mends or () for point in mend})

    @cached_property
    def _coming(self) -> tuple[int, ...]:
        """The arcs selected of the either/ors that come back."""
        return selected(self.graph, self._come[1], [self.graph.values(self.histories()[-1])])

    def kept(self, number: int) -> _Kept | None:
        """What a selection comes to; None where it contradicts itself and no history was found near it."""
        if number not in self._kept:
            self._kept[number] = self._exchanged(self.of.selections[number])
        return self._kept[number]

    def _near(self, point: int) -> list[_Kept]:
        """What the selections come to that were looked at, and those that are needed for a point."""
        for number in self.of.attaining.get(point, ()):
            self.kept(number)
        return [kept for kept in self._kept.values() if kept is not None]

    def _exchanged(self, selection: _Selection) -> _Kept | None:
        """A selection with the same alternatives, and some for what comes back; else one near it."""
        coming = self._coming
        arcs, choices = self._gone
        gone = arcs.union(*(selection.chosen[choice] for choice in choices))
        boxes = selection.boxes.exchanged(gone, (*self._come[0], *coming))
        if boxes.cycle is None:
            kept = (chosen for choice, chosen in selection.chosen.items() if choice not in choices)
            arcs_left = (*(arc for chosen in kept for arc in chosen), *coming)
            return _Kept(boxes.high, boxes.low, partial(self._taken, boxes, arcs_left))
        mended = self.mended(selection.span[1].history)
        if mended is None:
            return None
        taken = self.asked.take(mended)
        return _Kept(taken.high, taken.low, lambda: taken)

    def _taken(self, boxes: Boxes, arcs: tuple[int, ...]) -> Taken:
        """A selection whose boxes are known, with its histories."""
        values = history(boxes) if boxes.afar() else ()
        assert isinstance(values, list)
        latest = lifted(boxes.high, values, boxes.out, {})
        earliest = [-at for at in lifted(boxes.low, [-at for at in values], boxes.into, {})]
        return Taken(self.asked.boxes, boxes.high, boxes.low, latest, earliest, arcs)

    # -- windows

    @cached_property
    def asked(self) -> _Asked:
        """Who is asked about what may move."""
        return _Asked(self)

    @cached_property
    def _moving(self) -> dict[Point, Window | None]:
        """The windows of the points that may move; of those None of which the search cannot tell, and of those after
        such a one, which are not asked about."""
        found: dict[Point, Window | None] = {}
        told = True
        for point in sorted(self._wider | self._narrower):
            intervals = self._window(point) if told else None
            told = intervals is not None
            found[point] = None if intervals is None else Window(intervals)
        return found

    @cached_property
    def moved(self) -> dict[Point, Window]:
        """The points whose windows are others, and these, of those that it tells of."""
        moving, told = self._moving, self.of.told
        return {
            p: window for p, window in moving.items() if window is not None and window.intervals != told[p].intervals
        }

    def untold(self, points: Collection[Point]) -> Collection[Point]:
        """Those of some points of which it is not known how their windows move."""
        told, open_ = self.of.told, {point for point, window in self._moving.items() if window is None}
        return {point for point in points if point not in told or point in open_}

    def _window(self, point: Point) -> tuple[Interval, ...] | None:
        """The values of a point; None where the search cannot tell."""
        asked, number = self.asked, self.of.solver.encoded.index[point]
        known = [as_span(interval) for interval in self.of.told[point].intervals]
        least, most = -asked.boxes.low[number], asked.boxes.high[number]
        if point not in self._wider:
            least, most = max(least, known[0][0]), min(most, known[-1][1])
        found = merged((-kept.low[number], kept.high[number]) for kept in self._near(number))

        def ask(first: int | None, last: int | None) -> bool | None:
            if point not in self._wider and not any(
                (first is None or first <= end) and (last is None or begin <= last) for begin, end in known
            ):
                return False
            answer = asked.taking(asked.within(point, ORIGIN, first, last))
            if not isinstance(answer, Taken):
                return answer
            wider = merged([*found, (-answer.low[number], answer.high[number])])
            if wider == found:
                raise AssertionError("a selection does not attain a value that its history has")
            found[:] = wider
            return True

        whole = (
            close_end(lambda: found[-1][1], most, lambda target: ask(target, None))
            and close_end(lambda: -found[0][0], -least, lambda target: ask(None, -target))
            and fill_gaps(lambda: found, lambda before, beyond: ask(int(before) + 1, int(beyond) - 1))
        )
        return tuple(as_interval(*extent) for extent in found) if whole else None

    # -- proofs

    def proven(self, point: Point) -> Window | None:
        """The window of a point that it tells of, its certificate checked; None where no proof is found in the steps
        allowed. Raises `FailedCheck`."""
        number = self.of.solver.encoded.index[point]
        window = self._moving.get(point) or Window(self.of.told[point].intervals)
        reached = merged((-taken.low[number], taken.high[number]) for taken in self.asked.taken.values())
        for kept in self._near(number):
            further = merged([*reached, (-kept.low[number], kept.high[number])])
            if further != reached:
                taken = kept.taken()
                self.asked.taken[tuple(taken.arcs)] = taken
                reached = further
        certificate = self.asked.certificate(point, ORIGIN, window.intervals)
        if certificate is None:
            return None
        self._check(certificate)
        return window


class _Asked(Shared):
    """The values of what is left and what proves them, asked of the search that is kept."""

    def __init__(self, exchange: OpenExchange) -> None:
        shared, (gone, _), (come, _) = exchange.of.shared, exchange._gone, exchange._come
        encoded = copy(shared.encoded)
        encoded.graph = exchange.graph
        super().__init__(encoded, shared.ended, shared.boxes.exchanged(gone, come))
        self._exchange = exchange

    def taking(self, bounds: Sequence[Linear]) -> Taken | bool | None:
        """A selection that leaves a history under these bounds; False where there is none, None where the search cannot
        tell."""
        found = self._found(bounds)
        return None if found is None else False if isinstance(found, Core) else self.take(found)

    _ask = taking

    def take(self, found: History) -> Taken:
        """The selection of a history."""
        values = self.graph.values(found)
        arcs = tuple(a for a in selected(self.graph, self.graph.base.choices, [values]) if not self.boxes.entails(a))
        if arcs not in self.taken:
            self.taken[arcs] = taking(self.boxes, arcs, values)
        return self.taken[arcs]

    def proof(self, bounds: Sequence[Linear] = (), steps: int = PATIENCE) -> Witness | Refutation | None:
        """As `Prover` says; the search that is kept takes its own number of steps."""
        found = self._found(bounds)
        return None if found is None else found.tree if isinstance(found, Core) else Witness(found)

    def _found(self, bounds: Sequence[Linear]) -> History | Core | None:
        near = self._exchange.histories()[-1]
        return self._exchange.found(tuple(bounds), near) if bounds else near


def _mended(witness: Witness, mend: Mapping[Point, int]) -> Witness:
    """A history with a few points put elsewhere, which do not move away from there."""
    rates = witness.rates
    if not mend.keys().isdisjoint(rates):
        rates = {point: by for point, by in rates.items() if point not in mend}
    return Witness(Moved(witness.history, mend), rates)


def selected(graph: Graph, choices: Iterable[int], histories: Sequence[Sequence[int]]) -> tuple[int, ...]:
    """The arcs of the first alternative of each either/or that holds in all of some histories, those of either/ors in
    it among them. Raises `FailedCheck` where none does."""
    arcs: list[int] = []
    for choice in choices:
        part = next((part for part in graph.choices[choice] if _holds(graph, part, histories)), None)
        if part is None:
            raise FailedCheck("an either/or does not hold in a history that was checked")
        arcs += (*part.arcs, *selected(graph, part.choices, histories))
    return tuple(arcs)


def _holds(graph: Graph, part: Part, histories: Sequence[Sequence[int]]) -> bool:
    """Whether a part without sums holds in some histories, by the same alternatives."""
    source, target, weight = graph.source, graph.target, graph.weight
    return all(v[target[a]] - v[source[a]] <= weight[a] for a in part.arcs for v in histories) and all(
        any(_holds(graph, inner, histories) for inner in graph.choices[choice]) for choice in part.choices
    )


def _extent(point: Point, span: Span) -> tuple[float, float]:
    """The least and the most value of a point on the way of a span."""
    low, high = span
    return (
        -inf if low.rates.get(point) else low.history[point],
        inf if high.rates.get(point) else high.history[point],
    )
