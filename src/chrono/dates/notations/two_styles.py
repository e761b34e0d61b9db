"""One day told in two styles: `10/20 March 1660`, `25 October (7 November) 1917`.

Takes a phrase whose moments are complete; joins two that are one day, by the Julian calendar and by the Gregorian. With
a slash between them two days that are not one are a span; in brackets they raise `DateError`. Also finds the words for
a style (O.S., n. st.) in a text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from chrono.dates.calendars.calendar import MONTHS
from chrono.dates.calendars.gregorian import GREGORIAN, REFORM, gregorian_day
from chrono.dates.calendars.julian import JULIAN, julian_parts
from chrono.dates.notations.moments import SAME, Moment, Phrase
from chrono.dates.runs import DateError

_LAST_REFORM = gregorian_day(1923, 3, 1)
"""The day (JDN) on which Greece took the Gregorian calendar, the last state to do so: later days told with a slash
between them are a span."""
_LADY_DAY = (3, 25)
_OLD = (
    r"o\.?\s?s\.?|[av]\.\s?st?\.|old style|ancien style|vieux style|alte[nrs]+ stils?|stile antico"
    r"|ст\.?\s?ст\.?|(?:по )?ст(?:арому|арого|\.) стил[юя]",
    r"n\.?\s?st?\.?|new style|nouveau style|neue[nrs]+ stils?|stile moderno"
    r"|н(?:ов)?\.?\s?ст\.?|(?:по )?н(?:овому|ового|\.|ов\.) стил[юя]",
)
_STYLE = re.compile(
    # At the end, in brackets of its own, or before the one that closes; and O.S. and N.S. in capitals anywhere.
    rf"(?:,\s*|(?<=[\s(\[]))(?P<opens>[(\[])?(?:(?P<old>(?i:{_OLD[0]}))|(?i:{_OLD[1]}))(?:(?(opens)[)\]]|(?=[)\]]|$)))"
    r"|(?<=[\s(\[])(?:(?P<os>O\.?\s?S\.?|Old Style|ст\. ?ст\.)|N\.?\s?S\.?|New Style|н\. ?ст\.)(?=[\s,;/])",
    re.ASCII,
)
_YEARS = re.compile(r"(?P<date>.*[^\W\d_].*?)\s+(?P<one>[0-9]{3,4})\s*[(\[]\s*(?P<other>[0-9]{3,4})\s*[)\]]")
"""A date and its year again, in brackets."""


class Style(NamedTuple):
    """A word for a style and its place in a text."""

    start: int
    end: int
    old: bool


def styles_in(text: str) -> list[Style]:
    """The words for a style in a text, but for one that stands before all else."""
    return [
        Style(found.start(), found.end(), found["old"] is not None or found["os"] is not None)
        for found in _STYLE.finditer(text)
    ]


def told_years(text: str, styles: list[Style]) -> tuple[str, str] | None:
    """A date by the year of the old style and by that of the new, of `3 mars 1244 (1245 n. st.)`; `None` where a text
    has no such form."""
    found = _YEARS.fullmatch(blanked(text, styles))
    if found is None or len(styles) != 1 or styles[0].start < found.end("date"):
        return None
    years = found["one"], found["other"]
    old, new = (years[1], years[0]) if styles[0].old else years
    return (f"{found['date']} {old}", f"{found['date']} {new}") if int(new) == int(old) + 1 else None


def blanked(text: str, styles: list[Style]) -> str:
    """A text without the words for a style; all else stays in its column."""
    for style in styles:
        text = text[: style.start] + " " * (style.end - style.start) + text[style.end :]
    return text.rstrip()


def join_styles(phrase: Phrase, *, named: bool) -> None:
    """Joins the moments of a phrase that are one day in two styles, in place. `named` says that the text names its
    calendar, and then a slash stands between two days of that."""
    at = 0
    while at < len(phrase.links):
        one, other, link = phrase.moments[at], phrase.moments[at + 1], phrase.links[at]
        joined = _one_day(one, other, link) if link == SAME or (link == "/" and not named) else None
        if joined is not None:
            phrase.moments[at : at + 2] = [joined]
            del phrase.links[at]
            continue
        if link == SAME:
            raise _apart(one, other)
        at += 1
    inner = phrase.within
    if inner is not None and not named and len(phrase.moments) == len(inner.moments) == 1:
        joined = _one_day(phrase.moments[0], inner.moments[0], SAME)
        if joined is not None:
            phrase.moments, phrase.within = [joined], inner.within


def check_styles(text: str, phrase: Phrase, styles: list[Style]) -> bool:
    """Whether days of a phrase are told in two styles; raises `DateError` where the text names a style at the day that
    is told in the other."""
    doubled = [moment for moment in phrase.moments if moment.twice is not None]
    for moment, after in zip(doubled, (*doubled[1:], None), strict=False):
        assert moment.twice is not None
        one, other = moment.twice
        apart = max(text.rfind(sign, one.start, other.start) for sign in "/([")
        old_first = _same(moment, one)
        for style in styles:
            within = moment.start <= style.start and (after is None or style.start < after.start)
            if within and style.old != ((style.start < apart) == old_first):
                raise DateError(
                    f"{_said(one)} is the {'old' if old_first else 'new'} style of {_said(other)}, and not the other "
                    "way round", style.start, style.end - style.start, "write O.S. at the earlier, N.S. at the later",
                )  # fmt: skip
    return bool(doubled)


def how_told(moment: Moment) -> str:
    """A day told in two styles, in words: `25 October 1917 by the Julian calendar, 7 November 1917 by the
    Gregorian`."""
    assert moment.twice is not None
    old, new = sorted(moment.twice, key=lambda each: not _same(moment, each))
    return f"{_said(old)} by the Julian calendar, {_said(new)} by the Gregorian"


def _same(moment: Moment, other: Moment) -> bool:
    return (moment.day, moment.month) == (other.day, other.month)


def _one_day(one: Moment, other: Moment, link: str) -> Moment | None:
    """The Julian of two days, as both tell it, where they are one day; `None` where not, and where a slash between them
    more likely joins a span."""
    until = float("inf") if link == SAME else _LAST_REFORM
    if not (_is_day(one) and _is_day(other)):
        return None
    for old, new in ((one, other), (other, one)):
        years = [_year(old)]
        if link == SAME and one.year != other.year and (old.month or 0, old.day or 0) < _LADY_DAY:
            # 10 Feb. 1682 (20 Feb. 1683): the old style's year began on Lady Day.
            years.append(_year(old) + 1)
        told = GREGORIAN.days(_year(new), new.month or 0, new.day or 0)
        for year in years:
            days = JULIAN.days(year, old.month or 0, old.day or 0)
            if days and days == told and REFORM <= days[0] < until:
                return replace(
                    old, start=one.start, end=max(one.end, other.end), year=year, following=None, calendar="julian",
                    twice=(replace(one, year=_year(one)), replace(other, year=_year(other))),
                    weekday=one.weekday, nth=one.nth, side=one.side, bound=one.bound, bound_behind=other.bound_behind,
                    circa=one.circa, told=one.told, unsure=one.unsure or other.unsure,
                )  # fmt: skip
    return None


def _is_day(moment: Moment) -> bool:
    """Whether it is a day of a month of ours, with its year after Christ."""
    plain = not (moment.calendar or moment.marker or moment.feast or moment.counted or moment.swapped or moment.parts)
    return plain and bool(moment.day and moment.month and moment.year) and moment.era != "BC" and moment.twice is None


def _year(moment: Moment) -> int:
    """The year of a day, from January."""
    return moment.following or moment.year or 0


def _apart(one: Moment, other: Moment) -> DateError:
    """The error of two days that should be one and are not."""
    start, length = one.start, max(1, other.end - one.start)
    help = "write the day that is meant, or both with “or” between them"
    if not (_is_day(one) and _is_day(other)):
        return DateError("a day in brackets is the same in the other style, and has a month", start, length, help)
    new = GREGORIAN.days(_year(other), other.month or 0, other.day or 0)
    if new and new[0] >= REFORM:
        year, month, day = julian_parts(new[0])
        help = f"{_said(other)} by the Gregorian calendar is {day} {MONTHS[month - 1]} {year} by the Julian; {help}"
    return DateError(f"{_said(one)} and {_said(other)} are not one day in old and new style", start, length, help)


def _said(moment: Moment) -> str:
    return f"{moment.day} {MONTHS[(moment.month or 1) - 1]} {_year(moment)}"
