"""Asking what is consistent, what is refuted, and where points and durations lie: three-valued, exact, with proofs."""

from chrono.solving.answers import Answer, Distance, FailedCheck
from chrono.solving.solver import Solver


def version_of_z3() -> str:
    """The version of the solver that is asked what search and paths leave open, as printed with every answer."""
    # Z3 costs more to load than most answers take, and most need none of it.
    from chrono.solving import terms

    return terms.version_of_z3()


__all__ = ["Answer", "Distance", "FailedCheck", "Solver", "version_of_z3"]
