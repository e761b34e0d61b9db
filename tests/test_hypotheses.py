"""`chrono check`: verdicts, what a hypothesis must survive, recorded windows, warnings, bad input."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import questions
from chrono.answers.check import Checked, Variation
from chrono.frontends.cli import main
from chrono.model.chronology import Chronology, Under
from chrono.questions.options import Options
from tests.asking import founding_case
from tests.small import mistakes, read

ENTRIES = """
chronology: {unit: year, admit: weak}
people: {author: {born: 1400, died: 1460}}
events: {plague: {date: 1450, topics: [town]}, fire: {date: 1455, topics: [town]}}
documents: {chronicle: {author: author, topics: [town], start: "[1400..1449]"}, sequel: {}}
vocabulary:
  silent: {says: "{document} is silent about {event}", slots: {document: document, event: event}}
  late: {says: "news of {event} came late", slots: {event: event}}
rules:
  silence:
    when: $document is silent about $event
    unless: news of $event came late
    then: end($document) <= known($event) + delay
    settings: {delay: 0 years}
evidence:
  no-plague: {says: chronicle is silent about plague, tags: [silences]}
  no-fire: {says: chronicle is silent about fire, certainty: strong, tags: [silences]}
  letter: {holds: end(chronicle) <= 1452}
  seal: {holds: end(chronicle) <= 1452, certainty: weak}
