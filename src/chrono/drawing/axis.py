"""The axis: where its ticks stand and what they are called, in the chronology's own calendar.

Takes the first and the last step of a picture and for how many labels there is room, gives ticks. They stand at round
years as they are written, before the era as after it: there is no year 0, and where a picture crosses the era the place
where 1 BCE meets 1 CE has its own tick. Below two years ticks stand at months, below two months at days.
"""

from __future__ import annotations

from collections.abc import Iterator

from chrono.answers.timeline import Tick
from chrono.dates import Scale
from chrono.dates.wording import say, say_in, say_year

MOST_MONTHS, MOST_DAYS = 24, 62
"""Pictures of no more months and days than this have ticks at months and at days."""
_SMALLER = {1: 0, 2: 4, 5: 5}
"""In how many parts the space between two labels is cut, by the first digit of their distance."""


def ticks(first: int, last: int, scale: Scale, room: int) -> tuple[Tick, ...]:
    """The ticks between the first and the last step, at most about `room` of them with a label (at least 2), in order.

    A tick stands where its year, month or day begins; one at `last + 1` stands at the end.
    """
    room = max(2, room)
    begins, ends = scale.first_day(first), scale.last_day(last)
    counting = scale.own.counting
    low, high = counting.year_of(begins), counting.year_of(ends)
    months = 0 if scale.unit == "year" else counting.month_of(ends) - counting.month_of(begins) + 1
    if scale.unit == "day" and ends - begins < MOST_DAYS:
        found = _days(begins, ends, scale, room)
    elif months and months <= MOST_MONTHS:
        found = _months(begins, ends, scale, room)
    else:
        # A year is shorter than a day or a month: seven have the room of five.
        found = _years(low, high + 1, scale, room * 7 // 5)
    at = {tick.at: tick for tick in found if first <= tick.at <= last + 1}
    return tuple(at[step] for step in sorted(at))


def _years(low: int, high: int, scale: Scale, room: int) -> Iterator[Tick]:
    """Ticks at years that are counted through 0; of one step the major tick is given last."""
    own = scale.own
    apart = _nice(high - low, room)
    while apart > 1 and len([*_round(low, high, apart, scale)]) < 2:
        room *= 2  # one date alone tells nothing of how long anything is
        apart = _nice(high - low, room)
    parts = _SMALLER[int(str(apart)[0])] if apart > 1 else 0
    if parts and apart % parts == 0:
        yield from (Tick(_year_step(y, scale), "", major=False) for y in _round(low, high, apart // parts, scale))
    for year in _round(low, high, apart, scale):
        yield Tick(_year_step(year, scale), say_year(own.written(year), own))
    if not own.era and low < 1 < high and apart > 1:
        yield Tick(_year_step(1, scale), "1 BCE|1 CE")


def _round(low: int, high: int, apart: int, scale: Scale) -> Iterator[int]:
    """The years between two, counted through 0, whose written number is a multiple of something."""
    if scale.own.era:
        yield from range(-(-low // apart) * apart, high + 1, apart)
        return
    # The year 44 BCE is -43: what is round there is one more than the year's distance from 0.
    yield from (1 - n for n in range((1 - low) // apart * apart, max(0, -high), -apart) if n > 0)
    yield from range(-(-max(low, 1) // apart) * apart, high + 1, apart)


def _year_step(year: int, scale: Scale) -> int:
    return year if scale.unit == "year" else scale.step_of(scale.own.counting.year_start(year))


def _nice(size: int, room: int) -> int:
    """The least of 1, 2, 5, 10, 20 … by which so much is cut into no more parts than there is room for."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if size <= digit * power * room:
                return digit * power
        power *= 10


def _months(begins: int, ends: int, scale: Scale, room: int) -> Iterator[Tick]:
    counting = scale.own.counting
    first, last = counting.month_of(begins), counting.month_of(ends) + 1
    apart = next((n for n in (1, 2, 3, 6) if (last - first) <= n * room), 12)
    in_months = Scale("month", scale.calendar)
    for month in range(first, last + 1):
        start = counting.month_start(month)
        of_year = month - counting.month_of(counting.year_start(counting.year_of(start)))
        major = of_year % apart == 0
        yield Tick(scale.step_of(start), say(month, in_months) if major else "", major)


def _days(begins: int, ends: int, scale: Scale, room: int) -> Iterator[Tick]:
    apart = next((n for n in (1, 2, 5, 10) if ends - begins + 1 <= n * room), 15)
    for day in range(begins, ends + 2):
        of_month = scale.own.parts(day)[2]
        # The first of a month keeps its distance from what is round there.
        major = of_month == 1 or (of_month % apart == 0 and (apart == 1 or 2 < of_month < 29 + (apart < 5) * 2))
        yield Tick(day, say_in(day, scale.own) if major else "", major)
