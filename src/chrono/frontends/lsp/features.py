"""Which message of an editor is answered by which module.

Takes messages of the protocol, gives answers; of a text that belongs to no chronology it gives nothing. Whatever is
asked about a text waits until its newest state is read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from lsprotocol import types

from chrono.frontends.lsp import asked, colours, commanding, completing, hints, hovering, mistakes, names, outline
from chrono.frontends.lsp.cursor import cursor_at
from chrono.frontends.lsp.prose import Prose
from chrono.frontends.lsp.server import PAUSE, WATCHED, Looked, Server
from chrono.frontends.lsp.study import Reading, Study
from chrono.model.chronology import Entry, Evidence, Hypothesis, Rule
from chrono.model.mentions import Mention
from chrono.questions.options import Options
from chrono.questions.session import Session

WAIT = 2.0
"""Seconds that somebody who points at something waits for more than what stands in the files."""


def server(seconds: float, only: Path | None = None) -> Server:
    """A server for one editor, ready to be started; no question takes longer than so many seconds. `only`: of this
    folder and of no other."""
    made = Server(seconds, only)
    for method, answer, options in _FEATURES:
        made.feature(method, options)(answer)
    for name, command in ((commanding.TIMELINE, open_timeline), (commanding.WHATIF, what_if)):
        made.command(name)(command)
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


# -- mistakes


async def code_actions(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    """The ways to mend what is wrong where the cursor is."""
    if not _wanted(params.context.only) or (at := await ls.look(params.text_document.uri)) is None:
        return None
    return mistakes.mends(at.reading, at.file, params.range, at.texts, at.uri, versioned=ls.versioned())


def _wanted(only: Any) -> bool:
    """Whether quick fixes are among the kinds of actions that are asked for."""
    quick = types.CodeActionKind.QuickFix.value
    return only is None or any(quick == getattr(kind, "value", kind) or not kind for kind in only)


# -- names


async def definition(ls: Server, params: types.DefinitionParams) -> types.Location | None:
    """Where an id is declared, or the sentence of the vocabulary that a line says."""
    if (at := await ls.look(params.text_document.uri)) is None:
        return None
    offset = at.text.at(params.position)
    place = await at.study.found(at.reading, lambda reading: names.declared(reading, at.file, at.text, offset))
    return types.Location(at.uri(place.file), at.texts(place.file).range(place)) if place else None


async def references(ls: Server, params: types.ReferenceParams) -> list[types.Location] | None:
    """Wherever an id is named, also in files that can be laid over the others."""
    if (at := await ls.look(params.text_document.uri)) is None or (found := await _mention(at, params)) is None:
        return None
    mentions = await at.study.found(at.reading, lambda reading: reading.mentions.of(found.of))
    wanted = [m for m in mentions if params.context.include_declaration or not m.defines]
    return [types.Location(at.uri(m.place.file), at.texts(m.place.file).range(m.place)) for m in wanted]


async def highlights(ls: Server, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
    """Where an id is named in the same text."""
    if (at := await ls.look(params.text_document.uri)) is None or (found := await _mention(at, params)) is None:
        return None
    mentions = [m for m in at.reading.mentions_around(at.file).of(found.of) if m.place.file == at.file]
    read, write = types.DocumentHighlightKind.Read, types.DocumentHighlightKind.Write
    return [types.DocumentHighlight(at.text.range(m.place), write if m.defines else read) for m in mentions]


async def renaming(ls: Server, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """The id that would be renamed; nothing where none stands."""
    if (at := await ls.look(params.text_document.uri)) is None or (found := await _mention(at, params)) is None:
        return None
    return types.PrepareRenamePlaceholder(at.text.range(found.place), names.called(found.of))


async def rename(ls: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The edits that rename an id in all files; refused where the name is taken or would be read as something else."""
    if (at := await ls.look(params.text_document.uri)) is None or (found := await _mention(at, params)) is None:
        return None
    fixes = await at.study.found(at.reading, lambda reading: names.renamed(reading, found, params.new_name))
    return mistakes.edit(fixes, at.reading, at.texts, at.uri, versioned=ls.versioned())


async def _mention(at: Looked, params: Any) -> Mention | None:
    offset = at.text.at(params.position)
    return await at.study.found(at.reading, lambda reading: names.mentioned(reading, at.file, at.text, offset))


# -- answers


async def inlay_hints(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint] | None:
    """Windows and verdicts behind the lines; of the last texts without mistakes where the newest have some."""
    if (at := await ls.look(params.text_document.uri)) is None or (reading := at.good) is None:
        return None
    standing = await at.study.once(reading, "standing", asked.standing, ls.seconds)
    if standing is None:
        return None
    windows = await at.study.once(reading, "windows", asked.windows, ls.seconds)
    bare = await at.study.once(reading, "stated", asked.stated, ls.seconds)
    found = list(hints.windows(reading, windows, bare)) if windows is not None else []
    if ls.renews_hints():
        check = reading.answered("verdicts")
    else:
        check = await at.study.once(reading, "verdicts", asked.verdicts, ls.seconds)
    found += hints.verdicts(check) if check is not None else ()
    if reading is not at.reading:
        found = await at.study.found(at.reading, lambda now: list(hints.moved(found, reading, now)))
    return hints.shown(found, at.file, at.text, params.range)


