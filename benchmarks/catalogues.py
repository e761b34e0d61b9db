"""How many date strings of public catalogues are read, and how the readings compare with their editors' years.

Takes a folder of TSV files (text, items, earliest_year, latest_year: historical years, empty where none), else
the part kept with the tests. Prints a row a catalogue: occurrences with a digit, the share of them that is read,
the readings wholly outside the editors' years, how many of them are left when those are taken out in which the string
itself contradicts its editors' years (`sorted_out`), those that hold the editors' years whole, and the microseconds a
string takes; then what the readings outside are, kind by kind, and the parts of centuries, each with the share of
editors' windows that lie within it. Asserts nothing.
Run `python benchmarks/catalogues.py [DIR] [--unread N] [--outside N]`.
"""

from __future__ import annotations

import argparse
import csv
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from chrono.dates import Date, DateError, calendar_named, read
from chrono.dates.letters import roman

HERE = Path(__file__).parent.parent / "tests" / "data" / "field-dates"
MIXED = ("nga_constituents", "tate_artists")
"""Catalogues whose dates are mixed with roles: they are counted apart."""
_PART = re.compile(r"\b(early|mid|middle|late|beginning|end|first half|second half|in|med|ex)\b\.?", re.IGNORECASE)
_PARTS = {"beginning": "early", "end": "late", "middle": "mid", "in": "early", "med": "mid", "ex": "late"}


@dataclass
class Row:
    """One string of a catalogue, how often it occurs, and its editors' first and last year (astronomical)."""

    text: str
    items: int
    first: int | None
    last: int | None


@dataclass
class Counts:
    """What is counted of one catalogue."""

    with_digit: int = 0
    read: int = 0
    compared: int = 0
    outside: int = 0
    left: int = 0
    holding: int = 0
    strings: int = 0
    seconds: float = 0.0
    parts: Counter[str] = field(default_factory=Counter)
    within: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)


def rows(path: Path) -> Iterator[Row]:
    """The rows of one catalogue."""
    with path.open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            first, last = _year(record["earliest_year"]), _year(record["latest_year"])
            yield Row(record["text"], int(record["items"] or 1), first, last)


def _year(text: str | None) -> int | None:
    """A historical year as an astronomical one: there is no year 0."""
    if not text or not re.fullmatch(r"-?[0-9]+", text) or int(text) == 0:
        return None
    return int(text) + (int(text) < 0)


def years(date: Date) -> tuple[int | None, int | None]:
    """The Gregorian years that a date begins and ends in."""
    parts = calendar_named("gregorian").parts
    return tuple(None if day is None else parts(day)[0] for day in (date.first, date.last))  # type: ignore[return-value]


WARNED = "the reading says that it is ambiguous"
BEFORE_2000 = "years before 2000: the label has the number alone"
CUT = "editors' year cut to four digits (12000 BC, -11999: -1199)"
UNSAID = "another calendar, which the string does not name"
YEAR_LESS = "before 1583 the editors' year is one less (1520: 1519)"
TYPED = "one year of four digits, and the editors have another"
AGAINST = "the string's own figures, read by anybody, lie outside too"
OTHER = "the reading alone: it is wrong, or the convention is too narrow"
KINDS = (WARNED, BEFORE_2000, CUT, UNSAID, YEAR_LESS, AGAINST, OTHER)
_ONE_YEAR = re.compile(r"[\[(]?([0-9]{3,4})[\])]?[.?]?")
_LONG = re.compile(r"(?:BCE? ?)?([0-9]{5,7}) ?(?:B\.? ?C\.?(?: ?E\.?)?)? *")
_CALENDARS = (("islamic", 1), ("ethiopic", 1), ("coptic", 1))


def sorted_out(row: Row, date: Date, low: int | None) -> str:
    """What a reading outside the editors' years is: each kind can be told from the string and the years alone.

    Only `OTHER` can be a misreading: of every other kind the string itself contradicts its editors, or says nothing of
    what they knew.
    """
    year, long = _ONE_YEAR.fullmatch(row.text.strip()), _LONG.fullmatch(row.text.strip())
    edited = row.first if row.first is not None else row.last
    if long and edited is not None and edited < 0 and str(int(long[1]) - 1).startswith(str(1 - edited)):
        return CUT
    if year and row.first == row.last and edited is not None:
        # Editors' years are historical: 1000 BC is astronomical -999.
        if int(year[1]) + edited - (edited < 1) == 2000:
            return BEFORE_2000
        if edited == int(year[1]) - 1 and edited < 1583:
            return YEAR_LESS
    if low is not None and low == years(date)[1] and row.first is not None and row.last is not None:
        for name, off in _CALENDARS:
            runs = calendar_named(name).year(low)
            if runs and runs[0].first is not None and runs[-1].last is not None:
                begins, ends = (calendar_named("gregorian").parts(day)[0] for day in (runs[0].first, runs[-1].last))
                if begins - off <= row.last and row.first <= ends + off:
                    return UNSAID
    if contradicts(row):
        return AGAINST
    return WARNED if date.warning else OTHER


_WORD_FOR_CENTURY = re.compile(r"cent|secol|saec|si[eè]cle|jh\b|\bs\.", re.IGNORECASE)
_ORDINAL = re.compile(r"\b([0-9]{1,2})(?:st|nd|rd|th)?\b|\b([ivx]+)(?=in\b|med\b|ex\b|[^a-z]|$)", re.IGNORECASE)
_SPELT = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first",
)  # fmt: skip
_FRACTION = re.compile(
    r"\b(?:first|second|third|fourth|last|[1-4](?:st|nd|rd|th)) (?:half|third|quarter)\b|\b[1-4]/[1-4]\b", re.IGNORECASE
)
_FIGURES = re.compile(r"(?<![0-9])([0-9]{3,4})(s|(?:[-/–x]([0-9]{1,2})(?![0-9])))?")
_ABOUT = re.compile(r"\b(?:c|ca|circa|about|around|approx\w*)\b|~", re.IGNORECASE)


