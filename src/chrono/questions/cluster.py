"""Workers of a scheduler, on this machine or on many, that answer parts of one question.

Takes the address of a scheduler (`dask://HOST:PORT`), a base and parts; gives the answers of each part. Scheduling,
sending and what becomes of lost workers is dask's (distributed.dask.org). The evidence is sent once, and each worker
encodes it once and keeps it from part to part. What no worker answers is answered by whoever asks, so that nothing is
lost whatever becomes of them. Loaded by `--executor` alone; needs the extra `cluster`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from pathlib import Path
from pickle import dumps, loads
from platform import python_version_tuple
from threading import Lock, Thread
from typing import Any
from uuid import uuid4

from distributed import Client
from distributed.client import FutureCancelledError
from distributed.exceptions import WorkerStartTimeoutError
from distributed.scheduler import KilledWorker

from chrono.core.diagnostics import Diagnostic
from chrono.core.limits import Limit, Renewed
from chrono.core.version import __version__
from chrono.model.chronology import Chronology
from chrono.questions.base import Base
from chrono.questions.options import Unanswerable
from chrono.questions.sharing import Ask, Others, Told, told

SCHEME = "dask://"
PATIENCE = 10
"""Seconds that a scheduler has to answer, and its first worker to be there."""
LOOKS = 1.0
"""Seconds between two looks at whether there still are workers."""


class ReadElsewhere(Exception):
    """A part asks for files that are laid over, which are those of whoever asks: there they are read, and it is
    answered."""


class Cluster(Others):
    """The workers of a scheduler; raises `Unanswerable` where none is reached or they are of another version."""

    broken = (CancelledError, FutureCancelledError, KilledWorker, OSError, Unanswerable, ReadElsewhere)

    def __init__(self, base: Base, address: str) -> None:
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        left = base.limit.milliseconds()
        patience = PATIENCE if left is None else min(PATIENCE, left / 1000)
        self._client = _client(address, patience)
        try:
            super().__init__(base, _workers(self._client, address, patience))
            self._key, self._looked = uuid4().hex, time.monotonic()
            given = replace(base.given, timeout=None, limit=Renewed())
            self._evidence = self._client.scatter(dumps((base.whole, given)), broadcast=True, hash=False)
        except OSError as error:
            self.close(at_once=True)
            raise _refused(
                f"the scheduler at {address} lost its workers while they were asked: {_said(error)}",
                "see whether they still run, or leave out --executor",
            ) from None
        except BaseException:
            self.close(at_once=True)
            raise
        self._pool = self._client.get_executor(pure=False)

    def submitted(self, ask: Ask, part: Sequence[Any], given: Any) -> Future[Told] | None:
        """A part handed over, with the time that is left for it; None where the question has ended."""
        left = self.limit.milliseconds()
        if self.limit.ended() or self._client.status != "running":
            return None
        handed: Future[Told] = self._pool.submit(
            _answer, self._key, self._evidence, ask, part, given, None if left is None else left / 1000
        )
        return handed

    def given_up(self, waiting: Sequence[Future[Told]]) -> Sequence[Future[Told]]:
        """All of them where the question has ended or there are no workers any more."""
        ended = self.limit.ended()
        if not waiting or not (ended or time.monotonic() - self._looked > LOOKS):
            return ()
        self._looked = time.monotonic()
        if not ended and self._there():
            return ()
        lost = [future for future in waiting if not future.done()]
        for future in lost:
            future.cancel()
        return lost

    def _there(self) -> bool:
        """Whether the scheduler answers and has workers."""
        try:
            return self._client.status == "running" and bool(self._client.nthreads())
        except OSError:
            return False

    def close(self, *, at_once: bool) -> None:
        """Leaves the scheduler; what was handed over and not answered is let go there."""
        self._client.close(timeout=PATIENCE)


def _client(address: str, patience: float) -> Client:
    host = address.removeprefix(SCHEME)
    found: list[Client | Exception] = []

    def reach() -> None:
        try:
            found.append(Client(f"tcp://{host}", timeout=patience, set_as_default=False))
        except (OSError, ValueError) as error:
            found.append(error)

    # In a thread of its own: of something that takes the call and says nothing, dask would wait for ever.
    thread = Thread(target=reach, daemon=True)
    thread.start()
    thread.join(patience + LOOKS)
    reached = found[0] if found else TimeoutError("it says nothing")
    if isinstance(reached, Client):
        return reached
    raise _refused(
        f"no scheduler answers at {address}: {_said(reached)}",
        f"start one there with `dask scheduler --port {host.rpartition(':')[2]}`, or leave out --executor",
    )


def _workers(client: Client, address: str, patience: float) -> int:
    """How many workers there are; raises `Unanswerable` where there are none, or one cannot do what is asked."""
    try:
        client.wait_for_workers(1, timeout=patience)
    except (WorkerStartTimeoutError, TimeoutError):
        host = address.removeprefix(SCHEME)
        raise _refused(
            f"the scheduler at {address} has no workers",
            f"start some with `dask worker tcp://{host} --nthreads 1`, where chrono {__version__} is installed",
        ) from None
    own = _version()
    for worker, found in sorted(client.run(_version, on_error="return").items()):
        if found != own:
            said = found if isinstance(found, str) else f"none that can be loaded ({_said(found)})"
            raise _refused(
                f"the worker at {worker} has {said}, and here is {own}", "install the same versions there and here"
            )
    return len(client.nthreads())


def _version() -> str:
    return f"chrono {__version__} with Python {'.'.join(python_version_tuple()[:2])}"


def _said(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _refused(message: str, help: str) -> Unanswerable:
    return Unanswerable([Diagnostic("executor", message, help=help)])


# -- in each worker

_kept: tuple[str, Base] | None = None
_one = Lock()
"""A worker may have several threads, and a base answers one question at a time."""


def _answer(key: str, evidence: bytes, ask: Ask, part: Sequence[Any], given: Any, seconds: float | None) -> Told:
    global _kept
    with _one:
        if _kept is None or _kept[0] != key:
            _kept = None  # the evidence of another question is let go before this is encoded
            _kept = key, Base(*loads(evidence), laying=_laying)
        base = _kept[1]
        limit = base.limit
        assert isinstance(limit, Renewed)
        limit.now = Limit(seconds)
        return told(base, ask, part, given)


def _laying(files: tuple[Path, ...]) -> Chronology:
    """Files of the same names may be here and hold something else: an earlier state, or other evidence altogether."""
    raise ReadElsewhere
