"""The language of constraints: what stands in `then`, `holds`, `claim` and in conditions after `unless`.

Takes a line of text and the place it stands at, gives a tree of frozen values, or the one diagnostic that says where
and why it does not parse. The grammar below is the whole language; `parse` is its recursive descent, one method a line.
This module knows no chronology: whether an id exists and what a number of days means is asked further on.

    claim      = "if" claim "then" claim | either
    either     = both { "or" both }
    both       = single { "and" single }
    single     = "not" single | comparison | relation | apart | "(" claim ")"
    comparison = term ( "<" | "<=" | ">" | ">=" | "=" | "!=" ) term { ... }
    relation   = side RELATION side
    side       = span | ( "start" | "end" ) "(" span ")" | "known" "(" id ")"
    apart      = "no two of" "[" id "," id { "," id } "]" "overlap"
    term       = operand { ( "+" | "-" ) operand }
    operand    = ( "start" | "end" ) "(" span ")" | "known" "(" id ")" | "duration" "(" id ")"
               | date | duration | setting
    span       = id | $variable | date
    date       = EDTF | calendar ":" EDTF | '"' any notation of `chrono date` '"' | $variable
               | several words that read as a date and hold no operator, relation, `and`, `or` or `then`; a sign
                 with a blank before it belongs to them only where they are a date with it (`easter -0586`)
    duration   = number ( "days" | "weeks" | "months" | "years" ) { number ... } | $variable
"""

from __future__ import annotations

import re

from chrono import dates
from chrono.core.diagnostics import Diagnostic, Place, nearest, replacement
from chrono.core.ids import NAME, VARIABLE
from chrono.language.expressions.tree import (
    RELATIONS,
    RESERVED,
    Amount,
    And,
    Apart,
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
)

_RELATION = re.compile(
    "(?:" + "|".join(sorted((r.replace(" ", r"\s+") for r in RELATIONS), key=len, reverse=True)) + r")(?![\w-])"
)

_WORDS_END = re.compile(rf"[<>=!()\"$]|\s[+-]\s|(?<![\w-])(?:and|or|then)(?![\w-])|(?<![\w-]){_RELATION.pattern}|$")
"""Where a date of several words ends at the latest."""

_SIGN = re.compile(r"\s[+-]")
_ID = re.compile(NAME)
_VARIABLE = re.compile(VARIABLE)
_DURATION = re.compile(r"([0-9]+)\s*(days?|weeks?|months?|years?)(?![\w-])")
# Only what is written as EDTF writes it begins with a letter and is a date: `X1` and `Y2` are ids.
_DATE = re.compile(
    r"[\[{][^\]}]*[\]}]|[a-z]+:[-\d][^\s()<>=!]*|(?:[-?~%]*(?:\d|XX[\dX]{2}(?![A-Za-z_])|Y-?\d{5})|\.\.)[^\s()<>=!,]*"
)
_EDGES = ("start", "end", "known", "duration")
_JOINED = re.compile(r"(?:or|and|then)\s+\w")
_QUOTED = re.compile(r'"([^"]*)"')
_OPERATOR = re.compile(r"<=|>=|!=|<|>|=")
_NO_TWO = re.compile(r"no\s+two\s+of(?![\w-])")
_WORD = re.compile(r"[^\s()<>=!]+|.")

_MEMBER = re.compile(r"[^,\]]+|.")
_NO_TWO_EXAMPLE = "no two of [first, second, third] overlap"
_NO_SPAN = "only spans stand here: what has a start and an end, by its id"


MOST_CHARACTERS = 50_000
"""Of one expression: reading them takes about a quarter of a second."""


