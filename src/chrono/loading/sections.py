"""Brings the sections of all files together, checks their shapes and who declares what.

Takes the files, gives for each section its entries in the order of their ids (so that file order cannot matter), every
declared id with its kind, and the mistakes. An entry with mistakes still counts as declared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chrono.core.declared import Kinds
from chrono.core.diagnostics import Diagnostic, Place, advise
from chrono.core.ids import NAME
from chrono.language.expressions import RESERVED
from chrono.loading.files import File
from chrono.loading.nodes import Broken, Fields, Items, Node, Scalar, fields
from chrono.loading.shapes import CHANGEABLE, OVERLAY, SECTIONS, fit
from chrono.loading.sources import MAIN

KINDS = {"people": "person", "events": "event", "periods": "period", "documents": "document"}
_SHARED = (*KINDS, "evidence", "hypotheses")
"""Sections whose ids are one space; rules, wordings and sources are each named in a space of their own."""
_TABLES = (*_SHARED, "sources", "vocabulary", "rules")
_ID = re.compile(NAME)


_REFERENCES = frozenset({"unknown-id", "unknown-sentence", "unknown-setting", "unknown-source", "empty-selection"})
"""What may only seem missing while part of the files cannot be read."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A section of a file laid over that does more than add: its key, what stands under it, and the file."""

    key: Scalar
    node: Node
    file: str


