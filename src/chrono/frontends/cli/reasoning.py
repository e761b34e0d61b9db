"""`conflicts`, `whatif`, `diff`, `suggest`: what contradicts what, what would change, what would settle it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

import click

from chrono.core.points import ENDS, SIDES
from chrono.frontends.cli import completion, options
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.reading import chronology
from chrono.frontends.cli.showing import show
from chrono.frontends.cli.waiting import ask

if TYPE_CHECKING:
    from chrono.questions.workers import Jobs

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
@click.option("--windows", is_flag=True, help="These bounds alone, without the reasons of all others: sooner.")
@click.option("--preferred", is_flag=True, help="The preferred argument alone, not what else there is: sooner still.")
@options.repairing
@options.jobs
@options.asking("text", "json", "svg", "mermaid", "dot")
@options.anew
def explain(
    id: str,
    edges: tuple[str, ...],
    sides: tuple[str, ...],
    settings_named: tuple[str, ...],
    windows: bool,
    preferred: bool,
    jobs: Jobs,
    **given: Any,
) -> NoReturn:
    """Why a bound or a verdict holds, step by step.

    Takes a person, event, period or document, or a hypothesis. Gives the preferred argument with its arithmetic and its
    sources, every other line of argument, what it hinges on, and what would overturn it. Of a place such as
    events.yaml:88 it tells what that line does: what follows from it, and what would move without it. With --format svg
    each argument is drawn as a staircase on the axis of time, with mermaid or dot as a graph of who dates whom.
    """
    from chrono import questions

    repair = options.under(given)
    common, schema = Common(**given), "chrono.explain/1"
    base, warnings = chronology(common, schema)
    asked = common.options()
    if questions.locate.is_place(id):
        standing = ask(lambda: questions.locate.at(base, id), common, schema)
        if standing.hypothesis is None:
            if common.format in ("svg", "mermaid", "dot"):
                raise click.UsageError("what a line does is not drawn; ask for --format text, or name a span")
            if repair not in (None, 1):
                raise click.UsageError("what a line does is told under the preferred repair: leave out --repair")
            found = ask(lambda: questions.locate.effect(base, standing, asked, strict=repair is None), common, schema)
            show(found, warnings, common)
        id = standing.hypothesis
    answer = ask(
        lambda: questions.explain.explain(
            base,
            id,
            asked,
            tuple(edges) or ENDS,  # type: ignore[arg-type]
            tuple(sides) or SIDES,  # type: ignore[arg-type]
            settings_named,
            windows,
            repair,
            preferred,
            jobs,
        ),
        common,
        schema,
    )
    # What was expected of a hypothesis is the business of `check`: an explanation was asked for and is given.
    show(answer, warnings, common)


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
@click.option("--all", "everything", is_flag=True, help="A screen with every conflict, cluster and repair found.")
@options.asking("text", "json")
@options.anew
def conflicts(ids: tuple[str, ...], grain: str, everything: bool, **given: Any) -> NoReturn:
    """What cannot all be true, and what would have to go.

    Every smallest conflict and every smallest repair, with the windows that follow from each repair: of the named
    spans, or of the documents it makes a difference to. Where much contradicts much, likely culprits come first, then
    what is given up cluster by cluster.
    """
    from chrono import questions

    common, schema = Common(**given), "chrono.conflicts/1"
    base, warnings = chronology(common, schema)
    asked = common.options()
    answer = ask(lambda: questions.conflicts.conflicts(base, ids, asked, grain), common, schema)  # type: ignore[arg-type]
    show(answer, warnings, common, everything=everything)


@click.command(epilog="Example: chrono whatif --without nothing-after-1938")
@click.argument("ids", nargs=-1, metavar="[ID|HYPOTHESIS]...", shell_complete=completion.explainable)
@click.option("--strict", is_flag=True, help="Of contradictory evidence: the contradictions alone.")
@options.asking("text", "json")
@options.anew
def whatif(ids: tuple[str, ...], strict: bool, **given: Any) -> NoReturn:
    """What moves if evidence is added, left out or set otherwise.

    The files as they stand against the same with --with, --without, --set and --at-least: only the windows and
    verdicts that are not as before, and why.
    """
    from chrono import questions

    common, schema = Common(**given), "chrono.whatif/1"
    before, warnings = chronology(replace(common, overlays=()), schema)
    session = questions.session.Session(before)
    if common.overlays:
        after, warnings = chronology(common, schema)
        session.keep(common.overlays, after)
    asked = common.options()
    answer = ask(lambda: questions.whatif.whatif(session, ids, asked, None if strict else 1), common, schema)
    show(answer, warnings, common)


@click.command(epilog="Example: chrono diff saved.json")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@options.asking("text", "json")
def diff(old: str, new: str | None, **given: Any) -> NoReturn:
    """What is not as it was.

    OLD and NEW are each a folder, a git revision, or a JSON answer of `infer` or `check` that was saved; NEW is this
    folder where it is not given. Only the windows and verdicts that differ are shown, and why.
    """
    from chrono import questions

    common, schema = Common(**given), "chrono.diff/1"
    asked = common.options()
    answer = ask(lambda: questions.diff.diff(old, new or str(common.folder), common.folder, asked), common, schema)
    show(answer, (), common)


@click.command(epilog="Example: chrono suggest manuscript")
@click.argument("id", shell_complete=completion.spans)
@click.option("--start", "edge", flag_value="start", default=None, help="Of when it began, not of when it ended.")
@click.option("--most", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many to show.")
@options.repairing
@options.asking("text", "json")
@options.anew
def suggest(id: str, edge: str | None, most: int, **given: Any) -> NoReturn:
    """What would settle a date: which other date or order, if it were known.

    By how much each would shorten the window at least, whatever comes out, and on average over the histories that the
    evidence allows.
    """
    from chrono import questions

    repair = options.under(given)
    common, schema = Common(**given), "chrono.suggest/1"
    base, warnings = chronology(common, schema)
    asked, question = common.options(), questions.suggest.suggest
    answer = ask(lambda: question(base, id, asked, "start" if edge == "start" else "end", most, repair), common, schema)
    show(answer, warnings, common)


@click.command(epilog="Example: chrono weigh finished-before-the-war")
@click.argument("claims", nargs=-1, metavar="[HYPOTHESIS|CLAIM]...", shell_complete=completion.hypotheses)
@options.asking("text", "json")
@options.anew
def weigh(claims: tuple[str, ...], **given: Any) -> NoReturn:
    """What the stated chances make of claims, beside the proof.

    Takes hypotheses and claims (default: every hypothesis about what the priors are about), and gives for each the
    least and the greatest chance that the section `chances:` of the files allows. Without such a section nothing is
    weighed. Exit code 1 only where a hypothesis asks for a `chance` and the least one falls short of it.
    """
    from chrono import questions

    common, schema = Common(**given), "chrono.weigh/1"
    base, warnings = chronology(common, schema)
    asked = common.options()
    show(ask(lambda: questions.weigh.weigh(base, claims, asked), common, schema), warnings, common)
