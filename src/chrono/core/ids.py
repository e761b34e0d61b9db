"""The ids of everything that can be accepted, left out or named: one grammar, built and taken apart here alone.

| id | what it stands for |
|---|---|
| `pact`, `nothing-after-1938` | an entry, a piece of evidence, a hypothesis, as declared |
| `pact.date`, `manuscript.author` | what an entry states in one of its fields |
| `witnesses.csv:17` | a row of a table |
| `sequence:a,b` | one step of a sequence |
| `rule:silence`, `source:riddell-2017`, `tag:internal` | a rule; all that cites a source; all that has a tag |
"""

from __future__ import annotations

from typing import Final

NAME: Final = r"[A-Za-z][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*"
"""The pattern of a declared id: ASCII letters, digits, `_` and single `-` between them, a letter first."""
VARIABLE: Final = rf"\${NAME}"

_RULE, _SOURCE, _TAG, _LINK = "rule:", "source:", "tag:", "sequence:"


def rule_id(rule: str) -> str:
    """The id that stands for a rule among what can be accepted."""
    return _RULE + rule


def source_id(source: str) -> str:
    """The id that stands for all that cites a source."""
    return _SOURCE + source


def tag_id(tag: str) -> str:
    """The id that stands for all that has a tag."""
    return _TAG + tag


def link_id(first: str, second: str) -> str:
    """The id of one step of a sequence: stable whatever else the sequence holds and wherever it stands."""
    return f"{_LINK}{first},{second}"


def field_id(entry: str, field: str) -> str:
    """The id of what an entry states in a field: `date`, `author`, `parts` and the like."""
    return f"{entry}.{field}"


def row_id(table: str, line: int) -> str:
    """The id of a row of a table, by the line of the file in which it begins."""
    return f"{table}:{line}"


def is_rule(id: str) -> bool:
    """Whether an id stands for a rule."""
    return id.startswith(_RULE)


def rule_of(id: str) -> str | None:
    """The rule that an id stands for; None where it stands for something else."""
    return id[len(_RULE) :] if id.startswith(_RULE) else None


def is_link(id: str) -> bool:
    """Whether an id stands for one step of a sequence."""
    return id.startswith(_LINK)


def source_of(id: str) -> str | None:
    """The source that an id stands for; None where it stands for something else."""
    return id[len(_SOURCE) :] if id.startswith(_SOURCE) else None


def tag_of(id: str) -> str | None:
    """The tag that an id stands for; None where it stands for something else."""
    return id[len(_TAG) :] if id.startswith(_TAG) else None


def entries_in(id: str) -> tuple[tuple[str, int], ...]:
    """The declared ids that an id may be made of, each with its offset in it: `pact` in `pact.date`, both of a link."""
    if id.startswith(_LINK):
        first, _, second = id[len(_LINK) :].partition(",")
        return (first, len(_LINK)), (second, len(_LINK) + len(first) + 1)
    for prefix in (_RULE, _SOURCE, _TAG):
        if id.startswith(prefix):
            return ((id, 0),)
    return ((id.partition(".")[0], 0),) if ":" not in id else ()


def in_premise_order(id: str) -> tuple[bool, str]:
    """A key that sorts the ids of an argument: the evidence first, then the rules."""
    return is_rule(id), id
