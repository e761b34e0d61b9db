"""Solvers that are asked what search and shortest paths leave open. Each is one file, and alone knows its library."""


def version_of_z3() -> str:
    """The version of Z3, as printed with every answer."""
    # Z3 costs more to load than most answers take, and most need none of it.
    from chrono.engine.backends import z3

    return z3.version_of_z3()
