"""What a report repeats from the files beside an answer: how certain each thing is, which settings evidence changes.

Takes a chronology, gives tables by id. Never weighs anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chrono.core.ids import field_id, link_id, rule_id
from chrono.model.chronology import Certainty, Chronology


@dataclass(frozen=True, slots=True)
class Background:
    """`certainties`: id → word, as written or meant by default; `settings`: evidence id → `delay = 10 days`."""

    certainties: Mapping[str, str]
    settings: Mapping[str, str]
    admit: Certainty


NO_BACKGROUND = Background({}, {}, Certainty.MODERATE)
"""Of answers that were saved: their files are not at hand."""


def background(chronology: Chronology) -> Background:
    """The background of every answer about this chronology."""
    table: dict[str, str] = {}
    for entry in chronology.entries:
        table |= {field_id(entry.id, key): str(entry.certainty) for key in ("author", "parts", "exhaustive")}
        table |= {stated.id: str(stated.certainty) for stated in entry.stated}
    for sequence in chronology.sequences:
        table |= {link_id(first, second): str(sequence.certainty) for first, second in sequence.links}
    table |= {evidence.id: str(evidence.certainty) for evidence in chronology.evidence}
    table |= {rule_id(rule.id): str(rule.certainty) for rule in chronology.rules}
    settings = {
        evidence.id: ", ".join(f"{name} = {value}" for name, value in evidence.settings)
        for evidence in chronology.evidence
        if evidence.settings
    }
    return Background(table, settings, chronology.admit)
