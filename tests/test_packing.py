"""Spans that lack room, and chains of lemmas, as the checker takes them: a proof holds, and no changed one does."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, permutations, product
from pathlib import Path
from random import Random

from chrono.engine.certificates import Cases, Chain, Lemma, Packed, Packing, Sum, refutes
from chrono.engine.formulas import AnyOf, Formula, Linear, Point, at_least, at_most, either, holds, negated
from tests.asking import tell, written

THREE = [("sa", "ea"), ("sb", "eb"), ("sc", "ec")]


def apart(one: tuple[Point, Point], other: tuple[Point, Point], between: int = 0) -> AnyOf:
    formula = either(Linear((one[1],), (other[0],), -between), Linear((other[1],), (one[0],), -between))
    assert isinstance(formula, AnyOf)
    return formula


def packing(least: int, first: int, last: int, between: int = 0) -> Packing:
    spans = [Packed(s, e, (Linear((s,), (e,), -least),), (at_least(s, first),), (at_most(e, last),)) for s, e in THREE]
    return Packing(tuple(spans), tuple(apart(one, other, between) for one, other in combinations(THREE, 2)))


def given(tree: Packing) -> list[Formula]:
    return [*tree.apart, *(b for span in tree.spans for b in (*span.lasting, *span.after, *span.before))]


def test_spans_that_need_more_room_than_there_is() -> None:
    tight, loose = packing(4, 0, 11), packing(4, 0, 12)
    assert refutes(tight, given(tight))
    assert not refutes(loose, given(loose))
    assert refutes(packing(4, 0, 13, between=1), given(packing(4, 0, 13, between=1)))
    assert not refutes(packing(4, 0, 14, between=1), given(packing(4, 0, 14, between=1)))


def test_every_premise_is_needed() -> None:
    tight = packing(4, 0, 11)
    for left_out in given(tight):
        assert not refutes(tight, [f for f in given(tight) if f != left_out])


def test_a_packing_may_count_from_another_point() -> None:
    spans = [
        Packed(
            s,
            e,
            (Linear((s,), (e,), -4),),
            (Linear(("p",), (s,), 0),),
            (Linear((e,), ("q",), 0), Linear(("q",), ("p",), 11)),
        )
        for s, e in THREE
    ]
    tree = replace(packing(4, 0, 11), spans=tuple(spans))
    assert refutes(tree, given(tree))
    mixed = replace(tree, spans=(*spans[:2], packing(4, 0, 11).spans[2]))
    assert not refutes(mixed, given(mixed))


def test_a_changed_packing_is_no_proof() -> None:
    tight = packing(4, 0, 11)
    one, other, third = tight.spans
    changed = [
        replace(tight, spans=(one, other)),
        replace(tight, spans=(one, one, third)),
        replace(tight, spans=(other, one, third)),
        replace(tight, spans=(replace(one, start="sb"), other, third)),
        replace(tight, spans=(replace(one, start=one.end, end=one.start), other, third)),
        replace(tight, spans=(replace(one, lasting=()), other, third)),
        replace(tight, spans=(replace(one, lasting=one.lasting * 2), other, third)),
        replace(tight, spans=(replace(one, after=one.before, before=one.after), other, third)),
        replace(tight, spans=(replace(one, after=()), other, third)),
        replace(tight, apart=tight.apart[:2]),
        replace(tight, apart=(*tight.apart[:2], tight.apart[0])),
        replace(tight, apart=tight.apart[::-1]),
        replace(tight, apart=(*tight.apart[:2], either(*tight.apart[2].parts, at_least("sa", 5)))),  # type: ignore[union-attr, arg-type]
        Packing((), ()),
    ]
    for tree in changed:
        # Even where all that it names were given.
        assert not refutes(tree, [*given(tight), *given(tree)]), tree


def test_no_packing_holds_that_numbers_do_not() -> None:
    """Random little packings: what the checker takes has no history, by trying all."""
    random = Random(5)
    taken = 0
    for _ in range(600):
        spans = [
            Packed(
                s,
                e,
                (Linear((s,), (e,), -random.randint(-1, 2)),),
                (at_least(s, random.randint(0, 1)),),
                (at_most(e, random.randint(2, 4)),),
            )
            for s, e in THREE[: random.randint(2, 3)]
        ]
        ways = [
            random.choice([apart(a, b, random.randint(-1, 1)), apart(a, b, 0).parts[0]])
            for a, b in combinations([(s.start, s.end) for s in spans], 2)
        ]
        tree = Packing(tuple(spans), tuple(ways))  # type: ignore[arg-type]
        if not refutes(tree, given(tree)):
            continue
        taken += 1
        points = [p for s in spans for p in (s.start, s.end)]
        for values in product(range(5), repeat=len(points)):
            assert not all(holds(f, dict(zip(points, values, strict=True))) for f in given(tree))
    assert taken > 20


def test_a_chain_uses_what_it_has_shown_and_nothing_else() -> None:
    early, late = at_most("a", 3), at_least("b", 10)
    near = Linear(("b",), ("a",), 5)
    bound = at_most("b", 8)
    lemma = Lemma(bound, Sum((bound.negated(), near, early)))
    end = Sum((bound, late))
    assert refutes(Chain((lemma,), end), (early, late, near))
    assert not refutes(Chain((), end), (early, late, near))
    assert not refutes(end, (early, late, near))
    # The opposite of a lemma is given for its own proof alone.
    assert not refutes(Chain((lemma,), Sum((bound.negated(), near, early))), (early, late, near))
    assert not refutes(
        Chain((Lemma(at_most("b", 7), lemma.because),), Sum((at_most("b", 7), late))), (early, late, near)
    )
    # A lemma may not be used before it is shown, nor to show itself.
    other = Lemma(at_most("b", 9), Sum((at_least("b", 10), bound)))
    assert refutes(Chain((lemma, other), end), (early, late, near))
    assert not refutes(Chain((other, lemma), end), (early, late, near))
    assert not refutes(Chain((Lemma(bound, Sum((bound.negated(), bound))),), end), (early, late, near))


def test_an_either_or_can_be_a_lemma() -> None:
    first, second = at_most("a", 3), at_most("b", 3)
    learned = either(first, second)
    assert isinstance(learned, AnyOf)
    either_or = either(at_most("a", 2), at_most("b", 1))
    assert isinstance(either_or, AnyOf)
    because = Cases(either_or, (Sum((at_most("a", 2), first.negated())), Sum((at_most("b", 1), second.negated()))))
    given_ = (either_or, at_least("a", 5), at_least("b", 5))
    last = Cases(learned, (Sum((first, at_least("a", 5))), Sum((second, at_least("b", 5)))))
    assert refutes(Chain((Lemma(learned, because),), last), given_)
    for literals in permutations(learned.parts, 1):
        weaker = AnyOf(literals)
        assert not refutes(Chain((Lemma(weaker, because),), Cases(weaker, last.refuted[:1])), given_)
    assert negated(negated(learned)) == learned


SEVEN = """
chronology: {title: Seven kings, unit: year}
periods:
  a: {duration: 8 years, start: 1100/1158, end: 1100/1158}
  b: {duration: 9 years, start: 1100/1158, end: 1100/1158}
  c: {duration: 10 years, start: 1100/1158, end: 1100/1158}
  d: {duration: ">= 7 years", start: 1100/1158, end: 1100/1158}
  e: {duration: 9 years, start: 1100/1158, end: 1100/1158}
  f: {duration: 8 years, start: 1100/1158, end: 1100/1158}
  g: {duration: 10 years, start: 1100/1158, end: 1100/1158}
