"""A slice of each campaign (`make fuzz` runs them for longer), and that each can fail."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from chrono.api import Chronology
from chrono.engine.certificates import Certificate
from chrono.engine.formulas import Linear
from chrono.engine.leave_one_out import Loosening
from chrono.engine.solver import Solver
from tests.campaigns import Tally, arguments, foreign, hostile, interrupts, mutants, networks, seeds, soundness
from tests.campaigns.soundness import Drawn

QUICK = (
    "for: over 40 x 40 x 40 in no time",
    "32 MB of one bracket",
    "10^5 doubled keys",
    "30,000 entries in half a second",
    "anchors that multiply",
    "a table with a name of 5,000 letters",
    "include of the folder itself",
    "sums with an open side",
    "an id with an escape",
    "a timeout that is no number",
)


def test_random_chronologies_are_answered_as_the_judge_answers() -> None:
    tally = Tally()
    for number in range(60):
        soundness.one(Random(number), tally)
    assert not tally.wrong, tally.wrong[0]
    for counted in ("consistent", "inconsistent", "reasons", "repairs", "verdicts", "windows", "windows by Z3"):
        assert tally.counts[counted] > 5


def test_the_judge_notices_a_window_that_is_wrong() -> None:
    text = "chronology: {unit: year}\nevents:\n  a: {start: 1001/1003, end: 1005}\n  b: {start: 1002, end: 1004}\n"
    said = [("a.start", "certain", soundness._within("start(a)", 1001, 1004))]
    for edge, at in (("start(b)", 1002), ("end(b)", 1004), ("end(a)", 1005)):
        said.append((f"{edge[-2]}.{edge[:-3]}", "certain", soundness._within(edge, at, at)))
    points = ["start(a)", "end(a)", "start(b)", "end(b)"]
    told, tally = Chronology.loads(text).infer("a", "b").document(), Tally()
    judge = soundness.Judge(Drawn(text, points, said, {}))
    soundness._windows(judge, {id for id, _, _ in said}, told, tally)
    assert any(wrong.startswith("start(a) at certain: [(1001, 1004)]") for wrong in tally.wrong)
    tally = Tally()
    soundness._by_z3(judge, told, tally)
    assert any(wrong.startswith("start(a) by Z3") for wrong in tally.wrong)


def test_rules_attacks_and_sequences_are_answered_as_the_judge_answers() -> None:
    tally = Tally()
    for number in range(60):
        arguments.one(Random(number), tally)
    assert not tally.wrong, tally.wrong[0]
    for counted in ("consistent", "inconsistent", "left out", "reasons", "repairs", "verdicts", "windows"):
        assert tally.counts[counted] > 5


@pytest.mark.parametrize("wrong", ["attacks", "exceptions", "levels", "chains"])
def test_the_judge_notices_what_is_argued_wrongly(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A judge that understands one thing otherwise does not agree: so each of them is put to the test."""
    standing, concluded = arguments.standing, arguments.concluded
    if wrong == "attacks":
        monkeypatch.setattr(arguments, "standing", lambda pieces: standing([replace(p, against=[]) for p in pieces]))
    elif wrong == "levels":
        monkeypatch.setattr(arguments, "standing", lambda pieces: standing([replace(p, level=0) for p in pieces]))
    else:
        other = {"unless": []} if wrong == "exceptions" else {"chained": False}
        monkeypatch.setattr(arguments, "concluded", lambda rule, said: concluded(replace(rule, **other), said))
    tally = Tally()
    for number in range(80):
        arguments.one(Random(number), tally)
    assert tally.wrong


def test_random_networks_of_every_kind_are_answered_as_cp_sat_answers() -> None:
    tally = Tally()
    for number in range(200):
        networks.one(Random(number), tally)
    assert not tally.wrong, tally.wrong[0]
    assert not [what for what in tally.counts if "open" in what]
    for counted in ("consistent", "contradictory", "gaps", "distances", "left out", "reasons"):
        assert tally.counts[counted] > 20
    assert sum(what.startswith("of ") for what in tally.counts) == len(networks.FAMILIES)
    assert tally.counts["windows by the other search"] > 20


