"""Random chronologies, files in and JSON out, against a judge of their own.

Each chronology is drawn as a set of inequalities over years, and written as YAML for the program and as selections of
alternatives for tests/oracle.py, which tries them all; every so often as terms for Z3 as well. Windows at each level of
certainty, durations, verdicts, reasons (they suffice, and none of their members can be spared), contradictions and
repairs must be the judge's. The program searches alone here but for every tenth time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

import z3

from chrono.api import Chronology, InvalidEvidence
from chrono.engine.backends import searching_alone
from tests import oracle
from tests.campaigns import Tally
from tests.oracle import ORIGIN, Difference, EitherOr

LEVELS = ("certain", "strong", "moderate")
FIRST, LAST = 1000, 1012
MOST_WAYS = 40
"""Of more selections of alternatives than this the judge would be too slow: another chronology is drawn."""
Formula = tuple[Any, ...]
"""("most", x, y, w) for y - x <= w, or ("all" or "any", formulas)."""


@dataclass
class Drawn:
    """A chronology: its text, what each id says at which certainty, and the claims of its hypotheses."""

    text: str
    points: list[str]
    said: list[tuple[str, str, Formula]]
    claims: dict[str, Formula]


# -- drawing


def drawn(random: Random) -> Drawn:
    """Two or three spans, each with a few bounds, and evidence about them."""
    spans = ["a", "b", "c"][: random.randint(2, 3)]
    text, said = "chronology: {unit: year}\nevents:\n", []
    for span in spans:
        certainty = random.choice(LEVELS)
        fields = []
        for key in ("start", "end"):
            if random.random() < 0.7:
                words, formula = _date(random, f"{key}({span})")
                fields.append(f'{key}: "{words}"')
                said.append((f"{span}.{key}", certainty, formula))
        if random.random() < 0.4:
            sign, length = random.choice(("<=", ">=")), random.randint(0, 6)
            fields.append(f'duration: "{sign} {length} years"')
            said.append((f"{span}.duration", certainty, _order(f"start({span})", f"end({span})", sign, length)))
        text += f"  {span}: {{{', '.join([*fields, f'certainty: {certainty}'])}}}\n"
    text += "evidence:\n"
    for number in range(random.randint(1, 4)):
        certainty = random.choice(LEVELS)
        words, formula = _claim(random, spans, 2)
        text += f'  e{number}: {{holds: "{words}", certainty: {certainty}}}\n'
        said.append((f"e{number}", certainty, formula))
    text += "hypotheses:\n"
    claims = {}
    for number in range(2):
        words, claims[f"h{number}"] = _claim(random, spans, 1)
        text += f'  h{number}: {{claim: "{words}", expect: undetermined}}\n'
    return Drawn(text, [f"{edge}({span})" for span in spans for edge in ("start", "end")], said, claims)


def _date(random: Random, point: str) -> tuple[str, Formula]:
    first, last = sorted(random.choices(range(FIRST, LAST), k=2))
    kind = random.choice(("year", "window", "from", "until", "set"))
    if kind == "year":
        return str(first), _within(point, first, first)
    if kind == "window":
        return f"{first}/{last}", _within(point, first, last)
    if kind == "from":
        return f"{first}/..", _within(point, first, None)
    if kind == "until":
        return f"../{last}", _within(point, None, last)
    return f"[{first}, {last + 2}..{last + 4}]", (
        "any",
        [_within(point, first, first), _within(point, last + 2, last + 4)],
    )


def _within(point: str, first: int | None, last: int | None) -> Formula:
    least = [] if first is None else [("most", point, ORIGIN, -first)]
    return ("all", least + ([] if last is None else [("most", ORIGIN, point, last)]))


def _claim(random: Random, spans: list[str], depth: int) -> tuple[str, Formula]:
    shape = random.choice(("atom", "atom", "or", "or", "and", "not")) if depth else "atom"
    if shape == "atom":
        return _atom(random, spans)
    if shape == "not":
        words, formula = _claim(random, spans, depth - 1)
        return f"not ({words})", negated(formula)
    parts = [_claim(random, spans, depth - 1) for _ in range(2)]
    words = f" {shape} ".join(f"({words})" for words, _ in parts)
    return words, ("any" if shape == "or" else "all", [formula for _, formula in parts])


def _atom(random: Random, spans: list[str]) -> tuple[str, Formula]:
    edge, span, sign = random.choice(("start", "end")), random.choice(spans), random.choice(("<=", "<", ">=", ">", "="))
    kind = random.choice(("year", "other", "duration"))
    if kind == "year":
        year = random.randint(FIRST, LAST)
        return f"{edge}({span}) {sign} {year}", _order(ORIGIN, f"{edge}({span})", sign, year)
    if kind == "duration":
        length = random.randint(0, 6)
        words = f"duration({span}) {sign} {length} years"
        return words, _order(f"start({span})", f"end({span})", sign, length)
    other, offset = f"{random.choice(('start', 'end'))}({random.choice(spans)})", random.randint(0, 4)
    words = f"{edge}({span}) {sign} {other} + {offset} years"
    return words, _order(other, f"{edge}({span})", sign, offset)


def _order(x: str, y: str, sign: str, w: int) -> Formula:
    """y - x in a relation to w."""
    most, least = ("most", x, y, w), ("most", y, x, -w)
    match sign:
        case "<=":
            return most
        case "<":
            return ("most", x, y, w - 1)
        case ">=":
            return least
        case ">":
            return ("most", y, x, -w - 1)
    return ("all", [most, least])


def negated(formula: Formula) -> Formula:
    """What is so where the formula is not."""
    if formula[0] == "most":
        _, x, y, w = formula
        return ("most", y, x, -w - 1)
    return ("any" if formula[0] == "all" else "all", [negated(part) for part in formula[1]])


# -- judging


def ways(formula: Formula) -> EitherOr:
    """The alternatives of a formula, each a list of differences."""
    if formula[0] == "most":
        return [[formula[1:]]]  # type: ignore[list-item]
    parts = [ways(part) for part in formula[1]]
    if formula[0] == "any":
        return [way for part in parts for way in part]
    return [[difference for way in chosen for difference in way] for chosen in product(*parts)]


class Judge:
    """What a drawn chronology allows, by trying everything."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        spans = dict.fromkeys(point[-2] for point in drawn.points)
        self.spans: list[Difference] = [(f"end({span})", f"start({span})", 0) for span in spans]
        self.ways = {id: ways(formula) for id, _, formula in drawn.said}

    def worlds(self, ids: Collection[str], *also: Formula) -> Iterator[oracle.Closure]:
        """Every consistent selection where these ids are accepted and all of `also` holds."""
        told = [self.ways[id] for id in self.ways if id in ids]
        return oracle.worlds(self.drawn.points, [[self.spans], *told, *map(ways, also)])

    def possible(self, ids: Collection[str], *also: Formula) -> bool:
        """Whether there is any."""
        return next(self.worlds(ids, *also), None) is not None

    def at_least(self, level: str) -> set[str]:
        """The ids of a certainty or more."""
        return {id for id, certainty, _ in self.drawn.said if LEVELS.index(certainty) <= LEVELS.index(level)}

    def size(self) -> int:
        """How many selections there are."""
        found = 1
        for several in self.ways.values():
            found *= max(1, len(several))
        return found

    def solver(self, *also: Formula) -> z3.Solver:
        """All of it told to Z3, straight from what was drawn."""
        solver = z3.Solver()
        for formula in (*(formula for _, _, formula in self.drawn.said), *(("most", *d) for d in self.spans), *also):
            solver.add(_term(formula))
        return solver


