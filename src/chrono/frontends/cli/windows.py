"""`infer`: the windows of spans, in full, as an overview, or as a table in a file."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from chrono.core.limits import CUT
from chrono.frontends.cli import completion, keeping, options, saving
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.reading import chronology
from chrono.frontends.cli.saving import format_of, into_file, writable
from chrono.frontends.cli.showing import code_of, end, page_of, show, told, warn
from chrono.frontends.cli.waiting import ask
from chrono.frontends.streams import complain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from chrono.answers.infer import Inference
    from chrono.answers.overview import Order
    from chrono.answers.vary import Way
    from chrono.answers.windows import Windows
    from chrono.core.diagnostics import Diagnostic
    from chrono.model.chronology import Chronology
    from chrono.questions.workers import Jobs

    Warnings = tuple[Diagnostic, ...]

ENDINGS = {
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".txt": "text",
    ".mmd": "mermaid",
    ".dot": "dot",
}
TABLES = ("csv", "xlsx", "html")
"""Formats that have a row each, however few spans there are."""
ORDERS = ("start", "end", "width", "name", "file")
MANY = 5
"""Of more spans than this a screen shows a row each."""
MOST_LONG = 1000
"""Of more spans than this it is said, or asked, first how many lines they take in full."""
LINES = 20
"""Lines that a span takes in full, as a rule."""
SHOWN = 8
"""So many things that are given up are named beside a table; the others are counted."""


class Ways(click.ParamType[tuple[str, ...]]):
    """`perturbing,swapping`: in which ways evidence is varied."""

    name = "WAYS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The ways; fails for a word that is none, and for the same one twice."""
        from chrono.answers.vary import WAYS

        if isinstance(value, tuple):
            return value
        ways = tuple(word.strip() for word in value.split(","))
        for way in ways:
            if way not in WAYS or ways.count(way) > 1:
                which = "is given twice" if way in WAYS else "is no way to vary evidence"
                self.fail(f"{way!r} {which}: give {', '.join(WAYS)}, or some of them by commas", param, ctx)
        return ways


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
@click.option("--windows", is_flag=True, help="A row each with the windows alone, before any reason is looked for.")
@options.repairing
@click.option("--sort", "order", type=click.Choice(ORDERS), help="Order of the spans (of many: start).")
@click.option("--top", type=click.IntRange(1), metavar="N", help="Only the first so many.")
@click.option("--long", is_flag=True, help="Full screens, however many spans there are.")
@into_file("standard output; its ending tells the format: .csv .xlsx .html .json .txt .mmd .dot")
@click.option(
    "--vary",
    "runs",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="In how many of N runs, each with evidence varied at random by its certainty, each bound holds.",
)
@click.option(
    "--vary-by",
    "by",
    type=Ways(),
    metavar="WAYS",
    help="How --vary does: leaving-out, perturbing, swapping (default: all three, together and each by itself).",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="What the runs of --vary draw from.")
