"""The server itself: a port of this machine alone, a browser that is opened, and an orderly end.

Takes the folder and how it is served, runs until Ctrl-C.
"""

from __future__ import annotations

import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import uvicorn

from chrono.frontends.serving.app import application
from chrono.frontends.serving.guard import Guard
from chrono.frontends.serving.kept import Kept
from chrono.frontends.serving.language import MOST_BYTES

LOOPBACK = "127.0.0.1"
"""The only address that is listened to."""
PATIENCE = 2
"""Seconds that answers under way have to end in."""


class PortTaken(Exception):
    """The port cannot be listened to; the text says why."""


def serve(
    folder: Path,
    say: Callable[[str], None],
    *,
    port: int = 0,
    opened: bool = True,
    beside: tuple[Path, ...] = (),
    poll: float | None = None,
    seconds: float = 30.0,
    edited: bool = False,
) -> None:
    """Serves the chronology of a folder until it is interrupted; `say` prints a line. `edited`, the page writes files.

    Raises `PortTaken`.
    """
    listening = _bound(port)
    guard = Guard(application(Kept(folder, beside, poll), seconds=seconds, edited=edited), listening.getsockname()[1])
    link = guard.link()
    say(f"The page: {link}")
    say("The address lets one browser in, once; Enter prints another. Ctrl-C ends.")
    if opened:
        Thread(target=lambda: webbrowser.open(link), daemon=True).start()
    if sys.stdin is not None and sys.stdin.isatty():
        Thread(target=_more, args=(guard, say), daemon=True).start()
    with listening, suppress(KeyboardInterrupt):
        _server(guard).run(sockets=[listening])


class Beside:
    """A server of a folder in a thread of this process, for a program that does something else: its pages are opened
    by `link`."""

    def __init__(self, folder: Path) -> None:
        """Begins to serve, at a port that is free; raises `PortTaken`."""
        listening = _bound(0)
        self._guard = Guard(application(Kept(folder)), listening.getsockname()[1])
        self._running = _server(self._guard)
        Thread(target=self._running.run, kwargs={"sockets": [listening]}, daemon=True).start()

    def link(self, view: str = "") -> str:
        """A new address that lets one browser in, once, to a view: what stands behind the # of the page's addresses."""
        return f"{self._guard.link()}{f'#{view}' if view else ''}"

    def end(self) -> None:
        """Ends it."""
        self._running.should_exit = True


def _server(guard: Guard) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            guard,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=PATIENCE,
            ws="websockets-sansio",
            ws_max_size=MOST_BYTES,
            ws_per_message_deflate=False,
            h11_max_incomplete_event_size=64 * 1024,
        )
    )


def _bound(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((LOOPBACK, port))
        # Who opens the address at once waits until the server runs, and is not turned away.
        found.listen(128)
    except OSError as error:
        found.close()
        raise PortTaken(f"port {port} cannot be listened to: {(error.strerror or str(error)).lower()}") from None
    return found


def _more(guard: Guard, say: Callable[[str], None]) -> None:
    """Another address for each Enter."""
    with suppress(OSError, ValueError):
        for _ in sys.stdin:
            say(f"The page: {guard.link()}")