def _term(formula: Formula) -> Any:
    if formula[0] == "most":
        x, y = (z3.IntVal(0) if name == ORIGIN else z3.Int(name) for name in formula[1:3])
        return y - x <= formula[3]
    parts = [_term(part) for part in formula[1]]
    return z3.And(parts) if formula[0] == "all" else z3.Or(parts)


# -- one chronology


def judge(drawn: Drawn, tally: Tally, by_z3: bool) -> None:
    """Asks the program and the judge, and notes where they differ."""
    judge, everything = Judge(drawn), {id for id, _, _ in drawn.said}
    with nullcontext() if by_z3 else searching_alone():
        try:
            chronology = Chronology.loads(drawn.text)
        except InvalidEvidence:
            # One entry cannot be as it is written: a mistake, which is said when it is read.
            tally.counts["mistakes"] += 1
            entries = [{f"{span}.{key}" for key in ("start", "end", "duration")} for span in "abc"]
            tally.expect(not all(map(judge.possible, entries)), f"no mistake:\n{drawn.text}")
            return
        told = chronology.infer("a", "b").document()
        consistent = judge.possible(everything)
        wanted = "consistent" if consistent else "inconsistent"
        tally.counts[wanted] += 1
        if told["status"] != wanted:
            tally.wrong.append(f"{told['status']}, where it is {wanted}:\n{drawn.text}")
            return
        if not consistent:
            _contradiction(judge, everything, chronology.conflicts().document(), tally)
            return
        _windows(judge, everything, told, tally)
        if by_z3:
            _by_z3(judge, told, tally)
        _verdicts(judge, everything, chronology.check().document(), tally)


