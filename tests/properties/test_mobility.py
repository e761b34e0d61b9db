"""What other repairs can move at most, against every one of them tried on random networks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import chain, combinations

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from chrono.engine.formulas import Network
from chrono.engine.mobility import Mobility
from chrono.engine.outcomes import Answer
from chrono.engine.solver import Solver
from tests.properties.test_exchanges import IDS, networks

ranked = st.builds(
    lambda network, ranks: replace(network, ranks=dict(zip(IDS, ranks, strict=True))),
    networks,
    st.lists(st.integers(1, 2), min_size=len(IDS), max_size=len(IDS)),
)


def sets(ids: Collection[str]) -> Iterator[frozenset[str]]:
    """All sets of some ids, the smaller ones first."""
    return map(frozenset, chain.from_iterable(combinations(sorted(ids), n) for n in range(len(ids) + 1)))


@settings(max_examples=150, deadline=None)
@given(ranked, st.data())
def test_no_other_repair_moves_more(network: Network, data: st.DataObject) -> None:
    solver = Solver(network)

    def consistent(lost: frozenset[str]) -> bool:
        return solver.consistent([id for id in IDS if id not in lost]) is Answer.YES

    def smallest(given_up: frozenset[str]) -> list[frozenset[str]]:
        """The smallest sets without which, and without these, nothing contradicts the rest."""
        found: list[frozenset[str]] = []
        for lost in sets({*IDS} - given_up):
            if not any(other <= lost for other in found) and consistent(given_up | lost):
                found.append(lost)
        return found

    repairs = [repair for repair in smallest(frozenset()) if repair]
    assume(repairs)
    preferred = data.draw(st.sampled_from(repairs))
    own = data.draw(st.sets(st.sampled_from(sorted(preferred)), min_size=1).map(frozenset))
    exchanges = solver.exchanges([id for id in IDS if id not in preferred])
    assert exchanges is not None
    movable = Mobility(exchanges, network.ranks).points(own)
    worst = max(network.ranks[id] for id in own)
    elsewhere = preferred - own
    for lost in smallest(elsewhere):
        if all(network.ranks[id] <= worst for id in lost):
            for kept in sets(elsewhere):
                if consistent(lost | elsewhere - kept):
                    exchange = exchanges.instead(lost | elsewhere - kept)
                    assert exchange is not None
                    event("moves" if exchange.moved else "moves nothing")
                    assert exchange.moved.keys() <= movable
    event(f"{len(movable)} of {len(network.points)} movable")