@pytest.mark.parametrize("wrong", ["window", "witness", "reason", "left out", "crash"])
def test_what_the_engine_would_answer_wrongly_is_noticed(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of answer is made wrong in turn; it is noticed, and told by fewer formulas than were drawn."""
    windows, certificate, preferred = Solver.windows, Solver.certificate, Solver.preferred

    def narrower(solver: Solver, ids: Any = None) -> Any:
        answer, found = windows(solver, ids)
        return answer, {p: replace(w, intervals=w.intervals[:1]) for p, w in found.items()}

    def other(solver: Solver, distance: Any, window: Any, ids: Any = None) -> Certificate | None:
        found = certificate(solver, distance, window, ids)
        if found is None:
            return None
        ((first, *_), *_) = found.attained
        moved = tuple(replace(w, history={p: at + 1 for p, at in w.history.items()}) for w in first)
        return replace(found, attained=((moved,),) * len(found.attained))  # type: ignore[arg-type]

    def more(solver: Solver, also: Any, ids: Any = None) -> Any:
        found = preferred(solver, also, ids)
        return found and tuple(sorted({*found, *solver.network.ids}))

    def crashed(*given: object) -> Any:
        raise ZeroDivisionError("crashed")

    monkeypatch.setattr(
        Solver if wrong != "left out" else Loosening,
        {"window": "windows", "witness": "certificate", "reason": "preferred", "left out": "without", "crash": "shown"}[
            wrong
        ],
        {"window": narrower, "witness": other, "reason": more, "left out": lambda *_: {}, "crash": crashed}[wrong],
    )
    tally, number = Tally(), 0
    while not tally.wrong and number < 200:
        networks.one(Random(number), tally)
        number += 1
    assert tally.wrong
    _, formulas = networks.drawn(Random(number - 1))
    assert tally.wrong[0].count("Linear(") < repr(formulas).count("Linear(")


def test_a_judge_that_understands_bounds_otherwise_does_not_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    told = networks.Judge

    def looser(points: Any, formulas: Any, far: int) -> Any:
        return told(points, [replace(f, most=f.most + 1) if isinstance(f, Linear) else f for f in formulas], far)

    monkeypatch.setattr(networks, "Judge", looser)
    tally = Tally()
    for number in range(10):
        networks.one(Random(number), tally)
    assert tally.wrong


def test_mutants_end_as_they_should() -> None:
    tally = Tally()
    for number in range(300):
        mutants.one(Random(number), tally)
    assert not tally.wrong, tally.wrong[0]
    assert tally.counts["validate ended with 1"] > 50
    assert tally.counts["validate ended with 0"] > 10


@pytest.mark.parametrize("name", QUICK)
def test_hostile_inputs_end_in_time_and_in_little_memory(name: str) -> None:
    tally = Tally()
    hostile.judge(name, tally)
    assert not tally.wrong, tally.wrong[0]


FOREIGN = (
    "tei: entities that multiply",
    "tei: an entity of the system",
    "tei: 200,000 levels",
    "tei: 100,000 faulty dates",
    "harris: graph, entities that multiply",
    "harris: list, 10^5 units unknown",
    "chronolog: deep",
    "periodo: 10^5 faulty years",
    "linked-places: 10^5 faulty dates",
    "oxcal: 10^6 signs",
    "gedcom: a line of 30 MB",
    "cidoc-crm: deep",
    "table: a sheet of 300 MB in 300 kB",
    "table: a sheet that says it is small",
    "table: cells that repeat",
)


@pytest.mark.parametrize("name", FOREIGN)
def test_hostile_files_of_other_tools_are_refused_with_their_place(name: str) -> None:
    tally = Tally()
    # The campaign allows 2 s; here a machine may be slow, as a test says nothing of speed.
    foreign.judge(name, tally, slack=5)
    assert not tally.wrong, tally.wrong[0]


def test_mutated_samples_give_a_chronology_or_mistakes() -> None:
    tally = Tally()
    for number in range(200):
        foreign.mutant(Random(number), tally)
    assert not tally.wrong, tally.wrong[0]
    assert tally.counts["read"] > 10
    assert tally.counts["refused"] > 50


def test_an_interrupt_leaves_a_whole_answer_or_none() -> None:
    tally = Tally()
    for number in range(3):
        interrupts.one(Random(number), tally)
    assert not tally.wrong, tally.wrong[0]


def test_no_order_of_names_leaks() -> None:
    tally = Tally()
    for number in range(2):
        seeds.one(Random(number), tally, seeds.SEEDS[:3])
    assert not tally.wrong, tally.wrong[0]
