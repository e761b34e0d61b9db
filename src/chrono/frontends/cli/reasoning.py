"""`conflicts`, `whatif`, `diff`, `suggest`: what contradicts what, what would change, what would settle it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from chrono import __version__
from chrono.frontends.cli import completion, options
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.output import page, write
from chrono.frontends.cli.program import LIMIT, WRONG
from chrono.frontends.cli.reading import chronology, warn
from chrono.frontends.cli.waiting import ask, closed, end, noted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chrono.answers.difference import Difference
    from chrono.answers.effect import Effect
    from chrono.core.diagnostics import Diagnostic
    from chrono.reports.background import Background
    from chrono.reports.machine import Versions

GRAINS = ("evidence", "inference", "rule", "source")


@click.command(epilog="Example: chrono explain manuscript --end --latest")
@click.argument("id", metavar="ID|HYPOTHESIS|FILE:LINE", shell_complete=completion.explainable)
@click.option("--start", "edges", flag_value="start", multiple=True, help="Only when it began.")
@click.option("--end", "edges", flag_value="end", multiple=True, help="Only when it ended.")
@click.option(
    "--earliest", "sides", flag_value="earliest", multiple=True, help="Only what keeps it from being earlier."
)
@click.option("--latest", "sides", flag_value="latest", multiple=True, help="Only what keeps it from being later.")
@click.option(
    "--setting",
    "settings_named",
    multiple=True,
    metavar="NAME",
    shell_complete=completion.settings,
    help="At which values of a rule's setting it holds, such as silence.delay. Repeatable.",
)
@options.asking("text", "json")
def explain(
    id: str, edges: tuple[str, ...], sides: tuple[str, ...], settings_named: tuple[str, ...], **given: Any
) -> NoReturn:
    """Why a bound or a verdict holds, step by step.

    Takes a person, event, period or document, or a hypothesis. Gives the preferred argument with its arithmetic and its
    sources, every other line of argument, what it hinges on, and what would overturn it. Of a place such as
    events.yaml:88 it tells what that line does: what follows from it, and what would move without it.
    """
    from chrono import questions
    from chrono.reports.background import background

    common, schema = Common(**given), "chrono.explain/1"
    base, warnings = chronology(common, schema)
    asked = common.options()
    if questions.locate.is_place(id):
        standing = ask(lambda: questions.locate.at(base, id), common, schema)
        if standing.hypothesis is None:
            found = ask(lambda: questions.locate.effect(base, standing, asked), common, schema)
            show_effect(found, background(base), warnings, common)
        id = standing.hypothesis
    answer = ask(
        lambda: questions.explain.explain(
            base,
            id,
            asked,
            tuple(edges) or ("end", "start"),  # type: ignore[arg-type]
            tuple(sides) or ("latest", "earliest"),  # type: ignore[arg-type]
            settings_named,
        ),
        common,
        schema,
    )
    if common.format == "json":
        from chrono.reports import machine
        from chrono.reports.explanation import document

        write(machine.dumps(document(answer, background(base), versions(schema), noted(warnings, common))))
    else:
        from chrono.reports.text.explain import explanation

        shown = explanation(answer, background(base), page())
        warn((*warnings, *answer.answer.diagnostics), common)
        write(closed(shown, common))
    # What was expected of a hypothesis is the business of `check`: an explanation was asked for and is given.
    end(outcome(answer.status), common)


def show_effect(answer: Effect, ground: Background, warnings: Iterable[Diagnostic], common: Common) -> NoReturn:
    """What a line of the files does; ends the command."""
    from chrono.reports import effect

    if common.format == "json":
        from chrono.reports import machine

        write(machine.dumps(effect.document(answer, ground, versions("chrono.explain/1"), noted(warnings, common))))
    else:
        shown = effect.screen(answer, ground, page())
        warn(warnings, common)
        write(closed(shown, common))
    without = answer.difference.status_after if answer.difference else answer.status
    end(outcome("unknown" if without == "unknown" else answer.status), common)


@click.command(epilog="Example: chrono conflicts --by source")
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=completion.spans)
@click.option(
    "--by",
    "grain",
    type=click.Choice(GRAINS),
    default="evidence",
    show_default=True,
    help="What is accepted or given up as one: a piece of evidence or a rule, a single inference, a rule, a source.",
)
@options.asking("text", "json")
def conflicts(ids: tuple[str, ...], grain: str, **given: Any) -> NoReturn:
    """What cannot all be true, and what would have to go.

    Every smallest conflict and every smallest repair, with the windows that follow from each repair: of the named
    spans, or of the documents it makes a difference to.
    """
    from chrono import questions
    from chrono.reports.background import background

    common, schema = Common(**given), "chrono.conflicts/1"
    base, warnings = chronology(common, schema)
    asked = common.options()
    answer = ask(lambda: questions.conflicts.conflicts(base, ids, asked, grain), common, schema)  # type: ignore[arg-type]
    if common.format == "json":
        from chrono.reports import machine
        from chrono.reports.conflicts import document

        write(machine.dumps(document(answer, background(base), versions(schema), noted(warnings, common))))
    else:
        from chrono.reports.text.conflicts import conflicts as text

        shown = text(answer, background(base), page())
        warn((*warnings, *answer.diagnostics), common)
        write(closed(shown, common))
    # Known to contradict itself, but not in what: that was the question, and a limit kept it back.
    unanswered = answer.status == "inconsistent" and not answer.conflicts
    end(outcome("unknown" if unanswered else answer.status), common)


@click.command(epilog="Example: chrono whatif --without nothing-after-1938")
@click.argument("ids", nargs=-1, metavar="[ID|HYPOTHESIS]...", shell_complete=completion.explainable)
@options.asking("text", "json")
def whatif(ids: tuple[str, ...], **given: Any) -> NoReturn:
    """What moves if evidence is added, left out or set otherwise.

    The files as they stand against the same with --with, --without, --set and --at-least: only the windows and
    verdicts that are not as before, and why.
    """
    from chrono import questions
    from chrono.reports.background import background

    common, schema = Common(**given), "chrono.whatif/1"
    before, _ = chronology(replace(common, overlays=()), schema)
    after, warnings = chronology(common, schema)
    asked = common.options()
    answer = ask(lambda: questions.whatif.whatif(before, after, ids, asked), common, schema)
    show_difference(answer, background(after), warnings, common, schema)


@click.command(epilog="Example: chrono diff saved.json")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@options.asking("text", "json")
def diff(old: str, new: str | None, **given: Any) -> NoReturn:
    """What is not as it was.

    OLD and NEW are each a folder, a git revision, or a JSON answer of `infer` or `check` that was saved; NEW is this
    folder where it is not given. Only the windows and verdicts that differ are shown, and why.
    """
    from chrono import loading, questions
    from chrono.reports.background import NO_BACKGROUND, background

    common, schema = Common(**given), "chrono.diff/1"
    asked = common.options()
    answer = ask(lambda: questions.diff.diff(old, new or str(common.folder), common.folder, asked), common, schema)
    now = loading.load(Path(new) if new else common.folder, common.overlays).chronology
    show_difference(answer, background(now) if now else NO_BACKGROUND, (), common, schema)


@click.command(epilog="Example: chrono suggest manuscript")
@click.argument("id", shell_complete=completion.spans)
@click.option("--start", "edge", flag_value="start", default=None, help="Of when it began, not of when it ended.")
@click.option("--most", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many to show.")
@options.asking("text", "json")
def suggest(id: str, edge: str | None, most: int, **given: Any) -> NoReturn:
    """What would settle a date: which other date or order, if it were known.

    By how much each would shorten the window at least, whatever comes out, and on average over the histories that the
    evidence allows.
    """
    from chrono import questions
    from chrono.reports import machine, suggestions
    from chrono.reports.background import background

    common, schema = Common(**given), "chrono.suggest/1"
    base, warnings = chronology(common, schema)
    asked = common.options()
    answer = ask(
        lambda: questions.suggest.suggest(base, id, asked, "start" if edge == "start" else "end", most), common, schema
    )
    if common.format == "json":
        document = suggestions.document(answer, background(base), versions(schema), noted(warnings, common))
        write(machine.dumps(document))
    else:
        shown = suggestions.screen(answer, background(base), page())
        warn(warnings, common)
        write(closed(shown, common))
    end(outcome(answer.status), common)


def show_difference(
    answer: Difference, ground: Background, warnings: Iterable[Diagnostic], common: Common, schema: str
) -> NoReturn:
    """What moved, in the form that was asked for; ends the command."""
    if common.format == "json":
        from chrono.reports import machine
        from chrono.reports.difference import document

        write(machine.dumps(document(answer, ground.certainties, versions(schema), noted(warnings, common))))
    else:
        from chrono.reports.text.difference import difference as text

        shown = text(answer, ground, page())
        warn((*warnings, *answer.diagnostics), common)
        write(closed(shown, common))
    end(outcome("unknown" if answer.status_before == "unknown" else answer.status_after), common)


def versions(schema: str) -> Versions:
    """What a document says of its own making."""
    from chrono.engine.backends import version_of_z3
    from chrono.reports.machine import Versions

    return Versions(schema, __version__, version_of_z3())


def outcome(status: str) -> int:
    """The exit code of an answer by whether the evidence is consistent."""
    return {"consistent": 0, "inconsistent": WRONG, "unknown": LIMIT}[status]
