"""How an answer is written down: a line that says what this is, a digest of the rest, and the rest as data.

Takes an `Entry` and gives bytes, and the other way round. What is not whole, not of this form or of another version of
it gives nothing. Holds no code: JSON, and the bytes that were written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias

FORM = b"an answer kept by chrono, form 1\n"
Piece: TypeAlias = tuple[int, str | bytes]
"""What was written at once, and the number of the stream."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a command wrote, and what that holds for."""

    called: str
    """The digest of how the command was called (dependence.py)."""
    answering: str
    """The digest of what answered."""
    noted: list[tuple[str, str, list[Any], Any]]
    """Each question that was put to files, with its answer (watched.py)."""
    code: int
    pieces: list[Piece]


def encoded(entry: Entry) -> bytes:
    """The bytes of an entry; raises `ValueError` where it holds what cannot be written down."""
    bodies = [text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text for _, text in entry.pieces]
    kinds = [
        [stream, isinstance(text, str), len(body)] for (stream, text), body in zip(entry.pieces, bodies, strict=True)
    ]
    head = json.dumps([entry.called, entry.answering, entry.code, kinds, entry.noted])
    rest = b"".join((head.encode(), b"\n", *bodies))
    return b"".join((FORM, sha256(rest).hexdigest().encode(), b"\n", rest))


def decoded(content: bytes) -> Entry | None:
    """The entry that bytes hold; None where they hold none."""
    form, (digest, _, rest) = content[: len(FORM)], content[len(FORM) :].partition(b"\n")
    if form != FORM or digest != sha256(rest).hexdigest().encode():
        return None
    try:
        head, _, body = rest.partition(b"\n")
        called, answering, code, kinds, noted = json.loads(head)
        pieces: list[Piece] = []
        at = 0
        for stream, is_text, length in kinds:
            piece, at = body[at : at + length], at + length
            pieces.append((stream, piece.decode("utf-8", "surrogatepass") if is_text else piece))
        questions = [(folder, question, about, answer) for folder, question, about, answer in noted]
    except (ValueError, TypeError, RecursionError):
        return None
    return Entry(called, answering, questions, code, pieces) if at == len(body) else None
