"""The French Republican calendar as it was in force, years I to XIV.

Takes and gives what `calendar` does. The years III, VII and XI were leap years; no later rule was ever in force,
so there is no year XV; durations are counted on past its end. Years are read in Roman numerals too (`9 Thermidor II`).
"""

from __future__ import annotations

from chrono.dates.calendars.thirteen_months import leaping, thirteen

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


FRENCH_REPUBLICAN = thirteen("french-republican", _day, _parts, leaping, MONTHS, years=(1, 14))
