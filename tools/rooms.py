"""The picture of the rooms in docs/architecture.md and the order in CONTRIBUTING.md, drawn from the import contract.

Takes the layers of `[tool.importlinter]` in pyproject.toml, gives Mermaid and lines of text. `python tools/rooms.py`
writes both into the pages, between the lines `<!-- rooms -->` and `<!-- end of rooms -->`; a test holds them to it.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
MARKED = re.compile(r"(?<=<!-- rooms -->\n).*?(?=<!-- end of rooms -->)", re.DOTALL)


def layers() -> list[list[str]]:
    """The rooms of each layer of the contract named "the pipeline", from the top to the bottom."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (c for c in project["tool"]["importlinter"]["contracts"] if c["name"] == "the pipeline")
    return [[room.strip() for room in re.split(r"[|:]", layer)] for layer in contract["layers"]]


def picture() -> str:
    """The layers as a Mermaid flowchart: an arrow goes from a layer to the one below, which it may import."""
    lines = ["```mermaid", "flowchart TB"]
    for number, rooms in enumerate(layers()):
        lines += [f'    subgraph layer{number}[" "]', "        direction LR"]
        lines += [f'        {room.strip("_")}["{room}"]' for room in rooms]
        lines += ["    end"]
    lines += [f"    layer{number} --> layer{number + 1}" for number in range(len(layers()) - 1)]
    return "\n".join([*lines, "```", ""])


def order() -> str:
    """The layers in words, from the bottom to the top: the way the data goes."""
    return "```\n" + "\n→ ".join(" | ".join(rooms) for rooms in reversed(layers())) + "\n```\n"


PAGES = {ROOT / "docs" / "architecture.md": picture, ROOT / "CONTRIBUTING.md": order}


def drawn(page: Path) -> str:
    """A page with its picture as the contract has it now."""
    return MARKED.sub(lambda _: PAGES[page](), page.read_text(encoding="utf-8"))


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(drawn(page), encoding="utf-8")
