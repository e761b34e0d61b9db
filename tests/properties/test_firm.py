"""How windows and verdicts stand on random contradictory chronologies, against each repair asked about by itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from chrono import Chronology
from chrono.answers.check import Check
from chrono.answers.infer import Inference
from chrono.questions.repaired import numbered

SPANS = ("a", "b", "c")
years = st.integers(1100, 1112)
bounds = st.one_of(
    st.builds("start({}) >= {}".format, st.sampled_from(SPANS), years),
    st.builds("end({}) <= {}".format, st.sampled_from(SPANS), years),
    st.builds("end({0[0]}) + {1} years <= start({0[1]})".format, st.permutations(SPANS), st.integers(0, 6)),
)
claims = st.one_of(bounds, st.builds("{} or {}".format, bounds, bounds))
certainties = st.sampled_from(("strong", "moderate"))


@st.composite
def chronologies(draw: st.DrawFn) -> str:
    """Three spans, one of them with two dates, up to six pieces of evidence and three hypotheses."""
    first, second = sorted((draw(years), draw(years)))
    lines = ["chronology: {unit: year}", "documents:", "  a: {}", "  b: {}", f'  c: {{start: "[{first},{second}]"}}']
    lines.append("evidence:")
    for n, claim in enumerate(draw(st.lists(claims, min_size=3, max_size=6))):
        lines.append(f"  e{n}: {{holds: {claim}, certainty: {draw(certainties)}}}")
    lines.append("hypotheses:")
    lines += [f"  h{n}: {{claim: {draw(claims)}, severity: warn}}" for n in range(3)]
    return "\n".join(lines)


def windows(answer: Inference) -> dict[str, object]:
    return {result.id: (result.start.window, result.end.window) for result in answer.results}


def verdicts(answer: Check) -> dict[str, object]:
    return {result.id: result.verdict for result in answer.results}


def smallest(ask: Chronology, ids: list[str]) -> Iterator[tuple[str, ...]]:
    """Every smallest set without which the rest can be true."""
    found: list[frozenset[str]] = []
    for lost in chain.from_iterable(combinations(ids, n) for n in range(len(ids) + 1)):
        if any(other.issubset(lost) for other in found):
            continue
        if ask.infer("a", repair=None, without=lost).status == "consistent":
            found.append(frozenset(lost))
            yield lost


@settings(max_examples=30, deadline=None)
@given(chronologies())
def test_what_stands_is_what_each_repair_leaves(text: str) -> None:
    ask = Chronology.loads(text)
    inferred = ask.infer()
    assume(inferred.status == "inconsistent")
    checked = ask.check()
    under = {
        number: (windows(ask.infer(repair=None, without=lost)), verdicts(ask.check(repair=None, without=lost)))
        for number, lost in numbered(inferred.clusters)
    }
    dearer = {other.number for cluster in inferred.clusters for other in cluster.others if other.dearer}
    ids = ["c.start", *(piece.id for piece in ask.value.evidence)]
    every = [
        (windows(ask.infer(repair=None, without=lost)), verdicts(ask.check(repair=None, without=lost)))
        for lost in smallest(ask, ids)
    ]
    for told, place in ((windows(inferred), 0), (verdicts(checked), 1)):
        assert told == under[1][place]
        for result in (inferred, checked)[place].results:
            moved = [number for number, found in under.items() if found[place][result.id] != told[result.id]]
            assert [other.repair for other in result.under] == moved
            for other in result.under:
                now = other.verdict if place else (other.start, other.end)
                assert now == under[other.repair][place][result.id]
            event(f"{('a window', 'a verdict')[place]}: {result.stands}")
            assert (result.stands == "hangs") == any(number not in dearer for number in moved)
            if result.stands == "firm":
                assert all(found[place][result.id] == told[result.id] for found in every)
    event(f"{len(every)} repairs")
