"""The parts of CodeMirror that the page's editor is made of, as they are shipped: one file, and its licences.

Takes editors/page after `npm ci` and `npm run build` in it, writes both where the page has them, or with `--check`
compares them: what is shipped is what anybody gets who builds it from the lock.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools.licences import licences

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "editors" / "page"
SHIPPED = ROOT / "src" / "chrono" / "frontends" / "serving" / "page" / "vendored"
BUNDLE = "codemirror.js"


def built(folder: Path) -> dict[str, bytes]:
    """The files by name; raises `FileNotFoundError` where the bundle is not built yet."""
    told = licences(folder, BUNDLE, "this project, of which it has none")
    return {BUNDLE: (folder / "dist" / BUNDLE).read_bytes(), "licences.txt": told.encode()}


def different(folder: Path, shipped: Path) -> list[str]:
    """The names of the files that are shipped otherwise than they are built."""
    found = built(folder)
    there = {path.name: path.read_bytes() for path in shipped.iterdir()} if shipped.is_dir() else {}
    return sorted(name for name in {*found, *there} if found.get(name) != there.get(name))


if __name__ == "__main__":
    try:
        if sys.argv[1:] == ["--check"]:
            if wrong := ", ".join(different(FOLDER, SHIPPED)):
                sys.exit(f"{wrong} of the page's editor: built anew it is not what is shipped; run `make page`")
            sys.exit(0)
        SHIPPED.mkdir(exist_ok=True)
        for name, content in built(FOLDER).items():
            (SHIPPED / name).write_bytes(content)
    except FileNotFoundError as missing:
        sys.exit(f"{missing.filename} is not there: run `npm ci` and `npm run build` in editors/page, or `make page`")
