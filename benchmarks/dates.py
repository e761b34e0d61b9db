"""How long reading a date takes, beside the `edtf` library on the same texts in the same run.

Prints microseconds a date, the best of some rounds, and for words those of a first reading: texts alike of which none
was met before. Asserts nothing. Run `python -m benchmarks.dates`; without `edtf` its column
stays empty. `python -m benchmarks.dates --lines N` reads N lines with `chrono date` and prints time and memory;
`--catalogues DIR` reads the distinct strings of the catalogues there, each as if it were met for the first time.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
import timeit
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

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


WORDS = (
    "25 October {}",
    "early {}",
    "c. {}",
    "{} x 1950",
    "12 or 13 May {}",
    "between {} and 1999",
    "not before {}",
    "vers {}",
    "XVI Kal. Iul. {}",
    "2. Hälfte {}",
    "Michaelmas {}",
    "c.{}–1899",
    "seconde moitié de {}",
    "ca. {} - 1999",
    "from {} to 1999",
    "May {}",
)
"""Ordinary words of catalogues, with a year to put in."""


def first_readings(template: str) -> float:
    """Microseconds a text, of texts that were never met before; the best of five rounds of 100."""
    rounds = []
    read(template.format(1000))
    for part in range(5):
        texts = [template.format(1001 + 100 * part + number) for number in range(100)]
        began = time.perf_counter()
        for text in texts:
            read(text)
        rounds.append((time.perf_counter() - began) / len(texts) * 1e6)
    return min(rounds)


def distinct_strings(folder: Path) -> None:
    """Prints the median microseconds of a first reading: of the distinct strings of catalogues, and of those that are
    read; of each string the best of five passes, with no reading kept from one to the next."""
    from benchmarks.catalogues import rows
    from chrono.dates import DateError
    from chrono.dates.notations.words import _heard

    texts = sorted({row.text for path in sorted(folder.glob("*.tsv")) for row in rows(path)})
    best, unread = dict.fromkeys(texts, float("inf")), set()
    for _ in range(5):
        _heard.cache_clear()
        for text in texts:
            began = time.perf_counter()
            try:
                read(text)
            except DateError:
                unread.add(text)
            best[text] = min(best[text], time.perf_counter() - began)
    each = sorted(best.values())
    seen = [took for text, took in best.items() if text not in unread]
    most = each[len(each) * 9 // 10] * 1e6
    print(
        f"{len(each):,} distinct strings: median {median(each) * 1e6:.1f} µs, nine in ten within {most:.1f} µs; "
        f"those that are read: median {median(seen) * 1e6:.1f} µs"
    )


def lines(count: int) -> Iterator[str]:
    """So many lines, hardly two alike."""
    for number in range(count):
        template = WORDS[number % len(WORDS)] if number % 3 else "{:04}-05-12"
        yield template.format(1000 + number // len(WORDS) % 800) + " " * (number % 7) + "\n"


def many_lines(count: int) -> None:
    """Runs `chrono date -` on so many lines, and prints time and the most memory that it held."""
    command = [sys.executable, "-m", "chrono", "date", "-"]
    began = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stdin is not None
        process.stdin.writelines(lines(count))
        process.stdin.close()
        process.wait()
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{count:,} lines: {seconds:.1f} s, {seconds / count * 1e6:.1f} µs a line, {memory:.0f} MB")


def microseconds(function: Callable[[], object], seconds: float = 0.2) -> float:
    """The best of three rounds of about so many seconds."""
    function()
    once = max(timeit.timeit(function, number=1), 1e-7)
    number = max(1, int(seconds / 3 / once))
    return min(timeit.repeat(function, number=number, repeat=3)) / number * 1e6


def main() -> None:
    """Print the tables, and how many lines a second `describe` does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, metavar="N", help="read N lines with `chrono date`, and nothing else")
    parser.add_argument("--catalogues", type=Path, metavar="DIR", help="read the strings of catalogues alone")
    asked = parser.parse_args()
    if asked.lines:
        many_lines(asked.lines)
        return
    if asked.catalogues:
        distinct_strings(asked.catalogues)
        return
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
    print(f"\n{'first reading':28} {'chrono':>10}   µs")
    each = [first_readings(template) for template in WORDS]
    for template, took in zip(WORDS, each, strict=True):
        print(f"{template:28} {took:10.1f}")
    print(f"{'median':28} {median(each):10.1f}")
    print(f"\ndescribe, lines a second: {1e6 / microseconds(partial(describe, '1939-08-23')):,.0f}")


if __name__ == "__main__":
    main()
