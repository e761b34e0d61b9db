"""Conventions: how many years "early", "the second half" or "circa" are, and whether "before 1066" holds 1066.

Takes the names in force (`wide northern`), gives the first that expands words; `wide` where none is named. Every
expansion is by a named convention, which is printed with the answer. Positions are years counted from the round
year: of the 14th century 0 is 1300 and 100 is 1400, so that 0 to 99 and 1 to 100, both in use, can be told apart.
`wide` is drawn so that the windows of nearly all editors lie within it; what was measured, what each source publishes,
and what was filled in where it is silent, is in docs/dates.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from chrono.dates.runs import DateError

Positions = tuple[int, int]
SEASONS = ("northern", "southern")
"""Names that settle seasons, not words; they may stand beside one that does."""
STRICT = "strict"
"""The name by which "before" and "after" leave the year out under any convention."""


@dataclass(frozen=True, slots=True)
class Convention:
    """The first and last year of each part of a century and a decade, and the years either way that "circa" allows.

    `year` and `month` are the months of a year, the days of a month, that "early", "mid" and "late" are. `strict` says
    that "before" and "after" a year leave that year out. `mirrored`: before Christ the parts of a century are those of
    the years as they are written.
    """

    name: str
    century: dict[str, Positions]
    decade: dict[str, Positions]
    circa: int
    year: dict[str, Positions]
    month: dict[str, Positions]
    strict: bool = True
    mirrored: bool = False


def _century(whole: Positions, early: Positions, mid: Positions, late: Positions, overlap: int) -> dict[str, Positions]:
    """The parts of a century; halves, thirds and quarters share their boundary years where `overlap` is 1."""
    first, last = whole
    parts = {"whole": whole, "early": early, "mid": mid, "late": late}
    for count in (2, 3, 4, 10):
        cuts = [first - 1 + overlap + round((last - first + 1 - overlap) * part / count) for part in range(count + 1)]
        for part in range(count):
            parts[f"{part + 1}/{count}"] = (cuts[part] + 1 - overlap, cuts[part + 1])
    return parts


_THIRDS = {"whole": (0, 9), "early": (0, 3), "mid": (3, 6), "late": (6, 9)}
_THIRDS_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_THIRDS_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_HALVES_OF_YEAR = {"early": (1, 6), "mid": (4, 9), "late": (7, 12)}
_HALVES_OF_MONTH = {"early": (1, 15), "mid": (8, 23), "late": (15, 31)}

WIDE = Convention(
    "wide",
    _century((0, 100), (0, 50), (25, 75), (50, 100), overlap=1),
    {"whole": (0, 9), "early": (0, 5), "mid": (2, 8), "late": (4, 9)},
    10,
    _HALVES_OF_YEAR,
    _HALVES_OF_MONTH,
    strict=False,
    mirrored=True,
)
BODLEIAN = Convention(
    "bodleian",
    _century((0, 100), (0, 10), (40, 60), (90, 100), overlap=1),
    _THIRDS,
    5,
    _THIRDS_OF_YEAR,
    _THIRDS_OF_MONTH,
)
PERIODO = Convention(
    "periodo",
    _century((1, 100), (1, 34), (34, 67), (67, 100), overlap=0),
    _THIRDS,
    0,
    _THIRDS_OF_YEAR,
    _THIRDS_OF_MONTH,
)
CCO = Convention(
    "cco", _century((1, 100), (1, 33), (34, 66), (67, 100), overlap=0), _THIRDS, 5, _THIRDS_OF_YEAR, _THIRDS_OF_MONTH
)
CONVENTIONS = {convention.name: convention for convention in (WIDE, BODLEIAN, PERIODO, CCO)}


@lru_cache(maxsize=64)
def convention_of(names: str) -> Convention:
    """The first of some names that expands words, or `wide`; raises `DateError` at a name that is none."""
    from chrono.dates.notations.lexicon import LANGUAGES

    found: Convention | None = None
    for name in names.split():
        if name in CONVENTIONS:
            found = found or CONVENTIONS[name]
        elif name not in SEASONS and name not in LANGUAGES and name != STRICT:
            known = ", ".join((*CONVENTIONS, *SEASONS, STRICT))
            column = names.index(name)
            raise DateError(f"there is no convention {name!r}", column, len(name), f"the conventions are {known}")
    return found or WIDE


@lru_cache(maxsize=64)
def languages_of(names: str) -> tuple[str, ...]:
    """The codes of languages among some names; all that are known where none is named."""
    from chrono.dates.notations.lexicon import LANGUAGES

    return tuple(name for name in names.split() if name in LANGUAGES) or tuple(LANGUAGES)


def with_languages(names: str, codes: Iterable[str]) -> str:
    """Names of conventions joined with the codes of the languages that are read; raises `DateError` at one unknown."""
    from chrono.dates.notations.lexicon import LANGUAGES

    convention_of(names)
    for code in codes:
        if code not in LANGUAGES:
            known = ", ".join(f"{code} ({name.capitalize()})" for code, name in LANGUAGES.items())
            raise DateError(f"no language {code!r} is read", 0, len(code), f"the languages are {known}")
    return " ".join((names, *codes))


def leaves_out(names: str) -> bool:
    """Whether "before" and "after" a year leave that year out."""
    return convention_of(names).strict or STRICT in names.split()
