"""Rules that put two things one after the other, either way round, and of which two the stated dates do so already.

Takes a rule, the dates that entries state and the statements that fill its premises; gives of one statement those
others with which the rule can still say something. *n* acts of one person are *n*(*n* - 1)/2 pairs, of which few have
dates that meet: only these are made, so that the cost goes with them. What is passed over is entailed by stated dates
alone, each of which is more certain than something that the conclusion rests on, so that it counts wherever the
conclusion does; which dates these are is told, for whoever leaves one of them out. Never looks at what evidence says
of dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from chrono.core.ids import rule_id
from chrono.core.points import end_of, point_of, start_of
from chrono.dates import Duration, Scale
from chrono.grounding.anchors import Anchors, Ids
from chrono.grounding.argumentation import Statement
from chrono.language.expressions import Amount, Claim, Comparison, Name, Or, Point, Term
from chrono.language.sentences import Sentence, Variable
from chrono.model.chronology import Rule

_BLOCK = 64
"""So many statements have the latest of their dates told together."""
MOST_TRIED = 64
"""Among more statements it is not looked for two that were passed over: that there are is taken for true."""


@dataclass(frozen=True, slots=True)
class _Order:
    """That the one point, a variable with its edge, comes after the other by at least some durations."""

    later: tuple[str, str]
    earlier: tuple[str, str]
    amounts: tuple[Amount, ...]
    strict: bool


@dataclass(frozen=True, slots=True)
class _Stated:
    """Between which steps a statement's thing lies by stated dates, and the least certainty of those dates."""

    least: float
    most: float
    ids: Ids
    certainty: float


class Ranked:
    """The stated dates of a chronology, in steps, and how certain each id is that states one."""

    def __init__(self, stated: Anchors, certainty: Mapping[str, int], scale: Scale) -> None:
        self.stated, self.certainty, self.scale = stated, certainty, scale
        self.tolerance = scale.own.counting.tolerance if scale.unit != "day" else 0

    def least(self, span: str, edge: str) -> tuple[float, Ids]:
        """The first step of a point, and the ids that state it: an end is not before what its start is."""
        found = [
            (self.scale.step_of(a.first - self.tolerance), a.first_by)
            for point in ([point_of(edge, span)] if edge == "start" else [end_of(span), start_of(span)])
            if (a := self.stated.get(point)) is not None and a.first is not None
        ]
        return max(found, key=lambda one: one[0], default=(-inf, ()))

    def most(self, span: str, edge: str) -> tuple[float, Ids]:
        """The last step of a point, and the ids that state it: a start is not after what its end is."""
        found = [
            (self.scale.step_of(a.last + self.tolerance), a.last_by)
            for point in ([point_of(edge, span)] if edge == "end" else [start_of(span), end_of(span)])
            if (a := self.stated.get(point)) is not None and a.last is not None
        ]
        return min(found, key=lambda one: one[0], default=(inf, ()))

    def weakest(self, ids: Ids) -> float:
        """The least certainty of some ids."""
        return min((self.certainty.get(id, 0) for id in ids), default=inf)


