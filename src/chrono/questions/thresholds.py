"""From which value of a setting a verdict or a bound is another.

A setting that only loosens a rule as it grows (a delay that is allowed) makes every argument with it weaker, one that
only tightens it makes each stronger: what is refuted is then refuted on one side of a single value, which is found by
doubling and halving and is exact. Which way a setting works is read off the rule; where it works both ways nothing is
claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from chrono import dates
from chrono.answers.thresholds import Region, Threshold
from chrono.arguments.explainer import beyond
from chrono.core.diagnostics import Diagnostic, did_you_mean
from chrono.core.limits import LimitReached
from chrono.engine.formulas import Constraint
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.precedents import Like
from chrono.grounding import encoding
from chrono.language.expressions import Amount, And, Apart, Claim, Comparison, If, Name, Not, Or, Relation, Term
from chrono.model.chronology import Chronology, Hypothesis, Rule, Verdict, Written
from chrono.questions.base import Base
from chrono.questions.options import Unanswerable

FURTHEST = {"days": 200_000, "weeks": 30_000, "months": 6_000, "years": 500}
"""The greatest value that is tried: what holds there is taken to hold at any value."""


def tried(base: Base, hypothesis: Hypothesis) -> tuple[str, ...]:
    """The settings that a hypothesis varies and of which thresholds can be told: not those of a rule that is left out,
    nor those given in several units at once."""
    having = {f"{r.id}.{name}": value for r in base.chronology.rules for name, value in r.settings}
    found = []
    for setting in dict.fromkeys(range_.setting for range_ in hypothesis.under.settings):
        values = [value for name, value in having.items() if setting in (name, name.rpartition(".")[2])]
        if len(values) == 1 and len({unit for _, unit in values[0].parts}) == 1:
            found.append(setting)
    return tuple(found)


def of_verdict(base: Base, hypothesis: Hypothesis, setting: str) -> Threshold:
    """The verdict on a hypothesis at every value of a setting; raises `Unanswerable` for a setting no rule has."""
    scale = _Scale(base, setting, _tried_to(hypothesis, setting))
    if not scale.sign:
        return Threshold(scale.name, scale.unit, known=False, both_ways=True)
    claim, denial = base.claim(hypothesis.claim.claim)
    try:
        refuted = scale.turn(lambda value: scale.refutes(value, claim))
        entailed = scale.turn(lambda value: scale.refutes(value, denial))
    except LimitReached:
        return Threshold(scale.name, scale.unit, known=False)
    turns = sorted({0, *(t for t in (refuted, entailed) if t is not None)})
    regions: list[Region] = []
    for first, after in zip(turns, [*turns[1:], None], strict=True):
        # Loosened, an argument holds below its turn; tightened, from its turn on.
        held = [(turn is None or first < turn) == (scale.sign > 0) for turn in (refuted, entailed)]
        regions.append(Region(first, None if after is None else after - 1, _VERDICTS[held[0], held[1]]))
    return Threshold(scale.name, scale.unit, tuple(regions))


def _tried_to(hypothesis: Hypothesis, setting: str) -> tuple[int, str] | None:
    """The last value of a setting that the hypothesis tries: what its author expects to hold until there."""
    bare = setting.rpartition(".")[2]
    ranges = [r.most.parts for r in hypothesis.under.settings if r.setting in (setting, bare)]
    return ranges[0][0] if ranges else None


_VERDICTS: dict[tuple[bool, bool], Verdict] = {
    (True, True): "inconsistent",
    (True, False): "refuted",
    (False, True): "entailed",
    (False, False): "undetermined",
}


def of_bound(base: Base, distance: Distance, setting: str, *, at: int, latest: bool) -> Threshold:
    """At which values of a setting a bound stays at `at`, and from which the setting no longer matters to it."""
    scale = _Scale(base, setting)
    if not scale.sign:
        return Threshold(scale.name, scale.unit, known=False, both_ways=True)

    def held(limit: int) -> Callable[[int], bool]:
        """Whether the distance is kept to the limit or further in, at a value of the setting."""
        denial = [beyond(distance, most=limit) if latest else beyond(distance, least=limit)]
        return lambda value: scale.refutes(value, denial)

    inward = -1 if latest else 1
    try:
        outer, inner = scale.turn(held(at)), scale.turn(held(at + inward))
        solver = scale.at(scale.furthest).solver
        if (consistent := solver.shown()) is Answer.UNKNOWN:
            raise LimitReached
        window = solver.certified(distance, solver.window(distance)) if consistent is Answer.YES else None
        if window is not None and not window.proven:
            raise LimitReached
        settled_at = None if window is None else window.most if latest else window.least
        settled = scale.turn(held(settled_at + inward)) if settled_at is not None and scale.sign > 0 else None
    except LimitReached:
        return Threshold(scale.name, scale.unit, known=False)
    if scale.sign > 0:
        first, last = inner or 0, None if outer is None else outer - 1
    else:
        first, last = outer or 0, None if inner is None else inner - 1
    return Threshold(scale.name, scale.unit, (), first, last, settled, settled_at if settled is not None else None)


class _Scale:
    """The values of one setting, and the network that each gives."""

    def __init__(self, base: Base, setting: str, near: tuple[int, str] | None = None) -> None:
        """`near` is a value, with its unit, that what turns may turn close to."""
        self.base = base = base.unabridged
        self.rule, self.setting, value = _named(base.chronology, setting)
        self.name = f"{self.rule.id}.{self.setting}"
        units = {unit for _, unit in value.parts}
        if len(units) != 1:
            message = f"{self.name} is given in several units at once"
            raise Unanswerable([Diagnostic("threshold", message, help="set it in one: days, weeks, months or years")])
        (self.unit,) = units
        self.furthest = FURTHEST[self.unit]
        self.sign = _direction(self.rule, self.setting)
        """1 where growing loosens the rule or does nothing, -1 where it tightens it, 0 where it does either."""
        self.near = near[0] if near and near[1] == self.unit and 0 < near[0] <= self.furthest else 0
        self._at: dict[int, Like] = {}

    def at(self, value: int) -> Like:
        """What answers at a value; raises `LimitReached`."""
        if self.base.limit.ended() or self.base.abridged:
            raise LimitReached
        if value not in self._at:
            duration = dates.Duration(((value, self.unit),))
            instances = [
                replace(i, settings=tuple((n, duration if n == self.setting else old) for n, old in i.settings))
                if i.rule.id == self.rule.id
                else i
                for i in self.base.instances
            ]
            base = self.base
            if instances == [*base.instances]:
                self._at[value] = base.like
                return base.like
            network = encoding.encode(base.chronology, base.holdings, instances, base.admitted)
            self._at[value] = Like(network, base.limit, base.precedents)
        return self._at[value]

    def refutes(self, value: int, also: Sequence[Constraint]) -> bool:
        """Whether nothing is left for `also` at a value, proven either way; raises `LimitReached`."""
        answer = self.at(value).shown(also)
        if answer is Answer.UNKNOWN:
            raise LimitReached
        return answer is Answer.NO

    def turn(self, holds: Callable[[int], bool]) -> int | None:
        """The first value at which what holds at 0 no longer does (loosening), or what does not, does (tightening).

        0 where it is so from the beginning, None where it never is.
        """

        def turned(value: int) -> bool:
            return holds(value) != (self.sign > 0)

        if turned(0):
            return 0
        low, high, step = 0, self.near or 1, 1
        while not turned(high):
            if high == self.furthest:
                return None
            low, high, step = high, min(high + step, self.furthest), 4 * step
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if turned(middle) else (middle, high)
        return high


def _named(chronology: Chronology, name: str) -> tuple[Rule, str, dates.Duration]:
    having = {f"{r.id}.{n}": (r, n, value) for r in chronology.rules for n, value in r.settings}
    bare = [found for found in having.values() if found[1] == name]
    if name in having:
        return having[name]
    if len(bare) == 1:
        return bare[0]
    help = did_you_mean(name, having, "settings are named RULE.SETTING, as in silence.delay")
    raise Unanswerable([Diagnostic("unknown-setting", f"no rule has a setting '{name}'", help=help)])


# -- which way a setting works


def _direction(rule: Rule, setting: str) -> int:
    conditions = [line for lines in rule.unless for line in lines if isinstance(line, Written)]
    claims = [written.claim for written in (*rule.then, *conditions)]
    signs = {sign for claim in claims for sign in _signs(claim, setting, 1)}
    return min(signs, default=1) if len(signs) < 2 else 0


def _signs(claim: Claim, setting: str, positive: int) -> Iterator[int]:
    """For each bound that the setting stands in, whether its growth loosens (1) or tightens (-1) the claim."""
    match claim:
        case Not(inner):
            yield from _signs(inner, setting, -positive)
        case And(claims) | Or(claims):
            for one in claims:
                yield from _signs(one, setting, positive)
        case If(condition, consequence):
            yield from _signs(condition, setting, -positive)
            yield from _signs(consequence, setting, positive)
        case Comparison(terms, operators):
            for left, operator, right in zip(terms, operators, terms[1:], strict=False):
                count = _count(right, setting) - _count(left, setting)
                if operator in ("=", "!=") and count:
                    yield from (1, -1)
                elif count:
                    yield positive * (1 if count > 0 else -1) * (1 if operator in ("<", "<=") else -1)
        case Relation() | Apart():
            return


def _count(term: Term, setting: str) -> int:
    """How often the setting is added, less how often it is taken away."""
    named = [
        sign
        for sign, part in term.parts
        if isinstance(part, Amount) and isinstance(part.value, Name) and part.value.id == setting
    ]
    return sum(named)
