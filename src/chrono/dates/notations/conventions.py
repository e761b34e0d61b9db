"""Conventions: how many years "early", "the second half" or "circa" are.

Takes the names in force (`wide northern`), gives the first that expands words; `wide` where none is named. Every
expansion is by a named convention, which is printed with the answer. Positions are years counted from the round
year: of the 14th century 0 is 1300 and 100 is 1400, so that 0 to 99 and 1 to 100, both in use, can be told apart.
What each source publishes, and what was filled in where it is silent, is in docs/dates.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from chrono.dates.runs import DateError

Positions = tuple[int, int]
SEASONS = ("northern", "southern")
"""Names that settle seasons, not words; they may stand beside one that does."""


@dataclass(frozen=True, slots=True)
class Convention:
    """The first and last year of each part of a century and a decade, and the years either way that "circa" allows."""

    name: str
    century: dict[str, Positions]
    decade: dict[str, Positions]
    circa: int


def _century(whole: Positions, early: Positions, mid: Positions, late: Positions, overlap: int) -> dict[str, Positions]:
    """The parts of a century; halves, thirds and quarters share their boundary years where `overlap` is 1."""
    first, last = whole
    parts = {"whole": whole, "early": early, "mid": mid, "late": late}
    for count in (2, 3, 4):
        cuts = [first - 1 + overlap + round((last - first + 1 - overlap) * part / count) for part in range(count + 1)]
        for part in range(count):
            parts[f"{part + 1}/{count}"] = (cuts[part] + 1 - overlap, cuts[part + 1])
    return parts


_THIRDS = {"whole": (0, 9), "early": (0, 3), "mid": (3, 6), "late": (6, 9)}

WIDE = Convention(
    "wide",
    _century((0, 100), (0, 34), (34, 67), (67, 100), overlap=1),
    {"whole": (0, 9), "early": (0, 4), "mid": (3, 7), "late": (5, 9)},
    10,
)
BODLEIAN = Convention("bodleian", _century((0, 100), (0, 10), (40, 60), (90, 100), overlap=1), _THIRDS, 5)
PERIODO = Convention("periodo", _century((1, 100), (1, 34), (34, 67), (67, 100), overlap=0), _THIRDS, 0)
CCO = Convention("cco", _century((1, 100), (1, 33), (34, 66), (67, 100), overlap=0), _THIRDS, 5)
CONVENTIONS = {convention.name: convention for convention in (WIDE, BODLEIAN, PERIODO, CCO)}


def convention_of(names: str) -> Convention:
    """The first of some names that expands words, or `wide`; raises `DateError` at a name that is none."""
    found: Convention | None = None
    for name in names.split():
        if name in CONVENTIONS:
            found = found or CONVENTIONS[name]
        elif name not in SEASONS:
            known = ", ".join((*CONVENTIONS, *SEASONS))
            column = names.index(name)
            raise DateError(f"there is no convention {name!r}", column, len(name), f"the conventions are {known}")
    return found or WIDE
