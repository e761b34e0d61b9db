"""Answers as JSON documents and documents as answers: one codec, from which the JSON Schema of each is made as well.

Takes an answer, gives plain mappings in a fixed order of keys, and their text; takes such a mapping, gives the answer
it was made from. Dates are ISO 8601 in the proleptic Gregorian calendar, astronomical years, cut to the unit of the
chronology; an open bound is null. Fields are added freely; a changed meaning raises the number in `schema`. Writes and
solves nothing. The table of a document is loaded when the first of its kind is written or read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from chrono.core.gc_pause import uncollected
from chrono.core.text import escaped
from chrono.core.version import __version__

if TYPE_CHECKING:
    from chrono.answers.check import Condition
    from chrono.answers.common import Asked, Weighing
    from chrono.answers.reasons import Reason
    from chrono.core.diagnostics import Diagnostic
    from chrono.dates import Scale
    from chrono.documents.codec import Codec, Json


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document: its schema, the class of its answer and where its table is."""

    schema: str
    answer: str
    table: str
    solved: bool = True
    """Whether it says which solver there was."""

    def codec(self) -> Codec:
        """The table, loaded."""
        module, name = self.table.split(":")
        found: Codec = getattr(import_module(f"chrono.documents.{module}"), name)
        return found


KINDS = (
    Kind("chrono.infer/1", "Inference", "infer:INFERENCE"),
    Kind("chrono.windows/1", "Windows", "windows:WINDOWS"),
    Kind("chrono.vary/1", "Runs", "vary:RUNS"),
    Kind("chrono.check/1", "Check", "check:CHECK"),
    Kind("chrono.explain/1", "Explained", "explain:EXPLAINED"),
    Kind("chrono.explain/1", "Effect", "explain:EFFECT"),
    Kind("chrono.conflicts/1", "Conflicts", "conflicts:CONFLICTING"),
    Kind("chrono.whatif/1", "Difference", "difference:WHATIF"),
    Kind("chrono.diff/1", "Difference", "difference:DIFF"),
    Kind("chrono.suggest/1", "Suggestions", "suggest:SUGGESTIONS"),
    Kind("chrono.weigh/1", "Weighings", "weigh:WEIGHINGS"),
    Kind("chrono.rivals/1", "Rivals", "rivals:RIVALS"),
    Kind("chrono.timeline/1", "Timeline", "timeline:TIMELINE"),
    Kind("chrono.verify/1", "Verification", "listing:VERIFICATION", solved=False),
    Kind("chrono.validate/1", "Validation", "listing:VALIDATION", solved=False),
    Kind("chrono.rules/1", "Rules", "listing:RULES", solved=False),
    Kind("chrono.vocabulary/1", "Sentences", "listing:SENTENCES", solved=False),
)
DATES = "chrono.date/1"
"""Its results are written one by one, as they are read."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What a document says of its own making: the versions of the project and of the solver, "" where none was used."""

    chrono: str = __version__
    z3: str = ""


def encode(answer: Any, versions: Versions | None = None) -> dict[str, Json]:
    """The document of an answer; the versions are those in use, unless others are given."""
    return _encoded(answer, versions, _scale(answer))


def text(answer: Any) -> str:
    """The text of the document of an answer."""
    return "".join(_told(_shared(answer)))


def _shared(answer: Any) -> dict[str, Json]:
    """The document of an answer of which only the text is wanted: what stands in many places is the very same."""
    from chrono.documents.codec import Sharing

    scale = _scale(answer)
    with uncollected(kept=True):
        return _encoded(answer, None, Sharing(scale.unit, scale.calendar))


def _encoded(answer: Any, versions: Versions | None, scale: Scale) -> dict[str, Json]:
    from chrono.documents.kept_back import added

    if type(answer).__name__ == "Invalid":
        from chrono.documents.listing import invalid

        head = {"schema": answer.schema, "chrono": (versions or Versions()).chrono}
        return added({**head, **invalid(answer.schema).encode(answer, scale)}, answer.limits)
    kind = _kind(answer)
    if versions is None:
        versions = Versions(z3=_z3()) if kind.solved else Versions()
    head = {"schema": kind.schema, "chrono": versions.chrono} | ({"z3": versions.z3} if kind.solved else {})
    return added({**head, **kind.codec().encode(answer, scale)}, answer.limits)


MANY = 5_000
"""Of so many results a document is written one by one: of fewer what stands in many places is written once."""


