"""Evidence altered within what its uncertainty says: dates and durations moved, orders turned round, readings chosen.

Takes a chronology, which of its statements are altered and how, and what draws numbers; gives the chronology as it
would be. A date that can mean a stretch of time is moved, as wide as it is, by no more steps than the stretch is long;
of a set or an either/or one alternative is taken; of an order the two sides change places. What states no uncertainty
of its own (a day to the day, an open side) is never moved. Knows nothing of certainty and chance, and never solves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import fields, is_dataclass, replace
from itertools import combinations, count, pairwise
from typing import Any, TypeVar, cast

from chrono.core.ids import link_id
from chrono.dates import Date, Duration, Scale, Spell
from chrono.dates.runs import Choice, Run
from chrono.language.expressions import Amount, Apart, Claim, Comparison, Literally, Name, Or, Point, Term, names
from chrono.language.sentences import BUILT_IN, SPANS, Sentence
from chrono.model.chronology import Chronology, Evidence, Sequence, Stated

Draw = Callable[[str, int], int]
"""Gives for a name and n one of 0 to n - 1, for the same name the same one."""
Node = TypeVar("Node")


def alterable(chronology: Chronology) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the statements that can be moved, and of those that can be turned round, however certain they are."""
    altering = _Alteration(chronology, (), (), _least)
    stated = [s for entry in chronology.entries for s in entry.stated]
    moved = {s.id for s in stated if altering.moved_statement(s) is not s}
    moved |= {e.id for e in chronology.evidence if altering.moved_evidence(e) != e}
    turned = {s.id for s in stated if altering.turned_statement(s) is not s}
    turned |= {e.id for e in chronology.evidence if altering.turned_evidence(e) != e}
    turned |= {link_id(a, b) for s in chronology.sequences if s.ordered for a, b in s.links}
    return frozenset(moved), frozenset(turned)


def altered(chronology: Chronology, moved: Collection[str], turned: Collection[str], draw: Draw) -> Chronology:
    """The chronology with these statements moved and those turned round, by numbers drawn under their ids."""
    return _Alteration(chronology, moved, turned, draw).apply()


def restated(chronology: Chronology, moved: Collection[str], turned: Collection[str], draw: Draw) -> dict[str, Stated]:
    """The dates and durations of entries that are others in `altered`, as they are there, by id."""
    altering = _Alteration(chronology, moved, turned, draw)
    either = {*moved, *turned}
    return {s.id: altering.statement(s) for e in chronology.entries for s in e.stated if s.id in either}


def _least(name: str, number: int) -> int:
    return 0


