"""`chrono export`: what is known of spans asked for and written in another tool's format, in one step.

Takes a session, a format and choices, gives the bytes of one file with what it could not hold. Tables come from the
reports, everything else from the formats of `chrono.exchange`; both are loaded when they are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chrono.core.diagnostics import Diagnostic
from chrono.exchange.exported import Choices, Exported, Inexpressible, changes_in_words, lost

if TYPE_CHECKING:
    from chrono.answers.infer import Inference
    from chrono.answers.material import Material
    from chrono.engine.outcomes import Status
    from chrono.model.chronology import Chronology
    from chrono.questions.options import Options
    from chrono.questions.session import Session

TABLES = {
    "csv": "a table of windows, as CSV",
    "xlsx": "a table of windows, as a spreadsheet of Excel",
    "ods": "a table of windows, as a spreadsheet of LibreOffice",
}
"""Tables, by their ending: they are drawn as `chrono infer` draws them."""
BINARY = ("xlsx", "ods")


@dataclass(frozen=True, slots=True)
class Export:
    """What came of an export: the file, or None where the evidence contradicts itself or a limit came too soon."""

    format: str
    status: Status
    made: Exported | None = None


def formats() -> dict[str, str]:
    """What each format is, by its name, in the order in which they are told."""
    from chrono.exchange import WRITTEN

    return {name: format.what for name, format in WRITTEN.items()} | TABLES


def endings() -> dict[str, str]:
    """The format by the ending of a file."""
    from chrono.exchange import WRITTEN

    return {format.ending: name for name, format in reversed(WRITTEN.items())} | {f".{name}": name for name in TABLES}


def is_binary(format: str) -> bool:
    """Whether a format is no text."""
    return format in BINARY


def export(of: Chronology | Session, format: str, ids: tuple[str, ...], options: Options, choices: Choices) -> Export:
    """What is known of the named spans (default: every span) in a format of `formats`.

    Raises `Unanswerable` for ids that are none, `Inexpressible` where the format has no words for what is known.
    """
    return _table(of, format, ids, options) if format in TABLES else _foreign(of, format, ids, options, choices)


def _foreign(of: Chronology | Session, format: str, ids: tuple[str, ...], options: Options, choices: Choices) -> Export:
    from chrono import exchange, questions

    reasons = exchange.WRITTEN[format].reasons or choices.reasons
    known: Material = questions.material.material(of, ids, options, reasons=reasons)
    # Where there was no time to read the evidence, its inferences are not known, and a model would be without them.
    if known.status == "inconsistent" or (choices.model and known.status == "unknown"):
        return Export(format, known.status)
    try:
        return Export(format, known.status, exchange.write(format, known, choices))
    except exchange.Inexpressible:
        # What it needs may only not be known.
        if known.status == "unknown":
            return Export(format, known.status)
        raise


def _table(of: Chronology | Session, format: str, ids: tuple[str, ...], options: Options) -> Export:
    from chrono import questions, reports
    from chrono.answers.overview import in_order
    from chrono.questions.choice import all_of
    from chrono.questions.session import opened

    with opened(of, options) as session:
        named = ids or tuple(entry.id for entry in session.base(options, all_of(ids)).chronology.entries)
        if not named:
            raise Inexpressible(Diagnostic("empty-selection", "there is no span to write"))
        answer: Inference = questions.infer.infer(session, named, options)
    if answer.status == "inconsistent":
        return Export(format, answer.status)
    answer = replace(answer, results=in_order(answer.results, "start"))
    content = _workbook(answer, format) if is_binary(format) else reports.render(answer, format).encode()
    asked = "; ".join(changes_in_words(answer.asked))
    losses = (lost(f"what was asked: {asked}", bears=False),) if asked else ()
    return Export(format, answer.status, Exported(content, losses))


def _workbook(answer: Inference, format: str) -> bytes:
    if format == "ods":
        from chrono.reports.opendocument import spreadsheet

        return spreadsheet(answer)
    from chrono.reports.tables import Uninstalled, workbook

    try:
        return workbook(answer)
    except Uninstalled:
        message = "spreadsheets of Excel are written by XlsxWriter, which is not installed"
        help = "pip install 'chrono-dating[spreadsheets]', or ask for ods or csv"
        raise Inexpressible(Diagnostic("nothing-there", message, help=help)) from None
