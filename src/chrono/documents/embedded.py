"""Documents inside a page of HTML: what `chrono report` puts there, so that the page can be proven.

Takes the text of a page, gives the texts of the documents that it holds as `<script type="application/json">`, in their
order; takes a document's text, gives it so that nothing in it can end that element.
"""

from __future__ import annotations

from html.parser import HTMLParser


def held(page: str) -> list[str]:
    """The texts of the documents that a page holds."""
    reader = _Reader()
    reader.feed(page)
    return reader.texts


def embedded(text: str) -> str:
    """The text of a document in which every `<` is written by its code: it stays the same JSON."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and dict(attrs).get("type") == "application/json"
        if self._inside:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data
