"""The grammar of eras: `44 BC`, `1058 AH`, `AUC 710`; which numbers need one, and which ages are no dates.

Takes tokens behind a number, sets the era of a `Moment`; raises `DateError` where an era has two meanings.
"""

from __future__ import annotations

from chrono.dates.notations.cursor import Cursor
from chrono.dates.notations.moments import Moment
from chrono.dates.notations.tokens import Token
from chrono.dates.runs import DateError

_CALENDARS = {"AH": "islamic", "AUC": "auc-varronian", "Era": "spanish-era"}
"""The calendar that an era is counted in, where the one in force has another era."""
_WORLD = range(7001, 7209)
"""The years of the world that Russia counted from 1 September 1492; the last ended with December 1699."""
WORLD_BEGINS = 5509
"""A year that somebody calls so is none of Christ from here on."""
_COUNTED = frozenset(("ordinal", "century", "decade", "roman", "saeculum"))
"""What a century or a decade can begin with, besides a figure."""
_SEVERAL = {
    "SE": "seleucid-babylonian:, seleucid-syrian: or seleucid-jewish:",
    "AM": "hebrew: or byzantine-am:",
}


class Eras(Cursor):
    """A reader of eras."""

    def _era(self, moment: Moment, token: Token) -> None:
        """Sets an era: before or after Christ, or another calendar's years."""
        era = str(token.roles["era"])
        if era == "world":
            self._of_the_world(moment, token)
            return
        if era == "BP":
            from chrono.dates.notations.refusals import radiocarbon

            raise radiocarbon(self.text, token)
        if era == "EC":
            raise DateError(
                "EC can be the Ethiopian calendar or the Common Era", token.start, token.end - token.start,
                "write ethiopic: before the date, or AD",
            )  # fmt: skip
        calendar = self.calendar.name if era == self.calendar.era else _CALENDARS.get(era)
        if calendar is None and era in _SEVERAL:
            raise DateError(
                f"years {era} were counted in several ways", token.start, token.end - token.start,
                f"name the calendar before the date: {_SEVERAL[era]}",
            )  # fmt: skip
        if calendar:
            moment.calendar = calendar
            moment.era = ""
        else:
            moment.era = era
        moment.named = True

    def _signed_year(self, moment: Moment) -> bool:
        """Whether a year with its sign stands here, which is taken: `easter -0586`, `6 Nahase -594`, `AUC -44`.

        Of the Julian and Gregorian calendars it has three figures or more; in others it is the last of its date, so
        that no day behind a dash is taken for a year.
        """
        sign, year, after = self.peek(), self.peek(1), self.peek(2)
        if sign is None or year is None or sign.key != "-" or sign.glued or not (year.glued and year.digits):
            return False
        if self.western and not moment.calendar and not moment.named:
            if year.digits < 3:
                return False
        elif year.digits < 3 and after is not None and (after.number >= 0 or "month" in after.roles):
            return False
        self.at += 2
        # A year with a sign is written whole: it takes no figures from its neighbour.
        moment.year, moment.digits = -year.number, max(4, year.digits)
        return True

    def _called_year(self, moment: Moment) -> None:
        """Passes the word that calls a number a year behind it: `1940 г.`; `7120 г.` is a year of the world."""
        token = self.peek()
        if token is None or "of-year" not in token.roles:
            return
        self.at += 1
        after = self.peek()
        of_world = moment.year is not None and moment.year >= WORLD_BEGINS and not moment.named and self.western
        if of_world and not (after is not None and "era" in after.roles):
            self._of_the_world(moment, token)

    def _of_the_world(self, moment: Moment, token: Token) -> None:
        """Counts a year from the creation of the world, as Russia did until 1700: from 7001 on they began on 1
        September. Raises at those before, most of which were begun in March, by one of two counts."""
        digits = (each for each in self.tokens[self.tokens.index(token) :] if each.number >= 0)
        year = moment.year if moment.year is not None else next((each.number for each in digits), 0)
        if year not in _WORLD:
            raise DateError(
                f"{year} is no year of the world that began on 1 September in Russia: those are {_WORLD[0]} to "
                f"{_WORLD[-1]}, and most before began in March, by one of two counts",
                token.start, token.end - token.start,
                f"write byzantine-am:{year} for the year from September, or the year of Christ",
            )  # fmt: skip
        moment.calendar, moment.era, moment.named = "byzantine-am", "", True

    def _era_follows(self) -> bool:
        token = self.peek()
        return token is not None and "era" in token.roles

    def _era_behind(self, moment: Moment) -> Moment:
        """An era after a number: `44 BC`, `1058 AH`."""
        self._called_year(moment)
        token = self.peek()
        if token is not None and "era" in token.roles and not moment.named:
            if "connector" in token.roles and self.peek(1) is not None and self.tokens[self.at + 1].digits:
                return moment
            if token.key == "era":
                # The Spanish era stands before its year, unless it is called so.
                return moment
            if token.key == "h" and (moment.digits < 3 or self._target_follows()):
                return moment
            if moment.number is not None and moment.number <= 21 and token.key == "ce" and token.glued:
                raise DateError(
                    f"{moment.number}{token.text} can be the year {moment.number} or the {moment.number}th century",
                    moment.start, token.end - moment.start,
                    f"write AD {moment.number}, or {moment.number}th century CE",
                )  # fmt: skip
            self._era(moment, token)
            self.at += 1
            if moment.number is not None:
                moment.year, moment.digits, moment.number = moment.number, len(str(moment.number)), None
        return moment

    def _century_era(self) -> bool:
        after = self.peek(1)
        return after is not None and "era" in after.roles

    def _target_follows(self) -> bool:
        """Whether what stands here makes the part before it that of another century: `15th century, late 16th`."""
        here = self.at
        self.skip_fillers()
        token = self.peek()
        self.at = here
        return token is not None and (token.digits > 0 or not _COUNTED.isdisjoint(token.roles))
