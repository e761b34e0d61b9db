"""A group too large for the limit is told with its size and what it is made of, its plain bounds as outer bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.asking import ask, tell, written

pytestmark = pytest.mark.usefixtures("own_time")

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


SHOP = """
0 29 1 78 2 9 3 36 4 49 5 11 6 62 7 56 8 44 9 21
0 43 2 90 4 75 9 11 3 69 1 28 6 46 5 46 7 72 8 30
1 91 0 85 3 39 2 74 8 90 5 10 7 12 6 89 9 45 4 33
1 81 2 95 0 71 4 99 6 9 8 52 7 85 3 98 9 22 5 43
2 14 0 6 1 22 5 61 3 26 4 69 8 21 7 49 9 72 6 53
2 84 1 2 5 52 3 95 8 48 9 72 0 47 6 65 4 6 7 25
1 46 0 37 3 61 2 13 6 32 5 21 9 32 8 89 7 30 4 55
2 31 0 86 1 46 5 74 4 32 6 88 8 19 9 48 7 36 3 79
0 76 1 69 3 76 5 51 2 85 9 11 6 40 7 89 4 26 8 74
1 85 0 13 2 61 6 7 8 64 9 76 5 47 3 52 4 90 7 45
"""
"""Ten jobs on ten machines, which took a quarter of a century to solve (Fisher & Thompson 1963; Carlier & Pinson 1989):
of each task the machine and how long it takes."""


def beside_a_job_shop() -> str:
    """Four charters that something ties together, and what nobody decides while the test waits."""
    jobs = [[(m, d) for m, d in batched(map(int, line.split()))] for line in SHOP.split("\n") if line]
    rows = [
        f"  j{n}m{m}: {{date: between 1000 and 1935, duration: {d} years}}"
        for n, job in enumerate(jobs)
        for m, d in job
    ]
    orders = [", ".join(f"j{n}m{m}" for m, _ in job) for n, job in enumerate(jobs)]
    machines = [", ".join(f"j{n}m{m}" for n in range(10)) for m in range(10)]
    return "\n".join([
        "chronology: {unit: year}",
        "events:",
        *(f"  c{n}: {{date: between {1100 + 5 * n} and {1120 + 5 * n}}}" for n in range(4)),
        "periods:",
        *rows,
        "sequences:",
        *(f"  - {{of: [{order}], gaps: allowed}}" for order in orders),
        *(f"  - {{of: [{machine}], gaps: allowed, order: unknown}}" for machine in machines),
        "evidence:",
        *(f"  o{n}: {{holds: c{n} before c{n + 1}}}" for n in range(3)),
        "  either: {holds: c2 within 1113 or c2 within 1122}",
    ])  # fmt: skip


def batched(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The numbers by two."""
    both = iter(numbers)
    return zip(both, both, strict=True)


def test_what_is_not_tied_to_what_nobody_decides_is_answered(tmp_path: Path) -> None:
    """With its either/ors and its reasons, whatever is asked about first; the rest by its plain bounds."""
    folder = written(tmp_path, beside_a_job_shop(), rules=False)
    answer = ask(folder, "infer", "j0m0", "c2", "c3", "--timeout", "12", code=3)
    assert answer["status"] == "unknown"
    shop, *charters = answer["results"]
    assert not shop["start"].get("proven", True)
    assert shop["start"]["earliest"] == "1000"
    for charter, (first, last) in zip(charters, (("1113", "1122"), ("1115", "1135")), strict=True):
        assert (charter["start"]["earliest"], charter["start"]["latest"]) == (first, last)
        assert charter["start"].get("proven", True)
    (note,) = [d for d in answer["diagnostics"] if d["code"] == "time-up"]
    assert "10 spans in unknown order" in note["help"]
    # A chronology without the job shop says the same of them.
    alone = beside_a_job_shop().split("periods:")[0] + "evidence:" + beside_a_job_shop().split("evidence:")[1]
    (tmp_path / "alone").mkdir()
    told = ask(written(tmp_path / "alone", alone, rules=False), "infer", "c2", "c3")["results"]
    assert [c["start"] for c in charters] == [c["start"] for c in told]
    screen = " ".join(tell(folder, "explain", "c2", "--start", "--earliest", "--timeout", "6", code=3).split())
    assert "began not earlier than 1113" in screen
