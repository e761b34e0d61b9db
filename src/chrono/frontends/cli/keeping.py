"""What a command does with files, told to the run that may be kept (frontends/cache), where there is one.

Every command that is kept asks its files through here, and every one that does more than ask says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from chrono.frontends.cache.run import COMMANDS, Run

if TYPE_CHECKING:
    from chrono.core.limits import Limit
    from chrono.core.sources import Source


def _run() -> Run | None:
    context = click.get_current_context(silent=True)
    return context.find_object(Run) if context is not None else None


def source(folder: Path, limit: Limit) -> Source:
    """The files of a chronology's folder, for the question with this limit."""
    from chrono.loading.sources import Folder

    run = _run()
    if run is None:
        return Folder(folder)
    if click.get_current_context().info_name not in COMMANDS:
        run.unfit()
    return run.watching(folder, limit)


def is_file(path: Path) -> bool:
    """Whether there is a file, from here."""
    return not _here().obstacle(str(path))


def real(path: Path) -> Path:
    """A path with all links followed, from here."""
    return _here().real(path)


def _here() -> Source:
    from chrono.loading.sources import Folder

    run = _run()
    return Folder(Path()) if run is None else run.watching(Path())


def unfit() -> None:
    """The command does more than read files and print: it writes one, or asks somebody."""
    if run := _run():
        run.unfit()
