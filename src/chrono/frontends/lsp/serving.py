"""How a server and an editor reach each other: standard input and output, a port, or WebSocket.

Takes messages from one and hands them to the other; each connection has a server of its own. Ports are opened on this
machine alone. A web page reaches a WebSocket only from an origin that was named, and a port never: what does not begin
as the protocol does is cut off. A message that cannot be understood is answered with why, and the next one is read.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from pygls.exceptions import JsonRpcException

from chrono.frontends.lsp.server import Server

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection
    from websockets.http11 import Request, Response

HERE = "127.0.0.1"
MOST_BYTES = 64 * 1024 * 1024
"""Of one message: a text may be 32 MiB, and its characters are escaped."""
_PARSE_ERROR, _INVALID = -32700, -32600

Make = Callable[[], Server]
Take = Callable[[], Awaitable[bytes | None]]


class Unframed(Exception):
    """What arrives is not the protocol: there is no telling where its next message begins."""


class _Out(Protocol):
    """What pygls writes to."""

    def write(self, data: bytes) -> None: ...

    def close(self) -> None: ...


class _Stream:
    """A pipe that is written to at once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        with suppress(OSError, ValueError):  # nobody reads any more: the end of what is read says so as well
            self._stream.write(data)
            self._stream.flush()

    def close(self) -> None:
        """A standard stream is left open."""


async def converse(server: Server, out: _Out, take: Take, *, headers: bool) -> int:
    """Hands over messages until the editor ends it or is gone; gives the exit code that the protocol asks for."""
    server.protocol.set_writer(out, include_headers=headers)
    code, ended = 0, False
    try:
        while (body := await take()) is not None:
            data = _read(body, out, headers=headers)
            if data is None:
                continue
            if data.get("method") == "exit":
                code = 0 if ended else 1
                break
            ended = ended or data.get("method") == "shutdown"
            try:
                message = server.protocol.structure_message(data)
            except JsonRpcException as error:
                _answer(out, data, error.code, error.message, headers=headers)
                continue
            server.protocol.handle_message(message)
    finally:
        server.end()
    return code


def _read(body: bytes, out: _Out, *, headers: bool) -> dict[str, Any] | None:
    """A message; None, and an answer that says why, where it is none."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        _answer(out, {"id": None}, _PARSE_ERROR, "this is no JSON", headers=headers)
        return None
    if not isinstance(data, dict) or data.get("jsonrpc") != "2.0":
        _answer(out, {"id": None}, _INVALID, "this is no message of JSON-RPC 2.0", headers=headers)
        return None
    return data


def _answer(out: _Out, to: dict[str, Any], code: int, message: str, *, headers: bool) -> None:
    """An error in answer to a request; a notification is never answered."""
    if "id" in to and ("method" in to or to["id"] is None):
        text = json.dumps({"jsonrpc": "2.0", "id": to["id"], "error": {"code": code, "message": message}})
        body = text.encode()
        out.write(b"Content-Length: %d\r\n\r\n" % len(body) + body if headers else body)


async def framed(reader: asyncio.StreamReader) -> bytes | None:
    """The next message of a stream; None at its end. Raises `Unframed`."""
    length = -1
    while True:
        try:
            line = await reader.readuntil(b"\r\n")
        except asyncio.IncompleteReadError:
            return None
        except asyncio.LimitOverrunError:
            raise Unframed from None
        name, _, value = line.strip().partition(b":")
        if not name:
            break
        if name.lower() == b"content-length" and value.strip().isdigit() and len(value) < 12:
            length = int(value)
        elif name.lower() != b"content-type":
            raise Unframed
    if not 0 <= length <= MOST_BYTES:
        raise Unframed
    try:
        return await reader.readexactly(length)
    except asyncio.IncompleteReadError:
        return None


# -- standard input and output


def over_pipes(make: Make) -> int:
    """Serves the editor that started this process; gives the exit code."""
    return asyncio.run(_over_pipes(make))


async def _over_pipes(make: Make) -> int:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()

    def listen() -> None:
        with suppress(OSError, ValueError, RuntimeError):
            while data := os.read(sys.stdin.fileno(), 65536):
                loop.call_soon_threadsafe(reader.feed_data, data)
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(reader.feed_eof)

    # A thread that nobody waits for: it may hang in a read when this ends.
    threading.Thread(target=listen, daemon=True).start()
    try:
        return await converse(make(), _Stream(sys.stdout.buffer), lambda: framed(reader), headers=True)
    except Unframed:
        print("chrono lsp: what arrives is not the language server protocol; an editor starts this", file=sys.stderr)
        return 2


# -- a port


async def over_port(make: Make, port: int, told: Callable[[int], None]) -> None:
    """Serves every editor that connects to a port of this machine, each by itself; `told` hears which port it is."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(Unframed, ConnectionError):
            await converse(make(), writer, lambda: framed(reader), headers=True)
        writer.close()

    listening = await asyncio.start_server(connected, HERE, port)
    told(listening.sockets[0].getsockname()[1])
    async with listening:
        await listening.serve_forever()


# -- WebSocket


async def over_websocket(make: Make, port: int, origins: Iterable[str], told: Callable[[int], None]) -> None:
    """Serves editors in web pages of the named origins, and other programs of this machine, in frames of text."""
    from websockets.asyncio.server import serve
    from websockets.typing import Origin

    allowed = [None, *map(Origin, origins)]
    async with serve(_connected(make), HERE, port, origins=allowed, process_request=_by_name, max_size=MOST_BYTES) as s:
        told(next(iter(s.sockets)).getsockname()[1])
        await s.serve_forever()


def _by_name(connection: ServerConnection, request: Request) -> Response | None:
    """Refuses whoever calls this machine by a name that another could have given it."""
    host = request.headers.get("Host", "").rpartition(":")[0]
    if host in (HERE, "localhost"):
        return None
    return connection.respond(HTTPStatus.FORBIDDEN, "this host is not served\n")


def _connected(make: Make) -> Callable[[ServerConnection], Awaitable[None]]:
    async def connected(socket: ServerConnection) -> None:
        from websockets.exceptions import ConnectionClosed

        async def send(text: str) -> None:
            with suppress(ConnectionClosed):
                await socket.send(text)

        async def take() -> bytes | None:
            try:
                data = await socket.recv()
            except ConnectionClosed:
                return None
            return data.encode() if isinstance(data, str) else data

        await over_frames(make(), take, send)

    return connected


async def over_frames(server: Server, take: Take, send: Callable[[str], Awaitable[None]]) -> None:
    """Serves one editor in a web page, over a WebSocket that somebody else has opened: `take` gives the next frame,
    None at the end, `send` sends one and does nothing where nobody listens any more."""
    waiting: asyncio.Queue[str] = asyncio.Queue()

    async def sending() -> None:
        while True:
            await send(await waiting.get())

    task = asyncio.create_task(sending())
    try:
        await converse(server, _Frames(waiting), take, headers=False)
    finally:
        task.cancel()


class _Frames:
    """What is to be sent over a WebSocket, in its order, as text: a page would have to decode anything else."""

    def __init__(self, waiting: asyncio.Queue[str]) -> None:
        self._waiting = waiting

    def write(self, data: bytes) -> None:
        self._waiting.put_nowait(data.decode("utf-8"))

    def close(self) -> None:
        """Closed by whoever opened it."""
