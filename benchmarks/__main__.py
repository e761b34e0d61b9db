"""`python -m benchmarks [quick]`: measures the engine and its rivals in one run, compares their answers, writes
RESULTS.md.

CPU seconds of this process, medians of repeated runs; only ratios within one run mean anything. A rival that asks bound
by bound is timed on a sample, and its whole time is reckoned from that: its set-up, and as many bounds as the network
has.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from math import log10
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from benchmarks import (
    baselines,
    cold,
    contexts,
    crowds,
    drawing,
    editing,
    inferring,
    leaving,
    loading,
    mistakes,
    one_of_many,
    paths,
    reasons,
    repairs,
    serving,
    sessions,
)
from benchmarks import parts as parts_of_chronologies
from benchmarks.networks import network
from chrono.engine.formulas import Network, Point
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver

RIVALS: dict[str, Callable[[Network], baselines.Bound]] = {
    "Z3, bisection": baselines.z3_binary_search,
    "CP-SAT": baselines.cp_sat,
    "Z3 Optimize": baselines.z3_optimize,
}
PATIENCE = 20.0
"""CPU seconds after which no more of a rival's bounds are asked (one at least is)."""
MOST_POINTS = 1_100
"""Of more points one bound takes a rival minutes."""


def timed(run: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """Median CPU seconds, and what the last run gave."""
    seconds, result = [], None
    for _ in range(times):
        started = time.process_time()
        result = run()
        seconds.append(time.process_time() - started)
    return median(seconds), result


def engine(made: Network) -> dict[Point, Window]:
    answer, windows = Solver(made).windows()
    assert answer is Answer.YES
    assert all(w.proven for w in windows.values())
    return windows


def plain(sizes: list[int]) -> list[str]:
    """Networks without either/ors, against shortest paths in plain Python."""
    lines = ["| points | constraints | shortest paths, s | chrono, s | ratio |", "|---|---|---|---|---|"]
    spent: dict[int, float] = {}
    for size in sizes:
        made = network(size)
        times = 5 if size <= 10_000 else 3
        floor, truth = timed(lambda made=made: baselines.shortest_paths(made), times)
        spent[size], windows = timed(lambda made=made: engine(made), times)
        for point, (least, most) in truth.items():
            hull = tuple(float("inf") * side if v is None else v for v, side in zip(windows[point].hull, (-1, 1)))  # noqa: B905
            assert hull == (least, most), point
        lines.append(
            f"| {size:,} | {len(made.constraints):,} | {floor:.4f} | {spent[size]:.4f} | {spent[size] / floor:.1f} |"
        )
        print(lines[-1], flush=True)
    first, last = sizes[min(1, len(sizes) - 1)], sizes[-1]
    if last > first:
        exponent = log10(spent[last] / spent[first]) / log10(last / first)
        lines += ["", f"Growth from {first:,} to {last:,} points: exponent {exponent:.2f}. All windows are equal."]
    return lines


def with_either_ors(sizes: list[tuple[int, int]]) -> list[str]:
    """Networks with either/ors, against solvers that are asked bound by bound."""
    lines = [
        f"| points / either/ors | gaps | shortest paths of the rest, s | chrono, s | ratio | {' | '.join(RIVALS)} |",
        "|---" * (5 + len(RIVALS)) + "|",
    ]
    for size, choices in sizes:
        made = network(size, choices)
        floor, _ = timed(lambda made=made: baselines.shortest_paths(made), 3)
        spent, windows = timed(lambda made=made: engine(made), 3 if size * choices <= 2_000_000 else 1)
        gaps = sum(len(w.intervals) - 1 for w in windows.values())
        cells = [rival(made, windows, make, spent, name) for name, make in RIVALS.items()]
        if size > MOST_POINTS:
            proven(made, windows)
        own = f"{size:,} / {choices:,} | {gaps} | {floor:.4f} | {spent:.3f} | {spent / floor:.1f}"
        lines.append(f"| {own} | {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    return lines


def rival(
    made: Network, windows: dict[Point, Window], make: Callable[[Network], baselines.Bound], spent: float, name: str
) -> str:
    """How many times the engine's time a rival would take for all bounds, each one it was asked being the engine's."""
    if len(made.points) > MOST_POINTS:
        return "–"
    asked = [(p, side) for p in made.points for side in (-1, 1) if windows[p].hull[side > 0] is not None]
    try:
        setup, bound = timed(lambda: make(made))
    except ImportError:
        return "not installed"
    each = []
    for point, side in Random(0).sample(asked, min(30, len(asked))):
        seconds, value = timed(lambda point=point, side=side: bound(point, side))
        assert value == windows[point].hull[side > 0], (name, point, side, value, windows[point])
        each.append(seconds)
        if sum(each) > PATIENCE:
            break
    whole = setup + len(asked) * sum(each) / len(each)
    return f"{whole / spent:,.0f} ({len(each)} bounds)"


def proven(made: Network, windows: dict[Point, Window]) -> None:
    """A few of the windows checked by their certificates, where no rival can be asked."""
    solver = Solver(made)
    for point in Random(0).sample(made.points, 10):
        assert solver.certificate(Distance(point), windows[point]), point


def certificates(size: int, choices: int) -> list[str]:
    """What it costs to prove bounds again and check the proofs."""
    made = network(size, choices)
    solver = Solver(made)
    windows = solver.windows()[1]
    sample = Random(0).sample(made.points, 50)
    solver.certificate(Distance(sample[0]), windows[sample[0]])

    def prove() -> None:
        for point in sample:
            assert solver.certificate(Distance(point), windows[point])

    seconds, _ = timed(prove)
    return [f"A certificate found and checked, {size:,} points, {choices} either/ors: {seconds / 50 * 1000:.1f} ms."]


def main(quick: bool) -> None:
    sizes = [100, 1_000] if quick else [100, 1_000, 10_000, 100_000]
    large = [(10_000, 50), (10_000, 200), (10_000, 1_000), (100_000, 200)]
    choices = [(100, 50), (1_000, 50), *([] if quick else [(1_000, 200), *large])]
    libraries, command = cold.measure(3 if quick else 9)
    # First, while this process is small: its memory is measured.
    files = loading.measure((1_000,) if quick else (1_000, 10_000, 50_000))
    parts = [
        "# Measurements",
        "Written by `python -m benchmarks` in one run on one machine, one process. CPU seconds, medians; compare only "
        "within a table. The networks are of benchmarks/networks.py; every answer of a rival was the engine's too.",
        "## Without either/ors: the windows of all points",
        "\n".join(plain(sizes)),
        "## With either/ors: the windows and gaps of all points",
        "`ratio` is to shortest paths in plain Python on the part without either/ors. The rivals are told as multiples "
        "of the engine's time, reckoned from the bounds in brackets; they give hulls only, the engine also the gaps. "
        "From 10,000 points ten windows were proven by certificates instead, since one bound takes a rival minutes. "
        "The last two rows are of one run.",
        "\n".join(with_either_ors(choices)),
        "## Either/ors that crowd together",
        "Families of benchmarks/crowded.py and varied.py: the windows of all points with their gaps, certificates of "
        "all, how many points these leave unproven, and the hulls alone by CP-SAT (one `no_overlap` a set of spans "
        "that exclude each other, one worker) and by one incremental Z3, where there are fewer than 300 points. "
        "`python -m benchmarks.crowds` measures this alone, of all or of those that are named.",
        "\n".join(crowds.measure(("12 reigns, no slack",) if quick else tuple(crowds.FAMILIES))),
        "## Proofs",
        "\n".join(certificates(1_000, 50 if quick else 200)),
        "## Reasons and conflicts",
        "Letters that follow each other, consistent for the reasons, with one piece in twenty turned round for the "
        "conflicts. The ratios are to `infer` of one letter. `python -m benchmarks.reasons` measures this alone.",
        "\n".join(reasons.measure(choices=(0,) if quick else (0, 20, 40))),
        "## Many documents",
        "`chrono infer` of every document, against one. `python -m benchmarks.inferring` measures this alone.",
        "\n".join(inferring.measure(((200, 20),) if quick else ((200, 20), (2_000, 20), (4_000, 20)))),
        "## An excavation",
        "Contexts as in a Harris matrix, most of whose ends are open, with every reason; CPU seconds of whole commands "
        "against `validate`: the goal is 3. `python -m benchmarks.contexts` measures this alone.",
        "\n".join(contexts.measure(200 if quick else 705)),
        "## Leaving out each piece in turn, gaps and reasons",
        "Ratios are to the windows of all points; with either/ors the whole is reckoned from 100 pieces. A reason is "
        "set against the hulls. `python -m benchmarks.leaving` measures this alone.",
        "\n".join(leaving.leave_one_out(((1_000, 0),) if quick else leaving.NETWORKS)),
        "\n".join(leaving.unions_and_reasons()),
        "## Leaving one piece out in a session",
        "The windows of every span, proven, without one piece: in a session that has answered already, against reading "
        "the files anew and asking without it. `python -m benchmarks.sessions` measures this alone.",
        "\n".join(sessions.measure((200,) if quick else (200, 2_000))),
        "## In an editor",
        "How long an editor waits for `chrono lsp`, as ratios to one `infer --windows` of one span: from a change to "
        "what is wrong with the files (without the pause in which another change could follow), from then to the "
        "windows of all spans, a span with its reasons, and so on. Wall time, over pipes. "
        "`python -m benchmarks.editing` measures this alone.",
        "\n".join(editing.measure((0, 200) if quick else (0, 200, 2_000))),
        "## In the browser",
        "How long somebody at the page of `chrono serve` waits, as ratios to one `infer --windows` of every span, "
        "started anew: what the server works, in CPU seconds, from a save to all windows told over HTTP, for a bound's "
        "preferred argument after a save, for all that there is for it, for the same again, and for the windows with a "
        "piece left out; and as waiting time, against that of the command, from a save to the picture painted by a "
        "browser and to the end of a question about what stood before it. `python -m benchmarks.serving` measures this "
        "alone.",
        "\n".join(serving.measure((0, 200) if quick else (0, 200, 2_000))),
        "## Planted errors",
        "Cartularies of benchmarks/cartularies.py with a share of their pieces falsified: how many of the errors that "
        "cannot be true beside all that is right the preferred repair gives up, or another names in its place, of all "
        "that were planted how many, and what reading and the windows of every document cost, set against the same "
        "cartulary without errors. `python -m benchmarks.mistakes` measures this alone.",
        "\n".join(mistakes.measure((200,) if quick else (200, 1_000))),
        "### With either/ors",
        "The same with doubts: a fifth of the dates in an unknown style of the year, a tenth with two readings, one "
        "office of five whose holders are in unknown order. `python -m benchmarks.mistakes doubts` measures this "
        "alone.",
        "\n".join(mistakes.measure((200,) if quick else (200, 1_000), doubts=True)),
        "## Repairs of tangles",
        "The fifty cheapest repairs of forty random conflicts of six among sixty pieces, which are met one by one; CPU "
        "seconds, the goal is one. `python -m benchmarks.repairs` measures this alone.",
        "\n".join(repairs.measure()),
        "## Many cartularies in one chronology",
        "Each of 100 charters, none of which has anything to do with another: CPU seconds of all processes of a "
        "command, and the most memory of each. `python -m benchmarks.parts` measures this alone.",
        "\n".join(parts_of_chronologies.measure((10,) if quick else (10, 100))),
        "## One document of many",
        "Most of whose points hang together; CPU seconds and memory of a process against `validate`: the goals are 3 "
        "and 2. `python -m benchmarks.one_of_many` measures this alone.",
        "\n".join(one_of_many.measure(1_000 if quick else 50_000)),
        "## Distances between two points",
        "Without either/ors: the search towards one goal that the engine uses, against shortest paths to all points. "
        "`python -m benchmarks.paths` measures this alone.",
        "\n".join(paths.measure((1_000,) if quick else (1_000, 10_000))),
        "## From files to constraints",
        "Loading YAML and CSV, weighing, grounding the rules, encoding. The ratio is of all four to reading the same "
        "files with PyYAML's C parser and nothing else; the memory is the most that the process had until then. "
        "`python -m benchmarks.loading` measures this alone.",
        "\n".join(files),
        "## Drawing",
        "A timeline of many documents: its windows, the layout from them, the picture, the drawing for a terminal. "
        "`python -m benchmarks.drawing` measures this alone.",
        "\n".join(drawing.measure(200 if quick else 2_000)),
        "## Cold start",
        f"`chrono infer manuscript`: {command:.2f} s, {command / libraries:.1f} times importing its libraries.",
    ]
    text = "\n\n".join(parts) + "\n"
    print(text)
    if not quick:
        written = Path(__file__).with_name("RESULTS.md")
        # Dates are measured by themselves, over minutes, and what compares with an earlier state cannot be measured
        # again: what was written of both stays, as do the counts of campaigns, which add up.
        sections = re.split(r"(?m)^(?=## )", written.read_text(encoding="utf-8"))
        kept = ("## One algorithm once\n", "## Dates\n", "## Limits of time\n", "## Campaigns\n")
        stay = [part.rstrip() + "\n" for part in sections if part.startswith(kept)]
        written.write_text("\n".join([text, *stay]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:] == ["quick"])
