"""The grammar of years: `1123`, `1648/9`, `44 BC`, `AD 70`, `an XI`, `1930s`, `[18--?]`, and of what a figure begins.

Takes tokens from a figure, an era or a word for a year on, gives a `Moment`.
"""

from __future__ import annotations

from chrono.dates.notations.centuries import Centuries
from chrono.dates.notations.eras import WORLD_BEGINS
from chrono.dates.notations.moments import Moment
from chrono.dates.notations.month_names import months_at
from chrono.dates.notations.tokens import Token
from chrono.dates.runs import DateError

_COUNTED = frozenset(("ordinal", "roman", "saeculum", "century"))
"""What a century begins with, besides a figure."""
_SMALL = {
    "b c": ("born about", "BC"),
    "d c": ("died about", "AD"),
    "a c": ("about a year (anno, ante circa)", "BC"),
    "p c": ("after about (post circa)", "AD"),
}
"""What eras in small letters can be besides before a year."""


class Years(Centuries):
    """A reader of years and decades, and of what begins with a figure."""

    def _numbered(self, moment: Moment, token: Token) -> Moment | None:
        """A figure first: `13 May 1123`, `1123 May 13`, `44 BC`, `1648/9`, `14. Jh.`, `3 Non. Mart.`, `2/11/1917`."""
        after = self.peek(1)
        if token.digits <= 2 and after is not None:
            signed = self.western and (after.key in ("-", "/") or "roman" in after.roles)
            if signed and (found := self._between_signs(moment, token)) is not None:
                return found
            figures = after.key in ("/", "-") or (token.roles and after.number >= 0)
            if figures and (numeric := self._numeric(moment)) is not None:
                return numeric
            if token.roles and ("century" in after.roles or "share" in after.roles or "millennium" in after.roles):
                return self._ranked(moment, token)
            if "century" in after.roles:
                return self._ranked(moment, token)
            if "marker" in after.roles and self._is_marker(1):
                return self._roman_day(moment)
            if "share" in after.roles and token.digits == 1 and "decades" not in after.roles:
                # 1 пол. XVIII в.
                return self._ranked(moment, token)
        if (
            after is not None
            and after.key in ("-", "?")
            and (left_open := self._digits_left_open(moment, token)) is not None
        ):
            return left_open
        self.at += 1
        if token.digits <= 2 and after is not None and after.key == "/":
            # 44/3 BC, 62/3 AD, 97/98–98/99 AD
            here, paired = (
                self.at,
                self._in_pairs() != 0 and any("era" in later.roles for later in self.tokens[self.at :]),
            )
            moment.year, moment.digits = token.number, token.digits
            self._slash(moment, token)
            if moment.following is not None:
                if paired or self._era_follows():
                    return self._era_behind(moment)
                self.at = here
            moment.year, moment.digits, moment.following = None, 0, None
        if token.digits <= 2:
            here = self.at
            doubted = self._doubted("month")
            self.skip_fillers()
            if (marked := self._marked(moment, token.number)) is not None:
                return marked
            months = months_at(self.tokens, self.at, self.calendar)
            if months is not None:
                moment.day, moment.unsure = token.number, doubted
                return self._month_first(moment, months)
            if doubted:
                self.at = here
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
        if token.digits > 4 and self.western and not any("era" in later.roles for later in self.tokens[self.at :]):
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

    def _of_year(self, moment: Moment, token: Token) -> Moment | None:
        """What follows a year of three or more figures: `/9`, a month and day, an era."""
        moment.year, moment.digits = token.number, token.digits
        if self.at == self.size or self._edtf_month(moment, token) or self._numeral_month(moment):
            return moment
        self._slash(moment, token)
        self._called_year(moment)
        here = self.at
        if moment.following is None and self._month_after_year(moment):
            return moment
        self.at = here
        return self._era_behind(moment)

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
        if not self.western and self._signed_year(moment):
            return moment
        if number.digits >= 3 and number.number >= 0:
            if "season" in token.roles and number.number >= WORLD_BEGINS:
                # лето 7120
                self._of_the_world(moment, token)
            self.at += 1
            if "decades" in token.roles and "year" not in token.roles and number.number % 10 == 0:
                moment.base, moment.digits, moment.leading = number.number, number.digits, "share" not in token.roles
                return self._era_behind(moment)
            return self._of_year(moment, number)
        if "decades" in token.roles and number.digits == 2 and number.number % 10 == 0 and not self._century_era():
            self.at += 1
            moment.base, moment.digits = number.number, number.digits
            return self._of_its_century(moment)
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
        moment.base, moment.digits = int(str(token.roles["decade"])), int(str(token.roles["figures"]))
        if (after := self.peek()) is not None and "decades" in after.roles:
            self.at += 1
        return self._part_behind(self._of_its_century(self._era_behind(moment)))

    def _of_its_century(self, moment: Moment) -> Moment:
        """`20er Jahre des 15. Jahrhunderts`, `années 20 du XIXe siècle`: the century of a decade in two figures."""
        if moment.digits > 2 or moment.era or self.peek() is None:
            return moment
        here = self.at
        self.skip_fillers()
        token = self.peek()
        counted = token is not None and (token.digits in (1, 2) or not _COUNTED.isdisjoint(token.roles))
        century = self._moment() if counted else None
        if century is None or century.scale != "century" or century.parts or century.era == "BC":
            self.at = here
            return moment
        moment.base, moment.digits = (moment.base or 0) + 100 * ((century.ordinal or 1) - 1), 4
        return moment

    def _era_first(self, moment: Moment) -> Moment | None:
        """`AD 70`, `AH 495`, `AUC 710`; `b. c. 1390` in small letters, which need be no era, is refused."""
        token = self.tokens[self.at]
        if token.key == "h":
            return None
        if token.key in _SMALL and token.text[-1] == "c" and "." in token.text:
            other, era = _SMALL[token.key]
            raise DateError(
                f"“{token.text}.” before a year can be {era} or {other}", token.start, token.end - token.start,
                f"write {era} behind the year, or c. before it in an entry of its own",
            )  # fmt: skip
        self.at += 1
        self.skip_fillers()
        number = self.peek()
        if number is not None and "circa" in number.roles and (after := self.peek(1)) is not None and after.number >= 0:
            # AD c. 150
            moment.circa, moment.told = True, token.start
            self.at += 1
            number = after
        if number is not None and "edtf" in number.roles:
            self._era(moment, token)
            self.at += 1
            moment.edtf = str(number.roles["edtf"])
            return moment if moment.calendar else None
        if number is not None and number.key == "-":
            self._era(moment, token)
            moment.leading = True
            return moment if moment.calendar and self._signed_year(moment) else None
        if number is None or number.number < 0:
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
        here = self.at
        if moment.following is None and self._month_after_year(moment):
            # Anno Domini 1245 die tertia mensis maii
            return moment
        self.at = here
        return moment

    def _century_after_era(self, moment: Moment, token: Token) -> Moment | None:
        """`AH 12th century`: a century of another era is refused, one of ours read."""
        found = self._moment()
        if found is None or str(token.roles["era"]) not in ("AD", "BC"):
            return None
        unsaid = found.ordinal is not None and not found.bare and not found.datable and found.day is None
        if found.scale or found.base is not None or unsaid:
            # AD 1450s; AD 2nd/3rd c.: what the first ordinal is of stands behind the second.
            found.era, found.leading, found.named = str(token.roles["era"]), True, True
            found.start = moment.start
            return found
        return None
