"""`lsp`: the language server that editors start."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import click

from chrono.core.gc_pause import collect_as_usual
from chrono.frontends.cli.options import Seconds
from chrono.frontends.streams import complain

if TYPE_CHECKING:
    from chrono.frontends.lsp.server import Server


PORT = click.IntRange(0, 65535)


@click.command(epilog="Example: chrono lsp   (an editor starts it; docs/editors.md has the settings)")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output, as without any of these.")
@click.option("--tcp", "tcp", type=PORT, metavar="PORT", help="Speak over a port of this machine; 0 takes a free one.")
@click.option("--ws", "ws", type=PORT, metavar="PORT", help="Speak over WebSocket at a port of this machine.")
@click.option(
    "--origin", "origins", multiple=True, metavar="URL", help="With --ws: serve pages of this origin too. Repeatable."
)
@click.option(
    "--timeout",
    "seconds",
    type=Seconds(min=0, min_open=True),
    metavar="SECONDS",
    default=10,
    show_default=True,
    help="Give up a question about the evidence after so long.",
)
def lsp(stdio: bool, tcp: int | None, ws: int | None, origins: tuple[str, ...], seconds: float) -> None:
    """A language server for editors.

    Shows what is wrong with the files while they are written, ways to mend it, and what follows from them. The texts
    that the editor holds count, saved or not; nothing is written. Needs the extra `lsp`.
    """
    if stdio + (tcp is not None) + (ws is not None) > 1:
        raise click.UsageError("--stdio, --tcp and --ws: one of them")
    if origins and ws is None:
        raise click.UsageError("--origin goes with --ws: a page reaches nothing else")
    try:
        if ws is not None:
            import websockets  # noqa: F401  # looked for before anything is opened
        from chrono.frontends.lsp import serving
        from chrono.frontends.lsp.features import server
    except ModuleNotFoundError as missing:
        name = (missing.name or "").partition(".")[0]
        if name not in ("pygls", "lsprotocol", "websockets"):
            raise
        raise click.ClickException(
            f"the language server is built on {name}, which is not installed: pip install 'chrono-dating[lsp]'"
        ) from None
    # Only here: they cost more to load than other commands take to begin.
    import asyncio
    import logging

    if os.environ.get("CHRONO_DEBUG") != "1":
        # What is refused is told to the editor, and is no matter for a log.
        for name in ("pygls", "websockets"):
            logging.getLogger(name).setLevel(logging.CRITICAL)

    def make() -> Server:
        return server(seconds)

    collect_as_usual()

    if tcp is None and ws is None:
        raise click.exceptions.Exit(serving.over_pipes(make))
    try:
        if tcp is not None:
            asyncio.run(serving.over_port(make, tcp, partial(_tell, "tcp")))
        elif ws is not None:
            asyncio.run(serving.over_websocket(make, ws, origins, partial(_tell, "ws")))
    except OSError as error:
        raise click.ClickException(f"port {tcp if ws is None else ws} cannot be opened: {error.strerror}") from None


def _tell(kind: str, port: int) -> None:
    """Where an editor finds the server."""
    complain(f"listening on {kind}://127.0.0.1:{port}")
