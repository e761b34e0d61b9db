"""The grammar of one moment: a day, month, year, century, decade, season or feast, as any language writes it.

Takes tokens, gives a `Moment`; never looks up a day. Says which form begins with a token; each family of forms has a
module of its own (`years`, `centuries`, `named_days`, `civil_days`, with `parts` and `eras`), and `grammar` joins
moments to phrases.
"""

from __future__ import annotations

from chrono.dates.notations.eras import WORLD_BEGINS
from chrono.dates.notations.moments import Moment
from chrono.dates.notations.month_names import counted_month, months_at
from chrono.dates.notations.tokens import Token
from chrono.dates.notations.years import Years
from chrono.dates.runs import DateError

_ROLES_ASIDE = "a date is wanted by itself: leave the word out, and date what it speaks of in an entry of its own"

_FEASTLY = frozenset(("feast", "saint", "feast-of", "around", "through", "saintly"))


class Moments(Years):
    """A reader of moments, at a place in the tokens of a text."""

    def moment(self) -> Moment | None:
        """The moment that begins here; `None` where none does, and then nothing is passed."""
        start = self.at
        if start >= len(self.tokens):
            return None
        moment = self._moment()
        if moment is None:
            self.at = start
            return None
        moment.end = self.tokens[self.at - 1].end
        return moment

    def _moment(self) -> Moment | None:
        if (hand := self._hand_first()) is not None:
            return hand
        self.skip_fillers()
        token = self.peek()
        if token is None:
            return None
        roles = token.roles
        moment = Moment(token.start)
        if (token.number >= 0 or "ordinal" in roles) and counted_month(self.tokens, self.at):
            return self._month_first(moment, ("", counted_month(self.tokens, self.at), 2))
        after = self.peek(1)
        if "ordinal" in roles and after is not None and "weekday" in after.roles and "month" not in after.roles:
            return self._nth_weekday(moment, token)
        if "ordinal" in roles and after is not None and "indiction" in after.roles:
            # tertia indictione
            self.at += 2
            return self._of_cycle(moment, token)
        if token.number >= 0:
            return self._numbered(moment, token)
        if token.key in ("-", "–") and self._hyphen(token):
            self.at += 1
            return self._moment()
        if token.key == "-" and (number := self.peek(1)) is not None and number.glued and number.digits == 4:
            # An astronomical year with its sign: before -6000.
            self.at += 2
            moment.edtf = f"-{number.text}"
            return moment
        if token.key == "-" and not self.western and self._signed_year(moment):
            return moment
        if "indiction" in roles:
            return self._indiction(moment)
        if token.key == "egyptian" and after is not None and "indiction" in after.roles:
            self.at += 1
            moment.reckoning = "egyptian"
            return self._indiction(moment)
        if not roles and self.western:
            return None
        if "edtf" in roles:
            self.at += 1
            moment.edtf = str(roles["edtf"])
            return moment
        if "calendar" in roles:
            return self._named_calendar(moment)
        if (months := months_at(self.tokens, self.at, self.calendar)) is not None:
            return self._month_first(moment, months)
        if "weekday" in roles:
            return self._weekday(moment)
        if not _FEASTLY.isdisjoint(roles):
            if (found := self._feast(moment)) is not None:
                return found
            self.at = self.tokens.index(token)
        share = "share" in roles and "decades" not in roles
        if "part" in roles or "ordinal" in roles or share or "quarter" in roles:
            return self._ranked(moment, token)
        if "roman-day" in roles or "marker" in roles or "pridie" in roles:
            here = self.at
            if (found := self._roman_day(moment)) is not None or not ("roman" in roles or "era" in roles):
                return found
            # II Maii, A.D. 44: the day before a marker only where one stands behind it.
            self.at = here
        if "season" in roles and not ("year" in roles and after is not None and after.number >= WORLD_BEGINS):
            return self._season(moment)
        if "decade" in roles:
            return self._decade(moment)
        if "hundred" in roles:
            self.at += 1
            moment.ordinal, moment.scale = int(str(roles["hundred"])), "century"
            return self._era_behind(moment)
        if "hundreds" in roles:
            self.at += 1
            moment.ordinal, moment.scale = int(str(roles["hundreds"])), "hundreds"
            return self._part_behind(moment)
        if "era" in roles:
            return self._era_first(moment)
        if "saeculum" in roles or "century" in roles:
            if (found := self._century_first(moment)) is not None:
                return found
            self.at = self.tokens.index(token)
        if "decades" in roles or "year" in roles:
            return self._year_word(moment)
        if "present" in roles:
            self.at += 1
            moment.open = True
            return moment
        if "roman" in roles:
            return self._roman_first(moment)
        if "role" in roles and self.at + 1 <= len(self.tokens):
            raise DateError(
                f"{token.text!r} says what happened then ({roles['role']}), and is no part of a date",
                token.start, token.end - token.start, _ROLES_ASIDE,
            )  # fmt: skip
        return None

    def _hand_first(self) -> Moment | None:
        """`med. s. III`, `ex. saec. II`: what palaeographers put behind a century, before it."""
        token, century = self.peek(), self.peek(1)
        if token is None or century is None or "hand" not in token.roles or "saeculum" not in century.roles:
            return None
        if self.text[token.end : token.end + 1] != ".":
            return None
        here = self.at
        self.at += 1
        found = self._century_first(Moment(token.start))
        if found is None or found.parts:
            self.at = here
            return None
        found.parts = (str(token.roles["hand"]),)
        return found

    def _hyphen(self, dash: Token) -> bool:
        """Whether a dash between a word and a year joins the two, as in `post-1245`: it is no sign of the year.

        Behind any other word than one for a bound it can be one (`c.-1245`), and raises `DateError`.
        """
        word, year = self.tokens[self.at - 1] if self.at and dash.glued else None, self.peek(1)
        if word is not None and word.glued and self.at > 1 and self.tokens[self.at - 2].number >= 0:
            # 134O-1345 is no year, and its dash is not what is wrong.
            return False
        if word is None or not word.key[-1:].isalpha() or year is None or not year.glued:
            return False
        if "era" in year.roles and "bound" in word.roles:
            # pre-AD 79
            return True
        if year.digits <= 2:
            return False
        if "bound" in word.roles and self.text[word.end] == dash.text and year.text[0] != "0":
            return True
        raise DateError(
            f"the dash before {year.text} can be a hyphen, or the sign of a year before Christ",
            dash.start, 1, f"write a space in its place for {year.text}, a space before it for the year before Christ",
        )  # fmt: skip

    def _named_calendar(self, moment: Moment) -> Moment | None:
        token = self.tokens[self.at]
        from chrono.dates.calendars.registry import calendar_named

        try:
            calendar = calendar_named(str(token.roles["calendar"]))
        except DateError as error:
            raise error.moved(token.start) from None
        before, western = self.calendar, self.western
        self.at += 1
        self.calendar, self.western = calendar, calendar.months[0] == "January"
        try:
            found = self._moment()
        finally:
            self.calendar, self.western = before, western
        if found is not None:
            found.calendar = found.calendar or calendar.name
            found.start = moment.start
        return found
