"""From evidence to constraints: dates, durations, parts, sequences, claims and rule instances as one network.

Takes what stands (the entries' own statements, holdings, rule instances), gives a `Network` over integer points. Every
constraint names the evidence and rules it rests on; only start <= end is free. Rounding always goes outward: what a
coarse date, a month between unknown days or a coarser unit leaves open, stays possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from chrono import dates
from chrono.answers.reasons import Origin, Premise, origin_of
from chrono.core.diagnostics import Place
from chrono.core.ids import field_id, in_premise_order, link_id, rule_id
from chrono.core.limits import Limit, Within
from chrono.core.points import end_of, known_of, order_of, point_of, start_of
from chrono.engine.formulas import (
    TRUE,
    AnyOf,
    Constraint,
    Formula,
    Linear,
    Network,
    at_least,
    at_most,
    both,
    either,
    no_later,
)
from chrono.grounding.anchors import Anchor, stated_points
from chrono.grounding.argumentation import Holding, Statement
from chrono.grounding.claims import Translator
from chrono.grounding.ranges import joined
from chrono.grounding.rules import Instance
from chrono.language.expressions import Claim, Not, literals
from chrono.language.sentences import Value
from chrono.model.chronology import Certainty, Chronology, Entry, Rule, Sequence, Stated, expansion


def encode(
    chronology: Chronology,
    holdings: Iterable[Holding],
    instances: Iterable[Instance],
    admitted: Certainty,
    limit: Limit | None = None,
    preferred: set[str] | None = None,
    counted: set[str] | None = None,
) -> Network:
    """All constraints of what stands, with every id's certainty, in an order that nothing but their content decides.
    `preferred` is given the stated dates that something is counted from though there are others, `counted` the points
    whose stated dates something is, or could be, counted from. Raises `LimitReached`."""
    within = (limit or Limit()).within
    encoder = _Encoder(chronology, admitted, within)
    for entry in within(chronology.entries):
        encoder.entry(entry)
    for sequence in chronology.sequences:
        if sequence.certainty >= admitted:
            for first, second in sequence.links:
                encoder.link(first, second, sequence)
    for holding in within(holdings):
        encoder.holding(holding)
    for instance in within(instances):
        encoder.instance(instance)
    if preferred is not None:
        preferred |= encoder.translator.preferred
    if counted is not None:
        counted |= encoder.anchors.asked
    return encoder.network()


def restated(
    network: Network, chronology: Chronology, statements: Mapping[str, Stated], admitted: Certainty
) -> Network | None:
    """The network with dates and durations of entries stated otherwise, by their ids, which are `restatable`; None
    where that takes more than to put their own constraints in place of those there are."""
    entries = (e for e in chronology.entries if any(s.id in statements for s in e.stated))
    few = tuple(replace(e, stated=tuple(statements.get(s.id, s) for s in e.stated)) for e in entries)
    encoder = _Encoder(replace(chronology, entries=few), admitted)
    encoder.constraints.clear()
    for entry in few:
        for stated in entry.stated:
            if stated.id in statements:
                encoder.statement(entry, stated)
    own: dict[str, list[Constraint]] = {id: [] for id in statements}
    for constraint in encoder.constraints:
        own[constraint.ids[0]].append(constraint)
    if encoder.anchors.asked or any(len(c.ids) > 1 for c in encoder.constraints):
        return None
    kept: list[Constraint] = []
    for constraint in network.constraints:
        if own.keys().isdisjoint(constraint.ids):
            kept.append(constraint)
        elif len(constraint.ids) > 1:
            return None
        else:
            # As what rests on the same, in the same place.
            kept += own.pop(constraint.ids[0], ())
            own[constraint.ids[0]] = []
    kept += (constraint for several in own.values() for constraint in several)
    return replace(network, constraints=tuple(kept))


def unencoded(chronology: Chronology) -> Network:
    """What is known where there was no time to encode the evidence: that no span ends before it begins."""
    return _Encoder(replace(chronology, entries=tuple(replace(e, stated=()) for e in chronology.entries))).network()


def claim_constraints(
    chronology: Chronology, claim: Claim, admitted: Certainty
) -> tuple[tuple[Constraint, ...], tuple[Constraint, ...]]:
    """A hypothesis's claim and its denial, to be asked about and never part of the evidence.

    Where stated days make months exact, the sharper reading binds with what states them.
    """
    return claims(chronology, admitted)(claim)


def claims(
    chronology: Chronology, admitted: Certainty, preferred: set[str] | None = None
) -> Callable[[Claim], tuple[tuple[Constraint, ...], tuple[Constraint, ...]]]:
    """Claims and their denials, as many as are asked about; `preferred` as for `encode`."""
    encoder = _Encoder(chronology, admitted)

    def asked(claim: Claim) -> tuple[Constraint, ...]:
        formulas = encoder.translator.formulas(claim, {}, {})
        if preferred is not None:
            preferred.update(encoder.translator.preferred)
        return tuple(
            Constraint(formula, anchors, Origin(tuple(encoder.anchor(id) for id in anchors)))
            for formula, anchors in formulas
        )

    return lambda claim: (asked(claim), asked(Not(claim)))


class _Anchors(dict[str, Anchor]):
    """The points whose days are stated, and which of all points it was asked for."""

    def __init__(self, known: Mapping[str, Anchor]) -> None:
        super().__init__(known)
        self.asked: set[str] = set()

    def __getitem__(self, point: str) -> Anchor:
        self.asked.add(point)
        return super().__getitem__(point)

    def get(self, point: str, default: Any = None) -> Any:
        """The days of a point, which is remembered as asked for."""
        self.asked.add(point)
        return super().get(point, default)


class _Encoder:
    def __init__(
        self, chronology: Chronology, admitted: Certainty = Certainty.CERTAIN, within: Within | None = None
    ) -> None:
        self.chronology, self.admitted, self.scale = chronology, admitted, chronology.scale
        self.names = chronology.names
        known = {
            e.id for e in chronology.entries if any(s.key == "known" and s.certainty >= admitted for s in e.stated)
        }
        self.anchors = _Anchors(stated_points(chronology, admitted))
        self.translator = Translator(self.scale, known, self.anchors, within)
        self.points: set[str] = {point_of(edge, e.id) for e in chronology.entries for edge in ("start", "end")}
        self.points |= {known_of(id) for id in known}
        self.constraints: list[Constraint] = [
            Constraint(no_later(start_of(e.id), end_of(e.id)), origin=Origin((), f"{start_of(e.id)} <= {end_of(e.id)}"))
            for e in chronology.entries
        ]
        self.ranks: dict[str, int] = {}
        self._known: dict[tuple[tuple[str, ...], object], int] = {}
        """By what it rests on and means, the place of each constraint that was added."""
        self._said: dict[int, tuple[Statement, list[Premise]]] = {}
        """By its identity, each statement that fills premises of rules, and what it comes to: the same each time."""
        self._ruled: dict[str, Premise] = {}
        """By its id, what each rule comes to."""
        self._stating: dict[int, Premise] = {}
        """By its identity, what each statement of an entry comes to."""
        self.statements = {s.id: (e, s) for e in chronology.entries for s in e.stated}
        self.statements |= {id: (e, s) for e, s in self.statements.values() if (id := expansion(s.id, s.value))}

    def add(self, formula: Formula, premises: Iterable[Premise], sentence: str) -> None:
        if formula == TRUE:
            return
        listed = [*premises]
        named = {p.id for p in listed}
        if len(named) < len(listed):
            listed = [*dict.fromkeys(listed)]
        ids = tuple(sorted(named))
        # A rule of two that stand alike applies to every two of them both ways round, and says the same both times: the
        # one that is said first by its words is kept.
        place = self._known.setdefault((ids, _meaning(formula)), len(self.constraints))
        if place < len(self.constraints):
            other = self.constraints[place]
            said = origin_of(other).sentence
            if sentence > said or (sentence == said and repr(formula) >= repr(other.formula)):
                return
        listed.sort(key=lambda p: in_premise_order(p.id))
        self.constraints[place : place + 1] = [Constraint(formula, ids, Origin(tuple(listed), sentence))]

    def network(self) -> Network:
        def said(constraint: Constraint) -> tuple[tuple[str, ...], str]:
            return constraint.ids, origin_of(constraint).sentence

        ordered: list[Constraint] = []
        # Only of what is said alike need the formulas be compared.
        for _, alike in groupby(sorted(self.constraints, key=said), said):
            first, *more = alike
            ordered += sorted([first, *more], key=lambda c: repr(c.formula)) if more else [first]
        weights = {id: weight for id, weight in _weights(self.chronology) if id in self.ranks}
        return Network(tuple(sorted(self.points)), tuple(ordered), dict(sorted(self.ranks.items())), weights)

    # -- what entries state of themselves

    def entry(self, entry: Entry) -> None:
        for stated in entry.stated:
            if stated.certainty >= self.admitted:
                self.statement(entry, stated)
        if entry.certainty < self.admitted:
            return
        if entry.parts:
            id = field_id(entry.id, "parts")
            self.ranks[id] = entry.certainty
            for part in entry.parts:
                said = f"{self.names.get(part, part)} is part of {entry.name}"
                enclosed = both(no_later(start_of(entry.id), start_of(part)), no_later(end_of(part), end_of(entry.id)))
                premise = Premise(id, said, entry.parts_place, entry.citation.text, entry.certainty)
                self.add(enclosed, [premise], f"{entry.id} encloses its part {part}")
        if entry.parts and entry.exhaustive:
            id = field_id(entry.id, "exhaustive")
            self.ranks[id] = entry.certainty
            said = f"{entry.name} begins and ends with one of its parts"
            begins = either(*(no_later(start_of(p), start_of(entry.id)) for p in entry.parts))
            ends = either(*(no_later(end_of(entry.id), end_of(p)) for p in entry.parts))
            premise = Premise(id, said, entry.parts_place, entry.citation.text, entry.certainty)
            self.add(begins, [premise], f"{entry.id} begins with one of its parts")
            self.add(ends, [premise], f"{entry.id} ends with one of its parts")

    def statement(self, entry: Entry, stated: Stated) -> None:
        self.ranks[stated.id] = stated.certainty
        premises = [self.premise(entry, stated)]
        premises += self.expanded(stated.id, [stated.value], stated.certainty, stated.place, entry.citation.text)
        for formula, anchors in self.stated(entry.id, stated):
            also = [self.anchor(id) for id in anchors]
            self.add(formula, [*premises, *also], f"{stated.id}: {stated.text}")

    def stated(self, id: str, stated: Stated) -> list[tuple[Formula, tuple[str, ...]]]:
        """What an entry's statement says of its edges, with the ids of other statements it is read by."""
        start, end = start_of(id), end_of(id)
        value = stated.value
        if isinstance(value, dates.Spell):
            return self.translator.spell(start, end, value)
        if isinstance(value, dates.Relative):
            # Few entries have such dates; the first loads what they need.
            from chrono.grounding.relative_dates import formulas

            first, last = (start, end) if stated.key == "date" else (point_of(stated.key, id),) * 2
            return formulas(value, first, last, self.scale, self.anchors)
        if stated.key != "date":
            ways = (self.within(point_of(stated.key, id), run, value.calendar) for run in value.runs)
            return [(joined(either(*ways)), ())]
        choices = []
        for choice in value.choices:
            parts = [
                self.within(start, choice.start, value.calendar),
                self.within(end, choice.end, value.calendar),
            ]
            if choice.instant:
                parts.append(no_later(end, start))
            choices.append(both(*parts))
        return [(joined(either(*choices)), ())]

    def within(self, point: str, run: dates.Run, calendar: str) -> Formula:
        parts: list[Linear] = []
        known = self.scale.within(run, calendar)
        if known.first is not None:
            parts.append(at_least(point, self.scale.step_of(known.first)))
        if known.last is not None:
            parts.append(at_most(point, self.scale.step_of(known.last)))
        return both(*parts)

    # -- what else is said

    def link(self, first: str, second: str, sequence: Sequence) -> None:
        id = link_id(first, second)
        self.ranks[id] = max(sequence.certainty, self.ranks.get(id, 0))
        a, b = self.names.get(first, first), self.names.get(second, second)
        formula: Formula = no_later(end_of(first), start_of(second))
        said = f"{a} comes before {b}"
        if not sequence.ordered:
            formula = either(formula, no_later(end_of(second), start_of(first)))
            said = f"{a} and {b} were never at once"
        elif not sequence.gaps:
            formula = both(formula, no_later(start_of(second), end_of(first)))
            said = f"{b} follows directly on {a}"
        self.add(formula, [Premise(id, said, sequence.place, sequence.citation.text, sequence.certainty)], said)

    def holding(self, holding: Holding) -> None:
        self.ranks[holding.evidence] = holding.certainty
        premises = [Premise(holding.evidence, holding.sentence, holding.place, holding.citation, holding.certainty)]
        written = literals(holding.written.claim)
        premises += [self.anchor(id) for id in holding.selected_by]
        premises += self.expanded(holding.evidence, written, holding.certainty, holding.place, holding.citation)
        self.claim(holding.written.claim, dict(holding.bindings), {}, premises, holding.written.text)

    def instance(self, instance: Instance) -> None:
        rule = instance.rule
        premises = [self.ruled(rule)]
        for fact in instance.premises:
            if fact.evidence:
                premises += self.premises(fact)
                self.ranks[fact.evidence] = fact.certainty
        bindings = dict(instance.bindings)
        settings = dict(instance.settings)
        exceptions = [self.translator.formulas(written.claim, {}, settings)[0][0] for written in instance.exceptions]
        for then in rule.then:
            self.claim(then.claim, bindings, settings, premises, then.text, exceptions)
        if rule.order is not None:
            first, second = (str(bindings[variable]) for variable in rule.order)
            self.points |= {order_of(first), order_of(second)}
            before = Linear((order_of(first),), (order_of(second),), -1)
            self.add(either(before, *exceptions), premises, f"{first} comes before {second}")

    def ruled(self, rule: Rule) -> Premise:
        """What a rule comes to as a premise."""
        premise = self._ruled.get(rule.id)
        if premise is None:
            premise = Premise(rule_id(rule.id), rule.title, rule.place, rule.citation.text, rule.certainty)
            self._ruled[rule.id], self.ranks[premise.id] = premise, rule.certainty
        return premise

    def premises(self, fact: Statement) -> list[Premise]:
        """What a statement comes to that fills a premise of a rule."""
        if id(fact) not in self._said:
            premises = [self.anchor(id) for id in fact.selected_by]
            changed = tuple((name, str(value)) for name, value in fact.settings)
            premises.append(Premise(fact.evidence, fact.sentence, fact.place, fact.citation, fact.certainty, changed))
            premises += self.expanded(fact.evidence, fact.values, fact.certainty, fact.place, fact.citation)
            self._said[id(fact)] = fact, premises
        return self._said[id(fact)][1]

    def claim(
        self,
        claim: Claim,
        bindings: Mapping[str, Value],
        settings: Mapping[str, dates.Duration],
        premises: list[Premise],
        text: str,
        exceptions: Iterable[Formula] = (),
    ) -> None:
        """One claim as its constraint, and where a stated day makes its months exact, a sharper one resting on that
        too."""
        for formula, anchors in self.translator.formulas(claim, bindings, settings):
            also = [self.anchor(id) for id in anchors]
            self.add(either(formula, *exceptions), [*premises, *also], _said(text, bindings, settings))

    def expanded(
        self, id: str, values: Iterable[object], certainty: Certainty, place: Place, citation: str
    ) -> Iterator[Premise]:
        """For each date in words that a convention expands, that it does: it is no part of what was said."""
        for value in values:
            if isinstance(value, dates.Date) and (tracked := expansion(id, value)):
                self.ranks[tracked] = max(certainty, self.ranks.get(tracked, 0))
                yield _expanded(tracked, value, self.scale, place, citation)

    def anchor(self, id: str) -> Premise:
        entry, stated = self.statements[id]
        if id != stated.id and isinstance(stated.value, dates.Date):
            return _expanded(id, stated.value, self.scale, stated.place, stated.citation.text)
        return self.premise(entry, stated)

    def premise(self, entry: Entry, stated: Stated) -> Premise:
        """What a statement of an entry comes to: the same each time, since rules count from it as well."""
        if id(stated) not in self._stating:
            self._stating[id(stated)] = self.said(entry, stated)
        return self._stating[id(stated)]

    def said(self, entry: Entry, stated: Stated) -> Premise:
        words = _WORDS.get((entry.kind, stated.key)) or _WORDS["", stated.key]
        text = stated.value.said(self.names) if isinstance(stated.value, dates.Relative) else stated.text
        text += _converted(stated.value, self.scale)
        return Premise(stated.id, f"{entry.name} {words} {text}", stated.place, stated.citation.text, stated.certainty)


