"""Builds the chances that are stated beside the evidence.

Takes what stands under `chances`, a context, and the chronology that the rest of the files make, gives model values;
what is wrong goes to `context.found`. Loaded only where a file has such a section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import cast

from chrono.core.diagnostics import did_you_mean
from chrono.core.points import EDGES, end_of, known_of, start_of
from chrono.loading.context import Context
from chrono.loading.nodes import Items, Node, Scalar, dated, fields, words
from chrono.model.chances import After, Chances, Even, Prior, Range, Silence, Together
from chrono.model.chronology import Chronology

_CHANCE = re.compile(r"[0-9]+(?:\.[0-9]+)?|[0-9]+/[1-9][0-9]*")
_POINT = re.compile(r"(start|end|known)\(\s*([^()\s]+)\s*\)")
LONGEST = 40
"""Characters of a number: nobody knows a chance more closely."""


def chances(section: Iterable[tuple[Scalar, Node]], context: Context, chronology: Chronology) -> Chances:
    """All chances of all files, in the order of their places."""
    reading = _Reading(context, chronology)
    priors: list[Prior] = []
    silences: dict[str, Silence] = {}
    for key, node in section:
        if key.text == "prior":
            items = node.items if isinstance(node, Items) else []
            priors += [prior for item in items if (prior := reading.prior(item))]
        elif key.text in silences:
            help = "give the chances of a rule once"
            context.wrong("duplicate-key", f"'{key.text}' is given twice", key.place, help)
        elif silence := reading.silence(key, node):
            silences[key.text] = silence
    return Chances(tuple(priors), tuple(silences[rule] for rule in sorted(silences)))


class _Reading:
    """What chances are read against."""

    def __init__(self, context: Context, chronology: Chronology) -> None:
        self.context = context
        self.rules = {rule.id for rule in chronology.rules}

    def prior(self, node: Node) -> Prior | None:
        record, before = fields(node), len(self.context.found)
        of = self.point(record.get("of"), EDGES)
        even, after, chance = record.get("even"), record.get("after"), record.get("chance")
        place = record.place
        citation = self.context.citation(record.get("source"))
        note = words(record.get("note"))
        if not citation.text and not note:
            help = "add `source: ...` or a `note: ...`: who thinks so, and why"
            self.context.wrong("missing-key", "a chance needs a source or a note", place, help)
        spread: Even | After | None = None
        if (even is None) == (after is None):
            help = "write `even: FIRST..LAST`, or `after: ID` with a `chance`"
            self.context.wrong("missing-key", "a prior is either even or after something", place, help)
        elif even is not None:
            if chance is not None:
                help = "leave it out, or write `after: ID` in place of `even`"
                self.context.wrong("chance", "an even prior has no chance of its own", chance.place, help)
            spread = self.even(even)
        else:
            if chance is None:
                self.context.wrong("missing-key", "'after' needs a chance", place, "add `chance: 0.8`")
            spread = self.after(after, chance)
        if not of or spread is None or len(self.context.found) > before:
            return None
        given = dated(even) or dated(after)
        said = f"after {given.line_of_text}" if after is not None and given else given.line_of_text if given else ""
        return Prior(of, spread, said, citation.text, note, place)

    def even(self, node: Node) -> Even | None:
        text = dated(node)
        if text is None:
            return None
        if ".." in text.text and not text.text.startswith(("[", "{")):
            first, _, last = text.text.partition("..")
            moved = text.column + len(text.text) - len(last)
            sides = [text._replace(text=first.strip()), text._replace(text=last.strip(), column=moved)]
        else:
            sides = [text, text]
        start, end = (self.context.date(side) for side in sides)
        if start is None or end is None:
            return None
        first_day, last_day = start.first, end.last
        if first_day is None or last_day is None:
            help = "write the first and the last day, as in 1938-02-15..1940-08-20"
            self.context.wrong("chance", "an even prior needs both ends", text.place, help)
            return None
        if first_day > last_day:
            message = "the earliest day lies after the latest"
            self.context.wrong("interval-reversed", message, text.place, "write the earliest first")
            return None
        return Even(first_day, last_day)

    def after(self, node: Node | None, chance: Node | None) -> After | None:
        text = dated(node)
        likely = self.chance(chance)
        if text is None or likely is None:
            return None
        if text.text in self.context.kinds:
            return After(end_of(text.text), 0, likely)
        if _POINT.fullmatch(text.text.strip()):
            point = self.point(text, ("start", "end", "known"))
            return After(point, 0, likely) if point else None
        date = self.context.date(text)
        if date is None:
            return None
        if date.last is None:
            self.context.wrong("chance", "this date has no end", text.place, "write a day, or the id of an event")
            return None
        return After("", date.last, likely)

    def point(self, node: Node | None, edges: Iterable[str]) -> str:
        """A point of a declared span, as expressions write it; "" where it is none."""
        if not isinstance(node, Scalar):
            return ""
        found = _POINT.fullmatch(node.text.strip())
        if not found or found[1] not in edges:
            help = "write for example end(ID)"
            self.context.wrong("chance", f"'{node.text}' is no point to think of", node.place, help)
            return ""
        kind = self.context.kinds.get(found[2])
        if kind is None:
            help = did_you_mean(found[2], self.context.kinds)
            message = f"no dated entry is called '{found[2]}'"
            self.context.wrong("unknown-id", message, node.place.at(found.start(2), len(found[2])), help)
            return ""
        build = {"start": start_of, "end": end_of, "known": known_of}
        return build[found[1]](found[2])

    def silence(self, key: Scalar, node: Node) -> Silence | None:
        record = fields(node)
        if key.text not in self.rules:
            help = did_you_mean(key.text, self.rules, "under `chances` stand `prior`, and rules by their names")
            self.context.wrong("unknown-id", f"no rule is called '{key.text}'", key.place, help)
            return None
        told = self.chance(record.get("told"))
        silenced = record.get("all-silenced")
        all_silenced = (Fraction(0), Fraction(0)) if silenced is None else self.chance(silenced)
        together = words(record.get("together")).casefold() or "unknown"
        citation, note = self.context.citation(record.get("source")), words(record.get("note"))
        if together == "independent" and not note:
            help = "add a `note`: why no common cause, of one author and one book, should silence several at once"
            self.context.wrong("missing-key", "'independent' needs a note", key.place, help)
        if told is None or all_silenced is None:
            return None
        return Silence(key.text, told, cast(Together, together), all_silenced, citation.text, note, key.place)

    def chance(self, node: Node | None) -> Range | None:
        """One chance, or a range of them."""
        if not isinstance(node, Scalar):
            return None
        sides = [side.strip() for side in node.text.split("..")]
        help = "write a number from 0 to 1, as 0.8, or a range, as 0.5..0.9"
        if len(node.text) > LONGEST or len(sides) > 2 or not all(_CHANCE.fullmatch(side) for side in sides):
            self.context.wrong("chance", f"'{node.line_of_text}' is no chance", node.place, help)
            return None
        least, most = Fraction(sides[0]), Fraction(sides[-1])
        if most > 1 or least > 1:
            message = f"'{node.line_of_text}' lies outside 0 to 1"
            self.context.wrong("chance", message, node.place, help)
            return None
        if least > most:
            message = f"'{node.line_of_text}' begins with the greater"
            self.context.wrong("chance", message, node.place, "write the least first")
            return None
        return least, most


def asked(node: Node | None, context: Context) -> str:
    """The chance that a hypothesis asks for, such as `>= 0.9`; "" where none is, or it cannot be read."""
    if not isinstance(node, Scalar):
        return ""
    text = node.text.strip()
    sign = next((sign for sign in (">=", ">") if text.startswith(sign)), "")
    number = text.removeprefix(sign).strip()
    if sign and len(number) <= LONGEST and _CHANCE.fullmatch(number) and Fraction(number) <= 1:
        return f"{sign} {number}"
    context.wrong("chance", f"'{node.line_of_text}' asks for no chance", node.place, 'write for example ">= 0.9"')
    return ""
