"""Every word of the languages' tables, in a date: it does what its role says, in its language alone."""

from __future__ import annotations

from importlib import import_module

import pytest

from chrono.dates import iso, read
from chrono.dates.notations.lexicon import LANGUAGES

CENTURY = {
    "en": "{} century", "de": "{} Jh.", "fr": "{} siècle", "la": "saec. {}", "it": "{} secolo", "es": "siglo {}",
    "nl": "{} eeuw", "ru": "{} век",
}  # fmt: skip
"""How a century is written, with its number before or behind the word."""
BOUNDS = {
    "before": (None, "1450-12-31"), "not-after": (None, "1450-12-31"),
    "after": ("1450-01-01", None), "not-before": ("1450-01-01", None),
}  # fmt: skip
PARTS = {"early": (1400, 1450), "mid": (1425, 1475), "late": (1450, 1500)}
SHARES = {"2": (1400, 1450), "3": (1400, 1433), "4": (1400, 1425), "10": (1400, 1410)}


def of_years(first: int, last: int) -> tuple[str, str]:
    return f"{first:04}-01-01", f"{last:04}-12-31"


def said(code: str, role: str, value: str, word: str) -> list[tuple[str, tuple[str | None, str | None]]]:
    """Dates with a word in a role, and the first and last day that each must have."""
    century = CENTURY[code]
    if role == "month":
        day = f"1940-{int(value):02}-05"
        return [(f"5 {word} 1940", (day, day)), (f"1940 {word} 5", (day, day))]
    if role == "part":
        return [(f"{word} {century.format('XV')}", of_years(*PARTS[value]))]
    if role == "share":
        return [(f"1. {word} {century.format('XV')}", of_years(*SHARES[value]))]
    if role == "ordinal" and 1 <= int(value) <= 20 and code not in ("la", "es"):
        return [(century.format(word), of_years(max(1, 100 * int(value) - 100), 100 * int(value)))]
    if role == "century":
        return [(f"XV {word}", of_years(1400, 1500))]
    if role == "circa":
        return [(f"{word} 1450", of_years(1440, 1460))]
    if role == "unsure":
        return [(f"{word} 1450", of_years(1450, 1450))]
    if role == "bound":
        return [(f"{word} 1450", BOUNDS[value])]
    if role == "reach":
        return [(f"1450 {word}", BOUNDS[value])]
    if role == "connector":
        return [(f"1450 {word} 1460", of_years(1450, 1460))]
    if role == "era" and value in ("BC", "AD"):
        return [(f"300 {word}", ("-0299-01-01", "-0299-12-31") if value == "BC" else of_years(300, 300))]
    if role == "season":
        # In the south summer, and anywhere winter, runs into the next year.
        return [(f"{word} 1450", ("1450-01-01", "1451-02-28" if value in ("22", "24") else "1450-12-31"))]
    return []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_word_does_what_its_role_says(code: str) -> None:
    asked = 0
    table = import_module(f"chrono.dates.notations.languages.{LANGUAGES[code]}").WORDS
    parts = {word for value in PARTS for word in table[f"part {value}"].split(", ")}
    for key, words in table.items():
        role, _, value = key.partition(" ")
        for word in words.split(", "):
            if word.endswith("'") or (role == "connector" and len(word.split()) > 1 and word in parts):
                # An elided article needs the word behind it (dell'anno), "to the end" what ends.
                continue
            for text, days in said(code, role, value, word):
                date = read(text, conventions=f"wide {code}")
                assert (text, iso(date.first), iso(date.last)) == (text, *days)
                asked += 1
            if role == "undated":
                assert read(word, conventions=f"wide {code}").precision == "undated"
    assert asked > 100
