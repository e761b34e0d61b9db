"""`init`: a small, true, cited chronology to start from."""

from __future__ import annotations

from pathlib import Path

import click

from chrono.frontends.cli.output import write


@click.command(epilog="Example: chrono init westminster")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path, file_okay=False), default=Path())
def init(folder: Path) -> None:
    """A small, true, cited chronology to start from.

    Writes events.yaml, evidence/ and the standard rules into DIR (default: this folder), with a schema for editors,
    a workflow for GitHub Actions and a configuration of pre-commit. Never overwrites anything: where one of its files
    exists already, nothing is written.
    """
    from chrono.standard import SCHEMA, Occupied, write_into

    try:
        written = write_into(folder)
    except Occupied as there:
        raise click.UsageError(
            "nothing was written, because it would overwrite:\n" + "\n".join(f"  {path}" for path in there.paths)
        ) from None
    except OSError as error:
        raise click.UsageError(f"nothing was written: {error.strerror or error}: {error.filename}") from None
    where = "" if folder == Path() else f" -C {folder}"
    rules = sum(1 for path in written if path.parts[0] == "rules")
    shown = [path.as_posix() for path in written if path.parts[0] not in ("rules", SCHEMA.name) and path.suffix]
    evidence = [path for path in shown if not path.startswith(".")]
    write(
        f"written: {', '.join(evidence)} and {rules} files of standard rules in rules/\n"
        f"for editors {SCHEMA}; to check every change {', '.join(path for path in shown if path not in evidence)}\n\n"
        f"  chrono infer{where}        when the writ was issued, and why\n"
        f"  chrono check{where}        its hypotheses\n"
        f"  chrono vocabulary{where}   the sentences evidence is written in\n"
    )
