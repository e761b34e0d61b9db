"""What an editor has carried out: the page of the timeline opened, and told what moves without something.

Takes a session and what was found, gives addresses, texts, and the lenses above hypotheses that lead to the page. That
is the page of `chrono serve`, read-only, of the files as they are on the disk; it is served as long as the editor is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from lsprotocol.types import CodeLens, Command

from chrono import questions
from chrono.answers.check import Check
from chrono.frontends.lsp import hints
from chrono.frontends.lsp.positions import Text
from chrono.questions.options import Options
from chrono.questions.session import Session
from chrono.reports import render

if TYPE_CHECKING:
    from chrono.frontends.serving.running import Beside

TIMELINE, WHATIF = "chrono.openTimeline", "chrono.whatif"
NEEDED = "The page needs more to be installed: pip install 'chrono-dating[serve]'"


class Pages:
    """The pages that are served beside an editor, by folder."""

    def __init__(self) -> None:
        self._served: dict[Path, Beside] = {}

    def link(self, folder: Path, id: str = "", *, hypothesis: bool = False) -> str:
        """A new address of the page of a folder, at a thing where one is named; raises `ModuleNotFoundError` where what
        serves it is not installed, and `PortTaken`."""
        from chrono.frontends.serving.running import Beside  # loaded when somebody wants to see it

        if folder not in self._served:
            self._served[folder] = Beside(folder)
        view = {"chosen": id, **({"view": "hypotheses"} if hypothesis else {})} if id else {}
        return self._served[folder].link(urlencode(view))

    def end(self) -> None:
        """Ends them."""
        for served in self._served.values():
            served.end()
        self._served.clear()


def lenses(check: Check, file: str, text: Text, uri: str) -> Iterator[CodeLens]:
    """Above each hypothesis of a file the verdict on it and how much it rests on; it opens the page there."""
    for result in check.results:
        if result.place.file != file or not result.place.line:
            continue
        count = len(result.reason.ids) if result.reason is not None else 0
        rests = f" · rests on {count} thing{'' if count == 1 else 's'}" if count else ""
        title = f"{hints.repaired(result, hints.verdict(result))}{rests}"
        yield CodeLens(text.range(result.place), Command(title, TIMELINE, arguments=[uri, result.id]))


def whatif(session: Session, options: Options, id: str) -> str:
    """What moves without something, as `chrono whatif --without` prints it."""
    return render(questions.whatif.whatif(session, (), replace(options, without=(id,))), "text")
