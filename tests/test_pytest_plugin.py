"""The pytest plugin: what it collects and what not, how failures read, and what is loaded when."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

import chrono.questions
import chrono.reports.verdicts  # noqa: F401  # each run inside this one takes back what it loads: load it once
from tests.asking import founding_case
from tests.small import ROOT

pytest_plugins = ["pytester"]

QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
"""pytest 8.3 warns that a plugin named twice in one process was imported before: of these tests, not of the plugin."""

CHRONOLOGY = """
chronology: {title: A letter, unit: year}
documents: {letter: {start: 1440, end: "[1440..1460]"}}
evidence:
  seal: {holds: end(letter) <= 1452}
hypotheses:
  by-1452: {claim: end(letter) <= 1452, tags: [sealed, thesis]}
  by-1450: {claim: end(letter) <= 1450, tags: [thesis]}
  as-published: {window: {of: letter, end: 1430..1452}}
  wished: {claim: end(letter) <= 1445, severity: warn}
"""


@pytest.fixture
def folder(pytester: pytest.Pytester) -> Path:
    pytester.path.joinpath("events.yaml").write_text(CHRONOLOGY, encoding="utf-8")
    return pytester.path


def run(pytester: pytest.Pytester, *words: str) -> pytest.RunResult:
    """A run with the plugin, whether or not the project is installed."""
    return pytester.runpytest_inprocess(
        "-p", "no:chrono", "-p", "chrono.frontends.pytest_plugin", "-p", "no:cacheprovider", *QUIET, *words
    )


def names(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "events.yaml::" in line]


def test_a_chronology_named_is_collected_with_readable_ids(pytester: pytest.Pytester, folder: Path) -> None:
    result = run(pytester, "events.yaml", "--collect-only", "-q")
    assert names(result) == [
        f"events.yaml::{id}" for id in ("consistency", "as-published", "by-1450", "by-1452", "wished")
    ]
    assert names(run(pytester, "events.yaml::by-1452", "--collect-only", "-q")) == ["events.yaml::by-1452"]


def test_nobody_is_disturbed(pytester: pytest.Pytester, folder: Path) -> None:
    """Not where the folder is only passed through, nor by another tool's events.yaml."""
    pytester.makepyfile(test_other="def test_other(): pass")
    (folder / "below").mkdir()
    (folder / "below" / "events.yaml").write_text("[not: ours", encoding="utf-8")
    run(pytester).assert_outcomes(passed=1)
    run(pytester, ".").assert_outcomes(passed=1)


def test_folders_of_the_configuration_and_of_the_command_line(pytester: pytest.Pytester, folder: Path) -> None:
    below = folder / "letters"
    below.mkdir()
    (folder / "events.yaml").rename(below / "events.yaml")
    pytester.makepyfile(**{"tests/test_other": "def test_other(): pass"})
    run(pytester, "--chrono", "letters", "--chrono", "letters/").assert_outcomes(passed=5, failed=1, warnings=2)
    pytester.makeini("[pytest]\ntestpaths = tests\nchrono = letters\n")
    run(pytester).assert_outcomes(passed=5, failed=1, warnings=2)
    run(pytester, "tests").assert_outcomes(passed=1)
    run(pytester, "letters/events.yaml", "--chrono", "letters").assert_outcomes(passed=4, failed=1, warnings=2)


def test_selected_by_id_and_tag(pytester: pytest.Pytester, folder: Path) -> None:
    run(pytester, "events.yaml", "-m", "sealed", "--strict-markers").assert_outcomes(passed=1, deselected=4)
    run(pytester, "events.yaml", "-m", "thesis").assert_outcomes(passed=1, failed=1, deselected=3)
    run(pytester, "events.yaml", "-k", "sealed or published").assert_outcomes(passed=2, deselected=3)
    assert "by-1452" not in run(pytester, "events.yaml", "-k", "by-1450").stdout.str()


def test_the_usual_tests_stay_beside_a_chronology_below_them(pytester: pytest.Pytester, folder: Path) -> None:
    """pytest 8 drops a folder's tests where a file below it is an argument as well: so the option adds no argument."""
    below = folder / "letters"
    below.mkdir()
    (folder / "events.yaml").rename(below / "events.yaml")
    pytester.makepyfile(test_other="def test_other(): pass", **{"letters/test_near": "def test_near(): pass"})
    for words in (["--chrono", "letters"], [".", "--chrono", "letters"]):
        run(pytester, *words).assert_outcomes(passed=6, failed=1, warnings=2)
    run(pytester, "-n", "1", "-p", "xdist", "--chrono", "letters").assert_outcomes(passed=6, failed=1, warnings=2)
    assert run(pytester, "--chrono", "nowhere").ret == pytest.ExitCode.USAGE_ERROR


