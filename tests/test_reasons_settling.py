"""`infer --sensitivity`, `infer --compare` and `suggest`: what rests on what, rival readings, what would settle it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chrono.engine.intervals import size
from chrono.engine.worlds import worlds
from chrono.questions.base import Base
from chrono.questions.options import Options
from chrono.questions.suggest import _Question
from tests.asking import ask, founding_case, run, tell, written
from tests.small import read


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founding_case(tmp_path_factory.mktemp("stalin"))


# -- sensitivity


@pytest.fixture(scope="module")
def survey(case: Path) -> dict[str, Any]:
    return ask(case, "infer", "manuscript", "--sensitivity")


def test_robustness_at_three_grains(survey: dict[str, Any]) -> None:
    counted = {
        r.get("hypothesis", (r.get("edge"), r.get("side"))): (r["inferences"], r["rules"], r["sources"])
        for r in survey["robustness"]
    }
    assert counted["final-views"] == (6, 1, 1)
    assert counted["at-work-in-may-1940"] == (6, 1, 1)
    assert counted["before-the-war"] == (1, 1, 1)
    assert counted["end", "latest"] == (1, 1, 1)
    (final,) = [r for r in survey["robustness"] if r.get("hypothesis") == "final-views"]
    assert final["fewest"]["rules"] == ["rule:silence"]
    assert final["fewest"]["sources"] == ["source:riddell-2017"]
    assert all("silence(nothing-after-1938)" in id for id in final["fewest"]["inferences"])


def test_each_thing_left_out_moves_what_leaving_it_out_moves(case: Path, survey: dict[str, Any]) -> None:
    told = {one["without"]: one["moved"] for one in survey["sensitivity"]}
    assert {"nothing-after-1938", "rule:silence", "pact.date", "war.date"} <= told.keys()
    for id in ("nothing-after-1938", "pact.date", "latest-events-1938", "rule:mention"):
        (left,) = ask(case, "infer", "manuscript", "--without", id)["results"]
        for moved in told[id]:
            if "edge" in moved:
                assert left[moved["edge"]][moved["side"]] == moved["then"]
    untold = set(ask(case, "infer", "manuscript")["results"][0]["end"]["because"]["latest"]) - told.keys()
    assert untold == set()


def test_what_moves_most_comes_first(survey: dict[str, Any]) -> None:
    first = [one["without"] for one in survey["sensitivity"]]
    assert set(first[:2]) == {"manuscript.author", "trotsky.born"}, "without them the beginning is open"
    assert first.index("nothing-after-1938") < first.index("pact.date") < first.index("war.date")


def test_what_answers_an_objection_is_tried_by_weighing_anew(case: Path) -> None:
    strong = ("--with", "rivals/told-in-order.yaml")
    answer = ask(case, "infer", "manuscript", "--sensitivity", *strong)
    (objection,) = [one for one in answer["sensitivity"] if one["without"] == "story-had-not-reached-1939"]
    assert {(m.get("edge"), m.get("side"), m["then"]) for m in objection["moved"] if "edge" in m} == {
        ("end", "latest", "1939-08-23"),
        ("start", "latest", "1939-08-23"),
    }


def test_the_screen_of_sensitivity(case: Path) -> None:
    screen = " ".join(tell(case, "infer", "manuscript", "--sensitivity").split())
    assert "What moves if one thing is left out, the most first" in screen
    assert "final-views refuted 6 1 1" in screen


def test_contradictory_evidence_has_no_sensitivity(case: Path) -> None:
    letter = ("--with", "rivals/letter-of-december-1939.yaml")
    answer = ask(case, "infer", "--sensitivity", *letter, "--strict", code=1)
    assert answer["status"] == "inconsistent"
    assert "sensitivity" not in answer


def test_what_is_certain_cannot_be_lost(tmp_path: Path) -> None:
    answer = ask(written(tmp_path, "events: {a: {date: 1200}}\n"), "infer", "a", "--sensitivity")
    assert {(r["inferences"], r["rules"], r["sources"]) for r in answer["robustness"]} == {(None, None, None)}


# -- rivals


def test_rivals_side_by_side(case: Path) -> None:
    files = sorted(f"rivals/{path.name}" for path in (case / "rivals").glob("*.yaml"))
    answer = ask(case, "infer", "manuscript", "--strict", "--compare", *files)
    readings = {Path(r["reading"]).stem: r for r in answer["readings"]}
    assert len(readings) == len(files) + 1
    finished = {name: r["windows"][0]["end"]["latest"] for name, r in readings.items() if r["windows"]}
    assert finished["as it stands"] == "1939-08-23"
    assert finished["told-in-order"] == finished["pages-lost"] == "1940-05-31"
    assert finished["literal-reading"] == "1938-12-31"
    assert finished["pact-was-expected"] == "1939-09-01"
    letter = readings["letter-of-december-1939"]
    assert (letter["status"], letter["windows"]) == ("inconsistent", [])
    assert "letter-of-december-1939" in letter["conflict"]
    assert readings["pages-lost"]["verdicts"]["final-views"] == "undetermined"
    for name in ("told-in-order", "pact-was-expected"):
        (alone,) = ask(case, "infer", "manuscript", "--with", f"rivals/{name}.yaml")["results"]
        assert alone["end"]["latest"] == finished[name]


def test_the_table_of_rivals(case: Path) -> None:
    screen = " ".join(
        tell(
            case,
            "infer",
            "manuscript",
            "--compare",
            "rivals/told-in-order.yaml",
            "rivals/letter-of-december-1939.yaml",
        ).split()
    )
    assert "as it stands 7 Nov 1894 – 23 Aug 1939" in screen
    assert "contradicts the rest" in screen


def test_rivals_that_are_not_there_or_are_mistaken(case: Path, tmp_path: Path) -> None:
    assert run(case, "infer", "--compare", "nowhere.yaml").exit_code == 2
    (tmp_path / "bad.yaml").write_text("evidence: {a: {says: nothing known}}\n")
    result = run(case, "infer", "--compare", str(tmp_path / "bad.yaml"))
    assert result.exit_code == 1
    assert "bad.yaml" in result.stderr


# -- what would settle it

VILLAGE = """
chronology: {unit: year}
events: {fire: {date: 1200/1260}, plague: {}}
documents: {roll: {start: 1190}}
evidence:
  plague-in-the-annals: {holds: start(plague) >= 1200 and start(plague) <= 1260, certainty: strong}
  roll-in-use: {holds: end(roll) <= 1300, certainty: strong}
  before-the-plague: {holds: end(roll) <= start(plague) + 5 years, certainty: strong}
  after-the-fire-began: {holds: end(roll) >= start(fire), certainty: strong}
