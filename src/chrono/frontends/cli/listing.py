"""`rules`, `vocabulary`, `schema`: what can be said, what follows from it, and how the files are shaped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from chrono import __version__
from chrono.core.ids import rule_of
from chrono.frontends.cli import completion, options
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.output import page, write
from chrono.frontends.cli.program import USAGE, WRONG
from chrono.frontends.cli.reading import chronology, refuse, warn


@click.command(epilog="Example: chrono rules silence")
@click.argument("ids", nargs=-1, metavar="[RULE]...", shell_complete=completion.rules)
@options.folder
@options.form("text", "json")
@options.quiet
def rules(ids: tuple[str, ...], **given: Any) -> None:
    """The rules in force: when, unless, then.

    Named ones are shown whole, with settings, source and note.
    """
    common = Common(**given)
    base, warnings = chronology(common, "chrono.rules/1")
    from chrono.core.diagnostics import Diagnostic, did_you_mean
    from chrono.reports import listing, machine

    known = {rule.id for rule in base.rules}
    wanted = [rule_of(id) or id for id in ids]
    unknown = [
        Diagnostic(
            "unknown-id", f"there is no rule called '{id}'", help=did_you_mean(id, known, "`chrono rules` lists them")
        )
        for id in wanted
        if id not in known
    ]
    if unknown:
        refuse(unknown, common, "chrono.rules/1", USAGE)
    chosen = [rule for rule in base.rules if not wanted or rule.id in wanted]
    if common.format == "json":
        write(machine.dumps(listing.rules_document(chosen, "chrono.rules/1", __version__)))
    else:
        from chrono.reports.text.listing import rules as text

        warn(warnings, common)
        write(text(chosen, page(), whole=bool(wanted)))


@click.command(epilog="Example: chrono vocabulary")
@options.folder
@options.form("text", "json")
@options.quiet
def vocabulary(**given: Any) -> None:
    """The sentences evidence is written in, and the rules that use each."""
    common = Common(**given)
    base, warnings = chronology(common, "chrono.vocabulary/1")
    from chrono.reports import listing, machine

    if common.format == "json":
        write(machine.dumps(listing.vocabulary_document(base, "chrono.vocabulary/1", __version__)))
    else:
        from chrono.reports.text.listing import vocabulary as text

        warn(warnings, common)
        write(text(base, page()))


@click.command(epilog="Example: chrono schema > chronology.schema.json")
@options.folder
@click.option("--plain", is_flag=True, help="Without the sentences of the chronology's vocabulary.")
def schema(folder: Path, plain: bool) -> None:
    """JSON Schema of the files, for editors.

    In a chronology's folder, with the sentences of its vocabulary.
    """
    from chrono import loading
    from chrono.reports import machine

    loaded = None if plain else loading.load(folder)
    if loaded is None or loaded.missing:
        write(machine.dumps(loading.json_schema()))
    elif loaded.chronology is None:
        refuse(loaded.diagnostics, Common(folder, "text", quiet=False), "", WRONG)
    else:
        write(machine.dumps(loading.json_schema(loaded.chronology.wordings)))
