"""`lsp`: the language server that editors start."""

from __future__ import annotations

import logging
import os

import click

from chrono.frontends.cli.options import Seconds


@click.command(epilog="Example: chrono lsp   (an editor starts it; docs/editors.md has the settings)")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output, as without it.")
@click.option(
    "--timeout",
    "seconds",
    type=Seconds(min=0, min_open=True),
    metavar="SECONDS",
    default=10,
    show_default=True,
    help="Give up a question about the evidence after so long.",
)
def lsp(stdio: bool, seconds: float) -> None:
    """A language server for editors.

    Shows what is wrong with the files while they are written, and ways to mend it. The texts that the editor holds
    count, saved or not; nothing is written. Needs the extra `lsp`.
    """
    try:
        from chrono.frontends.lsp.features import server
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise click.ClickException(
            "the language server is built on pygls, which is not installed: pip install 'chrono-dating[lsp]'"
        ) from None
    if os.environ.get("CHRONO_DEBUG") != "1":
        # What is refused is told to the editor, and is no matter for a log.
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
    server(seconds).start_io()
