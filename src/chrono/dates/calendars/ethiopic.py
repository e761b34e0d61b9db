"""The calendar of the Ethiopians, with the years of the era of mercy.

Takes and gives what `calendar` does.
"""

from __future__ import annotations

from chrono.dates.calendars.thirteen_months import alexandrian

EPOCH = 1724221
"""29 August 8, Julian."""
MONTHS = (
    "Maskaram", "Teqemt", "Hedar", "Takhsas", "Ter", "Yakatit", "Magabit",
    "Miyazya", "Genbot", "Sane", "Hamle", "Nahase", "Paguemen",
)  # fmt: skip

ETHIOPIC = alexandrian("ethiopic", EPOCH, MONTHS)