def _meaning(formula: Formula) -> Formula | frozenset[Formula]:
    """The formula, or what an either/or offers, in whatever order."""
    return frozenset(formula.parts) if isinstance(formula, AnyOf) else formula


def _weights(chronology: Chronology) -> list[tuple[str, int]]:
    """The weight of every id that weighs more than 1; of a link in several sequences that of the heaviest, which comes
    last."""
    found = [(piece.id, piece.weight) for piece in chronology.evidence if piece.weight > 1]
    found += [(rule_id(rule.id), rule.weight) for rule in chronology.rules if rule.weight > 1]
    for entry in chronology.entries:
        if entry.weight > 1:
            found += [(field_id(entry.id, key), entry.weight) for key in ("author", "parts", "exhaustive")]
            found += [(stated.id, entry.weight) for stated in entry.stated]
    for sequence in chronology.sequences:
        if sequence.weight > 1:
            found += [(link_id(first, second), sequence.weight) for first, second in sequence.links]
    return sorted(found)


def _converted(value: object, scale: dates.Scale) -> str:
    """The days of a date written in another calendar than the chronology's, in which every bound is given."""
    if not isinstance(value, dates.Date) or (value.first is None and value.last is None):
        return ""
    own = dates.calendar_named(scale.calendar)
    if dates.calendar_named(value.calendar) is own:
        return ""
    named = "" if not own.christian else f" {own.name.capitalize()}"
    return f" ({dates.say_days(value.first, value.last, own)}{named})"


