"""What is written once in a range or a choice belongs to both sides.

Takes the moments of a phrase as written and completes each from its neighbours: `12 or 13 May 1123`, `280 or 240 BC`,
`1450–75`, `5th–4th century BC`, `c. 1130 x 1140`. What its neighbours leave open raises `DateError` with the ways to
write it.
"""

from __future__ import annotations

from dataclasses import fields

from chrono.dates.notations.moments import SAME, Moment, Phrase
from chrono.dates.runs import DateError

_OF_PLACE = ("start", "end", "parts", "circa", "circa_behind", "unsure", "bound", "bound_behind", "year_first", "twice")
_FIELDS = tuple(field.name for field in fields(Moment) if field.name not in _OF_PLACE)
_FIRST_PLAIN = 600
"""Before this year a span without an era is as likely before Christ."""
_RANGES = ("to", "-", "x", "/", "and", "or", SAME)


def share(phrase: Phrase, *, western: bool = True) -> None:
    """Completes the moments of a phrase in place; raises `DateError` where one stays without what it needs.

    In a calendar that is not `western` a figure below 100 is a year like any other.
    """
    moments, links = phrase.moments, phrase.links
    for moment in moments:
        if moment.parts and moment.hand and moment.ordinal is not None and not moment.datable and moment.month is None:
            # Ende II – Anfang III: a numeral that has parts counts centuries.
            moment.scale = "century"
    if len(moments) > 1:
        if "/" in links:
            _tell_eras(moments, links)
        for at in range(len(moments) - 2, -1, -1):
            _not_a_year(moments[at], moments[at + 1])
            _from_right(moments[at], moments[at + 1])
        for at in range(1, len(moments)):
            _from_left(moments[at], moments[at - 1], links[at - 1])
        for at in range(len(moments) - 2, -1, -1):
            _from_right(moments[at], moments[at + 1])
        _share_circa(moments, links)
    for moment in moments:
        if moment.bare and not western and moment.ordinal is None:
            moment.year, moment.digits, moment.number = moment.number, moment.digits, None
        _complete(moment)
    if len(moments) > 1:
        for moment in moments:
            if moment.weekday is not None and (moment.scale or moment.base is not None):
                raise DateError(
                    "a weekday needs a closed and shorter date", moment.start, max(1, moment.end - moment.start),
                    "give the weekday with a day, month or year",
                )  # fmt: skip


def _share_circa(moments: list[Moment], links: list[str]) -> None:
    """What is said of the first of a range or choice, or behind its last, is said of all of it: `c. 1450–75`,
    `1450–75 ca.`; a comma ends it."""
    cuts = [at + 1 for at, link in enumerate(links) if link not in _RANGES]
    for first, last in zip((0, *cuts), (*cuts, len(moments)), strict=True):
        if moments[first].circa or moments[last - 1].circa_behind:
            for moment in moments[first:last]:
                # Of “after c. 1450 and before 1460” each bound has its own.
                moment.circa = moment.circa or not moment.bound or moment.bound_behind


def lend_year(phrase: Phrase, outer: Phrase) -> bool:
    """Gives what stands behind a year its year: `1245 (3 May)`, `26 December 1825 (14 December)`, `1245, indiction 3`.

    Says whether it is all that the year before it says, and more: then the year alone narrows it no further, and must
    not, because feasts and Roman days are of the Julian year.
    """
    first, before = outer.moments[0], outer.moments[-1]
    for moment in phrase.moments:
        if moment.reckoning == "any" and moment.indiction and first.year and before.year and before.era != "BC":
            moment.indiction = (moment.indiction[0], first.year, before.following or before.year)
    if before.year is None or before.circa or before.bound or outer.links or any(m.datable for m in phrase.moments):
        # About 1245 it was on that day of any of some years.
        return False
    lent = [moment for moment in phrase.moments if moment.dated_within]
    for moment in lent:
        _year_of(moment, before)
        moment.unsure = moment.unsure or before.unsure
    wholly = before.plain_year and not before.parts and lent == phrase.moments
    return wholly and not any(moment.bound or moment.circa for moment in lent)


