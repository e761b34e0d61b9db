"""What a session keeps from one question to the next, and what it must not."""

from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from chrono import Chronology
from chrono.core.limits import Limit
from chrono.documents import dumps
from chrono.engine.outcomes import Distance
from chrono.engine.solver import Solver
from chrono.grounding import encoding
from chrono.loading import Memory, Overlay
from chrono.questions.base import Base
from chrono.questions.check import check
from chrono.questions.infer import infer
from chrono.questions.options import Options, Unanswerable
from chrono.questions.rivals import rivals
from chrono.questions.session import KEPT, Session
from chrono.questions.whatif import whatif
from chrono.questions.windows import windows
from tests.properties.test_sessions import Soon
from tests.small import ROOT, read

TEXT = """
chronology: {unit: year}
events: {flood: {date: 1120}, fire: {date: 1150}}
documents: {charter: {}, letter: {date: "[1110..1160]"}}
evidence:
  after-the-flood: {holds: start(charter) > end(flood)}
  before-the-fire: {holds: end(charter) < start(fire)}
  cites: {holds: start(letter) > end(charter)}
  seal: {holds: end(charter) <= 1140 or start(charter) >= 1145}
  forged: {against: [seal], note: It was cut off}
hypotheses:
  early: {claim: end(charter) <= 1140, expect: undetermined, under: {without: [cites]}}
"""
EARLIER = "evidence: {earlier: {holds: end(charter) <= 1130}}"


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pieces of evidence each chronology had that was encoded since."""
    found: list[int] = []
    encode = encoding.encode

    def counting(chronology: Any, *given: Any) -> Any:
        found.append(len(chronology.evidence))
        return encode(chronology, *given)

    monkeypatch.setattr(encoding, "encode", counting)
    return found


def test_asking_twice_encodes_once(encoded: list[int]) -> None:
    session = Session(read(TEXT))
    first = infer(session)
    assert infer(session, ("letter",)).results == first.results[1:]
    assert check(session).results[0].ok
    assert infer(session) == first
    assert encoded == [5]


def test_what_nothing_depends_on_is_left_out_without_encoding(encoded: list[int]) -> None:
    session = Session(chronology := read(TEXT))
    infer(session)
    without = Options(without=("cites",))
    found = infer(session, (), without)
    assert encoded == [5]
    assert found == infer(chronology, (), without)
    assert found.asked.evidence == 4


def test_what_something_depends_on_is_left_out_by_encoding_anew(encoded: list[int]) -> None:
    session = Session(chronology := read(TEXT))
    infer(session)
    without = Options(without=("forged",))
    found = infer(session, (), without)
    assert encoded == [5, 4]
    assert found == infer(chronology, (), without)
    assert found.results[0].end.window.intervals == ((1121, 1140), (1145, 1149))


def test_a_few_bases_are_kept(encoded: list[int]) -> None:
    session = Session(read(TEXT))
    pieces = ("flood", "fire", "letter", "seal", "cites", "flood.date", "fire.date", "letter.date", "before-the-fire")
    assert len(pieces) > KEPT
    for id in pieces:
        infer(session, (), Options(without=(id, "forged")))
    assert len(session._bases) == KEPT
    before = len(encoded)
    infer(session, (), Options(without=("forged", pieces[-1])))
    assert len(encoded) == before
    infer(session, (), Options(without=("forged", pieces[0])))
    assert len(encoded) == before + 1


def test_what_much_is_read_off_is_kept(encoded: list[int]) -> None:
    session = Session(read(TEXT))
    windows(session)
    for id in ("cites", "flood", "fire", "letter", "flood.date", "letter.date", "before-the-fire", "cites"):
        for other in ("forged", "seal"):
            infer(session, (), Options(without=(id, other)))
    before = len(encoded)
    windows(session, (), Options(without=("cites",)))
    assert len(encoded) == before


def test_only_what_rests_on_a_piece_is_asked_for_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(chronology := read(TEXT))
    windows(session, ("*",))
    asked: list[Distance] = []
    window = Solver.window
    monkeypatch.setattr(Solver, "window", lambda self, of, *given: asked.append(of) or window(self, of, *given))
    found = windows(session, ("*",), Options(without=("cites",)))
    assert asked == [Distance("start(letter)"), Distance("end(letter)")]
    assert found == windows(chronology, ("*",), Options(without=("cites",)))


@pytest.mark.parametrize("times", [0, 1, 2, 5, 10, 30, 60, 100, 200, 400])
def test_a_limit_reached_poisons_nothing(times: int) -> None:
    chronology = read(TEXT)
    session = Session(chronology)
    for options in (Options(), Options(without=("cites",))):
        cut = check(session, (), replace(options, limit=Soon(times)))
        assert cut.status in ("unknown", "consistent")
        whole = check(session, (), options)
        assert dumps(whole.document()) == dumps(check(chronology, (), options).document())
        assert whole.status == "consistent"


def test_a_limit_is_for_one_question() -> None:
    session = Session(read(TEXT))
    assert infer(session, (), Options(timeout=1e-9)).status == "unknown"
    assert infer(session).status == "consistent"
    assert infer(session, (), Options(timeout=1e-9)).status == "unknown"
    assert infer(session, (), Options(timeout=600)).status == "consistent"


def test_an_interrupt_is_for_one_question() -> None:
    session = Session(read(TEXT))
    infer(session)
    limit = Limit(keeps=True)
    with session.asking(Options(limit=limit)):
        session.base()
        assert limit.begun
        limit.interrupt()
    assert infer(session).status == "consistent"
    with pytest.raises(KeyboardInterrupt):
        Limit(keeps=True).interrupt()


def test_a_question_that_breaks_off_leaves_nothing_half_known(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(chronology := read(TEXT))

    def broken(*_: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr("chrono.questions.infer.proven_window", broken)
        with pytest.raises(RuntimeError):
            infer(session)
    assert not session._bases
    assert infer(session) == infer(chronology)


def test_what_cannot_be_asked_costs_nothing_that_was_known(encoded: list[int]) -> None:
    session = Session(read(TEXT))
    infer(session)
    with pytest.raises(Unanswerable):
        infer(session, ("nobody",))
    with pytest.raises(Unanswerable):
        infer(session, (), Options(without=("nothing",)))
    infer(session)
    assert encoded == [5]


def test_questions_from_threads_wait_for_each_other() -> None:
    session = Session(chronology := read(TEXT))
    changes = [Options(), Options(without=("cites",)), Options(without=("forged",)), Options(without=("seal",))]
    found: dict[int, str] = {}

    def asked(number: int) -> None:
        found[number] = dumps(infer(session, (), changes[number % 4]).document())

    threads = [Thread(target=asked, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: dumps(infer(chronology, (), changes[n % 4]).document()) for n in range(12)}


def test_windows_come_first_and_reasons_go_on_from_them(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(chronology := read(TEXT))
    found = windows(session, ("*",))
    assert [(w.id, w.start.intervals) for w in found.results] == [
        ("charter", ((1121, 1149),)),
        ("fire", ((1150, 1150),)),
        ("flood", ((1120, 1120),)),
        ("letter", ((1122, 1160),)),
    ]
    solvers: list[int] = []
    about = Solver.about
    monkeypatch.setattr(Solver, "about", lambda self, *given: solvers.append(1) or about(self, *given))
    told = infer(session, ("charter",))
    alone = len(solvers)
    assert told == infer(chronology, ("charter",))
    assert len(solvers) > 2 * alone
    assert windows(session, ("charter",)).results == found.results[:1]
    assert [w.id for w in windows(session).results] == ["charter", "letter"]
    assert (found.results[0].start, found.results[0].end) == (told.results[0].start.window, told.results[0].end.window)


def test_contradictory_evidence_has_windows_under_a_repair() -> None:
    found = windows(read(TEXT), (), Options(without=("forged",)))
    assert found.status == "consistent"
    contradictory = read(TEXT.replace("1150", "1115"))
    found, told = windows(contradictory), infer(contradictory)
    assert found.status == "inconsistent"
    assert set(found.conflicts[0].ids) == {"after-the-flood", "before-the-fire", "fire.date", "flood.date"}
    assert (found.repairs, found.clusters, found.repaired) == (told.repairs, told.clusters, told.repaired)
    assert [(w.start, w.end, w.stands, w.under) for w in found.results] == [
        (r.start.window, r.end.window, r.stands, r.under) for r in told.results
    ]
    left = windows(contradictory, (), Options(without=found.repaired))
    assert [(w.start, w.end) for w in found.results] == [(w.start, w.end) for w in left.results]
    strict = windows(contradictory, (), repair=None)
    assert (strict.status, strict.results, strict.clusters) == ("inconsistent", (), ())
    assert strict.conflicts == found.conflicts
    assert windows(read(TEXT), (), Options(timeout=1e-9)).status == "unknown"


# -- sources


def test_a_session_reads_any_source(tmp_path: Path) -> None:
    texts = Memory({"events.yaml": TEXT, "rivals/earlier.yaml": EARLIER})
    session = Session.read(texts)
    plain, laid_over = session.chronology, session.laid_over([Path("rivals/earlier.yaml")])
    assert len(laid_over.evidence) == len(plain.evidence) + 1
    assert session.laid_over([Path("rivals/earlier.yaml")]) is laid_over
    assert session.laid_over([]) is plain
    edited = Session.read(Overlay(texts, {"events.yaml": TEXT.replace("1120", "1125")}))
    assert infer(edited).results[0].start.window.least == 1126
    with pytest.raises(Unanswerable) as refused:
        Session.read(Memory({"events.yaml": "evidence: {x: {holds: start(nobody) > 3}}"}))
    assert refused.value.invalid


def test_files_laid_over_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session.read(Memory({"events.yaml": TEXT, "rivals/earlier.yaml": EARLIER}))
    reads: Counter[str] = Counter()
    read_one = Memory.read

    def counting(self: Memory, name: str, most: int) -> bytes:
        reads[name] += 1
        return read_one(self, name, most)

    monkeypatch.setattr(Memory, "read", counting)
    files = [Path("rivals/earlier.yaml")]
    options = Options(overlays=tuple(files))
    assert rivals(session, (), files).readings[1].label == "rivals/earlier.yaml"
    assert whatif(session, (), options).windows
    assert infer(session, (), options).results[0].end.window.most == 1130
    assert reads == {"events.yaml": 1, "rivals/earlier.yaml": 1}


def test_a_session_goes_to_another_process_without_what_it_was_asked() -> None:
    session = Session.read(Memory({"events.yaml": TEXT}))
    infer(session)
    other = pickle.loads(pickle.dumps(session))
    assert not other._bases
    assert infer(other) == infer(session)


# -- by way of `Chronology`


def test_a_chronology_keeps_what_it_was_asked(encoded: list[int]) -> None:
    chronology = Chronology.loads(TEXT)
    first = chronology.infer()
    assert chronology.varied(timeout=100.0).infer() == first
    chronology.explain("charter")
    chronology.check()
    chronology.conflicts()
    chronology.suggest("charter")
    chronology.sensitivity("charter")
    assert chronology.verdict("end(charter) < 1150") == "entailed"
    alone = len(encoded)
    for _ in range(2):
        assert chronology.whatif(without="cites").windows
        chronology.explain("charter")
        chronology.sensitivity("charter")
    assert len(encoded) == alone


def test_another_value_has_another_session() -> None:
    chronology = Chronology.loads(TEXT)
    changed = replace(chronology, value=read(TEXT.replace("1120", "1125")))
    assert changed.infer().results[0].start.window.least == 1126
    assert chronology.infer().results[0].start.window.least == 1121
    assert changed.session is not chronology.session
    assert chronology.varied(without="cites").session is chronology.session


def test_the_founding_case_left_out_piece_by_piece() -> None:
    chronology = Chronology.load(ROOT)
    chronology.infer("manuscript")
    for id in ("nothing-after-1938", "rule:silence", "pact.date"):
        found = chronology.infer("manuscript", without=id)
        assert found == infer(chronology.value, ("manuscript",), Options(without=(id,)))
    assert isinstance(chronology.session.base(), Base)
