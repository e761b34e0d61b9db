"""The answer of `chrono infer` as a spreadsheet of LibreOffice: ODS (OpenDocument 1.3), one sheet of texts and numbers.

Takes an `Inference`, gives bytes: the rows of `tables`, packed by the standard library. A cell is never a formula. The
same answer gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from chrono.answers.infer import Inference
from chrono.core.text import harmless
from chrono.reports.tables import COLUMNS, rows

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("manifest", "manifest"))
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every part, so that the day of writing makes no other bytes."""


def spreadsheet(answer: Inference) -> bytes:
    """An ODS file of one sheet."""
    content = "".join(_content([COLUMNS, *rows(answer)]))
    manifest = "".join(_manifest())
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        # The kind comes first and unpacked, so that it can be told from the first bytes.
        for name, text, how in (
            ("mimetype", _MIME, zipfile.ZIP_STORED),
            ("content.xml", content, zipfile.ZIP_DEFLATED),
            ("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED),
        ):
            part = zipfile.ZipInfo(name, _DAY)
            part.compress_type = how
            packed.writestr(part, text.encode())
    return made.getvalue()


def _content(table: Iterable[tuple[str | int, ...]]) -> Iterator[str]:
    yield f'{_HEAD}<office:document-content {_NAMES} office:version="1.3"><office:body><office:spreadsheet>'
    yield f'<table:table table:name="windows"><table:table-column table:number-columns-repeated="{len(COLUMNS)}"/>\n'
    for row in table:
        yield "<table:table-row>"
        yield from map(_cell, row)
        yield "</table:table-row>\n"
    yield "</table:table></office:spreadsheet></office:body></office:document-content>"


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        said = f'office:value-type="float" office:value="{value}"'
    elif value:
        said = 'office:value-type="string"'
    else:
        return "<table:table-cell/>"
    return f"<table:table-cell {said}><text:p>{escape(harmless(str(value)))}</text:p></table:table-cell>"


def _manifest() -> Iterator[str]:
    yield f'{_HEAD}<manifest:manifest {_NAMES} manifest:version="1.3">'
    for path, kind in (("/", _MIME), ("content.xml", "text/xml")):
        yield f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
    yield "</manifest:manifest>"
