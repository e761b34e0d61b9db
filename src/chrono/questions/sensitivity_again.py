"""What rests on what, proven again: a saved `infer --sensitivity`, claim by claim; no Z3.

Takes the claims of a base and what a document says, gives for each thing whether it is proven: where each bound and
verdict is when something is left out, that a loss overturns it, and that no smaller or lighter one does. The last by
refutations alone: whatever overturns a bound must hit every set of evidence that suffices for it, and a few of these
sets, each proven to suffice, leave no smaller set that does (Reiter, Artificial Intelligence 32, 1987).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from chrono import dates
from chrono.answers.verify import Proven, Verified
from chrono.arguments import judgement
from chrono.arguments.explainer import Explainer, beyond
from chrono.arguments.grains import Grain
from chrono.core.limits import LimitReached
from chrono.core.points import point_of
from chrono.engine.cheapest_sets import Cost
from chrono.engine.formulas import Constraint
from chrono.engine.hitting_sets import Caps
from chrono.engine.outcomes import Answer, Distance
from chrono.model.chronology import Certainty
from chrono.questions.base import Base
from chrono.questions.claims_again import Claims, Document
from chrono.questions.grains import asked_at
from chrono.questions.remainders import Denied, Remainders
from chrono.questions.robustness import FIRST, GRAINS, at_grains

STEPS = 100_000
"""How many sets are tried that could be smaller before it is left unproven that none is."""


def survey(claims: Claims, document: Document) -> Iterator[Verified]:
    """All that `--sensitivity` adds to a document."""
    for one in document["sensitivity"]:
        yield from _leaving(claims, one)
    tried = len({*claims.base.network.ids, *claims.base.entanglement.ids})
    yield claims.same("how many things were left out", document["left_out"], tried)
    remainders = at_grains(claims.base)
    for one in document["robustness"]:
        yield from _robust(claims, one, remainders)


def _leaving(claims: Claims, one: Document) -> Iterator[Verified]:
    """What moves where one thing is left out."""
    base, id = claims.base, one["without"]
    yield claims.same(f"{id} counts", base.remainders.known(id), True)
    try:
        rest = base.remainders.without([id])
    except LimitReached:
        yield Verified(f"what moves without {id}", "open")
        return
    then, left = claims if rest.base is base else Claims(rest.base), rest.ids
    clash = one["contradiction"]
    yield then.allows(f"without {id} the rest can{'not' if clash else ''} be true", (), left, not clash)
    for moved in one["moved"]:
        about = _about(moved)
        yield _at(claims, moved, moved["verdict"] if "verdict" in moved else moved["at"], None, about)
        yield _at(then, moved, moved["then"], left, f"{about} without {id}")
        at, after = (None, None) if "verdict" in moved else (claims.step(moved["at"]), claims.step(moved["then"]))
        steps = None if at is None or after is None else after - at
        yield claims.same(f"by how much {about} moves without {id}", moved["steps"], steps)


def _about(subject: Document) -> str:
    return (
        subject["hypothesis"]
        if "hypothesis" in subject
        else f"{point_of(subject['edge'], subject['id'])} {subject['side']}"
    )


def _at(claims: Claims, subject: Document, written: str | None, ids: Collection[str] | None, about: str) -> Verified:
    """Where a bound is, or what a verdict is, where these ids (default: all) are accepted."""
    base = claims.base
    if "hypothesis" in subject:
        verdict = judgement.verdict(base.solver, *_claim(claims, subject), ids)
        return claims.same(about, written, verdict, verdict != "unknown")
    window = claims.found(point_of(subject["edge"], subject["id"]), ids)
    found = window.most if subject["side"] == "latest" else window.least
    return claims.same(about, written, dates.iso(found, claims.scale), window.proven)


def _claim(claims: Claims, subject: Document) -> tuple[Sequence[Constraint], Sequence[Constraint]]:
    hypothesis = next(h for h in claims.base.chronology.hypotheses if h.id == subject["hypothesis"])
    return claims.base.claim(hypothesis.claim.claim)


def _denial(claims: Claims, subject: Document) -> Sequence[Constraint]:
    if "hypothesis" in subject:
        claim, denial = _claim(claims, subject)
        return denial if subject["verdict"] == "entailed" else claim
    distance, at = Distance(point_of(subject["edge"], subject["id"])), claims.step(subject["at"])
    return [beyond(distance, most=at) if subject["side"] == "latest" else beyond(distance, least=at)]


def _robust(claims: Claims, one: Document, remainders: dict[Grain, Remainders]) -> Iterator[Verified]:
    """What must go for a bound or verdict not to hold, at each grain."""
    about = _about(one)
    yield _at(claims, one, one["verdict"] if "hypothesis" in one else one["at"], None, about)
    denial = _denial(claims, one)

    def denied(other: Base) -> Sequence[Constraint]:
        return _denial(Claims(other), one)

    for key, grain in GRAINS.items():
        rest = remainders[grain]
        explainer = rest.explainer
        network, asked = explainer.network, asked_at(claims.base, grain, denial)
        given = network.at_least(Certainty.CERTAIN) if grain == "inference" else ()
        fewest, lightest, weight = one["fewest"][key], one["lightest"][key], one["weight"][key]
        yield claims.same(f"{about}: how many {key} must go", one[key], None if fewest is None else len(fewest))
        if fewest is None:
            if one["complete"] and rest.plain:
                said = f"{about} stands whatever {key} go"
                yield claims.allows(said, asked, given, False, explainer.solver)
            elif one["complete"]:
                yield claims.same(f"{about} stands whatever {key} go", rest.losses(denied, FIRST), ((), True))
            continue
        total = None if lightest is None else sum(rest.standing(id)[1] for id in lightest)
        yield claims.same(f"{about}: what {key} weigh that must go", weight, total)
        costs: list[tuple[list[str], str, Callable[[str], int]]] = [(fewest, "fewer", lambda id: 1)]
        if lightest is not None:
            costs.append((lightest, "lighter", lambda id, rest=rest: rest.standing(id)[1]))  # type: ignore[misc]
        for lost, than, cost in costs:
            said = ", ".join(lost)
            least = f"{about}: no {than} {key} than {said} must go"
            may_go = all(map(rest.known, lost)) and set(given).isdisjoint(lost)
            yield claims.same(f"{about}: {said} may go", may_go, True)
            if not rest.plain:
                yield from _searched(rest, denied, lost, cost, f"{about} falls without {said}", least)
                continue
            left = [id for id in network.ids if id not in lost]
            yield claims.allows(f"{about} falls without {said}", asked, left, True, explainer.solver)
            yield _least(claims, explainer, asked, given, lost, cost, least)


def _searched(
    rest: Remainders, denied: Denied, lost: Collection[str], cost: Callable[[str], int], falls: str, least: str
) -> Iterator[Verified]:
    """That a loss overturns something and none that costs less does, where evidence must be weighed anew."""
    try:
        left = rest.without(lost).leaves_room(denied, rest.grain)
    except LimitReached:
        left = Answer.UNKNOWN
    outcomes: dict[Answer, Proven] = {Answer.YES: "proven", Answer.NO: "wrong", Answer.UNKNOWN: "open"}
    yield Verified(falls, outcomes[left])
    losses, _ = rest.losses(denied, FIRST, lambda id, graded: (cost(id), *graded))
    if not losses:
        yield Verified(least, "open")
    else:
        yield Verified(least, "proven" if sum(map(cost, losses[0])) == sum(map(cost, lost)) else "wrong")


def _least(
    claims: Claims,
    explainer: Explainer,
    asked: Sequence[Constraint],
    given: Collection[str],
    lost: Collection[str],
    cost: Callable[[str], int],
    said: str,
) -> Verified:
    """That whatever costs less than what is lost spares some set that suffices."""

    def first(id: str, graded: Cost) -> Cost:
        return (cost(id), *graded)

    lines = explainer.lines(asked, given, Caps(losses=1, steps=5000), first).lines
    if not all(explainer.suffices([*given, *line], asked) for line in lines):
        return Verified(said, "open")
    hit = hits(lines, cost, sum(map(cost, lost)) - 1)
    return Verified(said, "open" if hit is None else "wrong" if hit else "proven")


def hits(lines: Sequence[tuple[str, ...]], cost: Callable[[str], int], most: int) -> bool | None:
    """Whether a set that costs at most so much has a member of every line; None where that takes too many steps."""
    waiting: list[tuple[frozenset[str], int]] = [(frozenset(), most)]
    for _ in range(STEPS):
        if not waiting:
            return False
        chosen, left = waiting.pop()
        missed = next((line for line in lines if chosen.isdisjoint(line)), None)
        if missed is None:
            return True
        waiting += [(chosen | {id}, left - cost(id)) for id in missed if cost(id) <= left]
    return None
