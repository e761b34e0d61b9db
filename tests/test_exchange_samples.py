"""Every sample of a foreign format: what is in it, what is lost, and that the chronology it gives is answered.

And spreadsheets as LibreOffice reads them, where it is installed.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from chrono import Chronology
from chrono.exchange import Foreign, read, sniffed
from chrono.exchange.told import text
from chrono.frontends.cli import main

SAMPLES = Path(__file__).parent / "data" / "exchange"
DIGITS = "//{}/value: {} is read with the digits it has, {}"
EXCLUSIVE = "BEF and AFT are read without the date itself, as version {} has them"
LAYOUT = "the layout of the drawing: {} values"
MATRIX = {"vocabulary": 1, "rules": 1}
HELD: dict[str, tuple[str, dict[str, int], list[str], bool]] = {
    "1-Sellopoulo-naive.clog": ("chronolog", {"periods": 2, "evidence": 1}, [LAYOUT.format(21)], False),
    "Egyptian-Dyn-26-CLOG3.clog": (
        "chronolog", {"periods": 13, "events": 1, "sequences": 2, "evidence": 13}, [LAYOUT.format(147)], False
    ),
    "assertion.json": (
        "periodo", {"periods": 1},
        [DIGITS.format("start", "1.3E6", "1250000 to 1350000"), DIGITS.format("stop", "1.5E6", "1450000 to 1550000")],
        False,
    ),
    "bonn.lst": ("harris", {"periods": 19, "evidence": 26} | MATRIX, [], False),
    "dyn18-snippets.oxcal": (
        "oxcal", {"events": 18}, ["18 dates with a distribution, which is no bound"], True
    ),
    "example01_basic.xml": ("tei", {"people": 2, "events": 1, "documents": 3, "evidence": 1}, [], False),
    "example02.xml": ("tei", {"people": 2, "events": 1, "documents": 3, "evidence": 1}, [], False),
    "harris12.csv": ("harris", {"periods": 10, "vocabulary": 2, "rules": 4, "evidence": 13}, [], False),
    "isicily-ISic000809.xml": (
        "tei", {"documents": 1}, ["1 statement of low certainty: weak, and asked for with --at-least weak"], False
    ),
    "own-dates.ged": ("gedcom", {"people": 2}, [EXCLUSIVE.format("5.5.1")], False),
    "sample555.ged": ("gedcom", {"people": 3, "events": 1, "evidence": 6}, [EXCLUSIVE.format("5.5.5")], False),
}  # fmt: skip
"""The format of each sample, how many of what are in it, what is told of it, and whether dates are lost."""


def test_every_sample_is_here() -> None:
    beside = {"SOURCES.md", "harris12-windows.json"}
    assert {path.name for path in SAMPLES.iterdir()} - beside == set(HELD)


@pytest.mark.parametrize("name", sorted(HELD))
def test_a_sample_has_what_is_in_it_and_is_answered(name: str) -> None:
    format, counts, losses, loses_dates = HELD[name]
    file = Foreign(name, (SAMPLES / name).read_bytes())
    assert sniffed(file) == format
    found = read(format, [file])
    held = {name: len(held) for name, held in found.sections.items() if name not in ("chronology", "sources")}
    assert held == counts
    assert [loss.message for loss in found.losses] == losses
    assert found.loses_dates == loses_dates
    answer = Chronology.loads(text(found, format, [file])).infer("*")
    assert answer.status == "consistent"
    spans = ("people", "events", "periods", "documents")
    assert len(answer.results) == sum(count for section, count in counts.items() if section in spans)


@pytest.mark.parametrize("name", sorted(HELD))
def test_the_commands_import_a_sample_into_a_folder_and_answer(name: str, tmp_path: Path) -> None:
    words = ["import", str(SAMPLES / name), "--into", str(tmp_path / "new"), "--quiet"]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert CliRunner().invoke(main, ["infer", "--windows", "-C", str(tmp_path / "new")]).exit_code == 0


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_libreoffice_reads_the_cells_of_a_spreadsheet_as_text(ending: str, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    if ending == "xlsx":
        pytest.importorskip("xlsxwriter")
    found = Chronology.loads(
        "chronology: {unit: year}\nperiods:\n"
        '  a: {name: "=1+1", start: "[-0043..]", end: "[..0010]"}\n'
        '  b: {name: Gäps, start: "[-0020..-0010,0001..0005]", end: 0020, duration: ">= 1 year"}\n'
    )
    (tmp_path / f"windows.{ending}").write_bytes(found.export(ending).content)
    # Commas, double quotes, UTF-8: as `chrono export csv` writes it.
    kind = "csv:Text - txt - csv (StarCalc):44,34,76"
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, "--headless", own, "--convert-to", kind, "--outdir", str(tmp_path), f"windows.{ending}"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    assert (tmp_path / "windows.csv").read_text(encoding="utf-8") == found.export("csv").content.decode()
