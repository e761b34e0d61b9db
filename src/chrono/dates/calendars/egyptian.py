"""The calendar of the Egyptians, with the years of the era of Nabonassar.

Takes and gives what `calendar` does. A year has 365 days, so that its beginning wanders through the seasons.
"""

from __future__ import annotations

from chrono.dates.calendars.thirteen_months import wandering

NABONASSAR = 1448638
"""26 February 747 BC, Julian: 1 Thoth of the first year of Nabonassar."""
MONTHS = (
    "Thoth", "Phaophi", "Athyr", "Choiak", "Tybi", "Mechir", "Phamenoth",
    "Pharmuthi", "Pachon", "Payni", "Epiphi", "Mesore", "Epagomenae",
)  # fmt: skip

EGYPTIAN = wandering("egyptian", NABONASSAR, MONTHS)
