"""Builds rules from their nodes.

Takes fitted nodes and a context, gives model values; what is wrong goes to `context.found`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from chrono.core.declared import SPANS
from chrono.core.diagnostics import Advice, advise, nearest, replacement
from chrono.language.expressions import mistakes, parse
from chrono.language.sentences import Sentence
from chrono.loading.context import Context, certainty, labels, weight
from chrono.loading.nodes import Fields, Items, Node, Scalar, count, fields, scalars, words
from chrono.loading.sections import Sections, wrong_setting
from chrono.loading.wordings import bind
from chrono.model.chronology import Certainty, Rule, Settings, Written

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def rules(sections: Sections, context: Context) -> tuple[Rule, ...]:
    """Every rule, sorted by id."""
    return tuple(_rule(key, record, context) for key, record in sections.tables["rules"])


def settings_of(sections: Sections) -> frozenset[str]:
    """The settings of all rules, bare and with their rule's id: `delay`, `silence.delay`."""
    names = {
        name
        for key, record in sections.tables["rules"]
        for setting in fields(record.get("settings")).pairs
        for name in (setting, f"{key.text}.{setting}")
    }
    return frozenset(names)


def _rule(key: Scalar, record: Fields, context: Context) -> Rule:
    settings = _settings(fields(record.get("settings")), context)
    names = fields(record.get("settings")).pairs.keys()
    when = tuple(s for scalar in scalars(record.get("when")) if (s := context.sentence(scalar)))
    types: dict[str, str] = {}
    for sentence in when:
        bind(sentence, types, context)
    # Where a line of `when` could not be read, what it would have bound is not known.
    whole = len(when) == count(record.get("when"))
    unless = _unless(record.get("unless"), types, names, whole, context)
    then = tuple(w for scalar in scalars(record.get("then")) if (w := context.expression(scalar)))
    for w in then:
        _check(w, types, names, whole, context)
    because = record.get("because")
    if isinstance(because, Scalar) and whole:
        for found in _PLACEHOLDER.finditer(because.text):
            if found[1] not in types and found[1] not in names:
                at = because.place.at(found.start(), len(found[0]))
                near = nearest(found[1], [*types, *names])
                advice = Advice("name a variable of `when`, without $")
                if near:
                    advice = Advice(f"did you mean '{near}'?", (replacement(at, f"{{{near}}}"),))
                context.wrong("unbound-variable", f"nothing binds {found[0]}", at, *advice)
    return Rule(
        id=key.text,
        title=words(record.get("title")) or key.text,
        when=when,
        unless=unless,
        then=then,
        certainty=certainty(record.get("certainty"), Certainty.STRONG),
        weight=weight(record.get("weight")),
        order=_order(record.get("order"), types, whole, context),
        different=_different(record.get("different"), types, whole, context),
        because=words(because),
        settings=settings,
        citation=context.citation(record.get("source")),
        note=words(record.get("note")),
        tags=labels(record.get("tags")),
        place=key.place,
    )


def _order(node: Node | None, types: dict[str, str], whole: bool, context: Context) -> tuple[str, str] | None:
    """The two variables that `order` names, each bound to a span by `when`."""
    if node is None:
        return None
    named = list(scalars(node))
    if len(named) != 2:
        help = "write the two in their order, the earlier first: order: [$lower, $upper]"
        context.wrong("order", f"an order is of two spans, not of {len(named)}", node.place, help)
        return None
    found = []
    for scalar in named:
        variable = scalar.text.removeprefix("$")
        kind = types.get(variable) if scalar.text.startswith("$") else None
        if kind in SPANS or kind == "span":
            found.append(variable)
        elif kind is not None:
            message = f"{scalar.text} is bound to a {kind}, and an order is of spans"
            context.wrong("wrong-kind", message, scalar.place, "name a person, event, period or document of `when`")
        elif whole:
            near = advise(scalar.text, ["$" + v for v in types], scalar.place, "bind it in a sentence of `when`")
            context.wrong("unbound-variable", f"nothing binds {scalar.text}", scalar.place, *near)
    return (found[0], found[1]) if len(found) == 2 else None


def _different(node: Node | None, types: dict[str, str], whole: bool, context: Context) -> tuple[str, str] | None:
    """The two variables that `different` names, each bound by `when`, to the same kind of thing."""
    if node is None:
        return None
    named = list(scalars(node))
    if len(named) != 2:
        help = "write the two that must not be the same: different: [$here, $there]"
        context.wrong("different", f"`different` is of two variables, not of {len(named)}", node.place, help)
        return None
    for scalar in named:
        if whole and not (scalar.text.startswith("$") and scalar.text[1:] in types):
            near = advise(scalar.text, ["$" + v for v in types], scalar.place, "bind it in a sentence of `when`")
            context.wrong("unbound-variable", f"nothing binds {scalar.text}", scalar.place, *near)
            return None
    first, second = (scalar.text.removeprefix("$") for scalar in named)
    if whole and first == second:
        context.wrong(
            "different", f"${first} is never different from itself", node.place, "name two variables of `when`"
        )
        return None
    return first, second


def _settings(node: Fields, context: Context) -> Settings:
    chosen = []
    for key, value in node.pairs.values():
        context.found.extend(wrong_setting(key))
        if (duration := context.duration(value)) is not None:
            chosen.append((key.text, duration))
    return tuple(sorted(chosen, key=lambda s: s[0]))


def _unless(
    node: Node | None, types: dict[str, str], settings: Collection[str], whole: bool, context: Context
) -> tuple[tuple[Sentence | Written, ...], ...]:
    """Each exception as the lines that must hold together."""
    exceptions = []
    for item in node.items if isinstance(node, Items) else [node] if node else []:
        # A variable that `when` does not bind matches anything; it is bound for the rest of this exception only.
        local = dict(types)
        lines: list[Sentence | Written] = []
        complete = whole
        for scalar in scalars(item):
            line = _line(scalar, context)
            if isinstance(line, Sentence):
                bind(line, local, context)
            complete = complete and line is not None
            if line is not None:
                lines.append(line)
        for line in lines:
            if isinstance(line, Written):
                _check(line, local, settings, complete, context)
        exceptions.append(tuple(lines))
    return tuple(exceptions)


def _line(scalar: Scalar, context: Context) -> Sentence | Written | None:
    """A line of `unless`: a sentence where the vocabulary reads it, else a condition where it parses as one."""
    sentence, unread = context.vocabulary.read(scalar.text, scalar.place, context.calendars.of(scalar.file))
    if sentence:
        return sentence
    claim, unparsed = parse(
        scalar.text, scalar.place, calendar=context.calendars.of(scalar.file), conventions=context.conventions
    )
    if claim:
        return context.written(claim, scalar)
    # Only a condition compares or opens a bracket; whatever else it is was meant as a sentence.
    if unparsed and re.search(r"[<>=()]", scalar.text):
        context.found.append(unparsed)
    elif unread:
        context.unread(scalar, unread)
    return None


def _check(written: Written, types: dict[str, str], settings: Collection[str], whole: bool, context: Context) -> None:
    found = mistakes(written.claim, written.place, kinds=context.kinds, variables=types, settings=settings)
    context.found.extend([d for d in found if whole or d.code != "unbound-variable"])
