"""The grammar of one moment: a day, month, year, century, decade, season or feast, as any language writes it.

Takes tokens, gives a `Moment`; never looks up a day. `grammar` joins moments to phrases. It is longer than a module
should be because the forms of a moment call each other (a part of a century of an era behind a weekday), and share
one place in the tokens.
"""

from __future__ import annotations

from difflib import get_close_matches

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.notations.moments import Moment
from chrono.dates.notations.month_names import counted_month, months_at
from chrono.dates.notations.tokens import Token
from chrono.dates.runs import DateError

_OPEN = ("-", "?")
_NOTHING = (None,) * 8
"""What stands behind the last token: no form looks farther ahead."""
_SHARES = {2: "half", 3: "third", 4: "quarter"}
_ROLES_ASIDE = "a date is wanted by itself: leave the word out, and date what it speaks of in an entry of its own"


class Moments:
    """A reader of moments, at a place in the tokens of a text."""

    def __init__(self, text: str, tokens: list[Token], calendar: Calendar) -> None:
        self.text, self.tokens, self.calendar = text, tokens, calendar
        self.size = len(tokens)
        self.ahead: list[Token | None] = [*tokens, *_NOTHING]
        self.at = 0
        self.about = False
        """Whether a word for "about" has been passed: what follows is years, and no code of EDTF."""
        self.western = calendar.months[0] == "January"

    # Tokens

    def peek(self, ahead: int = 0) -> Token | None:
        return self.ahead[self.at + ahead]

    def take(self, role: str) -> str | int | tuple[str, int] | None:
        """The value of a role of the next token, which is passed; `None` where it has no such role."""
        if self.at < self.size:
            roles = self.tokens[self.at].roles
            if role in roles:
                self.at += 1
                value = roles[role]
                return role if value == "" else value
        return None

    def take_sign(self, sign: str) -> bool:
        if self.at < self.size and self.tokens[self.at].key == sign:
            self.at += 1
            return True
        return False

    def skip_fillers(self) -> None:
        tokens, size = self.tokens, len(self.tokens)
        while self.at < size and "filler" in tokens[self.at].roles:
            self.at += 1

    def stopped(self, at: int, why: str = "") -> DateError:
        """The error of a text that is understood up to a token."""
        from chrono.dates.notations.refusals import stopped

        return stopped(self.text, self.tokens, at, why)

    # Moments

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
        self.skip_fillers()
        token = self.peek()
        if token is None:
            return None
        roles = token.roles
        moment = Moment(token.start)
        if (token.number >= 0 or "ordinal" in roles) and counted_month(self.tokens, self.at):
            return self._month_first(moment, ("", counted_month(self.tokens, self.at), 2))
        if token.number >= 0:
            return self._numbered(moment, token)
        if token.key == "-" and (number := self.peek(1)) is not None and number.glued and number.digits == 4:
            # An astronomical year with its sign: before -6000.
            self.at += 2
            moment.edtf = f"-{number.text}"
            return moment
        if token.key == "indiction":
            return self._indiction(moment)
        if token.key == "egyptian" and (after := self.peek(1)) is not None and after.key == "indiction":
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
        if "feast" in roles or "saint" in roles or "feast-of" in roles or "around" in roles or "saintly" in roles:
            if (found := self._feast(moment)) is not None:
                return found
            self.at = self.tokens.index(token)
        if "part" in roles or "ordinal" in roles or "share" in roles or "quarter" in roles:
            return self._ranked(moment, token)
        if "roman-day" in roles or "marker" in roles or "pridie" in roles:
            return self._roman_day(moment)
        if "season" in roles:
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

    def _numbered(self, moment: Moment, token: Token) -> Moment | None:
        """A figure first: `13 May 1123`, `1123 May 13`, `44 BC`, `1648/9`, `14. Jh.`, `3 Non. Mart.`, `2/11/1917`."""
        after = self.peek(1)
        if token.digits <= 2 and after is not None:
            figures = after.key == "/" or (token.roles and after.number >= 0)
            if figures and (numeric := self._numeric(moment)) is not None:
                return numeric
            if token.roles and ("century" in after.roles or "share" in after.roles or "millennium" in after.roles):
                return self._ranked(moment, token)
            if "century" in after.roles:
                return self._ranked(moment, token)
            if "marker" in after.roles and self._is_marker(1):
                return self._roman_day(moment)
        if (
            after is not None
            and after.key in _OPEN
            and (left_open := self._digits_left_open(moment, token)) is not None
        ):
            return left_open
        self.at += 1
        if token.digits <= 2 and after is not None and after.key == "/":
            # 44/3 BC
            moment.year, moment.digits = token.number, token.digits
            self._slash(moment, token)
            if moment.following is not None and moment.following < token.number:
                return self._era_behind(moment)
            moment.year, moment.digits, moment.following = None, 0, None
        if token.digits <= 2:
            here = self.at
            self.skip_fillers()
            months = months_at(self.tokens, self.at, self.calendar)
            if months is not None:
                moment.day = token.number
                return self._month_first(moment, months)
            if token.roles and (name := self.peek()) and name.number < 0 and "century" not in name.roles:
                self.at = here
            self.at = here
            self._misspelt_month(token)
            named = any("month" in before.roles or "foreign" in before.roles for before in self.tokens[: self.at])
            if named and after is not None and after.key == "," and (year := self.peek(1)) and year.digits in (3, 4):
                # 11, 1953 after “June 9–”: the month is the neighbour's.
                self.at += 1
                moment.day = token.number
                return self._year_behind(moment)
            moment.number, moment.digits = token.number, token.digits
            return self._era_behind(moment)
        if token.digits > 4 and not self._era_follows() and not (self.loose_years or self._thousands()):
            for later in self.tokens[self.at :]:
                if later.roles.get("era") == "BP":
                    from chrono.dates.notations.refusals import radiocarbon

                    raise radiocarbon(self.text, later)
            raise DateError(
                "a year of more than four digits needs an era, or the prefix Y",
                token.start, token.end - token.start,
                f"write Y{token.number}, or {token.number} BC", mends=(f"Y{token.number}", f"{token.number} BC"),
            )  # fmt: skip
        return self._of_year(moment, token)

    def _digits_left_open(self, moment: Moment, token: Token) -> Moment | None:
        """`[18--?]`, `[123-]`: dashes for the digits that a cataloguer does not know.

        `123-` without brackets, or with a question mark alone, is that decade or that year, and is refused.
        """
        dashes = 4 - token.digits
        if token.digits not in (2, 3) or not self.western:
            return None
        behind = self.tokens[self.at + 1 : self.at + 2 + dashes]
        open_digits = len(behind) >= dashes and all(each.key == "-" and each.glued for each in behind[:dashes])
        after = self.peek(1 + dashes) if open_digits else self.peek(1)
        ends = after is None or after.key in ("?", ")", ",") or "or" in after.roles.values()
        doubtful = token.digits == 3 and self.size == 2 and after is not None and after.key == "?" and after.glued
        if not (open_digits and ends) and not doubtful:
            return None
        bracketed = "[" in self.text[: token.start] or (after is not None and after.key == "?")
        if doubtful or (token.digits == 3 and not bracketed):
            first = token.number * 10
            raise DateError(
                f"{self.text[token.start :].strip()!r} can be the year {token.number} or the decade from {first}",
                token.start, max(1, token.end - token.start),
                f"write {first}s for the decade, {token.number:04}? or AD {token.number} for the year",
            )  # fmt: skip
        self.at += 1 + dashes
        if token.digits == 3:
            moment.base, moment.digits = token.number * 10, 4
        else:
            moment.ordinal, moment.scale = token.number + 1, "hundreds"
        return moment

    @property
    def loose_years(self) -> bool:
        return not self.western

    def _thousands(self) -> bool:
        return False

    def _era_follows(self) -> bool:
        token = self.peek()
        return token is not None and "era" in token.roles

    def _of_year(self, moment: Moment, token: Token) -> Moment | None:
        """What follows a year of three or more figures: `/9`, a month and day, an era."""
        moment.year, moment.digits = token.number, token.digits
        if self._edtf_month(moment, token):
            return moment
        self._slash(moment, token)
        here = self.at
        if moment.following is None and self._month_after_year(moment):
            return moment
        self.at = here
        return self._era_behind(moment)

    def _month_after_year(self, moment: Moment) -> bool:
        """Whether a month, and perhaps a day, stands behind the year: `1123 May 13`, `1123, 13 May`."""
        comma = self.take_sign(",")
        self.skip_fillers()
        day, at = self.peek(), self.at
        first = day is not None and day.digits in (1, 2)
        if first:
            self.at += 1
            self.skip_fillers()
        months = months_at(self.tokens, self.at, self.calendar)
        if months is None or self._month_is_of_another(months[2], comma or first):
            return False
        if first and at == 0:
            return False
        self._month(moment, months)
        moment.year_first = True
        if first and day is not None:
            moment.day = day.number
        elif (day := self.peek()) is not None and (day.digits in (1, 2) or "ordinal" in day.roles):
            after = self.peek(1)
            if not (after is not None and (after.digits > 2 or "month" in after.roles)):
                self.at += 1
                moment.day = day.number if day.digits else int(str(day.roles["ordinal"]))
        return True

    def _edtf_month(self, moment: Moment, year: Token) -> bool:
        """Whether `1450-02` within words is a month of EDTF; where it can be the years to 1502 too, it is refused."""
        dash, month, after = self.peek(), self.peek(1), self.peek(2)
        if self.about or year.digits != 4 or dash is None or month is None or dash.key != "-" or month.digits != 2:
            return False
        if (
            not (dash.glued and month.glued)
            or not 1 <= month.number <= 12
            or (after is not None and after.glued and after.key == "-")
        ):
            return False
        if month.number > year.number % 100:
            last = year.number // 100 * 100 + month.number
            raise DateError(
                f"{year.text}-{month.text} can be a month or the years {year.number} to {last}",
                year.start, month.end - year.start,
                f"write {year.number}–{last} for the years, or the month as a word", mends=(f"{year.number}–{last}",),
            )  # fmt: skip
        self.at += 2
        moment.edtf, moment.year, moment.digits = f"{year.text}-{month.text}", None, 0
        return True

    def _month_is_of_another(self, length: int, apart: bool) -> bool:
        """Whether the month here has a year of its own behind it, and so is no part of the year before.

        Where a comma or a day keeps the two `apart`, so does a year further on: `1450, 12 May or June 1451`.
        """
        for at in range(self.at + length, self.size if apart else min(self.size, self.at + length + 3)):
            token = self.tokens[at]
            if token.digits > 2:
                return True
            if not apart and token.digits == 0 and token.key != ",":
                return False
        return False

    def _slash(self, moment: Moment, token: Token, *, whole: bool = False) -> None:
        """The second year of `1648/9` and `44/3 BC`, where it is the next one; of a day also `1699/1700` (`whole`)."""
        sign, second, era = self.peek(), self.peek(1), self.peek(2)
        if sign is None or second is None or sign.key != "/" or not (sign.glued and second.glued and second.digits):
            return
        if self.calendar.name == "oxyrhynchite" and second.number == token.number - _SECOND_ERA:
            # 46/15: the years of the two eras that Oxyrhynchus counted side by side.
            self.at += 2
            return
        step = -1 if era is not None and era.roles.get("era") == "BC" else 1
        after = token.number + step
        shorter = len(second.text) < len(token.text) and str(after).endswith(second.text)
        if after > 0 and (shorter or (whole and second.number == after)):
            moment.following = after
            self.at += 2

    def _numeric(self, moment: Moment) -> Moment | None:
        """`2/11/1917`, `3.5.1521`, `8/1959`: what is a day and what a month is told, or both are kept."""
        tokens = self.tokens[self.at : self.at + 5]
        slashed = len(tokens) >= 3 and tokens[1].key == "/"
        numbers = [token for token in tokens if token.number >= 0]
        if (
            slashed
            and len(tokens) >= 5
            and tokens[3].key == "/"
            and tokens[2].digits in (1, 2)
            and tokens[4].digits == 4
        ):
            one, other, year = tokens[0].number, tokens[2].number, tokens[4]
            self.at += 5
        elif slashed and tokens[2].digits == 4 and 1 <= tokens[0].number <= 12:
            moment.month, moment.year, moment.digits = tokens[0].number, tokens[2].number, 4
            self.at += 3
            return self._era_behind(moment)
        elif not slashed and len(numbers) >= 3 and tokens[:3] == numbers[:3] and tokens[2].digits in (3, 4):
            if not ("dotted" in tokens[0].roles and "dotted" in tokens[1].roles and 1 <= tokens[1].number <= 12):
                return None
            moment.day, moment.month, moment.year = tokens[0].number, tokens[1].number, tokens[2].number
            moment.digits = tokens[2].digits
            self.at += 3
            return self._era_behind(moment)
        else:
            return None
        moment.year, moment.digits, moment.numeric = year.number, year.digits, True
        if one > 12:
            moment.day, moment.month = one, other
        elif other > 12 or one == other:
            moment.day, moment.month = other, one
        else:
            moment.day, moment.month, moment.swapped = one, other, (other, one)
        return self._era_behind(moment)

    def _misspelt_month(self, day: Token) -> None:
        """Raises where a day is followed by a word and a year, and the word is nearly a month of the calendar."""
        word, year = self.peek(), self.peek(1)
        if word is None or year is None or word.roles or word.number >= 0 or not word.key.isalpha() or year.digits < 3:
            return
        near = get_close_matches(word.key, [name.lower() for name in self.calendar.months], 1, 0.7)
        help = f"did you mean {near[0].capitalize()}?" if near else ""
        if near or not self.western:
            raise DateError(
                f"the {self.calendar.name} calendar has no month {word.text!r}",
                word.start, word.end - word.start, help or f"its months are {', '.join(self.calendar.months)}",
                mends=tuple(month.capitalize() for month in near),
            )  # fmt: skip

    def _month(self, moment: Moment, months: tuple[str, int, int]) -> None:
        calendar, moment.month, count = months
        moment.unnumbered = count == 1 and self.tokens[self.at].key == "adar"
        moment.counted = "counted" in self.tokens[self.at + count - 1].roles
        moment.calendar = moment.calendar or calendar
        self.at += count

    def _month_first(self, moment: Moment, months: tuple[str, int, int]) -> Moment | None:
        """`May 1123`, `May 13, 1123`, and what follows the day of `13 May 1123`; the year may be a neighbour's."""
        self._month(moment, months)
        token, ordinal = self.peek(), self.peek(1)
        if token is not None and "filler" in token.roles and ordinal is not None and "ordinal" in ordinal.roles:
            self.at += 1
            token = ordinal
        if moment.day is None and token is not None and (token.digits in (1, 2) or "ordinal" in token.roles):
            after = self.peek(1)
            era = after is not None and "era" in after.roles and "connector" not in after.roles
            foreign = bool(moment.calendar) or not self.western
            of_century = after is not None and ("century" in after.roles or "share" in after.roles)
            numbered = token.digits > 0
            if not (era or of_century or (foreign and not (after is not None and after.key == ",") and numbered)):
                self.at += 1
                moment.day = token.number if numbered else int(str(token.roles["ordinal"]))
        return self._year_behind(moment)

    def _year_behind(self, moment: Moment) -> Moment:
        """The year after a day or month: `1123`, `, 1123`, `AD 44`, `44 BC`, `XI` of the Republic, `1648/9`."""
        here = self.at
        self.take_sign(",")
        self.skip_fillers()
        if self.take("year") is not None:
            self.skip_fillers()
        token = self.peek()
        if token is None:
            self.at = here
            return moment
        if (
            token.key == "-"
            and (year := self.peek(1)) is not None
            and year.digits >= 4
            and year.glued
            and not token.glued
        ):
            # An astronomical year with its sign: easter -0586.
            self.at += 2
            moment.year, moment.digits = -year.number, year.digits
            return moment
        if "era" in token.roles and (year := self.peek(1)) is not None and year.digits:
            self._era(moment, token)
            moment.leading = True
            self.at += 1
            token = year
        if token.digits and token.number >= 0:
            era = moment.era or (self.peek(1) is not None and "era" in self.tokens[self.at + 1].roles)
            if token.digits >= 3 or era or moment.calendar or not self.western:
                self.at += 1
                moment.year, moment.digits = token.number, token.digits
                self._slash(moment, token, whole=True)
                return self._era_behind(moment)
            if token.digits <= 2 and self.tokens[here].key != ",":
                raise DateError(
                    f"{token.number} is no year by itself: a number below 100 is a year only with an era",
                    token.start, token.end - token.start,
                    f"write AD {token.number}, {token.number} BC, or the year in full, as in {1900 + token.number}",
                    mends=(f"AD {token.number}", f"{token.number} BC", str(1900 + token.number)),
                )  # fmt: skip
        elif "roman" in token.roles and "connector" not in token.roles:
            if (moment.calendar or self.calendar.name) != "french-republican":
                raise DateError(
                    f"{token.text!r} is no year", token.start, token.end - token.start, "write the year in figures"
                )
            self.at += 1
            moment.year, moment.digits = int(str(token.roles["roman"])), 4
            return moment
        self.at = here
        return moment

    def _era(self, moment: Moment, token: Token) -> None:
        """Sets an era: before or after Christ, or another calendar's years."""
        era = str(token.roles["era"])
        if era == "BP":
            from chrono.dates.notations.refusals import radiocarbon

            raise radiocarbon(self.text, token)
        if era == "EC":
            raise DateError(
                "EC can be the Ethiopian calendar or the Common Era", token.start, token.end - token.start,
                "write ethiopic: before the date, or AD",
            )  # fmt: skip
        calendar = {"AH": "islamic", "AUC": "auc-varronian"}.get(era)
        if calendar:
            moment.calendar = calendar
            moment.era = ""
        else:
            moment.era = era
        moment.named = True

    def _era_behind(self, moment: Moment) -> Moment:
        """An era after a number: `44 BC`, `1058 AH`."""
        token = self.peek()
        if token is not None and "era" in token.roles and not moment.named:
            if "connector" in token.roles and self.peek(1) is not None and self.tokens[self.at + 1].digits:
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

    def _era_first(self, moment: Moment) -> Moment | None:
        """`AD 70`, `AH 495`, `AUC 710`."""
        token = self.tokens[self.at]
        if token.key == "h":
            return None
        self.at += 1
        self.skip_fillers()
        number = self.peek()
        if number is not None and "edtf" in number.roles:
            self._era(moment, token)
            self.at += 1
            moment.edtf = str(number.roles["edtf"])
            return moment if moment.calendar else None
        if number is None or not number.digits:
            return self._century_after_era(moment, token)
        if "ordinal" in number.roles and (after := self.peek(1)) is not None and "century" in after.roles:
            return self._century_after_era(moment, token)
        self._era(moment, token)
        moment.leading = True
        self.at += 1
        if moment.calendar:
            return self._of_year(moment, number)
        moment.year, moment.digits = number.number, number.digits
        self._slash(moment, number)
        return moment

    def _century_after_era(self, moment: Moment, token: Token) -> Moment | None:
        """`AH 12th century`: a century of another era is refused, one of ours read."""
        found = self._moment()
        if found is not None and found.scale and str(token.roles["era"]) in ("AD", "BC"):
            found.era, found.leading = str(token.roles["era"]), True
            found.start = moment.start
            return found
        return None

    # Parts of centuries, decades and years

    def _ranked(self, moment: Moment, token: Token) -> Moment | None:
        """`12th century`, `early 12th century`, `2. Hälfte 15. Jh.`, `early 1123`."""
        parts = self._part()
        if parts:
            joined = self._joined_part()
            parts = (*parts, *joined) if joined else parts
            self.skip_fillers()
            self.take_sign("-") or self.take_sign("–")
            self.skip_fillers()
            before = self.at
            target = self._moment()
            if target is None:
                self.at = before
                moment.parts = parts
                return moment
            if target.parts or (target.bare and target.ordinal is None):
                if not target.parts and target.bare:
                    # early 12th(–13th century) in figures without their ending
                    target.parts = parts
                    target.start = moment.start
                    return target
                return None
            target.parts, target.start = parts, moment.start
            return target
        ordinal = int(str(token.roles.get("ordinal", token.number)))
        self.at += 1
        here = self.at
        self.take_sign("-")
        after = self.peek()
        if after is not None and ("century" in after.roles or "saeculum" in after.roles):
            self.at += 1
            moment.ordinal, moment.scale = ordinal, "century"
            return self._part_behind(self._era_behind(moment))
        if after is not None and "millennium" in after.roles:
            self.at += 1
            moment.ordinal, moment.scale = ordinal, "millennium"
            return self._part_behind(self._era_behind(moment))
        self.at = here
        self.skip_fillers()
        months = months_at(self.tokens, self.at, self.calendar)
        if (months is not None and "dotted" not in token.roles) or (months is not None and token.number >= 0):
            moment.day = ordinal
            return self._month_first(moment, months)
        self.at = here
        if ordinal == 0:
            return None
        moment.ordinal = ordinal
        if token.number >= 0:
            moment.number, moment.digits = token.number, token.digits
        if after is not None and "hand" in after.roles and "numeral" in token.roles:
            return None
        return self._era_behind(moment)

    def _part(self) -> tuple[str, ...]:
        """A part: `early`, `second half`, `2. Hälfte`, `last quarter`, `Q2`; empty where none stands here."""
        token = self.peek()
        if token is None:
            return ()
        if "quarter" in token.roles:
            self.at += 1
            return (f"{token.roles['quarter']}/4",)
        here = self.at
        if "ordinal" in token.roles or ("roman" in token.roles and not token.digits):
            self.at += 1
            self.take_sign("-")
            share = self.peek()
            if share is not None and "share" in share.roles:
                self.at += 1
                rank, count = (
                    int(str(token.roles.get("ordinal", token.roles.get("roman", 0)))),
                    int(str(share.roles["share"])),
                )
                if rank > count:
                    raise DateError(
                        f"there is no {rank}. {_SHARES[count]} of anything: there are {count}",
                        token.start, share.end - token.start,
                        f"write {'first or second' if count == 2 else f'first to {count}th or last'} {_SHARES[count]}",
                    )  # fmt: skip
                return (f"{rank or count}/{count}",)
            self.at = here
            if (count := self._share_of_next(token)) and 0 <= int(str(token.roles.get("ordinal", 0))) <= count:
                # first or second quarter: what they are of stands behind the second.
                self.at += 1
                return (f"{int(str(token.roles['ordinal'])) or count}/{count}",)
        if token.number in (1, 2, 3, 4) and (share := self.peek(1)) is not None and "share" in share.roles:
            self.at += 2
            count = int(str(share.roles["share"]))
            return (f"{token.number}/{count}",) if token.number <= count else ()
        if "part" in token.roles:
            self.at += 1
            return (str(token.roles["part"]),)
        return ()

    def _share_of_next(self, token: Token) -> int:
        """What the next ordinal behind a link is a share of, where that is what both are; else 0."""
        link, second, share = self.peek(1), self.peek(2), self.peek(3)
        if "ordinal" not in token.roles or link is None or second is None or share is None:
            return 0
        if not ("connector" in link.roles or link.key in ("-", "–", "/")) or "ordinal" not in second.roles:
            return 0
        return int(str(share.roles["share"])) if "share" in share.roles else 0

    def _joined_part(self) -> tuple[str, ...]:
        """The second part of `early to mid`, `middle or second half`, `mid- to late`."""
        here = self.at
        dash = self.take_sign("-")
        token = self.peek()
        if token is not None and (dash or "connector" in token.roles or token.key in ("-", "–", "/")):
            self.at += not dash or "connector" in token.roles or token.key in ("-", "–", "/")
            self.take_sign("-")
            self.skip_fillers()
            second = self._part()
            if second:
                return second
        self.at = here
        return ()

    def _part_behind(self, moment: Moment) -> Moment:
        """A part behind a century: `, second half`, `(late)`, `ex.`, ` 3/4`, `²`."""
        if moment.parts:
            return moment
        here = self.at
        bracket = self.take_sign("(")
        if not bracket:
            self.take_sign(",")
        self.skip_fillers()
        parts = self._part() or self._fraction()
        if parts:
            parts = (*parts, *self._joined_part())
            if not self._target_follows() and (not bracket or self.take_sign(")")):
                moment.parts = parts
                return self._era_behind(moment)
        self.at = here
        return moment

    def _fraction(self) -> tuple[str, ...]:
        """`3/4` behind a century."""
        token, slash, count = self.peek(), self.peek(1), self.peek(2)
        if (
            token is None
            or slash is None
            or count is None
            or token.digits != 1
            or slash.key != "/"
            or count.digits != 1
        ):
            return ()
        if count.number not in _SHARES or not 1 <= token.number <= count.number:
            return ()
        self.at += 3
        return (f"{token.number}/{count.number}",)

    def _target_follows(self) -> bool:
        """Whether what stands here makes the part before it that of another century: `15th century, late 16th`."""
        here = self.at
        self.skip_fillers()
        token = self.peek()
        self.at = here
        return token is not None and (token.digits > 0 or "ordinal" in token.roles or "century" in token.roles)

    def _hand(self, moment: Moment, numeral: Token) -> Moment:
        """What palaeographers put behind a century: `in.`, `med.`, `ex.`, `1/2`, `²`, or flattened (`xiii2`)."""
        if "flattened" in numeral.roles:
            moment.parts = (str(numeral.roles["flattened"]),)
            return moment
        token = self.peek()
        if token is None:
            return moment
        if "superscript" in token.roles:
            self.at += 1
            moment.parts = (f"{token.roles['superscript']}/2",)
        elif token.key == "^" and (rank := self.peek(1)) is not None and rank.number in (1, 2):
            self.at += 2
            moment.parts = (f"{rank.number}/2",)
        elif token.digits == 1:
            slash, count = self.peek(1), self.peek(2)
            if slash is not None and slash.key == "/" and count is not None and count.digits == 1:
                if token.number > count.number or count.number not in _SHARES:
                    raise DateError(f"there is no {token.number}/{count.number}", token.start, count.end - token.start)
                self.at += 3
                moment.parts = (f"{token.number}/{count.number}",)
            elif token.glued and token.number in (1, 2):
                self.at += 1
                moment.parts = (f"{token.number}/2",)
        elif "hand" in token.roles:
            self.at += 1
            moment.parts = (str(token.roles["hand"]),)
        return moment

    def _century_first(self, moment: Moment) -> Moment | None:
        """`s. xii ex.`, `saec. XI`, `secolo XV`, `siglo XV`, `sec. XV, seconda metà`."""
        self.at += 1
        self.skip_fillers()
        token = self.peek()
        if token is None:
            return None
        if "roman" in token.roles or "numeral" in token.roles:
            number = int(str(token.roles.get("roman", token.roles.get("numeral", 0))))
        elif token.digits in (1, 2) or "ordinal" in token.roles:
            number = token.number if token.digits else int(str(token.roles["ordinal"]))
        else:
            return None
        if not 1 <= number <= 21 and not self._century_era():
            raise DateError(
                f"{token.text!r} is no century", token.start, token.end - token.start, "write for example s. xii"
            )
        self.at += 1
        moment.ordinal, moment.scale, moment.hand = number, "century", True
        self._hand(moment, token)
        return self._part_behind(self._era_behind(moment))

    def _century_era(self) -> bool:
        after = self.peek(1)
        return after is not None and "era" in after.roles

    def _roman_first(self, moment: Moment) -> Moment | None:
        """`XV secolo`, `XII2/3`, `XVI Kal. Iul.`; a numeral alone is no date."""
        token = self.tokens[self.at]
        after = self.peek(1)
        if after is not None and "marker" in after.roles and self._is_marker(1):
            return self._roman_day(moment)
        here = self.at
        self.at += 1
        if after is not None and "share" in after.roles:
            self.at = here
            parts = self._part()
            self.skip_fillers()
            target = self._moment() if parts else None
            if target is not None and not target.parts:
                target.parts, target.start = parts, moment.start
            return target
        months = months_at(self.tokens, self.at, self.calendar)
        if months is not None and int(str(token.roles["roman"])) <= 31 and "circa" not in token.roles:
            moment.day = int(str(token.roles["roman"]))
            return self._month_first(moment, months)
        moment.ordinal = int(str(token.roles["roman"]))
        if not 1 <= moment.ordinal <= 30:
            return None
        if after is not None and ("century" in after.roles or "saeculum" in after.roles):
            self.at += 1
            moment.scale = "century"
            return self._part_behind(self._era_behind(moment))
        if after is not None and "millennium" in after.roles:
            self.at += 1
            moment.scale = "millennium"
            return self._era_behind(moment)
        self._hand(moment, token)
        if not moment.parts:
            # The other side of s. xiii–xiv says what it is.
            moment.hand = True
            return moment if len(token.text) > 0 and self.at > here + 0 and token.key != "x" else None
        moment.scale, moment.hand = "century", True
        return moment

    def _decade(self, moment: Moment) -> Moment | None:
        token = self.tokens[self.at]
        self.at += 1
        before = self.tokens[self.at - 2] if self.at >= 2 else None
        if before is not None and before.key == "-" and before.end == token.start and not (
            self.at >= 3 and self.tokens[self.at - 3].end == before.start
        ) and not (self.at >= 3 and self.tokens[self.at - 3].number >= 0):  # fmt: skip
            raise DateError(
                "a decade or century in figures has no sign", before.start, token.end - before.start,
                f"write {int(str(token.roles['decade']))}s BC",
            )  # fmt: skip
        moment.base, moment.digits = int(str(token.roles["decade"])), token.digits
        if (after := self.peek()) is not None and "decades" in after.roles:
            self.at += 1
        return self._part_behind(self._era_behind(moment))

    def _year_word(self, moment: Moment) -> Moment | None:
        """`the year 1450`, `an XI`, `anno 1450`, `les années 1930`, `anni 1930`."""
        token = self.tokens[self.at]
        self.at += 1
        self.skip_fillers()
        if "era" in (self.tokens[self.at].roles if self.peek() else {}):
            return self._era_first(moment)
        number = self.peek()
        if number is None:
            return None
        if number.digits >= 3 and number.number >= 0:
            self.at += 1
            if "decades" in token.roles and "year" not in token.roles and number.number % 10 == 0:
                moment.base, moment.digits = number.number, number.digits
                return self._era_behind(moment)
            return self._of_year(moment, number)
        if "year" in token.roles and "roman" in number.roles and token.key == "an":
            self.at += 1
            moment.year, moment.digits, moment.calendar = int(str(number.roles["roman"])), 4, "french-republican"
            return moment
        if number.digits and (after := self.peek(1)) is not None and "era" in after.roles:
            return self._numbered(moment, number)
        if number.digits and not self.western:
            self.at += 1
            return self._of_year(moment, number)
        return None

    # Days with names

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
        return moment

    def _feast(self, moment: Moment) -> Moment | None:
        """`Michaelmas 1270`, `eve of St Andrew 1290`, `feast of Sts Peter and Paul, 1290`, `Easter 1123 + 3 days`."""
        offset: int | None = None
        titled = False
        token = self.peek()
        while token is not None:
            if "around" in token.roles and offset is None:
                offset = int(str(token.roles["around"]))
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
        """`indiction 1 in 1453`, `indiction 1 in 1400..1460`."""
        self.at += 1
        number = self.peek()
        if number is None or not number.digits:
            return None
        self.at += 1
        self.skip_fillers()
        self.take("era")
        first = self.peek()
        if first is None or first.digits < 1:
            return None
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


_SECOND_ERA = 31
"""Oxyrhynchus counted from AD 324 and from 355 at once (Bagnall and Worp, Chronological Systems, 2nd ed., 2004)."""
_UNITS = ("day", "days", "week", "weeks", "month", "months", "year", "years")
