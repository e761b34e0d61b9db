"""`explain`: every line of argument, what it hinges on, its thresholds, and what a line of the files does."""

from __future__ import annotations

import textwrap
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest

from chrono.arguments import judgement
from chrono.arguments.explainer import Explainer, beyond
from chrono.dates import Scale
from chrono.engine.formulas import Constraint
from chrono.engine.outcomes import Answer, Distance
from chrono.grounding.encoding import claim_constraints
from chrono.questions.base import Base
from chrono.questions.check import check
from chrono.questions.options import Options
from chrono.questions.thresholds import of_verdict
from chrono.questions.variations import vary
from chrono.reports.text import thresholds as thresholds_text
from tests.asking import ask, founding_case, run, tell, written
from tests.small import base, read

EITHER = """
evidence:
  one-of-two: {holds: end(a) <= 1200 or end(a) <= 1210, certainty: certain}
  begun-late: {holds: start(b) >= 1180, certainty: strong}
  before-b: {holds: end(a) < start(c) or end(b) < start(c), certainty: certain}
documents: {a: {}, b: {date: 1190}, c: {end: 1205}}
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founding_case(tmp_path_factory.mktemp("stalin"))


def explained(case: Path, *words: str) -> dict[str, Any]:
    (found,) = ask(case, "explain", *words)["explanations"]
    assert isinstance(found, dict)
    return found


# -- bounds


@pytest.mark.parametrize("words", [("manuscript", "--end", "--latest"), ("manuscript",), ("before-the-war",)])
def test_the_preferred_argument_alone_is_the_same_and_claims_nothing_else(
    case: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    whole, alone = ask(case, "explain", *words), ask(case, "explain", *words, "--preferred")
    assert alone["status"] == "consistent"
    assert alone["asked"].pop("preferred")
    assert {**alone, "explanations": whole["explanations"]} == whole
    beside = {"others": [], "complete": None, "independent": [], "hinges": [], "falls": []}
    beside |= {"overturned_by": [], "overturned": []}
    for found, all_of_it in zip(alone["explanations"], whole["explanations"], strict=True):
        assert found == {**all_of_it, **(beside if found["preferred"] else {})}
    said = run(case, "explain", *words, "--preferred").stdout
    assert "line of argument" not in said
    assert "hinges" not in said
    saved = tmp_path / "alone.json"
    saved.write_text(run(case, "explain", *words, "--preferred", "--format", "json").stdout)
    assert {one["proven"] for one in ask(case, "verify", str(saved))["results"]} == {"proven"}


@pytest.mark.parametrize("words", [("manuscript", "--end", "--latest"), ("manuscript",), ("before-the-war",)])
def test_bounds_alone_have_the_same_arguments(case: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    whole, alone = ask(case, "explain", *words), ask(case, "explain", *words, "--windows")
    assert alone["explanations"] == whole["explanations"]
    if words[0] == "manuscript":
        (told,), (found,) = ask(case, "infer", "--windows", "manuscript")["results"], alone["results"]
        assert found == told, "of the span itself its windows, and nothing that is not asked"
        assert alone["asked"].pop("windows")
    assert alone["asked"] == whole["asked"]
    for format in ("text", "svg", "mermaid"):
        same = [run(case, "explain", *words, *more, "--format", format).stdout for more in ((), ("--windows",))]
        assert same[0] == same[1], format
    saved = tmp_path / "alone.json"
    saved.write_text(run(case, "explain", *words, "--windows", "--format", "json").stdout)
    assert {one["proven"] for one in ask(case, "verify", str(saved))["results"]} == {"proven"}


def test_the_latest_end_hinges_on_three_things_each_with_what_then_holds(case: Path) -> None:
    found = explained(case, "manuscript", "--end", "--latest")
    assert (found["edge"], found["side"], found["at"]) == ("end", "latest", "1939-08-23")
    assert set(found["preferred"]["ids"]) == {"nothing-after-1938", "pact.date", "rule:silence"}
    assert (found["others"], found["complete"], found["holds_at"]) == ([], True, "strong")
    assert {f["without"]: f["at"] for f in found["falls"]} == {
        "nothing-after-1938": "1940-05-31",
        "pact.date": "1939-09-01",
        "rule:silence": "1940-05-31",
    }
    assert [set(ids) for ids in found["overturned_by"]] == [{"nothing-after-1938"}, {"rule:silence"}, {"pact.date"}]
    assert "Stalin was told in order and had not reached the Stalin–Hitler pact" in [
        u["sentence"] for u in found["unmet"]
    ]


def test_each_step_says_what_it_reaches(case: Path) -> None:
    screen = " ".join(tell(case, "explain", "manuscript", "--end").split())
    assert "end(manuscript) <= known(pact) + 0 days, so end(manuscript) is not later than 23 Aug 1939" in screen
    assert "manuscript encloses its part fragments, so end(manuscript) is not earlier than 1 Jan 1938" in screen
    assert "pact.date → not later than 1 Sep 1939" in screen


def test_dropping_the_silences_in_turn_each_time_names_the_next(case: Path) -> None:
    left: list[str] = []
    turn = ("pact", "war", "debate", "poland", "incorporation", "finland")
    for event, then in zip(
        turn, ("1939-09-01", "1939-09-12", "1939-09-17", "1939-11-01", "1939-11-30", "1940-05-31"), strict=True
    ):
        found = explained(case, "manuscript", "--end", "--latest", *left)
        assert {f["without"]: f["at"] for f in found["falls"]}[f"{event}.date"] == then
        left += ["--without", f"{event}.date"]


def test_an_open_bound_is_said_to_be_open(tmp_path: Path) -> None:
    folder = written(tmp_path, "documents: {notes: {start: 1200}}\n")
    found = ask(folder, "explain", "notes", "--end", "--latest")["explanations"]
    assert [(e["at"], e["preferred"]) for e in found] == [(None, None)]
    assert "nothing in the evidence bounds this" in tell(folder, "explain", "notes", "--end", "--latest")


def test_only_the_ends_and_sides_that_are_asked_for(case: Path) -> None:
    def asked(*words: str) -> list[tuple[str, str]]:
        return [(e["edge"], e["side"]) for e in ask(case, "explain", "manuscript", *words)["explanations"]]

    assert len(asked()) == 4
    assert asked("--start") == [("start", "latest"), ("start", "earliest")]
    assert asked("--earliest") == [("end", "earliest"), ("start", "earliest")]
    assert asked("--start", "--earliest") == [("start", "earliest")]


# -- verdicts


def test_every_other_line_of_argument_and_what_all_share(case: Path) -> None:
    found = explained(case, "at-work-in-may-1940")
    lines = {frozenset(found["preferred"]["ids"]), *(frozenset(o["ids"]) for o in found["others"])}
    assert lines == {
        frozenset({f"{event}.date", "nothing-after-1938", "rule:silence"})
        for event in ("pact", "war", "debate", "poland", "incorporation", "finland")
    }
    assert set(found["hinges"]) == {"nothing-after-1938", "rule:silence"}
    assert len(found["independent"]) == 1
    assert {f["verdict"] for f in found["falls"]} == {"undetermined"}


def test_independent_lines_share_nothing_doubtful(tmp_path: Path) -> None:
    text = """
