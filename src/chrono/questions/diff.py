"""`chrono diff`: two states of the evidence side by side, each a folder, a git revision or a saved JSON answer.

Takes places, gives pictures that are compared like any other. A saved answer has the windows and verdicts that it was
asked for and no others, so only what both sides answer is compared with it.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import replace
from os.path import isdir, isfile
from pathlib import Path
from typing import Literal

from chrono import loading
from chrono.answers.check import Check, Checked
from chrono.answers.common import Standing
from chrono.answers.difference import Difference
from chrono.answers.explain import Explained
from chrono.answers.infer import Bound, Inference, SpanResult
from chrono.answers.overview import windows
from chrono.answers.reasons import Reason
from chrono.answers.windows import SpanWindows, Windows
from chrono.core.diagnostics import Diagnostic
from chrono.core.sources import Source
from chrono.loading.git import GitTree, NoRevision
from chrono.loading.sources import Folder
from chrono.questions.choice import all_of
from chrono.questions.differences import Edge, Picture, difference, picture
from chrono.questions.options import AS_WRITTEN, Options, Unanswerable
from chrono.questions.session import opened

SCHEMAS = ("chrono.infer/1", "chrono.windows/1", "chrono.check/1", "chrono.explain/1")


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
    if isfile(path):
        return saved(place, path.read_bytes())
    if isdir(path):
        return _of_source(Folder(path), place, options, asking)
    try:
        return _of_source(GitTree.of(place, folder), place, options, asking)
    except NoRevision:
        raise _refused(place, "is no file, folder or git revision") from None


def _of_source(source: Source, label: str, options: Options, asking: ExitStack) -> Picture:
    loaded = loading.load(source, options.overlays, options.limit)
    if loaded.chronology is None:
        raise Unanswerable(loaded.diagnostics)
    session = asking.enter_context(opened(loaded.chronology, options))
    return picture(session.base(options, all_of((), 1 / 2)), label)


def saved(label: str, content: bytes) -> Picture:
    """The picture that a saved answer holds, of one of the schemas above; raises `Unanswerable`."""
    from chrono import documents

    try:
        document = json.loads(content)
        answer = documents.decode(document)
    except (ValueError, RecursionError):
        # Of text that is no JSON, and of JSON that is no document.
        answer = None
    if isinstance(answer, Explained):
        answer = answer.answer
    if not isinstance(answer, Inference | Windows | Check):
        raise _refused(label, f"is no saved answer of chrono: {' or '.join(SCHEMAS)}")
    return _told(label, answer)


def _told(label: str, answer: Inference | Windows | Check) -> Picture:
    """What an answer says of its spans and hypotheses, of their reasons only the ids: the files may be others now."""
    found = {r.id: r for r in answer.results if isinstance(r, SpanResult)}
    checked = {r.id: r for r in answer.results if isinstance(r, Checked)}
    dated = [r for r in answer.results if isinstance(r, SpanResult | SpanWindows)]
    spans = {r.id: Standing(r.id, r.kind, r.name, *windows(r)) for r in dated}

    def bound(id: str, edge: Edge, side: Literal["earliest", "latest"]) -> Reason | None:
        if id not in found:
            return None
        told: Bound = getattr(found[id], edge)
        return _bare(told.earliest if side == "earliest" else told.latest)

    return Picture(
        label,
        answer.asked.scale,
        answer.status,
        spans,
        {id: (c.claim, c.verdict) for id, c in checked.items()},
        bound,
        lambda id: _bare(checked[id].reason),
        conflicts=tuple(Reason(conflict.ids, ()) for conflict in answer.conflicts),
    )


def _bare(reason: Reason | None) -> Reason | None:
    return None if reason is None else Reason(reason.ids, ())


def _refused(place: str, message: str) -> Unanswerable:
    return Unanswerable([Diagnostic("not-comparable", f"'{place}' {message}")])
