"""`chrono serve` in a process of its own, and what asks it: headers and bodies as they go over the wire."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any, NamedTuple

PATIENCE = 300
"""Seconds after which what should have come by then never will, however busy the machine is: so long may answers
take."""
# Whoever runs the tests in the background has Ctrl-C ignored.
CODE = "from signal import *; signal(SIGINT, default_int_handler); from chrono.__main__ import main; main()"


class Reply(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Served:
    """A server of a folder, with one browser let in."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", CODE, "serve", "-C", str(folder), "--no-open", "--timeout", str(PATIENCE), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)(/start\?token=\S+)", line)
        assert found, line + self.process.stdout.read().decode()
        self.port, self.start = int(found[1]), found[2]
        self.link = found[0]
        self.said = ""
        Thread(target=self._hear, daemon=True).start()
        self.cookie, self.patience = "", float(PATIENCE)

    def _hear(self) -> None:
        assert self.process.stdout is not None
        while piece := os.read(self.process.stdout.fileno(), 65536):
            self.said += piece.decode("utf-8", "replace")

    def enter(self) -> Served:
        """Exchanges the token for the cookie."""
        reply = self.ask("GET", self.start, cookie=False)
        assert reply.status == 303, reply
        self.cookie = reply.headers["set-cookie"].partition(";")[0]
        return self

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        cookie: bool = True,
    ) -> Reply:
        """One request and its whole answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        sent = {"Cookie": self.cookie} if cookie and self.cookie else {}
        if body is not None:
            sent["Content-Type"] = "application/json"
        connection.putrequest(method, path, skip_host="Host" in (headers or {}))
        content = body.encode() if isinstance(body, str) else body
        for name, value in {**sent, **(headers or {})}.items():
            connection.putheader(name, value)
        if content is not None:
            connection.putheader("Content-Length", str(len(content)))
        connection.endheaders(content)
        found = connection.getresponse()
        reply = Reply(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read().decode())
        connection.close()
        return reply

    def post(self, name: str, **body: Any) -> Reply:
        """A question put to a command."""
        return self.ask("POST", f"/api/{name}", json.dumps(body))

    def until(self, inputs: str) -> None:
        """Waits until the files are those of a fingerprint."""
        deadline = monotonic() + PATIENCE
        while self.ask("GET", "/api/mistakes").json.get("inputs") != inputs:
            assert monotonic() < deadline
            sleep(0.02)

    def end(self) -> int:
        """Ends it as a person does; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


def put(path: Path, content: str | bytes) -> None:
    """Saves a file in one step, as most editors do: whoever looks on never sees it empty or half written."""
    beside = path.with_name(f".{path.name}.swp")
    beside.write_bytes(content.encode() if isinstance(content, str) else content)
    os.replace(beside, path)


class Events:
    """The events that a page hears, as they come."""

    def __init__(self, served: Served, last: str = "") -> None:
        self.connection = HTTPConnection("127.0.0.1", served.port, timeout=served.patience)
        self.patience = served.patience
        headers = {"Cookie": served.cookie} | ({"Last-Event-ID": last} if last else {})
        self.connection.request("GET", "/events", headers=headers)
        self.reply = self.connection.getresponse()
        assert self.reply.status == 200

    def next(self, *names: str) -> dict[str, Any]:
        """The next event of one of these names, with its id."""
        found: dict[str, str] = {}
        deadline = monotonic() + self.patience
        while True:
            assert monotonic() < deadline, f"no {' or '.join(names)} came"
            line = self.reply.readline().decode().rstrip("\n")
            if line:
                key, _, value = line.partition(": ")
                found[key] = value
            elif found.get("event") in names:
                return {"event": found["event"], "id": found.get("id", ""), **json.loads(found["data"])}
            else:
                found = {}

    def close(self) -> None:
        self.connection.close()
