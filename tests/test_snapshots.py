"""What chrono prints must not change unnoticed: commands over every chronology of the tests, recorded byte for byte.

Each file of tests/snapshots is a transcript: a line `$ chrono ...` for each command, then what it printed on standard
output, on standard error below `[stderr]`, and `[exit CODE]`. They are written anew from what is printed now by

    CHRONO_RENEW_SNAPSHOTS=1 python -m pytest tests/test_snapshots.py

and the diff of the files is then read before it is committed. Only the command line is used, so the tests hold wherever
modules move. What is recorded in another form than it was printed in:

- The versions of chrono and of Z3 are `VERSION`, the folder in which the commands were run is `FOLDER`.
- A JSON document is packed: what fits on a line stands on one. It must have been printed as Python's `json` prints it
  with an indent of 2; otherwise it is recorded as it stands.
- Of a text longer than 60,000 characters even so, the length, the hash and how it begins are kept.

The help is worded by click and the screens are laid out by rich: a new version of these may ask for a renewal as well.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache, partial
from importlib.metadata import EntryPoint
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.caching import collecting
from tests.casefiles import CASES, Case, Scenario, lay_out, read

ROOT = Path(__file__).parents[1]
SNAPSHOTS = Path(__file__).parent / "snapshots"
DATA = Path(__file__).parent / "data"
RENEW = "CHRONO_RENEW_SNAPSHOTS"
LONGEST = 60_000
WIDTH = 118
SPANS = ("people", "events", "periods", "documents")
GRAINS = ("evidence", "inference", "rule", "source")
JSON = " --format json"
SLOW = ("feast-on-a-weekday", "bldg-net")
"""Chronologies that are asked little, so that the tests take no longer than they need."""

Commands = Iterator[str]
"""Command lines without the name of the program. What lies between two of them is done between them."""


# -- running


@cache
def program() -> Callable[[], object]:
    """The command `chrono` as pyproject.toml declares it: the one way from here into its code."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]["chrono"]
    found: Callable[[], object] = EntryPoint("chrono", declared, "console_scripts").load()
    return found


def run(words: list[str], given: str = "") -> tuple[str, str, int]:
    """What a command prints on standard output and on standard error, and its exit code."""
    streams = sys.argv, sys.stdin, sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
    sys.argv, sys.stdin, sys.stdout, sys.stderr = ["chrono", *words], io.StringIO(given), out, err
    code: object = 0
    try:
        with collecting():
            program()()
    except SystemExit as end:
        code = end.code
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = streams
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.detach().getvalue().decode("utf-8"))  # type: ignore[attr-defined]
    assert isinstance(code, int | None)
    return texts[0], texts[1], code or 0


@cache
def version() -> str:
    return run(["--version"])[0].split()[-1]


def entry(command: str) -> str:
    """A command, run in the current folder, and what came of it; `< FILE` and `> FILE` at its end as in a shell."""
    words = shlex.split(command)
    given, taken = "", None
    if words[-2:-1] == ["<"]:
        given = Path(words[-1]).read_text(encoding="utf-8")
        words = words[:-2]
    elif words[-2:-1] == [">"]:
        taken = Path(words[-1])
        words = words[:-2]
    out, err, code = run(words, given)
    if taken is not None:
        taken.write_text(out, encoding="utf-8")
        out = ""
    told = f"$ chrono {command}".rstrip() + "\n" + shown(out)
    return told + (f"[stderr]\n{shown(err)}" if err else "") + f"[exit {code}]\n"


# -- how it is recorded


def shown(text: str) -> str:
    text = packed(steady(text))
    if len(text) > LONGEST:
        digest = hashlib.sha256(text.encode()).hexdigest()
        text = f"{text[:2000]}\n[{len(text)} characters in all, SHA-256 {digest}]\n"
    return text if not text or text.endswith("\n") else f"{text}\n[no newline at the end]\n"


def steady(text: str) -> str:
    """A text without what may differ between two machines."""
    text = text.replace(str(Path.cwd()), "FOLDER")
    text = re.sub(r'^(  "(?:chrono|z3)": ")[^"]*"', r'\1VERSION"', text, flags=re.MULTILINE)
    return re.sub(rf"\bchrono(-dating)?( |==|>=|~=){re.escape(version())}\b", r"chrono\1\2VERSION", text)


