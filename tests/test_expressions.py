"""Expressions: what is accepted, what the tree says, where a mistake stands, and what each relation means.

The hand-written parser is judged by an independent LALR grammar (`tests/grammar.lark`), the relations by definitions
written here once more and tried on every pair of small spans.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark, UnexpectedInput

from chrono import dates
from chrono.core.diagnostics import Diagnostic, Place
from chrono.dates import Scale
from chrono.engine.formulas import holds
from chrono.grounding.claims import Translator
from chrono.language.expressions import (
    RELATIONS,
    RESERVED,
    Amount,
    And,
    Apart,
    Claim,
    Comparison,
    If,
    Literally,
    Name,
    Not,
    Or,
    Point,
    Relation,
    literals,
    mistakes,
    names,
    parse,
    substitute,
)

PLACE = Place("events.yaml", 7, 11)
IDS = ("pact", "war", "layer-1", "s2", "before", "starts", "X1", "Y2")
DATES = (
    "1938",
    "1939-08",
    "1939-08-23",
    "-0043",
    "1939-11-30/1940-03-13",
    "[1667..1672]",
    "{1667,1669}",
    "1156~",
    "julian:1917-10-25",
    '"30 Dec 1939"',
    "30 Dec 1939",
    "18th century",
    "c. 1150",
)
DURATIONS = ("30 days", "1 day", "8 months", "8 months 8 days", "1 year", "0 days")
OPERATORS = ("<", "<=", ">", ">=", "=", "!=")


def tree(text: str) -> Claim:
    claim, wrong = parse(text, PLACE)
    assert claim is not None, wrong
    return claim


def mistake(text: str) -> Diagnostic:
    claim, wrong = parse(text, PLACE)
    assert wrong is not None, claim
    return wrong


def column(wrong: Diagnostic) -> int:
    """Of a mistake, within the expression, from 0."""
    return wrong.place.column - PLACE.column


# -- generated expressions

ids = st.sampled_from(IDS)
variables = st.sampled_from(("$document", "$x", "$late-event"))
grounds = st.one_of(ids, variables, st.sampled_from(DATES))
points = st.one_of(
    st.builds("{}({})".format, st.sampled_from(("start", "end")), grounds),
    st.builds("{}({})".format, st.sampled_from(("known", "duration")), st.one_of(ids, variables)),
    st.sampled_from(DATES),
)
operands = st.one_of(points, st.sampled_from(DURATIONS), ids, variables)
terms = st.lists(operands, min_size=1, max_size=3).flatmap(
    lambda ops: st.lists(st.sampled_from((" + ", " - ")), min_size=len(ops) - 1, max_size=len(ops) - 1).map(
        lambda signs: "".join(a + b for a, b in zip(ops, [*signs, ""], strict=True))
    )
)
comparisons = st.builds("{} {} {}".format, terms, st.sampled_from(OPERATORS), terms) | st.builds(
    "{}{}{}<{}".format, points, st.sampled_from(OPERATORS), points, points
)
sides = st.one_of(
    grounds,
    st.builds("{}({})".format, st.sampled_from(("start", "end")), grounds),
    st.builds("known({})".format, st.one_of(ids, variables)),
)
relations = st.builds("{} {} {}".format, sides, st.sampled_from([*RELATIONS, "$rel"]), sides)
aparts = st.builds(
    "no two of [{}] overlap".format, st.lists(ids | variables, min_size=2, max_size=4, unique=True).map(", ".join)
)
claims = st.recursive(
    comparisons | relations | aparts,
    lambda inner: st.one_of(
        st.builds("({})".format, inner),
        st.builds("not {}".format, inner),
        st.builds("{} and {}".format, inner, inner),
        st.builds("{} or {}".format, inner, inner),
        st.builds("if {} then {}".format, inner, inner),
    ),
    max_leaves=5,
)
TOKENS = (
    *IDS,
    *RESERVED,
    *DATES,
    *DURATIONS,
    *OPERATORS,
    "$x",
    "(",
    ")",
    "+",
    "-",
    "before",
    "met by",
    "starts during",
    "ends after end of",
    "within",
)
_TOKEN = re.compile(r'"[^"]*"|[\[{][^\]}]*[\]}]|[()<>=!+]+|[^\s()<>=!+]+')


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """An expression with a token or two dropped, doubled, exchanged or put in, each apart from its neighbours."""
    words = _TOKEN.findall(draw(claims))
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, max(0, len(words) - 1)))
        match draw(st.sampled_from(("drop", "double", "exchange", "put"))):
            case "drop":
                del words[at : at + 1]
            case "double":
                words[at:at] = words[at : at + 1]
            case "exchange":
                words[at : at + 1] = [draw(st.sampled_from(sorted(TOKENS)))]
            case _:
                words.insert(at, draw(st.sampled_from(sorted(TOKENS))))
    return " ".join(words)


@cache
def grammar() -> Lark:
    return Lark(Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8"), parser="lalr", lexer="contextual")


def accepted(text: str) -> bool:
    try:
        grammar().parse(text)
    except UnexpectedInput:
        return False
    return True


@settings(max_examples=100, deadline=None)
@given(claims)
def test_what_is_written_by_the_grammar_is_accepted_by_both(text: str) -> None:
    # `if` stands only where a claim begins: after `and`, `or` and `not` it needs brackets.
    expected = accepted(text)
    assert (parse(text, PLACE)[0] is not None) == expected
    if not re.search(r"(and|or|not) if ", text):
        assert expected


@settings(max_examples=250, deadline=None)
@given(mutated())
def test_both_parsers_accept_the_same(text: str) -> None:
    claim, wrong = parse(text, PLACE)
    if wrong and wrong.code != "expression":
        return  # what a date or a sum of units may be is no matter of grammar
    if claim and any(" " in date.text for date in literals(claim) if isinstance(date, dates.Date)):
        return  # neither is which several words are a date; the grammar knows a few
    assert (claim is not None) == accepted(text), (text, wrong)


def test_the_two_parsers_disagree_nowhere_for_want_of_cases() -> None:
    """The grammar is no yes-man: it refuses what it should."""
    assert accepted("start(pact) + 30 days <= end(war) and pact before war")
    refused = ("", "pact", "start(pact)", "pact before", "a b c", "start before war", "end(a) <= ", "a before b c")
    assert not any(accepted(text) for text in refused)


# -- round trip


def bare(node: Any) -> Any:
    """A tree without its columns, and without what only quotes a date's text."""
    if isinstance(node, tuple):
        return tuple(map(bare, node))
    if isinstance(node, dates.Date):
        return node
    if dataclasses.is_dataclass(node):
        shown = [f.name for f in dataclasses.fields(node) if f.name != "column"]
        return type(node), *(bare(getattr(node, name)) for name in shown)
    return node


