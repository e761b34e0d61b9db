"""What is wrong with the evidence, said so that it can be mended.

Takes places and words, gives `Diagnostic` values and their printed form. A mistake in the evidence is a value that is
collected and sorted, never an exception; this module never reads a file and never prints.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property
from itertools import takewhile
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file as the user names it, line and column counted from 1, length in characters."""

    file: str = ""
    line: int = 0
    column: int = 0
    length: int = field(default=1, compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file

    def at(self, offset: int, length: int = 1) -> Place:
        """The place `offset` characters further on in the same line."""
        return Place(self.file, self.line, self.column + offset, max(1, length))


NOWHERE = Place()


class Span(NamedTuple):
    """A stretch of a file's text, lines and columns counted from 1 in characters; it ends before the last of them."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Fix(NamedTuple):
    """A mend as a text editor makes it: `text` in place of what stands at `place`, with a title for a person."""

    place: Span
    text: str
    title: str


class Advice(NamedTuple):
    """How to mend something, for a person to read and for an editor to do."""

    help: str = ""
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake: a code (listed in docs/diagnostics.md), what is wrong, where, and how to mend it."""

    code: str
    message: str
    place: Place = NOWHERE
    help: str = ""
    fixes: tuple[Fix, ...] = ()
    """Each a way to mend it, the likeliest first; none where no edit of a text would."""
    severity: Severity = "error"
    related: tuple[tuple[Place, str], ...] = ()
    snippet: str = field(default="", compare=False)
    """The line of the file at `place`, filled in by whoever holds the text."""
    stands_for: int = 1
    """How many mistakes it counts; it is none of its own where it counts several."""

    @property
    def order(self) -> tuple[Place, str, str]:
        """A key that sorts diagnostics by place, then by code and message."""
        return (self.place, self.code, self.message)

    def __str__(self) -> str:
        """The printed form: headline, place, the line with a caret below the offence, and the mend."""
        lines = [f"{self.severity}[{self.code}]: {self.message}"]
        if self.place.file:
            where = f"{self.place}:{self.place.column}" if self.place.line and self.place.column else str(self.place)
            lines.append(f"  --> {where}")
        if self.snippet.strip() and self.place.line:
            number = str(self.place.line)
            # A very long line would bury the caret: show the stretch around it.
            ends = self.place.column - 1 + self.place.length
            cut = max(0, min(self.place.column - 1, ends - QUOTED, len(self.snippet) - QUOTED)) if ends > QUOTED else 0
            shown = self.snippet[cut : cut + QUOTED].rstrip()
            caret = "^" * max(1, min(self.place.length, len(shown) + 1 - (self.place.column - 1 - cut)))
            lines.append(f"{number} | {shown}")
            lines.append(f"{' ' * len(number)} | {' ' * (self.place.column - 1 - cut)}{caret}")
        lines += [f"  see {place}: {words}" for place, words in self.related]
        if self.help:
            lines.append(f"  = {self.help}")
        return "\n".join(lines)


QUOTED = 72
"""So many characters of a line are shown, so that it fits into a terminal beside its number."""


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by place, each said once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: d.order))


MOST_OF_A_KIND = 100
"""So many mistakes of a code are told one by one; of the others only how many they are."""
MOST_IN_A_TABLE = 20
"""So many in a table, whose rows are often wrong in one way."""
MOST_ALIKE = 3
"""So many in a table that are told in the same words."""
MOST_LINES = 30
"""So many lines are named of mistakes that are counted."""


def counted(diagnostics: Iterable[Diagnostic], tables: Container[str] = ()) -> tuple[Diagnostic, ...]:
    """Sorted by place, each said once; of each code and severity the first hundred, and how many more there are. Of
    each of the `tables`, files by name, fewer, and only some of what is said of many rows in the same words."""
    kinds: dict[tuple[str, Severity, str], list[Diagnostic]] = {}
    for diagnostic in in_order(diagnostics):
        file = diagnostic.place.file
        kinds.setdefault((diagnostic.code, diagnostic.severity, file if file in tables else ""), []).append(diagnostic)
    told: list[Diagnostic] = []
    for (_, _, table), found in kinds.items():
        if table:
            told += _of_a_table(found)
            continue
        told += found[:MOST_OF_A_KIND]
        if more := found[MOST_OF_A_KIND:]:
            told.append(_more(more, help="mend the first hundred, and read again"))
    return in_order(told)