async def hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """What is known of the thing that is pointed at, with reasons."""
    if (at := await ls.look(params.text_document.uri)) is None or (reading := at.good) is None:
        return None
    mention = await _mention(at, params)
    page = Prose(markdown=ls.markdown(), uri=at.uri)
    if mention is not None:
        await tell(ls, at.study, reading, mention.of, page)
    elif reading is at.reading and reading.session is not None:
        offset = at.text.at(params.position)
        await at.study.found(reading, lambda r: _tell_words(r, at, offset, page))
    if page.empty:
        return None
    if reading is not at.reading:
        page.say("As of the last texts without mistakes.")
    return types.Hover(page.content(), at.text.range(mention.place) if mention is not None else None)


async def tell(ls: Server, study: Study, reading: Reading, id: str, page: Prose) -> None:
    """Puts the question about a thing, and tells its answer as far as there is one in time."""
    assert reading.session is not None
    thing = hovering.thing(reading.session.chronology, id)

    async def answer(question: Callable[..., Any], about: Any) -> Any:
        """The answer, where it is there within a moment; it is worked out all the same, for whoever asks again."""
        put = study.once(reading, f"{question.__name__} {id}", partial(_put, question, about), ls.seconds)
        with suppress(TimeoutError):
            return await asyncio.wait_for(put, WAIT)

    match thing:
        case Entry():
            hovering.tell_span(thing, await answer(hovering.span, thing.id), page)
        case Evidence():
            hovering.tell_evidence(thing, await answer(hovering.evidence, thing), page)
        case Rule():
            hovering.tell_rule(thing, await answer(hovering.rule, thing), page)
        case Hypothesis():
            hovering.tell_hypothesis(thing, await answer(hovering.hypothesis, thing.id), page)
        case (key, described):
            hovering.tell_source(key, described, page)


def _put(question: Callable[..., Any], about: Any, session: Session, options: Options) -> Any:
    return question(session, options, about)


def _tell_words(reading: Reading, at: Looked, offset: int, page: Prose) -> None:
    """What stands at a place that is no id: a date, the words of a sentence, or a relation."""
    assert reading.session is not None
    chronology = reading.session.chronology
    line, column = at.text.place(offset)
    hovering.tell_date(chronology, at.file, line, column, page)
    if page.empty and (said := names.sentence_at(chronology, at.file, line, column)) is not None:
        hovering.tell_sentence(chronology, said.wording, page)
    where = cursor_at(at.text.text, offset)
    if page.empty and where is not None and where.value and not EXPRESSIONS.isdisjoint(where.path):
        hovering.tell_relation(at.text.text.split("\n")[line - 1], column - 1, page)


# -- commands


async def lenses(ls: Server, params: types.CodeLensParams) -> list[types.CodeLens] | None:
    """Above each hypothesis the verdict on it, which opens the page there; of the newest text alone."""
    if (at := await ls.look(params.text_document.uri)) is None or at.reading.session is None:
        return None
    if ls.renews_lenses():
        check = at.reading.answered("verdicts")
    else:
        check = await at.study.once(at.reading, "verdicts", asked.verdicts, ls.seconds)
    return list(commanding.lenses(check, at.file, at.text, params.text_document.uri)) if check is not None else None


async def open_timeline(ls: Server, uri: str, about: Any = "") -> str | None:
    """Has the editor show the page of `chrono serve` for the chronology of a text, at an id or at a place where one
    stands; gives its address, which lets one browser in, once."""
    if (at := await ls.look(uri)) is None:
        return None
    chronology = at.reading.loaded.readable
    id = await _named(ls, at, about)
    judged = chronology is not None and any(hypothesis.id == id for hypothesis in chronology.hypotheses)
    try:
        link = ls.pages.link(at.study.path, id, hypothesis=judged)
    except ModuleNotFoundError:
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Error, commanding.NEEDED))
        return None
    window = ls.client_capabilities.window
    if window and window.show_document and window.show_document.support:
        ls.window_show_document(types.ShowDocumentParams(link, external=True))
    else:
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, f"The page: {link}"))
    return link


async def what_if(ls: Server, uri: str, about: Any) -> str | None:
    """Tells what moves without the thing that has an id, or that stands at a place."""
    if (at := await ls.look(uri)) is None or (reading := at.good) is None or not (id := await _named(ls, at, about)):
        return None
    told: str | None = await at.study.answer(reading, lambda s, o: commanding.whatif(s, o, id), ls.seconds)
    said = told if told is not None else f"what moves without '{id}' cannot be told"
    ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, said))
    return told


