"""Unspecified digits: the years, months and days that `X` can stand for.

Takes masks such as `156X` and `3X`; gives numbers and, in a calendar, the disjoint stretches of days of every
completion that exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.runs import MOST_RUNS, Run, hull, merged


def year_ranges(mask: str) -> tuple[tuple[int, int], ...] | None:
    """The years a mask such as `15XX`, `1X84` or `-012X` can be, as sorted ranges; `None` if it is too wide to list.

    A negative mask never means the year 0: `-000X` is -9 to -1.
    """
    negative = mask[0] == "-"
    digits = mask.lstrip("+-")
    if "X" in digits and len(digits) > 4:
        return None
    stem = digits.rstrip("X")
    width: int = 10 ** (len(digits) - len(stem))
    ranges: list[tuple[int, int]] = []
    for filled in product(*("0123456789" if digit == "X" else digit for digit in stem)):
        low = int("".join(filled) or "0") * width
        high = low + width - 1
        if negative:
            low, high = -high, -max(low, 1)
            if low > high:
                continue
        ranges.append((low, high))
    return tuple(sorted(ranges))


def month_numbers(mask: str, most: int) -> tuple[int, ...]:
    """The numbers from 1 to `most` that a mask of two characters can be: `1X` of 12 is 10, 11, 12."""
    tens, ones = mask[0], mask[1]
    return tuple(
        number for number in range(1, most + 1) if tens in ("X", str(number // 10)) and ones in ("X", str(number % 10))
    )


def stretches(
    calendar: Calendar,
    years: tuple[tuple[int, int], ...],
    months: tuple[int, ...] | None,
    days: tuple[int, ...] | None,
) -> tuple[tuple[Run, ...], str]:
    """The days of every completion that exists, as stretches, and a note where they are too many and the hull is given.

    `months` and `days` are the numbers allowed; `None` where the date is coarser.
    """
    all_months = months is None or len(months) == len(calendar.months)
    all_days = days is None or len(days) == 31
    if all_months and all_days:
        return merged(run for low, high in years for run in _whole_years(calendar, low, high)), ""
    chosen = months or ()
    kept: list[Run] = []
    for year in (year for low, high in years for year in range(low, high + 1)):
        kept.extend(_of_year(calendar, year, chosen, None if all_days else days))
        if len(kept) > 2 * MOST_RUNS:
            break
    else:
        runs = merged(kept)
        if len(runs) <= MOST_RUNS:
            return runs, ""
        kept = list(runs)
    for year in (year for low, high in reversed(years) for year in range(high, low - 1, -1)):
        latest = list(_of_year(calendar, year, chosen, None if all_days else days))
        if latest:
            kept.extend(latest)
            break
    return (hull(kept),), f"more than {MOST_RUNS} stretches of days: only the first and the last day are used"


def _whole_years(calendar: Calendar, low: int, high: int) -> tuple[Run, ...]:
    first, last = calendar.year(low), calendar.year(high)
    if first and last:
        return first if low == high else (hull((*first, *last)),)
    return tuple(run for year in range(low, high + 1) for run in calendar.year(year))


def _of_year(calendar: Calendar, year: int, months: tuple[int, ...], days: tuple[int, ...] | None) -> Iterator[Run]:
    for month in months:
        if days is None:
            yield from calendar.month(year, month)
        else:
            for day in days:
                yield from (Run(jdn, jdn) for jdn in calendar.days(year, month, day))
