"""Contradictions: every smallest conflict, every smallest repair, and what follows from each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.cartularies import cartulary

from chrono import Chronology
from chrono.answers.conflicts import Conflicts
from chrono.core.limits import Limit
from chrono.frontends.cli.showing import code_of
from chrono.questions.conflicts import MOST_LATE, conflicts
from chrono.questions.options import Options
from chrono.questions.session import Session
from tests.asking import ask, founding_case, run, tell, written

LETTER = ("--with", "rivals/letter-of-december-1939.yaml")
CORE = {"letter-of-december-1939", "manuscript.parts", "nothing-after-1938", "rule:silence"}
PASSED_OVER = ("debate", "finland", "incorporation", "pact", "poland", "war")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founding_case(tmp_path_factory.mktemp("stalin"))


def test_the_letter_of_december_clashes_with_each_earlier_silence(case: Path) -> None:
    answer = ask(case, "conflicts", *LETTER, code=1)
    assert answer["schema"] == "chrono.conflicts/1"
    assert answer["status"] == "inconsistent"
    assert answer["complete"] is True
    assert {frozenset(c) for c in answer["conflicts"]} == {frozenset({*CORE, f"{e}.date"}) for e in PASSED_OVER}
    assert [set(r) for r in answer["repairs"][:3]] == [
        {"letter-of-december-1939"},
        {"nothing-after-1938"},
        {"rule:silence"},
    ]
    assert {frozenset(r) for r in answer["repairs"]} == {
        *(frozenset({id}) for id in CORE),
        frozenset(f"{e}.date" for e in PASSED_OVER),
    }


@pytest.mark.parametrize(
    ("given_up", "finished"),
    [
        ("letter-of-december-1939", ("1938-01-01", "1939-08-23")),
        ("nothing-after-1938", ("1939-12-30", "1940-05-31")),
        ("rule:silence", ("1939-12-30", "1940-05-31")),
    ],
)
def test_what_follows_from_a_repair_is_what_leaving_it_out_gives(
    case: Path, given_up: str, finished: tuple[str, str]
) -> None:
    answer = ask(case, "conflicts", "manuscript", *LETTER, code=1)
    (repair,) = [r for r in answer["repair_windows"] if r["given_up"] == [given_up]]
    (window,) = repair["windows"]
    assert (window["end"]["earliest"], window["end"]["latest"]) == finished
    (left,) = ask(case, "infer", "manuscript", *LETTER, "--without", given_up)["results"]
    assert (left["end"]["earliest"], left["end"]["latest"]) == finished


def test_the_silence_scoped_to_the_fragments_agrees_with_the_letter(case: Path) -> None:
    scoped = (*LETTER, "--with", "rivals/silence-of-the-fragments.yaml", "--without", "nothing-after-1938")
    answer = ask(case, "conflicts", *scoped)
    assert (answer["status"], answer["conflicts"], answer["repairs"]) == ("consistent", [], [])


def test_by_rule_and_by_source(case: Path) -> None:
    by_rule = ask(case, "conflicts", *LETTER, "--by", "rule", code=1)
    assert (by_rule["conflicts"], by_rule["repairs"]) == ([["rule:silence"]], [["rule:silence"]])
    by_source = ask(case, "conflicts", *LETTER, "--by", "source", code=1)
    letter, article = "source:felshtinsky-cherniavsky", "source:riddell-2017"
    assert by_source["conflicts"] == [[letter, article]]
    assert sorted(by_source["repairs"]) == [[letter], [article]]


def test_by_single_inference_each_silence_is_a_thing_of_its_own(case: Path) -> None:
    answer = ask(case, "conflicts", *LETTER, "--by", "inference", code=1)
    assert answer["complete"] is True
    assert len(answer["conflicts"]) == len(PASSED_OVER)
    # The letter; the part; or for each event passed over either its date or the silence about it.
    assert len(answer["repairs"]) == 2 + 2 ** len(PASSED_OVER)


def test_repairs_with_the_same_outcome_are_told_together(case: Path) -> None:
    screen = tell(case, "conflicts", "manuscript", *LETTER, "--by", "inference", code=1)
    assert "66 smallest repairs" in screen
    assert screen.count("→ finished") == 2, "one for each outcome"
    assert "or any of 61 more, none cheaper" in " ".join(screen.split())
    # Every repair stands in the document, with its windows.
    answer = ask(case, "conflicts", "manuscript", *LETTER, "--by", "inference", code=1)
    assert len(answer["repair_windows"]) == 66
    assert all(r["windows"] for r in answer["repair_windows"])


def test_infer_and_check_show_the_first_conflict_and_its_repairs(case: Path) -> None:
    for command in ("infer", "check"):
        answer = ask(case, command, *LETTER, code=1)
        (conflict,) = answer["conflicts"]
        assert set(conflict) >= CORE
        assert answer["repairs"][0] == ["letter-of-december-1939"]
        screen = tell(case, command, *LETTER, code=1)
        assert "contradiction: these cannot all be true" in screen
        assert "give up letter-of-december-1939" in screen
        assert "→ manuscript finished 30 Dec 1939 – 31 May 1940" in screen


def test_the_screen_names_what_is_in_every_conflict(case: Path) -> None:
    screen = " ".join(tell(case, "conflicts", *LETTER, code=1).split())
    assert "6 smallest conflicts: all there are." in screen
    assert (
        "In every one of them: letter-of-december-1939, manuscript.parts, nothing-after-1938 and rule silence" in screen
    )
    assert "5 smallest repairs" in screen


def test_no_conflict_is_said_to_be_none(case: Path) -> None:
    assert "no conflicts: the evidence can all be true" in tell(case, "conflicts")


def test_an_unknown_id_is_offered_the_nearest(case: Path) -> None:
    result = run(case, "conflicts", "manuscirpt", *LETTER)
    assert result.exit_code == 2
    assert "did you mean 'manuscript'?" in result.stderr


def test_of_a_limit_reached_at_once_the_conflict_that_plain_paths_show_is_told(case: Path) -> None:
    answer = ask(case, "conflicts", *LETTER, "--timeout", "0.000001", code=1)
    assert (answer["status"], answer["repairs"], answer["complete"]) == ("inconsistent", [], False)
    (conflict,) = answer["conflicts"]
    assert frozenset(conflict) in {frozenset({*CORE, f"{e}.date"}) for e in PASSED_OVER}


def test_disjoint_contradictions_and_the_level_at_which_they_end(tmp_path: Path) -> None:
    text = """
