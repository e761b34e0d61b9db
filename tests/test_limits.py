"""A limit never passes for an answer: wherever it comes, what is printed as known is so, and it is said what is not."""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chrono import documents
from chrono.api import Chronology
from chrono.core.gc_pause import free_what_is_over, uncollected
from chrono.core.limits import Limit
from chrono.documents.kept_back import FLAGS, SAYING
from chrono.engine.formulas import Network
from chrono.engine.solver import Solver
from chrono.frontends.cli import main

FILES = {
    "events.yaml": """
people: {author: {born: 1850, died: 1920}}
events: {war: {date: 1914-07-28/1915-03-01}, strike: {date: "[1905..1907]"}, peace: {date: 1918}}
documents: {letter: {author: author, compare: [war]}, reply: {date: "[1909..1919]"}}
evidence:
  of-the-strike: {holds: start(letter) >= start(strike), certainty: strong}
  not-in-the-war: {holds: end(letter) < start(war) or start(letter) > end(war), certainty: strong}
  early: {holds: end(letter) <= 1916, certainty: moderate}
  earlier: {holds: end(letter) <= 1916, certainty: strong}
  answered: {holds: end(letter) < start(reply), certainty: strong}
  heard: {says: letter heard of strike, certainty: strong}
hypotheses:
  before-the-war: {claim: end(letter) < start(war), expect: undetermined}
  before-the-strike: {claim: start(letter) < 1905, expect: refuted, under: {without: [early], drop-any: 1}}
  after-the-strike:
    claim: end(letter) >= 1907-01-01
    expect: entailed
    under: {at-least: [strong], settings: {wait.delay: 0 days .. 3 days}}
vocabulary:
  heard: {says: "{document} heard of {event}", slots: {document: document, event: event}}
rules:
  wait:
    when: $document heard of $event
    then: start($document) >= end($event) + delay
    settings: {delay: 1 day}
""",
    "rival.yaml": "evidence: {rival: {holds: end(letter) < 1912, certainty: strong}}",
    "clash.yaml": "evidence: {late: {holds: start(letter) > 1916}, later: {holds: end(letter) > 1917}}",
}
COMMANDS = [
    ("infer", "letter"),
    ("infer", "letter", "--sensitivity"),
    ("infer", "letter", "--compare", "rival.yaml"),
    ("infer", "letter", "--with", "clash.yaml"),
    ("check",),
    ("check", "--with", "clash.yaml"),
    ("explain", "letter", "--end", "--setting", "wait.delay"),
    ("explain", "after-the-strike"),
    ("explain", "before-the-war"),
    ("explain", "events.yaml:9"),
    ("conflicts", "--with", "clash.yaml"),
    ("conflicts", "--with", "clash.yaml", "--by", "source"),
    ("whatif", "--without", "earlier", "--without", "early"),
    ("whatif", "--with", "rival.yaml"),
    ("whatif", "--with", "clash.yaml"),
    ("diff", ".", "saved.json"),
    ("suggest", "letter"),
]
POINTS = 16
"""At how many places of its way each command is cut short."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "saved.json").write_text(json.dumps(ask("infer", "--with", "rival.yaml")[0]), encoding="utf-8")
    return tmp_path


@contextmanager
def time_up(after: int | None) -> Iterator[list[int]]:
    """Time is up at the so-manyth look at the limit, or never; how many looks there were."""
    looks, ended = [0], Limit.ended

    def looked(limit: Limit) -> bool:
        if limit.begun and limit._keeps:
            looks[0] += 1
        return ended(limit) or (limit._keeps and after is not None and looks[0] > after)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Limit, "ended", looked)
        yield looks


def ask(*words: str, form: str = "json") -> tuple[Any, int]:
    """What a command prints, and its exit code."""
    result = CliRunner().invoke(main, [*words, "--format", form], env={"COLUMNS": "100"})
    assert "internal error" not in result.stderr, result.stderr
    return json.loads(result.stdout) if form == "json" else result.stdout, result.exit_code


NAMES = (
    "id",
    "edge",
    "side",
    "hypothesis",
    "without",
    "reading",
    "setting",
    "under",
    "to",
    "at_least",
    "given_up",
    "ids",
)
"""What tells a thing from the others of its kind."""
HOW_FAR = {
    "status", "complete", "consistent_at_known", "sensitivity_complete", "diagnostics", "disjoint", "ok", "before",
    "after", "conflicts",
    "conflict_reasons", "conflict", "repairs", "premises", "sharper_than_recorded", "found", "unknown",
}  # fmt: skip


def names(value: dict[str, Any]) -> tuple[str, ...]:
    """What tells a thing from others; a list of things, as of windows under other repairs, does not."""
    found = [value.get(key) for key in NAMES]
    return tuple(
        json.dumps(name)
        for name in found
        if isinstance(name, str) or (isinstance(name, list) and name and all(isinstance(one, str) for one in name))
    )


def facts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """All that a document says is so, each with what it says it of; not what it says is unknown, or how far it went."""
    if isinstance(value, dict):
        if value.get("proven") is False or value.get("verdict") == "unknown":
            return
        name = names(value)
        # Of a contradiction the first conflict that was met is told: which it is is tried below.
        contradiction = ("because", "reason") if value.get("verdict") == "inconsistent" else ()
        for key, inner in value.items():
            if key in contradiction:
                continue
            if key not in HOW_FAR or (key in ("before", "after") and "edge" in value):
                yield from facts(inner, (*path, *name, key))
    elif isinstance(value, list) and any(isinstance(inner, dict | list) for inner in value):
        for inner in value:
            yield from facts(inner, path) if isinstance(inner, dict) else [(path, json.dumps(inner))]
    elif value is not None and value != [] and value != "unknown":
        yield path, json.dumps(value)


def windows(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every window of dates in a document, by where it stands."""
    if isinstance(value, dict):
        if "earliest" in value and "intervals" in value:
            yield path, value
        name = names(value)
        for key, inner in value.items():
            yield from windows(inner, (*path, *name, key))
    elif isinstance(value, list):
        for inner in value:
            yield from windows(inner, path)


