"""Files put in the place of others: whoever reads them, at any time, finds the old content or the new, never a mixture.

Takes a path and bytes. What is written lies beside the file under a hidden name until it is whole and on the disk; a
crash leaves the old file and at most that.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, content: bytes | Iterator[bytes], last: Callable[[], None] | None = None) -> None:
    """Writes a file, at once or in pieces, with the permissions it had; `last` is called when all is ready, and
    whatever it raises keeps the old file. Raises `OSError`, also where a device or a pipe stands there, which nothing
    may replace."""
    path = reached(path)
    # A name may be as long as the system allows: that of what lies beside it is not longer.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines((content,) if isinstance(content, bytes) else content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o7777 if path.exists() else _new_mode())
        if last is not None:
            last()
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def reached(path: Path) -> Path:
    """The file that a path leads to, there or not yet: a link stays a link, and what it points to is replaced. Raises
    `OSError` where that is none."""
    try:
        path = path.resolve()
    except RuntimeError:
        # What Python before 3.13 raises of links that lead to each other.
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None
    with suppress(FileNotFoundError):
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(errno.EINVAL, "it is no file")
    return path


def _new_mode() -> int:
    """What the user's mask leaves of a new file's permissions: a temporary file has its own."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
