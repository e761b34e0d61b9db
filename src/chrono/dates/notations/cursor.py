"""A place in the tokens of a text, from which the grammar reads on.

Takes tokens, gives the next ones; never decides what they mean. The forms of a moment share one place, because they
call each other: a part stands before a century, a century behind an era, an era behind a weekday.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.notations.moments import Moment
from chrono.dates.notations.tokens import Token
from chrono.dates.runs import DateError

_NOTHING = (None,) * 8
"""What stands behind the last token: no form looks farther ahead."""


class Cursor(ABC):
    """A reader's place in the tokens of a text, in a calendar."""

    def __init__(self, text: str, tokens: list[Token], calendar: Calendar) -> None:
        self.text, self.tokens, self.calendar = text, tokens, calendar
        self.size = len(tokens)
        self.ahead: list[Token | None] = [*tokens, *_NOTHING]
        self.at = 0
        self.about = False
        """Whether a word for "about" has been passed: what follows is years, and no code of EDTF."""
        self.western = calendar.months[0] == "January"

    def peek(self, ahead: int = 0) -> Token | None:
        """The next token, or one so many farther on; `None` behind the last."""
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
        """Whether the next token is a sign, which is passed."""
        if self.at < self.size and self.tokens[self.at].key == sign:
            self.at += 1
            return True
        return False

    def _doubted(self, role: str) -> bool:
        """Whether a question mark stands before a word of a role, which is passed: `4 (?) July`, `15th (?) century`."""
        for signs in (("?",), ("(", "?", ")")):
            after = self.tokens[self.at + len(signs) : self.at + len(signs) + 1]
            keys = tuple(token.key for token in self.tokens[self.at : self.at + len(signs)])
            if keys == signs and after and role in after[0].roles:
                self.at += len(signs)
                return True
        return False

    def skip_fillers(self, *, joining: bool = True) -> None:
        """Passes words that say nothing: articles, "of", "in"; not those that can join two dates, unless `joining`."""
        tokens, size = self.tokens, len(self.tokens)
        while self.at < size and "filler" in tokens[self.at].roles:
            if not joining and tokens[self.at].roles.get("connector") == "to":
                # du 3 mai au 5 juin
                return
            era = tokens[self.at].roles.get("era")
            if era == "AD" and self.at + 1 < size and 0 < tokens[self.at + 1].digits <= 2:
                # A.D. 44–50: of such a number the era says that it is a year.
                return
            self.at += 1

    def stopped(self, at: int, why: str = "") -> DateError:
        """The error of a text that is understood up to a token."""
        from chrono.dates.notations.refusals import stopped

        return stopped(self.text, self.tokens, at, why)

    @abstractmethod
    def _moment(self) -> Moment | None:
        """The moment that begins here, without its end; `None` where none does."""
