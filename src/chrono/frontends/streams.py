"""Writing answers: UTF-8 wherever a file or pipe reads them, and quietly into a pipe that nobody reads any more."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, AnyStr, TypeAlias

from chrono.core.text import displayed

if TYPE_CHECKING:
    from chrono.reports.page import Page

Hears: TypeAlias = Callable[[int, str | bytes | None], None]
"""Hears on which stream what was written, 1 for standard output and 2 for the other; None where it could not be."""
_hears: list[Hears] = []


_SMALL = 600
"""Characters that are fewer than 4,096 bytes however they are encoded: what POSIX lets a pipe take at least."""


OUTPUT, ERRORS = 1, 2
"""The streams, as whoever hears of them calls them."""


class Unwritable(Exception):
    """An answer that could not be written: the disk is full, the stream closed. The text says why."""


def prepare_streams() -> None:
    """Any character can be written: a terminal gets its own encoding, everything else UTF-8."""
    # A file that is opened later must not get the number of a standard stream that the caller has closed.
    while (free := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(free)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            # Surrogates stand for the bytes of a file's name that are not UTF-8: escaped, they are also valid JSON.
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def write(text: str, *, flush: bool = True, coloured: bool = False) -> bool:
    """Writes to standard output, whole even where it is interrupted; False, without a word, where the reader has gone.

    What could steer the terminal is not written, unless it is `coloured`: then whoever made it has seen to that.
    Raises `Unwritable`, and `KeyboardInterrupt` after what was begun is written.
    """
    with _uninterrupted():
        return _put(text if coloured else displayed(text), sys.stdout, flush)


def write_pieces(texts: Iterable[str], *, coloured: bool = False) -> bool:
    """Writes texts one after another as `write` does, each made when the one before is written."""
    with _uninterrupted():
        if not all(_put(text if coloured else displayed(text), sys.stdout, False) for text in texts):
            return False
        return _put("", sys.stdout, True)


def write_bytes(content: bytes) -> None:
    """Writes bytes to standard output, whole, and quietly where its reader has gone; raises as `write` does."""
    with _uninterrupted():
        _put_bytes(content)


@contextmanager
def heard_by(hears: Hears) -> Iterator[None]:
    """With whatever is written meanwhile told to somebody as well, after it has been written."""
    _hears.append(hears)
    try:
        yield
    finally:
        _hears.remove(hears)


def write_again(pieces: Iterable[tuple[int, str | bytes]]) -> None:
    """Writes what was heard of an earlier run, each piece on its stream, whole even where it is interrupted; raises
    what `write` raises."""
    with _uninterrupted():
        for stream, content in pieces:
            if isinstance(content, bytes):
                _put_bytes(content)
            elif stream == ERRORS:
                complain(content)
            else:
                _put(content, sys.stdout, True)


def _put_bytes(content: bytes) -> None:
    if _put("", sys.stdout, True):
        _put(content, sys.stdout.buffer, True)


def _put(text: AnyStr, out: IO[AnyStr] | None, flush: bool, shown: AnyStr | None = None) -> bool:
    """Writes a text, as it is `shown` there if that is another; those who hear of it hear the text."""
    stream, written = (ERRORS if out is sys.stderr else OUTPUT), False
    try:
        written = _written(text if shown is None else shown, out, flush)
        return written
    finally:
        for hears in _hears:
            hears(stream, text if written else None)


def _written(text: AnyStr, out: IO[AnyStr] | None, flush: bool) -> bool:
    if out is None:
        raise Unwritable("the stream is closed")
    try:
        for piece in _pieces(text, out):
            out.write(piece)
        if flush:
            out.flush()
    except BrokenPipeError:
        drop(out)
        return False
    except (OSError, ValueError) as error:
        drop(out)
        raise Unwritable((getattr(error, "strerror", None) or "the stream is closed").lower()) from None
    return True


def _pieces(text: AnyStr, out: IO[AnyStr]) -> Iterator[AnyStr]:
    """The text whole; of an unbuffered stream (`PYTHONUNBUFFERED`) in pieces that a pipe takes whole or not at all, as
    Python drops what is left where a signal cuts a longer one short."""
    if isinstance(getattr(out, "buffer", out), io.RawIOBase):
        return (text[at : at + _SMALL] for at in range(0, len(text), _SMALL))
    return iter((text,))


def drop(out: IO[Any]) -> None:
    """Leaves what is still buffered to nobody: without this Python would complain of it at exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())


def unwritten(why: object) -> str:
    """What is said where an answer could not be written."""
    return f"chrono: the answer could not be written: {why}; send it elsewhere, as with `> FILE`"


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until this has ended; a second one does not."""
    ours = threading.current_thread() is threading.main_thread()
    if not ours or (before := signal.getsignal(signal.SIGINT)) in (None, signal.SIG_IGN, signal.SIG_DFL):
        yield
        return
    pressed = False

    def press(*_: object) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    signal.signal(signal.SIGINT, press)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def append(path: Path, text: str) -> None:
    """Adds to a file that a service collects; where that fails, a word on standard error and no more."""
    try:
        with path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        complain(f"no summary written to {path}: {error.strerror or error}")


def complain(text: str) -> None:
    """Writes to standard error, if anybody can be told there; what could steer the terminal is not written, and what
    is wider than it goes on in the next line, after a whole word."""
    if text:
        said = displayed(text if text.endswith("\n") else f"{text}\n")
        with suppress(Unwritable):
            _put(said, sys.stderr, True, shown=_folded(said))


def _folded(text: str) -> str:
    """A text as a terminal takes it at standard error; as it is where there is none."""
    try:
        width = os.get_terminal_size(sys.stderr.fileno()).columns if sys.stderr.isatty() else 0
    except (AttributeError, OSError, ValueError):
        width = 0
    lines = text.split("\n")
    if not width or all(len(line) <= width for line in lines):
        return text
    from textwrap import wrap  # what only long lines need

    return "\n".join(
        "\n".join(wrap(line, max(20, width), subsequent_indent=_margin(line), break_on_hyphens=False)) or line
        if len(line) > width
        else line
        for line in lines
    )


def _margin(line: str) -> str:
    """The blanks that a line goes on after: its own, and two more below a mend's sign."""
    begun = len(line) - len(line.lstrip())
    return " " * (begun + (2 if line[begun:].startswith("= ") else 0))


def page() -> Page:
    """The page for standard output: a terminal's own width and colour, else 100 columns (or COLUMNS), no colour."""
    import shutil  # only a terminal has a width

    from chrono.reports.page import Page

    terminal = sys.stdout is not None and sys.stdout.isatty()
    width = shutil.get_terminal_size((100, 24)).columns if terminal else _columns()
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Page(max(20, width), colour, bounded=terminal)


def _columns() -> int:
    given = os.environ.get("COLUMNS", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 and int(given) > 0 else 100
