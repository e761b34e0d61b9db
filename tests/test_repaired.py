"""What `infer` gives up of contradictory evidence, and which other repairs it names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from chrono import Chronology
from tests.asking import ask, run, written

KEPT_DOWN = """
chronology: {unit: year}
documents: {d: {}}
evidence:
  a: {holds: end(d) <= 1100, against: b}
  b: {holds: end(d) <= 1110}
  c: {holds: start(d) >= 1120}
"""


def test_what_is_given_up_does_not_bring_back_what_contradicts_the_rest() -> None:
    # Without a, b counts again and contradicts c as well: c alone is the least.
    answer = Chronology.loads(KEPT_DOWN).infer("d")
    assert answer.repaired == ("c",)
    assert [other.given_up for cluster in answer.clusters for other in cluster.others] == [("a", "b")]
    (result,) = answer.results
    assert (result.end.window.intervals, result.stands) == (((None, 1100),), "hangs")


def test_another_repair_is_taken_whole() -> None:
    answer = Chronology.loads(KEPT_DOWN).infer("d", repair=2)
    assert answer.repaired == ("a", "b")
    (result,) = answer.results
    assert result.start.window.intervals == ((1120, None),)


# -- both sides of whatif

APART = """
chronology: {unit: year}
documents: {a: {}, b: {end: ../1300}}
evidence:
  even: {holds: start(a) >= 1110}
  odd: {holds: end(a) <= 1100}
"""


def whatif(folder: Path, overlay: str) -> dict[str, Any]:
    (folder / "rivals").mkdir()
    (folder / "rivals" / "one.yaml").write_text(overlay, encoding="utf-8")
    return ask(folder, "whatif", "--with", "rivals/one.yaml", code=1)


def test_whatif_gives_up_the_same_on_both_sides_where_that_is_as_cheap(tmp_path: Path) -> None:
    """More rests on `even` now, so that `odd` would be preferred: but nothing moves by that."""
    folder = written(tmp_path, APART, rules=False)
    text = "changes: {even: {holds: [start(a) >= 1110, end(a) >= 1110, end(b) >= 1110]}}\n"
    told = whatif(folder, text)
    assert (told["before"]["repaired"], told["after"]["repaired"]) == (["even"], ["even"])
    assert ask(folder, "infer", "--with", "rivals/one.yaml", code=1)["repaired"] == ["odd"]
    assert told["windows"] == []
    screen = run(folder, "whatif", "--with", "rivals/one.yaml").stdout
    assert "Compared without even on both sides; --strict" in screen
    (tmp_path / "saved.json").write_text(json.dumps(told), encoding="utf-8")
    assert run(folder, "verify", str(tmp_path / "saved.json")).exit_code == 0


def test_whatif_says_where_not_the_same_is_given_up(tmp_path: Path) -> None:
    folder = written(tmp_path, APART, rules=False)
    told = whatif(folder, "changes: {even: {weight: 3}}\n")
    assert (told["before"]["repaired"], told["after"]["repaired"]) == (["even"], ["odd"])
    assert told["windows"]
    screen = run(folder, "whatif", "--with", "rivals/one.yaml").stdout
    assert "Compared without even before and without odd after" in screen
    assert "Not the same is given up before and after" in screen
