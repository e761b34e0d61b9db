"""Letters as the words of dates are compared by: without accents, in small letters; and Roman numerals.

Takes a word, gives a word or a number.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_FOURS = (("dcccc", "cm"), ("cccc", "cd"), ("lxxxx", "xc"), ("xxxx", "xl"), ("viiii", "ix"), ("iiii", "iv"))
_NUMERALS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000, "j": 1}

_NUMERALS_IN_CYRILLIC = str.maketrans("хіу", "xiv")


def fold(word: str) -> str:
    """A word in small letters, without accents and the letters that only write a break (ʻ, ʿ)."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word.lower().replace("ß", "ss").replace("æ", "ae").replace("œ", "oe"))
    return "".join(c for c in letters if not unicodedata.combining(c) and c not in "ʻʼʾʿ‘")


def keyed(phrase: str) -> str:
    """A phrase of a table as the tokens of a text have it."""
    return phrase if phrase.isascii() else " ".join(in_latin(fold(word)) for word in phrase.split())


def in_latin(word: str) -> str:
    """A folded word in Latin letters where it is a Roman numeral, or the sign ×, typed with Cyrillic ones (ХVI, ХІХ);
    else the word."""
    if word.isascii() or word in ("у", "і"):
        return word
    latin = word.translate(_NUMERALS_IN_CYRILLIC)
    return latin if latin.isascii() and roman(latin) is not None else word


@lru_cache(maxsize=4096)
def roman(text: str) -> int | None:
    """The number a Roman numeral writes, up to 3999, four signs in a row allowed (mcccc); `None` in no usual form.

    A final j counts as i.
    """
    total = 0
    written = text.lower().replace("j", "i")
    for letter, after in zip(written, [*written[1:], ""], strict=True):
        value = _NUMERALS.get(letter, 0)
        total += -value if value < _NUMERALS.get(after, 0) else value
    for four, usual in _FOURS:
        written = written.replace(four, usual)
    return total if 0 < total < 4000 and as_roman(total) == written else None


def as_roman(number: int) -> str:
    """A number from 1 to 3999 in Roman numerals, small letters."""
    signs = (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    )  # fmt: skip
    written = ""
    for value, sign in signs:
        count, number = divmod(number, value)
        written += sign * count
    return written
