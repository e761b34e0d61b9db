"""docs/diagnostics.md has every code the program can give, and its examples give the codes they stand below."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from chrono.loading import load

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^### `([a-z0-9-]+)`", re.MULTILINE)
# What makes diagnostics, with the position of the code among the arguments.
MAKERS = {"Diagnostic": 0, "wrong": 0, "refuse": 0, "_unread": 0, "_twice": 0, "_Mistake": 4}


def codes() -> set[str]:
    """Every text that the source hands over as a code, and those in tables of codes."""
    found = set()
    for path in (ROOT / "src" / "chrono").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            at = MAKERS.get(getattr(node.func, "id", getattr(node.func, "attr", "")))
            given = [] if at is None else node.args[at : at + 1]
            given += [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            # Of `"a" if x else "b"` both are codes; what is compared in its condition is none.
            parts = [
                part for arg in given for part in ([arg.body, arg.orelse] if isinstance(arg, ast.IfExp) else [arg])
            ]
            found |= {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    # What is called alike elsewhere takes messages: a code is a word or a few, joined.
    return {code for code in found if re.fullmatch(r"[a-z0-9-]+", code)}


def examples() -> list[tuple[str, str]]:
    """Each code with the example below its heading; of headings that follow each other all have the example."""
    found = []
    for part in re.split(r"^(?=##)", PAGE, flags=re.MULTILINE):
        headings, block = HEADING.findall(part), re.search(r"```yaml\n(.*?)```", part, re.DOTALL)
        found += [(code, block[1]) for code in headings if block]
    return found


def test_every_code_is_on_the_page_once() -> None:
    listed = HEADING.findall(PAGE)
    assert len(listed) == len(set(listed))
    assert codes() - set(listed) == set()
    assert {"unknown-id", "duplicate-key", "table"} <= codes()


def test_there_is_an_example_for_most() -> None:
    assert len(examples()) > 30


@pytest.mark.parametrize(("code", "text"), examples(), ids=[code for code, _ in examples()])
def test_an_example_gives_its_code_and_no_other_error(code: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(text, encoding="utf-8")
    found = {d.code for d in load(tmp_path).diagnostics}
    assert code in found
    assert found <= {code, "anchor", "alias", "calendar", "conventions"}
