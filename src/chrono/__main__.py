"""The command `chrono`, also as `python -m chrono`: what runs before anything is loaded.

Loading click and the commands takes a moment, in which Ctrl-C is told as at any other time.
"""

import sys


def main() -> None:
    """Runs the command and ends with its exit code; 130 where it is interrupted before it could begin."""
    try:
        from chrono.frontends.cli import main as program

        program(prog_name="chrono")
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