def texts(answer: Any) -> Iterator[str]:
    """The text of the document of an answer, as `dumps` gives it, in pieces that are never in memory as a whole: what
    is said of very many spans is encoded span by span as well."""
    each = _each(answer)
    if each is None:
        yield from _told(_shared(answer))
        return
    from chrono.documents.kept_back import marks

    scale = _scale(answer)

    def results() -> Iterator[Json]:
        for one in answer.results:
            told = each.encode(one, scale)
            if marks(told):
                raise ValueError(f"'{one.id}' is not known, and no limit was said to be reached")
            yield told

    yield from _told({**encode(replace(answer, results=())), "results": results()})


def _each(answer: Any) -> Codec | None:
    """What encodes each result of an answer by itself; None where the document has to be made as a whole: other keys
    rest on the results, or a limit kept something back, so that the document ends with each place that is not known."""
    from chrono.documents.codec import Record

    if type(answer).__name__ not in ("Inference", "Windows") or len(answer.results) < MANY:
        return None
    if answer.status != "consistent" or answer.limits:
        return None
    codec = _kind(answer).codec()
    return codec.each("results") if isinstance(codec, Record) else None


def decode(document: Any) -> Any:
    """The answer that a document holds; raises `Malformed` (chrono.documents.codec), which says where it is none.

    Keys that no table knows are passed over. `encode(decode(document), versions_of(document))` is the document, where
    it was written by this version and not changed since.
    """
    from chrono.dates import Scale
    from chrono.documents.codec import Malformed

    if not isinstance(document, Mapping):
        raise Malformed("it is no object")
    schema = document.get("schema")
    try:
        from chrono.documents.kept_back import limits_of

        unread = document.get("status") == "unknown" and "inputs" not in document
        if (unread or document.get("status") == "invalid") and schema in {*(kind.schema for kind in KINDS)}:
            from chrono.documents.listing import invalid

            return replace(invalid(schema).decode(document, Scale()), limits=limits_of(document))
        kinds = [kind for kind in KINDS if kind.schema == schema]
        if not kinds:
            raise Malformed(f"{schema!r} is no document of chrono", ("schema",))
        line = schema == "chrono.explain/1" and "explanations" not in document
        found = kinds[-1 if line else 0].codec().decode(document, _scale_of(document))
        return replace(found, limits=limits_of(document))
    except RecursionError:
        raise Malformed("it is nested too deeply") from None


def reason(value: Reason, scale: Scale) -> dict[str, Json]:
    """A reason by itself, as documents have it."""
    from chrono.documents.parts import REASON

    return dict(REASON.encode(value, scale))


def condition(value: Condition) -> dict[str, Json]:
    """What a variation changes, as documents have it."""
    from chrono.dates import DAYS
    from chrono.documents.check import CONDITION

    return dict(CONDITION.encode(value, DAYS))


def diagnostic(value: Diagnostic) -> dict[str, Json]:
    """A diagnostic by itself, as documents have it."""
    from chrono.dates import DAYS
    from chrono.documents.parts import DIAGNOSTIC

    return dict(DIAGNOSTIC.encode(value, DAYS))


def weighing(value: Weighing, scale: Scale) -> dict[str, Json]:
    """How evidence was weighed, as the keys that documents have of it."""
    from chrono.documents.parts import WEIGHED

    return dict(WEIGHED.encode(value, scale))


def head(asked: Asked) -> dict[str, Json]:
    """What was asked, as the keys that documents begin with, but for the status and the versions."""
    from chrono.documents.parts import question

    return question(asked)


def versions_of(document: Mapping[str, Any]) -> Versions:
    """The versions that a document says it was made by."""
    return Versions(str(document.get("chrono", "")), str(document.get("z3", "")))


def dumps(document: object) -> str:
    """The text of a document: two-space indent, any script as it is, what could steer a terminal as escapes."""
    return escaped(_written(document, "\n")) + "\n"


_SEVERAL = dict, list, tuple
NOWHERE: Mapping[str, str] = {}
"""The texts of what is not known to stand in several places."""
MOST_QUOTED = 20_000


class _Quoted(dict[str, str]):
    """Words as JSON has them, as many as were met last: keys, ids and sentences stand in many places."""

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST_QUOTED:
            self.clear()
        self[word] = quoted = encode_basestring(word)
        return quoted


_quoted = _Quoted().__getitem__


def _told(document: Mapping[str, Json | Iterator[Json]]) -> Iterator[str]:
    """What `dumps` gives, key by key, and of a list each of its values by itself, as they come."""
    before, line = "{", "\n    "
    for key, value in document.items():
        yield f"{before}\n  {escaped(encode_basestring(key))}: "
        before = ","
        if not isinstance(value, list | Iterator):
            yield escaped(_written(value, "\n  "))
            continue
        opened = "["
        for one in value:
            yield f"{opened}{line}{escaped(_written(one, line))}"
            opened = ","
        yield "[]" if opened == "[" else "\n  ]"
    yield "\n}\n"


