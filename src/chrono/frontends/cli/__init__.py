"""The command `chrono`. The only part that knows click, exit codes and streams.

Importing it loads click alone: the solver, the readers of files and the page are loaded by the command that needs
them, so that help, version and the completion of command names answer at once.
"""

from __future__ import annotations

import click

from chrono import __version__
from chrono.frontends.cli.dating import date
from chrono.frontends.cli.editing import lsp
from chrono.frontends.cli.exchanging import export, import_
from chrono.frontends.cli.listing import rules, schema, vocabulary
from chrono.frontends.cli.live import serve, watch
from chrono.frontends.cli.picturing import report, timeline
from chrono.frontends.cli.program import Program
from chrono.frontends.cli.questions import check, validate
from chrono.frontends.cli.reasoning import conflicts, diff, explain, suggest, weigh, whatif
from chrono.frontends.cli.starting import add, init
from chrono.frontends.cli.verifying import verify
from chrono.frontends.cli.windows import infer


@click.group(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="chrono", message="%(prog)s %(version)s")
@click.option("-C", "folder", type=click.Path(file_okay=False), metavar="DIR", help="The chronology's folder.")
@click.pass_context
def main(context: click.Context, folder: str | None) -> None:
    """Dates texts from evidence: what is said in, exact windows with their reasons out."""
    if folder is not None:
        # Said before the command, it is what every command takes if it is told no other.
        context.default_map = {name: {"folder": folder} for name in main.commands}
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for _command in (
    infer,
    explain,
    check,
    conflicts,
    whatif,
    diff,
    suggest,
    timeline,
    report,
    serve,
    watch,
    weigh,
    validate,
    date,
    init,
    add,
    import_,
    export,
    rules,
    vocabulary,
    schema,
    verify,
    lsp,
):
    main.add_command(_command)

__all__ = ["main"]
