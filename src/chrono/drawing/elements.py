"""Elements of SVG as text: presentation attributes alone, so that every renderer shows them the same.

Takes names, attributes and words, gives markup. No style sheet and no `font` shorthand: renderers that make PNG and PDF
of a picture drop them or misread them. Words are untrusted: they are escaped, and characters that steer a terminal or
turn the direction of text are shown by their code points. Widths of text are estimated, for there are no fonts here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from html import escape

FONTS = "Noto Sans, DejaVu Sans, Liberation Sans, Arial, sans-serif"
INK, FAINT, RULE = "#1b2733", "#5b6670", "#dfe4e9"
_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
ROOM = 1.08
"""Estimated widths are kept so much greater than estimated."""


def visible(text: str) -> str:
    """A text on one line in which nothing acts unseen: `[U+202E]` stands for what would turn the direction."""
    on_one_line = " ".join(text.split()) if text.isprintable() else text.translate({9: " ", 10: " ", 13: " "})
    return _STEERING.sub(lambda found: f"[U+{ord(found[0]):04X}]", on_one_line)


def number(value: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def element(name: str, content: str | None = None, /, **attributes: str | float | None) -> str:
    """An element; of attributes `_` is written `-` and a trailing one left out, None is no attribute."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{value if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}/>" if content is None else f"<{name}{said}>{content}</{name}>"


def quoted(text: str) -> str:
    """Words as the content of an element or as the value of an attribute."""
    return escape(visible(text))


def group(parts: Iterable[str], **attributes: str | None) -> str:
    """Elements that belong together, each on a line of its own."""
    return element("g", "\n" + "\n".join(parts) + "\n", **attributes)


def words(text: str, x: float, y: float, size: float = 11, fill: str = INK, **more: str | None) -> str:
    """A line of text with its baseline at `y`."""
    return element("text", quoted(text), x=x, y=y, font_family=FONTS, font_size=size, fill=fill, **more)


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1, **more: str | None) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=number(width), **more)


def rectangle(x: float, y: float, width: float, height: float, fill: str, **more: str | None) -> str:
    """A filled rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, fill=fill, **more)


def polygon(points: Iterable[tuple[float, float]], fill: str, **more: str | None) -> str:
    """A filled shape with straight sides."""
    said = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return element("polygon", points=said, fill=fill, **more)


def picture(width: float, height: float, title: str, description: str, parts: Iterable[str]) -> str:
    """A whole picture on white, which says its name to those who cannot see it; it ends its last line."""
    body = [
        element("title", quoted(title)),
        element("desc", quoted(description)),
        rectangle(0, 0, width, height, "#ffffff"),
        *parts,
    ]
    size = {"width": number(width), "height": number(height)}
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size["width"]} {size["height"]}" '
        f'width="{size["width"]}" height="{size["height"]}" role="group" aria-label="{quoted(title)}">\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


# -- how wide text is


_NARROW, _WIDE = frozenset("iljtfrI.,:;'|!()[] ·-"), frozenset("mwMW@%…—")


def width_of(text: str, size: float = 11) -> float:
    """About how many pixels wide a line of text is, rather too many than too few."""
    return ROOM * size * sum(map(_em, visible(text)))


@lru_cache(maxsize=10_000)  # the same letters again and again
def _em(character: str) -> float:
    if character in _NARROW:
        return 0.34
    if character in _WIDE:
        return 0.92
    if character.isascii():
        return 0.68 if character.isupper() else 0.58
    if unicodedata.combining(character):
        return 0
    return 1 if unicodedata.east_asian_width(character) in "WF" else 0.64


def cut(text: str, width: float, size: float = 11) -> str:
    """A text that fits into a width, its end replaced by … where it does not."""
    if width_of(text, size) <= width:
        return text
    text = visible(text)
    room, kept = width - width_of("…", size), 0
    while kept < len(text) and (room := room - ROOM * size * _em(text[kept])) >= 0:
        kept += 1
    return text[:kept].rstrip() + "…"


def wrapped(parts: Iterable[str], width: float, size: float = 11, between: str = " · ") -> list[str]:
    """Parts joined into lines that fit into a width; a part is never broken, but cut where it is too long alone."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{between}{part}" if lines else part
        if lines and width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(cut(part, width, size))
    return lines
