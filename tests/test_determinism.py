"""The same files give the same bytes: under any hash seed, and but for places in any order of files and entries."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from chrono.frontends.cli import main
from tests.small import ROOT

QUESTIONS = (
    ("infer", "manuscript", "fragments", "--format", "json"),
    ("infer", "manuscript", "--with", "rivals/told-in-order.yaml", "--at-least", "weak"),
    ("check", "--format", "json"),
    ("explain", "final-views"),
    ("infer", "--with", "rivals/letter-of-december-1939.yaml", "--format", "json"),
)
ASK = """
import json, sys
from click.testing import CliRunner
from chrono.frontends.cli import main
results = [CliRunner().invoke(main, question) for question in json.load(sys.stdin)]
sys.stdout.write(json.dumps([[r.exit_code, r.stdout, r.stderr] for r in results]))
"""


def test_hash_seeds_change_no_byte() -> None:
    """A fresh interpreter for each seed, asked in the project's own folder."""
    path = os.pathsep.join(sys.path)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", ASK],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        for seed in ("0", "4242")
    ]
    answers = [process.communicate(json.dumps(QUESTIONS).encode())[0] for process in running]
    assert all(process.returncode == 0 for process in running)
    told = json.loads(answers[0])
    assert [code for code, _, _ in told] == [0, 0, 0, 0, 1]
    assert all(out for _, out, _ in told)
    assert answers[1] == answers[0]


# -- the same chronology written in other ways


@pytest.fixture(scope="module")
def sections() -> dict[str, Any]:
    """All sections of the founding case, brought together."""
    union: dict[str, Any] = {}
    for path in (ROOT / "events.yaml", *sorted((ROOT / "rules").glob("*.yaml"))):
        for name, section in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).items():
            union.setdefault(name, {}).update(section)
    return union


def in_one_file(sections: dict[str, Any], order: random.Random) -> dict[str, Any]:
    return {"events.yaml": _shuffled(sections, order)}


def in_many_files(sections: dict[str, Any], order: random.Random) -> dict[str, Any]:
    """Each section in halves, and the halves in files whose names have nothing to do with them."""
    files: dict[str, Any] = {"events.yaml": {"chronology": sections["chronology"]}}
    names = order.sample(range(100, 1000), 2 * len(sections))
    for section, entries in sections.items():
        if section == "chronology":
            continue
        ids = list(entries)
        order.shuffle(ids)
        for half in (ids[::2], ids[1::2]):
            if half:
                files[f"evidence/{names.pop()}.yaml"] = {section: {id: entries[id] for id in half}}
    return files


def _shuffled(sections: dict[str, Any], order: random.Random) -> dict[str, Any]:
    """Sections, entries and their fields in another order."""

    def mixed(mapping: dict[str, Any], depth: int) -> dict[str, Any]:
        keys = list(mapping)
        order.shuffle(keys)
        return {k: mixed(mapping[k], depth - 1) if depth and isinstance(mapping[k], dict) else mapping[k] for k in keys}

    return mixed(sections, 2)


def asked(folder: Path, *question: str) -> str:
    result = CliRunner().invoke(main, [question[0], "-C", str(folder), *question[1:]])
    assert result.exit_code == 0, result.output
    return result.stdout


@cache
def at_home(*question: str) -> str:
    """The answer in the project's own folder."""
    return asked(ROOT, *question)


def placeless(answer: str) -> Any:
    """An answer in JSON without what must tell the layouts apart: the files' hash, and places."""

    def strip(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: strip(v) for k, v in value.items() if k not in ("inputs", "file", "line", "column")}
        return [strip(v) for v in value] if isinstance(value, list) else value

    return strip(json.loads(answer))


@pytest.mark.parametrize(("layout", "seed"), [(in_one_file, 1), (in_many_files, 2)])
def test_layout_and_order_change_no_answer(
    tmp_path: Path,
    sections: dict[str, Any],
    layout: Callable[[dict[str, Any], random.Random], dict[str, Any]],
    seed: int,
) -> None:
    for name, content in layout(sections, random.Random(seed)).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
    for question in (("infer", "manuscript", "letter-to-andrews", "--format", "json"), ("check", "--format", "json")):
        assert placeless(asked(tmp_path, *question)) == placeless(at_home(*question))
    # The page as well, where no place is printed; its columns give way to the places' width.
    verdicts = [re.sub(r"\s+", " ", text) for text in (asked(tmp_path, "check"), at_home("check"))]
    assert len({re.sub(r"\S+\.yaml:\d+", "PLACE", text) for text in verdicts}) == 1


def test_the_same_files_written_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    """Whatever order the file system lists them in."""
    answers = []
    files = [ROOT / "events.yaml", *sorted((ROOT / "rules").glob("*.yaml"))]
    for turn, ordered in enumerate((files, files[::-1])):
        folder = tmp_path / str(turn)
        (folder / "rules").mkdir(parents=True)
        for path in ordered:
            (folder / path.relative_to(ROOT)).write_bytes(path.read_bytes())
        answers.append(
            [asked(folder, *question) for question in (("infer", "fragments", "--format", "json"), ("check",))]
        )
    assert answers[0] == answers[1]
    assert all(answers[0])