def _of_a_table(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Mistakes of one kind in one table: some of them, and of the others in which lines they are."""
    told: Counter[str] = Counter()
    rest: dict[str, list[Diagnostic]] = {}
    for diagnostic in found:
        words = diagnostic.message
        if told[words] < MOST_ALIKE and told.total() < MOST_IN_A_TABLE:
            told[words] += 1
            yield diagnostic
        else:
            rest.setdefault(words if told[words] else "", []).append(diagnostic)
    for words, more in rest.items():
        lines = sorted({d.place.line for d in more})
        beyond = f" and {len(lines) - MOST_LINES:,} more" if len(lines) > MOST_LINES else ""
        numbers = ", ".join(map(str, lines[:MOST_LINES]))
        yield _more(more, words, f"{'line' if len(lines) == 1 else 'lines'} {numbers}{beyond}")


def _more(more: Sequence[Diagnostic], words: str = "", help: str = "") -> Diagnostic:
    """That there are more mistakes of a kind, or in the same words."""
    number = f"{len(more):,} more" if len(more) > 1 else "one more"
    if words:
        message = f"{number} like it: {words}"
    else:
        message = f"{number} of this kind {'from here on' if len(more) > 1 else 'here'}"
    first = more[0]
    return Diagnostic(first.code, message, first.place, help, severity=first.severity, stands_for=len(more))


MOST_COMPARED = 500
"""Among more words than this only those are compared that begin or end like the mistyped one: each costs some 10 µs."""
NEIGHBOURS = 40
"""So many before and after it, in the order of the alphabet and in that of the words read backwards."""


class Spellings:
    """Words, kept so that the nearest to a mistyped one is found without looking at all of them."""

    def __init__(self, words: Iterable[str]) -> None:
        self.folded = {word.casefold(): word for word in sorted(set(words))}

    def __iter__(self) -> Iterator[str]:
        return iter(self.folded.values())

    @cached_property
    def _forwards(self) -> list[str]:
        return sorted(self.folded)

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(word[::-1] for word in self.folded)

    def near(self, word: str) -> list[str]:
        """The words, in small letters, of which one is perhaps meant: a slip leaves the beginning or the end."""
        if len(self.folded) <= MOST_COMPARED:
            return list(self.folded)
        ends = {other[::-1] for other in _around(self._backwards, word[::-1])}
        return sorted({*_around(self._forwards, word), *ends})


MOST_WEIGHED = 20
"""So many of the nearest words are compared once more, by what sets them apart."""


def _around(ordered: list[str], word: str) -> list[str]:
    at = bisect_left(ordered, word)
    return ordered[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word a mistyped one most likely stands for, or None."""
    spellings = known if isinstance(known, Spellings) else Spellings(known)
    wanted = word.casefold()
    found = get_close_matches(wanted, spellings.near(wanted), n=MOST_WEIGHED, cutoff=0.6)
    return spellings.folded[max(found, key=lambda other: _likeness(wanted, other))] if found else None


def _likeness(word: str, other: str) -> float:
    """How like two words are in what they do not begin with both, counted by whole parts: that `dean-of-york-wiliam`
    and `dean-of-york-adam` are deans says nothing of which of them is meant."""
    parts, others = word.split("-"), other.split("-")
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(parts, others, strict=False)))
    return SequenceMatcher(None, "-".join(others[shared:]), "-".join(parts[shared:])).ratio()


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A help line offering the nearest known word, or `otherwise` where none is near."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else otherwise


def replacement(place: Place, text: str) -> Fix:
    """The fix that puts a text in place of the whole of what stands at a place."""
    span = Span(place.file, place.line, place.column, place.line, place.column + place.length)
    return Fix(span, text, f"change to '{text}'")


def advise(word: str, known: Iterable[str], place: Place, otherwise: str = "") -> Advice:
    """The nearest known word as help and as a fix of what stands at a place; `otherwise` where none is near."""
    near = nearest(word, known)
    return Advice(f"did you mean '{near}'?", (replacement(place, near),)) if near else Advice(otherwise)