class _Mistake(Exception):
    """Where parsing stopped. Stays inside this module: `parse` gives it as a diagnostic."""

    def __init__(
        self,
        column: int,
        message: str,
        help: str = "",
        length: int = 1,
        code: str = "expression",
        mends: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.column, self.message, self.help, self.length, self.code = column, message, help, length, code
        self.mends = mends


class _Parser:
    def __init__(self, text: str, calendar: str, conventions: str) -> None:
        self.text, self.at = text, 0
        self.calendar, self.conventions = calendar, conventions

    # -- reading the text

    def skip(self) -> int:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.skip())
        if found:
            self.at = found.end()
        return found

    def sees(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.match(self.text, self.skip())

    def word(self, word: str) -> bool:
        """Takes the keyword if it stands here as a whole word."""
        found = self.sees(_ID)
        if found and found.group() == word:
            self.at = found.end()
            return True
        return False

    def sign(self, sign: str) -> bool:
        if self.text.startswith(sign, self.skip()):
            self.at += len(sign)
            return True
        return False

    def expected(self, what: str, help: str = "") -> _Mistake:
        found = self.sees(_WORD)
        if not found:
            return _Mistake(self.at, f"{what} is expected here, but the expression ends", help)
        return _Mistake(found.start(), f"{what} is expected here, not '{found.group()}'", help, len(found.group()))

    # -- the grammar, one method a line

    def whole(self) -> Claim:
        claim = self.claim()
        if self.skip() < len(self.text):
            raise self.expected("the end, 'and' or 'or'")
        return claim

    def claim(self) -> Claim:
        if not self.word("if"):
            return self.either()
        condition = self.claim()
        if not self.word("then"):
            raise self.expected("'then'")
        return If(condition, self.claim())

    def either(self) -> Claim:
        claims = [self.both()]
        while self.word("or"):
            claims.append(self.both())
        return claims[0] if len(claims) == 1 else Or(tuple(claims))

    def both(self) -> Claim:
        claims = [self.single()]
        while self.word("and"):
            claims.append(self.single())
        return claims[0] if len(claims) == 1 else And(tuple(claims))

    def single(self) -> Claim:
        if self.sign("("):
            claim = self.claim()
            if not self.sign(")"):
                raise self.expected("')'")
            return claim
        if self.word("not"):
            return Not(self.single())
        return self.apart() or self.relation() or self.comparison()

    def apart(self) -> Apart | None:
        """Spans of which no two overlap."""
        column = self.skip()
        if not self.take(_NO_TWO):
            return None
        if not self.sign("["):
            raise self.expected("'['", f"the spans stand in square brackets: {_NO_TWO_EXAMPLE}")
        spans: list[Name] = []
        while True:
            spans.append(self.member(spans))
            if self.sign("]"):
                break
            if not self.sign(","):
                raise self.expected("',' or ']'", "the spans are separated by commas")
        if len(spans) < 2:
            message = "one span alone cannot overlap"
            help = f"list the spans of which no two overlap: {_NO_TWO_EXAMPLE}"
            raise _Mistake(spans[0].column, message, help, len(spans[0].id))
        if not self.word("overlap"):
            raise self.expected("'overlap'", _NO_TWO_EXAMPLE)
        return Apart(tuple(spans), column)

    def member(self, others: list[Name]) -> Name:
        """One of the spans of a list in which none stands twice."""
        column = self.skip()
        found = self.take(_VARIABLE) or self.sees(_ID)
        if found is None:
            wrong = self.sees(_MEMBER)
            if wrong and wrong.group()[:1] not in ",]":
                message = f"an id or a $variable is expected here, not '{wrong.group().strip()}'"
                raise _Mistake(column, message, _NO_SPAN, len(wrong.group().strip()))
            raise self.expected("an id or a $variable", f"as in {_NO_TWO_EXAMPLE}")
        self.at = found.end()
        following = self.sees(_MEMBER)
        if following and following.group()[:1] not in ",]":
            whole = self.text[column : following.end()].rstrip()
            help = _NO_SPAN if "(" in whole else "the spans are separated by commas"
            raise _Mistake(column, f"'{whole}' is no id", help, len(whole))
        name = Name(found.group(), column)
        if any(other.id == name.id for other in others):
            raise _Mistake(column, f"'{name}' stands in this list twice", "list each span once", len(name.id))
        return name

    def relation(self) -> Relation | None:
        began = self.at
        try:
            left = self.side()
        except _Mistake:
            left = None
        if left is not None:
            word = self.take(_RELATION) or self.take(_VARIABLE)
            if word:
                return Relation(left, " ".join(word.group().split()), self.side())
            if isinstance(left, Name) and (wrong := self.sees(_ID)):
                near = nearest(self.text[wrong.start() :].split("$")[0].strip(), RELATIONS)
                raise _Mistake(
                    wrong.start(),
                    f"'{wrong.group()}' is no relation",
                    f"did you mean '{near}'?" if near else "the relations are: " + ", ".join(RELATIONS),
                    len(wrong.group()),
                    mends=(near,) if near else (),
                )
        self.at = began
        return None

    def side(self) -> Ground | Point:
        """A side of a relation: a span, or a point, which counts as a span that lasts no time."""
        began = self.skip()
        if any(self.word(edge) for edge in ("start", "end", "known")) and self.sign("("):
            self.at = began
            point = self.operand()
            assert isinstance(point, Point)
            return point
        self.at = began
        return self.span()

    def comparison(self) -> Comparison:
        column = self.skip()
        terms, operators = [self.term()], []
        while operator := self.take(_OPERATOR):
            operators.append(operator.group())
            terms.append(self.term())
        if not operators:
            raise self.expected("a comparison (<, <=, >, >=, =, !=) or a relation")
        return Comparison(tuple(terms), tuple(operators), column)  # type: ignore[arg-type]  # the pattern allows no others

    def term(self) -> Term:
        column = self.skip()
        parts = [(1, self.operand())]
        while True:
            if self.sign("+"):
                parts.append((1, self.operand()))
            elif self.sign("-"):
                parts.append((-1, self.operand()))
            else:
                return Term(tuple(parts), column)

    def operand(self) -> Operand:
        for edge in _EDGES:
            began = self.skip()
            if not self.word(edge):
                continue
            if not self.sign("("):
                self.at = began
                break
            of = self.span()
            if not self.sign(")"):
                raise self.expected("')'")
            if edge in ("start", "end"):
                return Point(edge, of)  # type: ignore[arg-type]
            if isinstance(of, Literally):
                raise _Mistake(of.column, f"{edge}() takes an id, not a date")
            return Length(of) if edge == "duration" else Point("known", of)
        if self.sees(_DURATION):
            began = self.at
            while self.take(_DURATION):
                ended = self.at
            try:
                return Amount(dates.read_duration(self.text[began:ended]))
            except dates.DateError as error:
                at = began + error.column
                raise _Mistake(at, error.message, error.help, error.length, "duration", error.mends) from None
        ground = self.ground()
        return Amount(ground) if isinstance(ground, Name) else Point(None, ground)

    def span(self) -> Ground:
        return self.ground("an id, a $variable or a date")

    def ground(self, what: str = "a point, a date or a duration") -> Ground:
        column = self.skip()
        if found := self.take(_QUOTED):
            return self.date(found.group(1), column + 1)
        if date := self.words(column):
            return date
        # Before ids: `julian:1917` begins like one, and `Y17000` is a year.
        if found := self.take(_DATE):
            try:
                return self.date(found.group(), column)
            except _Mistake as mistake:
                if self.sees(_JOINED):
                    mistake.help = 'a date that holds "or", "and" or "then" stands in double quotes'
                raise
        if (found := self.sees(_ID)) and (word := found.group()) in RESERVED:
            help = f"what it is of stands in brackets: {word}(...)" if word in _EDGES else ""
            raise _Mistake(column, f"{what} is expected here, not '{word}'", help, len(word))
        if found := self.take(_VARIABLE) or self.take(_ID):
            return Name(found.group(), column)
        raise self.expected(what)

    def words(self, column: int) -> Literally | None:
        """A date of several words that stands without quotes: `18th century`, `c. 1150`, `30 Dec 1939`."""
        if self.sees(_DURATION):
            return None
        ends = _WORDS_END.search(self.text, column)
        whole = self.text[column : ends.start() if ends else None].rstrip()
        sign = _SIGN.search(whole)
        # `easter -0586` is a date to its end; of `c. 1150 -delay` what stands before the sign is one.
        for words in (whole, whole[: sign.start()].rstrip()) if sign else (whole,):
            if " " not in words:
                continue
            try:
                date = self.date(words, column)
            except _Mistake:
                continue
            self.at = column + len(words)
            return date
        return None

    def date(self, text: str, column: int) -> Literally:
        try:
            return Literally(
                dates.read_stated(text, None, calendar=self.calendar, conventions=self.conventions), column
            )
        except dates.DateError as error:
            at = column + error.column
            raise _Mistake(at, error.message, error.help, error.length, error.code, error.mends) from None


def parse(
    text: str, place: Place, *, calendar: str = "gregorian", conventions: str = "wide"
) -> tuple[Claim, None] | tuple[None, Diagnostic]:
    """The tree of an expression, or the diagnostic of its first mistake, at its column in the line."""
    if len(text) > MOST_CHARACTERS:
        message = f"an expression of {len(text):,} characters stands here, and {MOST_CHARACTERS:,} is the most"
        return None, Diagnostic("too-large", message, place.at(0, 1), "split it: each line of a list is one of its own")
    try:
        return _Parser(text, calendar, conventions).whole(), None
    except _Mistake as mistake:
        at = place.at(mistake.column, mistake.length)
        fixes = tuple(replacement(at, mend) for mend in mistake.mends)
        return None, Diagnostic(mistake.code, mistake.message, at, mistake.help, fixes)
    except RecursionError:
        return None, Diagnostic(
            "expression", "the expression is nested too deeply", place, "split it into several lines"
        )
