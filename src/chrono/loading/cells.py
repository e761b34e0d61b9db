"""Where the characters of a cell stand in the text of a CSV file.

Takes the text and a row as the reader of tables has it; gives for each cell, after its surrounding space and what
cannot be shown are gone, the offset in the file of each of its characters.
"""

from __future__ import annotations

from chrono.core.text import harmless


def offsets(text: str, began: int, delimiter: str) -> list[list[tuple[str, int]]]:
    """The cells of the row that begins at an offset, each as its characters with where they stand."""
    cells: list[list[tuple[str, int]]] = []
    at = began
    while True:
        while text.startswith(" ", at):
            at += 1
        cell: list[tuple[str, int]] = []
        if text.startswith('"', at):
            at += 1
            while at < len(text):
                if text[at] == '"':
                    if not text.startswith('""', at):
                        break
                    at += 1
                cell.append((text[at], at))
                at += 1
            at += 1
        while at < len(text) and text[at] not in f"{delimiter}\r\n":
            cell.append((text[at], at))
            at += 1
        cells.append(_stripped(cell))
        if not text.startswith(delimiter, at):
            return cells
        at += 1


def _stripped(cell: list[tuple[str, int]]) -> list[tuple[str, int]]:
    shown = [(char, at) for char, at in cell if harmless(char)]
    while shown and shown[0][0].isspace():
        shown.pop(0)
    while shown and shown[-1][0].isspace():
        shown.pop()
    return shown
