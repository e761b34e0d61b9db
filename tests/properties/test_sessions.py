"""A session answers as if it had never been asked anything before, whatever it was asked, left out or cut short.

Random chronologies as for leaving out; what is left out of a base by taking it from what was encoded is set against
encoding the files without it, value by value, and answers against those of sessions that were just made, byte by byte.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono import loading
from chrono.answers.common import Shown
from chrono.core.limits import Limit
from chrono.core.points import end_of, start_of
from chrono.documents import dumps
from chrono.engine.outcomes import Answer, Distance
from chrono.loading import Memory
from chrono.model.chronology import Certainty, Chronology
from chrono.model.omission import omissible
from chrono.questions.base import Base
from chrono.questions.check import check
from chrono.questions.conflicts import conflicts
from chrono.questions.explain import explain
from chrono.questions.infer import infer
from chrono.questions.options import Options, Unanswerable
from chrono.questions.proven import proven_window
from chrono.questions.sensitivity import sensitivity
from chrono.questions.session import Session
from chrono.questions.suggest import suggest
from chrono.questions.whatif import whatif
from chrono.questions.windows import windows
from tests import casefiles
from tests.casefiles import CASES, RULES
from tests.properties.test_leaving_out import bases
from tests.small import ROOT, read

MORE = int(os.environ.get("CHRONO_FUZZ", "1"))
SOME = settings(max_examples=30 * MORE, deadline=None, suppress_health_check=[HealthCheck.too_slow])

QUESTIONS: dict[str, Any] = {
    "infer": lambda of, options: infer(of, (), options),
    "infer one": lambda of, options: infer(of, ("d1",), options),
    "check": lambda of, options: check(of, (), options),
    "explain a span": lambda of, options: explain(of, "d0", options),
    "explain a hypothesis": lambda of, options: explain(of, "h1", options),
    "sensitivity": lambda of, options: sensitivity(of, ("d0",), options),
    "conflicts": lambda of, options: conflicts(of, (), options),
    "conflicts by source": lambda of, options: conflicts(of, (), options, "source"),
    "suggest": lambda of, options: suggest(of, "d0", options),
    "whatif": lambda of, options: whatif(of, (), options),
}


class Soon(Limit):
    """A limit that is reached after it was asked so many times: at the same point of the work each time."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.left = times

    def ended(self) -> bool:
        self.left -= 1
        return self.left < 0

    def milliseconds(self) -> int | None:
        return 1 if self.left < 0 else None


def said(question: str, of: Chronology | Session, options: Options) -> str:
    """The document of an answer, or why there is none."""
    try:
        answer = QUESTIONS[question](of, options)
    except Unanswerable as refusal:
        return str(refusal.diagnostics)
    assert isinstance(answer, Shown)
    return dumps(answer.document())


def options_of(draw: st.DrawFn, chronology: Chronology) -> Options:
    """What may be changed; mostly something left out."""
    known = sorted(omissible(chronology))
    return Options(
        without=tuple(draw(st.lists(st.sampled_from(known), max_size=2, unique=True))),
        at_least=draw(st.sampled_from([None, None, None, Certainty.STRONG])),
    )


@SOME
@given(st.data())
def test_a_session_answers_as_if_it_were_new(data: st.DataObject) -> None:
    chronology = read(data.draw(bases()))
    session = Session(chronology)
    for _ in range(data.draw(st.integers(2, 5))):
        options = options_of(data.draw, chronology)
        question = data.draw(st.sampled_from(sorted(QUESTIONS)))
        if data.draw(st.booleans()):
            assert windows(session, ("*",), options) == windows(chronology, ("*",), options)
        if data.draw(st.booleans()):
            cut = Options(options.overlays, options.without, options.settings, options.at_least)
            times = data.draw(st.integers(0, 300))
            said(question, session, Options(**{**_fields(cut), "limit": Soon(times)}))
        assert said(question, session, options) == said(question, chronology, options), (question, options)


def _fields(options: Options) -> dict[str, Any]:
    return {"without": options.without, "settings": options.settings, "at_least": options.at_least}


def assert_derived_alike(chronology: Chronology, options: Options = Options()) -> int:  # noqa: B008
    """Everything that can be left out by itself, taken from what was encoded where that is done; how often it was."""
    whole = Base(chronology, options)
    points = [p for e in chronology.entries for p in (start_of(e.id), end_of(e.id))]
    if whole.status()[0] == "consistent":
        for point in points:
            proven_window(whole, Distance(point))
    derived = 0
    for id in sorted(omissible(chronology)):
        left = Options(without=(id,), at_least=options.at_least)
        base = Base(chronology, left, above=whole)
        if base.derived:
            derived += 1
            anew = Base(chronology, left)
            for value in ("chronology", "network", "holdings", "instances", "weighing", "asked"):
                assert getattr(base, value) == getattr(anew, value), (id, value)
            assert [*base.network.ranks.items()] == [*anew.network.ranks.items()], id
            assert base.entanglement == anew.entanglement, id
            standing = {p: window for p in points if (window := base.standing.get(Distance(p)))}
            if standing:
                answer, found = anew.solver.windows()
                assert answer is Answer.YES
                assert standing == {p: found[p] for p in standing}, id
    return derived


@SOME
@given(bases(), st.sampled_from([None, Certainty.STRONG]))
def test_what_is_left_is_what_encoding_it_anew_gives(text: str, level: Certainty | None) -> None:
    assert_derived_alike(read(text), Options(at_least=level))


@pytest.mark.parametrize("path", sorted(CASES.rglob("*.yaml")), ids=lambda path: path.stem)
def test_what_is_left_of_every_case(path: Path) -> None:
    case = casefiles.read(path.read_text(encoding="utf-8"))
    rules = {f"rules/{f.name}": f.read_text(encoding="utf-8") for f in RULES.glob("*.yaml")} if case.rules else {}
    found = loading.load(Memory({**case.files, **rules})).chronology
    if found is None:
        pytest.skip("its files are meant to have mistakes")
    assert_derived_alike(found)


def test_much_is_left_of_the_founding_case() -> None:
    found = loading.load(ROOT).chronology
    assert found is not None
    assert assert_derived_alike(found) > 50
