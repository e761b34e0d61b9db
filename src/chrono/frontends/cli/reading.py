"""The files read for a command, or the command ended with what is wrong with them, in the form that was asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from chrono import __version__
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.output import complain, write
from chrono.frontends.cli.program import USAGE, WRONG

if TYPE_CHECKING:
    from chrono.core.diagnostics import Diagnostic, Place
    from chrono.model.chronology import Chronology


def chronology(common: Common, schema: str) -> tuple[Chronology, tuple[Diagnostic, ...]]:
    """The chronology and the warnings about it; ends the command where the files have mistakes."""
    from chrono import loading

    with common.progress.line():
        loaded = loading.load(common.folder, common.overlays)
    if loaded.chronology is None:
        refuse(loaded.diagnostics, common, schema, USAGE if loaded.missing else WRONG)
    return loaded.chronology, loaded.diagnostics


def refuse(diagnostics: Iterable[Diagnostic], common: Common, schema: str, code: int) -> NoReturn:
    """Ends the command with mistakes instead of an answer."""
    from chrono.core.diagnostics import in_order

    found = in_order(diagnostics)
    if common.format == "json":
        from chrono.reports import machine

        write(machine.dumps(machine.invalid(schema, __version__, found)))
    elif common.format == "github":
        from chrono.reports import ci

        write(ci.github_diagnostics(found, in_repository(common.folder, common.overlays)))
    elif common.format == "junit":
        from chrono.reports import ci

        write(ci.junit_diagnostics(found))
    else:
        warn(found, common)
    raise click.exceptions.Exit(code)


def in_repository(folder: Path, overlays: Iterable[Path]) -> Callable[[Place], Place]:
    """What turns a place in the chronology's files into one that GitHub finds: below the folder it checked out."""
    from dataclasses import replace

    laid_over = {path.as_posix() for path in overlays}
    top = Path(os.environ.get("GITHUB_WORKSPACE") or ".").resolve()

    def at(place: Place) -> Place:
        if not place.file:
            return place
        path = (Path(place.file) if place.file in laid_over else folder / place.file).resolve()
        return replace(place, file=path.relative_to(top).as_posix() if path.is_relative_to(top) else path.as_posix())

    return at


def warn(diagnostics: Iterable[Diagnostic], common: Common) -> None:
    """Diagnostics on standard error; quiet, only errors."""
    shown = [d for d in diagnostics if d.severity == "error" or not common.quiet]
    complain("\n\n".join(str(d) for d in shown))
    errors = sum(d.severity == "error" for d in shown)
    if errors > 1:
        complain(f"\n{errors} mistakes")