events: {siege: {date: 1200-01-01}}
documents: {song: {}}
evidence:
  first-witness: {holds: end(song) < start(siege), certainty: moderate}
  second-witness: {holds: end(song) < start(siege), certainty: strong}
hypotheses:
  before: {claim: end(song) < 1200}
"""
    found = explained(written(tmp_path, text), "before")
    assert sorted(found["independent"]) == [["first-witness"], ["second-witness"]]
    assert found["hinges"] == ["siege.date"]
    assert found["holds_at"] == "strong"
    assert [(o["without"], o["verdict"]) for o in found["overturned"]] == [
        (["first-witness", "second-witness"], "undetermined")
    ]
    screen = " ".join(tell(tmp_path, "explain", "before").split())
    assert "2 in all are independent of each other" in screen
    assert "less than certain it hinges on no one thing; it would take the loss of first-w" in screen
    (bound,) = ask(tmp_path, "explain", "song", "--end", "--latest")["explanations"]
    assert [(o["without"], o["at"]) for o in bound["overturned"]] == [(["first-witness", "second-witness"], None)]


def test_an_undetermined_verdict_has_no_argument(case: Path) -> None:
    words = ("explain", "final-views", "--without", "rule:silence")
    (found,) = ask(case, *words)["explanations"]
    assert (found["verdict"], found["preferred"], found["falls"]) == ("undetermined", None, [])
    assert "some histories that the evidence allows make it true" in tell(case, *words)


def test_nothing_is_argued_from_contradictory_evidence(case: Path) -> None:
    letter = ("--strict", "--with", "rivals/letter-of-december-1939.yaml")
    for id in ("manuscript", "final-views"):
        answer = ask(case, "explain", id, *letter, code=1)
        assert (answer["status"], answer["explanations"]) == ("inconsistent", [])
        assert "give up letter-of-december-1939" in tell(case, "explain", id, *letter, code=1)


def test_an_unknown_id_is_offered_the_nearest(case: Path) -> None:
    result = run(case, "explain", "final-veiws")
    assert result.exit_code == 2
    assert "did you mean 'final-views'?" in result.stderr


# -- either/ors


def test_every_step_has_words_where_the_denial_is_needed_twice_or_falls_into_cases(tmp_path: Path) -> None:
    """A claim of several parts that is refuted: each part may be a step, or each of its ways a case."""
    text = """
    periods:
      a: {start: 1938-01-01, duration: "<= 3 days"}
      b: {start: "[1938-01-02..1938-01-20]", duration: ">= 5 days"}
    hypotheses:
      inside: {claim: a contains b, expect: refuted}
      outside: {claim: start(b) < 1938-01-01 or start(b) > 1938-02-01, expect: refuted}
    """
    folder = written(tmp_path, textwrap.dedent(text))
    steps = explained(folder, "inside")["preferred"]["steps"]
    assert steps == [
        "b.duration: >= 5 days",
        "if it were otherwise, start(a) <= start(b) - 1 day",
        "a.duration: <= 3 days",
    ]
    assert {case["of"] for case in explained(folder, "outside")["preferred"]["cases"]} == {"if it were otherwise"}
    assert "if it were otherwise: one of these holds" in tell(folder, "explain", "outside")


def test_an_either_or_is_told_case_by_case(tmp_path: Path) -> None:
    found = explained(written(tmp_path, EITHER), "a", "--end", "--latest")
    assert found["at"] == "1210-12-31"
    (one, other) = found["preferred"]["cases"]
    assert one["of"] == "end(a) <= 1200 or end(a) <= 1210"
    assert [one["supposing"], other["supposing"]] == ["end(a) is not later than 1200", "end(a) is not later than 1210"]
    assert all(c["steps"] and "so end(a) is not later than" in c["steps"][-1] for c in (one, other))
    screen = " ".join(tell(tmp_path, "explain", "a", "--end", "--latest").split())
    assert "one of these holds" in screen
    assert "a. suppose end(a) is not later than 1200" in screen


def test_a_case_that_the_rest_excludes_is_told_to_fail(tmp_path: Path) -> None:
    text = """
