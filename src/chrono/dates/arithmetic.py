"""Calendar arithmetic on days: so many months later, and how many days months are.

Takes and gives JDN and the names of calendars. Month ends are clipped, as a person counts: 31 January and one month is
28 or 29 February. Hence months do not associate, and n months between two unknown days are a set of day counts, which
is given exactly where the calendar's months are the sun's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chrono.dates.calendars.registry import calendar_named


def add_months(day: int, months: int, calendar: str = "gregorian") -> int:
    """The day so many months later (earlier, if negative), clipped to the end of a shorter month."""
    return calendar_named(calendar).counting.add(day, 0, months)


def deciding_days(first: int, last: int, calendar: str) -> Iterable[int]:
    """Those of some days from which months can be the least and the most days: ends are clipped, so that what months
    come to only falls within a month."""
    turns = calendar_named(calendar).counting.turns(first, last)
    return range(first, last + 1) if turns is None else turns


def month_days(months: int, calendar: str = "gregorian") -> tuple[int, int]:
    """The least and most days from a day to the one n months later (n >= 0), month ends clipped: 8 are 242 to 245."""
    return calendar_named(calendar).counting.apart(0, months)


def apart(first: int, last: int, calendar: str = "gregorian") -> tuple[int, int, int]:
    """Years, months and days from one day to a later one, as a person counts them by a calendar: first the whole years,
    then the whole months, then the days left over."""
    counting = calendar_named(calendar).counting
    years = _most(lambda count: counting.add(first, count, 0), counting.year_of(last) - counting.year_of(first), last)
    begun = counting.add(first, years, 0)
    months = _most(
        lambda count: counting.add(first, years, count), counting.month_of(last) - counting.month_of(begun), last
    )
    return years, months, last - counting.add(first, years, months)


def _most(reached: Callable[[int], int], count: int, last: int) -> int:
    """The most, of a count that may be one or two too many, that do not lead past a day."""
    while count and reached(count) > last:
        count -= 1
    return count
