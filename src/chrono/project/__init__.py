"""The use cases: a chronology and a question in, a result out. Composes the stages; prints nothing, knows no formats.

`read` gives what the files hold; `infer`, `check`, `explain` and the others answer on it. What cannot be asked at all
(an id that is not there, a setting no rule has) is raised as `Unanswerable`, with the diagnostics that say why.

Each use case is loaded when it is first named: a command pays for what it does, and the cold start of `infer` is
measured (benchmarks/cold.py).
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chrono import loading
from chrono.project.options import AS_WRITTEN, Options, Unanswerable

if TYPE_CHECKING:
    from chrono.omitting import omissible
    from chrono.project.checking import check
    from chrono.project.claiming import read_claim, true_in, verdict
    from chrono.project.conflicting import conflicts
    from chrono.project.diffing import diff
    from chrono.project.dropping import sensitivity
    from chrono.project.explaining import explain
    from chrono.project.inferring import infer
    from chrono.project.placing import at, effect, is_place
    from chrono.project.reproving import Verified
    from chrono.project.rivalling import rivals
    from chrono.project.suggesting import suggest
    from chrono.project.supposing import whatif
    from chrono.project.varying import additive
    from chrono.project.verifying import verify
    from chrono.solving import version_of_z3

_WHERE = {
    "omissible": "chrono.omitting",
    "check": "chrono.project.checking",
    "read_claim": "chrono.project.claiming",
    "true_in": "chrono.project.claiming",
    "verdict": "chrono.project.claiming",
    "conflicts": "chrono.project.conflicting",
    "diff": "chrono.project.diffing",
    "explain": "chrono.project.explaining",
    "infer": "chrono.project.inferring",
    "at": "chrono.project.placing",
    "effect": "chrono.project.placing",
    "is_place": "chrono.project.placing",
    "rivals": "chrono.project.rivalling",
    "sensitivity": "chrono.project.dropping",
    "suggest": "chrono.project.suggesting",
    "additive": "chrono.project.varying",
    "Verified": "chrono.project.reproving",
    "verify": "chrono.project.verifying",
    "whatif": "chrono.project.supposing",
    "version_of_z3": "chrono.solving",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def read(folder: Path, options: Options = AS_WRITTEN) -> loading.Loaded:
    """What the files of a folder hold, with the overlays of the options laid over."""
    return loading.load(folder, options.overlays)


__all__ = [
    "AS_WRITTEN",
    "Options",
    "Unanswerable",
    "Verified",
    "additive",
    "at",
    "check",
    "conflicts",
    "diff",
    "effect",
    "explain",
    "infer",
    "is_place",
    "omissible",
    "read",
    "read_claim",
    "rivals",
    "sensitivity",
    "suggest",
    "true_in",
    "verdict",
    "verify",
    "version_of_z3",
    "whatif",
]
