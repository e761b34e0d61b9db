"""What is left of encoded evidence when pieces are left out, read off what was encoded and equal to encoding it anew.

Takes what was grounded and encoded with them, gives the holdings, rule instances and network without them: the very
same values as weighing, applying the rules and encoding give for a chronology that never had these pieces. Gives None
where that is not a matter of dropping what rests on them: for whatever attacks, undercuts, meets an exception or is
told about in the weighing, for convention expansions, places in an order, and anything but evidence, rules and stated
dates.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from chrono.answers.common import Weighing
from chrono.core.ids import rule_id
from chrono.core.points import end_of, start_of
from chrono.dates import Relative
from chrono.engine.formulas import Network
from chrono.grounding.argumentation import Holding
from chrono.grounding.rules import Instance
from chrono.language.expressions import literals
from chrono.language.sentences import Sentence
from chrono.model.chronology import Chronology, expansion

T = TypeVar("T")
Encoded = tuple[tuple[Holding, ...], tuple[Instance, ...], Network]
"""What pieces hold, what rules conclude, and all of it as constraints."""


def additive(chronology: Chronology) -> frozenset[str]:
    """The evidence that attacks nothing, and says nothing that an exception of a rule could be met by."""
    undercutting = {
        line.wording
        for rule in chronology.rules
        for lines in rule.unless
        for line in lines
        if isinstance(line, Sentence)
    }
    return frozenset(
        e.id
        for e in chronology.evidence
        if not e.against and not e.denies and not any(s.wording in undercutting for s in e.says)
    )


def separable(chronology: Chronology, weighing: Weighing, entangled: Collection[str]) -> frozenset[str]:
    """What can be left out of an encoded chronology without weighing the rest again: `entangled` is what other evidence
    depends on, and `weighing` must have nothing to tell of it."""
    told = {id for s in weighing.set_aside for id in (s.id, *s.by)}
    told |= {id for u in weighing.undercut for id in (*u.premises, *u.by)}
    told |= {id for q in weighing.open_questions for id in q.ids}
    found = {*additive(chronology)}
    if not weighing.open_questions:
        # A rule is named in what its exceptions leave open, by words alone; so is a date in what it would decide.
        undercut = {u.rule for u in weighing.undercut}
        found |= {rule_id(r.id) for r in chronology.rules if r.id not in undercut}
        if not _counting(chronology):
            found |= {s.id for e in chronology.entries for s in e.stated if s.key != "known"}
    return frozenset(found.difference(told, entangled))


def restatable(chronology: Chronology, counted: Collection[str]) -> frozenset[str]:
    """The dates and durations of entries of which nothing but their own constraints says where they lie: `counted` are
    the points from whose dates something is counted in what was encoded."""
    if _counting(chronology):
        return frozenset()
    return frozenset(
        s.id
        for e in chronology.entries
        for s in e.stated
        if s.key != "known"
        and not expansion(s.id, s.value)
        and start_of(e.id) not in counted
        and end_of(e.id) not in counted
    )


def _counting(chronology: Chronology) -> bool:
    """Whether anything is chosen by dates or worked out from them: then what is said changes with them."""
    if any(selector.after or selector.before for e in chronology.evidence for _, selector in e.groups):
        return True
    values: list[object] = [s.value for e in chronology.entries for s in e.stated]
    values += [value for e in chronology.evidence for s in e.says for value in s.values]
    values += [value for e in chronology.evidence for w in e.holds for value in literals(w.claim)]
    return any(isinstance(value, Relative) for value in values)


def remaining(
    chronology: Chronology,
    holdings: Iterable[Holding],
    instances: Iterable[Instance],
    network: Network,
    lost: frozenset[str],
) -> Encoded | None:
    """What is left without pieces that are all `separable`; None where the rest has to be encoded anew."""
    kept_holdings, gone_holdings = _parted(holdings, lambda h: h.evidence in lost)
    kept_instances, gone_instances = _parted(
        instances, lambda i: rule_id(i.rule.id) in lost or any(p.evidence in lost for p in i.premises)
    )
    if any(instance.rule.order is not None for instance in gone_instances):
        return None
    if any(_expanding(chronology, gone_holdings, gone_instances, lost)):
        return None
    # An id has its rank for as long as something rests on it.
    idle = set(_ranked(gone_holdings, gone_instances)).difference(_ranked(kept_holdings, kept_instances), lost)
    ranks = {id: rank for id, rank in network.ranks.items() if id not in lost and id not in idle}
    constraints = tuple(c for c in network.constraints if lost.isdisjoint(c.ids))
    weights = {id: weight for id, weight in network.weights.items() if id in ranks}
    left = replace(network, constraints=constraints, ranks=ranks, weights=weights)
    return tuple(kept_holdings), tuple(kept_instances), left


def _parted(items: Iterable[T], gone: Callable[[T], bool]) -> tuple[list[T], list[T]]:
    kept: list[T] = []
    left: list[T] = []
    for item in items:
        (left if gone(item) else kept).append(item)
    return kept, left


def _ranked(holdings: Iterable[Holding], instances: Iterable[Instance]) -> Iterator[str]:
    for holding in holdings:
        yield holding.evidence
    for instance in instances:
        yield rule_id(instance.rule.id)
        yield from (fact.evidence for fact in instance.premises if fact.evidence)


def _expanding(
    chronology: Chronology, holdings: Iterable[Holding], instances: Iterable[Instance], lost: Collection[str]
) -> Iterator[bool]:
    """Whether a convention expands a date in what goes, one by one: each that does has a rank of its own."""
    for holding in holdings:
        yield from (_expands(holding.evidence, value) for value in literals(holding.written.claim))
    for instance in instances:
        yield from (_expands(fact.evidence, value) for fact in instance.premises for value in fact.values)
    for entry in chronology.entries:
        yield from (_expands(stated.id, stated.value) for stated in entry.stated if stated.id in lost)


def _expands(id: str, value: object) -> bool:
    return bool(expansion(id, value))
