"""Weighing the evidence before anything is solved: what is admitted, what answers what, and what is left standing.

Takes a chronology, gives ground statements (every `$variable` of `for` filled in) and held claims that stand, and the
list of what does not and why. Which evidence stands is the grounded labelling of its attacks (Dung, Artificial
Intelligence 77, 1995): what nothing standing attacks, stands; what something standing attacks, falls; the rest is
undecided and is neither used nor able to defeat anything. An attack by weaker evidence than its target fails.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from chrono.answers.common import OpenQuestion, SetAside
from chrono.core.diagnostics import Place
from chrono.core.ids import NAME, field_id
from chrono.core.limits import Limit, Within
from chrono.core.points import end_of, point_of, start_of
from chrono.dates import Relative
from chrono.grounding.anchors import stated_points
from chrono.language.sentences import Value, Variable, Wording, phrase
from chrono.language.telling import Telling
from chrono.model.chronology import Certainty, Chronology, Evidence, Settings, Written
from chrono.model.selection import Bindings, Selecting, fill


@dataclass(frozen=True, slots=True)
class Statement:
    """One ground sentence said by one piece of evidence; an empty `evidence` is what holds without being said."""

    evidence: str
    wording: str
    values: tuple[Value, ...]
    certainty: Certainty
    said: str | Telling
    place: Place
    citation: str = ""
    settings: Settings = ()
    selected_by: tuple[str, ...] = ()
    """The stated dates by which `for` selects what it is about."""

    @property
    def sentence(self) -> str:
        """What it says, as a reader meets it."""
        return self.said if isinstance(self.said, str) else self.said.of(self.values)

    def __reduce__(self) -> tuple[Any, ...]:
        # Another process is sent the words: the names of the whole chronology would go with each part.
        rest = self.place, self.citation, self.settings, self.selected_by
        return Statement, (self.evidence, self.wording, self.values, self.certainty, self.sentence, *rest)


@dataclass(frozen=True, slots=True)
class Holding:
    """One claim that a piece of evidence holds directly, with its variables' values."""

    evidence: str
    written: Written
    bindings: tuple[tuple[str, Value], ...]
    certainty: Certainty
    sentence: str
    place: Place
    citation: str = ""
    selected_by: tuple[str, ...] = ()
    """As of a statement."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What stands, sorted; and what does not, with the reason."""

    statements: tuple[Statement, ...]
    holdings: tuple[Holding, ...]
    set_aside: tuple[SetAside, ...]
    open_questions: tuple[OpenQuestion, ...]
    targets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What each piece attacks that does not fall itself: without it these may stand."""

    @property
    def attacking(self) -> Collection[str]:
        """The ids of the evidence that attacks other evidence."""
        return self.targets.keys()


UNWEIGHED = Weighed((), (), (), ())
"""Of what there was no time to weigh."""


def weigh(
    chronology: Chronology,
    wordings: Mapping[str, Wording],
    author: str,
    admitted: Certainty,
    limit: Limit | None = None,
) -> Weighed:
    """Everything said and held by admitted evidence that stands; `author` is the wording of authorship. Raises
    `LimitReached`."""
    names = chronology.names
    selecting = Selecting(chronology.entries, wordings)
    within = (limit or Limit()).within

    tellings = {id: Telling(wording, names) for id, wording in wordings.items()}

    def said(evidence: Evidence) -> tuple[Statement, ...]:
        return _statements(evidence, selecting, tellings, admitted, within)

    labels = _Labelling(chronology, said, selecting, admitted, within)
    standing = [e for e in chronology.evidence if labels.of(e) == "in"]
    statements = [s for e in within(standing) for s in said(e) if labels.denied(s) == "in"]
    holdings = [h for e in within(standing) for h in _holdings(e, selecting, admitted, within)]
    statements += _authors(chronology, wordings[author], names, admitted)
    vague = (*_vague(chronology, statements, admitted),)  # as the files have them
    # One key after another: of a million statements all keys at once take as much room as the statements.
    statements.sort(key=lambda s: s.evidence)
    statements.sort(key=lambda s: s.sentence)
    statements.sort(key=lambda s: s.wording)
    return Weighed(
        tuple(statements),
        tuple(sorted(holdings, key=lambda h: (h.evidence, h.sentence, h.place))),
        tuple(labels.set_aside()),
        (*labels.open_questions(), *vague),
        labels.targets(),
    )


def _vague(chronology: Chronology, statements: Iterable[Statement], admitted: Certainty) -> list[OpenQuestion]:
    """Dates told by something else that bound less than they say, since what they are worked out from is not stated."""
    kept = [
        (entry, stated, value, ("start", "end") if stated.key == "date" else (stated.key, stated.key))
        for entry in chronology.entries
        for stated in entry.stated
        if isinstance(value := stated.value, Relative) and stated.certainty >= admitted
    ]
    names = chronology.names
    said = [
        (statement, value, thing)
        for statement in statements
        for value in statement.values
        if isinstance(value, Relative)
        for thing in statement.values
        if isinstance(thing, str) and thing in names
    ]
    if not kept and not said:
        return []
    # Few chronologies have such dates; they load what these need.
    from chrono.grounding.relative_dates import vague

    anchors = stated_points(chronology, admitted)

    def unanchored(id: str, words: str, place: Place, date: Relative, first: str, last: str) -> Iterator[OpenQuestion]:
        if why := vague(date, first, last, chronology.scale, anchors):
            yield OpenQuestion(f"{words}: {why}, and so it bounds less than it says", (id,), place)

    questions: list[OpenQuestion] = []
    for entry, stated, date, (first, last) in kept:
        words = f"{entry.name}, {date.said(names)}"
        questions += unanchored(
            stated.id, words, stated.place, date, point_of(first, entry.id), point_of(last, entry.id)
        )
    for statement, date, thing in said:
        words, place = statement.sentence, statement.place
        questions += unanchored(statement.evidence, words, place, date, start_of(thing), end_of(thing))
    return questions


def _statements(
    evidence: Evidence, selecting: Selecting, tellings: Mapping[str, Telling], admitted: Certainty, within: Within
) -> tuple[Statement, ...]:
    guards, _ = selecting.guards(evidence, admitted)
    found: dict[tuple[str, tuple[Value, ...]], Statement] = {}
    for bindings in within(selecting.bindings(evidence)) if evidence.says else ():
        for sentence in evidence.says:
            values = fill(sentence, bindings)
            found.setdefault(
                (sentence.wording, values),
                Statement(
                    evidence.id,
                    sentence.wording,
                    values,
                    evidence.certainty,
                    tellings[sentence.wording],
                    sentence.place,
                    evidence.citation.text,
                    evidence.settings,
                    _dates(bindings, guards),
                ),
            )
    return tuple(found.values())


def _holdings(evidence: Evidence, selecting: Selecting, admitted: Certainty, within: Within) -> list[Holding]:
    guards, _ = selecting.guards(evidence, admitted)
    return [
        Holding(
            evidence.id,
            written,
            tuple(sorted(bindings.items())),
            evidence.certainty,
            written.text,
            written.place,
            evidence.citation.text,
            _dates(bindings, guards),
        )
        for bindings in (within(selecting.bindings(evidence)) if evidence.holds else ())
        for written in evidence.holds
    ]


def _dates(bindings: Bindings, guards: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """The dates by which what a line is about was selected."""
    if not guards:
        return ()
    return tuple(sorted({guards[key] for key in bindings.items() if key in guards}))  # type: ignore[index]


def _authors(
    chronology: Chronology, wording: Wording, names: Mapping[str, str], admitted: Certainty
) -> list[Statement]:
    """`author:` of a document says that the person wrote it."""
    found = []
    for entry in chronology.entries:
        if entry.certainty < admitted:
            continue
        for person in entry.authors:
            filled: dict[str, Value] = {"person": person, "document": entry.id}
            values = tuple(filled[kind] for _, kind in wording.slots)
            said = phrase(wording, values, names)
            found.append(
                Statement(
                    field_id(entry.id, "author"),
                    wording.id,
                    values,
                    entry.certainty,
                    said,
                    entry.authors_place,
                    entry.citation.text,
                )
            )
    return found


class _Labelling:
    """Grounded labels of evidence (in, out, undecided) and, through denials, of single statements. What nothing
    attacks is in: nothing is kept of it, nor of what it says, which is made anew where it has to be told."""

    def __init__(
        self,
        chronology: Chronology,
        said: Callable[[Evidence], tuple[Statement, ...]],
        selecting: Selecting,
        admitted: Certainty,
        within: Within,
    ) -> None:
        self.within, self.said, self.admitted, self.selecting = within, said, admitted, selecting
        self.pieces = sorted(chronology.evidence, key=lambda e: e.id)
        attackers = [e for e in chronology.evidence if (e.against or e.denies) and e.certainty >= admitted]
        self.evidence = {e.id: e for e in chronology.evidence} if attackers else {}
        self.failed: set[tuple[str, str]] = set()
        self.answers: dict[str, set[str]] = defaultdict(set)
        """Evidence → what is said to be `against` it as a whole."""
        self.denials: dict[tuple[str, str, tuple[Value, ...]], set[str]] = defaultdict(set)
        """(evidence, wording, values) → what denies that statement."""
        denying = any(attacker.denies for attacker in attackers)
        indexed = _Indexed(s for e in (chronology.evidence if denying else ()) for s in said(e))
        for attacker in attackers:
            for target in attacker.against:
                if target in self.evidence and self._counts(attacker, self.evidence[target]):
                    self.answers[target].add(attacker.id)
            for bindings in within(selecting.bindings(attacker)) if attacker.denies else ():
                for denied in attacker.denies:
                    for s in indexed.fitting(denied.wording, fill(denied, bindings)):
                        if self._counts(attacker, self.evidence[s.evidence]):
                            self.denials[s.evidence, s.wording, s.values].add(attacker.id)
        attacked = {*self.answers, *(evidence for evidence, _, _ in self.denials)}
        self._of: dict[str, str] = {e.id: "undecided" for e in chronology.evidence if e.id in attacked}
        self._label()

    def of(self, evidence: Evidence) -> str | None:
        """The label of a piece; None where it is too weak to have one."""
        return None if evidence.certainty < self.admitted else self._labelled(evidence.id)

    def _labelled(self, id: str) -> str:
        """The label of a piece that is not too weak."""
        return self._of.get(id, "in")

    def _counts(self, attacker: Evidence, target: Evidence) -> bool:
        if target.certainty < self.admitted:
            return False
        if attacker.certainty < target.certainty:
            self.failed.add((attacker.id, target.id))
            return False
        return True

    def _label(self) -> None:
        changed = True
        while changed:
            changed = False
            for id, label in self.within(self._of.items()):
                if label == "undecided" and (new := self._judge(id)) != label:
                    self._of[id] = new
                    changed = True

    def _judge(self, id: str) -> str:
        answers = [self._labelled(a) for a in self.answers.get(id, ())]
        # Evidence all of whose statements are denied has nothing left to say; if it holds a claim as well, that stays.
        statements = [self.denied(s) for s in self.within(self.said(self.evidence[id]))]
        emptied = bool(statements) and not self.evidence[id].holds
        if "in" in answers or (emptied and all(s == "out" for s in statements)):
            return "out"
        if all(a == "out" for a in answers) and (not emptied or any(s == "in" for s in statements)):
            return "in"
        return "undecided"

    def denied(self, statement: Statement) -> str:
        """What becomes of a statement through its denials alone."""
        labels = [self._labelled(a) for a in self._denying(statement)]
        if "in" in labels:
            return "out"
        return "in" if all(label == "out" for label in labels) else "undecided"

    def targets(self) -> dict[str, frozenset[str]]:
        """What each attacker attacks that has not fallen: what has, counts for nothing."""
        found: dict[str, set[str]] = defaultdict(set)
        for target, attackers in self.answers.items():
            for attacker in attackers:
                found[attacker].add(target)
        for (target, _, _), attackers in self.denials.items():
            for attacker in attackers:
                found[attacker].add(target)
        return {id: frozenset(them) for id, them in sorted(found.items()) if self._labelled(id) != "out"}

    def set_aside(self) -> list[SetAside]:
        """What does not stand, and what fails."""
        found = []
        against: dict[str, list[str]] = defaultdict(list)
        for evidence in self.pieces:
            for target in evidence.against:
                against[target].append(evidence.id)
        for evidence in self.pieces:
            id, label = evidence.id, self.of(evidence)
            if label is None:
                found.append(self._aside("weak", sorted(against[id]), evidence))
            elif label == "out":
                by = sorted(a for a in self.answers.get(id, ()) if self._labelled(a) == "in")
                by += sorted({a for s in self.said(evidence) for a in self._deniers(s)} - set(by))
                found.append(self._aside("defeated", by, evidence))
            elif label == "undecided":
                by = sorted({*self.answers.get(id, ())} | {a for s in self.said(evidence) for a in self._denying(s)})
                found.append(self._aside("undecided", by, evidence))
            elif id in self._of:
                found += [
                    replace(
                        self._aside("defeated", sorted(self._deniers(s)), evidence), sentence=s.sentence, place=s.place
                    )
                    for s in self.said(evidence)
                    if self.denied(s) == "out"
                ]
        for attacker, target in sorted(self.failed):
            found.append(self._aside("fails", [target], self.evidence[attacker]))
        return found

    def _aside(
        self, why: Literal["weak", "defeated", "undecided", "fails"], by: list[str], evidence: Evidence
    ) -> SetAside:
        said = self.said(evidence)
        about = {value for one in said for value in one.values if isinstance(value, str)}
        if evidence.holds:
            about |= {name for written in evidence.holds for name in re.findall(NAME, written.text)}
            about |= {str(value) for bindings in self.selecting.bindings(evidence) for value in bindings.values()}
        return SetAside(evidence.id, why, tuple(by), self._words(evidence, said), evidence.place, frozenset(about))

    def _deniers(self, statement: Statement) -> list[str]:
        return [a for a in self._denying(statement) if self._labelled(a) == "in"]

    def _denying(self, statement: Statement) -> Collection[str]:
        return self.denials.get((statement.evidence, statement.wording, statement.values), ())

    def _words(self, evidence: Evidence, said: Sequence[Statement]) -> str:
        if said:
            first, *rest = sorted(said, key=lambda s: s.sentence)
            return first.sentence + (f" (and {len(rest)} more like it)" if rest else "")
        return "; ".join(w.text for w in evidence.holds) or evidence.note or evidence.id

    def open_questions(self) -> list[OpenQuestion]:
        """What is left undecided."""
        undecided = [e for e in self.pieces if self._of.get(e.id) == "undecided"]
        return [
            OpenQuestion(f"whether {e.id} stands is undecided: {self._words(e, self.said(e))}", (e.id,), e.place)
            for e in undecided
        ]


class _Indexed:
    """Statements by their wording and any of their values."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.by_wording: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            self.by_wording[statement.wording].append(statement)
        self.by_values: dict[tuple[str, tuple[int, ...]], dict[tuple[Value, ...], list[Statement]]] = {}

    def fitting(self, wording: str, pattern: tuple[Value, ...]) -> Sequence[Statement]:
        """The statements whose values are those of the pattern, where that has no variable."""
        given = tuple(i for i, value in enumerate(pattern) if not isinstance(value, Variable))
        index = self.by_values.get((wording, given))
        if index is None:
            index = self.by_values[wording, given] = defaultdict(list)
            for statement in self.by_wording.get(wording, ()):
                index[tuple(statement.values[i] for i in given)].append(statement)
        return index.get(tuple(pattern[i] for i in given), ())
