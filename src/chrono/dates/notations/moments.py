"""What a text in words says, before any day is looked up: moments, and how they are joined.

The grammar makes these values, `sharing` completes them from each other, `resolving` finds their days and
`understanding` says them again in words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SAME = "="
"""The link between two ways to tell one day: `25 October (7 November) 1917`."""


@dataclass(slots=True)
class Moment:
    """One date as written; what is not written is `None` or empty until a neighbour completes it.

    `number` is a figure below 100 of which the neighbour decides what it is. `digits` is how many figures the year
    has as written. `scale` is what `ordinal` counts (century, millennium); `base` is the first year of a decade.
    `parts` are keys of a convention ("early", "2/2"); several reach from the first to the last. `bound_behind` and
    `circa_behind` say that these words stand behind, where they can speak of a whole range; `year_first`, that the
    year stands before its month; `counted`, that the month is told by its number (`3rd month`). `offset` is how many
    days from a feast it is, `through` on how many days after the feast it can be too ("within the octave").
    `nth` counts weekdays: the third Sunday after Trinity; 0 is the last, and without a weekday the last day of a month.
    `twice` has both ways in which a day is told, as written, where it is told in two styles.
    """

    start: int
    end: int = 0
    number: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    digits: int = 0
    following: int | None = None
    era: str = ""
    leading: bool = False
    calendar: str = ""
    ordinal: int | None = None
    scale: str = ""
    base: int | None = None
    parts: tuple[str, ...] = ()
    hand: bool = False
    season: int | None = None
    feast: str = ""
    reckoning: str = ""
    offset: int = 0
    through: int = 0
    amount: str = ""
    amount_at: int = 0
    weekday: int | None = None
    nth: int | None = None
    side: str = ""
    marker: int | None = None
    edtf: str = ""
    swapped: tuple[int, int] | None = None
    numeric: bool = False
    counted: bool = False
    indiction: tuple[int, int, int] | None = None
    circa: bool = False
    unsure: bool = False
    bound: str = ""
    bound_behind: bool = False
    circa_behind: bool = False
    year_first: bool = False
    open: bool = False
    named: bool = False
    unnumbered: bool = False
    told: int = -1
    twice: tuple[Moment, Moment] | None = None

    @property
    def bare(self) -> bool:
        """Whether it is a figure below 100 and nothing else."""
        return self.number is not None

    @property
    def plain_year(self) -> bool:
        """Whether it is a year without a day, month, season or feast."""
        return self.year is not None and not (
            self.month or self.season or self.feast or self.marker or self.day is not None
        )

    @property
    def dated_within(self) -> bool:
        """Whether it is something within a year: a month, season, feast or Roman day."""
        return bool(self.month or self.season or self.feast or self.marker)

    @property
    def datable(self) -> bool:
        """Whether it has a year of its own, or needs none."""
        return bool(
            self.year is not None or self.base is not None or self.scale or self.edtf or self.open or self.indiction
        )


@dataclass(slots=True)
class Phrase:
    """Moments joined: `links` stand between them ("or", "to", "x", "-", "/", "and", ",").

    `mode` is "between" or "from" where the text begins so; `within` is a further phrase that narrows this one ("20th
    century, 1930–1974").
    """

    moments: list[Moment]
    links: list[str] = field(default_factory=list)
    mode: str = ""
    within: Phrase | None = None
    turn: bool = False
    calibrated: bool = False
    undated: bool = False
