"""The calendar of the Armenians and their era, in years of 365 days.

Takes and gives what `calendar` does.
"""

from __future__ import annotations

from chrono.dates.calendars.thirteen_months import wandering

EPOCH = 1922868
"""11 July 552, Julian."""
MONTHS = (
    "Nawasardi", "Hori", "Sahmi", "Tre", "Kaloch", "Arach", "Mehekani",
    "Areg", "Ahekani", "Mareri", "Margach", "Hrotich", "Aweleach",
)  # fmt: skip

ARMENIAN = wandering("armenian", EPOCH, MONTHS)
