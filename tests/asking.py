"""Commands asked as a person asks them, of the project's own chronology or of a small one written out in a test."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from chrono.frontends.cli import main
from tests.small import ROOT


def founding_case(folder: Path) -> Path:
    """The founding case as it first stood, with the standard rules: what tests take apart must not change with it."""
    first = Path(__file__).parent / "data" / "stalin"
    shutil.copy(first / "events.yaml", folder)
    shutil.copytree(first / "rivals", folder / "rivals")
    shutil.copytree(ROOT / "rules", folder / "rules")
    return folder


def written(folder: Path, text: str | Mapping[str, str], rules: bool = True) -> Path:
    """A small chronology with the standard rules beside it."""
    for name, content in ({"events.yaml": text} if isinstance(text, str) else text).items():
        (folder / name).write_text(content, encoding="utf-8")
    if rules:
        shutil.copytree(ROOT / "rules", folder / "rules", dirs_exist_ok=True)
    return folder


def run(folder: Path, *words: str) -> Result:
    """A command in a folder; words that begin with rivals/ are files of it."""
    command, *rest = words
    rest = [str(folder / word) if word.startswith("rivals/") else word for word in rest]
    return CliRunner().invoke(main, [command, "-C", str(folder), *rest], env={"COLUMNS": "100"})


def ask(folder: Path, *words: str, code: int = 0) -> dict[str, Any]:
    """The JSON document of a command that must end with `code`."""
    result = run(folder, *words, "--format", "json")
    assert result.exit_code == code, result.output
    answer = json.loads(result.stdout)
    assert isinstance(answer, dict)
    return answer


def tell(folder: Path, *words: str, code: int = 0) -> str:
    """The screen of a command that must end with `code`."""
    result = run(folder, *words)
    assert result.exit_code == code, result.output
    return result.stdout
