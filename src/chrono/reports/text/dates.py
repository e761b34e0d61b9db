"""How a text is read as a date, in one line.

Takes a `Reading` of `chrono.dates`, gives text. Light on purpose: a million lines pass through here.
"""

from __future__ import annotations

from chrono.core.text import printable
from chrono.dates import Reading

MOST_STRETCHES = 4
"""A line shows this many stretches and says how many more there are; the JSON has all."""

_QUALIFIERS = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}


def line(found: Reading) -> str:
    """One line: the text, its days, their numbers, other calendars, precision, convention; or what is wrong with it."""
    told = f"{found.text}: {_wrong(found) if found.error is not None else _days(found)}"
    # The text is anybody's: what could steer a terminal or break the line is not printed.
    return printable(told)


def _wrong(found: Reading) -> str:
    help = f"; {found.help}" if found.help else ""
    return f"not a date: {found.error} (column {(found.column or 0) + 1}){help}"


def _days(found: Reading) -> str:
    if found.precision == "undated":
        return "no date"
    said = [found.gregorian]
    if len(found.intervals) > 1:
        said.append(_stretches(found.intervals))
    elif found.earliest != found.latest:
        said.append(f"{found.earliest or '..'}/{found.latest or '..'}")
    else:
        said.append(str(found.earliest))
    said.append(_numbers(found.earliest_jdn, found.latest_jdn))
    if found.julian != found.gregorian:
        said.append(f"Julian {found.julian}")
    if found.own:
        said.append(f"{found.calendar} {found.own}")
    said.append(found.precision)
    if found.qualifier:
        said.append(_QUALIFIERS.get(found.qualifier, found.qualifier))
    if found.convention:
        said.append(f"convention {found.convention}")
    said.append(f"read as {found.understood}")
    said.extend(found.notes)
    return " · ".join(said)


def _stretches(intervals: tuple[tuple[str | None, str | None], ...]) -> str:
    shown = [
        str(first) if first == last and first else f"{first or '..'}/{last or '..'}"
        for first, last in intervals[:MOST_STRETCHES]
    ]
    more = len(intervals) - len(shown)
    return " or ".join([*shown, f"{more} more"] if more else shown)


def _numbers(first: int | None, last: int | None) -> str:
    if first == last and first is not None:
        return f"JDN {first}"
    return f"JDN {'..' if first is None else first}/{'..' if last is None else last}"
