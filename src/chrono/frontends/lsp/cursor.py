"""Where in a file a cursor stands: under which keys, at a key or at a value, and what of it is typed already.

Takes the text up to the cursor, which is mostly no YAML yet: somebody is typing. Lines are told apart by how far they
are indented, and what is in brackets by its brackets; a comment or the middle of a longer text is no place to complete.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

_ITEM = re.compile(r"(?:- +)*")
_KEY = re.compile(r"""(?:"([^"]*)"|'([^']*)'|([^\s#:,\[\]{}"'][^:#]*?))\s*:(?=\s|$)""")


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a file: the keys above it, and the text from `began` up to it.

    `value`: it stands after a key, which is the last of the path; else a key is begun. `flow`: within brackets.
    `quote`: the quotation mark that is open. `beside`: the keys that stand beside it already.
    """

    path: tuple[str, ...]
    value: bool
    typed: str
    began: int
    flow: bool = False
    quote: str = ""
    beside: frozenset[str] = frozenset()
    block: str = ""
    """The text of the entry that it is in, its other lines included."""


@dataclass(slots=True)
class _Frame:
    """A mapping or list in brackets."""

    bracket: str
    key: str = ""
    keys: set[str] = field(default_factory=set)


def cursor_at(text: str, offset: int) -> Cursor | None:
    """Where the cursor stands; None in a comment, and where a line cannot be understood."""
    began = text.rfind("\n", 0, offset) + 1
    lines = text[:began].split("\n")[:-1]
    line = text[began:offset]
    margin = len(line) - len(line.lstrip(" "))
    item = _ITEM.match(line, margin)
    inside = item.end() if item else margin
    above = _above(lines, inside if line.strip() else len(line))
    found = _found(text, offset, lines, above, began + inside)
    if found is None:
        return None
    block = _block(text.split("\n"), above[1][0] if len(above) > 1 else len(lines))
    # What stands in an item of a list is a value, unless a key is written there.
    listed = bool(item and item[0]) and not found.value
    return replace(found, block=block, value=found.value or listed)


def _found(text: str, offset: int, lines: list[str], above: list[tuple[int, str]], began: int) -> Cursor | None:
    opened = _opened(lines, above)
    if opened is not None:
        # The brackets of a line above are still open: what is typed goes on within them.
        number, keys = opened
        start = sum(len(each) + 1 for each in lines[:number])
        first = lines[number]
        at = len(first) - len(first.lstrip(" "))
        at = _ITEM.match(first, at).end()  # type: ignore[union-attr]  # matches anywhere
        return _scan(text, start + at, offset, keys, text)
    return _scan(text, began, offset, tuple(key for _, key in above), text)


def _above(lines: list[str], margin: int) -> list[tuple[int, str]]:
    """The keys that a line with a margin is under, from the outermost, each with the number of its line."""
    found: list[tuple[int, str]] = []
    for number in range(len(lines) - 1, -1, -1):
        if not margin:
            break
        line = lines[number]
        bare = line.lstrip(" ")
        if not bare or bare.startswith("#"):
            continue
        at = len(line) - len(bare)
        inside = _ITEM.match(line, at).end()  # type: ignore[union-attr]  # matches anywhere
        key = _KEY.match(line, inside)
        if key is not None and inside < margin:
            found.append((number, key[1] or key[2] or key[3] or ""))
            margin = inside
        elif at < margin and key is None and not found:
            margin = min(margin, at + 1)
        margin = min(margin, inside) if found else margin
    return found[::-1]


def _opened(lines: list[str], above: list[tuple[int, str]]) -> tuple[int, tuple[str, ...]] | None:
    """The line above whose brackets are still open, with the keys that it is under; None where there is none."""
    for depth, (number, _) in reversed(list(enumerate(above))):
        balance = 0
        for line in lines[number:]:
            bare = re.sub(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|(?:^|\s)#.*""", "", line)
            balance += len(re.findall(r"[\[{]", bare)) - len(re.findall(r"[\]}]", bare))
        if balance > 0:
            return number, tuple(key for _, key in above[:depth])
    return None


def _scan(text: str, at: int, offset: int, path: tuple[str, ...], whole: str) -> Cursor | None:
    """Reads from the beginning of a line, brackets and quotation marks included, up to the cursor."""
    frames: list[_Frame] = []
    key, began, quote = "", at, ""
    while at < offset:
        char = text[at]
        if quote:
            if (char == quote and text[at + 1 : at + 2] == quote == "'") or (char == "\\" and quote == '"'):
                at += 1
            elif char == quote:
                quote = ""
        elif char in "'\"" and not text[began:at].strip():
            quote, began = char, at + 1
        elif char == "#" and (at == 0 or text[at - 1] in " \n"):
            end = text.find("\n", at)
            if end < 0 or end >= offset:
                return None
            at = end
            continue
        elif char in "{[" and not text[began:at].strip():
            frames.append(_Frame(char, key))
            key, began = "", at + 1
        elif char in "}]" and frames:
            key, began = frames.pop().key, at + 1
        elif char == "," and frames:
            frames[-1].keys |= {key} if key else set()
            key, began = "", at + 1
        elif (
            char == ":"
            and not key
            and text[at + 1 : at + 2] in (" ", "\n", "")
            and (not frames or frames[-1].bracket == "{")
        ):
            key, began = text[began:at].strip().strip("'\""), at + 1
        elif char == "\n":
            began = at + 1 if not text[began:at].strip() else began
        at += 1
    while began < offset and text[began] in " \n" and not quote:
        began += 1
    if "\n" in text[began:offset]:
        return None
    keys = tuple(frame.key for frame in frames if frame.key)
    full = (*path, *keys, *((key,) if key else ()))
    listed = bool(frames and frames[-1].bracket == "[")
    beside = frozenset(frames[-1].keys) if frames else _beside(whole, offset)
    typed = text[began:offset]
    value = bool(key) or listed
    return Cursor(full, value, typed, began, bool(frames), quote, beside)


def _beside(text: str, offset: int) -> frozenset[str]:
    """The keys of the same mapping, above and below."""
    began = text.rfind("\n", 0, offset) + 1
    margin = len(text[began:offset]) - len(text[began:offset].lstrip(" "))
    lines, number = text.split("\n"), text.count("\n", 0, offset)
    found: set[str] = set()
    for step in (-1, 1):
        at = number + step
        while 0 <= at < len(lines):
            bare = lines[at].lstrip(" ")
            depth = len(lines[at]) - len(bare)
            if bare and not bare.startswith("#"):
                if depth < margin:
                    break
                if depth == margin and (key := _KEY.match(bare)):
                    found.add(key[1] or key[2] or key[3] or "")
            at += step
    return frozenset(found)


def _block(lines: list[str], first: int) -> str:
    """A line and those below it that are indented further."""
    margin = len(lines[first]) - len(lines[first].lstrip(" "))
    last = first + 1
    while last < len(lines) and (not lines[last].strip() or len(lines[last]) - len(lines[last].lstrip(" ")) > margin):
        last += 1
    return "\n".join(lines[first:last])
