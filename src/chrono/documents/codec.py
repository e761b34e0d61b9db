"""What a table of a document is made of: how a value is written as JSON, read again, and described by a JSON Schema.

Takes values and plain JSON (what `json` loads and dumps), gives the other. One table says all three, so that what is
written, what is read and what the schema promises cannot come apart. Steps are written as dates by the scale of the
chronology, which is passed along. Reading is strict about what there must be and raises `Malformed`, which says where;
keys that the table does not know are passed over, because fields are added freely. Each kind of value says all of this
of itself: hence one module.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from chrono import dates
from chrono.dates import Scale
from chrono.model.chronology import Certainty

Json: TypeAlias = Any
Schema: TypeAlias = dict[str, Any]
Shared: TypeAlias = dict[str, Schema]
"""Schemas that others refer to, by name."""


class Malformed(ValueError):
    """JSON that is not as the table has it: what is wrong, and the keys that lead there."""

    def __init__(self, message: str, path: tuple[str | int, ...] = ()) -> None:
        self.message, self.path = message, path
        super().__init__(message)

    def __str__(self) -> str:
        return f"{where(self.path)}: {self.message}" if self.path else self.message


def where(path: tuple[str | int, ...]) -> str:
    """Keys and positions as they are written in programs: `results[0].end.latest`."""
    said = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return said.removeprefix(".")


class Codec(ABC):
    """One kind of value: how it is written, read and described."""

    @abstractmethod
    def encode(self, value: Any, scale: Scale) -> Json:
        """The JSON of a value."""

    def encode_each(self, values: Iterable[Any], scale: Scale) -> list[Json]:
        """The JSON of several values: long lists are what takes time in large documents."""
        return [self.encode(value, scale) for value in values]

    @abstractmethod
    def decode(self, json: Json, scale: Scale) -> Any:
        """The value of some JSON; raises `Malformed`."""

    @abstractmethod
    def schema(self, shared: Shared) -> Schema:
        """Which JSON there can be; what is referred to by name is added to `shared`."""


# -- what stands in several places


class Again(dict[str, Json]):
    """The JSON of a value that may stand in several places of a document, and its text by what begins a line there."""

    __slots__ = ("of", "texts")

    def __init__(self, json: Mapping[str, Json], of: Any) -> None:
        super().__init__(json)
        self.of = of
        """The value, which is kept so that no other can have its identity."""
        self.texts: dict[str, str] = {}


class AllAgain(list[Json]):
    """The JSON of several values that may stand together in several places of a document, and its texts."""

    __slots__ = ("of", "texts")

    def __init__(self, json: Iterable[Json], of: Any) -> None:
        super().__init__(json)
        self.of = of
        self.texts: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Sharing(Scale):
    """The scale of a document that only its text is wanted of: the same value may be the same JSON wherever it is."""

    made: dict[int, dict[int, Again | AllAgain]] = field(default_factory=dict, compare=False, repr=False)
    """By the identities of its codec and of the value."""


@dataclass(frozen=True, slots=True)
class Once(Codec):
    """A record, or several values, of which many places hold the very same, written once where only the text is
    wanted."""

    of: Codec

    def encode(self, value: Any, scale: Scale) -> Json:
        if not isinstance(scale, Sharing):
            return self.of.encode(value, scale)
        made = scale.made.setdefault(id(self), {})
        return made.get(id(value)) or self._made(value, scale, made)

    def encode_each(self, values: Iterable[Any], scale: Scale) -> list[Json]:
        if not isinstance(scale, Sharing):
            return self.of.encode_each(values, scale)
        made = scale.made.setdefault(id(self), {})
        return [made.get(id(value)) or self._made(value, scale, made) for value in values]

    def _made(self, value: Any, scale: Scale, made: dict[int, Again | AllAgain]) -> Again | AllAgain:
        json = self.of.encode(value, scale)
        made[id(value)] = again = (AllAgain if isinstance(json, list) else Again)(json, value)
        return again

    def decode(self, json: Json, scale: Scale) -> Any:
        return self.of.decode(json, scale)

    def schema(self, shared: Shared) -> Schema:
        return self.of.schema(shared)


# -- single values


@dataclass(frozen=True, slots=True)
class Plain(Codec):
    """A text, number or truth value as it is."""

    type: type[Any]
    name: str
    least: int | None = None

    def encode(self, value: Any, scale: Scale) -> Json:
        return value

    def encode_each(self, values: Iterable[Any], scale: Scale) -> list[Json]:
        return [*values]

    def decode(self, json: Json, scale: Scale) -> Any:
        # To Python a truth value is a number as well; to JSON it is none.
        if not isinstance(json, self.type) or (self.type is int and isinstance(json, bool)):
            raise Malformed(f"{_shown(json)} is no {self.name}")
        if self.least is not None and int(json) < self.least:
            raise Malformed(f"{json} is less than {self.least}")
        return json

    def schema(self, shared: Shared) -> Schema:
        return {"type": self.name} | ({} if self.least is None else {"minimum": self.least})


TEXT, NUMBER, TRUTH = Plain(str, "string"), Plain(int, "integer"), Plain(bool, "boolean")
COUNT = Plain(int, "integer", 0)


@dataclass(frozen=True, slots=True)
class Choice(Codec):
    """One of a few words."""

    words: tuple[str, ...]

    def encode(self, value: Any, scale: Scale) -> Json:
        return value

    def decode(self, json: Json, scale: Scale) -> Any:
        if json not in self.words:
            raise Malformed(f"{_shown(json)} is none of {', '.join(self.words)}")
        return json

    def schema(self, shared: Shared) -> Schema:
        return {"enum": [*self.words]}


class Level(Codec):
    """A certainty, by its name."""

    def encode(self, value: Any, scale: Scale) -> Json:
        return str(value)

    def decode(self, json: Json, scale: Scale) -> Any:
        try:
            return Certainty.named(json)
        except (KeyError, AttributeError):
            raise Malformed(f"{_shown(json)} is no certainty") from None

    def schema(self, shared: Shared) -> Schema:
        return {"enum": [str(level) for level in sorted(Certainty, reverse=True)]}


class Date(Codec):
    """A step as an ISO 8601 date, None as an open bound.

    Days are of the proleptic Gregorian calendar, months and years of the chronology's own; the year 1 BCE is `0000`.
    """

    def encode(self, value: Any, scale: Scale) -> Json:
        return dates.iso(value, scale)

    def decode(self, json: Json, scale: Scale) -> Any:
        if json is None:
            return None
        # A number of so many digits is no date that anybody wrote, and takes its time to read.
        if not isinstance(json, str) or len(json) > 30:
            raise Malformed(f"{_shown(json)} is no date")
        try:
            step = dates.step_written(json, scale)
            if dates.iso(step, scale) == json:
                return step
        except (ValueError, OverflowError, dates.DateError):
            pass
        raise Malformed(f"{_shown(json)} is no date that is written to the {scale.unit}")

    def schema(self, shared: Shared) -> Schema:
        shared["date"] = {
            "description": "ISO 8601, cut to the unit: a Gregorian day, a month or year of the chronology's calendar; "
            "44 BCE is -0043; null is an open bound",
            "type": ["string", "null"],
            "pattern": "^[+-]?[0-9]{4,}(-[0-9]{2}(-[0-9]{2})?)?$",
        }
        return {"$ref": "#/$defs/date"}


LEVEL, DATE = Level(), Date()


@dataclass(frozen=True, slots=True)
class Maybe(Codec):
    """A value or null; `nothing` is what null stands for: None, or the empty text."""

    of: Codec
    nothing: Any = None

    def encode(self, value: Any, scale: Scale) -> Json:
        return None if value == self.nothing else self.of.encode(value, scale)

    def decode(self, json: Json, scale: Scale) -> Any:
        return self.nothing if json is None else self.of.decode(json, scale)

    def schema(self, shared: Shared) -> Schema:
        return {"anyOf": [self.of.schema(shared), {"type": "null"}]}


SAID = Maybe(TEXT, "")
"""Words, or null where nothing is said."""


# -- several values


@dataclass(frozen=True, slots=True)
class Many(Codec):
    """A tuple, as a list."""

    of: Codec

    def encode(self, value: Any, scale: Scale) -> Json:
        return self.of.encode_each(value, scale)

    def decode(self, json: Json, scale: Scale) -> Any:
        if not isinstance(json, list):
            raise Malformed(f"{_shown(json)} is no list")
        return tuple(_inside(n, self.of, one, scale) for n, one in enumerate(json))

    def schema(self, shared: Shared) -> Schema:
        return {"type": "array", "items": self.of.schema(shared)}


@dataclass(frozen=True, slots=True)
class Few(Codec):
    """A tuple of as many values as there are codecs, as a list."""

    of: tuple[Codec, ...]

    def encode(self, value: Any, scale: Scale) -> Json:
        return [codec.encode(one, scale) for codec, one in zip(self.of, value, strict=True)]

    def decode(self, json: Json, scale: Scale) -> Any:
        if not isinstance(json, list) or len(json) != len(self.of):
            raise Malformed(f"{_shown(json)} is no list of {len(self.of)}")
        return tuple(_inside(n, codec, one, scale) for n, (codec, one) in enumerate(zip(self.of, json, strict=True)))

    def schema(self, shared: Shared) -> Schema:
        items = [codec.schema(shared) for codec in self.of]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}


INTERVAL = Few((DATE, DATE))
IDS = Many(TEXT)


@dataclass(frozen=True, slots=True)
class Pairs(Codec):
    """A tuple of pairs of a name and a value, as an object in the same order."""

    of: Codec

    def encode(self, value: Any, scale: Scale) -> Json:
        return {name: self.of.encode(one, scale) for name, one in value}

    def decode(self, json: Json, scale: Scale) -> Any:
        if not isinstance(json, dict):
            raise Malformed(f"{_shown(json)} is no object")
        return tuple((name, _inside(name, self.of, one, scale)) for name, one in json.items())

    def schema(self, shared: Shared) -> Schema:
        return {"type": "object", "additionalProperties": self.of.schema(shared)}


# -- records


class Part(ABC):
    """A part of a record: one or several keys, and the fields of the value that they hold."""

    @abstractmethod
    def write(self, value: Any, scale: Scale, into: dict[str, Json]) -> None:
        """Adds its keys."""

    @abstractmethod
    def read(self, json: Mapping[str, Json], scale: Scale, into: dict[str, Any]) -> None:
        """Adds the fields of the value; raises `Malformed`."""

    @abstractmethod
    def describe(self, shared: Shared) -> Iterator[tuple[str, Schema, bool]]:
        """Each of its keys, with its schema and whether it must be there."""


@dataclass(frozen=True, slots=True)
class Field(Part):
    """A key that holds a field of the value, which is called `of` where not as the key."""

    key: str
    codec: Codec
    of: str = ""
    rare: bool = False
    """Left out where there is nothing: an empty text, tuple, or None; or what is read where it is missing."""
    missing: Any = ...
    """What is read where the key is missing, in a document that an earlier version wrote; `...` where it must be."""

    def write(self, value: Any, scale: Scale, into: dict[str, Json]) -> None:
        found = getattr(value, self.of or self.key)
        if not (self.rare and (not found or found == self.missing)):
            into[self.key] = self.codec.encode(found, scale)

    def read(self, json: Mapping[str, Json], scale: Scale, into: dict[str, Any]) -> None:
        if self.key in json:
            into[self.of or self.key] = _inside(self.key, self.codec, json[self.key], scale)
        elif self.missing is not ...:
            into[self.of or self.key] = self.missing
        elif not self.rare:
            raise Malformed(f"the key '{self.key}' is missing")

    def describe(self, shared: Shared) -> Iterator[tuple[str, Schema, bool]]:
        yield self.key, self.codec.schema(shared), not self.rare


@dataclass(frozen=True, slots=True)
class Derived(Part):
    """A key that says again what other keys say; it is written and not read."""

    key: str
    codec: Codec
    make: Callable[[Any], Any]
    rare: bool = False

    def write(self, value: Any, scale: Scale, into: dict[str, Json]) -> None:
        found = self.make(value)
        if not (self.rare and not found):
            into[self.key] = self.codec.encode(found, scale)

    def read(self, json: Mapping[str, Json], scale: Scale, into: dict[str, Any]) -> None:
        """Nothing: what it says is read elsewhere."""

    def describe(self, shared: Shared) -> Iterator[tuple[str, Schema, bool]]:
        yield self.key, self.codec.schema(shared), not self.rare


@dataclass(frozen=True, slots=True)
class Flat(Part):
    """A field of the value that is a record of its own, whose keys stand among the others."""

    of: str
    record: Record

    def write(self, value: Any, scale: Scale, into: dict[str, Json]) -> None:
        into.update(self.record.encode(getattr(value, self.of), scale))

    def read(self, json: Mapping[str, Json], scale: Scale, into: dict[str, Any]) -> None:
        into[self.of] = self.record.decode(json, scale)

    def describe(self, shared: Shared) -> Iterator[tuple[str, Schema, bool]]:
        for part in self.record.parts:
            yield from part.describe(shared)


@dataclass(frozen=True, slots=True)
class Within(Part):
    """A key that holds an object with several fields of the value itself."""

    key: str
    parts: tuple[Part, ...]

    def write(self, value: Any, scale: Scale, into: dict[str, Json]) -> None:
        inner: dict[str, Json] = {}
        into[self.key] = inner
        for part in self.parts:
            part.write(value, scale, inner)

    def read(self, json: Mapping[str, Json], scale: Scale, into: dict[str, Any]) -> None:
        inner = json.get(self.key)
        if not isinstance(inner, dict):
            raise Malformed(f"the key '{self.key}' is missing, or no object")
        try:
            for part in self.parts:
                part.read(inner, scale, into)
        except Malformed as found:
            raise Malformed(found.message, (self.key, *found.path)) from None

    def describe(self, shared: Shared) -> Iterator[tuple[str, Schema, bool]]:
        yield self.key, object_of(self.parts, shared), True


@dataclass(frozen=True, slots=True)
class Silent(Part):
    """A field of the value that stands nowhere in the JSON: it is always this, or, where this is None, the scale."""

    of: str
    always: Any = None

    def write(self, value: Any, scale: Scale, into: dict[str, Json]) -> None:
        """Nothing."""

    def read(self, json: Mapping[str, Json], scale: Scale, into: dict[str, Any]) -> None:
        into[self.of] = scale if self.always is None else self.always

    def describe(self, shared: Shared) -> Iterator[tuple[str, Schema, bool]]:
        yield from ()


@dataclass(frozen=True, slots=True)
class Record(Codec):
    """A value of a class, as an object whose keys stand in the order of the parts."""

    make: Callable[..., Any]
    parts: tuple[Part, ...]
    name: str = ""
    """By which the schema refers to it; "" where it stands in place."""

    def encode(self, value: Any, scale: Scale) -> Json:
        into: dict[str, Json] = {}
        for part in self.parts:
            part.write(value, scale, into)
        return into

    def each(self, key: str) -> Codec | None:
        """What writes each value of a list by itself; None where no list stands under the key."""
        fields = (part for part in self.parts if isinstance(part, Field) and part.key == key)
        return next((field.codec.of for field in fields if isinstance(field.codec, Many)), None)

    def decode(self, json: Json, scale: Scale) -> Any:
        if not isinstance(json, dict):
            raise Malformed(f"{_shown(json)} is no object")
        into: dict[str, Any] = {}
        for part in self.parts:
            part.read(json, scale, into)
        return self.make(**into)

    def schema(self, shared: Shared) -> Schema:
        if not self.name:
            return object_of(self.parts, shared)
        if self.name not in shared:
            shared[self.name] = {}  # a case holds cases
            shared[self.name] = object_of(self.parts, shared)
        return {"$ref": f"#/$defs/{self.name}"}


def object_of(parts: tuple[Part, ...], shared: Shared) -> Schema:
    """The schema of an object with the keys of these parts."""
    keys = [key for part in parts for key in part.describe(shared)]
    return {
        "type": "object",
        "properties": {key: schema for key, schema, _ in keys},
        "required": [key for key, _, needed in keys if needed],
    }


@dataclass(frozen=True, slots=True)
class Late(Codec):
    """A codec that is made later: of what holds its own kind."""

    make: Callable[[], Codec]

    def encode(self, value: Any, scale: Scale) -> Json:
        return self.make().encode(value, scale)

    def decode(self, json: Json, scale: Scale) -> Any:
        return self.make().decode(json, scale)

    def schema(self, shared: Shared) -> Schema:
        return self.make().schema(shared)


def _inside(key: str | int, codec: Codec, json: Json, scale: Scale) -> Any:
    try:
        return codec.decode(json, scale)
    except Malformed as found:
        raise Malformed(found.message, (key, *found.path)) from None


def _shown(json: Json) -> str:
    said = repr(json)
    return said if len(said) <= 40 else f"{said[:40]}…"
