"""What `infer` gives up of contradictory evidence, and which other repairs it names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chrono import Chronology
from chrono.engine import repairs
from chrono.questions import clusters
from chrono.questions.repaired import numbered
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


def test_what_a_line_does_is_compared_as_whatif_compares_it(tmp_path: Path) -> None:
    other = "  same: {holds: end(a) <= 1105}\n"
    folder = written(tmp_path, APART + other, rules=False)
    line = APART.split("\n").index("  odd: {holds: end(a) <= 1100}") + 1
    told = ask(folder, "explain", f"events.yaml:{line}", code=1)["without"]
    asked = ask(folder, "whatif", "--without", "odd", code=1)
    assert told["before"]["repaired"] == ["even"]
    assert told["windows"]
    assert all(told[key] == asked[key] for key in ("windows", "verdicts"))
    assert "Compared without even on both sides" in run(folder, "explain", f"events.yaml:{line}").stdout
    strict = ask(folder, "explain", f"events.yaml:{line}", "--strict", code=1)
    assert (strict["asked"]["strict"], strict["without"]["windows"]) == (True, [])
    refused = run(folder, "explain", f"events.yaml:{line}", "--repair", "2")
    assert (refused.exit_code, "leave out --repair" in refused.stderr) == (2, True)


def test_what_is_given_up_has_the_room_that_no_window_takes(tmp_path: Path) -> None:
    clusters = "".join(f"  {id}-{n}: {{holds: {c}(a{n}) {s}}}\n" for n in (1, 2) for id, c, s in SIDES)
    clusters += "  other: {holds: end(a1) <= 1200}\n"
    text = f"documents: {{a1: {{}}, a2: {{}}}}\nevidence:\n{clusters}"
    told = run(written(tmp_path, text, rules=False), "explain", "events.yaml:7").stdout
    assert "\n  give up early-one-1 and early-one-2\n" in told


SIDES = (("early-one", "end", "<= 1100"), ("later-one", "start", ">= 1110"))


# -- what answers or is answered, and is given up by no preferred repair

ANSWERING = """
chronology: {unit: year}
documents: {d: {start: 1101}, c: {end: ../1100}}
evidence:
  first: {holds: start(d) >= 1104}
  late: {holds: start(c) >= 1104, certainty: certain}
  second: {holds: end(d) < start(c), against: [first]}
"""


def test_another_repair_that_brings_evidence_back_is_taken_as_the_files_say() -> None:
    # Without `second`, `first` counts again and contradicts the date of d.
    ask = Chronology.loads(ANSWERING)
    answer = ask.infer("d")
    others = {other.number: other.given_up for cluster in answer.clusters for other in cluster.others}
    assert (answer.repaired, {*others.values()}) == (
        ("c.end",),
        {("d.start", "late"), ("first", "late", "second")},
    )
    for number, given_up in others.items():
        assert ask.infer("d", repair=number).repaired == given_up
        assert ask.infer("d", repair=None, without=given_up).status == "consistent"


KNOWN = """
chronology: {unit: year}
events: {v: {known: 1100}}
documents: {d: {}, c: {}}
evidence:
  both: {holds: [start(d) >= 1105, end(c) <= 1102]}
  late: {holds: start(c) >= 1105, certainty: strong}
  news: {holds: start(d) <= known(v)}
"""


def test_a_window_is_not_firm_where_what_is_given_up_elsewhere_ties_it() -> None:
    # Without v.known it is known from its start on, and `news` moves that.
    ask = Chronology.loads(KNOWN)
    answer = ask.infer("v")
    assert answer.repaired == ("both",)
    others = [(other.number, other.given_up) for cluster in answer.clusters for other in cluster.others]
    assert ("late", "v.known") in [given_up for _, given_up in others]
    (result,) = answer.results
    moved = [n for n, ids in others if ask.infer("v", repair=n).results[0].start.window != result.start.window]
    assert [under.repair for under in result.under] == moved
    assert result.stands == "steady"


ANSWERED = """
chronology: {unit: year}
documents: {d: {end: ../1103}, c: {date: 1105/1109}}
evidence:
  late: {holds: end(d) >= 1107}
  no: {against: late}
  yet: {holds: start(c) <= 1103, against: no}
"""


def test_nothing_is_given_up_that_need_not_be_where_evidence_comes_back() -> None:
    # Without `yet`, `no` counts again and answers `late`, which then contradicts nothing.
    answer = Chronology.loads(ANSWERED).infer("d")
    assert answer.repaired == ("yet",)
    assert ("c.date", "late") in [other.given_up for cluster in answer.clusters for other in cluster.others]


def chain(length: int) -> str:
    """Spans that begin one after another, the first after the last; one step also says when something else was."""
    spans = "".join(f"  p{n}: {{}}\n" for n in range(length + 1))
    steps = "".join(f"  e{n:02}: {{holds: start(p{n}) <= start(p{n + 1})}}\n" for n in range(length - 1))
    return (
        f"chronology: {{unit: year}}\nevents:\n  other: {{}}\n{spans}evidence:\n{steps}"
        f"  z: {{holds: [start(p{length - 1}) <= start(p{length}), start(other) >= 1000]}}\n"
        "  low: {holds: start(p0) >= 1110, certainty: certain}\n"
        f"  high: {{holds: start(p{length}) <= 1100, certainty: certain}}\n"
    )


@pytest.mark.parametrize("number", [1, 2])
def test_what_a_repair_moves_that_was_not_looked_for_is_not_firm_under_any_repair(number: int) -> None:
    ask = Chronology.loads(chain(30))
    answer = ask.infer("other", repair=number)
    assert not any(cluster.known for cluster in answer.clusters)
    assert answer.results[0].stands == "unknown"
    (moved,) = ask.infer("other", repair=None, without=("z",)).results
    assert moved.start.window != answer.results[0].start.window


# -- clusters of which each is mended by itself

LESS_CERTAIN = """
chronology: {unit: year}
documents: {d0: {}, d1: {}}
events: {v: {start: 1106}}
evidence:
  same: {holds: start(d0) = start(d1)}
  after: {holds: end(v) < start(d1)}
  heavy: {holds: end(v) <= 1100, certainty: certain, weight: 2}
  strong: {holds: end(d0) <= 1101, certainty: strong}
