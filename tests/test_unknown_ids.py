"""What is not there is refused before anything is weighed or encoded, whatever is asked of it."""

from pathlib import Path

import pytest

from chrono import exports, questions
from chrono.exchange import Choices
from chrono.grounding import argumentation
from chrono.questions.options import AS_WRITTEN, Unanswerable
from chrono.questions.session import Session

TEXT = """\
chronology: {title: One letter}
events: {pact: {date: 1172}}
documents: {letter: {date: 1171}}
hypotheses: {first: {claim: letter before pact}}
"""
ASKED = {
    "infer": lambda session: questions.infer.infer(session, ("leter",)),
    "infer, windows": lambda session: questions.windows.windows(session, ("leter",)),
    "infer, sensitivity": lambda session: questions.sensitivity.sensitivity(session, ("leter",)),
    "infer, in runs": lambda session: questions.vary.vary(session, ("leter",), runs=2),
    "infer, beside rivals": lambda session: questions.rivals.rivals(session, ("leter",), []),
    "explain": lambda session: questions.explain.explain(session, "leter"),
    "suggest": lambda session: questions.suggest.suggest(session, "leter"),
    "check": lambda session: questions.check.check(session, ("frist",)),
    "conflicts": lambda session: questions.conflicts.conflicts(session, ("leter",)),
    "timeline": lambda session: questions.timeline.timeline(session, ("leter",)),
    "whatif": lambda session: questions.whatif.whatif(
        session, ("leter",), questions.options.Options(without=("pact",))
    ),
    "report": lambda session: questions.report.report(session, ("leter",)),
    "export": lambda session: exports.export(session, "oxcal", ("leter",), AS_WRITTEN, Choices()),
    "export, a table": lambda session: exports.export(session, "csv", ("leter",), AS_WRITTEN, Choices()),
}


@pytest.mark.parametrize("asked", ASKED)
def test_an_unknown_id_is_refused_before_anything_is_weighed(
    asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "events.yaml").write_text(TEXT)
    session = Session.read(tmp_path)

    def weighed(*_: object) -> None:
        pytest.fail("the evidence was weighed")

    monkeypatch.setattr(argumentation, "weigh", weighed)
    with pytest.raises(Unanswerable) as refused:
        ASKED[asked](session)
    (mistake,) = refused.value.diagnostics
    assert (mistake.code, mistake.help) in {
        ("unknown-id", "did you mean 'letter'?"),
        ("unknown-id", "did you mean 'first'?"),
    }


def test_an_unknown_id_is_refused_of_what_was_asked_before(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(TEXT)
    session = Session.read(tmp_path)
    known = questions.infer.infer(session)
    with pytest.raises(Unanswerable):
        questions.infer.infer(session, ("leter",))
    assert questions.infer.infer(session) == known
