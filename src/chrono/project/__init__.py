"""The use cases: a chronology and a question in, a result out. Composes the stages; prints nothing, knows no formats.

`read` gives what the files hold; `infer`, `check` and `explain` answer on it. What cannot be asked at all (an id that
is not there, a setting no rule has) is raised as `Unanswerable`, with the diagnostics that say why.
"""

from __future__ import annotations

from pathlib import Path

from chrono import loading
from chrono.omitting import omissible
from chrono.project.checking import check
from chrono.project.claiming import read_claim, true_in, verdict
from chrono.project.conflicts import conflicts
from chrono.project.diffing import diff
from chrono.project.explaining import explain
from chrono.project.inferring import infer
from chrono.project.options import AS_WRITTEN, Options, Unanswerable
from chrono.project.placing import at, effect, is_place
from chrono.project.rivals import rivals
from chrono.project.sensitivity import sensitivity
from chrono.project.suggesting import suggest
from chrono.project.varying import additive
from chrono.project.verifying import Verified, verify
from chrono.project.whatif import whatif
from chrono.solving import version_of_z3


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
