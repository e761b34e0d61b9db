"""The questions: a chronology and what is asked in, an answer out. One file a command, named as the command.

Composes the stages; prints nothing, knows no formats. What cannot be asked at all (an id that is not there, a setting
no rule has) is raised as `Unanswerable`, with the diagnostics that say why. Each file is loaded when it is first named:
a command pays for what it does, and the cold start of `infer` is measured (benchmarks/cold.py).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chrono.questions import (
        check,
        claims,
        conflicts,
        diff,
        explain,
        infer,
        listing,
        locate,
        material,
        options,
        report,
        rivals,
        sensitivity,
        session,
        suggest,
        timeline,
        variations,
        vary,
        verify,
        weigh,
        whatif,
        windows,
    )

__all__ = [
    "check",
    "claims",
    "conflicts",
    "diff",
    "explain",
    "infer",
    "listing",
    "locate",
    "material",
    "options",
    "report",
    "rivals",
    "sensitivity",
    "session",
    "suggest",
    "timeline",
    "variations",
    "vary",
    "verify",
    "weigh",
    "whatif",
    "windows",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")
