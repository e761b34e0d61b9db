"""The pytest plugin: the hypotheses of a chronology as tests.

Collects `events.yaml` where it is named on the command line (`pytest events.yaml::before-the-war`), and the folders
named by `--chrono DIR` or by the option `chrono` in pytest's configuration; nothing else, so that having chrono
installed disturbs nobody. Each hypothesis is an item with its id, its tags are words for `-k` and, where `-m` names
them, markers; one more item, `consistency`, fails where the evidence contradicts itself. What fails is told in a few
lines that begin with file and line. Importing this loads neither the solver nor Hypothesis; the files are read at
collection, and the solver is loaded when the first item runs.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from chrono.answers.check import Check
    from chrono.api import Chronology
    from chrono.core.diagnostics import Place
    from chrono.model.chronology import Hypothesis

MAIN = "events.yaml"
CONSISTENCY = "consistency"
NAMED = pytest.StashKey[frozenset[Path]]()
"""The paths that a run names as arguments: what is only met on the way may be anybody's."""
ADDED = pytest.StashKey[tuple[Path, ...]]()
"""The files of chronologies that `--chrono` and the configuration name, besides the arguments."""
WRITTEN = pytest.StashKey[tuple[str, ...]]()
"""The markers that the user's own configuration registers, before pytest and its plugins add theirs."""
TAGS = pytest.StashKey[frozenset[str]]()
"""What `-m` names and neither pytest nor a plugin gives a meaning to: tags of these names are markers."""
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


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Keeps what the user's configuration registers as markers, to tell it from what plugins register later."""
    early_config.stash[WRITTEN] = tuple(early_config.getini("markers"))


def pytest_configure(config: pytest.Config) -> None:
    """Finds which chronologies are meant: by the arguments, by `--chrono`, and, where no path is named, by `chrono`."""
    config.addinivalue_line("markers", "chrono: a hypothesis of a chronology, or whether its evidence is consistent")
    here = config.invocation_params.dir
    named = frozenset((here / arg.partition("::")[0]).resolve() for arg in config.args)
    folders = [here / folder for folder in config.getoption("--chrono")]
    if config.args_source != pytest.Config.ArgsSource.ARGS:
        folders += [config.rootpath / folder for folder in config.getini("chrono")]
    added = dict.fromkeys((folder / MAIN).resolve() for folder in folders)
    for path in added:
        if not isfile(path):
            raise pytest.UsageError(f"no chronology stands in {os.path.relpath(path.parent, here)}: it has no {MAIN}")
    config.stash[NAMED] = named
    config.stash[ADDED] = tuple(path for path in added if path not in named)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Adds the chronologies of `--chrono` and of the configuration to what the arguments gave.

    Not as arguments of their own: pytest before 9 drops the tests of a folder where a file below it is named as well.
    """
    report = yield
    if isinstance(collector, pytest.Session) and report.passed:
        added = collector.config.stash[ADDED]
        report.result = [*report.result, *(ChronologyFile.from_parent(collector, path=path) for path in added)]
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Finds which tags `-m` asks for.

    A tag is a word of historians; `skip`, `xfail` or `flaky` would be an order to pytest or to one of its plugins. So a
    tag that nobody asks for is no marker, and one that a plugin registers never is.
    """
    config = session.config
    foreign: Counter[str] = Counter(_names(config.getini("markers")))
    written = config.stash.get(WRITTEN, ())
    foreign.subtract(_names(written))
    asked: list[str] = _MARKER.findall(config.getoption("markexpr", ""))
    config.stash[TAGS] = tags = frozenset(name for name in asked if foreign[name] <= 0)
    for name in sorted(tags):
        config.addinivalue_line("markers", f"{name}: a tag of hypotheses")


def _names(markers: Iterable[str]) -> Iterator[str]:
    """The names of registered markers, whose lines read `name(arguments): what it is for`."""
    return (found.group() for line in markers if (found := _MARKER.match(line.strip())))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A chronology, where its `events.yaml` is named as an argument."""
    if file_path.name == MAIN and file_path.resolve() in parent.config.stash[NAMED]:
        return ChronologyFile.from_parent(parent, path=file_path)
    return None


class ChronologyFile(pytest.File):
    """A chronology: its hypotheses as items, all answered at once when the first of them runs."""

    chronology: Chronology
    _answer: Check | None = None

    def collect(self) -> Iterator[pytest.Item]:
        """One test for the evidence as a whole and one for each hypothesis; raises `CollectError` with all mistakes."""
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
                self._answer = check(self.chronology.value, wanted, Options(), repair=None)
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
        """Fails where the evidence contradicts itself."""
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
        """Where the chronology begins, and what is tested."""
        return self.path, 0, self.name


class Item(_Told):
    """One hypothesis."""

    def __init__(self, *, hypothesis: Hypothesis, **given: Any) -> None:
        super().__init__(**given)
        self.hypothesis = hypothesis
        for tag in sorted(hypothesis.tags):
            self.extra_keyword_matches.add(tag)
            if (marker := tag.replace("-", "_")) in self.config.stash[TAGS]:
                self.add_marker(marker)

    def runtest(self) -> None:
        """Fails where the hypothesis does not come out as expected."""
        from chrono.reports.verdicts import sharper, verdict
        from chrono.reports.words import short

        answer = self.parent.answer()
        (result,) = (r for r in answer.results if r.id == self.name)
        place, scale = self.parent.shown(result.place), answer.asked.scale
        self.user_properties += [("place", place), ("claim", result.claim), ("verdict", result.verdict)]
        self.user_properties += [(f"window of {point}", short(window, scale)) for point, window in result.windows]
        if not result.ok:
            told = f"{place}: {self.name}: " + verdict(result, scale).replace("\n", "\n  ")
            if result.fails:
                raise Failed(told)
            self.warn(pytest.PytestWarning(told))
        elif result.sharper:
            self.warn(pytest.PytestWarning(f"{place}: {self.name}: " + sharper(result, scale).replace("\n", "\n  ")))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the hypothesis stands, and its id."""
        place = self.hypothesis.place
        return self.path.parent / place.file if place.file else self.path, place.line - 1, self.name
