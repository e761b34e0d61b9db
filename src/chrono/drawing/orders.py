"""Who dates whom, as a graph: an arrow from a span to the one that it bounds, for each step of an argument.

Takes an inference or an explanation, gives the text of a graph for Mermaid or Graphviz. Each arrow says which side it
bounds and bears the ids that it rests on. Names are untrusted: what either language would take for its own is written
by its code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chrono.answers.explain import Explained
from chrono.answers.infer import Bound, Inference
from chrono.answers.reasons import Case, Reason, Step
from chrono.answers.windows import Windows
from chrono.answers.wording import named, short
from chrono.core.points import is_order, span_of
from chrono.drawing.elements import visible


@dataclass(frozen=True, slots=True)
class Orders:
    """Spans by id with the lines that are written in them; arrows from one that dates to one that is dated, with the
    side that is bounded and the ids."""

    spans: tuple[tuple[str, tuple[str, ...]], ...]
    arrows: tuple[tuple[str, str, str, tuple[str, ...]], ...]


def orders(answer: Inference | Explained) -> Orders:
    """The graph of all the arguments of an answer, sorted by id."""
    ground = answer.answer if isinstance(answer, Explained) else answer
    arrows: dict[tuple[str, str, str], set[str]] = {}
    spans: dict[str, tuple[str, ...]] = {}
    for reason in _reasons(answer):
        for first, then, side, by in _arrows(reason):
            arrows.setdefault((first, then, side), set()).update(by)
    for first, then, _ in arrows:
        spans |= {id: (id,) for id in (first, then)}
    for result in ground.results if isinstance(ground, Inference | Windows) else ():
        scale = ground.asked.scale
        windows = (end.window if isinstance(end, Bound) else end for end in (result.start, result.end))
        start, end = (short(window, scale, alone=True) for window in windows)
        spans[result.id] = (result.name, *dict.fromkeys((start, end)))
    return Orders(
        tuple(sorted(spans.items())),
        tuple((*key, tuple(sorted(by))) for key, by in sorted(arrows.items())),
    )


def _reasons(answer: Inference | Explained) -> Iterator[Reason]:
    if isinstance(answer, Explained):
        yield from (found.reason for found in answer.explanations if found.reason is not None)
        return
    yield from answer.conflicts
    for result in answer.results:
        for bound in (result.start, result.end):
            yield from (reason for reason in (bound.earliest, bound.latest) if reason is not None)


def _arrows(one: Reason | Case, before: str | None = None) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """For each step from one span to another both of them, which side it bounds, and what it rests on."""
    for step in one.chain:
        here = _span(step)
        if here is None:
            continue
        if before is not None and before != here:
            yield before, here, "not earlier" if step.side == "earliest" else "not later", step.by
        before = here
    for case in one.cases:
        yield from _arrows(case, before)


def _span(step: Step) -> str | None:
    return None if step.point is None or is_order(step.point) else span_of(step.point)


def mermaid(found: Orders) -> str:
    """The graph as Mermaid, which pages of Markdown show where they are told that a block is `mermaid`."""
    number = {id: f"n{n}" for n, (id, _) in enumerate(found.spans)}
    lines = ["flowchart TB"]
    lines += [f'    {number[id]}["{"<br>".join(map(_mermaid, said))}"]' for id, said in found.spans]
    lines += [
        f'    {number[first]} -->|"{_mermaid(_by(side, by))}"| {number[then]}'
        if by
        else f"    {number[first]} --> {number[then]}"
        for first, then, side, by in found.arrows
    ]
    return "\n".join(lines) + "\n"


def dot(found: Orders) -> str:
    """The graph in the language of Graphviz."""
    lines = [
        "digraph orders {",
        '    node [shape=box, fontname="Noto Sans"]',
        '    edge [fontname="Noto Sans", fontsize=10]',
    ]
    lines += [f"    {_dot(id)} [label={_dot(chr(10).join(map(visible, said)))}]" for id, said in found.spans]
    lines += [
        f"    {_dot(first)} -> {_dot(then)} [label={_dot(_by(side, by))}]" for first, then, side, by in found.arrows
    ]
    return "\n".join([*lines, "}"]) + "\n"


def _by(side: str, ids: tuple[str, ...]) -> str:
    return f"{side}: {', '.join(map(named, ids))}" if ids else side


def _mermaid(text: str) -> str:
    return "".join(c if c.isalnum() or c in " -–,.…" else f"#{ord(c)};" for c in visible(text))


def _dot(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
