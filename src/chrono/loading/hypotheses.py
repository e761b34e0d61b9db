"""Builds hypotheses from their nodes.

Takes fitted nodes, a context and everything else the files say, gives model values; what is wrong goes to
`context.found`. A recorded window becomes the claim that it still follows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import cast

from chrono.core.diagnostics import advise
from chrono.core.ids import tag_of
from chrono.core.points import point_of
from chrono.core.sources import Source
from chrono.dates import Date, Duration
from chrono.language.expressions import And, Comparison, Literally, Name, Point, Term, mistakes, names
from chrono.loading.context import Context, certainty, labels
from chrono.loading.entries import SPANS
from chrono.loading.files import mend, missing, outside
from chrono.loading.nodes import Fields, Items, Node, Scalar, dated, fields, scalars, words
from chrono.loading.sections import Sections
from chrono.model.chronology import (
    Certainty,
    Chronology,
    Hypothesis,
    Recorded,
    SettingRange,
    Severity,
    Under,
    Verdict,
    Written,
)
from chrono.model.omission import omissible


def hypotheses(
    sections: Sections, context: Context, settings: Collection[str], chronology: Chronology, source: Source
) -> tuple[Hypothesis, ...]:
    """Every hypothesis, sorted by id. `chronology` is all the rest, `settings` those of the rules."""
    table = sections.tables["hypotheses"]
    if not table:
        return ()
    known = omissible(chronology) | sections.declared.keys()
    tagged = [(e.id, e.tags) for e in chronology.entries]

    def gone(word: str) -> Iterable[str]:
        """The entries that leaving a word out takes away."""
        tag = tag_of(word)
        return [id for id, tags in tagged if id == word or tag in tags]

    reading = _Reading(context, settings, known, gone, source, sections.files)
    built = (reading.hypothesis(key, record) for key, record in table)
    return tuple(h for h in built if h is not None)


class _Reading:
    """What hypotheses are read against."""

    def __init__(
        self,
        context: Context,
        settings: Collection[str],
        omissible: Collection[str],
        gone: Callable[[str], Iterable[str]],
        source: Source,
        files: frozenset[str],
    ) -> None:
        self.context, self.settings, self.omissible, self.gone, self.source = context, settings, omissible, gone, source
        self.files = files
        """Those that the chronology is read from anyway."""

    def hypothesis(self, key: Scalar, record: Fields) -> Hypothesis | None:
        written, window = record.get("claim"), record.get("window")
        if (written is None) == (window is None):
            help = "write `claim: ...`, or `window: {of: ..., end: ...}`; for both, two hypotheses"
            self.context.wrong("missing-key", f"'{key.text}' needs either a claim or a window", key.place, help)
        recorded: tuple[Recorded, ...] = ()
        claim = self.context.expression(written) if isinstance(written, Scalar) else None
        if claim:
            found = mistakes(claim.claim, claim.place, kinds=self.context.kinds, variables={}, settings=())
            self.context.found.extend(found)
        elif isinstance(window, Fields):
            claim, recorded = self.window(window)
        named = frozenset(name.id for name, _ in names(claim.claim)) if claim else frozenset()
        under = self.under(record.get("under"), named)
        relies_on = self.left_out(record.get("relies-on"), named)
        must_not = self.left_out(record.get("must-not-rely-on"), named)
        citation = self.context.citation(record.get("source"))
        chance = ""
        if record.get("chance"):
            from chrono.loading import chances

            chance = chances.asked(record.get("chance"), self.context)
        if claim is None:
            return None
        return Hypothesis(
            id=key.text,
            claim=claim,
            expect=cast(Verdict, words(record.get("expect")).casefold() or "entailed"),
            why=words(record.get("why")),
            under=under,
            relies_on=relies_on,
            must_not_rely_on=must_not,
            recorded=recorded,
            severity=cast(Severity, words(record.get("severity")).casefold() or "error"),
            citation=citation,
            tags=labels(record.get("tags")),
            chance=chance,
            place=key.place,
        )

    # -- recorded windows

    def window(self, record: Fields) -> tuple[Written | None, tuple[Recorded, ...]]:
        """The claim that each side given still follows."""
        of = self.context.ids(record.get("of"), SPANS, "dated entry")
        sides, recorded, said = [], [], []
        for edge in ("start", "end"):
            text = dated(record.get(edge))
            bounds = self.bounds(text) if text is not None else None
            if not of or text is None or bounds is None:
                continue
            first, last = bounds
            point = Term(((1, Point("start" if edge == "start" else "end", Name(of[0]))),))
            if first is not None:
                sides.append(Comparison((point, Term(((1, Point(None, Literally(first))),))), (">=",)))
            if last is not None:
                sides.append(Comparison((point, Term(((1, Point(None, Literally(last))),))), ("<=",)))
            said.append(f"{point_of(edge, of[0])} in {text.line_of_text}")
            days = (first.first if first else None, last.last if last else None)
            recorded.append(Recorded(point_of(edge, of[0]), *days))
        if not (record.get("start") or record.get("end")):
            help = "write for example end: 1938..1939-08-23"
            self.context.wrong("window", "a recorded window needs its start or its end", record.place, help)
        if not sides:
            return None, ()
        claim = sides[0] if len(sides) == 1 else And(tuple(sides))
        return Written(claim, " and ".join(said), record.place), tuple(recorded)

    def bounds(self, text: Scalar) -> tuple[Date | None, Date | None] | None:
        """`earliest..latest`, each side of which may be open; or one date, from its first day to its last."""
        given = text.text
        if ".." not in given or given.startswith(("[", "{")):
            date = self.context.date(text)
            return (date, date) if date else None
        earliest, _, latest = given.partition("..")
        sides: list[Date | None] = []
        for written in (earliest, latest):
            word = written.strip()
            column = text.column + (len(given) - len(latest) if written is latest else 0)
            sides.append(self.context.date(text._replace(text=word, column=column)) if word else None)
        first, last = sides
        if (earliest.strip() and first is None) or (latest.strip() and last is None):
            return None
        if first is None and last is None:
            help = "give one side at least, as in ..1939-08-23"
            self.context.wrong("window", "a window open on both sides says nothing", text.place, help)
            return None
        if first and last and first.first is not None and last.last is not None and first.first > last.last:
            message = "the earliest day lies after the latest"
            self.context.wrong("interval-reversed", message, text.place, "write the earliest first")
            return None
        return first, last

    # -- what else must hold

    def under(self, node: Node | None, named: Collection[str]) -> Under:
        record = fields(node)
        if isinstance(node, Fields) and all(_nothing(value) for _, value in node.pairs.values()):
            help = "write under what it must also hold, as in drop-any: 1, or leave the key out"
            self.context.wrong("under", "nothing stands under 'under'", node.place, help)
        without = record.get("without")
        together = without.items if isinstance(without, Items) else [without]
        levels = {certainty(word, Certainty.WEAK) for word in scalars(record.get("at-least"))}
        return Under(
            drop_any=self.number(record.get("drop-any")),
            settings=self.ranges(fields(record.get("settings"))),
            at_least=tuple(sorted(levels, reverse=True)),
            without=tuple(dict.fromkeys(words for n in together if (words := self.left_out(n, named)))),
            overlays=tuple(sorted({word for scalar in scalars(record.get("with")) for word in self.overlay(scalar)})),
        )

    def number(self, node: Node | None) -> int:
        if not isinstance(node, Scalar):
            return 0
        if node.text.isascii() and node.text.isdigit() and len(node.text) <= 2 and int(node.text):
            return int(node.text)
        message = f"'{node.text}' is no small whole number above 0"
        self.context.wrong("number", message, node.place, "write for example `drop-any: 1`")
        return 0

    def ranges(self, record: Fields) -> tuple[SettingRange, ...]:
        ranges = []
        for key, value in record.pairs.values():
            if key.text not in self.settings:
                otherwise = "a setting is declared under `settings` of a rule"
                advice = advise(key.text, self.settings, key.place, otherwise)
                self.context.wrong("unknown-setting", f"no rule has a setting '{key.text}'", key.place, *advice)
            spell = self.context.spell(value)
            if spell and spell.least and spell.most and len({*_units(spell.least), *_units(spell.most)}) == 1:
                ranges.append(SettingRange(key.text, spell.least, spell.most))
            elif spell:
                help = "write for example 0..8 days"
                self.context.wrong("duration", "a range needs both ends, in one unit", value.place, help)
        return tuple(sorted(ranges, key=lambda r: r.setting))

    def left_out(self, node: Node | None, named: Collection[str]) -> tuple[str, ...]:
        """What may be left out by these names, sorted; never what the claim itself speaks of."""
        chosen = []
        for scalar in scalars(node):
            missed = sorted(set(self.gone(scalar.text)) & set(named))
            if scalar.text not in self.omissible:
                otherwise = "name what `--without` takes: an id, rule:ID, tag:T"
                advice = advise(scalar.text, self.omissible, scalar.place, otherwise)
                self.context.wrong("unknown-id", f"there is nothing called '{scalar.text}' here", scalar.place, *advice)
            elif missed:
                message = f"without '{scalar.text}' there is no '{missed[0]}', which is what the claim speaks of"
                help = f"name what is stated of it instead, such as {missed[0]}.date"
                self.context.wrong("under", message, scalar.place, help)
            else:
                chosen.append(scalar.text)
        return tuple(sorted(set(chosen)))

    def overlay(self, scalar: Scalar) -> Iterable[str]:
        """The file of `with`, if it is there. What is in it is read when it is laid over."""
        if failure := outside(self.source, scalar.text, scalar.place):
            self.context.found.append(failure)
        elif message := missing(self.source, scalar.text):
            help = mend(self.source, scalar.text, "the path is relative to the folder of events.yaml")
            self.context.wrong("unreadable", message, scalar.place, help)
        elif (name := self.source.named(self.source.overlay(scalar.text))) == scalar.file or name in self.files:
            message = f"{name} would be laid over itself"
            help = "a file of the chronology is read as it is: name one that is not, such as a rival's"
            self.context.wrong("cycle", message, scalar.place, help)
        else:
            yield scalar.text


def _nothing(node: Node) -> bool:
    return (isinstance(node, Fields) and not node.pairs) or (isinstance(node, Items) and not node.items)


def _units(duration: Duration) -> list[str]:
    return [unit for _, unit in duration.parts]
