"""An import as text: the file of YAML with what was not carried over at its head; the JSON documents of both ways.

What is written has been read by the reader of chronologies first: an import that would not load is an error of ours,
but for dates that no time allows, which are the file's.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence

from chrono.core.diagnostics import Diagnostic, Place
from chrono.core.text import harmless
from chrono.core.version import __version__
from chrono.exchange.exported import Exported
from chrono.exchange.imported import Foreign, Imported, Unreadable
from chrono.loading import Memory, load
from chrono.loading.yaml import written

_IMPOSSIBLE = ("impossible-dates", "interval-reversed")
_ENTRY = re.compile(r"  \S")
_LINE = re.compile(r", (?:line|row) ([0-9]+)")


class Faulty(ValueError):
    """What was imported does not load."""


def text(imported: Imported, format: str, files: Sequence[Foreign]) -> str:
    """The file of YAML; raises `Unreadable` where something ends before it begins, `Faulty` where it does not load in
    another way."""
    names = ", ".join(harmless(file.name) for file in files)
    head = [f"# Imported from {names} ({format})."]
    if imported.losses:
        head.append("# Not carried over, or read in one of several ways:")
        head += [f"# - {line}" for line in _lines(imported.losses)]
    body = written(imported.sections)
    # A file of sources alone is no chronology, but part of one.
    whole = body if imported.sections.keys() - {"sources"} else f"{body}events: {{an-event: {{}}}}\n"
    found = load(Memory({"events.yaml": whole}))
    if found.chronology is None:
        wrong = [d for d in found.diagnostics if d.severity == "error"]
        if all(d.code in _IMPOSSIBLE for d in wrong):
            lines = whole.splitlines()
            raise Unreadable(Diagnostic("import", d.message, _stated(lines, d.place, files), d.help) for d in wrong)
        raise Faulty("; ".join(f"{d.place}: {d.message}" for d in wrong))
    return "\n".join(head) + "\n" + body


def _stated(lines: Sequence[str], place: Place, files: Sequence[Foreign]) -> Place:
    """Where the file that is imported states what stands at a place of the file of YAML, as its entry cites it."""
    first = next(at for at in range(place.line - 1, -1, -1) if _ENTRY.match(lines[at]))
    last = next((at for at in range(first + 1, len(lines)) if not lines[at].startswith("   ")), len(lines))
    cited = (_LINE.search(line) for line in lines[first:last] if line.lstrip().startswith("source:"))
    return files[0].place(next((int(found[1]) for found in cited if found), 0))


def _lines(losses: Iterable[Diagnostic]) -> Iterable[str]:
    for loss in losses:
        yield " ".join(harmless(f"{loss.message}; {loss.help}" if loss.help else loss.message).split())


def document(imported: Imported, format: str, files: Sequence[Foreign], yaml: str) -> str:
    """The JSON document `chrono.import/1`: what was read, what was lost, and the file."""
    counts = {name: len(held) for name, held in imported.sections.items() if name != "chronology"}
    told = {
        "schema": "chrono.import/1",
        "chrono": __version__,
        "format": format,
        "files": [{"name": file.name, "digest": f"sha256:{file.digest}"} for file in files],
        "counts": counts,
        "loses_dates": imported.loses_dates,
        "diagnostics": _documents(imported.losses),
        "yaml": yaml,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def exported(made: Exported, format: str, status: str, whole: bool) -> str:
    """The JSON document `chrono.export/1`: what was lost, and the file itself where the `whole` is to be told."""
    told = {
        "schema": "chrono.export/1",
        "chrono": __version__,
        "format": format,
        "status": status,
        "digest": f"sha256:{hashlib.sha256(made.content).hexdigest()}",
        "loses_dates": made.loses_dates,
        "diagnostics": _documents(made.losses),
    }
    told |= {"content": made.content.decode()} if whole else {}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _documents(losses: Iterable[Diagnostic]) -> list[dict[str, object]]:
    return [
        {
            "code": loss.code,
            "severity": loss.severity,
            "message": loss.message,
            "help": loss.help or None,
            "file": loss.place.file or None,
            "line": loss.place.line or None,
        }
        for loss in losses
    ]
