"""Keeps Python's garbage collector from walking, again and again, the many values that one stage makes and keeps."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing is collected within; afterwards, or after an exception, all is as it was."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def free_what_is_over() -> None:
    """Frees what searches that are over left behind in circles, also where nothing is collected: of the rest only what
    was made since is looked at."""
    if not gc.isenabled():
        gc.collect(0)
