"""`serve` and `watch`: the windows while the files are worked on, in a browser and in the terminal."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from os.path import isdir
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, NoReturn

import click

from chrono.core.gc_pause import collect_as_usual
from chrono.core.limits import Limit
from chrono.frontends.cli import completion, options
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.showing import page_of, warn
from chrono.frontends.cli.windows import MANY
from chrono.frontends.streams import complain, page, write

if TYPE_CHECKING:
    from chrono.answers.difference import Difference
    from chrono.frontends.watching.states import State
    from chrono.questions.options import Options
    from chrono.questions.session import Session

CLEAR = "\x1b[H\x1b[2J\x1b[3J"
"""Empties a terminal, what has been scrolled away included."""
KEPT = "This holds of the files as they stood before; as they are now they have the mistakes told below.\n\n"


@click.command(epilog="Example: chrono watch manuscript")
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=completion.spans)
@click.option(
    "--poll",
    type=options.Seconds(min=0.01),
    metavar="SECONDS",
    help="Look at the files this often, where the system does not tell of changes.",
)
@options.asking("text")
def watch(ids: tuple[str, ...], poll: float | None, **given: Any) -> NoReturn:
    """The windows again each time that a file is saved, and what moved.

    What `chrono infer` prints, and below it the windows and verdicts that are not as they were before the save, with
    the reasons. Where a save has mistakes they are shown below what was known before. Ctrl-C ends it. Needs the extra
    `serve`.
    """
    needed("watchfiles")
    collect_as_usual()
    common = Common(**given)
    _absent(common.folder)
    try:
        _Screen(ids, common).run(poll)
    except KeyboardInterrupt:
        raise click.exceptions.Exit(0) from None


@click.command(epilog="Example: chrono serve -C westminster")
@options.folder
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port (default: any that is free).")
@click.option("--edit", "edited", is_flag=True, help="Let the page write the files of the chronology.")
@click.option("--no-open", "opened", is_flag=True, flag_value=False, default=True, help="Open no browser.")
@click.option(
    "--poll",
    type=options.Seconds(min=0.01),
    metavar="SECONDS",
    help="Look at the files this often, where the system does not tell of changes.",
)
@click.option(
    "--timeout",
    type=options.Seconds(min=0, min_open=True),
    metavar="SECONDS",
    default=30,
    show_default=True,
    help="Give up an answer after so long.",
)
@options.overlays
def serve(
    folder: Path, port: int, edited: bool, opened: bool, poll: float | None, timeout: float, overlays: tuple[Path, ...]
) -> NoReturn:
    """The chronology in a browser on this machine, drawn again at each save.

    Shows the windows, why each bound lies where it does, and what moves if something is left out, set otherwise or
    laid over: the files of rivals/ and those of --with are offered as readings. Nobody else can open the page, and it
    writes nothing but with --edit. Ctrl-C ends it. Needs the extra `serve`.
    """
    needed("jinja2", "starlette", "uvicorn", "watchfiles", *(("pygls", "websockets") if edited else ()))
    if told := _absent(folder):
        complain(f"waiting for it: {told}")
    collect_as_usual()
    from chrono.frontends.serving.running import PortTaken
    from chrono.frontends.serving.running import serve as run

    try:
        run(folder, _say, port=port, opened=opened, beside=overlays, poll=poll, seconds=timeout, edited=edited)
    except PortTaken as taken:
        raise click.ClickException(f"{taken}; name another with --port") from None
    except KeyboardInterrupt:
        pass
    raise click.exceptions.Exit(0)


def _absent(folder: Path) -> str:
    """What is missing of a folder, with the mend; "" where it has what is read. Ends the command where there is no such
    folder: whoever named it meant another. One that vanishes later is waited for."""
    from chrono.loading.sources import MAIN, Folder

    source = Folder(folder)
    if not source.obstacle(MAIN):
        return ""
    told = "; ".join(source.absent())
    if not isdir(folder):
        raise click.ClickException(told)
    return told


def _say(line: str) -> None:
    write(f"{line}\n")


def needed(*libraries: str) -> None:
    """Ends the command where one of the libraries of the extra is missing."""
    missing = [name for name in libraries if find_spec(name) is None]
    if missing:
        names = " and ".join(missing)
        raise click.UsageError(
            f"{names} {'is' if len(missing) == 1 else 'are'} not installed: pip install 'chrono-dating[serve]'"
        )


class _Screen:
    """What is shown of one state of the files after another."""

    def __init__(self, ids: tuple[str, ...], common: Common) -> None:
        self.ids, self.common = ids, common
        self.limit = Limit()
        """Of the question that is being answered."""
        self.coming: SimpleQueue[State] = SimpleQueue()
        self.good: tuple[Session, Options] | None = None
        """The files as they could be read last."""
        self.shown = ""
        """What was last told of them."""

    def run(self, poll: float | None) -> NoReturn:
        """Shows each state that there comes to be, until it is interrupted."""
        from chrono.frontends.watching.states import states

        def follow() -> None:
            found = states(self.common.folder, self.common.overlays, stop=Event(), poll=poll, newer=self._newer)
            for state in found:
                self.coming.put(state)

        Thread(target=follow, daemon=True).start()
        while True:
            state = self.coming.get()
            while True:
                try:
                    state = self.coming.get_nowait()
                except Empty:
                    break
            self._show(state)

    def _newer(self) -> None:
        """Ends the question about files that are others by now."""
        self.limit.interrupted = True

    def _superseded(self) -> bool:
        return not self.coming.empty()

    def _show(self, state: State) -> None:
        from chrono.questions.options import Unanswerable

        self.limit = limit = Limit(self.common.timeout)
        if state.session is None:
            self._mistaken(state.diagnostics)
            return
        asked = replace(self.common.options(), limit=limit)
        try:
            self._tell(state, state.session, asked)
        except Unanswerable as refusal:
            self._mistaken(refusal.diagnostics)

    def _tell(self, state: State, session: Session, asked: Options) -> None:
        """What moved as soon as that is known, and then all of it with the reasons."""
        from chrono import questions
        from chrono.answers.overview import in_order
        from chrono.reports import render

        moved = ""
        if self.good is not None:
            found = _moved(self.good, (session, asked), state.changed)
            moved = f"\n{render(found, 'text', page_of(self.common))}"
            if self._superseded():
                return
            if self._terminal:
                self._put(moved)
        answer = questions.infer.infer(session, self.ids, asked)
        if self._superseded():
            return
        many = len(answer.results) > MANY
        results = in_order(answer.results, "start") if many else answer.results
        screen = render(replace(answer, results=results), "overview" if many else "text", page_of(self.common))
        # What is new comes last: of a page that is longer than the terminal the end is what is seen.
        self._put(screen + moved)
        warn(state.diagnostics, self.common)
        self.good, self.shown = (session, asked), screen

    def _mistaken(self, diagnostics: Any) -> None:
        """What is wrong, below what was known before."""
        self._put(f"{KEPT}{self.shown}\n" if self.shown else "")
        warn(diagnostics, self.common)

    @property
    def _terminal(self) -> bool:
        return page().colour

    def _put(self, text: str) -> None:
        write((CLEAR if self._terminal else "") + text, coloured=True)


def _moved(old: tuple[Session, Options], new: tuple[Session, Options], changed: tuple[str, ...]) -> Difference:
    """What is not the same in two states of the files, asked with the same options."""
    from chrono.questions.diff import compared
    from chrono.questions.differences import picture

    (before, then), (after, now) = old, new
    # Both are asked within the time of the newer question.
    then = replace(then, limit=now.limit)
    with before.asking(then), after.asking(now):
        label = f"{', '.join(changed)} saved" if changed else "now"
        return compared(picture(before.base(then), "as it stood"), picture(after.base(now), label))
