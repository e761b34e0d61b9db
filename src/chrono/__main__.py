"""`python -m chrono` is the command `chrono`."""

from chrono.cli import main

if __name__ == "__main__":
    main(prog_name="chrono")
