"""Answers as a notebook shows them: pictures and small tables in HTML.

Takes answers, gives HTML. Evidence is untrusted: every word of it is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from chrono.answers.check import Check
from chrono.answers.common import Asked
from chrono.answers.conflicts import Conflicts
from chrono.answers.difference import Difference
from chrono.answers.effect import Effect
from chrono.answers.explain import Explained
from chrono.answers.infer import Bound, Inference, SpanResult
from chrono.answers.invalid import Invalid
from chrono.answers.listing import Rules, Sentences, Validation
from chrono.answers.reasons import Reason
from chrono.answers.rivals import Rivals
from chrono.answers.sensitivity import Sensitivity
from chrono.answers.suggest import Suggestions
from chrono.answers.verify import Verification
from chrono.answers.weigh import Weighings
from chrono.answers.windows import Windows
from chrono.dates import Scale
from chrono.reports import sensitivity, words
from chrono.reports.page import Page


def fragment(answer: Any, page: Page) -> str:
    """Any answer as a fragment of HTML, to be shown inside a page."""
    return _DRAWN[type(answer)](answer)


def inference(answer: Inference) -> str:
    """The timeline, and a table for each span: its window, and what forces each bound; and what rests on what, where it
    was asked."""
    from chrono.reports.pictures import of_inference

    spans = [row for result in answer.results for row in _span(result, answer.asked)]
    blocks = [*_conflicts(answer.conflicts), of_inference(answer), _table(spans)]
    if answer.sensitivity is not None:
        blocks += _sensitivity(answer.sensitivity, answer.asked.scale)
    return _titled(answer.asked, answer.status, blocks)


def windows(answer: Windows) -> str:
    """A row for each end of each span."""
    rows = [
        (result.name, verb, words.short(window, answer.asked.scale))
        for result in answer.results
        for verb, window in zip(words.points(result.kind), (result.start, result.end), strict=True)
    ]
    return _titled(answer.asked, answer.status, [*_conflicts(answer.conflicts), _table(rows)])


def _sensitivity(found: Sensitivity, scale: Scale) -> Iterable[str]:
    yield _said(sensitivity.MOVES)
    yield _table(sensitivity.moves(found, scale))
    yield from (_said(note) for note, _ in sensitivity.moves_notes(found))
    if found.robustness:
        yield _said(sensitivity.LOSSES)
        told = sensitivity.losses(found, scale)
        yield _table([("", *sensitivity.GRAINS), *told] if told else [])
        yield from (_said(note) for note, _ in sensitivity.losses_notes(found, told))


def check(answer: Check) -> str:
    """One row a hypothesis."""
    rows = [
        (r.id, r.verdict, "as expected" if r.ok else f"expected {r.expect}", r.claim, _because(r.reason))
        for r in answer.results
    ]
    blocks = [*_conflicts(answer.conflicts), _table(rows), _said(words.summary(answer))]
    return _titled(answer.asked, answer.status, blocks)


def explained(answer: Explained) -> str:
    """The windows or the verdict, and the steps of each argument."""
    from chrono.drawing import stairs

    drawn = fragment(answer.answer, Page())
    steps = [
        f"<p>{escape(stairs.heading(found, answer.asked.scale))}</p>"
        + (stairs.alone(found.reason, answer.asked, found.name, 960) or _list(found.reason.steps))
        for found in answer.explanations
        if found.reason
    ]
    return drawn + "".join(steps)


def effect(answer: Effect) -> str:
    """What stands in a line, what it yields, and what moves without it."""
    blocks = [_said(f"{answer.place}: {answer.what}"), _list([*answer.says, *answer.yields])]
    if answer.difference is not None and answer.moves != "nothing":
        blocks.append(difference(answer.difference))
    else:
        blocks.append(_said("it changes nothing"))
    return _titled(answer.asked, answer.status, blocks)


def conflicts(answer: Conflicts) -> str:
    """Each conflict with its members, and what could be given up."""
    repairs = [f"give up {words.listed([words.named(id) for id in r.given_up])}" for r in answer.repairs if r.given_up]
    return _titled(answer.asked, answer.status, [*_conflicts(answer.conflicts), _list(repairs)])


def difference(answer: Difference) -> str:
    """One row for each window and verdict that is not as before."""
    rows = [
        (
            s.id,
            words.points(s.kind)[s.edge == "end"],
            words.short(s.before, answer.scale) if s.before else "–",
            words.short(s.after, answer.scale) if s.after else "–",
        )
        for s in answer.windows
    ]
    rows += [(t.id, "verdict", t.before or "–", t.after or "–") for t in answer.verdicts]
    head = f"{answer.before} → {answer.after}"
    unmoved = words.unmoved(answer)
    return _said(head) + (_table(rows) if rows else "") + (_said(unmoved) if unmoved else "")


def rivals(answer: Rivals) -> str:
    """One row for each span and reading, and one for each reading that contradicts itself."""
    scale = answer.asked.scale
    rows = [
        (reading.label, window.id, words.short(window.start, scale), words.short(window.end, scale))
        for reading in answer.readings
        for window in reading.windows
    ]
    rows += [
        (reading.label, "contradiction", ", ".join(words.named(id) for id in reading.conflict), "")
        for reading in answer.readings
        if reading.status == "inconsistent"
    ]
    return _titled(answer.asked, answer.status, [_table(rows)])


def suggestions(answer: Suggestions) -> str:
    """The window as it is, and what would cut it."""
    scale = answer.asked.scale
    window = [(answer.id, answer.edge, words.short(answer.window, scale))] if answer.window is not None else []
    rows = [
        (s.sentence, words.plural(s.certain, scale.unit), words.plural(s.average, scale.unit))
        for s in answer.suggestions
    ]
    head = ("if it were known", "shorter by at least", "on average")
    return _titled(answer.asked, answer.status, [_table(window), _table([head, *rows] if rows else [])])


def weighings(answer: Weighings) -> str:
    """One row a claim: its chance before the silence and after, and what is proven apart from both."""
    # Beside the screen's own numbers, so that both say the same.
    from chrono.reports.text.weigh import range_of

    rows = [
        (
            weighed.id or weighed.claim,
            range_of(weighed.chances) if weighed.chances else "not known",
            range_of(weighed.before) if weighed.before else "not known",
            f"proven: {weighed.proven}, if the silence is taken as a premise",
        )
        for weighed in answer.results
    ]
    head = ("weighed, not proven", "chance", "before the silence", "")
    return _titled(answer.asked, answer.status, [*_conflicts(answer.conflicts), _table([head, *rows] if rows else [])])


def verification(answer: Verification) -> str:
    """The claims that were not proven again, and how many were."""
    rows = [(one.claim, one.proven) for one in answer.results if one.proven != "proven"]
    return _table(rows) + _said(f"{answer.count('proven')} of {len(answer.results)} claims proven again")


def validation(answer: Validation) -> str:
    """What is counted."""
    return _said(answer.title or "A chronology without a title") + _table((kind, str(n)) for kind, n in answer.counts)


def rules(answer: Rules) -> str:
    """One row a rule."""
    return _table((rule.id, rule.title, str(rule.certainty)) for rule in answer.results)


def sentences(answer: Sentences) -> str:
    """One row a sentence."""
    return _table((one.says, ", ".join((*one.rules, *one.undercuts))) for one in answer.results)


def invalid(answer: Invalid) -> str:
    """One row a mistake."""
    return _table((str(d.place), d.message, d.help) for d in answer.diagnostics)


def _span(result: SpanResult, asked: Asked) -> Iterable[tuple[str, ...]]:
    edges = zip(words.points(result.kind), (result.start, result.end), strict=True)
    for verb, bound in edges:
        yield (result.name, verb, words.short(bound.window, asked.scale), _forced(bound))


def _forced(bound: Bound) -> str:
    sides = (("not earlier", bound.earliest), ("not later", bound.latest))
    return "; ".join(f"{side}: {_because(reason)}" for side, reason in sides if reason)


def _because(reason: Reason | None) -> str:
    return words.listed([words.named(id) for id in reason.ids]) if reason and reason.ids else ""


def _conflicts(found: Iterable[Reason]) -> Iterable[str]:
    for conflict in found:
        yield _said("these cannot all be true")
        yield _table([(words.named(p.id), p.sentence, str(p.place)) for p in conflict.premises])


def _titled(asked: Asked, status: str, blocks: Iterable[str]) -> str:
    return _said(f"{asked.chronology or 'A chronology without a title'}: {status}") + "".join(blocks)


def _said(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _list(items: Iterable[str]) -> str:
    return f"<ol>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ol>"


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{body}</table>" if body else ""


_DRAWN: dict[type, Callable[[Any], str]] = {
    Inference: inference,
    Windows: windows,
    Check: check,
    Explained: explained,
    Effect: effect,
    Conflicts: conflicts,
    Difference: difference,
    Rivals: rivals,
    Suggestions: suggestions,
    Weighings: weighings,
    Verification: verification,
    Validation: validation,
    Rules: rules,
    Sentences: sentences,
    Invalid: invalid,
}
