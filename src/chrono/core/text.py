"""Text from outside, made harmless: no file and no argument can steer a terminal or make a report say what it does not.

Takes any text, gives one without the characters that steer terminals or turn the direction of writing: control
characters of both sets (escape sequences begin with one), bidirectional controls, the byte-order mark.
"""

from __future__ import annotations

import re

_INVISIBLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
_STEERING = re.compile(f"[{_INVISIBLE}]")
_ON_SCREEN = re.compile(f"[{_INVISIBLE}\r\x85]")
"""On a terminal also what ends a line otherwise than it does there: a carriage return writes over what stands in it."""
SIGN = "\N{REPLACEMENT CHARACTER}"


def harmless(text: str, instead: str = "") -> str:
    """The text of a file without control and bidirectional characters (tabs and line ends stay)."""
    return _STEERING.sub(instead, text) if _STEERING.search(text) else text


def displayed(text: str) -> str:
    """A text as it can be put on a terminal, lines and all: a sign stands for each character that would steer it."""
    return _ON_SCREEN.sub(SIGN, text) if _ON_SCREEN.search(text) else text


def printable(name: str) -> str:
    """A name on one line, with a sign in place of whatever cannot be printed."""
    return name if name.isprintable() else "".join(c if c.isprintable() else SIGN for c in name)


def escaped(json: str) -> str:
    """The text of a JSON document with such characters, which can stand in its strings alone, as escapes."""
    # What is below the letters JSON itself escapes, and looking at every character of a large document takes its time.
    if json.isascii() and "\x7f" not in json:
        return json
    return _ON_SCREEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json) if _ON_SCREEN.search(json) else json