"""
SAID = 'evidence: {one-throne: {holds: "no two of [a, b, c, d, e, f, g] overlap"}}'
SPELLED = "evidence:\n" + "\n".join(
    f"  {x}-{y}: {{holds: {x} before {y} or {x} meets {y} or {x} met by {y} or {x} after {y}}}"
    for x, y in combinations("abcdefg", 2)
)
LISTED = "sequences: [{of: [a, b, c, d, e, f, g], order: unknown, gaps: allowed}]"


def test_a_contradiction_is_told_as_what_it_is(tmp_path: Path) -> None:
    """However it was written that no two of them overlap."""
    for number, how in enumerate((SAID, LISTED, SPELLED)):
        folder = tmp_path / str(number)
        folder.mkdir()
        screen = tell(written(folder, SEVEN + how), "conflicts", code=1)
        assert "these 7 spans need 61 years together, and there are 58 years between 1100 and 1158" in screen


def test_a_bound_is_told_as_what_it_is(tmp_path: Path) -> None:
    """Step by step."""
    text = """
chronology: {unit: year}
periods:
  a: {duration: 5 years, start: 1100/1158}
  b: {duration: 10 years, start: 1100/1121, end: 1100/1121}
  c: {duration: 10 years, start: 1100/1121, end: 1100/1121}
"""
    pairs = list(combinations("abc", 2))
    ways = (
        "no two of [a, b, c] overlap",
        " and ".join(f"({x} before {y} or {x} meets {y} or {x} met by {y} or {x} after {y})" for x, y in pairs),
    )
    for number, said in enumerate(ways):
        folder = tmp_path / str(number)
        folder.mkdir()
        evidence = f'evidence: {{one: {{holds: "{said}"}}}}\n'
        screen = " ".join(tell(written(folder, text + evidence), "explain", "a", "--start", "--earliest").split())
        assert "began not earlier than 1120" in screen
        assert "5. these 3 spans need 25 years together, and there are 24 years between 1100 and 1124" in screen
