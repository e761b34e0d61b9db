"""The days of indictions: years of a cycle of fifteen, by themselves or beside a date.

Takes a moment that names one with the years about which it is sought; gives its days, or raises `DateError`.
"""

from __future__ import annotations

from chrono.dates.calendars.gregorian import GREGORIAN
from chrono.dates.calendars.julian import JULIAN
from chrono.dates.notations.moments import Moment
from chrono.dates.runs import DateError, Part, Run, merged


def indiction(moment: Moment) -> Part:
    """`indiction 1 in 1453`: the Greek indiction, from 1 September, of which the larger part is in that Christian year.

    In Egypt it began on another day in each district, from Pachon 1 (26 April) to Thoth 1 (29 or 30 August) before
    (Bagnall and Worp, Chronological Systems of Byzantine Egypt, 2nd ed., 2004): what each allows is kept. With two
    years (`indiction 1 in 1400..1460`) it is an either/or over every such indiction that reaches into them.
    """
    assert moment.indiction is not None
    number, first, last = moment.indiction
    column = moment.day or moment.start
    if not 1 <= number <= 15:
        raise DateError("an indiction is from 1 to 15", column, len(str(number)))
    if moment.reckoning == "any":
        return _any_indiction(number, first, last, column)
    # The indiction that begins in September of a year is that of the next; it counts where no earlier one does.
    indictions = [year for year in range(first, min(last, first + 10_000) + 1) if (year + 3) % 15 == number % 15]
    if not indictions and (last + 4) % 15 == number % 15:
        indictions = [last + 1]
    if not indictions:
        raise DateError(
            f"the year {first} has the indictions {(first + 2) % 15 + 1} and {(first + 3) % 15 + 1}",
            column, len(str(number)),
        )  # fmt: skip
    if moment.reckoning == "egyptian":
        runs = tuple(Run(JULIAN.days(year - 1, 4, 26)[0], JULIAN.days(year, 8, 29)[0]) for year in indictions)
        note = "Egyptian indiction: years from a day between 26 April and 30 August, Julian, by the district"
        return Part(merged(runs), "year", note=note, ways=runs)
    runs = tuple(Run(JULIAN.days(year - 1, 9, 1)[0], JULIAN.days(year, 8, 31)[0]) for year in indictions)
    return Part(runs, "year", note="Greek indiction: years from 1 September, Julian")


def _any_indiction(number: int, first: int, last: int, column: int) -> Part:
    """`1245, indictione III`: every day that some chancery counted to an indiction about these years.

    The indiction of a year began on 1 September before it (Greek), on the 8th (Siena), the 24th (Bede, the emperors),
    at Christmas or on 1 January (the popes), in Genoa on 24 September of the year itself (Cheney, A Handbook of Dates,
    rev. M. Jones, 2000).
    """
    if not first:
        raise DateError("an indiction has no year", column, len(str(number)), f"write 1245, indiction {number}")
    of = [year for year in range(first - 1, min(last, first + 10_000) + 2) if (year + 3) % 15 == number % 15]
    if not of:
        raise DateError(
            f"the year {first} has the indiction {(first + 2) % 15 + 1}, from September {(first + 3) % 15 + 1}",
            column, len(str(number)), "write the one that is meant, or none",
        )  # fmt: skip
    runs = tuple(Run(GREGORIAN.days(year - 1, 9, 1)[0], JULIAN.days(year + 1, 9, 23)[0]) for year in of)
    note = f"indiction {number} by any kind: from 1 September {of[0] - 1}, in Genoa until 23 September {of[0] + 1}"
    return Part(merged(runs), "year", note=note)
