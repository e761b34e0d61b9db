"""Contradictions in clusters: the conflicts that share members, the preferred repair, and what could go instead.

Takes what is left of a network (`incremental.py`), how certain each id is that may be given up and what that costs;
gives clusters. Certainty is an order: of a conflict only the least certain members are given up, and what is given up
of more certain things is settled first, so that no doubt about one thing is paid with a more certain one. Conflicts
that share such members are a cluster, and a cheapest set that hits all conflicts is one for each cluster, so each is
looked for by itself (implicit hitting sets: Davies & Bacchus, CP 2011): conflicts are met, the cheapest set that hits
them is given up, and what then still clashes is a further conflict. Never guesses: a limit raises `CutShort`, which
names the conflicts met by then, and of the other repairs a cluster tells whether they are all there are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import combinations

from chrono.core.limits import LimitReached
from chrono.engine.cheapest_sets import CheapestSets, Cost, Steps, StepsSpent, sharing
from chrono.engine.hitting_sets import Caps, Lines, lines_and_losses
from chrono.engine.incremental import Remaining
from chrono.engine.ties import Ties

CAPS = Caps(losses=12, steps=2_000)
"""How many repairs of one cluster are looked for, and in how many steps."""
WHOLE = Caps(losses=24, steps=2_000)
"""How many repairs of everything that is tied together, whatever they give up, and in how many steps."""
MOST_TOGETHER = 4
"""Of more clusters that are tied together not all repairs are looked for: of each there are two at least."""
SEVERAL = 3
"""One thing more certain is told as what could go instead where so many others need not go then."""
MOST_DISCUSSED = 50
"""Of no more pieces it is looked for all ways of giving up some in place of what is preferred of one cluster."""
MOST_SPARED = 6
"""Of no more things that each need not be given up with another repair it is tried which need not go together."""
CHEAPEST = 100_000
"""So many steps are taken to find what it costs least to give up."""

Clash = frozenset[str]
"""Ids that cannot all be true."""


class Unrepairable(Exception):
    """A conflict none of whose members may be given up."""


class CutShort(LimitReached):
    """A limit was reached before a repair was known: `met` are the conflicts (each sorted) that were by then."""

    def __init__(self, met: tuple[tuple[str, ...], ...]) -> None:
        self.met = met
        super().__init__()


@dataclass(frozen=True, slots=True)
class Other:
    """What another repair gives up of a cluster, and what it need not give up that the preferred one does elsewhere."""

    given_up: tuple[str, ...]
    kept: tuple[str, ...]
    dearer: bool = False
    """Whether it gives up something more certain than whatever the preferred one gives up of the cluster."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Conflicts that share members (each sorted; by size, then by name), and what can be given up for all of them."""

    conflicts: tuple[tuple[str, ...], ...]
    given_up: tuple[str, ...]
    """By the preferred repair."""
    others: tuple[Other, ...] = ()
    """The other smallest repairs, the cheapest first."""
    known: bool = True
    """Whether these are all that give up nothing more certain."""
    cheap: bool = True
    """Whether all of these are there that are as cheap: that give up no more by weight."""
    whole: bool = False
    """Whether these, with those of the other clusters that are tied to this one, are all there are."""


def clusters(
    remaining: Remaining, ranks: Mapping[str, int], costs: Mapping[str, Cost], caps: Caps = CAPS
) -> tuple[Cluster, ...]:
    """The clusters of everything that clashes, the most certain first, then by their conflicts; none where nothing
    does. `ranks` and `costs` are those of the ids that may be given up.

    Raises `CutShort` where the preferred repair is not known in time, and `Unrepairable`.
    """
    return _Clustering(remaining, ranks, costs, caps).told()


