"""Models of ChronoLog written: windows as bounds on dates, or the inferences as ChronoLog's own solver can take them.

With the model, dates and durations stand on the periods, steps of a sequence without gaps in its sequences, and every
other inference is a delay of at least or at most so many years. Years are historical there; days and months are
rounded outward to years. What is written has been read again by `chrono.exchange.chronolog`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from chrono.answers.material import Material, hull, is_hull_alone
from chrono.answers.reasons import origin_of
from chrono.core.diagnostics import NOWHERE, Diagnostic, Place
from chrono.core.ids import link_id
from chrono.core.points import edge_and_span, end_of, point_of, start_of
from chrono.engine.formulas import Constraint
from chrono.exchange import chronolog
from chrono.exchange.exported import Choices, Exported, Inexpressible, asked_in_words, lost
from chrono.exchange.imported import AskedOf, Foreign, read_as
from chrono.exchange.inferences import ZERO, Bound, Bounds, Pair, bounds
from chrono.exchange.years import Years, historical
from chrono.model.chronology import Entry

VERSION = "3.0.0"
FURTHEST_YEAR = 200_000
_WIDTH, _HEIGHT, _COLOUR = 160, 80, -1315861
_COLUMN, _TOP = 220, 80
_IN_A_COLUMN = 12


def write(material: Material, choices: Choices) -> Exported:
    """The model; raises `Inexpressible` where there is no span in it."""
    if not material.results:
        raise Inexpressible(Diagnostic("empty-selection", "there is no span to write"))
    writing = _Writing(material, choices)
    content = json.dumps(writing.model(), ensure_ascii=False, indent=2).encode() + b"\n"
    # Raises where ChronoLog's own files would be refused: nothing of that kind is ever written.
    chronolog.read([Foreign("written", content)], AskedOf())
    return Exported(content, tuple(writing.losses))


def windows_of(material: Material) -> tuple[list[dict[str, Any]], tuple[Diagnostic, ...]]:
    """The windows of spans as periods of a model, and what these cannot hold; raises `Inexpressible`."""
    if not material.results:
        raise Inexpressible(Diagnostic("empty-selection", "there is no span to write"))
    writing = _Writing(material, Choices())
    periods = [writing.span(id, 0, 0) for id in writing.spans]
    writing.tell()
    return periods, tuple(writing.losses)


class _Writing:
    def __init__(self, material: Material, choices: Choices) -> None:
        self.material, self.model_asked = material, choices.model
        self.years = Years(material.asked.scale)
        self.losses: list[Diagnostic] = []
        self.used: list[int] = []
        entries = material.entries
        results = {result.id: result for result in material.results}
        # A model holds together: the inferences speak of spans that were not named.
        self.spans: dict[str, Entry] = entries if self.model_asked else {id: entries[id] for id in results}
        self.windows = results
        self.names = _names(self.spans.values())
        self.bounds = self.bounded()
        self.said: set[Pair] = set()

    def bounded(self) -> Bounds:
        points = [point_of(edge, id) for id in self.material.entries for edge in ("start", "end")]
        try:
            return bounds(self.material.binding, points)
        except OverflowError:
            raise Inexpressible(Diagnostic("too-large", "there are too many inferences for one model")) from None

    def model(self) -> dict[str, Any]:
        sequences = [*self.sequences()] if self.model_asked else []
        in_sequence = {id for members, _ in sequences for id in members}
        lone = [id for id in self.spans if id not in in_sequence and not self.is_instant(id)]
        events = [id for id in self.spans if id not in in_sequence and self.is_instant(id)]
        columns = [members for members, _ in sequences]
        columns += [lone[at : at + _IN_A_COLUMN] for at in range(0, len(lone), _IN_A_COLUMN)]
        boxes = {
            id: (_column(x), _TOP + _HEIGHT * y) for x, members in enumerate(columns) for y, id in enumerate(members)
        }
        below = _TOP + _HEIGHT * (max(map(len, columns), default=0) + 1)
        boxes |= {id: (_column(x), below) for x, id in enumerate(events)}
        written = {id: self.span(id, *boxes[id]) for id in (*in_sequence, *lone)}
        found: dict[str, Any] = {
            "chronolog-version": VERSION,
            "name": self.material.asked.chronology,
            "written-by": [*asked_in_words(self.material)],
            "imports": [],
            "sequences": [
                {
                    "name": name,
                    "comments": "",
                    "tags": [],
                    "visible": True,
                    "hidden": False,
                    "startX": boxes[members[0]][0],
                    "startY": boxes[members[0]][1],
                    "periods": [written[id] for id in members],
                }
                for members, name in sequences
            ],
            "lonePeriods": [written[id] | self.tags(id) | {"visible": True} for id in lone],
            "events": [self.event(id, *boxes[id]) for id in events],
            "synchronisms": [*self.delays(boxes)] if self.model_asked else [],
        }
        names = [self.names[id] for id in (*in_sequence, *lone)]
        for kind in ("Start", "End", "Phase"):
            found[f"C14{kind}DatesForExport"] = {name: [] for name in sorted(names)}
        found["C14EventDatesForExport"] = {self.names[id]: [] for id in events}
        self.tell()
        return found

    # -- what is dated

    def sequences(self) -> Iterator[tuple[list[str], str]]:
        """The sequences without gaps of which every step is an inference, each span in one of them at most."""
        steps = {id for constraint in self.material.binding for id in constraint.ids}
        used: set[str] = set()
        number = 0
        for sequence in self.material.chronology.sequences:
            if sequence.gaps or not sequence.ordered or not sequence.links:
                continue
            members = [sequence.links[0][0], *(later for _, later in sequence.links)]
            in_order = all(first == members[n] for n, (first, _) in enumerate(sequence.links))
            holds = all(link_id(*link) in steps for link in sequence.links)
            if not in_order or not holds or used & {*members} or len({*members}) < len(members):
                continue
            used |= {*members}
            number += 1
            for first, second in sequence.links:
                for pair in ((end_of(first), start_of(second)), (start_of(second), end_of(first))):
                    if self.bounds.by_pair[pair].most == 0:
                        self.said.add(pair)
            yield members, f"Sequence {number}"

    def is_instant(self, id: str) -> bool:
        """Whether a span can last no time."""
        known = self.bounds.by_pair.get((end_of(id), start_of(id)))
        return known is not None and known.most <= 0 and self.years.most_apart(known.most) <= 0

    def span(self, id: str, x: int, y: int) -> dict[str, Any]:
        found: dict[str, Any] = {"name": self.names[id], "comments": self.comments(id)}
        found |= self.dated(id, "start", "startDate") | self.dated(id, "end", "endDate") | self.lasting(id)
        return found | {"periodX": x, "periodY": y, "width": _WIDTH, "height": _HEIGHT, "fillColor": _COLOUR}

    def event(self, id: str, x: int, y: int) -> dict[str, Any]:
        found: dict[str, Any] = {"name": self.names[id], "comments": self.comments(id), "visible": True}
        pairs: dict[str, Any] = {}
        for edge in ("start", "end"):
            for key, year in self.dated(id, edge, "date").items():
                tighter = max if key.endswith("LB") else min
                pairs[key] = tighter(year, pairs.get(key, year))
        self.said |= {(end_of(id), start_of(id)), (start_of(id), end_of(id))}
        return found | pairs | self.tags(id) | {"startX": x, "startY": y, "width": 200, "height": _HEIGHT}

    def comments(self, id: str) -> str:
        entry = self.spans[id]
        note = " ".join(entry.note.split())
        return f"{note} ({entry.citation})" if note and str(entry.citation) else note or str(entry.citation)

    def tags(self, id: str) -> dict[str, list[str]]:
        return {"tags": sorted(self.spans[id].tags)}

    def dated(self, id: str, edge: str, field: str) -> dict[str, int]:
        """The bounds on the date of an edge, as historical years."""
        if self.model_asked:
            point = point_of(edge, id)
            above, below = self.bounds.by_pair.get((point, ZERO)), self.bounds.by_pair.get((ZERO, point))
            least, most = None if below is None else -below.most, None if above is None else above.most
            self.said |= {(point, ZERO), (ZERO, point)}
        else:
            window = getattr(self.windows[id], edge).window
            least, most = hull(window)
            if not is_hull_alone(window):
                what = "its gaps" if window.proven else "that it may be narrower"
                message = f"of the window of {edge}({id}) {what}"
                self.losses.append(lost(message, self.spans[id].place, bears=True))
        found = {}
        for key, year in (
            (f"{field}LB", None if least is None else self.years.earliest(least)),
            (f"{field}UB", None if most is None else self.years.latest(most)),
        ):
            if year is not None and self.reaches(year, self.spans[id].place):
                self.used.append(year)
                found[key] = historical(year)
        return found

    def lasting(self, id: str) -> dict[str, int]:
        """How long a period lasted, in the model: the windows say nothing of it."""
        if not self.model_asked:
            return {}
        start, end = start_of(id), end_of(id)
        longest, shortest = self.bounds.by_pair.get((end, start)), self.bounds.by_pair.get((start, end))
        found = {}
        if shortest is not None and (years := -self.years.most_apart(shortest.most)) > 0:
            found["durationLB"] = years
        if longest is not None and longest.most >= 0:
            found["durationUB"] = self.years.most_apart(longest.most)
        self.said |= {(start, end), (end, start)}
        return {key: years for key, years in found.items() if self.reaches(years, self.spans[id].place)}

    def reaches(self, years: int, place: Place) -> bool:
        if abs(years) <= FURTHEST_YEAR:
            return True
        message = f"a bound of {years:,} years, which is further than {FURTHEST_YEAR:,}"
        self.losses.append(lost(message, place, bears=True))
        return False

    # -- what ties them

    def delays(self, boxes: dict[str, tuple[int, int]]) -> Iterator[dict[str, Any]]:
        """Every inference about two points that stands nowhere else."""
        for pair, bound in self.bounds.by_pair.items():
            if pair not in self.said and ZERO not in pair:
                yield from self.delay(bound, boxes)

    def delay(self, bound: Bound, boxes: dict[str, tuple[int, int]]) -> Iterator[dict[str, Any]]:
        most = self.years.most_apart(bound.most)
        # later <= earlier + most; where that is negative, earlier >= later + |most|.
        one, other, how = (bound.later, bound.earlier, "m") if most >= 0 else (bound.earlier, bound.later, "l")
        (edge, id), (other_edge, other_id) = edge_and_span(one), edge_and_span(other)
        if not self.reaches(most, self.spans[id].place):
            return
        yield {
            "type": "Delay synchronism",
            "period1": self.names[id],
            "boundary1": edge[0],
            "mostLeast": how,
            "delay": abs(most),
            "beforeAfter": "a",
            "period2": self.names[other_id],
            "boundary2": other_edge[0],
            "comments": ", ".join(bound.ids),
            "tags": [],
            "visible": True,
            "hidden": False,
            "polyLine": [{"x": boxes[of][0], "y": boxes[of][1] + _HEIGHT // 2} for of in (id, other_id)],
        }

    # -- what is not carried

    def tell(self) -> None:
        if self.model_asked:
            self.unsaid(self.bounds.either_ors, "an either/or", "only what all its alternatives share is written")
            self.unsaid(self.bounds.sums, "a sum of several points", "it is left out")
        if not self.years.exact:
            asked = self.material.asked
            unit = f"{asked.unit}s" + ("" if self.years.calendar == asked.calendar else f" ({asked.calendar})")
            self.losses.append(lost(f"{unit}: they are rounded outward to years", bears=True))
        if self.years.calendar != "gregorian":
            calendar = self.years.calendar.capitalize()
            self.losses.append(read_as(f"years are those of the {calendar} calendar", NOWHERE))
        if self.used and min(self.used) < 1 <= max(self.used):
            message = (
                "the years lie on both sides of the era: they are written as historians count them, and ChronoLog, "
                "which counts as if there were a year 0, may be a year off"
            )
            self.losses.append(read_as(message, NOWHERE))

    def unsaid(self, constraints: Iterable[Constraint], what: str, help: str) -> None:
        for constraint in constraints:
            origin = origin_of(constraint)
            place = origin.premises[0].place if origin.premises else NOWHERE
            self.losses.append(lost(f"{what}: {origin.sentence}", place, bears=True, help=help))


def _column(number: int) -> int:
    return 20 + _COLUMN * number


def _names(entries: Iterable[Entry]) -> dict[str, str]:
    """A name for each span, each once: of several that are called alike, the id stands beside it."""
    listed = [*entries]
    called: dict[str, int] = {}
    for entry in listed:
        called[entry.name] = called.get(entry.name, 0) + 1
    names = {e.id: e.name if called[e.name] == 1 and e.name.strip() else f"{e.name} ({e.id})" for e in listed}
    taken: set[str] = set()
    for id, name in names.items():
        while name in taken:
            name += "'"
        taken.add(name)
        names[id] = name
    return names
