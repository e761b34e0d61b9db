"""The statements that stand, and every way in which several sentences are said at once.

Takes statements, gives the ways to bind the variables of sentences so that each of them is said: an indexed join, each
line looking up only the statements that agree with what is already bound. How many ways there are is counted without
making them, by summing over what later lines do not ask of. Knows the built-in sentence about subjects.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import inf

from chrono.core.diagnostics import NOWHERE, Diagnostic
from chrono.core.limits import BETWEEN_LOOKS, Limit, LimitReached
from chrono.grounding.argumentation import Statement
from chrono.grounding.meetings import Meetings
from chrono.language.sentences import Sentence, Value, Variable, Vocabulary, phrase
from chrono.model.chronology import Certainty, Chronology, Entry, Rule, Written
from chrono.model.selection import Bindings

MOST_INSTANCES = 1_000_000
"""So many times a rule may apply: beyond, its premises say too little of how they belong together."""
COUNTED_FROM = 10_000
"""After so many ways it is counted how many there will be."""


class TooMany(Exception):
    """A rule would apply more often than anybody can have meant."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic

    @classmethod
    def when(cls, rule: Rule) -> TooMany:
        """The premises of a rule are met in too many ways."""
        message = f"rule {rule.id} would apply more than {MOST_INSTANCES:,} times"
        return cls(Diagnostic("too-many", message, rule.place, "add a premise that ties those it has closer together"))

    @classmethod
    def unless(cls, rule: Rule) -> TooMany:
        """The exceptions of a rule are met in too many ways."""
        message = f"the exceptions of rule {rule.id} are met in more than {MOST_INSTANCES:,} ways"
        help = "let each line of `unless` name a variable of `when`, so that it is about the same thing"
        return cls(Diagnostic("too-many", message, rule.place, help))


