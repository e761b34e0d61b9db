"""The case files of tests/cases: how one is shaped, how it is read, and how it is laid out to be asked about.

Nothing here knows chrono; what is expected of an answer is compared in `tests/test_cases.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

CASES = Path(__file__).parent / "cases"
RULES = Path(__file__).parents[1] / "rules"

Ids = list[str]
Edges = tuple[str | None, str | None]
"""Earliest and latest, in steps of the unit as the JSON writes them; None is open. A date must be quoted."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Windows(Strict):
    start: Edges = (None, None)
    end: Edges = (None, None)
    duration: tuple[int | None, int | None] = (None, None)
    start_intervals: Annotated[list[Edges], Field(alias="start.intervals")] = []
    end_intervals: Annotated[list[Edges], Field(alias="end.intervals")] = []


class Because(Strict):
    """The exact set of evidence and rules given for each bound."""

    start_earliest: Annotated[Ids, Field(alias="start.earliest")] = []
    start_latest: Annotated[Ids, Field(alias="start.latest")] = []
    end_earliest: Annotated[Ids, Field(alias="end.earliest")] = []
    end_latest: Annotated[Ids, Field(alias="end.latest")] = []


class Scenario(Strict):
    """One question put to the files of a case, and the answer."""

    name: str
    without: Ids = []
    overlays: Annotated[dict[str, str], Field(alias="with")] = {}
    settings: Annotated[dict[str, str], Field(alias="set")] = {}
    at_least: Annotated[str | None, Field(alias="at-least")] = None

    status: Literal["consistent", "inconsistent", "invalid"]
    windows: dict[str, Windows] = {}
    because: dict[str, Because] = {}
    compare: dict[str, dict[str, tuple[int | None, int | None]]] = {}
    """For a document and a reference: the fewest and most days between them."""
    conflict: Ids | None = None
    """The conflict that is reported first."""
    conflicts: list[Ids] | None = None
    """Each conflict that is reported is one of these."""
    every_conflict: Annotated[list[Ids] | None, Field(alias="every-conflict")] = None
    """All smallest conflicts, as `chrono conflicts` lists them; what `chrono infer` reports is one of these, too."""
    undercut: Ids | None = None
    """All that is reported to have undercut something; what was too weak to do so does not count."""
    codes: Ids | None = None
    """The codes of all diagnostics."""

    @model_validator(mode="after")
    def expects_what_its_status_can_give(self) -> Scenario:
        only_of = {
            "consistent": {"windows", "because", "compare"},
            "inconsistent": {"conflict", "conflicts", "every_conflict"},
            "invalid": set[str](),
        }
        for status, keys in only_of.items():
            if status != self.status and (given := sorted(keys & self.model_fields_set)):
                raise ValueError(f"{self.status}, so there can be no {given}")
        if self.status == "invalid" and not self.codes:
            raise ValueError("invalid, so its codes must be given")
        return self


class Case(Strict):
    title: str
    source: str
    rules: Literal["standard"] | None = None
    """`standard` lays the project's rules/ beside the files; otherwise only the files are there."""
    files: dict[str, str]
    scenarios: Annotated[list[Scenario], Field(min_length=1)]


class NoTwice(yaml.SafeLoader):
    """YAML as usual, but the same key twice in a mapping is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key) for key, _ in node.value]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"given twice: {twice}", node.start_mark)
        return super().construct_mapping(node, deep)


def read(text: str) -> Case:
    return Case.model_validate(yaml.load(text, NoTwice))


def lay_out(case: Case, scenario: Scenario, folder: Path) -> list[str]:
    """Writes the files below the folder and gives the options of a command that asks about them."""
    chronology, overlays = folder / "chronology", folder / "overlays"
    files = {chronology / name: text for name, text in case.files.items()}
    files |= {overlays / name: text for name, text in scenario.overlays.items()}
    if case.rules:
        files |= {chronology / "rules" / path.name: path.read_text(encoding="utf-8") for path in RULES.glob("*.yaml")}
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    options = [("--without", id) for id in scenario.without]
    options += [("--with", str(overlays / name)) for name in scenario.overlays]
    options += [("--set", f"{key}={value}") for key, value in scenario.settings.items()]
    options += [("--at-least", scenario.at_least)] if scenario.at_least else []
    return ["-C", str(chronology), "--format", "json", *(word for pair in options for word in pair)]