def packed(text: str) -> str:
    """A JSON document in fewer lines, from which the one that was printed can be told to the byte."""
    if not text.startswith("{"):
        return text
    with suppress(ValueError):
        document = json.loads(text)
        if json.dumps(document, ensure_ascii=False, indent=2) + "\n" == text:
            return _packed(document, 0, 0) + "\n"
    return text


def _packed(value: Any, depth: int, used: int) -> str:
    """A value whose first line has `used` characters before it, with what follows set in by `depth`."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or (depth and used + len(line) <= WIDTH):
        return line
    margin = " " * (depth + 1)
    if isinstance(value, list):
        parts = [margin + _packed(part, depth + 1, depth + 1) for part in value]
    else:
        names = [f"{json.dumps(name, ensure_ascii=False)}: " for name in value]
        parts = [
            margin + name + _packed(part, depth + 1, depth + 1 + len(name))
            for name, part in zip(names, value.values(), strict=True)
        ]
    opened, closed = "[]" if isinstance(value, list) else "{}"
    return f"{opened}\n" + ",\n".join(parts) + f"\n{' ' * depth}{closed}"


def entries(text: str) -> list[str]:
    """A transcript, cut before each command."""
    return [part for part in re.split(r"^(?=\$ chrono)", text, flags=re.MULTILINE) if part]


def difference(before: str, now: str) -> str:
    """How the first entry that is not as it was differs."""
    for old, new in zip_longest(entries(before), entries(now), fillvalue=""):
        if old != new:
            lines = difflib.unified_diff(
                old.splitlines(), new.splitlines(), "recorded", "printed now", lineterm="", n=3
            )
            told = list(lines)
            rest = [f"... and {len(told) - 200} lines more"] if len(told) > 200 else []
            return "\n".join([(old or new).partition("\n")[0], *told[:200], *rest])
    return "only the cut into entries differs"


# -- what is asked of the founding case


def founding(asked: Callable[[], Iterable[str]]) -> Commands:
    """Commands in the folder of the project's own chronology, a copy of it."""
    shutil.copytree(ROOT / "rules", "stalin/rules")
    shutil.copytree(ROOT / "rivals", "stalin/rivals")
    shutil.copy(ROOT / "events.yaml", "stalin")
    os.chdir("stalin")
    yield from asked()


def rivals() -> list[str]:
    return [f"rivals/{path.name}" for path in sorted(Path("rivals").glob("*.yaml"))]


def both(command: str) -> Commands:
    """The screen and the JSON."""
    yield command
    yield command + JSON


def infer() -> Commands:
    everything = f"infer {' '.join(ids_in([Path('events.yaml').read_text(encoding='utf-8')]))}"
    yield from (f"{everything} --long", everything, f"{everything} --sort width --top 9 --format csv")
    for options in ("--at-least certain", "--at-least weak", "--set silence.delay='14 days'"):
        yield f"infer manuscript fragments {options}"
    yield "infer fragments --without rule:silence"
    yield "infer manuscript --without pact --without tag:objection -q"
    yield from both("infer --windows --sort name --top 4")
    yield "infer --windows '*' --without rule:silence"
    yield from both("infer --windows --with rivals/letter-of-december-1939.yaml")
    yield from both("infer manuscript --vary 50 --seed 2")
    yield "infer --windows manuscript --long"


def weigh() -> Commands:
    Path("chances.yaml").write_text(
        "chances:\n"
        "  prior:\n"
        "    - {of: end(manuscript), even: 1938-02-15..1940-08-20, note: no day is preferred}\n"
        "    - {of: end(manuscript), after: pact, chance: 0.4..0.8, note: a letter promises more}\n"
        "  silence: {told: 0.5..0.9, all-silenced: 0.05..0.3}\n",
        encoding="utf-8",
    )
    yield from both("weigh before-the-war 'end(manuscript) <= end(pact)' --with chances.yaml")
    yield "weigh --with chances.yaml --timeout 0"
    yield "weigh"


def infer_json() -> Commands:
    text = Path("events.yaml").read_text(encoding="utf-8")
    for section in ("people", "events", "periods"):
        yield f"infer {' '.join(ids_in([text], [section]))}{JSON}"
    for few in ("manuscript chapters-1-7 fragments", "closing-passage ussr-in-war", "in-defence-of-marxism"):
        yield f"infer {few}{JSON}"
    yield f"infer manuscript --at-least weak{JSON}"


