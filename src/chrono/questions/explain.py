"""`chrono explain`: one bound or verdict argued as far as the evidence allows.

The preferred argument, every other line of argument, what all hinge on and what would then hold, how certain it is, and
which exceptions nobody has claimed. Every question is about ids accepted or not; nothing here is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from chrono.answers.check import Check
from chrono.answers.contradictions import Answered
from chrono.answers.explain import Explained, Explanation, Fall, Overturned, Unmet
from chrono.answers.infer import Inference
from chrono.answers.reasons import Reason
from chrono.answers.windows import Windows
from chrono.arguments import judgement
from chrono.arguments.explainer import beyond
from chrono.core.ids import rule_of
from chrono.core.limits import LimitReached
from chrono.core.points import ENDS, SIDES, Edge, Side, point_of
from chrono.engine.formulas import Constraint, points_of
from chrono.engine.hitting_sets import Caps
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Distance
from chrono.engine.solver import Solver
from chrono.grounding.rules import Instance, filled
from chrono.language.sentences import Sentence, Variable, phrase
from chrono.model.chronology import Certainty, Chronology, Entry, Hypothesis, Verdict, Written
from chrono.questions.base import Base
from chrono.questions.check import noting_idle, tested
from chrono.questions.infer import inferred
from chrono.questions.options import AS_WRITTEN, Options, Unanswerable, unknown
from chrono.questions.proven import proven_window
from chrono.questions.remainders import Denied
from chrono.questions.session import Session, opened
from chrono.questions.thresholds import of_bound, of_verdict, tried
from chrono.questions.windows import taking, told
from chrono.questions.workers import Jobs, Workers

CAPS = Caps(losses=50, steps=1000)
"""How many lines of argument are looked for before it is said that there may be more."""
MOST_LOSSES = 3
"""Of how many smallest sets it is said what would hold without them, where a bound hinges on nothing doubtful."""


def explain(
    of: Chronology | Session,
    id: str,
    options: Options = AS_WRITTEN,
    edges: Sequence[Edge] = ENDS,
    sides: Sequence[Side] = SIDES,
    settings: Sequence[str] = (),
    windows: bool = False,
    repair: int | None = 1,
    preferred: bool = False,
    jobs: Jobs = 1,
) -> Explained:
    """The bounds of a span (its ends and their sides, in the order given, argued in so many processes), or the verdict
    on a hypothesis; and how each depends on the settings named. Contradictory evidence is answered as `infer` does.

    With `windows` nothing but these bounds is argued: of the span itself its windows alone are told, without the
    reasons and levels that `infer` gives. With `preferred` no other line of argument is looked for, nor what all hinge
    on.
    """
    with opened(of, options) as session:
        found = _explained(
            session.base(options, lambda chronology, _: _named(chronology, id)).unabridged,
            id,
            edges,
            sides,
            settings,
            windows,
            repair,
            preferred,
            jobs,
        )
    asked: dict[str, Any] = {"ids": (id,), "thresholds": tuple(settings), "preferred": preferred, **taking(repair)}
    if not isinstance(found.answer, Check):
        asked |= {"edges": tuple(edges), "sides": tuple(sides), "windows": windows}
    return found.asking(**asked)


def arguments(base: Base, ids: Sequence[str], jobs: Jobs = 1) -> tuple[Explanation, ...]:
    """The arguments of all bounds of some spans, as `explain` gives those of one, found in so many processes."""
    with Workers(base, jobs) as workers:
        return tuple(found for argued in workers.spread(_arguments, ids, None, "arguments") for found in argued)


def _arguments(base: Base, part: Sequence[str], given: None) -> Iterator[tuple[Explanation, ...]]:
    for id in part:
        yield _explained(base.unabridged, id, ENDS, SIDES, (), False, 1, False).explanations


def _named(chronology: Chronology, id: str) -> None:
    """Raises `Unanswerable` for what is neither a span nor a hypothesis."""
    known = [*(e.id for e in chronology.entries), *(h.id for h in chronology.hypotheses)]
    if id not in known:
        raise Unanswerable([unknown(id, known, "span or hypothesis")])


def _explained(
    base: Base,
    id: str,
    edges: Sequence[Edge],
    sides: Sequence[Side],
    settings: Sequence[str],
    windows: bool,
    repair: int | None,
    preferred: bool,
    jobs: Jobs = 1,
) -> Explained:
    claims = {h.id: h for h in base.chronology.hypotheses}
    found: tuple[Explanation, ...]
    if id in claims:
        answer: Inference | Windows | Check = noting_idle(base, tested(base, (id,), 1, repair))
        left = under(base, answer, repair)
        found = () if left is None else (_verdict(left, claims[id], settings, preferred),)
    else:
        answer = told(base, (id,), repair) if windows else inferred(base, (id,), repair=repair)
        left = under(base, answer, repair)
        pairs = [] if left is None else [*product(edges, sides)]
        with Workers(left or base, jobs) as workers:
            found = tuple(workers.spread(_bounds, pairs, (id, tuple(settings), preferred), "bounds"))
    if base.limit.ended() or not all(_known(explanation) for explanation in found):
        answer = replace(answer, status="unknown")
    return Explained(found, answer)


def _bounds(
    base: Base, part: Sequence[tuple[Edge, Side]], given: tuple[str, tuple[str, ...], bool]
) -> Iterator[Explanation]:
    """The arguments of some bounds of a span."""
    id, settings, preferred = given
    entry = next(e for e in base.chronology.entries if e.id == id)
    for edge, side in part:
        yield _bound(base.unabridged, entry, edge, side, settings, preferred)


def under(base: Base, answer: Answered, repair: int | None) -> Base | None:
    """The base that an answer is from: the one asked, or what a repair leaves of it; None where there is none."""
    if answer.status != "inconsistent":
        return base
    if not answer.repaired or repair is None:
        return None
    from chrono.questions import repaired  # what only a contradiction needs

    found = repaired.repaired(base, repair)
    return None if found is None else found.left.unabridged


def _known(found: Explanation) -> bool:
    """Whether an argument was found where there is one, what holds without what it hinges on, and the thresholds."""
    if not all(t.known or t.both_ways for t in found.thresholds):
        return False
    if found.reason is None:
        return bool(found.known)
    if found.known is None:
        return True
    verdicts = {*(fall.verdict for fall in found.falls), *(loss.verdict for loss in found.overturned)}
    return len(found.falls) == len(found.hinges) and "unknown" not in verdicts


def _bound(base: Base, entry: Entry, edge: Edge, side: Side, settings: Sequence[str], preferred: bool) -> Explanation:
    distance = Distance(point_of(edge, entry.id))
    window = proven_window(base, distance)
    at = window.least if side == "earliest" else window.most
    bare = Explanation(entry.id, entry.kind, entry.name, edge, side, at)
    if at is None or not window.proven:
        return replace(bare, known=window.proven)
    denial = [beyond(distance, least=at) if side == "earliest" else beyond(distance, most=at)]
    found = _argued(base, bare, lambda _: denial, preferred)

    def without(*ids: str) -> list[int | None]:
        """Where the bound then is; nothing where that is not known."""
        try:
            least, most = base.remainders.without(ids).hull(distance)
        except LimitReached:
            return []
        return [least if side == "earliest" else most]

    losses = _first_losses(base, found)
    return replace(
        found,
        falls=tuple(Fall(id, then) for id in found.hinges for then in without(id)),
        overturned=tuple(Overturned(ids, then) for ids in losses for then in without(*ids)),
        thresholds=tuple(of_bound(base, distance, s, at=at, latest=side == "latest") for s in settings),
    )


def _verdict(base: Base, hypothesis: Hypothesis, settings: Sequence[str], preferred: bool) -> Explanation:
    claim, denial = base.claim(hypothesis.claim.claim)
    verdict = judgement.verdict(base.solver, claim, denial)
    wanted = dict.fromkeys([*settings, *tried(base, hypothesis)])
    thresholds = tuple(of_verdict(base, hypothesis, setting) for setting in wanted)
    bare = Explanation(hypothesis.id, "hypothesis", hypothesis.claim.text, verdict=verdict, thresholds=thresholds)
    if verdict == "undetermined":
        return _undetermined(base, bare, claim, denial)
    if verdict not in ("entailed", "refuted"):
        return replace(bare, known=verdict != "unknown")
    found = _argued(base, bare, lambda other: other.claim(hypothesis.claim.claim)[verdict == "entailed"], preferred)

    def without(*ids: str) -> Verdict:
        try:
            return base.remainders.without(ids).verdict(hypothesis)
        except LimitReached:
            return "unknown"

    return replace(
        found,
        falls=tuple(Fall(id, verdict=without(id)) for id in found.hinges),
        overturned=tuple(Overturned(ids, verdict=without(*ids)) for ids in _first_losses(base, found)),
    )


def _first_losses(base: Base, found: Explanation) -> tuple[tuple[str, ...], ...]:
    """The cheapest sets of several things that would overturn it, where all that it hinges on is certain."""
    if found.known is None or any(base.remainders.standing(id)[0] < Certainty.CERTAIN for id in found.hinges):
        return ()
    return tuple(ids for ids in found.overturned_by if len(ids) > 1)[:MOST_LOSSES]


def _undetermined(
    base: Base, bare: Explanation, claim: Sequence[Constraint], denial: Sequence[Constraint]
) -> Explanation:
    """What tells the histories that make a claim true from those that make it false: where its points lie in each."""
    points = sorted({point for c in claim for point in points_of(c.formula)})
    held, broken = (_windows_where(base, asked) for asked in (claim, denial))
    known = [p for p in points if p in held and p in broken and held[p].proven and broken[p].proven]
    telling = [p for p in known if held[p] != broken[p]]
    return replace(
        bare,
        known=len(known) == len({*points} & {*base.network.points}),
        true_where=tuple((p, held[p]) for p in telling),
        false_where=tuple((p, broken[p]) for p in telling),
    )


def _windows_where(base: Base, asked: Sequence[Constraint]) -> dict[str, Window]:
    """The windows of all points where this is so as well, proven."""
    solver = Solver(replace(base.network, constraints=(*base.network.constraints, *asked)), base.limit)
    _, windows = solver.windows()
    solver.prepare(windows)
    points = {point for c in asked for point in points_of(c.formula)} & windows.keys()
    return {p: solver.certified(Distance(p), windows[p]) for p in sorted(points)}


def _argued(base: Base, bare: Explanation, denied: Denied, preferred: bool) -> Explanation:
    """The explanation with all arguments for it; what a limit cuts off is left out, and said to be incomplete."""
    explainer, remainders = base.explainer, base.remainders
    denial = denied(base)
    if base.consistency == "unknown":
        explainer, _ = base.about({point for c in denial for point in points_of(c.formula)})
    reason = explainer.refutation(denial)
    if reason is None:
        return replace(bare, known=False)
    bare = replace(
        bare,
        reason=reason,
        holds_at=Certainty(min((base.network.ranks[id] for id in reason.ids), default=Certainty.CERTAIN)),
        unmet=_unmet(base, reason),
        questions=tuple(q for q in base.weighing.open_questions if set(q.ids) & set(reason.ids)),
    )
    if preferred:
        return replace(bare, known=None)
    try:
        # What could undo it from outside is tried as well.
        plain = not remainders.anew(reason.ids) and not remainders.beyond(remainders.without(()), reason.ids)
        hinges = explainer.hinges(reason.ids, denial) if plain else remainders.hinges(reason.ids, denied)
        apart = explainer.disjoint(denial, given=base.network.at_least(Certainty.CERTAIN))
    except LimitReached:
        return replace(bare, known=False)
    lines = explainer.lines(denial, caps=CAPS)
    others = [line for line in lines.lines if line != tuple(sorted(reason.ids))]
    certain = base.network.at_least(Certainty.CERTAIN)
    independent = tuple(ids for ids in apart if explainer.suffices([*certain, *ids], denial))
    overturning, whole = (lines.losses, True) if remainders.plain else remainders.losses(denied, CAPS)
    losses = tuple(lost for lost in overturning if _overturns(base, lost, denied))
    told = explainer.reasons(others, denial)
    proven = whole and (len(independent), len(losses), len(told)) == (len(apart), len(overturning), len(others))
    return replace(
        bare,
        others=told,
        known=lines.complete and proven,
        independent=independent,
        hinges=hinges,
        overturned_by=losses,
    )


def _overturns(base: Base, lost: Sequence[str], denied: Denied) -> bool:
    """Whether it is proven that there is room for what is denied without these."""
    try:
        rest = base.remainders.without(lost)
    except LimitReached:
        return False
    return rest.explainer.overturns(lost, denied(rest.base))


def _unmet(base: Base, reason: Reason) -> tuple[Unmet, ...]:
    """The exceptions of the rules used that nobody has claimed."""
    said = {(p.id, p.sentence) for p in reason.premises}
    rules = {rule for id in reason.ids if (rule := rule_of(id)) is not None}
    found: dict[Unmet, None] = {}
    for instance in base.instances:
        facts = {(fact.evidence, fact.sentence) for fact in instance.premises if fact.evidence}
        if instance.rule.id in rules and facts <= said:
            for lines in instance.rule.unless:
                if any(isinstance(line, Sentence) for line in lines):
                    words = " and ".join(_words(base, instance, line) for line in lines)
                    found[Unmet(instance.rule.id, words, lines[0].place)] = None
    return tuple(found)


def _words(base: Base, instance: Instance, line: Sentence | Written) -> str:
    """A line with the instance's names; what stays open is said as the rule says it."""
    bindings = dict(instance.bindings)
    if isinstance(line, Written):
        return filled(line.text, bindings)
    values = [bindings.get(v.name, f"${v.name}") if isinstance(v, Variable) else v for v in line.values]
    return phrase(base.vocabulary.wordings[line.wording], values, base.chronology.names)
