"""What the shell offers for ids: read from the YAML alone, unchecked, and never an error.

Takes what has been typed, gives the ids that begin so. A file that cannot be read offers nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from chrono.core.ids import field_id, rule_id, source_id, tag_id

if TYPE_CHECKING:
    from chrono.loading.nodes import Fields

SPANS = ("people", "events", "periods", "documents")
STATED = ("date", "start", "end", "born", "died", "known", "duration", "author", "parts", "exhaustive")

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _offering(collect: Callable[[list[Fields]], Iterable[tuple[str, str]]]) -> Completer:
    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            offers = dict(collect(_files(context)))
        except Exception:  # an error in the middle of a line being typed would only be in the way
            return []
        return [
            CompletionItem(id, help=help or None) for id, help in sorted(offers.items()) if id.startswith(incomplete)
        ]

    return complete


def _files(context: click.Context) -> list[Fields]:
    """The sections of each file of the chronology in the folder given so far."""
    from chrono.loading.files import gather
    from chrono.loading.sources import Folder

    folder = context.params.get("folder") or Path()
    overlays = tuple(Path(p) for p in context.params.get("overlays") or ())
    found, _ = gather(Folder(Path(folder)), overlays)
    return [file.root for file in found if file.root is not None]


def _section(files: list[Fields], section: str) -> Iterator[tuple[str, Fields]]:
    from chrono.loading.nodes import fields

    for root in files:
        for id, (_, node) in fields(root.get(section)).pairs.items():
            yield id, fields(node)


def _titled(files: list[Fields], section: str, *keys: str) -> Iterator[tuple[str, str]]:
    """The ids of a section, each with the first text that tells what it is."""
    from chrono.loading.nodes import words

    for id, entry in _section(files, section):
        yield id, next((said for key in keys if (said := words(entry.get(key)))), "")


def _spans(files: list[Fields]) -> Iterator[tuple[str, str]]:
    for section in SPANS:
        yield from _titled(files, section, "name")


def _hypotheses(files: list[Fields]) -> Iterator[tuple[str, str]]:
    return _titled(files, "hypotheses", "claim")


def _explainable(files: list[Fields]) -> Iterator[tuple[str, str]]:
    yield from _spans(files)
    yield from _hypotheses(files)


def _omissible(files: list[Fields]) -> Iterator[tuple[str, str]]:
    from chrono.loading.nodes import scalars

    yield from _titled(files, "evidence", "says", "holds", "note")
    yield from _spans(files)
    for section in SPANS:
        for id, entry in _section(files, section):
            yield from ((field_id(id, key), "") for key in STATED if entry.get(key) is not None)
    for id, title in _titled(files, "rules", "title"):
        yield rule_id(id), title
    for id, title in _titled(files, "sources", "title"):
        yield source_id(id), title
    for section in (*SPANS, "evidence", "rules", "hypotheses"):
        for _, entry in _section(files, section):
            yield from ((tag_id(tag.text), "") for tag in scalars(entry.get("tags")))


def _settings(files: list[Fields]) -> Iterator[tuple[str, str]]:
    from chrono.loading.nodes import fields, words

    for id, rule in _section(files, "rules"):
        for name, (_, value) in fields(rule.get("settings")).pairs.items():
            yield f"{id}.{name}=", f"now {words(value)}"


def _rules(files: list[Fields]) -> Iterator[tuple[str, str]]:
    return _titled(files, "rules", "title")


spans = _offering(_spans)
hypotheses = _offering(_hypotheses)
explainable = _offering(_explainable)
omissible = _offering(_omissible)
settings = _offering(_settings)
rules = _offering(_rules)
