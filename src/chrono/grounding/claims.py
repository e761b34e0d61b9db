"""What a claim means in whole steps: expression trees as formulas over integer points.

Takes a claim with its variables and settings bound, gives a formula. Denials are pushed inward first, so that every
reading errs the same way: a bound is never tighter than the words allow. A coarse date literal is an interval (`p <
1938` before its first day, `p <= 1938` not after its last, `p = 1938` within it); months between two unknown days are
every number of days they can be; a date finer than the unit is rounded outward.
It stands in one module because a tree is walked by functions that call each other, one for each kind of node.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import gcd

from chrono import dates
from chrono.core.diagnostics import NOWHERE
from chrono.core.limits import Limit, Within
from chrono.core.points import end_of, point_of, start_of
from chrono.dates import Relative, Scale
from chrono.dates.lengths import from_days, to_days, up_to_days
from chrono.engine.formulas import TRUE, Formula, Linear, both, either, negated, no_later
from chrono.grounding.anchors import Anchors, closed
from chrono.grounding.patterns import Pattern, pattern
from chrono.grounding.ranges import joined
from chrono.language.expressions import (
    RELATIONS,
    Amount,
    And,
    Apart,
    Claim,
    Comparison,
    If,
    Length,
    Literally,
    Name,
    Not,
    Or,
    Point,
    Relation,
    Term,
    parse,
    substitute,
)

_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}
_ANCHOR_LIMIT = 4000
"""Days: a stated date vaguer than this is not worth trying day by day for exact months."""


@dataclass(frozen=True, slots=True)
class _Sum:
    """A side of a comparison: points, and steps known within limits.

    `least`..`most` is what durations and coarse dates can mean; `below`..`above` the same where a strict comparison
    must pass the whole of a coarse date. None: without limit.
    """

    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    least: int | None = 0
    most: int | None = 0
    below: int | None = 0
    above: int | None = 0

    def __add__(self, other: _Sum) -> _Sum:
        return _Sum(
            self.plus + other.plus,
            self.minus + other.minus,
            _plus(self.least, other.least),
            _plus(self.most, other.most),
            _plus(self.below, other.below),
            _plus(self.above, other.above),
        )

    def __neg__(self) -> _Sum:
        return _Sum(
            self.minus, self.plus, _minus(self.most), _minus(self.least), _minus(self.above), _minus(self.below)
        )


def _plus(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _minus(a: int | None) -> int | None:
    return None if a is None else -a


class Translator:
    """Claims of one chronology. `known` lists the events with a stated `known`; `stated` the points of stated days."""

    def __init__(self, scale: Scale, known: Collection[str], stated: Anchors, within: Within | None = None) -> None:
        self.scale, self.known, self.stated = scale, frozenset(known), stated
        self.within = within or Limit().within
        self.preferred: set[str] = set()
        """The ids of stated days that something was counted from though there are others to count from."""
        self._patterns: dict[tuple[object, ...], tuple[Claim, Pattern | None, bool]] = {}
        """By the identity of a claim, which is kept so that none can be another's, and what else it is read by."""

    def formulas(
        self, claim: Claim, bindings: Mapping[str, object], settings: Mapping[str, dates.Duration]
    ) -> list[tuple[Formula, tuple[str, ...]]]:
        """The claim's formula, resting on nothing more; then, where stated days make its months exact, the sharper
        formula with the ids of what states them. Raises `LimitReached`."""
        plain = self._filled(claim, bindings, settings) if bindings else None
        formula, counted = self._read(claim, bindings, settings) if plain is None else plain
        found: list[tuple[Formula, tuple[str, ...]]] = [(formula, ())]
        if counted:
            sharp = _Reading(self, settings, anchored=True)
            sharper = sharp.formula(substitute(claim, bindings), True)
            if sharp.anchors and sharper != formula:
                found.append((sharper, tuple(sorted(sharp.anchors))))
        return found

    def _read(
        self, claim: Claim, bindings: Mapping[str, object], settings: Mapping[str, dates.Duration]
    ) -> tuple[Formula, bool]:
        """The formula, and whether something was counted in it."""
        reading = _Reading(self, settings, anchored=False)
        return reading.formula(substitute(claim, bindings), True), reading.counted

    def _filled(
        self, claim: Claim, bindings: Mapping[str, object], settings: Mapping[str, dates.Duration]
    ) -> tuple[Formula, bool] | None:
        """The formula, as it was read for other ids that variables were bound to, and whether something was counted in
        it; None where it has to be read."""
        ids = {name: id for name, id in bindings.items() if isinstance(id, str)}
        if len(ids) < len(bindings):
            return None
        key = (id(claim), *bindings, *settings.items())
        if key not in self._patterns:
            reading = _Reading(self, settings, anchored=False)
            found = pattern(claim, bindings, lambda bound: reading.formula(substitute(claim, bound), True))
            self._patterns[key] = claim, found, reading.counted
        _, known, counted = self._patterns[key]
        formula = None if known is None else known.filled(ids)
        return None if formula is None else (formula, counted)

    def spell(self, start: str, end: str, spell: dates.Spell) -> list[tuple[Formula, tuple[str, ...]]]:
        """least <= end - start <= most; then, counted by the calendar from a stated start, or up to a stated end, the
        sharper formula."""
        plain = _between(start, end, spell, self.scale.lasts)
        found: list[tuple[Formula, tuple[str, ...]]] = [(plain, ())]
        if self.scale.unit != "day" or not any(map(_varies, filter(None, (spell.least, spell.most)))):
            return found
        known = [(days, closed(self.stated, point)) for days, point in ((from_days, start), (up_to_days, end))]
        days, stated = next(
            ((days, one) for days, one in known if one and one.last - one.first <= _ANCHOR_LIMIT), (from_days, None)
        )
        if stated is not None:
            if all(one is not None for _, one in known):
                self.preferred.update(stated.ids)
            sharp = _between(
                start, end, spell, lambda amount: days(amount, stated.first, stated.last, self.scale.calendar)[:2]
            )
            if sharp != plain:
                found.append((sharp, stated.ids))
        return found


