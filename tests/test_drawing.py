"""Timelines drawn: marks that say what the windows say, an axis without a year 0, pictures that somebody has looked at.

`tests/data/drawing` is the gallery: a chronology each with its picture beside it. What they should look like is for
eyes: after a change, look at each in a browser, then keep them with

    CHRONO_RENEW_PICTURES=1 python -m pytest tests/test_drawing.py

and say in the commit that they were looked at.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import accumulate
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono import Chronology
from chrono.answers.thresholds import Region, Threshold
from chrono.answers.timeline import Lane, Mark
from chrono.core.version import __version__
from chrono.dates import DAYS, Scale, read
from chrono.drawing import elements, legend, marks, side_by_side, turns
from chrono.drawing.axis import ticks
from chrono.drawing.counts import counts
from chrono.drawing.side_by_side import Supposed
from chrono.drawing.svg import Field
from chrono.engine.intervals import Interval, Window, union
from chrono.frontends.cli import main
from tests.small import ROOT

GALLERY = Path(__file__).parent / "data" / "drawing"
RENEW = "CHRONO_RENEW_PICTURES"
ASKED = {
    "kings": "qarqar tribute jeroboam rehoboam abijam asa nadab baasha elah zimri omri ahab jehoshaphat "
    "ahaziah-of-israel joram jehoram ahaziah-of-judah jehu",
    "gaps": "simon abbacy vacancy synod fire charter letter chronicle fragment psalter",
    "era": "before after across edict",
    "days": "first answer second draft",
    "contradiction": "--strict",
}
SVG = "{http://www.w3.org/2000/svg}"
FOUNDING = ROOT / "docs" / "founding.svg"
OF_THE_README = "timeline manuscript --from 1937 --to 1940 --format svg"


def drawn(folder: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(folder)
    return CliRunner().invoke(main, command.split()).stdout


# -- pictures


@pytest.mark.parametrize("name", ASKED)
def test_the_gallery_is_drawn_as_it_was_looked_at(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = drawn(GALLERY / name, f"timeline {ASKED[name]} --format svg", monkeypatch)
    _as_kept(GALLERY / f"{name}.svg", made.replace(f"chrono {__version__}", "chrono VERSION"))


def test_two_thousand_documents_are_drawn_as_they_were_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from benchmarks.drawing import text

    (tmp_path / "events.yaml").write_text(text(2000), encoding="utf-8")
    made = drawn(tmp_path, "timeline --format svg", monkeypatch)
    assert "2000 spans" in made
    assert len(made) < 100_000
    _as_kept(GALLERY / "compact.svg", made.replace(f"chrono {__version__}", "chrono VERSION"))


def test_the_picture_of_the_readme_is_what_the_command_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    made = drawn(ROOT, OF_THE_README, monkeypatch)
    # What the files are called by changes with every comment in them.
    _as_kept(FOUNDING, re.sub(r"files [0-9a-f]{12}", "files …", made.replace(f"chrono {__version__}", "chrono")))
    assert f"chrono {OF_THE_README.removesuffix(' --format svg')}" in (ROOT / "README.md").read_text(encoding="utf-8")


def _as_kept(path: Path, made: str) -> None:
    if os.environ.get(RENEW) == "1":
        path.write_text(made, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    assert made == kept, f"look at it, then renew: {RENEW}=1 python -m pytest tests/test_drawing.py"


@pytest.mark.parametrize("path", [*sorted(GALLERY.glob("*.svg")), FOUNDING], ids=lambda path: path.stem)
def test_pictures_have_presentation_attributes_alone(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "g", "title", "desc", "rect", "line", "polygon", "path", "text", "circle"}
    attributes = {key for element in root.iter() for key in element.attrib}
    assert not attributes & {"style", "font", "href"}
    assert not [key for key in attributes if key.startswith("on")]
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for element in root.iter(f"{SVG}rect"):
        assert -0.1 <= float(element.attrib["x"]) <= width
        assert float(element.attrib["x"]) + float(element.attrib["width"]) <= width + 0.1
        assert float(element.attrib["y"]) + float(element.attrib["height"]) <= height + 0.1


def test_the_same_picture_under_any_hash_seed() -> None:
    made = set()
    for seed in ("0", "1", "77"):
        command = [sys.executable, "-m", "chrono", "timeline", "--format", "svg", "--numbers", "all"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        made.add(subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout)
    assert len(made) == 1


# -- marks

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""How fast a machine is, is no matter of these tests."""
STEPS = st.integers(-40, 40)


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, Window]:
    """Two windows as a solver could give them: the first value of the one is not behind that of the other, nor the
    last; ends may be open."""

    def one() -> list[Interval]:
        sizes = draw(st.lists(st.integers(1, 9), min_size=2, max_size=6))
        cuts = [*accumulate(sizes, initial=draw(STEPS))][1:]
        return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]

    start, end = union(one()), union(one())
    shift = max(0, (start[0][0] or 0) - (end[0][0] or 0), (start[-1][1] or 0) - (end[-1][1] or 0))
    end = tuple((a + shift, b + shift) for a, b in end if a is not None and b is not None)
    if draw(st.booleans()):
        start = ((None, start[0][1]), *start[1:])
    if draw(st.booleans()):
        end = (*end[:-1], (end[-1][0], None))
    return Window(start), Window(end)


