"""The pytest plugin: the hypotheses of a chronology as tests.

Collects `events.yaml` where it is named on the command line (`pytest events.yaml::before-the-war`), and the folders
named by `--chrono DIR` or by the option `chrono` in pytest's configuration; nothing else, so that having chrono
installed disturbs nobody. Each hypothesis is an item with its id, its tags are markers and words for `-k`, and one more
item, `consistency`, fails where the evidence contradicts itself. What fails is told in a few lines that begin with file
and line. Importing this loads neither the solver nor Hypothesis; the files are read at collection, and the solver is
loaded when the first item runs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from chrono.answers.results import Check
    from chrono.api import Chronology
    from chrono.core.diagnostics import Place
    from chrono.model.chronology import Hypothesis

MAIN = "events.yaml"
CONSISTENCY = "consistency"
MEANT = pytest.StashKey[frozenset[Path]]()
"""The paths of a run that are named, and not only met."""
_MARKER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Failed(Exception):
    """What a test says instead of a traceback."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--chrono DIR`, and `chrono = DIR ...` in the configuration."""
    group = parser.getgroup("chrono", "hypotheses of a chronology")
    group.addoption(
        "--chrono",
        action="append",
        default=[],
        metavar="DIR",
        help="also test the hypotheses of the chronology in this folder (repeatable)",
    )
    parser.addini("chrono", "folders of chronologies whose hypotheses are tests", type="args", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Adds what the option names to what is collected; what the configuration names, where no path is asked for."""
    config.addinivalue_line("markers", "chrono: a hypothesis of a chronology, or whether its evidence is consistent")
    here = config.invocation_params.dir
    meant = {(here / arg.partition("::")[0]).resolve() for arg in config.args}
    folders = [here / folder for folder in config.getoption("--chrono")]
    if config.args_source != pytest.Config.ArgsSource.ARGS:
        folders += [config.rootpath / folder for folder in config.getini("chrono")]
    for folder in folders:
        if (path := (folder / MAIN).resolve()) not in meant:
            meant.add(path)
            config.args.append(str(path))
    config.stash[MEANT] = frozenset(meant)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """An `events.yaml`, if it is meant: one that is only met in a folder may be anybody's."""
    if file_path.name == MAIN and file_path.resolve() in parent.config.stash[MEANT]:
        return ChronologyFile.from_parent(parent, path=file_path)
    return None


class ChronologyFile(pytest.File):
    """A chronology: its hypotheses as items, all answered at once when the first of them runs."""

    chronology: Chronology
    _answer: Check | None = None

    def collect(self) -> Iterator[pytest.Item]:
        from chrono.api import Chronology, InvalidEvidence

        try:
            self.chronology = Chronology.load(self.path.parent)
        except InvalidEvidence as mistakes:
            raise self.CollectError(str(mistakes)) from None
        yield Consistency.from_parent(self, name=CONSISTENCY)
        for hypothesis in self.chronology.value.hypotheses:
            yield Item.from_parent(self, name=hypothesis.id, hypothesis=hypothesis)

    def answer(self) -> Check:
        """The check of all hypotheses that this run has selected; of none, of whether the evidence is consistent."""
        if self._answer is None:
            from chrono.questions.check import check
            from chrono.questions.options import Options, Unanswerable

            wanted = tuple(i.name for i in self.session.items if isinstance(i, Item) and i.parent is self)
            try:
                self._answer = check(self.chronology.value, wanted, Options())
            except Unanswerable as refusal:
                raise Failed(f"{self.shown()}: {'; '.join(str(d) for d in refusal.diagnostics)}") from None
        return self._answer

    def shown(self, place: Place | None = None) -> str:
        """A file of the chronology, with its line, as seen from where pytest was started."""
        path = self.path.parent / place.file if place and place.file else self.path
        shown = os.path.relpath(path, self.config.invocation_params.dir)
        return f"{shown}:{place.line}" if place and place.line else shown


class _Told(pytest.Item):
    """An item that fails in words."""

    parent: ChronologyFile

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.add_marker(pytest.mark.chrono)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any, **kwargs: Any) -> Any:
        if isinstance(excinfo.value, Failed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, *args, **kwargs)


class Consistency(_Told):
    """Whether the evidence can all be true, unless every hypothesis means it not to be."""

    def runtest(self) -> None:
        from chrono.reports.words import named

        answer = self.parent.answer()
        if answer.status == "unknown" and not answer.conflicts:
            raise Failed(f"{self.parent.shown()}: a limit was reached before the answer was complete")
        if not answer.conflicts or (answer.results and all(r.ok for r in answer.results)):
            return
        members = [
            f"  {named(p.id)}: {p.sentence} ({self.parent.shown(p.place)})"
            for c in answer.conflicts
            for p in c.premises
        ]
        place = next((p.place for c in answer.conflicts for p in c.premises if p.place.file), None)
        raise Failed("\n".join([f"{self.parent.shown(place)}: these cannot all be true", *members]))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, 0, self.name


class Item(_Told):
    """One hypothesis."""

    def __init__(self, *, hypothesis: Hypothesis, **given: Any) -> None:
        super().__init__(**given)
        self.hypothesis = hypothesis
        for tag in sorted(hypothesis.tags):
            self.extra_keyword_matches.add(tag)
            marker = tag.replace("-", "_")
            if _MARKER.fullmatch(marker):
                self.config.addinivalue_line("markers", f"{marker}: a tag of hypotheses")
                self.add_marker(marker)

    def runtest(self) -> None:
        from chrono.reports.ci import sharper, verdict
        from chrono.reports.words import short

        answer = self.parent.answer()
        (result,) = (r for r in answer.results if r.id == self.name)
        place, unit = self.parent.shown(result.place), answer.asked.unit
        self.user_properties += [("place", place), ("claim", result.claim), ("verdict", result.verdict)]
        self.user_properties += [(f"window of {point}", short(window, unit)) for point, window in result.windows]
        if not result.ok:
            told = f"{place}: {self.name}: " + verdict(result, unit).replace("\n", "\n  ")
            if result.fails:
                raise Failed(told)
            self.warn(pytest.PytestWarning(told))
        elif result.sharper:
            self.warn(pytest.PytestWarning(f"{place}: {self.name}: " + sharper(result, unit).replace("\n", "\n  ")))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        place = self.hypothesis.place
        return self.path.parent / place.file if place.file else self.path, place.line - 1, self.name
