"""`verify`: a saved answer proven again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Any, NoReturn

import click

from chrono.frontends.cli import options
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.program import USAGE
from chrono.frontends.cli.reading import chronology
from chrono.frontends.cli.showing import refuse, show

SCHEMA = "chrono.verify/1"


@click.command(epilog="Example: chrono infer --format json > out.json; chrono verify out.json")
@click.argument("answer", type=click.File(encoding="utf-8"), metavar="FILE")
@options.folder
@options.form("text", "json")
@options.quiet
def verify(answer: IO[str], **given: Any) -> NoReturn:
    """Prove a saved answer again, from the files.

    Takes what `infer`, `explain`, `check`, `conflicts` or `whatif` printed with --format json (`-` reads it from
    standard input). Every bound, gap, reason and verdict in it is proven anew and the proof checked, without Z3; also
    what --sensitivity and --compare add. Exit code 1 where something is not so, 3 where no proof was found.
    """
    from chrono import questions
    from chrono.questions.options import Unanswerable

    try:
        document = json.load(answer, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"{answer.name} is no JSON: {error}") from None
    if not isinstance(document, dict):
        raise click.UsageError(f"{answer.name} is no answer of chrono: its JSON is not an object")
    common = Common(**given, overlays=_laid_over(document, given["folder"]))
    base, _ = chronology(common, SCHEMA)
    try:
        common.progress.tell("proving")
        with common.progress.line():
            found = questions.verify.verify(base, document, common.overlays)
    except Unanswerable as refusal:
        refuse(refusal.diagnostics, common, SCHEMA, USAGE)
    show(found, (), common)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, of which no key stands twice: who reads it may see the first, and this program the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(
            f"an object has the key {next(k for n, (k, _) in enumerate(pairs) if k in dict(pairs[:n]))!r} twice"
        )
    return found


def _laid_over(document: dict[str, Any], folder: Path) -> tuple[Path, ...]:
    """The files that the answer says were laid over, here or below the chronology's folder."""
    asked = document.get("asked")
    names = asked.get("with", ()) if isinstance(asked, dict) else ()
    paths = []
    for name in names if isinstance(names, list) else ():
        path = next((p for p in (Path(str(name)), folder / str(name)) if p.is_file()), None)
        if path is None:
            raise click.UsageError(f"there is no file '{name}', which the answer says was laid over")
        paths.append(path)
    return tuple(paths)
