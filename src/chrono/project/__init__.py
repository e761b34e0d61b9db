"""The use cases: a chronology and a question in, a result out. Composes the stages; prints nothing, knows no formats.

`read` gives what the files hold; `infer`, `check` and `explain` answer on it. What cannot be asked at all (an id that
is not there, a setting no rule has) is raised as `Unanswerable`, with the diagnostics that say why.
"""

from __future__ import annotations

from pathlib import Path

from chrono import loading, results
from chrono.model import Chronology
from chrono.omitting import omissible
from chrono.project.checking import check
from chrono.project.inferring import infer
from chrono.project.options import AS_WRITTEN, Options, Unanswerable, unknown
from chrono.solving import version_of_z3


def read(folder: Path, options: Options = AS_WRITTEN) -> loading.Loaded:
    """What the files of a folder hold, with the overlays of the options laid over."""
    return loading.load(folder, options.overlays)


def explain(chronology: Chronology, id: str, options: Options = AS_WRITTEN) -> results.Inference | results.Check:
    """The reasons of a span's bounds, or of a hypothesis's verdict."""
    if any(h.id == id for h in chronology.hypotheses):
        return check(chronology, (id,), options)
    if any(e.id == id for e in chronology.entries):
        return infer(chronology, (id,), options)
    known = [e.id for e in chronology.entries] + [h.id for h in chronology.hypotheses]
    raise Unanswerable([unknown(id, known, "span or hypothesis")])


__all__ = ["AS_WRITTEN", "Options", "Unanswerable", "check", "explain", "infer", "omissible", "read", "version_of_z3"]
