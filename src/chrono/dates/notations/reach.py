"""The years and months that a part reaches over by a convention: `early 12th century`, `late 1930s`, `mid 1123`.

Takes numbers, parts and a `Convention`; gives first and last year (astronomical). No part of a century reaches over the
turn of the eras.
"""

from __future__ import annotations

from chrono.dates.notations.conventions import Convention, Positions
from chrono.dates.runs import DateError

_OPPOSITE = {"early": "late", "late": "early", "mid": "mid", "whole": "whole"}
_FINER = "a decade is divided into early, mid and late, and into halves"


def rank_of(part: str) -> tuple[int, int]:
    """Which of how many parts: 2 and 4 of `2/4`."""
    rank, _, count = part.partition("/")
    return int(rank), int(count)


def of_century(number: int, before: bool, convention: Convention, parts: tuple[str, ...]) -> Positions:
    """The astronomical years of a part of a century, or of several from the first to the last."""
    spans = [_part_of_century(number, before, convention, part) for part in parts or ("whole",)]
    return min(low for low, _ in spans), max(high for _, high in spans)


def _part_of_century(number: int, before: bool, convention: Convention, part: str) -> Positions:
    if not before:
        low, high = convention.century[part]
        return max(low + 100 * (number - 1), 1), high + 100 * (number - 1)
    if convention.mirrored:
        # 150 to 101 BC is the late second century as 1101 to 1150 is the early twelfth.
        low, high = convention.century[_mirror(part)]
        first, last = 1 - (high + 100 * (number - 1)), 1 - (low + 100 * (number - 1))
        return max(first, 1 - 100 * number), min(last, -100 * (number - 1))
    low, high = convention.century[part]
    # Backwards the round year comes last: 500 to 401, or 499 to 400 by those whose 14th century begins with 1300.
    late = 1 if convention.century["whole"][0] == 0 else 0
    return max(low, 1) - 100 * number, min(high + late - 100 * number, 0)


def _mirror(part: str) -> str:
    if part in _OPPOSITE:
        return _OPPOSITE[part]
    rank, count = rank_of(part)
    return f"{count + 1 - rank}/{count}"


def of_hundred(start: int, before: bool, convention: Convention, parts: tuple[str, ...]) -> Positions:
    """`1300s`: 1300 to 1399 whatever a century is taken to be; parts are rounded outward."""
    spans = [convention.century[part] for part in parts or ("whole",)]
    first, last = min(low for low, _ in spans), max(high for _, high in spans)
    low, high = max(first - 1, 0), min(last, 99)
    if before:
        return -98 - start + low, -98 - start + high
    return max(start + low, 1), start + high


def of_decade(start: int, before: bool, convention: Convention, parts: tuple[str, ...], column: int) -> Positions:
    """The years of a decade or a part of it, as in `late 1930s`; raises `DateError`."""
    spans = []
    for part in parts or ("whole",):
        known = {**convention.decade, "1/2": (0, 5), "2/2": (4, 9)}.get(part)
        if known is None:
            raise DateError(_FINER, column, 1, "write for example early 1930s, or the years")
        spans.append(known)
    first, last = min(low for low, _ in spans), max(high for _, high in spans)
    low, high = (start + first, start + last) if not before else (1 - start - 9 + first, 1 - start - 9 + last)
    return (low, min(high, 0)) if before else (max(low, 1), high)


def of_year(parts: tuple[str, ...], convention: Convention) -> tuple[int, int, bool]:
    """The first and last month of a part of a year, and whether a convention says so (halves need none)."""
    spans, named = [], False
    for part in parts:
        if part in convention.year:
            spans.append(convention.year[part])
            named = True
        else:
            rank, count = rank_of(part)
            size = 12 // count
            spans.append(((rank - 1) * size + 1, rank * size))
    return min(low for low, _ in spans), max(high for _, high in spans), named


def of_month(parts: tuple[str, ...], convention: Convention, length: int) -> Positions:
    """The first and last day of a part of a month of so many days."""
    spans = []
    for part in parts:
        if part in convention.month:
            spans.append(convention.month[part])
        else:
            rank, count = rank_of(part)
            spans.append(((rank - 1) * length // count + 1, -(-rank * length // count)))
    return min(low for low, _ in spans), min(length, max(high for _, high in spans))
