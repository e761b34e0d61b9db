"""The founding case, asked as its reader asks it: through the command line and in JSON, of the files at the root.

Every figure was worked out by hand from the article's dates. Its windows are also proved by means that share nothing
with the engine but the constraints: a full history for each end, and the oracle that nothing lies beyond.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chrono.engine.formulas import holds
from chrono.frontends.cli import main
from chrono.loading import load
from chrono.questions.base import Base
from chrono.questions.options import Options
from tests.oracle import ORIGIN, consistent, worlds
from tests.small import ROOT, base_of

ENTRY_PARTS = ("manuscript.parts",)
SILENCE = {"nothing-after-1938", "rule:silence"}
LETTER = "letter-of-december-1939"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's own chronology, and nothing else of the project."""
    folder = tmp_path_factory.mktemp("stalin")
    shutil.copy(ROOT / "events.yaml", folder)
    for name in ("rules", "rivals"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def ask(case: Path, *words: str, code: int = 0) -> dict[str, Any]:
    command, *rest = words
    rest = [str(case / word) if word.startswith("rivals/") else word for word in rest]
    result = CliRunner().invoke(main, [command, "-C", str(case), "--format", "json", *rest])
    assert result.exit_code == code, result.output
    answer = json.loads(result.stdout)
    assert isinstance(answer, dict)
    return answer


def manuscript(case: Path, *words: str) -> dict[str, Any]:
    answer = ask(case, "infer", "manuscript", *words)
    assert answer["status"] == "consistent"
    (span,) = answer["results"]
    assert isinstance(span, dict)
    return span


def finished(case: Path, *words: str) -> tuple[str, str]:
    end = manuscript(case, *words)["end"]
    assert end["intervals"] == [[end["earliest"], end["latest"]]]
    return end["earliest"], end["latest"]


def verdicts(case: Path, *words: str, code: int = 0) -> dict[str, str]:
    return {r["id"]: r["verdict"] for r in ask(case, "check", *words, code=code)["results"]}


def rivals(*names: str) -> list[str]:
    return [word for name in names for word in ("--with", f"rivals/{name}.yaml")]


# -- the answer


def test_the_manuscript_was_finished_by_the_day_of_the_pact(case: Path) -> None:
    span = manuscript(case)
    assert (span["end"]["earliest"], span["end"]["latest"]) == ("1938-01-01", "1939-08-23")
    assert set(span["end"]["because"]["latest"]) == {"pact.date", *SILENCE}
    assert set(span["end"]["because"]["earliest"]) == {
        "events-of-1938.date",
        "latest-events-1938",
        "manuscript.parts",
        "rule:mention",
    }


def test_against_may_and_august_1940(case: Path) -> None:
    may, august = manuscript(case)["compare"]
    assert (may["to"], may["verdict"], may["min_days"], may["max_days"]) == ("may-1940", "before", 252, 282)
    assert (may["min"], may["max"]) == ("8 months 8 days", "9 months 8 days")
    assert (august["to"], august["verdict"], august["min_days"], august["max_days"]) == (
        "august-1940",
        "before",
        364,
        364,
    )
    assert august["min"] == august["max"] == "11 months 29 days"
    # The same by the calendar of the standard library.
    pact = date(1939, 8, 23)
    assert [(d - pact).days for d in (date(1940, 5, 1), date(1940, 5, 31), date(1940, 8, 21))] == [252, 282, 364]


@pytest.mark.parametrize(
    ("delay", "latest"), [("7 days", "1939-08-30"), ("14 days", "1939-09-06"), ("30 days", "1939-09-22")]
)
def test_an_allowance_moves_the_limit_by_itself(case: Path, delay: str, latest: str) -> None:
    assert finished(case, "--set", f"silence.delay={delay}") == ("1938-01-01", latest)
    assert finished(case, "--set", f"delay={delay}")[1] == latest


def test_without_the_silence_the_editors_limit_is_left(case: Path) -> None:
    span = manuscript(case, "--without", "rule:silence")
    assert span["end"]["latest"] == "1940-05-31"
    assert set(span["end"]["because"]["latest"]) == {"editors-latest-may-1940", "rule:authority-allows"}
    assert finished(case, "--without", "nothing-after-1938")[1] == "1940-05-31"


def test_without_silence_and_editors_the_blow_is_left(case: Path) -> None:
    span = manuscript(case, "--without", "rule:silence", "--without", "editors-latest-may-1940")
    assert span["end"]["latest"] == "1940-08-20"
    assert set(span["end"]["because"]["latest"]) == {"attack.date", "work-ended-with-the-blow"}


def test_told_in_order_undercuts_the_silence_and_is_named(case: Path) -> None:
    answer = ask(case, "infer", "manuscript", *rivals("told-in-order"))
    (span,) = answer["results"]
    assert span["end"] == manuscript(case, "--without", "rule:silence")["end"]
    fell = [u for u in answer["undercut"] if u["rule"] == "silence"]
    assert fell
    assert all(u["by"] == ["story-had-not-reached-1939"] and u["held"] for u in fell)
    assert any("Stalin–Hitler pact" in u["sentence"] for u in fell)


def test_the_weak_objection_of_the_article_is_answered_and_listed(case: Path) -> None:
    answer = ask(case, "infer", "manuscript")
    assert answer["undercut"] == []
    listed = {s["id"]: (s["why"], s["by"]) for s in answer["set_aside"]}
    assert listed["told-in-order"] == ("weak", ["written-side-by-side"])
    # Even where weak evidence counts, the objection falls to what answers it.
    answer = ask(case, "infer", "manuscript", "--at-least", "weak")
    listed = {s["id"]: (s["why"], s["by"]) for s in answer["set_aside"]}
    assert listed == {"told-in-order": ("defeated", ["written-side-by-side"])}
    assert answer["results"][0]["end"]["latest"] == "1939-08-23"
    # And prevails where nothing answers it? It is weaker than the silence it would undercut, so it does not.
    answer = ask(case, "infer", "manuscript", "--at-least", "weak", "--without", "written-side-by-side")
    assert answer["results"][0]["end"]["latest"] == "1939-08-23"
    assert {(tuple(u["by"]), u["held"]) for u in answer["undercut"]} == {(("told-in-order",), False)}


def test_dropping_the_events_in_turn(case: Path) -> None:
    steps = [
        ("pact", "1939-09-01"),
        ("war", "1939-09-12"),
        ("debate", "1939-09-17"),
        ("poland", "1939-11-01"),
        ("incorporation", "1939-11-30"),
        ("finland", "1940-05-31"),
    ]
    dropped: list[str] = []
    for event, latest in steps:
        dropped += ["--without", event]
        assert finished(case, *dropped) == ("1938-01-01", latest)


def test_what_could_not_be_known_limits_nothing(case: Path) -> None:
    """Katyn was disclosed in 1943: silence about it says nothing; by its own days it would bind in April 1940."""
    events = [w for e in ("pact", "war", "debate", "poland", "incorporation", "finland") for w in ("--without", e)]
    known = finished(case, *events, "--without", "editors-latest-may-1940")
    assert known == ("1938-01-01", "1940-06-15")  # the Baltic states
    unknown = [*events, "--without", "katyn.known", "--without", "editors-latest-may-1940"]
    assert finished(case, *unknown)[1] == "1940-04-03"


# -- the hypotheses


def test_the_hypotheses_come_out_as_the_article_holds(case: Path) -> None:
    assert verdicts(case) == {
        "final-views": "refuted",
        "final-views-strictly": "refuted",
        "at-work-in-may-1940": "refuted",
        "eight-months-before": "entailed",
        "before-the-war": "entailed",
        "fragments-before-the-war": "entailed",
    }


@pytest.mark.parametrize(
    ("hypothesis", "days", "verdict"),
    [
        ("before-the-war", 8, "entailed"),
        ("before-the-war", 9, "undetermined"),
        ("at-work-in-may-1940", 251, "refuted"),
        ("at-work-in-may-1940", 252, "undetermined"),
        ("final-views", 245, "refuted"),
        ("final-views", 246, "undetermined"),
        ("eight-months-before", 9, "entailed"),
        ("eight-months-before", 10, "undetermined"),
        ("fragments-before-the-war", 8, "entailed"),
        ("fragments-before-the-war", 9, "undetermined"),
        ("final-views-strictly", 400, "refuted"),
    ],
)
def test_the_days_at_which_verdicts_flip(case: Path, hypothesis: str, days: int, verdict: str) -> None:
    code = 1 if verdict == "undetermined" else 0
    found = verdicts(case, hypothesis, "--set", f"silence.delay={days} days", code=code)
    assert found == {hypothesis: verdict}


def test_the_variations_its_author_asks_for_are_tried(case: Path) -> None:
    (result,) = ask(case, "check", "before-the-war")["results"]
    assert len(result["variations"]) == 9  # 0 to 8 days
    assert all(v["verdict"] == "entailed" for v in result["variations"])


def test_the_editors_alone_leave_work_in_may_open(case: Path) -> None:
    """They say that he might have worked until May, not that he did."""
    found = verdicts(case, "at-work-in-may-1940", "--without", "rule:silence", code=1)
    assert found["at-work-in-may-1940"] == "undetermined"


# -- the rivals


def test_the_letter_of_december_1939_contradicts_the_silence_of_the_whole(case: Path) -> None:
    answer = ask(case, "infer", "manuscript", *rivals(LETTER), "--strict", code=1)
    assert (answer["status"], answer["results"]) == ("inconsistent", [])
    (conflict,) = answer["conflicts"]
    # With it stands the day of one event passed over: every one before the letter clashes with it in the same way.
    (day,) = set(conflict) - {LETTER, *SILENCE, *ENTRY_PARTS}
    assert {LETTER, *SILENCE, *ENTRY_PARTS} < set(conflict)
    assert day in {f"{e}.date" for e in ("pact", "war", "debate", "poland", "incorporation", "finland")}


def test_the_letter_against_the_silence_about_the_pact_is_a_smallest_conflict(case: Path) -> None:
    network = _base(case, LETTER).network
    conflict = {LETTER, *SILENCE, *ENTRY_PARTS, "pact.date"}

    def possible(ids: set[str]) -> bool:
        return consistent(network.points, [way for needed, way in base_of(network) if set(needed) <= ids])

    assert not possible(conflict)
    assert all(possible(conflict - {id}) for id in conflict)


@pytest.mark.parametrize(
    ("repair", "window"),
    [
        (LETTER, ("1938-01-01", "1939-08-23")),
        ("nothing-after-1938", ("1939-12-30", "1940-05-31")),
        ("rule:silence", ("1939-12-30", "1940-05-31")),
        ("manuscript.parts", ("1894-11-07", "1939-08-23")),
    ],
)
def test_giving_up_any_one_of_them_mends_it(case: Path, repair: str, window: tuple[str, str]) -> None:
    assert finished(case, *rivals(LETTER), "--without", repair) == window


def test_the_silence_of_the_fragments_alone_agrees_with_the_letter(case: Path) -> None:
    scoped = rivals(LETTER, "silence-of-the-fragments")
    answer = ask(case, "infer", "manuscript", "fragments", *scoped)
    assert answer["status"] == "consistent"
    windows = {r["id"]: (r["end"]["earliest"], r["end"]["latest"]) for r in answer["results"]}
    assert windows == {"manuscript": ("1939-12-30", "1940-05-31"), "fragments": ("1938-01-01", "1939-08-23")}
    assert verdicts(case, *scoped, code=1)["before-the-war"] == "refuted"


def test_the_literal_reading_is_the_end_of_1938_and_says_so(case: Path) -> None:
    span = manuscript(case, *rivals("literal-reading"))
    assert span["end"]["latest"] == "1938-12-31"
    assert set(span["end"]["because"]["latest"]) == {"refers-to-nothing-after-1938", "rule:nothing-after"}
    may, august = span["compare"]
    assert (may["min_days"], may["max_days"], may["min"], may["max"]) == (
        487,
        517,
        "1 year 4 months 1 day",
        "1 year 5 months",
    )
    assert (august["min_days"], august["min"]) == (599, "1 year 7 months 21 days")
    assert verdicts(case, *rivals("literal-reading"))["before-the-war"] == "entailed"


@pytest.mark.parametrize(
    ("words", "window", "war"),
    [
        (["documented-lag"], ("1938-01-01", "1939-09-01"), "undetermined"),
        (["pact-was-expected"], ("1938-01-01", "1939-09-01"), "undetermined"),
        (["pages-lost"], ("1938-01-01", "1940-05-31"), "undetermined"),
        (["commission-of-1938"], ("1938-02-15", "1939-08-23"), "entailed"),
        (["lag-of-the-article"], ("1938-01-01", "1939-09-12"), "undetermined"),
        (["pact-printed"], ("1938-01-01", "1939-08-24"), "entailed"),
        (["silence-of-the-fragments"], ("1938-01-01", "1940-05-31"), "undetermined"),
    ],
)
def test_what_the_other_rivals_make_of_it(case: Path, words: list[str], window: tuple[str, str], war: str) -> None:
    rival, *options = words
    assert finished(case, *rivals(rival), *options) == window
    # Printed a day later, the pact leaves no room for a delay of eight days as well.
    code = 0 if war == "entailed" and rival != "pact-printed" else 1
    assert verdicts(case, *rivals(rival), *options, code=code)["before-the-war"] == war


def test_final_views_taken_strictly_need_no_silence(case: Path) -> None:
    for dropped in (["rule:silence"], ["nothing-after-1938", "fragments-silent-after-1938"]):
        words = [word for id in dropped for word in ("--without", id)]
        (found,) = ask(case, "check", "final-views-strictly", *words)["results"]
        assert found["verdict"] == "refuted"
        assert {"editors-latest-may-1940", "rule:authority-allows"} <= set(found["because"])


@pytest.mark.parametrize("overlays", [("silence-of-the-fragments",), (LETTER, "silence-of-the-fragments")])
def test_held_of_the_fragments_alone_the_silence_still_refutes_final_views(
    case: Path, overlays: tuple[str, ...]
) -> None:
    found = verdicts(case, *rivals(*overlays), code=1)
    assert (found["final-views"], found["fragments-before-the-war"]) == ("refuted", "entailed")
    windows = {
        r["id"]: r["end"]["latest"] for r in ask(case, "infer", "closing-passage", *rivals(*overlays))["results"]
    }
    assert windows == {"closing-passage": "1939-08-23"}


def test_the_likeness_of_the_last_passage_contradicts_the_silence(case: Path) -> None:
    answer = ask(case, "infer", *rivals("like-a-glove"), code=1)
    (conflict,) = answer["conflicts"]
    assert {"fits-like-a-glove", "fragments-silent-after-1938", "rule:silence"} < set(conflict)
    assert ask(case, "infer", *rivals("like-a-glove"), "--at-least", "moderate")["status"] == "consistent"


def test_every_rival_changes_what_it_claims_to(case: Path) -> None:
    """Set side by side none is told to change nothing, and none is equal to the evidence as it stands."""
    files = sorted(f"rivals/{path.name}" for path in (case / "rivals").glob("*.yaml"))
    answer = ask(case, "infer", "manuscript", "--compare", *files)
    assert "idle" not in answer["asked"]
    first, *others = answer["readings"]
    assert len(others) == len(files)
    assert all({**reading, "reading": first["reading"]} != first for reading in others)


def test_the_first_screen_shows_what_the_silence_hangs_on(case: Path) -> None:
    result = CliRunner().invoke(main, ["infer", "manuscript", "-C", str(case)])
    lines = " ".join(result.stdout.split())
    assert (
        "hangs on nothing-after-1938; with strong evidence alone finished not later than 20 Aug 1940"
        in lines.partition("Why finished not earlier")[0]
    )
    assert "begun within the author's life not later than 23 Aug 1939" in lines
    assert "lasted" not in lines


def test_where_the_work_itself_bounds_its_beginning_it_is_told_how_long_it_lasted(case: Path) -> None:
    words = ["infer", "manuscript", "-C", str(case), "--with", str(case / "rivals/commission-of-1938.yaml")]
    lines = " ".join(CliRunner().invoke(main, words).stdout.split())
    assert "begun not earlier than 15 Feb 1938" in lines
    assert "lasted at most 554 days" in lines


def test_firmness(case: Path) -> None:
    levels = {level["at_least"]: level["end"]["latest"] for level in manuscript(case)["levels"]}
    assert levels == {"certain": "1940-08-20", "strong": "1940-08-20", "moderate": "1939-08-23"}


# -- proof by other means


def _base(case: Path, *overlays: str, without: tuple[str, ...] = ()) -> Base:
    paths = tuple(case / "rivals" / f"{name}.yaml" for name in overlays)
    chronology = load(case, paths).chronology
    assert chronology is not None
    return Base(chronology, Options(without=without))


def _jdn(text: str) -> int:
    return date.fromisoformat(text).toordinal() + 1_721_425


def test_every_window_is_attained_by_a_full_history_and_refuted_one_day_beyond(case: Path) -> None:
    network = _base(case).network
    spans = sorted({p[p.index("(") + 1 : -1] for p in network.points})
    answers = {r["id"]: r for r in ask(case, "infer", *spans)["results"]}
    assert answers.keys() == set(spans)
    possible = list(worlds(network.points, [ways for _, ways in base_of(network)]))
    assert len(possible) > 1  # the manuscript begins and ends with one of its parts
    printed = {
        (f"{edge}({id})", end): answer[edge][end]
        for id, answer in answers.items()
        for edge in ("start", "end")
        for end in ("earliest", "latest")
    }
    assert None not in printed.values()
    attained: set[tuple[str, str]] = set()
    for most in possible:
        # All points as late as this choice of alternatives allows, and all as early.
        histories = {
            "latest": {p: int(most[ORIGIN, p]) for p in network.points},
            "earliest": {p: -int(most[p, ORIGIN]) for p in network.points},
        }
        for end, history in histories.items():
            assert all(holds(c.formula, history) for c in network.constraints)
            attained |= {
                (p, end) for p in network.points if (p, end) in printed and history[p] == _jdn(printed[p, end])
            }
    assert attained == printed.keys()
    # One day beyond closes a negative cycle in every choice of alternatives.
    for (point, end), day in printed.items():
        if end == "latest":
            assert all(most[ORIGIN, point] - (_jdn(day) + 1) < 0 for most in possible)
        else:
            assert all(most[point, ORIGIN] + (_jdn(day) - 1) < 0 for most in possible)


def test_a_day_after_the_pact_no_history_is_left(case: Path) -> None:
    network = _base(case).network
    evidence = [ways for _, ways in base_of(network)]
    on_the_day = ("end(manuscript)", ORIGIN, -_jdn("1939-08-23"))
    a_day_later = ("end(manuscript)", ORIGIN, -_jdn("1939-08-24"))
    assert consistent(network.points, [*evidence, [[on_the_day]]])
    assert not consistent(network.points, [*evidence, [[a_day_later]]])
