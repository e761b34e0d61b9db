"""The language of `then`, `holds`, `claim` and of conditions after `unless`: its tree, its grammar, its checks."""

from chrono.expressions.checks import mistakes
from chrono.expressions.grammar import parse
from chrono.expressions.tree import (
    RELATIONS,
    RESERVED,
    Amount,
    And,
    Claim,
    Comparison,
    Ground,
    If,
    Length,
    Literally,
    Name,
    Not,
    Operand,
    Or,
    Point,
    Relation,
    Term,
    names,
    substitute,
)

__all__ = [
    "RELATIONS",
    "RESERVED",
    "Amount",
    "And",
    "Claim",
    "Comparison",
    "Ground",
    "If",
    "Length",
    "Literally",
    "Name",
    "Not",
    "Operand",
    "Or",
    "Point",
    "Relation",
    "Term",
    "mistakes",
    "names",
    "parse",
    "substitute",
]
