"""OxCal's command language written (CQL2): windows as uniform dates, or all inferences as differences of them.

OxCal counts on a continuous scale of Gregorian years, G = 1 + (JDN - 1721426) / 365.2425 at the beginning of a day, so
that the astronomical year y begins about G = y. A date in steps is one somewhere within its step. What chrono only
bounds has a uniform prior there: an assumption that chrono does not make, and that is said. C. Bronk Ramsey, Bayesian
analysis of radiocarbon dates, Radiocarbon 51 (2009); the manual of OxCal 4.4. Written by the manual, not run.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from chrono import dates
from chrono.answers.infer import SpanResult
from chrono.answers.material import Material, hull
from chrono.answers.reasons import origin_of
from chrono.core.diagnostics import NOWHERE, Diagnostic
from chrono.core.points import EDGES, edge_and_span, point_of
from chrono.core.text import harmless
from chrono.engine.formulas import Point
from chrono.engine.intervals import Interval, Window
from chrono.exchange.exported import Choices, Exported, Inexpressible, asked_in_words, lost
from chrono.exchange.imported import read_as
from chrono.exchange.inferences import ZERO, Bounds, Pair, bounds

FIRST_DAY = 1721426
"""1 January of the year 1 (JDN), where G is 1."""
YEAR = Fraction(3652425, 10000)
"""Days."""
_PLACES = 100_000
"""Numbers are written to five decimals, which is less than a quarter of an hour."""


def write(material: Material, choices: Choices) -> Exported:
    """A plot of OxCal; raises `Inexpressible` where a window is open and nothing is said to stand for that."""
    if not material.results:
        raise Inexpressible(Diagnostic("empty-selection", "there is no span to write"))
    writing = _Writing(material, choices)
    lines = [f"// {' '.join(harmless(words).split())}" for words in asked_in_words(material)]
    lines += ["Plot()", "{", *(f" {line}" for line in writing.lines()), "};", ""]
    if writing.open:
        spans = ", ".join(sorted(writing.open)[:5]) + (", …" if len(writing.open) > 5 else "")
        message = f"OxCal needs a first and a last year, and nothing bounds: {spans}"
        help = "say what stands for open bounds: --outer 0400..0700"
        raise Inexpressible(Diagnostic("nothing-there", message, help=help))
    writing.losses.append(
        read_as("OxCal holds each date as likely anywhere within its bounds, which chrono does not", NOWHERE)
    )
    return Exported("\n".join(lines).encode(), tuple(writing.losses))


class _Writing:
    def __init__(self, material: Material, choices: Choices) -> None:
        self.material, self.choices = material, choices
        self.scale = material.asked.scale
        self.losses: list[Diagnostic] = []
        self.open: set[Point] = set()

    def lines(self) -> Iterator[str]:
        """The commands."""
        if self.choices.model:
            yield from self.inferences()
        else:
            for result in self.material.results:
                yield from self.windows(result)

    def windows(self, result: SpanResult) -> Iterator[str]:
        """The windows of a span: one date where it has one."""
        yield f"// {result.id}: {' '.join(harmless(result.name).split())}"
        sides = [("start", result.start.window), ("end", result.end.window)]
        instant = result.duration.proven and result.duration.most == 0
        for edge, window in sides[:1] if instant else sides:
            called = result.id if instant else f"{edge} {result.id}"
            yield f'Date("{called}", {self.one_of(point_of(edge, result.id), window)});'
            if not window.proven:
                place = self.material.entries[result.id].place
                self.losses.append(lost(f"that the window of {called} may be narrower", place, bears=True))
            elif len(window.intervals) > 1:
                place = self.material.entries[result.id].place
                message = f"{called} is one of several stretches, which OxCal weighs"
                self.losses.append(read_as(message, place))

    def one_of(self, point: Point, window: Window) -> str:
        intervals = window.intervals if window.proven else (hull(window),)
        return "|".join(self.within(point, interval) for interval in intervals)

    def within(self, point: Point, interval: Interval) -> str:
        """`U(from, to)` from the beginning of the first step to the end of the last."""
        days = (
            None if interval[0] is None else self.scale.first_day(interval[0]),
            None if interval[1] is None else self.scale.last_day(interval[1]),
        )
        first, last = (outer if day is None else day for day, outer in zip(days, self.choices.outer, strict=True))
        if first is None or last is None or first > last:
            self.open.add(point)
            return "U(0,0)"
        return f"U({_floor(_year(first))},{_ceiling(_year(last + 1))})"

    # -- the model

    def inferences(self) -> Iterator[str]:
        """A date for every point, within what is said of it alone, and a difference for each two that are tied."""
        points = [point_of(edge, id) for id in self.material.entries for edge in EDGES]
        try:
            found = bounds(self.material.binding, points)
        except OverflowError:
            raise Inexpressible(Diagnostic("too-large", "there are too many inferences for one model")) from None
        for id, entry in self.material.entries.items():
            yield f"// {id}: {' '.join(harmless(entry.name).split())}"
            for edge in EDGES:
                point = point_of(edge, id)
                least, most = _least(found, (ZERO, point)), _most(found, (point, ZERO))
                yield f'Date("{edge} {id}", {self.within(point, (least, most))});'
        pairs = dict.fromkeys((max(pair), min(pair)) for pair in found.by_pair if ZERO not in pair)
        for later, earlier in pairs:
            yield self.difference(found, later, earlier)
        for constraints, what in ((found.either_ors, "an either/or"), (found.sums, "a sum of several points")):
            for constraint in constraints:
                origin = origin_of(constraint)
                place = origin.premises[0].place if origin.premises else NOWHERE
                self.losses.append(lost(f"{what}: {origin.sentence}", place, bears=True))
        message = "an order is written as at or after, and an amount of time as up to a step more or less"
        self.losses.append(read_as(message, NOWHERE))

    def difference(self, found: Bounds, later: Point, earlier: Point) -> str:
        """How far two points lie apart, an open side as far as the outer years do."""
        most, least = _most(found, (later, earlier)), _least(found, (earlier, later))
        first, last = self.choices.outer
        reach = None if first is None or last is None else Fraction(last + 1 - first) / YEAR
        low = None if least is None else -self.most_years(-least)
        high = None if most is None else self.most_years(most)
        if (low is None or high is None) and reach is None:
            self.open.add(f"{later} - {earlier}")
            return ""
        assert reach is not None or (low is not None and high is not None)
        low_said = _floor(low if low is not None else -(reach or 0))
        high_said = _ceiling(high if high is not None else reach or Fraction(0))
        names = [" ".join(edge_and_span(point)) for point in (later, earlier)]
        ids = {*_ids(found, (later, earlier)), *_ids(found, (earlier, later))}
        said = f" // {', '.join(sorted(ids))}" if ids else ""
        return f'Difference("{names[0]} - {names[1]}","{names[0]}","{names[1]}",U({low_said},{high_said}));{said}'

    def most_years(self, steps: int) -> Fraction:
        """The most years by which a moment comes after another whose step lies so many steps before its own; none where
        it is said of the two moments that the one is not later."""
        if steps == 0:
            return Fraction(0)
        whole = steps + 1
        if self.scale.unit == "day":
            return Fraction(whole) / YEAR
        counting = self.scale.own.counting
        if not whole:
            return Fraction(0)
        long = counting.years_long(abs(whole)) if self.scale.unit == "year" else counting.apart(0, abs(whole))
        return Fraction(long[1]) / YEAR if whole > 0 else -Fraction(long[0]) / YEAR


def _most(found: Bounds, pair: Pair) -> int | None:
    bound = found.by_pair.get(pair)
    return None if bound is None else bound.most


def _least(found: Bounds, pair: Pair) -> int | None:
    bound = found.by_pair.get(pair)
    return None if bound is None else -bound.most


def _ids(found: Bounds, pair: Pair) -> tuple[str, ...]:
    bound = found.by_pair.get(pair)
    return () if bound is None else bound.ids


def _year(day: int) -> Fraction:
    """The beginning of a day on OxCal's scale."""
    return 1 + Fraction(day - FIRST_DAY) / YEAR


def _floor(number: Fraction | int) -> str:
    return _written(int(Fraction(number) * _PLACES // 1))


def _ceiling(number: Fraction | int) -> str:
    return _written(-int(-Fraction(number) * _PLACES // 1))


def _written(hundred_thousandths: int) -> str:
    sign, whole = "-" if hundred_thousandths < 0 else "", abs(hundred_thousandths)
    text = f"{sign}{whole // _PLACES}.{whole % _PLACES:05}".rstrip("0").rstrip(".")
    return text if text != "-0" else "0"


def outer(text: str) -> Interval:
    """The days that `--outer FROM..TO` names; raises `DateError`."""
    first, dots, last = text.partition("..")
    if not dots or not first.strip() or not last.strip():
        raise dates.DateError(f"'{text}' is not FROM..TO", help="write for example 0400..0700, or -0599..-0399")
    return dates.read(first.strip()).first, dates.read(last.strip()).last
