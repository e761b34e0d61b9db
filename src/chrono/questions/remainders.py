"""What is left of the evidence when something is left out: always that of the files without it.

Takes a base and ids (of pieces, or of sources), gives who is to be asked and what is accepted there. Of pieces on which
nothing else depends the same network is asked with fewer of them accepted, which is the same and fast; for those that
are entangled (chrono.grounding.entanglement) the chronology is weighed and encoded anew without them. Also looks for
every smallest set whose loss leaves room for something, by that meaning (the tree of hitting sets of Reiter, Artificial
Intelligence 32, 1987, where a branch may also be what undoes an argument from outside).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from chrono.answers.reasons import Premise
from chrono.arguments.explainer import Explainer
from chrono.arguments.grains import Grain
from chrono.core.ids import field_id, link_id, source_id
from chrono.core.limits import LimitReached
from chrono.engine.cheapest_sets import Cost
from chrono.engine.formulas import Constraint
from chrono.engine.hitting_sets import Caps
from chrono.engine.outcomes import Answer, Distance
from chrono.model.chronology import Certainty, Chronology, Hypothesis, Verdict
from chrono.questions.base import Base
from chrono.questions.grains import asked_at, at_grain, sources
from chrono.questions.proven import proven_window

Denied = Callable[[Base], Sequence[Constraint]]
"""What there shall be room for, in the terms of a base."""


@dataclass(frozen=True, slots=True)
class Remainder:
    """Who is asked about what is left, and what is accepted there."""

    base: Base
    explainer: Explainer
    ids: tuple[str, ...]

    def leaves_room(self, denied: Denied, grain: Grain = "evidence") -> Answer:
        """Whether there is a history in which what is denied holds, proven either way."""
        asked = asked_at(self.base, grain, denied(self.base))
        answer = self.explainer.solver.shown(asked, self.ids)
        if answer is Answer.UNKNOWN:
            try:
                return Answer.NO if self.explainer.refuted(self.ids, asked) else Answer.YES
            except LimitReached:
                return Answer.UNKNOWN
        return answer

    def hull(self, distance: Distance) -> tuple[int | None, int | None]:
        """The least and the most that a distance then is; raises `LimitReached`."""
        window = proven_window(self.base, distance, self.ids)
        if not window.proven:
            raise LimitReached
        return window.hull

    def verdict(self, hypothesis: Hypothesis) -> Verdict:
        """The verdict on a hypothesis then."""
        from chrono.arguments import judgement

        claim, denial = self.base.claim(hypothesis.claim.claim)
        return judgement.verdict(self.base.solver, claim, denial, self.ids)


class Remainders:
    """What is left of one base at a grain."""

    def __init__(self, base: Base, grain: Grain = "evidence") -> None:
        self.base, self.grain = base, grain
        self._standing: dict[str, tuple[int, int]] | None = None

    def without(self, lost: Collection[str]) -> Remainder:
        """What is left without these; raises `LimitReached`."""
        gone, anew = frozenset(lost), frozenset[str]()
        base, explainer = self._grounded(anew)
        while more := (gone - anew) & self._entangled(base):
            anew |= more
            base, explainer = self._grounded(anew)
        return Remainder(base, explainer, tuple(id for id in explainer.network.ids if id not in gone))

    @property
    def explainer(self) -> Explainer:
        """Who argues where nothing is left out."""
        return self._grounded(frozenset())[1]

    def anew(self, lost: Collection[str]) -> bool:
        """Whether it takes more than not accepting these."""
        return not self._entangled(self.base).isdisjoint(lost)

    @property
    def plain(self) -> bool:
        """Whether it takes no more than that whatever is left out."""
        return not self._entangled(self.base)

    def known(self, id: str) -> bool:
        """Whether there is anything to leave out under an id."""
        return id in self._grounded(frozenset())[1].network.ranks or id in self._entangled(self.base)

    def _grounded(self, anew: frozenset[str]) -> tuple[Base, Explainer]:
        options = self.base.options
        base = self.base
        if anew:
            base = base.varied(replace(options, without=(*options.without, *anew)))
        return base, at_grain(base, self.grain)

    def _entangled(self, base: Base) -> frozenset[str]:
        match self.grain:
            case "evidence":
                return base.entanglement.ids
            case "source":
                cited = sources(base.chronology)
                return self._sources(base, base.entanglement.ids) | _cited_twice(base.chronology, cited)
            case _:
                return frozenset()

    def _sources(self, base: Base, ids: Iterable[str]) -> frozenset[str]:
        cited = sources(base.chronology)
        return frozenset(source_id(cited[id]) for id in ids if id in cited)

    # -- what must go

    def beyond(self, rest: Remainder, argument: Collection[str]) -> frozenset[str]:
        """What could undo an argument from what is left, besides its own members."""
        if self.grain == "evidence":
            return rest.base.entanglement.beyond(argument)
        if self.grain == "source":
            cited = sources(rest.base.chronology)
            members = [id for id in rest.base.network.ids if id in cited and source_id(cited[id]) in argument]
            held = [id for id in rest.base.network.ids if id not in cited]
            return self._sources(rest.base, rest.base.entanglement.beyond([*members, *held]))
        return frozenset()

    def hinges(self, argument: Collection[str], denied: Denied) -> tuple[str, ...]:
        """Those without which alone there is room for what the argument denies; raises `LimitReached`."""
        rest = self.without(())
        tried = [*argument, *sorted(self.beyond(rest, argument) - {*argument})]
        found = []
        for id in tried:
            answer = self.without([id]).leaves_room(denied, self.grain)
            if answer is Answer.UNKNOWN:
                raise LimitReached
            if answer is Answer.YES:
                found.append(id)
        return tuple(found)

    def losses(
        self,
        denied: Denied,
        caps: Caps,
        cost: Callable[[str, Cost], Cost] = lambda id, graded: graded,
    ) -> tuple[tuple[tuple[str, ...], ...], bool]:
        """Every smallest set without which there is room for what is denied, the cheapest first, each proven; and
        whether these are all. `cost` as for `Explainer.lines`."""
        found: list[frozenset[str]] = []
        branches: dict[Explainer, list[tuple[frozenset[str], frozenset[str]]]] = {}
        queue: list[tuple[Cost, int, tuple[str, ...]]] = [((), 0, ())]
        seen: set[tuple[str, ...]] = {()}
        costs: dict[str, Cost] = {}
        limit = self.base.limit
        try:
            for _ in range(caps.steps):
                limit.tell("what would overturn it", len(found))
                if not queue:
                    return _sorted(found), True
                _, _, given_up = heappop(queue)
                lost = frozenset(given_up)
                if any(loss <= lost for loss in found):
                    continue
                if limit.ended():
                    raise LimitReached
                rest = self.without(lost)
                known = branches.setdefault(rest.explainer, [])
                ways = next((ways for line, ways in known if lost.isdisjoint(line)), None)
                if ways is None:
                    asked = asked_at(rest.base, self.grain, denied(rest.base))
                    line = rest.explainer.argument(rest.ids, asked)
                    if line is None:
                        if rest.leaves_room(denied, self.grain) is not Answer.YES:
                            raise LimitReached
                        found.append(lost)
                        if len(found) >= caps.losses:
                            return _sorted(found), all(any(loss <= {*left} for loss in found) for _, _, left in queue)
                        continue
                    ways = frozenset(line) | self.beyond(rest, line)
                    known.append((frozenset(line), ways))
                for id in sorted(ways - lost):
                    further = tuple(sorted((*given_up, id)))
                    if further not in seen:
                        seen.add(further)
                        costs.setdefault(id, cost(id, self._graded(id)))
                        total = tuple(map(sum, zip(*(costs[one] for one in further), strict=True)))
                        heappush(queue, (total, -len(further), further))
        except LimitReached:
            return _sorted(found), False
        return _sorted(found), not queue

    def _graded(self, id: str) -> Cost:
        certainty, weight = self.standing(id)
        return (*(weight * (certainty == level) for level in sorted(Certainty, reverse=True)), 1)

    def standing(self, id: str) -> tuple[int, int]:
        """How certain something is, and what it weighs; also what no constraint rests on."""
        if self._standing is None:
            self._standing = _standings(self.base.whole, self.grain)
        network = self._grounded(frozenset())[1].network
        own = self._standing.get(id) or self._standing.get(id.rpartition(".")[0]) or (Certainty.CERTAIN, 1)
        return network.ranks.get(id, own[0]), max(network.weights.get(id, 1), own[1])

    def said(self, id: str) -> Iterator[Premise]:
        """What something says of which no argument is made."""
        for piece in self.base.whole.evidence:
            if piece.id == id:
                words = "; ".join([s.text for s in piece.says] + [w.text for w in piece.holds]) or piece.note or id
                yield Premise(id, words, piece.place, piece.citation.text)


def _sorted(found: Iterable[frozenset[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(sorted(loss)) for loss in found)


def _cited_twice(chronology: Chronology, cited: dict[str, str]) -> frozenset[str]:
    """Sources of a step of a sequence that another source has as well: without the one it stands by the other."""
    told = Counter(
        (link_id(a, b), s.citation.source) for s in chronology.sequences for a, b in s.links if s.citation.source
    )
    links = Counter(link_id(a, b) for s in chronology.sequences for a, b in s.links)
    return frozenset(source_id(source) for (link, source), times in told.items() if source and times < links[link])


def _standings(chronology: Chronology, grain: Grain) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {e.id: (e.certainty, e.weight) for e in chronology.evidence}
    for entry in chronology.entries:
        found |= {s.id: (s.certainty, entry.weight) for s in entry.stated}
        found |= {field_id(entry.id, key): (entry.certainty, entry.weight) for key in ("author", "parts", "exhaustive")}
    if grain == "source":
        at_source: dict[str, tuple[int, int]] = {}
        for id, source in sources(chronology).items():
            known = found.get(id, (Certainty.WEAK, 1))
            at_source[source_id(source)] = max(known, at_source.get(source_id(source), known))
        return at_source
    return found
