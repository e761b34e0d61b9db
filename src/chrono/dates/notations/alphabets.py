"""Letters of the Latin and the Cyrillic alphabet that look alike: `с 1150` and `c 1150`, `АD 70`.

Takes a text, raises `DateError` where a word could be of either alphabet; gives nothing. Roman numerals typed with
Cyrillic letters (ХVI, ХIХ) are read, and no matter here.
"""

from __future__ import annotations

import re

from chrono.dates.letters import fold, in_latin
from chrono.dates.notations.lexicon import LANGUAGES, knows
from chrono.dates.runs import DateError

_LATIN = "ABCEHIJKMOPSTXYaceijopsxy"
_CYRILLIC = "АВСЕНІЈКМОРЅТХУасеіјорѕху"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_WORD = re.compile(r"\b(?<![0-9]-)[^\W\d_]+")
"""A word, and no ending behind figures: 1810-е."""
_OF_CYRILLIC = re.compile("[\u0400-\u04ff]")


def check_alphabets(text: str, codes: tuple[str, ...]) -> None:
    """Raises at the first word with letters of both alphabets, and where the one word in Cyrillic letters can be Latin
    by its looks, or the other way round. In Russian alone (`codes`) every word can be what it looks like."""
    words = [found for found in _WORD.finditer(text) if not in_latin(fold(found[0])).isascii() or found[0].isascii()]
    russian = False
    alike: re.Match[str] | None = None
    for word in words:
        of_cyrillic = _OF_CYRILLIC.findall(word[0])
        if of_cyrillic and len(of_cyrillic) < len(word[0]):
            raise _mixed(word, of_cyrillic[0])
        if of_cyrillic and (not word[0].translate(_TO_LATIN).isascii() or _is_russian(word[0])):
            russian = True
        elif of_cyrillic:
            alike = alike or word
    lone = next((word for word in words if word[0] == "c"), None) if russian else None if codes == ("ru",) else alike
    if lone is not None:
        raise DateError(
            f"“{lone[0]}” can be Russian с (from), or c. (about): the letters of the two alphabets look alike"
            if lone[0] in "cс" else f"“{lone[0]}” is in Cyrillic letters that look like Latin ones",
            lone.start(), len(lone[0]),
            "write since or c. in Latin letters, or с … г. in Russian ones" if lone[0] in "cс"
            else f"write {lone[0].translate(_TO_LATIN)} in Latin letters",
        )  # fmt: skip


def _is_russian(word: str) -> bool:
    """Whether a word that looks like Latin letters is one in Russian, and none in another language: сер."""
    own, latin = {fold(word)}, {fold(word.translate(_TO_LATIN))}
    return knows("ru", own) and not any(knows(code, latin) for code in LANGUAGES if code != "ru")


def _mixed(word: re.Match[str], letter: str) -> DateError:
    """The error of a word with letters of both alphabets, of which a Cyrillic one is given."""
    latin = word[0].translate(_TO_LATIN)
    help = f"write {latin} in Latin letters" if latin.isascii() else "write all of it in Cyrillic letters"
    said = f"“{word[0]}” has letters of two alphabets: its {letter} is a Cyrillic letter"
    return DateError(said, word.start(), len(word[0]), help, mends=(latin,) if latin.isascii() else ())
