"""`import`: what another tool wrote, as a file of a chronology."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from chrono.frontends.cli import options
from chrono.frontends.cli.options import LEVELS, Common
from chrono.frontends.cli.output import complain, write
from chrono.frontends.cli.saving import into_file, save, writable

if TYPE_CHECKING:
    from chrono.exchange import Foreign, Imported


@click.command("import", epilog="Example: chrono import matrix.lst -o events.yaml")
@click.argument("words", metavar="[FORMAT] FILE...", nargs=-1, required=True)
@into_file()
@click.option(
    "--certainty",
    type=click.Choice(LEVELS),
    help="Of what has none of its own. [default: certain for a model's numbers, else moderate]",
)
@click.option("--strict", is_flag=True, help="Exit code 1 where something that bears on dates was not carried over.")
@options.form("text", "json")
@options.quiet
def import_(
    words: tuple[str, ...],
    output: Path | None,
    force: bool,
    certainty: str | None,
    strict: bool,
    format: str,
    quiet: bool,
) -> NoReturn:
    """What another tool wrote, as a file of a chronology.

    FORMAT is chronolog (models of ChronoLog) or harris (Harris matrices, LST or CSV); left out, the content tells.
    Gives one file of YAML, which has been read and found without a mistake before it is written, with the source and
    the place of each statement. What cannot be carried over is told on standard error and at the head of the file.
    """
    from chrono import exchange
    from chrono.frontends.cli.showing import refuse

    common = Common(Path(), format, quiet)
    named, paths = (
        (words[0], words[1:]) if words[0] in exchange.FORMATS and not Path(words[0]).is_file() else ("", words)
    )
    if not paths:
        raise click.UsageError("name the FILE to import")
    if output is not None:
        writable(output, force=force)
    files = [_content(Path(path)) for path in paths]
    kind = named or exchange.sniffed(files[0])
    if not kind:
        told = "; ".join(f"{name} ({what})" for name, what in exchange.FORMATS.items())
        raise click.ClickException(f"'{paths[0]}' is in no format that is known here: {told}")
    try:
        imported = exchange.read(kind, files, exchange.AskedOf(certainty or ""))
    except exchange.Unreadable as mistakes:
        refuse(mistakes.diagnostics, common, "chrono.import/1", 1)
    text = _text(imported, kind, files)
    if format == "json":
        from chrono.exchange.told import document

        write(document(imported, kind, files, text))
    else:
        if not quiet:
            complain("\n\n".join(str(loss) for loss in imported.losses))
        if output is None:
            write(text)
    if output is not None:
        save(output, text.encode("utf-8"))
        if not quiet and format != "json":
            complain(f"written: {output}")
    raise click.exceptions.Exit(1 if strict and imported.loses_dates else 0)


def _content(path: Path) -> Foreign:
    from chrono.exchange import Foreign
    from chrono.exchange.imported import MOST_BYTES

    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise click.ClickException(f"'{path}' cannot be read: {error.strerror or error}") from None
    if len(content) > MOST_BYTES:
        raise click.ClickException(f"'{path}' is larger than {MOST_BYTES // 1024 // 1024} MiB")
    return Foreign(path.name, content)


def _text(imported: Imported, kind: str, files: list[Foreign]) -> str:
    """The file of YAML, which must load without a mistake before anybody sees it."""
    from chrono.exchange.told import Faulty, text

    try:
        return text(imported, kind, files)
    except Faulty as faulty:
        raise click.ClickException(f"what was imported does not load, and nothing is written: {faulty}") from None
