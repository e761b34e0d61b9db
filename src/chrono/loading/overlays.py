"""What files laid over a chronology do besides adding to it: leave out, change fields, set settings, admit.

Takes the sections of all files, gives the sections with fields changed as if the files had been edited by hand, and a
`LaidOver` of what else the question is then put with. Never drops an entry: what is left out is left out of the whole
chronology afterwards (model/omission.py), as by `--without`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from chrono.core.diagnostics import Diagnostic, advise
from chrono.loading.context import Context, article, certainty
from chrono.loading.nodes import Broken, Fields, Node, Scalar, fields, scalars
from chrono.loading.sections import KINDS, Laid, Sections
from chrono.loading.shapes import CHANGEABLE, null
from chrono.model.chronology import Certainty, Chronology, LaidOver
from chrono.model.omission import omissible


def change(sections: Sections, *, before: Sections | None = None) -> Sections:
    """The sections with the fields of entries and evidence changed; with what they were `before` tables were read in,
    those of the rows of tables: what is called nothing by then is reported."""
    asked = [laid for laid in sections.laid if laid.key.text == "changes"]
    if not asked:
        return sections
    tables = {name: dict(_by_id(sections, name)) for name in CHANGEABLE}
    known = {id for table in tables.values() for id in table}
    found: list[Diagnostic] = []
    changed: dict[str, Scalar] = {}
    for laid in asked:
        for key, node in fields(laid.node).pairs.values():
            section = next((name for name, table in tables.items() if key.text in table), None)
            if (key.text in (before or sections).declared) == (before is not None):
                continue
            if section is None:
                found += _nothing(key, sections, known)
                continue
            entry, record = tables[section][key.text]
            if entry.file == laid.file:
                message, help = f"'{key.text}' is added by this file itself", "write its fields where it is added"
                found.append(Diagnostic("overlay", message, key.place, help))
                continue
            fresh = dict(record.pairs)
            for field, value in _fields(key, node, section, record, found):
                name = f"{key.text}.{field.text}"
                if name in changed:
                    first = changed[name].place
                    message, help = f"two files laid over change {name}", "lay them over one at a time"
                    found.append(Diagnostic("overlay", message, field.place, help, related=((first, "first here"),)))
                    continue
                changed[name] = field
                fresh.pop(field.text, None)
                if not null(value):
                    fresh[field.text] = (field, value)
            tables[section][key.text] = entry, record._replace(pairs=fresh)
    altered = {name: tuple(table.values()) for name, table in tables.items()}
    return replace(
        sections,
        tables={**sections.tables, **altered},
        diagnostics=(*sections.diagnostics, *found),
        changed=tuple(sorted({*sections.changed, *changed})),
    )


def _by_id(sections: Sections, section: str) -> Iterator[tuple[str, tuple[Scalar, Fields]]]:
    return ((key.text, (key, record)) for key, record in sections.tables[section])


def _nothing(key: Scalar, sections: Sections, known: Collection[str]) -> Iterator[Diagnostic]:
    """That an id cannot be changed; nothing where it is declared with mistakes of its own."""
    rule = key.text.removeprefix("rule:")
    if any(rule == other.text for other, _ in sections.tables["rules"]):
        message = f"'{rule}' is a rule, and only entries and evidence are changed"
        help = f"`set` changes its settings, `without: [rule:{rule}]` leaves it out; another rule has another id"
        yield Diagnostic("wrong-kind", message, key.place, help)
    elif key.text not in sections.declared:
        advice = advise(key.text, known, key.place, "what is new stands in its own section")
        yield Diagnostic("unknown-id", f"there is nothing called '{key.text}' to change", key.place, *advice)
    elif (section := sections.declared[key.text][0]) not in CHANGEABLE:
        message = f"'{key.text}' stands under {section}, and only entries and evidence are changed"
        yield Diagnostic("wrong-kind", message, key.place, "add one of another id")


def _fields(
    key: Scalar, node: Node, section: str, record: Fields, found: list[Diagnostic]
) -> Iterator[tuple[Scalar, Node]]:
    """The fields that an entry is given, as far as it can have them."""
    pairs = fields(node).pairs
    if not pairs:
        help = f"write for example {key.text}: {{certainty: weak}}"
        found.append(Diagnostic("overlay", f"nothing is changed of '{key.text}'", key.place, help))
    known = CHANGEABLE[section].fields
    for field, value in pairs.values():
        if isinstance(value, Broken):
            continue
        if field.text not in known:
            what = article(KINDS[section]) if section in KINDS else "evidence"
            advice = advise(field.text, known, field.place, "the keys here are: " + ", ".join(known))
            message = f"'{key.text}' is {what}, which has no '{field.text}'"
            found.append(Diagnostic("unknown-key", message, field.place, *advice))
        elif null(value) and field.text not in record.pairs:
            advice = advise(field.text, record.pairs, field.place, "leave the line out")
            message = f"'{key.text}' has no '{field.text}' to take away"
            found.append(Diagnostic("overlay", message, field.place, *advice))
        else:
            yield field, value


def laid_over(sections: Sections, context: Context, settings: Collection[str], chronology: Chronology) -> LaidOver:
    """What the files laid over leave out, set and admit; mistakes go to `context.found`. `settings` are those of the
    rules, as `delay` and as `silence.delay`."""
    if not sections.laid:
        return chronology.laid
    known = omissible(chronology)
    without: set[str] = set()
    chosen: dict[str, tuple[Scalar, str]] = {}
    admitted: list[tuple[Scalar, Certainty]] = []
    for laid in sections.laid:
        match laid.key.text:
            case "without":
                without |= {
                    scalar.text for scalar in scalars(laid.node) if _left_out(scalar, laid, sections, known, context)
                }
            case "set":
                for key, value in fields(laid.node).pairs.values():
                    name, amount = _setting(key, settings, context), context.duration(value)
                    if name is None or amount is None:
                        continue
                    if name in chosen:
                        _again(f"set {name}", chosen[name][0], key, context)
                    else:
                        chosen[name] = key, str(amount)
            case "at-least":
                if admitted:
                    _again("say what counts", admitted[0][0], laid.key, context)
                admitted.append((laid.key, certainty(laid.node, Certainty.MODERATE)))
    return LaidOver(
        without=tuple(sorted(without)),
        settings=tuple(sorted((name, value) for name, (_, value) in chosen.items())),
        at_least=admitted[0][1] if admitted else None,
        changed=sections.changed,
    )


def _left_out(scalar: Scalar, laid: Laid, sections: Sections, known: Collection[str], context: Context) -> bool:
    declared = sections.declared.get(scalar.text)
    if declared and declared[1].file == laid.file:
        message, help = f"this file adds '{scalar.text}' and leaves it out again", "remove one of the two"
        context.wrong("overlay", message, scalar.place, help)
    elif scalar.text not in known:
        advice = advise(scalar.text, known, scalar.place, "write an id, pact.date, rule:ID, source:ID or tag:T")
        context.wrong("unknown-id", f"there is nothing called '{scalar.text}' to leave out", scalar.place, *advice)
    else:
        return True
    return False


def _setting(key: Scalar, settings: Collection[str], context: Context) -> str | None:
    """The setting in full, `silence.delay`, where the name is that of one."""
    full = [name for name in settings if name == key.text or name.partition(".")[2] == key.text]
    full = sorted(name for name in full if "." in name)
    if len(full) == 1:
        return full[0]
    if not full:
        advice = advise(key.text, settings, key.place, "settings are named RULE.SETTING, as in silence.delay")
        context.wrong("unknown-setting", f"no rule has a setting '{key.text}'", key.place, *advice)
    else:
        context.wrong("unknown-setting", f"several rules have a setting '{key.text}'", key.place, f"write {full[0]}")
    return None


def _again(what: str, first: Scalar, key: Scalar, context: Context) -> None:
    """Reports what two files laid over both say, each in its own way."""
    help = "lay them over one at a time, or leave one of the two out"
    context.found.append(
        Diagnostic("overlay", f"two files laid over {what}", key.place, help, related=((first.place, "first here"),))
    )
