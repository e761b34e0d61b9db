"""Finds the sentence that may be meant by a line that no wording reads.

Takes the wordings of a vocabulary and a line, gives sentences to offer: those whose `also` has the very words of the
line, filled with its values, and the wordings nearest to it. A sentence is near only where it shares a word that says
something, and never where it says the opposite: `does not mention` is no slip for `mentions`, nor `before` for `after`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher, get_close_matches
from typing import NamedTuple

from chrono.core.diagnostics import nearest
from chrono.core.ids import VARIABLE
from chrono.language.expressions import RELATIONS

_SLOT = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"[^\W\d_]{2,}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EMPTY = _words(
    """a an and are as at be been by did do does for from had has have he her his if in is it its of off on or out
    she so than that the their them then there they this to up was were which who will with"""
)
"""Words that say nothing by themselves."""
_TURNING = (_words("never no nor not nothing nowhere without"), _words("could may might ought should would"))
"""Words that deny and words that suppose: what has one is not what has none."""
_DEAD = "dead late deceased died soul"
"""Words that somebody is dead: no sentence says so for a line that has none of them."""
_OPPOSITES = tuple(
    (_words(one), _words(other))
    for one, other in (
        ("before earlier until prior older precedes predates", "after later since newer younger follows postdates"),
        ("beneath under below underneath underlies", "over above upon overlies"),
        ("least", "most"),
        ("living alive", _DEAD),
        ("begun began begins starts", "finished ended ends ceased"),
    )
)
_ALIKE = 0.75
"""Two words so much alike are one, with a slip in it."""
_MOST_NEAR = 5

_RELATION_SAID = {
    **dict.fromkeys(("is earlier than", "is older than", "predates", "precedes", "came before"), "before"),
    **dict.fromkeys(("is later than", "is younger than", "postdates", "follows", "came after"), "after"),
    **dict.fromkeys(("is contemporary with", "is of the time of", "is as old as"), "contemporary with"),
}
assert set(_RELATION_SAID.values()) <= RELATIONS.keys()
_RELATED = re.compile(rf"({VARIABLE}|\S+) ({'|'.join(_RELATION_SAID)}) ({VARIABLE}|\S+)")


class Said(NamedTuple):
    """A line in the words of the vocabulary: filled with its values (a slot it has none for is left as it is), the
    sentence, and the values."""

    text: str
    sentence: str
    values: tuple[str, ...]


def said_otherwise(line: str, wordings: Iterable[tuple[str, str]]) -> list[Said]:
    """What a line says that has just the words of an `also`; `wordings` are pairs of such words and the sentence."""
    found = []
    for other, says in wordings:
        order = _SLOT.findall(other)
        pieces = [re.escape(piece) for piece in _SLOT.split(" ".join(other.split()))[::2]]
        match = re.fullmatch("(.+?)".join(pieces), line, re.IGNORECASE)
        if match:
            values = dict(zip(order, match.groups(), strict=True))
            found.append(Said(says.format_map(_Kept(values)), says, match.groups()))
    if related := _RELATED.fullmatch(line):
        relation = _RELATION_SAID[related[2]]
        sides = (related[1], related[3])
        found.append(Said(f"{sides[0]} {relation} {sides[1]}", f"{{a}} {relation} {{b}}", sides))
    return found


class _Kept(dict[str, str]):
    """The values of slots; a slot without one is left as it is."""

    def __missing__(self, slot: str) -> str:
        return f"{{{slot}}}"


def near(bare: str, shapes: Collection[str]) -> str | None:
    """The shape of a sentence that a line with its values blanked is most like, if it can be meant at all."""
    for shape in get_close_matches(bare.casefold(), shapes, n=_MOST_NEAR, cutoff=0.6):
        if _speak_alike(bare.casefold(), shape):
            return shape
    return None


def related(line: str, declared: Collection[str]) -> str:
    """That a line which sets two dated things side by side is no sentence, but a constraint; empty for any other."""
    found = _sides(line, declared)
    if found is None or found[1] not in RELATIONS:
        return ""
    return f"what relates two dates is a constraint: `holds: {' '.join(found)}`"


def slip_of_a_relation(line: str, declared: Collection[str]) -> str:
    """The constraint that such a line may be meant for, where the word between is nearly a relation; else empty."""
    found = _sides(line, declared)
    relation = nearest(found[1], RELATIONS) if found else None
    return f"did you mean `holds: {found[0]} {relation} {found[2]}`?" if found and relation else ""


def _sides(line: str, declared: Collection[str]) -> tuple[str, str, str] | None:
    words = line.split()
    if len(words) < 3 or words[0] not in declared or words[-1] not in declared:
        return None
    return words[0], " ".join(words[1:-1]), words[-1]


def _speak_alike(line: str, shape: str) -> bool:
    one, other = set(_WORD.findall(line)), set(_WORD.findall(shape))
    if any(bool(one & turning) != bool(other & turning) for turning in _TURNING):
        return False
    for here, there in _OPPOSITES:
        for pole, against in ((here, there), (there, here)):
            if one & pole and not one & against and other & against and not other & pole:
                return False
    if other & _words(_DEAD) and not any(_alike(a, b) for a in one for b in _words(_DEAD)):
        return False
    return any(_alike(a, b) for a in one - _EMPTY for b in other - _EMPTY)


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other).ratio() >= _ALIKE
