"""EDTF (ISO 8601-2:2019; Library of Congress, 4 February 2019), levels 0, 1 and 2, whole and strict.

Takes a text and a calendar; gives a `Date`, or raises `DateError` with the column of the offence. The whole string
must be EDTF: ASCII, no spaces, every day one that its calendar has. Where a page of the standard contradicts its
own rule, the rule is followed: `Y171010000S3` is the years 171000000 to 171999999. Bounds are never invented:
`1985/` and `1985/..` have no end.

A calendar that is named with the date loosens the year alone: any number of digits, with a sign, as that calendar
writes them.
"""

from __future__ import annotations

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.notations.edtf_date import Reader, moment, one_date
from chrono.dates.runs import ALWAYS, MOST_CHOICES, Choice, Date, DateError, Part, Run, dated, hull, merged, within


def read_edtf(text: str, calendar: Calendar, conventions: str = "", *, loose: bool = False) -> Date:
    """The date an EDTF text means in a calendar; raises `DateError`. `loose` takes years of any length, with a sign."""
    reader = Reader(text, calendar, conventions, loose)
    if text[:1] in ("[", "{"):
        return _set(reader)
    if "/" in text:
        return _interval(reader)
    part = moment(reader) if "T" in text else one_date(reader, 0, len(text))
    return dated(text, calendar.name, part.runs, part.choices, part.precision, (part,))


def _interval(reader: Reader) -> Date:
    """`a/b`: it begins in the first date and ends in the second; `..` is open and nothing is unknown."""
    text = reader.text
    slash = text.index("/")
    if "/" in text[slash + 1 :]:
        raise DateError("an interval has one /", text.index("/", slash + 1), 1)
    if text == "/":
        raise DateError("an interval of which neither end is known says nothing", 0, 1)
    first, last = _end(reader, 0, slash), _end(reader, slash + 1, len(text))
    begins, ends = first.runs, last.runs
    if begins[0].first is not None and ends[-1].last is not None and ends[-1].last < begins[0].first:
        raise DateError(
            "the interval ends before it begins",
            slash + 1,
            len(text) - slash - 1,
            "write the earlier date first",
            code="interval-reversed",
        )
    note = ""
    if len(begins) * len(ends) > MOST_CHOICES:
        begins, ends = (hull(begins),), (hull(ends),)
        note = f"more than {MOST_CHOICES} alternatives: only the first and the last day are used"
    choices = tuple(
        Choice(begin, end)
        for begin in begins
        for end in ends
        if begin.first is None or end.last is None or begin.first <= end.last
    )
    runs = (Run(first.runs[0].first, last.runs[-1].last),)
    return dated(text, reader.calendar.name, runs, choices, "interval", (first, last), note)


def _end(reader: Reader, start: int, end: int) -> Part:
    piece = reader.text[start:end]
    if piece in ("", ".."):
        return Part((ALWAYS,), "")
    if "T" in piece:
        raise DateError(
            "an end of an interval has no time of day", start + piece.index("T"), len(piece) - piece.index("T")
        )
    return one_date(reader, start, end)


def _set(reader: Reader) -> Date:
    """`[a,b,c..d]`, one of these; `{a,b,c..d}`, all of these. Open ends only at the outside."""
    text = reader.text
    close = "]" if text[0] == "[" else "}"
    if text[-1] != close or len(text) < 2:
        raise DateError(f"the set is not closed with {close}", len(text) - 1, 1)
    if len(text) == 2:
        raise DateError("the set is empty", 0, 2)
    members: list[tuple[Part, Part | None]] = []
    at = 1
    for piece in text[1:-1].split(","):
        members.append(_member(reader, at, at + len(piece), last=at + len(piece) == len(text) - 1))
        at += len(piece) + 1
    wholes = [_span(low, high) if high else None for low, high in members]
    runs = merged(
        run for (low, _), whole in zip(members, wholes, strict=True) for run in ((whole,) if whole else low.runs)
    )
    parts = [part for pair in members for part in pair if part is not None]
    if close == "}":
        first, last = _outermost(members)
        return dated(text, reader.calendar.name, runs, (Choice(first, last),), "set", parts)
    return dated(text, reader.calendar.name, runs, _one_of(reader, members), "set", parts)


