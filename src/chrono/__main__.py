"""The command `chrono`, also as `python -m chrono`: what runs before anything is loaded.

An answer that was kept and still holds is written again without loading more than it takes to see that. Loading click
and the commands takes a moment, in which Ctrl-C is told as at any other time.
"""

import gc
import sys


def main() -> None:
    """Runs the command and ends with its exit code; 130 where it is interrupted before it could begin."""
    try:
        from chrono.core.gc_pause import collect_rarely

        # What is imported stays as well.
        collect_rarely()
        from chrono.frontends.cache.run import begun

        run = begun(sys.argv[1:])
        if run is not None and (code := run.told()) is not None:
            sys.exit(code)
        from chrono.frontends.cli import main as program

        program(prog_name="chrono", obj=run)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        sys.exit(130)
    finally:
        # It ends here: to look through all that was read once more, for what could be freed, takes half a second of it.
        gc.freeze()


if __name__ == "__main__":
    main()
