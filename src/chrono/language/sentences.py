"""The words of the evidence: vocabulary entries, and sentences read by them.

Takes wordings such as `{document} is silent about {event}` and lines of text, gives `Sentence` values: which wording,
and what stands in each slot (an id, a `$variable`, a date, a duration, a relation, plain words). One wording serves
evidence, rules and explanations alike. This module knows which ids exist only through the table it is handed.
How a wording is written decides how its sentences are read: hence one module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from sys import intern
from typing import TypeAlias

from chrono import dates
from chrono.core.declared import of_kinds
from chrono.core.diagnostics import NOWHERE, Advice, Diagnostic, Fix, Place, advise, replacement
from chrono.core.ids import NAME, VARIABLE
from chrono.language.expressions import RELATIONS

SLOT_TYPES = ("document", "person", "event", "period", "span", "date", "duration", "relation", "text")
SPANS = frozenset({"document", "person", "event", "period", "span"})
_SLOT = re.compile(r"\{([^{}]*)\}")
_VALUE = re.compile(rf"{VARIABLE}|(?<![\w-]){NAME}|(?<!\S)[0-9]\S*")
"""What may be a value in a line: a variable, a word that may be an id, a date."""
_QUOTED = re.compile(r'"[^"]+"')
_UNOFFERED = "`chrono vocabulary` lists every sentence; a new one needs an entry under vocabulary"
_UNRULED = "no sentences are declared here: copy the folder rules/ that `chrono init --bare NEW-FOLDER` writes"
_RELATION_WORDS = "|".join(sorted((r.replace(" ", r"\s+") for r in RELATIONS), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Variable:
    """A slot left open: filled by `for` in evidence, by matching in rules."""

    name: str

    def __str__(self) -> str:
        return f"${self.name}"


Value: TypeAlias = str | Variable | dates.Date | dates.Relative | dates.Duration
"""What fills a slot: an id, a relation or plain words (str), a date, a duration, or a variable."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A vocabulary entry: a sentence with `{slots}`, each of a type in `SLOT_TYPES`."""

    id: str
    says: str
    slots: tuple[tuple[str, str], ...]
    place: Place = NOWHERE
    source: str = ""
    note: str = ""
    also: tuple[str, ...] = ()
    """The same in words that are not read: who writes them is offered the sentence."""
    places: tuple[tuple[Place, Place], ...] = field(default=(), compare=False)
    """Where the name and the type of each slot stand, in the order of `slots`."""

    def type_of(self, slot: str) -> str:
        """What a slot takes; raises KeyError where there is no such slot."""
        return dict(self.slots)[slot]

    def unknown_slots(self, other: str) -> frozenset[str]:
        """The slots of other words that the sentence has not."""
        return frozenset(_SLOT.findall(other)).difference(_SLOT.findall(self.says))

    def relation(self, values: tuple[Value, ...]) -> tuple[Value, Value, Value] | None:
        """The left side, the relation and the right side of a sentence that says a relation in no words of its own."""
        if _SLOT.sub("", self.says).strip():
            return None
        filled = dict(zip((slot for slot, _ in self.slots), values, strict=True))
        kinds = dict(self.slots)
        word = next(slot for slot, kind in self.slots if kind == "relation")
        left, right = (filled[slot] for slot in _SLOT.findall(self.says) if kinds[slot] != "relation")
        return left, filled[word], right

    @property
    def shape(self) -> str:
        """The sentence with its slots blanked: equal shapes cannot be told apart by their words."""
        return " ".join(_SLOT.sub("{}", self.says).casefold().split())


