"""`chrono check` for machines that run it: GitHub's workflow commands and JUnit's XML.

Takes a `Check` or diagnostics, gives text. Evidence is untrusted: what could end a command early is escaped as GitHub's
toolkit escapes it, and XML is built by the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias
from xml.etree import ElementTree

from chrono.answers.check import Check, Checked
from chrono.answers.reasons import Reason
from chrono.core.diagnostics import NOWHERE, Diagnostic, Place, in_order
from chrono.dates import Scale
from chrono.reports.words import failure, held_back, named, short, summary

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


Located: TypeAlias = Callable[[Place], Place]


def _as_written(place: Place) -> Place:
    return place


def github(answer: Check, at: Located = _as_written) -> str:
    """An `::error` (or `::warning`) line for each hypothesis not as expected, one for a contradiction, a `::notice`
    with the count. `at` gives the place of a file in the repository."""
    lines = [_contradiction(reason, at) for reason in answer.conflicts]
    for result in answer.results:
        if not result.ok:
            level = "error" if result.fails else "warning"
            lines.append(_command(level, verdict(result, answer.asked.scale), at(result.place), result.id))
        elif result.sharper:
            lines.append(_command("notice", sharper(result, answer.asked.scale), at(result.place), result.id))
    lines.append(_command("notice", summary(answer), NOWHERE, "chrono check"))
    return "\n".join(lines) + "\n"


def github_diagnostics(diagnostics: Iterable[Diagnostic], at: Located = _as_written) -> str:
    """An annotation for each mistake in the files."""
    level = {"error": "error", "warning": "warning", "note": "notice"}
    return "".join(
        _command(level[d.severity], d.message + (f"\n{d.help}" if d.help else ""), at(d.place), d.code) + "\n"
        for d in in_order(diagnostics)
    )


def junit(answer: Check, note: str = "") -> str:
    """One test case a hypothesis, and one for whether the evidence is consistent, which also says what a limit kept
    back; `note` is said of the whole answer."""
    cases = [_consistency(answer, note), *(_case(r, answer.asked.scale) for r in answer.results)]
    return _suite(cases)


def junit_diagnostics(diagnostics: Iterable[Diagnostic]) -> str:
    """One failed test case with every mistake in the files."""
    case = ElementTree.Element("testcase", classname="chrono", name="files")
    error = ElementTree.SubElement(case, "error", message="the files have mistakes")
    error.text = _clean("\n".join(str(d) for d in in_order(diagnostics)))
    return _suite([case])


def _contradiction(reason: Reason, at: Located) -> str:
    told = "; ".join(f"{named(p.id)}: {p.sentence}" for p in reason.premises)
    place = next((p.place for p in reason.premises if p.place.file), NOWHERE)
    return _command("error", f"these cannot all be true: {told}", at(place), "contradiction")


def verdict(result: Checked, scale: Scale) -> str:
    """What came out instead of what was expected, what it rests on, and what is known of the dates: several lines."""
    said = [f"{result.claim} is {result.verdict}, expected {result.expect}"]
    if result.verdict == result.expect:
        said = [f"{result.claim} is {result.verdict} as expected, but not under every variation"]
    said += [failure(v) for v in result.variations if not v.ok]
    if result.verdict == "inconsistent":
        said.append("the evidence contradicts itself")
    elif result.reason:
        said.append("because " + "; ".join(f"{named(p.id)}: {p.sentence}" for p in result.reason.premises))
    return "\n".join([*said, *windows(result, scale)])


def windows(result: Checked, scale: Scale) -> list[str]:
    """What is known of each point that the claim names, a line each."""
    return [f"{point}: {short(window, scale)}" for point, window in result.windows]


def sharper(result: Checked, scale: Scale) -> str:
    """That a recorded window still follows, and more than it."""
    return "\n".join(["the evidence now says more than was recorded", *windows(result, scale)])


def _command(level: str, message: str, place: Place, title: str) -> str:
    properties = {"file": place.file, "line": str(place.line or ""), "col": str(place.column or ""), "title": title}
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{level} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


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
    if answer.conflicts and (any(not r.ok for r in answer.results) or not answer.results):
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
