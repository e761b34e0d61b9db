"""The tree of an expression, as frozen values, and the relations between spans.

Columns count characters from the start of the expression's text, from 0. Nothing here parses, checks or solves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from chrono import dates

# EDTF and sets stand in an expression as they are; any other notation of a date stands in quotes.
_BARE = re.compile(r"[\[{][^\]}]*[\]}]|[a-z]+:[-\d][^\s()<>=!]*|(?:[-?~%]*[\dXY]|\.\.)[^\s()<>=!,]*")


@dataclass(frozen=True, slots=True)
class Name:
    """An id of the chronology, or a variable (`$document`), with its column in the text."""

    id: str
    column: int = 0

    @property
    def variable(self) -> str | None:
        """The name after `$`, where this is a variable and no id."""
        return self.id[1:] if self.id.startswith("$") else None

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Literally:
    """A date written out in the expression, or counted from something declared."""

    date: dates.Date | dates.Relative
    column: int = 0

    def __str__(self) -> str:
        return self.date.text if _BARE.fullmatch(self.date.text) else f'"{self.date.text}"'


Ground: TypeAlias = Name | Literally
Edge = Literal["start", "end", "known"]


@dataclass(frozen=True, slots=True)
class Point:
    """`start(x)`, `end(x)`, `known(x)`; or, without an edge, a date literal used as a point."""

    edge: Edge | None
    of: Ground

    def __str__(self) -> str:
        return f"{self.edge}({self.of})" if self.edge else str(self.of)


@dataclass(frozen=True, slots=True)
class Length:
    """`duration(x)`: end(x) - start(x)."""

    of: Name

    def __str__(self) -> str:
        return f"duration({self.of})"


@dataclass(frozen=True, slots=True)
class Amount:
    """A duration written out, the name of a setting, or a variable bound to a duration."""

    value: dates.Duration | Name

    def __str__(self) -> str:
        return str(self.value)


Operand: TypeAlias = Point | Length | Amount


@dataclass(frozen=True, slots=True)
class Term:
    """Operands with their signs (+1 or -1), in the order written."""

    parts: tuple[tuple[int, Operand], ...]
    column: int = 0

    def __str__(self) -> str:
        words = [("+ " if sign > 0 else "- ") + str(part) for sign, part in self.parts]
        return " ".join(words).removeprefix("+ ")


Operator = Literal["<", "<=", ">", ">=", "=", "!="]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`terms[0] operators[0] terms[1] operators[1] terms[2] ...`: every link must hold."""

    terms: tuple[Term, ...]
    operators: tuple[Operator, ...]
    column: int = 0

    def __str__(self) -> str:
        words = [str(self.terms[0])]
        for operator, term in zip(self.operators, self.terms[1:], strict=True):
            words += [operator, str(term)]
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Relation:
    """`left RELATION right`; the word is one of `RELATIONS` or a variable bound to one, a point a span of no length."""

    left: Ground | Point
    word: str
    right: Ground | Point

    def __str__(self) -> str:
        return f"{self.left} {self.word} {self.right}"


@dataclass(frozen=True, slots=True)
class Not:
    """A claim that does not hold."""

    claim: Claim

    def __str__(self) -> str:
        return f"not {_bracketed(self.claim)}"


@dataclass(frozen=True, slots=True)
class And:
    """Claims that all hold."""

    claims: tuple[Claim, ...]

    def __str__(self) -> str:
        return " and ".join(_bracketed(c) for c in self.claims)


@dataclass(frozen=True, slots=True)
class Or:
    """Claims of which at least one holds."""

    claims: tuple[Claim, ...]

    def __str__(self) -> str:
        return " or ".join(_bracketed(c) for c in self.claims)


@dataclass(frozen=True, slots=True)
class If:
    """A consequence that holds where the condition does."""

    condition: Claim
    consequence: Claim

    def __str__(self) -> str:
        return f"if {_bracketed(self.condition)} then {_bracketed(self.consequence)}"


@dataclass(frozen=True, slots=True)
class Apart:
    """`no two of [a, b, c] overlap`: of each two spans the one has ended when the other starts, on the same day at the
    latest; in which order is not said."""

    spans: tuple[Name, ...]
    column: int = 0

    def __str__(self) -> str:
        return f"no two of [{', '.join(map(str, self.spans))}] overlap"


Claim: TypeAlias = Comparison | Relation | Apart | Not | And | Or | If


def _bracketed(claim: Claim) -> str:
    return f"({claim})" if isinstance(claim, And | Or | If) else str(claim)


