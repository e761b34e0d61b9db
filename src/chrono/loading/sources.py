"""The files of a chronology from a folder, from memory, or from either with texts laid over it.

Each is a `Source` of core/sources.py. None of them reads what a pattern or name does not ask for; none follows a link
out of its folder (`leaves`), except for what a user lays over by a path. git.py has the source of a git revision.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from chrono.core.sources import Match, Source
from chrono.core.text import harmless, printable

MAIN = "events.yaml"
NO_FILE = "there is no such file"
A_FOLDER = "it is a folder"
DEAD_LINK = "the link leads nowhere"
CHANGED = "it changed while it was read"
_WILD = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Folder(Source):
    """A folder of the file system."""

    path: Path

    def absent(self) -> tuple[str, str]:
        where = printable(self.path.as_posix())
        if not _is(Path.is_dir, self.path):
            return f"there is no folder {where}", "-C names the folder of events.yaml"
        if (why := self.obstacle(MAIN)) not in ("", NO_FILE):
            return f"{MAIN} in {where} cannot be read: {why}", "check its name and permissions"
        if _is(Path.is_file, self.path / "events.yml"):
            return f"there is no {MAIN} in {where}", "rename events.yml to events.yaml"
        help = "`chrono init` writes a small chronology to start from; -C names another folder"
        return f"there is no {MAIN} in {where}", help

    def matching(self, pattern: str) -> Sequence[Match]:
        found: dict[str, str] = {}
        try:
            paths = [path.relative_to(self.path).as_posix() for path in self.path.glob(pattern)]
        except (ValueError, NotImplementedError, OSError, RecursionError, IndexError):
            return ()
        exact = not _WILD.search(pattern)
        for name in (name for name in paths if not PurePosixPath(name).name.startswith(".")):
            why = self.obstacle(name)
            # A wildcard may meet folders; one that is called like a file was meant as one.
            if not why or exact or name.endswith((".yaml", ".yml")) or not _is(Path.is_dir, self.path / name):
                found[name] = why
        found |= {name: why for name, why in self._closed(pattern) if name not in found}
        return [Match(name, why) for name, why in sorted(found.items())]

    def _closed(self, pattern: str) -> Iterator[tuple[str, str]]:
        """The folders that a pattern looks into and that cannot be listed: what is in them would be missed."""
        *above, _ = PurePosixPath(pattern).parts
        fixed = list(above)
        for number, part in enumerate(above):
            if _WILD.search(part):
                fixed = above[:number]
                break
        errors: list[OSError] = []
        for _ in os.walk(self.path.joinpath(*fixed), onerror=errors.append):
            if len(fixed) == len(above):
                break
        for error in errors:
            if not isinstance(error, FileNotFoundError | NotADirectoryError):
                name = Path(os.fsdecode(error.filename)).relative_to(self.path).as_posix()
                yield name, f"the folder cannot be listed: {_said(error)}"

    def obstacle(self, name: str) -> str:
        return _obstacle(self.path / name)

    def leaves(self, name: str) -> bool:
        return not self.real(self.path / name).is_relative_to(self.real(self.path))

    def read(self, name: str, most: int) -> bytes:
        return self.given(self.path / name, most)

    def overlay(self, name: str) -> Path:
        return self.path / name

    def named(self, path: Path) -> str:
        there, here = path.absolute(), self.path.absolute()
        return harmless((there.relative_to(here) if there.is_relative_to(here) else path).as_posix())

    def real(self, path: Path) -> Path:
        return real_path(path)

    def given(self, path: Path, most: int) -> bytes:
        return start_of_file(path, most)


@dataclass(frozen=True, slots=True)
class Memory(Source):
    """Texts by name, and nothing else. What is laid over by a path that is none of these names is a file."""

    texts: Mapping[str, str | bytes]

    def absent(self) -> tuple[str, str]:
        return f"there is no {MAIN} among the texts", f"call the text that says what else is read {MAIN}"

    def matching(self, pattern: str) -> Sequence[Match]:
        return [Match(name) for name in names_like(self.texts, pattern)]

    def obstacle(self, name: str) -> str:
        return "" if name in self.texts else NO_FILE

    def leaves(self, name: str) -> bool:
        return False

    def read(self, name: str, most: int) -> bytes:
        if (text := self.texts.get(name)) is None:
            raise FileNotFoundError(2, NO_FILE, name)
        return (text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)[:most]

    def overlay(self, name: str) -> Path:
        return Path(name)

    def named(self, path: Path) -> str:
        return harmless(path.as_posix())

    def real(self, path: Path) -> Path:
        return path if path.as_posix() in self.texts else real_path(path)

    def given(self, path: Path, most: int) -> bytes:
        name = path.as_posix()
        return self.read(name, most) if name in self.texts else start_of_file(path, most)


@dataclass(frozen=True, slots=True)
class Overlay(Source):
    """A source with texts in place of some of its files, or beside them: what an editor holds and has not saved."""

    below: Source
    texts: Mapping[str, str]

    def absent(self) -> tuple[str, str]:
        return self.below.absent()

    def matching(self, pattern: str) -> Sequence[Match]:
        found = {match.name: match for match in self.below.matching(pattern)}
        found |= {name: Match(name) for name in names_like(self.texts, pattern)}
        return [match for _, match in sorted(found.items())]

    def obstacle(self, name: str) -> str:
        return "" if name in self.texts else self.below.obstacle(name)

    def leaves(self, name: str) -> bool:
        return name not in self.texts and self.below.leaves(name)

    def read(self, name: str, most: int) -> bytes:
        return self._text(name, most) if name in self.texts else self.below.read(name, most)

    def overlay(self, name: str) -> Path:
        return self.below.overlay(name)

    def named(self, path: Path) -> str:
        return self.below.named(path)

    def real(self, path: Path) -> Path:
        return self.below.real(path)

    def given(self, path: Path, most: int) -> bytes:
        name = self.below.named(path)
        return self._text(name, most) if name in self.texts else self.below.given(path, most)

    def _text(self, name: str, most: int) -> bytes:
        return self.texts[name].encode("utf-8", "surrogatepass")[:most]


def as_source(place: Path | Source) -> Source:
    """A source as it is, and the source of a folder for its path."""
    return Folder(place) if isinstance(place, Path) else place


def names_like(names: Iterable[str], pattern: str) -> list[str]:
    """The names that a pattern of `Path.glob` fits, sorted; hidden ones are none."""
    fits = _expression(pattern)
    return sorted(n for n in names if fits.fullmatch(n) and not PurePosixPath(n).name.startswith("."))


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str]:
    parts = PurePosixPath(pattern).parts
    said = ""
    for number, part in enumerate(parts):
        if part == "**":
            said += "(?:[^/]+/)*"
            continue
        for found in re.finditer(r"\[(!?)(\]?[^\]]*)\]|\*|\?|.", part, re.DOTALL):
            if found[0] in ("*", "?"):
                said += "[^/]*" if found[0] == "*" else "[^/]"
            elif found[2]:
                said += f"[{'^' if found[1] else ''}{re.escape(found[2]).replace(chr(92) + '-', '-')}]"
            else:
                said += re.escape(found[0])
        said += "/" if number < len(parts) - 1 else ""
    return re.compile(said, re.DOTALL)


def _obstacle(path: Path) -> str:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return DEAD_LINK if _is(Path.is_symlink, path) else NO_FILE
    except (OSError, RuntimeError, ValueError) as error:
        return _said(error)
    if stat.S_ISREG(mode):
        return ""
    return A_FOLDER if stat.S_ISDIR(mode) else "it is neither a file nor a folder"


def _said(error: Exception) -> str:
    return (getattr(error, "strerror", None) or "it cannot be opened").lower()


def _is(asked: Callable[[Path], bool], path: Path) -> bool:
    try:
        return asked(path)
    except (OSError, ValueError):
        return False


def real_path(path: Path) -> Path:
    """The path with all links followed; itself where that cannot be done."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path


def start_of_file(path: Path, most: int) -> bytes:
    """The first `most` bytes of a file; raises `OSError` or `ValueError` where it cannot be read."""
    # What would never end, or wait for somebody to write, is not opened.
    if why := _obstacle(path):
        raise OSError(0, why)
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        data = file.read(most)
        after = os.fstat(file.fileno())
    # Half of the old and half of the new is neither.
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise OSError(0, CHANGED)
    return data