def _written(value: object, line: str) -> str:
    """What `json.dumps` gives with an indent of two, which it writes piece by piece: of large answers that is what
    takes longest. `line` begins a new line where the value stands."""
    if isinstance(value, str):
        return _quoted(value)
    if value is None:
        return "null"
    if type(value) is int:
        return str(value)
    if not isinstance(value, _SEVERAL):
        return json.dumps(value)
    if not value:
        return "{}" if isinstance(value, dict) else "[]"
    texts: dict[str, str] | None = getattr(value, "texts", None)
    if texts and line in texts:
        return texts[line]
    inner = line + "  "
    if isinstance(value, dict):
        opened, closed = "{", "}"
        each = [
            f"{_quoted(key)}: {_quoted(one) if type(one) is str else _written(one, inner)}"
            for key, one in value.items()
        ]
    else:
        opened, closed = "[", "]"
        # Long lists are of words alone, or of what was written before.
        if {*map(type, value)} == {str}:
            each = [*map(_quoted, value)]
        else:
            each = [getattr(one, "texts", NOWHERE).get(inner) or _written(one, inner) for one in value]
    # What stands around them is put to the first and the last, so that the whole is copied once.
    each[0] = f"{opened}{inner}{each[0]}"
    each[-1] += f"{line}{closed}"
    told = f",{inner}".join(each)
    if texts is not None:
        texts[line] = told
    return told


def schemas() -> dict[str, Json]:
    """The JSON Schema (draft 2020-12) of every document, by the name in its `schema`, as one schema of all of them."""
    shared: dict[str, Any] = {}
    kinds: dict[str, list[Json]] = {}
    from chrono.documents.kept_back import described

    unknown = {"unknown": described(shared)}
    for schema, codec, solved in _tables():
        told = codec.schema(shared)
        for one in told.get("anyOf", [told]):
            made = {"schema": {"const": schema}, "chrono": {"type": "string"}}
            made |= {"z3": {"type": "string"}} if solved else {}
            one = {**one, "properties": made | one["properties"] | unknown, "required": [*made, *one["required"]]}
            kinds.setdefault(schema, []).append(one)
    for schema, several in kinds.items():
        shared[schema] = several[0] if len(several) == 1 else {"anyOf": several}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The JSON documents of chrono",
        "description": "Dates are ISO 8601, proleptic Gregorian; a changed meaning raises the number",
        "oneOf": [{"$ref": f"#/$defs/{schema.replace('/', '~1')}"} for schema in kinds],
        "$defs": shared,
    }


def _tables() -> Iterator[tuple[str, Codec, bool]]:
    from chrono.documents.codec import Field, Many, Record
    from chrono.documents.listing import READING, invalid

    for kind in KINDS:
        yield kind.schema, kind.codec(), kind.solved
    yield DATES, Record(dict, (Field("results", Many(READING)),)), False
    for schema in dict.fromkeys(kind.schema for kind in KINDS):
        yield schema, invalid(schema), False


def _kind(answer: Any) -> Kind:
    found = [kind for kind in KINDS if kind.answer == type(answer).__name__]
    if not found:
        raise TypeError(f"{type(answer).__name__} is no answer")
    return found[-1] if getattr(answer, "question", "") == "diff" else found[0]


def _scale(answer: Any) -> Scale:
    asked = getattr(answer, "asked", None)
    found: Scale | None = asked.scale if asked is not None else getattr(answer, "scale", None)
    if found is None:
        from chrono.dates import DAYS

        return DAYS
    return found


def _scale_of(document: Mapping[str, Any]) -> Scale:
    """What steps are, where a document says it; raises `Malformed`."""
    from chrono.dates import DateError, Scale, calendar_named
    from chrono.documents.codec import Malformed

    unit, calendar = document.get("unit", "day"), document.get("declared_calendar", "gregorian")
    if unit not in ("day", "month", "year"):
        raise Malformed(f"{unit!r} is no unit", ("unit",))
    try:
        calendar_named(calendar)
    except (DateError, TypeError, AttributeError):
        raise Malformed(f"{calendar!r} is no calendar", ("declared_calendar",)) from None
    return Scale(unit, calendar)


def _z3() -> str:
    from chrono.engine.backends import version_of_z3

    return version_of_z3()


def __getattr__(name: str) -> Any:
    """`Malformed` and `where`, with what tables are made of, loaded when they are first asked for."""
    if name in ("Malformed", "where"):
        return getattr(import_module("chrono.documents.codec"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