def _not_a_year(moment: Moment, right: Moment) -> None:
    """`AD 2-3 c.`, `AD 12/13 May 1123`: a number behind an era is no year where what follows says what it counts."""
    if not (moment.leading and moment.digits <= 2 and moment.plain_year and moment.era) or moment.year is None:
        return
    century = right.scale == "century" and right.ordinal is not None and not right.parts
    if century and right.ordinal is not None:
        century = moment.year >= right.ordinal if moment.era == "BC" else moment.year <= right.ordinal
    if century or (right.day is not None and right.month and not right.parts and moment.year < right.day):
        moment.number, moment.year, moment.following = moment.year, None, None


def of_hijra(year: int, other: int) -> bool:
    """Whether a year of the Hijra and a year of Christ are the same, or nearly: 33 of the one are 32 of the other."""
    return 0 < year < other and abs(other - 622 - year * 97 // 100) <= 2 + year // 2000


def _tell_eras(moments: list[Moment], links: list[str]) -> None:
    """`517/1123` is one year by two eras, or a span; `517 H./1123` and `AH 517/1123–24` the one year. Raises where
    neither is said."""
    one, other = moments[0], moments[links.index("/") + 1]
    if one.calendar == "islamic" and other.base is not None and not other.era and not other.calendar and one.year:
        if any(of_hijra(one.year, other.base + number) for number in range(10)):
            # AH 1236/1820s
            other.named, other.era = True, "AD"
        return
    if not (one.plain_year and other.plain_year and one.year and other.year) or one.era or other.era == "BC":
        return
    if not of_hijra(one.year, other.year) or one.calendar not in ("", "islamic") or other.calendar:
        return
    if one.calendar and links in (["/"], ["/", "-"]):
        other.named, other.era = True, other.era or "AD"
        return
    raise two_eras(one, other)


def two_eras(one: Moment, other: Moment) -> DateError:
    """The error of two years that can be one year, by two eras of which none is named."""
    return DateError(
        f"{one.year} and {other.year} can be one year, of the Hijra and of Christ, or a span of centuries",
        one.start, max(1, other.end - one.start),
        f"write AH {one.year} / AD {other.year}, or {one.year}–{other.year} for the span",
    )  # fmt: skip


def _copied(into: Moment, source: Moment) -> None:
    for name in _FIELDS:
        setattr(into, name, getattr(source, name))


def _year_of(into: Moment, source: Moment) -> None:
    into.year, into.digits, into.following = source.year, source.digits, source.following
    into.era = into.era or source.era
    into.calendar = into.calendar or source.calendar


def _from_right(moment: Moment, right: Moment) -> None:
    """What the moment behind says for both: month, year, era, what an ordinal counts."""
    if moment.open or right.open or moment.edtf or moment.indiction:
        return
    if moment.parts and not moment.datable and not moment.bare and moment.ordinal is None and moment.month is None:
        if right.datable or right.month:
            _copied(moment, right)
        return
    of_day = right.day is not None and (right.month or right.marker)
    if moment.bare or (moment.ordinal is not None and not moment.scale):
        number = moment.number if moment.number is not None else moment.ordinal
        roman = moment.number is None and moment.hand
        if of_day and not moment.parts and not roman:
            moment.day, moment.month, moment.marker = number, right.month, right.marker
            moment.number = moment.ordinal = None
            _year_of(moment, right)
        elif right.scale:
            moment.ordinal, moment.scale, moment.number = number, right.scale, None
            moment.hand = moment.hand or right.hand
        elif moment.bare and right.plain_year and right.named and not right.leading:
            moment.year, moment.digits, moment.number = number, len(str(number)), None
            moment.era, moment.calendar = right.era, right.calendar
    elif moment.year is None and right.year is not None and moment.dated_within:
        _year_of(moment, right)
    elif moment.base is not None and right.base is not None and moment.digits <= 2 < right.digits and not moment.era:
        # 30er/40er Jahre des 15. Jahrhunderts
        base = right.base // 100 * 100 + moment.base
        moment.base, moment.digits = base if base <= right.base else base - 100, right.digits
    if right.named and not right.leading and not moment.named and not moment.calendar and moment.datable:
        if right.era and not moment.era:
            moment.era = right.era
        elif right.calendar and moment.plain_year and not moment.era:
            moment.calendar = right.calendar


def _from_left(moment: Moment, left: Moment, link: str) -> None:
    """What the moment before says for both: the digits a short year leaves out, an era written first, a month."""
    if moment.open or left.open or moment.edtf or left.edtf:
        return
    if moment.year is not None and moment.plain_year and moment.era == "AD" and _cut_short(moment, left):
        assert left.year is not None
        moment.year += left.year // 10**moment.digits * 10**moment.digits
        moment.digits, left.era = left.digits, "AD"
        return
    if moment.bare and not moment.parts:
        _number_after(moment, left, link)
    elif moment.ordinal is not None and not moment.scale and left.scale:
        moment.scale, moment.hand, moment.number = left.scale, moment.hand or left.hand, None
    elif moment.ordinal is not None and not moment.scale and left.day is not None and left.month and not moment.hand:
        moment.day, moment.month, moment.number, moment.ordinal = moment.ordinal, left.month, None, None
        if left.year is not None:
            _year_of(moment, left)
    elif moment.day is not None and moment.month is None and moment.marker is None:
        moment.month, moment.calendar = left.month, left.calendar
    elif (
        left.base is not None and left.leading and moment.plain_year and not moment.named and link in ("-", "to", "and")
    ):
        # les années 1820-1830: the word for decades stands before both.
        if moment.year is not None and moment.year % 10 == 0:
            moment.base, moment.year = moment.year, None
    elif moment.base is not None and moment.digits <= 2:
        before = left.base if left.base is not None else left.year
        if before is not None and before >= 100:
            moment.base, moment.digits = before // 100 * 100 + moment.base, len(str(before))
    elif moment.year is None and left.year is not None and left.year_first and moment.dated_within:
        # 1123 Nov.–Dec.
        _year_of(moment, left)
    elif moment.plain_year and link == "or" and left.year is not None and left.dated_within and not moment.named:
        for name in ("day", "month", "counted", "season", "feast", "offset", "through", "marker", "reckoning"):
            setattr(moment, name, getattr(left, name))
    if left.named and not moment.named and not moment.era and not moment.calendar and moment.datable:
        if left.leading:
            moment.era, moment.calendar = left.era, left.calendar
        elif left.era == "BC":
            year = moment.year if moment.year is not None else moment.ordinal if moment.scale else moment.base
            raise DateError(
                "the first date is before Christ and the second has no era",
                moment.start, max(1, moment.end - moment.start), f"write AD {year} or {year} BC",
                mends=(f"AD {year}", f"{year} BC"),
            )  # fmt: skip
        elif left.era == "AD":
            moment.era = "AD"
        elif left.calendar:
            moment.calendar = left.calendar
    if left.leading and left.calendar and moment.plain_year and not moment.named and not moment.calendar:
        moment.calendar = left.calendar


def _cut_short(moment: Moment, left: Moment) -> bool:
    """Whether `2 AD` after 1921 is the end of a later year: by itself it would be an earlier one."""
    if moment.leading or left.year is None or left.day is not None or moment.digits >= min(3, left.digits):
        return False
    year = moment.year or 0
    later = left.year // 10**moment.digits * 10**moment.digits + year > left.year
    return later and left.year > year and not (left.named and left.era == "BC")


def _number_after(moment: Moment, left: Moment, link: str) -> None:
    """A figure below 100 after a date: the last figures of a later year, or a day of the same month."""
    number, width = moment.number, moment.digits
    assert number is not None
    if left.year is None:
        if left.month and left.day is not None:
            moment.day, moment.month, moment.number, moment.calendar = number, left.month, None, left.calendar
        return
    if left.digits <= width or left.season:
        if left.leading and left.plain_year and left.era != "BC":
            # AD 12 or 13: the era stands before both.
            moment.year, moment.digits, moment.number = number, width, None
            moment.era, moment.leading, moment.calendar, moment.named = left.era, True, left.calendar, True
        return
    if left.era == "BC" and not left.leading:
        raise DateError(
            "the first date is before Christ and the second has no era",
            moment.start, max(1, moment.end - moment.start), f"write AD {number} or {number} BC",
            mends=(f"AD {number}", f"{number} BC"),
        )  # fmt: skip
    last = left.following if left.following is not None else left.year
    candidate = last // 10**width * 10**width + number
    later = candidate < last if left.era == "BC" else candidate > last
    if left.day is not None and number <= 31 and left.year_first and left.month:
        # 1123 May 12–15: the year is said, and what follows a day is a day.
        moment.day, moment.month, moment.number = number, left.month, None
        _year_of(moment, left)
        return
    if left.day is not None and number <= 31:
        raise DateError(
            f"{number} can be a day or a year after {left.year}",
            moment.start, max(1, moment.end - moment.start),
            f"write {left.day} or {number} of the month, with the year behind, or the second year in full",
        )  # fmt: skip
    if last < _FIRST_PLAIN and not left.era and link != "or" and last + 1 < candidate:
        raise DateError(
            f"{last}–{number:0{width}} can be {last} to {candidate}, or {last} to {number} BC",
            left.start, max(1, moment.end - left.start), f"write {last}–{candidate}, or {last}–{number} BC",
            mends=(f"{last}–{candidate}", f"{last}–{number} BC"),
        )  # fmt: skip
    if not later:
        raise DateError(
            f"{number:0{width}} is no later year of the same century as {last}",
            moment.start, max(1, moment.end - moment.start),
            f"write the second year in full: {last} {'or' if link == 'or' else '–'} "
            f"{candidate + (10**width if left.era != 'BC' else -(10**width))}",
        )  # fmt: skip
    moment.year, moment.digits, moment.number = candidate, left.digits, None
    moment.era, moment.leading, moment.calendar = left.era, left.leading, left.calendar
    moment.named = left.named
    if link == "or":
        moment.day, moment.month = left.day, left.month


def _complete(moment: Moment) -> None:
    """Raises where a moment is still no date."""
    if moment.open or moment.edtf or moment.indiction:
        return
    length = max(1, moment.end - moment.start)
    if moment.bare:
        number = moment.number or 0
        if moment.circa:
            raise DateError(
                f"“about” {number} has no era: a number below 100 is a year only with one",
                moment.start, length, f"write c. AD {number} or c. {number} BC; for a century, {number}th century",
            )  # fmt: skip
        raise DateError(
            f"{number} is no date by itself: a number below 100 is a year only with an era",
            moment.start, length, f"write AD {number}, {number} BC, or the day with its month and year",
            mends=(f"AD {number}", f"{number} BC"),
        )  # fmt: skip
    if moment.ordinal is not None and not moment.scale and moment.year is None:
        raise DateError(
            f"what the {moment.ordinal}. is of is not said",
            moment.start, length, "write for example 12th century, or 12 May 1123",
        )  # fmt: skip
    if not moment.scale and any(part.endswith("/10") for part in moment.parts):
        raise DateError(
            "a decade is a part of a century", moment.start, length, "write the years, or first decade of 16th century"
        )
    if moment.base is not None and moment.digits <= 2 and not moment.era:
        raise DateError(
            "a decade below 100 has no century or era", moment.start, length,
            f"write {1900 + moment.base}s or {moment.base}s BC", mends=(f"{1900 + moment.base}s", f"{moment.base}s BC"),
        )  # fmt: skip
    if moment.day is not None and moment.month is None and not (moment.marker or moment.feast or moment.scale):
        raise DateError(f"the day {moment.day} has no month", moment.start, length, "write the month as a word")
    if not moment.datable:
        what = "feast" if moment.feast else "season" if moment.season else "day" if moment.day is not None else "month"
        if moment.parts and not (moment.month or moment.feast or moment.season):
            raise DateError("what this is a part of is not said", moment.start, length, "write early 12th century")
        raise DateError(f"the {what} has no year", moment.start, length, "write the year behind it")