def figures(text: str) -> tuple[int, int] | None:
    """The first and last year that the figures of a string can mean to anybody, without any grammar: years, and the
    centuries where the string has a word for them; between them everything, and about them ten years. None without."""
    spans: list[tuple[int, int]] = []
    before = bool(re.search(r"\bB\.? ?C", text))
    for found in _FIGURES.finditer(text):
        year = int(found[1])
        last = year + 9 if found[2] == "s" else year
        if found[3]:
            last = max(year, year // 10 ** len(found[3]) * 10 ** len(found[3]) + int(found[3]))
        spans.append((year, last))
    if _WORD_FOR_CENTURY.search(text):
        rest = _FRACTION.sub(" ", _FIGURES.sub(" ", text)).lower()
        numbers = [int(arabic) if arabic else roman(numeral) for arabic, numeral in _ORDINAL.findall(rest)]
        numbers += [number for number, word in enumerate(_SPELT, 1) if re.search(rf"\b{word}\b", rest)]
        spans += [(100 * number - 100, 100 * number) for number in numbers if number and number <= 21]
    if not spans:
        return None
    around = 10 if _ABOUT.search(text) else 0
    low, high = min(first for first, _ in spans) - around, max(last for _, last in spans) + around
    return (-high, 1 - low) if before else (low, high)


def contradicts(row: Row) -> bool:
    """Whether the editors' years lie outside everything that the figures of their own string can mean, or end before
    they begin."""
    if row.first is not None and row.last is not None and row.last < row.first:
        return True
    meant = figures(row.text)
    if meant is None:
        return False
    return (row.last is not None and row.last < meant[0]) or (row.first is not None and row.first > meant[1])


def counted(path: Path) -> Counts:
    """Everything that is counted of one catalogue."""
    counts = Counts()
    for row in rows(path):
        digit = any(char.isdigit() for char in row.text)
        counts.with_digit += row.items * digit
        counts.strings += 1
        began = time.perf_counter()
        try:
            date = read(row.text.strip())
        except DateError:
            counts.unread[row.text] += row.items * digit
            continue
        finally:
            counts.seconds += time.perf_counter() - began
        counts.read += row.items * digit
        if date.precision == "undated" or (row.first is None and row.last is None):
            continue
        counts.compared += row.items
        low, high = years(date)
        # Editors count from either turn of the eras: a year either way at BC is no difference.
        slack = 1 if (row.first or row.last or 1) < 1 else 0
        if (low is not None and row.last is not None and low > row.last + slack) or (
            high is not None and row.first is not None and high < row.first - slack
        ):
            counts.outside += row.items
            kind = sorted_out(row, date, low)
            counts.kinds[kind] += row.items
            counts.left += row.items * (kind in (WARNED, OTHER))
            counts.wrong[f"{kind[:18]:18} {row.text} {low}..{high} {row.first}..{row.last}"] += row.items
        holds = (low is None or row.first is None or low <= row.first + slack) and (
            high is None or row.last is None or high >= row.last - slack
        )
        counts.holding += row.items * holds
        found = _PART.search(row.text)
        if (
            found
            and ("cent" in row.text.lower() or re.match(r"(?i)s\.", row.text))
            and len(_PART.findall(row.text)) == 1
        ):
            name = _PARTS.get(found[1].lower(), found[1].lower())
            counts.parts[name] += row.items
            counts.within[name] += row.items * holds
    return counts


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=HERE)
    parser.add_argument("--unread", type=int, default=0, metavar="N", help="the N commonest strings that are not read")
    parser.add_argument("--outside", type=int, default=0, metavar="N", help="the N commonest readings outside")
    asked = parser.parse_args()
    head = f"{'catalogue':28} {'occurrences':>12} {'read':>7} {'compared':>9} {'outside':>8} {'left':>6}"
    print(f"{head} {'holding':>8} {'µs':>6}")
    total, parts = Counts(), Counts()
    for path in sorted(asked.folder.glob("*.tsv")):
        counts = counted(path)
        _row(path.stem, counts)
        parts.parts += counts.parts
        parts.within += counts.within
        if path.stem not in MIXED:
            parts.kinds += counts.kinds
            for name in ("with_digit", "read", "compared", "outside", "left", "holding", "strings", "seconds"):
                setattr(total, name, getattr(total, name) + getattr(counts, name))
        for text, number in counts.unread.most_common(asked.unread):
            print(f"    {number:6} {text}")
        for text, number in counts.wrong.most_common(asked.outside):
            print(f"    {number:6} outside {text}")
    _row("all that mix no roles", total)
    print(f"\n{'readings outside':62} {'occurrences':>12}")
    for kind in KINDS:
        print(f"{kind:62} {parts.kinds[kind]:12}")
    print(f"\n{'part of a century':28} {'strings':>12} {'within':>7}")
    for name in sorted(parts.parts):
        print(f"{name:28} {parts.parts[name]:12} {parts.within[name] / parts.parts[name]:7.1%}")


def _row(name: str, counts: Counts) -> None:
    share = counts.read / counts.with_digit if counts.with_digit else 0
    holding = counts.holding / counts.compared if counts.compared else 0
    micro = counts.seconds / counts.strings * 1e6 if counts.strings else 0
    print(
        f"{name:28} {counts.with_digit:12} {share:7.1%} {counts.compared:9} {counts.outside:8} {counts.left:6} "
        f"{holding:8.1%} {micro:6.1f}"
    )


if __name__ == "__main__":
    main()
