"""What the variables of `for` stand for: the entries listed, or all that have certain things in common.

Takes the entries once and keeps them by kind, topic and tag, so that asking costs what is found and not what is
declared. Gives ids, sorted, and the ways to fill the variables of a piece of evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import TypeAlias

from chrono.dates import Date
from chrono.language.expressions import names
from chrono.language.sentences import Sentence, Value, Variable, Wording
from chrono.model.chronology import Certainty, Entry, Evidence, Selector, Stated

Bindings: TypeAlias = Mapping[str, Value]


class Selecting:
    """The entries of a chronology, to select from."""

    def __init__(self, entries: Iterable[Entry], wordings: Mapping[str, Wording]) -> None:
        self.wordings = wordings
        self.by_kind: dict[str, list[Entry]] = defaultdict(list)
        self.by_topic: dict[str, list[Entry]] = defaultdict(list)
        self.by_tag: dict[str, list[Entry]] = defaultdict(list)
        self.by_id: dict[str, Entry] = {}
        for entry in entries:
            self.by_id[entry.id] = entry
            self.by_kind[entry.kind].append(entry)
            for topic in entry.topics:
                self.by_topic[topic].append(entry)
            for tag in entry.tags:
                self.by_tag[tag].append(entry)

    def bindings(self, evidence: Evidence) -> Iterator[dict[str, Value]]:
        """Every way to fill the variables of `for`; one empty way where there are none, and none where one of them
        stands for nothing: then the piece says, holds and denies nothing, in whatever line."""
        types: dict[str, str] = {}
        for sentence in (*evidence.says, *evidence.denies):
            for (_, kind), value in zip(self.wordings[sentence.wording].slots, sentence.values, strict=True):
                if isinstance(value, Variable) and types.get(value.name, "span") == "span":
                    types[value.name] = kind
        choices = [
            [(variable, id) for id in self.matching(selector, types.get(variable, "span"))]
            for variable, selector in evidence.groups
        ]
        return (dict(combination) for combination in product(*choices))

    def guards(self, evidence: Evidence, admitted: Certainty) -> tuple[dict[tuple[str, str], str], frozenset[str]]:
        """By which stated date `after` or `before` selects: of (variable, id) the one date it takes, where there is one
        that is as certain as the evidence; and the dates of all others, on which a selection depends in another way."""
        alone: dict[tuple[str, str], str] = {}
        others: set[str] = set()
        for variable, selector in evidence.groups:
            if selector.ids is not None or not (selector.after or selector.before):
                continue
            used = all(variable in s.variables for s in evidence.says) and all(
                any(name.variable == variable for name, _ in names(w.claim)) for w in evidence.holds
            )
            for id in self.matching(selector, "span"):
                dates = list(_deciding(self.by_id[id], selector))
                (date, *more) = dates
                enough = date.certainty >= max(admitted, evidence.certainty)
                if used and enough and not more:
                    alone[variable, id] = date.id
                else:
                    others |= {d.id for d in dates}
        return alone, frozenset(others)

    def matching(self, selector: Selector, kind: str) -> tuple[str, ...]:
        """The ids a selector stands for: the listed ones, or every declared span of the kind that passes all tests.

        `after` and `before` count what is stated of an entry: it must certainly begin after, or end before, the date.
        """
        if selector.ids is not None:
            return tuple(sorted(set(selector.ids)))
        found = {
            e.id
            for e in self._among(selector, kind)
            if kind in ("span", e.kind)
            and (not selector.topics or selector.topics & e.topics)
            and (not selector.tags or selector.tags & e.tags)
            and (selector.after is None or _begins_after(e, selector.after.last))
            and (selector.before is None or _ends_before(e, selector.before.first))
        }
        return tuple(sorted(found))

    def _among(self, selector: Selector, kind: str) -> list[Entry]:
        """The fewest entries that hold all that can match."""
        tests: list[list[list[Entry]]] = [
            list(self.by_kind.values()) if kind == "span" else [self.by_kind.get(kind, [])]
        ]
        if selector.topics:
            tests.append([self.by_topic.get(topic, []) for topic in selector.topics])
        if selector.tags:
            tests.append([self.by_tag.get(tag, []) for tag in selector.tags])
        return [e for entries in min(tests, key=lambda lists: sum(map(len, lists))) for e in entries]


def fill(sentence: Sentence, bindings: Bindings) -> tuple[Value, ...]:
    """The values of a sentence, those of bound variables in their place."""
    if not bindings:
        return sentence.values
    return tuple(bindings.get(v.name, v) if isinstance(v, Variable) else v for v in sentence.values)


def _begins_after(entry: Entry, day: int | None) -> bool:
    return any(_after(entry, day))


def _ends_before(entry: Entry, day: int | None) -> bool:
    return any(_before(entry, day))


def _after(entry: Entry, day: int | None) -> Iterator[Stated]:
    """The statements of an entry by which it begins after a day."""
    for s in entry.stated:
        first = s.value.first if s.key in ("date", "start") and isinstance(s.value, Date) else None
        if day is not None and first is not None and first > day:
            yield s


def _before(entry: Entry, day: int | None) -> Iterator[Stated]:
    """The statements of an entry by which it ends before a day."""
    for s in entry.stated:
        last = s.value.last if s.key in ("date", "end") and isinstance(s.value, Date) else None
        if day is not None and last is not None and last < day:
            yield s


def _deciding(entry: Entry, selector: Selector) -> Iterator[Stated]:
    """The statements of an entry by which a selector's dates select it."""
    found: dict[str, Stated] = {}
    if selector.after:
        found |= {s.id: s for s in _after(entry, selector.after.last)}
    if selector.before:
        found |= {s.id: s for s in _before(entry, selector.before.first)}
    yield from found.values()
