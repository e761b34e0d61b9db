"""`chrono check` as JUnit's XML, which continuous integration shows as tests.

Takes a `Check`, or mistakes instead of one, gives text. Evidence is untrusted: XML is built by the standard library,
and characters that it cannot hold are left out.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from chrono.answers.check import Check, Checked
from chrono.answers.invalid import Invalid
from chrono.core.diagnostics import in_order
from chrono.dates import Scale
from chrono.reports.page import Page
from chrono.reports.verdicts import verdict
from chrono.reports.words import cut_short, held_back, named, short

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def check(answer: Check, page: Page) -> str:
    """One test case a hypothesis, and one for whether the evidence is consistent, which also says what a limit kept
    back."""
    cases = [_consistency(answer, cut_short(answer)), *(_case(r, answer.asked.scale) for r in answer.results)]
    return _suite(cases)


def invalid(answer: Invalid, page: Page) -> str:
    """One failed test case with every mistake in the files."""
    case = ElementTree.Element("testcase", classname="chrono", name="files")
    error = ElementTree.SubElement(case, "error", message="the files have mistakes")
    error.text = _clean("\n".join(str(d) for d in in_order(answer.diagnostics)))
    return _suite([case])


def _suite(cases: list[ElementTree.Element]) -> str:
    failures = sum(case.find("failure") is not None for case in cases)
    errors = sum(case.find("error") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    counts = {"tests": str(len(cases)), "failures": str(failures), "errors": str(errors)}
    if skipped:
        counts["skipped"] = str(skipped)
    suites = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(suites, "testsuite", {"name": "chrono check", **counts})
    suite.extend(cases)
    ElementTree.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(suites, encoding="unicode")}\n'


def _consistency(answer: Check, note: str) -> ElementTree.Element:
    case = ElementTree.Element("testcase", classname="chrono", name="consistency")
    if answer.contradicted:
        failure = ElementTree.SubElement(case, "failure", message="the evidence contradicts itself")
        failure.text = _clean(
            "\n".join(f"{named(p.id)}: {p.sentence} ({p.place})" for c in answer.conflicts for p in c.premises)
            + (f"\n{note}" if note else "")
        )
    elif answer.status == "unknown" or note:
        message = note or "a limit was reached before the answer was complete"
        error = ElementTree.SubElement(case, "error", message=message)
        error.text = _clean("".join(f"not known: {what}\n" for what in held_back(answer)))
    return case


def _case(result: Checked, scale: Scale) -> ElementTree.Element:
    case = ElementTree.Element("testcase", classname="chrono.hypothesis", name=_clean(result.id))
    if result.place.file:
        case.set("file", _clean(result.place.file))
        case.set("line", str(result.place.line))
    if result.windows:
        properties = ElementTree.SubElement(case, "properties")
        for point, window in result.windows:
            ElementTree.SubElement(properties, "property", name=_clean(point), value=_clean(short(window, scale)))
    if not result.ok:
        # JUnit has no warnings: a case that is skipped is shown, with its message, and fails nothing.
        kind = "skipped" if not result.fails else "error" if result.held_back else "failure"
        message = _clean(f"{result.verdict}, expected {result.expect}")
        ElementTree.SubElement(case, kind, message=message).text = _clean(verdict(result, scale))
    return case


def _clean(text: str) -> str:
    """Characters that XML 1.0 cannot hold, even escaped, are left out."""
    return _NOT_XML.sub("", text)
