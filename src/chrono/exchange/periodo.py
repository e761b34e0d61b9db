"""PeriodO: periods as scholars defined them, read from its JSON and written as such.

Years are astronomical, in the proleptic Gregorian calendar. Read are the whole data set, an authority, a period alone,
and assertions of PeriodO's first draft, whose dates are Julian Day Numbers in the digits that are written.
https://perio.do/technical-overview/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from chrono.answers.infer import SpanResult
from chrono.answers.material import Material, hull, is_hull_alone
from chrono.core.diagnostics import NOWHERE, Diagnostic
from chrono.dates.describing import write as written
from chrono.engine.intervals import Window
from chrono.exchange.exported import Choices, Exported, Inexpressible, asked_in_words
from chrono.exchange.exported import lost as not_held
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
from chrono.exchange.json_text import is_uri, items, loaded, mapping, words
from chrono.exchange.years import Years

KEY = "periodo"
ARK = "http://n2t.net/ark:/99152/"
_YEAR = re.compile(r"[+-]?[0-9]{1,12}", re.ASCII)
_FURTHEST_DAY = 10_000_000


def sniffs(file: Foreign) -> bool:
    """Whether a file is JSON with periods of PeriodO."""
    if not file.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    if any(key in file.content for key in (b'"authorities"', b'"periodCollections"', b'"intervalStartedBy"')):
        return True
    has = [key in file.content for key in (b'"start"', b'"stop"', b'"end"', b'"label"')]
    return (
        b'"timespans"' not in file.content
        and has[0]
        and has[3]
        and (has[1] or (has[2] and b"julian day" in file.content))
    )


def read(files: Sequence[Foreign], asked: AskedOf) -> Imported:
    """The periods of all files; raises `Unreadable` with every mistake in them."""
    reading = _Reading(asked)
    for number, file in enumerate(files):
        reading.file(file, KEY if len(files) == 1 else f"{KEY}-{number + 1}")
    return reading.imported()


class _Reading:
    def __init__(self, asked: AskedOf) -> None:
        self.certainty = asked.certainty or "moderate"
        self.ids = Ids("period")
        self.names = Names()
        self.periods: dict[str, dict[str, Any]] = {}
        self.by_uri: dict[str, str] = {}
        self.broader: list[tuple[str, str, str]] = []
        self.sources: dict[str, dict[str, str]] = {}
        self.in_days = False
        self.wrong = Mistakes()
        self.losses: list[Diagnostic] = []
        self.places = 0

    def file(self, file: Foreign, key: str) -> None:
        """The periods of one file, with the source of each authority."""
        found = mapping(loaded(file))
        authorities = mapping(found.get("authorities") or found.get("periodCollections"))
        self.sources[key] = source(file, words(found.get("title")) or file.name, "PeriodO")
        if authorities:
            for name, authority in authorities.items():
                self.authority(mapping(authority), file, key, f"/authorities/{name}", name)
        elif "periods" in found or "definitions" in found:
            self.authority(found, file, key, "", words(found.get("id")))
        else:
            cited = self.cited(mapping(found.get("source")), key)
            self.period(found, file, cited, "/")
        if self.places:
            message = f"where periods are of: {self.places} places"
            self.losses.append(lost(message, file.place(), bears=False))
            self.places = 0

    def authority(self, authority: dict[str, Any], file: Foreign, key: str, at: str, name: str) -> None:
        cited = self.cited(mapping(authority.get("source")), key)
        periods = authority.get("periods") or authority.get("definitions")
        listed = mapping(periods).items() if isinstance(periods, dict) else enumerate(items(periods))
        for id, period in listed:
            self.period(mapping(period), file, cited, f"{at}/periods/{id}")

    def cited(self, told: dict[str, Any], key: str) -> str:
        """The key of the source that an authority is taken from."""
        within = mapping(told.get("partOf"))
        creators = [
            words(mapping(one).get("name") or mapping(one).get("family") or one)
            for one in items(told.get("creators") or told.get("author"))
        ]
        facts = {
            "title": words(told.get("title") or told.get("citation") or within.get("title")),
            "author": "; ".join(word for word in creators if word),
            "issued": words(told.get("yearPublished") or told.get("issued") or within.get("yearPublished")),
            "url": words(told.get("id") or told.get("url") or told.get("@id")),
        }
        facts = {name: value for name, value in facts.items() if value}
        if not facts.get("title"):
            return key
        named = f"{key}-{len(self.sources)}"
        known = next((name for name, held in self.sources.items() if held == facts), None)
        if known is None:
            self.sources[named] = facts
        return known or named

    def period(self, period: dict[str, Any], file: Foreign, cited: str, at: str) -> None:
        label = words(period.get("label"))
        if not label:
            self.wrong.append(Diagnostic("import", f"{at}: a period has no label", file.place()))
            return
        name = self.names.of(label)
        id = self.ids.of(name)
        entry: dict[str, Any] = {"name": label}
        notes = []
        for field, key in (("start", "start"), ("end", "stop")):
            side = mapping(period.get(key) or (period.get("end") if key == "stop" else None))
            said = self.side(side, f"{at}/{key}", file)
            entry |= {field: said} if said else {}
            notes += [f"{field}: {words(side['label'])}"] if side.get("label") else []
        notes += [text for key in ("note", "editorialNote") if (text := words(period.get(key)))]
        uri = words(period.get("id") or period.get("@id"))
        uri = f"{ARK}{uri}" if re.fullmatch(r"p0[a-z0-9]+", uri) else uri
        refs = [
            one
            for one in dict.fromkeys((uri, *self.pointed(period, "derivedFrom"), *self.pointed(period, "sameAs")))
            if is_uri(one)
        ]
        self.by_uri[uri] = id
        self.broader += [(id, wider, f"{cited}, {at}") for wider in self.pointed(period, "broader")]
        self.places += len(items(period.get("spatialCoverage")))
        entry |= {"certainty": self.certainty, "source": f"{cited}, {at}"}
        entry |= {"note": ". ".join(notes)} if notes else {}
        self.periods[id] = entry | ({"refs": refs} if refs else {})

    def pointed(self, period: dict[str, Any], key: str) -> list[str]:
        found = [words(mapping(one).get("id") or one) for one in items(period.get(key))]
        return [f"{ARK}{one}" if re.fullmatch(r"p0[a-z0-9]+", one) else one for one in found if one]

    def side(self, side: dict[str, Any], at: str, file: Foreign) -> str:
        """When a period began or ended, as EDTF; "" where only words say it."""
        if side.get("unit") == "julian day" and side.get("value") is not None:
            return self.days(words(side["value"]), f"{at}/value", file)
        told = mapping(side.get("in"))
        years = [self.year(told.get(key), f"{at}/in/{key}", file) for key in ("year", "earliestYear", "latestYear")]
        exact, first, last = years
        if exact:
            return exact
        return f"[{first}..{last}]" if first or last else ""

    def year(self, value: Any, at: str, file: Foreign) -> str:
        text = words(value)
        if not text:
            return ""
        if not _YEAR.fullmatch(text):
            self.wrong.append(Diagnostic("import", f"{at}: {text[:20]!r} is no year", file.place()))
            return ""
        year = int(text)
        if abs(year) > 9999:
            return f"Y{year}"
        return f"-{-year:04}" if year < 0 else f"{year:04}"

    def days(self, text: str, at: str, file: Foreign) -> str:
        """A Julian Day Number, as many days as the digits that are written leave open."""
        try:
            number = Decimal(text)
            exponent = int(number.as_tuple().exponent)
            half = Decimal(10) ** exponent / 2 if exponent > 0 else Decimal(0)
            first, last = int(number - half), int(number + half)
        except (InvalidOperation, ValueError, OverflowError, TypeError):
            self.wrong.append(Diagnostic("import", f"{at}: {text[:20]!r} is no day", file.place()))
            return ""
        if max(abs(first), abs(last)) > _FURTHEST_DAY:
            self.wrong.append(Diagnostic("import", f"{at}: {text[:20]!r} is too far away", file.place()))
            return ""
        self.in_days = True
        if half:
            message = f"{at}: {text} is read with the digits it has, {first} to {last}"
            self.losses.append(read_as(message, file.place()))
        return f"[{written(first)}..{written(last)}]" if first != last else written(first)

    def imported(self) -> Imported:
        """The periods, or `Unreadable`."""
        if not self.periods and not self.wrong:
            self.wrong.append(Diagnostic("import", "there is no period in it"))
        if self.wrong:
            raise Unreadable(self.wrong)
        evidence = {
            f"broader-{number}": {"holds": f"{id} within {self.by_uri[wider]}", "certainty": "weak", "source": at}
            for number, (id, wider, at) in enumerate(self.broader, 1)
            if wider in self.by_uri and self.by_uri[wider] != id
        }
        if evidence:
            message = "'broader' is read as: within, which its authors do not say; it is weak (--at-least weak)"
            self.losses.append(read_as(message, Foreign("", b"").place()))
        head = {"title": next(iter(self.sources.values()))["title"]} | ({} if self.in_days else {"unit": "year"})
        sections: Sections = {"chronology": head, "sources": self.sources, "periods": self.periods}
        return Imported(sections | ({"evidence": evidence} if evidence else {}), tuple(self.losses))


# -- out

CONTEXT = {
    "@version": 1.1,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "periodo": f"{ARK}p0v#",
    "id": "@id",
    "type": "@type",
    "Authority": "skos:ConceptScheme",
    "Period": "skos:Concept",
    "authorities": {"@id": "dcterms:hasPart", "@container": "@index"},
    "periods": {"@reverse": "skos:inScheme", "@container": "@index"},
    "source": "dcterms:source",
    "title": "dcterms:title",
    "label": "skos:prefLabel",
    "note": "skos:note",
    "editorialNote": "skos:editorialNote",
    "start": "time:intervalStartedBy",
    "stop": "time:intervalFinishedBy",
    "in": "time:hasDateTimeDescription",
    "year": {"@id": "time:year", "@type": "xsd:gYear"},
    "earliestYear": {"@id": "periodo:earliestYear", "@type": "xsd:gYear"},
    "latestYear": {"@id": "periodo:latestYear", "@type": "xsd:gYear"},
}


def write(material: Material, choices: Choices) -> Exported:
    """The named spans as the periods of one authority; raises `Inexpressible` where there is none."""
    if not material.results:
        raise Inexpressible(Diagnostic("empty-selection", "there is no span to write"))
    years = Years(material.asked.scale)
    losses: list[Diagnostic] = []
    periods = {}
    for result in material.results:
        place = material.entries[result.id].place
        if not (is_hull_alone(result.start.window) and is_hull_alone(result.end.window)):
            losses.append(not_held(f"the gaps of the window of {result.id}", place, bears=True))
        periods[result.id] = dict(_period(result, years))
    if not years.exact:
        losses.append(not_held(f"{material.asked.unit}s: they are rounded outward to years", bears=True))
    if years.calendar != "gregorian":
        losses.append(read_as(f"the years are those of the {years.calendar.capitalize()} calendar", NOWHERE))
    authority = {
        "id": "_:authority",
        "type": "Authority",
        "source": {"title": material.asked.chronology or "A chronology"},
        "editorialNote": "; ".join(asked_in_words(material)),
        "periods": periods,
    }
    told = {"@context": CONTEXT, "authorities": {"authority": authority}}
    content = json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"
    read([Foreign("written", content)], AskedOf())
    return Exported(content, tuple(losses))


def _period(result: SpanResult, years: Years) -> Iterator[tuple[str, Any]]:
    yield "id", next((uri for uri in result.refs if uri.startswith(ARK)), f"_:{result.id}")
    yield "type", "Period"
    yield "label", result.name
    yield "start", _side(result.start.window, years)
    yield "stop", _side(result.end.window, years)


def _side(window: Window, years: Years) -> dict[str, Any]:
    least, most = hull(window)
    first = None if least is None else _written(years.earliest(least))
    last = None if most is None else _written(years.latest(most))
    if first is not None and first == last:
        return {"label": first, "in": {"year": first}}
    told = {"earliestYear": first, "latestYear": last}
    found = {key: year for key, year in told.items() if year is not None}
    label = f"{first or '…'} – {last or '…'}" if found else "not known"
    return {"label": label} | ({"in": found} if found else {})


def _written(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04}"
