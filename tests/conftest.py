"""What holds for every test: nothing is kept, and nothing hangs on chance or on how busy the machine is.

No test is answered by what an earlier run kept, and none leaves anything in the cache of whoever runs it: tests of the
cache itself name a folder of their own and take this back. Hypothesis draws the same examples each time, however long
one takes: what a change is blamed for is of its own making. `make fuzz` (CHRONO_FUZZ) draws others each time.
"""

import os
import time
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings

os.environ["CHRONO_NO_CACHE"] = "1"
settings.register_profile(
    "chrono",
    deadline=None,
    database=None,
    derandomize="CHRONO_FUZZ" not in os.environ,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("chrono")


@pytest.fixture
def own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit counts the time in which this process works, and not that in which others do: where a test needs to know
    what is found within it."""
    monkeypatch.setattr("chrono.core.limits.time", SimpleNamespace(monotonic=time.process_time))
