"""The French Republican calendar as it was in force, years I to XIV.

Takes and gives what `calendars` does. The years III, VII and XI were leap years; no later rule was ever in force,
so there is no year XV. Years are read in Roman numerals too (`9 Thermidor II`).
"""

from __future__ import annotations

from chrono.dates.calendars.western import Calendar, regular

EPOCH = 2375840
"""22 September 1792."""
MONTHS = (
    "Vendémiaire", "Brumaire", "Frimaire", "Nivôse", "Pluviôse", "Ventôse", "Germinal",
    "Floréal", "Prairial", "Messidor", "Thermidor", "Fructidor", "Sansculottides",
)  # fmt: skip


def _day(year: int, month: int, day: int) -> int:
    return EPOCH + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1


def _parts(jdn: int) -> tuple[int, int, int]:
    year = (4 * (jdn - EPOCH) + 1463) // 1461
    rest = jdn - _day(year, 1, 1)
    return year, rest // 30 + 1, rest % 30 + 1


def _length(year: int, month: int) -> int:
    return 30 if month < 13 else 6 if year % 4 == 3 else 5


ENDLESS: Calendar = regular("french-republican", _day, _parts, _length, months=MONTHS)
"""The same carried on, so that durations can be counted past its end."""
REPUBLICAN: Calendar = regular("french-republican", _day, _parts, _length, months=MONTHS, years=(1, 14))
