"""Random chronologies with rules, exceptions, attacks and sequences, against a judge of their own.

What stands is worked out here from what was drawn (grounded labels: P. M. Dung, Artificial Intelligence 77, 1995), what
the rules then conclude by trying every pair of statements, and what that leaves by tests/oracle.py, which tries every
selection. Windows, verdicts, reasons, contradictions and repairs must be the judge's; and so must be what is left
without any one thing, for which the judge begins again from the start. Nothing of it is the program's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import product
from random import Random
from typing import Any

from chrono.api import Chronology, InvalidEvidence
from chrono.engine.backends import searching_alone
from tests import oracle
from tests.campaigns import Tally
from tests.campaigns.soundness import FIRST, LAST, Formula, _atom, _order, _within, negated, ways
from tests.oracle import ORIGIN

LEVELS = ("certain", "strong", "moderate")
SPANS = ("a", "b", "c")
MOST_WAYS = 60
VOCABULARY = """vocabulary:
  follows: {says: "{event} follows {other}", slots: {event: event, other: event}}
  hidden: {says: "{event} is hidden", slots: {event: event}}
"""
Fact = tuple[str, ...]
"""("follows", x, y) or ("hidden", x)."""
POINTS = [f"{edge}({span})" for span in SPANS for edge in ("start", "end")]


@dataclass
class Piece:
    """A piece of evidence: what it says, holds and attacks."""

    id: str
    level: int
    says: list[Fact] = field(default_factory=list)
    holds: Formula | None = None
    against: list[str] = field(default_factory=list)
    denies: Fact | None = None


@dataclass
class Rule:
    """What follows where one span follows another, and where it does not; `chained`: where that follows a third."""

    id: str
    level: int
    chained: bool
    unless: list[list[str]]
    most: int


@dataclass
class Drawn:
    """A chronology: its text, and what it is made of."""

    text: str = ""
    stated: list[tuple[str, int, Formula]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    claims: dict[str, Formula] = field(default_factory=dict)


CONDITIONS = {
    "$x is hidden": None,
    "$y is hidden": None,
    "start($x) > 1006": lambda x, y: _order(ORIGIN, f"start({x})", ">", 1006),
    "end($y) < 1004": lambda x, y: _order(ORIGIN, f"end({y})", "<", 1004),
}
"""Lines of `unless`: a sentence, or a condition on dates with what it says of two spans."""


# -- drawing


def drawn(random: Random) -> Drawn:
    """Three dated spans, one or two rules, and evidence that says, holds, answers and denies."""
    found = Drawn("chronology: {unit: year}\nevents:\n")
    for span in SPANS:
        fields = []
        for key in ("start", "end"):
            first, last = sorted(random.choices(range(FIRST, LAST), k=2))
            words, bounds = random.choice(
                ((f"{first}/{last}", (first, last)), (f"{first}/..", (first, None)), (f"../{last}", (None, last)))
            )
            fields.append(f'{key}: "{words}"')
            found.stated.append((f"{span}.{key}", 0, _within(f"{key}({span})", *bounds)))
        found.text += f"  {span}: {{{', '.join(fields)}}}\n"
    found.text += VOCABULARY
    _sequence(random, found)
    _rules(random, found)
    _evidence(random, found)
    found.text += "hypotheses:\n"
    for number in range(2):
        words, found.claims[f"h{number}"] = _atom(random, [*SPANS])
        found.text += f'  h{number}: {{claim: "{words}", expect: undetermined}}\n'
    return found


def _sequence(random: Random, found: Drawn) -> None:
    one, other = random.sample(SPANS, 2)
    link = ("most", f"start({other})", f"end({one})", 0)
    kind = random.choice(("none", "none", "gaps", "close", "unknown"))
    id, level = f"sequence:{one},{other}", random.randrange(3)
    certainty = f"certainty: {LEVELS[level]}"
    if kind == "gaps":
        found.text += f"sequences: [{{of: [{one}, {other}], gaps: allowed, {certainty}}}]\n"
        found.stated.append((id, level, link))
    elif kind == "close":
        found.text += f"sequences: [{{of: [{one}, {other}], {certainty}}}]\n"
        found.stated.append((id, level, ("all", [link, ("most", f"end({one})", f"start({other})", 0)])))
    elif kind == "unknown":
        one, other = sorted((one, other))
        found.text += f"sequences: [{{of: [{other}, {one}], order: unknown, gaps: allowed, {certainty}}}]\n"
        either = [("most", f"start({y})", f"end({x})", 0) for x, y in ((one, other), (other, one))]
        found.stated.append((f"sequence:{one},{other}", level, ("any", either)))


def _rules(random: Random, found: Drawn) -> None:
    found.text += "rules:\n"
    for number in range(random.randint(1, 2)):
        unless = [random.sample([*CONDITIONS], random.choice((1, 1, 2))) for _ in range(random.choice((0, 1, 1, 2)))]
        rule = Rule(f"r{number}", random.randrange(3), random.random() < 0.3, unless, random.randint(0, 3))
        when = "[$x follows $y, $y follows $z]" if rule.chained else "$x follows $y"
        lines = ", ".join(f"[{', '.join(lines)}]" if len(lines) > 1 else lines[0] for lines in unless)
        then = f"start($x) >= end({'$z' if rule.chained else '$y'}) + {rule.most} years"
        found.text += f"  {rule.id}: {{title: t, when: {when}, then: {then}, certainty: {LEVELS[rule.level]}"
        found.text += f", unless: [{lines}]}}\n" if unless else "}\n"
        found.rules.append(rule)


def _evidence(random: Random, found: Drawn) -> None:
    found.text += "evidence:\n"
    ids = [f"e{number}" for number in range(random.randint(2, 6))]
    for id in ids:
        piece, fields = Piece(id, random.randrange(3)), []
        if random.random() < 0.7:
            piece.says = list(dict.fromkeys(_fact(random) for _ in range(random.choice((1, 1, 2)))))
            fields.append(f"says: [{', '.join(map(_words, piece.says))}]")
        if not piece.says or random.random() < 0.2:
            words, piece.holds = _atom(random, [*SPANS])
            fields.append(f'holds: "{words}"')
        if random.random() < 0.35:
            piece.against = random.sample([other for other in ids if other != id], 1)
            fields.append(f"against: {piece.against[0]}")
        if random.random() < 0.25:
            piece.denies = _fact(random)
            fields.append(f"denies: {_words(piece.denies)}")
        found.text += f"  {id}: {{{', '.join(fields)}, certainty: {LEVELS[piece.level]}}}\n"
        found.pieces.append(piece)


def _fact(random: Random) -> Fact:
    if random.random() < 0.6:
        return ("follows", *random.sample(SPANS, 2))
    return ("hidden", random.choice(SPANS))


def _words(fact: Fact) -> str:
    return f"{fact[1]} follows {fact[2]}" if fact[0] == "follows" else f"{fact[1]} is hidden"


# -- judging


def standing(pieces: list[Piece]) -> list[tuple[str, int, Fact | Formula, bool]]:
    """What stands of the evidence: (id, level, what is said or held, whether it is said)."""
    by_id = {piece.id: piece for piece in pieces}
    answered: dict[str, set[str]] = {piece.id: set() for piece in pieces}
    denied: dict[tuple[str, Fact], set[str]] = {(p.id, fact): set() for p in pieces for fact in p.says}
    for piece in pieces:
        # A lower number is more certain: what is less certain than what it attacks fails.
        for id in piece.against:
            if id in by_id and piece.level <= by_id[id].level:
                answered[id].add(piece.id)
        for (id, fact), deniers in denied.items():
            if piece.denies == fact and piece.level <= by_id[id].level:
                deniers.add(piece.id)
    stands, fallen = set[str](), set[str]()
    while True:
        up, down = set[str](), set[str]()
        for piece in pieces:
            said = [denied[piece.id, fact] for fact in piece.says]
            rests = bool(said) and piece.holds is None
            if answered[piece.id] & stands or (rests and all(one & stands for one in said)):
                down.add(piece.id)
            elif answered[piece.id] <= fallen and (not rests or any(one <= fallen for one in said)):
                up.add(piece.id)
        if (up, down) == (stands, fallen):
            break
        stands, fallen = up, down
    found: list[tuple[str, int, Fact | Formula, bool]] = []
    for piece in pieces:
        if piece.id in stands:
            found += [(piece.id, piece.level, f, True) for f in piece.says if denied[piece.id, f] <= fallen]
            if piece.holds is not None:
                found.append((piece.id, piece.level, piece.holds, False))
    return found


def concluded(rule: Rule, said: list[tuple[str, int, Fact]]) -> Iterator[tuple[set[str], Formula]]:
    """What a rule makes of the statements: the ids that each conclusion rests on, and what it says."""
    follows = [one for one in said if one[2][0] == "follows"]
    for premises in product(follows, repeat=2 if rule.chained else 1):
        if rule.chained and premises[0][2][2] != premises[1][2][1]:
            continue
        _, x, y = premises[0][2]
        conclusion = _order(f"end({premises[-1][2][2]})", f"start({x})", ">=", rule.most)
        strength = max(level for _, level, _ in premises)
        exceptions: list[Formula] | None = []
        for lines in rule.unless:
            met = _met(lines, x, y, strength, said)
            if met == []:
                exceptions = None
            if met is None or exceptions is None:
                continue
            exceptions.append(("all", met))
        if exceptions is not None:
            ids = {f"rule:{rule.id}", *(id for id, _, _ in premises)}
            yield ids, ("any", [conclusion, *exceptions]) if exceptions else conclusion


def _met(lines: list[str], x: str, y: str, strength: int, said: list[tuple[str, int, Fact]]) -> list[Formula] | None:
    """The conditions on dates under which all of the lines are met; [] where they are, None where they are not."""
    conditions = []
    for line in lines:
        if (on_dates := CONDITIONS[line]) is not None:
            conditions.append(on_dates(x, y))
        elif not any(f == ("hidden", x if "$x" in line else y) and level <= strength for _, level, f in said):
            return None
    return conditions


class Judge:
    """What a drawn chronology allows without some of it, from the start."""

    def __init__(self, drawn: Drawn, without: Collection[str] = ()) -> None:
        left = [piece for piece in drawn.pieces if piece.id not in without]
        stands = standing(left)
        said = [(id, level, what) for id, level, what, is_said in stands if is_said]
        self.base: list[tuple[set[str], Formula]] = [
            ({id}, formula) for id, _, formula in drawn.stated if id not in without
        ]
        self.base += [({id}, what) for id, _, what, is_said in stands if not is_said]
        for rule in drawn.rules:
            if f"rule:{rule.id}" not in without:
                self.base += concluded(rule, said)
        self.spans = [[[(f"end({span})", f"start({span})", 0) for span in SPANS]]]
        self.text = drawn.text

    def size(self) -> int:
        """How many selections of alternatives there are."""
        found = 1
        for _, formula in self.base:
            found *= max(1, len(ways(formula)))
        return found

    def worlds(self, ids: Collection[str] | None = None, *also: Formula) -> Iterator[oracle.Closure]:
        """Every consistent selection, of what rests on these ids alone where some are given."""
        told = [ways(formula) for needed, formula in self.base if ids is None or needed <= set(ids)]
        return oracle.worlds(POINTS, [*self.spans, *told, *map(ways, also)])

    def possible(self, ids: Collection[str] | None = None, *also: Formula) -> bool:
        """Whether there is any."""
        return next(self.worlds(ids, *also), None) is not None

    def windows(self) -> dict[str, list[Any]]:
        """Every value of every point."""
        worlds = list(self.worlds())
        return {point: oracle.union([(-w[point, ORIGIN], w[ORIGIN, point]) for w in worlds]) for point in POINTS}


# -- one chronology


def judge(drawn: Drawn, random: Random, tally: Tally) -> None:
    """Asks the program and the judge, and notes where they differ."""
    judge = Judge(drawn)
    with searching_alone():
        try:
            chronology = Chronology.loads(drawn.text)
        except InvalidEvidence:
            tally.counts["mistakes"] += 1
            ids = [[f"{span}.start", f"{span}.end"] for span in SPANS]
            tally.expect(not all(map(judge.possible, ids)), f"no mistake:\n{drawn.text}")
            return
        told = chronology.infer(*SPANS).document()
        consistent = judge.possible()
        tally.counts["consistent" if consistent else "inconsistent"] += 1
        wanted = "consistent" if consistent else "inconsistent"
        if told["status"] != wanted:
            tally.wrong.append(f"{told['status']}, where it is {wanted}:\n{drawn.text}")
            return
        if consistent:
            _windows(judge, told, tally)
            _verdicts(judge, drawn, chronology.check().document(), tally)
        else:
            _contradiction(judge, drawn, chronology.conflicts().document(), tally)
        ids = [f"rule:{rule.id}" for rule in drawn.rules] + [piece.id for piece in drawn.pieces]
        left_out = random.choice(ids)
        without, left = chronology.infer(*SPANS, without=left_out).document(), Judge(drawn, [left_out])
        if left.size() <= 4 * MOST_WAYS:
            tally.counts["left out"] += 1
            _same(left, without, f"without {left_out}", tally)


def _same(judge: Judge, told: dict[str, Any], said: str, tally: Tally) -> None:
    found = judge.windows()
    consistent = any(found.values())
    tally.expect((told["status"] == "consistent") == consistent, f"{said}: {told['status']}\n{judge.text}")
    for result in told["results"] if consistent and told["status"] == "consistent" else ():
        for edge in ("start", "end"):
            tally.counts["windows"] += 1
            point = f"{edge}({result['id']})"
            years = [tuple(None if at is None else int(at) for at in one) for one in result[edge]["intervals"]]
            tally.expect(years == found[point], f"{said}: {point} is {found[point]}, not {years}\n{judge.text}")


def _windows(judge: Judge, told: dict[str, Any], tally: Tally) -> None:
    _same(judge, told, "as it stands", tally)
    for result in told["results"]:
        for edge in ("start", "end"):
            point = f"{edge}({result['id']})"
            for side, ids in result[edge]["because"].items():
                if (at := result[edge][side]) is not None:
                    low = ("most", ORIGIN, point, int(at) - 1)
                    beyond = low if side == "earliest" else ("most", point, ORIGIN, -int(at) - 1)
                    _reason(judge, ids, [beyond], f"{point} {side}", tally)


def _reason(judge: Judge, ids: list[str], also: list[Formula], said: str, tally: Tally) -> None:
    tally.counts["reasons"] += 1
    tally.expect(not judge.possible(ids, *also), f"{said}: {ids} do not suffice\n{judge.text}")
    for id in ids:
        rest = [other for other in ids if other != id]
        tally.expect(judge.possible(rest, *also), f"{said}: {id} of {ids} can be spared\n{judge.text}")


def _verdicts(judge: Judge, drawn: Drawn, told: dict[str, Any], tally: Tally) -> None:
    for result in told["results"]:
        claim = drawn.claims[result["id"]]
        true, false = judge.possible(None, claim), judge.possible(None, negated(claim))
        verdict = "undetermined" if true and false else "entailed" if true else "refuted"
        tally.counts["verdicts"] += 1
        tally.expect(result["verdict"] == verdict, f"{result['id']} is {verdict}\n{judge.text}")
        if verdict != "undetermined" and result["verdict"] == verdict:
            against = negated(claim) if verdict == "entailed" else claim
            _reason(judge, result["because"], [against], result["id"], tally)


def _contradiction(judge: Judge, drawn: Drawn, told: dict[str, Any], tally: Tally) -> None:
    for ids in told["conflicts"]:
        _reason(judge, ids, [], "conflict", tally)
    for ids in told["repairs"]:
        tally.counts["repairs"] += 1
        tally.expect(Judge(drawn, ids).possible(), f"without {ids} it is no better\n{judge.text}")


def one(random: Random, tally: Tally) -> None:
    """One chronology."""
    while Judge(found := drawn(random)).size() > MOST_WAYS:
        tally.counts["too many ways, another drawn"] += 1
    tally.counts["chronologies"] += 1
    judge(found, random, tally)
