"""The days of a phrase: its moments looked up, and joined as the links between them say.

Takes a completed phrase with what it is read with; gives a `Date`, or raises `DateError` where the moments do not fit
together (a second date before the first, centuries that do not touch, what lies outside what it should narrow).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chrono.dates.notations.bounds import RANGES, Joined, bounded, in_both, of_bounds
from chrono.dates.notations.expanding import Words
from chrono.dates.notations.moments import Moment, Phrase
from chrono.dates.notations.resolving import resolve
from chrono.dates.runs import ALWAYS, Choice, Date, DateError, Part, Run, dated, hull, merged, within

_LOOSE = RANGES - {"/"}


def assemble(phrase: Phrase, words: Words) -> Date:
    """The date of a phrase: its moments looked up and joined as its links say."""
    name = words.calendar.name
    if phrase.undated:
        return Date(words.text, (ALWAYS,), (within(ALWAYS),), "undated", name, note="no date is given")
    runs, choices, precision, parts, note = _joined(phrase, words)
    inner = phrase.within
    while inner is not None:
        runs, choices, precision, parts = _narrowed(inner, words, runs, precision, parts)
        inner = inner.within
    if phrase.calibrated:
        said = "calibrated by the laboratory: the range is taken as it is given, its chances are not"
        note = f"{note}; {said}" if note else said
    calendars = {moment.calendar for moment in phrase.moments}
    if len(calendars) == 1 and (own := calendars.pop()):
        name = own
    return dated(words.text, name, runs, choices, precision, parts, note)


def _joined(phrase: Phrase, words: Words) -> Joined:
    moments, links = phrase.moments, phrase.links
    if "/" in links:
        _check_pairs(phrase)
    if phrase.turn or (links and moments[0].scale):
        _turn(phrase)
    parts = tuple([resolve(moment, words) for moment in moments])
    if len(moments) == 1:
        part = parts[0]
        if moments[0].bound:
            run = bounded(moments[0].bound, part, words)
            return (run,), (Choice(run, run),), "interval", parts, ""
        return part.runs, part.choices, part.precision, parts, ""
    for moment in moments:
        if moment.bound:
            return of_bounds(phrase, parts, words)
    if moments[-1].open:
        first = hull(parts[0].runs)
        run = Run(first.first, None)
        return (run,), (Choice(first, run),), "interval", parts, ""
    pair = moments[:2]
    told = all(moment.named for moment in pair) or all(moment.month is not None for moment in pair)
    if links[0] == "/" and moments[0].calendar != moments[1].calendar and told:
        if links == ["/"]:
            return _of_two_eras(moments, parts)
        if links == ["/", "-"] and not moments[2].calendar:
            _ordered(moments[1:], parts[1:])
            both = replace(parts[1], runs=(hull((*parts[1].runs, *parts[2].runs)),))
            return _of_two_eras(moments, (parts[0], both))
    kinds = set(links)
    ranged = phrase.mode == "between" or not kinds.isdisjoint(RANGES)
    if (not ranged and kinds <= {"or", ","} and "or" in kinds) or phrase.mode == "either":
        runs = merged(run for part in parts for run in part.runs)
        return runs, tuple(choice for part in parts for choice in part.choices), "set", parts, ""
    if not ranged:
        # A list, "and": somewhere from the first to the last; whether all or one of them is not said.
        whole = hull(run for part in parts for run in part.runs)
        return merged(run for part in parts for run in part.runs), (within(whole),), "set", parts, ""
    if not kinds <= RANGES and phrase.mode != "between":
        return _stretches(phrase, parts)
    run = _ordered(moments, parts)
    precision = "century" if {part.precision for part in parts} == {"century"} else "interval"
    if phrase.mode == "from" and len(parts) == 2:
        return (run,), (Choice(hull(parts[0].runs), hull(parts[1].runs)),), precision, parts, ""
    return (run,), (Choice(run, run),), precision, parts, ""


def _stretches(phrase: Phrase, parts: tuple[Part, ...]) -> Joined:
    """`1245–50 or 1260–5`, `15th century and 1437–1440`: ranges and single dates, of which one or all are meant."""
    runs: list[Run] = []
    for first, last in _segments(phrase):
        if last - first == 1:
            runs.extend(parts[first].runs)
            continue
        run = _ordered(phrase.moments[first:last], parts[first:last])
        chosen = not RANGES.issuperset(phrase.links[first : last - 1])
        runs.append(hull(run for part in parts[first:last] for run in part.runs) if chosen else run)
    if "or" in phrase.links and "and" not in phrase.links:
        return merged(runs), tuple(Choice(run, run) for run in runs), "interval", parts, ""
    return merged(runs), (within(hull(runs)),), "interval", parts, ""


def _segments(phrase: Phrase) -> list[tuple[int, int]]:
    """The places from which and up to which dates belong to one range.

    Between a date and a range `or` can speak of that end of the range alone: `1767 or 9–1818` begins in one of two
    years, and is one range.
    """
    cuts = []
    for at, link in enumerate(phrase.links):
        beside = [phrase.links[place] in _LOOSE for place in (at - 1, at + 1) if 0 <= place < len(phrase.links)]
        alone = link == "or" and any(beside) and not (len(beside) == 2 and all(beside))
        if link not in RANGES and not alone:
            cuts.append(at + 1)
    return list(zip((0, *cuts), (*cuts, len(phrase.moments)), strict=True))


def _of_two_eras(moments: list[Moment], parts: tuple[Part, ...]) -> Joined:
    """`AH 517/AD 1123`: the days that are in both years."""
    runs = in_both(parts[0].runs, parts[1].runs)
    if not runs:
        raise DateError(
            "the two dates by two eras have no day in common", moments[0].start,
            max(1, moments[1].end - moments[0].start), "write the one that is meant, by its era",
        )  # fmt: skip
    return runs, (within(hull(runs)),), parts[0].precision, parts, ""


def _narrowed(
    inner: Phrase, words: Words, outer: tuple[Run, ...], precision: str, before: tuple[Part, ...]
) -> tuple[tuple[Run, ...], tuple[Choice, ...], str, tuple[Part, ...]]:
    """`20th century, 1930–1974`: what both allow; nothing in common is a mistake.

    What is doubtful narrows nothing: of `15th century, middle (1461 (?))` the year is a guess, and editors count on the
    whole (of 85 such dates in catalogues 45 have years beyond the guess).
    """
    runs, _, finer, parts, _ = _joined(inner, words)
    both = in_both(outer, runs)
    start = inner.moments[0].start
    length = max(1, inner.moments[-1].end - start)
    if not both and inner.moments[0].reckoning == "any":
        raise DateError(
            "no indiction of that number has a day of this date", start, length,
            "it began on 1, 8 or 24 September before its year, at Christmas or in January, in Genoa a year later",
        )  # fmt: skip
    if not both:
        raise DateError(
            "what follows lies outside what stands before it", start, length,
            "write the one that is meant, or both with “or” between them",
        )  # fmt: skip
    if any(moment.unsure for moment in inner.moments):
        closed = [run for run in runs if run.first is not None and run.last is not None]
        both = merged([*outer, *closed])
        return both, (within(hull(both)),), precision, (*before, *_guessed(inner, parts, words))
    whole = hull(both)
    return both, (within(whole),), finer if both == runs else precision, (*before, *parts)


def _guessed(inner: Phrase, parts: tuple[Part, ...], words: Words) -> Iterator[Part]:
    """The parts of a doubtful phrase, of which the first says so."""
    said = words.text[inner.moments[0].start : inner.moments[-1].end].strip(" ()?")
    yield replace(parts[0], note=f"{said} is doubtful: it narrows nothing")
    yield from parts[1:]


def _ordered(moments: list[Moment], parts: tuple[Part, ...]) -> Run:
    first, last = parts[0].runs[0].first, parts[-1].runs[-1].last
    if first is None or last is None:
        return Run(first, last)
    begins = first
    for one, other, moment in zip(parts, parts[1:], moments[1:], strict=False):
        one_first, one_last = one.runs[0].first, one.runs[-1].last
        other_first, other_last = other.runs[0].first, other.runs[-1].last
        if other_first is not None:
            begins = min(begins, other_first)
        if one_first is None or one_last is None or other_first is None or other_last is None:
            continue
        if other_last < one_first or (other_first < one_first and other_last < one_last):
            raise DateError(
                "the second date is before the first", moment.start, max(1, moment.end - moment.start),
                "write the earlier one first", code="interval-reversed",
            )  # fmt: skip
    return Run(begins, last)


def _check_pairs(phrase: Phrase) -> None:
    """Refuses `12th/18th century`: centuries that do not touch, with a slash between them, can be of two eras."""
    for one, other, link in zip(phrase.moments, phrase.moments[1:], phrase.links, strict=False):
        if link != "/" or one.scale != "century" or other.scale != "century":
            continue
        assert one.ordinal is not None
        assert other.ordinal is not None
        signed = [-m.ordinal if m.era == "BC" else m.ordinal - 1 for m in (one, other) if m.ordinal is not None]
        apart = abs(signed[1] - signed[0])
        if apart > 1 and one.calendar == other.calendar:
            raise DateError(
                f"the {one.ordinal}. and the {other.ordinal}. century do not touch: the slash can be a pair of eras "
                "or a span", one.start, max(1, other.end - one.start),
                f"write {other.ordinal}th century (one era), or {one.ordinal}th–{other.ordinal}th century (a span)",
            )  # fmt: skip


def _turn(phrase: Phrase) -> None:
    """`s. xii/xiii` and the turn of two centuries: from the end of the one to the beginning of the other."""
    if phrase.turn and len(phrase.moments) != 2:
        moment = phrase.moments[0]
        raise DateError(
            "the turn of one century can be its beginning or its end", moment.start,
            max(1, moment.end - moment.start), "write the turn of the 12th and 13th century",
        )  # fmt: skip
    for first, last in _segments(phrase) if not phrase.turn else [(0, 2)]:
        if last - first != 2:
            continue
        one, other = phrase.moments[first:last]
        by_hand = one.hand and other.hand and phrase.links[first] == "/"
        if one.scale == other.scale == "century" and (phrase.turn or by_hand):
            one.parts = one.parts or ("late",)
            other.parts = other.parts or ("early",)
