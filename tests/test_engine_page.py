"""docs/engine.md: every limit of the engine is in its table as it is in the code, and every file it names is there."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import chrono.engine
from chrono.engine.hitting_sets import Caps

PAGE = (Path(__file__).parents[1] / "docs" / "engine.md").read_text(encoding="utf-8")
ENGINE = Path(chrono.engine.__file__).parent


def limits() -> dict[str, int]:
    """Every constant of a module of the engine that is a whole number."""
    found = {}
    for path in sorted(ENGINE.glob("*.py")):
        for name in re.findall(r"^([A-Z][A-Z_]+) = [0-9]", path.read_text(encoding="utf-8"), re.MULTILINE):
            found[f"{path.stem}.{name}"] = getattr(importlib.import_module(f"chrono.engine.{path.stem}"), name)
    caps = Caps()
    return found | {"hitting_sets.Caps.losses": caps.losses, "hitting_sets.Caps.steps": caps.steps}


def test_every_limit_is_on_the_page_with_its_value() -> None:
    rows = dict(re.findall(r"^\| `([a-z_.A-Z]+)` \| ([0-9^,]+)", PAGE, re.MULTILINE))
    written = {}
    for name, value in rows.items():
        base, _, power = value.rstrip(",").replace(",", "").partition("^")
        written[name] = int(base) ** int(power or 1)
    assert written == limits()


def test_every_file_it_names_is_there() -> None:
    named = set(re.findall(r"\b([a-z0-9_/]+\.py)\b", PAGE))
    assert len(named) > 10
    assert [name for name in sorted(named) if not (ENGINE / name).is_file()] == []
