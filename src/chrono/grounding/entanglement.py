"""What changes the rest when it is left out: pieces without which the files say something else of other pieces.

Leaving a piece out means one thing: the answer of the files without it. For most pieces that is the network less what
rests on them, so it is enough not to accept them. Takes a chronology as it was weighed, gives the ids of which that is
not so: what attacks or undercuts (what it kept down counts again), dates that `unless`, `for` or a count of months look
at or by which conclusions were passed over, a `known` that others speak of, `parts` that are exhaustive. And for each
argument which of them could undo it without being part of it. Errs on the side of naming too many: they are then
weighed and encoded anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass

from chrono.core.ids import field_id
from chrono.core.points import edge_and_span, known_of
from chrono.dates import Relative
from chrono.dates.relative.counting import Weekday
from chrono.engine.formulas import Constraint, points_of
from chrono.grounding.argumentation import Weighed
from chrono.grounding.rules import Applied
from chrono.language.expressions import Claim, literals, names
from chrono.language.sentences import Sentence, Wording
from chrono.model.chronology import Certainty, Chronology, expansion
from chrono.model.selection import Selecting

_EDGES = ("date", "start", "end")


@dataclass(frozen=True, slots=True)
class Entanglement:
    """Ids whose absence changes what does not rest on them."""

    tightening: frozenset[str]
    """Without them something may count that does not now."""
    undoing: Mapping[str, frozenset[str]]
    """For an id what could undo a conclusion that rests on it, without being named by it."""
    always: frozenset[str]
    """What could undo any conclusion: attackers of what itself attacks or undercuts."""

    @property
    def ids(self) -> frozenset[str]:
        """All ids of which the leaving out may need the rest to be weighed and encoded anew."""
        return self.tightening | self.always | frozenset().union(*self.undoing.values())

    def beyond(self, ids: Iterable[str]) -> frozenset[str]:
        """What could undo an argument from these ids besides themselves."""
        return self.always.union(*(self.undoing.get(id, frozenset()) for id in ids))


def entanglement(
    chronology: Chronology,
    wordings: Mapping[str, Wording],
    weighed: Weighed,
    applied: Applied,
    constraints: Iterable[Constraint],
    admitted: Certainty,
    preferred: Collection[str],
) -> Entanglement:
    """The entanglement of what stands at a certainty; `constraints` are those of the network, `preferred` the dates
    that something was counted from though there is another to count from."""
    exceptions = frozenset(
        line.wording for r in chronology.rules for lines in r.unless for line in lines if isinstance(line, Sentence)
    )
    attacking = {e.id for e in chronology.evidence if e.against or e.denies}
    lifting = attacking | {e.id for e in chronology.evidence if any(s.wording in exceptions for s in e.says)}
    selecting = Selecting(chronology.entries, wordings)
    entries = {e.id: e for e in chronology.entries}
    guards = {e.id: selecting.guards(e, admitted) for e in chronology.evidence if e.certainty >= admitted}
    selected = {id: others for id, (_, others) in guards.items() if others}
    for id in guards.keys() & lifting:
        selected[id] = guards[id][1] | frozenset(guards[id][0].values())
    undoing: dict[str, set[str]] = defaultdict(set, {id: set(dates) for id, dates in selected.items()})
    tightening = {*weighed.attacking, *applied.exempting, *applied.settling, *preferred}
    for id in selected.keys() & lifting:
        tightening |= selected[id]
    looked_at = [entries[id] for id in applied.looked_at if id in entries]
    tightening |= {s.id for entry in looked_at for s in entry.stated}
    tightening |= _recounting(chronology, admitted)
    always = {a for a in weighed.attacking for t in weighed.targets.get(a, ()) if t in lifting}
    always |= {date for id in selected.keys() & attacking for date in selected[id]}
    known = {known_of(e.id): s.id for e in chronology.entries for s in e.stated if s.key == "known"}
    spoken_of = {point for h in chronology.hypotheses for point in _known_in(h.claim.claim)}
    for constraint in constraints if known else ():
        for point in points_of(constraint.formula) & known.keys():
            if constraint.ids != (known[point],):
                spoken_of.add(point)
                for id in constraint.ids:
                    undoing[id].add(known[point])
    tightening |= {known[point] for point in spoken_of & known.keys()}
    for entry in chronology.entries:
        if entry.parts and entry.exhaustive:
            undoing[field_id(entry.id, "exhaustive")].add(field_id(entry.id, "parts"))
    return Entanglement(
        _expanded(tightening, chronology),
        {id: _expanded(found, chronology) for id, found in sorted(undoing.items())},
        _expanded(always, chronology),
    )


def _known_in(claim: Claim) -> set[str]:
    return {known_of(name.id) for name, use in names(claim) if use == "known"}


def _recounting(chronology: Chronology, admitted: Certainty) -> set[str]:
    """Stated dates without which months, reigns and weekdays may be counted from another date: there is a second one to
    count from."""
    relatives = [s.value for e in chronology.entries for s in e.stated if isinstance(s.value, Relative)]
    relatives += [v for e in chronology.evidence for s in e.says for v in s.values if isinstance(v, Relative)]
    relatives += [v for e in chronology.evidence for w in e.holds for v in literals(w.claim) if isinstance(v, Relative)]
    counted_from = {edge_and_span(r.point)[1] for r in relatives if not isinstance(r.counting, Weekday)}
    weekdays = any(isinstance(r.counting, Weekday) for r in relatives)
    found: set[str] = set()
    for entry in chronology.entries:
        dates = [s for s in entry.stated if s.key in _EDGES and s.certainty >= admitted]
        keys = Counter(s.key for s in dates)
        twice = (keys["date"] and len(dates) > 1) or max(keys.values(), default=0) > 1
        if twice or entry.id in counted_from or (len(dates) > 1 and weekdays):
            found |= {s.id for s in dates}
    return found


def _expanded(ids: Set[str] | Collection[str], chronology: Chronology) -> frozenset[str]:
    """With the ids under which the dates in words of these are expanded: leaving that out leaves them out."""
    found = set(ids)
    for entry in chronology.entries:
        found |= {id for s in entry.stated if s.id in ids and (id := expansion(s.id, s.value))}
    for piece in chronology.evidence:
        if piece.id in ids:
            values = [v for s in piece.says for v in s.values] + [v for w in piece.holds for v in literals(w.claim)]
            found |= {id for value in values if (id := expansion(piece.id, value))}
    return frozenset(found)
