"""Which message of an editor is answered by which module.

Takes messages of the protocol, gives answers; of a text that belongs to no chronology it gives nothing. Whatever is
asked about a text waits until its newest state is read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lsprotocol import types

from chrono.frontends.lsp import mistakes
from chrono.frontends.lsp.server import PAUSE, WATCHED, Server


def server(seconds: float) -> Server:
    """A server for one editor, ready to be started; no question takes longer than so many seconds."""
    made = Server(seconds)
    for method, answer, options in _FEATURES:
        made.feature(method, options)(answer)
    return made


def initialized(ls: Server, params: types.InitializedParams) -> None:
    """Asks the editor to tell of files that change on the disk, where it can."""
    workspace = ls.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching and watching.dynamic_registration:
        files = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(WATCHED)])
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        ls.client_register_capability(types.RegistrationParams([types.Registration("files", method, files)]))


def opened(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """A text was opened."""
    document = params.text_document
    ls.opened(document.uri, document.text, document.version, pause=0)


def changed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """A text was changed: the editor sends the whole of it."""
    document = ls.workspace.get_text_document(params.text_document.uri)
    ls.opened(params.text_document.uri, document.source, params.text_document.version, pause=PAUSE)


def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """A text was closed."""
    ls.closed(params.text_document.uri)


def saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    """A text was saved, and what lies beside it may have been written by others."""
    ls.saved([params.text_document.uri])


def watched(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Files on the disk changed."""
    ls.saved(change.uri for change in params.changes)


async def code_actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    """The ways to mend what is wrong where the cursor is."""
    found = ls.study(params.text_document.uri)
    if found is None or not _wanted(params.context.only):
        return None
    study, file = found
    reading = await study.reading()
    texts, uri = ls.texts(reading), ls.uris(study, reading)
    return mistakes.mends(reading, file, params.range, texts, uri, versioned=ls.versioned())


def _wanted(only: Any) -> bool:
    """Whether quick fixes are among the kinds of actions that are asked for."""
    quick = types.CodeActionKind.QuickFix.value
    return only is None or any(quick == str(getattr(kind, "value", kind)).rstrip(".") or not kind for kind in only)


def ended(ls: Server, params: None) -> None:
    """The editor wants no more answers."""
    ls.end()


_FEATURES: tuple[tuple[str, Callable[..., Any], Any], ...] = (
    (types.INITIALIZED, initialized, None),
    (types.TEXT_DOCUMENT_DID_OPEN, opened, None),
    (types.TEXT_DOCUMENT_DID_CHANGE, changed, None),
    (types.TEXT_DOCUMENT_DID_CLOSE, closed, None),
    (types.TEXT_DOCUMENT_DID_SAVE, saved, types.SaveOptions()),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, watched, None),
    (types.TEXT_DOCUMENT_CODE_ACTION, code_actions, types.CodeActionOptions([types.CodeActionKind.QuickFix])),
    (types.SHUTDOWN, ended, None),
)