def covered(stretches: list[Interval]) -> set[int]:
    return {
        step for step in range(-200, 201) for a, b in stretches if (a is None or a <= step) and (b is None or step <= b)
    }


@UNHURRIED
@given(windows())
def test_marks_cover_their_windows_and_nothing_else(pair: tuple[Window, Window]) -> None:
    start, end = pair
    found = marks.marks(start, end, moment=False)
    certain = marks.core(start, end)
    middle = [certain] if certain else []
    whole: dict[str, list[Interval]] = {"begun": [*start.intervals], "ended": [*end.intervals], "must": [*middle]}
    for mark in found:
        assert covered([mark.stretch]) <= covered(whole[mark.shape])
    for shape, window in (("begun", start), ("ended", end)):
        told = [mark.stretch for mark in found if mark.shape in (shape, "must")]
        assert covered([*window.intervals]) <= covered(told)
    lanes: dict[Lane, list[Mark]] = {}
    for mark in found:
        lanes.setdefault(mark.lane, []).append(mark)
    for lane in lanes.values():
        assert sum(len(covered([mark.stretch])) for mark in lane) == len(covered([mark.stretch for mark in lane]))


@UNHURRIED
@given(windows())
def test_ends_are_those_of_the_windows(pair: tuple[Window, Window]) -> None:
    start, end = pair
    assert [limit.at for limit in marks.limits(start, end)] == [start.least, start.most, end.least, end.most]


def test_a_limit_leaves_the_mark_as_wide_as_what_is_not_excluded() -> None:
    window = Window(((3, 4),), proven=False, outer=(1, None))
    (mark, *_) = marks.marks(window, window, moment=False)
    assert mark.stretch == (1, None)
    assert not any(limit.proven for limit in marks.limits(window, window))


@UNHURRIED
@given(st.lists(windows(), max_size=5), STEPS)
def test_counts_hold_the_true_number(pairs: list[tuple[Window, Window]], step: int) -> None:
    found = counts(pairs, -100, 100)
    now = [count for count in found if count.at <= step][-1]
    may = sum(step in covered([(s.least, e.most)]) for s, e in pairs)
    must = sum(step in covered([c]) for s, e in pairs if (c := marks.core(s, e)))
    assert (now.may, now.must) == (may, must)


@UNHURRIED
@given(windows(), STEPS, st.integers(0, 60))
def test_every_mark_is_drawn_within_the_picture(pair: tuple[Window, Window], first: int, size: int) -> None:
    field = Field(100, 700, first, first + size)
    for mark in marks.marks(*pair, moment=False):
        place = field.span(*mark.stretch)
        assert (place is None) == (not covered([mark.stretch]) & set(range(first, first + size + 1)))
        if place is not None:
            assert 100 <= place[0] < place[1] <= 700.0001


# -- the axis


def labels(first: str, last: str, room: int, scale: Scale = DAYS) -> list[str]:
    begins, ends = (scale.step_of(day) for day in (_first(first), _first(last)))
    return [tick.label for tick in ticks(begins, ends, scale, room) if tick.label]


def _first(text: str) -> int:
    found = read(text).first
    assert found is not None
    return found


@pytest.mark.parametrize("unit", ["day", "month", "year"])
def test_there_is_no_year_0(unit: str) -> None:
    scale = Scale(unit)  # type: ignore[arg-type]
    every = labels("-0004-06-01", "0005-06-01", 20, scale)
    assert [*every[:2], *every[-2:]] == ["4 BCE", "3 BCE", "4 CE", "5 CE"] or every[0] == "5 BCE"
    assert every[every.index("1 BCE") + 1] == "1 CE"
    assert labels("-0499-06-01", "0500-06-01", 6, scale) == ["400 BCE", "200 BCE", "1 BCE|1 CE", "200", "400"]
    assert not [label for label in every if label.startswith("0")]


