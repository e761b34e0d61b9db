"""What a bundle made by npm holds of others, with their licences: for the extension of VS Code and the page's editor.

Takes a folder after `npm ci` in it, gives a text: the same for the same lock.
"""

from __future__ import annotations

import json
from pathlib import Path


def licences(folder: Path, bundle: str, of: str) -> str:
    """The licence of each library that a bundle holds besides the code of `of`, by name."""
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    told = [f"What {bundle} holds besides the code of {of}, with its licences."]
    for path, about in sorted(lock["packages"].items()):
        if not path or about.get("dev"):
            continue
        texts = sorted(p for p in (folder / path).glob("*") if p.name.casefold().startswith(("license", "licence")))
        words = "\n\n".join(text.read_text(encoding="utf-8", errors="replace").strip() for text in texts)
        name = path.rpartition("node_modules/")[2]
        told.append(f"{name} {about['version']} ({about.get('license', 'see below')})\n\n{words}".rstrip())
    return "\n\n----\n\n".join(told) + "\n"
