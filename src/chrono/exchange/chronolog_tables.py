"""ChronoLog's tables: sequences and synchronisms as CSV with semicolons, as its menus export and import them.

Takes the texts of one or both tables, gives the same model as a `.clog` holds; and writes windows as such a table. They
have no tags, comments or events: what is alone is a sequence of one, and `?` is what is not known.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from chrono.answers.material import Material
from chrono.core.diagnostics import Diagnostic
from chrono.exchange.exported import Choices, Exported, Inexpressible
from chrono.exchange.imported import AskedOf, Foreign, Mistakes, Unreadable

SEQUENCES = (
    *("Sequence", "Period", "Input Earliest Start", "Input Latest Start", "Input Earliest End", "Input Latest End"),
    *("Input Min. Duration", "Input Max. Duration"),
)
SYNCHRONISMS = ("Sequence 1", "Period 1", "Synchronism type", "Sequence 2", "Period 2", "Synchronism details")
_FIELDS = ("startDateLB", "startDateUB", "endDateLB", "endDateUB", "durationLB", "durationUB")
_NUMBER = re.compile(r"[+-]?[0-9]{1,6}", re.ASCII)


def kind_of(file: Foreign) -> tuple[str, ...]:
    """The columns of one of the two tables that a file is; none where it is neither."""
    head = tuple(cell.strip() for cell in file.text()[:2000].partition("\n")[0].split(";"))
    return next((columns for columns in (SEQUENCES, SYNCHRONISMS) if head[: len(columns) - 1] == columns[:-1]), ())


def model(files: Sequence[Foreign]) -> tuple[dict[str, Any], Foreign]:
    """The tables as a model, with the file that sequences come from; raises `Unreadable`."""
    wrong = Mistakes()
    by_kind = {kind_of(file): file for file in files}
    if SEQUENCES not in by_kind or len(by_kind) < len(files):
        message = "ChronoLog's tables are one of sequences, and perhaps one of synchronisms"
        raise Unreadable([Diagnostic("import", message, files[0].place(), "name the table of sequences first")])
    main = by_kind[SEQUENCES]
    sequences: dict[str, list[dict[str, Any]]] = {}
    for line, row in _rows(main, SEQUENCES, wrong):
        period: dict[str, Any] = {"name": row[1]}
        for name, text in zip(_FIELDS, row[2:], strict=True):
            if text in ("", "?"):
                continue
            if not _NUMBER.fullmatch(text):
                wrong.append(Diagnostic("import", f"{text!r} is no number of years", main.place(line)))
                continue
            period[name] = int(text)
        sequences.setdefault(row[0], []).append(period)
    found: dict[str, Any] = {
        "name": re.sub(r"[-_ ]sequences(?=\.|$)", "", main.name).removesuffix(".csv"),
        "sequences": [{"name": name, "periods": periods} for name, periods in sequences.items()],
        "synchronisms": [],
    }
    if SYNCHRONISMS in by_kind:
        file = by_kind[SYNCHRONISMS]
        for line, row in _rows(file, SYNCHRONISMS, wrong):
            if row[2].casefold().startswith("delay") or row[5]:
                message = f"'{row[2]} {row[5]}': what a table says of the details of a synchronism is not read"
                help = "import the model itself, the .clog"
                wrong.append(Diagnostic("import", message, file.place(line), help))
                continue
            found["synchronisms"].append({"period1": row[1], "type": row[2], "period2": row[4]})
    if wrong:
        raise Unreadable(wrong)
    return found, main


def _rows(file: Foreign, columns: tuple[str, ...], wrong: Mistakes) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(file.text()), delimiter=";")
    found = []
    try:
        next(reader)
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) > len(columns) and any(row[len(columns) :]):
                wrong.append(Diagnostic("import", "a row has more cells than columns", file.place(reader.line_num)))
            cells = [cell.strip() for cell in row[: len(columns)]]
            found.append((reader.line_num, cells + [""] * (len(columns) - len(cells))))
    except csv.Error as error:
        wrong.append(Diagnostic("import", f"this is no CSV: {error}", file.place(reader.line_num)))
    return found


def write(material: Material, choices: Choices) -> Exported:
    """The windows of spans as a table of sequences, each span a sequence of one."""
    from chrono.exchange import chronolog
    from chrono.exchange.chronolog_writing import windows_of

    if choices.model:
        message = "a table has no words for delays, in which the inferences are written"
        raise Inexpressible(Diagnostic("nothing-there", message, help="export chronolog, the .clog"))
    periods, losses = windows_of(material)
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\n")
    writer.writerow(SEQUENCES)
    for period in periods:
        name = " ".join(period["name"].split())
        writer.writerow((name, name, *(period.get(field, "?") for field in _FIELDS)))
    content = made.getvalue().encode()
    chronolog.read([Foreign("written", content)], AskedOf())
    return Exported(content, losses)
