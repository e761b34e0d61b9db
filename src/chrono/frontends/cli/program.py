"""The group of commands: how it is listed, and what becomes of an end that is not an answer.

Exit codes: 0 all is well; 1 answered, and something is wrong; 2 could not ask; 3 could not answer within the limits;
70 an internal error; 130 interrupted. Never lets a traceback through, unless `CHRONO_DEBUG=1` asks for it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from chrono import __version__
from chrono.frontends.cli.output import prepare_streams

WRONG, USAGE, LIMIT, INTERNAL, INTERRUPTED = 1, 2, 3, 70, 130

PURPOSES = (
    ("Ask", ("infer", "explain", "check", "verify")),
    ("See", ("timeline", "report")),
    ("Argue", ("conflicts", "whatif", "diff", "suggest", "weigh")),
    ("Write and check the files", ("init", "add", "validate", "rules", "vocabulary", "schema")),
    ("Dates", ("date",)),
)

EPILOG = """\
Example:
  chrono init westminster && cd westminster
  chrono infer

Ctrl-C ends a long question and prints what is known by then; pressed again it ends at once.

Completion of commands, ids and settings, in the startup file of your shell:
  bash   eval "$(_CHRONO_COMPLETE=bash_source chrono)"
  zsh    eval "$(_CHRONO_COMPLETE=zsh_source chrono)"
  fish   _CHRONO_COMPLETE=fish_source chrono | source
"""


class Program(click.Group):
    """Lists commands by purpose, and turns every end into its exit code."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the commands, by what they are for."""
        width = max(len(name) for name in self.commands)
        for purpose, names in PURPOSES:
            with formatter.section(purpose):
                formatter.write_dl([(name.ljust(width), self.commands[name].get_short_help_str(90)) for name in names])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes an example and how to complete commands in a shell."""
        formatter.write_paragraph()
        for line in EPILOG.splitlines():
            formatter.write(f"{line}\n")

    def main(  # type: ignore[override]  # click overloads it by `standalone_mode`, which makes no difference here
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        """Runs a command and ends the process with its exit code, or, not standing alone, gives what click gives."""
        if not extra.pop("standalone_mode", True):
            return super().main(args, prog_name or "chrono", standalone_mode=False, **extra)
        prepare_streams()
        sys.exit(self._ended(args, prog_name, extra))

    def _ended(self, args: Sequence[str] | None, prog_name: str | None, extra: dict[str, Any]) -> int:
        try:
            # Without click's own standalone mode: it would end an interrupt with 1, which here says something else.
            code = super().main(args, prog_name or "chrono", standalone_mode=False, **extra)
            return code if isinstance(code, int) else 0
        except click.ClickException as error:
            error.show()
            return USAGE
        except (click.Abort, KeyboardInterrupt):
            click.echo("interrupted", err=True)
            return INTERRUPTED
        except MemoryError:
            click.echo("chrono: out of memory before there was an answer", err=True)
            return LIMIT
        except Exception as error:
            if os.environ.get("CHRONO_DEBUG") == "1":
                raise
            click.echo(
                f"chrono {__version__}: an internal error: {type(error).__name__}: {error}\n"
                "Nothing was answered. Please report it with the files, the command as typed, and what it prints with "
                "CHRONO_DEBUG=1 set.",
                err=True,
            )
            return INTERNAL