"""
EITHER_KEPT = """
chronology: {unit: year}
documents: {d0: {}, d1: {}}
evidence:
  e2: {holds: [duration(d0) <= 1 years, d0 before d1], certainty: certain}
  e4: {holds: [end(d0) >= 1104, start(d1) <= 1100], certainty: certain}
  e5: {holds: d1 within d0, certainty: certain}
  e6: {holds: start(d0) >= 1104}
  e7: {holds: [end(d0) >= 1101, end(d0) <= 1102]}
"""


@pytest.mark.parametrize(
    ("text", "given_up"),
    [(LESS_CERTAIN, {"heavy", "strong"}), (EITHER_KEPT, {"e4", "e5", "e7"}), (EITHER_KEPT, {"e4", "e5", "e6"})],
)
def test_all_repairs_that_give_up_nothing_more_certain_are_told(
    text: str, given_up: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repairs, "MOST_TOGETHER", 0)
    answer = Chronology.loads(text).infer()
    assert all(cluster.known and not cluster.whole for cluster in answer.clusters)
    assert given_up in [set(ids) for _, ids in numbered(answer.clusters)]


ONE_DAY = """
chronology: {unit: day}
documents: {deed: {date: between 1100 and 1101, duration: 0 days}}
evidence:
  late: {holds: start(deed) >= 1110}
"""


def test_repairs_of_dates_beside_a_length_in_days_are_all_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many days are as many from whichever day they are counted: nothing else counts without the date."""
    monkeypatch.setattr(repairs, "MOST_TOGETHER", 0)
    monkeypatch.setattr(clusters, "MOST_ANEW", 0)
    (cluster,) = Chronology.loads(ONE_DAY).infer().clusters
    assert cluster.known
    (cluster,) = Chronology.loads(ONE_DAY.replace("0 days", "2 months")).infer().clusters
    assert not cluster.known


AS_CHEAP = """
chronology: {unit: year}
documents: {deed: {}, other: {}, third: {}}
evidence:
  high: {holds: end(deed) <= 1100}
  known: {holds: start(other) >= 1130}
  begun: {holds: start(deed) >= start(other)}
  ended: {holds: [end(deed) >= start(other), start(third) >= 1050]}
"""


def test_what_nothing_moves_that_is_as_cheap_is_firm_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of `high` could go `known`, which is as cheap, or `begun` and `ended`."""
    folder = written(tmp_path, AS_CHEAP, rules=False)
    others = ask(folder, "infer", code=1)["clusters"][0]["others"]
    assert [other["given_up"] for other in others] == [["known"], ["begun", "ended"]]
    monkeypatch.setattr(repairs, "MOST_TOGETHER", 0)
    monkeypatch.setattr(repairs, "MOST_DISCUSSED", 0)
    told = ask(folder, "infer", code=1)
    (cluster,) = told["clusters"]
    assert (cluster["given_up"], [other["given_up"] for other in cluster["others"]]) == (["high"], [["known"]])
    assert (cluster["complete"], cluster["as_cheap"]) == (False, True)
    results = {result["id"]: result for result in told["results"]}
    assert (results["deed"]["firm"], [under["repair"] for under in results["deed"]["under"]]) == (False, [2])
    assert (results["third"]["firm"], results["third"]["firm_as_cheap"]) == (None, True)
    screen = run(folder, "infer", "third").stdout
    assert "Firm, as long as nothing more certain and no more is given up" in screen
    assert "firm as cheap" in run(folder, "infer", "--windows").stdout
    (tmp_path / "saved.json").write_text(json.dumps(told), encoding="utf-8")
    assert run(folder, "verify", str(tmp_path / "saved.json")).exit_code == 0


TWO_APART = """
chronology: {unit: year}
documents: {a: {}, b: {}}
evidence:
  a-late: {holds: start(a) >= 1111, certainty: strong}
  a-early: {holds: end(a) <= 1100, certainty: strong}
  b-late: {holds: start(b) >= 1111, certainty: strong}
  b-early: {holds: end(b) <= 1100, certainty: strong}
hypotheses:
  either: {claim: start(a) >= 1111 or start(b) >= 1111, severity: warn}
  later: {claim: start(a) >= 1111, severity: warn}
"""


def test_a_verdict_that_two_clusters_mended_otherwise_at_once_move_is_not_firm() -> None:
    ask = Chronology.loads(TWO_APART)
    answer = ask.check()
    assert answer.repaired == ("a-early", "b-early")
    told = {result.id: (result.verdict, result.stands) for result in answer.results}
    assert told == {"either": ("entailed", "steady"), "later": ("entailed", "hangs")}
    otherwise = ask.check(repair=None, without=("a-late", "b-late"))
    assert otherwise.results[0].verdict == "refuted"
