"""`chrono explain FILE:LINE`: what stands in a line, what follows from it, and what would move without it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from chrono import findings
from chrono.diagnostics import Diagnostic, Place
from chrono.model import Chronology
from chrono.omitting import link
from chrono.project.base import Base
from chrono.project.comparing import difference, picture
from chrono.project.options import AS_WRITTEN, Options, Unanswerable

_PLACE = re.compile(r"(.+):([0-9]{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that stands in the files: where, what it is, and the ids it is accepted or left out by."""

    place: Place
    what: str
    ids: tuple[str, ...]
    hypothesis: str | None = None


def is_place(text: str) -> bool:
    return _PLACE.fullmatch(text) is not None


def at(chronology: Chronology, text: str, folder: Path) -> Standing:
    """What the line belongs to: the nearest thing at or above it whose block it is in; raises `Unanswerable`."""
    found = _PLACE.fullmatch(text)
    assert found is not None
    file, line = found[1], int(found[2])
    inside = [s for s in _standing(chronology) if s.place.file == file and s.place.line <= line]
    if inside:
        last = max(s.place.line for s in inside)
        nearest = min((s for s in inside if s.place.line == last), key=lambda s: s.place.column)
        if _same_block(_lines(folder, file), last, line):
            return nearest
        for candidate in sorted(inside, key=lambda s: (-s.place.line, s.place.column)):
            if _same_block(_lines(folder, file), candidate.place.line, line):
                return candidate
    files = sorted({s.place.file for s in _standing(chronology) if s.place.file})
    help = "name a line of an entry, of evidence, of a rule or of a hypothesis"
    if file not in files:
        help = f"the files are {', '.join(files)}"
    raise Unanswerable([Diagnostic("nothing-there", f"nothing that counts stands at {text}", help=help)])


def effect(chronology: Chronology, standing: Standing, options: Options = AS_WRITTEN) -> findings.Effect:
    """What follows from something: its constraints, and every window and verdict that is another without it."""
    base = Base(chronology, options)
    ids = frozenset(standing.ids)
    resting = [c for c in base.network.constraints if ids & set(c.ids)]
    before = picture(base, "as it stands")
    set_aside = tuple(s for s in base.weighing.set_aside if s.id in ids)
    undercut = tuple(u for u in base.weighing.undercut if ids & {*u.by, f"rule:{u.rule}", *u.premises})
    moved = None
    if standing.ids:
        left = replace(options, without=(*options.without, *standing.ids), timeout=base.left())
        moved = difference(before, picture(Base(chronology, left), "without it"))
    said = dict.fromkeys(p.sentence for c in resting for p in c.premises if p.id in ids)
    said |= dict.fromkeys(s.sentence for s in set_aside)
    return findings.Effect(
        base.asked,
        before.status,
        standing.place,
        standing.what,
        standing.ids,
        tuple(said),
        tuple(dict.fromkeys(c.sentence for c in resting)),
        set_aside,
        undercut,
        moved,
    )


def _standing(chronology: Chronology) -> Iterator[Standing]:
    for entry in chronology.entries:
        stated = [s.id for s in entry.stated]
        stated += [f"{entry.id}.author"] if entry.authors else []
        stated += [f"{entry.id}.parts"] if entry.parts else []
        stated += [f"{entry.id}.exhaustive"] if entry.parts and entry.exhaustive else []
        yield Standing(entry.place, f"{entry.kind} {entry.id}", tuple(stated))
        for one in entry.stated:
            yield Standing(one.place, f"what {entry.kind} {entry.id} states", (one.id,))
        if entry.authors:
            yield Standing(entry.authors_place, f"what document {entry.id} states", (f"{entry.id}.author",))
        if entry.parts:
            yield Standing(entry.parts_place, f"what document {entry.id} states", (f"{entry.id}.parts",))
    for sequence in chronology.sequences:
        yield Standing(sequence.place, "a sequence", tuple(link(a, b) for a, b in sequence.links))
    for evidence in chronology.evidence:
        yield Standing(evidence.place, f"evidence {evidence.id}", (evidence.id,))
    for rule in chronology.rules:
        yield Standing(rule.place, f"rule {rule.id}", (f"rule:{rule.id}",))
    for hypothesis in chronology.hypotheses:
        yield Standing(hypothesis.place, f"hypothesis {hypothesis.id}", (), hypothesis.id)


def _lines(folder: Path, file: str) -> list[str]:
    for path in (folder / file, Path(file)):
        if path.is_file():
            return path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
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
