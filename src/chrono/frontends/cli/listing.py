"""`rules`, `vocabulary`, `schema`: what can be said, what follows from it, and how the files are shaped."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import click

from chrono.frontends.cli import completion, options
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.reading import chronology
from chrono.frontends.cli.showing import refuse, show
from chrono.frontends.cli.waiting import ask
from chrono.frontends.exit_codes import WRONG
from chrono.frontends.streams import write


@click.command(epilog="Example: chrono rules silence")
@click.argument("ids", nargs=-1, metavar="[RULE]...", shell_complete=completion.rules)
@options.folder
@options.form("text", "json")
@options.quiet
@options.anew
def rules(ids: tuple[str, ...], **given: Any) -> NoReturn:
    """The rules in force: when, unless, then.

    Named ones are shown whole, with settings, source and note.
    """
    from chrono import questions

    common, schema = Common(**given), "chrono.rules/1"
    base, warnings = chronology(common, schema, empty=True)
    show(ask(lambda: questions.listing.rules(base, ids), common, schema), warnings, common)


@click.command(epilog="Example: chrono vocabulary")
@options.folder
@options.form("text", "json")
@options.quiet
@options.anew
def vocabulary(**given: Any) -> NoReturn:
    """The sentences evidence is written in, and the rules that use each."""
    from chrono import questions

    common = Common(**given)
    base, warnings = chronology(common, "chrono.vocabulary/1", empty=True)
    show(questions.listing.vocabulary(base), warnings, common)


@click.command(epilog="Example: chrono schema > chronology.schema.json")
@options.folder
@click.option("--plain", is_flag=True, help="Without the sentences of the chronology's vocabulary.")
@click.option("--answers", is_flag=True, help="The schema of what the commands answer with --format json instead.")
def schema(folder: Path, plain: bool, answers: bool) -> None:
    """JSON Schema of the files, for editors.

    In a chronology's folder, with the sentences of its vocabulary. With --answers that of every JSON document the
    commands print.
    """
    from chrono import documents, loading

    if answers:
        write(documents.dumps(documents.schemas()))
        return
    loaded = None if plain else loading.load(folder)
    if loaded is not None and loaded.chronology is None and not loaded.missing:
        refuse(loaded.diagnostics, Common(folder, "text", quiet=False), "", WRONG)
    said = loaded.readable if loaded is not None else None
    write(documents.dumps(loading.json_schema(said.wordings if said is not None else ())))