class Facts:
    """The statements, indexed by whatever positions a line has bound; and the built-in sentence about subjects."""

    def __init__(
        self, statements: Iterable[Statement], chronology: Chronology, vocabulary: Vocabulary, limit: Limit
    ) -> None:
        self.limit, self.looks = limit, 0
        self.by_wording: dict[str, list[Statement]] = {}
        for statement in statements:
            self.by_wording.setdefault(statement.wording, []).append(statement)
        self.indexes: dict[tuple[str, tuple[int, ...]], dict[tuple[Value, ...], list[Statement]]] = {}
        self.entries: dict[str, Entry] = {e.id: e for e in chronology.entries}
        self.subject = vocabulary.wordings[vocabulary.subject]
        self.names, self.wordings = chronology.names, vocabulary.wordings
        self.by_topic: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entry in chronology.entries:
            for topic in sorted(entry.topics):
                self.by_topic[entry.kind, topic].append(entry.id)

    def join(
        self, lines: Iterable[Sentence], bindings: Bindings, meetings: Meetings | None = None
    ) -> Iterator[tuple[dict[str, Value], tuple[Statement, ...]]]:
        """Every way to say all lines at once that agrees with `bindings`, with the statements that say them, but what
        `meetings` passes over. Raises `LimitReached`."""
        premises = [*lines]
        if not self.sayable(premises):
            return
        ordered = self._ordered(premises)
        if meetings is None:
            yield from self._join(ordered, dict(bindings), ())
            return
        # What there is least of first: what two things have to do with each other is often said of few.
        told = [premises.index(line) for line in ordered]
        places = sorted(told, key=lambda n: (self._many(premises[n]), n))
        for bound, said in self._meeting([(n, premises[n]) for n in places], dict(bindings), {}, meetings):
            yield bound, tuple(said[number] for number in told)

    def _meeting(
        self,
        lines: list[tuple[int, Sentence]],
        bindings: dict[str, Value],
        said: dict[int, Statement],
        meetings: Meetings,
    ) -> Iterator[tuple[dict[str, Value], dict[int, Statement]]]:
        """Every way to say lines, by their numbers, at once that agrees with `bindings`, less what is passed over."""
        if not lines:
            yield bindings, said
            return
        (number, line), *rest = lines
        candidates = meetings.meeting(number, self._saying(line, bindings), said)
        for bound, statement in self._said(candidates, line, bindings):
            yield from self._meeting(rest, bound, {**said, number: statement}, meetings)

    def _many(self, line: Sentence) -> float:
        """In how many ways a line is said, whatever it is about."""
        return inf if line.wording == self.subject.id else len(self.by_wording.get(line.wording, ()))

    def sayable(self, lines: Iterable[Sentence | Written]) -> bool:
        """Whether each sentence among some lines can be said at all, whatever it is about."""
        sentences = (line for line in lines if isinstance(line, Sentence))
        return all(line.wording == self.subject.id or line.wording in self.by_wording for line in sentences)

    def _ordered(self, lines: Iterable[Sentence]) -> list[Sentence]:
        """Lines about subjects last: by then both of their sides are bound, and asking is one look at two topic
        sets."""
        return sorted(lines, key=lambda line: line.wording == self.subject.id)

    def _join(
        self, lines: list[Sentence], bindings: dict[str, Value], said: tuple[Statement, ...]
    ) -> Iterator[tuple[dict[str, Value], tuple[Statement, ...]]]:
        if not lines:
            yield bindings, said
            return
        line, *rest = lines
        for bound, statement in self._said(self._saying(line, bindings), line, bindings):
            yield from self._join(rest, bound, (*said, statement))

    def _said(
        self, statements: Iterable[Statement], line: Sentence, bindings: Bindings
    ) -> Iterator[tuple[dict[str, Value], Statement]]:
        """Those of some statements that say a line, with what that binds."""
        for statement in statements:
            self.looks += 1
            if self.looks % BETWEEN_LOOKS == 0 and self.limit.ended():
                raise LimitReached
            bound = dict(bindings)
            if all(
                value == (bound.setdefault(slot.name, value) if isinstance(slot, Variable) else slot)
                for slot, value in zip(line.values, statement.values, strict=True)
            ):
                yield bound, statement

    def bear(self, rule: Rule) -> None:
        """Raises `TooMany` where the rule's premises are said in more ways than a rule may apply, and
        `LimitReached`."""
        lines = self._ordered(rule.when)
        ways, at = self._ways(lines)
        if ways <= MOST_INSTANCES:
            return
        line = lines[at]
        told = f"`{phrase(self.wordings[line.wording], line.values, self.names)}`"
        before, own = {v for other in lines[:at] for v in other.variables}, set(line.variables)
        if before.isdisjoint(own):
            help = f"nothing ties {told} to the premises before it: name {_one_of(before)} in it, or add a premise "
            help += f"that names {_one_of(own)} together with {_one_of(before)}"
        else:
            help = f"add a premise that ties {told} closer to those before it, which name {_one_of(before - own)}"
        message = f"rule {rule.id} would apply {ways:,} times, and may apply {MOST_INSTANCES:,} times at most"
        raise TooMany(Diagnostic("too-many", message, line.place, help))

    def ways(self, rule: Rule) -> int:
        """In how many ways the premises of a rule are said; more than it may apply where even counting is too much."""
        return self._ways(self._ordered(rule.when))[0] or MOST_INSTANCES + 1

    def _ways(self, lines: Sequence[Sentence]) -> tuple[int, int]:
        """In how many ways the lines are said at once, and the line by which there are too many; 0 where even counting
        needs too much."""
        states: Counter[tuple[tuple[str, Value], ...]] = Counter({(): 1})
        passed = len(lines) - 1
        for number, line in enumerate(lines):
            later = {name for other in lines[number + 1 :] for name in other.variables}
            found: Counter[tuple[tuple[str, Value], ...]] = Counter()
            for state, ways in states.items():
                for bound, _ in self._join([line], dict(state), ()):
                    found[tuple(sorted((k, v) for k, v in bound.items() if k in later))] += ways
                if len(found) > MOST_INSTANCES:
                    return 0, number
            states = found
            if states.total() > MOST_INSTANCES:
                passed = min(passed, number)
        return states.total(), passed

    def _saying(self, line: Sentence, bindings: Bindings) -> list[Statement]:
        wanted = [bindings.get(v.name) if isinstance(v, Variable) else v for v in line.values]
        positions = tuple(i for i, value in enumerate(wanted) if value is not None)
        index = self.indexes.get((line.wording, positions))
        if index is None:
            index = defaultdict(list)
            for statement in self.by_wording.get(line.wording, ()):
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


def _one_of(variables: Iterable[str]) -> str:
    *others, last = (f"${name}" for name in sorted(set(variables)))
    return f"{', '.join(others)} or {last}" if others else last
