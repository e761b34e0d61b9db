"""Ids by kind, and the nearest to a mistyped one among very many."""

from __future__ import annotations

import pytest

from chrono.core.declared import Kinds
from chrono.core.diagnostics import MOST_COMPARED, nearest

MANY = Kinds({f"document-{n}": "document" for n in range(5_000)} | {"Becket": "person"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("documnet-2469", "document-2469"),
        ("ocument-2469", "document-2469"),
        ("Document-2469", "document-2469"),
        ("document_2469", "document-2469"),
        ("document-2469x", "document-2469"),
        ("quite otherwise", None),
    ],
)
def test_the_nearest_of_many_is_the_one_that_begins_or_ends_alike(typed: str, meant: str | None) -> None:
    documents = MANY.of(("document",))
    assert len(list(documents)) > MOST_COMPARED
    assert nearest(typed, documents) == meant


def test_ids_are_found_by_kind_and_whatever_their_letters() -> None:
    assert list(MANY.of(("person", "event"))) == ["Becket"]
    assert nearest("beckett", MANY.of(("person",))) == "Becket"
    assert MANY.folded["becket"] == ["Becket"]