def test_ticks_are_of_the_chronologys_own_calendar() -> None:
    assert labels("1123-01-01", "1200-01-01", 4, Scale("day", "islamic")) == ["AH 520", "AH 540", "AH 560", "AH 580"]
    assert labels("1000-01-01", "1000-12-31", 6, Scale("day", "julian"))[0] == "Jan 1000"
    for tick in ticks(_first("1123-01-01"), _first("1200-01-01"), Scale("day", "julian-ladyday"), 4):
        assert read(f"julian-ladyday:{tick.label}" if tick.label else "1123").first is not None


@UNHURRIED
@given(st.integers(-3_000_000, 3_000_000), st.integers(0, 2_000_000), st.integers(2, 20))
def test_ticks_are_few_and_in_order(first: int, size: int, room: int) -> None:
    found = ticks(first, first + size, DAYS, room)
    assert [tick.at for tick in found] == sorted({tick.at for tick in found})
    assert all(first <= tick.at <= first + size + 1 for tick in found)
    assert len([tick for tick in found if tick.label]) <= 2 * room + 3


# -- words


def test_nothing_in_words_acts() -> None:
    text = elements.words("<script>a&b</script>\u202e\x07 \U0001f4dc", 0, 0)
    assert "&lt;script&gt;a&amp;b&lt;/script&gt;[U+202E][U+0007] \U0001f4dc" in text
    ElementTree.fromstring(text)


@UNHURRIED
@given(st.text(), st.floats(0, 300))
def test_what_is_cut_fits(text: str, width: float) -> None:
    cut = elements.cut(text, width)
    assert elements.width_of(cut) <= max(width, elements.width_of("…")) + 0.01
    assert cut.endswith("…") or cut == text
    ElementTree.fromstring(elements.words(text, 0, 0))


@UNHURRIED
@given(st.lists(st.tuples(st.floats(0, 900), st.floats(1, 200)), max_size=8).map(sorted))
def test_labels_do_not_touch(placed: list[tuple[float, float]]) -> None:
    levels = legend.levels(placed)
    for n, (x, wide) in enumerate(placed):
        for m in range(n):
            if levels[m] == levels[n]:
                assert placed[m][0] + placed[m][1] <= x
            if placed[m][0] + placed[m][1] > x:
                assert levels[m] < levels[n], "what hangs down from a later label would cross this one"
        assert wide > 0


# -- staircases, graphs, notebooks


def chains(folder: Path, words: str, monkeypatch: pytest.MonkeyPatch) -> ElementTree.Element:
    return ElementTree.fromstring(drawn(folder, f"explain {words} --format svg", monkeypatch))


def test_an_argument_is_a_staircase_where_dates_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    root = chains(GALLERY / "kings", "ahab --end --latest", monkeypatch)
    dots = [(float(one.attrib["cx"]), float(one.attrib["cy"])) for one in root.iter(f"{SVG}circle")]
    assert len(dots) == 9
    assert [y for _, y in dots] == sorted(y for _, y in dots)
    said = [text.text for text in root.iter(f"{SVG}text")]
    assert [text for text in said if text and text.endswith("years") and text[0] in "+–"] == [
        "– 10 years",
        "+ 5 years",
        "– 23 years",
        "+ 17 years",
    ]


def test_an_argument_on_one_date_is_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    root = chains(GALLERY / "kings", "ahab --end --earliest", monkeypatch)
    assert not [*root.iter(f"{SVG}circle")]
    assert "1. qarqar.date: 853 BCE, so end(qarqar) is not earlier than 853 BCE" in [
        text.text for text in root.iter(f"{SVG}text")
    ]


EITHER = """
people: {author: {name: the author}}
documents: {letter: {name: the letter}, reply: {name: the reply}}
evidence:
  in-one-of-two: {holds: "end(letter) <= 1900 or end(letter) <= 1910-06-30"}
  answered: {holds: end(reply) <= end(letter) + 2 years}
"""


def test_each_case_of_an_either_or_is_a_panel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "events.yaml").write_text(EITHER, encoding="utf-8")
    root = chains(tmp_path, "reply --end --latest", monkeypatch)
    said = " ".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert said.count("supposing") == 2
    assert "+ 2 years" in said


