"""Laws that every chronology keeps, tried on small random ones written as YAML and read by the real loader.

Each is built around a planted history, and everything it says is true of it, so that it is consistent whatever is left
out. Days are counted in days only: months do not shift. Ids, dates and the order of everything are filled in last, so
that the same chronology can be written in many ways.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono import questions
from chrono.engine.intervals import Interval
from chrono.engine.outcomes import Answer, Distance
from chrono.model.chronology import Certainty, Chronology
from chrono.model.omission import omissible
from chrono.questions.base import Base
from chrono.questions.options import Options
from tests import oracle
from tests.small import base_of, read

DAY_ONE = date(1900, 1, 1)
JDN_ONE = DAY_ONE.toordinal() + 1_721_425
RULES = {
    "vocabulary": {
        "mentions": {"says": "{document} mentions {event}", "slots": {"document": "document", "event": "event"}},
        "silent": {"says": "{document} is silent about {event}", "slots": {"document": "document", "event": "event"}},
        "lost": {
            "says": "pages of {document} on {event} are lost",
            "slots": {"document": "document", "event": "event"},
        },
    },
    "rules": {
        "mention": {"when": ["$d mentions $e"], "then": "end($d) >= start($e)", "certainty": "certain"},
        "silence": {
            "when": ["$d is silent about $e"],
            "unless": ["pages of $d on $e are lost"],
            "then": "end($d) <= known($e) + delay",
            "settings": {"delay": "1 day"},
            "certainty": "strong",
        },
    },
}
Spans = dict[str, tuple[int, int]]
Windows = dict[str, tuple[Interval, ...]]


@dataclass(frozen=True)
class Small:
    """A chronology before it is written: `@5@` stands for the day five days after the first."""

    kinds: Mapping[str, str]
    entries: Mapping[str, Mapping[str, str]]
    evidence: Mapping[str, Mapping[str, Any]]
    truth: Mapping[str, tuple[int, int]]

    def written(
        self, *, shift: int = 0, ids: Mapping[str, str] | None = None, order: random.Random | None = None
    ) -> str:
        """As YAML: all of it moved by some days, with other ids, or in another order."""
        sections: dict[str, Any] = {"events": {}, "periods": {}, "documents": {}}
        for id, fields in self.entries.items():
            sections[self.kinds[id]][id] = dict(fields)
        sections |= {"evidence": dict(self.evidence), **RULES}
        if order:
            sections = _shuffled(sections, order)
        text = json.dumps({k: v for k, v in sections.items() if v}, indent=1)
        text = re.sub(r"@(\d+)@", lambda n: (DAY_ONE + timedelta(days=int(n[1]) + shift)).isoformat(), text)
        return re.sub(r"\b[sp]\d+\b", lambda id: (ids or {}).get(id[0], id[0]), text)


def _shuffled(value: Any, order: random.Random) -> Any:
    if not isinstance(value, dict):
        return value
    keys = list(value)
    order.shuffle(keys)
    return {k: _shuffled(value[k], order) for k in keys}


# -- what is true of a planted history


def holds_in(truth: Mapping[str, tuple[int, int]], text: str, meant: bool) -> str:
    """The claim, or its denial where it is false."""
    return text if meant else f"not ({text})"


@st.composite
def claims(draw: st.DrawFn, truth: Mapping[str, tuple[int, int]]) -> str:
    """A constraint that the planted history keeps: an order, a distance, a day, a relation, an either/or."""
    ids = sorted(truth)
    a, b = draw(st.sampled_from(ids)), draw(st.sampled_from(ids))
    x, y = draw(st.sampled_from((0, 1))), draw(st.sampled_from((0, 1)))
    p, q = f"{('start', 'end')[x]}({a})", f"{('start', 'end')[y]}({b})"
    gap, slack = truth[a][x] - truth[b][y], draw(st.integers(0, 6))
    match draw(st.integers(0, 5)):
        case 0:
            return f"{p} <= {q} + {gap + slack} days" if gap + slack >= 0 else f"{p} + {-gap - slack} days <= {q}"
        case 1:
            return f"{p} <= @{truth[a][x] + slack}@"
        case 2:
            return f"{p} >= @{max(0, truth[a][x] - slack)}@"
        case 3:
            return holds_in(truth, f"{a} before {b}", truth[a][1] < truth[b][0])
        case 4:
            return f"{p} <= @{truth[a][x] + slack}@ or {q} >= @{truth[b][y] + 1 + slack}@"
        case _:
            far = draw(st.integers(3, 9))
            return f"{p} <= @{max(0, truth[a][x] - far)}@ or {p} >= @{truth[a][x]}@"


@st.composite
def pieces(draw: st.DrawFn, kinds: Mapping[str, str], truth: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """A piece of supporting evidence: what it holds or says is true, and it answers nothing."""
    certainty = draw(st.sampled_from(("certain", "strong", "moderate")))
    documents = [id for id in sorted(truth) if kinds[id] == "documents"]
    events = [id for id in sorted(truth) if kinds[id] == "events"]
    told = draw(st.booleans())
    if told and documents and events:
        d, e = draw(st.sampled_from(documents)), draw(st.sampled_from(events))
        if truth[d][1] >= truth[e][0]:
            return {"says": f"{d} mentions {e}", "certainty": certainty}
        return {"says": f"{d} is silent about {e}", "certainty": certainty}
    return {"holds": draw(claims(truth)), "certainty": certainty}


@st.composite
def chronologies(draw: st.DrawFn, most: int = 5) -> Small:
    """Two to four spans, some of them dated, and up to `most` pieces of supporting evidence."""
    kinds, entries, truth = {}, {}, {}
    for number in range(draw(st.integers(2, 4))):
        id = f"s{number}"
        kinds[id] = draw(st.sampled_from(("events", "documents", "periods", "documents")))
        start, end = sorted((draw(st.integers(0, 30)), draw(st.integers(0, 30))))
        truth[id] = (start, end)
        slack = draw(st.integers(1, 5))
        entries[id] = draw(
            st.sampled_from(
                (
                    {},
                    {"date": f"@{start}@/@{end}@"},
                    {"start": f"[@{max(0, start - slack)}@..@{start + slack}@]"},
                    {"end": f"[@{max(0, end - slack)}@,@{end}@]"}
                    if end - max(0, end - slack) > 1
                    else {"end": f"@{end}@"},
                    {"duration": f">= {max(0, end - start - slack)} days"},
                    {"start": f"@{start}@", "duration": f"<= {end - start + slack} days"},
                )
            )
        )
    evidence = {f"p{n}": draw(pieces(kinds, truth)) for n in range(draw(st.integers(1, most)))}
    return Small(kinds, entries, evidence, truth)


@st.composite
def disputed(draw: st.DrawFn) -> Small:
    """The same with silences, undercutters and answers of any certainty."""
    small = draw(chronologies())
    evidence = dict(small.evidence)
    documents = [id for id, kind in small.kinds.items() if kind == "documents"]
    events = [id for id, kind in small.kinds.items() if kind == "events"]
    if documents and events:
        d, e = draw(st.sampled_from(documents)), draw(st.sampled_from(events))
        if small.truth[d][1] <= small.truth[e][0] + 1:
            evidence["p20"] = {"says": f"{d} is silent about {e}", "certainty": "strong"}
        level = draw(st.sampled_from(("certain", "strong", "moderate")))
        evidence["p21"] = {"says": f"pages of {d} on {e} are lost", "certainty": level}
    if draw(st.booleans()):
        target = draw(st.sampled_from(sorted(evidence)))
        evidence["p22"] = {"holds": "start(s0) <= end(s0)", "against": [target], "certainty": "strong"}
    return replace(small, evidence=evidence)


# -- windows


def windows(chronology: Chronology, options: Options = questions.options.AS_WRITTEN) -> Windows:
    """Every window of every point."""
    asked = Base(chronology, options)
    assert asked.solver.consistent() is Answer.YES
    found = {}
    for point in asked.network.points:
        window = asked.solver.window(Distance(point))
        assert window.proven
        found[point] = window.intervals
    return found


def within(inner: tuple[Interval, ...], outer: tuple[Interval, ...]) -> bool:
    """Whether every value of the inner window is one of the outer."""
    inf = float("inf")

    def ends(interval: Interval) -> tuple[float, float]:
        first, last = interval
        return (-inf if first is None else first, inf if last is None else last)

    return all(any(a <= c and d <= b for a, b in map(ends, outer)) for c, d in map(ends, inner))


def narrower(new: Windows, old: Windows) -> bool:
    return all(within(new[point], old[point]) for point in old)


law = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@law
@given(disputed())
def test_the_planted_history_is_never_excluded(small: Small) -> None:
    found = windows(read(small.written()))
    for id, truth in small.truth.items():
        for edge, day in zip(("start", "end"), truth, strict=True):
            assert within(((JDN_ONE + day, JDN_ONE + day),), found[f"{edge}({id})"])


@law
@given(disputed(), st.data())
def test_supporting_evidence_never_widens_a_window(small: Small, data: st.DataObject) -> None:
    more = {**small.evidence, "p50": data.draw(pieces(small.kinds, small.truth))}
    before, after = read(small.written()), read(replace(small, evidence=more).written())
    assert narrower(windows(after), windows(before))


@law
@given(disputed(), st.data())
def test_what_undercuts_or_answers_supporting_evidence_never_narrows_one(small: Small, data: st.DataObject) -> None:
    supporting = [id for id in small.evidence if id not in ("p20", "p21", "p22")]
    silences = [
        re.findall(r"\bs\d+\b", str(e["says"])) for e in small.evidence.values() if " silent " in str(e.get("says"))
    ]
    level = data.draw(st.sampled_from(("certain", "strong", "moderate")))
    undercuts = data.draw(st.booleans())
    if undercuts and silences:
        document, event = data.draw(st.sampled_from(silences))
        added: dict[str, Any] = {"says": f"pages of {document} on {event} are lost", "certainty": level}
    else:
        # It says nothing else that could narrow: that a span begins before it ends is known.
        added = {
            "holds": "start(s0) <= end(s0)",
            "certainty": level,
            "against": [data.draw(st.sampled_from(supporting))],
        }
    before, after = read(small.written()), read(replace(small, evidence={**small.evidence, "p50": added}).written())
    assert narrower(windows(before), windows(after))


@law
@given(disputed(), st.integers(0, 99))
def test_order_and_names_change_nothing(small: Small, seed: int) -> None:
    order = random.Random(seed)
    found = windows(read(small.written()))
    assert windows(read(small.written(order=order))) == found
    # The same in several files.
    sections = json.loads(small.written(order=order))
    files = {"events.yaml": json.dumps({k: v for k, v in sections.items() if k in ("documents", "vocabulary")})}
    for number, key in enumerate(("rules", "evidence", "periods", "events")):
        if key in sections:
            files[f"evidence/{order.randint(0, 9)}-{number}.yaml"] = json.dumps({key: sections[key]})
    if "documents" in sections:
        assert windows(read(files)) == found
    # Other ids, in another alphabetical order.
    ids = [*small.entries, *small.evidence]
    names = dict(zip(ids, order.sample([f"n{n}x" for n in range(10, 99)], len(ids)), strict=True))
    renamed = windows(read(small.written(ids=names)))
    assert renamed == {re.sub(r"\bs\d+\b", lambda id: names[id[0]], point): w for point, w in found.items()}


@law
@given(disputed(), st.integers(1, 4000))
def test_a_shift_in_time_shifts_every_window(small: Small, days: int) -> None:
    def shifted(interval: Interval) -> Interval:
        first, last = interval
        return (None if first is None else first + days, None if last is None else last + days)

    found = windows(read(small.written()))
    moved = {point: tuple(map(shifted, intervals)) for point, intervals in found.items()}
    assert windows(read(small.written(shift=days))) == moved


@law
@given(disputed())
def test_every_printed_reason_suffices_and_is_minimal(small: Small) -> None:
    asked = Base(read(small.written()), questions.options.AS_WRITTEN)
    points, facts = asked.network.points, base_of(asked.network)
    for point in points:
        window = asked.solver.window(Distance(point))
        for bound, beyond in (
            ({"most": window.most}, (point, oracle.ORIGIN, -(window.most or 0) - 1)),
            ({"least": window.least}, (oracle.ORIGIN, point, (window.least or 0) - 1)),
        ):
            if None in bound.values():
                continue
            reason = asked.explainer.bound(Distance(point), **bound)
            assert reason is not None

            def forced(ids: list[str], beyond: oracle.Difference = beyond) -> bool:
                return not oracle.consistent(points, [*oracle.accepting(facts, ids), [[beyond]]])

            ids = list(reason.ids)
            assert forced(ids)
            assert not any(forced([i for i in ids if i != id]) for id in ids)


@settings(law, max_examples=15)
@given(chronologies(most=4), st.data())
def test_leaving_something_out_moves_a_bound_iff_every_argument_for_it_needs_it(
    small: Small, data: st.DataObject
) -> None:
    chronology = read(small.written())
    asked = Base(chronology, questions.options.AS_WRITTEN)
    found = {p: asked.solver.window(Distance(p)) for p in asked.network.points}
    bounded = [p for p in found if found[p].most is not None]
    if not bounded:
        return
    point = data.draw(st.sampled_from(bounded))
    latest = found[point].most
    assert latest is not None
    # Every smallest set that leaves no later day, by looking at every set there is.
    facts = [*base_of(asked.network), ((), [[(point, oracle.ORIGIN, -latest - 1)]])]
    arguments = oracle.minimal_conflicts(asked.network.points, facts)
    assert arguments
    for id in asked.network.ranks:
        assert id in omissible(chronology)
        left = windows(chronology, Options(without=(id,)))[point][-1][1]
        critical = all(id in argument for argument in arguments)
        assert (left != latest) == critical, (id, point, arguments)


@law
@given(disputed(), st.data())
def test_a_claim_is_entailed_iff_its_denial_is_refuted(small: Small, data: st.DataObject) -> None:
    claim = data.draw(claims(small.truth))
    if data.draw(st.booleans()):
        claim = f"({claim}) and start(s0) < @{data.draw(st.integers(0, 30))}@"
    text = json.loads(small.written())
    shown = replace(small, evidence={"p98": {"holds": claim}}).written()
    claim = json.loads(shown)["evidence"]["p98"]["holds"]
    text["hypotheses"] = {"said": {"claim": claim}, "denied": {"claim": f"not ({claim})"}}
    chronology = read(json.dumps(text))
    verdicts = {c.id: c.verdict for c in questions.check.check(chronology).results}
    opposite = {"entailed": "refuted", "refuted": "entailed", "undetermined": "undetermined"}
    assert verdicts["denied"] == opposite[verdicts["said"]]


@law
@given(disputed())
def test_what_holds_at_a_level_holds_at_every_lower_one(small: Small) -> None:
    asked = Base(read(small.written()), questions.options.AS_WRITTEN)
    for point in asked.network.points:
        levels = [
            asked.solver.window(Distance(point), asked.network.at_least(level)).intervals
            for level in sorted(Certainty, reverse=True)
        ]
        assert all(within(lower, higher) for higher, lower in pairwise(levels))


@settings(law, max_examples=60)
@given(chronologies())
def test_windows_are_those_of_the_oracle(small: Small) -> None:
    asked = Base(read(small.written()), questions.options.AS_WRITTEN)
    expected = oracle.values(asked.network.points, [ways for _, ways in base_of(asked.network)])
    found = {p: list(asked.solver.window(Distance(p)).intervals) for p in asked.network.points}
    assert found == expected
