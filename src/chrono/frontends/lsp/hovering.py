"""What is told of the thing that is pointed at: windows with the reasons of their bounds, what evidence does, verdicts.

Has for each kind of thing the question that is put about it, and what tells the answer on a page; where there is no
answer, because somebody gave up waiting for it, what the files say is told all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chrono import dates, questions
from chrono.answers.check import Check, Checked
from chrono.answers.effect import Effect
from chrono.answers.infer import Inference, SpanResult
from chrono.answers.reasons import Reason
from chrono.core.ids import rule_id, rule_of, source_of
from chrono.dates import Date, Scale
from chrono.frontends.lsp.prose import Prose
from chrono.language.expressions import RELATIONS
from chrono.language.sentences import BUILT_IN
from chrono.model.chronology import Chronology, Entry, Evidence, Hypothesis, Rule
from chrono.questions import locate
from chrono.questions.options import Options
from chrono.questions.session import Session
from chrono.reports.text.contradictions import moved, under
from chrono.reports.text.dates import line as date_line
from chrono.reports.text.difference import compared
from chrono.reports.text.infer import grouped
from chrono.reports.words import (
    BY_ITSELF,
    STANDS,
    comparison,
    duration,
    lasted,
    named,
    points,
    set_aside,
    short,
    unmoved,
)

MOST = 8
"""So many things of a kind are told; the others are counted."""
LATE = "A limit of time came first: `chrono explain {id}` takes as long as it needs."


def span(session: Session, options: Options, id: str) -> Inference:
    """The windows of one span and their reasons."""
    return questions.infer.infer(session, (id,), options)


def evidence(session: Session, options: Options, piece: Evidence) -> Effect:
    """What a piece of evidence does."""
    return locate.effect(session, locate.Standing(piece.place, f"evidence {piece.id}", (piece.id,)), options)


def rule(session: Session, options: Options, of: Rule) -> Effect:
    """What a rule does."""
    return locate.effect(session, locate.Standing(of.place, f"rule {of.id}", (rule_id(of.id),)), options)


def hypothesis(session: Session, options: Options, id: str) -> Check:
    """The verdict on one hypothesis."""
    return questions.check.check(session, (id,), options)


def thing(
    chronology: Chronology, id: str
) -> Entry | Evidence | Rule | Hypothesis | tuple[str, tuple[tuple[str, str], ...]] | None:
    """What an id stands for; a source with its key."""
    if name := rule_of(id):
        return next((each for each in chronology.rules if each.id == name), None)
    if key := source_of(id):
        return next(((k, described) for k, described in chronology.sources if k == key), None)
    known: Iterable[Entry | Evidence | Hypothesis] = (
        *chronology.entries,
        *chronology.evidence,
        *chronology.hypotheses,
    )
    return next((each for each in known if each.id == id), None)


# -- spans


def tell_span(entry: Entry, answer: Inference | None, page: Prose) -> None:
    """The windows of a span, and what forces each bound."""
    page.heading(entry.name, f"{entry.kind} {entry.id}")
    if answer is None:
        page.say("Its windows take longer to find than a pointer waits: point at it again.")
        return
    _tell_repair(answer, page)
    scale = answer.asked.scale
    for result in answer.results:
        page.items(_windows(result, scale, page))
        for heading, reason, hanging in grouped(result, scale):
            page.heading(f"Why {heading}")
            page.items(premises(reason, page))
            page.say(hanging)
        if result.comparisons and result.end.window.proven:
            page.heading("Against")
            page.items(page.words(f"{other.name}: {comparison(other)}") for other in result.comparisons)
        if any(not bound.known for bound in (result.start, result.end)):
            page.say(LATE.format(id=entry.id))
        _tell_hanging(result, scale, page)


def _tell_repair(answer: Inference | Check, page: Prose) -> None:
    """Where the evidence contradicts itself, what is given up for the rest to be told."""
    if answer.status == "inconsistent":
        said = under(answer)
        page.say(f"The evidence contradicts itself{f': what follows is told {said}' if said else ''}.")


def _tell_hanging(result: SpanResult | Checked, scale: Scale, page: Prose) -> None:
    """Whether what is told under a repair is firm, or what it is under others."""
    if result.stands:
        page.say(STANDS[result.stands])
        page.items(page.words(line) for line in moved(result, scale))


def _windows(result: SpanResult, scale: Scale, page: Prose) -> Iterator[str]:
    for verb, bound in zip(points(result.kind), (result.start, result.end), strict=True):
        yield page.words(f"{verb} {short(bound.window, scale)}")
    if result.duration.proven and (said := duration(result.duration, scale)):
        yield page.words(f"{lasted(result.kind)} {said}")


def premises(reason: Reason, page: Prose) -> Iterator[str]:
    """What a reason rests on, an item each."""
    for premise in reason.premises[:MOST]:
        certainty = str(premise.certainty or "")
        yield page.placed(f"{named(premise.id)}: {premise.sentence}", certainty, place=premise.place)
    if more := len(reason.premises) - MOST:
        yield from [page.words(f"and {more} more")] if more > 0 else ()
    if not reason.premises:
        yield page.words(BY_ITSELF)


# -- evidence and rules


def tell_evidence(piece: Evidence, answer: Effect | None, page: Prose) -> None:
    """What a piece of evidence says, what follows from it, and what moves without it."""
    page.heading(piece.id, str(piece.certainty))
    if answer is not None:
        page.items(page.words(line) for line in _few(answer.says))
        for aside in answer.set_aside:
            if aside.id == piece.id:
                page.say(f"set aside: {set_aside(aside.why, aside.by)}")
    _tell_effect(answer, page)


def tell_rule(of: Rule, answer: Effect | None, page: Prose) -> None:
    """What a rule says, what follows from it, and what moves without it."""
    page.heading(f"rule {of.id}", str(of.certainty))
    page.say(of.title)
    page.items(
        [
            *(page.words(f"when {line.text}") for line in of.when),
            *(page.words(f"unless {' and '.join(line.text for line in lines)}") for lines in of.unless),
            *(page.words(f"then {line.text}") for line in of.then),
            *(page.words(f"{of.id}.{name} = {value}") for name, value in of.settings),
        ]
    )
    _tell_effect(answer, page)


def _tell_effect(answer: Effect | None, page: Prose) -> None:
    if answer is None:
        page.say("What moves without it takes longer to find than a pointer waits: point at it again.")
        return
    if answer.moves == "unknown":
        page.say("A limit of time came first: `chrono explain FILE:LINE` takes as long as it needs.")
        return
    if answer.yields:
        page.heading("Yields")
        page.items(page.words(line) for line in _few(answer.yields))
    if answer.moves == "nothing":
        page.say("It changes nothing: every window and every verdict is the same without it.")
        return
    page.heading("Without it")
    assert answer.difference is not None
    page.say(compared(answer.difference))
    page.items(_moved(answer, page))
    page.say(unmoved(answer.difference))


def _moved(answer: Effect, page: Prose) -> Iterator[str]:
    difference = answer.difference
    assert difference is not None
    if difference.status_before != difference.status_after:
        yield page.words(f"the evidence is {difference.status_after}")
    said = []
    for shift in difference.windows:
        verb = points(shift.kind)[shift.edge == "end"]
        before, after = (
            short(w, difference.scale) if w is not None else "not there" for w in (shift.before, shift.after)
        )
        said.append(f"{shift.id} {verb} {after}, not {before}")
    said += [f"{turn.id}: {turn.after or 'not there'}, not {turn.before}" for turn in difference.verdicts]
    yield from (page.words(line) for line in _few(said))


def _few(lines: Iterable[str]) -> list[str]:
    told = list(lines)
    return told if len(told) <= MOST else [*told[:MOST], f"and {len(told) - MOST} more"]


# -- hypotheses, sources, words


def tell_hypothesis(of: Hypothesis, answer: Check | None, page: Prose) -> None:
    """A claim, the verdict on it and what that rests on."""
    page.heading(of.id, f"expected {of.expect}")
    page.say(of.claim.text)
    page.say(of.why)
    if answer is not None:
        _tell_repair(answer, page)
    for result in answer.results if answer is not None else ():
        _tell_verdict(result, answer, page)


def _tell_verdict(result: Checked, answer: Check | None, page: Prose) -> None:
    page.heading(result.verdict if not result.held_back else "not known in time")
    if result.reason is not None and result.verdict != "inconsistent":
        page.items(premises(result.reason, page))
    if answer is not None:
        page.items(page.words(f"{point}: {short(window, answer.asked.scale)}") for point, window in result.windows)
        _tell_hanging(result, answer.asked.scale, page)
    failed = [page.words(f"{v.verdict} {v.said}") for v in result.variations if not v.ok]
    if failed:
        page.heading("Not as expected")
        page.items(failed)


def tell_source(key: str, described: Iterable[tuple[str, str]], page: Prose) -> None:
    """What is kept of a source."""
    page.heading(key, "source")
    page.items(page.words(f"{name}: {value}") for name, value in described)


def tell_sentence(chronology: Chronology, wording: str, page: Prose) -> None:
    """A sentence of the vocabulary, what its slots take, and the rules that it serves."""
    for told in questions.listing.vocabulary(chronology).results:
        if told.id == wording:
            page.heading(told.says)
            page.items(page.words(f"{slot}: {kind}") for slot, kind in told.slots)
            said = [f"rule {name} rests on it" for name in told.rules]
            said += [f"it keeps rule {name} from applying" for name in told.undercuts]
            said += ["it holds without being said"] if told.id in {w.id for w in BUILT_IN} else []
            page.items(page.words(line) for line in said)


def tell_relation(line: str, at: int, page: Prose) -> None:
    """What a relation of an expression compares, where its words stand at a place of a line (in characters)."""
    for word in sorted(RELATIONS, key=len, reverse=True):
        if any(found.start() <= at <= found.end() for found in re.finditer(rf"\b{word}\b", line)):
            page.heading(f"a {word} b", "relation")
            page.items(page.words(comparison) for comparison in RELATIONS[word])
            return


def tell_date(chronology: Chronology, file: str, line: int, column: int, page: Prose) -> None:
    """How a date that stands at a place is read: its days, their numbers, other calendars."""
    for entry in chronology.entries:
        for stated in entry.stated:
            at = stated.place
            here = (at.file, at.line) == (file, line) and at.column <= column <= at.column + at.length
            if here and isinstance(stated.value, Date):
                found = dates.describe(
                    stated.value.text, calendar=stated.value.calendar, conventions=chronology.conventions
                )
                page.say(date_line(found))
