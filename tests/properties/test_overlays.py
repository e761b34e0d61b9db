"""A chronology under an overlay is the chronology with its files edited by hand: the same windows and verdicts."""

from __future__ import annotations

import json
import os
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono.answers.check import Check
from chrono.answers.infer import Inference
from chrono.loading import Memory, load
from chrono.questions.check import check
from chrono.questions.infer import infer
from chrono.questions.options import Options

MORE = int(os.environ.get("CHRONO_FUZZ", "1"))
SOME = settings(max_examples=80 * MORE, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SPANS = ("a", "b", "c")
LEVELS = st.sampled_from(["weak", "moderate", "strong", "certain"])
DATES = st.one_of(
    st.integers(1100, 1115).map(str),
    st.tuples(st.integers(1100, 1107), st.integers(1108, 1115)).map(lambda years: f"{years[0]}/{years[1]}"),
)
SAID = st.one_of(
    st.permutations(SPANS).map(lambda ids: {"says": f"{ids[0]} follows {ids[1]}"}),
    st.permutations(SPANS).map(lambda ids: {"says": f"{ids[0]} does not follow {ids[1]}"}),
    st.tuples(st.sampled_from(SPANS), st.integers(1100, 1115)).map(lambda t: {"holds": f"end({t[0]}) <= {t[1]}"}),
    st.tuples(st.sampled_from(SPANS), st.integers(1100, 1115)).map(lambda t: {"holds": f"start({t[0]}) >= {t[1]}"}),
)
PIECE = st.builds(lambda said, level: {**said, "certainty": level}, SAID, LEVELS)
ENTRY = st.fixed_dictionaries({}, optional={"date": DATES, "certainty": LEVELS, "tags": st.just("t")})
FRAME: dict[str, Any] = {
    "vocabulary": {
        "follows": {"says": "{x} follows {y}", "slots": {"x": "period", "y": "period"}},
        "not": {"says": "{x} does not follow {y}", "slots": {"x": "period", "y": "period"}},
    },
    "rules": {
        "after": {
            "when": "$x follows $y",
            "unless": "$x does not follow $y",
            "then": "start($x) >= end($y) + gap",
            "settings": {"gap": "1 year"},
        }
    },
    "hypotheses": {"h": {"claim": "end(a) < start(b)"}},
}


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """What the files hold, what is laid over them, and what the files hold once they are edited."""
    pieces = {f"e{number}": piece for number, piece in enumerate(draw(st.lists(PIECE, min_size=2, max_size=5)))}
    base = {
        "chronology": {"unit": "year", "admit": "moderate"},
        "periods": {id: draw(ENTRY) for id in SPANS},
        "evidence": pieces,
        **deepcopy(FRAME),
    }
    edited = deepcopy(base)
    over: dict[str, Any] = {"without": [], "changes": {}}
    for id in draw(st.lists(st.sampled_from(sorted(pieces)), unique=True, max_size=2)):
        over["without"].append(id)
        del edited["evidence"][id]
    if draw(st.booleans()) and draw(st.booleans()):
        over["without"].append("rule:after")
        del edited["rules"]["after"]
    for section, id in [("periods", id) for id in SPANS] + [("evidence", id) for id in edited["evidence"]]:
        if not draw(st.integers(0, 2)):
            fresh = draw(ENTRY if section == "periods" else PIECE)
            entry = edited[section][id]
            kept = draw(st.sets(st.sampled_from(sorted(entry)))) if entry and section == "periods" else set()
            gone = {key: None for key in entry if key not in fresh and key not in kept}
            if fresh or gone:
                over["changes"][id] = {**gone, **fresh}
                edited[section][id] = {key: value for key, value in {**entry, **fresh}.items() if key not in gone}
    if draw(st.booleans()):
        over["set"] = {draw(st.sampled_from(["gap", "after.gap"])): "3 years"}
        if "after" in edited["rules"]:
            edited["rules"]["after"]["settings"]["gap"] = "3 years"
    if draw(st.booleans()):
        over["at-least"] = edited["chronology"]["admit"] = draw(LEVELS)
    if draw(st.booleans()):
        over["evidence"] = {"added": draw(PIECE)}
        edited["evidence"]["added"] = over["evidence"]["added"]
    return base, {key: value for key, value in over.items() if value}, edited


def told(files: dict[str, dict[str, Any]], *laid_over: str) -> list[object]:
    source = Memory({name: json.dumps(content) for name, content in files.items()})
    loaded = load(source, tuple(Path(name) for name in laid_over))
    assert loaded.chronology is not None, [str(d) for d in loaded.diagnostics]
    options = Options(overlays=tuple(Path(name) for name in laid_over))
    windows, verdicts = infer(loaded.chronology, SPANS, options), check(loaded.chronology, (), options)
    return [*_windows(windows), *_verdicts(verdicts)]


def _windows(answer: Inference) -> list[object]:
    conflicts = sorted(conflict.ids for conflict in answer.conflicts)
    levels = [[(level.at_least, level.start, level.end) for level in result.levels] for result in answer.results]
    return [answer.status, conflicts, levels, [(r.start.window, r.end.window, r.duration) for r in answer.results]]


def _verdicts(answer: Check) -> list[object]:
    return [(result.id, result.verdict, result.reason and result.reason.ids) for result in answer.results]


@SOME
@given(cases())
def test_laid_over_is_edited_by_hand(case: tuple[dict[str, Any], dict[str, Any], dict[str, Any]]) -> None:
    base, over, edited = case
    files = {"events.yaml": base, "rivals/r.yaml": over}
    assert told(files, *(["rivals/r.yaml"] if over else [])) == told({"events.yaml": edited})
