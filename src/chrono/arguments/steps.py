"""An argument told step by step: the chain of bounds that contradict the denial of what is argued for, with arithmetic.

Takes the constraints a reason needs and the denial, gives steps, in words and as data, and where an either/or is needed
a case for each alternative. A chain is a negative cycle of bounds in its order, or says that spans which exclude each
other lack room, or that a sum is held from both sides; a tree of cases with a chain in every leaf is a proof that a
reader can follow without a solver. Gives nothing where the argument is no such tree (several durations set against
each other). Never decides anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

from chrono import dates
from chrono.answers.reasons import Case, Step, origin_of
from chrono.arguments.packings import Pairs, Plain, Room, apart, named_apart, overload, packed
from chrono.arguments.sums import OTHERWISE, opposed
from chrono.core.points import is_order, span_of
from chrono.dates import Scale
from chrono.engine.exclusive_spans import LEAST
from chrono.engine.formulas import AllOf, AnyOf, Constraint, Formula, Linear, Point, points_of
from chrono.engine.shortest_paths import ORIGIN, Edge

Open: TypeAlias = list[tuple[AnyOf, Constraint]]
MOST_LEAVES = 64
"""An argument with more cases than this is not told: nobody would read it."""
MOST_TRIED = 200
"""So many alternatives are tried for the either/or to split where spans exclude each other: no more of it is told."""


def told(
    used: Sequence[Constraint],
    also: Sequence[Constraint],
    scale: Scale,
    ended: Callable[[], bool] = lambda: False,
) -> tuple[tuple[Step, ...], tuple[Case, ...]]:
    """The steps of an argument, or the cases it falls into; `also` is the denial it contradicts. Neither where `ended`
    says that there is no time left to split either/ors of spans that exclude each other."""
    plain: Plain = []
    open_: Open = []
    for constraint in (*used, *also):
        _sort(constraint.formula, constraint, plain, open_)
    everything: list[tuple[Formula, Constraint]] = [*plain, *open_]
    ids = {id for formula, _ in everything for id in named_apart(formula)}
    found = _Tree(also, scale, ended).tell(Room(plain, sorted(ids)), open_)
    return ((), ()) if found is None else found


def _sort(formula: Formula, of: Constraint, plain: Plain, open_: Open) -> None:
    match formula:
        case Linear():
            plain.append((formula, of))
        case AllOf(parts):
            for part in parts:
                _sort(part, of, plain, open_)
        case AnyOf():
            open_.append((formula, of))


class _Tree:
    def __init__(self, also: Sequence[Constraint], scale: Scale, ended: Callable[[], bool]) -> None:
        self.ended = ended
        self.also, self.scale, self.leaves, self.tried = also, scale, 0, 0
        self.asked = {span_of(point) for constraint in also for point in points_of(constraint.formula)}
        """The spans that are argued about."""
        self._apart: dict[int, tuple[tuple[tuple[str, str], int], ...]] = {}
        """By the identity of a formula, which the argument keeps, the spans that it puts apart."""

    def tell(self, room: Room, open_: Open) -> tuple[tuple[Step, ...], tuple[Case, ...]] | None:
        """Steps where the plain bounds alone contradict each other, cases where an either/or must be split."""
        if (cycle := room.cycle) is not None:
            self.leaves += 1
            return tuple(chain(cycle, self.also, self.scale)), ()
        if steps := opposed(room.plain, self.scale, lambda of: origin_of(of).sentence):
            self.leaves += 1
            return steps, ()
        if never := [of for formula, of in open_ if not formula.parts]:
            self.leaves += 1
            words = f"{origin_of(never[0]).sentence or OTHERWISE}, which is so of no dates"
            return (Step(words, by=never[0].ids),), ()
        if not open_ or self.leaves > MOST_LEAVES:
            return None
        pairs: Pairs = {}
        self.put_apart(pairs, (*open_, *room.plain))
        if len(pairs) >= LEAST:
            if steps := packed(room, pairs, self.scale, self.words):
                self.leaves += 1
                return steps, ()
            open_ = self.nearly_decided_first(room, open_, pairs)
            if self.tried > MOST_TRIED:
                return None
        (split, of), *rest = open_
        cases = []
        for part in split.parts:
            inner, further = list[tuple[Linear, Constraint]](), list(rest)
            _sort(part, of, inner, further)
            found = self.tell(room.further(inner), further)
            if found is None:
                # This either/or leads nowhere by itself; the argument may still close with another one first.
                return self.tell(room, rest) if rest else None
            cases.append(Case(origin_of(of).sentence or OTHERWISE, said(part, self.scale), *found))
        return (), tuple(cases)

    def put_apart(self, pairs: Pairs, several: Iterable[tuple[Formula, Constraint]]) -> None:
        """Adds the pairs of spans that formulas put apart."""
        for formula, of in several:
            found = self._apart.get(id(formula))
            if found is None:
                found = self._apart[id(formula)] = tuple(apart(formula))
            for pair, least in found:
                if pair not in pairs or least > pairs[pair][0]:
                    pairs[pair] = least, of

    def nearly_decided_first(self, room: Room, open_: Open, pairs: Pairs) -> Open:
        """The either/ors, before the others one of which all alternatives but one contradict the plain bounds at once:
        of many by which spans exclude each other few matter, and the rest would be split for nothing. `pairs` are the
        spans that all of it puts apart."""
        about = sorted(range(len(open_)), key=lambda n: self.asked.isdisjoint(map(span_of, points_of(open_[n][0]))))
        for number in about:
            formula, of = open_[number]
            self.tried += len(formula.parts)
            if self.tried > MOST_TRIED or self.ended():
                self.tried = MOST_TRIED + 1
                break
            if sum(self.closes(room, pairs, part, of) for part in formula.parts) >= len(formula.parts) - 1:
                return [(formula, of), *open_[:number], *open_[number + 1 :]]
        return open_

    def closes(self, room: Room, pairs: Pairs, part: Formula, of: Constraint) -> bool:
        """Whether an alternative contradicts the plain bounds at once."""
        inner: Plain = []
        further: Open = []
        _sort(part, of, inner, further)
        left = room.further(inner)
        if left.contradictory:
            return True
        # An alternative puts apart what its either/or does, by as much at least.
        closer = dict(pairs)
        self.put_apart(closer, (*inner, *further))
        return len(closer) >= LEAST and overload(left, closer) is not None

    def words(self, e: Edge[Constraint]) -> str:
        """What a bound rests on."""
        return _words(e, self.scale)


def said(formula: Formula, scale: Scale) -> str:
    """A formula in the words of the expressions: `end(a) <= end(b) + 3 days`, `start(a) is not later than 1939`."""
    match formula:
        case Linear((one,), (other,), -1) if is_order(one):
            return f"{span_of(one)} comes before {span_of(other)}"
        case Linear((one,), (), most):
            return f"{one} is not later than {dates.say_last(most, scale)}"
        case Linear((), (one,), most):
            return f"{one} is not earlier than {dates.say_first(-most, scale)}"
        case Linear(plus, minus, most):
            left, right = " + ".join(plus) or "0", " + ".join(minus) or "0"
            count = f"{abs(most)} {scale.unit if abs(most) == 1 else scale.unit + 's'}"
            return f"{left} <= {right}" if not most else f"{left} <= {right} {'+' if most > 0 else '-'} {count}"
        case AllOf(parts):
            return (
                " and ".join(dict.fromkeys(_alike(p, parts, scale) or said(p, scale) for p in parts)) or "nothing more"
            )
        case AnyOf(parts):
            return " or ".join(said(p, scale) for p in parts) or "nothing"


def _alike(part: Formula, parts: Sequence[Formula], scale: Scale) -> str:
    """The one date that a bound and its opposite among the others leave: `start(a) is 10 Feb 1450`; else ""."""
    match part:
        case Linear((one,), (), most) if Linear((), (one,), -most) in parts:
            return f"{one} is {dates.say(most, scale)}"
        case Linear((), (one,), least) if Linear((one,), (), -least) in parts:
            return f"{one} is {dates.say(-least, scale)}"
    return ""


def chain(cycle: Sequence[Edge[Constraint]], also: Sequence[Constraint], scale: Scale) -> list[Step]:
    """A negative cycle, from the zero of the calendar on where that is in it, in the order of its dates, each step with
    the date it reaches.

    The cycle holds the denial of the conclusion (or none, in a contradiction); what is left is the argument: a chain
    down from the earliest date it rests on, a chain up from the latest, or both. Where it rests on no date of its own,
    its steps say only what bounds what.
    """
    denied = {id(constraint) for constraint in also}
    denial = next((i for i, e in enumerate(cycle) if id(e.tag) in denied), None)
    if denial is None:
        return _upward(cycle, scale)
    rest = [*cycle[denial + 1 :], *cycle[:denial]]
    turn = next((i + 1 for i, e in enumerate(rest) if e.target == ORIGIN), 0)
    return _downward(rest[:turn], scale) + _upward(rest[turn:], scale) + _apart(rest[:turn], rest[turn:], scale)


def _apart(down: Sequence[Edge[Constraint]], up: Sequence[Edge[Constraint]], scale: Scale) -> list[Step]:
    """How far the two dates lie apart that a chain down and a chain up come to."""
    if not down or not up or up[0].source != ORIGIN:
        return []
    earliest, latest = -sum(e.weight for e in down), sum(e.weight for e in up)
    if latest >= earliest:
        return []
    count = f"{earliest - latest} {scale.unit if earliest - latest == 1 else scale.unit + 's'}"
    return [Step(f"{dates.say(latest, scale)} is {count} before {dates.say(earliest, scale)}")]


def _upward(path: Sequence[Edge[Constraint]], scale: Scale) -> list[Step]:
    steps = []
    latest = 0 if path and path[0].source == ORIGIN else None
    for e in path:
        if e.target == ORIGIN:
            words = _words(e, scale)
            if latest is not None:
                words += f", so {e.source} is not earlier than {dates.say(-e.weight, scale)}: too late"
            latest = None
            steps.append(Step(words, e.source, "earliest", -e.weight, e.tag.ids))
            continue
        if latest is not None:
            latest += e.weight
        steps.append(reaching(e, "latest", latest, scale))
    return steps


def _downward(path: Sequence[Edge[Constraint]], scale: Scale) -> list[Step]:
    steps = []
    earliest = 0
    for e in reversed(path):
        earliest -= e.weight
        steps.append(reaching(e, "earliest", earliest, scale))
    return steps


def reaching(e: Edge[Constraint], side: Literal["earliest", "latest"], at: int | None, scale: Scale) -> Step:
    """The step of an edge to the date that it reaches."""
    return _step(_words(e, scale), e.target if side == "latest" else e.source, side, at, e.tag.ids, scale)


@lru_cache(maxsize=20_000)
def _step(
    words: str, point: Point, side: Literal["earliest", "latest"], at: int | None, by: tuple[str, ...], scale: Scale
) -> Step:
    """A step by which a point comes to lie no earlier or no later: the very same one in all arguments that take it."""
    if at is not None:
        words += f", so {point} is not {'later' if side == 'latest' else 'earlier'} than {dates.say(at, scale)}"
    return Step(words, point, side, at, by)


def _words(e: Edge[Constraint], scale: Scale) -> str:
    """What a step rests on; a denial of several parts can be needed more than once."""
    if sentence := origin_of(e.tag).sentence:
        return sentence
    plus, minus = (() if point == ORIGIN else (point,) for point in (e.target, e.source))
    return f"{OTHERWISE}, {said(Linear(plus, minus, e.weight), scale)}"
