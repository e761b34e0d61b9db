"""The options that several commands share, and what is asked with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from chrono.core.limits import Limit
from chrono.frontends.cache.run import OPTION
from chrono.frontends.cli import completion
from chrono.frontends.cli.keeping import is_file
from chrono.frontends.cli.progress import Progress

if TYPE_CHECKING:
    from chrono.questions.options import Options

F = TypeVar("F", bound=Callable[..., Any])

LEVELS = ("certain", "strong", "moderate", "weak")


@dataclass(frozen=True, slots=True)
class Common:
    """What the shared options say, before anything is loaded."""

    folder: Path
    format: str
    quiet: bool
    at_least: str | None = None
    without: tuple[str, ...] = ()
    overlays: tuple[Path, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    timeout: float | None = None
    summary: bool = False
    """Whether the answer is told as well to a service that collects a summary of its run."""
    progress: Progress = field(init=False, compare=False, repr=False)
    limit: Limit = field(init=False, compare=False, repr=False)
    """Of the whole command: its time runs from the beginning."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "progress", Progress(shown=not self.quiet))
        object.__setattr__(self, "limit", Limit(self.timeout, keeps=True, tell=self.progress.tell))

    def options(self) -> Options:
        """What is changed about the evidence, as the questions take it, within the time of the command."""
        from chrono.model.chronology import Certainty
        from chrono.questions.options import Options

        return Options(
            overlays=self.overlays,
            without=self.without,
            settings=self.settings,
            at_least=Certainty.named(self.at_least) if self.at_least else None,
            timeout=self.timeout,
            limit=self.limit,
        )


class Seconds(click.FloatRange):
    """A time; `nan`, `inf` and what no clock of a system counts are none, and would never be up."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number of seconds; fails for what is none."""
        seconds: float = super().convert(value, param, ctx)
        if not seconds <= 1e9:
            self.fail(f"{value!r} is no number of seconds up to 1,000,000,000", param, ctx)
        return seconds


class Setting(click.ParamType[tuple[str, str]]):
    """`silence.delay=7 days`; what the name and value mean is found out where the rules are known."""

    name = "NAME=VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The name and the value of a setting; fails where one of them is missing."""
        if isinstance(value, tuple):
            return value
        name, equals, amount = value.partition("=")
        if not equals or not name.strip() or not amount.strip():
            self.fail(f'{value!r} is not NAME=VALUE; write for example --set silence.delay="7 days"', param, ctx)
        return name.strip(), amount.strip()


def folder(command: F) -> F:
    """Adds the option `-C`."""
    return click.option(
        "-C",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(),
        metavar="DIR",
        help="The chronology's folder (default: this one).",
        is_eager=True,  # `--with` is looked for below it
    )(command)


def form(*kinds: str) -> Callable[[F], F]:
    """Adds the option `--format` with these choices."""
    return click.option(
        "--format",
        "format",
        type=click.Choice(kinds),
        default=kinds[0],
        show_default=True,
        help="How to print the answer.",
    )


def anew(command: F) -> F:
    """Adds the option that __main__ has heeded by then: nothing was looked for among kept answers, or will be kept."""
    help = "Work it out anew, and keep nothing of it."
    return click.option(OPTION, is_flag=True, expose_value=False, help=help)(command)


def quiet(command: F) -> F:
    """Adds the option `-q`."""
    return click.option(
        "-q", "--quiet", is_flag=True, help="No warnings or notes; of `check` only what is not as expected."
    )(command)


def _found(context: click.Context, option: click.Parameter, given: tuple[Path, ...]) -> tuple[Path, ...]:
    """Each file where it is, here or below the chronology's folder."""
    below: Path = context.params.get("folder") or Path()
    paths = tuple(path if is_file(path) or not is_file(below / path) else below / path for path in given)
    for path in paths:
        if not is_file(path):
            raise click.BadParameter(f"there is no file '{path}'", context, option)
    return paths


def overlays(command: F) -> F:
    """Adds the option `--with`."""
    return click.option(
        "--with",
        "overlays",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Lay more evidence over the files. Repeatable.",
        callback=_found,
    )(command)


def jobs(command: F) -> F:
    """Adds the options `--jobs` and `--executor`; the command is given one of them as `jobs`."""

    @wraps(command)
    def working(*arguments: Any, jobs: int, executor: str | None, **given: Any) -> Any:
        if executor and jobs > 1:
            raise click.UsageError("--jobs is for this machine, and --executor for a scheduler: give one of the two")
        return command(*arguments, jobs=executor or jobs, **given)

    for option in (
        click.option(
            "--executor",
            metavar="ADDRESS",
            callback=_scheduler,
            help="Share it with the workers of a scheduler: dask://HOST:PORT. The answer is the same.",
        ),
        click.option(
            "-j",
            "--jobs",
            type=click.IntRange(1, 64),
            default=1,
            show_default=True,
            help="Share what takes long among so many processes. The answer is the same.",
        ),
    ):
        working = option(working)
    return cast(F, working)


_ADDRESS = re.compile(r"dask://(?:\[[0-9a-fA-F:.]+\]|[\w.-]+):[0-9]{1,5}", re.ASCII)


def _scheduler(context: click.Context, option: click.Parameter, given: str | None) -> str | None:
    if given is not None and not _ADDRESS.fullmatch(given):
        raise click.BadParameter(f"'{given}' is no address of a scheduler: write dask://HOST:PORT", context, option)
    return given


def repairing(command: F) -> F:
    """Adds the options `--repair` and `--strict`, which `under` reads."""
    for option in (
        click.option("--strict", is_flag=True, help="Of contradictory evidence: the contradictions alone."),
        click.option(
            "--repair",
            type=click.IntRange(1),
            metavar="N",
            help="Of contradictory evidence: answer under this repair (default: the preferred one, 1).",
        ),
    ):
        command = option(command)
    return command


def under(given: dict[str, Any]) -> int | None:
    """The repair that is asked for, None where it is asked strictly; takes both options out of what was given."""
    repair, strict = given.pop("repair"), given.pop("strict")
    if strict and repair is not None:
        raise click.UsageError("--strict answers under no repair: leave out --repair")
    return None if strict else repair or 1


def asking(*kinds: str) -> Callable[[F], F]:
    """The options of commands that ask something of the evidence."""

    def decorate(command: F) -> F:
        for option in reversed(_asking(kinds)):
            command = option(command)
        return command

    return decorate


def _asking(kinds: tuple[str, ...]) -> list[Callable[[Any], Any]]:
    return [
        folder,
        form(*kinds),
        click.option(
            "--at-least",
            type=click.Choice(LEVELS),
            metavar="LEVEL",
            help="Count only evidence this certain: certain, strong, moderate or weak.",
        ),
        click.option(
            "--without",
            multiple=True,
            metavar="X",
            shell_complete=completion.omissible,
            help="Leave out an evidence id, an entry, pact.date, rule:ID, source:ID or tag:T. Repeatable.",
        ),
        overlays,
        click.option(
            "--set",
            "settings",
            multiple=True,
            type=Setting(),
            shell_complete=completion.settings,
            help='Change a setting of a rule: --set silence.delay="14 days". Repeatable.',
        ),
        click.option(
            "--timeout",
            type=Seconds(min=0, min_open=True),
            metavar="SECONDS",
            help="Give up after so long, and print what is known by then (as Ctrl-C does).",
        ),
        quiet,
    ]
