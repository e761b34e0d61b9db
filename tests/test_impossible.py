"""What an entry says of itself and no time allows is a mistake at load; what some time allows is none."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from chrono.api import Chronology
from chrono.engine.backends import searching_alone
from chrono.loading import Memory, load

WRONG = {
    "start: 1160, end: 1159": ("interval-reversed", "1159"),
    "start: 1160, end: 1165, duration: '>= 10 years'": ("impossible-dates", ">= 10 years"),
    "start: 1160-01-01, end: 1165-02-03, duration: 6 years": ("impossible-dates", "6 years"),
    "date: 1160, duration: 3 years": ("impossible-dates", "3 years"),
    "date: 1150, start: 1160": ("impossible-dates", "1160"),
    "start: '[1100, 1200]', end: '[1105, 1205]', duration: 50 years": ("impossible-dates", "50 years"),
    "start: 1100-01-31, end: 1100-03-30, duration: 2 months": ("impossible-dates", "2 months"),
    "date: '[1150-01-01..1150-01-05]', duration: 2 days": ("impossible-dates", "2 days"),
    "date: 1150-01-01/1150-01-05, duration: '<= 2 days'": ("impossible-dates", "<= 2 days"),
}
RIGHT = [
    "start: 1160, end: 1165, duration: '>= 5 years'",
    "start: 1100-01-31, end: 1100-03-31, duration: 2 months",
    "start: '[1100, 1200]', end: '[1105, 1205]', duration: 105 years",
    "date: 1160/1163, duration: 3 years",
    "start: 1160, duration: 20 years",
    "start: 1160, end: ../1160, duration: 0 days",
    "start: 1160-01-01, known: 1150",
]


@pytest.mark.parametrize("fields", WRONG)
def test_what_no_time_allows_is_a_mistake_with_its_place(fields: str) -> None:
    code, text = WRONG[fields]
    (found,) = load(Memory({"events.yaml": f"events:\n  e: {{{fields}}}\n"})).diagnostics
    assert (found.code, found.place.line) == (code, 2)
    line = f"  e: {{{fields}}}"
    assert line[found.place.column - 1 :].startswith(text), found
    assert found.related


@pytest.mark.parametrize("fields", RIGHT)
def test_what_some_time_allows_is_none(fields: str) -> None:
    assert not load(Memory({"events.yaml": f"events: {{e: {{{fields}}}}}\n"})).diagnostics


def test_all_of_them_are_told_at_once() -> None:
    text = "".join(f"  e{number}: {{{fields}}}\n" for number, fields in enumerate([*WRONG, *RIGHT]))
    assert len(load(Memory({"events.yaml": f"events:\n{text}"})).diagnostics) == len(WRONG)


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("date: 1120/1130, duration: 0 days", "date: '[1120..1130]', duration: 0 days"),
        ("date: julian:1120/1130, duration: 2 days", "date: 'julian:[1120..1130]', duration: 2 days"),
        ("date: '1150-02/1150-05', duration: 3 weeks", "date: '[1150-02..1150-05]', duration: 3 weeks"),
    ],
)
def test_a_span_that_was_meant_as_one_of_its_years_is_mended_so(written: str, mended: str) -> None:
    (found,) = load(Memory({"events.yaml": f"events:\n  e: {{{written}}}\n"})).diagnostics
    assert "somewhere within it write" in found.help
    (fix,) = found.fixes
    line = f"  e: {{{written}}}"
    edited = line[: fix.place.column - 1] + fix.text + line[fix.place.end_column - 1 :]
    assert edited == f"  e: {{{mended}}}"
    assert not load(Memory({"events.yaml": f"events:\n{edited}\n"})).diagnostics


@pytest.mark.parametrize("fields", ["date: 1120-01-03/1120-01-09, duration: 2 days", "date: 1160, duration: 3 years"])
def test_no_mend_is_offered_that_would_not_mend(fields: str) -> None:
    (found,) = load(Memory({"events.yaml": f"events:\n  e: {{{fields}}}\n"})).diagnostics
    assert not found.fixes


def _fields(random: Random) -> tuple[str, bool]:
    """What an entry says of itself in years, and whether any pair of years fits it: all are tried."""
    said, fits = [], []
    for key in ("start", "end"):
        if random.random() < 0.8:
            years = sorted({random.randint(1000, 1008), random.randint(1000, 1008)})
            said.append(f"{key}: '[{', '.join(map(str, years))}]'")
            fits.append((lambda s, e, years=years, at=key == "end": (e if at else s) in years))
    if random.random() < 0.4:
        first, last = sorted((random.randint(1000, 1008), random.randint(1000, 1008)))
        said.append(f"date: '[{first}..{last}]'")
        fits.append(lambda s, e: s == e and first <= s <= last)
    sign, long = random.choice(("", ">= ", "<= ")), random.randint(0, 9)
    said.append(f"duration: '{sign}{long} years'")
    fits.append(lambda s, e: {"": e - s == long, ">= ": e - s >= long, "<= ": e - s <= long}[sign])
    years = range(985, 1025)
    return ", ".join(said), any(s <= e and all(fit(s, e) for fit in fits) for s, e in product(years, years))


def test_as_trying_every_year_tells() -> None:
    seen = set()
    for number in range(300):
        fields, possible = _fields(Random(number))
        loaded = load(Memory({"events.yaml": f"chronology: {{unit: year}}\nevents: {{e: {{{fields}}}}}\n"}))
        assert (loaded.chronology is not None) == possible, fields
        seen.add(possible)
    assert seen == {True, False}


def test_what_is_no_mistake_is_no_contradiction_either() -> None:
    """Days and months as well: what loads can be true, as far as one entry tells it."""
    random = Random(0)
    kept = 0
    for _ in range(60):
        days = [f"11{random.randint(10, 11)}-{random.randint(1, 3):02}-{random.randint(1, 28):02}" for _ in "se"]
        text = f"events: {{e: {{start: {days[0]}, end: {days[1]}, duration: '<= {random.randint(0, 3)} months'}}}}\n"
        if load(Memory({"events.yaml": text})).chronology is not None:
            kept += 1
            with searching_alone():
                assert Chronology.loads(text).infer("e").status == "consistent", text
    assert 5 < kept < 55