BUILT_IN = (
    Wording("subject", "{event} belongs to the subject of {document}", (("event", "event"), ("document", "document"))),
    Wording("author", "{person} wrote {document}", (("person", "person"), ("document", "document"))),
)
"""Sentences that hold without being said, from `topics` that meet and from `author`."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A line read by a wording: its slots in the wording's order."""

    wording: str
    values: tuple[Value, ...]
    written: str | Wording
    """The line; its wording, where that and the values give it to the letter: tables write a million such lines."""
    place: Place = NOWHERE

    @property
    def text(self) -> str:
        """The line as it was written."""
        return self.written if isinstance(self.written, str) else phrase(self.written, self.values, {})

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of its variables, without `$`, in the order of the slots."""
        return tuple(v.name for v in self.values if isinstance(v, Variable))


def phrase(wording: Wording, values: Iterable[Value], names: Mapping[str, str]) -> str:
    """The sentence as a reader meets it: names for ids, dates and durations as written."""
    filled = dict(zip((slot for slot, _ in wording.slots), values, strict=True))

    def say(found: re.Match[str]) -> str:
        value = filled[found.group(1)]
        if isinstance(value, dates.Date):
            return value.text
        if isinstance(value, dates.Relative):
            return value.said(names)
        return names.get(value, value) if isinstance(value, str) else str(value)

    return _SLOT.sub(say, wording.says)


class _Pattern:
    """A wording to read lines by. Its regular expression is made when a line first has its landmark."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        says = " ".join(wording.says.split())
        self.order: tuple[str, ...] = tuple(_SLOT.findall(says))
        self.kinds: dict[str, str] = dict(wording.slots)
        self.landmark = max(_SLOT.sub("\0", says).split("\0"), key=len)
        """The longest stretch of fixed words."""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        says = " ".join(self.wording.says.split())
        pieces = [re.escape(piece) for piece in _SLOT.sub("\0", says).split("\0")]
        slots = [f"({_slot_pattern(self.wording.type_of(slot))})" for slot in self.order]
        return re.compile("".join(p + s for p, s in zip(pieces, [*slots, ""], strict=True)))


