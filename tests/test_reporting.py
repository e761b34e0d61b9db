"""Reports: what is said of windows, gaps and verdicts; pages that hold at any width; escaping for other readers."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from chrono import dates
from chrono.answers.check import Check, Checked, Condition, Variation
from chrono.answers.common import Asked, OpenQuestion, SetAside, Undercut, Weighing
from chrono.answers.explain import Explained, Explanation
from chrono.answers.infer import Bound, Comparison, Inference, Level, SpanResult
from chrono.answers.invalid import Invalid
from chrono.answers.reasons import Premise, Reason, Step
from chrono.core.diagnostics import Diagnostic, Place
from chrono.dates import Scale
from chrono.documents import dumps, encode
from chrono.documents.listing import READING
from chrono.engine.intervals import Interval, Window
from chrono.model.chronology import Certainty
from chrono.reports import render, words
from chrono.reports.page import Page
from chrono.reports.text import dates as dating
from chrono.reports.text.check import screen as check
from chrono.reports.text.explain import screen as explanation
from chrono.reports.text.infer import screen as inference

PACT, NEW_YEAR = 2429499, 2428900
ASKED = Asked("A title", "day", "gregorian", "00ff", Certainty.MODERATE, Certainty.MODERATE, events=21, evidence=17)
REASON = Reason(
    ("pact.date", "rule:silence"),
    (
        Premise(
            "pact.date",
            "the pact was signed on 23 Aug 1939",
            Place("events.yaml", 31, 5),
            "riddell-2017, L38",
            Certainty.CERTAIN,
        ),
        Premise(
            "rule:silence",
            "Work that passes over an event ended before the news came",
            Place("rules/s.yaml", 4, 3),
            certainty=Certainty.STRONG,
        ),
    ),
    (Step("first this"), Step("then that")),
)


def window(*intervals: Interval) -> Window:
    return Window(intervals)


def result(start: Window, end: Window, **more: object) -> SpanResult:
    bound = Bound(end, latest=REASON if end.most is not None else None)
    span = SpanResult("manuscript", "document", "Stalin", ("Leon Trotsky",), Bound(start), bound, window((0, 599)))
    return replace(span, **more)


def answer(*results: SpanResult, **more: object) -> Inference:
    return replace(Inference(ASKED, "consistent", results, Weighing()), **more)


SPAN = result(window((NEW_YEAR, PACT)), window((NEW_YEAR, PACT)))


def test_a_window_is_said_with_its_reasons_on_the_same_screen() -> None:
    told = inference(answer(SPAN), Page())
    assert told.splitlines() == [
        "A title                                               21 events · 17 pieces of evidence · consistent",
        "",
        "manuscript   Stalin, by Leon Trotsky",
        "  begun      not earlier than 1938   not later than 23 Aug 1939",
        "  finished   not earlier than 1938   not later than 23 Aug 1939",
        "  lasted     at most 599 days (some 1.5 years)",
        "",
        "  Why finished not later than 23 Aug 1939",
        "    pact.date      the pact was signed on 23 Aug 1939                       events.yaml:31   certain",
        "    rule silence   Work that passes over an event ended before the news     rules/s.yaml:4   strong",
        "                   came",
    ]


def test_explaining_adds_steps_and_sources() -> None:
    asked = answer(SPAN)
    reason = SPAN.end.latest
    argued = Explanation("manuscript", "document", "Stalin", "end", "latest", 2429499, reason=reason)
    told = explanation(Explained((argued,), asked), Page())
    assert "riddell-2017, L38" in told
    assert "    1. first this\n    2. then that\n" in told
    assert "riddell" not in inference(answer(SPAN), Page())


def test_an_open_window_says_so() -> None:
    open_ = window((None, None))
    told = inference(answer(result(open_, window((NEW_YEAR, None)), duration=open_)), Page())
    assert "begun      nothing in the evidence bounds this" in told
    assert "finished   not earlier than 1938                 no latest date" in told
    assert "lasted" not in told


def test_gaps_are_listed() -> None:
    first, second = 2250702, 2251067
    gappy = window((first, first), (second, second))
    assert "more exactly finished 10 Feb 1450 or 10 Feb 1451" in inference(answer(result(gappy, gappy)), Page())
    many = window(*((n * 10, n * 10) for n in range(2429499, 2429520)))
    assert words.stretches(many, Scale()).endswith(" or 13 more")


def test_a_window_cut_short_by_a_limit_gives_only_what_is_proved() -> None:
    cut = Window(((PACT - 3, PACT - 2),), proven=False, outer=(NEW_YEAR, PACT))
    span = replace(SPAN, end=Bound(cut), comparisons=(Comparison("x", "X", "possible", 5, 9, "5 days", "9 days"),))
    told = inference(answer(span, status="unknown"), Page())
    assert "finished   not earlier than 1938   not later than 23 Aug 1939" in told
    assert "the true bounds are these or narrower" in told
    assert "5 days" not in told
    found = encode(answer(span, status="unknown"))["results"][0]
    assert found["end"]["earliest"] == "1938-01-01"
    assert found["end"]["latest"] == "1939-08-23"
    assert found["end"]["proven"] is False
    assert found["end"]["attained"] == [["1939-08-20", "1939-08-21"]]


def test_the_same_reason_stands_once_under_all_that_it_forces() -> None:
    day = window((PACT, PACT))
    bound = Bound(day, REASON, REASON)
    told = inference(answer(replace(SPAN, start=bound, end=bound)), Page())
    assert "Why begun and finished 23 Aug 1939" in told
    assert told.count("rule silence") == 1


def test_a_contradiction_names_what_cannot_all_be_true() -> None:
    told = inference(answer(status="inconsistent", conflicts=(REASON,)), Page())
    assert "contradiction: these cannot all be true\n  pact.date" in told


def test_levels_all_alike_are_said_in_a_line() -> None:
    levels = [Level(c, SPAN.start.window, SPAN.end.window) for c in (Certainty.CERTAIN, Certainty.STRONG)]
    alike = inference(answer(replace(SPAN, levels=tuple(levels))), Page())
    assert "How firm: certain evidence alone forces all of this" in alike
    levels[0] = Level(Certainty.CERTAIN, window((None, None)), window((None, PACT)))
    apart = inference(answer(replace(SPAN, levels=tuple(levels))), Page())
    assert "certain evidence alone   …                          … – 23 Aug 1939" in apart


def test_the_question_is_repeated_where_it_changes_the_files() -> None:
    asked = replace(
        ASKED,
        laid_over=("rivals/letter.yaml",),
        without=("rule:silence",),
        settings=(("silence.delay", "7 days"),),
        admitted=Certainty.STRONG,
    )
    told = inference(answer(SPAN, asked=asked), Page(140))
    assert (
        "Asked with: laid over rivals/letter.yaml; left out rule:silence; set silence.delay = 7 days; "
        "only strong evidence and better\n"
    ) in told
    assert "Asked" not in inference(answer(SPAN), Page())


def test_a_setting_changed_by_evidence_is_shown_with_it() -> None:
    first, second = REASON.premises
    changed = replace(REASON, premises=(replace(first, settings=(("delay", "10 days"),)), second))
    span = replace(SPAN, end=replace(SPAN.end, latest=changed))
    assert "23 Aug 1939 (with delay" in inference(answer(span), Page(140))


def test_dates_are_said_in_the_calendar_of_the_chronology_with_the_gregorian_day_beside() -> None:
    told = inference(answer(SPAN, asked=replace(ASKED, calendar="julian")), Page())
    assert "not later than 10 Aug 1939\n" in told
    assert "(23 Aug 1939 Gregorian)" in told
    found = encode(answer(SPAN, asked=replace(ASKED, calendar="julian")))
    assert found["results"][0]["end"]["latest"] == "1939-08-23"
    assert found["results"][0]["end"]["said"].endswith(" – 10 Aug 1939")


def test_what_was_not_used_is_listed_with_the_reason() -> None:
    weighing = Weighing(
        (
            SetAside("a", "weak", (), "A says", Place("e.yaml", 1)),
            SetAside("b", "defeated", ("c", "d"), "B says", Place("e.yaml", 2)),
            SetAside("e", "fails", ("f",), "E says", Place("e.yaml", 3)),
            SetAside("g", "undecided", ("h",), "G says", Place("e.yaml", 4)),
        ),
        (
            Undercut("silence", ("a",), ("b",), "first", True, Place("e.yaml", 5)),
            Undercut("silence", ("a",), ("b",), "second", True, Place("e.yaml", 6)),
            Undercut("mention", ("a",), ("c",), "third", False, Place("e.yaml", 7)),
        ),
        (OpenQuestion("whether it was so", ("a",), Place("e.yaml", 8)),),
    )
    told = inference(answer(SPAN, weighing=weighing), Page())
    for words_ in (
        "too weak to count",
        "defeated by c and d",
        "too weak to answer f",
        "undecided: against h",
        "first (and 1 more like it)",
        "by b: does not apply to a",
        "c is too weak for it: applies to a all the same",
        "whether it was so",
    ):
        assert words_ in told
    found = encode(answer(SPAN, weighing=weighing))
    assert [u["sentence"] for u in found["undercut"]] == ["first", "second", "third"]
    assert [s["why"] for s in found["set_aside"]] == ["weak", "defeated", "fails", "undecided"]


@pytest.mark.parametrize(
    ("verdict", "least", "most", "said"),
    [
        ("before", 252, 282, "8 months 8 days to 9 months 8 days earlier"),
        ("before", 252, 252, "8 months 8 days earlier"),
        ("possible", -5, 8, "not decided: it may have gone on until then"),
        ("possible", -9, -5, "not decided: it may have gone on until 5 days later"),
        ("after", -9, -5, "later, at the latest by 5 days to 9 days"),
        ("before", None, None, "earlier"),
        ("after", None, None, "later"),
        ("possible", None, None, "not decided"),
    ],
)
def test_comparisons_in_words(verdict: str, least: int | None, most: int | None, said: str) -> None:
    def gap(days: int | None) -> str:
        return "" if days is None else dates.gap(min(PACT, PACT + days), max(PACT, PACT + days))

    found = Comparison("x", "X", verdict, least, most, gap(least), gap(most))  # type: ignore[arg-type]
    assert words.comparison(found) == said


@pytest.mark.parametrize(
    ("intervals", "unit", "said"),
    [
        ([(0, 0)], "day", "0 days"),
        ([(1, 1)], "year", "1 year"),
        ([(0, 599)], "day", "at most 599 days (some 1.5 years)"),
        ([(365, 16359)], "day", "365 to 16359 days (some 45 years)"),
        ([(15, None)], "year", "at least 15 years"),
        ([(0, None)], "day", ""),
        ([(3, 3), (7, 7)], "day", "3 days or 7 days"),
    ],
)
def test_durations_in_words(intervals: list[Interval], unit: str, said: str) -> None:
    assert words.duration(Window(tuple(intervals)), Scale(unit)) == said  # type: ignore[arg-type]


CHECKED = Checked("h", "end(x) < 1939", "entailed", "entailed", None, "", place=Place("events.yaml", 9, 3))


def checks(*checked: Checked, **more: object) -> Check:
    return replace(Check(ASKED, "consistent", checked, Weighing()), **more)


def test_check_is_a_line_a_hypothesis_and_a_count() -> None:
    variations = tuple(
        Variation(Condition(settings=(("silence.delay", f"{n} days"),)), "entailed", True) for n in range(9)
    )
    told = check(checks(CHECKED, replace(CHECKED, id="i", variations=variations)), Page())
    assert told.splitlines() == [
        "  h   entailed   as expected",
        "  i   entailed   as expected   also with silence.delay from 0 days to 8 days",
        "2 hypotheses, all as expected",
    ]
    assert check(checks(CHECKED), Page(quiet=True)) == ""


def test_a_failed_check_says_why() -> None:
    failed = replace(CHECKED, verdict="refuted", reason=REASON, why="the thesis")
    told = check(checks(CHECKED, failed), Page())
    assert "  h   refuted    expected entailed" in told
    assert "claim: end(x) < 1939   events.yaml:9" in told
    assert "why asked: the thesis" in told
    assert "the pact was signed on 23 Aug 1939" in told
    assert told.endswith("\n2 hypotheses, 1 not as expected\n")
    varied = replace(CHECKED, variations=(Variation(Condition(without=("a",)), "undetermined", False),))
    assert "but undetermined without a" in check(checks(varied), Page())


def test_annotations_cannot_be_ended_early() -> None:
    failed = replace(CHECKED, verdict="refuted", claim="a\r\n::error::b %", place=Place("a,b:c%.yaml", 2, 1))
    told = render(checks(failed), "github").splitlines()
    assert told[0] == (
        "::error file=a%2Cb%3Ac%25.yaml,line=2,col=1,title=h::a%0D%0A::error::b %25 is refuted, expected entailed"
    )
    assert len(told) == 2
    mistake = Diagnostic(
        "unknown-id", "nothing is called 'x'\n::error::", Place("e.yaml", 1, 2), "help", severity="warning"
    )
    assert render(Invalid("chrono.check/1", (mistake,)), "github").count("\n") == 1
    assert render(Invalid("chrono.check/1", (mistake,)), "github").startswith(
        "::warning file=e.yaml,line=1,col=2,title=unknown-id::"
    )


def test_junit_is_xml_whatever_the_evidence_says() -> None:
    failed = replace(CHECKED, verdict="refuted", claim="a < b & \x00\x0b]]> \ud800 é", reason=REASON)
    unknown = replace(CHECKED, id="u", verdict="unknown")
    told = render(checks(CHECKED, failed, unknown, status="inconsistent", conflicts=(REASON,)), "junit")
    suites = ElementTree.fromstring(told.encode())
    assert suites.attrib == {"tests": "4", "failures": "2", "errors": "1"}
    assert [len(case) for case in suites.iter("testcase")] == [1, 0, 1, 1]
    assert "a < b & ]]>  é is refuted" in "".join(suites.itertext())


def test_json_is_as_the_contract_has_it() -> None:
    span = replace(
        SPAN,
        levels=(Level(Certainty.CERTAIN, window((None, None)), window((None, PACT))),),
        comparisons=(Comparison("may-1940", "May", "before", 252, 282, "8 months 8 days", "9 months 8 days"),),
    )
    found = json.loads(dumps(encode(answer(span))))
    assert list(found)[:5] == ["schema", "chrono", "z3", "inputs", "status"]
    assert found["inputs"] == "sha256:00ff"
    manuscript = found["results"][0]
    assert manuscript["end"] == {
        "earliest": "1938-01-01",
        "latest": "1939-08-23",
        "intervals": [["1938-01-01", "1939-08-23"]],
        "because": {"earliest": [], "latest": ["pact.date", "rule:silence"]},
    }
    assert manuscript["duration"] == {"min": 0, "max": 599, "intervals": [[0, 599]]}
    assert manuscript["levels"][0]["end"] == {
        "earliest": None,
        "latest": "1939-08-23",
        "intervals": [[None, "1939-08-23"]],
    }
    assert manuscript["compare"][0]["min_days"] == 252
    assert manuscript["compare"][0]["max"] == "9 months 8 days"
    assert manuscript["reasons"]["end"]["latest"]["premises"][0] == {
        "id": "pact.date",
        "sentence": "the pact was signed on 23 Aug 1939",
        "certainty": "certain",
        "source": "riddell-2017, L38",
        "file": "events.yaml",
        "line": 31,
        "column": 5,
    }
    years = encode(answer(result(window((-663, -663)), window((-663, None))), asked=replace(ASKED, unit="year")))
    years = years["results"][0]
    assert years["start"]["earliest"] == "-0663"
    assert years["end"]["latest"] is None


def test_a_date_is_told_in_a_line() -> None:
    assert dating.line(dates.describe("1938")) == (
        "1938: 1938 · 1938-01-01/1938-12-31 · JDN 2428900/2429264 · Julian 19 Dec 1937 – 18 Dec 1938 · year · "
        "read as the year 1938"
    )
    assert dating.line(dates.describe("1900-02-29")).startswith("1900-02-29: not a date: there is no 29 February 1900")
    assert " or 1671-01-01" not in dating.line(dates.describe("[1667,1668,1670..1672]"))
    assert "1667-01-01/1668-12-31 or 1670-01-01/1672-12-31" in dating.line(dates.describe("[1667,1668,1670..1672]"))
    assert "\n" not in dating.line(dates.describe("1985/..")) + dating.line(dates.describe("\n"))
    assert READING.encode(dates.describe("1900-02-29"), dates.DAYS)["column"] == 9


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=120),
    width=st.integers(20, 150),
    colour=st.booleans(),
)
def test_any_words_stay_on_the_page_as_they_are_written(text: str, width: int, colour: bool) -> None:
    said = f"[bold]{text}[/bold] :smile: [link=x]"
    premise = Premise("pact.date", said, Place("events.yaml", 31, 5))
    span = replace(SPAN, name=said, end=replace(SPAN.end, latest=replace(REASON, premises=(premise,))))
    told = inference(answer(span, asked=replace(ASKED, chronology=said)), Page(width, colour))
    assert ("\x1b[" in told) is colour
    assert told == inference(answer(span, asked=replace(ASKED, chronology=said)), Page(width, colour))
    if not colour:
        assert all(cell_len(line) <= width for line in told.split("\n"))
        assert all(line == line.rstrip() for line in told.split("\n"))
        # Wrapped, but nothing lost and nothing taken for markup.
        assert "".join(said.split()) in "".join(told.split())
