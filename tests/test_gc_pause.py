"""What a stage makes is not walked by the garbage collector while it is made, nor, where it is kept, right after."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable

import pytest

from chrono.core.gc_pause import MANY, RARELY, USUALLY, uncollected


def walks(kept: bool) -> list[int]:
    """The generations that are walked after a stage has made many values."""
    seen: list[int] = []
    heard: Callable[[str, dict[str, int]], None] = lambda phase, told: seen.append(told["generation"])  # noqa: E731
    gc.collect()
    with uncollected(kept):
        made: list[list[int]] = [[] for _ in range(MANY + 1)]
        gc.callbacks.append(heard)
        assert not gc.isenabled()
        assert not seen
    try:
        made.append([])
    finally:
        gc.callbacks.remove(heard)
    return seen


def test_what_is_kept_is_not_walked_at_once() -> None:
    assert walks(kept=True) == []
    assert walks(kept=False) != []
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_what_is_kept_can_still_be_collected() -> None:
    class Round:
        own: Round

    with uncollected(kept=True):
        many = [Round() for _ in range(MANY + 1)]
        for one in many:
            one.own = one
    del many, one
    assert gc.collect() > MANY


def test_all_is_as_it_was_after_an_exception_and_within_another_pause() -> None:
    with pytest.raises(ValueError, match="over"), uncollected(kept=True):
        raise ValueError("over")
    assert gc.isenabled()
    with uncollected():
        with uncollected(kept=True):
            pass
        assert not gc.isenabled()


@pytest.mark.parametrize(("command", "often"), [("schema", RARELY), ("lsp", USUALLY)])
def test_a_command_that_stays_looks_for_what_it_let_go(command: str, often: tuple[int, int, int]) -> None:
    code = "import atexit, gc, sys; from chrono.__main__ import main; "
    code += "atexit.register(lambda: print(*gc.get_threshold(), file=sys.stderr)); main()"
    done = subprocess.run(
        [sys.executable, "-c", code, command], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.stderr.split()[-3:] == [str(one) for one in often]