def _between(start: str, end: str, spell: dates.Spell, steps: Callable[[dates.Duration], tuple[int, ...]]) -> Formula:
    parts = []
    if spell.least is not None:
        parts.append(Linear((start,), (end,), -steps(spell.least)[0]))
    if spell.most is not None:
        parts.append(Linear((end,), (start,), steps(spell.most)[1]))
    return both(*parts)


class _Reading:
    def __init__(self, translator: Translator, settings: Mapping[str, dates.Duration], anchored: bool) -> None:
        self.of, self.settings, self.anchored = translator, settings, anchored
        self.anchors: set[str] = set()
        self.counted = False
        """Something was counted from something else: stated days may make it exact."""

    def formula(self, claim: Claim, positive: bool) -> Formula:
        match claim:
            case Not(inner):
                return self.formula(inner, not positive)
            case And(claims):
                parts = [self.formula(c, positive) for c in self.of.within(claims)]
                return both(*parts) if positive else either(*parts)
            case Or(claims):
                parts = [self.formula(c, positive) for c in self.of.within(claims)]
                return either(*parts) if positive else both(*parts)
            case If(condition, consequence):
                return self.formula(Or((Not(condition), consequence)), positive)
            case Relation():
                return self.relation(claim, positive)
            case Apart():
                return self.apart(claim, positive)
            case Comparison():
                links = []
                pairs = zip(claim.terms, claim.operators, claim.terms[1:], strict=False)
                for left, operator, right in pairs:
                    said = operator if positive else _OPPOSITE[operator]
                    links.append(self.comparison(left, said, right))
                return both(*links) if positive else either(*links)

    def relation(self, relation: Relation, positive: bool) -> Formula:
        """Every comparison of the relation; a side that is a date of several stretches is any one of them."""
        if (
            positive
            and relation.word == "within"
            and (told := _told(relation.right))
            and isinstance(relation.left, Name)
        ):
            return self.told(relation.left.id, told)
        ways = []
        for left in _sides(relation.left):
            for right in _sides(relation.right):
                sides = {"a": left, "b": right}
                links = [substitute_sides(c, sides) for c in _relation(relation.word)]
                parts = [self.formula(link, positive) for link in links]
                ways.append(both(*parts) if positive else either(*parts))
        return joined(either(*ways) if positive else both(*ways))

    def apart(self, claim: Apart, positive: bool) -> Formula:
        """One formula for all pairs: the one ends before the other starts, or as it does."""
        # Variables can be bound to one and the same span.
        spans = sorted({span.id for span in claim.spans})
        pairs = [
            either(no_later(end_of(one), start_of(other)), no_later(end_of(other), start_of(one)))
            for one, other in self.of.within(combinations(spans, 2))
        ]
        return both(*pairs) if positive else either(*map(negated, pairs))

    def told(self, id: str, date: Relative) -> Formula:
        """A span within a date that is counted from something: the sharper formula, if that is what is asked for."""
        # Few claims have such dates, and load what they need.
        from chrono.grounding.relative_dates import formulas

        self.counted = True
        plain, *sharper = formulas(date, start_of(id), end_of(id), self.of.scale, self.of.stated)
        formula, ids = sharper[0] if self.anchored and sharper else plain
        self.anchors.update(ids)
        return formula

    def comparison(self, left: Term, operator: str, right: Term) -> Formula:
        if operator in ("=", "!="):
            # `p = 156X-12-25` is one of ten days: each stretch of a date in turn.
            ways = []
            for a in _readings(left):
                for b in _readings(right):
                    pair = (self.compare(a, "<=", b), self.compare(a, ">=", b))
                    apart = (self.compare(a, "<", b), self.compare(a, ">", b))
                    ways.append(both(*pair) if operator == "=" else either(*apart))
            return joined(either(*ways) if operator == "=" else both(*ways))
        return self.compare(left, operator, right)

    def compare(self, left: Term, operator: str, right: Term) -> Formula:
        if operator in (">", ">="):
            return self.compare(right, {">": "<", ">=": "<="}[operator], left)
        difference = self.sum(left, right)
        # left - right <= 0: as weakly as durations and coarse dates allow; < 0: but past the whole of a coarse date.
        if operator == "<=":
            return TRUE if difference.least is None else _bound(difference, -difference.least)
        return TRUE if difference.above is None else _bound(difference, -difference.above - 1)

    def sum(self, left: Term, right: Term) -> _Sum:
        """left - right."""
        count = self.count(left, right)
        total = _Sum()
        for term, side in ((left, 1), (right, -1)):
            fixed, parts = self.fixed(term)
            if fixed is not None:
                total = total + (fixed if side > 0 else -fixed)
            for sign, operand in parts:
                value = self.operand(operand, count)
                total = total + (value if sign * side > 0 else -value)
        return total

    def fixed(self, term: Term) -> tuple[_Sum | None, tuple[tuple[int, Point | Length | Amount], ...]]:
        """A date literal plus and minus durations, by the calendar: exact; and the rest of the term."""
        literals = [p for sign, p in term.parts if sign > 0 and isinstance(p, Point) and isinstance(p.of, Literally)]
        literals = [p for p in literals if not _told(p.of)]
        points = [p for _, p in term.parts if not isinstance(p, Amount)]
        if len(literals) != 1 or len(points) != 1:
            return None, term.parts
        first, last = _days(literals[0])
        for sign, part in term.parts:
            if isinstance(part, Amount):
                amount = self.amount(part)
                first = None if first is None else dates.shift(first, amount, sign, self.of.scale.calendar)
                last = None if last is None else dates.shift(last, amount, sign, self.of.scale.calendar)
        return self.literal(first, last, _calendar(literals[0])), ()

    def operand(self, operand: Point | Length | Amount, count: _Sum | None = None) -> _Sum:
        match operand:
            case Length(of):
                return _Sum((end_of(of.id),), (start_of(of.id),))
            case Amount():
                amount = self.amount(operand)
                self.counted = self.counted or (self.of.scale.unit == "day" and _varies(amount))
                return count or _any(*self.of.scale.lasts(amount))
            case Point(edge, Literally(Relative() as date)):
                return self.away(edge, date)
            case Point(of=Literally()):
                return self.literal(*_days(operand), _calendar(operand))
            case Point(edge, Name(id)):
                # News of an event cannot be dated better than the event itself unless its `known` is stated.
                stated = edge is not None and (edge != "known" or id in self.of.known)
                return _Sum((point_of(edge, id) if edge and stated else start_of(id),))
        raise TypeError(operand)

    def away(self, edge: str | None, date: Relative) -> _Sum:
        """A date counted from something, as far away from that as it can be; a weekday alone says nothing here."""
        from chrono.dates.relative.counting import During, Weekday
        from chrono.dates.relative.days import reach

        if isinstance(date.counting, Weekday):
            return _Sum((), (), None, None, None, None)
        if isinstance(date.counting, During):
            # A side of a comparison has one point: of a date without an edge no more than its start is said.
            point = end_of(date.of) if edge == "end" else start_of(date.of)
            most = 0 if edge else None
            return _Sum((point,), (), 0, most, 0, most)
        first, last = reach(date.counting, self.of.scale)
        begins, ends = {"start": (first, first), "end": (last, last)}.get(edge or "", (first, last))
        return _Sum((date.point,), (), begins[0], ends[1], begins[1], ends[0])

    def amount(self, amount: Amount) -> dates.Duration:
        if isinstance(amount.value, Name):
            return self.settings[amount.value.id]
        return amount.value

    def literal(self, first: int | None, last: int | None, calendar: str) -> _Sum:
        scale = self.of.scale
        known = scale.within(dates.Run(first, last), calendar)
        first, last = known.first, known.last
        return _Sum(
            (),
            (),
            None if first is None else scale.step_of(first),
            None if last is None else scale.step_of(last),
            # The first step that is not wholly before the date, and the last that is not wholly after it.
            None if first is None else scale.step_of(first - 1) + 1,
            None if last is None else scale.step_of(last + 1) - 1,
        )

    def count(self, left: Term, right: Term) -> _Sum | None:
        """The days of the one duration of a comparison, where a date or stated days say from which day or up to which
        it is counted."""
        parts = [(s * side, p) for term, side in ((left, 1), (right, -1)) for s, p in term.parts]
        amounts = [(sign, part) for sign, part in parts if isinstance(part, Amount)]
        subtracted = any(s < 0 and isinstance(p, Amount) for t in (left, right) for s, p in t.parts)
        # Counting back from a day clips month ends otherwise than counting on: only the latter is sharpened.
        if self.of.scale.unit != "day" or len(amounts) != 1 or subtracted:
            return None
        sign, amount = amounts[0][0], self.amount(amounts[0][1])
        if not _varies(amount):
            return None
        begins: list[Point] = []
        ends: list[Point] = []
        for side, part in parts:
            if isinstance(part, Point):
                (begins if side == sign else ends).append(part)
            elif isinstance(part, Length):
                near, far = Point("start", part.of), Point("end", part.of)
                begins.append(near if side != sign else far)
                ends.append(far if side != sign else near)
        if len(begins) != 1:
            return None
        others = set(self.anchors)
        if days := self.stated_days(begins[0]):
            if len(ends) == 1:
                self.of.preferred |= self.anchors - others
            return _any(*from_days(amount, *days, self.of.scale.calendar))
        days = self.stated_days(ends[0]) if len(ends) == 1 else None
        if not days:
            return None
        # Of a date only its first and its last day are compared with; a point can be any of its days.
        up_to = to_days if isinstance(ends[0].of, Literally) else up_to_days
        return _Sum((), (), *up_to(amount, *days, self.of.scale.calendar))

    def stated_days(self, point: Point) -> tuple[int, int] | None:
        """First and last day of a date, or of a point where stated days may be used; None where it has none, or they
        are too vague to be tried day by day."""
        if isinstance(point.of, Literally):
            first, last = (None, None) if _told(point.of) else _days(point)
            return None if first is None or last is None or last - first > _ANCHOR_LIMIT else (first, last)
        stated = closed(self.of.stated, self.operand(point).plus[0]) if self.anchored else None
        if stated is None or stated.last - stated.first > _ANCHOR_LIMIT:
            return None
        self.anchors.update(stated.ids)
        return stated.first, stated.last