@settings(max_examples=100, deadline=None)
@given(claims)
def test_a_tree_written_out_reads_as_itself(text: str) -> None:
    claim, _ = parse(text, PLACE)
    if claim is not None:
        assert bare(tree(str(claim))) == bare(claim)
        assert str(tree(str(claim))) == str(claim)


def test_precedence() -> None:
    both = tree("a before b or c before d and not e before f")
    assert isinstance(both, Or)
    assert isinstance(both.claims[1], And)
    assert isinstance(both.claims[1].claims[1], Not)
    assert isinstance(tree("not a before b and c before d"), And)
    conditional = tree("if a before b or c before d then e before f and g before h")
    assert isinstance(conditional, If)
    assert isinstance(conditional.condition, Or)
    assert isinstance(conditional.consequence, And)
    assert isinstance(tree("(if a before b then c before d) or e before f"), Or)


def test_terms_and_chains() -> None:
    chain = tree("20 years <= duration(s1) < end(b) - start(a) + delay")
    assert isinstance(chain, Comparison)
    assert chain.operators == ("<=", "<")
    last = chain.terms[2].parts
    assert [(sign, str(part)) for sign, part in last] == [(1, "end(b)"), (-1, "start(a)"), (1, "delay")]
    assert last[2][1] == Amount(Name("delay", 47))


@pytest.mark.parametrize(
    ("text", "date", "sign", "other"),
    [
        ("c. 1150 -0043 < 1938", "c. 1150", -1, "0043"),
        ("c. 1150 -30 days < 1938", "c. 1150", -1, "30 days"),
        ("30 Dec 1939 +delay < 1940", "30 Dec 1939", 1, "delay"),
        ("18th century -1 year -delay < 1938", "18th century", -1, "1 year"),
    ],
)
def test_a_sign_behind_a_blank_ends_a_date_of_several_words(text: str, date: str, sign: int, other: str) -> None:
    claim = tree(text)
    assert isinstance(claim, Comparison)
    (_, first), (found, second), *_ = claim.terms[0].parts
    assert isinstance(first, Point)
    assert isinstance(first.of, Literally)
    assert (first.of.date.text, found, str(second)) == (date, sign, other)
    assert accepted(text)


