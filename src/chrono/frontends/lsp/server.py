"""What an editor has open, and when what it shows of mistakes is renewed.

Takes the texts that are opened, changed and closed, by folder; they come before the files on the disk, and nothing is
ever written. After a change it waits a moment for the next one, then tells what is wrong with the files, asks for the
windows and tells what is wrong with the evidence. The newest text wins: answers about an older one are not given.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from chrono.core.diagnostics import Diagnostic
from chrono.core.version import __version__
from chrono.frontends.lsp import asked, mistakes
from chrono.frontends.lsp.commanding import Pages
from chrono.frontends.lsp.positions import Text, path_of, uri_of
from chrono.frontends.lsp.study import Document, Reading, Study, folder_of

PAUSE = 0.15
"""Seconds after a change in which another one may follow before anything is read."""
WATCHED = "**/*.{yaml,yml,csv,tsv,xlsx,ods}"


@dataclass(frozen=True, slots=True)
class Looked:
    """A text as it is looked at: what was read of its newest state, and how others are found from there."""

    study: Study
    reading: Reading
    file: str
    texts: Callable[[str], Text]
    uri: Callable[[str], str]

    @property
    def text(self) -> Text:
        """The text itself."""
        return self.texts(self.file)

    @property
    def good(self) -> Reading | None:
        """The newest reading without mistakes, which may be an older one."""
        return self.reading if self.reading.session is not None else self.study.good


class Server(LanguageServer):
    """What an editor has open, by folder; and how long a question may take, in seconds. Of `only` this folder where one
    is named: texts of others are let be, and so are those of chronologies within it."""

    def __init__(self, seconds: float, only: Path | None = None) -> None:
        super().__init__("chrono", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.seconds, self.only = seconds, only
        self.documents: dict[Path, Document] = {}
        self.studies: dict[Path, Study] = {}
        self.pages = Pages()
        """Those of `chrono serve` that were opened from here."""
        self._reader = ThreadPoolExecutor(1, "reading")
        self._solver = ThreadPoolExecutor(1, "solving")
        self._renewing: dict[Path, asyncio.Task[None]] = {}
        self._told: dict[Path, dict[str, list[types.Diagnostic]]] = {}
        """By folder and URI what is marked in the editor."""

    # -- what is open

    def opened(self, uri: str, text: str, version: int, *, pause: float) -> None:
        """A text was opened or changed."""
        path = self._path(uri)
        if path is not None:
            self.documents[path] = Document(uri, text, version)
            self._renew(path, pause)

    def closed(self, uri: str) -> None:
        """A text was closed: from now on the file on the disk counts."""
        path = self._path(uri)
        if path is not None and path in self.documents:
            del self.documents[path]
            self._renew(path, 0)

    def saved(self, uris: Iterable[str]) -> None:
        """Files on the disk are other than they were."""
        for path in sorted({path for uri in uris if (path := self._path(uri)) is not None}):
            self._renew(path, PAUSE)

    def _path(self, uri: str) -> Path | None:
        """The file that a URI names, where texts of it are taken."""
        path = path_of(uri)
        if path is None or self.only is None:
            return path
        path = Path(normpath(path))
        return path if folder_of(path, self.documents) == self.only else None

    def _renew(self, path: Path, pause: float) -> None:
        """Has the folders read anew that a change of a file can bear on: its own, and any that it made or unmade."""
        folders: dict[Path, dict[str, Document]] = {}
        for other, document in self.documents.items():
            if (folder := folder_of(other, self.documents)) is not None:
                folders.setdefault(folder, {})[other.relative_to(folder).as_posix()] = document
        for folder in sorted({*folders, *self.studies}):
            opened = folders.get(folder, {})
            known = self.studies.get(folder)
            if known is None:
                known = self.studies[folder] = Study(folder, self._reader, self._solver)
            elif opened == known.opened and not path.is_relative_to(folder):
                continue
            known.change(opened)
            if running := self._renewing.pop(folder, None):
                running.cancel()
            if opened:
                self._renewing[folder] = asyncio.create_task(self._tell(known, pause))
            else:
                del self.studies[folder]
                self._mark(folder, {})

    async def look(self, uri: str) -> Looked | None:
        """What is read of the newest state of an open text; None where it belongs to no chronology."""
        if (found := self._found(uri)) is None:
            return None
        study, file = found
        reading = await study.reading()
        return Looked(study, reading, file, self.texts(reading), self.uris(study, reading))

    async def glance(self, uri: str) -> Looked | None:
        """The newest state of an open text beside what was read last, which may be of an older one."""
        if (found := self._found(uri)) is None:
            return None
        study, file = found
        reading = study.last or await study.reading()
        newest = Text(study.opened[file].text if file in study.opened else "", self.workspace.position_encoding)
        return Looked(study, reading, file, lambda _: newest, self.uris(study, reading))

    def _found(self, uri: str) -> tuple[Study, str] | None:
        """The folder that an open text belongs to, and how it is called there."""
        path = self._path(uri)
        folder = folder_of(path, self.documents) if path is not None and path in self.documents else None
        if path is None or folder is None or folder not in self.studies:
            return None
        return self.studies[folder], path.relative_to(folder).as_posix()

    # -- what is shown unasked

    async def _tell(self, study: Study, pause: float) -> None:
        """Renews what is marked in a folder; ended by whoever changes it meanwhile."""
        await asyncio.sleep(pause)
        generation = study.generation
        reading = await study.reading()
        if study.generation != generation:
            return
        self._show(study, reading, found := reading.diagnostics)
        standing = await study.once(reading, "standing", asked.standing, self.seconds)
        if standing is None or study.generation != generation:
            return
        found = (*found, *mistakes.contradictions(standing), *mistakes.set_aside(standing))
        self._show(study, reading, found)
        if reading.session is None or not reading.session.chronology.hypotheses:
            return
        check = await study.once(reading, "verdicts", asked.verdicts, self.seconds)
        if check is not None and study.generation == generation:
            self._show(study, reading, (*found, *mistakes.verdicts(check)))
            if self.renews_hints():
                self.workspace_inlay_hint_refresh(None)
            if self.renews_lenses():
                self.workspace_code_lens_refresh(None)

    def renews_hints(self) -> bool:
        """Whether the editor asks for its hints again when it is told to: verdicts come after windows."""
        workspace = self.client_capabilities.workspace
        return bool(workspace and workspace.inlay_hint and workspace.inlay_hint.refresh_support)

    def renews_lenses(self) -> bool:
        """Whether the editor asks for what stands above hypotheses again when it is told to."""
        workspace = self.client_capabilities.workspace
        return bool(workspace and workspace.code_lens and workspace.code_lens.refresh_support)

    def markdown(self) -> bool:
        """Whether the editor shows Markdown where something is pointed at."""
        text = self.client_capabilities.text_document
        formats = text.hover.content_format if text and text.hover else None
        return bool(formats and types.MarkupKind.Markdown in formats)

    def _show(self, study: Study, reading: Reading, found: Iterable[Diagnostic]) -> None:
        by_file = mistakes.marks(found, self.texts(reading), self.uris(study, reading))
        uri = self.uris(study, reading)
        versions = {document.uri: document.version for document in reading.opened.values()}
        self._mark(study.path, {uri(file): marked for file, marked in by_file.items()}, versions)

    def _mark(
        self, folder: Path, marked: dict[str, list[types.Diagnostic]], versions: dict[str, int] | None = None
    ) -> None:
        """Marks this and nothing else in a folder."""
        before = self._told.pop(folder, {})
        if marked:
            self._told[folder] = marked
        for uri in sorted({*before, *marked, *(versions or {})}):
            now = marked.get(uri, [])
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri, now, version=(versions or {}).get(uri))
            )

    # -- texts and places

    def texts(self, reading: Reading) -> Callable[[str], Text]:
        """The texts of a reading by the names of their files, in the encoding of the editor."""
        known: dict[str, Text] = {}

        def text(name: str) -> Text:
            if name not in known:
                known[name] = Text(reading.text(name) or "", self.workspace.position_encoding)
            return known[name]

        return text

    def uris(self, study: Study, reading: Reading) -> Callable[[str], str]:
        """The URIs of files, as the editor calls those that it has open."""

        def uri(name: str) -> str:
            opened = reading.opened.get(name)
            return opened.uri if opened else uri_of(study.path / name)

        return uri

    def snippets(self) -> bool:
        """Whether the editor can put in a text with places to fill in."""
        text = self.client_capabilities.text_document
        item = text.completion.completion_item if text and text.completion else None
        return bool(item and item.snippet_support)

    def versioned(self) -> bool:
        """Whether the editor understands edits of a state of a text."""
        workspace = self.client_capabilities.workspace
        return bool(workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes)

    def end(self) -> None:
        """Ends every question; nothing is told any more."""
        self.pages.end()
        for task in self._renewing.values():
            task.cancel()
        for study in self.studies.values():
            study.change({})
        self._reader.shutdown(wait=False, cancel_futures=True)
        self._solver.shutdown(wait=False, cancel_futures=True)
