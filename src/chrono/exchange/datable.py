"""Dates in the attributes of TEI (att.datable): `when`, `notBefore`, `notAfter`, `from`, `to`, and their other kinds.

Takes an element, gives its dates in EDTF with the certainty and what else is said of them. Attributes of the W3C's
kind have historical years, `-0044` for 44 BCE, as XML Schema 1.0 counts; those in `-iso` are astronomical; those in
`-custom` are in the calendar that `@datingMethod` or `@calendar` names, their years historical. TEI P5, chapter 13.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from chrono import dates
from chrono.core.diagnostics import Diagnostic
from chrono.exchange.imported import Foreign, Mistakes, Unreadable, slug
from chrono.exchange.xml import Node

KINDS = ("when", "notBefore", "notAfter", "from", "to")
CERTAINTY = {"high": "strong", "medium": "moderate", "low": "weak", "unknown": "weak"}
"""What `@cert` is in chrono: nothing that a catalogue says of a date is beyond doubt."""
_CALENDARS = {
    "proleptic-gregorian": "gregorian",
    "old-style": "julian",
    "new-style": "gregorian",
    "jewish": "hebrew",
    "hijri": "islamic",
    "hijri-qamari": "islamic",
    "muslim": "islamic",
    "mohammedan": "islamic",
    "french-revolutionary": "french-republican",
    "revolutionary": "french-republican",
    "era-of-martyrs": "coptic",
    "amete-alem": "",
}
_WRITTEN = re.compile(r"(-?)([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_TIME = re.compile(r"T[0-9:.]*|(?<=[0-9])(?:Z|[+-][0-9]{2}:[0-9]{2})$", re.ASCII)
REFORM = 2299161
"""15 October 1582, the first day of the Gregorian calendar (JDN)."""


@dataclass(slots=True)
class Found:
    """What is found while a file is read, to be told once at its end."""

    wrong: Mistakes = field(default_factory=Mistakes)
    years: str = ""
    """How years before the era are counted in attributes of a project's own, `-custom`: historical by default."""
    early_days: int = 0
    """Days before 1582 in the Gregorian calendar, which some editors write in the Julian one."""
    unknown: dict[str, int] = field(default_factory=dict)
    """Calendars that are not known here, with how many dates are in them."""


@dataclass(frozen=True, slots=True)
class Dating:
    """What the attributes of one element say; each date is EDTF in `calendar`, "" where it is absent."""

    calendar: str = "gregorian"
    when: str = ""
    not_before: str = ""
    not_after: str = ""
    lasted_from: str = ""
    lasted_to: str = ""

    def __bool__(self) -> bool:
        return any((self.when, self.not_before, self.not_after, self.lasted_from, self.lasted_to))

    def fields(self) -> dict[str, str]:
        """The fields of a span: it lies within what is given; `from` and `to` are its own ends."""
        if self.when:
            return {"date": self._in(self.when)}
        start = self._in(self.lasted_from) if self.lasted_from else self._at_least(self.not_before)
        end = self._in(self.lasted_to) if self.lasted_to else self._at_most(self.not_after)
        return ({"start": start} if start else {}) | ({"end": end} if end else {})

    def more(self, id: str) -> list[str]:
        """What `fields` leaves unsaid of a span, as constraints."""
        said = []
        if self.not_before and (self.when or self.lasted_from):
            said.append(f'start({id}) >= "{self._in(self.not_before)}"')
        if self.not_after and (self.when or self.lasted_to):
            said.append(f'end({id}) <= "{self._in(self.not_after)}"')
        if self.when and self.lasted_from:
            said.append(f'start({id}) >= "{self._in(self.lasted_from)}"')
        if self.when and self.lasted_to:
            said.append(f'end({id}) <= "{self._in(self.lasted_to)}"')
        return said

    def moment(self) -> str:
        """The date of what has one alone, as a birth: it lies within what is given."""
        if self.when:
            return self._in(self.when)
        first, last = self.lasted_from or self.not_before, self.lasted_to or self.not_after
        return self._in(f"[{first}..{last}]")

    def active(self, id: str) -> list[str]:
        """What follows for the life of somebody who was active in that time, as constraints."""
        first = self.when or self.lasted_from or self.not_before
        last = self.when or self.lasted_to or self.not_after
        if self.lasted_from or self.lasted_to:  # the whole of it lies within the life
            first, last = self.lasted_to or self.lasted_from, self.lasted_from or self.lasted_to
        said = [f'end({id}) >= "{self._in(first)}"'] if first else []
        return said + ([f'start({id}) <= "{self._in(last)}"'] if last else [])

    def latest(self) -> str:
        """The last date that is given, "" where that is open."""
        last = self.when or self.lasted_to or self.not_after
        return self._in(last) if last else ""

    def _at_least(self, date: str) -> str:
        return self._in(f"[{date}..]") if date else ""

    def _at_most(self, date: str) -> str:
        return self._in(f"[..{date}]") if date else ""

    def _in(self, date: str) -> str:
        return date if self.calendar == "gregorian" else f"{self.calendar}:{date}"