class _Clustering:
    def __init__(self, remaining: Remaining, ranks: Mapping[str, int], costs: Mapping[str, Cost], caps: Caps) -> None:
        self.remaining, self.ranks, self.costs, self.caps = remaining, ranks, costs, caps
        self.members: dict[Clash, frozenset[str]] = {}
        """Of each conflict that was met, the least certain members, of which one is given up."""
        self._having: dict[str, list[Clash]] = {}
        """The conflicts by their members."""
        self._cheapest: dict[frozenset[frozenset[str]], frozenset[str]] = {}
        try:
            self.prefer()
        except LimitReached:
            raise CutShort(_shown(self.members)) from None

    def prefer(self) -> None:
        """Meets conflicts until what is preferred to be given up mends all there are. Raises `LimitReached`."""
        for clash in self.remaining.clashes():
            self.meet(clash)
        while True:
            self.groups = tuple(self.grouped())
            self.given_up: frozenset[str] = frozenset().union(*(given_up for _, given_up in self.groups))
            lost = set(self.given_up)
            while (further := self.remaining.clash(lost)) is not None:
                members = self.meet(further)
                if members <= lost:
                    raise AssertionError("a conflict is none of what remains")
                lost |= members
            if lost == self.given_up:
                return

    def meet(self, clash: Clash) -> frozenset[str]:
        """Remembers a conflict; gives its least certain members."""
        least = min((self.ranks[id] for id in clash if id in self.ranks), default=None)
        if least is None:
            raise Unrepairable(", ".join(sorted(clash)))
        if clash not in self.members:
            self.members[clash] = frozenset(id for id in clash if self.ranks.get(id) == least)
            for id in clash:
                self._having.setdefault(id, []).append(clash)
        return self.members[clash]

    def grouped(self) -> Iterable[tuple[list[Clash], frozenset[str]]]:
        """The conflicts that share members, and what is given up for them: first of what is most certain, where
        conflicts of less certain things may be mended as well."""
        by_rank: dict[int, list[Clash]] = {}
        for clash, members in self.members.items():
            by_rank.setdefault(self.ranks[next(iter(members))], []).append(clash)
        given_up: frozenset[str] = frozenset()
        for rank in sorted(by_rank, reverse=True):
            left = [clash for clash in by_rank[rank] if given_up.isdisjoint(clash)]
            for group in sharing({clash: self.members[clash] for clash in sorted(left, key=_by_size)}):
                found = self.cheapest(self.members[clash] for clash in group)
                given_up |= found
                yield group, found

    def cheapest(self, sets: Iterable[frozenset[str]]) -> frozenset[str]:
        """What it costs least to give up so that each set is hit."""
        key = frozenset(sets)
        if key not in self._cheapest:
            found = cheapest(key, self.costs)
            if found is None:
                raise LimitReached
            self._cheapest[key] = found
        return self._cheapest[key]

    def told(self) -> tuple[Cluster, ...]:
        ties = Ties(self.remaining.solver.network, self.ranks)
        tied: dict[frozenset[tuple[bool, str]], list[int]] = {}
        for place, (_, given_up) in enumerate(self.groups):
            tied.setdefault(ties.of_ids(given_up), []).append(place)
        found: dict[int, Cluster] = {}
        for places in tied.values():
            others = self.everything(places) if len(places) <= MOST_TOGETHER else None
            for place in places:
                group, given_up = self.groups[place]
                if others is not None:
                    found[place] = Cluster(_shown(group), _sorted(given_up), others[place], whole=True)
                    continue
                try:
                    found[place] = self.cluster(group, given_up)
                except LimitReached:
                    found[place] = Cluster(_shown(group), _sorted(given_up), known=False, cheap=False)
        # The others stand without these.
        with suppress(LimitReached):
            for place, sparing in self.sparing(place for place, cluster in found.items() if not cluster.whole).items():
                found[place] = replace(found[place], others=(*found[place].others, *sparing))
        return tuple(found[place] for place in range(len(self.groups)))

    def sparing(self, places: Iterable[int]) -> dict[int, list[Other]]:
        """Repairs that give up one thing more certain in place of several, each with the first cluster that it mends
        otherwise, where not all repairs of these clusters are looked for."""
        at = {id: place for place in sorted(places) for id in self.groups[place][1]}
        against: dict[str, set[str]] = {}
        for clash in self.members:
            given_up = self.given_up.intersection(clash)
            for id in clash - given_up:
                if id in self.ranks and given_up <= at.keys() and all(self.ranks[id] > self.ranks[o] for o in given_up):
                    against.setdefault(id, set()).update(given_up)
        told: dict[int, list[Other]] = {}
        for id in sorted(against):
            if len(against[id]) < SEVERAL:
                continue
            spared = frozenset(self.kept((id,), self.given_up))
            if len(spared) >= SEVERAL:
                place = min(at[other] for other in spared if other in at)
                own = self.groups[place][1]
                if max(self.ranks[other] for other in own) >= self.ranks[id]:
                    continue  # It is as certain, and looked for with the others of that cluster.
                told.setdefault(place, []).append(Other(_sorted({id} | own - spared), _sorted(spared - own), True))
        return told

    def everything(self, places: Sequence[int]) -> dict[int, tuple[Other, ...]] | None:
        """All other smallest repairs of what is tied to some clusters, each with the first of these of which it gives
        up something else; None where they are too many."""
        own = frozenset[str]().union(*(self.groups[place][1] for place in places))
        met = dict.fromkeys(clash for clash in self.members if not own.isdisjoint(clash))
        discussed = frozenset(id for clash in met for id in clash if id in self.ranks)
        found, _ = self.repairs(met, discussed, self.given_up - own, lambda clash: clash & self.ranks.keys(), WHOLE)
        losses = [*map(frozenset, found.losses)]
        if not found.complete or own not in losses:
            return None
        told = shared([self.groups[place][1] for place in places], losses, self.ranks)
        return dict(zip(places, told, strict=True))

    def cluster(self, group: Sequence[Clash], given_up: frozenset[str]) -> Cluster:
        """All repairs of some conflicts where the rest is repaired as it is preferred; of too many those that are as
        cheap."""
        met = dict.fromkeys(group)
        discussed = frozenset[str]().union(*(self.members[clash] for clash in group))
        worst = max(self.ranks[id] for id in given_up)

        def members(clash: Clash) -> frozenset[str]:
            return frozenset(id for id in clash if id in self.ranks and self.ranks[id] <= worst)

        as_cheap = self.as_cheap(met, given_up)
        elsewhere = self.given_up - given_up
        told, cheap = dict[Other, None](), as_cheap is not None
        for loss in as_cheap or ():
            cheap = self.tell(told, loss, elsewhere, elsewhere) and cheap
        found, discussed = self.repairs(met, discussed, self.given_up - discussed, members, self.caps)
        known = found.complete
        for loss in map(frozenset, found.losses):
            if loss - elsewhere != given_up:
                known = self.tell(told, loss, self.given_up - discussed, elsewhere) and known
        return Cluster(_shown(met), _sorted(given_up), tuple(told), known, cheap or known)

    def tell(
        self, told: dict[Other, None], loss: frozenset[str], rest: frozenset[str], elsewhere: frozenset[str]
    ) -> bool:
        """Adds the repairs that give up a loss and of the rest what must be; whether these are all. `elsewhere` is what
        is preferred to be given up of other clusters."""
        several, known = self.all_kept(loss, rest)
        for kept in several:
            spared = elsewhere.difference(loss, rest).union(kept)
            told[Other(_sorted(loss - elsewhere), _sorted(spared))] = None
        return known

    def as_cheap(self, met: dict[Clash, None], given_up: frozenset[str]) -> list[frozenset[str]] | None:
        """What else can be given up for some conflicts that is as certain as what is preferred and weighs as much,
        where the rest is given up throughout; None where that is too much. Further conflicts that this meets are kept
        with them."""
        worst = max(self.ranks[id] for id in given_up)
        rest = self.given_up - given_up
        price = self.price(given_up)
        steps = Steps(self.caps.steps)
        # Of each conflict that is not mended elsewhere something of that certainty must go: what is less certain and is
        # given up besides would be more.
        sets = dict.fromkeys(
            frozenset(id for id in clash if self.ranks.get(id) == worst)
            for id in sorted(given_up)
            for clash in self._having[id]
            if rest.isdisjoint(clash)
        )
        known = {given_up}
        while True:
            members = frozenset[str]().union(*sets)
            found: list[frozenset[str]] = []
            try:
                for loss in CheapestSets({id: self.costs[id] for id in members}, steps).of(sets):
                    if self.price(loss) != price:
                        return found
                    if loss not in known:
                        clash = self.remaining.clash(rest | loss)
                        if clash is not None:
                            self.meet(clash)
                            met[clash] = None
                            sets[frozenset(id for id in clash if self.ranks.get(id) == worst)] = None
                            break
                        known.add(loss)
                    if loss != given_up:
                        found.append(loss)
                        if len(found) > self.caps.losses:
                            return None
                else:
                    return found
            except StepsSpent:
                return None

    def price(self, ids: Iterable[str]) -> Cost:
        """What some ids weigh, by certainty."""
        return tuple(map(sum, zip(*(self.costs[id][:-1] for id in ids), strict=True)))

    def repairs(
        self,
        met: dict[Clash, None],
        discussed: frozenset[str],
        rest: frozenset[str],
        members: Callable[[Clash], frozenset[str]],
        caps: Caps,
    ) -> tuple[Lines, frozenset[str]]:
        """The smallest repairs of some conflicts by what is under discussion, where the rest is given up throughout,
        and what was discussed in the end; further conflicts that this meets are kept with them. `members` are those of
        a conflict that may be given up."""
        while True:
            if len(discussed) > MOST_DISCUSSED:
                return Lines((), (), complete=False), discussed
            items = sorted(discussed, key=lambda id: (self.costs[id], id), reverse=True)
            argue = _Argue(self, met, discussed, rest, members)
            try:
                return lines_and_losses(items, argue, self.costs, caps), discussed
            except _Wider as further:
                # What goes in place of something brings back a conflict that this had mended.
                discussed |= further.members
                rest -= further.members

    def kept(self, loss: Collection[str], rest: frozenset[str]) -> tuple[str, ...]:
        """What of the rest need not be given up where a loss goes in place of what is preferred: of what can only be
        kept one or the other that which costs more."""
        lost = rest.union(loss)
        for id in sorted(self.tied(loss, rest), key=lambda id: (self.costs[id], id), reverse=True):
            if self.spares(lost, {id}):
                lost -= {id}
        return tuple(sorted(rest - lost))

    def all_kept(self, loss: Collection[str], rest: frozenset[str]) -> tuple[list[tuple[str, ...]], bool]:
        """Each choice of what of the rest need not be given up, the costliest first; and whether these are all."""
        kept = self.kept(loss, rest)
        lost = rest.union(loss)
        alone = [id for id in sorted(self.tied(loss, rest)) if id in kept or self.spares(lost, {id})]
        if len(alone) == len(kept) or len(alone) > MOST_SPARED:
            return [kept], len(alone) == len(kept)
        found = [frozenset(kept)]
        for size in range(len(alone) - 1, 0, -1):
            for ids in map(frozenset, combinations(alone, size)):
                if not any(ids <= other for other in found) and self.spares(lost, ids):
                    found.append(ids)
        return [*map(_sorted, found)], True

    def tied(self, loss: Collection[str], rest: frozenset[str]) -> set[str]:
        """What of the rest stands in a conflict that a loss mends."""
        return {id for other in loss for clash in self._having.get(other, ()) for id in clash & rest}

    def spares(self, lost: frozenset[str], ids: Collection[str]) -> bool:
        """Whether some of what is lost need not be."""
        left = lost.difference(ids)
        hit = not any(left.isdisjoint(clash) for id in ids for clash in self._having.get(id, ()))
        return hit and self.remaining.clash(left) is None


