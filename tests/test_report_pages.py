"""Pages and pictures as files: what they hold, what they never do, how they look to a browser, how they are written.

Where a browser matters, one that is installed is asked; without one, or without the extra `browser`, the test says so
and is skipped.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from chrono.documents.embedded import embedded, held
from chrono.frontends.cli import main
from chrono.frontends.cli.browser import installed
from chrono.frontends.cli.saving import save
from tests.browsing import browser
from tests.small import ROOT

__all__ = ["browser"]
GALLERY = ROOT / "tests" / "data" / "drawing"
NASTY = "<script>alert(1)</script></style>\\u202E\"'><img src=x onerror=alert(1)>--></title>"
HOSTILE = f"""
chronology: {{title: "{NASTY.replace('"', "")}"}}
sources: {{book: {{title: "{NASTY.replace('"', "")}", date: 1900}}}}
people: {{author: {{name: "{NASTY.replace('"', "")}", born: 1850, died: 1920, source: "book, </script>"}}}}
documents:
  letter: {{name: "javascript:alert(1) {NASTY.replace('"', "")}", author: author, compare: [war]}}
events: {{war: {{name: "</svg><script>alert(2)</script>", date: 1914-07-28}}}}
evidence:
  before: {{holds: end(letter) < start(war), source: "book, <b>p. 3</b>", note: "{NASTY.replace('"', "")}"}}
hypotheses: {{early: {{claim: end(letter) < 1914-07-28, why: "<i>because</i> </script>"}}}}
"""
needs_browser = pytest.mark.skipif(installed() is None, reason="no browser is installed")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("events.yaml", "rules", "rivals"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "events.yaml").write_text(HOSTILE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Tags(HTMLParser):
    """The elements of a page, with their attributes, and that each is closed."""

    VOID = ("meta", "br", "img", "link")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def harmless(page: str) -> None:
    tags = Tags(page).seen
    for tag, attributes in tags:
        assert tag not in ("img", "link", "iframe", "object", "embed", "form", "base")
        assert not [name for name in attributes if name.startswith("on")]
        assert tag != "script" or attributes["type"] == "application/json"
        for name in ("href", "src", "xlink:href"):
            assert (attributes.get(name) or "#").startswith("#")
    assert any(tag == "meta" and "default-src 'none'" in (a.get("content") or "") for tag, a in tags)
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))


# -- what a report holds


def test_sections_can_be_left_out_and_the_page_is_proven_all_the_same(folder: Path) -> None:
    assert run("report", "manuscript", "--sections", "spans, timeline", "-o", "two.html").exit_code == 0
    page = Path("two.html").read_text(encoding="utf-8")
    sections = [attributes["id"] for tag, attributes in Tags(page).seen if tag == "section"]
    assert sections == ["timeline", "manuscript", "check"]
    assert "<code>chrono report manuscript --sections=timeline,spans</code>" in page
    assert run("verify", "two.html").exit_code == 0
    assert run("report", "manuscript", "--no-sources", "-o", "no.md").exit_code == 0
    assert "## Rules" not in (said := Path("no.md").read_text(encoding="utf-8"))
    assert "## Hypotheses" in said
    assert "## Sources" not in said
    wrong = run("report", "--sections", "timeline,spams", "-o", "x.html")
    assert (wrong.exit_code, "did you mean 'spans'?" in wrong.output, Path("x.html").exists()) == (2, True, False)
    assert run("report", "--site", "s", "--no-sources").exit_code == 2


def test_a_report_tells_at_which_value_a_verdict_turns(folder: Path) -> None:
    assert run("report", "manuscript", "--set", "silence.delay=3 days").exit_code == 0
    page = Path("report.html").read_text(encoding="utf-8")
    assert "entailed while silence.delay &lt;= 8 days; undetermined from 9" in page
    drawn = page[page.index('aria-label="silence.delay: before-the-war is entailed while') :]
    assert "as it stands: 3" in drawn[: drawn.index("</svg>")]
    assert "delay = 3 days" in page
    assert run("report", "manuscript", "-o", "report.md").exit_code == 0
    assert "before\\-the\\-war: entailed while silence.delay" in Path("report.md").read_text(encoding="utf-8")


def test_the_command_that_a_page_tells_makes_it_again(folder: Path) -> None:
    words = ["manuscript", "--with=rivals/told-in-order.yaml", "--without=pact.date", "--set=silence.delay=3 days"]
    words += ["--compare=rivals/like-a-glove.yaml", "--at-least=strong", "--no-sources"]
    assert run("report", *words, "-o", "one.html").exit_code == 0
    page = Path("one.html").read_text(encoding="utf-8")
    found = re.search(r"<code>chrono report (.*?)</code>", page)
    assert found is not None
    assert run("report", *shlex.split(unescape(found[1])), "-o", "two.html").exit_code == 0
    assert Path("two.html").read_text(encoding="utf-8") == page


def test_of_nothing_there_is_no_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(GALLERY / "kings" / "events.yaml", "events.yaml")
    made = run("report")
    assert (made.exit_code, Path("report.html").exists()) == (2, False)
    assert "there is nothing to report: no document" in made.output


HANGS = """
documents: {memoir: {name: the memoir}, reply: {}}
evidence:
  seen: {holds: end(memoir) <= 1910}
  tells: {holds: end(memoir) >= 1914}
  known: {holds: end(reply) <= 1900, certainty: certain}
"""


@pytest.mark.parametrize("name", ["report.html", "report.md"])
def test_of_contradictory_evidence_each_window_says_what_it_hangs_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text(HANGS, encoding="utf-8")
    assert run("report", "-o", name).exit_code == 1
    said = Path(name).read_text(encoding="utf-8").replace("\\", "")
    assert "What follows is told without seen, the preferred repair." in said
    assert said.count("Told without seen.") == 2
    assert "It hangs on that: if tells is given up instead, begun … – 1910, finished … – 1910." in said
    assert said.count("Firm: no smallest repair moves it.") == 1


def test_a_report_holds_its_answers_and_is_proven_again(folder: Path) -> None:
    made = run("report", "manuscript", "--compare", "rivals/told-in-order.yaml")
    assert made.exit_code == 0, made.output
    page = Path("report.html").read_text(encoding="utf-8")
    harmless(page)
    for said in (
        "1 Jan 1938 – 23 Aug 1939",
        "nothing-after-1938",
        r"L50 and L52 · events\.yaml:\d+",
        r"silence\.yaml:\d+",
    ):
        assert re.search(said, page), said
    assert 'id="manuscript.end.latest"' in page
    assert len(held(page)) == 3
    proven = run("verify", "report.html")
    assert proven.exit_code == 0, proven.output
    assert re.search(r"^(\d+) of \1 claims proven again", proven.stdout, re.MULTILINE)
    Path("report.html").write_text(page.replace('"latest": "1939-08-23"', '"latest": "1939-08-22"'), encoding="utf-8")
    assert run("verify", "report.html").exit_code == 1
    Path("other.html").write_text("<p>no answer</p>", encoding="utf-8")
    assert "holds no answer" in run("verify", "other.html").output


def test_a_report_is_the_same_each_time(folder: Path) -> None:
    for name in ("one.html", "two.html"):
        assert run("report", "manuscript", "-o", name).exit_code == 0
    assert Path("one.html").read_bytes() == Path("two.html").read_bytes()


def test_a_report_in_markdown(folder: Path) -> None:
    assert run("report", "manuscript", "-o", "report.md").exit_code == 0
    page = Path("report.md").read_text(encoding="utf-8")
    assert page.startswith('# The date of Trotsky\'s "Stalin"\n')
    assert "- **pact.date**: the Stalin–Hitler pact is dated 1939\\-08\\-23" in page
    assert "\n\n\n\n" not in page


@pytest.mark.parametrize("format", ["html", "markdown", "site"])
def test_without_a_hypothesis_there_is_a_report_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(GALLERY / "gaps" / "events.yaml", "events.yaml")
    made = run("report", *(("--site", "site") if format == "site" else ("--format", format)))
    assert made.exit_code == 0, made.output
    page = Path({"html": "report.html", "markdown": "report.md", "site": "site/index.html"}[format])
    said = page.read_text(encoding="utf-8")
    assert "Gaps and open ends" in said
    if format != "site":
        assert len(re.findall("(<h3>|### |^)How firm", said, re.MULTILINE)) == 4, "nothing bounds the fragment"
        assert said.count("certain evidence alone forces all of this") == 1
    if format != "markdown":
        proven = run("verify", str(page))
        assert re.search(r"^(\d+) of \1 claims proven again", proven.stdout, re.MULTILINE), proven.output


@pytest.mark.parametrize("name", ["report.html", "report.md"])
def test_a_report_tells_how_firm_each_bound_is_and_what_it_rests_on(folder: Path, name: str) -> None:
    """The same rows as on the screen of `infer --sensitivity`, in both formats."""
    made = run("report", "manuscript", "-o", name)
    assert made.exit_code == 0, made.output
    page = Path(name).read_text(encoding="utf-8").replace("\\", "")
    page = re.sub(r"</?[a-z][^>]*>|\|-[|-]*|[|#*]", " ", page)
    said = " ".join(page.split())
    for row in (
        "evidence at least begun finished",
        "strong 7 Nov 1894 – 20 Aug 1940 1 Jan 1938 – 20 Aug 1940",
        "rule silence manuscript begun and finished not later than 23 Aug 1939 → May 1940 at-work-in-may-1940 refuted",
        "manuscript begun not later than 23 Aug 1939 2 1 1",
        "left out by itself moves nothing",
    ):
        assert row in said, row


def test_what_a_page_says_it_rests_on_is_proven_again(folder: Path) -> None:
    assert run("report", "manuscript").exit_code == 0
    page = Path("report.html").read_text(encoding="utf-8")
    (answer,) = (text for text in held(page) if '"sensitivity"' in text)
    moved = json.loads(answer)
    one = next(one for one in moved["sensitivity"] if one["without"] == "rule:silence")["moved"][0]
    assert (one["at"], one["then"]) == ("1939-08-23", "1940-05-31")
    one["then"] = "1940-05-30"
    Path("report.html").write_text(page.replace(answer, embedded(json.dumps(moved))), encoding="utf-8")
    found = run("verify", "report.html")
    assert found.exit_code == 1
    assert "without rule:silence" in found.output


def test_a_site_has_a_page_for_each_span(folder: Path) -> None:
    made = run("report", "--site", "site")
    assert made.exit_code == 0, made.output
    pages = {path.relative_to("site").as_posix(): path.read_text("utf-8") for path in Path("site").rglob("*.html")}
    assert {"index.html", "sources.html", "spans/manuscript.html"} <= pages.keys()
    assert f"and {len(pages) - 1} pages more" in made.stdout
    for name, page in pages.items():
        for tag, attributes in Tags(page).seen:
            assert tag != "script" or attributes["type"] == "application/json"
            target, _, anchor = (attributes.get("href") or "").partition("#")
            if target:
                found = (Path("site") / name).parent / target
                assert found.is_file(), f"{name} leads to {target}"
            assert not anchor or f'id="{anchor}"' in page
    for name in ("spans/manuscript.html", "index.html"):
        proven = run("verify", f"site/{name}")
        assert proven.exit_code == 0, proven.output
    again = run("report", "--site", "site")
    assert (again.exit_code, "is not empty" in again.output) == (2, True)
    assert run("report", "--site", "site", "-o", "a.html").exit_code == 2


def test_names_of_pages_differ_without_their_capitals() -> None:
    from chrono.reports.html_report import _names

    assert _names(["A", "a", "a-2"]) == {"A": "spans/A.html", "a": "spans/a-2.html", "a-2": "spans/a-2-2.html"}


def test_of_contradictory_evidence_there_is_a_report_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(GALLERY / "contradiction" / "events.yaml", "events.yaml")
    assert run("report").exit_code == 1
    page = Path("report.html").read_text(encoding="utf-8")
    harmless(page)
    assert "What cannot all be true" in page
    assert "If tells-of-the-war is given up" in page
    assert run("verify", "report.html").exit_code == 0


@pytest.mark.parametrize(
    "command", ["report -o a.html", "report -o a.md", "timeline -o a.html", "timeline -o a.svg", "infer -o a.html"]
)
def test_names_and_notes_are_shown_as_text(hostile: Path, command: str) -> None:
    made = run(*command.split())
    assert made.exit_code == 0, made.output
    page = Path(command.split()[-1]).read_text(encoding="utf-8")
    if command.endswith(".html"):
        harmless(page)
    assert "\u202e" not in page
    assert not re.search(r"(?<!\\)<(script(?! type)|img|b>|i>)", page)
    if command.startswith("report"):
        assert "p. 3" in page


def test_templates_mark_nothing_as_safe() -> None:
    templates = ROOT / "src" / "chrono" / "reports" / "templates"
    found = [line for path in templates.iterdir() for line in path.read_text(encoding="utf-8").splitlines()]
    assert not [line for line in found if "safe" in line or "autoescape" in line]
    drawn = {word for line in found for word in re.findall(r"drawn\(([^)]*)\)", line)}
    assert drawn == {"picture", "bound.picture", "span.firmness", "rivals.picture", "text"}


def test_what_is_embedded_cannot_end_its_element() -> None:
    text = '{"a": "</script><!-- \u2028"}'
    assert held(f'<script type="application/json">{embedded(text)}</script>') == [embedded(text)]
    assert "<" not in embedded(text)


def test_of_contradictory_evidence_the_overview_tells_in_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(GALLERY / "contradiction" / "events.yaml", "events.yaml")
    made = run("infer", "-o", "a.html")
    assert made.exit_code == 1
    page = Path("a.html").read_text(encoding="utf-8")
    harmless(page)
    assert "These cannot all be true" in page
    assert "If tells-of-the-war is given up" in page


def test_of_many_contradictions_the_overview_tells_what_is_given_up_and_how_each_window_stands(tmp_path: Path) -> None:
    text = """
chronology: {unit: year}
documents: {act-0: {}, act-1: {}, act-2: {name: <b>}}
evidence:
  early-1: {holds: end(act-1) <= 1140}
  late-1: {holds: start(act-1) >= 1150, certainty: strong}
  early-2: {holds: end(act-2) <= 1140}
  late-2: {holds: start(act-2) >= 1150, certainty: strong}
  weak: {holds: end(act-0) <= 1100, certainty: weak}
"""
    (tmp_path / "events.yaml").write_text(text, encoding="utf-8")
    made = run("infer", "-C", str(tmp_path), "-o", str(tmp_path / "a.html"))
    assert made.exit_code == 1
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    harmless(page)
    assert "<p>Told without early-1 and early-2</p>" in page
    assert "<summary>What contradicts what, in 2 clusters, and what is given up</summary>" in page
    given_up = "<td>end(act-1) &lt;= 1140</td><td>events.yaml:5</td><td>late-1</td><td>2: late-1</td>"
    assert f'<th scope="row">early-1</th>{given_up}' in page
    assert page.index(given_up) < page.index("<td>firm unless 2</td>") < page.index("<td>firm</td>")
    assert "<td>end(act-0) &lt;= 1100</td><td>too weak to count</td>" in page


# -- how files are written


def test_nothing_is_written_over_or_half_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("timeline", "-o", "a.svg").exit_code == 0
    before = Path("a.svg").read_bytes()
    again = run("timeline", "manuscript", "-o", "a.svg")
    assert (again.exit_code, "--force" in again.output) == (2, True)
    assert Path("a.svg").read_bytes() == before
    monkeypatch.setattr(os, "replace", _fails)
    failed = run("timeline", "manuscript", "-o", "a.svg", "--force")
    assert failed.exit_code == 3
    assert "no room" in failed.output
    assert Path("a.svg").read_bytes() == before
    assert not [path for path in folder.iterdir() if path.name.startswith(".a.svg")]
    monkeypatch.undo()


def _fails(*_: object) -> None:
    raise OSError(28, "no room left")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("-o nowhere/a.svg", "there is no folder 'nowhere'; make it"),
        ("-o a.jpeg", "does not tell the format"),
        ("-o rules", "directory"),
        (f"-o {'a' * 300}.svg", "File name too long; name another"),
        ("-o loop.svg --force", "symbolic links; name another"),
        ("-o /dev/null --format svg --force", "it is no file; name another"),
        ("-o pipe.svg --force", "it is no file; name another"),
        ("--from 2000 --to 2010 -o a.svg", "widen --from and --to"),
        ("--from 1940 --to 1930", "would end before it begins"),
        ("--from nonsense", "--from: 'nonsense' is not read as a date"),
        ("--at ../1940", "open on one side"),
        ("nobody --format svg", "no person, event, period or document is called 'nobody'"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_line(folder: Path, words: str, said: str) -> None:
    Path("loop.svg").symlink_to("loop.svg")
    os.mkfifo("pipe.svg")
    found = run("timeline", *words.split())
    assert found.exit_code == 2
    assert said in found.output
    assert Path("/dev/null").is_char_device()
    assert "<svg" not in found.output
    assert not Path("a.svg").exists()


def test_a_name_may_be_as_long_as_the_system_allows(folder: Path) -> None:
    name = f"{'ö' * 125}.svg"
    made = run("timeline", "-o", name)
    assert made.exit_code == 0, made.output
    assert "<svg" in Path(name).read_text(encoding="utf-8")


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    save(tmp_path / "one", b"1")
    (tmp_path / "two").write_bytes(b"2")
    assert (tmp_path / "one").stat().st_mode == (tmp_path / "two").stat().st_mode
    os.chmod(tmp_path / "one", 0o640)
    save(tmp_path / "one", b"3")
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o640


def test_without_a_browser_there_is_no_pdf(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHRONO_BROWSER", "no-such-browser")
    found = run("timeline", "-o", "a.pdf")
    assert (found.exit_code, "'no-such-browser', which CHRONO_BROWSER names" in found.output) == (2, True)


def test_what_is_not_installed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "resvg_py", None)
    monkeypatch.setitem(__import__("sys").modules, "jinja2", None)
    assert "pip install 'chrono-dating[pictures]'" in run("timeline", "-o", "a.png").output
    assert "pip install 'chrono-dating[report]'" in run("report").output


# -- in a browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_a_report_opens_from_its_file(folder: Path, browser: Any, scheme: str, width: int) -> None:
    assert run("report", "manuscript", "--compare", "rivals/told-in-order.yaml").exit_code == 0
    context = browser.new_context(viewport={"width": width, "height": 860}, color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "report.html").as_uri())
    assert page.locator("h1").inner_text() == 'The date of Trotsky\'s "Stalin"'
    assert page.locator("#manuscript .windows").first.inner_text().count("23 Aug 1939") == 2
    assert said == []
    assert asked == [(folder / "report.html").as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    context.close()


def test_nothing_in_evidence_runs(hostile: Path, browser: Any) -> None:
    assert run("report").exit_code == 0
    page = browser.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.goto((hostile / "report.html").as_uri())
    assert "<script>alert(1)</script>" in page.locator("h1").inner_text()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("command", ["report manuscript -o a.html", "timeline -o a.html", "infer -o a.html"])
def test_pages_are_accessible(folder: Path, browser: Any, command: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra `browser` is not installed")
    assert run(*command.split()).exit_code == 0
    # The page lets nothing run; only to be looked at by axe it is opened without its policy.
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    page.goto((folder / "a.html").as_uri())
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


@needs_browser
def test_a_report_is_printed(folder: Path) -> None:
    made = run("report", "manuscript", "-o", "report.pdf")
    assert made.exit_code == 0, made.output
    assert Path("report.pdf").read_bytes().startswith(b"%PDF-")
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    text = subprocess.run(["pdftotext", "-layout", "report.pdf", "-"], capture_output=True, check=True).stdout.decode()
    pages = text.removesuffix("\f").split("\f")
    assert all("The date of Trotsky's" in one.lstrip().split("\n")[0] for one in pages)
    assert re.search(r"L50 and L52 · events\.yaml:\d+", text)
    assert "It would not follow if it were said" in text
    assert text.count("23 Aug 1939") > 5


def test_two_renderers_draw_the_same(folder: Path, browser: Any, tmp_path: Path) -> None:
    """Chromium and resvg, blurred to a sixth of their size: hardly a place differs."""
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    for name in ("a.svg", "a.png"):
        assert run("timeline", "manuscript", "-o", name).exit_code == 0
    page = browser.new_page(device_scale_factor=2, viewport={"width": 1120, "height": 500})
    page.goto((folder / "a.svg").as_uri())
    page.locator("svg").first.screenshot(path="b.png")
    page.close()
    one, other = (image.open(name).convert("L") for name in ("a.png", "b.png"))
    assert one.size == other.size
    small = [[*picture.resize((picture.width // 6, picture.height // 6)).tobytes()] for picture in (one, other)]
    differing = sum(abs(a - b) > 64 for a, b in zip(*small, strict=True))
    assert differing < 0.02 * len(small[0])
