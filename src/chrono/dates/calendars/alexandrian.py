"""The calendar of Roman and Byzantine Egypt, by the Greek names of its months.

Takes and gives what `calendar` does. Days are those of the Coptic calendar, which goes on with it: a year begins on 29
August, or on the 30th before a Julian leap year. `alexandrian` has the years of Diocletian, `oxyrhynchite` those of the
era of Oxyrhynchus, of which the year 1 began in AD 324 (Bagnall and Worp, Chronological Systems of Byzantine Egypt, 2nd
ed., 2004). The reform under Augustus is carried back by rule.
"""

from __future__ import annotations

from chrono.dates.calendars.thirteen_months import alexandrian

DIOCLETIAN = 1825030
"""29 August 284, Julian."""
OXYRHYNCHUS = 1839640
"""29 August 324, Julian: year 41 of Diocletian."""
MONTHS = (
    "Thoth", "Phaophi", "Hathyr", "Choiak", "Tybi", "Mecheir", "Phamenoth",
    "Pharmouthi", "Pachon", "Payni", "Epeiph", "Mesore", "Epagomenai",
)  # fmt: skip

ALEXANDRIAN = alexandrian("alexandrian", DIOCLETIAN, MONTHS)
OXYRHYNCHITE = alexandrian("oxyrhynchite", OXYRHYNCHUS, MONTHS)
