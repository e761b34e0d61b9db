"""`infer`, `check`, `validate`: the commands that read a chronology and ask something of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from chrono import __version__
from chrono.frontends.cli import completion, options
from chrono.frontends.cli.inferring import compare, survey
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.output import append, page, write
from chrono.frontends.cli.program import LIMIT, WRONG
from chrono.frontends.cli.reading import chronology, in_repository, warn
from chrono.frontends.cli.waiting import ask, closed, end, note, noted

if TYPE_CHECKING:
    from chrono.answers.check import Check
    from chrono.answers.infer import Inference
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
@options.asking("text", "json")
def infer(ids: tuple[str, ...], sensitivity: bool, rivals: tuple[str, ...], **given: Any) -> NoReturn:
    """When each span can have begun and ended, and what forces it.

    The windows of the named people, events, periods or documents (default: every document), with the evidence
    behind each bound, what they are compared with, and how firm they are.
    """
    from chrono import questions

    common, schema = Common(**given), "chrono.infer/1"
    base, warnings = chronology(common, schema)
    if rivals:
        compare(base, warnings, ids, rivals, common)
    asked = common.options()
    if sensitivity:
        found = ask(lambda: questions.sensitivity.sensitivity(base, ids, asked), common, schema)
        survey(*found, base, warnings, common)
    answer = ask(lambda: questions.infer.infer(base, ids, asked), common, schema)
    _show_inference(answer, base, warnings, common, schema)
    end(_outcome(answer.status), common)


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

    common, schema = Common(**given), "chrono.check/1"
    base, warnings = chronology(common, schema)
    asked = common.options()
    answer = ask(lambda: questions.check.check(base, ids, asked, jobs), common, schema)
    _show_check(answer, base, warnings, common, schema)
    if page_of_run := os.environ.get("GITHUB_STEP_SUMMARY"):
        from chrono.reports import markdown

        append(Path(page_of_run), markdown.check(answer, note(common)))
    end(_check_outcome(answer), common)


@click.command(epilog="Example: chrono validate -C westminster")
@options.folder
@options.form("text", "json")
@options.overlays
@options.quiet
def validate(**given: Any) -> None:
    """Read and check the files only."""
    from chrono.reports import listing, machine

    common, schema = Common(**given), "chrono.validate/1"
    base, warnings = chronology(common, schema)
    if common.format == "json":
        write(machine.dumps(listing.validation(base, warnings, schema, __version__)))
        return
    warn(warnings, common)
    if not common.quiet:
        write(listing.validated(base, warnings))


def _show_inference(answer: Inference, base: Chronology, warnings: Warnings, common: Common, schema: str) -> None:
    from chrono.engine.backends import version_of_z3
    from chrono.reports import machine
    from chrono.reports.background import background

    ground = background(base)
    if common.format == "json":
        versions = machine.Versions(schema, __version__, version_of_z3())
        write(machine.dumps(machine.inference(answer, ground, versions, noted(warnings, common))))
        return
    from chrono.reports.text.infer import inference

    text = inference(answer, ground, page())
    warn((*warnings, *answer.diagnostics), common)
    write(closed(text, common))


def _show_check(answer: Check, base: Chronology, warnings: Warnings, common: Common, schema: str) -> None:
    from chrono.engine.backends import version_of_z3
    from chrono.reports import ci, machine
    from chrono.reports.background import background

    ground = background(base)
    if common.format == "json":
        versions = machine.Versions(schema, __version__, version_of_z3())
        write(machine.dumps(machine.check(answer, ground, versions, noted(warnings, common))))
    elif common.format == "github":
        at = in_repository(common.folder, common.overlays)
        write(ci.github_diagnostics(noted(warnings, common), at) + ci.github(answer, at))
    elif common.format == "junit":
        write(ci.junit(answer, note(common)))
    else:
        from chrono.reports.text import check as check_text

        text = check_text.check(answer, ground, page(), quiet=common.quiet)
        warn((*warnings, *answer.diagnostics), common)
        write(closed(text, common))


def _outcome(status: str) -> int:
    return {"consistent": 0, "inconsistent": WRONG, "unknown": LIMIT}[status]


def _check_outcome(answer: Check) -> int:
    failed = [r for r in answer.results if r.fails]
    # A verdict that a limit kept back is not known to be wrong: what is, comes first.
    held_back = [r for r in failed if r.held_back]
    if len(failed) > len(held_back):
        return WRONG
    # A chronology can be meant to contradict itself: each hypothesis then expects just that.
    if answer.conflicts and (any(not r.ok for r in answer.results) or not answer.results):
        return WRONG
    return LIMIT if held_back or answer.status == "unknown" else 0
