"""A saved answer changed as a forger would: every field of a document, in every way that its kind allows.

Takes a document, gives (where, how, the changed document) for each node and each change. `where` names a field as the
schema has it: keys, `[]` for any position and `{}` for any key of a mapping whose keys are not the schema's.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]
DAY = re.compile(r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}")
WORDS = (
    ("entailed", "refuted", "undetermined", "inconsistent", "unknown"),
    ("before", "after", "possible", "unknown"),
    ("consistent", "inconsistent", "unknown"),
    ("certain", "strong", "moderate", "weak"),
    ("day", "month", "year"),
    ("gregorian", "julian"),
    ("start", "end"),
    ("earliest", "latest"),
    ("error", "warn"),
    ("days", "weeks", "months", "years"),
    ("evidence", "inference", "rule", "source"),
)
MAPPINGS = {"set", "windows", "verdicts", "settings", "true_where", "false_where"}
"""Keys that may hold a mapping whose own keys are names."""


def nodes(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Everything in a document, with the keys and positions that lead there."""
    if path:
        yield path, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from nodes(inner, (*path, key))


def field(path: Path) -> str:
    """Where something stands, as the schema has it."""
    said = ""
    for before, key in zip((None, *path), path, strict=False):
        if isinstance(key, int):
            said += "[]"
        elif before in MAPPINGS:
            said += "{}"
        else:
            said += f".{key}"
    return said.removeprefix(".")


def ways(value: Any, path: Path) -> Iterator[tuple[str, Any]]:
    """What something may be turned into, and how that is called."""
    if isinstance(value, list):
        yield from _lists(value)
    elif isinstance(value, dict):
        yield "a key more", {**value, "spare": 1}
        if value:
            yield "emptied", {}
        if "intervals" in value and "proven" not in value:
            yield from _windows(value)
    elif isinstance(value, bool):
        yield "turned", not value
    elif isinstance(value, int):
        yield from (("one more", value + 1), ("one less", value - 1), ("as text", str(value)))
    elif value is None:
        yield from (("something", "spare"), ("a number", 1))
    elif isinstance(value, str):
        yield from _texts(value)
    if path and isinstance(path[-1], str):
        yield "null", None if value is not None else 0


def _lists(value: list[Any]) -> Iterator[tuple[str, Any]]:
    if value:
        yield from (("emptied", []), ("doubled", value + value), ("the last cut", value[:-1]))
        yield "the first twice", [value[0], *value]
    if len(value) > 1 and value[::-1] != value:
        yield "in other order", value[::-1]
    if not value or isinstance(value[0], str):
        yield "one more", [*value, "spare"]


def _windows(window: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """A window that says it was cut short, and is as it was, narrower, or nothing at all."""
    least, most = ("earliest", "latest") if "earliest" in window else ("min", "max")
    cut = {**window, "proven": False, "attained": window["intervals"]}
    yield "not proven", {**cut, "intervals": [[window[least], window[most]]]}
    for side, other in ((least, most), (most, least)):
        if window[other] is not None:
            narrow = {**cut, side: window[other]}
            yield f"not proven, {side} narrower", {**narrow, "intervals": [[narrow[least], narrow[most]]]}
    yield "not proven, open", {**cut, least: None, most: None, "intervals": [[None, None]], "attained": []}


def _texts(value: str) -> Iterator[tuple[str, Any]]:
    if DAY.fullmatch(value):
        day = int(value[-2:])
        yield "a day off", f"{value[:-2]}{day - 1 if day > 1 else day + 1:02}"
        yield "open", None
    for words in WORDS:
        if value in words:
            for other in words:
                if other != value:
                    yield other, other
    yield from (("longer", value + "x"), ("empty", "" if value else "x"))


def forgeries(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every change of every field: which, how, and the document as it then is."""
    for path, value in nodes(document):
        for how, other in ways(value, path):
            if other != value or type(other) is not type(value):
                yield field(path), how, put(document, path, other)
        if isinstance(path[-1], str):
            yield field(path), "removed", removed(document, path)


def put(document: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """The document with something else in a place."""
    forged: Any = copy.deepcopy(document)
    at = forged
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return forged  # type: ignore[no-any-return]


def removed(document: dict[str, Any], path: Path) -> dict[str, Any]:
    """The document without a key."""
    forged: Any = copy.deepcopy(document)
    at = forged
    for step in path[:-1]:
        at = at[step]
    del at[path[-1]]
    return forged  # type: ignore[no-any-return]


def promised(schema: dict[str, Any], name: str) -> set[str]:
    """Every field that the schema promises of a kind of document, as `field` writes it."""
    found: set[str] = set()
    _promised(schema["$defs"], schema["$defs"][name], "", found, ())
    return {path.removeprefix(".") for path in found}


def _promised(shared: dict[str, Any], told: dict[str, Any], at: str, found: set[str], above: tuple[str, ...]) -> None:
    if "$ref" in told:
        name = told["$ref"].removeprefix("#/$defs/").replace("~1", "/")
        if name in above:  # a case holds cases
            return
        _promised(shared, shared[name], at, found, (*above, name))
        return
    for one in (*told.get("anyOf", ()), *told.get("oneOf", ())):
        _promised(shared, one, at, found, above)
    for key, inner in told.get("properties", {}).items():
        found.add(f"{at}.{key}")
        _promised(shared, inner, f"{at}.{key}", found, above)
    if isinstance(inner := told.get("additionalProperties"), dict):
        found.add(f"{at}{{}}")
        _promised(shared, inner, f"{at}{{}}", found, above)
    if isinstance(inner := told.get("items"), dict):
        found.add(f"{at}[]")
        _promised(shared, inner, f"{at}[]", found, above)
    for inner in told.get("prefixItems", ()):
        found.add(f"{at}[]")
        _promised(shared, inner, f"{at}[]", found, above)