class Meetings:
    """One rule that puts two things one after the other, and what it passes over."""

    def __init__(
        self,
        rule: Rule,
        first: _Order,
        second: _Order,
        lines: tuple[int, int],
        durations: Sequence[Duration],
        of: Ranked,
    ) -> None:
        self.rule, self.lines, self.of = rule, lines, of
        self.one, self.other = first.later[0], second.later[0]
        self.edges = {
            self.one: (first.later[1], second.earlier[1]),
            self.other: (second.later[1], first.earlier[1]),
        }
        """Of each variable the edge that may come after the other thing, and the edge that may come before it."""
        settings = [value for name, value in rule.settings]
        longest = max((of.scale.lasts(d)[1] for d in (*settings, *durations)), default=0)
        counted = [sum(_longest(a, of.scale, longest) for a in order.amounts) for order in (first, second)]
        self.reach = max(counted) + (first.strict or second.strict)
        """So many steps are the most that may have to lie between."""
        self.passed_over = False
        self.settling: set[str] = set()
        """The stated dates by which something may have been passed over."""
        self._laid: dict[int, tuple[Sequence[Statement], _Laid]] = {}
        self._known: dict[tuple[str, str, int], _Stated] = {}
        self._sides: tuple[list[tuple[Statement, _Stated]], list[tuple[Statement, _Stated]]] | None = None
        """Whatever is said of the two things, for `missing`."""
        self._weakest: float = inf
        """The least certainty of a date by which anything may have been passed over."""

    def meeting(self, line: int, found: Sequence[Statement], said: Mapping[int, Statement]) -> Sequence[Statement]:
        """Those of the statements that a premise finds which stated dates do not put apart from what the other
        premise is said by, where that is known already."""
        if line not in self.lines or not found:
            return found
        here = self.lines.index(line)
        against = said.get(self.lines[1 - here])
        if against is None:
            return found
        laid = self._laid.get(id(found))
        if laid is None or laid[0] is not found:
            laid = self._laid[id(found)] = (found, _Laid([self.stated(here, s) for s in found]))
        there = self.stated(1 - here, against)
        places = laid[1].meeting(there.least - self.reach, there.most + self.reach)
        if len(places) == len(found):
            return found
        if laid[1].ids:
            self.settling |= laid[1].ids
            laid[1].ids = frozenset()
        self.settling.update(there.ids)
        self.passed_over = True
        return [found[place] for place in places]

    def stated(self, number: int, statement: Statement) -> _Stated:
        """Where the thing lies that a statement of the one or the other premise is about, by dates that are more
        certain than the rule or the statement."""
        variable = (self.one, self.other)[number]
        sentence = self.rule.when[self.lines[number]]
        span = str(statement.values[_position(sentence, variable)])
        key = (span, statement.evidence, number)
        if key not in self._known:
            later, earlier = self.edges[variable]
            (least, least_by), (most, most_by) = self.of.least(span, later), self.of.most(span, earlier)
            weaker = min(self.rule.certainty, statement.certainty)
            if self.of.weakest(least_by) <= weaker:
                least, least_by = -inf, ()
            if self.of.weakest(most_by) <= weaker:
                most, most_by = inf, ()
            ids = tuple(sorted({*least_by, *most_by}))
            self._known[key] = _Stated(least, most, ids, self.of.weakest(ids))
        return self._known[key]

    def missing(self, ids: Iterable[str], statements: Mapping[str, Sequence[Statement]]) -> bool:
        """Whether something was passed over that might count in an argument from these ids, which was found without:
        all that it rests on is among them, or is as certain as the dates by which it was passed over."""
        accepted = frozenset(ids)
        if not self.passed_over:
            return False
        if self._sides is None:
            first, second = (
                [(s, self.stated(n, s)) for s in statements.get(self.rule.when[line].wording, ())]
                for n, line in enumerate(self.lines)
            )
            self._sides = first, second
            self._weakest = min((stated.certainty for _, stated in (*first, *second)), default=inf)
        if self.rule.certainty < self._weakest and rule_id(self.rule.id) not in accepted:
            return False

        def near(statement: Statement) -> bool:
            return statement.certainty >= self._weakest or statement.evidence in accepted

        left, right = ([stated for s, stated in side if near(s)] for side in self._sides)
        if max(len(left), len(right)) > MOST_TRIED:
            return True
        return any(a.least >= b.most + self.reach or b.least >= a.most + self.reach for a in left for b in right)


