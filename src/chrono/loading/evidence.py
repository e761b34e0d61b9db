"""Builds the pieces of evidence from their nodes.

Takes fitted nodes and a context, gives model values; what is wrong goes to `context.found`. A mistake in one line
leaves the other lines of the same piece to be read, but nothing is reported that only follows from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from itertools import chain
from math import prod
from typing import TypeAlias

from chrono.core.diagnostics import Advice, Diagnostic, Place, advise
from chrono.language.expressions import mistakes, names
from chrono.language.sentences import Sentence
from chrono.loading.containment import misread
from chrono.loading.context import Context, certainty, labels, weight
from chrono.loading.entries import SPANS
from chrono.loading.nodes import Fields, Node, Scalar, count, fields, scalars, words
from chrono.loading.rows import MOST_MISTAKES
from chrono.loading.sections import Sections
from chrono.loading.wordings import bind, report_unbound
from chrono.model.chronology import Certainty, Citation, Entry, Evidence, Selector, Settings
from chrono.model.selection import Selecting

MOST_FILLED = 1_000_000
"""So many ways to fill its variables a piece of evidence may have."""
_Pieces: TypeAlias = Callable[[], Mapping[str, tuple[str, ...]]]
"""Gives every id that names evidence, with the pieces it stands for: itself, or the rows of a table."""


def evidence(
    sections: Sections, context: Context, entries: Iterable[Entry], settings: Collection[str]
) -> tuple[Evidence, ...]:
    """Every piece of evidence, sorted by id. `settings` are those of the rules, as `delay` and as `silence.delay`."""

    @cache
    def ids() -> Mapping[str, tuple[str, ...]]:
        declared = (id for id, (section, _) in sections.declared.items() if section == "evidence")
        rows = (id for ids in sections.rows.values() for id in ids)
        return {id: (id,) for id in chain(declared, rows)} | {**sections.rows}

    selecting = Selecting(entries, context.vocabulary.wordings)
    files_of_tables = {rows[0].rpartition(":")[0] for rows in sections.rows.values() if rows}
    wrong: Counter[str] = Counter()
    pieces = []
    for key, record in context.limit.paced(sections.tables["evidence"], _worth):
        # A mistake in a line that a whole table repeats would be reported as often as the table has rows.
        if wrong[key.file] >= MOST_MISTAKES:
            continue
        before = len(context.found)
        pieces.append(_piece(key, record, context, selecting, ids, settings))
        if key.file in files_of_tables:
            wrong[key.file] += sum(1 for mistake in context.found[before:] if mistake.code not in sections.doubtful)
            if wrong[key.file] >= MOST_MISTAKES:
                context.wrong("table", f"the rest of {key.file} is not read", Place(key.file), "mend these rows first")
    return tuple(pieces)


def _worth(piece: tuple[Scalar, Fields]) -> int:
    """By how much a piece takes longer to read than an event of YAML: by the letters of what it says."""
    lines = (piece[1].get(key) for key in ("says", "holds", "denies"))
    return 20 + sum(len(scalar.text) for node in lines for scalar in scalars(node)) // 5


def _piece(
    key: Scalar, record: Fields, context: Context, selecting: Selecting, ids: _Pieces, settings: Collection[str]
) -> Evidence:
    citation, place = context.citation(record.get("source")), key.place
    says, denies = (_sentences(record.get(k), citation, context) for k in ("says", "denies"))
    holds = tuple(w for s in scalars(record.get("holds")) if (w := context.expression(s, citation)))
    types: dict[str, str] = {}
    for sentence in (*says, *denies):
        bind(sentence, types, context)
    used = {v for s in (*says, *denies) for v in s.variables}
    used |= {name.variable for w in holds for name, _ in names(w.claim) if name.variable}
    given = [record.get(f) for f in ("says", "denies", "holds")]
    whole = len(says) + len(denies) + len(holds) == sum(count(node) for node in given)
    groups = _groups(fields(record.get("for")), types, used if whole else None, context, selecting)
    for sentence in (*says, *denies):
        report_unbound(sentence, groups, "bind it by `for`, or write an id", context)
    variables = {name: types.get(name, "span") for name in groups}

    def standing(variable: str) -> tuple[str, ...]:
        group = groups.get(variable)
        return selecting.matching(group, _kind(types.get(variable, "span"))) if group else ()

    for sentence in says:
        misread(sentence, standing, context)
    for w in holds:
        context.found.extend(mistakes(w.claim, w.place, kinds=context.kinds, variables=variables, settings=()))
    if not any(record.get(f) is not None for f in ("says", "holds", "denies", "against")):
        help = "add `says: a sentence` or `holds: a constraint`"
        context.wrong("nothing-said", f"'{key.text}' says nothing", place, help)
    return Evidence(
        id=key.text,
        says=says,
        holds=holds,
        groups=tuple(sorted(groups.items())),
        certainty=certainty(record.get("certainty"), Certainty.MODERATE),
        weight=weight(record.get("weight")),
        citation=citation,
        note=words(record.get("note")),
        tags=labels(record.get("tags")),
        settings=_settings(fields(record.get("settings")), settings, context),
        against=_against(key, record.get("against"), ids, context),
        denies=denies,
        table=words(record.get("table")),
        place=next((s.place for s in says if s.place == place), place),
    )


def _sentences(node: Node | None, citation: Citation, context: Context) -> tuple[Sentence, ...]:
    return tuple(s for scalar in scalars(node) if (s := context.sentence(scalar, citation)))


def _groups(
    node: Fields, types: Mapping[str, str], used: Collection[str] | None, context: Context, selecting: Selecting
) -> dict[str, Selector]:
    """What each variable of `for` stands for, where `types` are those the sentences ask for.

    `used` are the variables of all lines; None where a line could not be read, so that its variables are not known.
    """
    groups = {}
    for key, value in node.pairs.values():
        name = key.text.removeprefix("$")
        kind = types.get(name, "span")
        if used is not None and name not in used:
            advice = advise(name, used, key.place, f"write ${name} in the sentence, or leave it out of `for`")
            context.wrong("unused-variable", f"no line uses ${name}", key.place, *advice)
        if kind not in ("span", *SPANS):
            message = f"${name} stands for a {kind}, and `for` lists entries"
            context.wrong("wrong-kind", message, key.place, f"write the {kind} into the sentence")
        groups[name] = _selector(key, value, kind, context, selecting)
    ways = prod(len(selecting.matching(g, _kind(types.get(name, "span")))) for name, g in groups.items())
    if ways > MOST_FILLED:
        message = f"these can be combined in {ways:,} ways, and {MOST_FILLED:,} is the most"
        context.wrong("too-large", message, node.place, "narrow them by topics, tags or dates, or split the evidence")
    return groups


def _kind(slot: str) -> str:
    """The kind of entries that can stand in a slot; a slot for something else has been reported."""
    return slot if slot in SPANS else "span"


def _selector(key: Scalar, node: Node, kind: str, context: Context, selecting: Selecting) -> Selector:
    kind = _kind(kind)
    wanted = SPANS if kind == "span" else (kind,)
    if not isinstance(node, Fields):
        return Selector(ids=context.ids(node, wanted, "dated entry" if len(wanted) > 1 else kind))
    topics, tags = labels(node.get("topic")), labels(node.get("tag"))
    selector = Selector(
        topics=topics, tags=tags, after=context.date(node.get("after")), before=context.date(node.get("before"))
    )
    if not selecting.matching(selector, kind):
        what = "entry" if kind == "span" else kind
        labelled = (selecting.by_topic if topics else selecting.by_tag).items()
        known = {label for label, found in labelled if any(kind in ("span", e.kind) for e in found)}
        asked, otherwise = min(topics or tags or {""}), "this evidence then says nothing"
        at = next((s.place for s in scalars(node.get("topic" if topics else "tag")) if s.text == asked), key.place)
        near = Advice(otherwise) if asked in known else advise(asked, known, at, otherwise)
        message = f"no declared {what} matches ${key.text}"
        context.found.append(Diagnostic("empty-selection", message, key.place, *near, severity="warning"))
    return selector


def _settings(node: Fields, known: Collection[str], context: Context) -> Settings:
    chosen = []
    for key, value in node.pairs.values():
        if key.text not in known:
            advice = advise(key.text, known, key.place, "a setting is declared under `settings` of a rule")
            context.wrong("unknown-setting", f"no rule has a setting '{key.text}'", key.place, *advice)
        if (duration := context.duration(value)) is not None:
            chosen.append((key.text, duration))
    return tuple(sorted(chosen, key=lambda s: s[0]))


def _against(key: Scalar, node: Node | None, ids: _Pieces, context: Context) -> tuple[str, ...]:
    chosen: list[str] = []
    for scalar in scalars(node):
        if scalar.text == key.text:
            context.wrong("cycle", f"'{key.text}' is against itself", scalar.place, "name the evidence it answers")
        elif scalar.text not in ids():
            otherwise = "`against` lists ids of evidence; `denies` takes a sentence"
            advice = advise(scalar.text, ids(), scalar.place, otherwise)
            context.wrong("unknown-id", f"no evidence is called '{scalar.text}'", scalar.place, *advice)
        else:
            chosen += ids()[scalar.text]
    return tuple(sorted(set(chosen)))
