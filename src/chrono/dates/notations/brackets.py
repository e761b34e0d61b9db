"""Brackets and signs round a date: cataloguers' brackets do not count, but for another year within them.

Takes tokens, gives those that the grammar reads.
"""

from __future__ import annotations

import re
from itertools import pairwise

from chrono.dates.notations.tokens import Token

TRAILING = frozenset(".,;:*")
"""Signs that say nothing at the end of a date."""
_JOINTS = frozenset("-–—x×")
_BRACKETED = re.compile(r"[\[\]()]")


def within_brackets(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens of a text without brackets that do not count, and without signs at its end."""
    return _unwrapped(tokens) if _BRACKETED.search(text) else _unended(tokens)


def _unwrapped(tokens: list[Token]) -> list[Token]:
    """The tokens without cataloguers' brackets, brackets round the whole, and signs at the end."""
    if any(token.key in ("[", "]") for token in tokens if token.key):
        kept = _corrections(tokens)
        blank = [token for token, after in pairwise(tokens) if (token.key, after.key) == ("[", "]")]
        # 145[ ] has a digit that nobody could read: the bracket stays, and nothing is read.
        tokens = [token for token in tokens if token.key not in ("[", "]") or token in kept or token in blank]
    tokens = _unended(tokens)
    opened = sum(token.key == "(" for token in tokens)
    closed = sum(token.key == ")" for token in tokens)
    if tokens and tokens[0].key == "(" and (
        opened > closed or (opened == closed == 1 and tokens[-1].key == ")") or _encloses(tokens)
    ):  # fmt: skip
        tokens = tokens[1:]
        if opened <= closed:
            tokens = tokens[:-1]
        return _unwrapped(tokens)
    if tokens and tokens[-1].key == ")" and closed > opened:
        return _unwrapped(tokens[:-1])
    return tokens


def _unended(tokens: list[Token]) -> list[Token]:
    """The tokens without signs at the end."""
    while tokens and tokens[-1].key and tokens[-1].key in TRAILING:
        tokens = tokens[:-1]
    return tokens


def _corrections(tokens: list[Token]) -> list[Token]:
    """The brackets that hold another year or day than the one before them: `1898 [1897]`, `1898 [i.e. 1897?]`,
    `25 October [7 November] 1917`; or the years of a century: `15th century [1456]`."""
    kept: list[Token] = []
    for at, token in enumerate(tokens):
        if token.key != "[" or at == 0 or at + 1 == len(tokens):
            continue
        close = next((later for later in range(at, len(tokens)) if tokens[later].key == "]"), None)
        if close is None:
            continue
        first = tokens[at + 1]
        year = _of_four(tokens[at - 1]) and (_of_four(first) or first.key == "=" or "namely" in first.roles)
        if (
            year
            or _years_of_a_century(tokens, at)
            or _years_of_a_day(tokens, at, close)
            or _day_again(tokens, at, close)
        ):
            kept.extend((token, tokens[close]))
    return kept


def _years_of_a_century(tokens: list[Token], opens: int) -> bool:
    """Whether brackets hold years behind a century: `15th century [c. 1456]`, `s. xv [1456]`."""
    first, before = tokens[opens + 1], tokens[max(0, opens - 2) : opens]
    dated = first.number >= 0 or not {"circa", "bound"}.isdisjoint(first.roles)
    return dated and ("century" in before[-1].roles or ("roman" in before[-1].roles and "saeculum" in before[0].roles))


def _years_of_a_day(tokens: list[Token], opens: int, close: int) -> bool:
    """Whether brackets hold the first and the last year that a day, month or feast can be of: `5 June [1245 × 50]`."""
    inside, before = tokens[opens + 1 : close], tokens[opens - 1]
    day = before.digits in (1, 2) or not {"month", "feast", "saintly"}.isdisjoint(before.roles)
    joined = len(inside) == 3 and _of_four(inside[0]) and inside[1].key in _JOINTS and inside[2].number >= 0
    return day and joined and not tokens[opens].glued


def _day_again(tokens: list[Token], opens: int, close: int) -> bool:
    """Whether brackets hold a whole day behind a day: `25 October [7 November] 1917`, and neither `June [5] 1245` nor
    `5 June 12[45]`."""
    inside, before = tokens[opens + 1 : close], tokens[:opens]
    after = tokens[close + 1] if close + 1 < len(tokens) else None
    glued = tokens[opens].glued or (after is not None and after.glued and after.number >= 0)
    days = [any(0 < token.digits <= 2 for token in part) for part in (inside, before[-3:])]
    return not glued and all(days) and (0 < inside[0].digits <= 2 or "month" in inside[0].roles)


def _of_four(token: Token) -> bool:
    """Whether a token is a year or a decade of four figures."""
    return token.digits == 4 or token.roles.get("figures") == 4


def _encloses(tokens: list[Token]) -> bool:
    """Whether the bracket that opens the text is closed only by its last token."""
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.key == "(") - (token.key == ")")
        if depth == 0:
            return at == len(tokens) - 1 and at > 0
    return False