def sensitivity() -> Commands:
    yield "infer --sensitivity --long"
    yield "infer --sensitivity"
    yield from both("infer manuscript --sensitivity")
    yield from both("infer manuscript --sensitivity --with rivals/letter-of-december-1939.yaml")
    yield f"infer manuscript --compare {' '.join(rivals())}"
    yield f"infer fragments trotsky --compare {' '.join(rivals()[:3])}{JSON}"


def check() -> Commands:
    yield from both("check")
    for form in ("github", "junit"):
        yield f"check --format {form} --with rivals/letter-of-december-1939.yaml"
    yield from both("check --set silence.delay='14 days'")
    yield "check before-the-war --at-least certain"


def explain() -> Commands:
    for id in ids_in([Path("events.yaml").read_text(encoding="utf-8")], ("people", "documents", "hypotheses")):
        yield f"explain {id}"
    yield "explain finland"
    yield "explain may-1940"
    for line in ("events.yaml:53", "events.yaml:158", "events.yaml:250", "events.yaml:325", "rules/silence.yaml:31"):
        yield f"explain {line}"
    for side in ("--start", "--latest", "--end --earliest"):
        yield f"explain manuscript {side}"
    yield "explain chapters-1-7 --with rivals/letter-of-december-1939.yaml"
    yield "explain final-views --with rivals/told-in-order.yaml"


def explain_json() -> Commands:
    for id in ("manuscript", "trotsky", "final-views", "before-the-war", "events.yaml:325"):
        yield f"explain {id}{JSON}"
    yield f"explain manuscript --end --latest --setting silence.delay{JSON}"


def laid_over() -> Commands:
    for path in rivals():
        yield f"whatif --with {path}"
    for name in ("commission-of-1938", "letter-of-december-1939", "told-in-order"):
        yield f"infer manuscript chapters-1-7 --with rivals/{name}.yaml"
        yield f"check --with rivals/{name}.yaml"
    yield f"validate {' '.join(f'--with {path}' for path in rivals())}"
    for command in ("infer manuscript", "check", "whatif fragments"):
        for name in ("letter-of-december-1939", "told-in-order"):
            yield f"{command} --with rivals/{name}.yaml{JSON}"
    yield "infer --with rivals/documented-lag.yaml --long"
    yield "infer --with rivals/letter-of-december-1939.yaml --with rivals/silence-of-the-fragments.yaml"


def conflicts() -> Commands:
    yield from both("conflicts")
    for grain in GRAINS:
        yield from both(f"conflicts --by {grain} --with rivals/letter-of-december-1939.yaml")
    yield "conflicts manuscript fragments trotsky --with rivals/letter-of-december-1939.yaml"


def whatif() -> Commands:
    for given in ("--without nothing-after-1938", "--without pact", "--without manuscript.author", "--at-least strong"):
        yield f"whatif {given}"
    yield from both("whatif manuscript before-the-war --set silence.delay='14 days'")
    yield "whatif fragments --without rule:mention --without tag:testimony"
    yield "whatif"
    yield from both("suggest manuscript")
    yield "suggest fragments --start --most 3 --at-least weak"


def diff() -> Commands:
    yield f"infer manuscript pact{JSON} > ../infer.json"
    yield f"check{JSON} > ../check.json"
    shutil.copytree(".", "../before")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "as it was")
    edit("events.yaml", "date: 1939-08-23", "date: 1939-08-28")
    for old in ("../infer.json", "../check.json", "HEAD"):
        yield from both(f"diff {old}")
    yield "diff ../before . --set silence.delay='9 days'"
    yield "diff nowhere"
    yield from both("diff events.yaml")


