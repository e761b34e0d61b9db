"""Sentences: one wording read as evidence and rules write it, and said as a reader meets it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import dates
from chrono.core.diagnostics import Diagnostic, Place
from chrono.language.expressions import RELATIONS
from chrono.language.sentences import BUILT_IN, Sentence, Value, Variable, Vocabulary, Wording, phrase

KINDS = {
    "stalin": "document",
    "acts": "document",
    "pact": "event",
    "siege-of-70": "event",
    "trotsky": "person",
    "reign": "period",
}
PLACE = Place("events.yaml", 12, 11)
WORDINGS = (
    Wording("silent", "{document} is silent about {event}", (("event", "event"), ("document", "document"))),
    Wording("mentions", "{document} mentions {event}", (("document", "document"), ("event", "event"))),
    Wording(
        "wrote",
        "{who} says {document} was written before {thing}",
        (("who", "text"), ("document", "document"), ("thing", "span")),
    ),
    Wording("dated", "{thing} is dated {date}", (("thing", "span"), ("date", "date"))),
    Wording("lasted", "{thing} lasted at least {time}", (("thing", "span"), ("time", "duration"))),
    Wording("relation", "{a} {relation} {b}", (("a", "span"), ("relation", "relation"), ("b", "span"))),
    Wording("contains", "{copy} contains {document}", (("copy", "document"), ("document", "document"))),
    Wording("self", "{document} quotes {document}", (("document", "document"),)),
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    built, wrong = Vocabulary.of(WORDINGS, KINDS)
    assert wrong == ()
    return built


def read(vocabulary: Vocabulary, text: str) -> Sentence:
    sentence, wrong = vocabulary.read(text, PLACE)
    assert sentence is not None, wrong
    return sentence


def refused(vocabulary: Vocabulary, text: str) -> Diagnostic:
    sentence, wrong = vocabulary.read(text, PLACE)
    assert wrong is not None, sentence
    assert 0 <= wrong.place.column - PLACE.column <= len(text)
    return wrong


@pytest.mark.parametrize(
    ("text", "wording", "values"),
    [
        ("stalin is silent about pact", "silent", ("pact", "stalin")),
        ("stalin  is silent\tabout siege-of-70", "silent", ("siege-of-70", "stalin")),
        ("$d is silent about $late-event", "silent", (Variable("late-event"), Variable("d"))),
        ("stalin is dated 1938-08", "dated", ("stalin", dates.read("1938-08"))),
        ("reign is dated early 12th century", "dated", ("reign", dates.read("early 12th century"))),
        ('reign is dated "early 12th century"', "dated", ("reign", dates.read("early 12th century"))),
        ('reign lasted at least "8 months"', "lasted", ("reign", dates.read_duration("8 months"))),
        ("reign lasted at least 8 months 8 days", "lasted", ("reign", dates.read_duration("8 months 8 days"))),
        (
            "Woods's introduction says stalin was written before pact",
            "wrote",
            ("Woods's introduction", "stalin", "pact"),
        ),
        ("stalin met by reign", "relation", ("stalin", "met by", "reign")),
        ("stalin $r reign", "relation", ("stalin", Variable("r"), "reign")),
        ("pact belongs to the subject of stalin", "subject", ("pact", "stalin")),
        ("trotsky wrote stalin", "author", ("trotsky", "stalin")),
        ("stalin quotes stalin", "self", ("stalin",)),
    ],
)
def test_what_a_line_says(vocabulary: Vocabulary, text: str, wording: str, values: tuple[Value, ...]) -> None:
    sentence = read(vocabulary, text)
    assert (sentence.wording, sentence.values) == (wording, values)
    assert sentence.variables == tuple(v.name for v in values if isinstance(v, Variable))


@pytest.mark.parametrize("date", ["the day after pact", '"the day after pact"'])
def test_the_ids_in_a_date_are_found_where_they_stand(vocabulary: Vocabulary, date: str) -> None:
    text = f"stalin is dated {date}"
    assert [(id, text[first:last]) for id, first, last in vocabulary.ids(text)] == [("stalin",) * 2, ("pact",) * 2]


def test_words_of_its_own_go_before_a_bare_relation(vocabulary: Vocabulary) -> None:
    """Of documents `contains` is said by the copy; of a reign it is the relation."""
    assert read(vocabulary, "acts contains stalin").wording == "contains"
    assert read(vocabulary, "reign contains pact").wording == "relation"


@pytest.mark.parametrize("word", sorted(RELATIONS))
def test_every_relation_can_be_said(vocabulary: Vocabulary, word: str) -> None:
    assert read(vocabulary, f"reign {word} pact").values == ("reign", word, "pact")


@pytest.mark.parametrize(
    ("text", "code", "column", "help"),
    [
        ("stalin is silent about pakt", "unknown-id", 23, "did you mean 'pact'?"),
        ("pact is silent about stalin", "wrong-kind", 0, ""),
        ("stalin is silent on pact", "unknown-sentence", 0, "did you mean '{document} is silent about {event}'?"),
        ("stalin is dated 1938-13", "no-such-date", 21, ""),
        ('stalin is dated "1938-13"', "no-such-date", 22, ""),
        ('stalin is dated "', "date", 16, ""),
        ('stalin is dated ""', "date", 16, ""),
        ("reign lasted at least 3 yeers", "duration", 24, "the units are days, weeks, months and years"),
        ("stalin quotes acts", "unknown-sentence", 14, ""),
        ("stalin mentions stalin", "wrong-kind", 16, ""),
        ("stalin  mentions\tin", "unknown-id", 17, ""),
        ("", "unknown-sentence", 0, ""),
        ("stalin", "unknown-sentence", 0, ""),
    ],
)
def test_what_is_wrong_with_a_line(vocabulary: Vocabulary, text: str, code: str, column: int, help: str) -> None:
    wrong = refused(vocabulary, text)
    assert (wrong.code, wrong.place.column - PLACE.column) == (code, column)
    if help:
        assert wrong.help == help


def test_a_line_that_fits_two_entries_is_not_guessed() -> None:
    twins = (
        Wording("before", "{who} puts {document} first", (("who", "text"), ("document", "document"))),
        Wording("also", "{document} puts {text} first", (("document", "document"), ("text", "text"))),
    )
    vocabulary, wrong = Vocabulary.of(twins, KINDS)
    # The same words around slots of other types are told apart at load only where no line can fit both.
    assert [d.code for d in wrong] == ["ambiguous-wording"]
    assert refused(vocabulary, "stalin puts acts first").code == "ambiguous-sentence"


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ((("x", "document"),), (("y", "document"),), True),
        ((("x", "document"),), (("y", "event"),), False),
        ((("x", "document"),), (("y", "span"),), True),
        ((("x", "text"),), (("y", "event"),), True),
    ],
)
def test_entries_that_cannot_be_told_apart(
    one: tuple[tuple[str, str], ...], other: tuple[tuple[str, str], ...], clash: bool
) -> None:
    said = (Wording("a", "{x} is late", one), Wording("b", "{y} is  Late", other))
    _, wrong = Vocabulary.of(said, KINDS)
    assert [d.code for d in wrong] == (["ambiguous-wording"] if clash else [])


@pytest.mark.parametrize(
    ("wording", "says"),
    [
        (Wording("a", "{x} is {y}", (("x", "event"),)), "{y} has no type"),
        (Wording("a", "{x} is late", (("x", "event"), ("y", "event"))), "'y' does not stand"),
        (Wording("a", "{x} is late", (("x", "evnt"),)), "unknown type of slot 'evnt'"),
        (Wording("a", "{x} {y}", (("x", "event"), ("y", "event"))), "words of its own"),
    ],
)
def test_what_is_wrong_with_an_entry(wording: Wording, says: str) -> None:
    vocabulary, wrong = Vocabulary.of([wording], KINDS)
    assert [d.code for d in wrong] == ["slot"]
    assert says in wrong[0].message
    assert "a" not in vocabulary.wordings


def test_a_built_in_sentence_may_be_spelt_out() -> None:
    own = Wording("topical", "{event} belongs to the subject of {document}", BUILT_IN[0].slots)
    vocabulary, wrong = Vocabulary.of([own], KINDS)
    assert wrong == ()
    assert (vocabulary.subject, vocabulary.author) == ("topical", "author")
    assert read(vocabulary, "pact belongs to the subject of stalin").wording == "topical"


fillings: dict[str, st.SearchStrategy[Value]] = {
    "document": st.sampled_from(("stalin", "acts")),
    "event": st.sampled_from(("pact", "siege-of-70")),
    "span": st.sampled_from(sorted(KINDS)),
    "person": st.just("trotsky"),
    "date": st.sampled_from([dates.read(t) for t in ("1938", "1939-08-23", "[1667..1672]", "30 Dec 1939")]),
    "duration": st.sampled_from([dates.read_duration(t) for t in ("30 days", "8 months 8 days")]),
    "relation": st.sampled_from(sorted(RELATIONS)),
    "text": st.sampled_from(("Eusebius", "the scholiast on line 3")),
}


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_what_is_said_without_names_reads_as_itself(data: st.DataObject) -> None:
    vocabulary, _ = Vocabulary.of(WORDINGS, KINDS)
    wording = data.draw(st.sampled_from(WORDINGS))
    values = tuple(data.draw(fillings[kind] | st.just(Variable("x"))) for _, kind in wording.slots)
    sentence = read(vocabulary, phrase(wording, values, {}))
    if wording.id != "relation":  # a bare relation may be said better by another
        assert sentence.wording == wording.id
        assert sentence.values == values


def test_a_reader_meets_names() -> None:
    assert phrase(WORDINGS[0], ("pact", "stalin"), {"stalin": "Stalin"}) == "Stalin is silent about pact"


words = st.sampled_from(("stalin", "pact", "is", "silent", "about", "$x", "1938", "met", "by", "dated"))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40) | st.lists(words, max_size=7).map(" ".join))
def test_any_line_is_a_sentence_or_a_mistake_with_its_place(text: str) -> None:
    vocabulary, _ = Vocabulary.of(WORDINGS, KINDS)
    sentence, wrong = vocabulary.read(text, PLACE)
    assert (sentence is None) != (wrong is None)
    if wrong:
        assert 0 <= wrong.place.column - PLACE.column <= max(0, len(text))


@pytest.mark.parametrize("text", ["stalin is silent about pact", "stalin  is silent about pact", "reign is dated 1122"])
def test_the_line_is_told_as_it_was_written_whether_kept_or_made_again(vocabulary: Vocabulary, text: str) -> None:
    sentence = read(vocabulary, text)
    assert sentence.text == text
    assert isinstance(sentence.written, Wording) == (text == "stalin is silent about pact")
