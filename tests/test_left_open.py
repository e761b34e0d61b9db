"""A group too large for the limit is told with its size and what it is made of, its plain bounds as outer bounds."""

from __future__ import annotations

from pathlib import Path

from tests.asking import ask, tell, written

COUNT = 60
"""So many spans of unlike lengths in barely more room than they need take longer than the test waits."""
LENGTHS = [n * 7 % 23 + 3 for n in range(COUNT)]
ROOM = sum(LENGTHS) + 1
TEXT = "\n".join([
    "chronology: {unit: year}",
    "periods:",
    "  alone: {duration: 3 years, start: 1234}",
    *(f"  r{n}: {{start: 1000/{1000 + ROOM}, end: 1000/{1000 + ROOM}, duration: {length} years}}"
      for n, length in enumerate(LENGTHS)),
    f"evidence: {{throne: {{holds: 'no two of [{', '.join(f'r{n}' for n in range(COUNT))}] overlap'}}}}",
])  # fmt: skip


def test_what_was_left_open_is_told(tmp_path: Path) -> None:
    folder = written(tmp_path, TEXT, rules=False)
    screen = " ".join(tell(folder, "infer", "r0", "--timeout", "1", code=3).split())
    assert (
        "what was left open holds 60 spans in unknown order (r0, r1, r10 and 57 more): give dates or an order" in screen
    )
    answer = ask(folder, "infer", "r0", "--timeout", "1", code=3)
    (found,) = answer["results"]
    # Whatever is possible lies in what the spans' own dates allow.
    assert not found["start"].get("proven", True)
    assert (found["start"]["earliest"], found["start"]["latest"]) == ("1000", str(1000 + ROOM - LENGTHS[0]))
    (note,) = [d for d in answer["diagnostics"] if d["code"] == "time-up"]
    assert "60 spans in unknown order" in note["help"]


def test_what_no_such_group_moves_is_answered(tmp_path: Path) -> None:
    """Though the time went into the group."""
    answer = ask(written(tmp_path, TEXT, rules=False), "infer", "alone", "r0", "--timeout", "8", code=3)
    alone, crowded = answer["results"]
    assert (alone["start"]["earliest"], alone["start"]["latest"]) == ("1234", "1234")
    assert alone["start"].get("proven", True)
    assert not crowded["start"].get("proven", True)
