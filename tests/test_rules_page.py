"""The page of the standard rules: every rule of `rules/` stands on it."""

from __future__ import annotations

import re
from pathlib import Path

from chrono import loading

ROOT = Path(__file__).parents[1]


def test_every_standard_rule_is_on_its_page() -> None:
    chronology = loading.load(ROOT).chronology
    assert chronology is not None
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    missing = [rule.id for rule in chronology.rules if not re.search(rf"^\*\*{rule.id}\*\*", page, re.M)]
    assert len(chronology.rules) > 25
    assert missing == []
