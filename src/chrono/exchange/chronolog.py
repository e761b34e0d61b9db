"""Models of ChronoLog (.clog, or its two tables): periods in sequences, bounds on dates and durations, synchronisms.

A year of ChronoLog is a historical one, -44 for 44 BCE, and its arithmetic has no year 0 missing; chrono's is
astronomical. Its model: E. Levy, G. Geeraerts, F. Pluquet, E. Piasetzky, A. Fantalkin, "Chronological networks in
archaeology: A formalised scheme", Journal of Archaeological Science 127 (2021) 105225.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from chrono.core.diagnostics import Diagnostic
from chrono.exchange import chronolog_tables
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

_LAYOUT = frozenset(
    (
        *("fillColor", "periodX", "periodY", "width", "height", "startX", "startY", "x", "y"),
        *("polyLine", "zoomLevel", "zoom", "scale", "viewMode", "visible", "canvasWidth", "canvasHeight"),
    )
)
"""Keys that only the drawing of a model needs."""
_DATED = tuple(f"C14{of}DatesForExport" for of in ("Start", "End", "Phase", "Event"))
_BOUNDARY = {"s": "start", "e": "end"}
_SIGN = {"e": "=", "l": ">=", "m": "<="}
_ORDER = re.compile(
    r"(Starts|Ends) (strictly )?(before|after|with|at)(?: or at| the)? ?(?:(start|end) of)?", re.IGNORECASE
)
MOST_LEVELS = 64
KEY = "chronolog"
"""The key of the file under `sources`."""

# Of two periods a and b what each synchronism says; all of it without strictness, as ChronoLog has it.
_SAYS: dict[str, tuple[str, ...]] = {
    "equals": ("start(a) = start(b)", "end(a) = end(b)"),
    "equality": ("start(a) = start(b)", "end(a) = end(b)"),
    "included in": ("start(a) >= start(b)", "end(a) <= end(b)"),
    "is included in": ("start(a) >= start(b)", "end(a) <= end(b)"),
    "includes": ("start(a) <= start(b)", "end(a) >= end(b)"),
    "contemporary with": ("end(a) >= start(b)", "end(b) >= start(a)"),
    "is contemporary with": ("end(a) >= start(b)", "end(b) >= start(a)"),
    "starts during": ("start(b) <= start(a)", "start(a) <= end(b)"),
    "ends during": ("start(b) <= end(a)", "end(a) <= end(b)"),
    "includes start of": ("start(a) <= start(b)", "start(b) <= end(a)"),
    "includes end of": ("start(a) <= end(b)", "end(b) <= end(a)"),
    "starts with": ("start(a) = start(b)",),
    "ends with": ("end(a) = end(b)",),
    "starts at end of": ("start(a) = end(b)",),
    "ends at start of": ("end(a) = start(b)",),
    "meets": ("end(a) = start(b)",),
    "met by": ("start(a) = end(b)",),
    "is met by": ("start(a) = end(b)",),
    "begins": ("start(a) = start(b)", "end(a) <= end(b)"),
    "begun by": ("start(a) = start(b)", "end(a) >= end(b)"),
    "is begun by": ("start(a) = start(b)", "end(a) >= end(b)"),
    "ends": ("end(a) = end(b)", "start(a) >= start(b)"),
    "ended by": ("end(a) = end(b)", "start(a) <= start(b)"),
    "is ended by": ("end(a) = end(b)", "start(a) <= start(b)"),
    "overlaps before": ("start(a) <= start(b)", "start(b) <= end(a)", "end(a) <= end(b)"),
    "overlaps after": ("start(b) <= start(a)", "start(a) <= end(b)", "end(b) <= end(a)"),
    "before": ("end(a) <= start(b)",),
    "after": ("start(a) >= end(b)",),
}


def sniffs(file: Foreign) -> bool:
    """Whether a file is a model: JSON with the parts of one, or one of its tables."""
    if chronolog_tables.kind_of(file):
        return True
    head = file.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    # Models of before version 3 do not name theirs.
    keys = (b'"chronolog-version"', b'"synchronisms"', b'"sequences"')
    return head == b"{" and (keys[0] in file.content or all(key in file.content for key in keys[1:]))


def read(files: Sequence[Foreign], asked: AskedOf) -> Imported:
    """One model as a chronology, a `.clog` or its two tables; raises `Unreadable` with every mistake in it."""
    if all(map(chronolog_tables.kind_of, files)):
        made, main = chronolog_tables.model(files)
        return _Reading(main, made, asked, [*files]).imported()
    if len(files) != 1:
        raise Unreadable([Diagnostic("import", "one model of ChronoLog is read at a time", files[1].place())])
    (file,) = files
    try:
        model = json.loads(file.text())
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise Unreadable([Diagnostic("import", f"this is no JSON: {error}", file.place(line))]) from None
    except RecursionError:
        raise Unreadable([Diagnostic("import", "it is nested too deeply", file.place())]) from None
    if not isinstance(model, dict):
        raise Unreadable([Diagnostic("import", "this is no model of ChronoLog", file.place())])
    return _Reading(file, model, asked).imported()


class _Reading:
    def __init__(self, file: Foreign, model: Mapping[str, Any], asked: AskedOf, files: Sequence[Foreign] = ()) -> None:
        self.file, self.model, self.files = file, model, [*files] or [file]
        self.certainty = asked.certainty or "certain"
        self.ids = Ids("period")
        self.entries: dict[str, dict[str, dict[str, Any]]] = {"periods": {}, "events": {}}
        self.names: dict[str, str] = {}
        self.sequences: list[dict[str, Any]] = []
        self.evidence: dict[str, dict[str, Any]] = {}
        self.wrong = Mistakes()
        self.losses: list[Diagnostic] = []
        self.years: list[int] = []

    def imported(self) -> Imported:
        """The whole model, or `Unreadable`."""
        model = self.model
        for number, sequence in enumerate(self.items(model, "sequences")):
            self.sequence(sequence, f"/sequences/{number}")
        for number, period in enumerate(self.items(model, "lonePeriods")):
            self.span(period, "periods", f"/lonePeriods/{number}")
        for number, event in enumerate(self.items(model, "events")):
            self.event(event, f"/events/{number}")
        for number, one in enumerate(self.items(model, "synchronisms")):
            self.synchronism(one, f"/synchronisms/{number}")
        if imports := model.get("imports"):
            told = ", ".join(str(_get(one, "name") or one) for one in imports)
            self.error("/imports", f"other models are imported, which are not read: {told}")
        if not self.names and not self.wrong:
            self.error("/", "there is no period and no event in it")
        self.radiocarbon()
        self.layout()
        if self.wrong:
            raise Unreadable(self.wrong)
        if self.years and min(self.years) < 0 < max(self.years):
            message = (
                "the model has years on both sides of the era; ChronoLog counts as if there were a year 0, so that "
                "what it makes of them may be a year off"
            )
            self.losses.append(read_as(message, self.file.place()))
        return Imported(self.sections(), tuple(self.losses))

    def sections(self) -> Sections:
        """Everything as it stands in YAML."""
        title = str(self.model.get("name") or "") or self.file.name
        version = str(self.model.get("chronolog-version") or "")
        found: Sections = {
            "chronology": {"title": title, "unit": "year"},
            "sources": {
                f"{KEY}-{number}" if number else KEY: source(file, title, "ChronoLog", version)
                for number, file in enumerate(self.files)
            },
        }
        found |= {section: entries for section, entries in self.entries.items() if entries}
        found |= {"sequences": self.sequences} if self.sequences else {}
        return found | ({"evidence": self.evidence} if self.evidence else {})

    # -- what is dated

    def sequence(self, sequence: Any, at: str) -> None:
        members = [
            id
            for number, period in enumerate(self.items(sequence, "periods"))
            if (id := self.span(period, "periods", f"{at}/periods/{number}"))
        ]
        name = str(_get(sequence, "name") or "").strip()
        if len(members) == 1 and name:
            entry = self.entries["periods"][members[0]]
            entry["note"] = f"{entry.get('note', '')} Of the sequence {name}.".strip()
        if len(members) > 1:
            told: dict[str, Any] = {"of": members, "certainty": self.certainty, "source": f"{KEY}, {at}"}
            note = ". ".join(word for word in (name, str(_get(sequence, "comments") or "").strip()) if word)
            told |= {"note": note} if note else {}
            self.sequences.append(told | self.tags(sequence))

    def span(self, period: Any, section: str, at: str) -> str:
        """A period under its id; "" where it has no name."""
        name = _get(period, "name")
        if not isinstance(name, str) or not name.strip():
            self.error(at, "a period has no name")
            return ""
        if name in self.names:
            self.error(at, f"two periods are called '{name}'")
            return ""
        id = self.names[name] = self.ids.of(name)
        entry: dict[str, Any] = {"name": name.strip()}
        for key, field in (("start", "startDate"), ("end", "endDate")):
            entry |= self.dated(period, key, field, at)
        entry |= self.lasting(period, at)
        self.entries[section][id] = entry | self.told(period, at)
        return id

    def event(self, event: Any, at: str) -> None:
        id = self.span(event, "events", at)
        if id:
            entry = self.entries["events"][id]
            first = self.dated(event, "start", "date", at)
            entry |= {"duration": "0 years"} | first
            source = entry.pop("source")
            entry["source"] = source

    def dated(self, period: Any, key: str, field: str, at: str) -> dict[str, str]:
        """A side of a period from its bounds."""
        low, high = (self.year(_get(period, f"{field}{side}"), f"{at}/{field}{side}") for side in ("LB", "UB"))
        if low is None and high is None:
            return {}
        self.ordered(_get(period, f"{field}LB"), _get(period, f"{field}UB"), f"{at}/{field}UB")
        if low == high and low is not None:
            return {key: low}
        return {key: f"[{low or ''}..{high or ''}]"}

    def year(self, value: Any, at: str) -> str | None:
        """A historical year as EDTF has it."""
        if value is None or value == "?":
            return None
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 200_000:
            self.error(at, f"{value!r} is no year")
            return None
        if not value:
            self.error(at, "there is no year 0: 1 BCE is -1")
            return None
        self.years.append(value)
        astronomical = value + 1 if value < 0 else value
        if abs(astronomical) > 9999:
            return f"Y{astronomical}"
        return f"-{-astronomical:04}" if astronomical < 0 else f"{astronomical:04}"

    def lasting(self, period: Any, at: str) -> dict[str, str]:
        """How long a period lasted, from its bounds."""
        low, high = (self.count(_get(period, f"duration{side}"), f"{at}/duration{side}") for side in ("LB", "UB"))
        self.ordered(low, high, f"{at}/durationUB")
        if low is None and high is None:
            return {}
        if low == high:
            return {"duration": f"{low} years"}
        if high is None:
            return {"duration": f">= {low} years"}
        return {"duration": f"<= {high} years" if low is None else f"{low}..{high} years"}

    def ordered(self, low: Any, high: Any, at: str) -> None:
        """Reports bounds of which the upper one lies below the lower."""
        if isinstance(low, int) and isinstance(high, int) and low > high:
            self.error(at, f"{high} is less than the lower bound {low}")

    def count(self, value: Any, at: str) -> int | None:
        if value is None or value == "?":
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 200_000:
            self.error(at, f"{value!r} is no number of years")
            return None
        return value

    def told(self, period: Any, at: str) -> dict[str, Any]:
        """What else is said of an entry, and where it stands."""
        note = str(_get(period, "comments") or "").strip()
        said: dict[str, Any] = {"certainty": self.certainty, "source": f"{KEY}, {at}"}
        return said | ({"note": note} if note else {}) | self.tags(period)

    def tags(self, of: Any) -> dict[str, list[str]]:
        words = [re.sub(r"\s+", "-", str(tag).strip()) for tag in self.items(of, "tags")]
        words += ["hidden"] if _get(of, "hidden") is True else []
        return {"tags": [word for word in dict.fromkeys(words) if word]} if any(words) else {}

    # -- what ties them

    def synchronism(self, one: Any, at: str) -> None:
        kind = str(_get(one, "type") or "")
        names = [_get(one, "period1"), _get(one, "period2")]
        missing = [name for name in names if name not in self.names]
        for name in missing:
            self.error(at, f"no period is called {name!r}")
        if missing:
            return
        a, b = (self.names[name] for name in names)
        holds = self.delayed(one, a, b, at) if kind.casefold() == "delay synchronism" else self.says(kind, a, b, at)
        if not holds:
            return
        note = str(_get(one, "comments") or "").strip()
        told: dict[str, Any] = {"holds": holds, "certainty": self.certainty, "source": f"{KEY}, {at}"}
        told |= {"note": ". ".join(word for word in (f"{names[0]}: {kind.casefold()} {names[1]}", note) if word)}
        self.evidence[f"synchronism-{len(self.evidence) + 1}"] = told | self.tags(one)

    def says(self, kind: str, a: str, b: str, at: str) -> list[str]:
        plain = " ".join(kind.casefold().split())
        lines = _SAYS.get(plain)
        if lines is None and (order := _ORDER.fullmatch(plain)) and order[4]:
            lines = (self.order(order, at),)
        if lines is None:
            self.error(f"{at}/type", f"'{kind}' is no synchronism that is known here")
            return []
        return [line.replace("(a)", f"({a})").replace("(b)", f"({b})") for line in lines]

    def order(self, order: re.Match[str], at: str) -> str:
        """One of the orders of two boundaries. Only what says so is strict: "after" is "after or at"."""
        edge = "start" if order[1].casefold() == "starts" else "end"
        strict = bool(order[2])
        sign = {"before": "<", "after": ">"}.get(order[3].casefold(), "=")
        if sign != "=" and not strict:
            said = f"'{order[0]}' is read as {order[3].casefold()} or at"
            if all(loss.message != said for loss in self.losses):
                self.losses.append(read_as(said, self.file.place()))
        return f"{edge}(a) {sign}{'' if strict or sign == '=' else '='} {order[4].casefold()}(b)"

    def delayed(self, one: Any, a: str, b: str, at: str) -> list[str]:
        """So many years from one boundary to another."""
        edges = [_BOUNDARY.get(str(_get(one, key))) for key in ("boundary1", "boundary2")]
        sign, way = _SIGN.get(str(_get(one, "mostLeast"))), _get(one, "beforeAfter")
        years = self.count(_get(one, "delay"), f"{at}/delay")
        if None in edges or sign is None or way not in ("a", "b") or years is None:
            self.error(at, "a delay needs two boundaries (s, e), its way (a, b), e, l or m, and a number of years")
            return []
        later, earlier = f"{edges[0]}({a})", f"{edges[1]}({b})"
        if way == "b":
            later, earlier = earlier, later
        return [f"{later} {sign} {earlier} + {years} years" if years else f"{later} {sign} {earlier}"]

    # -- what is not carried

    def radiocarbon(self) -> None:
        """Distributions, which are no bounds: their text is kept with the period."""
        count = 0
        for key in _DATED:
            found = self.model.get(key)
            for name, snippets in found.items() if isinstance(found, dict) else ():
                texts = [str(snippet) for snippet in snippets] if isinstance(snippets, list) else []
                id = self.names.get(name)
                entry = next((entries[id] for entries in self.entries.values() if id in entries), None)
                if not texts or entry is None or id is None:
                    continue
                count += len(texts)
                entry["note"] = "\n".join([*([entry["note"]] if "note" in entry else []), f"{key}:", *texts])
                entry["tags"] = [*entry.get("tags", []), *(["c14"] if "c14" not in entry.get("tags", []) else [])]
        if count:
            message = f"{count} radiocarbon {'date bears' if count == 1 else 'dates bear'} on periods and are no bounds"
            help = "their text is kept in the notes of the periods, with the tag c14"
            self.losses.append(lost(message, self.file.place(), bears=True, help=help))

    def layout(self) -> None:
        count = sum(1 for _ in _within(self.model))
        if count:
            self.losses.append(lost(f"the layout of the drawing: {count} values", self.file.place(), bears=False))

    def items(self, of: Any, key: str) -> list[Any]:
        found = _get(of, key)
        return found if isinstance(found, list) else []

    def error(self, at: str, message: str) -> None:
        self.wrong.append(Diagnostic("import", f"{at}: {message}", self.file.place()))


def _get(of: Any, key: str) -> Any:
    return of.get(key) if isinstance(of, dict) else None


def _within(value: Any, level: int = 0) -> Iterator[None]:
    """One for each value that only the drawing needs."""
    inner: Iterable[tuple[str, Any]] = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = (("", one) for one in value)
    for key, one in inner:
        if key in _LAYOUT and not isinstance(one, dict | list):
            yield None
        elif level < MOST_LEVELS:
            yield from _within(one, level + 1)
