"""`chrono whatif`: the evidence as it stands against the same with something laid over, left out or set otherwise."""

from __future__ import annotations

from chrono.answers.common import Asked
from chrono.answers.difference import Difference
from chrono.core.diagnostics import Diagnostic
from chrono.model.chronology import Chronology
from chrono.questions.base import Base
from chrono.questions.differences import difference, picture
from chrono.questions.options import Options, Unanswerable, unknown


def whatif(
    before: Chronology, after: Chronology, ids: tuple[str, ...] = (), options: Options | None = None
) -> Difference:
    """What moves: `before` is what the files hold, `after` the same with the overlays, to be asked with the options."""
    options = (options or Options()).begun()
    if not (options.overlays or options.without or options.settings or options.at_least is not None):
        help = "say what to change: --with FILE, --without X, --set NAME=VALUE or --at-least LEVEL"
        raise Unanswerable([Diagnostic("nothing-changed", "nothing is changed", help=help)])
    known = {e.id for c in (before, after) for e in c.entries} | {h.id for c in (before, after) for h in c.hypotheses}
    wrong = [unknown(id, known, "span or hypothesis") for id in ids if id not in known]
    if wrong:
        raise Unanswerable(wrong)
    old = picture(Base(before, Options(limit=options.limit)), "the evidence as it stands")
    changed = Base(after, options)
    return difference(old, picture(changed, _label(changed.asked)), ids)


def _label(asked: Asked) -> str:
    said = [f"with {path}" for path in asked.laid_over]
    said += [f"without {id}" for id in asked.without]
    said += [f"{name} = {value}" for name, value in asked.settings]
    return ", ".join(said) or f"only {asked.admitted} evidence and better"