@click.option(
    "--keep-runs",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the runs of --vary that are done, and go on from there when asked again.",
)
@options.jobs
@options.asking("text", "json", "csv", "xlsx", "html", "mermaid", "dot")
@options.anew
@click.pass_context
def infer(
    context: click.Context,
    /,
    ids: tuple[str, ...],
    sensitivity: bool,
    rivals: tuple[str, ...],
    windows: bool,
    order: Order | None,
    top: int | None,
    long: bool,
    output: Path | None,
    force: bool,
    runs: int | None,
    by: tuple[Way, ...] | None,
    seed: int,
    keep_runs: Path | None,
    jobs: Jobs,
    **given: Any,
) -> NoReturn:
    """When each span can have begun and ended, and what forces it.

    The windows of the named people, events, periods or documents (default: every document), with the evidence
    behind each bound, what they are compared with, and how firm they are. Spans are named by ids, by patterns
    such as 'abbot-*', tag:T, kind:document, source:ID, or the id of the table they come from. Of more than five
    there is a row each. With --format mermaid or dot a graph of who dates whom.
    """
    from chrono import questions

    given["format"] = format_of(context, output, given["format"], ENDINGS)
    under = options.under(given)
    common, schema = Common(**given), "chrono.windows/1" if windows else "chrono.infer/1"
    if runs is not None:
        for option, beside in {"--sensitivity": sensitivity, "--compare": bool(rivals), "--windows": windows}.items():
            if beside:
                raise click.UsageError(f"--vary counts runs, which {option} is not about: give one of the two")
        if output is not None or order or top or common.format not in ("text", "json"):
            raise click.UsageError("--vary is shown as text or json, without -o, --sort and --top")
        vary(ids, runs, seed, keep_runs, jobs, common, by, under)
    for option, asked_for in {"--keep-runs keeps": keep_runs, "--vary-by is about": by}.items():
        if asked_for is not None:
            raise click.UsageError(f"{option} the runs of --vary: say how many with --vary N")
    if windows:
        _without_reasons(common.format, {"--sensitivity": sensitivity, "--compare": bool(rivals), "--long": long})
    _ready(common.format, output, force)
    base, warnings = chronology(common, schema)
    if rivals:
        if output is not None or common.format not in ("text", "json"):
            raise click.UsageError("--compare is shown as text or json: a table or graph is of one reading")
        compare(base, warnings, ids, rivals, common, jobs, under)
    if long and common.format == "text" and output is None:
        _long(base, ids, common, top)
    asked = common.options()
    question: Any = partial(questions.sensitivity.sensitivity if sensitivity else questions.infer.infer, jobs=jobs)
    if windows:
        question = partial(questions.windows.windows, jobs=jobs)
    answer: Inference | Windows = ask(lambda: question(base, ids, asked, under), common, schema)
    if order is None and (common.format in TABLES or (common.format == "text" and _many(answer) and not long)):
        order = "start"
    shown = _cut(answer, order, top)
    if common.format == "json" and shown.results != answer.results:
        # The document is that of the question about these spans: `verify` asks it again.
        named = tuple(result.id for result in shown.results)
        again = sensitivity or answer.status == "inconsistent"
        shown = ask(lambda: question(base, named, asked, under), common, schema) if again else shown.asking(ids=named)
    deliver(shown, warnings, common, output, long=long)


def _cut(answer: Inference | Windows, order: Order | None, top: int | None) -> Inference | Windows:
    from chrono.answers.overview import in_order

    results: Any = in_order(answer.results, order) if order else answer.results
    return replace(answer, results=results[:top])


def _many(answer: Inference | Windows) -> bool:
    return len(answer.results) > MANY


def _without_reasons(format: str, others: dict[str, bool]) -> None:
    """Ends the command where what is asked for beside the windows tells reasons."""
    for option, given in others.items():
        if given:
            raise click.UsageError(f"--windows leaves out the reasons that {option} is about: give one of the two")
    if format not in ("text", "json", "html"):
        raise click.UsageError(f"--windows is shown as text, json or html: {format} tells reasons as well")


def _ready(format: str, output: Path | None, force: bool) -> None:
    """Ends the command where what is asked for could not be written in the end."""
    if output is not None:
        writable(output, force=force)
    if format == "xlsx":
        if output is None and sys.stdout.isatty():
            raise click.ClickException("XLSX is nothing for a terminal: name a file with -o")
        if find_spec("xlsxwriter") is None:
            raise click.UsageError(
                "spreadsheets are written by XlsxWriter, which is not installed: "
                "pip install 'chrono-dating[spreadsheets]', or ask for CSV"
            )


