"""The pages for contributors agree with the import contract, and name no file that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools.lowest import lowest
from tools.rooms import MARKED, PAGES, drawn, layers

from tests.small import ROOT

NAMED = re.compile(r"`((?:src/chrono|tests|rules|docs|tools|benchmarks)/[\w./-]*)`")
TO_BE_WRITTEN = "NAME"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_rooms_are_those_of_the_contract(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(MARKED.findall(text)) == 1
    assert text == drawn(page), "write the picture anew: python tools/rooms.py"


def test_every_room_is_told_of() -> None:
    rooms = {room for layer in layers() for room in layer} - {"__main__"}
    table = re.findall(r"^\| (`.*?`) \|", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {room for cell in table for room in re.findall(r"`(\w+)`", cell)} == rooms


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_files_named_are_there(page: Path) -> None:
    named = {path for path in NAMED.findall(page.read_text(encoding="utf-8")) if TO_BE_WRITTEN not in path}
    assert named
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_every_dependency_has_a_lower_bound() -> None:
    project = {"dependencies": ["a>=1.2,<3"], "optional-dependencies": {"test": ["B>=0.1"]}}
    assert lowest(project) == ["a==1.2", "B==0.1"]
    with pytest.raises(ValueError, match="without a lower bound: a"):
        lowest(project | {"dependencies": ["a"]})
