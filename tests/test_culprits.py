"""What `conflicts` names first where evidence contradicts itself in many places."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from chrono import Chronology
from chrono.answers.contradictions import Cluster
from chrono.documents import decode
from chrono.frontends.cli import main
from chrono.questions.culprits import likely
from tests.asking import ask, tell, written

WRONG_DATE = """
chronology: {unit: year}
documents: {act: {}, other: {}}
evidence:
  date: {holds: start(act) >= 1211, certainty: certain}
  anselm: {holds: end(act) <= 1172, certainty: moderate}
  baldwin: {holds: end(act) <= 1175, certainty: moderate}
  conan: {holds: end(act) <= 1208, certainty: strong}
  late: {holds: start(other) >= 1150, certainty: strong}
  early: {holds: end(other) <= 1140, certainty: moderate}
"""


def test_a_wrong_date_comes_before_the_witnesses_given_up_for_it(tmp_path: Path) -> None:
    told = ask(written(tmp_path, WRONG_DATE, rules=False), "conflicts", code=1)
    assert told["repaired"] == ["anselm", "baldwin", "conan", "early"]
    assert [(one["id"], one["stands_for"]) for one in told["culprits"]] == [
        ("date", ["anselm", "baldwin", "conan"]),
        ("early", ["early"]),
    ]
    assert told["culprits"][0]["premises"][0]["line"] == 5
    assert sorted(cluster["given_up"] for cluster in told["clusters"]) == [
        ["anselm"],
        ["baldwin"],
        ["conan"],
        ["early"],
    ]


def test_the_screen_begins_with_it_and_keeps_the_repairs_of_the_whole_for_all(tmp_path: Path) -> None:
    few = tell(written(tmp_path, WRONG_DATE, rules=False), "conflicts", code=1)
    assert few.index("instead of 3") < few.index("gives up 4 things in 4 clusters") < few.index("conflict 1:")
    more = "".join(f"  w{number}: {{holds: end(act) <= {1180 + number}}}\n" for number in range(10))
    folder = written(tmp_path, WRONG_DATE + more, rules=False)
    screen, everything = tell(folder, "conflicts", code=1), tell(folder, "conflicts", "--all", code=1)
    first = screen.index("look first at what stands in all conflicts")
    assert first < screen.index("instead of 13") < screen.index("gives up 14 things in 14 clusters")
    assert "and 4 more clusters (--all shows them)" in screen
    assert "--all shows all 14 conflicts in full and 4 repairs of the whole" in screen
    assert "these cannot all be true" not in screen
    assert everything.count("these cannot all be true") == 14
    assert "4 smallest repairs, the least certain first" in everything


def test_one_cluster_is_told_as_it_was() -> None:
    evidence = "evidence: {a: {holds: start(d) >= 1102}, b: {holds: end(d) <= 1101}}"
    answer = Chronology.loads(f"chronology: {{unit: year}}\ndocuments: {{d: {{}}}}\n{evidence}\n").conflicts()
    assert (answer.clusters, answer.repaired, answer.culprits) == ((), (), ())
    assert "culprits" not in answer.document()


def test_the_document_says_it_all() -> None:
    answer = Chronology.loads(WRONG_DATE).conflicts()
    again = decode(answer.document())
    assert (again.culprits, again.repaired) == (answer.culprits, answer.repaired)  # type: ignore[attr-defined]


def test_rules_are_none_and_everything_given_up_is_stood_for_once() -> None:
    def cluster(*conflicts: tuple[str, ...]) -> Cluster:
        return Cluster((conflicts[0][0],), (), conflicts, None)

    found = likely(
        [
            cluster(("a", "rule:r", "x"), ("a", "rule:r", "x", "y")),
            cluster(("b", "rule:r", "x")),
            cluster(("c", "rule:r", "y")),
            cluster(("d", "rule:r", "x"), ("d", "z")),
        ],
        {"a": 1, "b": 1, "c": 2, "d": 1, "x": 3, "y": 3, "z": 3},
        {},
    )
    assert found == (("x", ("a", "b")), ("d", ("d",)), ("c", ("c",)))


def test_of_as_many_the_less_agrees_with_it_the_sooner() -> None:
    clusters = [Cluster((id,), (), ((id, other),), None) for other in "xy" for id in (f"{other}1", f"{other}2")]
    ranks = dict.fromkeys(("x", "y"), 4)
    assert [id for id, _ in likely(clusters, ranks, {"x": 3, "y": 2})] == ["y", "x"]
    assert [id for id, _ in likely(clusters, ranks, {"x": 2, "y": 3})] == ["x", "y"]


def test_a_reign_that_most_agrees_with_comes_after_the_dates_counted_in_it() -> None:
    acts = {f"act-{n}.date": [f"witness-{n}-{k}" for k in range(8)] for n in range(4)}
    clusters = [Cluster((w,), (), ((w, date, "henry.start"),), None) for date, ids in acts.items() for w in ids]
    ranks = dict.fromkeys(("henry.start", *acts), 4)
    resting = dict.fromkeys(acts, 4) | {w: 2 for ids in acts.values() for w in ids}
    most_agrees = likely(clusters, ranks, resting | {"henry.start": 300})
    assert most_agrees == tuple((date, tuple(ids)) for date, ids in acts.items())
    nothing_else = likely(clusters, ranks, resting | {"henry.start": 16})
    assert [id for id, _ in nothing_else] == ["henry.start"]


def test_of_many_clusters_the_conflicts_are_told_that_are_known_and_one_repair(tmp_path: Path) -> None:
    acts = ", ".join(f"act-{n}: {{}}" for n in range(30))
    said = "{d} was witnessed early"
    rule = "rules: {early: {title: t, when: [$d was witnessed early], then: end($d) <= 1140}}"
    vocabulary = f"vocabulary: {{early: {{says: '{said}', slots: {{d: document}}}}}}"
    evidence = "".join(
        f"  early-{n}: {{says: act-{n} was witnessed early}}\n"
        f"  late-{n}: {{holds: start(act-{n}) >= 1150, certainty: strong}}\n"
        for n in range(30)
    )
    text = f"chronology: {{unit: year}}\ndocuments: {{{acts}}}\n{vocabulary}\n{rule}\nevidence:\n{evidence}"
    folder = written(tmp_path, text, rules=False)
    told = ask(folder, "conflicts", "act-7", code=1)
    assert told["conflicts"] == sorted([f"early-{n}", f"late-{n}", "rule:early"] for n in range(30))
    assert told["repairs"] == [sorted(f"early-{n}" for n in range(30))]
    windows = told["repair_windows"][0]["windows"]
    assert [(window["id"], window["start"]["earliest"]) for window in windows] == [("act-7", "1150")]
    assert told["complete"] is False
    assert CliRunner().invoke(main, ["verify", "-C", str(folder), "-"], input=json.dumps(told)).exit_code == 0


def test_an_answer_about_one_act_tells_of_a_crowd_of_mistakes_only_what_bears_on_it(tmp_path: Path) -> None:
    acts = "".join(f"  act-{n}: {{name: the grant of a toft}}\n" for n in range(30))
    evidence = "".join(
        f"  early-{n}: {{holds: end(act-{n}) <= 1140}}\n"
        f"  late-{n}: {{holds: start(act-{n}) >= 1150, certainty: strong}}\n"
        f"  weak-{n}: {{says: act-{n} was written before 1130, certainty: weak}}\n"
        f"  held-{n}: {{holds: end($d) <= 1130, for: {{d: [act-{n}]}}, certainty: weak}}\n"
        for n in range(1, 30)
    )
    vocabulary = "vocabulary: {b: {says: '{d} was written before {x}', slots: {d: document, x: date}}}\n"
    rules = "rules: {b: {title: t, when: [$d was written before $x], then: end($d) <= $x}}\n"
    text = f"chronology: {{unit: year}}\ndocuments:\n{acts}evidence:\n{evidence}{vocabulary}{rules}"
    folder = written(tmp_path, text, rules=False)

    one = tell(folder, "infer", "act-7", code=1)
    assert "29 smallest conflicts in 29 clusters; given up" in one
    assert "contradicts late-7\n" in one
    assert "and 28 more clusters that are not about act-7 (--format json lists them)" in one
    assert [word for word in one.split() if word.startswith(("early-", "weak-", "held-"))] == [
        "early-7",
        "held-7",
        "weak-7",
    ]
    assert "and 56 more (--format json lists them)" in one
    assert tell(folder, "explain", "act-7", code=1).count("too weak to count") == 2

    none = tell(folder, "infer", "act-0", code=1)
    assert "in 29 clusters, none of them about act-0\n" in none
    assert "58 others (--format json lists them)" in none

    every = tell(folder, "infer", code=1)
    assert "and 9 more clusters (--format json lists them)" in every
    assert every.count("too weak to count") == 20
    assert "and 38 more (--format json lists them)" in every
    assert len(ask(folder, "infer", "act-7", code=1)["set_aside"]) == 58


def test_of_many_contradictions_a_comparison_tells_some_and_counts_the_rest(tmp_path: Path) -> None:
    acts = ", ".join(f"act-{n}: {{}}" for n in range(30))
    evidence = "".join(
        f"  early-{n}: {{holds: end(act-{n}) <= 1140}}\n"
        f"  late-{n}: {{holds: start(act-{n}) >= 1150, certainty: strong}}\n"
        for n in range(30)
    )
    folder = written(tmp_path, f"chronology: {{unit: year}}\ndocuments: {{{acts}}}\nevidence:\n{evidence}", rules=False)
    moved = tell(folder, "whatif", "--without", "early-7", code=1)
    assert moved.count("these cannot all be true") == 10
    assert "and 19 more contradictions (`chrono conflicts` says where to look first)" in moved
    assert "give up early-0, early-1, early-10, early-11 and 25 more" in " ".join(moved.split())
    for words in (["whatif", "--without", "early-7", "--strict"], ["explain", "events.yaml:11", "--strict"]):
        strict = tell(folder, *words, code=1)
        assert "nothing is compared: evidence that contradicts itself has no windows" in strict
        assert "nothing moves" not in strict
