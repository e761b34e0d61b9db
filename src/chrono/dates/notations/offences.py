"""Why a text is no EDTF date: the first character that cannot stand where it stands, and what to write instead.

Takes a text that the grammar refused, gives the `DateError`; reads no date.
"""

from __future__ import annotations

import re

from chrono.dates.runs import DateError

_PREFIX = re.compile(
    r"[?~%]?(?:Y-?[0-9]*(?:E[0-9]*)?(?:S[0-9]*)?[?~%]?"
    r"|-?[0-9X]{0,4}(?:(?<=[0-9X]{4})(?:S[0-9]*)?[?~%]?(?:-[?~%]?[0-9X]{0,2}(?:(?<=[0-9X]{2})[?~%]?"
    r"(?:-[?~%]?[0-9X]{0,2}(?:(?<=[0-9X]{2})[?~%]?)?)?)?)?)?)"
)
_WORDS = (
    ("unknown", "an unknown end is written as nothing: /2006"),
    ("open", "an open end is written as two dots: 2004-06-01/.."),
    ("y", "the prefix of a long year is a capital Y"),
    ("u", "an unspecified digit is a capital X"),
    ("x", "an unspecified digit is a capital X"),
    ("(", "EDTF of 2019 has no parentheses: a qualifier stands before its part, or after it and all before"),
    ("+", "a year has no plus sign"),
    ("W", "weeks are not read: give the days, for example 1985-04-08/1985-04-14"),
    ("T", "a time of day can follow only a full date, alone"),
)


def offence(text: str, start: int, end: int, *, loose: bool = False) -> DateError:
    """The error of the piece of a text from `start` to `end`, which is no date."""
    piece = text[start:end]
    if not piece:
        return DateError("a date is missing here", start, 1, "write for example 1938, 1938-05 or 1938-05-24")
    for at, char in enumerate(piece):
        if not char.isascii():
            return DateError(f"{char!r} is not a digit or sign of EDTF, which is ASCII", start + at, 1)
        if char.isspace():
            return DateError("there is no space in an EDTF date", start + at, 1)
    longest = _PREFIX.match(text, start, end)
    at = longest.end() if longest else start
    for word, help in _WORDS:
        if text.startswith(word, at, end) and not (loose and word == "+"):
            return DateError(f"{word!r} cannot stand here", at, len(word), help)
    if re.fullmatch(r"-?[0-9]{1,3}", piece):
        sign, digits = ("-", piece[1:]) if piece[0] == "-" else ("", piece)
        mends = (f"{sign}{digits:0>4}", f"{digits} BC") if sign else (f"{digits:0>4}", f"AD {digits}")
        help = "write " + ", or ".join(mends)
        return DateError("a year has four digits", start, end - start, help, mends=mends)
    if short := re.fullmatch(r"(-?[0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", piece):
        padded = f"{short[1]}-{short[2]:0>2}-{short[3]:0>2}"
        if padded != piece and int(short[2]) <= 12:
            at = start + short.end(2) if len(short[2]) == 1 else end - 1
            return DateError("a month and a day have two digits", at, end - at, f"write {padded}", mends=(padded,))
    if at == end:
        return DateError(
            "the date is not complete", max(start, end - 1), 1, "write for example 0844, 1938-05 or 1938-05-24"
        )
    if piece.lstrip("-").isdigit() and len(piece.lstrip("-")) > 4:
        return DateError("a year of more than four digits begins with Y", at, end - at, f"write Y{piece}")
    if re.fullmatch(r"-?[0-9]{4}-[0-9]{3}", piece):
        return DateError("a day of the year is not read", at, end - at, "write the month and the day")
    if piece[0] == "Y" and at < end and text[at] == "-":
        return DateError("a year with the prefix Y stands alone, without month or day", at, end - at)
    return DateError(f"{text[at]!r} cannot stand here", at, 1, "write for example 1938, 1938-05 or 1938-05-24")
