"""Year styles and eras counted on the Julian calendar.

Takes and gives what `calendar` does. A style changes the number of the year, not the day: `julian-florentine` 10
February 1450 is the Julian 10 February 1451. Styles after Cheney, A Handbook of Dates (rev. M. Jones, 2000); the
Byzantine era after Grumel, La chronologie (1958).
"""

from __future__ import annotations

from collections.abc import Callable

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.calendars.easter import julian_easter
from chrono.dates.calendars.julian import JULIAN, JULIAN_MONTHS, julian_day, julian_parts
from chrono.dates.calendars.styled_months import StyledMonths
from chrono.dates.runs import Run, clipped


def styled(name: str, begins: Callable[[int], int], offset: int = 0, stray: int = 0, era: str = "") -> Calendar:
    """The Julian calendar with years that begin on another day.

    `begins(year)` is the first day (JDN) of a year; `offset` is about how far a Julian year's number is ahead of
    its own. A year of Easter style is longer or shorter than a Julian one, so a day may be in it twice or never.
    """

    def around(year: int) -> range:
        return range(year + offset - 1, year + offset + 2)

    def days(year: int, month: int, day: int) -> tuple[int, ...]:
        first, last = begins(year), begins(year + 1) - 1
        found = (jdn for julian in around(year) for jdn in JULIAN.days(julian, month, day))
        return tuple(jdn for jdn in found if first <= jdn <= last)

    def month(year: int, number: int) -> tuple[Run, ...]:
        runs = tuple(run for julian in around(year) for run in JULIAN.month(julian, number))
        return clipped(runs, begins(year), begins(year + 1) - 1)

    def whole(year: int) -> tuple[Run, ...]:
        return (Run(begins(year), begins(year + 1) - 1),)

    def parts(jdn: int) -> tuple[int, int, int]:
        julian, number, day = julian_parts(jdn)
        year = next(year for year in range(julian - offset + 1, julian - offset - 3, -1) if begins(year) <= jdn)
        return year, number, day

    def numbered(year: int, month: int) -> int:
        # Of a year that begins with a month: the first month so called that is not before the year.
        first = JULIAN_MONTHS.month_of(begins(year))
        return first + (month - 1 - first) % 12

    counting = StyledMonths(JULIAN_MONTHS, begins, lambda jdn: parts(jdn)[0], numbered, stray)
    within = julian_parts(begins(1))[2] != 1
    own = "julian" if within else ""
    return Calendar(name, days, month, whole, parts, counting, era=era, by_month=own, told=own)


def on(name: str, month: int, day: int, offset: int = 0, era: str = "") -> Calendar:
    """A style or era whose year begins on a fixed day of the Julian year of its own number + offset."""
    return styled(name, lambda year: julian_day(year + offset, month, day), offset, era=era)


def _lady_day(year: int) -> int:
    """25 March until the Act of 1750, by which 1751 ended with December and 1752 began on 1 January."""
    return julian_day(year, 3, 25) if year <= 1751 else julian_day(year, 1, 1)


FLORENTINE = on("julian-florentine", 3, 25)
LADY_DAY = styled("julian-ladyday", _lady_day, stray=84)
PISAN = on("julian-pisan", 3, 25, -1)
MARCH = on("julian-march", 3, 1)
SEPTEMBER = on("julian-september", 9, 1, -1)
NATIVITY = on("julian-nativity", 12, 25, -1)
EASTER_STYLE = styled("julian-easter-style", julian_easter, stray=35)
BYZANTINE = on("byzantine-am", 9, 1, -5509, "AM")
SPANISH = on("spanish-era", 1, 1, -38, "Era")
AUC = on("auc-varronian", 1, 1, -753, "AUC")
SELEUCID_SYRIAN = on("seleucid-syrian", 10, 1, -312, "SE")