events: {a: {date: 1200}, b: {date: 1300}, c: {date: 1400}}
evidence:
  b-first: {holds: start(b) < start(a), certainty: moderate}
  c-first: {holds: start(c) < start(b), certainty: strong}
"""
    answer = ask(written(tmp_path, text), "conflicts", code=1)
    assert {frozenset(c) for c in answer["conflicts"]} == {
        frozenset({"a.date", "b.date", "b-first"}),
        frozenset({"b.date", "c.date", "c-first"}),
        frozenset({"a.date", "c.date", "b-first", "c-first"}),
    }
    assert answer["repairs"][0] == ["b-first", "c-first"]
    assert answer["consistent_at"] == "certain"
    assert ask(tmp_path, "conflicts", "--at-least", "strong", code=1)["disjoint"] == 1


# -- within a limit


class Soon(Limit):
    """A limit that is reached after it was asked so many times: at the same point of the work each time."""

    def __init__(self, times: int) -> None:
        super().__init__(1e6)
        self.times, self.asked = times, 0

    def ended(self) -> bool:
        self.asked += 1
        return self.asked > self.times


@pytest.fixture(scope="module")
def mistaken(tmp_path_factory: pytest.TempPathFactory) -> Chronology:
    folder = tmp_path_factory.mktemp("cartulary")
    cartulary(24, 0.05).write(folder)
    return Chronology.load(folder)


def conflicts_within(chronology: Chronology, limit: Limit) -> Conflicts:
    answer = conflicts(chronology.value, (), Options(limit=limit))
    limit.answered()
    return answer.within(limit)


def test_whatever_is_met_before_a_limit_is_told(mistaken: Chronology) -> None:
    numbers, met = set[int](), set[tuple[str, ...]]()
    for times in range(0, 10_000, 20):
        cut = conflicts_within(mistaken, Soon(times))
        assert "time" in cut.limits
        assert not cut.known
        if cut.status == "inconsistent":
            told = {reason.ids for reason in cut.conflicts}
            assert told, f"after {times} looks at the clock"
            assert all(reason.premises for reason in cut.conflicts)
            assert code_of(cut) == 1
            numbers.add(len(told))
            met |= told
        else:
            assert (cut.status, cut.conflicts, code_of(cut)) == ("unknown", (), 3)
        if cut.repaired:
            break
    assert len(numbers) > 2, "of some limits one conflict is told, of others several"
    # What the clusters came to by then is what they come to without a limit.
    whole = Chronology.windows(mistaken)
    assert len(whole.clusters) > 2
    assert set(cut.repaired) == set(whole.repaired)
    assert {c.conflicts for c in cut.clusters} == {c.conflicts for c in whole.clusters}
    explainer = Session(mistaken.value).base(Options()).explainer
    for ids in sorted(met):
        assert explainer.refuted(ids, ())
        assert not any(explainer.refuted([other for other in ids if other != id], ()) for id in ids), ids
    # The conflicts of the clusters are told though the search for all of them had no time.
    of_clusters = {conflict for cluster in cut.clusters for conflict in cluster.conflicts}
    assert len(cut.conflicts) >= min(MOST_LATE, len(of_clusters))
    document = json.loads(json.dumps(cut.document()))
    assert (document["status"], document["complete"]) == ("inconsistent", False)
    assert "time" in document["unknown"]["limits"]