def _member(reader: Reader, start: int, end: int, *, last: bool) -> tuple[Part, Part | None]:
    """A member of a set, or the two ends of a range of members."""
    text = reader.text
    dots = text.find("..", start, end)
    if dots < 0:
        return one_date(reader, start, end), None
    open_end = Part((ALWAYS,), "")
    if end - start == 2:
        raise DateError("a range needs a date before or after the two dots", dots, 2)
    if dots == start:
        if start != 1:
            raise DateError("only the first member of a set can be open to the past", dots, 2)
        return open_end, one_date(reader, start + 2, end)
    if dots + 2 == end:
        if not last:
            raise DateError("only the last member of a set can be open to the future", dots, 2)
        return one_date(reader, start, dots), open_end
    low, high = one_date(reader, start, dots), one_date(reader, dots + 2, end)
    if low.runs[0].first is not None and high.runs[-1].last is not None and high.runs[-1].last < low.runs[0].first:
        raise DateError(
            "the range ends before it begins",
            start,
            end - start,
            "write the earlier date first",
            code="interval-reversed",
        )
    return low, high


def _span(low: Part, high: Part) -> Run:
    """From the first day of one end to the last of the other."""
    return Run(low.runs[0].first, high.runs[-1].last)


def _outermost(members: list[tuple[Part, Part | None]]) -> tuple[Run, Run]:
    """Where a span over all members begins and ends: in the earliest of them and in the latest."""
    firsts = [hull(low.runs) for low, _ in members]
    lasts = [hull((high or low).runs) for low, high in members]
    first = min(firsts, key=lambda run: (run.first is not None, run.first or 0))
    last = max(lasts, key=lambda run: (run.last is None, run.last or 0))
    # The span begins no later than any member does, and ends no earlier.
    before = [run.last for run in firsts if run.last is not None]
    after = [run.first for run in lasts if run.first is not None]
    begin = ALWAYS if first.first is None else Run(first.first, min(before) if before else None)
    end = ALWAYS if last.last is None else Run(max(after) if after else None, last.last)
    return begin, end


def _one_of(reader: Reader, members: list[tuple[Part, Part | None]]) -> list[Choice]:
    """The alternatives of a one-of set: unknown days as stretches, months and years one by one."""
    choices: list[Choice] = []
    days: list[Run] = []
    for low, high in members:
        if high is None:
            if low.precision == "day":
                days.extend(low.runs)
            else:
                choices.extend(within(run) for run in low.runs)
            continue
        whole = _span(low, high)
        kinds = {part.precision for part in (low, high) if part.precision}
        if kinds == {"day"}:
            days.append(whole)
        elif kinds in ({"month"}, {"year"}) and whole.first is not None and whole.last is not None:
            choices.extend(_units(reader.calendar, whole.first, whole.last, kinds.pop()))
        else:
            choices.append(within(whole))
    choices.extend(Choice(run, run, run.first != run.last) for run in merged(days))
    return sorted(choices, key=lambda choice: (choice.start.first is not None, choice.start.first or 0))


def _units(calendar: Calendar, first: int, last: int, unit: str) -> list[Choice]:
    """Each month or year from one day to another, as its own alternative; one more than may be kept, at most."""
    choices: list[Choice] = []
    day = first
    while day <= last and len(choices) <= MOST_CHOICES:
        year, month, _ = calendar.parts(day)
        run = next(
            run
            for run in (calendar.month(year, month) if unit == "month" else calendar.year(year))
            if run.first is not None and run.last is not None and run.first <= day <= run.last
        )
        choices.append(within(run))
        assert run.last is not None
        day = run.last + 1
    if day <= last:
        choices.append(within(Run(day, last)))
    return choices
