"""Damaged files, to test what reads them: whatever they hold, there must be an answer or a precise mistake."""

from __future__ import annotations

from hypothesis import strategies as st

_MARKS = (" ", "\t", "\n", "- ", ": ", "#", "&a ", "*a", "!!str ", "[", "]", "{", "}", '"', "'", "|", "\\", "%", "$x")
_WORDS = ("", "..", "1938", "-0043", "~", "?", "X", "<", ">=", "\x00", "\u202e", "\ufeff", "é", "\U0001f4dc")
_BITS = st.sampled_from((*_WORDS, *_MARKS))


@st.composite
def file_texts(draw: st.DrawFn, text: str, most: int = 4) -> str:
    """The text of a file with up to so many small injuries: lines lost, repeated or moved, stretches overwritten.

    Shrinks to the text as it was.
    """
    for _ in range(draw(st.integers(0, most))):
        lines = text.splitlines(keepends=True)
        if not lines:
            return draw(_BITS)
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["overwrite", "drop", "repeat", "move"])):
            case "overwrite":
                first = draw(st.integers(0, len(lines[at]) - 1))
                last = draw(st.integers(first, len(lines[at])))
                lines[at] = lines[at][:first] + draw(_BITS) + lines[at][last:]
            case "drop":
                del lines[at]
            case "repeat":
                lines.insert(at, lines[at])
            case _:
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        text = "".join(lines)
    return text
