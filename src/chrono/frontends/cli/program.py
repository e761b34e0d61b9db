"""The group of commands: how it is listed, and what becomes of an end that is not an answer.

The exit codes are those of exit_codes.py. Never lets a traceback through, unless `CHRONO_DEBUG=1` asks for it.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import click

from chrono import __version__
from chrono.frontends.cache.run import VARIABLE, Run
from chrono.frontends.exit_codes import INTERNAL, INTERRUPTED, LIMIT, USAGE
from chrono.frontends.streams import Unwritable, complain, drop, heard_by, prepare_streams, unwritten

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What keeps a stream from being written."""

PURPOSES = (
    ("Ask", ("infer", "explain", "check", "verify")),
    ("See", ("timeline", "report", "serve", "watch")),
    ("Edit", ("lsp",)),
    ("Argue", ("conflicts", "whatif", "diff", "suggest", "weigh")),
    ("Write and check the files", ("init", "add", "import", "export", "validate", "rules", "vocabulary", "schema")),
    ("Dates", ("date",)),
)

EPILOG = """\
Example:
  chrono init westminster && cd westminster
  chrono infer

Ctrl-C ends a long question and prints what is known by then.
Pressed again it ends at once.

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
        given = sys.argv[1:] if args is None else list(args)
        if any("\0" in word for word in given):
            complain("Error: an argument holds the character NUL, which no name and no text of a file can hold")
            return USAGE
        try:
            # Without click's own standalone mode: it would end an interrupt with 1, which here says something else.
            run = extra.get("obj")
            with heard_by(run.heard) if isinstance(run, Run) else nullcontext():
                code = super().main(args, prog_name or "chrono", standalone_mode=False, **extra)
            code = code if isinstance(code, int) else 0
            if isinstance(run, Run) and (why := run.keep(code)) and not {"-q", "--quiet"}.intersection(given):
                complain(f"the answer is not kept: {why}, or set {VARIABLE}=1")
            return code
        except click.ClickException as error:
            told = io.StringIO()
            error.show(told)
            complain(told.getvalue())
            return USAGE
        except Unwritable as error:
            complain(unwritten(error))
            return LIMIT
        except SystemExit:
            return 0  # click's own end where the reader of its help has gone
        except OSError as error:
            # Of help and version, which click writes; a file's error has its name.
            if error.filename is not None or error.errno not in _FULL:
                return _internal(error)
            drop(sys.stdout)
            complain(unwritten((error.strerror or "the stream is closed").lower()))
            return LIMIT
        except (click.Abort, KeyboardInterrupt) as end:
            # click takes every EOFError for Ctrl-D; of a question asked at the terminal it keeps no cause.
            if isinstance(end.__cause__, EOFError):
                return _internal(end.__cause__)
            complain("interrupted")
            return INTERRUPTED
        except MemoryError:
            complain("chrono: out of memory before there was an answer")
            return LIMIT
        except Exception as error:
            return _internal(error)


def _internal(error: Exception) -> int:
    """Says that something is wrong in chrono itself; raises the error again where `CHRONO_DEBUG=1` asks for it."""
    if os.environ.get("CHRONO_DEBUG") == "1":
        raise error
    complain(
        f"chrono {__version__}: an internal error: {type(error).__name__}: {error}\n"
        "Nothing was answered. Please report it with the files, the command as typed, and what it prints with "
        "CHRONO_DEBUG=1 set."
    )
    return INTERNAL
