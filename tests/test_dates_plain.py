"""The commonest forms are told by what their tokens are; the grammar, which knows all forms, must give the same."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.catalogues import HERE, rows

from chrono.dates import DateError
from chrono.dates.calendars.gregorian import GREGORIAN
from chrono.dates.notations.conventions import languages_of
from chrono.dates.notations.grammar import Grammar
from chrono.dates.notations.lexicon import lexicon
from chrono.dates.notations.moments import Phrase
from chrono.dates.notations.plain import plain
from chrono.dates.notations.tokens import tokens_of

ALL = languages_of("wide")


def both(text: str, *, feasts: bool) -> tuple[Phrase | None, Phrase | str]:
    """What the short way gives, and what the grammar gives or says."""
    tokens = tokens_of(text, lexicon(ALL, feasts), feasts=feasts)
    short = plain(tokens)
    try:
        return short, Grammar(text, tokens, GREGORIAN).whole()
    except DateError as error:
        return short, error.message


def words() -> Iterator[str]:
    """Every word of every language, whatever it does."""
    known = lexicon(ALL, True)
    yield from sorted(known.words)
    for first in sorted(known.phrases):
        for rest, _ in known.phrases[first]:
            yield " ".join((first, *rest))


def test_the_short_way_gives_what_the_grammar_gives_for_every_word() -> None:
    told = 0
    for word in words():
        for text in (
            f"{word} 1450", f"{word} 1450–1475", f"{word} 1450-1475", f"{word} 1450–75", f"{word} 1450-05",
            f"{word} 1450—12", f"13 {word} 1450", f"32 {word} 1450", f"3. {word} 1450", f"0 {word} 1450",
        ):  # fmt: skip
            for feasts in (False, True):
                short, whole = both(text, feasts=feasts)
                assert short is None or short == whole, text
                told += short is not None
    assert told > 1_500


def test_the_short_way_gives_what_the_grammar_gives_in_catalogues() -> None:
    told = strings = 0
    for path in sorted(HERE.glob("*.tsv")):
        for row in rows(path):
            short, whole = both(row.text.strip(), feasts=False)
            assert short is None or short == whole, row.text
            told += short is not None
            strings += 1
    assert told > strings // 4