class Vocabulary:
    """All wordings of a chronology, ready to read lines by.

    Built by `Vocabulary.of`; `read` gives a sentence or a diagnostic.
    """

    def __init__(self, wordings: Iterable[Wording], declared: dates.Declared, calendar: str, conventions: str) -> None:
        self.wordings: dict[str, Wording] = {w.id: w for w in wordings}
        self.subject = next(w.id for w in self.wordings.values() if w.shape == BUILT_IN[0].shape)
        self.author = next(w.id for w in self.wordings.values() if w.shape == BUILT_IN[1].shape)
        self._declared, self._kinds = declared, declared.kinds
        self._calendar, self._conventions = calendar, conventions

    @cached_property
    def _patterns(self) -> tuple[_Pattern, ...]:
        return tuple(_Pattern(w) for w in self.wordings.values())

    @staticmethod
    def of(
        wordings: Iterable[Wording],
        kinds: Mapping[str, str],
        *,
        calendar: str = "gregorian",
        conventions: str = "wide",
        declared: dates.Declared | None = None,
    ) -> tuple[Vocabulary, tuple[Diagnostic, ...]]:
        """The vocabulary, and what is wrong with it: undeclared slots, wordings that cannot be told apart.

        `kinds` maps each declared id to its kind; `declared` says more, for dates that are counted from something.
        """
        found: list[Diagnostic] = []
        usable: list[Wording] = []
        for wording in sorted(wordings, key=lambda w: w.id):
            wrong = _check(wording)
            found += wrong
            if not wrong:
                usable.append(wording)
        shapes = {w.shape for w in usable}
        # A chronology may spell a built-in sentence out in its own vocabulary; it is then the same sentence.
        usable += [w for w in BUILT_IN if w.shape not in shapes]
        alike: dict[str, list[Wording]] = {}
        for one in usable:
            for other in alike.setdefault(one.shape, []):
                if _meet(one, other):
                    found.append(
                        Diagnostic(
                            "ambiguous-wording",
                            f"'{one.id}' and '{other.id}' cannot be told apart: both read '{one.says}'",
                            one.place,
                            "change the words of one, or give their slots types that exclude each other",
                            related=((other.place, f"'{other.id}' stands here"),),
                        )
                    )
            alike[one.shape].append(one)
        return Vocabulary(usable, declared or dates.Declared(kinds), calendar, conventions), tuple(found)

    def read(self, text: str, place: Place, calendar: str = "") -> tuple[Sentence, None] | tuple[None, Diagnostic]:
        """The one sentence a line says, or why it says none or more than one; `calendar` is that of its dates."""
        readings, failures = self._readings(text, place, calendar)
        if len(readings) == 1:
            return readings[0], None
        if readings:
            ids = " and ".join(f"'{s.wording}'" for s in readings)
            return None, Diagnostic(
                "ambiguous-sentence",
                f"this sentence fits two vocabulary entries: {ids}",
                place,
                "change the words of one of them",
            )
        line, where = " ".join(text.split()), place.at(0, len(text))
        sure, perhaps = self._otherwise(line, where, calendar)
        if failures and not sure.fixes:
            return None, min(failures, key=lambda d: (-d.place.column, d.message))
        nothing = Advice(_UNOFFERED if self.wordings.keys() - {w.id for w in BUILT_IN} else _UNRULED)
        offers = (sure, self._offer(line, where, calendar), perhaps, nothing)
        advice = next(offer for offer in offers if offer.help)
        return None, Diagnostic("unknown-sentence", f"no vocabulary entry reads '{line}'", where, *advice)

    def _otherwise(self, line: str, place: Place, calendar: str) -> tuple[Advice, Advice]:
        """The sentence for a line in the words of some `also`, filled in or, where its values do not fit, as it is; and
        what it may be where a value is of several words, and so perhaps none."""
        # Mistakes alone need it.
        from chrono.language.offering import said_otherwise

        others = [(other, w.says) for w in self.wordings.values() for other in w.also]
        found = said_otherwise(line, others)
        for said in found:
            readings, _ = self._readings(said.text, place, calendar)
            if len(readings) == 1:
                return Advice(f"say it as `{said.text}`", (replacement(place, said.text),)), Advice()
        offered = [Advice(f"did you mean '{said.sentence}'?") for said in found]
        sure = [o for o, said in zip(offered, found, strict=True) if not any(" " in v for v in said.values)]
        return next(iter(sure), Advice()), next(iter(offered), Advice())

    def ids(self, text: str, calendar: str = "") -> tuple[tuple[str, int, int], ...]:
        """The ids in the slots and dates of a line that is read, each with where it begins in the text and ends."""
        sentence, _ = self.read(text, NOWHERE, calendar)
        if sentence is None:
            return ()
        pattern = next(p for p in self._patterns if p.wording.id == sentence.wording)
        found = pattern.regex.fullmatch(" ".join(text.split()))
        assert found is not None, "what has been read fits its pattern"
        values = dict(zip((slot for slot, _ in pattern.wording.slots), sentence.values, strict=True))
        spots: list[tuple[str, int, int]] = []
        for group, slot in enumerate(pattern.order, start=1):
            value = values[slot]
            named = dates.id_in(value) if isinstance(value, dates.Relative) else None
            if named:
                assert isinstance(value, dates.Relative)
                at = found.start(group) + found.group(group).startswith('"')
                spots.append((value.reign or value.of, at + named[1], len(named[0])))
            elif isinstance(value, str) and pattern.wording.type_of(slot) in SPANS:
                spots.append((value, found.start(group), len(value)))
        return tuple((id, _column(text, at), _column(text, at + length - 1) + 1) for id, at, length in spots)

    def _readings(self, text: str, place: Place, calendar: str) -> tuple[list[Sentence], list[Diagnostic]]:
        """Every sentence that a line can say, and why wordings that have its words do not read it."""
        line = " ".join(text.split())
        readings: list[Sentence] = []
        failures: list[Diagnostic] = []
        for pattern in self._patterns:
            if pattern.landmark not in line or not (found := pattern.regex.fullmatch(line)):
                continue
            sentence, failure = self._fill(pattern, found, text, place, calendar)
            if sentence:
                readings.append(sentence)
            elif failure:
                failures.append(failure)
        if len(readings) > 1:
            # `{a} {relation} {b}` has no words of its own: where a sentence with words says it, that is what is meant
            # (a copy "contains" a document otherwise than a reign contains a year).
            readings = [s for s in readings if _own_words(self.wordings[s.wording])] or readings
        return readings, failures

    @cached_property
    def _shapes(self) -> dict[str, Wording]:
        return {p.wording.shape: p.wording for p in self._patterns}

    @cached_property
    def _offered(self) -> dict[str, str | None]:
        """For a shape that was looked for, the nearest: a mistake is seldom made once."""
        return {}

    def _offer(self, line: str, place: Place, calendar: str) -> Advice:
        # Ids and dates differ from line to line: compare what is left of both when they are blanked.
        values: list[str] = []

        def blank(found: re.Match[str]) -> str:
            word = found[0]
            if word[0].isalpha() and word not in self._kinds:
                return word
            values.append(word)
            return "{}"

        from chrono.language.offering import near, related, slip_of_a_relation

        if constraint := related(line, self._kinds):
            return Advice(constraint)
        bare = _VALUE.sub(blank, line)
        if bare not in self._offered:
            self._offered[bare] = near(bare, self._shapes)
        if shape := self._offered[bare]:
            says = self._shapes[shape].says
            return Advice(f"did you mean '{says}'?", self._respelled(says, values, place, calendar))
        return Advice(slip_of_a_relation(line, self._kinds))

    def _respelled(self, says: str, values: list[str], place: Place, calendar: str) -> tuple[Fix, ...]:
        """The fix that says with a wording what a line was meant to say, where the line has as many values."""
        if len(_SLOT.findall(says)) != len(values):
            return ()
        left = iter(values)
        text = " ".join(_SLOT.sub(lambda _: next(left), says).split())
        readings, _ = self._readings(text, place, calendar)
        return (replacement(place, text),) if len(readings) == 1 else ()

    def _fill(
        self, pattern: _Pattern, found: re.Match[str], text: str, place: Place, calendar: str
    ) -> tuple[Sentence, None] | tuple[None, Diagnostic]:
        values: dict[str, Value] = {}
        for group, slot in enumerate(pattern.order, start=1):
            kind, word = pattern.kinds[slot], found.group(group)
            if kind in SPANS and slot not in values and self._names(word, kind):
                # Of a mistake alone it has to be told where it stands.
                values[slot] = intern(word)  # a king may be named a hundred thousand times
                continue
            column = _column(text, found.start(group))
            where = place.at(column, len(word))
            if kind in ("date", "duration") and _QUOTED.fullmatch(word):
                # As in expressions, where words that are a date have to stand so.
                column, word = column + 1, word[1:-1]
            value: Value
            if re.fullmatch(VARIABLE, word):
                value = Variable(word[1:])
            elif kind in SPANS:
                wrong = self._wrong_id(word, kind, where)
                if wrong:
                    return None, wrong
                value = intern(word)
            elif kind == "date":
                try:
                    value = dates.read_stated(
                        word, self._declared, calendar=calendar or self._calendar, conventions=self._conventions
                    )
                except dates.DateError as error:
                    at = place.at(column + error.column, error.length)
                    fixes = tuple(replacement(at, mend) for mend in error.mends)
                    return None, Diagnostic(error.code, error.message, at, error.help, fixes)
            elif kind == "duration":
                try:
                    value = dates.read_duration(word)
                except dates.DateError as error:
                    at = place.at(column + error.column, error.length)
                    return None, Diagnostic("duration", error.message, at, error.help)
            else:
                value = word
            if slot in values and values[slot] != value:
                return None, Diagnostic("unknown-sentence", f"{{{slot}}} stands for two things here", where)
            values[slot] = value
        wording = pattern.wording
        filled = tuple(values[slot] for slot, _ in wording.slots)
        plain = all(isinstance(value, str) for value in filled) and phrase(wording, filled, {}) == text
        return Sentence(wording.id, filled, wording if plain else text, place), None

    def _names(self, word: str, kind: str) -> bool:
        """Whether something is called so that can stand in a slot of a kind."""
        declared = self._kinds.get(word)
        return bool(declared) and kind in ("span", declared)

    def _wrong_id(self, word: str, kind: str, where: Place) -> Diagnostic | None:
        if self._names(word, kind):
            return None
        declared = self._kinds.get(word)
        fitting = of_kinds(self._kinds, SPANS if kind == "span" else (kind,))
        if declared:
            return Diagnostic(
                "wrong-kind",
                f"'{word}' is {_article(declared)}, and {_article(kind)} is expected here",
                where,
                *advise(word, fitting, where),
            )
        what = "nothing dated" if kind == "span" else f"no {kind}"
        return Diagnostic(
            "unknown-id",
            f"{what} is called '{word}'",
            where,
            *advise(word, fitting, where, f"declare it under {_section(kind)}"),
        )


