"""`init` and `add`: a small, true, cited chronology to start from, and lists of reigns that sources are dated by."""

from __future__ import annotations

from os.path import isfile, lexists
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from chrono.core.text import harmless
from chrono.frontends.cli import options
from chrono.frontends.streams import complain, page, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chrono.standard.lists import Listed

NOWHERE = (
    "no workflow was written: this chrono was installed from a folder of this machine, where no other can get it. Say "
    "where one can: chrono init --from git+https://… (a URL, a requirement, or a path in your repository, as pip "
    "install takes it)"
)


def _offered(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from chrono.standard.lists import available

    return [listed.name for listed in available() if listed.name.startswith(incomplete)]


def _cases(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from chrono.standard import examples

    return [name for name in examples() if name.startswith(incomplete)]


@click.command(epilog="Example: chrono init westminster")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option(
    "--with",
    "names",
    metavar="NAME",
    multiple=True,
    shell_complete=_offered,
    help="With a list of reigns, as `chrono add` writes it; repeatable.",
)
@click.option(
    "--from",
    "source",
    metavar="SOURCE",
    help="Where the workflow installs chrono from, as pip install takes it. [default: where this one came from]",
)
@click.option(
    "--example",
    metavar="NAME",
    shell_complete=_cases,
    help="Instead a copy of a published case, argued again: with its sources, rivals, hypotheses and a page.",
)
@click.option("--bare", is_flag=True, help="Nothing dated: the standard rules, and an events.yaml to fill.")
def init(folder: Path, names: tuple[str, ...], source: str | None, example: str | None, bare: bool) -> None:
    """A small, true, cited chronology to start from.

    Writes events.yaml, evidence/ and the standard rules into DIR (default: this folder), with a schema for editors,
    a workflow for GitHub Actions and a configuration of pre-commit. Never overwrites anything: where one of its files
    exists already, nothing is written.
    """
    if example is not None:
        if names or source is not None or bare:
            raise click.UsageError("--example writes a case as it is: leave --with, --from and --bare out")
        _write_example(example, folder)
        return
    from chrono.standard import SCHEMA, WORKFLOW, Occupied, write_into
    from chrono.standard.source import installed_from

    if source is not None and not (source.strip() and source.isprintable()):
        raise click.UsageError("--from: a URL, a requirement or a path is expected, as pip install takes it")
    lists = _named(names)
    try:
        written = write_into(folder, source or installed_from(), lists, bare=bare)
    except Occupied as there:
        _refuse_overwriting(there.paths)
    except OSError as error:
        _refuse(error)
    where = "" if folder == Path() else harmless(f" -C {folder}", "\N{REPLACEMENT CHARACTER}")
    rules = sum(1 for path in written if path.parts[0] == "rules")
    shown = [path.as_posix() for path in written if path.parts[0] not in ("rules", SCHEMA.name) and path.suffix]
    evidence = [path for path in shown if not path.startswith(".")]
    _say(
        f"written: {', '.join(evidence)} and {rules} files of standard rules in rules/",
        f"for editors {SCHEMA}; to check every change {', '.join(path for path in shown if path not in evidence)}",
    )
    if WORKFLOW not in written:
        write("\n")
        _say(NOWHERE)
    write("\n" + (_BARE if bare else _BEGUN).replace("WHERE", where))


_BEGUN = """\
  chrono inferWHERE        when the writ was issued, and why
  chrono checkWHERE        its hypotheses
  chrono vocabularyWHERE   the sentences evidence is written in
"""
_BARE = """\
  chrono validateWHERE     what is wrong with what you have written
  chrono vocabularyWHERE   the sentences evidence is written in
  chrono inferWHERE        when everything was, and why
"""


def _write_example(name: str, folder: Path) -> None:
    """A copy of a worked case; ends the command where there is none of this name, or a file would be overwritten."""
    from chrono.core.diagnostics import did_you_mean
    from chrono.standard import Occupied, examples, write_example

    if name not in (known := examples()):
        listed = "the examples are: " + ", ".join(known)
        near = did_you_mean(name, known)
        help = f"{near}\n{listed}" if near else listed
        raise click.UsageError(f"there is no example called '{name}', and nothing was written\n{help}")
    try:
        written = write_example(name, folder)
    except Occupied as there:
        _refuse_overwriting(there.paths)
    except OSError as error:
        _refuse(error)
    where = "" if folder == Path() else f" -C {folder}"
    rivals = " ".join((folder / path).as_posix() for path in written if path.parts[0] == "rivals")
    _say(f"written: {', '.join(path.as_posix() for path in written if path.parts[0] != 'rules')} and its rules")
    write(
        f"\n  chrono infer{where}        what is asked, and why (README.md tells the question)\n"
        f"  chrono check{where}        its hypotheses\n"
        f"  chrono infer{where} --compare {rivals}\n"
    )


@click.command(epilog="Example: chrono add english-reigns popes")
@click.argument("names", metavar="[NAME]...", nargs=-1, shell_complete=_offered)
@options.folder
def add(names: tuple[str, ...], **given: Any) -> None:
    """A list of reigns to date by, written into the chronology.

    Writes evidence/NAME.yaml: kings, popes or emperors with their days, how their years are counted, and the source.
    Without a NAME it shows the lists there are. Never overwrites anything: where a file or an id is taken already,
    nothing is written.
    """
    folder: Path = given["folder"]
    if not names:
        _show(folder)
        return
    lists = _named(names)
    from chrono.loading.sources import MAIN
    from chrono.standard import Occupied
    from chrono.standard.lists import Taken, unread
    from chrono.standard.lists import add as added

    if not isfile(folder / MAIN):
        raise click.UsageError(
            f"there is no {MAIN} in {folder.as_posix()}, and nothing was written\n"
            "`chrono init` writes a small chronology to start from; -C names another folder"
        )
    try:
        written = added(folder, lists)
    except Occupied as there:
        here = ", ".join(path.as_posix() for path in there.paths)
        raise click.UsageError(
            f"nothing was written: already here: {here}\nit is never overwritten; take it away to have it written anew"
        ) from None
    except Taken as taken:
        some = ", ".join(taken.ids[:3]) + (f" and {len(taken.ids) - 3} more" if len(taken.ids) > 3 else "")
        raise click.UsageError(
            f"nothing was written: {taken.listed.name} would declare again what the chronology declares already: {some}"
        ) from None
    except OSError as error:
        _refuse(error)
    _say(*(f"written: {listed.path.as_posix()}: {listed.title}" for listed in lists))
    write(f"\n  date: {_EXAMPLES.get(lists[0].name, 'year 3 of ID')}        on any entry, counts from it\n")
    for path in unread(folder, written):
        complain(f"not read: the `include` of {MAIN} leaves {path.as_posix()} out; add evidence/*.yaml to it")


_EXAMPLES = {
    "byzantine-emperors": "3 Basil II",
    "english-reigns": "14 Henry II",
    "french-reigns": "14 Philip II",
    "german-reigns": "a. r. Conradi II 3",
    "popes": "pont. Innocent III 5",
    "roman-emperors": "12 Hadrian",
    "scottish-reigns": "14 Alexander II",
}


def _show(folder: Path) -> None:
    from chrono.reports.text.screen import columns
    from chrono.standard.lists import available

    rows = [
        (listed.name, listed.title + (" (here already)" if lexists(folder / listed.path) else ""))
        for listed in available()
    ]
    write(page().print([columns(rows, indent=0)]))
    write("\n`chrono add NAME` writes one into this chronology, as evidence/NAME.yaml\n")


def _say(*paragraphs: str) -> None:
    """Writes paragraphs, no wider than the page."""
    from chrono.reports.text.screen import say

    write(page().print(say(words) for words in paragraphs))


def _named(names: Iterable[str]) -> tuple[Listed, ...]:
    """The lists of these names, each once; ends the command where one does not exist."""
    names = tuple(dict.fromkeys(names))
    if not names:
        return ()
    from chrono.core.diagnostics import did_you_mean
    from chrono.standard.lists import available

    lists = {listed.name: listed for listed in available()}
    for name in names:
        if name not in lists:
            help = did_you_mean(name, lists, "the lists are: " + ", ".join(lists))
            raise click.UsageError(f"there is no list called '{name}', and nothing was written\n{help}")
    return tuple(lists[name] for name in names)


def _refuse_overwriting(paths: tuple[Path, ...]) -> NoReturn:
    raise click.UsageError(
        "nothing was written, because it would overwrite:\n" + "\n".join(f"  {path}" for path in paths)
    ) from None


def _refuse(error: OSError) -> NoReturn:
    raise click.UsageError(f"nothing was written: {error.strerror or error}: {error.filename}") from None
