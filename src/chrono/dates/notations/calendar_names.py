"""How a text names the calendar it is in: `julian:1917-10-25`, `25 Oct 1917 [julian]`.

Takes a text, gives the name of the calendar and the rest of the text with the place where it begins. Whether there is
such a calendar is not looked at here.
"""

from __future__ import annotations

import re

CALENDAR_NAME = r"switch:[0-9-]+|[a-z][a-z-]*(?:\|[a-z][a-z-]*)*"
PREFIX = re.compile(rf"({CALENDAR_NAME}):")
_SUFFIX = re.compile(rf"\s*\[({CALENDAR_NAME})\]$")
_NO_CALENDARS = ("sic", "etc")


def named_calendar(text: str) -> tuple[str | None, str, int]:
    """The calendar a text names, the rest of it, and where that begins."""
    if ":" in text:
        prefix = PREFIX.match(text)
        if prefix:
            return prefix[1], text[prefix.end() :], prefix.end()
    if text.endswith("]"):
        suffix = _SUFFIX.search(text)
        if suffix and suffix.start() and suffix[1] not in _NO_CALENDARS:
            return suffix[1], text[: suffix.start()], 0
    return None, text, 0
