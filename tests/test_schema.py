"""The schema with a chronology's sentences: it takes whatever the loader reads, and marks what no wording reads."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chrono.frontends.cli import main
from chrono.language.expressions import RELATIONS
from chrono.language.sentences import Wording
from chrono.loading import json_schema, load
from tests.test_loading import ROOT, as_an_editor_sees, fits

FILES = (ROOT / "events.yaml", *sorted(ROOT.glob("rules/*.yaml")), *sorted(ROOT.glob("rivals/*.yaml")))
# Slots of every type, words that mean something to a regular expression, and sentences in every way YAML writes them.
EVERY_SLOT = r"""
people: {ann: {name: Ann}, bo-b_2: {name: Bob}}
events: {fair: {name: the fair, date: 1450}}
vocabulary:
  met: {says: "{a} {relation} {b}", slots: {a: span, relation: relation, b: span}}
  cost: {says: "{who} paid $5.00 (or more/less) [?] at {event} -- {how}", slots: {who: person, event: event, how: text}}
  lasted: {says: "{event} lasted {length}, from {day}", slots: {event: event, length: duration, day: date}}
evidence:
  a:
    says:
      - "  ann   paid $5.00 (or more/less) [?]
        at fair -- in coin,  they say "
      - |
        $who paid $5.00 (or more/less) [?] at fair -- in
        kind
      - fair lasted 2 days, from c. 1450
    for: {who: bo-b_2}
  b: {says: ann contemporary   with bo-b_2, denies: bo-b_2 before fair}
  c: {table: told.csv, says: $line}
rules:
  r: {when: ["$x $how $y", "$e lasted $l, from $d"], then: start($x) <= end($y)}
"""


def resolved(schema: Any, definitions: Any = None) -> Any:
    """The schema with its definitions in the places that refer to them."""
    if isinstance(schema, list):
        return [resolved(each, definitions) for each in schema]
    if not isinstance(schema, dict):
        return schema
    definitions = definitions or schema.get("definitions")
    if "$ref" in schema:
        return resolved(definitions[schema["$ref"].removeprefix("#/definitions/")], definitions)
    return {key: resolved(part, definitions) for key, part in schema.items() if key != "definitions"}


def schema_of(folder: Path) -> Any:
    chronology = load(folder).chronology
    assert chronology is not None, load(folder).diagnostics
    return json_schema(chronology.wordings)


def printed(*words: str | Path) -> Any:
    result = CliRunner().invoke(main, ["schema", *map(str, words)])
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def with_line(key: str, line: str) -> dict[str, Any]:
    """A file that holds one line, under `says`, `denies` or `when`."""
    if key == "when":
        return {"rules": {"r": {"when": [line], "then": "start($x) <= end($y)"}}}
    return {"evidence": {"e": {key: line}}}


@pytest.fixture
def every_slot(tmp_path: Path) -> Path:
    (tmp_path / "events.yaml").write_text(EVERY_SLOT, encoding="utf-8")
    (tmp_path / "told.csv").write_text("line\nann before fair\n", encoding="utf-8")
    return tmp_path


def test_the_sentences_of_the_project_fit() -> None:
    schema = resolved(schema_of(ROOT))
    assert len(FILES) > 12
    for path in FILES:
        assert fits(as_an_editor_sees(path.read_text(encoding="utf-8")), schema), path


def test_slots_of_every_type_and_every_way_of_writing_fit(every_slot: Path) -> None:
    assert fits(as_an_editor_sees(EVERY_SLOT), resolved(schema_of(every_slot)))


@pytest.mark.parametrize("word", RELATIONS)
def test_every_relation_fits(every_slot: Path, word: str) -> None:
    assert fits(with_line("says", f"ann {word} fair"), resolved(schema_of(every_slot)))


@pytest.mark.parametrize("key", ["says", "denies", "when"])
@pytest.mark.parametrize(
    "line",
    [
        "ann beside fair",
        "ann before",
        "so ann before fair",
        "an-n- before fair",
        "ann paid $5x00 (or more/less) [?] at fair -- so",
        "ann before fair at last",
    ],
)
def test_what_no_wording_reads_is_marked(every_slot: Path, key: str, line: str) -> None:
    schema = resolved(schema_of(every_slot))
    assert fits(with_line(key, "somebody before anything"), schema), "ids are not listed"
    assert not fits(with_line(key, line), schema)
    assert fits(with_line(key, line), json_schema())


def test_patterns_keep_to_what_editors_read() -> None:
    """ECMA 262 with the `u` flag: only these escapes, and no group but `(?:`."""
    sentences = schema_of(ROOT)["definitions"]["sentence"]["anyOf"]
    assert len(sentences) > 50
    for sentence in sentences:
        pattern = sentence["pattern"]
        assert set(re.findall(r"\\(.)", pattern)) <= set(r"sSw^$\.*+?()[]{}|/")
        assert not re.search(r"\((?!\?:)|[+*?}]\+", re.sub(r"\\.", "x", pattern))
        assert sentence["description"]


def test_the_schema_does_not_depend_on_the_order_of_wordings_or_on_entries() -> None:
    one = Wording("one", "{a} is first", (("a", "event"),))
    two = Wording("two", "{b} is second", (("b", "event"),))
    assert json.dumps(json_schema((one, two))) == json.dumps(json_schema((two, one)))
    assert json_schema(()) == json_schema()


def test_the_command(every_slot: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert printed("-C", every_slot) == schema_of(every_slot) != json_schema()
    assert printed("-C", every_slot, "--plain") == json_schema()
    assert printed("-C", tmp_path_factory.mktemp("nothing")) == json_schema()
    (every_slot / "events.yaml").write_text("events: {fair: {dat: 1450}}", encoding="utf-8")
    refused = CliRunner().invoke(main, ["schema", "-C", str(every_slot)])
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "unknown-key" in refused.stderr