def verify() -> Commands:
    for words in (
        "infer fragments",
        "infer fragments --sensitivity",
        "infer --windows",
        f"infer manuscript --compare {' '.join(rivals()[2:3])}",
        "check",
        "explain before-the-war",
        "explain events.yaml:53",
        "conflicts --with rivals/letter-of-december-1939.yaml",
        "whatif --without pact",
        "suggest manuscript --most 1",
    ):
        yield f"{words}{JSON} > ../saved.json"
        yield "verify ../saved.json"
    yield f"infer manuscript{JSON} > ../saved.json"
    yield f"verify ../saved.json{JSON}"
    yield "verify - < ../saved.json"
    edit("../saved.json", '"latest": "1939-08-23"', '"latest": "1939-08-22"')
    yield from both("verify ../saved.json")
    edit("events.yaml", "date: 1939-08-23", "date: 1939-08-28")
    yield from both("verify ../saved.json")


def reading() -> Commands:
    for command in ("validate", "rules", "vocabulary", "rules silence mention"):
        yield from both(command)
    yield "rules nothing"
    yield "schema"


def git(*words: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
    subprocess.run(["git", *identity, *words], check=True, capture_output=True)


def edit(name: str, old: str, new: str) -> None:
    path = Path(name)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


# -- what is asked of other chronologies


def ids_in(texts: Iterable[str], sections: Iterable[str] = SPANS) -> list[str]:
    """The ids declared in sections of files; none of a file that cannot be read."""
    found: list[str] = []
    for text in texts:
        with suppress(yaml.YAMLError):
            for document in yaml.load_all(text, yaml.BaseLoader):
                for section in sections:
                    entries = document.get(section) if isinstance(document, dict) else None
                    found += [id for id in entries if id not in found] if isinstance(entries, dict) else []
    return [shlex.quote(id) for id in found]


def case(path: Path) -> Commands:
    """Every scenario of a case file: all windows and the hypotheses, and more of the first and of the contradictory.

    Of the many mistakes, rules and notations of dates less is asked: each command reads all rules again, which takes
    most of its time. In JSON there are the first spans of the first answer of each status.
    """
    told = read(path.read_text(encoding="utf-8"))
    rich = path.parent.name in ("published", "either-ors") and path.stem not in SLOW
    seen: set[str] = set()
    for number, scenario in enumerate(told.scenarios[: 1 if path.stem in SLOW else None], 1):
        folder = f"{number}-{re.sub(r'[^a-z0-9]+', '-', scenario.name.lower())}"
        yield from of_scenario(told, scenario, folder, rich, JSON if scenario.status not in seen else "")
        seen.add(scenario.status)


def of_scenario(told: Case, scenario: Scenario, folder: str, rich: bool, form: str) -> Commands:
    words = lay_out(told, scenario, Path(folder))
    options = shlex.join(word for word in words if word not in ("--format", "json"))
    texts = [*told.files.values(), *scenario.overlays.values()]
    spans = [id for id in ids_in(texts) if id not in scenario.without and scenario.status != "invalid"]
    first, hypotheses = scenario is told.scenarios[0], ids_in(texts, ("hypotheses",))
    # Of more than five spans in full: a row each is shown of the founding case.
    yield f"infer {' '.join([*spans, *(['--long'] if len(spans) > 5 else []), options])}"
    if form:
        yield f"infer {' '.join([*spans[: 4 if rich else 2], options])}{JSON}"
    if scenario.status == "invalid":
        yield f"validate {options}"
    elif hypotheses or (first and rich):
        yield from both(f"check {options}")
    if scenario.status == "inconsistent":
        yield f"conflicts {options}"
        if rich and form:
            yield from (f"conflicts --by {grain} {options}" for grain in GRAINS[1:])
            yield f"conflicts {options}{JSON}"
    if rich and not first:
        yield f"whatif {options}"
    if first and scenario.status != "invalid":
        for id in hypotheses:
            yield f"explain {id} {options}"
        if rich:
            yield from rest(options, texts, folder)


def rest(options: str, texts: list[str], folder: str) -> Commands:
    """The commands that only a few chronologies are asked."""
    spans, pieces = ids_in(texts), ids_in(texts, ("evidence",))
    for id in ids_in(texts, ("documents",))[:2]:
        yield f"explain {id} {options}"
    yield from (f"whatif --without {id} {options}" for id in pieces[:1])
    yield f"explain events.yaml:{4 + texts[0].count(chr(10)) // 2} {options}"
    yield f"suggest {spans[-1]} {options}"
    yield f"infer {spans[0]} --sensitivity {options}"
    yield f"validate {options}"
    yield f"infer {' '.join(spans)} {options}{JSON} > {folder}/saved.json"
    chronology = shlex.split(options)[:2]
    yield f"verify {shlex.join(chronology)} {folder}/saved.json"


def network(name: str) -> Commands:
    """Layers and wares in order, no documents."""
    shutil.copytree(DATA / "networks" / name, name)
    text = Path(name, "events.yaml").read_text(encoding="utf-8")
    spans, pieces = ids_in([text]), ids_in([text], ("evidence",))
    if name in SLOW:
        yield from both(f"infer {' '.join(spans[:3])} -C {name}")
        return
    few = spans if len(spans) <= 30 else spans[::24]
    yield f"infer {' '.join(few[:3])} -C {name}{JSON}"
    yield f"infer {' '.join(few)} -C {name}"
    yield f"check -C {name}"
    for id in spans[:1]:
        yield f"explain {id} -C {name}"
    if pieces:
        yield f"whatif --without {pieces[0]} -C {name}"


def started() -> Commands:
    """What `init` writes, and what is answered from there."""
    yield "init westminster --from git+https://git.example.org/chrono"
    yield "init westminster --from git+https://git.example.org/chrono"
    for path in sorted(path for path in Path("westminster").rglob("*") if path.is_file()):
        if "rules" not in path.parts and path.name != "chronology.schema.json":
            yield f"[reads] {path.as_posix()}"
    for command in ("infer", "check", "suggest writ"):
        yield from both(f"{command} -C westminster")
    for command in ("validate", "explain writ", "conflicts", "infer --sensitivity", "rules", "check --format junit"):
        yield f"{command} -C westminster"
    yield "explain events.yaml:20 -C westminster"


def dates(name: str) -> Commands:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    texts = [row[0] if name == "edtf.tsv" else f"{row[0]}:{row[1]}" for row in rows]
    Path("dates.txt").write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    yield "date - < dates.txt"
    yield f"date -{JSON} < dates.txt"


def words() -> Commands:
    shutil.copy(DATA / "dates.txt", "dates.txt")
    yield "date - < dates.txt"
    yield f"date -{JSON} < dates.txt"
    for conventions in ("bodleian", "periodo", "cco", "'wide southern'", "nobody"):
        yield f"date --conventions {conventions} 'c. 1150' 'early 12th century' 'spring 1939' 1938"
    yield "date --calendar julian 1917-10-25 '10 February 1450' 'easter 1123' '12th century'"
    yield "date --calendar mayan 1"
    yield "date -0043 1938-13"


def help_of_all() -> Commands:
    out, _, _ = run([])
    yield ""
    for name in re.findall(r"^  ([a-z]+) +[A-Z]", out, re.MULTILINE):
        yield f"{name} --help"
    yield "--version"


def slips() -> Commands:
    """What could not be asked."""
    shutil.copy(ROOT / "events.yaml", "events.yaml")
    shutil.copytree(ROOT / "rules", "rules")
    shutil.copytree(ROOT / "rivals", "rivals")
    Path("broken.json").write_text("{", encoding="utf-8")
    Path("empty").mkdir()
    for command in ("infer manuscrpt", "infer -C empty", "check manuscript", "infer --without nobody", "suggest pact"):
        yield from both(command)
    for command in (
        "infre",
        "infer --nothing",
        "infer -C nowhere",
        "infer --with nowhere.yaml",
        "infer --set silence.delay=soon",
        "infer --set silence.dely='3 days'",
        "infer --set silence.delay",
        "infer --at-least sure",
        "infer --timeout 0",
        "infer --without rule:silences",
        "infer --without source:nobody --without tag:nothing",
        "infer --compare nowhere.yaml",
        "explain",
        "explain nobody",
        "explain events.yaml:1",
        "explain events.yaml:9999",
        "explain manuscript --setting silence.dely",
        "check nobody",
        "check --format csv",
        "conflicts nobody",
        "conflicts --by author",
        "whatif nobody --without pact",
        "diff",
        "suggest nobody",
        "suggest manuscript --most 0",
        "verify",
        "verify nowhere.json",
        "verify broken.json",
        "verify events.yaml",
        "rules nobody",
        "schema --plain -C nowhere",
        "date",
        "validate --with rivals/told-in-order.yaml --with rivals/told-in-order.yaml",
    ):
        yield command


FOUNDING = (infer, infer_json, sensitivity, check, explain, explain_json, laid_over)
FOUNDING += (conflicts, whatif, diff, weigh, verify, reading)


def drawn(name: str) -> Commands:
    """The gallery of pictures, in block characters and as documents; the SVG is held by test_drawing.py."""
    shutil.copy(DATA / "drawing" / name / "events.yaml", ".")
    ids = " ".join(ids_in([Path("events.yaml").read_text(encoding="utf-8")]))
    few = " ".join(ids_in([Path("events.yaml").read_text(encoding="utf-8")], ["documents", "periods"]))
    if name == "contradiction":
        yield from ("timeline", f"timeline{JSON}")
        return
    yield f"timeline {ids}"
    yield f"timeline {few} --ascii --sort name --group kind"
    yield f"timeline {few} --links --numbers all{JSON}"


def groups() -> Iterator[tuple[str, Callable[[], Commands]]]:
    """Every file of tests/snapshots without its ending, and the commands it records."""
    for asked in FOUNDING:
        yield f"founding/{asked.__name__.replace('_', '-')}", partial(founding, asked)
    for path in sorted(CASES.rglob("*.yaml")):
        yield f"cases/{path.relative_to(CASES).with_suffix('').as_posix()}", partial(case, path)
    for folder in sorted((DATA / "networks").iterdir()):
        yield f"networks/{folder.name}", partial(network, folder.name)
    for folder in sorted((DATA / "drawing").glob("*/")):
        yield f"drawing/{folder.name}", partial(drawn, folder.name)
    yield "dates/edtf", partial(dates, "edtf.tsv")
    yield "dates/calendars", partial(dates, "calendars.tsv")
    yield "dates/words", words
    yield "init", started
    yield "help", help_of_all
    yield "slips", slips


def recorded(asked: Callable[[], Commands]) -> str:
    """The transcript of a group, asked in the current folder."""
    told = []
    for command in asked():
        mark, _, name = command.partition("[reads] ")
        told.append(entry(command) if mark or not name else f"$ cat {name}\n{shown(Path(name).read_text('utf-8'))}")
    return "".join(told)


# -- the tests


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new folder to run commands in, 100 columns wide, without colour and on nobody's server."""
    for name in ("CHRONO_DEBUG", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "FORCE_COLOR", "GIT_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("name", "asked"), [pytest.param(name, asked, id=name) for name, asked in groups()])
def test_snapshot(name: str, asked: Callable[[], Commands], folder: Path) -> None:
    now, path = recorded(asked), SNAPSHOTS / f"{name}.txt"
    if os.environ.get(RENEW) == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(now.encode())
        return
    before = path.read_bytes().decode() if path.exists() else ""
    if now != before:
        pytest.fail(
            f"not as recorded in tests/snapshots/{name}.txt; first\n\n{difference(before, now)}\n\n"
            f"Where this is meant, renew: {RENEW}=1 python -m pytest tests/test_snapshots.py",
            pytrace=False,
        )


def test_every_snapshot_is_of_something() -> None:
    names = {f"{name}.txt" for name, _ in groups()}
    there = {path.relative_to(SNAPSHOTS).as_posix() for path in SNAPSHOTS.rglob("*") if path.is_file()}
    assert there == names, "a file of tests/snapshots that no test writes any more is deleted by hand"


def test_the_comparison_can_fail(folder: Path) -> None:
    told = entry("date 1938") + entry("date 1939")
    assert [part.partition("\n")[0] for part in entries(told)] == ["$ chrono date 1938", "$ chrono date 1939"]
    assert "+++ printed now" in difference(told, told.replace("1939-12-31", "1939-12-30"))
    assert "-1939:" in difference(told, told.replace("1939-12-31", "1939-12-30"))
    assert "chrono date 1938" not in difference(told, told.replace("1939-12-31", "1939-12-30"))
    assert packed('{\n  "a": [\n    1\n  ]\n}\n') == '{\n "a": [1]\n}\n'
    assert packed('{"a": [1]}\n') == '{"a": [1]}\n'
    assert shown("no end") == "no end\n[no newline at the end]\n"
    assert "SHA-256" in shown("x" * (LONGEST + 1))