def _varies(amount: dates.Duration) -> bool:
    """Whether it is so many days or others, by the day that it is counted from."""
    return any(unit in ("months", "years") for _, unit in amount.parts)


def _bound(difference: _Sum, most: int) -> Formula:
    """plus - minus <= most, points on both sides cancelled.

    Where every point is counted a multiple of times, both sides are divided: points are whole steps, so that the number
    may be rounded down, and no history is lost or gained (Chvátal, Discrete Mathematics 4, 1973). Twice one duration
    and a year more is then seen never to be twice another.
    """
    plus, minus = list(difference.plus), list(difference.minus)
    for point in list(plus):
        if point in minus:
            plus.remove(point)
            minus.remove(point)
    if not plus and not minus:
        return TRUE if most >= 0 else either()
    plus.sort()
    minus.sort()
    if len(plus) > 1 or len(minus) > 1:
        times = gcd(*Counter(plus).values(), *Counter(minus).values())
        plus, minus, most = plus[::times], minus[::times], most // times
    return Linear(tuple(plus), tuple(minus), most)


def _days(literal: Point) -> tuple[int | None, int | None]:
    """First and last day of a literal; of `start(literal)` or `end(literal)` the one day."""
    assert isinstance(literal.of, Literally)
    date = literal.of.date
    assert isinstance(date, dates.Date)
    if literal.edge == "start":
        return date.first, date.first
    if literal.edge == "end":
        return date.last, date.last
    return date.first, date.last