def _column(text: str, at: int) -> int:
    """Where in a text a position lies that was counted with every stretch of space as one character."""
    for word in re.finditer(r"\S+", text):
        if at < len(word[0]):
            return word.start() + at
        at -= len(word[0]) + 1
    return 0


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _section(kind: str) -> str:
    return {"person": "people", "span": "people, events, periods or documents"}.get(kind, f"{kind}s")


def _own_words(wording: Wording) -> bool:
    return bool(_SLOT.sub("", wording.says).strip())


def _typed(slot: str) -> str:
    """How a slot gets its type; within the sentence its name stands alone."""
    name, colon, kind = (part.strip() for part in slot.partition(":"))
    if colon:
        return f"write {{{name}}} in the sentence, and below it slots: {{{name}: {kind or 'event'}}}"
    return f"add it to slots: {{{slot}: {slot if slot in SLOT_TYPES else 'event'}}}"


def _check(wording: Wording) -> list[Diagnostic]:
    used = _SLOT.findall(wording.says)
    declared = dict(wording.slots)
    at = dict(zip(declared, wording.places, strict=False))
    found = [
        Diagnostic(
            "slot",
            f"{{{slot}}} has no type",
            wording.place.at(wording.says.find(f"{{{slot}}}"), len(slot) + 2),
            _typed(slot),
        )
        for slot in dict.fromkeys(used)
        if slot not in declared
    ]
    for slot, kind in wording.slots:
        name, type = at.get(slot, (wording.place, wording.place))
        if slot not in used:
            found.append(Diagnostic("slot", f"slot '{slot}' does not stand in the sentence", name))
        if kind not in SLOT_TYPES:
            found.append(
                Diagnostic(
                    "slot",
                    f"unknown type of slot '{kind}'",
                    type,
                    *advise(kind, SLOT_TYPES, type, "the types are: " + ", ".join(SLOT_TYPES)),
                )
            )
    if not _own_words(wording) and sorted(declared.values()) != ["relation", "span", "span"]:
        found.append(Diagnostic("slot", "a sentence needs words of its own besides its slots", wording.place))
    return found


def _meet(one: Wording, other: Wording) -> bool:
    """Whether some sentence could be read by both of two wordings of the same shape."""
    for a, b in zip(_SLOT.findall(one.says), _SLOT.findall(other.says), strict=True):
        x, y = one.type_of(a), other.type_of(b)
        if x in SPANS and y in SPANS and "span" not in (x, y) and x != y:
            return False
    return True


def _slot_pattern(kind: str) -> str:
    if kind in SPANS:
        return f"{VARIABLE}|{NAME}"
    return f"{VARIABLE}|{_RELATION_WORDS}" if kind == "relation" else ".+?"
