"""The examples of docs/format.md are read, and every key the files may have is on the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chrono.loading import shapes, yaml
from chrono.loading.nodes import Fields, Scalar

PAGE = (Path(__file__).parents[1] / "docs" / "format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES, ids=[text.split(":")[0] for text in EXAMPLES])
def test_an_example_has_the_form_it_shows(text: str) -> None:
    document = yaml.read(text, "format.md")
    assert isinstance(document.root, Fields)
    assert document.diagnostics == ()
    found: list[object] = []
    shapes.fit(document.root, shapes.Record({**shapes.SECTIONS, **shapes.OVERLAY}), Scalar("a file", "", 0, 0), found)  # type: ignore[arg-type]
    assert found == []


def keys(shape: shapes.Shape) -> set[str]:
    match shape:
        case shapes.Record(fields):
            return set(fields) | {key for item in fields.values() for key in keys(item)}
        case shapes.OneOrMore(item) | shapes.ListOf(item) | shapes.Table(item):
            return keys(item)
        case shapes.Either(record, other) | shapes.OfRows(record, other):
            return keys(record) | keys(other)
        case _:
            return set()


def test_every_key_is_on_the_page() -> None:
    known = keys(shapes.Record({**shapes.SECTIONS, **shapes.OVERLAY}))
    assert {"drop-any", "of", "topic", "exhaustive"} <= known
    assert {key for key in known if not re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", PAGE)} == set()
