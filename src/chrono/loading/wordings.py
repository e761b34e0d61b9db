"""Builds the vocabulary, and follows the variables of sentences: of which type each is, and what binds it."""

from __future__ import annotations

import re
from collections.abc import Collection

from chrono.core.diagnostics import Diagnostic, Place, advise
from chrono.dates import Declared
from chrono.language.sentences import BUILT_IN, Sentence, Variable, Vocabulary, Wording
from chrono.loading.context import Context, article
from chrono.loading.nodes import Scalar, fields, scalars, words
from chrono.loading.sections import KINDS, Sections

_SPANS = frozenset({"span", *KINDS.values()})


def vocabulary(
    sections: Sections, declared: Declared, calendar: str, conventions: str
) -> tuple[Vocabulary, tuple[Diagnostic, ...]]:
    """The vocabulary the files declare, with the built-in sentences, and what is wrong with it."""
    wordings = []
    found = []
    own = {wording.id: wording for wording in BUILT_IN}
    for key, record in sections.tables["vocabulary"]:
        says = record.get("says")
        if not isinstance(says, Scalar):
            continue
        given = fields(record.get("slots")).pairs
        slots = tuple((name, words(kind)) for name, (_, kind) in given.items())
        source = "; ".join(s.line_of_text for s in scalars(record.get("source")))
        places = tuple((name.place, kind.place) for name, kind in given.values())
        also = tuple(other.line_of_text for other in scalars(record.get("also")))
        wording = Wording(
            key.text, says.line_of_text, slots, says.place, source, words(record.get("note")), also, places
        )
        for other in scalars(record.get("also")):
            for slot in sorted(wording.unknown_slots(other.line_of_text)):
                message = f"{{{slot}}} is no slot of '{wording.says}'"
                found.append(Diagnostic("slot", message, other.place, "`also` has slots of the sentence alone"))
        if wording.id in own and wording.shape != own[wording.id].shape:
            message = f"'{wording.id}' names the built-in sentence '{own[wording.id].says}'"
            found.append(Diagnostic("duplicate-id", message, key.place, "choose another id"))
        else:
            wordings.append(wording)
    vocabulary, wrong = Vocabulary.of(
        wordings, declared.kinds, calendar=calendar, conventions=conventions, declared=declared
    )
    return vocabulary, (*found, *wrong)


def unusable(sections: Sections, found: tuple[Diagnostic, ...]) -> tuple[re.Pattern[str], ...]:
    """What the vocabulary entries would read that `found` is about: lines that need no diagnostic of their own."""
    places = {d.place for d in found}
    patterns = []
    for key, record in sections.tables["vocabulary"]:
        says = record.get("says")
        slots = fields(record.get("slots")).pairs.values()
        own = {key.place, *(node.place for pair in slots for node in pair)}
        if isinstance(says, Scalar) and (places & own or any(_within(place, says) for place in places)):
            patterns.append(re.compile(re.sub(r"\\\{[^{}]*\\\}", ".+", re.escape(says.line_of_text))))
    return tuple(patterns)


def _within(place: Place, text: Scalar) -> bool:
    """Whether a place is one of a text's, which may be a few characters into it."""
    return (place.file, place.line) == (text.file, text.line) and 0 <= place.column - text.column <= len(text.text)


def bind(sentence: Sentence, types: dict[str, str], context: Context) -> None:
    """Adds the types of a sentence's variables to `types`; of two types of dated entries the narrower is kept."""
    wording = context.vocabulary.wordings[sentence.wording]
    for variable, kind in _variables(sentence, wording):
        known = types.setdefault(variable, kind)
        if known == kind or (kind == "span" and known in _SPANS):
            continue
        if known == "span" and kind in _SPANS:
            types[variable] = kind
            continue
        at = _place_of(variable, sentence)
        message = f"${variable} is {article(kind)} here and {article(known)} in another line"
        context.wrong("wrong-kind", message, at, "use two variables, or sentences whose slots agree")


def _variables(sentence: Sentence, wording: Wording) -> list[tuple[str, str]]:
    """Each variable of a sentence with the type of its slot."""
    slots = zip(wording.slots, sentence.values, strict=True)
    return [(value.name, kind) for (_, kind), value in slots if isinstance(value, Variable)]


def report_unbound(sentence: Sentence, bound: Collection[str], help: str, context: Context) -> None:
    """Reports the variables of a sentence that nothing binds."""
    for name in sentence.variables:
        if name not in bound:
            at = _place_of(name, sentence)
            advice = advise(f"${name}", [f"${other}" for other in bound], at, help)
            context.wrong("unbound-variable", f"nothing binds ${name}", at, *advice)


def _place_of(variable: str, sentence: Sentence) -> Place:
    found = re.search(rf"\${re.escape(variable)}(?![\w-])", sentence.text)
    return sentence.place.at(found.start() if found else 0, len(variable) + 1)
