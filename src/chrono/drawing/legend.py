"""The legend of a timeline: what the colours and ends mean, which premises each number stands for, what was asked.

Takes a `Timeline`, gives elements of SVG. Only what the picture shows is explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono.answers.common import Asked
from chrono.answers.timeline import Note, Row, Shape, Timeline
from chrono.answers.wording import few, listed, named, plural
from chrono.core.version import __version__
from chrono.drawing.elements import FAINT, element, line, polygon, rectangle, width_of, words, wrapped
from chrono.model.chronology import Certainty

COLOURS: dict[Shape, str] = {"begun": "#8fb7d9", "ended": "#d9a15b", "must": "#2b5f94", "at": "#a99bd0"}
EDGE = "#16324f"
CERTAIN: dict[Certainty | None, str] = {
    Certainty.CERTAIN: "#1b3a5c",
    Certainty.STRONG: "#2f6ea5",
    Certainty.MODERATE: "#7a5f14",
    Certainty.WEAK: "#6b6b6b",
    None: "#1b3a5c",
}
"""White letters on each have a contrast of at least 4.5 : 1."""
SHAPES: dict[Shape, str] = {
    "begun": "may have begun",
    "must": "certainly going on",
    "ended": "may have ended",
    "at": "a moment within",
}


MOST_CONFLICTS = 5
"""Above a picture so many contradictions are told in full."""
COMPACT: dict[Shape, str] = {"begun": "may be going on", "must": "certainly going on"}


def levels(placed: Sequence[tuple[float, float]]) -> list[int]:
    """For labels that begin at places and are so wide, from the left: in which line each stands, 0 the highest,
    so that none touches another and none is crossed by what hangs down from the place of a later one."""
    found: list[int] = []
    for x, _ in placed:
        over = [n for n, (begins, wide) in zip(found, placed, strict=False) if begins + wide + 8 > x]
        found.append(max(over, default=-1) + 1)
    return found


def disc(x: float, y: float, note: Note) -> str:
    """The number of a reason, in the colour of how certain it is."""
    told = element("title", f"reason {note.number}: {note.certainty or 'not graded'}")
    circle = element("circle", told, cx=x, cy=y, r=6.5, fill=CERTAIN[note.certainty], stroke="#ffffff")
    return circle + words(str(note.number), x, y + 3, 8.5, "#ffffff", text_anchor="middle", font_weight="bold")


def draw(timeline: Timeline, left: float, top: float, width: float) -> tuple[list[str], float]:
    """The legend below a picture, and how high the whole is then."""
    parts, y = [*_key(timeline, left, top)], top + 10
    for note in timeline.notes:
        y += 17
        parts.append(disc(left + 7, y - 4, note))
        told = [f"{named(premise.id)}{_at(str(premise.place))}" for premise in note.premises]
        if note.certainty is not None:
            told[:0] = [str(note.certainty)]
        for n, text in enumerate(wrapped(told, width - 22, 10.5)):
            y += 14 if n else 0
            parts.append(words(text, left + 22, y, 10.5))
    y += 20
    for n, text in enumerate(wrapped(source(timeline.asked), width, 9.5)):
        y += 13 if n else 0
        parts.append(words(text, left, y, 9.5, FAINT))
    return parts, y + 12


def _at(place: str) -> str:
    return f" ({place})" if place else ""


def source(asked: Asked) -> list[str]:
    """What the picture was made from: the line that every picture bears."""
    calendar = asked.calendar[:1].upper() + asked.calendar[1:]
    return [
        f"chrono {__version__}",
        f"files {asked.inputs[:12]}",
        f"{calendar} {asked.unit}s",
        f"counts what is at least {asked.admitted}",
        *(f"with {name}" for name in asked.laid_over),
        *(f"without {named(id)}" for id in asked.without),
        *(f"{name} = {value}" for name, value in asked.settings),
        "a window is not a probability",
    ]


def _key(timeline: Timeline, left: float, top: float) -> Iterator[str]:
    marks = [mark for row in timeline.rows for mark in row.marks]
    x = left
    shapes = {shape: told for shape, told in SHAPES.items() if any(mark.shape == shape for mark in marks)}
    for shape, told in (COMPACT if timeline.compact else shapes).items():
        yield rectangle(x, top - 8, 16, 10, COLOURS[shape])
        yield line(x, top - 8, x, top + 2, EDGE, 1.4)
        yield line(x + 16, top - 8, x + 16, top + 2, EDGE, 1.4)
        yield words(told, x + 22, top + 1, 10.5)
        x += 42 + width_of(told, 10.5)
    if timeline.compact:
        return
    if any(None in mark.stretch for mark in marks):
        yield polygon([(x, top - 8), (x + 8, top - 3), (x, top + 2)], EDGE)
        yield words("nothing bounds it", x + 14, top + 1, 10.5)
        x += 34 + width_of("nothing bounds it", 10.5)
    dashed = [
        ("not proven: or narrower", any(not (row.start.proven and row.end.proven) for row in timeline.rows)),
        ("after a repair", any(row.under for row in timeline.rows)),
        ("hangs on what is given up", any(row.stands == "hangs" for row in timeline.rows)),
    ]
    for told, shown in dashed:
        if shown:
            yield line(x + 4, top - 9, x + 4, top + 3, EDGE, 1.4, stroke_dasharray="3 2")
            yield words(told, x + 14, top + 1, 10.5)
            x += 34 + width_of(told, 10.5)


def hanging(row: Row) -> bool:
    """Whether the ends of a row hang on what is given up of contradictory evidence."""
    return bool(row.under) or row.stands == "hangs"


def under(timeline: Timeline) -> list[str]:
    """Under which repair contradictory evidence is drawn, in a line or two; nothing where it is drawn under none."""
    more = len(timeline.conflicts) - MOST_CONFLICTS
    said = [f"and {plural(more, 'more contradiction')}, which `chrono conflicts` tells"] if more > 0 else []
    if timeline.repaired:
        given_up = listed(few([named(id) for id in timeline.repaired]))
        hangs = sum(hanging(row) for row in timeline.rows)
        said.append(
            f"drawn without {given_up}"
            + (
                f"; {plural(hangs, 'row')} of {len(timeline.rows)} {'hangs' if hangs == 1 else 'hang'} on that"
                if hangs
                else ""
            )
        )
    return said
