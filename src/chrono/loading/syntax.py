"""Says in the words of somebody who writes evidence what a YAML parser found wrong with a file.

Takes what the parser said and where, gives the diagnostic. Knows the parser's phrases, but not the parser.
"""

from __future__ import annotations

import re

from chrono.core.diagnostics import Diagnostic, Place
from chrono.loading.nodes import BREAK, position

_QUOTES = "close the text with the quotation mark it begins with"
_BRACKETS = "indent alike what belongs together, and quote a value that begins with a quotation mark, { or ["

# A phrase of libyaml, what is wrong, how to mend it. The first that fits is used.
_PHRASES = (
    (
        "mapping values are not allowed",
        "a second ': ' stands in this line",
        "put the value in quotes, or begin the key on a line of its own",
    ),
    (
        "could not find expected ':'",
        "a line before this one has no ':'",
        "write `key: value`, or indent a text that goes on",
    ),
    ("unexpected end of stream", "a quotation mark is not closed", _QUOTES),
    ("unexpected document indicator", "a quotation mark is not closed", _QUOTES),
    ("unknown escape", "this escape is not known inside double quotes", "use single quotes, or \\\\ for a backslash"),
    ("expected ',' or ']'", "a list in brackets goes wrong here", "separate its items by commas and close it with ]"),
    ("expected ',' or '}'", "a mapping in braces goes wrong here", "separate its keys by commas and close it with }"),
    ("cannot start any token", "a value cannot begin with this character", "put the value in quotes"),
    ("block sequence entries are not allowed", "a list item cannot begin here", "begin each item on a line of its own"),
    ("expected <document start>", "this does not belong to what stands above", _BRACKETS),
    ("expected key", "this does not fit the lines above it", _BRACKETS),
    ("expected '-' indicator", "this does not fit the list above it", "begin each item with '- ', all indented alike"),
    ("undefined tag handle", "tags are not read", "put a text that begins with ! in quotes"),
)
_IN_QUOTES = {
    "'": "write an apostrophe within single quotes twice ('Henry''s writ'), or put the text in double quotes",
    '"': 'write \\" for a quotation mark within double quotes, or put the text in single quotes',
}
_KEY = re.compile(r"(\s*(?:- +)?)([A-Za-z][\w-]*):(?=[^\s/])(.*)")
"""A line that would be a key and its value, had its colon a blank after it; no address such as `https://...`."""
_HIGHEST = 20
"""Lines above the one where the parser stopped that are looked through."""
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def unprintable(text: str, file: str) -> Diagnostic | None:
    """The first character that YAML forbids, if there is one."""
    found = _UNPRINTABLE.search(text)
    if not found:
        return None
    place = Place(file, *position(text, found.start()))
    message = f"the control character U+{ord(found[0]):04X} stands here"
    return Diagnostic("control-character", message, place, "remove it")


def explain(said: str, place: Place, opened: Place | None, text: str) -> Diagnostic:
    """The diagnostic of a parser's error: `said` about `place`, of something that was `opened` further up."""
    lines = BREAK.split(text)
    if place.line > len(lines):
        # The parser ends a last line that the text does not.
        place = Place(place.file, len(lines), len(lines[-1]) + 1)
    line = lines[place.line - 1]
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation or "tab character" in said:
        at = Place(place.file, place.line, max(0, line.find("\t")) + 1)
        return Diagnostic("tab", "a tab stands in the indentation", at, "indent with spaces")
    if found := _joined(said, place, lines) or _within_text(said, place, line):
        return found
    for phrase, message, help in _PHRASES:
        if phrase not in said:
            continue
        if help is _QUOTES and opened:
            # Where the quotation began is what has to be found, not where the file ended.
            place = opened
        return Diagnostic("tag" if message.startswith("tags") else "syntax", message, place, help)
    return Diagnostic(
        "syntax", "this is not well-formed YAML", place, "look for a missing quotation mark, bracket or space"
    )


def _joined(said: str, place: Place, lines: list[str]) -> Diagnostic | None:
    """That a key's colon has no blank after it, which made one text of it and of what stands below; at the colon."""
    if "mapping values are not allowed" not in said and "could not find expected ':'" not in said:
        return None
    for number in range(place.line - 1, max(0, place.line - _HIGHEST), -1):
        above = lines[number - 1]
        if found := _KEY.fullmatch(above):
            at = Place(place.file, number, found.end(2) + 1)
            return Diagnostic("syntax", "a blank is missing after this colon", at, spaced(above.strip("- ")))
        if ": " in above or above.rstrip().endswith(":"):
            return None
    return None


def spaced(text: str) -> str:
    """How to mend a text that would be a key and its value, had its colon a blank after it; "" of any other."""
    found = _KEY.fullmatch(text)
    return f"write `{found[2]}: {found[3]}`" if found else ""


def _within_text(said: str, place: Place, line: str) -> Diagnostic | None:
    """What ended a text too early: a quotation mark within quotes, a colon or bracket within braces."""
    before, here = line[: place.column - 1].rstrip(), line[place.column - 1 : place.column]
    braced = "expected ',' or" in said
    if braced and here == ":":
        help = "put the text in quotes: after a colon and a blank a value would begin"
        return Diagnostic("syntax", "a colon stands within a text", place, help)
    if braced and here in ("[", "{") and before[-1:] not in (",", ":", "[", "{", ""):
        help = f"put the text in quotes: within braces and brackets {here} begins a {_OPENS[here]}"
        return Diagnostic("syntax", f"'{here}' stands within a text", place, help)
    closes = before[-1:]
    if (braced or "expected key" in said) and closes in _IN_QUOTES:
        return Diagnostic("syntax", "the text in quotes ends before this", place, _IN_QUOTES[closes])
    if "expected key" in said and here.strip() and closes in _CLOSES:
        help = f"put the text in quotes: one that begins with {_CLOSES[closes]} is a {_OPENS[_CLOSES[closes]]}"
        return Diagnostic("syntax", f"the {_OPENS[_CLOSES[closes]]} ends before this", place, help)
    return None


_OPENS = {"[": "list", "{": "mapping"}
_CLOSES = {"]": "[", "}": "{"}
