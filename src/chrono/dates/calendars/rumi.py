"""The Rumi calendar of the Ottoman treasury, years 1256 to 1341.

Takes and gives what `calendar` does. A year was a Julian year from 1 March, numbered 584 less than its own (Mart 1256
began on 13 March 1840). 15 Şubat 1332 was followed by 1 Mart 1333, which is the Gregorian 1 March 1917; that year ended
with December, so that 1334 began on 1 January 1918; with 1341 (1925) it went out of use (Deny, "L'adoption du
calendrier grégorien en Turquie", 1921). Months are numbered from Mart; durations are counted on past both ends.
"""

from __future__ import annotations

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.calendars.reform import switch
from chrono.dates.calendars.styled_months import StyledMonths
from chrono.dates.runs import Run

MONTHS = (
    "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül", "Teşrin-i Evvel", "Teşrin-i Sani",
    "Kânun-ı Evvel", "Kânun-ı Sani", "Şubat",
)  # fmt: skip
AHEAD = 584
YEARS = (1256, 1341)
_WESTERN = switch(1917, 3, 1)


def _western(year: int, month: int) -> tuple[int, int] | None:
    """The year and month, from January, that a month is; `None` where there was none."""
    if month <= 10:
        return year + AHEAD, month + 2
    if year == 1333:
        return None
    return year + AHEAD + (1 if year < 1333 else 0), month - 10


def _meant(year: int, month: int) -> tuple[int, int] | None:
    return _western(year, month) if 1 <= month <= 12 and YEARS[0] <= year <= YEARS[1] else None


def _days(year: int, month: int, day: int) -> tuple[int, ...]:
    western = _meant(year, month)
    return _WESTERN.days(*western, day) if western else ()


def _month(year: int, month: int) -> tuple[Run, ...]:
    western = _meant(year, month)
    return _WESTERN.month(*western) if western else ()


def _begins(year: int) -> int:
    months = _WESTERN.counting.month_number(year + AHEAD, 3 if year <= 1333 else 1)
    return _WESTERN.counting.month_start(months)


def _year(year: int) -> tuple[Run, ...]:
    return (Run(_begins(year), _begins(year + 1) - 1),) if YEARS[0] <= year <= YEARS[1] else ()


def _parts(jdn: int) -> tuple[int, int, int]:
    year, month, day = _WESTERN.parts(jdn)
    own = year - AHEAD - (1 if month < 3 and year - AHEAD <= 1333 else 0)
    return own, month - 2 if month > 2 else month + 10, day


def _numbered(year: int, month: int) -> int:
    return _WESTERN.counting.month_number(*(_western(year, month) or (1918, 1)))


# The year 1333 had ten months.
_COUNTING = StyledMonths(_WESTERN.counting, _begins, lambda jdn: _parts(jdn)[0], _numbered, stray=59)
RUMI = Calendar("rumi", _days, _month, _year, _parts, _COUNTING, MONTHS, "year")
