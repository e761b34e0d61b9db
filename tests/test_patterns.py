"""A rule's conclusion read once and renamed for each instance is what reading it anew gives."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import dates
from chrono.core.diagnostics import NOWHERE
from chrono.dates import Scale
from chrono.grounding.anchors import Anchor
from chrono.grounding.claims import Translator
from chrono.language.expressions import parse

CLAIMS = (
    "end($a) <= start($b) + delay",
    "end($a) <= start($b) + 2 months",
    "start($a) >= 1939-08",
    "$a before $b",
    "$a during $b or $b before c",
    "$a $how $b",
    "duration($a) <= duration($b)",
    "start($a) - end($b) >= 3 days",
    "start($a) <= known($b)",
    "if $a overlaps $b then start($a) < 1940-01-15",
    "not ($a equals $b)",
    "end($a) = start($b)",
)
IDS = st.sampled_from(["a", "b", "c", "d"])
STATED = {
    f"{edge}({id})": Anchor(2_429_000 + 40 * n, 2_429_000 + 40 * n, (f"{id}.date",), (f"{id}.date",))
    for n, id in enumerate("ab")
    for edge in ("start", "end")
}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(CLAIMS),
    st.lists(st.tuples(IDS, IDS, st.sampled_from([(14, "days"), (1, "months")])), min_size=2, max_size=6),
    st.sampled_from(["day", "month", "year"]),
)
def test_what_is_renamed_is_what_is_read(text: str, bound: list[tuple[str, str, tuple[int, str]]], unit: str) -> None:
    claim, mistakes = parse(text, NOWHERE)
    assert claim is not None, mistakes
    stated = STATED if unit == "day" else {}
    one = Translator(Scale(unit), ["a"], stated)
    for a, b, delay in bound:
        bindings = {"a": a, "b": b} | ({"how": "before"} if "$how" in text else {})
        how = {"delay": dates.Duration((delay,))} if "delay" in text else {}
        anew = Translator(Scale(unit), ["a"], stated)
        with patch.object(anew, "_filled", return_value=None):
            assert one.formulas(claim, bindings, how) == anew.formulas(claim, bindings, how)


@pytest.mark.parametrize("text", ["end($a) <= start($b)", "$a before $b", "$a during $b"])
def test_a_conclusion_about_ids_alone_is_read_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    claim, _ = parse(text, NOWHERE)
    assert claim is not None
    translator = Translator(Scale(), [], {})
    first = translator.formulas(claim, {"a": "x", "b": "y"}, {})
    monkeypatch.setattr(translator, "_read", None)
    ((formula, ids),) = translator.formulas(claim, {"a": "p", "b": "q"}, {})
    assert (repr(formula), ids) == (repr(first[0][0]).replace("(x)", "(p)").replace("(y)", "(q)"), ())
