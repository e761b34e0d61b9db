"""`chrono validate`, `rules` and `vocabulary`: what a chronology holds and what can be said in it, as answers.

Takes a chronology that was read, asks nothing of its evidence. Sorted by id, as the chronology is.
"""

from __future__ import annotations

from collections.abc import Iterable

from chrono.answers.listing import Rules, RuleTold, Sentences, SentenceTold, Validation
from chrono.core.diagnostics import Diagnostic, did_you_mean
from chrono.core.ids import rule_of
from chrono.language.sentences import BUILT_IN, Sentence, Wording
from chrono.model.chronology import Chronology, Rule
from chrono.questions.options import Unanswerable


def validation(chronology: Chronology, diagnostics: Iterable[Diagnostic] = ()) -> Validation:
    """What is counted in files that have no errors, with the warnings about them."""
    kinds = {"people": "person", "events": "event", "periods": "period", "documents": "document"}
    counts = [(section, sum(e.kind == kind for e in chronology.entries)) for section, kind in kinds.items()]
    counts += [
        ("evidence", len(chronology.evidence)),
        ("rules", len(chronology.rules)),
        ("hypotheses", len(chronology.hypotheses)),
    ]
    answer = Validation(
        chronology.inputs,
        chronology.title,
        chronology.unit,
        chronology.calendar,
        chronology.admit,
        tuple(counts),
    )
    return answer.noting(diagnostics)


def rules(chronology: Chronology, ids: tuple[str, ...] = ()) -> Rules:
    """The rules in force (default: all); raises `Unanswerable` for ids that are none."""
    known = {rule.id for rule in chronology.rules}
    wanted = [rule_of(id) or id for id in ids]
    unknown = [
        Diagnostic(
            "unknown-id", f"there is no rule called '{id}'", help=did_you_mean(id, known, "`chrono rules` lists them")
        )
        for id in wanted
        if id not in known
    ]
    if unknown:
        raise Unanswerable(unknown)
    told = tuple(_rule(rule) for rule in chronology.rules if not wanted or rule.id in wanted)
    return Rules(told, named=bool(wanted))


def _rule(rule: Rule) -> RuleTold:
    return RuleTold(
        rule.id,
        rule.title,
        rule.certainty,
        tuple(line.text for line in rule.when),
        tuple(tuple(line.text for line in lines) for lines in rule.unless),
        tuple(line.text for line in rule.then),
        tuple((name, str(value)) for name, value in rule.settings),
        rule.because,
        rule.citation.text,
        rule.note,
        tuple(sorted(rule.tags)),
        rule.place,
        rule.order,
        rule.different,
    )


def vocabulary(chronology: Chronology) -> Sentences:
    """Every sentence that can be said, by id, those that hold without being said included."""
    shapes = {w.shape for w in chronology.wordings}
    wordings = (*chronology.wordings, *(w for w in BUILT_IN if w.shape not in shapes))
    used = _uses(chronology)
    return Sentences(tuple(_sentence(w, *used.get(w.id, ((), ()))) for w in sorted(wordings, key=lambda w: w.id)))


def _sentence(wording: Wording, rules: Iterable[str], undercuts: Iterable[str]) -> SentenceTold:
    return SentenceTold(
        wording.id,
        wording.says,
        tuple(wording.slots),
        tuple(rules),
        tuple(undercuts),
        wording.source,
        wording.note,
        wording.place,
    )


def _uses(chronology: Chronology) -> dict[str, tuple[list[str], list[str]]]:
    """For each wording the rules that rest on it (`when`) and those it undercuts (`unless`)."""
    table: dict[str, tuple[list[str], list[str]]] = {}
    for rule in chronology.rules:
        for side, lines in enumerate((rule.when, [line for exception in rule.unless for line in exception])):
            for wording in sorted({line.wording for line in lines if isinstance(line, Sentence)}):
                table.setdefault(wording, ([], []))[side].append(rule.id)
    return table
