"""Files that a command writes: whole or not at all, and never over one that is there unless that is asked for.

Takes a path and bytes; what cannot be written ends the command with one line that says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from os.path import isdir
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from chrono.frontends.cli import keeping
from chrono.frontends.exit_codes import LIMIT
from chrono.frontends.streams import complain, write_bytes, write_pieces

F = TypeVar("F", bound=Callable[..., Any])


def into_file(default: str = "standard output") -> Callable[[F], F]:
    """The options `-o FILE` and `--force`."""

    def decorate(command: F) -> F:
        command = click.option("--force", is_flag=True, help="Write over a file that is there.")(command)
        return click.option(
            "-o",
            "--output",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help=f"Where to write it (default: {default}).",
        )(command)

    return decorate


def format_of(context: click.Context, output: Path | None, given: str, endings: Mapping[str, str]) -> str:
    """The format that was asked for, else that of the file's ending."""
    if output is None or context.get_parameter_source("format") is not ParameterSource.DEFAULT:
        return given
    found = endings.get(output.suffix.lower())
    if found is None:
        known = ", ".join(dict.fromkeys(endings))
        raise click.ClickException(f"'{output}' does not tell the format: end it in one of {known}, or give --format")
    return found


def writable(path: Path, *, force: bool) -> None:
    """Ends the command where a file could not be written or would be overwritten; before anything long is done."""
    if not isdir(path.parent):
        raise click.ClickException(f"nothing was written: there is no folder '{path.parent}'; make it, or name another")
    if isdir(path):
        raise click.ClickException(f"nothing was written: '{path}' is a folder; name a file in it")
    from chrono.frontends.writing import reached  # only what writes files needs it

    try:
        there = reached(path).exists()
    except OSError as error:
        raise _unwritten(path, error) from None
    if there and not force:
        raise click.ClickException(f"nothing was written: '{path}' is there already; --force writes over it")


def empty(folder: Path, *, force: bool) -> None:
    """Ends the command where a folder holds something already; before anything long is done."""
    if not isdir(folder.parent):
        raise click.ClickException(
            f"nothing was written: there is no folder '{folder.parent}'; make it, or name another"
        )
    try:
        full = isdir(folder) and any(folder.iterdir())
        folder.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unwritten(folder, error, "another folder") from None
    if not isdir(folder):
        raise click.ClickException(f"nothing was written: '{folder}' is no folder; name another")
    if full and not force:
        raise click.ClickException(f"nothing was written: '{folder}' is not empty; --force writes into it")


def folder_of(path: Path) -> None:
    """Makes the folder of a file; ends the command where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"nothing was written to '{path.parent}': {error.strerror or error}") from None


def deliver(content: bytes | str | Iterator[str], path: Path | None, *, coloured: bool = False) -> None:
    """Writes to a file, or to standard output where none is named; texts one after another."""
    texts = iter((content,)) if isinstance(content, str) else content
    if isinstance(texts, bytes):
        save(path, texts) if path is not None else write_bytes(texts)
    elif path is not None:
        save(path, (text.encode("utf-8", "backslashreplace") for text in texts))
    else:
        write_pieces(texts, coloured=coloured)


def save(path: Path, content: bytes | Iterator[bytes]) -> None:
    """Writes a file so that it holds the old content or the new whole, also after a crash."""
    from chrono.frontends.writing import replace_file  # only what writes files needs it

    keeping.unfit()
    try:
        replace_file(path, content)
    except OSError as error:
        # It was answered: what could not be written is no answer, and no wrong question either.
        complain(f"Error: {_unwritten(path, error).message}")
        raise click.exceptions.Exit(LIMIT) from None


def _unwritten(path: Path, error: OSError, other: str = "another file with -o") -> click.ClickException:
    said = f"nothing was written to '{path}': {error.strerror or error}; name {other}"
    return click.ClickException(said)
