"""How long reading a date takes, beside the `edtf` library on the same texts in the same run.

Prints microseconds a date, the best of some rounds; asserts nothing. Run `python benchmarks/dates.py`; without `edtf`
installed its column stays empty.
"""

from __future__ import annotations

import timeit
from collections.abc import Callable
from functools import partial

from chrono.dates import describe, read

TEXTS = (
    "1939-08-23",
    "1938",
    "1939-11-30/1940-03-13",
    "1985/..",
    "2004-06-11%",
    "156X-12-25",
    "[1667,1668,1670..1672]",
    "julian:1917-10-25",
    "hebrew:5408-03-20",
    "25 October 1917",
    "early 12th century",
    "easter 1123 + 3 days",
)


def microseconds(function: Callable[[], object], seconds: float = 0.2) -> float:
    """The best of three rounds of about so many seconds."""
    function()
    once = max(timeit.timeit(function, number=1), 1e-7)
    number = max(1, int(seconds / 3 / once))
    return min(timeit.repeat(function, number=number, repeat=3)) / number * 1e6


def main() -> None:
    """Print the table, and how many lines a second `describe` does."""
    try:
        from edtf import parse_edtf
    except ImportError:
        parse_edtf = None
    print(f"{'text':28} {'chrono':>10} {'edtf':>10}   µs")
    for text in TEXTS:
        theirs = ""
        if parse_edtf is not None:
            try:
                parse_edtf(text)
                theirs = f"{microseconds(partial(parse_edtf, text)):10.1f}"
            except Exception:  # That library's errors are of its parser's many kinds.
                theirs = "refused"
        print(f"{text:28} {microseconds(partial(read, text)):10.1f} {theirs:>10}")
    print(f"\ndescribe, lines a second: {1e6 / microseconds(partial(describe, '1939-08-23')):,.0f}")


if __name__ == "__main__":
    main()
