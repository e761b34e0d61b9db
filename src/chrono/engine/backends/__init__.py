"""Solvers that are asked what search and shortest paths leave open. Each is one file, and alone knows its library."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chrono.engine.backends.z3 import Terms
    from chrono.engine.formulas import Network


@dataclass(slots=True)
class Alone:
    """A while in which no solver is asked; `left_open`: the search left something open that one would have been."""

    left_open: bool = False


_ALONE: ContextVar[Alone | None] = ContextVar("alone", default=None)


def terms(network: Network, *, differences: bool) -> Terms:
    """A network as the solver sees that is asked what the search leaves open; see `searching_alone`."""
    if (alone := _ALONE.get()) is not None:
        from chrono.engine.backends.silent import Silent

        return Silent(alone)  # type: ignore[return-value]
    # Z3 costs more to load than most answers take, and most need none of it.
    from chrono.engine.backends.z3 import Terms

    return Terms(network, differences)


@contextmanager
def searching_alone() -> Iterator[Alone]:
    """For the while no solver is asked or loaded: what the search leaves open is unknown."""
    alone = Alone()
    token = _ALONE.set(alone)
    try:
        yield alone
    finally:
        _ALONE.reset(token)


def is_alone() -> bool:
    """Whether no solver is to be asked."""
    return _ALONE.get() is not None


def version_of_z3() -> str:
    """The version of Z3, as printed with every answer."""
    from chrono.engine.backends import z3

    return z3.version_of_z3()
