"""News for pages that are open: that files are being read, that there is a new state, that it has mistakes.

Takes what is kept, gives a stream of server-sent events (HTML standard, 9.2). A page that comes back tells the last
event it had, and hears nothing twice.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from secrets import token_hex

from chrono.frontends.serving.kept import Kept

KEPT_ALIVE = 15
"""Seconds after which a stream on which nothing happens says that it is there."""
MOST = 32
"""So many pages may listen at once."""


class News:
    """Whoever listens for news of what is kept, in the loop in which they listen."""

    def __init__(self, kept: Kept) -> None:
        self.kept, self.run = kept, token_hex(4)
        """States are numbered from 1 in each run: another run has another name."""
        self._listening: set[asyncio.Event] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ended = False

    def begin(self) -> None:
        """Begins to hear, in this loop, from the thread that follows the files."""
        self._loop = asyncio.get_running_loop()
        self.kept.tell = self._tell

    def end(self) -> None:
        """Ends every stream."""
        self._ended = True
        self._wake()

    def _tell(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for event in self._listening:
            event.set()

    @property
    def full(self) -> bool:
        """Whether no more may listen."""
        return len(self._listening) >= MOST

    async def stream(self, last: str = "") -> AsyncIterator[bytes]:
        """The events from now on, for a page whose last one was `last`."""
        waked, told, reading = asyncio.Event(), last, False
        self._listening.add(waked)
        try:
            yield b"retry: 1000\n\n"
            while not self._ended:
                if self.kept.reading and not reading:
                    yield b"event: reading\ndata: {}\n\n"
                reading = self.kept.reading
                state = self.kept.current
                if state is not None and not reading and (now := f"{self.run}-{state.number}") != told:
                    told = now
                    good = self.kept.good
                    data = {
                        "n": state.number,
                        "good": None if good is None else good.number,
                        "inputs": state.session.chronology.inputs if state.session else None,
                        "mistakes": sum(d.severity == "error" for d in state.diagnostics),
                        "changed": list(state.changed),
                    }
                    name = "changed" if state.session else "mistakes"
                    yield f"id: {now}\nevent: {name}\ndata: {json.dumps(data)}\n\n".encode()
                elif state is not None and not reading:
                    # Read again to the same: whoever was told of reading is told that it is over.
                    yield b"event: read\ndata: {}\n\n"
                try:
                    await asyncio.wait_for(waked.wait(), KEPT_ALIVE)
                except TimeoutError:
                    yield b": here\n\n"
                waked.clear()
        finally:
            self._listening.discard(waked)