documents: {a: {}, b: {start: 1300}}
evidence:
  order: {holds: end(a) < 1200 or start(a) > start(b), certainty: strong}
  old: {holds: start(a) < 1290, certainty: strong}
"""
    found = explained(written(tmp_path, text), "a", "--end", "--latest")
    assert found["at"] == "1199-12-31"
    assert set(found["preferred"]["ids"]) == {"order", "old", "b.start"}
    assert [c["supposing"] for c in found["preferred"]["cases"]] == [
        "end(a) is not later than 1199",
        "start(b) <= start(a) - 1 day",
    ]


# -- thresholds


@pytest.mark.parametrize(
    ("hypothesis", "last", "verdict"),
    [("before-the-war", 8, "entailed"), ("at-work-in-may-1940", 251, "refuted"), ("final-views", 245, "refuted")],
)
def test_thresholds_of_the_founding_case(case: Path, hypothesis: str, last: int, verdict: str) -> None:
    found = explained(case, hypothesis, "--setting", "silence.delay")
    (threshold,) = found["thresholds"]
    assert threshold["regions"] == [
        {"from": 0, "to": last, "verdict": verdict},
        {"from": last + 1, "to": None, "verdict": "undetermined"},
    ]


def test_check_says_the_threshold_of_a_setting_it_tries(case: Path) -> None:
    assert "while silence.delay <= 8 days; undetermined from 9" in " ".join(tell(case, "check").split())


def test_a_bound_moves_with_the_setting_until_the_setting_no_longer_matters(case: Path) -> None:
    found = explained(case, "manuscript", "--end", "--latest", "--setting", "delay")
    (threshold,) = found["thresholds"]
    assert (threshold["stays_from"], threshold["stays_to"]) == (0, 0)
    assert (threshold["settled_from"], threshold["settled_at"]) == (282, "1940-05-31")


def test_a_setting_that_no_rule_has_is_refused(case: Path) -> None:
    result = run(case, "explain", "manuscript", "--setting", "slience.delay")
    assert result.exit_code == 2
    assert "did you mean 'silence.delay'?" in result.stderr


def test_a_setting_of_a_rule_that_is_not_used_changes_nothing(case: Path) -> None:
    (threshold,) = explained(case, "before-the-war", "--setting", "reply.journey")["thresholds"][:1]
    assert threshold["regions"] == [{"from": 0, "to": None, "verdict": "entailed"}]


RULES = """
chronology: {{unit: {unit}}}
vocabulary:
  later: {{says: "{{a}} follows {{b}}", slots: {{a: event, b: event}}}}
