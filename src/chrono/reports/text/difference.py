"""The screen of `chrono whatif` and `chrono diff`: before and after of what moved, and why.

Takes a `Difference`, gives text. What stays where it was is not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType

from chrono import dates
from chrono.answers.difference import Difference, Shift
from chrono.answers.reasons import Reason
from chrono.dates import Scale
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text.common import closing, contradiction, placed, premises
from chrono.reports.text.screen import columns, say


def screen(answer: Difference, page: Page) -> str:
    """The whole screen."""
    blocks: list[RenderableType] = [columns([("before", answer.before), ("after", answer.after)], indent=0)]
    for status, label in ((answer.status_before, "before"), (answer.status_after, "after")):
        if status == "inconsistent":
            blocks += ["", say(f"{label}, the evidence contradicts itself", "bold red")]
        elif status == "unknown":
            blocks += ["", say(f"{label}, a limit was reached: what is told here is what was known by then", "yellow")]
    if answer.conflicts:
        blocks += contradiction(answer, page)
    if said := compared(answer):
        blocks += ["", say(f"{said}; --strict tells the contradiction alone", "bold")]
        if answer.repaired_before and answer.repaired_after and answer.repaired_before != answer.repaired_after:
            blocks += [say("Not the same is given up before and after: what moves can come of that as well")]
    blocks += _windows(answer)
    if answer.verdicts:
        rows = [(t.id, f"{t.before or 'not there'} → {t.after or 'not there'}", t.claim) for t in answer.verdicts]
        blocks += ["", columns(rows, indent=0, styles=("bold", "", "dim"))]
    blocks += _why(answer, page)
    if said := words.unmoved(answer):
        blocks += ["", said]
    return page.print(blocks) + closing(answer, page)


def compared(answer: Difference) -> str:
    """Without what what contradicts itself is compared; "" where nothing does."""
    before, after = (
        words.listed(words.few([words.named(id) for id in ids])) if ids else ""
        for ids in (answer.repaired_before, answer.repaired_after)
    )
    if answer.repaired_before == answer.repaired_after:
        return f"Compared without {before} on both sides" if before else ""
    sides = " and ".join(f"without {ids} {label}" for ids, label in ((before, "before"), (after, "after")) if ids)
    return f"Compared {sides}"


def _windows(answer: Difference) -> Iterable[RenderableType]:
    """The rows of the windows; what moved both ends of a span alike is told once."""
    verbs: dict[tuple[str, str, str, str], list[str]] = {}
    for shift in answer.windows:
        for id, verb, *rest in _rows(shift, answer.scale):
            verbs.setdefault((id, *rest), []).append(verb)  # type: ignore[arg-type]
    rows = [(id, words.listed(said), old, new, by) for (id, old, new, by), said in verbs.items()]
    if rows:
        yield from ("", columns(rows, indent=0, styles=("bold", "", "", "", "dim")))


def _rows(shift: Shift, scale: Scale) -> Iterator[tuple[str, str, str, str, str]]:
    """One row for each end that moved; the whole window where it is new, gone, or has other gaps."""
    verb = _verb(shift)
    if shift.before is None or shift.after is None:
        old, new = (words.short(w, scale) if w is not None else "not there" for w in (shift.before, shift.after))
        yield shift.id, verb, old, f"→ {new}", ""
        return
    told = False
    for index, say_bound, say_date in ((0, words.not_earlier, words.earliest), (1, words.not_later, words.latest)):
        was, now = shift.before.hull[index], shift.after.hull[index]
        if was != now:
            told = True
            yield shift.id, verb, say_bound(was, scale), f"→ {say_date(now, scale)}", _by(was, now, scale)
    if not told:
        yield shift.id, verb, words.stretches(shift.before, scale), f"→ {words.stretches(shift.after, scale)}", ""


def _verb(shift: Shift) -> str:
    start, end = words.points(shift.kind)
    return start if shift.edge == "start" else end


def _by(was: int | None, now: int | None, scale: Scale) -> str:
    """`8 months 8 days later`."""
    if was is None or now is None:
        return ""
    return f"{dates.gap(was, now, scale)} {'later' if now > was else 'earlier'}"


Forced = tuple[str, str, str]
"""What is forced: id, verb, limit; a verdict has no verb."""


def _why(answer: Difference, page: Page) -> Iterable[RenderableType]:
    """Each reason once, under everything it now forces; for what nothing forces any longer, what it rested on."""
    headings: dict[tuple[str, ...], list[Forced]] = {}
    reasons: dict[tuple[str, ...], Reason] = {}
    fell: dict[tuple[str, ...], list[Forced]] = {}
    for said, now, was in _forced(answer):
        if now is not None:
            reasons.setdefault(now.ids, now)
            headings.setdefault(now.ids, []).append(said)
        elif was is not None and (answer.status_after != "inconsistent" or answer.repaired_after):
            fell.setdefault(was.ids, []).append(said)
    tables = placed(premises(list(reasons.values())), page)
    for ids, table in zip(reasons, tables, strict=True):
        yield from ("", say(f"Why now {_heading(headings[ids])}", "bold", 2), *(table or [_ids(ids)]))
    for ids, lost in fell.items():
        yield from ("", say(f"No longer {_heading(lost)}, which rested on", "bold", 2), _ids(ids))


def _ids(ids: tuple[str, ...]) -> RenderableType:
    named = words.listed([words.named(id) for id in ids]) if ids else "nothing but that a span does not end early"
    return say(named, indent=4)


def _heading(forced: Iterable[Forced]) -> str:
    """`a and b begun and finished not later than 1940; c refuted`."""
    verbs: dict[tuple[str, str], list[str]] = {}
    for id, verb, limit in forced:
        verbs.setdefault((id, limit), []).append(verb)
    ids: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for (id, limit), said in verbs.items():
        ids.setdefault((tuple(said), limit), []).append(id)
    return "; ".join(
        " ".join(part for part in (words.listed(who), words.listed(said), limit) if part)
        for (said, limit), who in ids.items()
    )


def _forced(answer: Difference) -> Iterator[tuple[Forced, Reason | None, Reason | None]]:
    """What is forced now, or was before, with the reasons now and before."""
    scale = answer.scale
    for shift in answer.windows:
        for say_bound, now, was, index in (
            (words.not_earlier, shift.now_earliest, shift.was_earliest, 0),
            (words.not_later, shift.now_latest, shift.was_latest, 1),
        ):
            window = shift.after if now is not None else shift.before
            if window is not None and (now is not None or was is not None):
                yield (shift.id, _verb(shift), say_bound(window.hull[index], scale)), now, was
    for turn in answer.verdicts:
        yield (turn.id, "", str(turn.after if turn.now is not None else turn.before)), turn.now, turn.was
