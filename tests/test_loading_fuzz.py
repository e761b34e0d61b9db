"""Whatever stands in the files, loading gives a chronology or says why not, and never raises."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chrono.loading import Loaded, load
from chrono.loading.nodes import BREAK
from tests.test_loading import TABLE, WHOLE

PIECES = (
    *(
        "\n",
        "  ",
        "\t",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "'",
        '"',
        "|",
        ">",
        "&a ",
        "*a",
        "!!str ",
        "<<: ",
        "---\n",
        "# ",
    ),
    *(
        "? ",
        "%",
        "\\",
        "\x00",
        "\x85",
        "\u2028",
        "\u202e",
        "é",
        "𝔊",
        "$",
        "$event",
        "<=",
        "(",
        ")",
        "+",
        "1939",
        "0..8 days",
    ),
    *(
        "text",
        "pact",
        "end",
        "says",
        "holds",
        "unless",
        "events:\n",
        "table: t.csv",
        "..",
        "..",
        "null",
        "~",
        "-",
        "=",
        ";",
    ),
)


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """The text with some stretches cut, moved, or pieces of syntax put in."""
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 30))
        match draw(st.sampled_from(("cut", "put", "swap", "move"))):
            case "cut":
                text = text[:at] + text[at + length :]
            case "put":
                text = text[:at] + draw(st.sampled_from(PIECES)) + text[at:]
            case "swap":
                text = text[:at] + draw(st.sampled_from(PIECES)) + text[at + length :]
            case "move":
                to = draw(st.integers(0, len(text)))
                text = text[:to] + text[at : at + length] + text[to:]
    return text


def loaded(texts: dict[str, bytes]) -> Loaded:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in texts.items():
            (folder / file).write_bytes(data)
        return load(folder)


def check(found: Loaded, texts: dict[str, bytes]) -> None:
    errors = [d for d in found.diagnostics if d.severity == "error"]
    assert (found.chronology is None) == bool(errors)
    for diagnostic in found.diagnostics:
        assert diagnostic.code
        assert diagnostic.message
        assert str(diagnostic)
        place = diagnostic.place
        if place.line:
            lines = BREAK.split(texts[place.file].decode("utf-8-sig", "replace"))
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1


MODERATE = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@MODERATE
@given(mutated(WHOLE))
@example("events: {a: {date: [[[}}}")
@example("? - a\n: - b\n")
@example("events: [\n" * 100)
@example("evidence: {a: {for: {$: {after: }}, says: '$'}}")
@example("rules: {a: {when: [[[]]], then: {}, unless: [[], [[a]]]}}")
@example("sequences: [a, [[b]], {of: }, {of: [{}]}, []]")
@example("hypotheses: {h: {claim: , under: {settings: {a.b: 3}, drop-any: ١}}}")
@example("documents: {a: {parts: [a, a, b], exhaustive: maybe}}\nevents:\nperiods: 3")
def test_no_text_makes_loading_raise(text: str) -> None:
    texts = {"events.yaml": text.encode("utf-8", "surrogatepass")}
    check(loaded(texts), texts)


@MODERATE
@given(st.binary(max_size=200))
def test_no_bytes_make_loading_raise(data: bytes) -> None:
    texts = {"events.yaml": data}
    check(loaded(texts), texts)


@settings(parent=MODERATE, max_examples=100)
@given(mutated("act,tenure,since,note\nc1,becket,1160,'in a box'\nc2,foliot,1163,\n".replace("'", '"')))
def test_no_table_makes_loading_raise(table: str) -> None:
    texts = {"events.yaml": TABLE.replace("tables/", "").encode(), "witnesses.csv": table.encode()}
    check(loaded(texts), texts)
