"""A timeline as SVG, one row a span: names on the left, marks on the axis, both windows in words on the right.

Takes a `Timeline`, gives the text of one picture. Every proven end is a hard edge and nothing ever fades: an open end
runs to the border and has an arrowhead, an end that is not proven is dashed, a gap is dotted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from chrono.answers.timeline import Limit, Mark, Row, Tick, Timeline
from chrono.answers.wording import listed, named
from chrono.drawing import legend
from chrono.drawing.elements import (
    FAINT,
    INK,
    RULE,
    cut,
    element,
    group,
    line,
    number,
    picture,
    polygon,
    quoted,
    rectangle,
    width_of,
    words,
    wrapped,
)
from chrono.drawing.legend import COLOURS, EDGE, disc

MARGIN, BAR, TALL, LOW = 16.0, 16.0, 32.0, 24.0
NARROWEST = 260.0
"""The least width of the axis; names and words are cut before it gets narrower."""
HAIRLINE = 6.0
"""A moment that would be narrower than this is a stroke."""


@dataclass(frozen=True, slots=True)
class Field:
    """The part of the picture that has the axis: its borders in pixels, and the steps that it reaches over."""

    left: float
    right: float
    first: int
    last: int

    def x(self, step: int) -> float:
        """Where a step begins, though it may be outside."""
        return self.left + (step - self.first) * (self.right - self.left) / (self.last + 1 - self.first)

    def inside(self, x: float) -> bool:
        """Whether a place is in the picture, its borders too."""
        return self.left - 0.05 <= x <= self.right + 0.05

    def span(self, first: int | None, last: int | None) -> tuple[float, float] | None:
        """The place of a stretch, cut at the borders; None where it is outside."""
        begins = self.left if first is None else max(self.left, self.x(first))
        ends = self.right if last is None else min(self.right, self.x(last + 1))
        return (begins, ends) if begins < ends else None


def draw(timeline: Timeline, width: int) -> str:
    """The picture, so many pixels wide and as high as it must be."""
    if timeline.compact:
        from chrono.drawing import compact

        return compact.draw(timeline, width)
    field, names, said = _columns(timeline, width)
    parts, top = _head(timeline, field, width)
    body, bottom = _body(timeline, field, top, names, said)
    parts += [*_references(timeline, field, top, bottom, width), *axis(timeline.ticks, field, top, bottom), *body]
    below, height = legend.draw(timeline, MARGIN, bottom + 36, width - 2 * MARGIN)
    return picture(width, height, title_of(timeline), description(timeline), [*parts, *below])


def bare(timeline: Timeline, title: str, width: int) -> str:
    """The rows on their axis alone, for a page that says what they are; each row is called by its name."""
    field, names, said = _columns(timeline, width)
    body, bottom = _body(timeline, field, 24, names, said)
    return picture(width, bottom + 24, title, description(timeline), [*axis(timeline.ticks, field, 24, bottom), *body])


def _columns(timeline: Timeline, width: int) -> tuple[Field, float, float]:
    """The part that has the axis, and how wide names and words are beside it."""
    names = min(236.0, max((width_of(row.name, 12) for row in timeline.rows), default=0) + 4)
    said = min(310.0, max((width_of(text) for row in timeline.rows for text in row.said), default=0) + 4)
    spare = width - 2 * MARGIN - names - said - 40
    if spare < NARROWEST:
        shrunk = max(0.0, (width - 2 * MARGIN - 40 - NARROWEST) / (names + said))
        names, said = names * shrunk, said * shrunk
    return Field(MARGIN + names + 20, width - MARGIN - said - 20, timeline.first, timeline.last), names, said


def title_of(timeline: Timeline) -> str:
    """What the picture is called."""
    return timeline.asked.chronology or "A chronology without a title"


def description(timeline: Timeline) -> str:
    """What the picture says, in words alone."""
    if not timeline.rows:
        return "Nothing is drawn."
    count = len(timeline.rows)
    said = "; ".join(f"{row.name}: {', '.join(row.said)}" for row in timeline.rows[:40])
    return f"When each of {count} spans can have begun and ended. {said}" + ("; and more" if count > 40 else "")


# -- above the rows


def _head(timeline: Timeline, field: Field, width: int) -> tuple[list[str], float]:
    """Title, contradictions and the labels of dates that the rows are set against; and where the axis begins."""
    parts = [words(cut(title_of(timeline), width - 2 * MARGIN, 15), MARGIN, 26, 15, font_weight="bold")]
    top = 34.0
    for conflict in timeline.conflicts[: legend.MOST_CONFLICTS]:
        top += 18
        parts.append(words("These cannot all be true:", MARGIN, top, 12, "#9c2f1f", font_weight="bold"))
        for premise in conflict.premises:
            top += 15
            told = f"{named(premise.id)}: {premise.sentence} ({premise.place})"
            parts.append(words(cut(told, width - 2 * MARGIN - 12), MARGIN + 12, top))
    for told in legend.under(timeline):
        top += 18
        parts.append(words(cut(told, width - 2 * MARGIN), MARGIN, top, 12, font_weight="bold"))
    levels = legend.levels([(field.x(one.first), width_of(one.label, 10)) for one in timeline.references])
    top += 14 * (max(levels, default=-1) + 1) + 24
    return parts, top


def _references(timeline: Timeline, field: Field, top: float, bottom: float, width: int) -> Iterator[str]:
    placed = [(field.x(one.first), width_of(one.label, 10)) for one in timeline.references]
    levels = legend.levels(placed)
    highest = max(levels, default=0)
    for one, (x, wide), level in zip(timeline.references, placed, levels, strict=True):
        cut_at = field.span(one.first, one.last)
        if cut_at is None:
            continue
        y = top - 24 - 14 * (highest - level)
        if cut_at[1] - cut_at[0] > 3:
            yield rectangle(cut_at[0], top, cut_at[1] - cut_at[0], bottom - top, "#f3ead9")
        for edge in (x, *((field.x(one.last + 1),) if cut_at[1] - cut_at[0] > 3 else ())):
            if field.inside(edge):
                yield line(edge, top, edge, bottom, "#8a5a14", 1, stroke_dasharray="4 3")
        if field.inside(x):
            yield line(x, y - 8, x, top, "#8a5a14", 1, stroke_dasharray="4 3")
        starts = max(min(x + 4, width - MARGIN - wide), MARGIN)
        yield words(one.label, starts, y, 10, "#6f470e", class_="reference")


def axis(found: Iterable[Tick], field: Field, top: float, bottom: float) -> Iterator[str]:
    """Labels above and below the rows, and a line through them for each."""
    yield line(field.left, top, field.right, top, FAINT)
    yield line(field.left, bottom, field.right, bottom, FAINT)
    for tick in found:
        x = field.x(tick.at)
        if not field.inside(x):
            continue
        if not tick.label:
            yield line(x, top, x, top - 3, FAINT)
            yield line(x, bottom, x, bottom + 3, FAINT)
            continue
        yield line(x, top - 5, x, bottom + 5, RULE)
        for y in (top - 8, bottom + 15):
            halo = {"stroke": "#ffffff", "stroke_width": "3", "paint_order": "stroke"}
            yield words(tick.label, x, y, 10, FAINT, text_anchor="middle", class_="tick", **halo)


# -- rows


def _body(timeline: Timeline, field: Field, top: float, names: float, said: float) -> tuple[list[str], float]:
    rows, y, heading = [], top + 4, ""
    placed: dict[str, float] = {}
    for row in timeline.rows:
        if row.group != heading:
            heading = row.group
            y += 4
            rows.append(element("g", words(row.group, MARGIN, y + 14, 12, font_weight="bold"), role="listitem"))
            y += 20
        lines = [line for text in row.said for line in _stretches(text, said)]
        height = max(TALL if len(lines) > 1 else LOW, 13.0 * len(lines) + 6)
        placed[row.id] = y + height / 2
        rows.append(_row(row, field, y, height, names, lines, said, timeline))
        y += height
    parts = [group(rows, role="list")] if rows else []
    parts += _links(timeline, field, placed)
    return parts, y + 6


def _stretches(text: str, width: float) -> list[str]:
    """A window in words on as many lines as it needs, cut between its stretches."""
    if width_of(text) <= width:
        return [text]
    first, *others = wrapped(text.split(" or "), width - width_of("or "), between=" or ")
    return [first, *(f"or {line}" for line in others)]


def _row(
    row: Row,
    field: Field,
    y: float,
    height: float,
    names: float,
    lines: Sequence[str],
    said: float,
    timeline: Timeline,
) -> str:
    middle = y + height / 2
    told = f"{row.name}{'' if row.id == row.name else f' ({row.id})'}: {', '.join(row.said)}"
    if row.under:
        told += f", if {listed([named(id) for id in row.under])} is given up"
    parts = [
        element("title", quoted(told)),
        line(MARGIN, y + height, field.right, y + height, "#f0f2f4"),
        words(cut(row.name, names, 12), MARGIN, middle + 4, 12, INK if row.asked else FAINT),
        *_marks(row, field, middle),
        *_discs(row, field, middle, timeline),
    ]
    x = field.right + 20
    above = 4 if len(lines) == 1 else 10 - 6.5 * len(lines)
    parts += [words(cut(text, said), x, middle + above + 13 * n) for n, text in enumerate(lines)]
    return group(parts, class_="row", data_id=quoted(row.id), role="listitem")


def _lane(mark: Mark, middle: float) -> tuple[float, float]:
    """The top and the height of the lane of a mark."""
    if mark.lane == "whole":
        return middle - BAR / 2, BAR
    return middle - (BAR / 2 if mark.lane == "upper" else 0), BAR / 2


def _marks(row: Row, field: Field, middle: float) -> Iterator[str]:
    outside = True
    for before, mark in zip((None, *row.marks), row.marks, strict=False):
        top, height = _lane(mark, middle)
        if before is not None and before.lane == mark.lane and _gap(before, mark):
            between = field.span((before.last or 0) + 1, (mark.first or 0) - 1)
            if between:
                y = top + height / 2
                yield line(between[0], y, between[1], y, EDGE, 1, stroke_dasharray="1 3", class_="gap")
        place = field.span(*mark.stretch)
        if place is None:
            continue
        outside = False
        yield from _mark(row, mark, place, field, top, height)
    if outside and row.marks:
        yield _pointer(row, field, middle)


def _gap(before: Mark, mark: Mark) -> bool:
    """Whether there are steps between two marks of a lane."""
    return before.last is not None and mark.first is not None and before.last + 1 < mark.first


def _mark(row: Row, mark: Mark, place: tuple[float, float], field: Field, top: float, height: float) -> Iterator[str]:
    begins, ends = place
    dash = "3 2" if legend.hanging(row) or not _proven(row, mark) else None
    if mark.shape == "at" and mark.first == mark.last and ends - begins < HAIRLINE:
        yield line((begins + ends) / 2, top - 1, (begins + ends) / 2, top + height + 1, EDGE, 2, stroke_dasharray=dash)
        return
    # What is drawn is never narrower than can be seen.
    wide = max(ends - begins, 1.0)
    yield rectangle(begins, top, wide, height, COLOURS[mark.shape], class_=mark.shape)
    for step, x, outward in ((mark.first, begins, -1), (mark.last, begins + wide, 1)):
        if step is None:
            tip = x + outward * 7
            yield polygon([(x, top), (tip, top + height / 2), (x, top + height)], EDGE, class_="open")
        elif field.inside(field.x(step if outward < 0 else step + 1)) and not _inner(row, mark, outward):
            yield line(x, top, x, top + height, EDGE, 1.4, stroke_dasharray=dash, class_="edge")


def _proven(row: Row, mark: Mark) -> bool:
    if mark.shape == "must":
        return row.start.proven and row.end.proven
    return row.end.proven if mark.shape == "ended" else row.start.proven


def _inner(row: Row, mark: Mark, outward: int) -> bool:
    """Whether an end of a mark is where it meets the certain stretch, which has the edge itself."""
    if mark.lane != "whole":
        return False
    if outward < 0:
        return any(one.shape == "must" and one.last == (mark.first or 0) - 1 for one in row.marks)
    return any(one.shape == "must" and one.first == (mark.last or 0) + 1 for one in row.marks)


def _pointer(row: Row, field: Field, middle: float) -> str:
    """That a row lies outside of the picture, and on which side."""
    last = max((mark.last for mark in row.marks if mark.last is not None), default=field.first)
    x, way = (field.left, -1) if last < field.first else (field.right, 1)
    return polygon([(x - way * 8, middle - 4), (x, middle), (x - way * 8, middle + 4)], FAINT, class_="outside")


def _discs(row: Row, field: Field, middle: float, timeline: Timeline) -> Iterator[str]:
    """The numbers of the reasons, at the ends that they are of; where two ends rest on the same, once."""
    certain = any(mark.shape == "must" for mark in row.marks)
    moment = all(mark.shape == "at" for mark in row.marks)
    notes = {note.number: note for note in timeline.notes}
    placed: list[tuple[float, float, int]] = []
    for limit in row.limits:
        if limit.number is None or limit.at is None:
            continue
        at = field.x(limit.at if limit.side == "earliest" else limit.at + 1)
        way = -9 if limit.side == "earliest" else 9
        x = min(max(at + way, field.left + 9), field.right - 9)
        inner = certain and (limit.edge, limit.side) in (("start", "latest"), ("end", "earliest"))
        if inner:
            x = min(max(field.x(limit.at + (limit.edge == "end")), field.left + 9), field.right - 9)
        placed.append((x, _height(limit, inner, certain or moment), limit.number))
    alone: list[tuple[float, float, int]] = []
    for x, y, n in placed:
        same = [one for one in alone if one[2] == n and abs(one[0] - x) < 20]
        if same:
            # One for both lanes stands between them.
            alone[alone.index(same[0])] = (same[0][0], (same[0][1] + y) / 2, n)
        else:
            alone.append((x, y, n))
    for x, y, n in alone:
        yield disc(x, middle + y, notes[n])


def _height(limit: Limit, inner: bool, one_lane: bool) -> float:
    if inner:
        return -10 if limit.edge == "start" else 10
    if one_lane:
        return 0
    return -6.5 if limit.edge == "start" else 6.5


def _links(timeline: Timeline, field: Field, placed: dict[str, float]) -> Iterator[str]:
    """An arrow from the end of each span to the beginning of the one that was declared to follow it."""
    rows = {row.id: row for row in timeline.rows}
    for first, then in timeline.links:
        ended, begun = rows[first].limits[3].at, rows[then].limits[0].at
        if ended is None or begun is None:
            continue
        x1, x2 = field.x(ended + 1), field.x(begun)
        if not (field.inside(x1) and field.inside(x2)):
            continue
        down = 1 if placed[then] > placed[first] else -1
        y1, y2 = placed[first] + down * BAR / 2, placed[then] - down * BAR / 2
        bend = f"M{number(x1)} {number(y1)}V{number((y1 + y2) / 2)}H{number(x2)}V{number(y2 - down * 4)}"
        yield element("path", d=bend, fill="none", stroke=FAINT, stroke_width="1", class_="link")
        yield polygon([(x2 - 3, y2 - down * 5), (x2 + 3, y2 - down * 5), (x2, y2)], FAINT)
