"""The interface of HTTP: the page, the commands' documents, what can be switched, and news.

Takes what is kept, gives an application (ASGI). Knows nothing of evidence: commands answer, and whatever is wrong with
a request is told as diagnostics, never as a traceback.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route, WebSocketRoute

from chrono import documents
from chrono.core.diagnostics import Diagnostic
from chrono.frontends.serving import files
from chrono.frontends.serving.asking import COMMANDS, Answered, Refused, answered, axis, mistakes
from chrono.frontends.serving.events import News
from chrono.frontends.serving.headers import policy
from chrono.frontends.serving.kept import Crowded, Gone, Kept, Waited
from chrono.frontends.serving.language import Editors
from chrono.frontends.serving.things import things

PAGE = Path(__file__).parent / "page"
VENDORED = PAGE / "vendored"
"""What others wrote, for the editor alone."""
MOST_BYTES = 1024 * 1024
"""Of the body of a request."""
SECONDS = 30.0
"""How long a question may take."""
STATE = "Chrono-State"
"""The header that tells to which state of the files an answer belongs."""
MEDIA = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def application(kept: Kept, *, seconds: float = SECONDS, edited: bool = False) -> Starlette:
    """The application, which follows the files while it runs; `edited`, it writes them for the page as well."""
    news = News(kept)
    shown = sorted([*PAGE.iterdir(), *(VENDORED.iterdir() if edited else ())])
    statics = {path.name: path.read_bytes() for path in shown if path.suffix in MEDIA}
    digest = hashlib.sha256(b"".join(statics.values())).hexdigest()[:16]

    @asynccontextmanager
    async def alive(app: Starlette) -> AsyncIterator[None]:
        news.begin()
        kept.start()
        yield
        news.end()
        kept.stop()

    async def page(request: Request) -> Response:
        nonce = token_urlsafe(16)
        text = _template().render(nonce=nonce, digest=digest, edited=edited)
        return Response(text, media_type="text/html", headers={"Content-Security-Policy": policy(nonce)})

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if request.path_params["digest"] != digest or name not in statics:
            raise HTTPException(404)
        kept_for_long = {"Cache-Control": "private, max-age=31536000, immutable"}
        return Response(statics[name], media_type=MEDIA[Path(name).suffix], headers=kept_for_long)

    async def ask(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in (*COMMANDS, "axis"):
            raise HTTPException(404)
        body = await _body(request)
        number = body.get("state") if isinstance(body, dict) else None
        if number is not None and type(number) is not int:
            raise Refused("'state' is the number of a state")
        limit = Waited(seconds)
        if name == "axis":
            return await _put(request, kept, number, limit, lambda state: axis(state, body))
        return await _put(request, kept, number, limit, lambda state: answered(kept, state, name, body, limit))

    async def told(request: Request) -> Response:
        which: Mapping[str, Callable[[Any], Answered]] = {
            "things": lambda state: Answered(documents.dumps(things(kept, state))),
            "mistakes": mistakes,
        }
        name = request.path_params["name"]
        if name not in which:
            raise HTTPException(404)
        number = request.query_params.get("state")
        if number is not None and not (number.isascii() and number.isdigit() and len(number) < 10):
            raise Refused("'state' is the number of a state")
        return await _put(request, kept, None if number is None else int(number), Waited(seconds), which[name])

    async def events(request: Request) -> Response:
        if news.full:
            return _wrong(503, "too-many-pages", "too many pages listen already", {"Retry-After": "5"})
        last = request.headers.get("last-event-id", "")
        return StreamingResponse(news.stream(last), media_type="text/event-stream")

    routes: list[BaseRoute] = [
        Route("/", page),
        Route("/static/{digest}/{name}", static),
        Route("/events", events),
        Route("/api/{name}", told, methods=["GET"]),
        Route("/api/{name}", ask, methods=["POST"]),
    ]
    if edited:
        routes[:0] = _editing(kept, seconds)
    handlers: dict[Any, Any] = {HTTPException: _http, Refused: _refused, Exception: _failed}
    return Starlette(routes=routes, lifespan=alive, exception_handlers=handlers)


def _editing(kept: Kept, seconds: float) -> list[BaseRoute]:
    """What lists, tells and writes the files of the chronology, and speaks of texts that are not written yet."""
    editors = Editors(kept.folder, seconds)

    async def listed(request: Request) -> Response:
        names = await anyio.to_thread.run_sync(lambda: list(files.names(kept)))
        told = {"files": names, "folder": editors.folder.as_uri()}
        return Response(documents.dumps(told), media_type="application/json")

    async def told(request: Request) -> Response:
        name = request.query_params.get("name", "")
        return await _of_file(lambda: files.read(kept, name))

    async def written(request: Request) -> Response:
        body = await _body(request)
        given = body if isinstance(body, dict) else {}
        name, text, digest = (given.get(key) for key in ("name", "text", "digest"))
        if not (isinstance(name, str) and isinstance(text, str) and isinstance(digest, str)):
            raise Refused("a file is written with its 'name', its 'text', and the 'digest' of what it holds now")
        return await _of_file(lambda: files.write(kept, name, text, digest))

    return [
        Route("/api/files", listed, methods=["GET"]),
        Route("/api/file", told, methods=["GET"]),
        Route("/api/file", written, methods=["PUT"]),
        WebSocketRoute("/lsp", editors.connect),
    ]


async def _of_file(work: Callable[[], files.Text]) -> Response:
    """A text as it is after something was done with it, or what keeps that from being done."""
    try:
        found, status = await anyio.to_thread.run_sync(work), 200
    except files.Unlisted:
        raise HTTPException(404, "no file of the chronology is called so") from None
    except files.Uneditable as refusal:
        return _wrong(400, "uneditable", str(refusal))
    except files.Changed as changed:
        found, status = changed.now, 409
    told = {"name": found.name, "digest": found.digest, "text": found.text}
    return Response(documents.dumps(told), status, media_type="application/json")


def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(PAGE)).get_template(
        "page.html"
    )


async def _body(request: Request) -> Any:
    """The decoded JSON of a body; raises `HTTPException` or `Refused`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "the body is JSON, with Content-Type: application/json")
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > MOST_BYTES:
            raise HTTPException(413, "the body is larger than 1 MiB")
    try:
        return json.loads(found)
    except (ValueError, RecursionError):
        raise Refused("the body is no JSON") from None


