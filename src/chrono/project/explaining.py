"""`chrono explain`: one bound or verdict argued as far as the evidence allows.

The preferred argument, every other line of argument, what all hinge on and what would then hold, how certain it is, and
which exceptions nobody has claimed. Every question is about ids accepted or not; nothing here is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Literal

from chrono import encoding, findings, hypotheses, results
from chrono.constraints import Constraint
from chrono.explaining import Caps, LimitReached, beyond, disjoint
from chrono.findings import Explanation
from chrono.model import Certainty, Chronology, Entry, Hypothesis, Verdict, Written
from chrono.project.base import Base
from chrono.project.checking import check
from chrono.project.inferring import infer
from chrono.project.options import AS_WRITTEN, Options, Unanswerable, unknown
from chrono.project.thresholds import of_bound, of_verdict
from chrono.rules import Instance, filled
from chrono.sentences import Sentence, Variable, phrase
from chrono.solving import Distance

CAPS = Caps(losses=50, steps=1000)
"""How many lines of argument are looked for before it is said that there may be more."""

Edge = Literal["start", "end"]
Side = Literal["earliest", "latest"]


def explain(
    chronology: Chronology,
    id: str,
    options: Options = AS_WRITTEN,
    edges: Sequence[Edge] = ("end", "start"),
    sides: Sequence[Side] = ("latest", "earliest"),
    settings: Sequence[str] = (),
) -> findings.Explained:
    """The bounds of a span (its ends and their sides, in the order given), or the verdict on a hypothesis; and how each
    depends on the settings named."""
    base = Base(chronology, options)
    entries = {e.id: e for e in base.chronology.entries}
    claims = {h.id: h for h in base.chronology.hypotheses}
    found: tuple[Explanation, ...]
    if id in claims:
        answer: results.Inference | results.Check = check(chronology, (id,), options)
        found = (_verdict(base, claims[id], settings),) if answer.status != "inconsistent" else ()
    elif id in entries:
        answer = infer(chronology, (id,), options)
        pairs = product(edges, sides) if answer.status != "inconsistent" else ()
        found = tuple(_bound(base, entries[id], edge, side, settings) for edge, side in pairs)
    else:
        raise Unanswerable([unknown(id, [*entries, *claims], "span or hypothesis")])
    return findings.Explained(answer.asked, answer.status, found, answer)


def _bound(base: Base, entry: Entry, edge: Edge, side: Side, settings: Sequence[str]) -> Explanation:
    distance = Distance(f"{edge}({entry.id})")
    window = base.solver.window(distance)
    at = window.least if side == "earliest" else window.most
    bare = Explanation(entry.id, entry.kind, entry.name, edge, side, at)
    if at is None or not window.proven:
        return replace(bare, complete=window.proven)
    denial = [beyond(distance, least=at) if side == "earliest" else beyond(distance, most=at)]
    found = _argued(base, bare, denial)

    def without(id: str) -> findings.Fall:
        left = base.solver.window(distance, [other for other in base.network.ids if other != id])
        return findings.Fall(id, left.least if side == "earliest" else left.most)

    return replace(
        found,
        falls=tuple(without(id) for id in found.hinges),
        thresholds=tuple(of_bound(base, distance, s, at=at, latest=side == "latest") for s in settings),
    )


def _verdict(base: Base, hypothesis: Hypothesis, settings: Sequence[str]) -> Explanation:
    claim, denial = encoding.claim_constraints(base.chronology, hypothesis.claim.claim, base.admitted)
    verdict = hypotheses.verdict(base.solver, claim, denial)
    wanted = dict.fromkeys([*settings, *(range_.setting for range_ in hypothesis.under.settings)])
    thresholds = tuple(of_verdict(base, hypothesis, setting) for setting in wanted)
    bare = Explanation(hypothesis.id, "hypothesis", hypothesis.claim.text, verdict=verdict, thresholds=thresholds)
    if verdict not in ("entailed", "refuted"):
        return replace(bare, complete=verdict != "unknown")
    found = _argued(base, bare, denial if verdict == "entailed" else claim)

    def without(id: str) -> Verdict:
        left = [other for other in base.network.ids if other != id]
        return hypotheses.verdict(base.solver, claim, denial, left)

    return replace(found, falls=tuple(findings.Fall(id, verdict=without(id)) for id in found.hinges))


def _argued(base: Base, bare: Explanation, denial: Sequence[Constraint]) -> Explanation:
    """The explanation with all arguments for it; what a limit cuts off is left out, and said to be incomplete."""
    explainer = base.explainer
    reason = explainer.refutation(denial)
    if reason is None:
        return replace(bare, complete=False)
    bare = replace(
        bare,
        reason=reason,
        holds_at=Certainty(min((base.network.ranks[id] for id in reason.ids), default=Certainty.CERTAIN)),
        unmet=_unmet(base, reason),
        questions=tuple(q for q in base.weighing.open_questions if set(q.ids) & set(reason.ids)),
    )
    try:
        hinges = explainer.hinges(reason.ids, denial)
        certain = base.network.at_least(Certainty.CERTAIN)
        doubtful = [id for id in base.network.ids if id not in certain]
        apart = disjoint(doubtful, lambda ids: explainer.refuted([*certain, *ids], denial))
    except LimitReached:
        return replace(bare, complete=False)
    lines = explainer.lines(denial, caps=CAPS)
    others = [line for line in lines.lines if line != tuple(sorted(reason.ids))]
    return replace(
        bare,
        others=tuple(explainer.reason(line, denial) for line in others),
        complete=lines.complete,
        independent=tuple(apart),
        hinges=hinges,
        overturned_by=lines.losses,
    )


def _unmet(base: Base, reason: results.Reason) -> tuple[findings.Unmet, ...]:
    """The exceptions of the rules used that nobody has claimed."""
    said = {(p.id, p.sentence) for p in reason.premises}
    rules = {id.removeprefix("rule:") for id in reason.ids if id.startswith("rule:")}
    found: dict[findings.Unmet, None] = {}
    for instance in base.instances:
        facts = {(fact.evidence, fact.sentence) for fact in instance.premises if fact.evidence}
        if instance.rule.id in rules and facts <= said:
            for lines in instance.rule.unless:
                if any(isinstance(line, Sentence) for line in lines):
                    words = " and ".join(_words(base, instance, line) for line in lines)
                    found[findings.Unmet(instance.rule.id, words, lines[0].place)] = None
    return tuple(found)


def _words(base: Base, instance: Instance, line: Sentence | Written) -> str:
    """A line with the instance's names; what stays open is said as the rule says it."""
    bindings = dict(instance.bindings)
    if isinstance(line, Written):
        return filled(line.text, bindings)
    values = [bindings.get(v.name, f"${v.name}") if isinstance(v, Variable) else v for v in line.values]
    return phrase(base.vocabulary.wordings[line.wording], values, base.chronology.names)
