"""The hypotheses of the founding case as properties: what they survive, what they hinge on, and the laws.

The README's property test stands here as well, so that it is run.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import Chronology
from chrono.testing import History, assert_laws, histories, perturbed, subsets, with_added
from tests.small import ROOT

STALIN = Chronology.load(ROOT)
SOME = settings(max_examples=25, deadline=None)
SILENT_ABOUT = ["pact", "war", "poland", "incorporation", "finland", "debate"]
BEFORE_THE_WAR = "end(manuscript) < start(war)"


@SOME
@given(st.integers(0, 8))
def test_any_delay_up_to_eight_days_leaves_the_thesis_standing(days: int) -> None:
    assert STALIN.verdict(BEFORE_THE_WAR, settings={"silence.delay": f"{days} days"}) == "entailed"


@SOME
@given(st.integers(9, 2000))
def test_a_longer_delay_leaves_it_open(days: int) -> None:
    assert STALIN.verdict(BEFORE_THE_WAR, settings={"silence.delay": f"{days} days"}) == "undetermined"


@SOME
@given(subsets(STALIN, among=SILENT_ABOUT))
def test_the_final_views_do_not_hinge_on_any_one_event(fewer: Chronology) -> None:
    """That the manuscript holds Trotsky's last word on the Soviet state, written in April 1940."""
    assert fewer.verdict("end(manuscript) >= end(balance-sheet)") == "refuted"


@SOME
@given(subsets(STALIN, among=[e.id for e in STALIN.value.evidence if e.id != "nothing-after-1938"], max_dropped=2))
def test_nor_on_any_evidence_but_the_silence(fewer: Chronology) -> None:
    assert fewer.verdict("end(manuscript) >= end(balance-sheet)") == "refuted"
    assert fewer.verdict(BEFORE_THE_WAR) == "entailed"


@SOME
@given(perturbed(STALIN))
def test_nor_on_where_in_their_stretches_the_dates_fall(moved: Chronology) -> None:
    assert moved.verdict("end(manuscript) >= end(balance-sheet)") == "refuted"
    assert moved.verdict(BEFORE_THE_WAR) == "entailed"


@SOME
@given(perturbed(STALIN, days=4, among=["pact.date", "war.date", "debate.date"]))
def test_the_war_came_nine_days_after_the_pact_so_four_days_either_way_do_not_matter(moved: Chronology) -> None:
    assert moved.verdict(BEFORE_THE_WAR) == "entailed"


@SOME
@given(with_added(STALIN))
def test_more_evidence_of_the_same_kind_does_not_take_it_away(more: Chronology) -> None:
    assert more.verdict(BEFORE_THE_WAR) == "entailed"
    assert more.verdict("end(manuscript) >= 1940-05") == "refuted"


@SOME
@given(histories(STALIN, ["end(manuscript)", "start(war)", "end(balance-sheet)"]))
def test_it_is_so_in_every_history(history: History) -> None:
    assert history.satisfies(BEFORE_THE_WAR)
    assert not history.satisfies("end(manuscript) >= end(balance-sheet)")


def test_the_founding_case_obeys_the_laws() -> None:
    assert_laws(STALIN, "end(manuscript)", "start(fragments)")
    assert_laws(STALIN.varied(without="rule:silence"), "end(manuscript)")
