"""One minimal reason of a bound, and the disjoint conflicts with the cheapest repair, over inferring one span.

`python -m benchmarks.reasons [pieces]`, 200 by default: letters and a few dated events that follow each other, once
consistent and once with one piece in twenty turned round, with and without either/ors. CPU seconds, medians; every
question is put to a fresh base, made before its clock starts. The ratio is to a plain `infer` of one letter of the
consistent chronology in the same run, weighing and encoding included. A reason should take at most a fifth of a second,
the conflicts with the repair at most a second.

`python -m benchmarks.reasons crowds`: the reasons of all bounds of spans that exclude each other, over their windows.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import TypeVar

from benchmarks import crowded
from benchmarks.check import read
from chrono import dates
from chrono.answers.infer import Inference
from chrono.answers.reasons import Reason
from chrono.arguments.explainer import Explainer
from chrono.engine.formulas import Network, Point
from chrono.engine.hitting_sets import Caps
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver
from chrono.model.chronology import Chronology
from chrono.questions.base import Base
from chrono.questions.infer import infer
from chrono.questions.options import Options

T = TypeVar("T")
"""What a question gives."""
ASKED = 5
"""Of how many letters the bounds of the end are explained."""
CROWDS: dict[str, Callable[[], Network]] = {
    "12 reigns, no slack": partial(crowded.reigns, 12),
    "12 reigns, no slack, other seed": partial(crowded.reigns, 12, seed=1),
    "20 reigns, a tenth of slack": partial(crowded.reigns, 20, 0.1),
    "20 eponyms in 20 years": partial(crowded.eponyms, 20, 20),
}
"""Spans that exclude each other, each two of them by a piece of evidence of their own."""
SHARE = 20
"""One piece in so many is turned round in the contradictory chronology."""


def text(pieces: int, choices: int, turned: int = 0, seed: int = 1) -> str:
    """A chronology of letters between a few dated events, true of one planted history but for the turned pieces.

    `choices` of the pieces are either/ors. Neighbours in time are compared, so that arguments are long.
    """
    drawn = random.Random(seed)
    wrong, open_ones = (set(drawn.sample(range(pieces), many)) for many in (turned, choices))
    day = {f"letter-{n}": 2_300_000 + drawn.randrange(20_000) for n in range(pieces // 5)}
    day |= {f"event-{n}": 2_300_000 + drawn.randrange(20_000) for n in range(pieces // 10)}
    known = sorted(day, key=lambda id: day[id])
    lines = ["events:\n"]
    lines += [f"  {id}: {{date: {dates.iso(at)}}}\n" for id, at in day.items() if id.startswith("event")]
    lines.append("documents:\n")
    lines += [f"  {id}: {{duration: 0 days}}\n" for id in day if id.startswith("letter")]
    lines.append("evidence:\n")
    for number in range(pieces):
        first, second, third = (known[place] for place in sorted(drawn.sample(range(len(known)), 3)))
        if number % 4:
            place = drawn.randrange(len(known) - 4)
            first, second = known[place], known[place + drawn.randint(1, 4)]
        if number in wrong:
            first, second = second, first
        said = f"end({first}) + {abs(day[second] - day[first]) // drawn.choice([2, 4, 8])} days <= start({second})"
        if number in open_ones:
            said += f" or end({third}) < start({first})"
        level = drawn.choice(["strong", "moderate"])
        lines.append(f"  piece-{number}: {{holds: {said}, certainty: {level}}}\n")
    return "".join(lines)


def spent(chronology: Chronology, ask: Callable[[Base], T], times: int = 5) -> tuple[float, T]:
    """Median CPU seconds of a question to a fresh base each time, the first not counted, and what it gave."""
    seconds = []
    for _ in range(times + 1):
        base = Base(chronology, Options())
        started = time.process_time()
        answer = ask(base)
        seconds.append(time.process_time() - started)
    return median(seconds[1:]), answer


def infer_one(id: str, base: Base) -> Inference:
    """A whole inference of one letter; nothing of the base but its chronology is used."""
    return infer(base.whole, (id,))


def argue(point: Point, most: int | None, least: int | None, base: Base) -> Reason | None:
    """Why the point is no later, or no earlier; None would be a limit, and none is set."""
    return base.explainer.bound(Distance(point), most, least)


def reasons(chronology: Chronology) -> list[float]:
    """CPU seconds of the reason of each bound of the first few letters, the windows known already."""
    letters = [e.id for e in chronology.entries if e.kind == "document"][:ASKED]
    windows = Base(chronology, Options()).solver.windows()[1]
    found = []
    for end in (f"end({id})" for id in letters):
        for most, least in ((windows[end].most, None), (None, windows[end].least)):
            if (most, least) == (None, None):
                continue
            seconds, reason = spent(chronology, partial(argue, end, most, least), 3)
            assert reason is not None, end
            found.append(seconds)
    assert found
    return found


def conflicts_apart(base: Base) -> list[tuple[str, ...]]:
    """Conflicts that share nothing, as many as are found one after the other."""
    return base.explainer.disjoint(())


def cheapest_repair(base: Base) -> tuple[str, ...]:
    """What is cheapest to give up so that no contradiction is left."""
    (repair,) = base.explainer.lines((), caps=Caps(losses=1)).losses
    return repair


def contradictions(base: Base) -> tuple[list[tuple[str, ...]], tuple[str, ...]]:
    """Both, found one after the other."""
    return conflicts_apart(base), cheapest_repair(base)


def measure(pieces: int = 200, choices: tuple[int, ...] = (0, 20, 40)) -> list[str]:
    """The lines of a table."""
    lines = [
        "| pieces / either/ors | infer of one letter, s | a reason, s: median, slowest | ratio | disjoint conflicts "
        "| cheapest repair, pieces | both, s | ratio |",
        "|---" * 8 + "|",
    ]
    for many in choices:
        consistent, contradictory = read(text(pieces, many)), read(text(pieces, many, pieces // SHARE))
        letter = next(e.id for e in consistent.entries if e.kind == "document")
        plain, inferred = spent(consistent, partial(infer_one, letter))
        assert inferred.status == "consistent"
        each = reasons(consistent)
        clash, (apart, repair) = spent(contradictory, contradictions)
        again = Base(contradictory, Options())
        assert again.solver.consistent([id for id in again.network.ids if id not in repair]) is Answer.YES
        assert len(repair) >= len(apart) > 0
        lines.append(
            f"| {pieces} / {many} | {plain:.3f} | {median(each):.3f}, {max(each):.3f} "
            f"| {median(each) / plain:.2f}, {max(each) / plain:.2f} | {len(apart)} | {len(repair)} "
            f"| {clash:.3f} | {clash / plain:.1f} |"
        )
    return lines


def crowds() -> Iterator[str]:
    """The lines of a table: CPU seconds of the windows of all points, and of the reasons of all their bounds."""
    yield "| family | windows, s | bounds | all reasons, s | slowest | most pieces in one |"
    yield "|---" * 6 + "|"
    for name, made in CROWDS.items():
        solver = Solver(made())
        started = time.process_time()
        _, windows = solver.windows()
        found = time.process_time() - started
        explainer = Explainer(solver, dates.Scale("year"))
        each, sizes = [], []
        for point, window in windows.items():
            for most, least in ((window.most, None), (None, window.least)):
                if (most, least) == (None, None):
                    continue
                started = time.process_time()
                reason = explainer.bound(Distance(point), most, least)
                each.append(time.process_time() - started)
                assert reason is not None, point
                sizes.append(len(reason.ids))
        yield f"| {name} | {found:.2f} | {len(each)} | {sum(each):.2f} | {max(each):.2f} | {max(sizes)} |"


if __name__ == "__main__":
    for line in crowds() if sys.argv[1:] == ["crowds"] else measure(int(sys.argv[1]) if sys.argv[1:] else 200):
        print(line, flush=True)
