"""`import` and `export`: what another tool wrote as a file of a chronology, and what is known in its format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from chrono.frontends.cli import completion, options
from chrono.frontends.cli.options import LEVELS, Common
from chrono.frontends.cli.reading import chronology
from chrono.frontends.cli.saving import deliver, into_file, save, writable
from chrono.frontends.cli.showing import code_of, end, refuse, told, warn
from chrono.frontends.cli.waiting import ask
from chrono.frontends.streams import complain, write

if TYPE_CHECKING:
    from chrono.exchange import Choices, Foreign, Imported
    from chrono.exchange.exported import Edges
    from chrono.exports import Export


@click.command("import", epilog="Example: chrono import matrix.lst -o events.yaml")
@click.argument("words", metavar="[FORMAT] FILE...", nargs=-1, required=True)
@into_file()
@click.option(
    "--certainty",
    type=click.Choice(LEVELS),
    help="Of what has none of its own. [default: certain for a model's numbers, else moderate]",
)
@click.option(
    "--calendar", default="", metavar="NAME", help="Of dates that name none. [default: what the format says, gregorian]"
)
@click.option(
    "--edges",
    type=click.Choice(("above", "below")),
    help="Of a graph of units: an edge comes from what lies above, or below, its other end. [default: above]",
)
@click.option(
    "--years",
    type=click.Choice(("historical", "astronomical")),
    help="How years before the era are counted, where the format leaves it open: -44 or -43 is 44 BCE.",
)
@click.option(
    "--columns",
    default="",
    metavar="FIELD=COLUMN,...",
    help="Which column of a table has what: id=Shelfmark,name=Title,date=Dated.",
)
@click.option(
    "--kind",
    type=click.Choice(("document", "person", "event", "period")),
    help="What the rows of a table are. [default: document, or person where one is born or died]",
)
@click.option("--sheet", default="", metavar="NAME", help="Which sheet of a spreadsheet.")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Make a chronology of it: DIR with events.yaml and the standard rules, never written over.",
)
@click.option("--strict", is_flag=True, help="Exit code 1 where something that bears on dates was not carried over.")
@options.form("text", "json")
@options.quiet
def import_(
    words: tuple[str, ...],
    output: Path | None,
    force: bool,
    certainty: str | None,
    calendar: str,
    edges: str | None,
    years: str | None,
    columns: str,
    kind: str | None,
    sheet: str,
    into: Path | None,
    strict: bool,
    format: str,
    quiet: bool,
) -> NoReturn:
    """What another tool wrote, as a file of a chronology.

    FORMAT left out, the content tells; a file in none of them has all of them listed. Gives one file of YAML, which has
    been read and found without a mistake before it is written, with the source and the place of each statement. What
    cannot be carried over is told on standard error and at the head of the file.
    """
    from chrono import exchange

    common = Common(Path(), format, quiet)
    named, paths = (
        (words[0], words[1:]) if words[0] in exchange.FORMATS and not Path(words[0]).is_file() else ("", words)
    )
    if not paths:
        raise click.UsageError("name the FILE to import")
    output = _target(output, into, force=force)
    files = [_content(Path(path)) for path in paths]
    named_columns = _columns(columns)
    format_ = named or ("table" if named_columns else exchange.sniffed(files[0]))
    if not format_:
        told = "; ".join(f"{name} ({what})" for name, what in exchange.FORMATS.items())
        raise click.ClickException(f"'{paths[0]}' is in no format that is known here: {told}")
    if format_ != "table" and (named_columns or kind or (sheet and format_ != "harris")):
        raise click.UsageError("--columns, --kind and --sheet are for tables: chrono import table FILE --columns ...")
    if format_ == "table" and not named_columns:
        raise click.UsageError("say what is where: --columns id=COLUMN,name=COLUMN,date=COLUMN")
    if years and format_ not in exchange.YEARS_LEFT_OPEN:
        raise click.UsageError(f"--years: {format_} says itself how years before the era are counted")
    if into is not None and format_ in exchange.SOURCES:
        raise click.UsageError(
            "--into: sources are part of a chronology; write them to a file that it includes, with -o"
        )
    asked = exchange.AskedOf(
        certainty or "", calendar, edges or "", years or "", columns=named_columns, kind=kind or "", sheet=sheet
    )
    try:
        imported = exchange.read(format_, files, asked)
        text = _text(imported, format_, files)
    except exchange.Uninstalled as mistakes:
        refuse(mistakes.diagnostics, common, "chrono.import/1", 2)
    except exchange.Unreadable as mistakes:
        refuse(mistakes.diagnostics, common, "chrono.import/1", 1)
    if format == "json":
        from chrono.exchange.told import document

        write(document(imported, format_, files, text))
    else:
        if not quiet:
            complain("\n\n".join(str(loss) for loss in imported.losses))
        if output is None:
            write(text)
    if output is not None:
        if into is None:
            save(output, text.encode("utf-8"))
        else:
            _make(into, text)
        if not quiet and format != "json":
            complain(f"written: {output}" + (", and the standard rules in rules/" if into is not None else ""))
    raise click.exceptions.Exit(1 if strict and imported.loses_dates else 0)


def _target(output: Path | None, into: Path | None, *, force: bool) -> Path | None:
    """Where the file of YAML goes; ends the command where it could not be written."""
    if into is None:
        if output is not None:
            writable(output, force=force)
        return output
    if output is not None:
        raise click.UsageError("--into names the folder, -o the file: give one of them")
    file = into / "events.yaml"
    if file.exists():
        raise click.ClickException(f"nothing was written: '{file}' is there already and is never overwritten")
    return file


def _make(folder: Path, text: str) -> None:
    """Makes a chronology of a file: with the standard rules, without which nothing follows from sentences."""
    from chrono.loading import Memory, load
    from chrono.standard import Occupied, with_rules
    from chrono.standard.writing import write_files

    files = with_rules(text.encode("utf-8"))
    found = load(Memory({path.as_posix(): content.decode("utf-8") for path, content in files.items()}))
    if found.chronology is None:
        wrong = "; ".join(f"{d.place}: {d.message}" for d in found.diagnostics if d.severity == "error")
        raise click.ClickException(f"nothing was written: it does not go with the standard rules (use -o): {wrong}")
    try:
        write_files(folder, files, last=Path("events.yaml"))
    except Occupied as there:
        here = ", ".join(path.as_posix() for path in there.paths)
        raise click.ClickException(f"nothing was written, because it would overwrite: {here}") from None
    except OSError as error:
        raise click.ClickException(f"nothing was written to '{folder}': {error.strerror or error}") from None


def _columns(text: str) -> dict[str, str]:
    """`id=Shelfmark,date=Dated` as fields with their columns; a name with a comma stands in double quotes."""
    if not text.strip():
        return {}
    import csv

    found: dict[str, str] = {}
    for part in next(csv.reader([text], skipinitialspace=True)):
        field, separator, column = part.partition("=")
        field, column = field.strip(), column.strip()
        if not separator or not field or not column:
            raise click.BadParameter(f"'{part}' is no FIELD=COLUMN", param_hint="--columns")
        if field in found:
            raise click.BadParameter(f"'{field}' is given twice", param_hint="--columns")
        found[field] = column
    return found


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


@click.command(epilog="Example: chrono export chronolog --model -o model.clog")
@click.argument("words", metavar="[FORMAT] [ID]...", nargs=-1, shell_complete=completion.spans)
@into_file("standard output; its ending tells the FORMAT")
@click.option("--model", is_flag=True, help="The inferences as they bind, not the windows (chronolog, oxcal).")
@click.option("--orders", is_flag=True, help="Which spans came before which, beside the windows (cidoc-crm).")
@click.option("--reasons", is_flag=True, help="The evidence behind each bound, by CRMinf (cidoc-crm).")
@click.option(
    "--edge",
    type=click.Choice(("end", "start", "both")),
    default="end",
    show_default=True,
    help="The side of a document that is its date, where there is one date for each (tei).",
)
@click.option(
    "--onto",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the dates into this file that was imported, and change nothing else in it (tei).",
)
@click.option("--outer", default="", metavar="FROM..TO", help="What stands for open bounds, in years (oxcal).")
@click.option("--strict", is_flag=True, help="Exit code 1 where something that bears on dates cannot be carried.")
@options.asking("text", "json")
def export(
    words: tuple[str, ...],
    output: Path | None,
    force: bool,
    model: bool,
    orders: bool,
    reasons: bool,
    edge: Edges,
    onto: Path | None,
    outer: str,
    strict: bool,
    **given: Any,
) -> NoReturn:
    """What is known of spans, as a file of another tool.

    FORMAT left out, the ending of FILE tells; `chrono export` alone lists all of them. Gives the windows of the named
    spans (default: every span). What is written has been read again and found sound. What the format cannot hold is
    told on standard error. With --format json a document with the file in it, or, with -o, about it.
    """
    from chrono import exports
    from chrono.exchange import Choices

    common, schema = Common(**given), "chrono.export/1"
    kind, ids = _named(words, output)
    if onto is not None and kind != "tei":
        raise click.UsageError("--onto is for tei: other formats are written anew")
    if model and kind not in ("chronolog", "oxcal"):
        raise click.UsageError("--model is for chronolog and oxcal: other formats hold windows")
    if (orders or reasons) and kind != "cidoc-crm":
        raise click.UsageError("--orders and --reasons are for cidoc-crm")
    if output is not None:
        writable(output, force=force)
    elif exports.is_binary(kind) and (common.format == "json" or sys.stdout.isatty()):
        raise click.ClickException(f"{kind.upper()} is no text: name a file with -o")
    base, warnings = chronology(common, schema)
    asked = common.options()
    file = None if onto is None else _content(onto)
    choices = Choices(edge=edge, model=model, orders=orders, reasons=reasons, onto=file, outer=_outer(outer))
    found = ask(lambda: _exported(base, kind, ids, asked, choices), common, schema)
    _finish(found, told(found, warnings, common), common, output, strict=strict)


def _outer(text: str) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    from chrono.dates import DateError
    from chrono.exchange.oxcal import outer

    try:
        return outer(text)
    except DateError as error:
        raise click.BadParameter(f"{error.message}; {error.help}" if error.help else error.message) from None


def _named(words: tuple[str, ...], output: Path | None) -> tuple[str, tuple[str, ...]]:
    """The format and the ids."""
    from chrono import exports

    if words and words[0] in exports.formats():
        return words[0], words[1:]
    ending = "" if output is None else output.suffix.lower()
    if ending in exports.endings():
        return exports.endings()[ending], words
    known = "\n".join(f"  {name:<14} {what}" for name, what in exports.formats().items())
    raise click.UsageError(f"name the FORMAT first:\n{known}")


def _exported(base: Any, kind: str, ids: tuple[str, ...], asked: Any, choices: Choices) -> Export:
    """What came of it; what the format has no words for cannot be asked."""
    from chrono import exports
    from chrono.exchange import Inexpressible
    from chrono.questions.options import Unanswerable

    try:
        return exports.export(base, kind, ids, asked, choices)
    except Inexpressible as why:
        raise Unanswerable(why.diagnostics) from None


def _finish(found: Export, warnings: Any, common: Common, output: Path | None, *, strict: bool) -> NoReturn:
    """Writes the file and what is to be said of it, and ends the command."""
    if found.made is None:
        if found.status == "inconsistent":
            complain("nothing was written: the evidence contradicts itself; `chrono conflicts` tells in what")
        else:
            complain("nothing was written: a limit was reached before what it needs was known")
        end(code_of(found), common)
    if output is not None:
        save(output, found.made.content)
    if common.format == "json":
        from chrono.exchange.told import exported

        write(exported(found.made, found.format, found.status, output is None))
    else:
        warn(found.made.losses, common)
        if output is None:
            deliver(found.made.content, None)
        elif not common.quiet:
            complain(f"written: {output}" + (f" ({found.made.said})" if found.made.said else ""))
    end(code_of(found) or (1 if strict and found.made.loses_dates else 0), common)
