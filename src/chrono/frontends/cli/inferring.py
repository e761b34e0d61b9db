"""The further forms of `infer`: rival readings side by side, and what rests on what."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from chrono import __version__
from chrono.frontends.cli.options import Common
from chrono.frontends.cli.output import page, write
from chrono.frontends.cli.program import LIMIT, WRONG
from chrono.frontends.cli.reading import warn
from chrono.frontends.cli.waiting import ask, closed, end, noted

if TYPE_CHECKING:
    from chrono.answers.infer import Inference
    from chrono.answers.sensitivity import Sensitivity
    from chrono.core.diagnostics import Diagnostic
    from chrono.model.chronology import Chronology


def compare(
    base: Chronology, warnings: Iterable[Diagnostic], ids: tuple[str, ...], given: tuple[str, ...], common: Common
) -> NoReturn:
    """`--compare rivals/*.yaml`: the shell gives the first file to the option, and the others stand with the ids."""
    from chrono import questions
    from chrono.engine import backends
    from chrono.reports import machine, rivals
    from chrono.reports.background import background

    spans = tuple(id for id in ids if not _is_file(id))
    files = [_found(name, common.folder) for name in (*given, *(id for id in ids if _is_file(id)))]
    asked = common.options()
    answer = ask(lambda: questions.rivals.rivals(base, spans, files, asked), common, "chrono.rivals/1")
    if common.format == "json":
        versions = machine.Versions("chrono.rivals/1", __version__, backends.version_of_z3())
        write(machine.dumps(rivals.document(answer, versions, noted(warnings, common))))
    else:
        shown = rivals.screen(answer, background(base), page())
        warn(warnings, common)
        write(closed(shown, common))
    # That a rival contradicts the rest is what one asks to see; that a limit came first is not an answer.
    end(LIMIT if any(r.status == "unknown" for r in answer.readings) else 0, common)


def survey(
    answer: Inference, found: Sensitivity | None, base: Chronology, warnings: Iterable[Diagnostic], common: Common
) -> NoReturn:
    """`--sensitivity`: the answer, then what it rests on."""
    from chrono.engine.backends import version_of_z3
    from chrono.reports import machine, sensitivity
    from chrono.reports.background import background

    ground, scale = background(base), answer.asked.scale
    if common.format == "json":
        versions = machine.Versions("chrono.infer/1", __version__, version_of_z3())
        document = machine.inference(answer, ground, versions, noted(warnings, common))
        write(machine.dumps({**document, **(sensitivity.document(found, scale) if found else {})}))
    else:
        from chrono.reports.text.infer import inference

        shown = inference(answer, ground, page()) + (sensitivity.screen(found, scale, page()) if found else "")
        warn((*warnings, *answer.diagnostics), common)
        write(closed(shown, common))
    limited = answer.status == "unknown" or (found is not None and not found.known)
    end(WRONG if answer.status == "inconsistent" else LIMIT if limited else 0, common)


def _is_file(word: str) -> bool:
    """No id has such an ending."""
    return word.endswith((".yaml", ".yml"))


def _found(name: str, folder: Path) -> Path:
    """The file where it is, here or below the chronology's folder."""
    for path in (Path(name), folder / name):
        if path.is_file():
            return path
    raise click.BadParameter(f"there is no file '{name}'", param_hint="--compare")
