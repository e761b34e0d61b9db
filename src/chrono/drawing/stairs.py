"""An argument as a staircase on the time axis: each step a row, where the date stands that it reaches.

Takes explanations and their reasons, gives SVG. The horizontal run of a step is the time it adds. Where no date differs
from another there is nothing to see, and the steps are a list; each case of an either/or is a panel of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono import dates
from chrono.answers.common import Asked
from chrono.answers.explain import Explained, Explanation
from chrono.answers.reasons import Case, Reason, Step
from chrono.answers.wording import named, not_earlier, not_later, points
from chrono.dates import Scale
from chrono.drawing import legend
from chrono.drawing.axis import ticks
from chrono.drawing.elements import (
    FAINT,
    INK,
    RULE,
    cut,
    element,
    group,
    line,
    picture,
    quoted,
    width_of,
    words,
    wrapped,
)
from chrono.drawing.svg import MARGIN, Field, axis

ROW, LIST = 30.0, 15.0
COLOUR = "#2b5f94"


def draw(answer: Explained, width: int) -> str:
    """All the arguments of an answer, one below the other, in a picture so many pixels wide."""
    title = answer.asked.chronology or "A chronology without a title"
    parts = [words(cut(title, width - 2 * MARGIN, 15), MARGIN, 26, 15, font_weight="bold")]
    y = 40.0
    for found in answer.explanations:
        y += 24
        parts.append(
            words(cut(heading(found, answer.asked.scale), width - 2 * MARGIN, 13), MARGIN, y, 13, font_weight="bold")
        )
        if found.reason is None:
            y += 18
            parts.append(
                words("nothing forces it" if found.known else "not known: a limit was reached", MARGIN, y, 11, FAINT)
            )
            continue
        more, y = argument(found.reason, answer.asked.scale, y + 8, width)
        parts += more
    if not answer.explanations:
        for result in getattr(answer.answer, "conflicts", ()):
            y += 20
            parts.append(words("These cannot all be true", MARGIN, y, 13, "#9c2f1f", font_weight="bold"))
            for premise in result.premises:
                y += LIST
                said = f"{named(premise.id)}: {premise.sentence} ({premise.place})"
                parts.append(words(cut(said, width - 2 * MARGIN), MARGIN + 12, y))
    y += 26
    parts.append(words(" · ".join(legend.source(answer.asked)), MARGIN, y, 9.5, FAINT))
    told = "; ".join(heading(found, answer.asked.scale) for found in answer.explanations)
    return picture(width, y + 14, title, f"Why: {told}" if told else "Nothing is explained.", parts)


def alone(reason: Reason, asked: Asked, title: str, width: int) -> str:
    """One argument as a picture by itself; "" where no date in it differs from another."""
    if not moves(reason):
        return ""
    parts, y = argument(reason, asked.scale, 4, width)
    return picture(width, y + 10, title, "; ".join(step.words for step in _all(reason)), parts)


def heading(found: Explanation, scale: Scale) -> str:
    """What is argued for: `Stalin, finished not later than 23 Aug 1939`, or a hypothesis with its verdict."""
    if found.edge is None or found.side is None:
        return f"{found.name or found.id}: {found.verdict}"
    say = not_earlier if found.side == "earliest" else not_later
    open_end = ":" if found.at is None else ""
    return f"{found.name}, {points(found.kind)[found.edge == 'end']}{open_end} {say(found.at, scale)}"


def moves(reason: Reason) -> bool:
    """Whether an argument reaches two different dates."""
    return len({step.at for step in _all(reason) if step.at is not None}) > 1


def argument(reason: Reason, scale: Scale, top: float, width: int) -> tuple[list[str], float]:
    """One argument below a height, as a staircase or as a list; and how far down it reaches."""
    reached = [step.at for step in _all(reason) if step.at is not None]
    if not moves(reason):
        return _listed(reason, MARGIN + 8, top, width)
    low, high = min(reached), max(reached)
    margin = max(1, (high - low) // 8)
    field = Field(width * 0.52, width - MARGIN - 24, low - margin, high + margin)
    shown = ticks(field.first, field.last, scale, int(field.right - field.left) // 90)
    parts: list[str] = []
    bottom = _stairs(reason, MARGIN + 8, top + 26, field, scale, parts)
    return [*axis(shown, field, top + 22, bottom + 4), *parts], bottom + 20


def _stairs(one: Reason | Case, left: float, y: float, field: Field, scale: Scale, parts: list[str]) -> float:
    room = field.left - left - 24
    before: tuple[float, float, int] | None = None
    for n, step in enumerate(one.chain, 1):
        middle = y + ROW / 2
        lines = wrapped(f"{n}. {step.words}".split(" "), room, 10.5, " ")
        y += max(ROW, 14 * len(lines) + 4)
        told = [
            words(text, left, middle + 4 + 13 * row - 6.5 * (len(lines) > 1), 10.5) for row, text in enumerate(lines)
        ]
        if step.at is not None:
            x = field.x(step.at if step.side == "earliest" else step.at + 1)
            told += _run(before, x, middle, step, field, scale)
            before = x, middle, step.at
        parts.append(group(told, class_="step", data_by=quoted(" ".join(step.by))))
    for nth, case in enumerate(one.cases):
        y += 6
        for text in _supposed(one.cases[:nth], case, field.right - left, 10.5):
            y += 14
            parts.append(words(text, left, y, 10.5, INK, font_weight="bold"))
        top = y + 6
        y = _stairs(case, left + 14, top, field, scale, parts)
        parts.append(line(left + 2, top, left + 2, y, RULE, 2))
    return y


def _run(
    before: tuple[float, float, int] | None, x: float, y: float, step: Step, field: Field, scale: Scale
) -> Iterator[str]:
    """What leads from the date before to the one that a step reaches, and that date."""
    assert step.at is not None
    said = dates.say_first(step.at, scale) if step.side == "earliest" else dates.say_last(step.at, scale)
    if before is not None:
        from_x, from_y, was = before
        path = f"M{from_x:.1f} {from_y:.1f}V{y:.1f}H{x:.1f}"
        yield element("path", d=path, fill="none", stroke=COLOUR, stroke_width="1.4")
        if step.at != was:
            run = ("+ " if step.at > was else "– ") + dates.gap(was, step.at, scale)
            if abs(x - from_x) > width_of(run, 9.5) + 10:
                yield words(run, (x + from_x) / 2, y - 4, 9.5, FAINT, text_anchor="middle")
            else:
                said = f"{said} ({run})"
    yield element("circle", cx=x, cy=y, r=3.6, fill=COLOUR)
    wide = width_of(said, 10)
    # The date stands where no run comes from.
    comes_from_right = before is not None and before[0] > x
    left = comes_from_right or x + 8 + wide > field.right + 24
    if left and x - 8 - wide < field.left - 20:
        left = False
    yield words(
        said,
        x - 8 if left else x + 8,
        y + (14 if before and not left and before[0] > x else 4),
        10,
        INK,
        text_anchor="end" if left else None,
    )


def _listed(one: Reason | Case, left: float, y: float, width: int) -> tuple[list[str], float]:
    parts: list[str] = []
    for n, step in enumerate(one.chain, 1):
        for text in wrapped(f"{n}. {step.words}".split(" "), width - left - MARGIN, 11, " "):
            y += LIST
            parts.append(words(text, left, y))
    for nth, case in enumerate(one.cases):
        y += 4
        for text in _supposed(one.cases[:nth], case, width - left - MARGIN, 11):
            y += LIST
            parts.append(words(text, left, y, 11, INK, font_weight="bold"))
        more, y = _listed(case, left + 14, y, width)
        parts += more
    if isinstance(one, Reason) and not one.chain and not one.cases:
        for premise in one.premises:
            y += LIST
            parts.append(words(cut(f"{named(premise.id)}: {premise.sentence}", width - left - MARGIN), left, y))
    return parts, y


def _supposed(before: Sequence[Case], case: Case, width: float, size: float) -> list[str]:
    """What a case supposes, in lines: the first `either`, each other of the same evidence `or`."""
    other = any(one.of == case.of for one in before)
    said = f"or supposing {case.supposing}" if other else f"either {case.of}: supposing {case.supposing}"
    # Bold letters are wider.
    return wrapped(said.split(" "), width * 0.94, size, " ")


def _all(one: Reason | Case) -> Sequence[Step]:
    """Every step of an argument, its cases too."""
    return [*one.chain, *(step for case in one.cases for step in _all(case))]
