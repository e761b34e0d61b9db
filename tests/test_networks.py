"""The engine without files: what is refused, what comes out, and why."""

from __future__ import annotations

from itertools import pairwise

import pytest

from chrono.engine.certificates import proves
from chrono.engine.formulas import AllOf, AnyOf, Constraint, Linear
from chrono.networks import FURTHEST, InvalidNetwork, apart, at_least, at_most, because, either, network, solve


def test_windows_reasons_and_certificates_of_a_small_network() -> None:
    made = network(
        ["accession", "charter", "death"],
        [
            because(either(at_most("accession", 1066), at_least("accession", 1070)), "annals"),
            because(at_least("accession", 1060), "coins"),
            because(apart("accession", "charter", 2, 3), "charter"),
            because(apart("charter", "death", 0), "seal"),
            because(at_most("death", 1075), "obituary"),
            because(at_most("death", 1080), "legend"),
        ],
    )
    answer = solve(made)
    assert answer.status == "consistent"
    assert answer.windows["accession"].intervals == ((1060, 1066), (1070, 1073))
    assert answer.windows["charter"].intervals == ((1062, 1069), (1072, 1075))
    assert answer.why("charter", "latest") == ("obituary", "seal")
    assert answer.why("death", "earliest") == ("charter", "coins", "seal")
    assert answer.conflict() == ()
    certificate = answer.certificate("charter")
    assert certificate is not None
    assert proves(certificate, [c.formula for c in made.constraints])


def test_open_ends_rest_on_nothing() -> None:
    answer = solve(network(["a", "b"], [because(at_least("a", 5), "x")]))
    assert [answer.windows[p].hull for p in "ab"] == [(5, None), (None, None)]
    assert answer.why("a", "latest") == ()
    assert answer.why("a", "earliest") == ("x",)


def test_a_conflict_is_minimal() -> None:
    clash = [because(at_most("a", 3), "low"), because(at_least("a", 5), "high"), because(at_least("a", 6), "higher")]
    answer = solve(network(["a"], clash, {"high": 3, "higher": 1, "low": 2}))
    assert (answer.status, dict(answer.windows)) == ("inconsistent", {})
    found = answer.conflict()
    assert found is not None
    assert set(found) in ({"low", "high"}, {"low", "higher"})
    assert solve(answer.network, {"low"}).status == "consistent"


def test_an_empty_network_has_no_windows_and_no_contradiction() -> None:
    answer = solve(network([], []))
    assert (answer.status, dict(answer.windows)) == ("consistent", {})


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(InvalidNetwork) as refused:
        network(
            ["a", "a", ""],
            [
                because(at_most("b", 0), "x"),
                because(at_most("a", FURTHEST + 1), "y"),
                because(AllOf((at_most("a", 1), AnyOf(()))), "z"),
                Constraint(Linear(("a",), (), True)),
                Constraint(Linear(("a",), (), 1.5)),  # type: ignore[arg-type]
            ],
            {"nobody": 1},
        )
    assert refused.value.mistakes == (
        "point 'a' is declared twice",
        "a point is named by a text that is not empty, not ''",
        "constraint 1 (x) names 'b', which is not declared",
        "constraint 2 (y) has the bound 1000000000000001, which is beyond 10^15",
        "constraint 3 (z) is an either/or with no alternative",
        "constraint 4 has the bound True, which is no whole number",
        "constraint 5 has the bound 1.5, which is no whole number",
        "nothing rests on 'nobody', which has a rank",
    )


def test_the_largest_number_is_taken() -> None:
    answer = solve(network(["a"], [because(at_most("a", FURTHEST), "x"), because(at_least("a", FURTHEST), "y")]))
    assert answer.windows["a"].hull == (FURTHEST, FURTHEST)


def test_a_hundred_thousand_points_in_one_line() -> None:
    """Each 1 to 3 after the one before, the first and the last dated; no Z3, or it would not end."""
    points = [f"p{i}" for i in range(100_000)]
    line = [because(apart(one, other, 1, 3), f"e{i}") for i, (one, other) in enumerate(pairwise(points))]
    answer = solve(
        network(points, [*line, because(at_least("p0", 0), "first"), because(at_most("p99999", 150_000), "last")])
    )
    assert answer.status == "consistent"
    assert answer.windows["p0"].hull == (0, 50_001)
    assert answer.windows["p50000"].hull == (50_000, 100_001)
