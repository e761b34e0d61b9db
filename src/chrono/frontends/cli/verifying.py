"""`verify`: a saved answer proven again."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from os.path import isfile
from pathlib import Path
from typing import IO, Any, NoReturn

import click

from chrono.frontends.cli import options
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.reading import chronology
from chrono.frontends.cli.showing import refuse, show
from chrono.frontends.exit_codes import USAGE

SCHEMA = "chrono.verify/1"


class Readable(click.File):
    """A file, or standard input where there is one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> IO[Any]:
        """The stream to read from; fails where standard input is asked for and closed."""
        if value == "-" and sys.stdin is None:
            self.fail("standard input is closed, and - reads it", param, ctx)
        return super().convert(value, param, ctx)


@click.command(epilog="Example: chrono infer --format json > out.json; chrono verify out.json")
@click.argument("answer", type=Readable(encoding="utf-8"), metavar="FILE")
@options.folder
@options.form("text", "json")
@options.quiet
def verify(answer: IO[str], **given: Any) -> NoReturn:
    """Prove a saved answer again, from the files.

    Takes what `infer`, `explain`, `check`, `conflicts` or `whatif` printed with --format json (`-` reads it from
    standard input), or a page of `report`, which holds its answers. Every bound, gap, reason and verdict in it is
    proven anew and the proof checked, without Z3; also what --sensitivity and --compare add. Exit code 1 where
    something is not so, 3 where no proof was found.
    """
    from chrono import questions
    from chrono.questions.options import Unanswerable

    documents = _documents(answer)
    # All that a page holds was asked of the same files; what rivals lay over is named in their own document.
    common = Common(**given, overlays=_laid_over(documents[0], given["folder"]))
    base, _ = chronology(common, SCHEMA)
    proven = []
    try:
        common.progress.tell("proving")
        with common.progress.line():
            proven = [questions.verify.verify(base, document, common.overlays) for document in documents]
    except Unanswerable as refusal:
        refuse(refusal.diagnostics, common, SCHEMA, USAGE)
    claims = tuple(claim for found in proven for claim in found.results)
    show(replace(proven[0], results=claims), (), common)


def _documents(answer: IO[str]) -> list[dict[str, Any]]:
    """The documents in a file: the one that it is, or those that a page of `chrono report` holds."""
    text = answer.read()
    texts = [text]
    if text.lstrip().startswith("<"):
        from chrono.documents.embedded import held

        texts = held(text)
        if not texts:
            raise click.UsageError(f"{answer.name} holds no answer: only a page of `chrono report` does")
    try:
        found = [json.loads(one, object_pairs_hook=_once) for one in texts]
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"{answer.name} is no JSON: {error}") from None
    if not all(isinstance(document, dict) for document in found):
        raise click.UsageError(f"{answer.name} is no answer of chrono: its JSON is not an object")
    return found


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
        path = next((p for p in (Path(str(name)), folder / str(name)) if isfile(p)), None)
        if path is None:
            raise click.UsageError(f"there is no file '{name}', which the answer says was laid over")
        paths.append(path)
    return tuple(paths)
