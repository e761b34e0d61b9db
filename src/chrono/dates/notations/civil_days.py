"""The grammar of days and months in figures and by name: `13 May 1123`, `May 13, 1123`, `2/11/1917`, `1123, 13 May`.

Takes tokens from a month or a year on, completes a `Moment`; what the year leaves out, its neighbours say (`sharing`).
"""

from __future__ import annotations

from difflib import get_close_matches

from chrono.dates.notations.eras import Eras
from chrono.dates.notations.moments import Moment
from chrono.dates.notations.month_names import months_at
from chrono.dates.notations.tokens import Token
from chrono.dates.runs import DateError

_FRIENDS = 1650
"""The year from about which the Society of Friends told months by numbers."""
_SECOND_ERA = 31
"""Oxyrhynchus counted from AD 324 and from 355 at once (Bagnall and Worp, Chronological Systems, 2nd ed., 2004)."""


class CivilDays(Eras):
    """A reader of days, months and the years behind or before them."""

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
        dash, behind = self.peek(), self.peek(1)
        if dash is not None and dash.key == "-" and dash.glued and behind is not None and behind.glued:
            # May-1245, as spreadsheets write it.
            self.at += behind.digits == 4 and moment.day is None and not moment.calendar
        self.take_sign(",")
        self.skip_fillers(joining=False)
        if self.take("year") is not None:
            self.skip_fillers()
        token = self.peek()
        if token is None:
            self.at = here
            return moment
        if token.key == "-" and self._signed_year(moment):
            return moment
        if "era" in token.roles and (year := self.peek(1)) is not None and (year.digits or year.key == "-"):
            self._era(moment, token)
            moment.leading = True
            self.at += 1
            token = year
            if year.key == "-" and moment.calendar and self._signed_year(moment):
                return moment
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

    def _month_after_year(self, moment: Moment) -> bool:
        """Whether a month, and perhaps a day or a part, stands behind the year: `1123 May 13`, `1245 Ende Mai`."""
        comma = self.take_sign(",")
        self.skip_fillers()
        if (part := self.peek()) is not None and "part" in part.roles and part.number < 0:
            named = months_at(self.tokens, self.at + 1, self.calendar)
            if named is not None and not self._month_is_of_another(1 + named[2], comma):
                self.at += 1
                self._month(moment, named)
                moment.parts, moment.year_first = (str(part.roles["part"]),), True
                return True
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
        if comma and (behind := self.peek(1)) is not None and behind.digits in (1, 2) and self.peek(2) is None:
            # 1450, mayo, 3
            self.take_sign(",")
        if first and day is not None:
            moment.day = day.number
        elif (day := self.peek()) is not None and (day.digits in (1, 2) or "ordinal" in day.roles):
            after = self.peek(1)
            if not (after is not None and (after.digits > 2 or "month" in after.roles)):
                self.at += 1
                moment.day = day.number if day.digits else int(str(day.roles["ordinal"]))
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

    def _numeral_month(self, moment: Moment) -> bool:
        """Whether a month in a Roman numeral and a day stand behind the year: `1450-V-3`, `1450.V.3`, `1450, V, 3`."""
        signs = [token.key in ("-", ",") for token in self.tokens[self.at : self.at + 1]] or [False]
        step = 2 if signs[0] else 1
        pieces = self.tokens[self.at : self.at + 2 * step]
        if len(pieces) < 2 * step or (step == 2 and pieces[0].key != pieces[2].key):
            return False
        name, day = pieces[step - 1], pieces[-1]
        number = int(str(name.roles.get("roman", 0))) if "connector" not in name.roles else 0
        if not 1 <= number <= 12 or day.digits not in (1, 2) or day.roles or self.peek(2 * step) is not None:
            return False
        self.at += 2 * step
        moment.month, moment.day, moment.year_first = number, day.number, True
        moment.counted = (moment.year or 0) >= _FRIENDS
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

    def _slash(self, moment: Moment, token: Token, *, whole: bool = False) -> None:
        """The second year of `1648/9` and `44/3 BC`, where it is the next one; of a day also `1699/1700` (`whole`)."""
        sign, second, era = self.peek(), self.peek(1), self.peek(2)
        if sign is None or second is None or sign.key != "/" or not (sign.glued and second.glued and second.digits):
            return
        if self.calendar.name == "oxyrhynchite" and second.number == token.number - _SECOND_ERA:
            # 46/15: the years of the two eras that Oxyrhynchus counted side by side.
            self.at += 2
            return
        if whole and months_at(self.tokens, self.at + 2, self.calendar) is not None:
            # 22 December 1660/1 January 1661
            return
        of_pairs = self._in_pairs()
        whole = whole or of_pairs != 0
        step = of_pairs or (-1 if era is not None and era.roles.get("era") == "BC" else 1)
        after = token.number + step
        shorter = len(second.text) < len(token.text) and str(after).endswith(second.text)
        if after > 0 and (shorter or (whole and second.number == after)):
            moment.following = after
            self.at += 2

    def _in_pairs(self) -> int:
        """1 where the slash here is in the first or the second pair of `122/123–126/127`, which are two years of one
        reckoning, each of two of ours; -1 of `310/309–305/304 BC`, else 0."""
        for at in (self.at - 1, self.at - 5):
            pairs = self.tokens[at : at + 7] if at >= 0 else []
            if [token.key for token in pairs] in (["", "/", "", dash, "", "/", ""] for dash in ("-", "–")):
                numbers = [token.number for token in pairs[::2]]
                steps = {numbers[1] - numbers[0], numbers[3] - numbers[2]}
                return steps.pop() if steps in ({1}, {-1}) else 0
        return 0

    def _between_signs(self, moment: Moment, token: Token) -> Moment | None:
        """`14.II.1123`, `12. III. 1410`, `14-Feb-1876`, `12/III/1410`: the month a Roman numeral, or between signs."""
        sign = self.peek(1)
        signed = sign is not None and sign.key in ("-", "/") and sign.glued
        named, year = self.peek(2 if signed else 1), self.peek(4 if signed else 2)
        if named is None or year is None or year.digits < 3 or year.roles or token.number > 31:
            return None
        if signed:
            second = self.peek(3)
            if second is None or sign is None or second.key != sign.key or not (named.glued and year.glued):
                return None
        month = named.roles.get("month") if signed else None
        # Of 26.X.1879 the sign joins nothing: a full stop stands behind it.
        if month is None and ("connector" not in named.roles or self.text[named.end : named.end + 1] == "."):
            month = named.roles.get("roman")
        if month is None or not 1 <= int(str(month)) <= 12:
            return None
        # Friends counted months from March, and wrote 12 iii 1690 as well.
        moment.counted = "month" not in named.roles and year.number >= _FRIENDS
        self.at += 5 if signed else 3
        moment.day, moment.month, moment.year, moment.digits = token.number, int(str(month)), year.number, year.digits
        return self._era_behind(moment)

    def _numeric(self, moment: Moment) -> Moment | None:
        """`2/11/1917`, `02-11-1917`, `3.5.1521`, `8/1959`: what is a day and what a month is told, or both are kept."""
        tokens = self.tokens[self.at : self.at + 5]
        slashed = len(tokens) >= 3 and tokens[1].key == "/"
        dashed = len(tokens) >= 5 and tokens[1].key == tokens[3].key == "-" and all(each.glued for each in tokens[1:])
        numbers = [token for token in tokens if token.number >= 0]
        if (
            (dashed or (slashed and len(tokens) >= 5 and tokens[3].key == "/"))
            and tokens[2].digits in (1, 2)
            and tokens[4].digits == 4
        ):
            one, other, year = tokens[0].number, tokens[2].number, tokens[4]
            self.at += 5
        elif slashed and tokens[2].digits == 4 and 1 <= tokens[0].number <= 12:
            moment.month, moment.year, moment.digits = tokens[0].number, tokens[2].number, 4
            self.at += 3
            return self._era_behind(moment)
        elif self._dotted_without_year(tokens):
            moment.day, moment.month = tokens[0].number, tokens[1].number
            self.at += 2
            return moment
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

    @staticmethod
    def _dotted_without_year(tokens: list[Token]) -> bool:
        """Whether a day and a month in figures stand here of which the year comes later: `3.5.–5.6.1521`,
        `25.10.(7.11.)1917`."""
        if len(tokens) < 3 or not ("dotted" in tokens[0].roles and "dotted" in tokens[1].roles):
            return False
        joint, after = tokens[2], tokens[3].number if len(tokens) > 3 else 0
        return 1 <= tokens[1].number <= 12 and (joint.key == ")" or (joint.key in ("/", "-", "–", "(") and after >= 0))

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
