"""The reference of the library, built from the docstrings: `make reference`, then open build/reference/index.html.

pdoc reads every module. A module that cannot be loaded by itself and a name in `__all__` that is not there fail the
build.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import warnings
from pathlib import Path

import pdoc

import chrono


def modules() -> list[str]:
    """The names of all modules, each imported, and in each the names that it loads only when they are asked for."""
    found = (module.name for module in pkgutil.walk_packages(chrono.__path__, "chrono."))
    names = [name for name in found if name != "chrono.__main__"]
    for name in ["chrono", *names]:
        module = importlib.import_module(name)
        # pdoc looks for names where they are kept.
        vars(module).update({public: getattr(module, public) for public in getattr(module, "__all__", ())})
    return names


def main() -> None:
    """Write the pages into the folder that is named."""
    warnings.simplefilter("error")
    # Modules are named one by one, as pdoc follows of a package with `__all__` what stands there alone; of others it
    # warns that it has their modules already. An annotation that is imported for the type checker alone, or inherited
    # from another module, is shown as it is written.
    warnings.filterwarnings("ignore", message="The module specification")
    warnings.filterwarnings("ignore", message="Error parsing type annotation")
    pdoc.render.configure(docformat="markdown", show_source=False)
    pdoc.pdoc("chrono", *modules(), output_directory=Path(sys.argv[1]))


if __name__ == "__main__":
    main()