"""
EARLY = "claim: end(chronicle) <= 1452"


def chronology(hypotheses: str, entries: str = ENTRIES) -> Chronology:
    return read(f"{entries}hypotheses:\n  h: {{{hypotheses}}}\n")


def checked(hypotheses: str, options: Options | None = None, entries: str = ENTRIES) -> Checked:
    (found,) = questions.check.check(chronology(hypotheses, entries), (), options or Options()).results
    return found


def failed(found: Checked) -> dict[str, str]:
    """The variations that did not come out as they must, with the verdict there."""
    return {v.said: v.verdict for v in found.variations if not v.ok}


# -- what a hypothesis must survive


@pytest.mark.parametrize(
    ("most", "broken"),
    [
        (1, {}),
        (2, {}),
        # The plague, the letter and the seal are three lines of argument; all must go.
        (3, {"without letter, no-plague, seal": "undetermined"}),
        (4, {"without letter, no-plague, seal": "undetermined"}),
    ],
)
def test_any_few_pieces_of_evidence_left_out(most: int, broken: dict[str, str]) -> None:
    found = checked(f"{EARLY}, under: {{drop-any: {most}}}")
    assert failed(found) == broken
    assert found.ok is not bool(broken)
    assert any(v.ok and "of 4 pieces of evidence left out" in v.said for v in found.variations)


def test_evidence_that_undercuts_is_left_out_too() -> None:
    """Without the news that came late the silence counts again: less evidence, and more follows from it."""
    late = ENTRIES + "  slow-news: {says: news of plague came late, certainty: strong}\n"
    found = checked("claim: end(chronicle) <= 1450, expect: undetermined, under: {drop-any: 1}", entries=late)
    assert found.verdict == "undetermined"
    assert failed(found) == {"without slow-news": "entailed"}
    attacked = ENTRIES + "  answer: {against: [no-plague], certainty: strong}\n"
    found = checked("claim: end(chronicle) <= 1450, expect: undetermined, under: {without: answer}", entries=attacked)
    assert failed(found) == {"without answer": "entailed"}


def test_settings_levels_and_things_left_out() -> None:
    found = checked(f"{EARLY}, under: {{settings: {{delay: 0..3 years}}, at-least: [strong, moderate]}}")
    assert [v.said for v in found.variations] == [
        *("delay = 0 years", "delay = 1 year", "delay = 2 years", "delay = 3 years"),
        *("evidence at least strong", "evidence at least moderate"),
    ]
    # Alone, the rule with its weak evidence or the letter suffice at any delay; only strong evidence does not.
    assert failed(found) == {"evidence at least strong": "undetermined"}
    found = checked(f"{EARLY}, under: {{without: [letter, [letter, seal, 'rule:silence'], 'tag:silences']}}")
    assert failed(found) == {"without letter, rule:silence, seal": "undetermined"}


def test_what_a_verdict_relies_on() -> None:
    found = checked("claim: end(chronicle) <= 1450, relies-on: [no-plague, plague.date, 'rule:silence']")
    assert found.ok
    assert [(v.said, v.verdict, v.must_change) for v in found.variations] == [
        ("without no-plague", "undetermined", True),
        ("without plague.date", "undetermined", True),
        ("without rule:silence", "undetermined", True),
    ]
    found = checked(f"{EARLY}, relies-on: [no-plague, letter]")
    assert failed(found) == {"without letter": "entailed", "without no-plague": "entailed"}
    assert checked(f"{EARLY}, must-not-rely-on: [letter, seal]").ok
    assert failed(checked(f"{EARLY}, must-not-rely-on: [letter, seal, no-plague]")) == {
        "without letter, no-plague, seal": "undetermined"
    }


def test_a_file_laid_over(tmp_path: Path) -> None:
    text = f"{ENTRIES}hypotheses:\n  h: {{{EARLY}, under: {{with: [rivals/letter.yaml]}}}}\n"
    (tmp_path / "events.yaml").write_text(text, encoding="utf-8")
    assert "unreadable" in chrono("check", "-C", tmp_path).stderr
    (tmp_path / "rivals").mkdir()
    rival = tmp_path / "rivals" / "letter.yaml"
    rival.write_text("evidence: {late: {holds: start(chronicle) >= 1453}}\n", encoding="utf-8")
    told = chrono("check", "-C", tmp_path)
    assert told.exit_code == 1
    assert "but inconsistent with rivals/letter.yaml laid over" in told.stdout
    rival.write_text("evidence: {late: {holds: start(chronicle) >= 1440}}\n", encoding="utf-8")
    assert chrono("check", "-C", tmp_path).exit_code == 0
    rival.write_text("evidence: {late: {holds: start(chronicel) >= 1440}}\n", encoding="utf-8")
    told = chrono("check", "-C", tmp_path)
    assert (told.exit_code, told.stdout) == (1, "")
    assert "letter.yaml:1:" in told.stderr
    text = text.replace("rivals/letter.yaml", "../letter.yaml")
    (tmp_path / "events.yaml").write_text(text, encoding="utf-8")
    assert "include-outside" in chrono("check", "-C", tmp_path).stderr


def by_brute_force(base: Chronology, most: int) -> dict[str, str]:
    """Every smallest set of pieces without which the verdict is another, each tried on evidence weighed anew."""
    (hypothesis,) = base.hypotheses
    plain = replace(base, hypotheses=(replace(hypothesis, under=Under()),))
    expect, found = hypothesis.expect, dict[frozenset[str], str]()
    for size in range(1, most + 1):
        for ids in map(frozenset, combinations([e.id for e in base.evidence], size)):
            if not any(smaller < ids for smaller in found):
                (result,) = questions.check.check(plain, (), Options(without=tuple(ids))).results
                if result.verdict != expect:
                    found[ids] = result.verdict
    return {f"without {', '.join(sorted(ids))}": verdict for ids, verdict in found.items()}


PIECES = (
    "says: news of plague came late, certainty: strong",
    "says: news of fire came late, certainty: weak",
    "against: [e0], certainty: strong",
    "against: [e1]",
    "holds: end(chronicle) <= 1452",
    "holds: end(sequel) <= end(chronicle)",
    "holds: start(chronicle) >= 1449 or start(sequel) >= 1449",
    "holds: start(chronicle) >= 1453",
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=4, unique=True),
    st.sampled_from(["end(chronicle) <= 1452", "end(sequel) <= 1450", "start(chronicle) >= 1449"]),
    st.integers(1, 3),
)
def test_leaving_out_is_as_if_it_had_never_been_said(pieces: list[str], claim: str, most: int) -> None:
    """The shortcuts (fewer assumptions, members of arguments only) against weighing everything anew."""
    said = [
        "says: chronicle is silent about plague",
        "says: chronicle is silent about fire, certainty: strong",
        *pieces,
    ]
    entries = ENTRIES.partition("evidence:")[0] + "evidence:\n"
    entries += "".join(f"  e{n}: {{{piece}}}\n" for n, piece in enumerate(said))
    expect = checked(f"claim: {claim}", entries=entries).verdict
    base = chronology(f"claim: {claim}, expect: {expect}, under: {{drop-any: {most}}}", entries)
    (found,) = questions.check.check(base).results
    assert failed(found) == by_brute_force(base, most)


# -- recorded windows, warnings


@pytest.mark.parametrize(
    ("window", "verdict", "sharper"),
    [
        ("end: 1400..1450", "entailed", ()),
        ("end: ..1450", "entailed", ("end(chronicle)",)),
        ("end: 1400..", "entailed", ("end(chronicle)",)),
        ("end: 1400..1450, start: 1390..1450", "entailed", ("start(chronicle)",)),
        ("end: 1400..1449", "undetermined", ()),
        ("start: 1400, end: 1400..1450", "undetermined", ()),
    ],
)
def test_a_recorded_window_must_still_follow(window: str, verdict: str, sharper: tuple[str, ...]) -> None:
    found = checked(f"window: {{of: chronicle, {window}}}")
    assert (found.verdict, found.sharper) == (verdict, sharper)
    if verdict == "entailed":
        assert dict(found.windows)["end(chronicle)"].hull == (1400, 1450)


def test_a_warning_fails_nothing(tmp_path: Path) -> None:
    text = f"{ENTRIES}hypotheses:\n  h: {{claim: end(chronicle) <= 1449, severity: warn, tags: [draft]}}\n"
    (tmp_path / "events.yaml").write_text(text, encoding="utf-8")
    told = chrono("check", "-C", tmp_path)
    assert told.exit_code == 0
    assert told.stdout.endswith("1 hypothesis, 1 warning\n")
    assert "expected entailed   only a warning" in told.stdout
    document = json.loads(chrono("check", "-C", tmp_path, "--format", "json").stdout)
    (result,) = document["results"]
    assert (result["ok"], result["severity"], result["tags"]) == (False, "warn", ["draft"])
    assert result["windows"] == {
        "end(chronicle)": {"earliest": "1400", "latest": "1450", "intervals": [["1400", "1450"]]}
    }
    assert chrono("check", "-C", tmp_path, "--format", "github").stdout.startswith("::warning file=")
    suites = ElementTree.fromstring(chrono("check", "-C", tmp_path, "--format", "junit").stdout.encode())
    assert (suites.get("failures"), suites.get("skipped")) == ("0", "1")
    assert [(p.get("name"), p.get("value")) for p in suites.iter("property")] == [("end(chronicle)", "1400 – 1450")]


# -- what a run says, and how it ends


def chrono(*words: str | Path, **env: str) -> Result:
    return CliRunner().invoke(main, [str(w) for w in words], env={"COLUMNS": "100", "GITHUB_STEP_SUMMARY": "", **env})


@pytest.fixture
def founding(tmp_path: Path) -> Path:
    return founding_case(tmp_path)


def test_contradictory_evidence_fails_each_and_is_shown_once(founding: Path) -> None:
    rival = founding / "rivals" / "letter-of-december-1939.yaml"
    told = chrono("check", "-C", founding, "--with", rival, "--strict")
    assert told.exit_code == 1
    assert told.stdout.count("these cannot all be true") == 1
    assert told.stdout.count("inconsistent   expected") == 3
    annotated = chrono("check", "-C", founding, "--with", rival, "--strict", "--format", "github").stdout
    assert annotated.count("cannot all be true") == 1
    assert annotated.count("::error") == 4
    expecting = founding / "meant.yaml"
    claims = "".join(f"  {id}-too: {{claim: end(manuscript) < 1939, expect: inconsistent}}\n" for id in "ab")
    expecting.write_text(f"hypotheses:\n{claims}", encoding="utf-8")
    meant = ("check", "a-too", "b-too", "-C", founding, "--with", rival, "--with", expecting)
    assert chrono(*meant).exit_code == 0
    assert 'failures="0"' in chrono(*meant, "--format", "junit").stdout


def test_contradictory_evidence_is_checked_under_the_preferred_repair(founding: Path) -> None:
    rival = founding / "rivals" / "letter-of-december-1939.yaml"
    told = chrono("check", "-C", founding, "--with", rival)
    assert told.exit_code == 1
    assert "Answered under the preferred repair" in told.stdout
    assert "inconsistent" not in told.stdout
    annotated = chrono("check", "-C", founding, "--with", rival, "--format", "github").stdout
    assert "cannot all be true" in annotated
    assert ", without " in annotated.splitlines()[-1]
    # What is meant to contradict itself does, beside what is answered all the same.
    expecting = founding / "meant.yaml"
    expecting.write_text(
        "hypotheses:\n  meant: {claim: end(manuscript) < 1939, expect: inconsistent}\n", encoding="utf-8"
    )
    found = json.loads(chrono("check", "-C", founding, "--with", rival, "--with", expecting, "--format", "json").stdout)
    verdicts = {r["id"]: r["verdict"] for r in found["results"]}
    assert verdicts.pop("meant") == "inconsistent"
    assert "inconsistent" not in verdicts.values()
    assert found["status"] == "inconsistent"
    assert found["repaired"]


def test_a_changed_verdict_says_what_changed_it(founding: Path) -> None:
    told = chrono("check", "before-the-war", "-C", founding, "--set", "silence.delay=9 days").stdout
    assert "undetermined   expected entailed   as it should in 9 of 9 variations" in told
    assert "end(manuscript): 1 Jan 1938 – 1 Sep 1939" in told
    assert "start(war): 1 Sep 1939" in told
    more = founding / "more.yaml"
    more.write_text(
        "hypotheses: {long: {claim: end(manuscript) < start(war), under: {settings: {silence.delay: 7..10 days}}}}\n",
        encoding="utf-8",
    )
    told = chrono("check", "long", "-C", founding, "--with", more, COLUMNS="200").stdout
    assert "but undetermined with silence.delay from 9 days to 10 days" in told
    assert "entailed, because\n      nothing-after-1938" in told


def test_a_limit_reached_is_never_a_pass(founding: Path) -> None:
    told = chrono("check", "-C", founding, "--timeout", "0.000001")
    assert told.exit_code == 3
    assert "3 hypotheses, 3 not answered in time" in told.stdout
    everything = "hypotheses: {fourth: {claim: end(manuscript) < 1950, expect: undetermined}}\n"
    (founding / "wrong.yaml").write_text(everything, encoding="utf-8")
    assert chrono("check", "-C", founding, "--with", founding / "wrong.yaml").exit_code == 1


def test_a_run_over_nothing_could_not_ask(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(ENTRIES, encoding="utf-8")
    told = chrono("check", "-C", tmp_path)
    assert (told.exit_code, told.stdout) == (2, "")
    assert "there is no hypothesis to check" in told.stderr
    (tmp_path / "events.yaml").write_text("events: {a: {date: 1200}}\nevidence: {e: {holds: start(a) > 1201}}\n")
    told = chrono("check", "-C", tmp_path)
    assert (told.exit_code, "these cannot all be true" in told.stdout) == (1, True)
    assert chrono("check", "-C", tmp_path, "--timeout", "0.000001").exit_code in (1, 3)
    (tmp_path / "events.yaml").write_text(f"{ENTRIES}hypotheses: {{h: {{{EARLY}}}}}\n", encoding="utf-8")
    assert chrono("check", "-C", tmp_path).exit_code == 0
    assert chrono("check", "hh", "-C", tmp_path).exit_code == 2
    assert chrono("check", "-C", tmp_path, "--without", "chronicle").exit_code == 2


def test_annotations_name_the_file_in_the_repository(founding: Path) -> None:
    below = founding / "chronologies" / "stalin"
    below.mkdir(parents=True)
    shutil.move(founding / "events.yaml", below)
    shutil.move(founding / "rules", below)
    told = chrono(
        "check",
        "-C",
        below,
        "--set",
        "silence.delay=9 days",
        "--format",
        "github",
        GITHUB_WORKSPACE=founding.as_posix(),
    )
    assert told.stdout.startswith("::error file=chronologies/stalin/events.yaml,line=")


def test_a_summary_of_the_job(founding: Path) -> None:
    page = founding / "summary.md"
    page.write_text("before\n", encoding="utf-8")
    told = chrono("check", "-C", founding, "--set", "silence.delay=9 days", GITHUB_STEP_SUMMARY=str(page))
    assert told.exit_code == 1
    text = page.read_text(encoding="utf-8")
    assert text.startswith('before\n## The date of Trotsky\'s "Stalin"\n')
    assert "| ✅ | final\\-views | refuted | refuted | events.yaml\\:" in text
    assert "| ❌ | before\\-the\\-war | undetermined | entailed | events.yaml\\:" in text
    assert "- end\\(manuscript\\): 1 Jan 1938 – 1 Sep 1939" in text
    nowhere = chrono("check", "-C", founding, GITHUB_STEP_SUMMARY=str(founding / "no" / "page.md"))
    assert nowhere.exit_code == 0
    assert "no summary written" in nowhere.stderr


def test_a_summary_is_never_markup(tmp_path: Path) -> None:
    title = "<img src=x> | `a` [b](c)"
    text = (
        ENTRIES.replace("{unit: year", f'{{title: "{title}", unit: year')
        + f"hypotheses: {{h: {{{EARLY}, why: '**why**'}}}}\n"
    )
    (tmp_path / "events.yaml").write_text(text, encoding="utf-8")
    chrono("check", "-C", tmp_path, GITHUB_STEP_SUMMARY=str(tmp_path / "s.md"))
    assert (tmp_path / "s.md").read_text(encoding="utf-8").startswith("## \\<img src=x\\> \\| \\`a\\` \\[b\\]\\(c\\)\n")


def test_the_same_in_several_processes(founding: Path) -> None:
    for form in ("text", "json"):
        told = [chrono("check", "-C", founding, "--format", form, *jobs).stdout for jobs in ((), ("--jobs", "2"))]
        assert told[0] == told[1]
    assert chrono("check", "-C", founding, "--jobs", "0").exit_code == 2


# -- bad input


@pytest.mark.parametrize(
    ("hypothesis", "code"),
    [
        (f"{EARLY}, under: {{}}", "under"),
        (f"{EARLY}, under: {{without: []}}", "under"),
        (f"{EARLY}, under: {{without: chronicle}}", "under"),
        (f"{EARLY}, under: {{without: nothing-of-the-sort}}", "unknown-id"),
        (f"{EARLY}, under: {{drop-any: 0}}", "number"),
        (f"{EARLY}, under: {{settings: {{silence.dely: 0..3 years}}}}", "unknown-setting"),
        (f"{EARLY}, under: {{settings: {{delay: 0 days..3 years}}}}", "duration"),
        (f"{EARLY}, under: {{at-least: sure}}", "unknown-word"),
        (f"{EARLY}, relies-on: [no-plaque]", "unknown-id"),
        (f"{EARLY}, must-not-rely-on: [chronicle]", "under"),
        (f"{EARLY}, expect: true", "unknown-word"),
        (f"{EARLY}, severity: fatal", "unknown-word"),
        ("claim: end(chronicel) < 1450", "unknown-id"),
        ("expect: entailed", "missing-key"),
        (f"{EARLY}, window: {{of: chronicle, end: 1450}}", "missing-key"),
        ("window: {of: chronicle}", "window"),
        ("window: {of: chronicle, end: ..}", "window"),
        ("window: {of: chronicle, end: 1450..1440}", "interval-reversed"),
        ("window: {of: chronicle, end: 1450..soon}", "date"),
        ("window: {of: chronicel, end: 1450}", "unknown-id"),
    ],
)
def test_bad_input_is_an_error_with_its_place(hypothesis: str, code: str) -> None:
    found = mistakes(f"{ENTRIES}hypotheses:\n  h: {{{hypothesis}}}\n")
    assert [d.code for d in found] == [code]
    assert found[0].place.line == 1 + len(ENTRIES.splitlines()) + 1
    assert found[0].help


def test_a_date_that_cannot_be_read_is_pointed_at() -> None:
    (found,) = mistakes(f"{ENTRIES}hypotheses:\n  h: {{window: {{of: chronicle, end: 1450..soon}}}}\n")
    assert found.snippet[found.place.column - 1 :].startswith("soon")


def test_too_many_variations_are_said_to_be_too_many() -> None:
    with pytest.raises(questions.options.Unanswerable, match="more than 1000 variations"):
        checked(f"{EARLY}, under: {{settings: {{delay: 0..5000 years}}}}")


def test_a_variation_is_as_a_question_asked_so() -> None:
    """The verdict under `settings` and `without` is what the command gives with --set and --without."""
    found = checked(f"{EARLY}, under: {{settings: {{delay: 3 years}}, without: [letter, seal]}}")
    alone = [Options(settings=(("delay", "3 years"),)), Options(without=("letter",)), Options(without=("seal",))]
    assert [v.verdict for v in found.variations] == [checked(EARLY, options).verdict for options in alone]
    assert isinstance(found.variations[0], Variation)


def test_a_claim_on_sums_has_its_argument() -> None:
    chronology = read("""
chronology: {unit: year}
periods:
  exile: {start: "[1400..1409]", end: "[1400..1409]"}
  reign: {start: "[1400..1409]", end: "[1400..1409]"}
evidence:
  first-years: {holds: exile starts reign}
hypotheses:
  no-longer: {claim: not (duration(reign) + duration(reign) < duration(exile))}
""")
    (checked,) = questions.check.check(chronology).results
    assert checked.verdict == "entailed"
    assert checked.reason is not None
    assert checked.reason.ids == ("first-years",)
