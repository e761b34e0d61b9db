"""`chrono explain FILE:LINE`: what stands in a line, what follows from it, and what would move without it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from chrono.answers.effect import Effect
from chrono.answers.reasons import origin_of
from chrono.core.diagnostics import Diagnostic, Place
from chrono.core.ids import field_id, link_id, rule_id, source_id
from chrono.language.sentences import Variable, phrase
from chrono.loading.files import MOST_BYTES
from chrono.model.chronology import Certainty, Chronology
from chrono.questions.base import Base
from chrono.questions.differences import difference, picture
from chrono.questions.grains import sources
from chrono.questions.options import AS_WRITTEN, Options, Unanswerable
from chrono.questions.session import Session, opened

_PLACE = re.compile(r"(.+):([0-9]{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that stands in the files: where, what it is, and the ids it is accepted by; what leaves it out, where
    that is not the ids."""

    place: Place
    what: str
    ids: tuple[str, ...]
    hypothesis: str | None = None
    without: tuple[str, ...] = ()


def is_place(text: str) -> bool:
    """Whether a text is of the form `FILE:LINE`."""
    return _PLACE.fullmatch(text) is not None


def at(chronology: Chronology, text: str) -> Standing:
    """What the line belongs to: the nearest thing at or above it whose block it is in; raises `Unanswerable`."""
    found = _PLACE.fullmatch(text)
    assert found is not None
    file, line = found[1], int(found[2])
    lines = _lines(chronology, file) if file in _files(chronology) else []
    if lines and 0 < line <= len(lines):
        written = lines[line - 1].strip()
        if not written or written.startswith("#"):
            return Standing(Place(file, line, 1), "a comment" if written else "an empty line", ())
        if (source := _source(chronology, lines, line)) is not None:
            taken = tuple(sorted(id for id, cited in sources(chronology).items() if cited == source))
            return Standing(Place(file, line, 1), f"source {source}", taken, without=(source_id(source),))
    inside = [s for s in _standing(chronology) if s.place.file == file and s.place.line <= line]
    if inside:
        last = max(s.place.line for s in inside)
        nearest = min((s for s in inside if s.place.line == last), key=lambda s: s.place.column)
        if _same_block(lines, last, line):
            return nearest
        for candidate in sorted(inside, key=lambda s: (-s.place.line, s.place.column)):
            if _same_block(lines, candidate.place.line, line):
                return candidate
    message, help = f"there is no line {text}", f"{file} has {len(lines)} lines"
    if not lines:
        help = f"the files are {', '.join(sorted(_files(chronology)))}"
    elif 0 < line <= len(lines):
        message = f"{text} belongs to no entry, source, sequence, evidence, rule or hypothesis"
        help = "name a line of one of these; `chrono vocabulary` tells what the sentences of the vocabulary are for"
    raise Unanswerable([Diagnostic("nothing-there", message, help=help)])


def _files(chronology: Chronology) -> set[str]:
    return {s.place.file for s in _standing(chronology) if s.place.file}


def _source(chronology: Chronology, lines: Sequence[str], line: int) -> str | None:
    """The source whose block the line is in, if it is in one: sources are kept as they are, without their places."""
    margin, above = _indent(lines[line - 1]) + 1, []
    for text in reversed(lines[:line]):
        if text.strip() and not text.lstrip().startswith("#") and _indent(text) < margin:
            margin = _indent(text)
            above.append(text.strip().partition(":")[0].strip("\"'"))
    declared = dict(chronology.sources)
    return next((id for id in above[-2:-1] if id in declared), None) if above[-1:] == ["sources"] else None


def effect(
    of: Chronology | Session, standing: Standing, options: Options = AS_WRITTEN, *, strict: bool = False
) -> Effect:
    """What follows from something: its constraints, and every window and verdict that is another without it. What
    contradicts itself is compared as `whatif` compares it; `strict`, not at all."""
    options = options.begun()
    with opened(of, options) as session:
        return _effect(session, standing, options, strict=strict).asking(strict=strict)


