"""The calendars of the Egyptians, Copts, Ethiopians and Armenians, the Islamic tabular one, and the Hebrew one.

Takes and gives what `calendars` does: own year, month, day; Julian Day Numbers. The arithmetic and the epochs
follow Reingold and Dershowitz, Calendrical Calculations (4th ed., 2018). Years are counted on through 0 before the
first of an era. Hebrew months are numbered from Nisan and the year turns at the seventh, Tishri.
"""

from __future__ import annotations

from functools import lru_cache

from chrono.dates.calendars.western import Calendar, regular
from chrono.dates.runs import Run, merged

NABONASSAR = 1448638
"""26 February 747 BC, Julian: 1 Thoth of the first year of Nabonassar."""
ARMENIAN = 1922868
"""11 July 552, Julian."""
COPTIC = 1825030
"""29 August 284, Julian."""
ETHIOPIC = 1724221
"""29 August 8, Julian."""
HIJRA = 1948440
"""16 July 622, Julian: the civil epoch."""
CREATION = 347998
"""7 October 3761 BC, Julian: 1 Tishri of the year 1."""
ISLAMIC_TOLERANCE = 2
"""Days by which a month that was begun at the sight of the moon may differ from the tables, either way."""

_EGYPTIAN_MONTHS = (
    "Thoth", "Phaophi", "Athyr", "Choiak", "Tybi", "Mechir", "Phamenoth",
    "Pharmuthi", "Pachon", "Payni", "Epiphi", "Mesore", "Epagomenae",
)  # fmt: skip
_COPTIC_MONTHS = (
    "Thout", "Paopi", "Hathor", "Koiak", "Tobi", "Meshir", "Paremhat",
    "Parmouti", "Pashons", "Paoni", "Epip", "Mesori", "Nesi",
)  # fmt: skip
_ETHIOPIC_MONTHS = (
    "Maskaram", "Teqemt", "Hedar", "Takhsas", "Ter", "Yakatit", "Magabit",
    "Miyazya", "Genbot", "Sane", "Hamle", "Nahase", "Paguemen",
)  # fmt: skip
_ARMENIAN_MONTHS = (
    "Nawasardi", "Hori", "Sahmi", "Tre", "Kaloch", "Arach", "Mehekani",
    "Areg", "Ahekani", "Mareri", "Margach", "Hrotich", "Aweleach",
)  # fmt: skip
_ISLAMIC_MONTHS = (
    "Muharram", "Safar", "Rabi I", "Rabi II", "Jumada I", "Jumada II", "Rajab",
    "Shaban", "Ramadan", "Shawwal", "Dhu al-Qada", "Dhu al-Hijja",
)  # fmt: skip
_HEBREW_MONTHS = (
    "Nisan", "Iyyar", "Sivan", "Tammuz", "Av", "Elul", "Tishri",
    "Marheshvan", "Kislev", "Tevet", "Shevat", "Adar", "Adar II",
)  # fmt: skip


def _wandering(name: str, epoch: int, months: tuple[str, ...]) -> Calendar:
    """Twelve months of 30 days and five days more, never a leap year."""

    def to_day(year: int, month: int, day: int) -> int:
        return epoch + 365 * (year - 1) + 30 * (month - 1) + day - 1

    def parts(jdn: int) -> tuple[int, int, int]:
        year, rest = divmod(jdn - epoch, 365)
        return year + 1, rest // 30 + 1, rest % 30 + 1

    return regular(name, to_day, parts, lambda _, month: 5 if month == 13 else 30, months=months)


def _alexandrian(name: str, epoch: int, months: tuple[str, ...]) -> Calendar:
    """Twelve months of 30 days and five days more, six in the year before a Julian leap year."""

    def to_day(year: int, month: int, day: int) -> int:
        return epoch - 1 + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day

    def parts(jdn: int) -> tuple[int, int, int]:
        year = (4 * (jdn - epoch) + 1463) // 1461
        rest = jdn - to_day(year, 1, 1)
        return year, rest // 30 + 1, rest % 30 + 1

    def length(year: int, month: int) -> int:
        return 30 if month < 13 else 6 if year % 4 == 3 else 5

    return regular(name, to_day, parts, length, months=months)


EGYPTIAN = _wandering("egyptian", NABONASSAR, _EGYPTIAN_MONTHS)
ARMENIAN_CALENDAR = _wandering("armenian", ARMENIAN, _ARMENIAN_MONTHS)
COPTIC_CALENDAR = _alexandrian("coptic", COPTIC, _COPTIC_MONTHS)
ETHIOPIC_CALENDAR = _alexandrian("ethiopic", ETHIOPIC, _ETHIOPIC_MONTHS)


