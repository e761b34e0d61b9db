"""The grammar of centuries: `12th century`, `early 12th century`, `s. xii ex.`, `XV secolo`, `2. Hälfte 15. Jh.`

Takes tokens, gives a `Moment`; an ordinal alone may be a neighbour's century or a day.
"""

from __future__ import annotations

from chrono.dates.notations.moments import Moment
from chrono.dates.notations.month_names import months_at
from chrono.dates.notations.named_days import NamedDays
from chrono.dates.notations.parts import Parts
from chrono.dates.notations.tokens import Token
from chrono.dates.runs import DateError


class Centuries(Parts, NamedDays):
    """A reader of centuries and millennia, and of what an ordinal or a numeral begins."""

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
        moment.unsure = self._doubted("century")
        self.take_sign("-")
        after = self.peek()
        if after is not None and ("century" in after.roles or "saeculum" in after.roles):
            self.at += 1
            moment.ordinal, moment.scale = ordinal, "century"
            if "saeculum" in after.roles and (hand := self.peek()) is not None and "hand" in hand.roles:
                # XIe s. in.
                self._hand(moment, token)
            return self._part_behind(self._era_behind(moment))
        if after is not None and "millennium" in after.roles:
            self.at += 1
            moment.ordinal, moment.scale = ordinal, "millennium"
            return self._part_behind(self._era_behind(moment))
        self.at = here
        self.skip_fillers()
        if (marked := self._marked(moment, ordinal)) is not None:
            # the 12th of the kalends of June
            return marked
        months = months_at(self.tokens, self.at, self.calendar)
        if (months is not None and "dotted" not in token.roles) or (months is not None and token.number >= 0):
            if ordinal == 0 and token.number < 0 and token.key != "latter":
                # The last day of May, ultimo die Maii.
                moment.nth = 0
            else:
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
        behind = self.at
        self.skip_fillers()
        months = months_at(self.tokens, self.at, self.calendar)
        if months is not None and int(str(token.roles["roman"])) <= 31 and "circa" not in token.roles:
            # xiiij die Februarii, the xx day of May
            moment.day = int(str(token.roles["roman"]))
            return self._month_first(moment, months)
        self.at = behind
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
        era = after.roles.get("era") if after is not None and "connector" not in after.roles else None
        if era in ("AD", "BC") and moment.ordinal <= 21:
            # II p. Chr., I v. Chr., III AD, as papyrologists and epigraphers write centuries
            moment.scale = "century"
            return self._era_behind(moment)
        self._hand(moment, token)
        if not moment.parts:
            # The other side of s. xiii–xiv says what it is.
            moment.hand = True
            return moment if token.key != "x" or (after is not None and after.key in ("-", "–")) else None
        moment.scale, moment.hand = "century", True
        return moment
