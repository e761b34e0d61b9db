"""Months counted up to a stated day: exactly the days from which an independent count leads there."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest

from chrono.dates.durations import Duration
from chrono.dates.lengths import to_days

JDN = 1_721_425


def onward(day: date, months: int, days: int) -> date:
    """So many months later, clipped to the end of a shorter month, and then so many days: the standard library's."""
    later = day.year * 12 + day.month - 1 + months
    year, month = later // 12, later % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1])) + timedelta(days=days)


@pytest.mark.parametrize(("months", "days"), [(1, 0), (1, 1), (3, 8), (5, 3), (12, 0), (12, 28)])
@pytest.mark.parametrize("year", [1096, 1100, 1199, 1600, 1900, 2000, 2023])
def test_the_days_are_those_from_which_the_count_leads_there(months: int, days: int, year: int) -> None:
    amount = Duration(((months, "months"), (days, "days")) if days else ((months, "months"),))
    for offset in range(366):
        end = date(year, 1, 1) + timedelta(days=offset)
        lengths = range(28 * months, 31 * months + days + 2)
        leading = [n for n in lengths if onward(end - timedelta(days=n), months, days) == end]
        least, most = to_days(amount, end.toordinal() + JDN, end.toordinal() + JDN, "gregorian")[:2]
        if leading:
            assert (least, most) == (min(leading), max(leading)), end
        else:
            # Nothing leads there: it is counted back, so that no true history is lost.
            assert least <= most
