"""Windows proven again before they are told, apart from whatever found them.

Takes a base and what is to be told, gives it back as far as it is proven. The proofs are found by the search of
`bounding` and checked by certificates.py; neither knows Z3. Verdicts, comparisons, reasons and losses are proven where
they are found (`Solver.shown`, `Explainer.reason`, `Explainer.overturns`). Of what was left out of evidence the windows
that stand without it are known (chrono.engine.standing). What no proof was found for is left out or
told as unknown; what a proof contradicts raises `FailedCheck`: then the answer must not be printed.
"""

from __future__ import annotations

from collections.abc import Collection

from chrono.engine.intervals import Window
from chrono.engine.outcomes import Distance
from chrono.questions.base import Base

NOT_READ = Window((), proven=False, outer=(None, None))
"""What is known where there was no time to read the evidence."""


def proven_window(base: Base, distance: Distance, ids: Collection[str] | None = None) -> Window:
    """The solver's window of a distance, its certificate checked; asked again, the same answer."""
    if base.unread:
        return NOT_READ
    if ids is None and (standing := base.standing.get(distance)) is not None:
        return standing
    if base.near is not None and (around := base.near.window(distance, ids)) is not None:
        if ids is None:
            base.standing.add(distance, *around)
        return around[0]
    explainer, accepted = base.about([point for point in (distance.of, distance.after) if point], ids)
    solver = explainer.solver
    known = base.windows.get((distance, accepted))
    if known is not None:
        return known
    window = solver.certified(distance, solver.window(distance, accepted), accepted)
    if window.proven:
        base.windows[distance, accepted] = window
        if ids is None:
            base.standing.add(distance, window, solver.excluding(distance, accepted))
    return window