class _Alteration:
    def __init__(self, chronology: Chronology, moved: Collection[str], turned: Collection[str], draw: Draw) -> None:
        self.chronology, self.moved, self.turned, self.draw = chronology, moved, turned, draw
        self.scale = chronology.scale
        self.kinds = {e.id: e.kind for e in chronology.entries}
        self.wordings = {w.id: w for w in (*BUILT_IN, *chronology.wordings)}

    def apply(self) -> Chronology:
        chronology = self.chronology
        return replace(
            chronology,
            entries=tuple(
                replace(e, stated=tuple(map(self.statement, e.stated)))
                if any(s.id in self.moved or s.id in self.turned for s in e.stated)
                else e
                for e in chronology.entries
            ),
            evidence=tuple(map(self.evidence, chronology.evidence)),
            sequences=tuple(map(self.sequence, chronology.sequences)),
        )

    def statement(self, stated: Stated) -> Stated:
        if stated.id in self.turned:
            stated = self.turned_statement(stated)
        return self.moved_statement(stated) if stated.id in self.moved else stated

    def evidence(self, evidence: Evidence) -> Evidence:
        if evidence.id in self.turned:
            evidence = self.turned_evidence(evidence)
        return self.moved_evidence(evidence) if evidence.id in self.moved else evidence

    # -- moved

    def moved_statement(self, stated: Stated) -> Stated:
        value: Any = stated.value
        if isinstance(value, Spell):
            if value.least is None or value.most is None:
                return stated
            least, most = self.amounts(value.least, value.most, stated.id)
            return stated if least is value.least else replace(stated, value=Spell(least, most))
        value = self.date(value, stated.id)
        return stated if value is stated.value else replace(stated, value=value)

    def moved_evidence(self, evidence: Evidence) -> Evidence:
        return _said(evidence, self.moved_sentence, self.moved_claim)

    def moved_sentence(self, sentence: Sentence, name: str) -> Sentence:
        values = tuple(self.date(value, f"{name}:{n}") for n, value in enumerate(sentence.values))
        return replace(sentence, values=values)

    def moved_claim(self, claim: Claim, name: str) -> Claim:
        """The claim with what it writes out moved: both ends of a chain by as much, any other date by itself."""
        drawn = count()

        def moved(node: Any) -> Any:
            if isinstance(node, Comparison) and (chain := self.chain(node, f"{name}:{next(drawn)}")):
                return chain
            if isinstance(node, Literally):
                return replace(node, date=self.date(node.date, f"{name}:{next(drawn)}"))
            return None

        return rewritten(claim, moved)

    def chain(self, claim: Comparison, name: str) -> Comparison | None:
        """`20 years <= duration(a) <= 100 years`, `1150 <= end(a) <= 1160`: a range, moved as one."""
        if len(claim.terms) != 3 or not ({*claim.operators} <= {"<", "<="} or {*claim.operators} <= {">", ">="}):
            return None
        outer = claim.terms[0], claim.terms[2]
        if claim.operators[0] in (">", ">="):
            outer = outer[1], outer[0]
        ends = [term.parts[0][1] for term in outer if len(term.parts) == 1 and term.parts[0][0] > 0]
        match ends:
            case [Amount(value=Duration() as least), Amount(value=Duration() as most)]:
                shifted: tuple[Any, Any] = self.amounts(least, most, name)
                ends = [Amount(shifted[0]), Amount(shifted[1])]
            case [Point(None, Literally(Date() as first, a)), Point(None, Literally(Date() as last, b))]:
                if first.first is None or last.last is None:
                    return None
                by = self.steps(self.scale.step_of(last.last) - self.scale.step_of(first.first), name)
                ends = [Point(None, Literally(later(first, self.scale, by), a))]
                ends += [Point(None, Literally(later(last, self.scale, by), b))]
            case _:
                return None
        found = [Term(((1, end),), term.column) for end, term in zip(ends, outer, strict=True)]
        if claim.operators[0] in (">", ">="):
            found.reverse()
        return replace(claim, terms=(found[0], claim.terms[1], found[1]))

    def steps(self, most: int, name: str) -> int:
        """By how many steps something is moved whose uncertainty is `most`: as often by each but 0, either way."""
        if most <= 0:
            return 0
        by = self.draw(name, 2 * most) - most
        return by if by < 0 else by + 1

    def date(self, value: Node, name: str) -> Node:
        if not isinstance(value, Date):
            return value
        by = self.steps(uncertainty(value, self.scale), name)
        return cast(Node, later(value, self.scale, by)) if by else value

    def amounts(self, least: Duration, most: Duration, name: str) -> tuple[Duration, Duration]:
        """Both ends of a range in one unit of time, moved by as much; none lasts less than no time."""
        if [unit for _, unit in least.parts] != [unit for _, unit in most.parts] or len(least.parts) != 1:
            return least, most
        ((low, unit),), ((high, _),) = least.parts, most.parts
        by = self.steps(high - low, name)
        if not by:
            return least, most
        return Duration(((max(0, low + by), unit),)), Duration(((max(0, high + by), unit),))

    # -- turned round

    def turned_statement(self, stated: Stated) -> Stated:
        value = self.reading(stated.value, f"{stated.id}:reading")
        return stated if value is stated.value else replace(stated, value=value)

    def turned_evidence(self, evidence: Evidence) -> Evidence:
        return _said(evidence, self.turned_sentence, self.turned_claim)

    def turned_sentence(self, sentence: Sentence, name: str) -> Sentence:
        """The sentence with two of its spans in each other's place, where no others fit; one reading of its dates."""
        wording, values = self.wordings.get(sentence.wording), list(sentence.values)
        types = [type for _, type in wording.slots] if wording else []
        spans = [n for n, type in enumerate(types) if type in SPANS and isinstance(values[n], str)]

        def fits(value: Any, type: str) -> bool:
            return type == "span" or self.kinds.get(value) == type

        pairs = [
            (a, b)
            for a, b in combinations(spans, 2)
            if values[a] != values[b] and fits(values[a], types[b]) and fits(values[b], types[a])
        ]
        if len(pairs) == 1:
            ((a, b),) = pairs
            values[a], values[b] = values[b], values[a]
        return replace(sentence, values=tuple(self.reading(v, f"{name}:{n}") for n, v in enumerate(values)))

    def turned_claim(self, claim: Claim, name: str) -> Claim:
        """One alternative of an either/or; else the claim with the only two spans it names in each other's place, and
        one reading of its dates."""
        if isinstance(claim, Or):
            return claim.claims[self.draw(name, len(claim.claims))]
        used = names(claim)
        pair = sorted({of.id for of, _ in used})
        kinds = {self.kinds.get(id) for id in pair}
        fitting = None not in kinds and (len(kinds) == 1 or all(use != "known" for _, use in used))
        if len(pair) == 2 and fitting and not isinstance(claim, Apart):
            other = {pair[0]: pair[1], pair[1]: pair[0]}
            claim = rewritten(claim, lambda n: replace(n, id=other[n.id]) if isinstance(n, Name) else None)
        drawn = count()

        def read(node: Any) -> Any:
            if not isinstance(node, Literally):
                return None
            return replace(node, date=self.reading(node.date, f"{name}:{next(drawn)}"))

        return rewritten(claim, read)

    def reading(self, value: Node, name: str) -> Node:
        """One of the alternatives of a date that has several; those that lie side by side are one."""
        if not isinstance(value, Date):
            return value
        ways = _apart(value.choices or [Choice(run, run) for run in value.runs])
        if len(ways) < 2:
            return value
        number = self.draw(name, len(ways))
        way = ways[number]
        text = f"{value.text}, of these alternative {number + 1}"
        run = Run(way[0].start.first, way[-1].end.last)
        return cast(Node, replace(value, text=text, runs=(run,), choices=tuple(way) if value.choices else ()))

    def sequence(self, sequence: Sequence) -> Sequence:
        """The sequence with neighbours in each other's place: several next to each other the other way round."""
        if not sequence.ordered or not any(link_id(a, b) in self.turned for a, b in sequence.links):
            return sequence
        links: list[tuple[str, str]] = []
        for chain in _chains(sequence.links):
            items = [chain[0][0], *(b for _, b in chain)]
            found: list[str] = []
            block = [items[0]]
            for link, item in zip(chain, items[1:], strict=True):
                if link_id(*link) in self.turned:
                    block.insert(0, item)
                else:
                    found += block
                    block = [item]
            found += block
            links += pairwise(found)
        return replace(sequence, links=tuple(links))


