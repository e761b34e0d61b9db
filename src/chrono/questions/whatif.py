"""`chrono whatif`: the evidence as it stands against the same with something laid over, left out or set otherwise."""

from __future__ import annotations

from dataclasses import replace

from chrono.answers.common import Asked
from chrono.answers.difference import Difference
from chrono.core.diagnostics import Diagnostic
from chrono.model.chronology import Chronology
from chrono.questions.choice import all_of
from chrono.questions.differences import difference, picture
from chrono.questions.options import AS_WRITTEN, Options, Unanswerable, unknown
from chrono.questions.session import Session, opened
from chrono.questions.windows import taking


def whatif(
    of: Chronology | Session, ids: tuple[str, ...] = (), options: Options = AS_WRITTEN, repair: int | None = 1
) -> Difference:
    """What moves where the options change what the files hold, with those laid over that are so already. What
    contradicts itself is compared under its preferred repair, on both sides under the same one where that is as cheap;
    where `repair` is None not at all.

    Raises `Unanswerable` where nothing is changed, and for ids that are neither span nor hypothesis."""
    options = options.begun()
    if not (options.overlays or options.without or options.settings or options.at_least is not None):
        help = "say what to change: --with FILE, --without X, --set NAME=VALUE or --at-least LEVEL"
        raise Unanswerable([Diagnostic("nothing-changed", "nothing is changed", help=help)])
    with opened(of, replace(options, overlays=())) as session:
        return _moved(session, ids, options, strict=repair is None).asking(ids=ids, **taking(repair))


def _moved(session: Session, ids: tuple[str, ...], options: Options, *, strict: bool) -> Difference:
    before, after = session.chronology, session.laid_over(options.overlays)
    known = {e.id for c in (before, after) for e in c.entries} | {h.id for c in (before, after) for h in c.hypotheses}
    wrong = [unknown(id, known, "span or hypothesis") for id in ids if id not in known]
    if wrong:
        raise Unanswerable(wrong)
    # Of each span the windows alone, but under one reading and the other.
    old = picture(session.base(Options(session.overlays), all_of(())), "the evidence as it stands", strict=strict)
    changed = session.base(options)
    new = picture(changed, _label(changed.asked), strict=strict, like=old.repaired)
    return difference(old, new, ids)


def _label(asked: Asked) -> str:
    said = [f"with {path}" for path in asked.laid_over]
    said += [f"without {id}" for id in asked.without]
    said += [f"{name} = {value}" for name, value in asked.settings]
    return ", ".join(said) or f"only {asked.admitted} evidence and better"