class _Wider(Exception):
    """A conflict whose least certain members are not all under discussion."""

    def __init__(self, members: frozenset[str]) -> None:
        self.members = members
        super().__init__()


@dataclass(slots=True)
class _Argue:
    """Argues from what is left of the things under discussion: some that cannot all be true; None where they can."""

    clustering: _Clustering
    met: dict[Clash, None]
    discussed: frozenset[str]
    rest: frozenset[str]
    """What is given up throughout."""
    members: Callable[[Clash], frozenset[str]]

    def __call__(self, left: Sequence[str]) -> Sequence[str] | None:
        lost = self.rest | self.discussed.difference(left)
        clash = next((clash for clash in self.met if lost.isdisjoint(clash)), None)
        if clash is None:
            clash = self.clustering.remaining.clash(lost)
            if clash is None:
                return None
            self.met[clash] = None
            self.clustering.meet(clash)
            members = self.members(clash)
            if not members <= self.discussed:
                raise _Wider(members)
        return sorted(clash & self.discussed)


def shared(
    preferred: Sequence[frozenset[str]], losses: Iterable[frozenset[str]], ranks: Mapping[str, int]
) -> list[tuple[Other, ...]]:
    """Repairs of several clusters together, each told of the first cluster of which it gives up something else than is
    preferred; `preferred` is what is given up of each, of which `losses` may have the whole."""
    own = frozenset[str]().union(*preferred)
    told: list[list[Other]] = [[] for _ in preferred]
    for loss in losses:
        if loss == own:
            continue
        place = next(place for place, given_up in enumerate(preferred) if not given_up <= loss)
        elsewhere = own - preferred[place]
        worst = max(ranks[id] for id in preferred[place])
        dearer = any(ranks.get(id, worst + 1) > worst for id in loss - own)
        told[place].append(Other(_sorted(loss - elsewhere), _sorted(elsewhere - loss), dearer))
    return [*map(tuple, told)]


def cheapest(sets: Iterable[frozenset[str]], costs: Mapping[str, Cost]) -> frozenset[str] | None:
    """The members that hit every one of some sets and cost least, of these the first by id; None where the search ran
    out of steps."""
    family = sorted(sets, key=_by_size)
    members = frozenset[str]().union(*family)
    try:
        return next(CheapestSets({id: costs[id] for id in members}, Steps(CHEAPEST)).of(family))
    except StepsSpent:
        return None


def _shown(conflicts: Iterable[Clash]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(_sorted, sorted(conflicts, key=_by_size)))


def _sorted(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(ids))


def _by_size(clash: Collection[str]) -> tuple[int, list[str]]:
    return len(clash), sorted(clash)
