"""Tells relations between spans in words: what they say of beginnings and ends.

Takes relations and sentences, gives text. `contains` is a word for many things; as a relation of two times it says when
the one began and ended by the other, and that is what a reader is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chrono.language.expressions import RELATIONS
from chrono.language.sentences import Value, Wording, phrase

_EDGES = re.compile(r"(start|end)\(([ab])\) (<=|>=|<|>|=) (start|end)\(([ab])\)")
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}
_VERBS = {"start": "began", "end": "ended"}
_ORDERS = {"<": "before", ">": "after", "<=": "no later than", ">=": "no earlier than", "=": "when"}


def in_time(first: str, relation: str, second: str) -> str:
    """What a relation between two spans says of their beginnings and ends, in words.

    >>> in_time("the reign", "contains", "the siege")
    'the reign began before the siege began and ended after the siege ended'
    """
    told = []
    for text in RELATIONS[" ".join(relation.split())]:
        found = _EDGES.fullmatch(text)
        assert found is not None, "a relation compares edges of its two sides"
        mine, side, operator, other, _ = found.groups()
        if side == "b":
            mine, operator, other = other, _TURNED[operator], mine
        told.append(f"{_VERBS[mine]} {_ORDERS[operator]} {second} {_VERBS[other]}")
    return f"{first} {', '.join(told[:-1])}{' and ' if told[1:] else ''}{told[-1]}"


def told(wording: Wording, values: tuple[Value, ...], names: Mapping[str, str]) -> str:
    """The sentence as `phrase` gives it; a bare relation with what it says of beginnings and ends."""
    related, said = wording.relation(values), phrase(wording, values, names)
    if related and isinstance(related[1], str):
        return f"{said}, in time: {in_time('it', related[1], 'that')}"
    return said


@dataclass(frozen=True, slots=True)
class Telling:
    """How the sentences of a wording are told. They hold one together, where their words would take 100 bytes each."""

    wording: Wording
    names: Mapping[str, str]

    def __hash__(self) -> int:
        return hash(self.wording.id)

    def of(self, values: tuple[Value, ...]) -> str:
        """The sentence with these values."""
        return told(self.wording, values, self.names)