# Each relation as comparisons of the edges of its left (a) and right (b) side; every one must hold. The first thirteen
# are Allen's (Communications of the ACM 26, 1983), on whole units: `before` leaves at least one unit between, `meets`
# shares the boundary. The rest are the looser words historians use.
RELATIONS: dict[str, tuple[str, ...]] = {
    "before": ("end(a) < start(b)",),
    "after": ("start(a) > end(b)",),
    "meets": ("end(a) = start(b)",),
    "met by": ("start(a) = end(b)",),
    "overlaps": ("start(a) < start(b)", "start(b) < end(a)", "end(a) < end(b)"),
    "overlapped by": ("start(b) < start(a)", "start(a) < end(b)", "end(b) < end(a)"),
    "starts": ("start(a) = start(b)", "end(a) < end(b)"),
    "started by": ("start(a) = start(b)", "end(b) < end(a)"),
    "during": ("start(b) < start(a)", "end(a) < end(b)"),
    "contains": ("start(a) < start(b)", "end(b) < end(a)"),
    "finishes": ("end(a) = end(b)", "start(a) > start(b)"),
    "finished by": ("end(a) = end(b)", "start(a) < start(b)"),
    "equals": ("start(a) = start(b)", "end(a) = end(b)"),
    "within": ("start(b) <= start(a)", "end(a) <= end(b)"),
    "includes": ("start(a) <= start(b)", "end(b) <= end(a)"),
    "contemporary with": ("start(a) <= end(b)", "start(b) <= end(a)"),
    "starts during": ("start(b) <= start(a)", "start(a) <= end(b)"),
    "ends during": ("start(b) <= end(a)", "end(a) <= end(b)"),
    "starts with": ("start(a) = start(b)",),
    "ends with": ("end(a) = end(b)",),
    # Which edge is meant is said: "starts before" alone would leave it open.
    "starts before start of": ("start(a) < start(b)",),
    "starts before end of": ("start(a) < end(b)",),
    "starts after start of": ("start(a) > start(b)",),
    "starts after end of": ("start(a) > end(b)",),
    "ends before start of": ("end(a) < start(b)",),
    "ends before end of": ("end(a) < end(b)",),
    "ends after start of": ("end(a) > start(b)",),
    "ends after end of": ("end(a) > end(b)",),
}

RESERVED = frozenset({"and", "or", "not", "if", "then", "start", "end", "known", "duration"})
"""Words that cannot be ids, because an expression could not be read with them."""


def names(claim: Claim) -> tuple[tuple[Name, str], ...]:
    """Every id and variable of a claim with the use made of it: `start`, `end`, `known`, `duration`, `span` (a side of
    a relation), `amount` or `relation`."""
    found: list[tuple[Name, str]] = []

    def ground(of: Ground | Point, use: str) -> None:
        if isinstance(of, Point):
            ground(of.of, of.edge or "span")
        elif isinstance(of, Name):
            found.append((of, use))

    def walk(node: Claim) -> None:
        match node:
            case Comparison():
                for term in node.terms:
                    for _, operand in term.parts:
                        match operand:
                            case Point():
                                ground(operand.of, operand.edge or "span")
                            case Length():
                                ground(operand.of, "duration")
                            case Amount(value=Name() as name):
                                found.append((name, "amount"))
            case Relation():
                ground(node.left, "span")
                if node.word.startswith("$"):
                    found.append((Name(node.word), "relation"))
                ground(node.right, "span")
            case Apart():
                found.extend((span, "span") for span in node.spans)
            case Not():
                walk(node.claim)
            case If():
                walk(node.condition)
                walk(node.consequence)
            case And() | Or():
                for part in node.claims:
                    walk(part)

    walk(claim)
    return tuple(found)


def written_out(claim: Claim) -> tuple[Literally, ...]:
    """Every date written out in a claim, with its column."""
    match claim:
        case Comparison(terms):
            grounds = [p.of for t in terms for _, p in t.parts if isinstance(p, Point)]
            return tuple(of for of in grounds if isinstance(of, Literally))
        case Relation(left, _, right):
            grounds = [side.of if isinstance(side, Point) else side for side in (left, right)]
            return tuple(of for of in grounds if isinstance(of, Literally))
        case Apart():
            return ()
        case Not(inner):
            return written_out(inner)
        case If(condition, consequence):
            return written_out(condition) + written_out(consequence)
        case And(claims) | Or(claims):
            return tuple(of for part in claims for of in written_out(part))


def literals(claim: Claim) -> tuple[dates.Date | dates.Relative, ...]:
    """Every date written out in a claim."""
    return tuple(of.date for of in written_out(claim))


def substitute(claim: Claim, values: Mapping[str, object]) -> Claim:
    """The claim with each bound variable replaced: by an id, a relation word, a date or a duration."""

    def ground(of: Ground) -> Ground:
        if isinstance(of, Name) and (variable := of.variable or "") in values:
            value = values[variable]
            if isinstance(value, dates.Date | dates.Relative):
                return Literally(value, of.column)
            return Name(str(value), of.column)
        return of

    def side(of: Ground | Point) -> Ground | Point:
        return Point(of.edge, ground(of.of)) if isinstance(of, Point) else ground(of)

    def operand(part: Operand) -> Operand:
        match part:
            case Point(edge, of):
                return Point(edge, ground(of))
            case Length(of):
                filled = ground(of)
                return Length(filled) if isinstance(filled, Name) else part
            case Amount(value=Name() as name) if (variable := name.variable or "") in values:
                value = values[variable]
                if isinstance(value, dates.Date | dates.Relative):
                    return Point(None, Literally(value, name.column))
                return Amount(value) if isinstance(value, dates.Duration) else part
            case _:
                return part

    match claim:
        case Comparison(terms, operators, column):
            filled = tuple(Term(tuple((sign, operand(p)) for sign, p in t.parts), t.column) for t in terms)
            return Comparison(filled, operators, column)
        case Relation(left, word, right):
            said = str(values[word[1:]]) if word.startswith("$") and word[1:] in values else word
            return Relation(side(left), said, side(right))
        case Apart(spans, column):
            filled_in = (ground(span) for span in spans)
            return Apart(tuple(span for span in filled_in if isinstance(span, Name)), column)
        case Not(inner):
            return Not(substitute(inner, values))
        case If(condition, consequence):
            return If(substitute(condition, values), substitute(consequence, values))
        case And(claims):
            return And(tuple(substitute(c, values) for c in claims))
        case Or(claims):
            return Or(tuple(substitute(c, values) for c in claims))