def _said(
    evidence: Evidence, sentence: Callable[[Sentence, str], Sentence], claim: Callable[[Claim, str], Claim]
) -> Evidence:
    """The evidence with each of its sentences and claims as these make it, each under a name of its own."""
    says = tuple(sentence(s, f"{evidence.id}:says:{n}") for n, s in enumerate(evidence.says))
    holds = tuple(replace(w, claim=claim(w.claim, f"{evidence.id}:holds:{n}")) for n, w in enumerate(evidence.holds))
    return replace(evidence, says=says, holds=holds)


def _apart(choices: Iterable[Choice]) -> list[list[Choice]]:
    """The choices in groups of which each begins on the day after the one before ends: `[1200..1210]` is one."""
    groups: list[list[Choice]] = []
    for choice in choices:
        before = groups[-1][-1].end.last if groups else None
        if before is not None and choice.start.first == before + 1:
            groups[-1].append(choice)
        else:
            groups.append([choice])
    return groups


def _chains(links: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The links in groups of which each link begins with what the one before ends with."""
    chains: list[list[tuple[str, str]]] = []
    for link in links:
        if chains and chains[-1][-1][1] == link[0]:
            chains[-1].append(link)
        else:
            chains.append([link])
    return chains


def rewritten(node: Node, change: Callable[[Any], Any]) -> Node:
    """An expression with every part for which `change` gives something else than None replaced by that."""
    if (other := change(node)) is not None:
        return cast(Node, other)
    if isinstance(node, tuple):
        return cast(Node, tuple(rewritten(part, change) for part in node))
    if is_dataclass(node) and not isinstance(node, Date | Duration | type):
        parts = {field.name: getattr(node, field.name) for field in fields(node)}
        return cast(Node, replace(cast(Any, node), **{key: rewritten(part, change) for key, part in parts.items()}))
    return node


# -- dates


def uncertainty(date: Date, scale: Scale) -> int:
    """How many steps a date leaves open: those between the first and the last step that a start, or an end, so dated
    can lie in; 0 where a side is open."""
    ways = date.choices or tuple(Choice(run, run) for run in date.runs)
    widths = []
    for runs in ([way.start for way in ways], [way.end for way in ways]):
        firsts, lasts = [run.first for run in runs], [run.last for run in runs]
        known = [scale.step_of(day) for day in (*firsts, *lasts) if day is not None]
        if len(known) < len(firsts) + len(lasts):
            return 0
        widths.append(max(known) - min(known))
    return max(widths)


def later(date: Date, scale: Scale, by: int) -> Date:
    """The date so many steps later (earlier where `by` is negative), as wide as it is."""

    def day(of: int | None) -> int | None:
        if of is None or scale.unit == "day":
            return None if of is None else of + by
        step = scale.step_of(of)
        return min(scale.first_day(step + by) + of - scale.first_day(step), scale.last_day(step + by))

    def run(of: Run) -> Run:
        return Run(day(of.first), day(of.last))

    return replace(
        date,
        text=f"{date.text}, moved by {by:+}",
        runs=tuple(map(run, date.runs)),
        choices=tuple(replace(way, start=run(way.start), end=run(way.end)) for way in date.choices),
    )
