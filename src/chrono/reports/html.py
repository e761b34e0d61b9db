"""Answers as a notebook shows them: small tables in HTML.

Takes answers, gives HTML. Importing this registers how each kind of answer is drawn (`answers.common.as_html`).
Evidence is untrusted: every word of it is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from chrono.answers.check import Check
from chrono.answers.common import Asked, as_html
from chrono.answers.conflicts import Conflicts
from chrono.answers.difference import Difference
from chrono.answers.explain import Explained
from chrono.answers.infer import Bound, Inference, SpanResult
from chrono.answers.reasons import Reason
from chrono.reports import words


@as_html.register
def inference(answer: Inference) -> str:
    """A table for each span: its window, and what forces each bound."""
    spans = [row for result in answer.results for row in _span(result, answer.asked)]
    return _titled(answer.asked, answer.status, [*_conflicts(answer.conflicts), _table(spans)])


@as_html.register
def check(answer: Check) -> str:
    """One row a hypothesis."""
    rows = [
        (r.id, r.verdict, "as expected" if r.ok else f"expected {r.expect}", r.claim, _because(r.reason))
        for r in answer.results
    ]
    return _titled(
        answer.asked, answer.status, [*_conflicts(answer.conflicts), _table(rows), _said(words.summary(answer))]
    )


@as_html.register
def explained(answer: Explained) -> str:
    """The windows or the verdict, and the steps of each argument."""
    drawn = as_html(answer.answer) or ""
    steps = [
        f"<p>{escape(found.name)}{f': {found.edge} {found.side}' if found.edge else ''}</p>{_list(found.reason.steps)}"
        for found in answer.explanations
        if found.reason
    ]
    return drawn + "".join(steps)


@as_html.register
def conflicts(answer: Conflicts) -> str:
    """Each conflict with its members, and what could be given up."""
    repairs = [f"give up {words.listed([words.named(id) for id in r.given_up])}" for r in answer.repairs if r.given_up]
    return _titled(answer.asked, answer.status, [*_conflicts(answer.conflicts), _list(repairs)])


@as_html.register
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
    return _said(head) + (_table(rows) if rows else _said("nothing moves"))


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
