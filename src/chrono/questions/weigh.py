"""`chrono weigh`: what the stated chances make of claims, beside the proof and apart from it.

Takes a chronology with chances and claims about one point, gives for each the least and the greatest chance that they
allow, exactly. What is certain stays certain: chances are spread only over the values that the evidence allows without
the silence, and a claim that follows or fails there has the chance 1 or 0. The silence that a rule argues from is
weighed in place of being a premise: each event it names is a limit, and a text that was finished beyond it passed the
event over. See posterior.py for the arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import inf

from chrono.answers.weigh import Inputs, Needs, Weighed, Weighings
from chrono.arguments import judgement
from chrono.core.diagnostics import Diagnostic, did_you_mean
from chrono.core.ids import NAME, rule_id
from chrono.core.limits import LimitReached
from chrono.core.points import point_of, span_of
from chrono.engine.formulas import Constraint, Linear, Point, linears, points_of
from chrono.engine.intervals import Interval
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver
from chrono.language.expressions import Claim, names
from chrono.model.chances import After, Even, Prior, Silence
from chrono.model.chronology import Chronology, Hypothesis, Verdict, Written
from chrono.questions.base import Base
from chrono.questions.claims import read_claim
from chrono.questions.options import AS_WRITTEN, Options, Unanswerable
from chrono.questions.posterior import (
    NEVER_TOLD,
    Extreme,
    Impossible,
    Masses,
    ceiling,
    floor,
    least,
    most,
    needed,
)
from chrono.questions.proven import proven_window
from chrono.questions.session import Session, opened

ENOUGH = Fraction(95, 100)
"""The chance that `needs` is worked out for, where a hypothesis asks for none."""
MOST_LIMITS = 60
"""Beyond so many events passed over the corners of a prior that says `after` are too many to go through."""


def weigh(of: Chronology | Session, asked: Sequence[str] = (), options: Options = AS_WRITTEN) -> Weighings:
    """The named hypotheses and claims (default: every hypothesis about the point that the priors are about).

    Raises `Unanswerable` where no chances are stated, where a claim is about something else, and where chances are
    stated that cannot be weighed.
    """
    options = options.begun()
    with opened(of, options) as session:
        base = session.base(options, lambda chronology, _: _asked(chronology, asked))
        return _weighed(base, asked, options).asking(ids=tuple(asked))


def _weighed(base: Base, asked: Sequence[str], options: Options) -> Weighings:
    silence, priors, questions = _asked(base.chronology, asked)
    of = priors[0].of
    places = tuple(sorted((*(p.place for p in priors), silence.place)))
    status, conflicts = base.status()
    if status != "consistent":
        return Weighings(base.asked, status, silence.rule, of, 0, places, (), conflicts)
    try:
        bare = base.varied(replace(options, without=(*options.without, rule_id(silence.rule))))
        weighing = _Weighing(base, bare, silence, priors)
    except LimitReached:
        return Weighings(base.asked, "unknown", silence.rule, of, 0, places, ())
    results = tuple(weighing.weighed(*question) for question in questions)
    known = all(r.chances is not None and r.proven != "unknown" for r in results)
    return Weighings(
        base.asked,
        "consistent" if known else "unknown",
        silence.rule,
        of,
        len(weighing.limits),
        places,
        results,
    )


# -- what is weighed


def _refused(message: str, help: str = "") -> Unanswerable:
    return Unanswerable([Diagnostic("chances", message, help=help)])


def _stated(chronology: Chronology) -> tuple[Silence, tuple[Prior, ...]]:
    """The one silence that is weighed, and the priors of the point that it is weighed for."""
    stated = chronology.chances
    if stated is None or not stated.priors or not stated.silences:
        help = (
            "nothing is weighed unless `chances:` has a `prior` and, by the name of a rule, what its silence is worth"
        )
        raise _refused("no chances are stated here", help)
    if len(stated.silences) > 1:
        several = ", ".join(s.rule for s in stated.silences)
        raise _refused(
            f"chances are stated for several rules: {several}", "one is weighed at a time: leave the others out"
        )
    if len({prior.of for prior in stated.priors}) > 1:
        several = ", ".join(sorted({prior.of for prior in stated.priors}))
        raise _refused(f"the priors are about several points: {several}", "one is weighed at a time")
    return stated.silences[0], stated.priors


_Question = tuple[str, Written, str]


def _asked(chronology: Chronology, asked: Sequence[str]) -> tuple[Silence, tuple[Prior, ...], list[_Question]]:
    """What is weighed, and what is asked of it; raises `Unanswerable`."""
    silence, priors = _stated(chronology)
    return silence, priors, _questions(chronology, asked, priors[0].of)


_EDGES = {"span": ("start", "end"), "duration": ("start", "end")}


def _questions(chronology: Chronology, asked: Sequence[str], of: Point) -> list[_Question]:
    """The id ("" of a claim), the claim, and the chance that is asked for."""
    by_id = {h.id: h for h in chronology.hypotheses}
    if not asked:
        found = [_question(h) for h in chronology.hypotheses if of in _points(h.claim.claim)]
        if not found:
            raise _refused(f"no hypothesis is about {of}", f"write a claim, as in `chrono weigh '{of} <= 1939'`")
        return found
    questions, wrong = list[_Question](), list[Diagnostic]()
    for text in asked:
        if text in by_id:
            questions.append(_question(by_id[text]))
            continue
        if re.fullmatch(NAME, text):
            help = did_you_mean(text, by_id, f"write a claim, as in `chrono weigh '{of} <= 1939'`")
            wrong.append(Diagnostic("unknown-id", f"no hypothesis is called '{text}'", help=help))
            continue
        written, mistakes = read_claim(chronology, text)
        wrong += mistakes
        questions += [("", written, "")] if written else []
    if wrong:
        raise Unanswerable(wrong)
    for id, written, _ in questions:
        if of not in _points(written.claim):
            raise _refused(f"'{id or written.text}' is not about {of}, which the priors are about")
    return questions


def _question(hypothesis: Hypothesis) -> _Question:
    return hypothesis.id, hypothesis.claim, hypothesis.chance


def _points(claim: Claim) -> frozenset[Point]:
    return frozenset(point_of(edge, name.id) for name, use in names(claim) for edge in _EDGES.get(use, (use,)))


@dataclass(frozen=True, slots=True)
class _Cell:
    """Values that lie beyond as many limits, with what a claim comes to at each: first and last, both within."""

    first: float
    last: float
    passed: int
    holds: bool | None
    """None where the claim may hold there or not."""


class _Weighing:
    def __init__(self, base: Base, bare: Base, silence: Silence, priors: tuple[Prior, ...]) -> None:
        self.base, self.bare, self.silence, self.priors = base, bare, silence, priors
        self.of = priors[0].of
        self.scale = base.chronology.scale
        self.window = self._values(self.bare.network.constraints)
        self.limits = sorted(self._limits())
        """For each event passed over the least and the greatest last value at which it was not yet to be told of."""
        self.fixed = all(first == last for first, last in self.limits)
        for prior in priors:
            self._within(prior)

    def _values(self, constraints: Iterable[Constraint]) -> tuple[Interval, ...]:
        """All values of the point under some constraints, proven; raises `LimitReached`."""
        solver = Solver(replace(self.bare.network, constraints=tuple(constraints)), self.base.limit)
        match solver.shown():
            case Answer.NO:
                return ()
            case Answer.UNKNOWN:
                raise LimitReached
        distance = Distance(self.of)
        window = solver.certified(distance, solver.window(distance))
        if not window.proven:
            raise LimitReached
        return window.intervals

    def _limits(self) -> Iterator[tuple[float, float]]:
        """For each event that the rule names, the least and the greatest that its limit can be."""
        found: dict[Point | None, int] = {}
        for constraint in self.base.network.constraints:
            if rule_id(self.silence.rule) not in constraint.ids:
                continue
            bounds = [*linears(constraint.formula)]
            if not any(self.of in (*bound.plus, *bound.minus) for bound in bounds):
                continue
            # Said twice, or by two sources, a silence is one; of several bounds from one event the narrowest counts.
            other, allowed = self._bound(constraint.formula)
            found[other] = min(allowed, found.get(other, allowed))
        if not found:
            raise _refused(f"rule:{self.silence.rule} sets no limit to {self.of}", self._why_unlimited())
        if len(found) > MOST_LIMITS:
            raise _refused(f"{len(found)} events are passed over; more than {MOST_LIMITS} are not weighed")
        for other, allowed in sorted(found.items(), key=lambda pair: (pair[0] or "", pair[1])):
            if other is None:
                yield allowed, allowed
                continue
            window = proven_window(self.bare, Distance(other))
            if not window.proven:
                raise LimitReached
            first, last = window.hull
            yield (-inf if first is None else first + allowed), (inf if last is None else last + allowed)

    def _why_unlimited(self) -> str:
        """How to have a silence weighed for a point that the rule does not limit: often it is that of a whole."""
        whole, part = "", span_of(self.of)
        enclosing = {part: e.id for e in self.base.chronology.entries for part in e.parts}
        limited = {
            point
            for constraint in self.base.network.constraints
            if rule_id(self.silence.rule) in constraint.ids
            for point in points_of(constraint.formula)
        }
        while enclosing.get(whole or part, ""):
            whole = enclosing[whole or part]
            if point_of("end", whole) in limited:
                return (
                    f"the silence is that of {whole}, which tells nothing of one part: the event may have belonged in "
                    f"another. Say the silence of {part} itself, or give the prior of {point_of('end', whole)}"
                )
        return "look with `chrono infer` whether the rule applies"

    def _bound(self, formula: object) -> tuple[Point | None, int]:
        """A bound `point <= other + steps`, as the other point (None: a date) and the steps."""
        if isinstance(formula, Linear) and formula.plus == (self.of,) and len(formula.minus) <= 1:
            return (formula.minus[0] if formula.minus else None), formula.most
        help = "what is weighed is a rule that concludes `end(...) <= date`, without exceptions that depend on dates"
        raise _refused(f"rule:{self.silence.rule} limits {self.of} by more than one date", help)

    # -- priors

    def _within(self, prior: Prior) -> None:
        """Refuses a prior that leaves nothing of what is proven possible."""
        if any(True for _ in self._parts(prior, self._cells(self.window, self.window))):
            return
        message = f"the prior of {prior.place} lies wholly outside what the evidence allows of {self.of}"
        raise _refused(message, "see `chrono infer --without rule:" + self.silence.rule + "` for what it allows")

    def _parts(self, prior: Prior, cells: Sequence[_Cell]) -> Iterator[tuple[tuple[Fraction, _Cell], ...]]:
        """Every way in which a prior spreads over the cells that is a corner of what it says: chances, and where."""
        if isinstance(prior.spread, Even):
            first, last = (self.scale.step_of(day) for day in (prior.spread.first, prior.spread.last))
            within = [_cut(cell, first, last) for cell in cells]
            masses = [(Fraction(int(c.last - c.first) + 1), c) for c in within if c.first <= c.last]
            if masses:
                yield tuple(masses)
            return
        split = self._split(prior.spread)
        early = [c for c in (_cut(cell, -inf, split) for cell in cells) if c.first <= c.last]
        late = [c for c in (_cut(cell, split + 1, inf) for cell in cells) if c.first <= c.last]
        for chance in sorted({*prior.spread.chance}):
            # Where the evidence leaves one side empty all chance falls to the other, if there was any.
            sides = [side for side in ([(1 - chance, c) for c in early], [(chance, c) for c in late]) if side]
            for corner in product(*_distinct(sides)):
                kept = tuple((likely, cell) for likely, cell in corner if likely)
                if kept:
                    yield kept

    def _split(self, spread: After) -> int:
        """The last step that is not after what the prior speaks of."""
        if not spread.point:
            return self.scale.step_of(spread.day)
        window = proven_window(self.bare, Distance(spread.point))
        if not window.proven:
            raise LimitReached
        if window.least is None or window.least != window.most:
            message = f"the prior speaks of {spread.point}, of which the day is not known"
            raise _refused(message, "name a day, or what has one")
        return window.least

    # -- claims

    def _cells(self, holding: Sequence[Interval], denied: Sequence[Interval]) -> list[_Cell]:
        """What is possible without the silence, cut at every limit and wherever a claim comes to something else."""
        cuts = {first for first, _ in self.limits} | {last for _, last in self.limits}
        edges = {c + 1 for c in cuts if c not in (inf, -inf)}
        for beginning, end in (*self.window, *holding, *denied):
            edges |= {beginning} if beginning is not None else set()
            edges |= {end + 1} if end is not None else set()
        starts: list[float] = [-inf, *sorted(edges)]
        found = []
        for first, after in zip(starts, [*starts[1:], inf], strict=True):
            last = after - 1
            if not _lies_in(first, self.window):
                continue
            can, cannot = _lies_in(first, holding), _lies_in(first, denied)
            holds = None if can and cannot else can
            found.append(_Cell(first, last, sum(limit < first for limit, _ in self.limits), holds))
        return found

    def weighed(self, id: str, written: Written, chance: str) -> Weighed:
        """What the chances make of one claim."""
        claim, denial = self.base.claim(written.claim)
        proven = judgement.verdict(self.base.solver, claim, denial)
        constraints = self.bare.network.constraints
        claim, denial = self.bare.claim(written.claim)
        try:
            holding = self._values((*constraints, *claim))
            denied = self._values((*constraints, *denial))
        except LimitReached:
            return Weighed(id, written.text, proven, None, None, asked=chance)
        try:
            return self._bounds(id, written, proven, self._cells(holding, denied), chance)
        except LimitReached:
            return Weighed(id, written.text, proven, None, None, asked=chance)
        except Impossible:
            help = "widen `told` or `all-silenced`, or the prior"
            message = "by the stated chances there can be no silence: all of the prior lies where it is ruled out"
            raise _refused(message, help) from None

    def _bounds(self, id: str, written: Written, proven: Verdict, cells: list[_Cell], chance: str) -> Weighed:
        lows, highs = list[tuple[Extreme, Prior]](), list[tuple[Extreme, Prior]]()
        before, needs = list[Fraction](), list[Fraction | None]()
        enough = Fraction(chance.split()[1]) if chance else ENOUGH
        limited = True
        for prior in self.priors:
            for corner in self._parts(prior, cells):
                sure, possible, mass = self._masses(corner)
                limited = limited and not any(cell.passed and cell.holds for _, cell in corner)
                before += [least(sure, mass, NEVER_TOLD).value, most(possible, mass, NEVER_TOLD).value]
                low, high = self._extremes(corner, sure, possible, mass)
                lows.append((low, prior))
                highs.append((high, prior))
                needs.append(needed(sure, mass, enough))
        worst, best = min(lows, key=lambda pair: pair[0].value), max(highs, key=lambda pair: pair[0].value)
        return Weighed(
            id,
            written.text,
            proven,
            (worst[0].value, best[0].value),
            (min(before), max(before)),
            _inputs(*worst) if self.fixed else None,
            _inputs(*best) if self.fixed else None,
            _needs(needs, enough, self.silence.rule) if self.fixed and limited else None,
            bounded=self.fixed,
            asked=chance,
        )

    def _masses(
        self, corner: Sequence[tuple[Fraction, _Cell]]
    ) -> tuple[list[Fraction], list[Fraction], list[Fraction]]:
        """By how many limits are passed: the mass where the claim is sure to hold, where it may, and all of it."""
        sure, possible, mass = ([Fraction(0)] * (len(self.limits) + 1) for _ in range(3))
        for likely, cell in corner:
            mass[cell.passed] += likely
            sure[cell.passed] += likely if cell.holds else 0
            possible[cell.passed] += 0 if cell.holds is False else likely
        return sure, possible, mass

    def _extremes(
        self, corner: Sequence[tuple[Fraction, _Cell]], sure: Masses, possible: Masses, mass: Masses
    ) -> tuple[Extreme, Extreme]:
        """The least and the greatest chance; where the day of a limit is not known bounds that hold, with the silence
        about each value taken by itself."""
        if self.fixed:
            return least(sure, mass, self.silence), most(possible, mass, self.silence)
        up = down = up_not = down_not = Fraction(0)
        for likely, cell in corner:
            low = floor(sum(first < cell.first for first, _ in self.limits), self.silence)
            high = ceiling(sum(last < cell.first for _, last in self.limits), self.silence)
            up += likely * high if cell.holds is not False else 0
            up_not += likely * high if cell.holds is not True else 0
            down += likely * low if cell.holds else 0
            down_not += likely * low if cell.holds is False else 0
        if not (up + down_not and down + up_not):
            raise Impossible
        none, told = self.silence.together, self.silence.told
        return (
            Extreme(down / (down + up_not), told, none, self.silence.all_silenced[0]),
            Extreme(up / (up + down_not), told, none, self.silence.all_silenced[0]),
        )


def _needs(found: Sequence[Fraction | None], enough: Fraction, rule: str) -> Needs:
    """Up to which chance of silence every prior gives enough, as what has to be told of and what may silence all."""
    lowest = None if None in found else min(f for f in found if f is not None)
    return Needs(enough, rule, None if lowest is None else 1 - lowest, lowest)


def _inputs(found: Extreme, prior: Prior) -> Inputs:
    return Inputs(found.told, found.together, found.all_silenced, prior.place)


def _cut(cell: _Cell, first: float, last: float) -> _Cell:
    return replace(cell, first=max(cell.first, first), last=min(cell.last, last))


def _distinct(sides: Iterable[Sequence[tuple[Fraction, _Cell]]]) -> list[list[tuple[Fraction, _Cell]]]:
    """One of all cells that count alike."""
    return [[*{(likely, c.passed, c.holds): (likely, c) for likely, c in side}.values()] for side in sides]


def _lies_in(value: float, intervals: Iterable[Interval]) -> bool:
    return any(
        (-inf if first is None else first) <= value <= (inf if last is None else last) for first, last in intervals
    )
