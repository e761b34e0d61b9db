"""Where answers are kept: a folder of the user's own, with a file for each, of which the oldest go when there are many.

Takes the name of an answer and its bytes. Reads and writes only in a folder, and only files, that belong to the user
and that nobody else can write; follows no link. A file stands there whole or not at all, whoever writes at the same
time. Whatever keeps it from being read or written is answered by nothing, or at most by a line for whoever could mend
it: an answer is then worked out anew.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from contextlib import suppress

MOST = 32 * 1024 * 1024
"""Bytes of an answer; a larger one is not kept."""
MOST_TOGETHER = 256 * 1024 * 1024
"""Bytes of all answers."""
MOST_ANSWERS = 1_000
ENDING = ".answer"
ABANDONED = 3600
"""Seconds after which a file that is still being written was left behind by a run that was killed."""
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def folder() -> str:
    """The folder, there or not; "" where nobody can tell where it would be."""
    above = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(above):
        if sys.platform == "win32":
            above = os.environ.get("LOCALAPPDATA", "")
        else:
            above = os.path.expanduser("~/Library/Caches" if sys.platform == "darwin" else "~/.cache")
    return os.path.join(above, "chrono", "answers") if os.path.isabs(above) else ""


def read(name: str) -> bytes | None:
    """The bytes of an answer; None where there are none that can be trusted."""
    place = folder()
    try:
        if not place or not _own(os.lstat(place), stat.S_ISDIR):
            return None
        handle = os.open(_path(place, name), os.O_RDONLY | _NO_LINK)
        with open(handle, "rb") as file:
            at = os.fstat(handle)
            if not _own(at, stat.S_ISREG) or at.st_size > 2 * MOST:
                return None
            content = file.read(2 * MOST)
        # What was of use last goes last.
        with suppress(OSError):
            os.utime(_path(place, name))
        return content
    except (OSError, ValueError):
        return None


def write(name: str, content: bytes) -> str:
    """Keeps an answer in the place of the one of this name, as far as that can be done. Gives what somebody should be
    told who could mend what is in the way, a full disk or a folder that others can use; "" otherwise."""
    place = folder()
    if not place or len(content) > 2 * MOST:
        return ""
    try:
        _make(place)
        at = os.lstat(place)
        if not _own(at, stat.S_ISDIR):
            shared = hasattr(os, "geteuid") and at.st_uid == os.geteuid() and stat.S_ISDIR(at.st_mode)
            return f"others can use the folder {place}: `chmod 700` mends that" if shared else ""
        _put(place, name, content)
        _prune(place)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        return f"{place}: {(error.strerror or '').lower()}; make room" if full else ""
    except ValueError:
        return ""
    return ""


def _make(place: str) -> None:
    """Makes the folder and those above it, unless that would be in a folder of somebody else: what a user runs with the
    rights of another must not leave there what only the other can use."""
    missing = []
    while not os.path.lexists(place):
        missing.append(place)
        place = os.path.dirname(place)
    if not missing or (hasattr(os, "geteuid") and os.stat(place).st_uid != os.geteuid()):
        return
    for path in reversed(missing):
        with suppress(FileExistsError):
            os.mkdir(path, 0o700)


def _own(at: os.stat_result, kind: object) -> bool:
    """Whether something is of a kind, belongs to the user, and nobody else can write it or look into it."""
    if not kind(at.st_mode):  # type: ignore[operator]
        return False
    return not hasattr(os, "geteuid") or (at.st_uid == os.geteuid() and not at.st_mode & 0o077)


def _put(place: str, name: str, content: bytes) -> None:
    written = os.path.join(place, f"{name}.{os.getpid()}-{time.monotonic_ns()}")
    handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o600)
    try:
        with open(handle, "wb") as file:
            file.write(content)
        os.replace(written, _path(place, name))
    except BaseException:
        with suppress(OSError):
            os.unlink(written)
        raise


def _prune(place: str) -> None:
    """Takes away the answers that were of use longest ago while there are too many, and what killed runs left."""
    now, found = time.time(), []
    with os.scandir(place) as entries:
        for entry in entries:
            name, _, ending = entry.name.partition(".")
            if len(name) != 64:
                continue
            with suppress(FileNotFoundError):
                at = entry.stat(follow_symlinks=False)
                if f".{ending}" == ENDING:
                    found.append((at.st_mtime_ns, at.st_size, entry.path))
                elif now - at.st_mtime > ABANDONED:
                    os.unlink(entry.path)
    together = sum(size for _, size, _ in found)
    for number, (_, size, path) in enumerate(sorted(found)):
        if together <= MOST_TOGETHER and len(found) - number <= MOST_ANSWERS:
            break
        with suppress(FileNotFoundError):
            os.unlink(path)
        together -= size


def _path(place: str, name: str) -> str:
    return os.path.join(place, name + ENDING)
