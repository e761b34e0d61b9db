"""The version that documents name is that of the library, whoever is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import z3

from chrono.engine.backends import version_of_z3, z3_version

ASKED = "import sys; from chrono.engine.backends import version_of_z3 as v; print(v(), 'z3' in sys.modules)"


def asked(folder: Path) -> str:
    return subprocess.run(
        [sys.executable, "-c", ASKED], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_it_is_known_without_loading_the_package(tmp_path: Path) -> None:
    assert asked(tmp_path) == f"{z3.get_version_string()} False"


def test_where_another_library_could_be_meant_the_package_is_asked(tmp_path: Path) -> None:
    (tmp_path / "libz3.txt").write_text("", encoding="utf-8")
    assert asked(tmp_path) == f"{z3.get_version_string()} True"


def test_where_it_is_loaded_it_is_asked() -> None:
    assert z3_version._of_library() is None
    assert version_of_z3() == z3.get_version_string()


@pytest.mark.parametrize("name", ["libnothing.so", "../__init__.py"])
def test_what_is_no_such_library_is_not_asked(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delitem(sys.modules, "z3")
    monkeypatch.setitem(z3_version.NAMES, sys.platform, name)
    assert z3_version._of_library() is None
