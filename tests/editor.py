"""An editor for tests: it speaks the language server protocol, over its own pipes, to a real `chrono lsp`."""

from __future__ import annotations

import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

PATIENCE = 300.0
"""Seconds that an editor waits, and a question may take: far more than anything takes, for machines that are busy."""


class Refused(Exception):
    """The server answered with an error; `error` is what it said."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__(error["message"])
        self.error = error


class Editor:
    """One editor and its server, which ends with it."""

    def __init__(
        self,
        folder: Path,
        *options: str,
        encodings: Sequence[str] = (),
        capabilities: Mapping[str, Any] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.complaints = b""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "chrono", "lsp", "--timeout", str(PATIENCE), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        threading.Thread(target=self._listen, args=(self.process.stderr,), daemon=True).start()
        self._begin(self.process.stdin, self.process.stdout, encodings, capabilities)

    def _begin(
        self, out: BinaryIO, into: BinaryIO, encodings: Sequence[str], capabilities: Mapping[str, Any] | None
    ) -> None:
        self._out = out
        self._answers: dict[int, dict[str, Any]] = {}
        self._arrived = threading.Condition()
        self._number = 0
        self.notices: queue.Queue[dict[str, Any]] = queue.Queue()
        self.marked: dict[str, list[dict[str, Any]]] = {}
        """By the name of the file, what is marked now."""
        self.versions: dict[str, int | None] = {}
        self.requests: list[str] = []
        """What the server asked of the editor."""
        self._texts: dict[str, int] = {}
        threading.Thread(target=self._read, args=(into,), daemon=True).start()
        general = {"positionEncodings": list(encodings)} if encodings else {}
        asked = {"general": general, "workspace": {"workspaceEdit": {"documentChanges": True}}, **(capabilities or {})}
        self.initialized = self.ask(
            "initialize", {"processId": None, "rootUri": self.folder.as_uri(), "capabilities": asked}
        )
        self.tell("initialized", {})

    # -- the protocol

    def _listen(self, stream: BinaryIO) -> None:
        for line in stream:
            self.complaints += line

    def _read(self, stream: BinaryIO) -> None:
        while True:
            length = 0
            while (line := stream.readline()).strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
            if not line:
                break
            self._take(json.loads(stream.read(length)))
        with self._arrived:
            self._answers[-1] = {}
            self._arrived.notify_all()

    def _take(self, message: dict[str, Any]) -> None:
        with self._arrived:
            if "method" not in message:
                self._answers[message["id"]] = message
            elif "id" in message:
                self.requests.append(message["method"])
                self._send({"jsonrpc": "2.0", "id": message["id"], "result": None})
            elif message["method"] == "textDocument/publishDiagnostics":
                name = message["params"]["uri"].removeprefix(self.folder.as_uri()).removeprefix("/")
                self.marked[name] = message["params"]["diagnostics"]
                self.versions[name] = message["params"].get("version")
            else:
                self.notices.put(message)
            self._arrived.notify_all()

    def _send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps(message).encode()
        self._out.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._out.flush()

    def tell(self, method: str, params: Any) -> None:
        """Sends a notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def begin(self, method: str, params: Any) -> int:
        """Sends a request; gives its number."""
        self._number += 1
        self._send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        return self._number

    def result(self, number: int) -> Any:
        """Waits for the answer to a request; raises `Refused`."""
        with self._arrived:
            self._arrived.wait_for(lambda: number in self._answers or -1 in self._answers, PATIENCE)
            assert number in self._answers, f"no answer; the server said: {self.complaints.decode()}"
            answer = self._answers.pop(number)
        if "error" in answer:
            raise Refused(answer["error"])
        return answer["result"]

    def ask(self, method: str, params: Any) -> Any:
        """Sends a request and gives its result; raises `Refused`."""
        return self.result(self.begin(method, params))

    # -- what somebody does in an editor

    def uri(self, name: str) -> str:
        return f"{self.folder.as_uri()}/{name}"

    def document(self, name: str) -> dict[str, str]:
        return {"uri": self.uri(name)}

    def at(self, name: str, line: int, character: int) -> dict[str, Any]:
        """The parameters of a question about a place, counted from 0."""
        return {"textDocument": self.document(name), "position": {"line": line, "character": character}}

    def open(self, name: str, text: str | None = None) -> None:
        """Opens a file of the folder, or a text that is not there yet under its name."""
        shown = (self.folder / name).read_text(encoding="utf-8") if text is None else text
        self._texts[name] = 1
        document = {"uri": self.uri(name), "languageId": "yaml", "version": 1, "text": shown}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def type(self, name: str, text: str) -> int:
        """Changes the whole text of an open file, without saving it; gives the number of its new state."""
        self._texts[name] += 1
        document = {"uri": self.uri(name), "version": self._texts[name]}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        return self._texts[name]

    def close(self, name: str) -> None:
        del self._texts[name]
        self.tell("textDocument/didClose", {"textDocument": self.document(name)})

    def close_all(self) -> None:
        for name in tuple(self._texts):
            self.close(name)

    def up_to_date(self, name: str) -> bool:
        """Whether what is marked was said of the newest state of a file."""
        return self.versions.get(name) == self._texts.get(name)

    def wait_unmarked(self, name: str) -> None:
        """Waits until nothing is marked in a file, whatever state of it that was said of."""
        with self._arrived:
            found = self._arrived.wait_for(lambda: not self.marked.get(name), PATIENCE)
        assert found, f"still marked in {name}: {self.marked[name]}"

    def wait(self, name: str, *codes: str) -> list[dict[str, Any]]:
        """Waits until exactly these mistakes are marked in the newest state of a file; gives them."""

        def there() -> bool:
            newest = self.versions.get(name) == self._texts.get(name)
            return newest and sorted(d["code"] for d in self.marked.get(name, [])) == sorted(codes)

        with self._arrived:
            found = self._arrived.wait_for(there, PATIENCE)
            shown = [(d["code"], d["message"]) for d in self.marked.get(name, [])]
        assert found, f"marked in {name} is {shown}, not {codes}; the server said: {self.complaints.decode()}"
        return self.marked.get(name, [])

    def end(self) -> int:
        """Ends the server as editors do; gives its exit code."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        return self.process.wait(PATIENCE)

    def __enter__(self) -> Editor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


class RemoteEditor(Editor):
    """An editor and a server that is there already, at a port of this machine."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.complaints = folder, b""
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._begin(self._socket.makefile("wb"), self._socket.makefile("rb"), (), None)

    def leave(self) -> None:
        self._socket.close()


def written(text: str, edits: Sequence[Mapping[str, Any]], encoding: str = "utf-16") -> str:
    """A text with edits made as an editor makes them: positions counted in units of the encoding, the last first."""
    lines = text.split("\n")

    def offset(position: Mapping[str, int]) -> int:
        line = lines[position["line"]]
        code = {"utf-16": "utf-16-le", "utf-8": "utf-8", "utf-32": "utf-32-le"}[encoding]
        size = {"utf-16": 2, "utf-8": 1, "utf-32": 4}[encoding]
        before = line.encode(code)[: position["character"] * size].decode(code)
        return sum(len(each) + 1 for each in lines[: position["line"]]) + len(before)

    for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        began, ended = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:began] + edit["newText"] + text[ended:]
    return text


def comes(happens: Callable[[], bool]) -> bool:
    """Whether something comes to be so; looked at again and again."""
    until = time.monotonic() + PATIENCE
    while not happens():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True