def _expanded(id: str, date: dates.Date, scale: dates.Scale, place: Place, citation: str) -> Premise:
    days = dates.say_days(date.first, date.last, dates.calendar_named(scale.calendar))
    return Premise(id, f"'{date.text}' means {days} by the convention {date.convention}", place, citation)


# How an entry's own statements are said.
_WORDS: dict[tuple[str, str], str] = {
    ("", "date"): "is dated",
    ("", "start"): "began",
    ("", "end"): "ended",
    ("", "known"): "could be known of from",
    ("", "duration"): "lasted",
    ("person", "start"): "was born",
    ("person", "end"): "died",
    ("person", "date"): "lived",
    ("person", "duration"): "lived for",
    ("document", "date"): "is dated",
    ("document", "start"): "was begun",
    ("document", "end"): "was finished",
    ("document", "duration"): "took",
}


def _said(text: str, bindings: Mapping[str, Value], settings: Mapping[str, dates.Duration]) -> str:
    """A conclusion with its variables and settings filled in, as it is printed."""
    for variable in sorted(bindings, key=len, reverse=True):
        value = bindings[variable]
        text = text.replace(f"${variable}", value if isinstance(value, str) else str(getattr(value, "text", value)))
    words = text.split(" ")
    return " ".join(str(settings[w]) if w in settings else w for w in words)
