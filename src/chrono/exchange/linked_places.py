"""Linked Places Format (GeoJSON-LD): when places, or the traces of anything else, were; read and written.

A timespan has a `start` and an `end`, each `in` a date or between `earliest` and `latest`: what a window is here. Years
are those of ISO 8601, astronomical. An absent `end` says nothing, though readers may take it for "until now".
https://github.com/LinkedPasts/linked-places-format, version 1.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from chrono.answers.material import Material
from chrono.core.diagnostics import Diagnostic
from chrono.core.points import EDGES
from chrono.dates import Scale
from chrono.engine.intervals import Window
from chrono.exchange.edtf import day_or_step
from chrono.exchange.exported import Choices, Exported, Inexpressible, asked_in_words
from chrono.exchange.exported import lost as not_held
from chrono.exchange.imported import AskedOf, Foreign, Ids, Imported, Mistakes, Names, Unreadable, lost, read_as, source
from chrono.exchange.iso8601 import as_edtf
from chrono.exchange.json_text import is_uri, items, loaded, mapping, words

KEY = "places"
CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.3.jsonld"
CERTAINTY = {"certain": "certain", "less-certain": "moderate", "uncertain": "weak"}
_DURATION = re.compile(r"P(?:([0-9]{1,6})Y)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})D)?", re.ASCII)


def sniffs(file: Foreign) -> bool:
    """Whether a file is GeoJSON with times."""
    head = file.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return (
        head == b"{"
        and b'"timespans"' in file.content
        and (b'"features"' in file.content or b'"Feature"' in file.content)
    )


def read(files: Sequence[Foreign], asked: AskedOf) -> Imported:
    """The features of a file as periods; raises `Unreadable` with every mistake in it."""
    if len(files) != 1:
        raise Unreadable([Diagnostic("import", "one file of Linked Places is read at a time", files[1].place())])
    return _Reading(files[0], asked).imported()


class _Reading:
    def __init__(self, file: Foreign, asked: AskedOf) -> None:
        self.file, self.certainty = file, asked.certainty or "moderate"
        self.ids, self.names = Ids("place"), Names()
        self.periods: dict[str, dict[str, Any]] = {}
        self.evidence: dict[str, dict[str, Any]] = {}
        self.wrong = Mistakes()
        self.losses: list[Diagnostic] = []
        self.open = self.several = self.named = 0

    def imported(self) -> Imported:
        """The features, or `Unreadable`."""
        found = mapping(loaded(self.file))
        features = items(found.get("features")) if "features" in found else [found]
        for number, feature in enumerate(features):
            self.feature(mapping(feature), f"/features/{number}")
        if not self.periods and not self.wrong:
            self.wrong.append(Diagnostic("import", "there is no feature in it", self.file.place()))
        if self.wrong:
            raise Unreadable(self.wrong)
        place, say = self.file.place(), self.losses.append
        if self.open:
            message = f"{self.open} timespan{'s' if self.open > 1 else ''} without an end: open, and not until now"
            say(read_as(message, place))
        if self.several:
            say(read_as(f"{self.several} with several timespans: a period each", place))
        if self.named:
            message = f"{self.named} period{'s' if self.named > 1 else ''} that a place is of, by name"
            say(lost(message, place, bears=True, help="their names stand in the notes; import them from PeriodO"))
        say(lost("names, types, geometry and relations, and when they were", place, bears=False))
        title = words(found.get("title")) or self.file.name
        dated = [side for entry in self.periods.values() for side in (entry.get("start", ""), entry.get("end", ""))]
        in_days = any(re.search(r"[0-9]{4}-[0-9]{2}", side) for side in dated)
        head = {"title": title} | ({} if in_days else {"unit": "year"})
        sections: dict[str, Any] = {"chronology": head, "sources": {KEY: source(self.file, title, "Linked Places")}}
        sections |= {"periods": self.periods} | ({"evidence": self.evidence} if self.evidence else {})
        return Imported(sections, tuple(self.losses))

    def feature(self, feature: dict[str, Any], at: str) -> None:
        uri = words(feature.get("@id") or feature.get("id"))
        title = words(mapping(feature.get("properties")).get("title")) or uri
        if not title:
            self.wrong.append(
                Diagnostic("import", f"{at}: a feature has neither a title nor an @id", self.file.place())
            )
            return
        when = mapping(feature.get("when"))
        spans = [mapping(span) for span in items(when.get("timespans"))] or [{}]
        self.several += len(spans) > 1
        named = [words(mapping(period).get("name")) for period in items(when.get("periods"))]
        self.named += len(named)
        links = [mapping(link) for link in items(feature.get("links"))]
        refs = [words(link.get("identifier")) for link in links if link.get("type") == "exactMatch"]
        refs = [one for one in dict.fromkeys((uri, *refs)) if is_uri(one)]
        for number, span in enumerate(spans):
            name = self.names.of(title)
            entry: dict[str, Any] = {"name": title}
            for edge in EDGES:
                said = self.side(mapping(span.get(edge)), f"{at}/when/timespans/{number}/{edge}")
                entry |= {edge: said} if said else {}
                self.open += edge == "end" and bool(span) and not said
            entry["certainty"] = CERTAINTY.get(words(when.get("certainty")), self.certainty)
            entry["source"] = f"{KEY}, {at}"
            notes = [words(when.get("label")), *named]
            entry |= {"note": ". ".join(note for note in notes if note)} if any(notes) else {}
            id = self.ids.of(name)
            self.periods[id] = entry | ({"refs": refs} if refs else {})
            if lasted := self.lasted(words(when.get("duration")), at):
                # Apart from the entry: it may contradict the timespan, which is then shown.
                told = {"certainty": entry["certainty"], "source": f"{KEY}, {at}"}
                self.evidence[f"duration-{id}"] = {"holds": f"duration({id}) = {lasted}"} | told

    def side(self, side: dict[str, Any], at: str) -> str:
        """A start or an end, as EDTF; "" where it is open."""
        exact, first, last = (self.date(side.get(key), f"{at}/{key}") for key in ("in", "earliest", "latest"))
        if exact:
            return exact
        return f"[{first}..{last}]" if first or last else ""

    def date(self, value: Any, at: str) -> str:
        text = words(value)
        if not text:
            return ""
        try:
            return as_edtf(text)
        except ValueError as error:
            self.wrong.append(Diagnostic("import", f"{at}: {error}", self.file.place()))
            return ""

    def lasted(self, text: str, at: str) -> str:
        if not text:
            return ""
        match = _DURATION.fullmatch(text)
        if match is None or text == "P":
            self.wrong.append(
                Diagnostic("import", f"{at}/when/duration: {text[:30]!r} is no duration", self.file.place())
            )
            return ""
        parts = [
            f"{count} {unit}" for count, unit in zip(match.groups(), ("years", "months", "days"), strict=True) if count
        ]
        return " ".join(parts)


# -- out


def write(material: Material, choices: Choices) -> Exported:
    """The named spans as features; raises `Inexpressible` where there is none."""
    if not material.results:
        raise Inexpressible(Diagnostic("empty-selection", "there is no span to write"))
    scale, losses = material.asked.scale, list[Diagnostic]()
    features = []
    for result in material.results:
        span = {edge: dict(_side(getattr(result, edge).window, scale)) for edge in EDGES}
        if not all(side.window.proven and len(side.window.intervals) <= 1 for side in (result.start, result.end)):
            place = material.entries[result.id].place
            losses.append(not_held(f"the gaps of the window of {result.id}", place, bears=True))
        features.append(
            {
                "@id": result.refs[0] if result.refs else f"#{result.id}",
                "type": "Feature",
                "properties": {"title": result.name, "id": result.id},
                "when": {"timespans": [{edge: side for edge, side in span.items() if side}]},
                "geometry": None,
            }
        )
    told = {
        "type": "FeatureCollection",
        "@context": CONTEXT,
        "description": "; ".join(asked_in_words(material)),
        "features": features,
    }
    content = json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"
    read([Foreign("written", content)], AskedOf())
    return Exported(content, tuple(losses))


def _side(window: Window, scale: Scale) -> Iterator[tuple[str, str]]:
    interval = window.hull if window.proven else (window.outer or (None, None))
    first, last = (
        None if step is None else day_or_step(step, scale, edge) for step, edge in zip(interval, EDGES, strict=True)
    )
    if first is not None and first == last:
        yield "in", first
        return
    for key, date in (("earliest", first), ("latest", last)):
        if date is not None:
            yield key, date