@dataclass(frozen=True, slots=True)
class Sections:
    """What the files hold: `tables[section]` gives id and content of each entry, sorted by id."""

    tables: Mapping[str, Sequence[tuple[Scalar, Fields]]]
    sequences: tuple[Node, ...]
    chronology: Mapping[str, Node]
    declared: Mapping[str, tuple[str, Place]]
    """Every id of the shared space: its section and place."""
    diagnostics: tuple[Diagnostic, ...]
    incomplete: bool
    """Something could not be read at all: what seems undeclared may stand there."""
    empty: bool
    chances: tuple[tuple[Scalar, Node], ...] = ()
    """What stands under `chances`, by place: `prior`, and rules by their names."""
    calendars: Mapping[str, Node] = field(default_factory=dict)
    """For a file, the calendar that it declares for its own dates."""
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For an entry of evidence that reads a table, the ids of its rows."""
    files: frozenset[str] = frozenset()
    """The names of the files that are no others laid over."""
    laid: tuple[Laid, ...] = ()
    changed: tuple[str, ...] = ()
    """The fields that a file laid over has given another value or taken away, as `jehoram.reckoning`."""

    @property
    def doubtful(self) -> frozenset[str]:
        """The codes of mistakes that may be none, while what could not be read is not known."""
        return _REFERENCES if self.incomplete else frozenset()

    @property
    def kinds(self) -> Kinds:
        """The kind of each declared span."""
        return Kinds({id: KINDS[section] for id, (section, _) in self.declared.items() if section in KINDS})


@dataclass(slots=True)
class _Merging:
    tables: dict[str, list[tuple[Scalar, Node]]] = field(default_factory=lambda: {s: [] for s in _TABLES})
    sequences: list[Node] = field(default_factory=list)
    chronology: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    calendars: dict[str, Node] = field(default_factory=dict)
    laid: list[Laid] = field(default_factory=list)
    chances: list[tuple[Scalar, Node]] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    incomplete: bool = False
    over: frozenset[str] = frozenset()
    """The files laid over."""

    def add(self, key: Scalar, node: Node, file: str) -> None:
        shape = SECTIONS.get(key.text)
        if key.text in OVERLAY:
            self.lay(key, node, file)
            return
        if shape is None:
            known = [*SECTIONS, *OVERLAY] if file in self.over else [*SECTIONS]
            advice = advise(key.text, known, key.place, "the sections are: " + ", ".join(known))
            self.found.append(Diagnostic("unknown-key", f"'{key.text}' is no section", key.place, *advice))
            self.incomplete = True
            return
        if isinstance(node, Scalar) and node.blank:
            return
        fitted = fit(node, shape, key, self.found)
        if isinstance(fitted, Broken):
            self.incomplete = True
        elif key.text == "chronology":
            self.settle(fitted, file)
        elif key.text == "calendar":
            self.calendars[file] = fitted
        elif key.text == "chances":
            self.chances += fitted.pairs.values() if isinstance(fitted, Fields) else ()
        elif isinstance(fitted, Items):
            self.sequences += fitted.items
        elif isinstance(fitted, Fields):
            self.tables[key.text] += fitted.pairs.values()

    def lay(self, key: Scalar, node: Node, file: str) -> None:
        if file not in self.over:
            message = f"'{key.text}' stands in a file of the chronology itself"
            help = "move it to a file of its own, such as rivals/another-reading.yaml, and lay that over by --with"
            self.found.append(Diagnostic("overlay", message, key.place, help))
            return
        fitted = fit(node, OVERLAY[key.text], key, self.found)
        if not isinstance(fitted, Broken):
            self.laid.append(Laid(key, fitted, file))

    def declare(self, space: tuple[str, ...]) -> tuple[dict[str, tuple[str, Place]], set[Scalar]]:
        """The ids of sections that share one space, by place; and the keys of those given again."""
        declared: dict[str, tuple[str, Place]] = {}
        repeated = set()
        keys = ((key, section) for section in space for key, _ in self.tables[section])
        for key, section in sorted(keys, key=lambda k: k[0].place):
            self.found += wrong_id(key, section)
            if key.text in declared:
                repeated.add(key)
                twice = _twice("duplicate-id", key, declared[key.text][1])
                if key.file in self.over and section in CHANGEABLE:
                    help = f"write the fields that are other here as `changes: {{{key.text}: ...}}`, or rename it"
                    twice = replace(twice, help=help)
                self.found.append(twice)
            else:
                declared[key.text] = (section, key.place)
        return declared, repeated

    def settle(self, node: Node, file: str) -> None:
        """Takes what a `chronology` section says; several files may each say something else of it."""
        for key, value in node.pairs.values() if isinstance(node, Fields) else ():
            if key.text == "include" and file != MAIN:
                help = f"move it to {MAIN}: only that file says what else is read"
                self.found.append(Diagnostic("include", f"only {MAIN} includes files", key.place, help))
            elif key.text in self.chronology:
                first = self.chronology[key.text][0].place
                self.found.append(_twice("duplicate-key", key, first))
            else:
                self.chronology[key.text] = (key, value)


def merge(files: Iterable[File]) -> Sections:
    """The union of what the files hold, with every mistake of form."""
    files = tuple(files)
    merging = _Merging(over=frozenset(file.name for file in files if file.laid_over))
    for file in files:
        merging.found += file.diagnostics
        merging.incomplete |= not file.readable
        if file.root is not None:
            for key, node in file.root.pairs.values():
                merging.add(key, node, file.name)
    own = [(section,) for section in merging.tables if section not in _SHARED]
    repeated: set[Scalar] = set()
    for space in own:
        repeated |= merging.declare(space)[1]
    declared, twice = merging.declare(_SHARED)
    repeated |= twice
    tables = {name: _sorted(rows, repeated) for name, rows in merging.tables.items()}
    # Entries without content are kept, as their ids are declared; a rule or wording of which nothing is left is
    # missed by whatever rests on it.
    lost = any(isinstance(node, Broken) for s in ("rules", "vocabulary") for _, node in merging.tables[s])
    return Sections(
        tables,
        tuple(sorted(merging.sequences, key=lambda node: node.place)),
        {name: node for name, (_, node) in merging.chronology.items()},
        declared,
        tuple(merging.found),
        merging.incomplete or lost,
        not declared and not merging.sequences,
        tuple(sorted(merging.chances, key=lambda pair: pair[0].place)),
        merging.calendars,
        files=frozenset(file.name for file in files if not file.laid_over),
        laid=tuple(merging.laid),
    )


def _sorted(rows: list[tuple[Scalar, Node]], repeated: set[Scalar]) -> tuple[tuple[Scalar, Fields], ...]:
    kept = ((key, node) for key, node in rows if key not in repeated and not isinstance(node, Broken))
    return tuple((key, fields(node)) for key, node in sorted(kept, key=lambda row: row[0].text))


def _twice(code: str, key: Scalar, first: Place) -> Diagnostic:
    return Diagnostic(
        code,
        f"'{key.text}' is given twice",
        key.place,
        "rename one of them, or make one entry of the two" if code == "duplicate-id" else "remove one of them",
        related=((first, "first given here"),),
    )


def wrong_id(key: Scalar, section: str) -> list[Diagnostic]:
    """An id that expressions, sentences or options could not be read with."""
    help = "an id is made of letters A-Z, digits, - and _, begins with a letter and does not end in -"
    if section == "sources":
        wrong = "," in key.text or not key.text.strip()
        help = "the key of a source has no comma: what follows a comma is the place in it"
    else:
        wrong = not _ID.fullmatch(key.text)
    if wrong:
        return [Diagnostic("id", f"'{key.text}' cannot be an id", key.place, help)]
    if section in KINDS and key.text in RESERVED:
        return [Diagnostic("id", f"'{key.text}' is a word of the expression language", key.place, "choose another id")]
    return []


def wrong_setting(key: Scalar) -> list[Diagnostic]:
    """A name of a setting that an expression could not be read with."""
    if _ID.fullmatch(key.text) and key.text not in RESERVED:
        return []
    help = "begin with a letter, go on with letters, digits, - and _, and use no word of the expression language"
    return [Diagnostic("id", f"'{key.text}' cannot name a setting", key.place, help)]