def _effect(session: Session, standing: Standing, options: Options, *, strict: bool) -> Effect:
    base = session.base(options)
    ids = frozenset(standing.ids)
    resting = [c for c in base.network.constraints if ids & set(c.ids)]
    before = picture(base, "as it stands", strict=strict)
    set_aside = tuple(s for s in base.weighing.set_aside if ids & {s.id, *s.by})
    undercut = tuple(u for u in base.weighing.undercut if ids & {*u.by, rule_id(u.rule), *u.premises})
    moved = None
    if standing.ids:
        left = replace(options, without=(*options.without, *(standing.without or standing.ids)))
        after = picture(session.base(left), "without it", strict=strict, like=before.repaired)
        moved = replace(difference(before, after), asked=None)
    said = dict.fromkeys(p.sentence for c in resting for p in origin_of(c).premises if p.id in ids)
    said |= dict.fromkeys(s.sentence for s in set_aside if s.id in ids)
    told = {p.id for c in resting for p in origin_of(c).premises} | {s.id for s in set_aside}
    said |= dict.fromkeys(_unused(base, ids - told))
    return Effect(
        base.asked,
        before.status,
        standing.place,
        standing.what,
        standing.ids,
        tuple(said),
        tuple(dict.fromkeys(origin_of(c).sentence for c in resting)),
        set_aside,
        undercut,
        moved,
        certainty_of(base.whole, standing.ids),
    )


def certainty_of(chronology: Chronology, ids: Collection[str]) -> Certainty | None:
    """How certain what the ids stand for is; None where they are not all alike."""
    table: dict[str, Certainty] = {}
    for entry in chronology.entries:
        table |= {field_id(entry.id, key): entry.certainty for key in ("author", "parts", "exhaustive")}
        table |= {stated.id: stated.certainty for stated in entry.stated}
    for sequence in chronology.sequences:
        table |= {link_id(first, second): sequence.certainty for first, second in sequence.links}
    table |= {evidence.id: evidence.certainty for evidence in chronology.evidence}
    table |= {rule_id(rule.id): rule.certainty for rule in chronology.rules}
    levels = {table[id] for id in ids if id in table}
    return levels.pop() if len(levels) == 1 else None


def _unused(base: Base, ids: Collection[str]) -> Iterator[str]:
    """What is said by evidence from which no rule concludes anything, in words."""
    for piece in base.chronology.evidence:
        if piece.id in ids:
            for sentence in piece.says:
                values = [f"${v.name}" if isinstance(v, Variable) else v for v in sentence.values]
                yield phrase(base.vocabulary.wordings[sentence.wording], values, base.chronology.names)


def _standing(chronology: Chronology) -> Iterator[Standing]:
    for entry in chronology.entries:
        stated = [s.id for s in entry.stated]
        stated += [field_id(entry.id, "author")] if entry.authors else []
        stated += [field_id(entry.id, "parts")] if entry.parts else []
        stated += [field_id(entry.id, "exhaustive")] if entry.parts and entry.exhaustive else []
        yield Standing(entry.place, f"{entry.kind} {entry.id}", tuple(stated))
        for one in entry.stated:
            yield Standing(one.place, f"what {entry.kind} {entry.id} states", (one.id,))
        if entry.authors:
            yield Standing(entry.authors_place, f"what document {entry.id} states", (field_id(entry.id, "author"),))
        if entry.parts:
            yield Standing(entry.parts_place, f"what document {entry.id} states", (field_id(entry.id, "parts"),))
    for sequence in chronology.sequences:
        yield Standing(sequence.place, "a sequence", tuple(link_id(a, b) for a, b in sequence.links))
    for evidence in chronology.evidence:
        yield Standing(evidence.place, f"evidence {evidence.id}", (evidence.id,))
    for rule in chronology.rules:
        yield Standing(rule.place, f"rule {rule.id}", (rule_id(rule.id),))
    for hypothesis in chronology.hypotheses:
        yield Standing(hypothesis.place, f"hypothesis {hypothesis.id}", (), hypothesis.id)


def _lines(chronology: Chronology, file: str) -> list[str]:
    source = chronology.source
    if source is None:
        return []
    for read in (partial(source.read, file), partial(source.given, Path(file))):
        with suppress(OSError, ValueError):
            return read(MOST_BYTES).decode("utf-8-sig", "replace").splitlines()
    return []


def _same_block(lines: list[str], first: int, line: int) -> bool:
    """Whether the line belongs to what begins at `first`: no line between is as far to the left."""
    if first == line:
        return True
    if line > len(lines):
        return False
    margin = _indent(lines[first - 1])
    written = [text for text in lines[first:line] if text.strip() and not text.lstrip().startswith("#")]
    return all(_indent(text) > margin for text in written)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
