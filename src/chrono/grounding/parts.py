"""A chronology taken apart before anything is encoded: spans, and what is said of them, in parts that share no point.

Takes what stands (holdings, rule instances) and the entries' own statements, gives parts. Every entry, link, holding
and instance is in one part, and with it each span that its constraint can name: whatever a claim, a relative date or an
entry names is joined, also where no constraint comes of it. So the constraints of the parts together are those of the
whole, what one part says moves nothing in another, and the whole can be true where each part can.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chrono.core.points import span_of
from chrono.dates import Relative
from chrono.engine.formulas import Network, points_of
from chrono.grounding.argumentation import Holding
from chrono.grounding.rules import Instance
from chrono.language.expressions import Claim, literals, names
from chrono.model.chronology import Certainty, Chronology, Entry, Evidence
from chrono.model.chronology import Sequence as Ordered


@dataclass(frozen=True, slots=True)
class Part:
    """Entries, in the order of their ids, and all that binds them; of the evidence what weighs more than the rest."""

    entries: tuple[Entry, ...]
    sequences: tuple[Ordered, ...]
    evidence: tuple[Evidence, ...]
    holdings: tuple[Holding, ...]
    instances: tuple[Instance, ...]

    def of(self, frame: Chronology) -> Chronology:
        """The part as a chronology, with the rules and words of a frame."""
        return replace(frame, entries=self.entries, sequences=self.sequences, evidence=self.evidence)

    def holds_all(self, network: Network) -> bool:
        """Whether the part's constraints name no span of another."""
        own = {entry.id for entry in self.entries}
        used = {p for c in network.constraints for p in points_of(c.formula)}
        return all(span_of(point) in own for point in used.union(network.points))


def parts(
    chronology: Chronology,
    holdings: Iterable[Holding],
    instances: Iterable[Instance],
    admitted: Certainty,
    least: int,
) -> list[Part]:
    """The chronology in parts of at least so many entries each, but the last: small ones are put together, in the order
    of their entries. What names no span is in the first."""
    joined = _Joined(e.id for e in chronology.entries)
    for entry in chronology.entries:
        joined.join([entry.id, *_of_entry(entry)])
    links = [(s, link) for s in chronology.sequences if s.certainty >= admitted for link in s.links]
    for _, link in links:
        joined.join(link)
    named = _Named()
    held = [(holding, joined.join(_of_holding(holding, named))) for holding in holdings]
    given = [(instance, joined.join(_of_instance(instance, named))) for instance in instances]
    numbers = _packed(chronology.entries, joined, least)

    def number(one: str | None) -> int:
        return 0 if one is None else numbers[joined.root(one)]

    many = max(numbers.values(), default=0) + 1
    entries: list[list[Entry]] = [[] for _ in range(many)]
    for entry in chronology.entries:
        entries[number(entry.id)].append(entry)
    own_links: list[dict[int, list[tuple[str, str]]]] = [{} for _ in range(many)]
    places = {id(s): place for place, s in enumerate(chronology.sequences)}
    for sequence, link in links:
        own_links[number(link[0])].setdefault(places[id(sequence)], []).append(link)
    own_holdings: list[list[Holding]] = [[] for _ in range(many)]
    for holding, one in held:
        own_holdings[number(one)].append(holding)
    own_instances: list[list[Instance]] = [[] for _ in range(many)]
    for instance, one in given:
        own_instances[number(one)].append(instance)
    weighty = {piece.id: piece for piece in chronology.evidence if piece.weight > 1}

    def heavy(n: int) -> Iterator[Evidence]:
        used = {holding.evidence for holding in own_holdings[n]}
        used |= {id for instance in own_instances[n] for id in instance.evidence}
        return (weighty[id] for id in sorted(used & weighty.keys()))

    return [
        Part(
            tuple(entries[n]),
            tuple(replace(chronology.sequences[at], links=tuple(own)) for at, own in sorted(own_links[n].items())),
            tuple(heavy(n)) if weighty else (),
            tuple(own_holdings[n]),
            tuple(own_instances[n]),
        )
        for n in range(many)
    ]


class _Joined:
    """Which spans belong together."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._above = {id: id for id in ids}

    def root(self, id: str) -> str:
        """The span that stands for all that belong together with one."""
        above = self._above
        while above[id] != id:
            above[id] = above[above[id]]
            id = above[id]
        return id

    def join(self, ids: Iterable[str]) -> str | None:
        """Puts together those of the ids that are spans; gives one of them, if any."""
        known = [self.root(id) for id in ids if id in self._above]
        for other in known[1:]:
            self._above[self.root(other)] = self.root(known[0])
        return known[0] if known else None


def _packed(entries: Sequence[Entry], joined: _Joined, least: int) -> dict[str, int]:
    """By the span that stands for them, the number of the part that spans are put into."""
    sizes: dict[str, int] = {}
    for entry in entries:
        root = joined.root(entry.id)
        sizes[root] = sizes.get(root, 0) + 1
    found: dict[str, int] = {}
    number = filled = 0
    for root, size in sizes.items():
        if filled and (filled >= least or size >= least):
            number, filled = number + 1, 0
        found[root] = number
        filled += size
    return found


class _Named:
    """What claims name, looked for once in each."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Claim, tuple[tuple[str, str], ...]]] = {}

    def __call__(self, claim: Claim, bindings: Mapping[str, object]) -> Iterator[str]:
        """The ids that a claim names where its variables are bound."""
        known = self._found.get(id(claim))
        if known is None:
            # The claim is kept, so that no other can have the same identity.
            said = dict.fromkeys((name.id, name.variable or "") for name, _ in names(claim))
            said |= dict.fromkeys((one, "") for value in literals(claim) for one in _of_value(value))
            known = self._found[id(claim)] = (claim, tuple(said))
        for one, variable in known[1]:
            if variable and variable in bindings:
                yield from _of_value(bindings[variable])
            else:
                yield one


def _of_value(value: object) -> Iterator[str]:
    """What may be the ids of spans in a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Relative):
        yield from (value.of, value.reign)


def _of_entry(entry: Entry) -> Iterator[str]:
    """What an entry is told together with: its parts, what it is counted from, its authors and what it is set
    beside."""
    yield from (*entry.parts, *entry.authors, *entry.compare)
    for stated in entry.stated:
        if isinstance(stated.value, Relative):
            yield from _of_value(stated.value)


def _of_holding(holding: Holding, named: _Named) -> Iterator[str]:
    yield from named(holding.written.claim, dict(holding.bindings))


def _of_instance(instance: Instance, named: _Named) -> Iterator[str]:
    bindings = dict(instance.bindings)
    for written in instance.rule.then:
        yield from named(written.claim, bindings)
    for written in instance.exceptions:
        yield from named(written.claim, {})
    for variable in instance.rule.order or ():
        yield str(bindings[variable])
