"""Steps of any scale as years, for formats that count in no other: rounded outward, so that nothing gets lost."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.dates import Scale

_WITH_THEIR_OWN_YEARS = ("gregorian", "julian")


@dataclass(frozen=True, slots=True)
class Years:
    """What the steps of a scale are in years: of its own calendar where that is the Gregorian or the Julian, else in
    Gregorian ones. Years are astronomical."""

    scale: Scale

    @property
    def calendar(self) -> str:
        """The calendar that the years are of."""
        return self.scale.calendar if self.scale.calendar in _WITH_THEIR_OWN_YEARS else "gregorian"

    @property
    def exact(self) -> bool:
        """Whether every step is a year of its own, so that nothing is rounded."""
        return self.scale.unit == "year" and self.calendar == self.scale.calendar

    @property
    def _target(self) -> Scale:
        return Scale("year", self.calendar)

    def earliest(self, step: int) -> int:
        """The year in which a step begins."""
        return self._target.step_of(self.scale.first_day(step))

    def latest(self, step: int) -> int:
        """The year in which a step ends."""
        return self._target.step_of(self.scale.last_day(step))

    def most_apart(self, steps: int) -> int:
        """The most years by which one step is later than another that it is at most so many steps after; both numbers
        may be negative."""
        scale, target = self.scale, self._target
        if self.exact:
            return steps
        if scale.unit == "day":
            return target.days_apart(steps)[1] if steps >= 0 else -target.days_apart(-steps)[0]
        counting = scale.own.counting
        if scale.unit == "month" and counting.months_a_year == 12 and self.calendar == scale.calendar:
            return -(-steps // 12)
        if steps >= 0:
            return target.days_apart(self._long(steps + 1)[1] - 1)[1]
        return -target.days_apart(self._long(-steps - 1)[0] + 1)[0]

    def _long(self, steps: int) -> tuple[int, int]:
        """The least and most days of so many steps one after the other."""
        if not steps:
            return 0, 0
        counting = self.scale.own.counting
        return counting.years_long(steps) if self.scale.unit == "year" else counting.apart(0, steps)


def historical(year: int) -> int:
    """An astronomical year as it is counted without a year 0: 0 is -1."""
    return year if year > 0 else year - 1