class _Laid:
    """Statements by where their things lie, so that those that meet others are found without looking at all."""

    def __init__(self, stated: Sequence[_Stated]) -> None:
        self.stated = stated
        self.order = sorted(range(len(stated)), key=lambda n: (stated[n].least, n))
        self.latest = [
            max(stated[n].most for n in self.order[at : at + _BLOCK]) for at in range(0, len(self.order), _BLOCK)
        ]
        self.ids: frozenset[str] = frozenset(id for one in stated for id in one.ids)

    def meeting(self, after: float, before: float) -> list[int]:
        """The places of those that begin before the one and end after the other, in their order."""
        found: list[int] = []
        for block, latest in enumerate(self.latest):
            numbers = self.order[block * _BLOCK : (block + 1) * _BLOCK]
            if self.stated[numbers[0]].least >= before:
                break
            if latest > after:
                found += [n for n in numbers if self.stated[n].least < before and self.stated[n].most > after]
        return sorted(found)


def meetings(
    rule: Rule, of: Ranked, statements: Mapping[str, Sequence[Statement]], outside: Sequence[tuple[str, Duration]]
) -> Meetings | None:
    """What a rule passes over, if its conclusion is that two things come one after the other, either way round, and
    each is named by a premise of its own; else None. `outside` are the settings asked for from outside."""
    orders = _orders(rule.then[0].claim) if len(rule.then) == 1 and rule.order is None else None
    if orders is None:
        return None
    first, second = orders
    lines = tuple(_line(rule.when, v, apart_from) for v, apart_from in _both_ways(first.later[0], second.later[0]))
    if None in lines:
        return None
    durations = [value for _, value in outside]
    for wording in {sentence.wording for sentence in rule.when}:
        for statement in statements.get(wording, ()):
            durations += [value for value in statement.values if isinstance(value, Duration)]
            durations += [value for _, value in statement.settings]
    return Meetings(rule, first, second, lines, list(dict.fromkeys(durations)), of)  # type: ignore[arg-type]


def _both_ways(one: str, other: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one, other), (other, one)


def _line(when: Sequence[Sentence], variable: str, apart_from: str) -> int | None:
    """The premise that names a variable; None where it, or any, names both."""
    if any({variable, apart_from} <= set(sentence.variables) for sentence in when):
        return None
    return next((n for n, sentence in enumerate(when) if variable in sentence.variables), None)


def _position(sentence: Sentence, variable: str) -> int:
    return next(n for n, v in enumerate(sentence.values) if isinstance(v, Variable) and v.name == variable)


def _orders(claim: Claim) -> tuple[_Order, _Order] | None:
    """The two orders of which a claim says that one holds, of the same two variables."""
    if not isinstance(claim, Or) or len(claim.claims) != 2:
        return None
    first, second = (_order(one) for one in claim.claims)
    if first is None or second is None or first.later[0] == first.earlier[0]:
        return None
    same = (first.later[0], first.earlier[0]) == (second.earlier[0], second.later[0])
    return (first, second) if same else None


def _order(claim: Claim) -> _Order | None:
    if not isinstance(claim, Comparison) or len(claim.operators) != 1 or claim.operators[0] in ("=", "!="):
        return None
    left, right = (_point(term) for term in claim.terms)
    if left is None or right is None:
        return None
    later, earlier = (left, right) if claim.operators[0] in (">", ">=") else (right, left)
    return _Order(later[0], earlier[0], (*later[1], *earlier[1]), claim.operators[0] in ("<", ">"))


def _point(term: Term) -> tuple[tuple[str, str], tuple[Amount, ...]] | None:
    """The variable and edge of the one point of a term, with the durations beside it."""
    points = [(sign, part) for sign, part in term.parts if isinstance(part, Point)]
    amounts = tuple(part for _, part in term.parts if isinstance(part, Amount))
    if len(points) != 1 or len(amounts) + 1 != len(term.parts):
        return None
    sign, point = points[0]
    if sign < 0 or point.edge not in ("start", "end") or not isinstance(point.of, Name) or not point.of.variable:
        return None
    return (point.of.variable, point.edge), amounts


def _longest(amount: Amount, scale: Scale, longest: int) -> int:
    """The most steps that a duration can be: of one that is named, that of the longest there is."""
    return longest if isinstance(amount.value, Name) else scale.lasts(amount.value)[1]
