"""Whatever field of a saved answer is changed, `chrono verify` does not accept it; but for a few, which it declares.

Here each field is changed in one way; `make fuzz` (CHRONO_FUZZ above 1) changes every field in every way.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from chrono import documents
from chrono.api import Chronology
from chrono.documents import KINDS
from chrono.frontends.cli.showing import code_of
from chrono.questions import asking_again, verify
from chrono.questions.options import Unanswerable
from tests.asking import run
from tests.small import ROOT
from tests.tampering import field, forgeries, nodes, promised
from tests.test_verifying import EVENTS, HEARD, VARIED, WEIGHED

ALL = int(os.environ.get("CHRONO_FUZZ", "1")) > 1
MORE = "evidence: {late: {holds: start(letter) > 1916}, later: {holds: end(letter) > 1917}}"
ASKED = [
    "infer letter war",
    "infer letter --with weighed.yaml --set wait.delay=2_days --at-least moderate",
    "infer letter --without early --sensitivity",
    "infer --windows * --without early",
    "infer letter --compare more.yaml --compare weighed.yaml",
    "infer --with more.yaml",
    "explain letter --end --latest --setting wait.delay",
    "explain after-the-strike",
    "check",
    "whatif --without early",
    "whatif letter --with more.yaml",
    "conflicts --with more.yaml",
    "conflicts letter --with more.yaml --by source",
    "timeline letter war --from 1900 --at 1915 --at 1917 --width 800 --sort end --group kind --numbers all",
    "timeline --windows * --links --all",
    "timeline letter --with more.yaml",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A chronology with something of everything that answers tell."""
    made = tmp_path_factory.mktemp("tampered")
    (made / "events.yaml").write_text(EVENTS.replace("hypotheses:", HEARD) + VARIED, encoding="utf-8")
    (made / "more.yaml").write_text(MORE, encoding="utf-8")
    (made / "weighed.yaml").write_text(WEIGHED, encoding="utf-8")
    here = Path.cwd()
    os.chdir(made)
    yield made
    os.chdir(here)


def saved(folder: Path, asked: str) -> dict[str, Any]:
    """The document of a command; blanks in values are written as `_`."""
    words = [word if "/" in word or ".yaml" in word else word.replace("_", " ") for word in asked.split()]
    document: dict[str, Any] = json.loads(run(folder, *words, "--format", "json").stdout)
    return document


def verified(chronology: Chronology, document: dict[str, Any]) -> int:
    """The exit code of `chrono verify`."""
    try:
        return code_of(chronology.verify(document))
    except Unanswerable:
        return 2


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same question is asked again only once: what is told of it does not change."""
    again, known = asking_again.asked_again, dict[str, Any]()

    def asked_again(chronology: Any, document: dict[str, Any], overlays: Any) -> Any:
        keys = ("schema", "asked", "admitted", "by", "diagnostics", "chrono", "z3")
        said = repr((chronology.inputs, [document.get(key) for key in keys]))
        if said not in known:
            known[said] = json.dumps(again(chronology, document, overlays))
        return json.loads(known[said])

    monkeypatch.setattr(verify, "asked_again", asked_again)


@pytest.mark.parametrize("asked", ASKED)
def test_whatever_is_changed_is_not_accepted(folder: Path, once: None, asked: str) -> None:
    document = saved(folder, asked)
    chronology = Chronology.load(folder, [folder / name for name in document["asked"]["with"]])
    assert verified(chronology, document) == 0
    among: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for where, how, forged in forgeries(document):
        among.setdefault((where, how if ALL else ""), []).append(forged)
    random = Random(asked)
    assert len(among) > 30
    for (where, how), several in among.items():
        for forged in several if ALL else [random.choice(several)]:
            if verified(chronology, forged) == 0:
                assert where.split(".")[0].split("[")[0] in verify.NOT_COVERED, (where, how, forged)


def test_the_documents_here_have_most_keys_of_the_schema(folder: Path) -> None:
    schema, has = documents.schemas(), set[str]()
    for asked in ASKED:
        has |= {_key(field(path)) for path, _ in nodes(saved(folder, asked))}
    wanted = {_key(path) for kind in verify.SCHEMAS for path in promised(schema, kind)}
    # Not those of windows that a limit cut short, of days in another calendar, diagnostics, chances and exceptions.
    assert len(wanted & has) > 100
    assert len(wanted - has) < len(wanted) / 3
    assert set(verify.NOT_COVERED) <= wanted


def _key(path: str) -> str:
    return path.split(".")[-1].replace("[]", "").replace("{}", "")


def test_every_kind_of_document_is_verified_or_refused_with_the_reason() -> None:
    kinds = {kind.schema for kind in KINDS} | {documents.DATES}
    assert {*verify.SCHEMAS, *verify.REFUSED} == kinds
    assert not {*verify.SCHEMAS} & {*verify.REFUSED}


@cache
def page() -> str:
    """The page of the commands."""
    return (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def test_the_page_has_the_table_of_what_is_not_covered() -> None:
    rows = [f"| `{key}` | {why} |" for key, why in verify.NOT_COVERED.items()]
    assert "\n".join(["| field | why it is not covered |", "|---|---|", *rows]) in page()
    refused = [f"| `{schema}` | {why} |" for schema, why in verify.REFUSED.items()]
    assert "\n".join(["| not taken | why |", "|---|---|", *refused]) in page()


def test_a_key_that_stands_twice_is_refused(folder: Path) -> None:
    text = json.dumps(saved(folder, "infer letter"))
    (folder / "twice.json").write_text(text.replace('"status"', '"status": "inconsistent", "status"', 1), "utf-8")
    found = run(folder, "verify", "twice.json")
    assert (found.exit_code, "the key 'status' twice" in found.output) == (2, True)


@pytest.mark.parametrize("left", ["ids", "set"])
def test_an_answer_that_does_not_say_what_was_asked_is_refused(folder: Path, left: str) -> None:
    document = saved(folder, "infer letter")
    del document["asked"][left]
    (folder / "early.json").write_text(json.dumps(document), encoding="utf-8")
    assert run(folder, "verify", "early.json").exit_code == 2
