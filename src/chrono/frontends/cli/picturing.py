"""`timeline` and `report`: windows as a picture and as a page, in a file or in the terminal."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from chrono.core.diagnostics import did_you_mean
from chrono.frontends.cli import completion, options, saving
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.reading import chronology
from chrono.frontends.cli.saving import empty, folder_of, format_of, into_file, save, writable
from chrono.frontends.cli.showing import code_of, end, page_of, told, warn
from chrono.frontends.cli.waiting import ask
from chrono.frontends.cli.windows import found_file, is_file
from chrono.frontends.streams import write
from chrono.reports.page import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chrono.answers.report import Report
    from chrono.answers.timeline import Timeline
    from chrono.core.diagnostics import Diagnostic
    from chrono.questions.workers import Jobs

FORMATS = ("text", "json", "svg", "png", "pdf", "html")
ENDINGS = {
    ".svg": "svg",
    ".png": "png",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".txt": "text",
}


def _given(context: click.Context, option: click.Parameter, value: str | None) -> str:
    """A date that is given; one without anything in it, as of an unset variable, is none."""
    if value is not None and not value.strip():
        raise click.BadParameter("a date is missing here; write for example 1938, or leave the option out")
    return value or ""


@click.command(epilog="Example: chrono timeline -o stalin.svg --from 1937 --to 1940")
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=completion.spans)
@into_file("standard output; its ending tells the format")
@click.option(
    "--from", "first", metavar="DATE", callback=_given, help="Where the picture begins (default: before all of it)."
)
@click.option("--to", "last", metavar="DATE", callback=_given, help="Where the picture ends.")
@click.option("--at", multiple=True, metavar="DATE", help="A date to set the rows against. Repeatable.")
@click.option("--width", type=click.IntRange(400, 10_000), default=1120, show_default=True, help="Pixels of a picture.")
@click.option(
    "--sort", "order", type=click.Choice(("start", "end", "name", "file")), default="start", show_default=True
)
@click.option("--group", type=click.Choice(("kind", "tag", "author", "none")), default="none", show_default=True)
@click.option("--links", is_flag=True, help="Also an arrow for each step of a declared sequence.")
@click.option("--all", "every", is_flag=True, help="A full row for each span, however many there are.")
@click.option("--windows", is_flag=True, help="The windows alone, before any reason is looked for.")
@click.option(
    "--numbers",
    type=click.Choice(("documents", "all", "none")),
    default="documents",
    show_default=True,
    help="Of which rows the ends are numbered with what they rest on.",
)
@click.option("--ascii", "plain", is_flag=True, help="In a terminal no characters but those of ASCII.")
@options.repairing
@options.jobs
@options.asking(*FORMATS)
@options.anew
@click.pass_context
def timeline(
    context: click.Context, /, ids: tuple[str, ...], output: Path | None, force: bool, jobs: Jobs, **given: Any
) -> NoReturn:
    """When each span can have begun and ended, drawn on one axis.

    The named people, events, periods or documents (default: every document) and what their reasons speak of. Light is
    when a span may have begun, dark when it was certainly going on, and beside it when it may have ended; every proven
    end is a hard edge. Above 200 spans the picture is compact, unless --all is given. PNG needs the extra `pictures`,
    PDF an installed browser.
    """
    from chrono import questions

    given["format"] = format_of(context, output, given["format"], ENDINGS)
    wanted = {
        name: given.pop(name)
        for name in ("first", "last", "at", "width", "order", "group", "numbers", "links", "every", "windows")
    }
    plain, repair = given.pop("plain"), options.under(given)
    common, schema = Common(**given), "chrono.timeline/1"
    _ready(common.format, output, force)
    base, warnings = chronology(common, schema)
    asked, question = common.options(), questions.timeline
    answer = ask(lambda: question.timeline(base, ids, asked, question.Wanted(**wanted), repair, jobs), common, schema)
    deliver(answer, warnings, common, output, plain=plain, pixels=wanted["width"])


def _sections(context: click.Context, option: click.Parameter, value: str | None) -> tuple[str, ...]:
    """The sections that are named, in the order of the page; all where none is named."""
    if value is None:
        return SECTIONS
    named = [name.strip() for name in value.split(",")]
    for name in named:
        if name not in SECTIONS:
            help = did_you_mean(name, SECTIONS, f"there are {', '.join(SECTIONS)}")
            raise click.BadParameter(f"there is no section '{name}'; {help}")
    return tuple(name for name in SECTIONS if name in named)


@click.command(epilog="Example: chrono report manuscript -o report.html --compare rivals/*.yaml")
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=completion.spans)
@into_file("report.html")
@click.option(
    "--compare",
    "rivals",
    multiple=True,
    metavar="FILE...",
    help="Set the windows beside those with each of these files laid over by itself.",
)
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write a folder of pages instead: an index, a page for each span, the sources.",
)
@click.option(
    "--sections",
    metavar="NAMES",
    callback=_sections,
    help=f"Only these sections, with commas between them: {', '.join(SECTIONS)}.",
)
@click.option("--no-sources", is_flag=True, help="Without the sources.")
@options.jobs
@options.asking("html", "markdown", "pdf")
@click.pass_context
def report(
    context: click.Context,
    /,
    ids: tuple[str, ...],
    output: Path | None,
    force: bool,
    rivals: tuple[str, ...],
    site: Path | None,
    sections: tuple[str, ...],
    no_sources: bool,
    jobs: Jobs,
    **given: Any,
) -> NoReturn:
    """A page about the chronology, to be sent, printed and checked.

    One file of HTML without script: the timeline, every window with its argument, hypotheses, rival readings, what was
    set aside, sources and rules. The answers it was made from are in it, and `chrono verify report.html` proves them
    again. Needs the extra `report`; --format pdf an installed browser.
    """
    from chrono import questions

    if site is not None and (output is not None or given["format"] != "html"):
        raise click.UsageError("--site writes pages of HTML into its folder: leave out -o and --format")
    if site is not None and (no_sources or sections != SECTIONS):
        raise click.UsageError("--site writes all sections: leave out --sections and --no-sources")
    sections = tuple(name for name in sections if name != "sources" or not no_sources)
    given["format"] = format_of(
        context, output, given["format"], {".html": "html", ".htm": "html", ".md": "markdown", ".pdf": "pdf"}
    )
    output = output or Path({"html": "report.html", "markdown": "report.md", "pdf": "report.pdf"}[given["format"]])
    common, schema = Common(**given), "chrono.infer/1"
    spans = tuple(id for id in ids if not is_file(id))
    files = [found_file(name, common.folder) for name in (*rivals, *(id for id in ids if is_file(id)))]
    if site is None:
        _ready(common.format, output, force)
    else:
        empty(site, force=force)
    _laid_out()
    base, warnings = chronology(common, schema)
    asked = common.options()
    answer = ask(lambda: questions.report.report(base, spans, asked, files, jobs), common, schema)
    if site is not None:
        _write_site(answer, warnings, common, site)
    deliver(answer, warnings, common, output, sections=sections)


def _write_site(answer: Report, warnings: Iterable[Diagnostic], common: Common, folder: Path) -> NoReturn:
    """Writes the pages of a site, the index last, and says how many; ends the command."""
    from chrono.reports import html_report

    shown = told(answer, warnings, common)
    pages = html_report.site(shown, page_of(common))
    warn(shown.diagnostics, common)
    for name in sorted(pages, key=lambda name: (name == "index.html", name)):
        folder_of(folder / name)
        save(folder / name, pages[name].encode("utf-8", "backslashreplace"))
    write(f"written: {folder / 'index.html'} and {len(pages) - 1} pages more\n")
    end(code_of(answer), common)


def _laid_out() -> None:
    """Ends the command where the engine of the templates is missing."""
    from chrono.reports.html_report import engine
    from chrono.reports.pictures import Missing

    try:
        engine()
    except Missing as missing:
        raise click.ClickException(f"{missing.message}: {missing.help}") from None


def _ready(format: str, output: Path | None, force: bool) -> None:
    """Ends the command where what is asked for could not be written in the end."""
    if output is not None:
        writable(output, force=force)
    elif format in ("png", "pdf") and sys.stdout.isatty():
        raise click.ClickException(f"{format.upper()} is nothing for a terminal: name a file with -o")
    if format == "pdf":
        from chrono.frontends.cli.browser import needed

        needed()
    elif format == "png":
        from chrono.reports.pictures import Missing, resvg

        try:
            resvg()
        except Missing as missing:
            raise click.ClickException(f"{missing.message}: {missing.help}") from None


def deliver(
    answer: Timeline | Report,
    warnings: Iterable[Diagnostic],
    common: Common,
    output: Path | None,
    *,
    plain: bool = False,
    pixels: int = 1120,
    sections: tuple[str, ...] = SECTIONS,
) -> NoReturn:
    """Writes an answer to a file or to standard output, in the format that was asked for; ends the command."""
    from chrono.reports import render

    shown = told(answer, warnings, common)
    page = replace(page_of(common), plain=plain, pixels=pixels, sections=sections)
    content: bytes | str
    if common.format == "pdf":
        from chrono.frontends.cli.browser import printed

        content = printed(render(shown, "page", page))
    elif common.format == "png":
        from chrono.reports.pictures import png

        content = png(render(shown, "svg", page))
    else:
        content = render(shown, "page" if common.format == "html" else common.format, page)
    if common.format != "json":
        warn(shown.diagnostics, common)
    saving.deliver(content, output)
    end(code_of(answer), common)
