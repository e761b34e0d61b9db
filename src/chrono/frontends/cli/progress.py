"""How far it is: one line on standard error, on a terminal only, once a second has gone by; wiped when it ends."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Progress:
    """The line: drawn and wiped by a thread of its own, because the solver keeps the first one for seconds on end."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown and sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._began, self._state = time.monotonic(), ("reading", 0, 0)

    def tell(self, doing: str, done: int = 0, of: int = 0) -> None:
        """Notes what is being done, and how much of it is."""
        self._state = (doing, done, of)

    @contextmanager
    def line(self) -> Iterator[None]:
        """The line, for as long as this lasts."""
        if not self._shown:
            yield
            return
        ended = threading.Event()
        drawing = threading.Thread(target=self._draw, args=(ended,), daemon=True)
        drawing.start()
        try:
            yield
        finally:
            ended.set()
            drawing.join()

    def _draw(self, ended: threading.Event) -> None:
        if ended.wait(max(0.0, self._began + 1 - time.monotonic())):
            return
        from rich.console import Console
        from rich.progress import BarColumn, SpinnerColumn, TextColumn
        from rich.progress import Progress as Line

        columns = (
            SpinnerColumn("line"),
            TextColumn("{task.description}"),
            BarColumn(30),
            TextColumn("{task.fields[far]}"),
        )
        with Line(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as line:
            task = line.add_task(self._state[0], total=None, far="")
            while True:
                doing, done, of = self._state
                far = f"{done} of {of}, " if of else f"{done} so far, " if done else ""
                seconds = f"{time.monotonic() - self._began:.0f} s"
                line.update(task, description=doing, completed=done, total=of or None, far=far + seconds)
                line.refresh()
                if ended.wait(0.1):
                    return
