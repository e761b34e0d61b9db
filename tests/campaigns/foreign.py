"""Files of other tools made to be too much: each is refused with its place, within 2 s of work and 500 MB of memory.

Each is the bytes of one file in a format, imported by a process of its own under both limits. Mutants of the samples
are imported as they are read by a program: they end as mistakes or as a chronology, never in anything else.
"""

from __future__ import annotations

import io
import json
import resource
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.campaigns import Tally

SECONDS, MEMORY = 2, 500_000_000
MOST_SAID = 100_000
SAMPLES = Path(__file__).parents[1] / "data" / "exchange"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def sheet_of(rows: list[list[str]]) -> str:
    """The XML of a sheet with these cells, as texts."""
    told = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for at, cell in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{told}</sheetData></worksheet>'


def spreadsheet(sheet: str) -> bytes:
    """A file of XLSX with one sheet."""
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as into:
        for name, text in parts.items():
            into.writestr(name, text)
    return made.getvalue()


def _lying(data: bytes) -> bytes:
    """The same, where the file says of its largest part that it holds ten bytes."""
    largest = max(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist())
    return data.replace(struct.pack("<I", largest), struct.pack("<I", 10))


def _opendocument(rows: str) -> bytes:
    of = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{name}="{of}{name}:1.0"' for name in ("office", "table", "text"))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as into:
        into.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        into.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet><table:table table:name='S'>{rows}"
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return made.getvalue()


_CELL = '<table:table-cell office:value-type="string"%s><text:p>x</text:p></table:table-cell>'
_TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>%s</teiHeader></TEI>'
_FAULTY = '<msDesc><origDate when="x">w</origDate></msDesc>\n'
_ART = '"https://linked.art/ns/v1/linked-art.json"'
_RECORD = ',{"type":"Event","_label":"x","timespan":{"begin_of_the_begin":"soon"}}'
_TABLE = "table --columns id=id,date=date"
_LIST = "Stratigraphic Dataset x\n\n  Name\n"


def _entities(of: str) -> str:
    """Entities of ten of the one before: 10^10 letters, if they were read."""
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 11))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{declared}]>' + of.replace("%s", "&e10;")


def _outside(of: str) -> str:
    return '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + of.replace("%s", "&e;")


def _nested(of: str, name: str) -> str:
    return of.replace("%s", f"<{name}>" * 200_000 + f"</{name}>" * 200_000)


def _features(number: int) -> str:
    one = '{"properties":{"title":"x"},"when":{"timespans":[{"start":{"in":"soon"},"end":{}}]}}'
    return f'{{"features":[{",".join([one] * number)}]}}'


def _periods(number: int) -> str:
    one = '{"label":"x","start":{"label":"s","in":{"year":"late"}},"stop":{}}'
    return f'{{"authorities":{{"a":{{"periods":[{",".join([one] * number)}]}}}}}}'


def _model(number: int) -> str:
    periods = ",".join(f'{{"name":"p","startDateLB":0,"startDateUB":0,"n":{n}}}' for n in range(number))
    return f'{{"chronolog-version":"3.0.0","name":"m","sequences":[{{"periods":[{periods}]}}]}}'


def _deep(around: str = "%s") -> str:
    return around.replace("%s", "[" * 5_000_000)


GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">%s</graph></graphml>'
INPUTS: dict[str, tuple[str, Callable[[], str | bytes]]] = {
    "tei: entities that multiply": ("tei", lambda: _entities(_TEI)),
    "tei: an entity of the system": ("tei", lambda: _outside(_TEI)),
    "tei: 200,000 levels": ("tei", lambda: _nested(_TEI, "div")),
    "tei: a tag of 30 MB": ("tei", lambda: _TEI % f'<date when="{"1" * 30_000_000}"/>'),
    "tei: 100,000 faulty dates": ("tei", lambda: _TEI % (_FAULTY * 99_999)),
    "tei: 100,000 faulty letters": (
        "tei",
        lambda: _TEI % ('<correspDesc><correspAction type="sent"><date when="1999-13"/></correspAction></correspDesc>\n'
        * 99_000),
    ),
    "tei: 10^6 elements": ("tei", lambda: _TEI % ("<p/>" * 1_000_000)),
    "harris: graph, entities that multiply": ("harris", lambda: _entities(GRAPHML)),
    "harris: graph, 200,000 levels": ("harris", lambda: _nested(GRAPHML, "node")),
    "harris: graph, 200,000 edges to nowhere": (
        "harris", lambda: GRAPHML % ('<node id="a"/>' + '<edge source="a" target="b"/>' * 200_000)
    ),
    "harris: Phaser, deep": ("harris", lambda: _deep('{"elements": {"edges": [], "nodes": %s')),
    "harris: list of 10^6 faults": ("harris", lambda: _LIST + "a\n   wrong\n" * 1_000_000),
    "harris: list, 10^5 units unknown": (
        "harris",
        lambda: _LIST + "a\n   above: " + ", ".join(f"u{n}" for n in range(100_000)),
    ),
    "harris: table, one cell of 30 MB": ("harris", lambda: f"context,above,below\n{'x' * 30_000_000},,\n"),
    "harris: table, a quote that never ends": ("harris", lambda: 'context,above,below\na,"' + "b\n" * 10_000_000),
    "chronolog: deep": ("chronolog", lambda: _deep('{"chronolog-version": "3.0.0", "sequences": %s')),
    "chronolog: 10^5 periods in the year 0": ("chronolog", lambda: _model(100_000)),
    "chronolog: a number of 10^6 digits": ("chronolog", lambda: _model(1).replace(":0,", f":{'9' * 1_000_000},")),
    "chronolog: tables, a quote that never ends": ("chronolog", lambda: "Sequence 1 ;LB;UB\n\"" + "b;\n" * 10_000_000),
    "periodo: deep": ("periodo", lambda: _deep('{"authorities": %s')),
    "periodo: 10^5 faulty years": ("periodo", lambda: _periods(100_000)),
    "periodo: 10^5 dates of years too far": (
        "periodo", lambda: _periods(100_000).replace("late", "99999999999999999999")
    ),
    "linked-places: deep": ("linked-places", lambda: _deep('{"features": %s')),
    "linked-places: 10^5 faulty dates": ("linked-places", lambda: _features(100_000)),
    "cidoc-crm: deep": ("cidoc-crm", lambda: _deep(f'{{"@context": {_ART}, "x": %s')),
    "cidoc-crm: 10^6 nodes": ("cidoc-crm", lambda: f'[{_ART}{",{}" * 1_000_000}]'),
    "cidoc-crm: 10^5 faulty dates": (
        "cidoc-crm",
        lambda: f'[{_ART}{_RECORD * 100_000}]',
    ),
    "csl: deep": ("csl", lambda: _deep('[{"id": "a", "type": %s')),
    "csl: 10^6 items without a key": ("csl", lambda: f'[{",".join(["{}"] * 1_000_000)}]'),
    "bibtex: 10^5 entries of one key": ("bibtex", lambda: "@book{a, title = {t}}\n" * 15_000),
    "bibtex: 3 MB of one brace": ("bibtex", lambda: "@book{a, title = " + "{" * 3_000_000),
    "bibtex: LaTeX within LaTeX": ("bibtex", lambda: "@book{a, title = " + "{" * 20_000 + "}" * 20_000 + "}"),
    "bibtex: commands within commands": (
        "bibtex", lambda: "@book{a, title = {" + "\\emph{" * 20_000 + "}" * 20_000 + "}}"
    ),
    "bibtex: one author of 3 MB": ("bibtex", lambda: "@book{a, author = {" + "x and " * 500_000 + "y}}\n@book{"),
    "bibtex: 30 MB": ("bibtex", lambda: "@book{a, title = {t}}\n" + "x" * 30_000_000),
    "table: a sheet of 300 MB in 300 kB": (_TABLE, lambda: spreadsheet(sheet_of([[" " * 300_000_000]]))),
    "table: a sheet that says it is small": (_TABLE, lambda: _lying(spreadsheet(sheet_of([[" " * 300_000_000]])))),
    "table: a cell far away": (
        _TABLE, lambda: spreadsheet(sheet_of([["id"], ["x"]]).replace("A2", "XFD1048576").replace('"2"', '"1048576"'))
    ),
    "table: cells that repeat": (
        _TABLE,
        lambda: _opendocument(
            "<table:table-row table:number-rows-repeated='1048576'>"
            + _CELL % " table:number-columns-repeated='16384'"
            + "</table:table-row>"
        ),
    ),
    "table: an entity in a sheet": (
        _TABLE, lambda: spreadsheet(_entities(sheet_of([["id"], ["%s"]])).replace('<?xml version="1.0"?>', ""))
    ),
    "table: a quote that never ends": (_TABLE, lambda: 'id,date\na,"' + "b\n" * 10_000_000),
    "table: 10^5 rows too wide": (_TABLE, lambda: "id,date\n" + "a,b,c\n" * 100_000),
    "table: 10^5 columns": (_TABLE, lambda: ",".join(f"c{n}" for n in range(100_000)) + "\n1,2\n"),
    "table: a cell of 30 MB": (_TABLE, lambda: f"id,date\na,{'1' * 30_000_000}\n"),
    "oxcal: 200,000 levels": ("oxcal", lambda: "Plot(){" + "Sequence(){" * 200_000),
    "oxcal: 10^6 signs": ("oxcal", lambda: 'Plot(){Date("x",' + "1+" * 1_000_000 + "1);};"),
    "oxcal: a text that never ends": ("oxcal", lambda: 'Plot(){Date("' + "x" * 30_000_000),
    "gedcom: 10^6 lines of nothing": ("gedcom", lambda: "0 HEAD\n" + "x\n" * 1_000_000),
    "gedcom: 99 levels of 10^5 lines": ("gedcom", lambda: "0 HEAD\n0 @I1@ INDI\n" + "9 NAME x\n" * 100_000),
    "harris: a text of brackets": ("harris", lambda: _deep()),
    "periodo: a name of 30 MB": (
        "periodo",
        lambda: f'{{"label": "{"x" * 30_000_000}", "start": {{"in": {{"year": "x"}}}}, "stop": {{}}}}',
    ),
    "linked-places: a name of 30 MB": (
        "linked-places", lambda: _features(1).replace('"x"', f'"{"y" * 30_000_000}"')
    ),
    "gedcom: a line of 30 MB": ("gedcom", lambda: "0 HEAD\n0 @I1@ INDI\n1 NAME " + "x" * 30_000_000),
}  # fmt: skip