def _calendar(literal: Point) -> str:
    assert isinstance(literal.of, Literally)
    assert isinstance(literal.of.date, dates.Date)
    return literal.of.date.calendar


def _any(least: int, most: int) -> _Sum:
    """Any number of steps within limits; strict or not: the slots of strictness hold the far end."""
    return _Sum((), (), least, most, most, least)


def _told(of: Name | Literally | Point) -> Relative | None:
    """The date that is counted from something, where that is what stands here."""
    return of.date if isinstance(of, Literally) and isinstance(of.date, Relative) else None


def _sides(side: Name | Literally | Point) -> Iterator[Name | Literally | Point]:
    """A side of a relation, which where it is a date of several stretches is any one of them."""
    yield from _stretches(side) if isinstance(side, Literally) else (side,)


def _stretches(of: Literally) -> Iterator[Literally]:
    """A date of several stretches as one literal each."""
    if isinstance(of.date, Relative) or len(of.date.runs) == 1:
        yield of
        return
    for run in of.date.runs:
        yield Literally(dates.Date(of.date.text, (run,), (), of.date.precision, of.date.calendar), of.column)


def _readings(term: Term) -> Iterator[Term]:
    """The term once for each stretch of a date literal in it."""
    for i, (sign, part) in enumerate(term.parts):
        if (
            isinstance(part, Point)
            and isinstance(part.of, Literally)
            and part.edge is None
            and isinstance(part.of.date, dates.Date)
            and len(part.of.date.runs) > 1
        ):
            for one in _stretches(part.of):
                yield Term((*term.parts[:i], (sign, Point(None, one)), *term.parts[i + 1 :]), term.column)
            return
    yield term


@cache
def _relation(word: str) -> tuple[Claim, ...]:
    """The comparisons a relation stands for, over the placeholders a and b."""
    found = []
    for text in RELATIONS[word]:
        claim, _ = parse(text, NOWHERE)
        assert claim is not None
        found.append(claim)
    return tuple(found)


def substitute_sides(claim: Claim, sides: Mapping[str, Name | Literally | Point]) -> Claim:
    """A relation's comparison with its placeholders filled."""
    assert isinstance(claim, Comparison)
    terms = []
    for term in claim.terms:
        (sign, point), *_ = term.parts
        assert isinstance(point, Point)
        assert isinstance(point.of, Name)
        side = sides[point.of.id]
        filled = side if isinstance(side, Point) else Point(point.edge, side)
        terms.append(Term(((sign, filled),), term.column))
    return Comparison(tuple(terms), claim.operators, claim.column)
