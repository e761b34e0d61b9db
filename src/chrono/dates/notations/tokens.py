"""A text as tokens: numbers, words with the roles they can have, and signs, each with its place.

Takes a text and a lexicon, gives `Token`s; phrases of several words ("no later than", "v. Chr.") are one token.
Accents and full stops after words do not count. Never decides what a word does: that is the grammar's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from chrono.dates.letters import fold, in_latin, roman
from chrono.dates.notations.calendar_names import CALENDAR_NAME
from chrono.dates.notations.lexicon import Lexicon, Roles

_RUSSIAN = "(?:й|я|е|го|му|м|ая|ое|ой|ый|ую|ого|ом|ым)\\b"
_TOKEN = re.compile(
    # What can begin a token is asked before what it is: most alternatives begin with a figure.
    r"\s*(?:(?=[0-9X?~%+-])(?:(?P<edtf>(?<![\w-])(?:[?~%]?[+-]?[0-9]{3,}-[0-9]{2}-[0-9]{2}(?![\w])|[+-]?(?=[0-9X]*X)[0-9X]{4}(?:-[0-9X]{2}){0,2}(?![\w])))"
    r"|(?=[0-9])(?:(?P<decade>[0-9]{1,5}0['’]?(?:s|er|ers|erne)\b|[0-9]{3,5}0-?(?:е|х)\b|[0-9]0-?(?:е|х)(?=\s*г))"
    r"|(?P<ordinal>[0-9]{1,3}(?:(?:(?i:st|nd|rd|th)|d|er|[eè]re|re|[eè]me|e|de|ste|te|ten|ter)\b|\.?[ºª]|°"
    rf"|-?{_RUSSIAN}))"
    r"|(?P<number>[0-9]+)))"
    r"|(?=[CQ])(?:(?P<hundred>\bC[0-9]{1,2}(?:st|nd|rd|th)?\b)|(?P<quarter>\bQ[1-4]\b))"
    r"|(?P<genitive>['’]s\b)"
    # The rest of a Russian ordinal behind figures or a numeral: 1940-го, XVI-го.
    rf"|(?P<ending>(?<=[0-9IVX])-?{_RUSSIAN})"
    r"|(?P<word>[^\W\d_¹²³⁴](?:[^\W\d_¹²³⁴]|[\u0300-\u036f])*(?:['’](?=[^\W_])(?!s\b))?)"
    r"|(?P<sign>.))",
    re.DOTALL,
)
_PREFIX = re.compile(rf"(?<![\w])({CALENDAR_NAME}):(?!\s)")
_SUPERSCRIPTS = {"¹": 1, "²": 2, "³": 3, "⁴": 4}
_FLATTENED = re.compile(r"([ivx]+)(in|med|ex)")
_ORDINAL_ROMAN = re.compile(r"([ivxl]+)(?:e|th|eme|me|st|nd|rd|o|a|de|ste|te|ten|(?<=\bi)[er]re?)")
_THOUSANDS = re.compile(r"(?<![0-9,.])[1-9][0-9]?[,.][0-9]{3}(?![0-9])", re.ASCII)
_APOSTROPHES = ("'", "’", "‘")
_NAMED = frozenset(("month", "foreign", "marker"))
_EMPTY: Roles = {}


class Token:
    """A piece of a text: its key (a word in small letters without accents), its place, and what it can do.

    `number` and `digits` are set of what is written in figures; `glued` says that nothing stands before it but the
    token before.
    """

    __slots__ = ("digits", "end", "glued", "key", "number", "roles", "start", "text")

    def __init__(self, key: str, text: str, start: int, end: int, roles: Roles, glued: bool) -> None:
        self.key, self.text, self.start, self.end = key, text, start, end
        self.roles, self.glued = roles, glued
        self.number = -1
        self.digits = 0


@lru_cache(maxsize=4096)
def _numeral_roles(key: str) -> Roles:
    """What a word can be as a Roman numeral: `xiv`, `xive` (an ordinal), `xivin` (with the hand's part)."""
    if not key or key[0] not in "ivxlcdmj":
        return _EMPTY
    if (number := roman(key)) is not None:
        return {"roman": number}
    if (found := _FLATTENED.fullmatch(key)) and (number := roman(found[1])):
        return {"roman": number, "flattened": {"in": "early", "med": "mid", "ex": "late"}[found[2]]}
    if (found := _ORDINAL_ROMAN.fullmatch(key)) and (number := roman(found[1])):
        return {"ordinal": number, "numeral": number}
    return _EMPTY


@lru_cache(maxsize=64)
def _table(codes: tuple[str, ...], feasts: bool) -> dict[str, Roles]:
    """The words of some languages with what they can be as Roman numerals besides."""
    from chrono.dates.notations.lexicon import lexicon

    return {word: {**_numeral_roles(word), **roles} for word, roles in lexicon(codes, feasts).words.items()}


def tokens_of(text: str, words: Lexicon, *, feasts: bool = False) -> list[Token]:
    """The tokens of a text, spaces and the full stops of abbreviations left out."""
    found: list[Token] = []
    table = _table(words.codes, feasts)
    prefixed = {m.start(): m for m in _PREFIX.finditer(text)} if ":" in text else None
    phrases = words.phrases
    joined = False
    glued = False
    skip = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        assert kind is not None
        start, end = match.span(kind)
        if start < skip:
            continue
        piece = match[kind]
        if start > match.start():
            glued = False
        if prefixed and start in prefixed:
            prefix = prefixed[start]
            found.append(Token(":", prefix[0], start, prefix.end(), {"calendar": prefix[1]}, glued))
            skip, glued = prefix.end(), True
            continue
        if kind == "number":
            token = Token("", piece, start, end, _EMPTY, glued)
            token.number, token.digits = int(piece), end - start
            joined = joined or piece in phrases
            # A figure with a full stop and more behind it is an ordinal in many languages (3. März, 14. Jh.).
            if text[end : end + 1] == "." and end - start <= 2:
                token.roles = {"ordinal": token.number, "dotted": 1}
            elif (
                end - start == 3
                and token.number % 100 == 0
                and text[start - 1 : start] in _APOSTROPHES
                and text[end : end + 1] not in _APOSTROPHES
            ):
                # '400, dell'800: the years from 1400, from 1800, as Italians write them
                token = Token("", piece, start, end, {"hundreds": 11 + token.number // 100}, glued)
        elif kind == "word":
            key = in_latin(fold(piece))
            if key[-1] in "'’" and len(key) > 1:
                elided = key[:-1] + "'"
                key = elided if text[end : end + 1].isalpha() or elided in table else key[:-1]
            roles = known if (known := table.get(key)) is not None else _numeral_roles(key)
            token = Token(key, piece, start, end, roles, glued)
            if key[0] == "m" and len(key) > 3 and int(str(roles.get("roman", 0))) >= 1000:
                # MCCCCL is written as a year is, in figures of its own.
                token = Token("", piece, start, end, _EMPTY, glued)
                token.number, token.digits = int(str(roles["roman"])), 4
            joined = joined or key in phrases
        elif kind == "ending":
            glued = True
            continue
        elif kind == "sign":
            if piece in "°º" and glued and found and "roman" in found[-1].roles:
                # xiiij° die: the ending of an ordinal.
                continue
            if piece == "." or piece in "'’":
                if piece == "." and text[end : end + 1] == ".":
                    found.append(Token("..", "..", start, end + 1, _EMPTY, glued))
                    skip = end + 1
                glued = True
                continue
            roles = {"superscript": _SUPERSCRIPTS[piece]} if piece in _SUPERSCRIPTS else _EMPTY
            if piece in "×&©":
                roles = table.get(piece, roles)
            token = Token(piece, piece, start, end, roles, glued)
        elif kind == "ordinal":
            digits = re.match("[0-9]+", piece)
            assert digits is not None
            token = Token("", piece, start, end, {"ordinal": int(digits[0])}, glued)
        elif kind == "decade":
            digits = re.match("[0-9]+", piece)
            assert digits is not None
            # Its figures are no number: what wants a year does not take them for one.
            token = Token("", piece, start, end, {"decade": int(digits[0]), "figures": len(digits[0])}, glued)
        elif kind == "hundred":
            token = Token("", piece, start, end, {"hundred": int(piece[1:].rstrip("stndrh"))}, glued)
        elif kind == "quarter":
            token = Token("", piece, start, end, {"quarter": int(piece[1])}, glued)
        elif kind == "genitive":
            token = Token("'s", piece, start, end, table.get("'s", {"filler": ""}), glued)
        else:
            token = Token("", piece, start, end, {"edtf": piece}, glued)
        found.append(token)
        glued = True
    if joined:
        found = _phrased(found, words, text)
    return _whole_thousands(found) if ("," in text or "." in text) and _THOUSANDS.search(text) else found


def _whole_thousands(tokens: list[Token]) -> list[Token]:
    """The tokens with `12,500` and `12.500` as one number, where an era says that years are spoken of.

    A day and a year (`May 3,130 BC`, `3.5.130 BC`) stay two: a month, or another figure, stands close before them.
    """
    if not any("era" in token.roles for token in tokens):
        return tokens
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        comma = at + 1 < len(tokens) and tokens[at + 1].key == "," and tokens[at + 1].glued
        last = tokens[at + 1 + comma] if at + 1 + comma < len(tokens) else token
        before = tokens[at - 1] if at else None
        alone = before is None or (not (before.number >= 0 and token.glued) and _NAMED.isdisjoint(before.roles))
        if token.digits in (1, 2) and token.number and last.digits == 3 and last.glued and alone:
            whole = Token("", token.text, token.start, last.end, _EMPTY, token.glued)
            whole.number, whole.digits = token.number * 1000 + last.number, token.digits + 3
            kept.append(whole)
            at += 2 + comma
        else:
            kept.append(token)
            at += 1
    return kept


def _phrased(tokens: list[Token], words: Lexicon, text: str) -> list[Token]:
    """The tokens with the longest phrases put together; a hyphen between words counts as a space."""
    phrases = words.phrases
    kept: list[Token] = []
    at, size = 0, len(tokens)
    while at < size:
        first = tokens[at]
        for rest, roles in phrases.get(_key(first), ()):
            here = at + 1
            for word in rest:
                if here < size and tokens[here].key == "-" and tokens[here].glued and here + 1 < size:
                    here += 1
                if here >= size or _key(tokens[here]) != word:
                    break
                here += 1
            else:
                last = tokens[here - 1]
                key = " ".join((_key(first), *rest))
                kept.append(Token(key, text[first.start : last.end], first.start, last.end, roles, first.glued))
                at = here
                break
        else:
            kept.append(first)
            at += 1
    return kept


def _key(token: Token) -> str:
    return token.key or (token.text if token.number >= 0 else "")