@pytest.mark.parametrize("form", ["mermaid", "dot"])
def test_a_graph_tells_who_dates_whom(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = drawn(GALLERY / "kings", f"infer ahab --format {form}", monkeypatch)
    assert found.count("->") == len(re.findall(r"not (?:earlier|later)", found)) == 10
    nasty = '"]; click n0 <script> \\\\" #quot;'
    (tmp_path / "events.yaml").write_text(
        f"events: {{war: {{name: W, date: 1914}}}}\ndocuments: {{a: {{name: '{nasty}'}}}}\n"
        "evidence: {e: {holds: end(a) < start(war)}}\n",
        encoding="utf-8",
    )
    for command in ("infer a", "explain a"):
        hostile = drawn(tmp_path, f"{command} --format {form}", monkeypatch)
        if form == "mermaid":
            assert not re.search(r"<(?!br>)|click n0 [^#]", hostile)
            assert all(line.count('"') == 2 for line in hostile.splitlines()[1:])
        else:
            assert all(len(re.findall(r'(?<!\\)(?:\\\\)*"', line)) % 2 == 0 for line in hostile.splitlines())


def test_a_notebook_shows_the_timeline() -> None:
    shown = Chronology.load(GALLERY / "gaps").infer("abbacy", "letter")._repr_html_()
    assert "<svg" in shown
    assert shown.count('class="gap"') == 3
    assert shown.index("<svg") < shown.index("<table")
    assert "<svg" in Chronology.load(GALLERY / "kings").explain("ahab")._repr_html_()
    assert "<svg" in Chronology.load(GALLERY / "contradiction").infer()._repr_html_()


# -- at which value a verdict turns, and windows side by side


VERDICTS = ("entailed", "undetermined", "refuted", "inconsistent")


@UNHURRIED
@given(
    st.lists(st.integers(1, 50_000), min_size=1, max_size=4, unique=True).map(sorted),
    st.none() | st.integers(0, 60_000),
    st.integers(400, 1200),
)
def test_a_verdict_turns_where_its_regions_meet(at: list[int], now: int | None, width: int) -> None:
    firsts, lasts = [0, *at], [*(turn - 1 for turn in at), None]
    regions = tuple(
        Region(first, last, VERDICTS[n % 4])  # type: ignore[arg-type]
        for n, (first, last) in enumerate(zip(firsts, lasts, strict=True))
    )
    root = ElementTree.fromstring(turns.draw(Threshold("silence.delay", "days", regions), now, "<said>", width))
    boxes = [one for one in root.iter(f"{SVG}rect") if one.get("stroke")]
    edges = [float(one.get("x1", "")) for one in root.iter(f"{SVG}line")]
    assert len(boxes) == len(regions)
    assert edges == [float(one.get("x", "")) for one in boxes[1:]]
    assert edges == sorted(set(edges))
    words = [one.text for one in root.iter(f"{SVG}text")]
    for first, last in zip(firsts, lasts, strict=True):
        assert str(first) in words
        assert last is None or str(last) in words
    marks = [one for one in root.iter(f"{SVG}polygon") if one.get("class") == "now"]
    assert len(marks) == (now is not None)
    if now is not None:
        tip = float(marks[0].get("points", "").split()[2].split(",")[0])
        box = next(box for box, last in zip(boxes, lasts, strict=True) if last is None or now <= last)
        x, wide = float(box.get("x", "")), float(box.get("width", ""))
        assert x - 0.1 <= tip <= x + wide + 0.1


def test_a_verdict_that_never_turns_is_not_drawn() -> None:
    always = Threshold("silence.delay", "days", (Region(0, None, "entailed"),))
    assert turns.draw(always, 0, "", 700) == ""
    assert turns.draw(Threshold("silence.delay", "days", known=False), 0, "", 700) == ""


def test_windows_side_by_side_keep_their_order_and_their_names() -> None:
    asked = Chronology.load(GALLERY / "kings").infer("ahab").asked
    rows = [Supposed(name, "document", Window(((n, n + 5),)), Window(((n, n + 9),))) for n, name in enumerate("cab")]
    root = ElementTree.fromstring(side_by_side.draw(rows, asked, "Three", 700))
    shown = [one for one in root.iter(f"{SVG}g") if one.get("class") == "row"]
    assert [one.get("data-id") for one in shown] == ["c", "a", "b"]
    assert shown[0].findtext(f"{SVG}title") == "c: begun 1 BCE – 5 CE, finished 1 BCE – 9 CE"
    assert side_by_side.draw([Supposed("all", "document", FREE, FREE)], asked, "Open", 700) == ""


FREE = Window(((None, None),))


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("name", ["gaps", "kings", "contradiction"])
def test_no_date_is_cut_on_a_screen(name: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shown = drawn(GALLERY / name, f"timeline {ASKED[name]}", monkeypatch)
    asked = [word for word in ASKED[name].split() if word != "--strict"]
    strict = {"repair": None} if "--strict" in ASKED[name] else {}
    timeline = Chronology.load(GALLERY / name).timeline(*asked, **strict)
    heads = 2 + len(timeline.asked.chronology)
    assert all(len(line) <= width for line in shown[heads:].splitlines() if not line.startswith("  "))
    said = " ".join(" ".join(line[line.rfind("  ") :].split()) for line in shown.splitlines())
    for row in timeline.rows:
        for text in row.said:
            assert text in said, (row.name, text)
