"""A timeline of many documents: how long layout and picture take, beside the windows they are drawn from.

`python -m benchmarks.drawing [documents]`, 2,000 by default. CPU seconds; the ratios within one run are what counts.
"""

from __future__ import annotations

import sys

from benchmarks.check import read
from benchmarks.inferring import spent
from benchmarks.inferring import text as of_everything
from chrono.answers.timeline import Timeline
from chrono.drawing import layout
from chrono.questions.timeline import timeline
from chrono.reports import render


def text(documents: int) -> str:
    """The chronology of `benchmarks.inferring`, with 20 either/ors."""
    return of_everything(documents, 20)


def measure(documents: int = 2000) -> list[str]:
    """The lines of a table."""
    chronology = read(text(documents))
    windows, answer = spent(lambda: timeline(chronology))
    spans = [
        layout.Span(row.id, row.kind, row.name, layout.Bound(row.start), layout.Bound(row.end)) for row in answer.rows
    ]
    laying, again = spent(lambda: layout.laid_out(answer.asked, spans))
    assert [row.id for row in again.rows] == [row.id for row in answer.rows]
    lines = [
        "| documents | windows and layout, s | layout, s | SVG, s | text, s | layout and SVG to all |",
        "|---" * 6 + "|",
    ]
    drawing, picture = spent(lambda: _drawn(answer, "svg"))
    writing, _ = spent(lambda: _drawn(answer, "text"))
    ratio = (laying + drawing) / (windows + drawing)
    lines.append(f"| {documents:,} | {windows:.2f} | {laying:.3f} | {drawing:.3f} | {writing:.3f} | {ratio:.3f} |")
    lines.append(f"\n{len(picture):,} characters of SVG.")
    return lines


def _drawn(answer: Timeline, format: str) -> str:
    return render(answer, format)


if __name__ == "__main__":
    print("\n".join(measure(*(int(n) for n in sys.argv[1:]))))
