"""GEDCOM: people with their births, deaths and what else shows them alive, and marriages.

Read line by line, so that one date that cannot be read costs no more than itself. What a family implies (that parents
were born before their children) is no part of it: rules say that. GEDCOM 5.5.1, 5.5.5 and FamilySearch GEDCOM 7.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from chrono.core.diagnostics import Diagnostic
from chrono.exchange.datable import Dating
from chrono.exchange.gedcom_dates import Unread, dating
from chrono.exchange.imported import (
    AskedOf,
    Foreign,
    Ids,
    Imported,
    Mistakes,
    Sections,
    Unreadable,
    lost,
    read_as,
    source,
)

KEY = "gedcom"
_LINE = re.compile(r"\s*([0-9]{1,2})\s+(?:(@[^@\s]+@)\s+)?([A-Za-z0-9_]+)(?: (.*))?", re.DOTALL)
CERTAINTY = {"3": "certain", "2": "strong", "1": "moderate", "0": "weak"}
"""By QUAY, the quality of a source."""
_AFTER_DEATH = ("BURI", "CREM", "PROB")
_BEFORE = ("CHR", "BAPM")
_LIVING = (
    *("ADOP", "BARM", "BASM", "BLES", "CHRA", "CONF", "FCOM", "ORDN", "NATU", "EMIG", "IMMI", "CENS", "GRAD", "RETI"),
    *("WILL", "RESI", "OCCU", "EDUC", "TITL"),
)
MOST_OF_A_LINE = 100_000
"""GEDCOM 5.5 has lines of 255 letters, 7 of any length."""
MOST_LEVELS = 30


@dataclass(slots=True)
class _Record:
    level: int
    xref: str
    tag: str
    value: str
    line: int
    below: list[_Record] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator[_Record]:
        return (record for record in self.below if record.tag in tags)

    def one(self, *path: str) -> _Record | None:
        record: _Record | None = self
        for tag in path:
            record = next(record.all(tag), None) if record else None
        return record

    def said(self, *path: str) -> str:
        record = self.one(*path)
        return record.value.strip() if record else ""


def sniffs(file: Foreign) -> bool:
    """Whether a file begins with the head of GEDCOM."""
    return file.content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"0 HEAD")


def read(files: Sequence[Foreign], asked: AskedOf) -> Imported:
    """The people of a file; raises `Unreadable` with every mistake in it."""
    if len(files) != 1:
        raise Unreadable([Diagnostic("import", "one file of GEDCOM is read at a time", files[1].place())])
    return _Reading(files[0], asked).imported()


class _Reading:
    def __init__(self, file: Foreign, asked: AskedOf) -> None:
        self.file, self.certainty = file, asked.certainty or "moderate"
        self.ids = Ids("person")
        self.taken: dict[str, int] = {}
        self.people: dict[str, dict[str, Any]] = {}
        self.events: dict[str, dict[str, Any]] = {}
        self.evidence: dict[str, dict[str, Any]] = {}
        self.by_xref: dict[str, str] = {}
        self.losses: list[Diagnostic] = []
        self.bounds = 0
        self.ignored: dict[str, int] = {}
        self.records = self.read()
        head = next((record for record in self.records if record.tag == "HEAD"), None)
        self.version = head.said("GEDC", "VERS") if head else ""
        self.title = (head.said("FILE") if head else "") or file.name

    def read(self) -> list[_Record]:
        """The records of the file, each with what stands below it."""
        wrong = Mistakes()
        found: list[_Record] = []
        stack: list[_Record] = []
        for number, line in enumerate(self.file.text().split("\n"), 1):
            if not line.strip():
                continue
            if len(line) > MOST_OF_A_LINE:
                message = f"the line has more than {MOST_OF_A_LINE:,} letters"
                wrong.append(Diagnostic("import", message, self.file.place(number)))
                continue
            match = _LINE.fullmatch(line)
            if match is None:
                wrong.append(
                    Diagnostic("import", f"'{line.strip()[:60]}' is no line of GEDCOM", self.file.place(number))
                )
                continue
            level, value = int(match[1]), match[4] or ""
            record = _Record(level, match[2] or "", match[3].upper(), value, number)
            del stack[level:]
            if level != len(stack) or level > MOST_LEVELS:
                message = f"the level {level} comes after {len(stack) - 1}" if stack else "the first level is no 0"
                wrong.append(Diagnostic("import", message, self.file.place(number)))
                del stack[:]
                continue
            if record.tag in ("CONT", "CONC") and stack:
                stack[-1].value += ("\n" if record.tag == "CONT" else "") + value
                continue
            (stack[-1].below if stack else found).append(record)
            stack.append(record)
        if wrong:
            raise Unreadable(wrong)
        return found

    def imported(self) -> Imported:
        """The people, or `Unreadable`."""
        for record in self.records:
            if record.tag == "INDI":
                self.person(record)
        for record in self.records:
            if record.tag == "FAM":
                self.family(record)
        if not self.people:
            raise Unreadable([Diagnostic("import", "there is no person in it", self.file.place())])
        self.tell()
        sections: Sections = {
            "chronology": {"title": self.title},
            "sources": {KEY: source(self.file, self.title, "GEDCOM", self.version)},
            "people": self.people,
        }
        sections |= {"events": self.events} if self.events else {}
        return Imported(sections | ({"evidence": self.evidence} if self.evidence else {}), tuple(self.losses))

    def new_id(self, *words: str) -> str:
        base = next((word for word in words if word), "person")
        count = self.taken[base] = self.taken.get(base, 0) + 1
        return self.ids.of(base if count == 1 else f"{base} ({count})")

    def person(self, record: _Record) -> None:
        name = " ".join(record.said("NAME").replace("/", " ").split())
        id = self.new_id(name, record.xref.strip("@"))
        if record.xref:
            self.by_xref[record.xref] = id
        entry: dict[str, Any] = {"name": name or record.xref.strip("@") or id}
        levels: list[str] = []
        notes: list[str] = []
        for tag, key, edge in (("BIRT", "born", "start"), ("DEAT", "died", "end")):
            for number, event in enumerate(record.all(tag)):
                said, level, note = self.said(event)
                notes += [f"{tag}: {note}"] if note else []
                if not said:
                    continue
                if number or (levels and level != levels[0]):
                    # Another opinion of the same, or one of another certainty, is evidence of its own.
                    word = f'{edge}({id}) = "{said.moment()}"' if not number else ""
                    self.state(f"{id}-{key}", word, event, level)
                    if number:
                        notes.append(f"{tag} otherwise: {event.said('DATE')}")
                    continue
                levels.append(level)
                entry[key] = said.moment()
        entry |= {"certainty": levels[0]} if levels else {}
        entry["source"] = self.at(record)
        entry |= {"note": ". ".join(notes)} if notes else {}
        self.people[id] = entry
        for event in record.below:
            self.alive(id, event)

    def alive(self, id: str, event: _Record) -> None:
        """What an event in a life says of its beginning and its end."""
        if event.tag not in (*_BEFORE, *_AFTER_DEATH, *_LIVING):
            if event.one("DATE") and event.tag not in ("BIRT", "DEAT", "CHAN", "CREA"):
                self.ignored[event.tag] = self.ignored.get(event.tag, 0) + 1
            return
        said, level, _ = self.said(event)
        if not said:
            return
        holds = said.active(id)
        if event.tag in _AFTER_DEATH:
            holds = [f'end({id}) <= "{last}"' for last in (said.latest(),) if last]
        for number, line in enumerate(holds):
            self.state(f"{id}-{event.tag.lower()}" + (f"-{number + 1}" if number else ""), line, event, level)

    def family(self, record: _Record) -> None:
        """A marriage, within the lives of both."""
        partners = [
            self.by_xref[r.value.strip()] for r in record.all("HUSB", "WIFE") if r.value.strip() in self.by_xref
        ]
        for event in record.all("MARR"):
            said, level, note = self.said(event)
            if not said:
                continue
            names = " and ".join(self.people[partner]["name"] for partner in partners) or record.xref.strip("@")
            id = self.new_id(f"marriage of {names}")
            told: dict[str, Any] = {"certainty": level, "source": self.at(event)} | ({"note": note} if note else {})
            self.events[id] = {"name": f"marriage of {names}"} | said.fields() | told
            for partner in partners:
                self.state(f"{id}-{partner}", f"{id} within {partner}", event, level)

    def said(self, event: _Record) -> tuple[Dating | None, str, str]:
        """The date of an event, its certainty, and what stands in the note."""
        qualities = [q.value.strip() for s in event.all("SOUR") for q in s.all("QUAY")]
        levels = [CERTAINTY[quality] for quality in qualities if quality in CERTAINTY]
        level = min(levels, key=["certain", "strong", "moderate", "weak"].index) if levels else self.certainty
        date = event.one("DATE")
        place = event.said("PLAC")
        if date is None:
            return None, level, place
        phrase = date.said("PHRASE") or (re.findall(r"\(([^)]*)\)", date.value) or [""])[0]
        note = ", ".join(word for word in (place, f"“{phrase}”" if phrase else "") if word)
        inclusive = self.version.startswith("7")
        self.bounds += date.value.strip().upper().startswith(("BEF", "AFT"))
        try:
            return dating(date.value, inclusive=inclusive), level, note
        except Unread as why:
            message = f"DATE {date.value.strip()[:60]}: {why}"
            self.losses.append(
                lost(message, self.file.place(date.line), bears=True, help="its words stand in the note")
            )
            return None, level, ", ".join(word for word in (place, f"“{date.value.strip()}”") if word)

    def state(self, id: str, holds: str, record: _Record, level: str) -> None:
        if holds:
            told = {"holds": holds, "certainty": level, "source": self.at(record)}
            self.evidence[self.new_id(id)] = told | {"note": f"{record.tag} {record.said('DATE')}".strip()}

    def at(self, record: _Record) -> str:
        return f"{KEY}, line {record.line}"

    def tell(self) -> None:
        """What was read in one of several ways, and what was not carried."""
        if not self.file.is_utf8:
            message = "the file is not UTF-8 and is read as Latin-1; letters of ANSEL come out wrong"
            self.losses.append(read_as(message, self.file.place()))
        if self.bounds:
            whether = "with" if self.version.startswith("7") else "without"
            message = f"BEF and AFT are read {whether} the date itself, as version {self.version or '5.5.1'} has them"
            self.losses.append(read_as(message, self.file.place()))
        for tag, count in sorted(self.ignored.items()):
            dates = f"{count} date{'s' if count > 1 else ''}"
            self.losses.append(lost(f"{dates} of {tag}", self.file.place(), bears=True))