def deliver(
    answer: Inference | Windows, warnings: Iterable[Diagnostic], common: Common, output: Path | None, *, long: bool
) -> NoReturn:
    """Writes the answer to a file or to standard output, in the format that was asked for; ends the command."""
    overview = common.format == "text" and _many(answer) and not long
    if common.format not in TABLES and output is None and not overview:
        show(answer, warnings, common)
    from chrono.reports import pieces

    shown = told(answer, warnings, common)
    if common.format != "json":
        # The overview itself says in its last lines that it was cut short.
        warn((d for d in shown.diagnostics if not (overview and d.code in CUT)), common)
    if answer.status == "inconsistent" and common.format in ("csv", "xlsx"):
        complain(_contradicted(answer))
    content: bytes | Iterator[str]
    if common.format == "xlsx":
        from chrono.reports.tables import workbook

        content = workbook(shown)
    else:
        form = "overview" if overview else "page" if common.format == "html" else common.format
        content = pieces(shown, form, page_of(common))
    saving.deliver(content, output, coloured=common.format == "text")
    end(code_of(answer), common)


def _contradicted(answer: Inference | Windows) -> str:
    """What a table cannot say."""
    if not answer.repaired:
        return "the evidence contradicts itself, so that no window follows: `chrono conflicts` tells in what"
    given_up, several = answer.repaired, len(answer.repaired) > SHOWN
    named = f"{', '.join(given_up[:SHOWN])} and {len(given_up) - SHOWN:,} more" if several else ", ".join(given_up)
    return (
        f"the evidence contradicts itself: these windows are what it says without {named}. The columns firm and "
        "hangs_on tell which windows another repair would move, `chrono conflicts` what contradicts what"
    )


def _long(base: Chronology, ids: tuple[str, ...], common: Common, top: int | None) -> None:
    """Says how much it will be before it is worked out, and asks where somebody is there to answer. What is wrong with
    the question is said by the question."""
    from chrono.model.omission import omit
    from chrono.questions.choice import chosen
    from chrono.questions.options import Unanswerable

    try:
        spans = len(chosen(omit(base, common.without)[0], ids))
    except Unanswerable:
        return
    spans = min(spans, top or spans)
    if spans <= MOST_LONG:
        return
    said = f"{spans:,} spans in full are some {spans * LINES:,} lines"
    if sys.stdout.isatty() and sys.stdin.isatty():
        keeping.unfit()
        if not click.confirm(f"{said}; print them all?", err=True):
            complain("nothing was worked out; without --long there is a row each")
            raise click.exceptions.Exit(0)
    else:
        complain(f"{said}; without --long there is a row each")


def vary(
    ids: tuple[str, ...],
    runs: int,
    seed: int,
    kept: Path | None,
    jobs: Jobs,
    common: Common,
    by: tuple[Way, ...] | None,
    repair: int | None,
) -> NoReturn:
    """`--vary N`: how steady the windows are."""
    from chrono import questions
    from chrono.answers.vary import WAYS

    if kept is not None:
        keeping.unfit()
    base, warnings = chronology(common, "chrono.vary/1")
    asked = common.options()
    answer = ask(
        lambda: questions.vary.vary(base, ids, asked, runs, seed, jobs, kept, by or WAYS, repair),
        common,
        "chrono.vary/1",
    )
    show(answer, warnings, common)


def compare(
    base: Chronology,
    warnings: Warnings,
    ids: tuple[str, ...],
    given: tuple[str, ...],
    common: Common,
    jobs: Jobs,
    repair: int | None,
) -> NoReturn:
    """`--compare rivals/*.yaml`: the shell gives the first file to the option, and the others stand with the ids."""
    from chrono import questions

    spans = tuple(id for id in ids if not is_file(id))
    if repair not in (None, 1):
        raise click.UsageError("--repair takes a repair of one reading, and --compare shows several")
    files = [found_file(name, common.folder) for name in (*given, *(id for id in ids if is_file(id)))]
    asked = common.options()
    answer = ask(lambda: questions.rivals.rivals(base, spans, files, asked, jobs, repair), common, "chrono.rivals/1")
    show(answer, warnings, common)


def is_file(word: str) -> bool:
    """No id has such an ending."""
    return word.endswith((".yaml", ".yml"))


def found_file(name: str, folder: Path) -> Path:
    """The file where it is, here or below the chronology's folder."""
    for path in (Path(name), folder / name):
        if keeping.is_file(path):
            return path
    raise click.BadParameter(f"there is no file '{name}'", param_hint="--compare")