@lru_cache(maxsize=4096)
def _read(text: str) -> dates.Date:
    """A date; catalogues have the same ones again and again."""
    return dates.read(text)


def dating(node: Node, file: Foreign, calendar: str, found: Found) -> Dating:
    """What an element says of dates; mistakes go to `found`. `calendar` is what whoever imports says dates are in."""
    for suffix, reads in (("", _historical), ("-iso", _astronomical), ("-custom", _historical)):
        given = {kind: node.get(kind + suffix) for kind in KINDS if node.get(kind + suffix)}
        if not given:
            continue
        own = calendar or "gregorian"
        if suffix == "-custom":
            named = _calendar(node)
            own = named or calendar
            if not own:
                told = node.get("datingMethod") or node.get("calendar") or "none"
                found.unknown[told] = found.unknown.get(told, 0) + 1
                continue
            reads = _astronomical if found.years == "astronomical" else _historical
        values = {kind: reads(kind + suffix, text, own, node, file, found) for kind, text in given.items()}
        if not all(values.values()):
            return Dating()
        made = Dating(
            own,
            when=values.get("when", ""),
            not_before=values.get("notBefore", ""),
            not_after=values.get("notAfter", ""),
            lasted_from=values.get("from", ""),
            lasted_to=values.get("to", ""),
        )
        _check(made, node, file, found)
        return made
    return Dating()


def _calendar(node: Node) -> str:
    """The calendar that an element names, "" where it is none that is known."""
    for attribute in ("datingMethod", "calendar"):
        name = slug(node.get(attribute).rpartition("#")[2]).removesuffix("-calendar")
        name = _CALENDARS.get(name, name)
        if dates.is_calendar(name):
            return dates.calendar_named(name).name
    return ""


def _historical(attribute: str, text: str, calendar: str, node: Node, file: Foreign, found: Found) -> str:
    """A date whose years are counted without a year 0, as EDTF."""
    match = _WRITTEN.fullmatch(_TIME.sub("", text))
    if match is None:
        help = "it is written YYYY, YYYY-MM or YYYY-MM-DD, with a - before the year for BCE"
        found.wrong.append(Diagnostic("import", f'{attribute}="{text}" is no date', node.place(file), help))
        return ""
    year = int(match[2])
    if not year:
        help = "1 BCE is -0001 here; what counts through 0 is written in the attributes that end in -iso"
        found.wrong.append(Diagnostic("import", f'{attribute}="{text}": there is no year 0', node.place(file), help))
        return ""
    counted = f"-{year - 1:04}" if match[1] and year > 1 else "0000" if match[1] else f"{year:04}"
    rest = "".join(f"-{part}" for part in (match[3], match[4]) if part)
    return _checked(counted + rest, attribute, text, calendar, node, file, found)


def _astronomical(attribute: str, text: str, calendar: str, node: Node, file: Foreign, found: Found) -> str:
    """A date of ISO 8601, as EDTF."""
    return _checked(_TIME.sub("", text), attribute, text, calendar, node, file, found)


def _checked(date: str, attribute: str, text: str, calendar: str, node: Node, file: Foreign, found: Found) -> str:
    try:
        read = _read(date if calendar == "gregorian" else f"{calendar}:{date}")
    except dates.DateError as error:
        message = f'{attribute}="{text}" is no date: {error.message}'
        found.wrong.append(Diagnostic("import", message, node.place(file), error.help))
        return ""
    if calendar == "gregorian" and read.precision == "day" and read.first is not None and read.first < REFORM:
        found.early_days += 1
    return date


def _check(made: Dating, node: Node, file: Foreign, found: Found) -> None:
    """Reports a range that ends before it begins, and dates that cannot stand at the end of one."""
    for first, last, words in (
        (made.not_before, made.not_after, "notBefore lies after notAfter"),
        (made.lasted_from, made.lasted_to, "from lies after to"),
    ):
        if first and last:
            least, most = (_read(made._in(date)) for date in (first, last))
            if least.first is not None and most.last is not None and least.first > most.last:
                help = "exchange them if they are the wrong way round"
                found.wrong.append(Diagnostic("import", f"{words}: {first}, {last}", node.place(file), help))
                return
    for text in (*made.fields().values(), made.moment()):
        try:
            _read(text)
        except dates.DateError as error:
            found.wrong.append(Diagnostic("import", f"'{text}': {error.message}", node.place(file), error.help))
            return


def calendar_asked(name: str) -> str:
    """The calendar that whoever imports names; raises `Unreadable` where there is none."""
    try:
        return dates.calendar_named(name).name if name else ""
    except dates.DateError as error:
        raise Unreadable([Diagnostic("import", error.message, help=error.help)]) from None
