"""What a command depends on besides the files that it reads, as two digests.

Gives the digest of how it was called (words, folder, environment, streams), which names what is kept of it, and that of
what would answer (this package file by file, Python, the installed distributions). Loads nothing of what it tells the
version of, and never raises.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256

import chrono

VARIABLES = frozenset(
    {
        "COLORTERM",
        "COLUMNS",
        "DATABRICKS_RUNTIME_VERSION",
        "FORCE_COLOR",
        "LANG",
        "LANGUAGE",
        "LINES",
        "NO_COLOR",
        "SOURCE_DATE_EPOCH",
        "TERM",
        "TZ",
        "UNICODE_VERSION",
    }
)
FAMILIES = ("CHRONO_", "CLICOLOR", "DYLD_", "GITHUB_", "JUPYTER_", "LC_", "LD_", "PYTHON", "TTY_", "Z3_")
"""Variables of the environment, and families of them, that can change what is printed or what works it out."""


def called(words: Iterable[str]) -> str:
    """The digest of how the command was called, by these words, here and now; raises `OSError` where the folder that it
    was called in is gone."""
    chosen = sorted((k, v) for k, v in os.environ.items() if k in VARIABLES or k.startswith(FAMILIES))
    encodings = sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()
    return _digest(tuple(words), os.getcwd(), chosen, encodings, tuple(map(_stream, (0, 1, 2))))


def _stream(number: int) -> object:
    """A standard stream: what it writes in, whether it is a terminal, and how large."""
    stream = (sys.stdin, sys.stdout, sys.stderr)[number]
    if stream is None:
        return None
    terminal = stream.isatty()
    try:
        size = tuple(os.get_terminal_size(stream.fileno())) if terminal else None
    except (OSError, ValueError):
        size = None
    return terminal, size, getattr(stream, "encoding", None), getattr(stream, "errors", None)


def answering() -> str:
    """The digest of what would answer: another where a file of this package was touched, where a distribution was
    installed, replaced or removed, and for another Python; "" where that cannot be found out."""
    try:
        own = sorted(_files(os.path.dirname(chrono.__file__)))
    except OSError:
        return ""
    machine = os.uname().machine if hasattr(os, "uname") else sys.platform
    return _digest(sys.version, machine, repr(sys.flags), sys.path, own, [*_distributions(sys.path)])


def _files(folder: str) -> Iterator[tuple[str, int, int, int]]:
    """Every file below a folder but what Python compiles, with its size and the times at which it was written and
    last put there: of these the second cannot be set."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                yield entry.path, *_stamp(entry.path)


def _distributions(places: Iterable[str]) -> Iterator[tuple[str, int, int, int]]:
    """What installers write down of each distribution in these folders, as far as there are such."""
    for place in places:
        try:
            names = sorted(name for name in os.listdir(place or ".") if name.endswith(("-info", ".pth", ".egg-link")))
            yield from ((name, *_stamp(os.path.join(place, name))) for name in names)
        except OSError:
            continue


def _stamp(path: str) -> tuple[int, int, int]:
    at = os.stat(path)
    return at.st_size, at.st_mtime_ns, at.st_ctime_ns


def _digest(*what: object) -> str:
    return sha256(repr(what).encode("utf-8", "backslashreplace")).hexdigest()
