"""How many days an amount of time is that is counted from, or up to, one of a few days that are known.

Takes an amount, the first and the last day it can be counted from or up to (JDN) and the calendar whose months and
years are counted; gives the least and most days it can be, exact for the days given. Between two unknown days
`durations.days_long` rounds outward.
"""

from __future__ import annotations

from functools import cache, lru_cache

from chrono.dates.arithmetic import deciding_days
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.durations import Duration, days_long, shifting


@lru_cache(maxsize=4096)
def from_days(amount: Duration, first: int, last: int, calendar: str) -> tuple[int, int]:
    """The least and most days an amount of time can be, counted from one of the given days."""
    after = shifting(amount, 1, calendar)
    counts = [after(day) - day for day in deciding_days(first, last, calendar)]
    return min(counts), max(counts)


def to_days(amount: Duration, first: int, last: int, calendar: str) -> tuple[int, int, int, int]:
    """The least and most days an amount of time can be that ends on one of two days, counted up to it or back from it;
    then the most and least for strict comparisons."""
    return _counted_up(amount, (first, last), calendar)


def up_to_days(amount: Duration, first: int, last: int, calendar: str) -> tuple[int, int, int, int]:
    """The least and most days of an amount that ends on any day from the first to the last, then the most and least for
    strict comparisons; in calendars with months of their own only for one day."""
    if first < last and calendar_named(calendar).counting.turns(first, first) is None:
        fewest, most = days_long(amount, calendar)
        return fewest, most, most, fewest
    # What months come to changes where a month begins and, as ends are clipped, up to four days before; and so many
    # days after that as are counted beside the months.
    turns = deciding_days(first - amount.days - 31, last + 31, calendar)
    near = {turn + beside + off for turn in turns for beside in (0, amount.days) for off in range(-4, 3)}
    return _counted_up(amount, tuple(sorted({first, last, *(day for day in near if first <= day <= last)})), calendar)


@lru_cache(maxsize=4096)
def _counted_up(amount: Duration, days: tuple[int, ...], calendar: str) -> tuple[int, int, int, int]:
    """The least and most days of an amount of time that ends on one of these; the most and least if strictly."""
    fewest, most = days_long(amount, calendar)

    # Most days are asked about more than once, and from most of them for more than one reason.
    after, before = cache(shifting(amount, 1, calendar)), shifting(amount, -1, calendar)

    @cache
    def ends_by(day: int) -> int:
        """The fewest days before a day from which it is not passed."""
        return next(n for n in range(fewest, most + 1) if after(day - n) <= day)

    @cache
    def ends_from(day: int) -> int:
        """The most days before a day from which it is reached."""
        return next(n for n in range(most, fewest - 1, -1) if after(day - n) >= day)

    # Back from a day only where nothing counted on ends there, as a month on the 31st of May: elsewhere it would let in
    # days from which nothing leads there.
    back = [day - before(day) for day in days if ends_by(day) > ends_from(day)]
    least, longest = min((*map(ends_by, days), *back)), max((*map(ends_from, days), *back))
    # Ends of months are clipped, so that a day short of the date can be farther from it than the date itself.
    above = min(least, *(ends_by(day - 1) for day in days))
    below = max(longest, *(ends_from(day + 1) for day in days))
    return least, longest, below, above
