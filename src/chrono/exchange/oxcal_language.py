"""OxCal's command language as a tree: commands with their arguments and the commands in their braces.

Takes a text, gives `Command` values; whatever cannot be read raises `Unreadable` with its line. Nothing is evaluated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from chrono.core.diagnostics import Diagnostic
from chrono.exchange.imported import Foreign, Unreadable

MOST_LEVELS = 60
MOST_JOINED = 300
"""So many values may be joined to one, as in `U(1,2) | U(3,4) | …`."""
MOST_TOKENS = 500_000
_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<text>"[^"\n]*"|'[^'\n]*')
    |(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>[(){},;=|&+*/%-])""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True)
class Command:
    """`Name(arguments){commands}`, with the line it begins on and the text it was written as."""

    name: str
    line: int
    arguments: list[Argument] = field(default_factory=list)
    inside: list[Command] = field(default_factory=list)
    text: str = ""

    @property
    def label(self) -> str:
        """The first argument where it is a text: how the command is called."""
        return self.arguments[0] if self.arguments and isinstance(self.arguments[0], str) else ""

    @property
    def values(self) -> list[Argument]:
        """The arguments after the label."""
        return self.arguments[1:] if self.label or (self.arguments and self.arguments[0] == "") else self.arguments


@dataclass(frozen=True, slots=True)
class Joined:
    """Two values with a sign between them."""

    sign: str
    left: Argument
    right: Argument


Argument: TypeAlias = str | float | Command | Joined


def commands(file: Foreign) -> list[Command]:
    """The commands of a file; raises `Unreadable`."""
    return _Parser(file).all()


class _Parser:
    def __init__(self, file: Foreign) -> None:
        self.file, self.text = file, file.text()
        self.tokens: list[tuple[str, str, int, int]] = []
        at, line = 0, 1
        while at < len(self.text):
            match = _TOKEN.match(self.text, at)
            if match is None:
                raise self.refuse(f"{self.text[at : at + 20].split(chr(10))[0]!r} cannot stand here", line)
            kind = match.lastgroup or ""
            if len(self.tokens) >= MOST_TOKENS:
                raise self.refuse(f"there are more than {MOST_TOKENS:,} names, numbers and signs: split the file", line)
            if kind != "space":
                self.tokens.append((kind, match[0], line, at))
            line += match[0].count("\n")
            at = match.end()
        self.tokens.append(("end", "", line, at))
        self.at = 0

    def refuse(self, message: str, line: int) -> Unreadable:
        return Unreadable([Diagnostic("import", message, self.file.place(line))])

    @property
    def now(self) -> tuple[str, str, int, int]:
        return self.tokens[self.at]

    def take(self, text: str) -> bool:
        if self.now[1] == text and self.now[0] == "sign":
            self.at += 1
            return True
        return False

    def need(self, text: str) -> None:
        if not self.take(text):
            found = self.now[1][:20] or "the end"
            raise self.refuse(f"{text!r} is expected, not {found!r}", self.now[2])

    def all(self) -> list[Command]:
        found = self.block(0)
        if self.now[0] != "end":
            raise self.refuse(f"{self.now[1]!r} closes nothing", self.now[2])
        return found

    def block(self, level: int) -> list[Command]:
        if level > MOST_LEVELS:
            raise self.refuse(f"more than {MOST_LEVELS} commands are nested in each other", self.now[2])
        found: list[Command] = []
        while self.now[0] != "end" and self.now[1] != "}":
            if self.take(";"):
                continue
            found.append(self.command(level))
        return found

    def command(self, level: int) -> Command:
        kind, word, line, began = self.now
        if kind == "text":
            # A reference to what is called so elsewhere, as "=name".
            self.at += 1
            return Command("", line, [word[1:-1]], text=word)
        if kind != "name":
            raise self.refuse(f"a command is expected, not {word[:20] or 'the end'!r}", line)
        self.at += 1
        if self.take("="):
            value = self.value(level + 1)
            if isinstance(value, Command):
                value.arguments.insert(0, word) if not value.label else None
                return value
            return Command("=", line, [word, value], text=self.text[began : self.now[3]])
        made = Command(word, line)
        self.need("(")
        while not self.take(")"):
            made.arguments.append(self.value(level + 1))
            if not self.take(","):
                self.need(")")
                break
        if self.take("{"):
            made.inside = self.block(level + 1)
            self.need("}")
        made.text = self.text[began : self.tokens[self.at - 1][3] + len(self.tokens[self.at - 1][1])]
        return made

    def value(self, level: int) -> Argument:
        if level > MOST_LEVELS:
            raise self.refuse(f"more than {MOST_LEVELS} values are nested in each other", self.now[2])
        found, joined = self.single(level), 0
        while self.now[0] == "sign" and self.now[1] in "|&+-*/%":
            sign, joined = self.now[1], joined + 1
            if joined > MOST_JOINED:
                raise self.refuse(f"more than {MOST_JOINED} values are joined to one", self.now[2])
            self.at += 1
            found = Joined(sign, found, self.single(level + 1))
        return found

    def single(self, level: int) -> Argument:
        kind, word, line, _ = self.now
        if kind == "text":
            self.at += 1
            return word[1:-1]
        if kind == "number":
            self.at += 1
            return float(word)
        if kind == "sign" and word == "-":
            self.at += 1
            inner = self.single(level + 1)
            if not isinstance(inner, float):
                raise self.refuse("'-' stands before no number", line)
            return -inner
        if kind == "sign" and word == "(":
            self.at += 1
            inner = self.value(level + 1)
            self.need(")")
            return inner
        if kind == "name":
            if self.tokens[self.at + 1][1] != "(":
                self.at += 1
                return word
            return self.command(level + 1)
        raise self.refuse(f"a value is expected, not {word[:20] or 'the end'!r}", line)
