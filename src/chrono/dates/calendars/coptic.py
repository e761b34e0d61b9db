"""The calendar of the Copts, with the years of the era of Diocletian (of the Martyrs).

Takes and gives what `calendar` does.
"""

from __future__ import annotations

from chrono.dates.calendars.thirteen_months import alexandrian

EPOCH = 1825030
"""29 August 284, Julian."""
MONTHS = (
    "Thout", "Paopi", "Hathor", "Koiak", "Tobi", "Meshir", "Paremhat",
    "Parmouti", "Pashons", "Paoni", "Epip", "Mesori", "Nesi",
)  # fmt: skip

COPTIC = alexandrian("coptic", EPOCH, MONTHS, "AM")
