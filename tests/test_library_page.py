"""docs/library.md is true: its examples run, and whatever stands behind `#` in them is what comes out."""

from __future__ import annotations

import ast
import re
from typing import Any

from tests.small import ROOT

PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
SHOWN = re.compile(r"^(\S.*?)\s+# (.+)$", re.MULTILINE)


def test_the_examples_are_true() -> None:
    names: dict[str, Any] = {}
    compared = 0
    for block in re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        exec(block, names)
        for expression, value in SHOWN.findall(block):
            assert eval(expression, names) == ast.literal_eval(value), expression
            compared += 1
    assert compared > 20


def test_every_question_is_told() -> None:
    from chrono import Chronology

    asked = {n for n, m in vars(Chronology).items() if callable(m) and not n.startswith("_")}
    other = {"load", "loads", "varied", "options", "read_claim", "mentions"}
    told = {name for row in re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE) for name in re.findall(r"`(\w+)", row)}
    assert asked - other <= told, sorted(asked - other - told)
