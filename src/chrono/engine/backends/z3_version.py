"""Which Z3 there is, asked of its library alone: loading all that drives it takes longer than most answers.

Takes nothing, gives the version as `z3.get_version_string` does. Where the library is not in its usual place beside the
package, or is loaded already, the package is asked.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

NAMES = {"win32": "libz3.dll", "darwin": "libz3.dylib"}


def version() -> str:
    """Major, minor and build number, as in `4.15.3`. Raises `ImportError` where there is no Z3."""
    return _of_library() or _of_package()


def _of_library() -> str | None:
    """By the library that the package would load; None where that is not sure."""
    name = NAMES.get(sys.platform, "libz3.so")
    spec = None if "z3" in sys.modules else find_spec("z3")
    # In the folder where one stands the package looks first.
    if spec is None or spec.origin is None or [*Path().glob("libz3*")]:
        return None
    import ctypes

    try:
        library = ctypes.CDLL(str(Path(spec.origin).with_name("lib") / name))
        numbers = [ctypes.c_uint() for _ in range(4)]
        library.Z3_get_version(*map(ctypes.byref, numbers))
    except (OSError, AttributeError):
        return None
    return ".".join(str(number.value) for number in numbers[:3])


def _of_package() -> str:
    from chrono.engine.backends import z3

    return z3.version_of_z3()
