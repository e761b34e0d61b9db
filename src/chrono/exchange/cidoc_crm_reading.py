"""CIDOC CRM and Linked Art, read from JSON-LD: people, texts and objects, events and periods, by their time-spans.

A time-span was within P82a and P82b, and went on between P81a and P81b. Properties are known by their names, whatever
prefix a context gives them; contexts are not fetched, nor is what a file points to. Years are astronomical.
CIDOC CRM 7.1; https://linked.art/model/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from chrono.core.diagnostics import Diagnostic
from chrono.core.gc_pause import uncollected
from chrono.exchange.imported import (
    AskedOf,
    Foreign,
    Ids,
    Imported,
    Mistakes,
    Names,
    Sections,
    Unreadable,
    lost,
    read_as,
    source,
)
from chrono.exchange.iso8601 import as_edtf
from chrono.exchange.json_text import is_uri, loaded

KEY = "crm"
MOST_NODES = 200_000
_SECTIONS = {
    "Person": "people",
    "Period": "periods",
    "LinguisticObject": "documents",
    "InformationObject": "documents",
    "HumanMadeObject": "documents",
    "Man-MadeObject": "documents",
    "VisualItem": "documents",
}
"""What is an event or nothing else by its class goes to the events where it has a time-span."""
_MADE = {
    "created_by": "documents",
    "produced_by": "documents",
    "has_created": "documents",
    "has_produced": "documents",
    "born": "people",
    "died": "people",
    "brought_into_life": "people",
    "was_death_of": "people",
}
"""How something is joined to the event that has its dates, or that event to it, and what it is."""
_OF_THE_EVENT = ("has_created", "has_produced", "brought_into_life", "was_death_of")
_SAME = {
    "has_time-span": "timespan",
    "is_identified_by": "identified_by",
    "has_symbolic_content": "content",
    "was_created_by": "created_by",
    "was_produced_by": "produced_by",
    "was_born": "born",
    "died_in": "died",
    "label": "_label",
    "prefLabel": "_label",
    "has_note": "note",
    "sameAs": "equivalent",
}
_CODE = re.compile(r"(?:P[0-9]+[a-z]?|E[0-9]+(?:_E[0-9]+)?)_")
_BOUNDS = ("begin_of_the_begin", "end_of_the_begin", "begin_of_the_end", "end_of_the_end")


def sniffs(file: Foreign) -> bool:
    """Whether a file is JSON-LD that names CIDOC CRM or Linked Art."""
    start = file.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return start in (b"{", b"[") and any(
        name in file.content for name in (b"cidoc-crm.org/cidoc-crm", b"//linked.art/ns/", b"erlangen-crm.org/")
    )


def read(files: Sequence[Foreign], asked: AskedOf) -> Imported:
    """All files as one chronology; raises `Unreadable` with every mistake in them."""
    reading = _Reading(asked)
    for number, file in enumerate(files):
        reading.file(file, KEY if len(files) == 1 else f"{KEY}-{number + 1}")
    return reading.imported()


@dataclass(slots=True, eq=False)
class _Thing:
    """A node: where it first stands, what it is, what it says of itself and which nodes it points to."""

    at: str
    id: str = ""
    types: list[str] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    pointed: dict[str, list[_Thing]] = field(default_factory=dict)
    is_root: bool = True

    def one(self, key: str) -> str:
        """The first text of a property, "" where there is none."""
        return next(iter(self.said.get(key, ())), "")

    @property
    def name(self) -> str:
        """What it is called."""
        names = (thing.one("content") or thing.one("_label") for thing in self.pointed.get("identified_by", ()))
        return self.one("_label") or next((name for name in names if name), "")


@lru_cache(maxsize=4096)
def _local(name: str) -> str:
    """The name of a class or property without its namespace and its number: `timespan` for `crm:P4_has_time-span`."""
    plain = _CODE.sub("", re.split(r"[/#:]", name)[-1], count=1)
    return _SAME.get(plain, plain)


@lru_cache(maxsize=4096)
def _class(name: str) -> str:
    return _local(name).replace("_", "").replace("Time-Span", "TimeSpan")


class _Graph:
    """The nodes of a file, each once, in its order."""

    def __init__(self, file: Foreign) -> None:
        self.file = file
        self.things: list[_Thing] = []
        self.by_id: dict[str, _Thing] = {}
        waiting: list[tuple[_Thing | None, str, Any, str]] = [(None, "", loaded(file), "")]
        links: list[tuple[_Thing, str, str]] = []
        while waiting:
            owner, key, value, at = waiting.pop()
            if isinstance(value, list):
                waiting += ((owner, key, one, f"{at}/{number}") for number, one in reversed([*enumerate(value)]))
                continue
            if isinstance(value, dict):
                literal = next((value[word] for word in ("@value", "value") if word in value), None)
                inner = next((word for word in ("@graph", "@set", "@list") if word in value), None)
                if literal is not None and not isinstance(literal, dict | list) and owner is not None:
                    owner.said.setdefault(key, []).append(str(literal))
                elif inner is not None:
                    waiting.append((owner, key, value[inner], f"{at}/{inner}"))
                else:
                    thing = self.thing(value, at)
                    if owner is not None:
                        owner.pointed.setdefault(key, []).append(thing)
                        thing.is_root = False
                    held = [(k, v) for k, v in value.items() if k not in ("@id", "id", "@type", "type", "@context")]
                    waiting += ((thing, _local(k), v, f"{at}/{k}") for k, v in reversed(held))
            elif owner is not None and isinstance(value, str | int | float):
                owner.said.setdefault(key, []).append(str(value))
                links.append((owner, key, str(value)))
        for owner, key, text in links:
            # What a context declares as a link stands there as the id alone.
            if (other := self.by_id.get(text)) is not None and other is not owner:
                owner.pointed.setdefault(key, []).append(other)
                other.is_root = False

    def thing(self, value: dict[str, Any], at: str) -> _Thing:
        id = next((str(value[word]) for word in ("@id", "id") if isinstance(value.get(word), str)), "")
        thing = self.by_id.get(id) if id else None
        if thing is None:
            thing = _Thing(at or "/", id)
            self.things.append(thing)
            if len(self.things) > MOST_NODES:
                message = f"there are more than {MOST_NODES:,} nodes: split the file"
                raise Unreadable([Diagnostic("import", message, self.file.place())])
            if id:
                self.by_id[id] = thing
        types = value.get("@type", value.get("type", ()))
        thing.types += [
            _class(one) for one in ([types] if isinstance(types, str) else types or ()) if isinstance(one, str)
        ]
        return thing


class _Reading:
    def __init__(self, asked: AskedOf) -> None:
        self.certainty = asked.certainty or "moderate"
        self.ids, self.names = Ids("span"), Names()
        self.sections: dict[str, dict[str, dict[str, Any]]] = {
            section: {} for section in ("people", "events", "periods", "documents")
        }
        self.sources: dict[str, dict[str, str]] = {}
        self.wrong = Mistakes()
        self.losses: list[Diagnostic] = []
        self.in_days = False
        self.before = self.midnight = self.several = self.unnamed = 0

    def file(self, file: Foreign, key: str) -> None:
        """The spans of one file."""
        self.sources[key] = source(file, file.name, "CIDOC CRM")
        with uncollected():
            things = _Graph(file).things
        whens: dict[int, list[tuple[str, _Thing]]] = {}
        """The events that have the dates of a thing, with how they are joined to it."""
        used: set[int] = set()
        for thing in things:
            for how, others in thing.pointed.items():
                if how not in _MADE:
                    continue
                for other in others:
                    owner, event = (other, thing) if how in _OF_THE_EVENT else (thing, other)
                    whens.setdefault(id(owner), []).append((how, event))
                    used.add(id(event))
        given: dict[int, str] = {}
        authors: list[tuple[dict[str, Any], list[_Thing]]] = []
        for thing in things:
            events = whens.get(id(thing), [])
            section = next((_MADE[how] for how, _ in events), "")
            section = section or next((_SECTIONS[one] for one in thing.types if one in _SECTIONS), "")
            if id(thing) in used or "TimeSpan" in thing.types:
                continue
            if not section and thing.pointed.get("timespan"):
                section = "events"
            dated = bool(events) or bool(thing.pointed.get("timespan"))
            if not section or not (dated or (thing.is_root and not thing.said.get("content"))):
                continue
            entry = self.entry(thing, section, events, file, key)
            if entry is not None:
                given[id(thing)], told = entry
                by = [
                    who
                    for how, event in events
                    if how in ("created_by", "has_created")
                    for who in event.pointed.get("carried_out_by", ())
                ]
                authors.append((told, by))
        for told, by in authors:
            if known := [given[id(who)] for who in by if given.get(id(who)) in self.sections["people"]]:
                told["author"] = known if len(known) > 1 else known[0]

    def entry(
        self, thing: _Thing, section: str, events: list[tuple[str, _Thing]], file: Foreign, key: str
    ) -> tuple[str, dict[str, Any]] | None:
        """The id and the entry of a thing; None where it has no name."""
        if not thing.name:
            self.unnamed += 1
            return None
        name = " ".join(thing.name.split())
        id_ = self.ids.of(self.names.of(name))
        entry: dict[str, Any] = {"name": name}
        if section == "people":
            for how, event in events:
                field = "born" if how in ("born", "brought_into_life") else "died"
                first, _, _, last = self.times(event, file)
                if (first or last) and field not in entry:
                    entry[field] = first if first == last else f"[{first}..{last}]"
        else:
            whens = [event for _, event in events] or [thing]
            self.several += len(whens) > 1
            first, begun, over, last = self.times(whens[0], file)
            if first and first == last:
                entry["date"] = first
            else:
                for field, low, high in (("start", first, begun), ("end", over, last)):
                    if low or high:
                        entry[field] = low if low == high else f"[{low}..{high}]"
        entry |= {"certainty": self.certainty, "source": f"{key}, {thing.at}"}
        told = [words for one in thing.pointed.get("timespan", ()) if (words := one.name)]
        told += [words for _, event in events for one in event.pointed.get("timespan", ()) if (words := one.name)]
        entry |= {"note": ". ".join(dict.fromkeys(told))} if told else {}
        uris = [thing.id, *(one.id for one in thing.pointed.get("equivalent", ())), *thing.said.get("equivalent", ())]
        refs = [uri for uri in dict.fromkeys(uris) if is_uri(uri) and not uri.startswith("urn:x-chrono:")]
        self.sections[section][id_] = entry | ({"refs": refs} if refs else {})
        return id_, self.sections[section][id_]

    def times(self, event: _Thing, file: Foreign) -> tuple[str, str, str, str]:
        """The four bounds of an event as EDTF, "" for those that are open."""
        spans = event.pointed.get("timespan", ())
        self.several += len(spans) > 1
        if not spans:
            return "", "", "", ""
        span = spans[0]
        texts = [span.one(bound) for bound in _BOUNDS]
        if texts[3].partition("T")[2].startswith("00:00:00"):
            self.midnight += 1
        first, begun, over, last = (
            self.date(text, f"{span.at}/{bound}", file) if text else ""
            for text, bound in zip(texts, _BOUNDS, strict=True)
        )
        return first, begun, over, last

    def date(self, text: str, at: str, file: Foreign) -> str:
        try:
            said = as_edtf(text.strip())
        except ValueError as error:
            self.wrong.append(Diagnostic("import", f"{at}: {error}", file.place()))
            return ""
        self.in_days |= said.removeprefix("-").count("-") > 0
        self.before += said.startswith(("-", "0000", "Y-"))
        return said

    def imported(self) -> Imported:
        """The chronology, or `Unreadable`."""
        found = {section: entries for section, entries in self.sections.items() if entries}
        if not found and not self.wrong:
            self.wrong.append(Diagnostic("import", "there is nothing in it that has a name and a time-span"))
        if self.wrong:
            raise Unreadable(self.wrong)
        self.losses += self.told()
        title = next(iter(self.sources.values()))["title"]
        head = {"title": title} | ({} if self.in_days else {"unit": "year"})
        sections: Sections = {"chronology": head, "sources": self.sources} | found
        return Imported(sections, tuple(self.losses))

    def told(self) -> Iterator[Diagnostic]:
        """What could have been meant otherwise, and what was left out."""
        place = Foreign("", b"").place()
        if self.before:
            yield read_as(
                f"{self.before} years before the era are counted through 0, as XML Schema 1.1 does: -0043 is 44 BCE",
                place,
            )
        if self.midnight:
            yield read_as(f"{self.midnight} ends at midnight are read as the day that begins then", place)
        if self.several:
            message = f"{self.several} with several time-spans or events: the first of them is read"
            yield lost(message, place, bears=True)
        if self.unnamed:
            yield lost(f"{self.unnamed} without a name", place, bears=True, help="give each a label")
        yield lost("places, types, relations, and all else that has no time-span", place, bears=False)
