"""`check`, `validate`: the commands that read a chronology and ask something of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import click

from chrono.frontends.cli import completion, options
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.reading import chronology
from chrono.frontends.cli.showing import show
from chrono.frontends.cli.waiting import ask

if TYPE_CHECKING:
    from chrono.questions.workers import Jobs


@click.command(epilog='Example: chrono check --set silence.delay="14 days"')
@click.argument("ids", nargs=-1, metavar="[HYPOTHESIS]...", shell_complete=completion.hypotheses)
@options.repairing
@options.jobs
@options.asking("text", "json", "github", "junit")
@options.anew
def check(ids: tuple[str, ...], jobs: Jobs, **given: Any) -> NoReturn:
    """Whether each hypothesis comes out as expected.

    Exit code 1 where one does not, or where the evidence contradicts itself: the command for continuous
    integration, with the formats github and junit for the services that run it. Where GITHUB_STEP_SUMMARY names a
    file, a summary in Markdown is added to it.
    """
    from chrono import questions

    repair = options.under(given)
    common, schema = Common(**given, summary=True), "chrono.check/1"
    base, warnings = chronology(common, schema)
    asked = common.options()
    show(ask(lambda: questions.check.check(base, ids, asked, jobs, repair), common, schema), warnings, common)


@click.command(epilog="Example: chrono validate -C westminster")
@options.folder
@options.form("text", "json")
@options.overlays
@options.quiet
@options.anew
def validate(**given: Any) -> NoReturn:
    """Read and check the files only."""
    from chrono import questions

    common = Common(**given)
    base, warnings = chronology(common, "chrono.validate/1")
    show(questions.listing.validation(base), warnings, common)
