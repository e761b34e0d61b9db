"""`chrono diff`: two states of the evidence side by side, each a folder, a git revision or a saved JSON answer.

Takes places, gives pictures that are compared like any other. A saved answer has the windows and verdicts that it was
asked for and no others, so only what both sides answer is compared with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from chrono import loading
from chrono.answers.common import Standing
from chrono.answers.difference import Difference
from chrono.answers.reasons import Reason
from chrono.core.diagnostics import Diagnostic
from chrono.core.sources import Source
from chrono.dates import DateError, Scale, Unit, calendar_named, step_written
from chrono.engine.intervals import Window
from chrono.loading.git import GitTree, NoRevision
from chrono.loading.sources import Folder
from chrono.questions.differences import Edge, Picture, difference, picture
from chrono.questions.options import AS_WRITTEN, Options, Unanswerable
from chrono.questions.session import opened

SCHEMAS = ("chrono.infer/1", "chrono.check/1", "chrono.explain/1")


def diff(old: str, new: str, folder: Path = Path(), options: Options = AS_WRITTEN) -> Difference:
    """What is not the same in `new` as in `old`; a git revision is one of the repository that holds `folder`."""
    options = options.begun()
    # Why something differs is asked when it is known what does.
    with ExitStack() as asking:
        return compared(*(_picture(place, folder, options, asking) for place in (old, new)))


def compared(before: Picture, after: Picture) -> Difference:
    """What is not the same; raises `Unanswerable` for pictures that are counted in different steps."""
    old, new, one, other = before.label, after.label, before.scale, after.scale
    if one.unit != other.unit:
        raise _refused(old, f"cannot be set against '{new}': units are the {one.unit} and the {other.unit}")
    if one.unit != "day" and one.own is not other.own:
        calendars = f"{one.unit}s are those of the {one.own.name} and the {other.own.name} calendar"
        raise _refused(old, f"cannot be set against '{new}': {calendars}")
    return replace(difference(*_common(before, after)), question="diff")


def _common(before: Picture, after: Picture) -> tuple[Picture, Picture]:
    """Against a saved answer only what it was asked for can be compared."""
    saved = [p for p in (before, after) if p.asked is None]
    if not saved:
        return before, after
    spans = set.intersection(*({*p.spans} for p in saved))
    verdicts = set.intersection(*({*p.verdicts} for p in saved))
    if not (spans or verdicts) and "inconsistent" not in (before.status, after.status):
        raise _refused(after.label, f"answers nothing that '{before.label}' answers: there is nothing to compare")
    return tuple(  # type: ignore[return-value]
        replace(
            p,
            spans={id: s for id, s in p.spans.items() if id in spans},
            verdicts={id: v for id, v in p.verdicts.items() if id in verdicts},
        )
        for p in (before, after)
    )


def _picture(place: str, folder: Path, options: Options, asking: ExitStack) -> Picture:
    path = Path(place)
    if path.is_file():
        return saved(place, path.read_bytes())
    if path.is_dir():
        return _of_source(Folder(path), place, options, asking)
    try:
        return _of_source(GitTree.of(place, folder), place, options, asking)
    except NoRevision:
        raise _refused(place, "is no file, folder or git revision") from None


def _of_source(source: Source, label: str, options: Options, asking: ExitStack) -> Picture:
    loaded = loading.load(source, options.overlays)
    if loaded.chronology is None:
        raise Unanswerable(loaded.diagnostics)
    session = asking.enter_context(opened(loaded.chronology, options))
    return picture(session.base(options), label)


def saved(label: str, content: bytes) -> Picture:
    """The picture that a saved answer of `infer`, `check` or `explain` holds; raises `Unanswerable`."""
    try:
        document = json.loads(content)
        return _saved(label, document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, DateError):
        raise _refused(label, f"is no saved answer of chrono: {' or '.join(SCHEMAS)}") from None


def _saved(label: str, document: Mapping[str, Any]) -> Picture:
    if document["schema"] not in SCHEMAS:
        raise _refused(label, f"is no saved answer of chrono: {' or '.join(SCHEMAS)}")
    unit: Unit = document["unit"]
    if unit not in ("day", "month", "year") or document["status"] not in ("consistent", "inconsistent", "unknown"):
        raise ValueError(unit)
    scale = Scale(unit, document.get("declared_calendar", "gregorian"))
    calendar_named(scale.calendar)
    found = {result["id"]: result for result in document["results"]}
    spans = {
        id: Standing(id, str(r["kind"]), str(r["name"]), _window(r["start"], scale), _window(r["end"], scale))
        for id, r in found.items()
        if "start" in r
    }
    verdicts = {id: (str(r["claim"]), r["verdict"]) for id, r in found.items() if "verdict" in r}

    def bound(id: str, edge: Edge, side: Literal["earliest", "latest"]) -> Reason | None:
        ids = found[id][edge]["because"].get(side)
        return Reason(tuple(ids), ()) if ids else None

    def verdict(id: str) -> Reason | None:
        ids = found[id]["because"]
        return Reason(tuple(ids), ()) if ids else None

    conflicts = tuple(Reason(tuple(ids), ()) for ids in document["conflicts"])
    return Picture(label, scale, document["status"], spans, verdicts, bound, verdict, conflicts=conflicts)


def _window(window: Mapping[str, Any], scale: Scale) -> Window:
    intervals = tuple((_step(first, scale), _step(last, scale)) for first, last in window["intervals"])
    return Window(intervals, window.get("proven", True))


def _step(date: str | None, scale: Scale) -> int | None:
    return None if date is None else step_written(date, scale)


def _refused(place: str, message: str) -> Unanswerable:
    return Unanswerable([Diagnostic("not-comparable", f"'{place}' {message}")])
