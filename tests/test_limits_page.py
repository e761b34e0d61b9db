"""docs/limits.md: every limit that the code has outside the engine is in its tables, with its value."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import chrono

SOURCE = Path(chrono.__file__).parent
PAGE = (Path(__file__).parents[1] / "docs" / "limits.md").read_text(encoding="utf-8")
NAMED = re.compile(r"_?(MOST|LONGEST|KEPT|STEPS|HISTORIES|COUNTED_FROM)[A-Z_]*")
ELSEWHERE = ("engine", "exchange", "frontends/serving", "frontends/lsp", "exports")
"""With tables or pages of their own: those of the engine are on docs/engine.md."""


def limits() -> dict[str, int]:
    """Every whole number that a module calls the most of something, by its file and name."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        file = path.relative_to(SOURCE).as_posix()
        if file.startswith(ELSEWHERE):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.Assign) or not isinstance(name := node.targets[0], ast.Name):
                continue
            numeric = all(isinstance(n, ast.BinOp | ast.operator | ast.Constant) for n in ast.walk(node.value))
            if numeric and NAMED.fullmatch(name.id):
                value = eval(ast.unparse(node.value))
                if isinstance(value, int):
                    found[f"{file} {name.id}"] = value
    return found


def test_every_limit_is_on_the_page_with_its_value() -> None:
    rows = re.findall(r"^\| `([\w/.]+)` `(\w+)` \| ([0-9,]+) \| .+ \|$", PAGE, re.MULTILINE)
    assert {f"{file} {name}": int(value.replace(",", "")) for file, name, value in rows} == limits()
    assert len(rows) > 30
