"""Notices of the system that something happened in a folder.

Takes a folder, gives a notice each time that files in it were written, named or deleted, a few milliseconds after the
last of it. Folders are watched and never files, as editors put a new file in the place of the old one; a folder that
vanishes is waited for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath
from threading import Event

from watchfiles import Change, watch

from chrono.frontends.watching.contents import could_be_evidence, passed_over

GROUPED = 50
"""Milliseconds within which what happens is told at once, as long as there is no pause."""
PAUSE = 10
"""Milliseconds in which nothing happens."""
LOOK = 1_000
"""Milliseconds after which it is looked whether the folder itself is still the same."""


def notices(folder: Path, stop: Event, poll: float | None = None, *, always: bool = False) -> Iterator[None]:
    """A notice each time that something happened, and one whenever watching begins anew; ends when `stop` is set.

    With `poll` the files are looked at every so many seconds, for file systems that tell nothing; with `always` there
    is a notice every second, for what lies elsewhere.
    """
    below = folder.absolute()

    def matters(change: Change, path: str) -> bool:
        return _matters(path, below)

    while not stop.is_set():
        known = _identity(folder)
        if known is None:
            yield None
            stop.wait(LOOK / 1000)
            continue
        first = True
        try:
            for happened in watch(
                folder,
                watch_filter=matters,
                debounce=GROUPED,
                step=PAUSE,
                stop_event=stop,
                rust_timeout=LOOK,
                yield_on_timeout=True,
                raise_interrupt=False,
                force_polling=True if poll is not None else None,
                poll_delay_ms=max(10, round((poll or 0) * 1000)),
                ignore_permission_denied=True,
            ):
                # What happened before the watch began was not noticed: the first pause is taken for a notice.
                if happened or first or always:
                    first = False
                    yield None
                if _identity(folder) != known:
                    break
        except OSError:
            stop.wait(LOOK / 1000)
        if not stop.is_set():
            yield None


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another that took its name; None where there is none."""
    try:
        at = folder.stat()
    except OSError:
        return None
    return at.st_dev, at.st_ino


def _matters(path: str, below: Path) -> bool:
    """Whether it may concern evidence. A name without an ending can be a folder that was moved here or away."""
    there = PurePath(path)
    inner = there.relative_to(below) if there.is_relative_to(below) else PurePath(there.name)
    if any(passed_over(part) for part in inner.parts[:-1]):
        return False
    return could_be_evidence(inner.name) or not inner.suffix
