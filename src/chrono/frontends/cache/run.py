"""One run of the command line: answered by what was kept of an earlier one, or watched and kept itself.

`begun` gives a run where its command is of the kind that is kept. `told` writes a kept answer again, byte for byte, if
nothing that it depends on has changed. Otherwise the run is watched: what it asks of files, what it writes, and what
makes it unfit to be kept. `keep` keeps it. Nothing here decides what is answered, and nothing that goes wrong here
keeps it from being answered.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from chrono.frontends.cache import folder
from chrono.frontends.exit_codes import LIMIT

TYPE_CHECKING = False
"""What `typing` calls so, without loading it."""
if TYPE_CHECKING:
    from pathlib import Path

    from chrono.core.limits import Limit
    from chrono.core.sources import Source
    from chrono.frontends.cache.entries import Piece
    from chrono.frontends.cache.watched import Notes

COMMANDS = frozenset(
    {
        "check",
        "conflicts",
        "explain",
        "infer",
        "rules",
        "suggest",
        "timeline",
        "validate",
        "vocabulary",
        "weigh",
        "whatif",
    }
)
"""The commands whose answers are kept: they read a chronology and print. `verify` is not among them, since it is there
to prove anew."""
OPTION, VARIABLE = "--no-cache", "CHRONO_NO_CACHE"
"""What asks for an answer that is worked out, and for nothing to be kept of it."""
ANSWERED = (0, 1)
"""The exit codes of an answer; with any other there was none, or not the whole of it."""


def begun(words: Sequence[str]) -> Run | None:
    """The run with these words; None where nothing is to be kept of it, or nothing can be."""
    if OPTION in words or os.environ.get(VARIABLE) or "_CHRONO_COMPLETE" in os.environ or COMMANDS.isdisjoint(words):
        return None
    if not folder.folder():
        return None
    from chrono.frontends.cache.dependence import answering, called

    try:
        return Run(called(words), answering())
    except (OSError, ValueError):
        return None


class Run:
    """A run by the digests of how it was called and of what would answer."""

    def __init__(self, called: str, answering: str) -> None:
        self._called, self._answering = called, answering
        self._fit = bool(answering)
        self._notes: Notes | None = None
        self._pieces: list[Piece] = []
        self._written = 0
        self._limits: list[Limit] = []

    def told(self) -> int | None:
        """Writes what was kept of an earlier run, and gives its exit code; None, with nothing written, where nothing is
        kept that still holds. An answer that cannot be written is none, here as where it is worked out."""
        if not self._fit or (content := folder.read(self._called)) is None:
            return None
        from chrono.frontends.cache.entries import decoded

        entry = decoded(content)
        if entry is None or (entry.called, entry.answering) != (self._called, self._answering):
            return None
        from chrono.frontends.cache.watched import unchanged

        if not unchanged(entry.noted):
            return None
        from chrono.frontends import streams

        streams.prepare_streams()
        try:
            streams.write_again(entry.pieces)
        except streams.Unwritable as error:
            streams.complain(streams.unwritten(error))
            return LIMIT
        return entry.code

    def watching(self, place: Path, limit: Limit | None = None) -> Source:
        """A folder, whose answers decide from now on whether this one still holds; `limit` is that of the question."""
        from chrono.frontends.cache.watched import Notes, Watched

        if limit is not None:
            self._limits.append(limit)
        self._notes = self._notes or Notes()
        return Watched(place, self._notes)

    def heard(self, stream: int, content: str | bytes | None) -> None:
        """What has been written on a stream, None where that failed."""
        self._written += len(content or ())
        if content is None or self._written > folder.MOST:
            self.unfit()
        if self._fit and content:
            self._pieces.append((stream, content))

    def unfit(self) -> None:
        """This run is not to be kept: it did more than to read files and print, or not all of it could be watched."""
        self._fit = False
        self._pieces.clear()

    def keep(self, code: int) -> str:
        """Keeps what was written, if it is the whole answer and no limit kept anything back; gives what somebody should
        be told who could mend what keeps it from being kept, or ""."""
        notes = self._notes
        if not self._fit or code not in ANSWERED or notes is None or notes.lent or notes.doubtful:
            return ""
        if any(limit.interrupted or limit.reached for limit in self._limits):
            return ""
        from chrono.frontends.cache.entries import Entry, encoded

        noted = [(place, question, [*about], answer) for (place, question, about), answer in notes.noted.items()]
        try:
            entry = encoded(Entry(self._called, self._answering, noted, code, self._pieces))
            return folder.write(self._called, entry)
        except (ValueError, MemoryError):
            return ""