def test_a_tag_is_no_order_to_pytest(pytester: pytest.Pytester, folder: Path) -> None:
    """Whatever pytest and its plugins do with a marker, a tag of that name does nothing, even where `-m` names it."""
    tags = "skip, skipif, xfail, usefixtures, parametrize, filterwarnings, flaky, sealed"
    text = CHRONOLOGY.replace("tags: [thesis]", f"tags: [{tags}]")
    (folder / "events.yaml").write_text(text, encoding="utf-8")
    pytester.makeconftest(
        "def pytest_configure(config): config.addinivalue_line('markers', 'flaky(times): run again')\n"
        "def pytest_collection_modifyitems(items):\n"
        "    for item in items: print('marks of', item.name, sorted(mark.name for mark in item.iter_markers()))"
    )
    result = run(pytester, "events.yaml", "-s")
    result.assert_outcomes(passed=4, failed=1, warnings=2)
    assert "marks of by-1450 ['chrono']" in result.stdout.str()
    for name in tags.split(", ")[:-1]:
        result = run(pytester, "events.yaml", "-s", "-m", f"sealed and not {name}")
        result.assert_outcomes(passed=1, failed=1, deselected=3)
        assert "marks of by-1450 ['chrono', 'sealed']" in result.stdout.str()
        run(pytester, "events.yaml", "-k", name).assert_outcomes(failed=1, deselected=4)


def test_a_tag_that_the_configuration_registers_is_still_a_tag(pytester: pytest.Pytester, folder: Path) -> None:
    pytester.makeini("[pytest]\naddopts = --strict-markers\nmarkers =\n    sealed: what a seal dates\n")
    run(pytester, "events.yaml", "-m", "sealed").assert_outcomes(passed=1, deselected=4)


def test_a_failure_is_one_argument_and_no_traceback(pytester: pytest.Pytester, folder: Path) -> None:
    result = run(pytester, "events.yaml", "-q")
    result.assert_outcomes(passed=4, failed=1, warnings=2)
    result.stdout.fnmatch_lines(
        [
            "events.yaml:8: by-1450: end(letter) <= 1450 is undetermined, expected entailed",
            "  end(letter): 1440 – 1452",
            "*PytestWarning: events.yaml:9: as-published: the evidence now says more than was recorded",
            "*PytestWarning: events.yaml:10: wished: end(letter) <= 1445 is undetermined, expected entailed",
            "FAILED events.yaml::by-1450*",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert "pytest_plugin.py" not in result.stdout.str().partition("warnings summary")[0]


def test_a_contradiction_is_told_once(pytester: pytest.Pytester, folder: Path) -> None:
    text = CHRONOLOGY.replace("  seal:", "  ink: {holds: end(letter) >= 1455}\n  seal:")
    (folder / "events.yaml").write_text(text, encoding="utf-8")
    result = run(pytester, "events.yaml", "-rN")  # pytest's own summary repeats messages in CI
    result.assert_outcomes(failed=4, passed=1)
    assert result.stdout.str().count("these cannot all be true\n  ink") == 1
    result.stdout.fnmatch_lines(["events.yaml:5: these cannot all be true", "  ink: *(events.yaml:5)"])
    (folder / "events.yaml").write_text(
        text.partition("  by-1452")[0] + "  h: {claim: end(letter) > 1000, expect: inconsistent}\n"
    )
    run(pytester, "events.yaml").assert_outcomes(passed=2)


def test_mistakes_in_the_files_are_told_with_their_places(pytester: pytest.Pytester, folder: Path) -> None:
    (folder / "events.yaml").write_text(
        CHRONOLOGY.replace("end(letter) <= 1450", "end(leter) <= 1450"), encoding="utf-8"
    )
    result = run(pytester, "events.yaml")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["error?unknown-id?: nothing dated is called 'leter'", "  --> events.yaml:8:*"])
    assert "Traceback" not in result.stdout.str()


def test_a_report_keeps_place_and_windows(pytester: pytest.Pytester, folder: Path) -> None:
    run(pytester, "events.yaml", "--junitxml", "report.xml")
    (case,) = (c for c in ElementTree.parse(folder / "report.xml").iter("testcase") if c.get("name") == "by-1450")
    kept = {p.get("name"): p.get("value") for p in case.iter("property")}
    assert kept == {
        "place": "events.yaml:8",
        "claim": "end(letter) <= 1450",
        "verdict": "undetermined",
        "window of end(letter)": "1440 – 1452",
    }
    (failure,) = case.iter("failure")
    assert str(failure.text).startswith("events.yaml:8: by-1450: ")


def test_the_founding_case_from_another_folder(pytester: pytest.Pytester) -> None:
    stalin = pytester.path / "chronologies" / "stalin"
    stalin.mkdir(parents=True)
    founding_case(stalin)
    text = (stalin / "events.yaml").read_text(encoding="utf-8").replace("0..8 days", "0..9 days")
    (stalin / "events.yaml").write_text(text, encoding="utf-8")
    result = run(pytester, "--chrono", "chronologies/stalin")
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        [
            "chronologies/stalin/events.yaml:*: before-the-war: end(manuscript) < start(war) is entailed as*",
            "  undetermined with silence.delay = 9 days",
        ]
    )


def test_nothing_heavy_is_loaded_before_it_is_needed(
    pytester: pytest.Pytester, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    pytester.makepyfile(
        test_loaded="import sys\ndef test(): assert not {'z3', 'hypothesis', 'yaml', 'click'} & set(sys.modules)"
    )
    words = ("-p", "no:chrono", "-p", "no:hypothesispytest", "-p", "chrono.frontends.pytest_plugin", "test_loaded.py")
    pytester.runpytest_subprocess(*words).assert_outcomes(passed=1)
