"""Solvers that are asked what search and shortest paths leave open. Each is one file, and alone knows its library.

A backend is told a network once and is then asked for histories. Its yes counts only as far as the history that it
gives holds, and its no is told as proven only where the engine finds a certificate. Z3 is the one that is used, unless
the search is left to itself for a while.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from chrono.core.limits import Limit
from chrono.engine.formulas import Constraint, History, Network


class Told(Protocol):
    """A network as a backend sees it: many questions."""

    def history(self, also: Sequence[Constraint], accepted: Collection[str], limit: Limit) -> History | bool | None:
        """A value for each point of the network under which `also` and what binds holds where these ids are accepted;
        False where there is none, None where the limit came first or the backend does not know."""


class Backend(Protocol):
    """What can be told a network."""

    def __call__(self, network: Network) -> Told:
        """The network, told."""


@dataclass(slots=True)
class Alone:
    """A while in which no solver is asked, and the backend for it, which knows nothing; `left_open`: the search left
    something open that one would have been asked."""

    left_open: bool = False

    def history(self, also: Sequence[Constraint], accepted: Collection[str], limit: Limit) -> History | bool | None:
        """Not known, whatever is asked."""
        self.left_open = True
        return None


_ALONE: ContextVar[Alone | None] = ContextVar("alone", default=None)


def by_z3(network: Network) -> Told:
    """The network told to Z3; to nobody where the search is left to itself."""
    if (alone := _ALONE.get()) is not None:
        return alone
    # Z3 costs more to load than most answers take, and most need none of it.
    from chrono.engine.backends import z3

    return z3.Terms(network)


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
    from chrono.engine.backends import z3_version  # what only documents say

    return z3_version.version()
