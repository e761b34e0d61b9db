"""A bare relation of times said of things that are in one another otherwise is warned of, and told as what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono.core.diagnostics import Diagnostic
from chrono.language.expressions import RELATIONS
from chrono.language.telling import in_time
from chrono.loading import load

BASE = """
people: {king: {}}
events: {siege: {}}
periods: {pit: {}, coin: {}, reign: {}}
documents: {codex: {}, poem: {}}
vocabulary:
  related: {says: "{a} {relation} {b}", slots: {a: span, relation: relation, b: span}}
  found: {says: "{find} was found in {deposit}", slots: {find: span, deposit: span}}
  mentions: {says: "{document} mentions {event}", slots: {document: document, event: span}}
  holds: {says: "{copy} contains {document}", slots: {copy: document, document: document}}
evidence: {said: {%s}}
"""


def warned(said: str, folder: Path) -> list[Diagnostic]:
    (folder / "events.yaml").write_text(BASE % said, encoding="utf-8")
    loaded = load(folder)
    assert loaded.chronology is not None
    return [d for d in loaded.diagnostics if d.code == "relation-of-times"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("pit contains coin", "coin was found in pit"),
        ("pit includes coin", "coin was found in pit"),
        ("coin within pit", "coin was found in pit"),
        ("pit contains king", "king was found in pit"),
        ("pit contains poem", "poem was found in pit"),
        ("codex contains siege", "codex mentions siege"),
        ("codex contains reign", "codex mentions reign"),
        ("codex includes king", "codex mentions king"),
        ("codex includes poem", "codex contains poem"),
        ("poem within codex", "codex contains poem"),
    ],
)
def test_what_is_meant_is_offered(said: str, meant: str, tmp_path: Path) -> None:
    (warning,) = warned(f"says: {said}", tmp_path)
    assert warning.severity == "warning"
    assert all(f"`{text}`" in warning.help for text in (meant, f"holds: {said}"))
    (fix,) = warning.fixes
    assert fix.text == meant
    assert not warned(f"says: {fix.text}", tmp_path)


@pytest.mark.parametrize(
    "said",
    [
        "says: reign contains siege",
        "says: siege during reign",
        "says: poem within reign",
        "says: king within reign",
        "says: codex contains poem",
        "says: coin overlaps pit",
        "holds: pit contains coin",
        "denies: pit contains coin",
    ],
)
def test_what_is_said_of_times_is_left_in_peace(said: str, tmp_path: Path) -> None:
    assert not warned(said, tmp_path)


def test_of_many_things_one_is_named(tmp_path: Path) -> None:
    (warning,) = warned("says: $layer includes $find, for: {layer: [pit, reign], find: [siege, coin, king]}", tmp_path)
    assert "`coin was found in pit`" in warning.help
    assert not warning.fixes


def test_without_a_sentence_for_it_only_the_times_are_offered(tmp_path: Path) -> None:
    text = (BASE % "says: pit contains coin").replace("was found in", "lay somewhere in")
    (tmp_path / "events.yaml").write_text(text, encoding="utf-8")
    (warning,) = load(tmp_path).diagnostics
    assert warning.help.startswith("`holds: pit contains coin`")


@pytest.mark.parametrize(
    ("relation", "told"),
    [
        ("contains", "a began before b began and ended after b ended"),
        ("during", "a began after b began and ended before b ended"),
        ("within", "a began no earlier than b began and ended no later than b ended"),
        ("overlaps", "a began before b began, ended after b began and ended before b ended"),
        ("met by", "a began when b ended"),
        ("contemporary  with", "a began no later than b ended and ended no earlier than b began"),
    ],
)
def test_a_relation_is_told_in_words(relation: str, told: str) -> None:
    assert in_time("a", relation, "b") == told


def test_relations_that_are_told_alike_say_the_same() -> None:
    told: dict[str, set[str]] = {}
    for relation in RELATIONS:
        told.setdefault(in_time("a", relation, "b"), set()).add(relation)
    assert sorted(map(sorted, (alike for alike in told.values() if alike - {min(alike)}))) == [
        ["after", "starts after end of"],
        ["before", "ends before start of"],
    ]
