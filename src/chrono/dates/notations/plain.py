"""The commonest forms, told by what their tokens are: `1450–1475`, `c. 1830–41`, `15 March 1840`, `May 1960`.

Takes the tokens of a text in a calendar with our months; gives the `Phrase` that the grammar would give, or `None` for
every other form. Of the dates of catalogues two in three are so: they need not be asked whether they are anything else.
Never gives what the grammar would not: tests/properties holds the one to the other.
"""

from __future__ import annotations

from chrono.dates.notations.moments import Moment, Phrase
from chrono.dates.notations.tokens import Token

_DASHES = ("–", "—")
_SAYS_MORE = frozenset((
    "undated", "calibrated", "either", "between", "from", "turn", "unsure", "bound", "filler", "feast", "saint",
    "saintly", "feast-of", "around", "through", "part", "ordinal", "share", "edtf", "calendar", "weekday", "counted",
))  # fmt: skip
"""What a word can do that the grammar asks before a month or a circa, or together with it."""


def plain(tokens: list[Token]) -> Phrase | None:
    """The phrase that the tokens are if they are of a common form, as the grammar gives it; `None` where not."""
    size = len(tokens)
    if not 2 <= size <= 4:
        return None
    first, last = tokens[0], tokens[-1]
    if last.number < 0 or last.roles:
        return None
    if first.digits == 4 and not first.roles:
        return _years(tokens, 0) if size == 3 else None
    if "circa" in first.roles:
        return _about(tokens) if _SAYS_MORE.isdisjoint(first.roles) and first.key not in ("a", "h", "am") else None
    if last.digits != 4 or size == 4:
        return None
    named = tokens[size - 2]
    month = named.roles.get("month")
    if month is None or (size == 2 and named.text == "apr") or not _SAYS_MORE.isdisjoint(named.roles):
        return None
    moment = Moment(first.start, last.end)
    if size == 3:
        if not 0 < first.digits <= 2 or first.roles:
            return None
        moment.day = first.number
    moment.month, moment.year, moment.digits = int(str(month)), last.number, 4
    return Phrase([moment])


def _about(tokens: list[Token]) -> Phrase | None:
    """`c. 1450`, `c. 1450–1475`, `c.1830–41`."""
    phrase: Phrase | None
    if len(tokens) == 2 and tokens[1].digits == 4:
        phrase = Phrase([_year(tokens[1])])
    else:
        phrase = _years(tokens, 1) if len(tokens) == 4 else None
    if phrase is not None:
        phrase.moments[0].circa, phrase.moments[0].told = True, tokens[0].start
    return phrase


def _years(tokens: list[Token], at: int) -> Phrase | None:
    """`1450–1475`, `1830–41`: two years, of which the second may be cut short behind a dash."""
    first, dash, last = tokens[at:]
    if first.digits != 4 or first.roles or not (
        (last.digits == 4 and dash.key in (*_DASHES, "-")) or (last.digits == 2 and dash.key in _DASHES)
    ):  # fmt: skip
        return None
    if last.digits == 4:
        return Phrase([_year(first), _year(last)], ["-"])
    moment = Moment(last.start, last.end)
    moment.number, moment.digits = last.number, 2
    return Phrase([_year(first), moment], ["-"])


def _year(token: Token) -> Moment:
    moment = Moment(token.start, token.end)
    moment.year, moment.digits = token.number, 4
    return moment