rules:
  follows: {{when: [$a follows $b], then: {then}, settings: {{gap: {least}}}, certainty: strong, because: "{{a}}"}}
events: {{one: {{date: "[1900-01-01..1900-01-20]"}}, two: {{date: "[1900-01-10..1900-02-28]"}}}}
evidence:
  said: {{says: two follows one, certainty: strong}}
hypotheses:
  near: {{claim: start(two) - start(one) <= 25 days}}
  far: {{claim: start(two) >= start(one) + 25 days}}
"""


@pytest.mark.parametrize("least", ["0 days", "0 weeks", "0 months"])
@pytest.mark.parametrize(
    "then",
    [
        "start($two) <= start($one) + gap",
        "start($two) >= start($one) + gap",
        "start($two) < start($one) + gap and end($two) <= end($one) + gap + gap",
        "not start($two) < start($one) + gap",
        "if start($two) > start($one) + gap then start($two) <= 1900-01-25",
        "start($two) - gap <= start($one) or start($two) < 1900-01-12",
    ],
)
def test_a_threshold_is_where_trying_every_value_finds_it(then: str, least: str) -> None:
    text = RULES.format(unit="day", least=least, then=then.replace("$two", "$a").replace("$one", "$b"))
    chronology = read(text)
    asked = Base(chronology, Options())
    unit = least.split()[1]
    for hypothesis in chronology.hypotheses:
        found = of_verdict(asked, hypothesis, "gap")
        assert found.known
        for value in range(0, 80 if unit == "days" else 12):
            tried = Base(chronology, Options(settings=(("gap", f"{value} {unit}"),)))
            claim, denial = claim_constraints(tried.chronology, hypothesis.claim.claim, tried.admitted)
            (region,) = [r for r in found.regions if r.first <= value and (r.last is None or value <= r.last)]
            assert region.verdict == judgement.verdict(tried.solver, claim, denial), f"{hypothesis.id}: {value} {unit}"


@pytest.mark.parametrize("then", ["start($a) <= start($b) + gap", "start($a) >= start($b) + gap"])
@pytest.mark.parametrize("last", [1, 5, 19, 50])
def test_variations_that_thresholds_tell_are_those_that_asking_gives(then: str, last: int) -> None:
    text = RULES.format(unit="day", least="3 days", then=then)
    under = f"under: {{settings: {{follows.gap: 0 days .. {last} days}}}}"
    base = Base(chronology := read(text.replace("25 days}", f"25 days, {under}}}")), Options())
    answer = check(chronology)
    assert [len(c.variations) for c in answer.results] == [last + 1, last + 1]
    asked = vary(base, {c.id: c for c in answer.results})
    assert {c.id: c.variations for c in answer.results} == asked


def test_a_setting_that_works_both_ways_is_not_guessed_at() -> None:
    text = RULES.format(unit="day", least="3 days", then="start($a) = start($b) + gap")
    asked = base(text)
    found = of_verdict(asked, asked.chronology.hypotheses[0], "gap")
    assert (found.known, found.both_ways) == (False, True)
    assert "works both ways" in thresholds_text.verdict(found, "undetermined")


def test_on_a_setting_that_no_rule_uses_nothing_depends(case: Path, tmp_path: Path) -> None:
    idle = tmp_path / "idle.yaml"
    idle.write_text(
        'rules: {idle: {when: "$d is silent about $e", then: start($d) <= end($e), settings: {slack: 3 days}}}'
    )
    for setting in ("idle.slack", "watermark.spread"):
        asked = ("--with", str(idle), "--setting", setting)
        for explained in (
            ask(case, "explain", "manuscript", "--end", "--latest", *asked),
            ask(case, "explain", "before-the-war", *asked),
        ):
            found = explained["explanations"][0]["thresholds"][0]
            assert found["found"] is True
            assert (found["stays_from"] or 0, found["stays_to"]) == (0, None)
            assert [r["to"] for r in found["regions"]] in ([], [None])
        assert f"entailed at any {setting}" in tell(case, "explain", "before-the-war", *asked)


# -- what cannot be asked, and what has no argument


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (("manuscirpt",), "unknown-id", "did you mean 'manuscript'?"),
        (("before-teh-war",), "unknown-id", "did you mean 'before-the-war'?"),
        (("manuscript", "--setting", "silence.dely"), "unknown-setting", "did you mean 'silence.delay'?"),
    ],
)
def test_what_does_not_exist_is_offered_the_nearest(case: Path, asked: tuple[str, ...], code: str, said: str) -> None:
    result = run(case, "explain", *asked)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    (found,) = ask(case, "explain", *asked, code=2)["diagnostics"]
    assert (found["code"], found["help"]) == (code, said)


def test_an_open_bound_is_said_to_be_bounded_by_nothing(tmp_path: Path) -> None:
    folder = written(tmp_path, "documents: {a: {start: 1200}}\n")
    (found,) = ask(folder, "explain", "a", "--end", "--latest")["explanations"]
    assert (found["at"], found["preferred"], found["others"], found["complete"]) == (None, None, [], True)
    screen = tell(folder, "explain", "a", "--end", "--latest")
    assert "finished: no latest date" in screen
    assert "nothing in the evidence bounds this" in screen


def test_a_hypothesis_on_contradictory_evidence_has_no_argument(case: Path) -> None:
    letter = ("--strict", "--with", "rivals/letter-of-december-1939.yaml")
    answer = ask(case, "explain", "before-the-war", *letter, code=1)
    assert (answer["status"], answer["explanations"]) == ("inconsistent", [])
    assert answer["results"][0]["verdict"] == "inconsistent"
    assert answer["repairs"][0] == ["letter-of-december-1939"]
    screen = " ".join(tell(case, "explain", "before-the-war", *letter, code=1).split())
    assert "nothing can be argued from contradictory evidence; see `chrono conflicts`" in screen


def test_an_undetermined_claim_is_told_by_where_it_is_true_and_where_false(tmp_path: Path) -> None:
    text = """
