"""Measurements, never run by the tests. `python -m benchmarks` runs them and writes RESULTS.md."""
