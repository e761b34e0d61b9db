"""`chrono check` for GitHub: workflow commands that annotate the files of a pull request.

Takes a `Check`, or mistakes instead of one, gives text. Evidence is untrusted: what could end a command early is
escaped as GitHub's toolkit escapes it.
"""

from __future__ import annotations

from collections.abc import Iterable

from chrono.answers.check import Check
from chrono.answers.invalid import Invalid
from chrono.answers.reasons import Reason
from chrono.core.diagnostics import NOWHERE, Diagnostic, Place, in_order
from chrono.reports.page import Page
from chrono.reports.verdicts import sharper, verdict
from chrono.reports.words import named, summary


def check(answer: Check, page: Page) -> str:
    """An annotation for each warning about the files, an `::error` (or `::warning`) for each hypothesis not as
    expected, one for a contradiction, a `::notice` with the count."""
    lines = [_contradiction(reason, page) for reason in answer.conflicts]
    for result in answer.results:
        if not result.ok:
            level = "error" if result.fails else "warning"
            lines.append(_command(level, verdict(result, answer.asked.scale), page.at(result.place), result.id))
        elif result.sharper:
            lines.append(_command("notice", sharper(result, answer.asked.scale), page.at(result.place), result.id))
    lines.append(_command("notice", summary(answer), NOWHERE, "chrono check"))
    return _diagnostics(answer.diagnostics, page) + "\n".join(lines) + "\n"


def invalid(answer: Invalid, page: Page) -> str:
    """An annotation for each mistake in the files."""
    return _diagnostics(answer.diagnostics, page)


def _diagnostics(diagnostics: Iterable[Diagnostic], page: Page) -> str:
    level = {"error": "error", "warning": "warning", "note": "notice"}
    return "".join(
        _command(level[d.severity], d.message + (f"\n{d.help}" if d.help else ""), page.at(d.place), d.code) + "\n"
        for d in in_order(diagnostics)
    )


def _contradiction(reason: Reason, page: Page) -> str:
    told = "; ".join(f"{named(p.id)}: {p.sentence}" for p in reason.premises)
    place = next((p.place for p in reason.premises if p.place.file), NOWHERE)
    return _command("error", f"these cannot all be true: {told}", page.at(place), "contradiction")


def _command(level: str, message: str, place: Place, title: str) -> str:
    properties = {"file": place.file, "line": str(place.line or ""), "col": str(place.column or ""), "title": title}
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{level} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