def ended(name: str, slack: int = 1) -> tuple[int, str, str]:
    """The exit code of an import, and what it printed on the two streams; `slack` times as long as is allowed."""
    format, made = INPUTS[name]
    content = made()

    def limits() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * slack, SECONDS * slack + 1))

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        program = [sys.executable, "-m", "chrono", "import", *format.split(" "), str(path)]
        ran = subprocess.run(program, capture_output=True, text=True, check=False, preexec_fn=limits)
    return ran.returncode, ran.stdout, ran.stderr


def judge(name: str, tally: Tally, slack: int = 1) -> None:
    """One of them: refused with the name of the file, in few words."""
    code, out, said = ended(name, slack)
    tally.counts["files"] += 1
    sound = code == 1 and not out and "file" in said and len(said) < MOST_SAID
    sound = sound and not any(sign in said for sign in ("Traceback", "internal error", "MemoryError"))
    tally.expect(
        sound, f"{name}: ended with {code}, {len(out)} and {len(said)} characters: {said[-300:] or out[-300:]}"
    )


def mutant(random: Random, tally: Tally) -> None:
    """A sample with some bytes changed: a chronology that loads, or mistakes with a message."""
    from chrono.exchange import Foreign, Unreadable, read, sniffed
    from chrono.exchange.told import text

    path = random.choice(sorted(path for path in SAMPLES.iterdir() if path.suffix != ".md"))
    original = path.read_bytes()
    format = sniffed(Foreign(path.name, original))
    content = bytearray(original)
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(content))
        how = random.randrange(3)
        piece = random.choice((b"", b"\0", b"-", b"0", b"99999999999", b"<", b'"', b"{", b"\xff", b"\n", b"[..]"))
        if how == 2:
            start = random.randrange(len(content))
            piece = bytes(content[start : start + random.randint(1, 200)])
        content[at : at + random.randint(0, 8)] = piece
    tally.counts[f"mutants of {format or 'nothing'}"] += 1
    if not format:
        return
    file = Foreign(path.name, bytes(content))
    try:
        text(read(format, [file]), format, [file])
        tally.counts["read"] += 1
    except Unreadable as mistakes:
        tally.counts["refused"] += 1
        tally.expect(bool(mistakes.diagnostics), f"{path.name}: refused without a word")
    except Exception as error:
        tally.expect(False, f"{path.name}: {type(error).__name__}: {error}: {json.dumps(content.decode('latin-1'))}")


def one(random: Random, tally: Tally) -> None:
    """All of them, in some order, and a hundred mutants."""
    for name in random.sample(sorted(INPUTS), len(INPUTS)):
        judge(name, tally)
    for _ in range(100):
        mutant(random, tally)
