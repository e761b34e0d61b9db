"""The grammar of days with names: weekdays, seasons, feasts, the Roman days, and indictions.

Takes tokens, gives a `Moment`; which day it was is looked up elsewhere.
"""

from __future__ import annotations

from chrono.dates.calendars.easter import WEEKDAYS
from chrono.dates.notations.civil_days import CivilDays
from chrono.dates.notations.moments import Moment
from chrono.dates.notations.month_names import months_at
from chrono.dates.notations.tokens import Token
from chrono.dates.runs import DateError

_MOST_SUNDAYS = 28
"""So many Sundays can lie between Trinity and Advent, and more are counted from no feast."""
_UNITS = ("day", "days", "week", "weeks", "month", "months", "year", "years")


class NamedDays(CivilDays):
    """A reader of days that have names."""

    def _weekday(self, moment: Moment) -> Moment | None:
        """`Tuesday 12 March 1940`, `a Tuesday in March 1940`, `Tuesday after Michaelmas 1270`."""
        token = self.tokens[self.at]
        weekday = int(str(token.roles["weekday"]))
        self.at += 1
        self.take_sign(",")
        if (after := self.peek()) is not None and after.key in ("next", "proximo", "proxima", "nachst", "prochain"):
            self.at += 1
        side = self.peek()
        before = ""
        if side is not None and "bound" in side.roles and side.roles["bound"] in ("before", "after"):
            before = str(side.roles["bound"])
            self.at += 1
        target = self._moment()
        if target is None or target.weekday is not None:
            return None
        target.weekday, target.side, target.start = weekday, before, moment.start
        return target

    def _nth_weekday(self, moment: Moment, token: Token) -> Moment | None:
        """`third Sunday after Trinity 1450`, `3. Sonntag nach Trinitatis 1450`, `last Monday of May 1450`."""
        self.at += 1
        found = self._weekday(moment)
        if found is None:
            return None
        found.nth, found.start = int(str(token.roles["ordinal"])), token.start
        last = found.nth == 0
        if (last and (found.side == "after" or token.text[0].isdigit())) or found.nth > _MOST_SUNDAYS:
            raise DateError(
                f"no {token.text} {WEEKDAYS[found.weekday or 0]} is counted so", token.start, token.end - token.start,
                "count from a feast on, up to 28, or name the day",
            )  # fmt: skip
        return found

    def _season(self, moment: Moment) -> Moment | None:
        """`spring 1939`, `winter of 1939/40`."""
        token = self.tokens[self.at]
        self.at += 1
        moment.season = int(str(token.roles["season"]))
        self._year_behind(moment)
        dash, second = self.peek(), self.peek(1)
        if moment.season == 24 and moment.year and moment.following is None and dash is not None and second is not None:
            next_year = str(moment.year + 1)
            if dash.key in ("-", "–") and second.digits in (1, 2, 4) and next_year.endswith(second.text):
                # Winter 1123–24 is one winter.
                moment.following = moment.year + 1
                self.at += 2
                self._called_year(moment)
        return moment

    def _feast(self, moment: Moment) -> Moment | None:
        """`Michaelmas 1270`, `eve of St Andrew 1290`, `feast of Sts Peter and Paul, 1290`, `Easter 1123 + 3 days`."""
        offset: int | None = None
        titled = False
        token = self.peek()
        while token is not None:
            if "around" in token.roles and offset is None:
                offset = int(str(token.roles["around"]))
            elif "through" in token.roles:
                moment.through = int(str(token.roles["through"]))
            elif "feast-of" in token.roles or "saint" in token.roles or (titled and token.key == "-"):
                titled = True
            elif "filler" not in token.roles or "feast" in token.roles:
                break
            self.at += 1
            token = self.peek()
        if token is None:
            return None
        if "feast" in token.roles:
            moment.feast = str(token.roles["feast"])
        elif ("saintly" in token.roles and titled) or (
            "saintly" in token.roles and (own := self.peek(1)) is not None and own.key == "'s"
        ):
            moment.feast = str(token.roles["saintly"])
        else:
            return None
        self.at += 1
        self._feast_reckoning(moment)
        self.skip_fillers()
        if (behind := self.peek()) is not None and "around" in behind.roles and offset is None:
            offset = int(str(behind.roles["around"]))
            self.at += 1
        moment.offset = offset or 0
        self._feast_reckoning(moment)
        self._year_behind(moment)
        self._amount(moment)
        return moment

    def _feast_reckoning(self, moment: Moment) -> None:
        sign, name = self.peek(), self.peek(1)
        if (
            sign is not None
            and name is not None
            and sign.key == "-"
            and name.key in ("julian", "gregorian", "protestant", "swedish")
        ):
            moment.reckoning = name.key
            self.at += 2

    def _amount(self, moment: Moment) -> None:
        """`+ 3 days` behind a feast; what stands there is read as a duration."""
        sign = self.peek()
        if sign is not None and sign.key in ("+", "-") and (number := self.peek(1)) is not None and number.number >= 0:
            unit = self.peek(2)
            if unit is None or not unit.key.isalpha() or not (sign.key == "+" or unit.key in _UNITS):
                return
            self.at = len(self.tokens)
            moment.amount, moment.amount_at = self.text[sign.start :], sign.start

    def _is_marker(self, ahead: int) -> bool:
        """Whether the kalends, nones or ides ahead are followed by a month."""
        here = self.at
        self.at += ahead + 1
        self.skip_fillers()
        found = months_at(self.tokens, self.at, self.calendar)
        self.at = here
        return found is not None

    def _roman_day(self, moment: Moment) -> Moment | None:
        """`a.d. VII Kal. Apr. 1199`, `3 Non. Mart.`, `pridie Id. Iun.`, `Kal. Maii 1123`."""
        if (token := self.peek()) is not None and "roman-day" in token.roles:
            self.at += 1
        number = 1
        token = self.peek()
        if token is None:
            return None
        if "pridie" in token.roles or "roman" in token.roles or token.number >= 0 or "ordinal" in token.roles:
            number = (
                2 if "pridie" in token.roles else token.number if token.number >= 0
                else int(str(token.roles.get("roman", token.roles.get("ordinal", 0))))
            )  # fmt: skip
            self.at += 1
            token = self.peek()
        return self._marked(moment, number)

    def _marked(self, moment: Moment, number: int) -> Moment | None:
        """The kalends, nones or ides that stand here, so many days before them."""
        token = self.peek()
        if token is None or "marker" not in token.roles or not self._is_marker(0):
            return None
        moment.marker, moment.day = int(str(token.roles["marker"])), number
        self.at += 1
        self.skip_fillers()
        months = months_at(self.tokens, self.at, self.calendar)
        assert months is not None
        self._month(moment, months)
        return self._year_behind(moment)

    def _indiction(self, moment: Moment) -> Moment | None:
        """`indiction 1 in 1453`, `indiction 1 in 1400..1460`; of `indictione tertia` the year stands beside it."""
        self.at += 1
        number = self.peek()
        if number is None or not (number.digits or "roman" in number.roles or "ordinal" in number.roles):
            return None
        self.at += 1
        here = self.at
        self.skip_fillers()
        filled = self.at > here
        self.take("era")
        first = self.peek()
        if first is None or first.digits < 1 or not (filled or number.digits):
            self.at = here
            return self._of_cycle(moment, number)
        self.at += 1
        last = first
        if (
            (dots := self.peek()) is not None
            and dots.key == ".."
            and (second := self.peek(1)) is not None
            and second.digits
        ):
            last = second
            self.at += 2
        moment.indiction = (number.number, first.number, last.number)
        moment.day = number.start
        return moment

    def _of_cycle(self, moment: Moment, number: Token) -> Moment:
        """An indiction without its year, which its neighbour says."""
        counted = number.number if number.digits else int(str(number.roles.get("ordinal", number.roles.get("roman"))))
        moment.indiction, moment.day, moment.reckoning = (counted, 0, 0), number.start, moment.reckoning or "any"
        return moment
