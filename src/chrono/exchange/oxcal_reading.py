"""OxCal's command language read: orders, boundaries, uniform dates and differences, which are bounds.

A distribution is no bound: radiocarbon and normal dates are kept as text, and told. A group encloses what stands in it;
in a `Sequence` each member ends before the next begins.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from chrono.core.diagnostics import Diagnostic
from chrono.dates.describing import write as written
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
from chrono.exchange.oxcal_language import Argument, Command, Joined, commands

KEY = "oxcal"
FIRST_DAY, YEAR = 1721426, 365.2425
_GROUPS = ("Sequence", "Phase", "Plot", "")
_EVENTS = ("Boundary", "Transition", "Date", "Zero_Boundary", "Tau_Boundary", "Sigma_Boundary", "Event")
_MEASURED = (
    *("R_Date", "R_F14C", "R_Combine", "R_Simulate", "C_Date", "C_Combine", "C_Simulate", "Combine", "L_Date"),
    *("D_Sequence", "P_Sequence", "U_Sequence", "V_Sequence"),
)
_SILENT = ("Options", "Page", "Label", "Line", "Comment", "Axis", "Color", "Plot", "MCMC_Sample", "Save", "=")
_ERAS = {"AD": 0, "CE": 0, "BC": 1, "BCE": 1}
_FURTHEST_DAY = 10_000_000


def sniffs(file: Foreign) -> bool:
    """Whether a text has commands of OxCal."""
    head = file.text()[:20_000]
    return any(f"{name}(" in head for name in ("R_Date", "Plot", "R_Combine", "C_Date")) and ")" in head


def read(files: Sequence[Foreign], asked: AskedOf) -> Imported:
    """The model of a file; raises `Unreadable` with its mistakes."""
    if len(files) != 1:
        raise Unreadable([Diagnostic("import", "one file of OxCal is read at a time", files[1].place())])
    return _Reading(files[0], asked).imported()


class _Reading:
    def __init__(self, file: Foreign, asked: AskedOf) -> None:
        self.file, self.certainty = file, asked.certainty or "moderate"
        self.ids = Ids("item")
        self.names = Names()
        self.by_label: dict[str, str] = {}
        self.sections: dict[str, dict[str, dict[str, Any]]] = {"events": {}, "periods": {}}
        self.evidence: dict[str, dict[str, Any]] = {}
        self.differences: list[Command] = []
        self.wrong = Mistakes()
        self.lost: dict[str, list[int]] = {}
        self.measured: list[int] = []
        self.plain: set[str] = set()

    def imported(self) -> Imported:
        """The model, or `Unreadable`."""
        self.group(commands(self.file), None, ordered=False)
        for command in self.differences:
            self.difference(command)
        if not any(self.sections.values()) and not self.wrong:
            self.wrong.append(Diagnostic("import", "there is no date and no group in it", self.file.place()))
        if self.wrong:
            raise Unreadable(self.wrong)
        sections: Sections = {
            "chronology": {"title": self.file.name},
            "sources": {KEY: source(self.file, self.file.name, "OxCal")},
        }
        sections |= {name: entries for name, entries in self.sections.items() if entries}
        return Imported(sections | ({"evidence": self.evidence} if self.evidence else {}), tuple(self.losses()))

    def losses(self) -> list[Diagnostic]:
        """What was not carried, once for each kind."""
        found = []
        if self.measured:
            count = len(self.measured)
            message = f"{count} date{'s' if count > 1 else ''} with a distribution, which is no bound"
            help = "the commands stand in the notes, with the tag c14"
            found.append(lost(message, self.file.place(self.measured[0]), bears=True, help=help))
        for name, lines in sorted(self.lost.items()):
            found.append(lost(f"{name}: {len(lines)}", self.file.place(lines[0]), bears=True))
        found += [read_as(message, self.file.place()) for message in sorted(self.plain)]
        return found

    def group(self, listed: list[Command], within: str | None, *, ordered: bool) -> None:
        """The commands of a group, within its period; in order where that is said."""
        before: list[tuple[str, str]] = []
        apart: tuple[float | None, float | None] | None = None
        after: list[str] = []
        for command in listed:
            if command.name == "Interval":
                apart = self.range_of(command)
                continue
            if command.name == "Before" and ordered:
                for later in self.members(command):
                    for last, _ in before[-1:]:
                        self.state(f"end({last}) <= start({later})", command)
                continue
            if command.name == "After":
                after += self.members(command)
                continue
            id = self.item(command, within)
            if id is None:
                continue
            for earlier in after:
                self.state(f"start({earlier}) <= start({id})", command)
            after = after if not ordered else []
            if ordered and before:
                last = before[-1][0]
                self.state(f"end({last}) <= start({id})", command)
                if apart is not None:
                    self.apart(f"start({id})", f"end({last})", apart, command)
            apart = None
            before.append((id, command.name))

    def members(self, command: Command) -> list[str]:
        """The dates in a `Before` or `After`: they bound others and lie in no group."""
        inside = command.inside or [value for value in command.values if isinstance(value, Command)]
        return [id for one in inside if (id := self.item(one, None)) is not None]

    def item(self, command: Command, within: str | None) -> str | None:
        """The span that a command stands for; None where it stands for none."""
        name = command.name
        if name in _SILENT and name != "Plot":
            return None
        if not name:
            known = self.by_label.get(command.label.removeprefix("="))
            if known is None:
                self.lost.setdefault(f"references ({command.label})", []).append(command.line)
            return known
        if name == "Plot":
            self.group(command.inside, within, ordered=False)
            return None
        if name in ("Sequence", "Phase"):
            id = self.entry(command, "periods", within)
            self.group(command.inside, id, ordered=name == "Sequence")
            return id
        if name in ("Difference", "Shift", "Offset", "Span"):
            if name == "Span" and within is not None:
                self.span(command, within)
            elif name == "Difference":
                self.differences.append(command)
            else:
                self.lost.setdefault(name, []).append(command.line)
            return None
        if name in _EVENTS:
            if name.endswith("_Boundary") and name != "Boundary":
                self.plain.add(f"{name} is read as a plain boundary")
            id = self.entry(command, "events", within)
            self.dated(id, command)
            return id
        if name in _MEASURED:
            self.measured.append(command.line)
            id = self.entry(command, "events", within)
            entry = self.sections["events"][id]
            entry |= {"note": " ".join(command.text.split()), "tags": ["c14"]}
            return id
        self.lost.setdefault(name, []).append(command.line)
        return None

    def entry(self, command: Command, section: str, within: str | None) -> str:
        label = command.label.strip() or f"{command.name} {command.line}"
        name = self.names.of(label)
        id = self.ids.of(name)
        self.by_label.setdefault(label, id)
        entry: dict[str, Any] = {"name": label}
        entry |= {"duration": "0 days"} if section == "events" else {}
        self.sections[section][id] = entry | {"certainty": self.certainty, "source": f"{KEY}, line {command.line}"}
        if within is not None:
            self.state(f"{id} within {within}", command)
        return id

    def dated(self, id: str, command: Command) -> None:
        """The date of an event, where it has bounds."""
        values = command.values
        if not values:
            return
        said = [self.date(value) for value in _alternatives(values[0])]
        if any(one is None for one in said):
            self.measured.append(command.line)
            entry = self.sections["events"][id]
            entry |= {"note": " ".join(command.text.split()), "tags": ["c14"]}
            return
        if len(said) > 1:
            self.plain.add("alternatives (|) are read without their weights")
        parts = ",".join(one for one in said if one is not None)
        self.sections["events"][id]["start"] = parts if len(said) == 1 and ".." not in parts else f"[{parts}]"

    def date(self, value: Argument) -> str | None:
        """A value as a date or a range of EDTF; None where it is a distribution, or is not known here."""
        if isinstance(value, float):
            day = self.day(value, up=False)
            return None if day is None else written(day)
        if isinstance(value, Command) and value.name in _ERAS and len(value.arguments) == 1:
            return self.year(value)
        if isinstance(value, Command) and value.name in ("U", "Top_Hat") and len(value.values) >= 2:
            first, last = value.values[:2]
            if value.name == "Top_Hat":
                if not (isinstance(first, float) and isinstance(last, float)):
                    return None
                first, last = first - last, first + last
            ends = [self.side(one, up=up) for one, up in ((first, False), (last, True))]
            return None if None in ends else f"{ends[0]}..{ends[1]}"
        if isinstance(value, Command) and value.name == "Date" and len(value.values) == 1:
            return self.date(value.values[0])
        return None

    def side(self, value: Argument, *, up: bool) -> str | None:
        if isinstance(value, float):
            day = self.day(value, up=up)
            return None if day is None else written(day)
        return self.year(value) if isinstance(value, Command) and value.name in _ERAS else None

    def year(self, command: Command) -> str | None:
        number = command.arguments[0] if command.arguments else None
        if not isinstance(number, float) or not number.is_integer() or abs(number) > 9998 or number == 0:
            return None
        self.plain.add("AD(1066) and its like are read as the year, in which it is the middle")
        if command.name in ("BC", "BCE"):
            year = 1 - int(abs(number))
        else:
            # CE counts through 0, AD does not.
            year = int(number) + (number < 0 and command.name == "AD")
        return f"-{-year:04}" if year < 0 else f"{year:04}"

    def day(self, number: float, *, up: bool) -> int | None:
        """The day of a moment on OxCal's scale: the last that begins before it where it ends something."""
        exact = (number - 1) * YEAR + FIRST_DAY
        if not math.isfinite(exact):
            return None
        day = math.ceil(exact) - 1 if up else math.floor(exact)
        return day if abs(day) < _FURTHEST_DAY else None

    # -- amounts of time

    def range_of(self, command: Command) -> tuple[float | None, float | None] | None:
        """The least and most years of an amount; None where it is a distribution."""
        for value in command.values:
            if isinstance(value, Command) and value.name == "U" and len(value.values) == 2:
                low, high = value.values
                if isinstance(low, float) and isinstance(high, float):
                    return low, high
        if command.values:
            self.lost.setdefault(f"{command.name} with a distribution", []).append(command.line)
        return None

    def difference(self, command: Command) -> None:
        labels = [value for value in command.arguments if isinstance(value, str)]
        pair = [self.by_label.get(label) for label in labels[-2:]]
        if len(labels) < 2 or None in pair:
            self.wrong.append(
                Diagnostic("import", "a Difference names what is not there", self.file.place(command.line))
            )
            return
        found = self.range_of(command)
        if found is not None:
            self.apart(f"start({pair[0]})", f"start({pair[1]})", found, command)

    def apart(self, later: str, earlier: str, years: tuple[float | None, float | None], command: Command) -> None:
        """That one point lies so many years after another: moments that are at least x days apart lie in days that are
        at least x apart, rounded down, and likewise for at most."""
        low, high = years
        for years_apart, sign, rounded in ((low, ">=", math.floor), (high, "<=", math.ceil)):
            if years_apart is not None and abs(years_apart) < 1_000_000:
                count = rounded(years_apart * YEAR)
                self.state(f"{later} {sign} {earlier} {'+' if count >= 0 else '-'} {abs(count)} days", command)

    def span(self, command: Command, group: str) -> None:
        found = self.range_of(command)
        if found is not None and found[1] is not None and 0 <= found[1] < 1_000_000:
            self.state(f"duration({group}) <= {math.ceil(found[1] * YEAR) + 1} days", command)
            self.lost.setdefault("the least of a Span", []).append(command.line)

    def state(self, holds: str, command: Command) -> None:
        told = {"holds": holds, "certainty": self.certainty, "source": f"{KEY}, line {command.line}"}
        self.evidence[f"order-{len(self.evidence) + 1}"] = told


def _alternatives(value: Argument) -> list[Argument]:
    if isinstance(value, Joined) and value.sign == "|":
        return [*_alternatives(value.left), *_alternatives(value.right)]
    return [value]
