"""`date`: how a date is read. It needs no chronology."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

import click

from chrono import __version__
from chrono.core.text import escaped
from chrono.frontends.cli import options
from chrono.frontends.exit_codes import WRONG
from chrono.frontends.streams import write

SCHEMA = "chrono.date/1"
_NO_OPTION = "\0"
"""Before an argument that only looks like an option; no argument of a process can hold it."""


_CUT = '\n  ],\n  "interrupted": true\n}\n'


class Dates(click.Command):
    """Takes `-0043-03-15` for the date it is: no option begins with a digit."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the words of the command line; one such as `-43`, which looks like an option, is a date."""
        marked = [f"{_NO_OPTION}{word}" if word[:1] == "-" and word[1:2].isdigit() else word for word in args]
        return super().parse_args(ctx, marked)


@click.command(cls=Dates, epilog="Examples: chrono date 1938 'julian:1917-10-25' 'c. 1150'; chrono date - < dates.txt")
@click.argument("texts", nargs=-1, required=True, metavar="TEXT...")
@click.option("--calendar", default="gregorian", show_default=True, help="The calendar of dates that name none.")
@click.option("--conventions", default="wide", show_default=True, help='How words such as "early 12th c." are read.')
@click.option("--languages", default="", metavar="CODES", help="Languages that are read, such as de,fr; else all.")
@options.form("text", "json")
def date(texts: tuple[str, ...], calendar: str, conventions: str, languages: str, format: str) -> NoReturn:
    """How a date is read: its days, calendar and precision.

    Takes EDTF (ISO 8601-2), dates of other calendars such as julian:1917-10-25, and words such as "c. 1150" or
    "2. Hälfte 15. Jh." in seven languages. With `-` it reads one date a line from standard input, however many there
    are.
    """
    from chrono import dates
    from chrono.dates.calendars.registry import calendar_named
    from chrono.dates.notations.conventions import with_languages
    from chrono.documents.listing import READING
    from chrono.reports.text.dates import line

    # A calendar or convention that does not exist is wrong usage, not a mistake in every date.
    try:
        calendar_named(calendar)
        conventions = with_languages(conventions, languages.replace(",", " ").split())
    except dates.DateError as error:
        raise click.UsageError(f"{error.message}: {error.help}" if error.help else error.message) from None
    wrong = 0
    blank = dates.Reading("", calendar=calendar, precision="undated", intervals=((None, None),), understood="no date")

    def readings() -> Iterator[dates.Reading]:
        nonlocal wrong
        for text in _texts(texts):
            found = dates.describe(text, calendar=calendar, conventions=conventions) if text is not None else blank
            wrong += found.error is not None
            yield found

    if format == "json":
        _stream(_pieces(READING.encode(found, dates.DAYS) for found in readings()), _CUT)
    else:
        _stream(f"{line(found)}\n" for found in readings())
    raise click.exceptions.Exit(WRONG if wrong else 0)


def _texts(texts: Iterable[str]) -> Iterator[str | None]:
    """The texts given, with the lines of standard input in the place of `-`; `None` for a blank line."""
    for text in (given.removeprefix(_NO_OPTION) for given in texts):
        if text == "-" and sys.stdin is None:
            raise click.UsageError("standard input is closed, and - reads it")
        if text == "-":
            reconfigure = getattr(sys.stdin, "reconfigure", None)
            if reconfigure:
                # Bytes that are not UTF-8 become part of a date that cannot be read, and are reported as one.
                reconfigure(encoding="utf-8", errors="replace")
            # Every line gets its answer; the byte-order mark of a file is no part of its first one.
            yield from (row.lstrip("\ufeff").strip() or None for row in sys.stdin)
        else:
            yield text


def _stream(pieces: Iterable[str], cut: str = "") -> None:
    """Writes while it reads, so that a million dates need no more memory than one; at once where somebody types.

    `cut` ends what is interrupted, so that it can be read.
    """
    at_once = sys.stdin is not None and sys.stdin.isatty()
    begun = False
    try:
        for piece in pieces:
            begun = True
            if not write(piece, flush=at_once):
                return
    except KeyboardInterrupt:
        if begun:
            write(cut)
        raise
    write("")


def _pieces(results: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The one document, piece by piece."""
    yield f'{{\n  "schema": "{SCHEMA}",\n  "chrono": "{__version__}",\n  "results": ['
    separator, end = "", "]\n}\n"
    for result in results:
        body = "\n".join(f"    {row}" for row in escaped(json.dumps(result, ensure_ascii=False, indent=2)).splitlines())
        yield f"{separator}\n{body}"
        separator, end = ",", "\n  ]\n}\n"
    yield end
