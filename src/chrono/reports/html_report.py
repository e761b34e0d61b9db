"""`chrono report` as one page of HTML that stands by itself, as a site, and as Markdown.

Takes a `Report`, gives the text of a page. Templates only lay out what report_values.py words. Evidence is untrusted:
HTML is escaped by the templates' engine, characters that act unseen are shown by their code points, and the page runs
no script and loads nothing. The answers it was made from are embedded, so that `chrono verify` proves the page again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from chrono.answers.report import Report
from chrono.drawing.elements import visible
from chrono.reports import html_page
from chrono.reports.markdown import plain
from chrono.reports.page import Page
from chrono.reports.pictures import Missing
from chrono.reports.report_values import Values, answers_held, report_values, rival_readings

TEMPLATES = Path(__file__).parent / "templates"
INSTALL = "pip install 'chrono-dating[report]'"


def page(report: Report, page: Page) -> str:
    """The page in HTML; raises `Missing` where the templates' engine is not installed."""
    return _page(report_values(report, page, pictures=True))


def _page(values: Values) -> str:
    body = _engine(html=True)("report.html", values)
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8") + _running(str(values["title"]))
    return html_page.whole_page(str(values["title"]), body, style=style)


def site(report: Report, page: Page) -> dict[str, str]:
    """The pages of a site by their names: an index, one page a span, and the sources; raises `Missing`.

    Each page holds the answers it was made from.
    """
    whole = report_values(report, page, pictures=True)
    names = _names([result.id for result in report.results])
    nothing: Values = {
        "spans": [],
        "hypotheses": [],
        "sources": [],
        "rules": [],
        "rows": [],
        "picture": "",
        "answers": [],
    }
    nothing |= {
        "rivals": rival_readings(replace(report, rivals=None), pictures=False),
        "set_aside": [],
        "undercut": [],
        "open": [],
    }
    nothing |= {"conflicts": [], "repairs": [], "sensitivity": None}
    listed = [
        (names[span["id"]], span["name"], [f"{verb} {said}" for verb, said in span["windows"]])
        for span in whole["spans"]
    ]
    pages = {"index.html": _page(whole | {"spans": [], "sources": [], "rules": [], "index": listed, "home": "./"})}
    for result, span in zip(report.results, whole["spans"], strict=True):
        # What rests on what is told of all the spans together, on the index.
        asked = replace(report.asked, ids=(result.id,), sensitivity=False)
        inference = replace(report.inference, asked=asked, results=(result,), sensitivity=None)
        alone = replace(report, inference=inference, rivals=None)
        held = [(name, text) for name, text in answers_held(alone) if name == "answer"]
        rules = [rule for rule in whole["rules"] if any(rule["id"] in _rules_of(bound) for bound in span["bounds"])]
        filled = {"title": span["name"], "spans": [span], "rules": rules, "answers": held, "home": "../"}
        pages[names[result.id]] = _page(whole | nothing | filled)
    sources = [
        source
        | {"cited": [(*one[:3], names.get(id, "")) for one, id in zip(source["cited"], source["ids"], strict=True)]}
        for source in whole["sources"]
    ]
    pages["sources.html"] = _page(whole | nothing | {"title": "Sources", "sources": sources, "home": "./"})
    return pages


def _rules_of(bound: Values) -> set[str]:
    return {premise["id"].removeprefix("rule ") for premise in bound["premises"] if premise["id"].startswith("rule ")}


def _names(ids: Iterable[str]) -> dict[str, str]:
    """The name of the page of each span; file systems that tell no capitals apart need another for the second."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for id in ids:
        name, n = id, 1
        while name.casefold() in taken:
            n += 1
            name = f"{id}-{n}"
        taken.add(name.casefold())
        found[id] = f"spans/{name}.html"
    return found


def markdown(report: Report, page: Page) -> str:
    """The page in Markdown, without pictures; raises `Missing`."""
    text: str = _engine(html=False)("report.md", report_values(report, page, pictures=False))
    return text


def engine() -> Any:
    """The templates' engine; raises `Missing`."""
    try:
        import jinja2
    except ImportError:
        raise Missing("a report is laid out by Jinja2, which is not installed", INSTALL) from None
    return jinja2


def _engine(*, html: bool) -> Any:
    jinja2 = engine()
    shown = visible if html else lambda text: plain(visible(text))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=html,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # What was drawn here is markup and stays it; everything else is words.
        finalize=lambda value: shown(value) if type(value) is str else value,
    )
    environment.globals["drawn"] = _markup
    return lambda name, values: environment.get_template(name).render(values)


def _markup(text: str) -> Any:
    """What was made here and is markup already: pictures, and data in which nothing can end its element."""
    from markupsafe import Markup

    return Markup(text)


def _running(title: str) -> str:
    """The head of every printed page. Whatever could end a string in a style sheet is written by its code."""
    quoted = "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in visible(title))
    return f'@page {{ @top-left {{ content: "{quoted}" }} @bottom-right {{ content: counter(page) }} }}\n'
