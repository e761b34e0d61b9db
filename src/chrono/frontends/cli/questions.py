"""`infer`, `check`, `validate`: the commands that read a chronology and ask something of it."""

from __future__ import annotations

from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from chrono.frontends.cli import completion, options
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.reading import chronology
from chrono.frontends.cli.showing import show
from chrono.frontends.cli.waiting import ask

if TYPE_CHECKING:
    from chrono.core.diagnostics import Diagnostic
    from chrono.model.chronology import Chronology

    Warnings = tuple[Diagnostic, ...]


@click.command(epilog="Example: chrono infer manuscript --without rule:silence")
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=completion.spans)
@click.option("--sensitivity", is_flag=True, help="Also what moves if one thing is left out, and how much can be lost.")
@click.option(
    "--compare",
    "rivals",
    multiple=True,
    metavar="FILE...",
    help="Set the windows beside those with each of these files laid over by itself.",
)
@options.asking("text", "json", "mermaid", "dot")
def infer(ids: tuple[str, ...], sensitivity: bool, rivals: tuple[str, ...], **given: Any) -> NoReturn:
    """When each span can have begun and ended, and what forces it.

    The windows of the named people, events, periods or documents (default: every document), with the evidence
    behind each bound, what they are compared with, and how firm they are. With --format mermaid or dot a graph of who
    dates whom.
    """
    from chrono import questions

    common, schema = Common(**given), "chrono.infer/1"
    base, warnings = chronology(common, schema)
    if rivals and common.format in ("mermaid", "dot"):
        raise click.UsageError("--compare is shown as text or json: a graph is of one reading")
    if rivals:
        compare(base, warnings, ids, rivals, common)
    asked = common.options()
    question = questions.sensitivity.sensitivity if sensitivity else questions.infer.infer
    show(ask(lambda: question(base, ids, asked), common, schema), warnings, common)


def compare(
    base: Chronology, warnings: Warnings, ids: tuple[str, ...], given: tuple[str, ...], common: Common
) -> NoReturn:
    """`--compare rivals/*.yaml`: the shell gives the first file to the option, and the others stand with the ids."""
    from chrono import questions

    spans = tuple(id for id in ids if not is_file(id))
    files = [found_file(name, common.folder) for name in (*given, *(id for id in ids if is_file(id)))]
    asked = common.options()
    answer = ask(lambda: questions.rivals.rivals(base, spans, files, asked), common, "chrono.rivals/1")
    show(answer, warnings, common)


def is_file(word: str) -> bool:
    """No id has such an ending."""
    return word.endswith((".yaml", ".yml"))


def found_file(name: str, folder: Path) -> Path:
    """The file where it is, here or below the chronology's folder."""
    for path in (Path(name), folder / name):
        if isfile(path):
            return path
    raise click.BadParameter(f"there is no file '{name}'", param_hint="--compare")


@click.command(epilog='Example: chrono check --set silence.delay="14 days"')
@click.argument("ids", nargs=-1, metavar="[HYPOTHESIS]...", shell_complete=completion.hypotheses)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Share the hypotheses among so many processes. The answer is the same.",
)
@options.asking("text", "json", "github", "junit")
def check(ids: tuple[str, ...], jobs: int, **given: Any) -> NoReturn:
    """Whether each hypothesis comes out as expected.

    Exit code 1 where one does not, or where the evidence contradicts itself: the command for continuous
    integration, with the formats github and junit for the services that run it. Where GITHUB_STEP_SUMMARY names a
    file, a summary in Markdown is added to it.
    """
    from chrono import questions

    common, schema = Common(**given, summary=True), "chrono.check/1"
    base, warnings = chronology(common, schema)
    asked = common.options()
    show(ask(lambda: questions.check.check(base, ids, asked, jobs), common, schema), warnings, common)


@click.command(epilog="Example: chrono validate -C westminster")
@options.folder
@options.form("text", "json")
@options.overlays
@options.quiet
def validate(**given: Any) -> NoReturn:
    """Read and check the files only."""
    from chrono import questions

    common = Common(**given)
    base, warnings = chronology(common, "chrono.validate/1")
    show(questions.listing.validation(base), warnings, common)
