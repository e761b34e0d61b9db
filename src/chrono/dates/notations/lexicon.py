"""What words do in a date: the tables of the languages, joined.

Takes the codes of languages, gives a `Lexicon`: the roles that each word can have, and the phrases it begins.
A word that two languages understand differently is `divided`: a text with one is read by each language by itself, and
refused where they come to different dates. Loaded by the first text that is no EDTF; names of feasts by the first text
with a word that is none of these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from chrono.dates.letters import keyed

LANGUAGES = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "la": "latin",
    "it": "italian",
    "es": "spanish",
    "nl": "dutch",
    "ru": "russian",
}
"""The tables by their codes (ISO 639-1)."""
Value = str | int | tuple[str, int]
Roles = dict[str, Value]
"""What a word can do in a date, each role with its value."""
Phrases = dict[str, list[tuple[tuple[str, ...], Roles]]]
"""By their first word: the words that follow, the longest first, and what the whole does."""

_NUMBERED = {"month", "weekday", "season", "share", "ordinal", "hundreds", "marker", "around", "through"}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of some languages. `divided` are those that these languages understand differently."""

    codes: tuple[str, ...]
    words: dict[str, Roles]
    phrases: Phrases
    divided: frozenset[str]


def _parsed(key: str) -> tuple[str, Value]:
    role, _, value = key.partition(" ")
    if role == "foreign":
        calendar, _, number = value.partition(" ")
        return role, (calendar, int(number))
    if role in _NUMBERED:
        return role, int(value)
    return role, value


def spaced(phrase: str) -> str:
    """A phrase as the tokens of a text join: elisions and genitives are words of their own (`l' an`, `andrew 's`)."""
    if "'" in phrase:
        phrase = re.sub(r"(?<=\w)'(?=\w)", "' ", re.sub(r"'s\b", " 's", phrase))
    return " ".join(phrase.split())


@lru_cache(maxsize=16)
def _table(module: str) -> dict[str, Roles]:
    """Each word or phrase of one language with its roles."""
    table: dict[str, Roles] = {}
    for key, listed in import_module(f"chrono.dates.notations.languages.{module}").WORDS.items():
        role, value = _parsed(key)
        for word in listed.split(","):
            table.setdefault(spaced(keyed(word)), {})[role] = value
    return table


@lru_cache(maxsize=1)
def _feasts() -> dict[str, dict[str, str]]:
    """Each name of a feast with its roles."""
    from chrono.dates.feast_days import names

    return {spaced(name): roles for name, roles in names().items()}


@lru_cache(maxsize=32)
def lexicon(codes: tuple[str, ...], feasts: bool = False) -> Lexicon:
    """The words of some languages, with the names of feasts if they are asked for."""
    joined: dict[str, Roles] = {word: dict(roles) for word, roles in _table("common").items()}
    own: dict[str, Roles] = {}
    divided = set()
    for code in codes:
        for word, roles in _table(LANGUAGES[code]).items():
            if own.setdefault(word, roles) != roles:
                divided.add(word)
            joined.setdefault(word, {}).update(roles)
    if feasts:
        for word, feast in _feasts().items():
            joined.setdefault(word, {}).update(feast)
    words: dict[str, Roles] = {}
    phrases: Phrases = {}
    for phrase, roles in joined.items():
        first, *rest = phrase.split()
        if rest:
            phrases.setdefault(first, []).append((tuple(rest), roles))
        else:
            words[first] = roles
    for listed in phrases.values():
        listed.sort(key=lambda entry: -len(entry[0]))
    return Lexicon(codes, words, phrases, frozenset(divided))


def knows(code: str, words: set[str]) -> bool:
    """Whether a language knows all of some words or phrases, those of no language among them."""
    table, common = _table(LANGUAGES[code]), _table("common")
    return all(word in table or word in common for word in words)