documents: {a: {start: 1200-01-01, end: 1200-01-31}, b: {}}
hypotheses:
  early: {claim: end(a) <= 1200-01-10 or end(a) >= 1200-01-20, expect: undetermined}
  order: {claim: end(a) <= start(b), expect: undetermined}
"""
    folder = written(tmp_path, text.replace("end: 1200-01-31", "end: 1200-01"))
    (found,) = ask(folder, "explain", "early")["explanations"]
    assert found["true_where"] == {
        "end(a)": {
            "earliest": "1200-01-01",
            "latest": "1200-01-31",
            "intervals": [["1200-01-01", "1200-01-10"], ["1200-01-20", "1200-01-31"]],
        }
    }
    assert found["false_where"]["end(a)"]["intervals"] == [["1200-01-11", "1200-01-19"]]
    screen = " ".join(tell(folder, "explain", "early").split())
    assert "true in those with end(a): 1 Jan 1200 – 10 Jan 1200 or 20 Jan 1200 – 31 Jan 1200" in screen
    assert "false in those with end(a): 11 Jan 1200 – 19 Jan 1200" in screen
    assert "`chrono suggest a`" in screen
    (found,) = ask(folder, "explain", "order")["explanations"]
    assert (found["true_where"]["start(b)"]["earliest"], found["false_where"]["start(b)"]["latest"]) == (
        "1200-01-01",
        "1200-01-30",
    )


# -- what a line does


def test_a_line_of_evidence_tells_what_rests_on_it(case: Path) -> None:
    lines = (case / "events.yaml").read_text(encoding="utf-8").splitlines()
    number = lines.index("  nothing-after-1938:") + 1
    for line in (number, number + 1, number + 3):
        answer = ask(case, "explain", f"events.yaml:{line}")
        assert (answer["what"], answer["ids"]) == ("evidence nothing-after-1938", ["nothing-after-1938"])
        assert "end(manuscript) <= known(pact) + 0 days" in answer["yields"]
        moved = {(w["id"], w["edge"]): w["after"]["latest"] for w in answer["without"]["windows"]}
        assert moved["manuscript", "end"] == "1940-05-31"
        assert {v["id"] for v in answer["without"]["verdicts"]} == {
            "before-the-war",
            "at-work-in-may-1940",
            "final-views",
        }


def test_a_line_that_changes_nothing_says_so(case: Path) -> None:
    lines = (case / "events.yaml").read_text(encoding="utf-8").splitlines()
    place = f"events.yaml:{lines.index('  surplus-passages-on-the-twenties:') + 2}"
    for id, nothing in ((place, False), (f"events.yaml:{lines.index('  long-pause:') + 1}", True)):
        assert ask(case, "explain", id)["changes_nothing"] is nothing
    assert "It changes nothing" in tell(case, "explain", f"events.yaml:{lines.index('  long-pause:') + 1}")


def test_lines_of_rules_dates_and_hypotheses(case: Path) -> None:
    lines = (case / "events.yaml").read_text(encoding="utf-8").splitlines()
    date = ask(case, "explain", f"events.yaml:{lines.index('    date: 1939-08-23') + 1}")
    assert date["ids"] == ["pact.date"]
    rules = (case / "rules" / "silence.yaml").read_text(encoding="utf-8").splitlines()
    assert ask(case, "explain", f"rules/silence.yaml:{rules.index('  silence:') + 2}")["ids"] == ["rule:silence"]
    hypothesis = ask(case, "explain", f"events.yaml:{lines.index('  before-the-war:') + 2}")
    assert [e["verdict"] for e in hypothesis["explanations"]] == ["entailed"]


def test_a_line_of_a_source_tells_what_is_taken_from_it(case: Path) -> None:
    lines = (case / "events.yaml").read_text(encoding="utf-8").splitlines()
    article = ask(case, "explain", f"events.yaml:{lines.index('  riddell-2017:') + 3}")
    assert article["what"] == "source riddell-2017"
    assert {"nothing-after-1938", "pact.date", "manuscript.author"} <= set(article["ids"])
    left = ask(case, "infer", "manuscript", "--without", "source:riddell-2017")["results"][0]
    moved = {(w["id"], w["edge"]): w["after"] for w in article["without"]["windows"]}
    assert moved["manuscript", "end"]["latest"] == left["end"]["latest"]


@pytest.mark.parametrize("what", ["a comment", "an empty line"])
def test_a_line_that_says_nothing_changes_nothing(case: Path, what: str) -> None:
    lines = (case / "events.yaml").read_text(encoding="utf-8").splitlines()
    number = next(n for n, text in enumerate(lines, 1) if (text.startswith("#") if what == "a comment" else not text))
    answer = ask(case, "explain", f"events.yaml:{number}")
    assert (answer["what"], answer["line"], answer["changes_nothing"]) == (what, number, True)
    assert "It changes nothing" in tell(case, "explain", f"events.yaml:{number}")


def test_evidence_that_only_answers_other_evidence_says_what_it_says(case: Path) -> None:
    lines = (case / "events.yaml").read_text(encoding="utf-8").splitlines()
    answer = ask(case, "explain", f"events.yaml:{lines.index('  written-side-by-side:') + 1}")
    assert answer["says"] == ["the parts of Stalin were written side by side"]
    assert [s["id"] for s in answer["set_aside"]] == ["told-in-order"]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("events.yaml:8", "events.yaml:8 belongs to no entry"),
        ("events.yaml:99999", "there is no line events.yaml:99999"),
        ("events.yaml:0", "there is no line events.yaml:0"),
        ("nowhere.yaml:3", "the files are events.yaml"),
        ("rules/silence.yaml:20", "belongs to no entry"),
    ],
)
def test_a_line_where_nothing_counts_is_refused(case: Path, place: str, said: str) -> None:
    result = run(case, "explain", place)
    assert result.exit_code == 2
    assert said in result.stderr
    told = ask(case, "explain", place, code=2)
    assert (told["status"], [d["code"] for d in told["diagnostics"]]) == ("invalid", ["nothing-there"])


# -- against every subset


def test_hinges_falls_and_lines_against_every_subset() -> None:
    asked = base(EITHER)
    distance = Distance("end(a)")
    most = asked.solver.window(distance).most
    assert most is not None
    denial: list[Constraint] = [beyond(distance, most=most)]
    explainer = Explainer(asked.solver, Scale())
    ids = asked.network.ids
    subsets = [frozenset(s) for s in chain.from_iterable(combinations(ids, n) for n in range(len(ids) + 1))]
    enough = [s for s in subsets if asked.solver.refutes(s, denial) is Answer.YES]
    smallest = {s for s in enough if not any(t < s for t in enough)}
    found = explainer.lines(denial)
    assert found.complete
    assert {frozenset(line) for line in found.lines} == smallest
    reason = explainer.refutation(denial)
    assert reason is not None
    assert frozenset(reason.ids) in smallest
    assert set(explainer.hinges(reason.ids, denial)) == frozenset.intersection(*smallest)
