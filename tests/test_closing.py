"""Windows closed by questions: all that there is is found, and an answer that is not borne out does not hang."""

from __future__ import annotations

from random import Random

import pytest

from chrono.engine.closing import close_end, fill_gaps
from chrono.engine.hitting_sets import disjoint
from chrono.engine.intervals import merged


@pytest.mark.parametrize("leaping", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_all_values_are_found(seed: int, leaping: bool) -> None:
    random = Random(seed)
    values = sorted(random.sample(range(100), 12))
    found = merged([(values[3], values[3])])

    def attain(least: float, most: float) -> bool:
        there = [value for value in values if least <= value <= most]
        for value in random.sample(there, min(1, len(there))):
            found[:] = merged([*found, (value, value)])
        return bool(there)

    assert close_end(lambda: found[-1][1], 120, lambda target: attain(target, 120), leaping=leaping)
    assert close_end(lambda: -found[0][0], 20, lambda target: attain(-20, -target), leaping=leaping)
    assert fill_gaps(lambda: found, lambda before, beyond: attain(before + 1, beyond - 1))
    assert found == merged((value, value) for value in values)


def test_what_is_said_to_be_there_and_not_shown_is_not_asked_for_again() -> None:
    for attained in (0.0, 3.0):
        with pytest.raises(AssertionError, match="not attained"):
            close_end(lambda at=attained: at, 9, lambda target: True)
    with pytest.raises(AssertionError, match="not attained"):
        fill_gaps(lambda: [(0, 1), (4, 5)], lambda before, beyond: True)
    with pytest.raises(AssertionError, match="none of the items"):
        disjoint(["a", "b"], lambda items: ["c"])