def _windows(judge: Judge, everything: set[str], told: dict[str, Any], tally: Tally) -> None:
    levels = {level: list(judge.worlds(judge.at_least(level))) for level in LEVELS}
    for result in told["results"]:
        span = result["id"]
        for edge in ("start", "end"):
            point = f"{edge}({span})"
            for level in result["levels"]:
                most = levels[level["at_least"]]
                found = oracle.union([(-w[point, ORIGIN], w[ORIGIN, point]) for w in most])
                tally.counts["windows"] += 1
                tally.expect(
                    _years(level[edge]) == found, f"{point} at {level['at_least']}: {found}\n{judge.drawn.text}"
                )
            tally.expect(result[edge]["intervals"] == result["levels"][-1][edge]["intervals"], judge.drawn.text)
            for side, ids in result[edge]["because"].items():
                at = result[edge][side]
                if at is not None:
                    beyond = ("most", ORIGIN, point, int(at) - 1)
                    beyond = beyond if side == "earliest" else ("most", point, ORIGIN, -int(at) - 1)
                    _reason(judge, ids, [beyond], f"{point} {side}", tally)
        ends = (f"start({span})", f"end({span})")
        found = oracle.union([(-w[ends[1], ends[0]], w[ends]) for w in levels["moderate"]])
        tally.counts["durations"] += 1
        written = [tuple(interval) for interval in result["duration"]["intervals"]]
        tally.expect(written == found, f"duration({span}): {found}\n{judge.drawn.text}")


def _years(window: dict[str, Any]) -> list[Any]:
    return [tuple(None if at is None else int(at) for at in interval) for interval in window["intervals"]]


def _reason(judge: Judge, ids: list[str], also: list[Formula], said: str, tally: Tally) -> None:
    """That nothing is possible where these are accepted, and something without any one of them."""
    tally.counts["reasons"] += 1
    tally.expect(not judge.possible(ids, *also), f"{said}: {ids} do not suffice\n{judge.drawn.text}")
    for id in ids:
        rest = [other for other in ids if other != id]
        tally.expect(judge.possible(rest, *also), f"{said}: {id} of {ids} can be spared\n{judge.drawn.text}")


def _verdicts(judge: Judge, everything: set[str], told: dict[str, Any], tally: Tally) -> None:
    for result in told["results"]:
        claim = judge.drawn.claims[result["id"]]
        true, false = judge.possible(everything, claim), judge.possible(everything, negated(claim))
        verdict = "undetermined" if true and false else "entailed" if true else "refuted"
        tally.counts["verdicts"] += 1
        tally.expect(result["verdict"] == verdict, f"{result['id']} is {verdict}\n{judge.drawn.text}")
        if verdict != "undetermined":
            against = negated(claim) if verdict == "entailed" else claim
            _reason(judge, result["because"], [against], result["id"], tally)


def _contradiction(judge: Judge, everything: set[str], told: dict[str, Any], tally: Tally) -> None:
    for ids in told["conflicts"]:
        _reason(judge, ids, [], "conflict", tally)
    for ids in told["repairs"]:
        tally.counts["repairs"] += 1
        rest = everything.difference(ids)
        tally.expect(judge.possible(rest), f"without {ids} it is no better\n{judge.drawn.text}")
        for id in ids:
            tally.expect(not judge.possible({*rest, id}), f"{id} of {ids} can stay\n{judge.drawn.text}")


def _by_z3(judge: Judge, told: dict[str, Any], tally: Tally) -> None:
    """Every end of every interval can be, and nothing outside them."""
    for result in told["results"]:
        for edge in ("start", "end"):
            point, intervals = f"{edge}({result['id']})", _years(result[edge])
            tally.counts["windows by Z3"] += 1
            inside: list[Formula] = [_within(point, *one) for one in intervals]
            outside = negated(("any", inside))
            tally.expect(judge.solver(outside).check() == z3.unsat, f"{point} by Z3\n{judge.drawn.text}")
            for at in {at for interval in intervals for at in interval if at is not None}:
                there = judge.solver(_within(point, at, at)).check()
                tally.expect(there == z3.sat, f"{point} = {at} by Z3\n{judge.drawn.text}")


def one(random: Random, tally: Tally) -> None:
    """One chronology."""
    while Judge(found := drawn(random)).size() > MOST_WAYS:
        tally.counts["too many ways, another drawn"] += 1
    tally.counts["chronologies"] += 1
    judge(found, tally, by_z3=tally.counts["chronologies"] % 10 == 0)
