"""The files read for a command, or the command ended with what is wrong with them, in the form that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chrono.core.limits import LimitReached
from chrono.frontends.cli import keeping
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.showing import refuse, unread
from chrono.frontends.exit_codes import USAGE, WRONG

if TYPE_CHECKING:
    from chrono.core.diagnostics import Diagnostic
    from chrono.model.chronology import Chronology


def chronology(common: Common, schema: str, *, empty: bool = False) -> tuple[Chronology, tuple[Diagnostic, ...]]:
    """The chronology and the warnings about it; ends the command where the files have mistakes, and where nothing is
    declared in them, unless it may be `empty`."""
    from chrono import loading

    try:
        with common.progress.line():
            loaded = loading.load(keeping.source(common.folder, common.limit), common.overlays, common.limit)
    except LimitReached:
        unread(common, schema)
    if empty and loaded.missing and loaded.readable is not None:
        return loaded.readable, ()
    if loaded.chronology is None:
        refuse(loaded.diagnostics, common, schema, USAGE if loaded.missing else WRONG)
    return loaded.chronology, loaded.diagnostics
