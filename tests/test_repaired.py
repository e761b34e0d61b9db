"""What `infer` gives up of contradictory evidence, and which other repairs it names."""

from __future__ import annotations

from chrono import Chronology

KEPT_DOWN = """
chronology: {unit: year}
documents: {d: {}}
evidence:
  a: {holds: end(d) <= 1100, against: b}
  b: {holds: end(d) <= 1110}
  c: {holds: start(d) >= 1120}
"""


def test_what_is_given_up_does_not_bring_back_what_contradicts_the_rest() -> None:
    # Without a, b counts again and contradicts c as well: c alone is the least.
    answer = Chronology.loads(KEPT_DOWN).infer("d")
    assert answer.repaired == ("c",)
    assert [other.given_up for cluster in answer.clusters for other in cluster.others] == [("a", "b")]
    (result,) = answer.results
    assert (result.end.window.intervals, result.stands) == (((None, 1100),), "hangs")


def test_another_repair_is_taken_whole() -> None:
    answer = Chronology.loads(KEPT_DOWN).infer("d", repair=2)
    assert answer.repaired == ("a", "b")
    (result,) = answer.results
    assert result.start.window.intervals == ((1120, None),)
