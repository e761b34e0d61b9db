"""The lowest versions that pyproject.toml allows of what chrono and its tests depend on, as constraints for pip.

Takes nothing, prints a line `name==version` for each declared lower bound, sorted: `make lowest` installs these.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
OWN = re.compile(r"chrono-dating\[(?P<extras>[a-z,-]+)\]")
BOUND = re.compile(r"(?P<name>[A-Za-z0-9._-]+)>=(?P<version>[0-9.]+)")


def lowest(project: dict[str, object]) -> list[str]:
    """The lower bounds of the dependencies, of the extra `test` and of those it names; raises ValueError where one is
    missing."""
    extras: dict[str, list[str]] = project["optional-dependencies"]  # type: ignore[assignment]
    declared = [*project["dependencies"], *extras["test"]]  # type: ignore[misc]
    for own in [found for text in declared if (found := OWN.fullmatch(text))]:
        declared.remove(own[0])
        declared += [text for extra in own["extras"].split(",") for text in extras[extra]]
    found = {text: BOUND.match(text) for text in declared}
    if missing := [text for text, bound in found.items() if bound is None]:
        raise ValueError(f"without a lower bound: {', '.join(missing)}")
    return sorted((f"{bound['name']}=={bound['version']}" for bound in found.values() if bound), key=str.lower)


if __name__ == "__main__":
    print("\n".join(lowest(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])))
