"""Applying the rules: every way in which the sentences said fill the `when` of a rule, less what undercuts it.

Takes the statements that stand, gives rule instances with their premises and certainty, and the list of what was
undercut and what stays open. An undercutter is weighed here, before solving; it is never a member of a conflict.
Matching is an indexed join: each line of `when` looks up only the statements that agree with what is already bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from chrono.answers.common import OpenQuestion, Undercut
from chrono.core.diagnostics import NOWHERE
from chrono.grounding.argumentation import Statement
from chrono.language.expressions import names as names_in
from chrono.language.expressions import substitute
from chrono.language.sentences import Sentence, Value, Variable, Vocabulary, phrase
from chrono.model.chronology import Certainty, Chronology, Entry, Rule, Settings, Written
from chrono.model.selection import Bindings


@dataclass(frozen=True, slots=True)
class Instance:
    """One rule with its variables bound and the statements that filled its `when`."""

    rule: Rule
    bindings: tuple[tuple[str, Value], ...]
    premises: tuple[Statement, ...]
    certainty: Certainty
    settings: Settings
    exceptions: tuple[Written, ...] = ()
    """Conditions on dates (of `unless`) under any of which the conclusion need not hold."""

    @property
    def evidence(self) -> tuple[str, ...]:
        return tuple(sorted({p.evidence for p in self.premises if p.evidence}))


@dataclass(frozen=True, slots=True)
class Applied:
    instances: tuple[Instance, ...]
    undercut: tuple[Undercut, ...]
    open_questions: tuple[OpenQuestion, ...]


def apply(
    chronology: Chronology,
    vocabulary: Vocabulary,
    statements: Iterable[Statement],
    settings: Mapping[str, Settings],
    admitted: Certainty,
) -> Applied:
    """Every instance of every rule of at least the admitted certainty; `settings` are those set for a rule from
    outside."""
    facts = _Facts(statements, chronology, vocabulary)
    bounded = _bounded(chronology, admitted)
    instances: list[Instance] = []
    undercut: list[Undercut] = []
    questions: list[OpenQuestion] = []
    for rule in chronology.rules:
        if rule.certainty < admitted:
            continue
        for bindings, premises in facts.join(rule.when, {}):
            said = [p for p in premises if p.evidence]
            certainty = min([rule.certainty, *(p.certainty for p in said)])
            if certainty < admitted:
                continue
            exceptions, found, open_ = _undercutters(rule, bindings, said, facts, bounded)
            undercut += found
            questions += open_
            if not any(u.held for u in found):
                instances.append(
                    Instance(
                        rule,
                        tuple(sorted(bindings.items())),
                        premises,
                        certainty,
                        _settings(rule, said, settings.get(rule.id, ())),
                        exceptions,
                    )
                )
    return Applied(tuple(instances), tuple(sorted(undercut, key=_order)), tuple(dict.fromkeys(questions)))


def _order(undercut: Undercut) -> tuple[str, ...]:
    return (undercut.rule, *undercut.premises, undercut.sentence, *undercut.by)


def _settings(rule: Rule, premises: Iterable[Statement], outside: Settings) -> Settings:
    """The rule's settings, then its evidence's own, then those asked for from outside: the last word wins."""
    values = dict(rule.settings)
    for premise in premises:
        for name, value in premise.settings:
            bare = name.removeprefix(f"{rule.id}.")
            if bare in values:
                values[bare] = value
    values.update(outside)
    return tuple(sorted(values.items()))


def _undercutters(
    rule: Rule, bindings: Bindings, premises: list[Statement], facts: _Facts, bounded: Collection[tuple[str, str]]
) -> tuple[tuple[Written, ...], list[Undercut], list[OpenQuestion]]:
    """What the `unless` lines make of an instance: exceptions on dates, undercutters, and conditions that lie
    dormant."""
    strength = min((p.certainty for p in premises), default=Certainty.CERTAIN)
    ids = tuple(sorted({p.evidence for p in premises}))
    exceptions: list[Written] = []
    undercut: list[Undercut] = []
    questions: list[OpenQuestion] = []
    for lines in rule.unless:
        sentences = [line for line in lines if isinstance(line, Sentence)]
        conditions = [line for line in lines if isinstance(line, Written)]
        for bound, said in facts.join(sentences, bindings):
            by = tuple(sorted({s.evidence for s in said if s.evidence}))
            words = "; ".join(dict.fromkeys(s.sentence for s in said))
            if any(s.certainty < strength for s in said):
                undercut.append(Undercut(rule.id, ids, by, words, held=False, place=said[0].place))
            elif not conditions:
                undercut.append(Undercut(rule.id, ids, by, words, held=True, place=said[0].place if said else NOWHERE))
            else:
                undated = sorted(_undated(conditions, bound, bounded))
                if undated:
                    text = " and ".join(filled(c.text, bound) for c in conditions)
                    why = f"{rule.id} would not apply if {text}; no date is stated for {', '.join(undated)}"
                    questions.append(OpenQuestion(why, ids, conditions[0].place))
                else:
                    exceptions += [_bound(c, bound) for c in conditions]
    return tuple(exceptions), undercut, questions


def _bound(written: Written, bindings: Bindings) -> Written:
    """A condition with its variables filled in, so that it can be read outside the instance."""
    return Written(substitute(written.claim, bindings), filled(written.text, bindings), written.place)


def filled(text: str, bindings: Bindings) -> str:
    for variable in sorted(bindings, key=len, reverse=True):
        value = bindings[variable]
        text = text.replace(f"${variable}", value if isinstance(value, str) else str(getattr(value, "text", value)))
    return text


def _bounded(chronology: Chronology, admitted: Certainty) -> frozenset[tuple[str, str]]:
    """(span, use) for every use of a span in a condition that admitted statements of its own put a date to."""
    found = set()
    for entry in chronology.entries:
        keys = {s.key for s in entry.stated if s.certainty >= admitted}
        lasting = "duration" in keys
        start = "date" in keys or "start" in keys or (lasting and "end" in keys)
        end = "date" in keys or "end" in keys or (lasting and "start" in keys)
        uses = {
            "start": start,
            "end": end,
            "known": start or "known" in keys,
            "duration": lasting or (start and end),
            "span": start and end,
        }
        found |= {(entry.id, use) for use, stated in uses.items() if stated}
    return frozenset(found)


def _undated(conditions: Iterable[Written], bindings: Bindings, bounded: Collection[tuple[str, str]]) -> set[str]:
    """The spans of a condition that no date is stated for where it is needed: what it says cannot be weighed.

    Such a condition could always be met, and would switch the rule off: the burden of proof lies with the exception.
    """
    used = {
        (bindings.get(name.variable, name.id) if name.variable else name.id, use)
        for condition in conditions
        for name, use in names_in(condition.claim)
        if use not in ("amount", "relation")
    }
    return {id for id, use in used if isinstance(id, str) and (id, use) not in bounded}


class _Facts:
    """The statements, indexed by whatever positions a line has bound; and the built-in sentence about subjects."""

    def __init__(self, statements: Iterable[Statement], chronology: Chronology, vocabulary: Vocabulary) -> None:
        self.by_wording: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            self.by_wording[statement.wording].append(statement)
        self.indexes: dict[tuple[str, tuple[int, ...]], dict[tuple[Value, ...], list[Statement]]] = {}
        self.entries: dict[str, Entry] = {e.id: e for e in chronology.entries}
        self.subject = vocabulary.wordings[vocabulary.subject]
        self.names = chronology.names
        self.by_topic: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entry in chronology.entries:
            for topic in sorted(entry.topics):
                self.by_topic[entry.kind, topic].append(entry.id)

    def join(
        self, lines: Iterable[Sentence], bindings: Bindings
    ) -> Iterator[tuple[dict[str, Value], tuple[Statement, ...]]]:
        """Every way to say all lines at once that agrees with `bindings`, with the statements that say them.

        Lines about subjects come last: by then both of their sides are bound, and asking is one look at two topic sets.
        """
        ordered = sorted(lines, key=lambda line: line.wording == self.subject.id)
        yield from self._join(ordered, dict(bindings), ())

    def _join(
        self, lines: list[Sentence], bindings: dict[str, Value], said: tuple[Statement, ...]
    ) -> Iterator[tuple[dict[str, Value], tuple[Statement, ...]]]:
        if not lines:
            yield bindings, said
            return
        line, *rest = lines
        for statement in self._saying(line, bindings):
            bound = dict(bindings)
            if all(
                value == (bound.setdefault(slot.name, value) if isinstance(slot, Variable) else slot)
                for slot, value in zip(line.values, statement.values, strict=True)
            ):
                yield from self._join(rest, bound, (*said, statement))

    def _saying(self, line: Sentence, bindings: Bindings) -> list[Statement]:
        wanted = [bindings.get(v.name) if isinstance(v, Variable) else v for v in line.values]
        positions = tuple(i for i, value in enumerate(wanted) if value is not None)
        index = self.indexes.get((line.wording, positions))
        if index is None:
            index = defaultdict(list)
            for statement in self.by_wording[line.wording]:
                index[tuple(statement.values[i] for i in positions)].append(statement)
            self.indexes[line.wording, positions] = index
        found = index.get(tuple(wanted[i] for i in positions), [])  # type: ignore[misc]  # positions are those not None
        if line.wording == self.subject.id:
            # What holds of itself needs nobody to say it: a witness would only make the conclusion depend on him.
            by_topic = list(self._subjects(wanted))
            known = {s.values for s in by_topic}
            found = by_topic + [s for s in found if s.values not in known]
        return found

    def _subjects(self, wanted: list[Value | None]) -> Iterator[Statement]:
        """Events whose topics meet those of a document belong to its subject without being said to."""
        slots = [kind for _, kind in self.subject.slots]
        event, document = wanted[slots.index("event")], wanted[slots.index("document")]
        documents = (
            [document] if document is not None else [e.id for e in self.entries.values() if e.kind == "document"]
        )
        for d in documents:
            topics = self.entries[str(d)].topics if str(d) in self.entries else frozenset()
            if event is not None:
                events = [str(event)] if str(event) in self.entries and topics & self.entries[str(event)].topics else []
            else:
                events = sorted({e for topic in topics for e in self.by_topic["event", topic]})
            for e in events:
                values: tuple[Value, ...] = tuple(e if kind == "event" else str(d) for kind in slots)
                said = phrase(self.subject, values, self.names)
                yield Statement("", self.subject.id, values, Certainty.CERTAIN, said, NOWHERE)