"""


def test_the_date_that_settles_most_comes_first(tmp_path: Path) -> None:
    answer = ask(written(tmp_path, VILLAGE), "suggest", "roll")
    assert answer["exact"] is True
    assert answer["window"]["intervals"] == [["1200", "1265"]]
    dated = {tuple(s["points"]): s for s in answer["suggestions"]}
    plague = dated[("start(plague)",)]
    # In the worst case the plague was in 1260 and nothing is gained; on average about half is.
    assert plague["certain"] == 0
    assert 20 <= plague["average"] <= 45


def test_the_worst_case_is_the_worst_of_every_value() -> None:
    text = VILLAGE.replace("end(roll) >= start(fire)", "end(roll) <= start(fire) or end(roll) >= end(fire) + 3 years")
    base = Base(read(text), Options())
    found, exact = worlds(base.network, (1000, 1500), 32)
    assert exact
    assert len(found) == 2
    question = _Question(base, "end(roll)", found, {})
    for point in base.network.points:
        if point != "end(roll)":
            tried = {value: size(question._dated(point, value)) for value in range(1000, 1501)}
            critical = question._critical(point)
            assert max(tried[v] for v in critical) == max(tried.values()), point


def test_an_order_that_would_halve_the_window(tmp_path: Path) -> None:
    text = """
chronology: {unit: year}
events: {fire: {date: 1250}}
documents: {roll: {start: 1190, end: "[1200..1299]"}}
"""
    answer = ask(written(tmp_path, text), "suggest", "roll")
    best = answer["suggestions"][0]
    # The fire was at one time in 1250, so to know on which side of it the roll ended leaves 50 years of 100.
    assert set(best["points"]) <= {"end(roll)", "end(fire)", "start(fire)"}
    assert best["certain"] == 50
    assert answer["size"] == 100


def test_too_many_either_ors_are_said_to_be_too_many(tmp_path: Path) -> None:
    holds = "\n".join(f"  e{n}: {{holds: end(roll) < {1210 + n} or end(roll) > {1230 + n}}}" for n in range(8))
    text = (
        f"chronology: {{unit: year}}\ndocuments: {{roll: {{start: 1190}}, copy: {{start: 1200}}}}\nevidence:\n{holds}\n"
    )
    answer = ask(written(tmp_path, text), "suggest", "roll")
    assert answer["exact"] is False
    assert "too many either/ors" in tell(tmp_path, "suggest", "roll")


def test_open_bounds_are_counted_to_a_stated_horizon(tmp_path: Path) -> None:
    folder = written(tmp_path, "events: {fire: {date: 1250}}\ndocuments: {roll: {start: 1240}}\n")
    answer = ask(folder, "suggest", "roll")
    assert answer["horizon"] is not None
    assert answer["suggestions"]
    assert "open bounds are counted as far as" in tell(folder, "suggest", "roll")


def test_nothing_to_suggest(tmp_path: Path) -> None:
    folder = written(tmp_path, "events: {fire: {date: 1250-01-01}}\n")
    assert ask(folder, "suggest", "fire")["suggestions"] == []
    assert "nothing is left to settle: it is known to the day" in tell(folder, "suggest", "fire")


def test_the_same_every_time_and_refused_where_there_is_no_answer(case: Path) -> None:
    assert run(case, "suggest", "manuscript").stdout == run(case, "suggest", "manuscript").stdout
    assert run(case, "suggest", "manuscirpt").exit_code == 2
    letter = ("--with", "rivals/letter-of-december-1939.yaml")
    answer = ask(case, "suggest", "manuscript", *letter, "--strict", code=1)
    assert (answer["status"], answer["suggestions"]) == ("inconsistent", [])
    assert ask(case, "suggest", "manuscript", "--timeout", "0.000001", code=3)["status"] == "unknown"


def test_a_claim_read_by_a_stated_day_is_as_robust_at_every_grain(tmp_path: Path) -> None:
    """Eight months after a stated day are exact; that rests on the day, which holds where rules are asked about."""
    text = """
events: {fair: {date: 1200-01-01}}
documents: {roll: {}}
evidence:
  seen: {holds: end(roll) <= 1200-09-01}
hypotheses:
  soon: {claim: end(roll) <= start(fair) + 8 months}
"""
    answer = ask(written(tmp_path, text), "infer", "roll", "--sensitivity")
    (soon,) = [r for r in answer["robustness"] if r.get("hypothesis")]
    assert soon["verdict"] == "entailed"
    assert (soon["inferences"], soon["rules"], soon["sources"]) == (1, None, None)
