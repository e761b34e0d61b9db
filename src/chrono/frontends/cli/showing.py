"""An answer shown in the form that was asked for, and the command ended with the exit code it comes to.

The one place where answers meet streams and exit codes: whatever a command answers ends here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from chrono.core.limits import CUT, WORDS
from chrono.frontends.cli import keeping
from chrono.frontends.cli.options import Common
from chrono.frontends.exit_codes import INTERRUPTED, LIMIT, WRONG
from chrono.frontends.streams import append, complain, page, write, write_pieces

if TYPE_CHECKING:
    from chrono.answers.check import Check
    from chrono.core.diagnostics import Diagnostic, Place
    from chrono.core.limits import Reached
    from chrono.reports.page import Page

CROWDED = 8
"""Of so many spans in unknown order at least it is told that they were left open."""
NOTE = (
    "what is shown as known was proven by then; the rest is left out or said not to be known, and bounds shown for it "
    "hold but may be narrower in fact"
)


def show(answer: Any, warnings: Iterable[Diagnostic], common: Common, *, everything: bool = False) -> NoReturn:
    """Prints an answer with the warnings about the files, and that it was cut short where it was; ends the command.
    With `everything` a screen leaves nothing out."""
    from chrono.reports import pieces, render

    shown = told(answer, warnings, common)
    texts = pieces(shown, common.format, replace(page_of(common), everything=everything))
    # The first piece of a large answer is all of others: what goes wrong in making it goes wrong before a word.
    text = next(texts)
    if common.format == "text" and hasattr(shown, "diagnostics"):
        warn((d for d in shown.diagnostics if d.code not in CUT), common)
    # Documents have such characters as escapes.
    write_pieces(chain((text,), texts), coloured=common.format in ("text", "json"))
    if common.summary and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
        keeping.unfit()
        append(Path(summary), render(shown, "markdown"))
    end(code_of(answer), common)


def told(answer: Any, warnings: Iterable[Diagnostic], common: Common) -> Any:
    """An answer with the warnings about the files, that a repair was asked for in vain, and that it was cut short."""
    if not hasattr(answer, "diagnostics"):
        return answer
    return answer.noting((*warnings, *_unneeded(answer), *_cut(answer, common)))


def refuse(diagnostics: Iterable[Diagnostic], common: Common, schema: str, code: int) -> NoReturn:
    """Ends the command with mistakes instead of an answer; `schema` is that of the document there would have been."""
    from chrono.answers.invalid import Invalid
    from chrono.core.diagnostics import in_order

    found = in_order(diagnostics)
    from chrono.reports import formats, render

    # A picture or a page of what there is no answer to would be taken for one.
    if common.format == "text" or common.format not in {*formats("Invalid")} - {"html"}:
        warn(found, common)
    else:
        write(render(Invalid(schema, found).within(common.limit), common.format, page_of(common)))
    raise click.exceptions.Exit(code)


def unread(common: Common, schema: str) -> NoReturn:
    """Ends the command where a limit was reached before there was an answer: of a part of the files nothing is
    known."""
    from chrono.core.diagnostics import Diagnostic

    common.limit.answered()
    if common.limit.interrupted:
        code, why = WORDS["interrupt"]
        refuse([Diagnostic(code, f"{why} before there was an answer")], common, schema, INTERRUPTED)
    code, why = WORDS["time"]
    when = "before there was an answer"
    if not common.limit.begun:
        when = "before all files were read, and nothing is known of a part of them"
    said = f"{why} {when}"
    refuse([Diagnostic(code, said, help="give --timeout more seconds")], common, schema, LIMIT)


def warn(diagnostics: Iterable[Diagnostic], common: Common) -> None:
    """Diagnostics on standard error; quiet, only errors."""
    shown = [d for d in diagnostics if d.severity == "error" or not common.quiet]
    complain("\n\n".join(str(d) for d in shown))
    errors = sum(d.stands_for for d in shown if d.severity == "error")
    if errors > 1:
        complain(f"\n{errors:,} mistakes")


def end(code: int, common: Common) -> NoReturn:
    """Ends the command with what became of its question."""
    if common.limit.cut:
        code = INTERRUPTED if common.limit.interrupted else code or LIMIT
    raise click.exceptions.Exit(code)


# -- exit codes


def code_of(answer: Any) -> int:
    """The exit code of an answer: 0, or `WRONG` where something is, or `LIMIT` where a limit kept the answer back."""
    made = _CODES.get(type(answer).__name__)
    return made(answer) if made else _by_status(answer.status)


def _by_status(status: str) -> int:
    return {"consistent": 0, "inconsistent": WRONG, "unknown": LIMIT}[status]


def _inference(answer: Any) -> int:
    code = _by_status(answer.status)
    return code or (LIMIT if answer.sensitivity is not None and not answer.sensitivity.known else 0)


def _check(answer: Check) -> int:
    failed = [r for r in answer.results if r.fails]
    # A verdict that a limit kept back is not known to be wrong: what is, comes first.
    held_back = [r for r in failed if r.held_back]
    if len(failed) > len(held_back):
        return WRONG
    if answer.contradicted:
        return WRONG
    return LIMIT if held_back or answer.status == "unknown" else 0


def _effect(answer: Any) -> int:
    without = answer.difference.status_after if answer.difference else answer.status
    return _by_status("unknown" if without == "unknown" else answer.status)


def _conflicts(answer: Any) -> int:
    # Known to contradict itself, but not in what: that was the question, and a limit kept it back.
    unanswered = answer.status == "inconsistent" and not answer.conflicts
    return _by_status("unknown" if unanswered else answer.status)


def _difference(answer: Any) -> int:
    return _by_status("unknown" if answer.status_before == "unknown" else answer.status_after)


def _rivals(answer: Any) -> int:
    # That a rival contradicts the rest is what one asks to see; that a limit came first is not an answer.
    return LIMIT if any(reading.status == "unknown" for reading in answer.readings) else 0


def _weighings(answer: Any) -> int:
    # A chance is no verdict: only one that was asked for, and is not had, is something wrong.
    return WRONG if any(result.met is False for result in answer.results) else _by_status(answer.status)


def _verification(answer: Any) -> int:
    return WRONG if answer.count("wrong") else LIMIT if answer.count("open") else 0


def _fine(answer: Any) -> int:
    return 0


_CODES: dict[str, Callable[[Any], int]] = {
    "Inference": _inference,
    "Check": _check,
    "Effect": _effect,
    "Conflicts": _conflicts,
    "Difference": _difference,
    "Rivals": _rivals,
    "Weighings": _weighings,
    "Verification": _verification,
    "Validation": _fine,
    "Rules": _fine,
    "Sentences": _fine,
}
"""By the class of the answer; of any other its status decides."""


# -- what is said besides


def _unneeded(answer: Any) -> list[Diagnostic]:
    """That a repair was asked for where nothing has to be given up."""
    asked = getattr(answer, "asked", None)
    if asked is None or not asked.repair or answer.status != "consistent":
        return []
    from chrono.core.diagnostics import Diagnostic

    why = f"the evidence does not contradict itself: --repair {asked.repair} gives up nothing"
    return [Diagnostic("unknown-repair", why, help="leave it out", severity="warning")]


def _cut(answer: Any, common: Common) -> list[Diagnostic]:
    """That the answer was cut short, by which limit, and what of it holds; nothing where it was not."""
    if not common.limit.cut and code_of(answer) != LIMIT:
        return []
    from chrono.core.diagnostics import Diagnostic

    reached: tuple[Reached, ...] = answer.limits or ("steps",)
    # Where the time was up more time is what helps first.
    first = [WORDS[limit] for limit in ("interrupt", "time") if limit in reached] or [WORDS[limit] for limit in reached]
    help = _crowded(common.limit.crowds)
    return [Diagnostic(first[0][0], f"{'; '.join(why for _, why in first)}: {NOTE}", help=help, severity="warning")]


def _crowded(crowds: Sequence[Sequence[str]]) -> str:
    """What a large group that was left open is made of; empty where no such group was."""
    from chrono.core.points import span_of

    if not crowds or len(crowds[0]) < CROWDED:
        return ""
    spans = sorted(map(span_of, crowds[0]))
    named = f"{', '.join(spans[:3])} and {len(spans) - 3} more"
    besides = f", and {len(crowds) - 1} such sets besides" if len(crowds) > 1 else ""
    held = f"{len(spans)} spans in unknown order ({named}){besides}"
    return f"what was left open holds {held}: give dates or an order to some"


def page_of(common: Common) -> Page:
    """The page for standard output, on which places are named as the service of a run knows them."""
    return replace(page(), quiet=common.quiet, at=_in_repository(common.folder, common.overlays))


def _in_repository(folder: Path, overlays: Iterable[Path]) -> Callable[[Place], Place]:
    """What turns a place in the chronology's files into one that GitHub finds: below the folder it checked out."""
    laid_over = {path.as_posix() for path in overlays}

    def at(place: Place) -> Place:
        if not place.file:
            return place
        top = keeping.real(Path(os.environ.get("GITHUB_WORKSPACE") or "."))
        path = keeping.real(Path(place.file) if place.file in laid_over else folder / place.file)
        return replace(place, file=path.relative_to(top).as_posix() if path.is_relative_to(top) else path.as_posix())

    return at
