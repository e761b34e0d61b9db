"""The folder of a chronology while somebody writes in it: the newest texts, what was read of them, what was found.

Takes the texts that an editor holds of its files, gives a `Reading` of them with all other files as they are on the
disk. Reading and solving each have a thread of their own, so that neither an editor's message nor a completion waits
for the solver. A newer text ends the questions about an older one, and no answer to those is ever given out. Knows
nothing of the protocol.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from chrono import loading
from chrono.core.diagnostics import Diagnostic
from chrono.core.limits import Limit
from chrono.core.sources import Source
from chrono.loading.files import read_text
from chrono.loading.sources import MAIN
from chrono.model.mentions import Mentions
from chrono.questions.options import Options, Unanswerable
from chrono.questions.session import Session

T = TypeVar("T")
RIVALS = "rivals"
"""The folder of files that are read only when one of them is laid over the others."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text that an editor holds: what it calls it, and the number it gave to this state of it."""

    uri: str
    text: str
    version: int


class Reading:
    """What was read of one state of the texts."""

    def __init__(self, source: Source, opened: Mapping[str, Document]) -> None:
        self.source, self.opened = source, opened
        self.loaded = loading.load(source)
        self.asked: dict[str, asyncio.Task[Any]] = {}
        """What was asked of it once and for all, by a name for the question."""

    def answered(self, name: str) -> Any:
        """The answer to a question that was put once and for all; None where there is none yet."""
        task = self.asked.get(name)
        return task.result() if task is not None and task.done() and not task.cancelled() else None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The files of the folder that a field may name: those read, those that can be laid over, tables."""
        found = {*self.loaded.texts}
        for pattern in (f"{RIVALS}/*.yaml", "*.csv", "*.tsv", "*.xlsx", "*.ods"):
            found |= {match.name for match in self.source.matching(pattern)}
        return tuple(sorted(found))

    @cached_property
    def rivals(self) -> Mapping[str, loading.Loaded]:
        """By name, what is read of each file that is laid over the others by itself; this reads all of them."""
        names = [match.name for match in self.source.matching(f"{RIVALS}/*.yaml") if not match.obstacle]
        return {name: self._rival(name) for name in names if name not in self.loaded.texts}

    def _rival(self, name: str) -> loading.Loaded:
        return loading.load(self.source, (self.source.overlay(name),))

    @cached_property
    def _opened_rivals(self) -> Mapping[str, loading.Loaded]:
        """Those that are open in the editor: what is wrong with others is asked when they are opened."""
        return {name: self._rival(name) for name in self.opened if is_rival(name) and name not in self.loaded.texts}

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the files, and with each open file that is laid over them in its own text."""
        found = list(self.loaded.diagnostics)
        for name, loaded in self._opened_rivals.items():
            found += (d for d in loaded.diagnostics if d.place.file == name)
        return tuple(found)

    @cached_property
    def own_mentions(self) -> Mentions:
        """Every mention of an id in the files, and in those that hypotheses lay over them."""
        return self.loaded.mentions()

    @cached_property
    def mentions(self) -> Mentions:
        """Every mention of an id in the files, and in all that can be laid over them."""
        found = list(self.own_mentions.all)
        for name, loaded in self.rivals.items():
            found += (mention for mention in loaded.mentions().all if mention.place.file == name)
        return Mentions(found)

    def mentions_around(self, file: str) -> Mentions:
        """The mentions among which those in a file are, with the fewest files read for it."""
        return self.own_mentions if file in self.loaded.texts else self.mentions

    def text(self, name: str) -> str | None:
        """The text of a file of the chronology, as it was read; None where it is none."""
        if name in self.opened:
            return self.opened[name].text
        if name in self.loaded.texts:
            return self.loaded.texts[name]
        return None if self.source.obstacle(name) or self.source.leaves(name) else read_text(self.source, name).text

    @cached_property
    def session(self) -> Session | None:
        """What questions are put to; None where the files have mistakes."""
        return Session(self.loaded.chronology) if self.loaded.chronology is not None else None


