"""`chrono infer --sensitivity`: what each piece carries, and how much each answer can lose.

Leaving a piece out can move a bound only if the piece is in the argument printed for it, so only those are tried; what
attacks other evidence or undercuts a rule is tried by weighing and encoding anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chrono import encoding, hypotheses
from chrono.constraints import Constraint
from chrono.explaining import Caps, Explainer, LimitReached, beyond, graded, lines_and_losses
from chrono.findings import Leaving, Robustness, Sensitivity, Subject
from chrono.model import Certainty, Chronology
from chrono.project.base import Base
from chrono.project.grains import at_grain
from chrono.project.inferring import infer
from chrono.project.options import AS_WRITTEN, Options
from chrono.results import Inference, SpanResult
from chrono.solving import Answer, Distance

_FIRST = Caps(losses=1, steps=5000)
Denied = tuple[Subject, tuple[str, ...], Sequence[Constraint]]
"""A bound or verdict, the argument printed for it, and its denial."""


def sensitivity(
    chronology: Chronology, ids: tuple[str, ...] = (), options: Options = AS_WRITTEN
) -> tuple[Inference, Sensitivity | None]:
    """What `infer` answers, with what its bounds and every verdict rest on; None of contradictory evidence, where
    nothing rests on anything."""
    base = Base(chronology, options)
    answer = infer(chronology, ids, options)
    return answer, _surveyed(base, answer.results) if answer.status != "inconsistent" else None


def _surveyed(base: Base, spans: Sequence[SpanResult]) -> Sensitivity:
    subjects = [*_bounds(spans), *_verdicts(base)]
    carrying = sorted({id for _, ids, _ in subjects for id in ids})
    leaving = [Leaving(id, tuple(_moved(base, subjects, id))) for id in carrying]
    attacking = _attacking(base)
    leaving = [found for found in leaving if found.id not in attacking]
    leaving += [_anew(base, subjects, id) for id in attacking]
    ranked = sorted((found for found in leaving if found.moved or found.contradiction), key=_weight)
    tried = len({*base.network.ids, *attacking})
    return Sensitivity(tuple(ranked), tuple(_robust(base, subjects)), tried)


def _bounds(spans: Sequence[SpanResult]) -> Iterator[Denied]:
    for span in spans:
        for edge, bound in (("end", span.end), ("start", span.start)):
            point = Distance(f"{edge}({span.id})")
            least, most = bound.window.hull
            if bound.latest is not None and most is not None:
                subject = Subject(span.id, span.kind, edge, "latest", most)  # type: ignore[arg-type]
                yield subject, bound.latest.ids, [beyond(point, most=most)]
            if bound.earliest is not None and least is not None:
                subject = Subject(span.id, span.kind, edge, "earliest", least)  # type: ignore[arg-type]
                yield subject, bound.earliest.ids, [beyond(point, least=least)]


def _verdicts(base: Base) -> Iterator[Denied]:
    for hypothesis in base.chronology.hypotheses:
        claim, denial = encoding.claim_constraints(base.chronology, hypothesis.claim.claim, base.admitted)
        verdict, reason = hypotheses.judge(base.solver, base.explainer, claim, denial)
        if reason is not None:
            against = denial if verdict == "entailed" else claim
            yield Subject(hypothesis.id, "hypothesis", verdict=verdict), reason.ids, against


def _moved(base: Base, subjects: Sequence[Denied], id: str) -> Iterator[tuple[Subject, Subject]]:
    """What moves where the id is not accepted."""
    left = [other for other in base.network.ids if other != id]
    for subject, ids, _ in subjects:
        if id in ids and (now := _now(base, subject, left)) != subject:
            yield subject, now


def _now(base: Base, subject: Subject, ids: Sequence[str]) -> Subject:
    """The same subject where only these ids are accepted."""
    if subject.edge is not None:
        window = base.solver.window(Distance(f"{subject.edge}({subject.id})"), ids)
        if not window.proven:
            return subject
        return replace(subject, at=window.least if subject.side == "earliest" else window.most)
    hypothesis = next(h for h in base.chronology.hypotheses if h.id == subject.id)
    claim, denial = encoding.claim_constraints(base.chronology, hypothesis.claim.claim, base.admitted)
    return replace(subject, verdict=hypotheses.verdict(base.solver, claim, denial, ids))


def _attacking(base: Base) -> list[str]:
    """Evidence that keeps other evidence or a rule from counting."""
    weighing = base.weighing
    by = {id for s in weighing.set_aside if s.why in ("defeated", "undecided") for id in s.by}
    by |= {id for u in weighing.undercut if u.held for id in u.by}
    return sorted(by & {e.id for e in base.chronology.evidence})


def _anew(base: Base, subjects: Sequence[Denied], id: str) -> Leaving:
    """What moves where evidence that attacks is left out: then something else counts again."""
    options = replace(base.options, without=(*base.options.without, id), timeout=base.left())
    other = Base(base.whole, options)
    if other.solver.consistent() is Answer.NO:
        return Leaving(id, (), contradiction=True)
    known = {e.id for e in other.chronology.entries} | {h.id for h in other.chronology.hypotheses}
    moved = [
        (subject, now)
        for subject, _, _ in subjects
        if subject.id in known and (now := _now(other, subject, other.network.ids)) != subject
    ]
    return Leaving(id, tuple(moved))


def _weight(found: Leaving) -> tuple[object, ...]:
    """What opens a bound first, then what overturns most verdicts, then what moves bounds furthest."""
    opened = sum(now.edge is not None and now.at is None for _, now in found.moved)
    turned = sum(now.edge is None for _, now in found.moved)
    steps = sum(abs(was.at - now.at) for was, now in found.moved if was.at is not None and now.at is not None)
    return not found.contradiction, -opened, -turned, -steps, found.id


def _robust(base: Base, subjects: Sequence[Denied]) -> Iterator[Robustness]:
    inference, rule, source = at_grain(base, "inference"), at_grain(base, "rule"), at_grain(base, "source")
    certain = [id for id, rank in inference.network.ranks.items() if rank >= Certainty.CERTAIN]
    for subject, _, denial in subjects:
        inferences, rules, sources = (
            _fewest(inference, denial, certain),
            _fewest(rule, denial, ()),
            _fewest(source, denial, ()),
        )
        known = inferences[1] and rules[1] and sources[1]
        yield Robustness(subject, inferences[0], rules[0], sources[0], known)


def _fewest(
    explainer: Explainer, denial: Sequence[Constraint], given: Sequence[str]
) -> tuple[tuple[str, ...] | None, bool]:
    """A smallest set that must go, of the least certain among equals; None where none does; and whether it is known."""
    items = [id for id in explainer.network.ids if id not in set(given)]
    costs = {id: (1, *cost) for id, cost in graded(explainer.network.ranks, items).items()}
    try:
        if explainer.refuted(given, denial):
            return None, True
        found = lines_and_losses(items, lambda ids: explainer.refuted([*given, *ids], denial), costs, _FIRST)
    except LimitReached:
        return None, False
    return (found.losses[0], True) if found.losses else (None, found.complete)
