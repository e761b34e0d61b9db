"""The screens of `chrono rules` and `chrono vocabulary`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType

from chrono.language.sentences import Wording
from chrono.model.chronology import Chronology, Rule
from chrono.reports.listing import text_of, uses, wordings
from chrono.reports.text.screen import Page, cells, columns, measured, say

HEADINGS = (
    "Said as evidence, for the rules",
    "Said against, to undercut the rules",
    "Said for the record: no rule uses it",
)


def rules(chosen: Sequence[Rule], page: Page, *, whole: bool) -> str:
    """Each rule as a block; `whole` adds its reason in words, source, note and place."""
    if not chosen:
        return (
            "no rules: nothing follows from what is said; `chrono init` writes the standard rules into a new folder\n"
        )
    blocks: list[RenderableType] = []
    for rule in chosen:
        blocks += [*([""] if blocks else []), *_rule(rule, whole)]
    return page.print(blocks)


def _rule(rule: Rule, whole: bool) -> Iterable[RenderableType]:
    yield columns([(rule.id, rule.title, str(rule.certainty))], indent=0, styles=("bold", "", "dim"))
    rows = [("when" if n == 0 else "and", text_of(line)) for n, line in enumerate(rule.when)]
    for n, lines in enumerate(rule.unless):
        rows.append(("unless" if n == 0 else "or", " and ".join(text_of(line) for line in lines)))
    rows += [("then" if n == 0 else "and", text_of(line)) for n, line in enumerate(rule.then)]
    rows += [("order", "${} before ${}".format(*rule.order))] if rule.order else []
    if rule.settings:
        rows.append(("settings", ", ".join(f"{rule.id}.{name} = {value}" for name, value in rule.settings)))
    if whole:
        more = (
            ("because", rule.because),
            ("source", rule.citation.text),
            ("note", rule.note),
            ("written", str(rule.place)),
        )
        rows += [(key, value) for key, value in more if value]
    yield columns(rows, indent=2, styles=("dim",))


def vocabulary(chronology: Chronology, page: Page) -> str:
    """A line a sentence, with the types of its slots and the rules that rest on it or that it undercuts."""
    used = uses(chronology)
    kinds: tuple[list[tuple[str, str]], ...] = ([], [], [])
    for wording in sorted(wordings(chronology), key=lambda w: (w.says.casefold(), w.id)):
        when, unless = used.get(wording.id, ([], []))
        served = ", ".join(when or unless)
        if when and unless:
            served += f"; undercuts {', '.join(unless)}"
        kinds[0 if when else 1 if unless else 2].append((_typed(wording), served))
    blocks: list[RenderableType] = []
    for heading, rows in zip(HEADINGS, kinds, strict=True):
        if rows:
            sentence = min(max(cells(says) for says, _ in rows), page.width * 2 // 3)
            blocks += [*([""] if blocks else []), say(heading, "bold")]
            blocks.append(measured(rows, (sentence, max(8, page.width - sentence - 5)), indent=2, styles=("", "dim")))
    return page.print(blocks)


def _typed(wording: Wording) -> str:
    """The sentence with the type of each slot not named by it: `{copy: document} is made of {material: span}`."""
    says = wording.says
    for slot, kind in wording.slots:
        if slot != kind:
            says = says.replace(f"{{{slot}}}", f"{{{slot}: {kind}}}")
    return says