def is_rival(name: str) -> bool:
    """Whether a file is one of those that are laid over the others."""
    return PurePosixPath(name).parts[0] == RIVALS and name.endswith(".yaml")


def folder_of(path: Path, opened: Mapping[Path, Document]) -> Path | None:
    """The folder of the chronology that a file belongs to: the nearest above it that has an `events.yaml`."""
    for folder in path.parents:
        main = folder / MAIN
        if main in opened or main.is_file():
            return folder
    return None


class Study:
    """A folder, the texts of it that an editor holds, and what was last read and found."""

    def __init__(self, path: Path, reader: ThreadPoolExecutor, solver: ThreadPoolExecutor) -> None:
        self.path, self._reader, self._solver = path, reader, solver
        self.opened: Mapping[str, Document] = {}
        self.generation = 0
        """Goes up with every change of a text."""
        self._read: tuple[int, Reading] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._limits: set[Limit] = set()
        self.good: Reading | None = None
        """The last reading without mistakes."""

    def change(self, opened: Mapping[str, Document]) -> None:
        """Other texts, or other files on the disk; what is being asked about the older ones ends."""
        self.opened = dict(opened)
        self.generation += 1
        for limit in tuple(self._limits):
            limit.interrupted = True

    @property
    def last(self) -> Reading | None:
        """What was read last, perhaps of an older state of the texts."""
        return self._read[1] if self._read is not None else None

    async def reading(self) -> Reading:
        """What is read of the newest texts."""
        while self._read is None or self._read[0] != self.generation:
            if self._reading is None:
                self._reading = asyncio.create_task(self._read_newest())
            await asyncio.shield(self._reading)
        return self._read[1]

    async def _read_newest(self) -> None:
        try:
            generation, opened = self.generation, self.opened
            source = loading.Overlay(loading.Folder(self.path), {name: d.text for name, d in opened.items()})
            reading = await asyncio.get_running_loop().run_in_executor(self._reader, _whole, source, opened)
            if reading.session is not None:
                self.good = reading
            self._read = generation, reading
        finally:
            self._reading = None

    async def found(self, reading: Reading, what: Callable[[Reading], T]) -> T:
        """What is worked out of a reading where the files are read."""
        return await asyncio.get_running_loop().run_in_executor(self._reader, what, reading)

    async def once(
        self, reading: Reading, name: str, question: Callable[[Session, Options], T], seconds: float
    ) -> T | None:
        """As `answer`, for a question that is put again and again: it is answered once for a reading."""
        task = reading.asked.get(name)
        if task is None or (task.done() and (task.cancelled() or task.exception() or task.result() is None)):
            task = reading.asked[name] = asyncio.create_task(self.answer(reading, question, seconds))
        found: T | None = await asyncio.shield(task)
        return found

    async def answer(self, reading: Reading, question: Callable[[Session, Options], T], seconds: float) -> T | None:
        """The answer to a question about a reading, within a limit of time; None where it has mistakes, cannot be
        asked this, or where a newer text has ended it."""
        session, generation = reading.session, self.generation
        if session is None:
            return None

        def ask() -> T | None:
            # The time counts from where the question is begun, not from where it waits for another to end.
            self._limits.add(limit := Limit(seconds, keeps=True))
            try:
                answer = question(session, replace(Options(), limit=limit)) if generation == self.generation else None
            except Unanswerable:
                return None
            finally:
                self._limits.discard(limit)
            return None if limit.interrupted else answer

        answer = await asyncio.get_running_loop().run_in_executor(self._solver, ask)
        return answer if generation == self.generation else None


def _whole(source: Source, opened: Mapping[str, Document]) -> Reading:
    reading = Reading(source, opened)
    assert reading.diagnostics is not None, "worked out here, and not where messages wait"
    return reading