def said_unknown(value: Any, path: str = "") -> Iterator[str]:
    """Where a document says that something is not known, found without regard to what the program looks for."""
    if isinstance(value, dict):
        # Of a contradiction it is known that there is one, but not between what.
        if value.get("status") == "inconsistent" and not value.get("conflicts", True):
            yield f"{path}.conflicts".removeprefix(".")
        for key, inner in value.items():
            if key != "unknown" and not (key == "found" and value["both_ways"]):
                yield from said_unknown(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from said_unknown(inner, f"{path}[{number}]")
    elif value == "unknown" or (value is False and path.rpartition(".")[2] in {*HOW_FAR, "proven"} - {"ok", "before"}):
        yield path.removeprefix(".")


def within(inner: list[str | None], outer: list[str | None]) -> bool:
    """Whether one stretch of dates lies in another; None is an open end."""
    first = outer[0] is None or (inner[0] is not None and outer[0] <= inner[0])
    return first and (outer[1] is None or (inner[1] is not None and inner[1] <= outer[1]))


@pytest.mark.parametrize("words", COMMANDS)
def test_wherever_a_limit_comes_nothing_is_told_that_is_not_so(folder: Path, words: tuple[str, ...]) -> None:
    with time_up(None) as looks:
        whole, right = ask(*words)
    true = set(facts(whole))
    clashes = {json.dumps(c) for c in ask("conflicts", "--with", "clash.yaml")[0]["conflicts"]}
    exact = dict(windows(whole))
    every = max(1, looks[0] // POINTS)
    said = set()
    for after in [*range(0, looks[0], every), looks[0] - 2, looks[0] - 1]:
        with time_up(after):
            document, code = ask(*words)
        wrong = set(facts(document)) - true
        assert not wrong, (after, sorted(wrong)[:3])
        for path, window in windows(document):
            if window.get("proven") is False and path in exact:
                true_hull = [exact[path]["earliest"], exact[path]["latest"]]
                assert within(true_hull, [window["earliest"], window["latest"]]), (after, path)
                for stretch in window["attained"]:
                    assert any(within(stretch, other) for other in exact[path]["intervals"]), (after, path)
        if "--by" not in words:
            assert {json.dumps(c) for c in document.get("conflicts", ())} <= clashes, after
        # All of it is printed under the sign that it was cut short, which no exit code 0 denies.
        assert "time-up" in {d["code"] for d in document["diagnostics"]}, after
        assert "time" in document["unknown"]["limits"], after
        assert sorted(document["unknown"]["of"]) == sorted(said_unknown(document)), after
        assert code == 3 or code == right == 1, (after, code)
        if document["status"] == "consistent" and words[0] == "infer":
            assert document.get("results") == whole.get("results"), after
        said.add(code)
    with time_up(looks[0]):
        assert ask(*words) == (whole, right)


@pytest.mark.parametrize("form", ["text", "github", "junit"])
def test_every_form_tells_it(folder: Path, form: str) -> None:
    for words in COMMANDS:
        if form == "text" or words[0] == "check":
            with time_up(0):
                shown, code = ask(*words, form=form)
            assert "the time was up: what is shown as known was proven by then" in " ".join(shown.split()), (
                words,
                shown,
            )
            assert code in (1, 3)


def test_what_a_limit_kept_back_is_not_said_to_be_firm(tmp_path: Path) -> None:
    """Windows that are not known are all alike, and nothing is known to force them."""
    (tmp_path / "events.yaml").write_text("events: {e: {date: 1100}}\ndocuments: {d: {}}\n", encoding="utf-8")
    shown = CliRunner().invoke(main, ["infer", "d", "e", "-C", str(tmp_path), "--timeout", "0.000001"])
    assert shown.exit_code == 3
    assert "forces all of this" not in shown.stdout


# -- why


HARD = """
chronology: {unit: year}
events: {a: {start: 1000}, b: {start: 1000}, c: {start: 1000}}
documents: {d: {}}
evidence:
  x: {holds: [duration(a) + duration(b) + 1 year = duration(c) + duration(c), duration(a) = duration(b)]}
"""
"""No history, since twice something is never odd; but which evidence that takes no search finds."""


def parts(schema: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where in a schema something may be said not to be known."""
    if isinstance(schema, dict):
        if "unknown" in schema.get("enum", ()) or schema.get("const", True) is False:
            yield tuple(key for key in path if key not in ("properties", "anyOf", "items", "[]"))
        for key, inner in schema.items():
            yield from parts(inner, (*path, key))
    elif isinstance(schema, list):
        for inner in schema:
            yield from parts(inner, (*path, "[]"))


def test_whatever_a_document_may_say_is_not_known_is_listed() -> None:
    """By the schema: each field that may be `unknown`, or that says that something is not all."""
    schema = documents.schemas()
    keys = {path[-1] if path[-1] != "additionalProperties" else path[-2] for path in parts(schema["$defs"])}
    # What a hypothesis expects, and whether silences hang together, is written so in the files.
    assert keys - {"expect", "together"} == (SAYING | {"verdicts"})
    for name in FLAGS:
        assert f'"{name}"' in json.dumps(schema), name


@pytest.mark.parametrize("question", ["infer", "conflicts"])
def test_what_no_step_proves_says_so(question: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither time nor an interrupt: it is said which limit it was, in the document and in words."""
    (tmp_path / "events.yaml").write_text(HARD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    document, code = ask(question)
    assert (document["status"], document["conflicts"]) == ("inconsistent", [])
    assert document["unknown"]["limits"] == ["steps"]
    assert "conflicts" in document["unknown"]["of"]
    told = getattr(Chronology.load(tmp_path), question)().document()
    assert told["unknown"] == document["unknown"]
    if question == "conflicts":
        assert code == 3
        assert "out-of-steps" in {d["code"] for d in document["diagnostics"]}
        assert "no proof was found in the steps allowed" in " ".join(ask(question, form="text")[0].split())


def test_what_is_called_unknown_is_known() -> None:
    """A name, an id or a title of that word is none of the places."""
    text = "chronology: {title: unknown}\npeople: {unknown: {name: unknown, born: 1900, died: 1950}}\n"
    assert "unknown" not in Chronology.loads(text).infer("unknown").document()


def test_the_library_says_why_as_well(folder: Path) -> None:
    told = Chronology.load(folder).infer("letter", timeout=0)
    assert told.limits == ("time",)
    assert told.document()["unknown"]["limits"] == ["time"]
    assert documents.decode(told.document()).limits == ("time",)
    assert "unknown" not in Chronology.load(folder).infer("letter").document()


LARGE = {
    "entries": "events:\n" + "".join(f"  e{n}: {{date: {1000 + n % 900}}}\n" for n in range(20_000)),
    "expressions": "events: {a: {}}\nevidence:\n"
    + "".join(f"  x{n}: {{holds: {' or '.join(['end(a) < 1000'] * 2000)}}}\n" for n in range(60)),
    "rows": "events: {a: {}}\nvocabulary: {d: {says: '{event} is of {date}', slots: {event: event, date: date}}}\n"
    "evidence: {t: {table: rows.csv, says: $event is of $date}}\n",
}


@pytest.mark.parametrize("name", LARGE)
def test_reading_keeps_the_limit_and_says_that_it_did(name: str, tmp_path: Path) -> None:
    """Counted by looks at the clock, not by the clock: the time is up at some look while the files are read."""
    (tmp_path / "events.yaml").write_text(LARGE[name], encoding="utf-8")
    (tmp_path / "rows.csv").write_text("event,date\n" + "a,1000\n" * 20_000, encoding="utf-8")
    looks, ended = [0], Limit.ended

    def looked(limit: Limit) -> bool:
        looks[0] += 1
        return ended(limit) or looks[0] > 2

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Limit, "ended", looked)
        told = CliRunner().invoke(main, ["infer", "a", "-C", str(tmp_path), "--timeout", "999", "--format", "json"])
    document = json.loads(told.stdout)
    assert (told.exit_code, document["status"], looks[0] < 40) == (3, "unknown", True)
    assert [d["code"] for d in document["diagnostics"]] == ["time-up"]
    assert document["unknown"] == {"limits": ["time"], "of": ["status"]}
    assert documents.encode(documents.decode(document), documents.versions_of(document)) == document


# -- one clock that all look at


def test_every_search_of_a_command_knows_its_limit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that is given none goes on for as long as it takes, whatever --timeout says."""
    given: list[Limit | None] = []
    begin = Solver.__init__

    def noting(self: Solver, network: Network, limit: Limit | None = None, *rest: Any, **more: Any) -> None:
        given.append(limit)
        begin(self, network, limit, *rest, **more)

    monkeypatch.setattr(Solver, "__init__", noting)
    for words in COMMANDS:
        ask(*words, "--timeout", "999")
    assert len(given) > len(COMMANDS)
    assert None not in given


@pytest.mark.parametrize("words", [("export", "oxcal"), ("timeline", "--with", "clash.yaml"), ("infer", "--vary", "5")])
def test_what_is_not_known_in_time_is_not_said_not_to_be_there(folder: Path, words: tuple[str, ...]) -> None:
    with time_up(0):
        result = CliRunner().invoke(main, [*words, "-C", str(folder)])
    assert result.exit_code == 3, result.output
    assert "nothing bounds" not in result.output
    assert "nothing to draw" not in result.output


def test_time_is_kept_for_telling_and_more_of_it_for_much(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("chrono.core.limits.time.monotonic", lambda: now[0])
    limit, much = Limit(20), Limit(20)
    now[0] = 10
    much.keep(1)
    ended = {}
    for name, one in (("limit", limit), ("much", much)):
        now[0] = 0
        while not one.ended():
            now[0] += 0.125
        ended[name] = now[0]
        assert not one.overdue()
    assert 11 < ended["much"] < ended["limit"] < 20
    now[0] = 20
    assert limit.overdue()
    assert not limit.late().ended()
    now[0] = 21
    assert limit.late().ended()


def test_what_searches_leave_behind_is_freed_though_nothing_is_collected() -> None:
    class Left:
        pass

    with uncollected():
        one = Left()
        one.itself = one  # type: ignore[attr-defined]
        left = weakref.ref(one)
        del one
        assert left() is not None
        free_what_is_over()
        assert left() is None


@pytest.mark.parametrize(
    "words",
    [
        ("infer", "*"),
        ("infer", "*", "--windows"),
        ("infer", "*", "--compare", "rival.yaml"),
        ("timeline", "*"),
        ("report",),
        ("export", "cidoc-crm"),
        ("export", "csv"),
        ("whatif", "--with", "rival.yaml"),
        ("diff", ".", "saved.json"),
    ],
)
def test_time_is_kept_for_telling_before_anything_is_worked_out(
    folder: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it is gone by the time that it is known how much there is to tell."""
    kept: list[bool] = []
    keep = Limit.keep

    def noting(limit: Limit, share: float) -> None:
        if type(limit) is Limit:
            kept.append(limit.begun)
        keep(limit, share)

    monkeypatch.setattr(Limit, "keep", noting)
    assert CliRunner().invoke(main, [*words, "-C", str(folder), "--timeout", "999"]).exit_code == 0
    assert kept
    assert not kept[0]
