"""Whatever is set without the library that measures columns is set as that would."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from rich.console import RenderableType
from rich.text import Text

from chrono.reports.text import screen

WORDS = st.text(st.sampled_from("ab é–漢 \t\n…x1ﬁ\N{NO-BREAK SPACE}\N{COMBINING ACUTE ACCENT}"), max_size=9)
PLAIN = st.text(st.sampled_from("ab é–漢"), max_size=9)
ROWS = st.one_of(
    st.lists(st.lists(st.one_of(WORDS, st.builds(Text, WORDS)), max_size=3), max_size=3),
    st.lists(st.lists(PLAIN, min_size=2, max_size=2), min_size=1, max_size=3),
)
STYLE = st.sampled_from(["", "bold"])


def by_rich(blocks: Iterable[RenderableType], width: int, *, colour: bool) -> str:
    with pytest.MonkeyPatch.context() as patch:
        for kind in (screen._Paragraph, screen._Columns):
            patch.setattr(kind, "lines", lambda self, width, *, colour: None)
        return screen.printed(blocks, width, colour=colour)


@settings(max_examples=150, deadline=None)
@given(ROWS, st.integers(0, 3), st.integers(10, 40), st.booleans(), st.one_of(WORDS, PLAIN), STYLE, st.integers(0, 3))
def test_lines_are_those_of_rich(
    rows: list[list[str | Text]], indent: int, width: int, colour: bool, words: str, style: str, gap: int
) -> None:
    count = max(map(len, rows), default=0)
    blocks = [screen.say(words, style, indent), screen.columns(rows, indent=indent, styles=[style], gap=gap)]
    blocks += [screen.measured(rows, [size] * count, indent=indent, gap=gap) for size in (3, 12)]
    for block in blocks:
        assert isinstance(block, screen._Paragraph | screen._Columns)
        event(f"{type(block).__name__} at once: {block.lines(width, colour=colour) is not None}")
    assert screen.printed(blocks, width, colour=colour) == by_rich(blocks, width, colour=colour)
