"""When Python's garbage collector walks the many values of a large chronology, and when it does not."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 50_000
"""From so many values on it pays not to walk them."""
RARELY = 200_000, 10, 10
"""How often garbage is looked for where a command makes many values, keeps them and ends."""
USUALLY = gc.get_threshold()
"""How often it is looked for else: Python's own choice."""


def collect_rarely() -> None:
    """For a command that answers and ends."""
    gc.set_threshold(*RARELY)


def collect_as_usual() -> None:
    """For a command that stays, and would keep what it let go."""
    gc.set_threshold(*USUALLY)


@contextmanager
def uncollected(kept: bool = False) -> Iterator[None]:
    """Nothing is collected within; afterwards, or after an exception, all is as it was.

    `kept`: what is made within is kept for long. If it is much, it counts as old from then on, and is walked when all
    that is old is.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if kept and gc.get_count()[0] >= MANY and not gc.get_freeze_count():
                # Both move lists of values, without a look at any of them.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def free_what_is_over() -> None:
    """Frees what searches that are over left behind in circles, also where nothing is collected: of the rest only what
    was made since is looked at."""
    if not gc.isenabled():
        gc.collect(0)


@contextmanager
def set_apart() -> Iterator[None]:
    """What is there already is not walked within, however often the collector runs: what is made and let go meanwhile
    is collected at the cost of itself."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def collect() -> None:
    """Frees now what was let go: the values of a base refer to each other, and would wait for the collector."""
    gc.collect()
