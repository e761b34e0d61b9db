"""What is wrong with the files, as an editor marks it, and each way to mend it as an edit that the editor makes.

Takes a reading and what was found of it, gives the protocol's diagnostics by file, and its code actions. An edit names
the state of the text that it was made for, so that an editor never makes it in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lsprotocol import types

from chrono.answers.check import Check
from chrono.answers.windows import Windows
from chrono.core.diagnostics import Diagnostic, Fix, Severity
from chrono.frontends.lsp.positions import Text
from chrono.frontends.lsp.study import Reading
from chrono.loading.sources import MAIN
from chrono.reports import words
from chrono.reports.text.contradictions import under
from chrono.reports.verdicts import verdict

SOURCE = "chrono"
SET_ASIDE = "set-aside"
"""The code of what is no mistake: evidence that is not used. Editors show it dimmed."""
_SEVERITY = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}

Locate = Callable[[str], str]
"""The URI of a file of the chronology."""
Texts = Callable[[str], Text]


def marks(found: Iterable[Diagnostic], texts: Texts, uri: Locate) -> dict[str, list[types.Diagnostic]]:
    """By file what is wrong there; what is wrong with no file stands in the first line of the main one."""
    by_file: dict[str, list[types.Diagnostic]] = {}
    for diagnostic in found:
        file = diagnostic.place.file or MAIN
        by_file.setdefault(file, []).append(_mark(diagnostic, file, texts, uri))
    return by_file


def _mark(diagnostic: Diagnostic, file: str, texts: Texts, uri: Locate) -> types.Diagnostic:
    related = [
        types.DiagnosticRelatedInformation(types.Location(uri(place.file), texts(place.file).range(place)), words)
        for place, words in diagnostic.related
        if place.file
    ]
    return types.Diagnostic(
        range=texts(file).range(diagnostic.place),
        message=f"{diagnostic.message}\n{diagnostic.help}" if diagnostic.help else diagnostic.message,
        severity=types.DiagnosticSeverity.Hint if diagnostic.code == SET_ASIDE else _SEVERITY[diagnostic.severity],
        code=diagnostic.code,
        source=SOURCE,
        related_information=related or None,
        tags=[types.DiagnosticTag.Unnecessary] if diagnostic.code == SET_ASIDE else None,
    )


def contradictions(windows: Windows) -> tuple[Diagnostic, ...]:
    """That the evidence contradicts itself, at each member of each conflict that was found."""
    found = []
    for conflict in windows.conflicts:
        placed = [premise for premise in conflict.premises if premise.place.file]
        for premise in placed:
            others = [other for other in placed if other is not premise]
            listed = ", ".join(other.id for other in others)
            found.append(
                Diagnostic(
                    "contradiction",
                    f"'{premise.id}' contradicts what is said elsewhere: {listed}"
                    if listed
                    else f"'{premise.id}' contradicts itself",
                    premise.place,
                    "`chrono conflicts` tells every smallest conflict and repair",
                    related=tuple((other.place, f"{other.id}: {other.sentence}") for other in others),
                )
            )
    return tuple(found)


def set_aside(windows: Windows) -> tuple[Diagnostic, ...]:
    """That evidence is not used, and why."""
    return tuple(
        Diagnostic(
            SET_ASIDE,
            f"'{found.id}' is set aside: {words.set_aside(found.why, found.by)}",
            found.place,
            severity="note",
        )
        for found in windows.weighing.set_aside
        if found.place.file and found.why != "fails"
    )


def verdicts(check: Check) -> tuple[Diagnostic, ...]:
    """That hypotheses do not come out as expected; of what a limit kept back that it is not known."""
    scale = check.asked.scale
    found = []
    for result in check.results:
        if result.ok or result.verdict == "inconsistent":
            continue
        if result.held_back:
            message = f"'{result.id}' was not answered in time"
        else:
            message = f"'{result.id}': {verdict(result, scale)}"
            message += f"\n{under(check)}" if result.stands not in ("", "firm") else ""
        certain = result.fails and not result.held_back
        severity: Severity = "error" if certain else "note" if result.held_back else "warning"
        found.append(Diagnostic("not-as-expected", message, result.place, severity=severity))
    return tuple(found)


def mends(
    reading: Reading, file: str, asked: types.Range, texts: Texts, uri: Locate, *, versioned: bool
) -> list[types.CodeAction]:
    """Each way to mend what is wrong within a stretch of a file, the likeliest first."""
    text, actions = texts(file), []
    for diagnostic in reading.diagnostics:
        where = text.range(diagnostic.place) if diagnostic.place.file == file else None
        if where is None or where.end < asked.start or asked.end < where.start:
            continue
        for number, fix in enumerate(diagnostic.fixes):
            actions.append(
                types.CodeAction(
                    fix.title,
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[_mark(diagnostic, file, texts, uri)],
                    is_preferred=number == 0 and len(diagnostic.fixes) == 1,
                    edit=edit([fix], reading, texts, uri, versioned=versioned),
                )
            )
    return actions


def edit(fixes: Iterable[Fix], reading: Reading, texts: Texts, uri: Locate, *, versioned: bool) -> types.WorkspaceEdit:
    """Fixes as one edit of all the files they are in; `versioned` where the editor understands states of texts."""
    by_file: dict[str, list[types.TextEdit]] = {}
    for fix in fixes:
        by_file.setdefault(fix.place.file, []).append(types.TextEdit(texts(fix.place.file).range(fix.place), fix.text))
    if not versioned:
        return types.WorkspaceEdit(changes={uri(file): edits for file, edits in by_file.items()})
    changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = []
    for file, edits in by_file.items():
        version = reading.opened[file].version if file in reading.opened else None
        document = types.OptionalVersionedTextDocumentIdentifier(uri(file), version)
        changes.append(types.TextDocumentEdit(document, list(edits)))
    return types.WorkspaceEdit(document_changes=changes)