def _islamic_day(year: int, month: int, day: int) -> int:
    return HIJRA - 1 + 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day


def _islamic_parts(jdn: int) -> tuple[int, int, int]:
    year = (30 * (jdn - HIJRA) + 10646) // 10631
    month = (11 * (jdn - _islamic_day(year, 1, 1)) + 330) // 325
    return year, month, jdn - _islamic_day(year, month, 1) + 1


def _islamic_length(year: int, month: int) -> int:
    return 30 if month % 2 or (month == 12 and (14 + 11 * year) % 30 < 11) else 29


ISLAMIC_TABULAR = regular("islamic-tabular", _islamic_day, _islamic_parts, _islamic_length, months=_ISLAMIC_MONTHS)


def tolerant(name: str, calendar: Calendar, tolerance: int) -> Calendar:
    """A calendar whose days are known only to within a tolerance: a day is any of those around it."""

    def wider(runs: tuple[Run, ...]) -> tuple[Run, ...]:
        return merged(
            Run(run.first - tolerance, run.last + tolerance)
            for run in runs
            if run.first is not None and run.last is not None
        )

    def days(year: int, month: int, day: int) -> tuple[int, ...]:
        return tuple(
            around for jdn in calendar.days(year, month, day) for around in range(jdn - tolerance, jdn + tolerance + 1)
        )

    return Calendar(
        name,
        days,
        lambda year, month: wider(calendar.month(year, month)),
        lambda year: wider(calendar.year(year)),
        calendar.parts,
        calendar.months,
    )


ISLAMIC = tolerant("islamic", ISLAMIC_TABULAR, ISLAMIC_TOLERANCE)


def _hebrew_leap(year: int) -> bool:
    return (7 * year + 1) % 19 < 7


def _elapsed(year: int) -> int:
    """Days from the epoch's Sunday to the mean new year of a year, put off where the new year may not fall."""
    months = (235 * year - 234) // 19
    parts = 12084 + 13753 * months
    day = 29 * months + parts // 25920
    return day + 1 if (3 * (day + 1)) % 7 < 3 else day


@lru_cache(maxsize=1024)
def _new_year(year: int) -> int:
    """The JDN of 1 Tishri."""
    before, this, after = _elapsed(year - 1), _elapsed(year), _elapsed(year + 1)
    # A year may not have 356 days, nor follow one of 382.
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return CREATION + this + delay


def _hebrew_length(year: int, month: int) -> int:
    if month == 13:
        return 29 if _hebrew_leap(year) else 0
    if month in (2, 4, 6, 10) or (month == 12 and not _hebrew_leap(year)):
        return 29
    if month in (8, 9):
        days = _new_year(year + 1) - _new_year(year)
        return 30 if (days % 10 == 5 if month == 8 else days % 10 != 3) else 29
    return 30


def _hebrew_day(year: int, month: int, day: int) -> int:
    before = range(7, month) if month >= 7 else (*range(7, 14), *range(1, month))
    return _new_year(year) + sum(_hebrew_length(year, earlier) for earlier in before) + day - 1


def _hebrew_parts(jdn: int) -> tuple[int, int, int]:
    year = (jdn - CREATION) * 98496 // 35975351 + 2
    while _new_year(year) > jdn:
        year -= 1
    rest = jdn - _new_year(year)
    for month in (*range(7, 14), *range(1, 7)):
        size = _hebrew_length(year, month)
        if rest < size:
            return year, month, rest + 1
        rest -= size
    raise AssertionError("a day lies in no month of its year")


HEBREW = regular("hebrew", _hebrew_day, _hebrew_parts, _hebrew_length, months=_HEBREW_MONTHS, first_month=7)


def _shifted(name: str, calendar: Calendar, offset: int) -> Calendar:
    """The same calendar with its years counted from another: own year = that calendar's year - offset."""

    def parts(jdn: int) -> tuple[int, int, int]:
        year, month, day = calendar.parts(jdn)
        return year - offset, month, day

    return Calendar(
        name,
        lambda year, month, day: calendar.days(year + offset, month, day),
        lambda year, month: calendar.month(year + offset, month),
        lambda year: calendar.year(year + offset),
        parts,
        calendar.months,
    )


SELEUCID_JEWISH = _shifted("seleucid-jewish", HEBREW, 3449)
"""The era of contracts: the year 1 began in autumn 312 BC."""