@pytest.mark.parametrize("text", ["easter -0586", "15 March -0043", "1150 -1160"])
def test_a_sign_that_a_date_is_written_with_stays_in_it(text: str) -> None:
    claim = tree(f"start(a) < {text}")
    assert isinstance(claim, Comparison)
    ((_, point),) = claim.terms[1].parts
    assert isinstance(point, Point)
    assert isinstance(point.of, Literally)
    assert point.of.date.text == text


def test_ids_that_look_like_something_else() -> None:
    """Strata are called X1 and Y2, kings `before`; a year of five digits and an unspecified one are dates."""
    assert bare(tree("X1 before Y2")) == bare(Relation(Name("X1"), "before", Name("Y2")))
    assert bare(tree("before before starts")) == bare(Relation(Name("before"), "before", Name("starts")))
    for text in ("Y17000", "Y-17000", "XXXX-12-25"):
        claim = tree(f"end(a) <= {text}")
        assert isinstance(claim, Comparison)
        ((_, point),) = claim.terms[1].parts
        assert isinstance(point, Point)
        assert isinstance(point.of, Literally)
    relation = tree("a starts before start of b")
    assert isinstance(relation, Relation)
    assert relation.word == "starts before start of"
    assert tree("a  met \t by b") == Relation(Name("a", 0), "met by", Name("b", 12))


def test_spans_that_exclude_each_other() -> None:
    claim = tree("no  two of [a,$b , c-1] overlap and a before d")
    assert isinstance(claim, And)
    assert claim.claims[0] == Apart((Name("a", 12), Name("$b", 14), Name("c-1", 19)), 0)
    assert str(claim) == "no two of [a, $b, c-1] overlap and a before d"
    assert tree(str(claim)) is not None
    assert names(claim.claims[0]) == ((Name("a", 12), "span"), (Name("$b", 14), "span"), (Name("c-1", 19), "span"))
    # `no` by itself is an id like any other.
    assert bare(tree("no before two")) == bare(Relation(Name("no"), "before", Name("two")))


# -- mistakes


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("no two of [a] overlap", 11, "one span alone cannot overlap"),
        ("no two of [] overlap", 11, "an id or a $variable is expected here, not ']'"),
        ("no two of [a, b, a] overlap", 17, "'a' stands in this list twice"),
        ("no two of [a, start(b)] overlap", 14, "'start(b)' is no id"),
        ("no two of [a, 1140] overlap", 14, "an id or a $variable is expected here, not '1140'"),
        ("no two of [a b] overlap", 11, "'a b' is no id"),
        ("no two of [a, b", 15, "',' or ']' is expected here, but the expression ends"),
        ("no two of [a, b] meet", 17, "'overlap' is expected here, not 'meet'"),
        ("no two of a, b overlap", 10, "'[' is expected here, not 'a,'"),
    ],
)
def test_wrong_lists_of_spans_that_exclude_each_other(text: str, at: int, said: str) -> None:
    wrong = mistake(text)
    assert (column(wrong), wrong.message) == (at, said)


def test_members_are_declared_spans() -> None:
    claim = tree("no two of [a, nobody, $x] overlap")
    found = mistakes(claim, PLACE, kinds={"a": "period", "nobodies": "period"}, variables={}, settings=())
    assert [d.message for d in found] == ["nothing dated is called 'nobody'", "nothing binds $x"]