async def _named(ls: Server, at: Looked, about: Any) -> str:
    """The id that a command is about: itself, or that of what stands at a place; "" where none does."""
    if isinstance(about, str):
        return about
    given = about if isinstance(about, dict) else {}
    line, character = given.get("line"), given.get("character")
    if not (isinstance(line, int) and isinstance(character, int) and line >= 0 and character >= 0):
        return ""
    offset = at.text.at(types.Position(line, character))
    mention = await at.study.found(at.reading, lambda r: names.mentioned(r, at.file, at.text, offset))
    return mention.of if mention is not None else ""


# -- what can be written

EXPRESSIONS = frozenset(("holds", "then", "unless", "claim"))
"""Fields whose values are expressions."""
TRIGGERS = (" ", ":", "(", "$", ",", "[", "{")
"""Characters after which an editor asks by itself what can be written."""
MOST_OFFERED = 500


async def completion(ls: Server, params: types.CompletionParams) -> types.CompletionList | None:
    """What can be written where the cursor stands; the newest text is not waited for to be read."""
    if (at := await ls.glance(params.text_document.uri)) is None:
        return None
    offset = at.text.at(params.position)
    where = cursor_at(at.text.text, offset)
    if where is None:
        return None
    readings = (at.reading.loaded.readable, at.study.good.loaded.readable if at.study.good is not None else None)
    known = completing.Known(tuple(chronology for chronology in readings if chronology is not None))
    rival = at.file not in at.reading.loaded.texts
    files = [name for name in at.reading.names if name != at.file]
    items = completing.completions(where, known, rival=rival, files=files)
    typed = at.text.text[items[0].began : offset].casefold() if items else ""
    if len(items) > MOST_OFFERED:
        items = [item for item in items if typed in item.label.casefold()][:MOST_OFFERED]
    snippets = ls.snippets()
    shown = [_offered(item, at, offset, number, snippets) for number, item in enumerate(items)]
    return types.CompletionList(is_incomplete=len(items) >= MOST_OFFERED, items=shown)


def _offered(item: completing.Item, at: Looked, offset: int, number: int, snippets: bool) -> types.CompletionItem:
    plain = types.InsertTextFormat.PlainText
    text = item.text if not item.snippet or snippets else completing.without_places(item.text)
    return types.CompletionItem(
        item.label,
        kind=item.kind,
        detail=item.detail or None,
        filter_text=item.compared or item.label,
        sort_text=f"{int(not item.first)}{number:06}",
        insert_text_format=types.InsertTextFormat.Snippet if item.snippet and snippets else plain,
        text_edit=types.TextEdit(at.text.stretch(item.began, offset), text),
    )


# -- outlines and colours


async def colours_of(ls: Server, params: types.SemanticTokensParams) -> types.SemanticTokens | None:
    """What the ids of a text stand for."""
    if (at := await ls.look(params.text_document.uri)) is None:
        return None
    return types.SemanticTokens(await at.study.found(at.reading, lambda r: colours.tokens(r, at.file, at.text)))


async def symbols(ls: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
    """The sections and entries of a text."""
    at = await ls.look(params.text_document.uri)
    return outline.outline(at.text, at.file) if at is not None else None


async def folds(ls: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
    """What can be folded: sections and entries."""
    at = await ls.look(params.text_document.uri)
    return outline.folds(at.text, at.file) if at is not None else None


async def all_symbols(ls: Server, params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
    """What the chronologies that are open declare."""
    found = []
    for study in list(ls.studies.values()):
        reading = await study.reading()
        texts, uri = ls.texts(reading), ls.uris(study, reading)
        found += await study.found(reading, partial(outline.everywhere, query=params.query, texts=texts, uri=uri))
    return found


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
    (types.TEXT_DOCUMENT_DEFINITION, definition, None),
    (types.TEXT_DOCUMENT_REFERENCES, references, None),
    (types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, highlights, None),
    (types.TEXT_DOCUMENT_PREPARE_RENAME, renaming, None),
    (types.TEXT_DOCUMENT_RENAME, rename, types.RenameOptions(prepare_provider=True)),
    (types.TEXT_DOCUMENT_COMPLETION, completion, types.CompletionOptions(trigger_characters=TRIGGERS)),
    (types.TEXT_DOCUMENT_INLAY_HINT, inlay_hints, None),
    (types.TEXT_DOCUMENT_HOVER, hover, None),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, symbols, None),
    (types.TEXT_DOCUMENT_FOLDING_RANGE, folds, None),
    (types.TEXT_DOCUMENT_CODE_LENS, lenses, types.CodeLensOptions()),
    (types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, colours_of, colours.LEGEND),
    (types.WORKSPACE_SYMBOL, all_symbols, None),
    (types.SHUTDOWN, ended, None),
)
