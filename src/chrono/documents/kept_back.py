"""What a limit kept back of a document: which limits were reached, and each place where it says that it is not known.

Takes the JSON of an answer and the limits that were reached, gives the key `unknown`; knows nothing of the tables. The
places are read off the document itself, so that what is marked and what is listed cannot come apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from chrono.core.limits import WORDS, Reached
from chrono.documents.codec import (
    IDS,
    Again,
    AllAgain,
    Choice,
    Codec,
    Field,
    Json,
    Malformed,
    Many,
    Schema,
    Shared,
    object_of,
    where,
)

KEY = "unknown"
SAYING = {"status", "verdict", "before", "after", "proven"}
"""Keys whose value may be the word `unknown`; of `verdicts` any may."""
FLAGS = {"proven", "complete", "sensitivity_complete", "found", "consistent_at_known"}
"""Keys whose value is false where something is missing."""
SILENT = {"premises", "steps", "chain", "points", "ids", "because", "intervals"}
"""Keys under which nothing says that something is not known: most of a large document."""
LIMITS: Codec = Many(Choice(tuple(WORDS)))
Path: TypeAlias = tuple[str | int, ...]
_MANY = Again, AllAgain
_HOLDING = dict, list
_PARTS = (Field("limits", LIMITS), Field("of", IDS))


def marks(document: Json) -> list[str]:
    """Where a document says that something is not known or not all, as `results[0].end.proven`."""
    return [where(path) for path in _marks(document, (), {})]


def _marks(value: Json, path: Path, again: dict[int, list[Path]]) -> Iterator[Path]:
    """The paths of what is marked, `path` before each; `again` holds those in what stands in many places, by its
    identity."""
    if isinstance(value, _MANY):
        if id(value) not in again:
            again[id(value)] = [*_marked(value, (), again)]
        return iter([(*path, *inner) for inner in again[id(value)]])
    return _marked(value, path, again)


def _marked(value: Json, path: Path, again: dict[int, list[Path]]) -> Iterator[Path]:
    if isinstance(value, list):
        for number, inner in enumerate(value):
            if isinstance(inner, _HOLDING):
                yield from _marks(inner, (*path, number), again)
        return
    # What could not be asked says why itself, and a setting on which a verdict depends both ways has no turn to find.
    if value.get("unasked") or value.get("both_ways"):
        return
    # Known to contradict itself, but not in what.
    if value.get("status") == "inconsistent":
        yield from ((*path, key) for key in ("conflicts", "conflict") if value.get(key, ...) == [])
    words = value if path[-1:] == ("verdicts",) else SAYING
    for key, inner in value.items():
        if isinstance(inner, _HOLDING):
            if key in SILENT:
                continue
            yield from _marks(inner, (*path, key), again)
        elif (inner == "unknown" and key in words) or (inner is False and key in FLAGS):
            yield (*path, key)


def added(document: dict[str, Json], limits: Sequence[Reached]) -> dict[str, Json]:
    """The document, with the limits that kept something back and the places of what they did, where there is any.

    Where nothing else was reached it was the steps: every search has so many.
    """
    of = marks(document)
    cut = not {"time", "interrupt"}.isdisjoint(limits)
    if of or cut:
        document[KEY] = {"limits": [*limits] or ["steps"], "of": of}
    return document


def limits_of(document: Mapping[str, Json]) -> tuple[Reached, ...]:
    """The limits that a document names; raises `Malformed`."""
    from chrono.dates import DAYS

    if KEY not in document:
        return ()
    told = document[KEY]
    if not isinstance(told, Mapping) or "limits" not in told:
        raise Malformed("it does not say which limit was reached", (KEY,))
    found: tuple[Reached, ...] = LIMITS.decode(told["limits"], DAYS)
    if list(found) != sorted({*found}) or not found:
        raise Malformed("limits are told once each, sorted, and at least one", (KEY, "limits"))
    return found


def described(shared: Shared) -> Schema:
    """The schema of the key."""
    shared["kept_back"] = {
        "description": "what a limit kept back: which limits were reached, and where it is said that it is not known",
        **object_of(_PARTS, shared),
    }
    shared["kept_back"]["properties"]["limits"]["minItems"] = 1
    return {"$ref": "#/$defs/kept_back"}


__all__ = ["added", "described", "limits_of", "marks"]