@settings(max_examples=200, deadline=None)
@given(st.one_of(mutated(), st.text(max_size=30), st.text("startend()<=+-$\"'[]{}.,/ 0189XY²\u0661\t", max_size=20)))
def test_every_mistake_is_a_value_with_a_place_inside_the_text(text: str) -> None:
    claim, wrong = parse(text, PLACE)
    assert (claim is None) != (wrong is None)
    if wrong:
        assert wrong.place.line == PLACE.line
        assert 0 <= column(wrong) <= len(text)
        assert wrong.place.length >= 1
        assert wrong.message
        assert wrong.severity == "error"


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("", 0, "ends"),
        ("end(pact) <=", 12, "ends"),
        ("end(pact) 1938", 10, "comparison"),
        ("pact befor war", 5, "'befor' is no relation"),
        ("end(pact <= 1938", 9, "')'"),
        ("end(pact) <= 1938-13", 18, "month 13"),
        ('end(pact) <= "32 Dec 1939"', 14, "December"),
        ("known(1938) < 1939", 6, "takes an id"),
        ("duration(a) <= 8 days 8 days", 24, "twice"),
        ("duration(a) <= 9999999999999 days", 15, "too large"),
        ("start before war", 0, "'start'"),
        ("war before not", 11, "'not'"),
        ("a before b c before d", 11, "'and' or 'or'"),
        ("(" * 4000 + "a before b", 0, "nested"),
    ],
)
def test_where_a_mistake_is_found(text: str, at: int, says: str) -> None:
    wrong = mistake(text)
    assert column(wrong) == at
    assert says in wrong.message


def test_a_mistyped_relation_is_offered_its_neighbour() -> None:
    assert "met by" in mistake("pact meet by war").help or "meets" in mistake("pact meet by war").help
    assert "contemporary with" in mistake("a contemporary wiht b").help
    assert all(word in mistake("a zzqqxx b").help for word in RELATIONS)


KINDS = {"pact": "event", "war": "event", "stalin": "document", "trotsky": "person", "reign": "period"}


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("end(pakt) <= 1938", "unknown-id", 4),
        ("end(pact) <= 30 days", "dimension", 13),
        ("end(pact) - start(war) <= 1938", "dimension", 26),
        ("end(pact) + end(war) <= 1938", "dimension", 0),
        ("30 days - end(pact) <= 1938", "dimension", 0),
        ("pact <= 1938", "dimension", 0),
        ("known(stalin) <= 1938", "wrong-kind", 6),
        ("end($x) <= 1938", "unbound-variable", 4),
        ("end($much) <= 1938", "wrong-kind", 4),
        ("end(pact) <= start(war) + grace", "unknown-setting", 26),
        ("pact $much war", "wrong-kind", 0),
        ("pact before $much", "wrong-kind", 12),
        ("not (end(pact) <= 1938 or end(nowhere) < 1)", "", 0),
    ],
)
def test_what_is_well_formed_and_still_wrong(text: str, code: str, at: int) -> None:
    claim, wrong = parse(text, PLACE)
    if not code:
        assert wrong is not None  # a year needs four digits
        return
    assert claim is not None
    found = mistakes(claim, PLACE, kinds=KINDS, variables={"much": "duration"}, settings=("delay",))
    assert [(d.code, column(d)) for d in found] == [(code, at)]


def test_what_is_right_has_no_mistakes() -> None:
    for text in (
        "end(stalin) <= known(pact) + delay",
        "end(stalin) - start(pact) >= 3 days",
        "duration(reign) <= 20 years and trotsky contains 1938",
        "end(stalin) <= 1940 - $much",
        "if stalin before war then not end(stalin) < $d",
    ):
        variables = {"much": "duration", "d": "date"}
        assert mistakes(tree(text), PLACE, kinds=KINDS, variables=variables, settings=("delay",)) == []


# -- names and substitution


def test_names_tell_what_each_is_used_for() -> None:
    found = names(tree("if known(pact) < end($d) then not (a $rel b) or duration(c) <= delay"))
    assert [(str(name), use) for name, use in found] == [
        ("pact", "known"),
        ("$d", "end"),
        ("a", "span"),
        ("$rel", "relation"),
        ("b", "span"),
        ("c", "duration"),
        ("delay", "amount"),
    ]


def test_substitution_fills_ids_relations_dates_and_durations() -> None:
    claim = tree("if $a $rel $b then end($a) <= $day + $much and duration($b) <= $much")
    date, much = dates.read("1939-08-23"), dates.read_duration("8 months")
    filled = substitute(claim, {"a": "pact", "b": "war", "rel": "met by", "day": date, "much": much})
    written = "if pact met by war then end(pact) <= 1939-08-23 + 8 months and duration(war) <= 8 months"
    assert bare(filled) == bare(tree(written))
    assert substitute(claim, {}) == claim


