"""TEI: manuscripts and other objects with their dates of origin, letters, people and events, and the dates of texts.

Read are `origDate` in `msDesc`, `msPart`, `msFrag` and `object`; `creation/date`, `docDate` and `imprint/date`;
`correspDesc` (as CMIF has it); `listPerson/person` and `listEvent/event`. Each statement names the line it stands on.
TEI P5, https://tei-c.org/guidelines/p5/; the Correspondence Metadata Interchange Format of the TEI Correspondence SIG.
Its kinds of element stand together because they share ids, people and levels of one file, and stand in each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from chrono.core.diagnostics import Diagnostic
from chrono.core.points import EDGES
from chrono.exchange.datable import CERTAINTY, Dating, Found, calendar_asked, dating
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
    slug,
    source,
)
from chrono.exchange.xml import XML_ID, Node, parsed

NAMESPACE = "http://www.tei-c.org/ns/1.0"
KEY = "tei"
"""The key of the file under `sources`; of further files with their number."""
OBJECTS = ("msPart", "msFrag", "object", "msDesc")
_SAID = ("evidence", "precision", "resp", "source", "calendar", "datingMethod")
"""Attributes of a date that go to the note as they are, beside its words."""


@dataclass(frozen=True, slots=True)
class Located:
    """A span and the element that says when it was: what is known of it is written there."""

    id: str
    element: Node
    edge: str = ""
    """The side of the span that the element is about; "" for all of it."""


def sniffs(file: Foreign) -> bool:
    """Whether a file is XML in the namespace of TEI."""
    start = file.content[:100_000]
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and NAMESPACE.encode() in start


def read(files: Sequence[Foreign], asked: AskedOf) -> Imported:
    """All files as one chronology; raises `Unreadable` with every mistake in them."""
    reading = Reading(asked)
    for number, file in enumerate(files):
        reading.file(file, KEY if len(files) == 1 else f"{KEY}-{number + 1}")
    return reading.imported()


def located(file: Foreign, asked: AskedOf) -> tuple[Located, ...]:
    """Where in a file each span is dated, with the ids that an import of it gives."""
    reading = Reading(asked)
    reading.file(file, KEY)
    reading.imported()
    return tuple(reading.located)


def locator(node: Node) -> str:
    """Where an element stands, as it is cited."""
    return f"line {node.line}, column {node.column}"


class Reading:
    """Files of TEI being read into one chronology."""

    def __init__(self, asked: AskedOf) -> None:
        self.certainty = asked.certainty or "moderate"
        self.calendar, self.years = calendar_asked(asked.calendar), asked.years
        self.sections: dict[str, dict[str, dict[str, Any]]] = {"people": {}, "events": {}, "documents": {}}
        self.evidence: dict[str, dict[str, Any]] = {}
        self.sources: dict[str, dict[str, str]] = {}
        self.ids = Ids("doc")
        self.people: dict[str, str] = {}
        """The id of a person by what is pointed to, or by the name."""
        self.located: list[Located] = []
        self.wrong = Mistakes()
        self.losses: list[Diagnostic] = []
        self.given = Names()

    def file(self, file: Foreign, key: str) -> None:
        """Reads one file."""
        root = parsed(file, NAMESPACE)
        if root.name not in ("TEI", "teiCorpus", "standOff"):
            self.wrong.append(Diagnostic("import", f"the root is '{root.name}' and no TEI", root.place(file)))
            return
        texts: dict[Node, list[Node]] = {root: []}
        for node in root.walk():
            if node.name in ("TEI", "teiCorpus"):
                texts[node] = []
            (texts[_text_of(node)] if len(texts) > 1 else texts[root]).append(node)
        title = _title(root) or file.name
        self.sources[key] = source(file, title, "TEI")
        one = _File(self, file, key)
        for nodes in texts.values():
            one.people(nodes)
        for text, nodes in texts.items():
            one.text(text, nodes)
        one.tell()
        self.wrong += one.found.wrong

    def imported(self) -> Imported:
        """The chronology, or `Unreadable`."""
        if self.wrong:
            raise Unreadable(self.wrong)
        found = {section: entries for section, entries in self.sections.items() if entries}
        if not found:
            message = "there is no origDate, correspDesc, person, event or date of a text in it"
            raise Unreadable([Diagnostic("import", message)])
        title = next(iter(self.sources.values()))["title"]
        if len(self.sources) > 1:
            title += f" and {len(self.sources) - 1} more"
        sections: Sections = {"chronology": {"title": title}, "sources": self.sources} | found
        return Imported(sections | ({"evidence": self.evidence} if self.evidence else {}), tuple(self.losses))

    def new_id(self, *words: str) -> str:
        """An id of its own for something that is called by the first of these words that says anything."""
        base = next((word for word in words if slug(word)), "span")
        return self.ids.of(self.given.of(base))


class _File:
    """One file of several."""

    def __init__(self, reading: Reading, file: Foreign, key: str) -> None:
        self.reading, self.of, self.key = reading, file, key
        self.found = Found(years=reading.years)
        self.wordy: list[Node] = []
        """Dates that only say in words when something was."""
        self.numbers: dict[Node, str] = {}
        """What objects are numbered that others are parts of: one may have a hundred thousand."""
        self.several = self.weak = 0

    # -- documents

    def text(self, root: Node, own: Sequence[Node]) -> None:
        """Objects, letters, events and the text of one TEI, of which these are the elements."""
        called = root.get(XML_ID) or _filename(root) or PurePath(self.of.name).stem
        title = _title(root)
        objects = [node for node in own if node.name in OBJECTS]
        for node in objects:
            self.object(node, called, title, alone=len(objects) == 1)
        for node in own:
            match node.name:
                case "creation":
                    self.dated([*node.below("date", "origDate")], called, "text" if objects else "", title)
                case "docDate":
                    self.printed(node, called, title)
                case "imprint" if node.within("sourceDesc") and not node.within("listBibl"):
                    if (date := node.child("date")) is not None:
                        self.printed(date, called, title)
                case "correspDesc":
                    self.letter(node, called)
                case "event" if node.within("listEvent"):
                    self.event(node)

    def object(self, node: Node, called: str, title: str, *, alone: bool) -> None:
        origins = [date for date in node.below("origDate") if date.within(*OBJECTS) is node]
        if not origins and any(True for _ in node.below(*OBJECTS)):
            return  # its parts are dated by themselves
        identifier = node.child("msIdentifier") or node.child("objectIdentifier") or node.child("altIdentifier")
        number, own = (identifier.child(word) if identifier else None for word in ("idno", "msName"))
        mark = number.text() if number else ""
        name = own.text() if own else title if alone and title else mark or self.part_of(node) or title
        if [date.get("type") for date in origins] == ["begun", "finished"]:
            self.from_to(origins, node.get(XML_ID) or mark or called, name)
            return
        self.dated(origins, node.get(XML_ID) or (called if alone else mark or called), "", name, node)

    def part_of(self, node: Node) -> str:
        """What a part without a name of its own is called by: what it is part of, and its own id."""
        outer = node.within(*OBJECTS)
        while outer is not None:
            if outer not in self.numbers:
                identifier = outer.child("msIdentifier") or outer.child("objectIdentifier")
                number = identifier.child("idno") if identifier else None
                self.numbers[outer] = number.text() if number else ""
            if said := self.numbers[outer]:
                return f"{said}, {node.get(XML_ID)}" if node.get(XML_ID) else f"{said}, a part"
            outer = outer.within(*OBJECTS)
        return ""

    def dated(self, dates: Sequence[Node], called: str, suffix: str, name: str, of: Node | None = None) -> None:
        """A document for each date; one without a date where there is none."""
        if len(dates) > 1:
            self.several += 1
        for node in dates or ([of] if of else []):
            said = self.dating(node) if node is not of else Dating()
            id = self.reading.new_id(f"{called} {suffix}".strip(), name)
            entry: dict[str, Any] = {"name": name or called} | said.fields() | self.told(node)
            self.reading.sections["documents"][id] = entry
            self.reading.located.append(Located(id, node))
            self.further(id, said, node)

    def from_to(self, origins: Sequence[Node], called: str, name: str) -> None:
        """A document of which it is said when it was begun and when finished."""
        id = self.reading.new_id(called, name)
        entry: dict[str, Any] = {"name": name or called}
        for edge, node in zip(EDGES, origins, strict=True):
            said = self.dating(node)
            self.reading.located.append(Located(id, node, edge))
            entry |= ({edge: said.moment()} if said else {}) | self.told(node)
        self.reading.sections["documents"][id] = entry

    def printed(self, node: Node, called: str, title: str) -> None:
        said = self.dating(node)
        if said:
            id = self.reading.new_id(f"{called} print")
            name = f"{title or called}, printed"
            self.reading.sections["events"][id] = {"name": name} | said.fields() | self.told(node)
            self.reading.located.append(Located(id, node))
            self.further(id, said, node)

    def letter(self, node: Node, called: str) -> None:
        """A letter from its description: who sent it, and when it was sent and received."""
        id = self.reading.new_id(node.get(XML_ID), _last(node.get("ref")), node.get("key"), f"{called} letter")
        sent = _action(node, "sent")
        received = _action(node, "received")
        persons = [(who, self.person_named(who)) for who in (sent.children if sent else ()) if _is_person(who)]
        to = [who.text() for who in (received.children if received else ()) if _is_person(who)]
        name = ", ".join(who.text() for who, _ in persons) + (f" to {', '.join(to)}" if to else "")
        entry: dict[str, Any] = {"name": name or id}
        certain = (person for who, person in persons if who.get("cert") != "low" and not who.get("evidence"))
        sure = [*dict.fromkeys(certain)]  # whoever sent it from two places is named twice
        if sure:
            entry["author"] = sure if len(sure) > 1 else sure[0]
        dates = [child for child in sent.children if child.name == "date"] if sent else []
        if len(dates) > 1:
            self.several += 1
        said = self.dating(dates[0]) if dates else Dating()
        told = self.told(dates[0]) if dates else self.told(sent or node, words=False)
        places = [child.text() for child in (sent.children if sent else ()) if child.name == "placeName"]
        note = ". ".join(word for word in (told.pop("note", ""), f"From {', '.join(places)}" if places else "") if word)
        entry |= said.fields() | told | ({"note": note} if note else {})
        if uris := [uri for uri in (node.get("ref"),) if _is_uri(uri)]:
            entry["refs"] = uris
        self.reading.sections["documents"][id] = entry
        self.reading.located.append(Located(id, dates[0] if dates else sent or node))
        self.further(id, said, dates[0] if dates else node)
        for who, person in persons:
            if person not in sure:
                level = "weak" if who.get("cert") == "low" else "moderate"
                self.state(f"{id}-author", {"says": f"{person} wrote {id}"}, who, level)
        if received is not None:
            self.arrived(id, name, received)

    def arrived(self, letter: str, name: str, received: Node) -> None:
        """That a letter came, which is after it was finished."""
        for date in (child for child in received.children if child.name == "date"):
            said = self.dating(date)
            if said:
                id = self.reading.new_id(f"{letter} received")
                self.reading.sections["events"][id] = {"name": f"{name}, received"} | said.fields() | self.told(date)
                self.reading.located.append(Located(id, date))
                self.further(id, said, date)
                self.state(f"{letter}-before-{id}", {"holds": [f"end({letter}) <= end({id})"]}, date, "certain")

    # -- people and events

    def people(self, own: Sequence[Node]) -> None:
        """Those of `listPerson`: they are pointed to by others."""
        for node in own:
            if node.name == "person" and node.within("listPerson", "particDesc") is not None:
                self.person(node)

    def person(self, node: Node) -> None:
        names = [child for child in node.children if child.name in ("persName", "name")]
        name = names[0].text() if names else ""
        id = self.reading.new_id(node.get(XML_ID), name, "person")
        entry: dict[str, Any] = {"name": name or node.get(XML_ID) or id}
        refs = [child.text() for child in node.children if child.name == "idno"]
        refs += [pointed for one in names for pointed in one.get("ref").split()]
        refs = [uri for uri in dict.fromkeys(refs) if _is_uri(uri)]
        for pointer in (f"{self.key}#{node.get(XML_ID)}", *refs, *([name] if name else [])):
            self.reading.people.setdefault(pointer, id)
        levels: list[str] = []
        notes: list[str] = []
        for edge, field, child in (("start", "born", node.child("birth")), ("end", "died", node.child("death"))):
            if child is None:
                continue
            dated = _datable(child)
            said = self.dating(dated)
            self.reading.located.append(Located(id, dated, edge))
            told = self.told(dated)
            notes += [told["note"]] if "note" in told else []
            if not said:
                continue
            if levels and told["certainty"] != levels[0]:
                # An entry has one certainty for all it states: what is otherwise stands as evidence.
                holds = [f'{edge}({id}) = "{said.moment()}"']
                self.state(f"{id}-{field}", {"holds": holds}, dated, told["certainty"])
            else:
                levels.append(told["certainty"])
                entry[field] = said.moment()
        entry |= {"certainty": levels[0]} if levels else {}
        entry["source"] = f"{self.key}, {locator(node)}"
        entry |= {"note": ". ".join(notes)} if notes else {}
        entry |= {"refs": refs} if refs else {}
        self.reading.sections["people"][id] = entry
        for child in node.children:
            if child.name == "floruit" and (said := self.dating(_datable(child))):
                self.state(f"{id}-floruit", {"holds": said.active(id)}, child, self.level(_datable(child)))
        if len(names) > 1:
            several = f"{len(names) - 1} other name{'s' if len(names) > 2 else ''} of {entry['name']}"
            self.reading.losses.append(lost(several, node.place(self.of), bears=False))

    def person_named(self, node: Node) -> str:
        """The id of whoever is named in a letter, declared where they are not yet."""
        pointers = [f"{self.key}{ref}" if ref.startswith("#") else ref for ref in node.get("ref").split()]
        name = node.text()
        for pointer in (*pointers, *([] if any(map(_is_uri, pointers)) else [name])):
            if pointer in self.reading.people:
                return self.reading.people[pointer]
        id = self.reading.new_id(name, "person")
        entry: dict[str, Any] = {"name": name or id, "source": f"{self.key}, {locator(node)}"}
        refs = [uri for uri in pointers if _is_uri(uri)]
        self.reading.sections["people"][id] = entry | ({"refs": refs} if refs else {})
        for pointer in (*pointers, *([name] if name and not refs else [])):
            self.reading.people.setdefault(pointer, id)
        return id

    def event(self, node: Node) -> None:
        said = self.dating(node)
        heading = next((child for name in ("label", "head", "eventName", "desc") if (child := node.child(name))), None)
        name = heading.text() if heading else ""
        id = self.reading.new_id(node.get(XML_ID), name, "event")
        told = self.told(node, words=False)
        where = node.get("where") or (place.text() if (place := node.child("placeName")) else "")
        described = node.child("desc")
        words = [told.pop("note", ""), described.text() if described and described is not heading else "", where]
        note = ". ".join(word for word in words if word)
        entry = {"name": name or id} | said.fields() | told | ({"note": note} if note else {})
        self.reading.sections["events"][id] = entry
        self.reading.located.append(Located(id, node))
        self.further(id, said, node)

    # -- what a date says

    def dating(self, node: Node) -> Dating:
        said = dating(node, self.of, self.reading.calendar, self.found)
        if not said and node.text() and node.name not in ("event", "person"):
            self.wordy.append(node)
        return said

    def level(self, node: Node) -> str:
        level = CERTAINTY.get(node.get("cert"), self.reading.certainty)
        self.weak += level == "weak"
        return level

    def told(self, node: Node, *, words: bool = True) -> dict[str, Any]:
        """What else is said of a date: how certain it is, where it stands, its words and what it rests on."""
        said = [f"“{text}”"] if words and (text := node.text()) else []
        said += [f"{name}: {value}" for name in _SAID if (value := node.get(name))]
        found: dict[str, Any] = {"certainty": self.level(node), "source": f"{self.key}, {locator(node)}"}
        found |= {"note": ". ".join(said)} if said else {}
        tags = [f"evidence-{slug(word)}" for word in node.get("evidence").split() if slug(word)]
        return found | ({"tags": tags} if tags else {})

    def further(self, id: str, said: Dating, node: Node) -> None:
        if more := said.more(id):
            self.state(f"{id}-also", {"holds": more}, node, self.level(node))

    def state(self, id: str, states: dict[str, Any], node: Node, level: str) -> None:
        """A piece of evidence."""
        told = {"certainty": level, "source": f"{self.key}, {locator(node)}"}
        self.reading.evidence[self.reading.new_id(id)] = states | told

    def tell(self) -> None:
        """What was not carried, and what could be read otherwise, once each."""
        say = self.reading.losses.append
        if self.found.early_days:
            count = self.found.early_days
            message = (
                f"{_counted(count, 'day')} before 15 October 1582 read in the Gregorian calendar, as TEI says; years "
                "are not moved by it, but days would be if they were written in the Julian one (--calendar julian)"
            )
            say(read_as(message, self.of.place()))
        for calendar, count in sorted(self.found.unknown.items()):
            dates = _counted(count, "date")
            message = f"{dates} in a calendar that is not known here: {calendar}"
            say(lost(message, self.of.place(), bears=True, help="say which it is: --calendar NAME"))
        if self.wordy:
            message = f"{_counted(len(self.wordy), 'date')} in words alone, without attributes"
            first = self.wordy[0].place(self.of)
            say(lost(message, first, bears=True, help="the words stand in the notes"))
        if self.weak:
            message = f"{_counted(self.weak, 'statement')} of low certainty: weak, and asked for with --at-least weak"
            say(read_as(message, self.of.place()))
        if self.several:
            objects = _counted(self.several, "object")
            say(read_as(f"{objects} with several dates: each is a document of its own", self.of.place()))


# -- what stands where


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _text_of(node: Node) -> Node:
    """The TEI that an element belongs to: the nearest around it, else the root."""
    found = node
    while found.parent is not None:
        found = found.parent
        if found.name in ("TEI", "teiCorpus"):
            break
    return found


def _title(root: Node) -> str:
    node = root.child("teiHeader", "fileDesc", "titleStmt", "title")
    return node.text() if node else ""


def _filename(root: Node) -> str:
    statement = root.child("teiHeader", "fileDesc", "publicationStmt")
    numbers = [child for child in statement.children if child.name == "idno"] if statement else []
    return next((node.text() for node in numbers if node.get("type") == "filename"), "")


def _action(node: Node, kind: str) -> Node | None:
    return next((c for c in node.children if c.name == "correspAction" and c.get("type") == kind), None)


def _is_person(node: Node) -> bool:
    return node.name in ("persName", "orgName", "name", "rs")


def _datable(node: Node) -> Node:
    """The element that has the date of a birth, a death or a time of activity: itself, or a date in it."""
    if any(name.split("-")[0] in ("when", "notBefore", "notAfter", "from", "to") for name in node.attributes):
        return node
    return node.child("date") or node


def _is_uri(text: str) -> bool:
    return text.startswith(("http://", "https://", "urn:")) and not any(sign in text for sign in ' <>"{}|\\^`')


def _last(uri: str) -> str:
    return uri.rstrip("/").rpartition("/")[2].rpartition("#")[2]
