"""BibTeX and BibLaTeX: the sources of a chronology, with what LaTeX writes in Unicode.

Takes the entries of a bibliography, gives an entry of `sources` for each, with all of its fields as text under their
own names. It is parsed by bibtexparser, which is loaded when a file is read.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

from chrono.core.diagnostics import Diagnostic
from chrono.exchange.csl import Library
from chrono.exchange.imported import AskedOf, Foreign, Imported, Uninstalled, Unreadable, lost, read_as

MOST_BYTES = 4_000_000
"""Of a file: what parses it takes a second for a megabyte."""
MOST_BLOCKS = 20_000
MOST_OF_A_FIELD = 50_000
_ENTRY = re.compile(r"^\s*@[A-Za-z]+\s*[{(]\s*[^,\s]+\s*,", re.MULTILINE)


def sniffs(file: Foreign) -> bool:
    """Whether a file has an entry of BibTeX."""
    return b"@" in file.content[:20_000] and _ENTRY.search(file.text()[:20_000]) is not None


def read(files: Sequence[Foreign], asked: AskedOf) -> Imported:
    """The entries of all files as sources; raises `Unreadable` with every mistake in them."""
    library = Library()
    for file in files:
        _file(file, library)
    return library.imported()


def _file(file: Foreign, library: Library) -> None:
    found, unicode = _parsed(file)
    if not file.is_utf8:
        library.losses.append(read_as("the file is not UTF-8 and is read as Latin-1", file.place()))
    for block in found.failed_blocks:
        line = (block.start_line or 0) + 1
        why = getattr(block, "error", "")
        what = " ".join(str(getattr(why, "abort_reason", "") or why).split())[:200] or "its braces do not close"
        library.wrong.append(Diagnostic("import", f"this is no entry that can be read: {what}", file.place(line)))
    for entry in found.entries:
        told = {"type": entry.entry_type}
        for field in entry.fields:
            value = field.value
            text = "; ".join(map(unicode, value)) if isinstance(value, list) else str(value)
            if text := " ".join(text.split()):
                told[" ".join(field.key.split()) or "field"] = text
        library.add(entry.key, told, file, (entry.start_line or 0) + 1)
    if left := len(found.comments) + len(found.preambles):
        library.losses.append(lost(f"comments and preambles: {left}", file.place(), bears=False))


def _parsed(file: Foreign) -> tuple[Any, Callable[[str], str]]:
    """The library of a file, and what makes Unicode of a name, which the library leaves as it is."""
    try:
        from bibtexparser import entrypoint, middlewares
        from pylatexenc.latex2text import LatexNodes2Text
    except ImportError:
        help = "pip install 'chrono-dating[bibliography]', or export CSL-JSON"
        message = "BibTeX is read by bibtexparser, which is not installed"
        raise Uninstalled([Diagnostic("not-installed", message, file.place(), help)]) from None
    text = file.text()
    if len(text) > MOST_BYTES or text.count("@") > MOST_BLOCKS:
        message = f"it has more than {MOST_BYTES // 1_000_000} MB, or more than {MOST_BLOCKS:,} entries"
        raise Unreadable([Diagnostic("import", message, file.place(), "split it")])
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what is wrong is told with its line
    stack = [
        middlewares.SeparateCoAuthors(),
        middlewares.SplitNameParts(),
        middlewares.LatexDecodingMiddleware(),
        middlewares.MergeNameParts(style="first"),
    ]
    try:
        found = entrypoint.parse_string(text)
        for entry in found.entries:
            if any(len(str(field.value)) > MOST_OF_A_FIELD for field in entry.fields):
                message = f"a field of '{entry.key[:60]}' has more than {MOST_OF_A_FIELD:,} letters"
                raise Unreadable([Diagnostic("import", message, file.place((entry.start_line or 0) + 1))])
        for step in stack:
            found = step.transform(found)
    except Unreadable:
        raise
    except (ValueError, RecursionError, LookupError, AttributeError, TypeError) as error:
        message = f"it cannot be read: {str(error)[:200] or type(error).__name__}"
        raise Unreadable([Diagnostic("import", message, file.place())]) from None
    return found, LatexNodes2Text().latex_to_text
