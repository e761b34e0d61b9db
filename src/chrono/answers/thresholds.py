"""How a verdict or a bound depends on a setting: the values at which it is what it is."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.model.chronology import Verdict


@dataclass(frozen=True, slots=True)
class Region:
    """Values of a setting, first and last, at which a verdict is the same; None where it goes on without end."""

    first: int
    last: int | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Threshold:
    """How a verdict or a bound depends on a setting, exactly; its other rules and settings as they stand.

    Of a verdict the regions, from 0 upward. Of a bound: the values at which it stays (`first`..`last`), and from which
    value on (`settled_from`) the setting no longer matters to it, because `settled_at` holds anyway.
    """

    setting: str
    unit: str
    """`days`, `weeks`, `months` or `years`."""
    regions: tuple[Region, ...] = ()
    first: int | None = None
    last: int | None = None
    settled_from: int | None = None
    settled_at: int | None = None
    known: bool = True
    """False where a limit came first, or where the setting works `both_ways`, loosening as well as tightening."""
    both_ways: bool = False

    def at(self, value: int) -> Verdict | None:
        """The verdict at a value of the setting, in its unit; None where that is not known."""
        for region in self.regions if self.known else ():
            if region.first <= value and (region.last is None or value <= region.last):
                return region.verdict
        return None
