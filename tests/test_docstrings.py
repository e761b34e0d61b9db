"""Docstrings stand by themselves, and every public definition has one, or inherits it from the class it overrides."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.small import ROOT

SOURCE = ROOT / "src" / "chrono"
LEANING = ("The same", "Of ")
Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def documented() -> dict[str, set[str]]:
    """For every class of the project the methods that have a docstring, which whoever overrides them inherits."""
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                methods = (inner for inner in node.body if isinstance(inner, ast.FunctionDef))
                found[node.name] = {method.name for method in methods if ast.get_docstring(method)}
    return found


DOCUMENTED = documented()


def definitions(tree: ast.AST, public: bool = True) -> Iterator[tuple[Definition, bool]]:
    """The classes and functions of a module that stand in it or in a class, and whether each is public and has to say
    for itself what it does."""
    bases = [base.id for base in getattr(tree, "bases", ()) if isinstance(base, ast.Name)]
    inherited = {name for base in bases for name in DOCUMENTED.get(base, ())}
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Definition):
            seen = public and not node.name.startswith("_") and node.name not in inherited
            yield node, seen and not any(isinstance(d, ast.Name) and d.id == "overload" for d in node.decorator_list)
            if isinstance(node, ast.ClassDef):
                yield from definitions(node, seen)


def faults(path: Path) -> tuple[int, int]:
    """How many docstrings of a module lean on a neighbour, and how many of its public definitions have none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = list(definitions(tree))
    texts = [ast.get_docstring(tree), *(ast.get_docstring(node) for node, _ in found)]
    leaning = sum(1 for text in texts if text and text.startswith(LEANING))
    return leaning, sum(1 for node, public in found if public and ast.get_docstring(node) is None)


def counted() -> dict[str, tuple[int, int]]:
    """The faults of each room."""
    leaning: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        one, other = faults(path)
        leaning[room] += one
        missing[room] += other
    return {room: (leaning[room], missing[room]) for room in sorted(leaning) if leaning[room] or missing[room]}


def test_docstrings_stand_by_themselves() -> None:
    assert not counted()


def test_the_count_sees_what_it_should(tmp_path: Path) -> None:
    module = tmp_path / "m.py"
    module.write_text(
        '"""Of days."""\nclass A:\n    def b(self): ...\n    def _c(self): "The same as b."\n', encoding="utf-8"
    )
    assert faults(module) == (2, 2)
