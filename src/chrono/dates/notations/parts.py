"""The grammar of parts: `early`, `2. Hälfte`, `mid to late`, `last quarter`, `ex.`, `3/4`, `²`.

Takes tokens, gives keys of a convention ("early", "2/2"); what they are parts of is read elsewhere.
"""

from __future__ import annotations

from chrono.dates.notations.eras import Eras
from chrono.dates.notations.moments import Moment
from chrono.dates.notations.tokens import Token
from chrono.dates.runs import DateError

_SHARES = {2: "half", 3: "third", 4: "quarter", 10: "decade"}


class Parts(Eras):
    """A reader of parts of centuries, decades, years and months."""

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
            count = int(str(share.roles["share"]))
            if token.number <= count:
                self.at += 2
                return (f"{token.number}/{count}",)
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
            dash, second = self.peek(), self.peek(1)
            if dash is not None and dash.key == "-" and second is not None and second.glued and "hand" in second.roles:
                # s. xiii med.-ex.
                self.at += 2
                moment.parts = (*moment.parts, str(second.roles["hand"]))
        return moment
