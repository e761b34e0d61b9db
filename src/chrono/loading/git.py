"""The files of a chronology as they were in a git revision.

No folder is laid out: names are listed once, and a file is read from the repository when it is asked for.
"""

from __future__ import annotations

import posixpath
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chrono.core.sources import Match, Source
from chrono.core.text import harmless
from chrono.loading.sources import MAIN, NO_FILE, names_like, real_path, start_of_file

_LINK, _FILE = "120000", "100"
MOST_LINKS = 40


class NoRevision(ValueError):
    """There is no such revision here, or no git."""


@dataclass(frozen=True, slots=True)
class GitTree(Source):
    """The tree of a revision below a folder of its repository; links are followed within it."""

    repository: Path
    revision: str
    objects: Mapping[str, tuple[str, str]]
    """By name, the mode and the object of each file."""

    @classmethod
    def of(cls, revision: str, folder: Path) -> GitTree:
        """The folder as it was; raises `NoRevision`."""
        if revision.startswith("-"):
            raise NoRevision(revision)
        try:
            commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{tree}}")
            tree = commit.decode().strip()
            # Names are given from the folder, and nothing outside it is listed.
            listed = _git(folder, "ls-tree", "-r", "-z", tree, "--", ".")
        except (OSError, ValueError, subprocess.CalledProcessError):
            raise NoRevision(revision) from None
        objects = {}
        for line in listed.split(b"\0")[:-1]:
            about, _, name = line.partition(b"\t")
            mode, _, found = about.decode().split(" ")
            objects[name.decode("utf-8", "surrogateescape")] = (mode, found)
        return cls(folder, tree, objects)

    def absent(self) -> tuple[str, str]:
        return f"there is no {MAIN} in this revision", "name a revision that has the chronology"

    def matching(self, pattern: str) -> Sequence[Match]:
        return [Match(name, self.obstacle(name)) for name in names_like(self.objects, pattern)]

    def obstacle(self, name: str) -> str:
        mode, _ = self.objects.get(self._followed(name), ("", ""))
        if mode.startswith(_FILE):
            return ""
        if name not in self.objects:
            return NO_FILE
        return "the link leads nowhere" if self.objects[name][0] == _LINK else "it is neither a file nor a folder"

    def leaves(self, name: str) -> bool:
        return self._followed(name).startswith(("../", "/"))

    def read(self, name: str, most: int) -> bytes:
        mode, found = self.objects.get(self._followed(name), ("", ""))
        if not mode.startswith(_FILE):
            raise FileNotFoundError(2, NO_FILE, name)
        try:
            return _git(self.repository, "cat-file", "blob", found)[:most]
        except subprocess.CalledProcessError as error:
            raise OSError(0, "git cannot read it") from error

    def overlay(self, name: str) -> Path:
        return Path(f"{self.revision}:{name}")

    def named(self, path: Path) -> str:
        return harmless(self._own(path) or path.as_posix())

    def real(self, path: Path) -> Path:
        own = self._own(path)
        return self.overlay(self._followed(own)) if own else real_path(path)

    def given(self, path: Path, most: int) -> bytes:
        own = self._own(path)
        return self.read(own, most) if own else start_of_file(path, most)

    def _own(self, path: Path) -> str:
        """The name of a file of the tree by the path that lays it over, or ""."""
        before, _, name = path.as_posix().partition(":")
        return name if before == self.revision else ""

    def _followed(self, name: str) -> str:
        """Where a name leads by the links that it, or a folder of it, may be."""
        for _ in range(MOST_LINKS):
            parts = name.split("/")
            above = ("/".join(parts[:number]) for number in range(1, len(parts) + 1))
            link = next((part for part in above if self.objects.get(part, ("", ""))[0] == _LINK), None)
            if link is None:
                break
            target = _git(self.repository, "cat-file", "blob", self.objects[link][1]).decode("utf-8", "surrogateescape")
            name = posixpath.normpath(posixpath.join(posixpath.dirname(link), target) + name[len(link) :])
        return name


def _git(folder: Path, *words: str) -> bytes:
    return subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=True).stdout
