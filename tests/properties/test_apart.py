"""`no two of [...] overlap` says what its pairs say one by one: windows, contradictions and verdicts are the same."""

from __future__ import annotations

import os
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.core.points import end_of, start_of
from chrono.engine.formulas import AnyOf, Formula, holds, is_conjunctive
from chrono.engine.outcomes import Answer, Distance
from chrono.grounding.encoding import claim_constraints
from chrono.model.chronology import Certainty
from chrono.questions.base import Base
from tests.small import base, read

MORE = int(os.environ.get("CHRONO_FUZZ", "1"))
IDS = ("a", "b", "c", "d", "e")


@st.composite
def spans(draw: st.DrawFn) -> str:
    """Periods in little room, some of them dated more closely."""
    room = draw(st.integers(4, 16))
    lines, pieces = [], []
    for id in IDS[: draw(st.integers(2, 5))]:
        length = draw(st.sampled_from(["0 years", "1 year", "2 years", ">= 3 years", "2..4 years", ">= 0 years"]))
        first, last = (1100 + draw(st.integers(0, room)) for _ in range(2))
        lines.append(f"  {id}: {{duration: '{length}'}}")
        pieces.append(f"  {id}-lies: {{holds: [start({id}) >= {first}, end({id}) <= {max(last, 1102)}]}}")
    return "chronology: {unit: year}\nperiods:\n" + "\n".join([*lines, "evidence:", *pieces]) + "\n"


def pairwise(ids: tuple[str, ...]) -> str:
    return " and ".join(f"(end({x}) <= start({y}) or end({y}) <= start({x}))" for x, y in combinations(ids, 2))


def answers(found: Base, ids: tuple[str, ...]) -> list[object]:
    solver = found.solver
    told: list[object] = [solver.consistent()]
    if told[0] is Answer.YES:
        told += [solver.window(Distance(point)) for id in ids for point in (start_of(id), end_of(id))]
    return told


@settings(max_examples=60 * MORE, deadline=None)
@given(spans(), st.data())
def test_one_statement_says_what_its_pairs_say(text: str, data: st.DataObject) -> None:
    declared = tuple(id for id in IDS if f"  {id}: " in text)
    ids = tuple(data.draw(st.permutations(declared)))[: data.draw(st.integers(2, len(declared)))]
    short = f"no two of [{', '.join(ids)}] overlap"
    for claim, other in ((short, pairwise(ids)), (f"not ({short})", f"not ({pairwise(ids)})")):
        said, spelled = (base(text + f"  one: {{holds: '{c}'}}\n") for c in (claim, other))
        assert answers(said, declared) == answers(spelled, declared)


@settings(max_examples=100 * MORE, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), min_size=2, max_size=5))
def test_claims_and_denials_are_what_they_say(places: list[tuple[int, int]]) -> None:
    """Of spans that lie somewhere."""
    ids = IDS[: len(places)]
    chronology = read("periods: {" + ", ".join(f"{id}: {{}}" for id in ids) + "}\nhypotheses:\n"
                      f"  h: {{claim: 'no two of [{', '.join(ids)}] overlap'}}\n")  # fmt: skip
    history = {start_of(id): start for id, (start, _) in zip(ids, places, strict=True)}
    history |= {end_of(id): start + length for id, (start, length) in zip(ids, places, strict=True)}
    # What two of them may share is a boundary: no time, and no instant within the other's time.
    overlap = any(
        min(s + long, t + wide) > max(s, t) or s < t == t + wide < s + long or t < s == s + long < t + wide
        for (s, long), (t, wide) in combinations(places, 2)
    )
    claimed, denied = claim_constraints(chronology, chronology.hypotheses[0].claim.claim, Certainty.MODERATE)
    assert all(holds(c.formula, history) for c in claimed) == (not overlap)
    assert all(holds(c.formula, history) for c in denied) == overlap


def test_it_is_one_constraint_of_one_piece_of_evidence() -> None:
    text = "periods: {a: {}, b: {}, c: {}}\nevidence: {e: {holds: 'no two of [c, a, b] overlap'}}"
    found = base(text)
    (own,) = [c for c in found.network.constraints if c.ids]
    assert own.ids == ("e",)
    parts: tuple[Formula, ...] = getattr(own.formula, "parts", ())
    assert len(parts) == 3
    assert all(isinstance(part, AnyOf) for part in parts)
    assert not is_conjunctive(own.formula)
