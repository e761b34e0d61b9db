"""The command line: exit codes, streams, formats, what is loaded when, completion, and what `init` writes."""

from __future__ import annotations

import json
import marshal
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click
import pytest
from click.testing import CliRunner, Result

from chrono import __version__
from chrono.frontends.cli import main
from chrono.frontends.cli.program import PURPOSES
from chrono.loading import json_schema

ROOT = Path(__file__).parents[1]

GAPPY = """
chronology: {title: A letter of the tenth of February}
people:
  author: {name: the author, born: 1400, died: 1460}
documents:
  letter: {name: the letter, author: author, date: "[1450-02-10,1451-02-10]"}
evidence:
  after-the-feast: {holds: start(letter) > 1450-01-06, certainty: strong}
  guess: {holds: end(letter) < 1451, certainty: weak}
hypotheses:
  in-1450-or-1451: {claim: letter within 1450/1451, expect: entailed, why: both readings are}
  in-1450: {claim: letter within 1450, expect: undetermined}
"""


def chrono(*words: str | Path, input: str | None = None, **env: str) -> Result:
    return CliRunner().invoke(main, [str(w) for w in words], input=input, env={"COLUMNS": "100", **env})


def document(*words: str | Path, code: int = 0) -> dict[str, Any]:
    """The JSON document that a command prints, and nothing else on either stream."""
    result = chrono(*words, "--format", "json")
    assert (result.exit_code, result.stderr) == (code, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def python(code: str, *words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Code run in a fresh interpreter, with this project's sources."""
    paths = {"PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": "1"}
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **paths, **(env or {})},
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events.yaml").write_text(GAPPY, encoding="utf-8")
    return tmp_path


# -- what is listed


def test_alone_it_lists_every_command_by_purpose_with_an_example() -> None:
    result = chrono()
    assert result.exit_code == 0
    assert "Example:\n  chrono init" in result.stdout
    listed = [name for _, names in PURPOSES for name in names]
    assert sorted(listed) == sorted(main.commands)
    for name in listed:
        assert re.search(rf"^  {name} ", result.stdout, re.MULTILINE)
    assert chrono("--help").stdout == result.stdout
    assert chrono("--version").stdout == f"chrono {__version__}\n"


def test_every_command_has_help_with_an_example() -> None:
    for name in main.commands:
        result = chrono(name, "--help")
        assert result.exit_code == 0
        assert re.search(r"^  Examples?: chrono ", result.stdout, re.MULTILINE), name


def test_every_command_and_option_is_on_the_page_of_commands() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        assert f"## chrono {name}\n" in page
        assert f"`chrono {name}" in page
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                for option in parameter.opts:
                    assert re.search(rf"`{option}[` ]", page), f"{name} {option}"
            assert isinstance(parameter, click.Option | click.Argument)
    schemas = set(
        re.findall(r"chrono\.\w+/\d", "".join(p.read_text() for p in (ROOT / "src/chrono/frontends/cli").glob("*.py")))
    )
    assert len(schemas) == 19
    assert all(f"`{schema}`" in page for schema in schemas)


@pytest.mark.parametrize("words", ["", "--help", "--version", "infer --help", "date --help", "init --help"])
def test_help_and_version_load_nothing_heavy(words: str) -> None:
    code = (
        "import sys\nfrom chrono.frontends.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as end:\n    assert not end.code\n"
        "print([m for m in ('z3', 'pydantic', 'yaml', 'rich') if m in sys.modules], file=sys.stderr)"
    )
    result = python(code, *words.split())
    assert result.stdout
    assert result.stderr == "[]\n"


# -- exit codes


def test_all_is_well(folder: Path) -> None:
    result = chrono("infer", "-C", folder)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "more exactly begun 10 Feb 1450 or 10 Feb 1451" in result.stdout
    assert "too weak to count" in result.stdout
    assert chrono("check", "-C", folder).stdout.endswith("2 hypotheses, all as expected\n")
    assert chrono("explain", "letter", "-C", folder).exit_code == 0
    assert chrono("explain", "in-1450", "-C", folder).exit_code == 0
    told = chrono("validate", "-C", folder)
    assert told.stdout == "1 person, 1 document, 2 pieces of evidence, 0 rules, 2 hypotheses: no mistakes\n"


def test_one_where_something_is_wrong(folder: Path) -> None:
    contradiction = folder / "more.yaml"
    contradiction.write_text("evidence:\n  burnt: {holds: end(letter) < 1449}\n", encoding="utf-8")
    result = chrono("infer", "-C", folder, "--with", contradiction)
    assert result.exit_code == 1
    assert "these cannot all be true" in result.stdout
    assert "burnt" in result.stdout
    assert chrono("check", "-C", folder, "--with", contradiction).exit_code == 1
    found = document("infer", "-C", folder, "--with", contradiction, code=1)
    assert found["status"] == "inconsistent"
    assert all("burnt" in conflict for conflict in found["conflicts"])
    assert [r["ids"] for r in found["conflict_reasons"]] == found["conflicts"]
    failed = chrono("check", "in-1450", "-C", folder, "--at-least", "weak")
    assert failed.exit_code == 1
    assert "in-1450   entailed   expected undetermined" in failed.stdout
    assert "Asked with: weak evidence as well" in failed.stdout


@pytest.mark.parametrize("command", ["infer", "check", "validate", "rules", "vocabulary"])
def test_one_and_every_mistake_where_the_files_are_broken(command: str, folder: Path) -> None:
    broken = GAPPY.replace("1460", "1900-02-29").replace("end(letter)", "end(leter)")
    (folder / "events.yaml").write_text(broken, encoding="utf-8")
    result = chrono(command, "-C", folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "  --> events.yaml:4:" in result.stderr
    assert "did you mean 'letter'?" in result.stderr
    assert result.stderr.endswith("\n2 mistakes\n")
    found = document(command, "-C", folder, code=1)
    assert found["status"] == "invalid"
    assert found["schema"] == f"chrono.{command}/1"
    assert [(d["line"], d["severity"]) for d in found["diagnostics"]] == [(4, "error"), (9, "error")]


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("infer", "--nonsense"),
        ("infer", "nobody"),
        ("infer", "--without", "nothing"),
        ("infer", "--set", "silence.delay=3 days"),
        ("infer", "--set", "silence.delay"),
        ("infer", "--with", "no-such-file.yaml"),
        ("infer", "--at-least", "sure"),
        ("infer", "--timeout", "0"),
        ("check", "no-hypothesis"),
        ("explain", "nobody"),
        ("explain",),
        ("rules", "no-rule"),
        ("validate", "-C", "no-such-folder"),
        ("date",),
        ("date", "1938", "--calendar", "juilan"),
        ("date", "1938", "--conventions", "wild"),
    ],
)
def test_two_where_it_cannot_be_asked(words: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    result = chrono(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.search(r"^(Error: |error\[)", result.stderr, re.MULTILINE)
    assert "Traceback" not in result.stderr


def test_two_where_there_is_no_chronology(tmp_path: Path) -> None:
    assert chrono("infer", "-C", tmp_path).exit_code == 2
    assert document("infer", "-C", tmp_path, code=2)["diagnostics"][0]["code"] == "no-chronology"


def test_three_where_a_limit_is_reached(folder: Path) -> None:
    result = chrono("infer", "-C", folder, "--timeout", "0.000001")
    assert result.exit_code == 3
    assert "A limit was reached" in result.stdout
    assert chrono("check", "-C", folder, "--timeout", "0.000001").exit_code == 3
    assert document("infer", "-C", folder, "--timeout", "0.000001", code=3)["status"] == "unknown"


def test_seventy_for_what_should_not_happen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from chrono import questions

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the certificate does not check")

    monkeypatch.setattr(questions.infer, "infer", fail)
    result = chrono("infer", "-C", folder)
    assert (result.exit_code, result.stdout) == (70, "")
    assert "the certificate does not check" in result.stderr
    assert "report" in result.stderr
    assert "Traceback" not in result.stderr
    assert isinstance(chrono("infer", "-C", folder, CHRONO_DEBUG="1").exception, RuntimeError)


def test_a_file_of_bytecode_that_was_cut_off_is_no_interrupt(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python raises EOFError of it, and click takes that for Ctrl-D."""
    from chrono import questions

    def load(*_: object, **__: object) -> None:
        marshal.loads(marshal.dumps("cut off")[:-1])

    monkeypatch.setattr(questions.infer, "infer", load)
    result = chrono("infer", "-C", folder)
    assert (result.exit_code, result.stdout) == (70, "")
    assert "EOFError: marshal data too short" in result.stderr


def test_an_interrupt_ends_with_130(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from chrono import questions

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(questions.infer, "infer", interrupt)
    assert chrono("infer", "-C", folder).exit_code == 130


# -- streams


def test_a_reader_that_has_gone_is_no_error() -> None:
    command = f'{sys.executable} -m chrono date - | head -n 1; echo "${{PIPESTATUS[0]}}"'
    result = subprocess.run(
        ["bash", "-c", command],
        input="1938\n" * 50_000,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=True,
    )
    first, code = result.stdout.splitlines()
    assert first.startswith("1938: ")
    assert code == "0"
    assert result.stderr == ""


def test_bytes_do_not_depend_on_the_machine(folder: Path) -> None:
    code = "import sys\nfrom chrono.frontends.cli import main\nmain(sys.argv[1:])"
    ways = (
        {"PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "latin-1", "TZ": "Asia/Tokyo"},
    )
    for words in (["infer"], ["infer", "--format", "json"], ["check"]):
        told = [python(code, *words, "-C", str(folder), env=env) for env in ways]
        assert told[0].stdout == told[1].stdout
        assert [t.returncode for t in told] == [0, 0]
    assert "·" in python(code, "infer", "-C", str(folder), env=ways[0]).stdout


def test_the_module_is_the_command() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "chrono", "--version"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=True,
    )
    assert result.stdout == f"chrono {__version__}\n"


def test_quiet_says_only_what_is_not_as_expected(folder: Path) -> None:
    assert chrono("check", "-q", "-C", folder).output == ""
    assert chrono("validate", "-q", "-C", folder).output == ""
    assert "in-1450 " in chrono("check", "-q", "-C", folder, "--at-least", "weak").stdout


# -- documents


def test_a_file_laid_over_is_named_from_the_folder_wherever_it_is_asked_from(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "rivals").mkdir()
    (folder / "rivals/late.yaml").write_text("evidence: {late: {holds: start(letter) > 1451}}", encoding="utf-8")
    absolute = chrono("infer", "-C", folder, "--with", folder / "rivals/late.yaml", "--format", "json")
    below = chrono("infer", "-C", folder, "--with", "rivals/late.yaml", "--format", "json")
    monkeypatch.chdir(folder)
    inside = chrono("infer", "--with", "rivals/late.yaml", "--format", "json")
    assert inside.stdout == below.stdout == absolute.stdout
    assert json.loads(inside.stdout)["asked"]["with"] == ["rivals/late.yaml"]


def test_a_mistake_names_both_places_in_json(folder: Path) -> None:
    (folder / "twice.yaml").write_text("documents:\n  letter: {}\n", encoding="utf-8")
    (mistake,) = document("validate", "-C", folder, "--with", "twice.yaml", code=1)["diagnostics"]
    assert [mistake[key] for key in ("code", "file", "line", "column")] == ["duplicate-id", "twice.yaml", 2, 3]
    (first,) = mistake["related"]
    assert (first["file"], first["line"] > 0, first["column"]) == ("events.yaml", True, 3)


def test_json_of_an_answer(folder: Path) -> None:
    found = document("infer", "letter", "author", "-C", folder, "--without", "guess")
    assert found["schema"] == "chrono.infer/1"
    assert (found["chrono"], found["status"], found["asked"]["without"]) == (__version__, "consistent", ["guess"])
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", found["inputs"])
    letter, author = found["results"]
    assert letter["end"]["intervals"] == [["1450-02-10", "1450-02-10"], ["1451-02-10", "1451-02-10"]]
    assert letter["end"]["because"]["latest"] == ["letter.date"]
    assert letter["reasons"]["end"]["latest"]["premises"][0]["certainty"] == "certain"
    assert author["kind"] == "person"
    assert document("explain", "letter", "-C", folder)["schema"] == "chrono.explain/1"


def test_json_of_a_check(folder: Path) -> None:
    found = document("check", "-C", folder)
    assert found["schema"] == "chrono.check/1"
    first, second = found["results"]
    assert (first["id"], first["verdict"], first["ok"], first["because"]) == ("in-1450", "undetermined", True, [])
    assert (second["because"], second["file"], second["line"]) == (["letter.date"], "events.yaml", 11)


def test_check_for_services(folder: Path) -> None:
    good, bad = (("check", "-C", folder), ("check", "-C", folder, "--at-least", "weak"))
    assert chrono(*good, "--format", "github").stdout.startswith("::notice ")
    told = chrono(*bad, "--format", "github")
    assert told.exit_code == 1
    # Files are named from where the command runs: a service knows nothing of -C.
    assert told.stdout.startswith(f"::error file={folder}/events.yaml,line=12,col=3,title=in-1450::")
    suites = ElementTree.fromstring(chrono(*bad, "--format", "junit").stdout.encode())
    assert (suites.get("tests"), suites.get("failures")) == ("3", "1")
    (folder / "events.yaml").write_text(GAPPY.replace("1460", "1460-13-45"), encoding="utf-8")
    broken = chrono(*good, "--format", "github")
    assert broken.exit_code == 1
    assert broken.stdout.startswith(f"::error file={folder}/events.yaml,line=4,")
    suites = ElementTree.fromstring(chrono(*good, "--format", "junit").stdout.encode())
    assert suites.get("errors") == "1"


def test_validation_rules_vocabulary_and_schema(tmp_path: Path) -> None:
    assert chrono("init", tmp_path).exit_code == 0
    counts = document("validate", "-C", tmp_path)["counts"]
    rules = document("rules", "-C", tmp_path)["results"]
    assert counts["rules"] == len(rules)
    assert counts["evidence"] == 3
    (silence,) = document("rules", "silence", "-C", tmp_path)["results"]
    assert silence["settings"] == {"delay": "0 days"}
    assert silence["then"] == ["end($document) <= known($event) + delay"]
    assert silence["file"] == "rules/silence.yaml"
    told = chrono("rules", "rule:silence", "-C", tmp_path).stdout
    assert "settings   silence.delay = 0 days" in told
    assert all(rule["id"] in chrono("rules", "-C", tmp_path).stdout for rule in rules)
    sentences = {w["id"]: w for w in document("vocabulary", "-C", tmp_path)["results"]}
    assert sentences["silent"]["rules"] == ["expected-silence", "silence"]
    assert sentences["told-in-order"]["undercuts"] == ["expected-silence", "silence"]
    assert sentences["subject"]["file"] is None
    listed = chrono("vocabulary", "-C", tmp_path, COLUMNS="200").stdout
    assert "{copy: document} is made of {material: span}" in listed
    schema = json.loads(chrono("schema").stdout)
    assert "events" in schema["properties"]


# -- dates


def test_dates_are_read_from_arguments_and_lines() -> None:
    result = chrono("date", "1938", "-", input="julian:1917-10-25\n\n  1900-02-29 \n")
    assert result.exit_code == 1
    first, second, blank, third = result.stdout.splitlines()
    assert blank == ": no date"
    assert first.startswith("1938: 1938 · 1938-01-01/1938-12-31 · JDN 2428900/2429264")
    assert "1917-11-07 · JDN 2421540 · Julian 25 Oct 1917" in second
    assert third.startswith("1900-02-29: not a date: there is no 29 February 1900")
    assert "(column 9)" in third


def test_every_line_has_its_answer_and_a_byte_order_mark_is_no_part_of_the_first() -> None:
    result = chrono("date", "-", "--format", "json", input="\ufeff1938\n\nn.d.\n1921-22\n")
    found = json.loads(result.stdout)["results"]
    assert [one["text"] for one in found] == ["1938", "", "n.d.", "1921-22"]
    assert [one["error"] for one in found] == [None] * 4
    assert [one["precision"] for one in found] == ["year", "undated", "undated", "season"]
    assert "1921/1922" in " ".join(found[3]["notes"])
    assert found[0]["understood"] == "the year 1938"


def test_languages_are_named_by_their_codes() -> None:
    assert chrono("date", "--languages", "de,fr", "vers 1250", "um 1450").exit_code == 0
    assert chrono("date", "--languages", "de", "vers 1250").exit_code == 1
    assert chrono("date", "--languages", "elvish", "1938").exit_code == 2


def test_a_year_before_christ_is_no_option() -> None:
    result = chrono("date", "-0043-03-15", "--format", "json", "-000X", "--", "-0002 [hebrew]")
    found = json.loads(result.stdout)["results"]
    assert [one["text"] for one in found] == ["-0043-03-15", "-000X", "-0002 [hebrew]"]
    assert [one["error"] for one in found] == [None, None, None]
    assert found[0]["earliest"] == "-0043-03-15"
    assert chrono("date", "-x").exit_code == 2


def test_dates_as_a_document() -> None:
    result = chrono("date", "-", "--format", "json", input="1938\nfoo\n")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert found["schema"] == "chrono.date/1"
    good, bad = found["results"]
    assert (good["earliest"], good["latest"], good["earliest_jdn"]) == ("1938-01-01", "1938-12-31", 2428900)
    assert (bad["earliest"], bad["intervals"], bad["column"]) == (None, [], 1)
    assert bad["error"]
    assert json.loads(chrono("date", "-", "--format", "json", input="").stdout)["results"] == []


def test_options_of_dates() -> None:
    assert "1917-11-07" in chrono("date", "1917-10-25", "--calendar", "julian").stdout
    assert "1301-01-01/1334-12-31" in chrono("date", "early 14th century", "--conventions", "periodo").stdout


# -- completion


def complete(*words: str) -> list[str]:
    """What the shell offers for the last word; asserts that nothing heavy was loaded for it."""
    code = (
        "import sys\nfrom chrono.frontends.cli import main\n"
        "try:\n    main([], prog_name='chrono')\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('z3', 'pydantic', 'rich') if m in sys.modules], file=sys.stderr)"
    )
    typed = {"COMP_WORDS": " ".join(("chrono", *words)), "COMP_CWORD": str(len(words))}
    result = python(code, env={"_CHRONO_COMPLETE": "bash_complete", **typed})
    assert result.stderr == "[]\n"
    return [line.partition(",")[2] for line in result.stdout.split()]


def test_ids_complete(tmp_path: Path) -> None:
    assert chrono("init", tmp_path).exit_code == 0
    at = ("-C", str(tmp_path))
    assert complete("infer", *at, "w") == ["writ"]
    assert complete("infer", *at, "he") == ["henry-ii"]
    assert complete("check", *at, "") == ["before-1158", "issued-at-dover"]
    assert complete("explain", *at, "i") == ["issued-at-dover"]
    assert complete("infer", *at, "--without", "abb") == ["abbacy", "abbacy.end", "abbot-gervase"]
    assert complete("infer", *at, "--without", "rule:si") == ["rule:silence"]
    assert complete("infer", *at, "--without", "source:") == ["source:mason-1988"]
    assert complete("check", *at, "--set", "sil") == ["silence.delay="]
    assert complete("rules", *at, "sil") == ["silence"]
    assert complete("va") == ["validate"]


def test_completion_never_fails(tmp_path: Path) -> None:
    at = ("-C", str(tmp_path))
    assert complete("infer", *at, "w") == []
    (tmp_path / "events.yaml").write_text("events: [x, {y: &a 1}, *a\nhypotheses: 3\n", encoding="utf-8")
    assert complete("infer", *at, "") == []
    (tmp_path / "events.yaml").write_text("events: {good: {name: 3}, bad: [}]", encoding="utf-8")
    assert complete("infer", *at, "no") == []


# -- init


def test_init_writes_a_chronology_that_works(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "one"
    result = chrono("init", folder, "--from", "git+https://git.example.org/chrono")
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"chrono infer -C {folder}" in result.stdout
    assert {p.name for p in (folder / "rules").iterdir()} == {p.name for p in (ROOT / "rules").iterdir()}
    assert {p.name for p in folder.rglob(".*")} == {".github", ".pre-commit-config.yaml"}
    assert (folder / ".github" / "workflows" / "chrono.yaml").is_file()
    for path in (folder / "events.yaml", *folder.glob("evidence/*.yaml")):
        _, _, schema = path.read_text(encoding="utf-8").partition("\n")[0].partition("$schema=")
        assert json.loads((path.parent / schema).read_text(encoding="utf-8")) == json_schema()
    writ = document("infer", "-C", folder)["results"][0]
    # [Dec. 1154 x 1157], 19 December 1154 to 31 December 1157 of the Julian calendar
    assert (writ["end"]["earliest"], writ["end"]["latest"]) == ("1154-12-26", "1158-01-07")
    assert (writ["start"]["earliest"], writ["start"]["latest"]) == ("1154-12-26", "1158-01-07")
    told = chrono("infer", "-C", folder).stdout
    assert "not earlier than 19 Dec 1154   not later than 1157\n" in told
    assert "(26 Dec 1154 Gregorian)" in told
    assert chrono("check", "-C", folder).exit_code == 0
    narrowed = document("infer", "-C", folder, "--at-least", "weak")["results"][0]
    # ? 2 x 10 January 1156
    assert (narrowed["end"]["earliest"], narrowed["end"]["latest"]) == ("1156-01-09", "1156-01-17")


def test_a_bare_chronology_has_rules_and_waits_for_tables(tmp_path: Path) -> None:
    assert chrono("init", tmp_path, "--bare").exit_code == 0
    assert {p.name for p in (tmp_path / "rules").iterdir()} == {p.name for p in (ROOT / "rules").iterdir()}
    assert not (tmp_path / "evidence").exists()
    assert "nothing is declared in this chronology" in chrono("validate", "-C", tmp_path).stderr
    # What it says to do next: see what can be said, before anything is.
    assert "{act: document} was witnessed by" in chrono("vocabulary", "-C", tmp_path).stdout
    assert {rule["id"] for rule in document("rules", "-C", tmp_path)["results"]} >= {"witness-in-office"}
    assert "was witnessed by" in chrono("schema", "-C", tmp_path).stdout
    (tmp_path / "charters.csv").write_text("no,title,date\n1,Grant,1160\n2,Confirmation,\n", encoding="utf-8")
    (tmp_path / "witnesses.csv").write_text("act,witness\n2,john\n", encoding="utf-8")
    events = tmp_path / "events.yaml"
    text = events.read_text(encoding="utf-8")
    # The lines that stand there as an example are what one would write.
    example = re.findall(r"^#   (.*)$", text, re.MULTILINE)
    assert len(example) == 4
    events.write_text("\n".join([text, *example, "periods: {john: {start: 1150, end: 1160}}\n"]), encoding="utf-8")
    one, two = document("infer", "-C", tmp_path)["results"]
    assert (one["id"], two["start"]["earliest"], two["end"]["latest"]) == ("act-1", "1150-01-01", "1160-12-31")
    assert chrono("init", tmp_path, "--bare").exit_code == 2
    assert chrono("init", tmp_path / "other", "--bare", "--example", "beowulf").exit_code == 2


def test_init_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    mine = tmp_path / "rules" / "silence.yaml"
    mine.write_text("rules: {}\n", encoding="utf-8")
    result = chrono("init", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "rules/silence.yaml" in result.stderr
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [mine]
    assert mine.read_text(encoding="utf-8") == "rules: {}\n"


def test_init_takes_everything_away_where_it_cannot_finish(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept", encoding="utf-8")
    (tmp_path / "rules").write_text("a file where a folder should be", encoding="utf-8")
    result = chrono("init", tmp_path)
    assert result.exit_code == 2
    assert "nothing was written" in result.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kept.txt", "rules"]
