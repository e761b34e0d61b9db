"""Asking what is consistent, what is refuted, and where points and durations lie: three-valued, exact, with proofs."""

from chrono.solving.answers import Answer, Distance, FailedCheck
from chrono.solving.solver import Solver
from chrono.solving.terms import version_of_z3

__all__ = ["Answer", "Distance", "FailedCheck", "Solver", "version_of_z3"]