# -- what each relation means

Span = tuple[int, int]
ALLEN: dict[str, Callable[[Span, Span], bool]] = {
    "before": lambda a, b: a[1] < b[0],
    "after": lambda a, b: b[1] < a[0],
    "meets": lambda a, b: a[1] == b[0],
    "met by": lambda a, b: b[1] == a[0],
    "overlaps": lambda a, b: a[0] < b[0] < a[1] < b[1],
    "overlapped by": lambda a, b: b[0] < a[0] < b[1] < a[1],
    "starts": lambda a, b: a[0] == b[0] and a[1] < b[1],
    "started by": lambda a, b: a[0] == b[0] and b[1] < a[1],
    "during": lambda a, b: b[0] < a[0] and a[1] < b[1],
    "contains": lambda a, b: a[0] < b[0] and b[1] < a[1],
    "finishes": lambda a, b: a[1] == b[1] and b[0] < a[0],
    "finished by": lambda a, b: a[1] == b[1] and a[0] < b[0],
    "equals": lambda a, b: a == b,
}
LOOSE: dict[str, Callable[[Span, Span], bool]] = {
    "within": lambda a, b: set(range(a[0], a[1] + 1)) <= set(range(b[0], b[1] + 1)),
    "includes": lambda a, b: set(range(b[0], b[1] + 1)) <= set(range(a[0], a[1] + 1)),
    "contemporary with": lambda a, b: bool(set(range(a[0], a[1] + 1)) & set(range(b[0], b[1] + 1))),
    "starts during": lambda a, b: a[0] in range(b[0], b[1] + 1),
    "ends during": lambda a, b: a[1] in range(b[0], b[1] + 1),
    "starts with": lambda a, b: a[0] == b[0],
    "ends with": lambda a, b: a[1] == b[1],
    "starts before start of": lambda a, b: a[0] < b[0],
    "starts before end of": lambda a, b: a[0] < b[1],
    "starts after start of": lambda a, b: a[0] > b[0],
    "starts after end of": lambda a, b: a[0] > b[1],
    "ends before start of": lambda a, b: a[1] < b[0],
    "ends before end of": lambda a, b: a[1] < b[1],
    "ends after start of": lambda a, b: a[1] > b[0],
    "ends after end of": lambda a, b: a[1] > b[1],
}
SPANS = [(s, e) for s, e in product(range(5), repeat=2) if s <= e]


def related(word: str) -> set[tuple[Span, Span]]:
    """The pairs of spans that the engine holds to stand in a relation."""
    translator = Translator(Scale(), (), {})
    ((formula, _),) = translator.formulas(tree(f"a {word} b"), {}, {})
    ((denial, _),) = translator.formulas(tree(f"not a {word} b"), {}, {})
    found = set()
    for a, b in product(SPANS, repeat=2):
        history = {"start(a)": a[0], "end(a)": a[1], "start(b)": b[0], "end(b)": b[1]}
        assert holds(formula, history) != holds(denial, history)
        if holds(formula, history):
            found.add((a, b))
    return found


def test_every_relation_has_a_definition_here() -> None:
    assert {*ALLEN, *LOOSE} == set(RELATIONS)


@pytest.mark.parametrize("word", sorted(RELATIONS))
def test_a_relation_is_its_definition(word: str) -> None:
    definition = (ALLEN | LOOSE)[word]
    assert related(word) == {(a, b) for a, b in product(SPANS, repeat=2) if definition(a, b)}


def test_the_thirteen_of_allen_exclude_each_other_and_leave_nothing_out() -> None:
    """Of spans that last; an instant can both meet and start another."""
    pairs = {(a, b) for a, b in product(SPANS, repeat=2) if a[0] < a[1] and b[0] < b[1]}
    found = [related(word) & pairs for word in ALLEN]
    assert sum(map(len, found)) == len(pairs)
    assert set().union(*found) == pairs


def test_converse_relations_are_each_others_mirror() -> None:
    for one, other in (
        ("before", "after"),
        ("meets", "met by"),
        ("overlaps", "overlapped by"),
        ("starts", "started by"),
        ("during", "contains"),
        ("finishes", "finished by"),
        ("equals", "equals"),
        ("within", "includes"),
        ("contemporary with", "contemporary with"),
    ):
        assert related(one) == {(b, a) for a, b in related(other)}
