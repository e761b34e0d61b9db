"""A question at a grain: the same evidence, given up by piece, by single inference, by rule or by source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chrono.arguments.explainer import Explainer
from chrono.arguments.grains import Grain, regrained
from chrono.core.ids import field_id, link_id, rule_id
from chrono.engine.formulas import Constraint, Network
from chrono.engine.solver import Solver
from chrono.model.chronology import Chronology, Citation
from chrono.questions.base import Base


def at_grain(base: Base, grain: Grain) -> Explainer:
    """An explainer of the base's network at a grain, the same each time; at `evidence` the base's own."""
    if grain == "evidence":
        return base.explainer
    if grain not in base.grained:
        network = _regrained(base, base.network, grain)
        base.grained[grain] = Explainer(Solver(network, base.limit), base.chronology.scale)
    return base.grained[grain]


def asked_at(base: Base, grain: Grain, asked: Sequence[Constraint]) -> Sequence[Constraint]:
    """What is asked about, resting on what counts as one thing at the grain."""
    if all(not constraint.ids for constraint in asked):
        return asked
    return _regrained(base, replace(base.network, constraints=tuple(asked)), grain).constraints


def _regrained(base: Base, network: Network, grain: Grain) -> Network:
    stated = frozenset(s.id for e in base.chronology.entries for s in e.stated)
    return regrained(network, grain, sources(base.chronology), stated)


def sources(chronology: Chronology) -> dict[str, str]:
    """The declared source of every id that cites one."""
    cited: dict[str, Citation] = {e.id: e.citation for e in chronology.evidence}
    cited |= {rule_id(r.id): r.citation for r in chronology.rules}
    for entry in chronology.entries:
        cited |= {field_id(entry.id, key): entry.citation for key in ("author", "parts", "exhaustive")}
        cited |= {s.id: s.citation for s in entry.stated}
    for sequence in chronology.sequences:
        cited |= {link_id(first, second): sequence.citation for first, second in sequence.links}
    return {id: citation.source for id, citation in cited.items() if citation.source is not None}
