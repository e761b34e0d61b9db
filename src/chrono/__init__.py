"""chrono derives from dated evidence, with proof, the exact windows in which a text can have been written."""

from __future__ import annotations

from chrono.core.version import __version__

TYPE_CHECKING = False
"""What `typing` calls so: to import that takes longer than all else that happens before Ctrl-C is heeded."""

if TYPE_CHECKING:
    from chrono.api import Chronology, InvalidEvidence
    from chrono.questions.options import Unanswerable

__all__ = ["Chronology", "InvalidEvidence", "Unanswerable", "__version__"]


def __getattr__(name: str) -> object:
    """The documented way in, loaded when it is first asked for: the command line needs none of it."""
    if name in ("Chronology", "InvalidEvidence"):
        from chrono import api

        return getattr(api, name)
    if name == "Unanswerable":
        from chrono.questions.options import Unanswerable

        return Unanswerable
    raise AttributeError(f"module 'chrono' has no attribute {name!r}")
