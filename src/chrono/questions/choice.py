"""The spans that a question is about: what can be named can be selected.

Takes a chronology and words (ids, ids of tables, `abbot-*`, `tag:T`, `kind:document`, `source:ID`), gives the entries
in the order of the words, each once. A word that stands for nothing raises `Unanswerable`, all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from fnmatch import fnmatchcase

from chrono.core.declared import SPANS
from chrono.core.diagnostics import Diagnostic, did_you_mean
from chrono.core.ids import source_of, tag_of
from chrono.core.limits import Limit
from chrono.model.chronology import Chronology, Entry
from chrono.questions.base import Naming
from chrono.questions.options import Unanswerable, unknown

_WILD = re.compile(r"[*?\[]")
_KIND = "kind:"


def chosen(chronology: Chronology, words: tuple[str, ...]) -> tuple[Entry, ...]:
    """The spans that are asked about, by default every document; raises `Unanswerable`."""
    if not words:
        return tuple(e for e in chronology.entries if e.kind == "document")
    by_id = {e.id: e for e in chronology.entries}
    found: dict[str, Entry] = {}
    wrong = []
    for word in dict.fromkeys(words):
        fits = [by_id[word]] if word in by_id else list(_fitting(word, chronology))
        if not fits:
            wrong.append(_nothing(word, chronology, by_id))
        found |= {e.id: e for e in fits}
    if wrong:
        raise Unanswerable(wrong)
    return tuple(found.values())


def span(chronology: Chronology, id: str) -> Entry:
    """The one span of an id; raises `Unanswerable`."""
    by_id = {e.id: e for e in chronology.entries}
    if id not in by_id:
        raise Unanswerable([unknown(id, by_id, "person, event, period or document")])
    return by_id[id]


def telling(chronology: Chronology, entries: Collection[Entry], limit: Limit, times: float = 1) -> None:
    """Keeps time for telling of spans, by how long it took to read the chronology: of many it takes as long as some
    answers. So it is kept before anything is worked out.

    `times`: how long, of as long as a table of them with reasons takes. Measured on 3,000 acts (benchmarks/timeouts.py)
    windows alone take half of that, a picture one and a half times as long.
    """
    limit.keep(times * len(entries) / max(1, len(chronology.entries)))


def spans(words: tuple[str, ...], times: float = 1) -> Naming:
    """Looks whether words stand for spans, and keeps time as `telling` does; raises as `chosen` does."""
    return lambda chronology, limit: telling(chronology, chosen(chronology, words), limit, times)


def all_of(words: tuple[str, ...], times: float = 1) -> Naming:
    """Like `spans`, but where no word is given every span is told of."""
    if words:
        return spans(words, times)
    return lambda chronology, limit: telling(chronology, chronology.entries, limit, times)


def each(ids: Iterable[str]) -> Naming:
    """Looks whether ids are those of spans; raises `Unanswerable` for all that are not."""

    def look(chronology: Chronology, limit: Limit) -> None:
        by_id = {e.id for e in chronology.entries}
        wrong = [unknown(id, by_id, "person, event, period or document") for id in ids if id not in by_id]
        if wrong:
            raise Unanswerable(wrong)

    return look


def _fitting(word: str, chronology: Chronology) -> Iterator[Entry]:
    tag, source = tag_of(word), source_of(word)
    for entry in chronology.entries:
        if (
            (tag is not None and tag in entry.tags)
            or (source is not None and source in {entry.citation.source, *(s.citation.source for s in entry.stated)})
            or word == _KIND + entry.kind
            or (word and word == entry.table)
            or (_WILD.search(word) and fnmatchcase(entry.id, word))
        ):
            yield entry


def _nothing(word: str, chronology: Chronology, by_id: dict[str, Entry]) -> Diagnostic:
    """That a word stands for nothing, with what it may have been meant for."""
    if (tag := tag_of(word)) is not None:
        help = did_you_mean(tag, {t for e in chronology.entries for t in e.tags}, "no entry has this tag")
    elif (source := source_of(word)) is not None:
        help = did_you_mean(source, {id for id, _ in chronology.sources}, "no entry cites this source")
    elif word.startswith(_KIND):
        help = "the kinds are: " + ", ".join(SPANS)
    elif _WILD.search(word):
        help = "`*` stands for any letters of an id, `?` for one; put the pattern in quotes"
    else:
        return unknown(word, by_id, "person, event, period or document")
    return Diagnostic("empty-selection", f"'{word}' stands for no person, event, period or document", help=help)