async def _put(
    request: Request, kept: Kept, number: int | None, limit: Waited, answer: Callable[[Any], Answered]
) -> Response:
    """The answer to a question, worked out beside the loop; ended where nobody waits for it any longer."""

    async def left() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        limit.interrupt()

    def work() -> tuple[int, Answered] | Gone | Crowded | Refused:
        try:
            state = kept.state(number)
            with kept.asking(state, limit):
                found = answer(state)
        except (Gone, Crowded, Refused) as refusal:
            return refusal
        return Gone() if limit.interrupted else (state.number, found)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(left)
        worked = await anyio.to_thread.run_sync(work)
        tasks.cancel_scope.cancel()
    if isinstance(worked, Gone):
        return _wrong(409, "superseded", "the files have changed: ask again about the state there is now")
    if isinstance(worked, Crowded):
        return _wrong(503, "too-many-questions", "too many questions wait already", {"Retry-After": "1"})
    if isinstance(worked, Refused):
        return _diagnosed(400, worked.diagnostic)
    told, found = worked
    headers = {STATE: str(told)} | ({"Retry-After": "1"} if found.status == 503 else {})
    return Response(found.text, found.status, headers, found.media)


# -- what is wrong


def _wrong(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return _diagnosed(status, Diagnostic(code, message), headers)


def _diagnosed(status: int, diagnostic: Diagnostic, headers: Mapping[str, str] | None = None) -> Response:
    text = documents.dumps({"diagnostics": [documents.diagnostic(diagnostic)]})
    return Response(text, status, headers, "application/json")


async def _http(request: Request, error: HTTPException) -> Response:
    return _wrong(error.status_code, "request", error.detail, error.headers)


async def _refused(request: Request, error: Refused) -> Response:
    return _diagnosed(400, error.diagnostic)


async def _failed(request: Request, error: Exception) -> Response:
    return _wrong(500, "internal", f"an internal error: {type(error).__name__}")
