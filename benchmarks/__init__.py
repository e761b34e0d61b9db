"""Measurements, never run by the tests. `python -m benchmarks` runs them and writes RESULTS.md."""

import os

# What is measured is answered, and not read from what an earlier run kept, unless that is what is measured.
os.environ["CHRONO_NO_CACHE"] = "1"
