"""A page of HTML that stands by itself: no script, nothing loaded, and it prints.

Takes a title and a body in HTML, gives the whole page.
"""

from __future__ import annotations

from chrono.drawing.elements import quoted

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser lets the page do: nothing is run or fetched."""
STYLE = """
:root { color-scheme: light dark;
  --ink: #1b2733; --faint: #5b6670; --rule: #d5dbe1; --ground: #ffffff; --card: #f6f8fa }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaee; --faint: #a9b4be; --rule: #3a444e; --ground: #14191e; --card: #1d242b }
}
body { font: 15px/1.5 "Noto Sans", "DejaVu Sans", "Liberation Sans", Arial, sans-serif; color: var(--ink);
  background: var(--ground); margin: 2rem auto; padding: 0 1.2rem; max-width: 72rem }
h1 { font-size: 1.6rem; line-height: 1.25 }
figure { margin: 1rem 0; overflow-x: auto; background: #ffffff }
figure svg { max-width: 100%; height: auto; min-width: 44rem }
table { border-collapse: collapse; font-size: .92rem }
th, td { text-align: left; vertical-align: top; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--rule);
  font-weight: normal }
thead th { font-weight: bold }
.unseen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap }
summary { cursor: pointer; color: var(--faint) }
@media print {
  :root { --ink: #000000; --faint: #444444; --rule: #bbbbbb; --ground: #ffffff; --card: #ffffff }
  body { margin: 0; padding: 0; max-width: none; font-size: 10pt }
  figure { overflow: visible; break-inside: avoid }
  figure svg { min-width: 0 }
  details::details-content { content-visibility: visible; block-size: auto }
  summary { list-style: none; font-weight: bold; color: inherit }
  tr, li { break-inside: avoid }
  thead { display: table-header-group }
}
"""


def whole_page(title: str, body: str, *, style: str = "", landscape: bool = False, language: str = "en") -> str:
    """The page; `style` is added to what all pages have."""
    sheet = f"@page {{ size: A4{' landscape' if landscape else ''}; margin: 15mm }}"
    return (
        f'<!DOCTYPE html>\n<html lang="{quoted(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{quoted(title)}</title>\n<style>{STYLE}{style}{sheet}\n</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
