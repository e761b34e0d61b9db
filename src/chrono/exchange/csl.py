"""CSL-JSON, as Zotero and other reference managers write it: the sources of a chronology.

Takes the items of a library, gives an entry of `sources` for each, with all of its fields as text: names as
`Given Family`, dates as ISO 8601. What is cited is found by its citation key. https://docs.citationstyles.org/.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chrono.core.diagnostics import Diagnostic
from chrono.exchange.imported import AskedOf, Foreign, Imported, Mistakes, Names, Unreadable, lost, read_as
from chrono.exchange.json_text import items, loaded, mapping, words

_NAME = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")


def sniffs(file: Foreign) -> bool:
    """Whether a file is a list of items of CSL."""
    start = file.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return (
        start == b"["
        and b'"type"' in file.content
        and any(key in file.content for key in (b'"issued"', b'"citation-key"', b'"container-title"', b'"date-parts"'))
    )


def read(files: Sequence[Foreign], asked: AskedOf) -> Imported:
    """The items of all files as sources; raises `Unreadable` with every mistake in them."""
    library = Library()
    for file in files:
        found = loaded(file)
        listed = found if isinstance(found, list) else items(mapping(found).get("items"))
        for number, item in enumerate(listed):
            _item(item, f"/{number}", file, library)
    return library.imported()


class Library:
    """Sources by their keys, and what was not carried over."""

    def __init__(self) -> None:
        self.sources: dict[str, dict[str, str]] = {}
        self.names, self.wrong = Names(), Mistakes()
        self.losses: list[Diagnostic] = []
        self.keys = 0

    def add(self, key: str, told: dict[str, str], file: Foreign, line: int = 0) -> None:
        """Notes a source; a key that another has, or with a comma, becomes another."""
        plain = self.names.of(" ".join(key.replace(",", "-").split()))
        if plain != key:
            self.losses.append(read_as(f"the key '{key[:60]}' becomes '{plain[:60]}'", file.place(line)))
        self.sources[plain] = told

    def imported(self) -> Imported:
        """The sources, or `Unreadable`."""
        if not self.sources and not self.wrong:
            self.wrong.append(Diagnostic("import", "there is no item with a key and a title in it"))
        if self.wrong:
            raise Unreadable(self.wrong)
        return Imported({"sources": self.sources}, tuple(self.losses))


def _item(item: Any, at: str, file: Foreign, library: Library) -> None:
    told = mapping(item)
    key = words(told.get("citation-key")) or words(told.get("id"))
    if not key:
        library.wrong.append(Diagnostic("import", f"{at}: an item has neither a citation-key nor an id", file.place()))
        return
    found, left = {}, []
    for name, value in told.items():
        if name == "citation-key" or (name == "id" and words(value) == key):
            continue
        if text := _text(value):
            found[" ".join(name.split()) or "field"] = text
        elif value not in ("", None, [], {}):
            left.append(name)
    if left:
        library.losses.append(lost(f"{at}: {', '.join(left)[:200]}, which are no text", file.place(), bears=False))
    library.add(key, found, file)


def _text(value: Any) -> str:
    """A field as text, "" where it has none."""
    if isinstance(value, list):
        return "; ".join(text for one in value if (text := _text(one)))
    if not isinstance(value, dict):
        return str(value).lower() if isinstance(value, bool) else words(value)
    if "date-parts" in value:
        return "/".join(text for parts in items(value["date-parts"]) if (text := _date(items(parts))))
    named = [text for key in _NAME if (text := words(value.get(key)))]
    return " ".join(named) or words(value.get("literal")) or words(value.get("raw"))


def _date(parts: list[Any]) -> str:
    """A date of publication as ISO 8601, or in words where it lies before the era or its parts are no numbers."""
    texts = [words(part) for part in parts if words(part)]
    try:
        numbers = [int(text) for text in texts]
    except ValueError:
        return " ".join(texts)
    if not numbers:
        return ""
    if numbers[0] < 0:
        return f"{-numbers[0]} BC"
    return "-".join(f"{number:0{2 if at else 4}}" for at, number in enumerate(numbers))
