"""JSON of other tools: read with its mistakes in their places, and what stands in it looked at without surprise."""

from __future__ import annotations

import json
from typing import Any

from chrono.core.diagnostics import Diagnostic
from chrono.exchange.imported import Foreign, Unreadable


def loaded(file: Foreign) -> Any:
    """What a file holds; raises `Unreadable` for what is no JSON, or nested too deeply."""
    try:
        return json.loads(file.text())
    except RecursionError:
        raise Unreadable([Diagnostic("import", "it is nested too deeply", file.place())]) from None
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise Unreadable([Diagnostic("import", f"this is no JSON: {error}", file.place(line))]) from None


def mapping(value: Any) -> dict[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """The value where it is a list; alone in one where it is anything else that says something."""
    return value if isinstance(value, list) else [] if value in (None, "", {}) else [value]


def words(value: Any) -> str:
    """The value as words on one line, where it is a text or a number."""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def is_uri(text: Any) -> bool:
    """Whether a text is a URI that others can know something by."""
    schemes = ("http://", "https://", "urn:")
    return isinstance(text, str) and text.startswith(schemes) and not any(sign in text for sign in ' <>"{}|\\^`\n\t')
