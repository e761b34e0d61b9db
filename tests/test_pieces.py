"""Large answers and large tables are written piece by piece: the same as if they were made as a whole."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest

from chrono import documents, questions
from chrono.answers.infer import Inference
from chrono.answers.windows import Windows
from chrono.core.gc_pause import collect, set_apart
from chrono.core.limits import Limit
from chrono.documents import dumps, encode, texts
from chrono.loading import load
from chrono.loading.expansion import expand
from chrono.loading.files import gather
from chrono.loading.sections import merge
from chrono.loading.sources import Memory
from chrono.model.chronology import Chronology
from chrono.reports import pieces, render
from chrono.reports.json import AT_ONCE

FILES = {
    "events.yaml": """\
chronology: {title: "A cartulary, with \\"quotes\\"", unit: day}
documents:
  charters: {table: charters.csv, id: act-$no, name: $title, date: $date}
vocabulary: {seen: {says: '{document} was seen by {who}', slots: {document: document, who: text}}}
evidence:
  seen:
    table: seen.csv
    says: [act-$act was seen by $who, act-$act was seen by $second]
    certainty: strong
    tags: [all]
  by-hand: {says: act-2 was seen by nobody}
""",
    "charters.csv": "no,title,date\n" + "".join(f"{n},The charter {n},{1100 + n}\n" for n in range(1, 40)),
    "seen.csv": "act,who,second,certainty,tags,note\n1,anna,bela,weak,\n2,carl,,,late; old,a note\n3,dora,emil,,,\n",
}


@pytest.fixture(scope="module")
def chronology() -> Chronology:
    loaded = load(Memory(FILES))
    assert loaded.chronology is not None, loaded.diagnostics
    return loaded.chronology


@pytest.mark.parametrize("question", [questions.infer.infer, questions.windows.windows])
@pytest.mark.parametrize("ids", [(), ("act-1",)])
def test_the_pieces_of_a_document_are_the_whole(
    monkeypatch: pytest.MonkeyPatch, chronology: Chronology, question: object, ids: tuple[str, ...]
) -> None:
    monkeypatch.setattr(documents, "MANY", 0)
    answer = question(chronology, ids)  # type: ignore[operator]
    told = [*texts(answer)]
    assert "".join(told) == dumps(encode(answer))
    assert len(told) > len(answer.results), "each span by itself"
    assert "".join(texts(replace(answer, results=()))) == dumps(encode(replace(answer, results=())))
    for format in ("json", "text"):
        assert "".join(pieces(answer, format)) == render(answer, format)


def test_what_a_limit_kept_back_is_told_at_the_end_of_a_whole_document(
    monkeypatch: pytest.MonkeyPatch, chronology: Chronology
) -> None:
    monkeypatch.setattr(documents, "MANY", 0)
    answer = questions.windows.windows(chronology)
    one = answer.results[0]
    unknown = replace(answer, results=(replace(one, end=replace(one.end, proven=False)),), status="unknown")
    assert isinstance(unknown, Windows)
    assert "".join(texts(unknown)) == dumps(encode(unknown))
    assert '"of": [' in "".join(texts(unknown))


def test_large_documents_come_in_large_pieces(monkeypatch: pytest.MonkeyPatch, chronology: Chronology) -> None:
    answer = questions.infer.infer(chronology)
    monkeypatch.setattr(documents, "MANY", 0)
    large = replace(answer, results=answer.results * 40)
    assert isinstance(large, Inference)
    told = [*pieces(large, "json")]
    assert len(told) > 1
    assert all(len(text) >= AT_ONCE for text in told[:-1])
    assert "".join(told) == dumps(encode(large))


def test_rows_of_evidence_are_written_out_in_turn_as_if_they_stood_there() -> None:
    files, _ = gather(Memory(FILES), (), Limit())
    unfolding = expand(merge(files), Memory(FILES), Limit()).sections.tables["evidence"]
    assert [key.text for key, _ in unfolding] == ["by-hand", "seen.csv:2", "seen.csv:3", "seen.csv:4"]
    assert [*unfolding] == [unfolding[number] for number in range(len(unfolding))] == [*unfolding[:]]
    assert [key for key, _ in unfolding[1:3]] == [unfolding[1][0], unfolding[2][0]]


def test_what_a_row_says_of_itself_stands_beside_what_its_entry_says(chronology: Chronology) -> None:
    rows = {piece.id: piece for piece in chronology.evidence}
    first, second = rows["seen.csv:2"], rows["seen.csv:3"]
    assert [sentence.text for sentence in first.says] == ["act-1 was seen by anna", "act-1 was seen by bela"]
    assert (str(first.certainty), first.tags, first.table) == ("weak", {"all", "seen"}, "seen")
    assert [sentence.text for sentence in second.says] == ["act-2 was seen by carl"]
    assert (str(second.certainty), second.note) == ("strong", "a note")
    assert second.tags == {"all", "seen", "late", "old"}
    assert (second.place.file, second.place.line) == ("seen.csv", 3)


class Ring:
    """What refers to itself, as a base and its explainer do."""

    def __init__(self) -> None:
        self.self = self


def test_what_is_let_go_is_freed_and_what_was_there_is_not_walked() -> None:
    before = gc.get_freeze_count()
    with set_apart():
        assert gc.get_freeze_count() > before
        ring = Ring()
        gone = weakref.ref(ring)
        del ring
        collect()
        assert gone() is None
    assert gc.get_freeze_count() == 0
