"""Why: reasons, lines of argument, conflicts and repairs, one algorithm a file.

`refuting` asks a solver what leaves room for what, `preferring` makes one argument minimal, `hitting` finds all of them
with what would overturn them, `arguing` gives `Reason` values, `telling` puts an argument into steps, `grains` says
what counts as one thing, `worlds` are the plain networks that the either/ors leave.
"""

from chrono.explaining.arguing import Explainer, beyond
from chrono.explaining.grains import GRAINS, Grain, regrained
from chrono.explaining.hitting import Caps, Cost, Lines, asking, disjoint, graded, lines_and_losses
from chrono.explaining.preferring import LimitReached, preferred
from chrono.explaining.worlds import Range, World, size, worlds

__all__ = [
    "GRAINS",
    "Caps",
    "Cost",
    "Explainer",
    "Grain",
    "LimitReached",
    "Lines",
    "Range",
    "World",
    "asking",
    "beyond",
    "disjoint",
    "graded",
    "lines_and_losses",
    "preferred",
    "regrained",
    "size",
    "worlds",
]
