"""The screens of `chrono validate`, `rules`, `vocabulary` and `verify`."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from chrono.answers.invalid import Invalid
from chrono.answers.listing import Rules, RuleTold, Sentences, SentenceTold, Validation
from chrono.answers.verify import Verification
from chrono.reports.page import Page
from chrono.reports.text.screen import cells, columns, measured, say
from chrono.reports.words import pieces, plural

HEADINGS = (
    "Said as evidence, for the rules",
    "Said against, to undercut the rules",
    "Said for the record: no rule uses it",
)


def validated(answer: Validation, page: Page) -> str:
    """`21 events, 17 pieces of evidence, 29 rules: no mistakes`; nothing on a quiet page."""
    if page.quiet:
        return ""
    found = dict(answer.counts)
    hypotheses = f"{found['hypotheses']} {'hypothesis' if found['hypotheses'] == 1 else 'hypotheses'}"
    people = f"{found['people']} {'person' if found['people'] == 1 else 'people'}"
    said = [
        people if found["people"] else "",
        plural(found["events"], "event") if found["events"] else "",
        plural(found["periods"], "period") if found["periods"] else "",
        plural(found["documents"], "document") if found["documents"] else "",
        pieces(found["evidence"]),
        plural(found["rules"], "rule"),
        hypotheses if found["hypotheses"] else "",
    ]
    warnings = sum(d.severity == "warning" for d in answer.diagnostics)
    end = f"no mistakes, {plural(warnings, 'warning')}" if warnings else "no mistakes"
    return f"{', '.join(word for word in said if word)}: {end}\n"


def nothing(answer: Invalid, page: Page) -> str:
    """No screen: mistakes are told apart from answers."""
    return ""


_SAID = {"wrong": "not so", "open": "not proven"}


def verified(answer: Verification, page: Page) -> str:
    """What is not so and what was not proven, a line each; then how many claims were proven again."""
    lines = [f"{_SAID[one.proven]:<12} {one.claim}" for one in answer.results if one.proven != "proven"]
    if not page.quiet:
        lines.append(f"{answer.count('proven')} of {len(answer.results)} claims proven again")
    return "".join(f"{line}\n" for line in lines)


def rules(answer: Rules, page: Page) -> str:
    """Each rule as a block; those asked for by name with their reason in words, source, note and place."""
    if not answer.results:
        return (
            "no rules: nothing follows from what is said; `chrono init` writes the standard rules into a new folder\n"
        )
    blocks: list[RenderableType] = []
    for rule in answer.results:
        blocks += [*([""] if blocks else []), *_rule(rule, whole=answer.named)]
    return page.print(blocks)


def _rule(rule: RuleTold, *, whole: bool) -> Iterable[RenderableType]:
    yield columns([(rule.id, rule.title, str(rule.certainty))], indent=0, styles=("bold", "", "dim"))
    rows = [("when" if n == 0 else "and", _line(line)) for n, line in enumerate(rule.when)]
    rows += [("and", "${} and ${} are not the same".format(*rule.different))] if rule.different else []
    for n, lines in enumerate(rule.unless):
        rows.append(("unless" if n == 0 else "or", " and ".join(_line(line) for line in lines)))
    rows += [("then" if n == 0 else "and", _line(line)) for n, line in enumerate(rule.then)]
    rows += [("order", "${} before ${}".format(*rule.order))] if rule.order else []
    if rule.settings:
        rows.append(("settings", ", ".join(f"{rule.id}.{name} = {value}" for name, value in rule.settings)))
    if whole:
        more = (
            ("because", rule.because),
            ("source", rule.source),
            ("note", rule.note),
            ("written", str(rule.place)),
        )
        rows += [(key, value) for key, value in more if value]
    yield columns(rows, indent=2, styles=("dim",))


def _line(text: str) -> str:
    return " ".join(text.split())


def vocabulary(answer: Sentences, page: Page) -> str:
    """A line a sentence, with the types of its slots and the rules that rest on it or that it undercuts."""
    kinds: tuple[list[tuple[str, str]], ...] = ([], [], [])
    for one in sorted(answer.results, key=lambda found: (found.says.casefold(), found.id)):
        served = ", ".join(one.rules or one.undercuts)
        if one.rules and one.undercuts:
            served += f"; undercuts {', '.join(one.undercuts)}"
        kinds[0 if one.rules else 1 if one.undercuts else 2].append((_typed(one), served))
    blocks: list[RenderableType] = []
    for heading, rows in zip(HEADINGS, kinds, strict=True):
        if rows:
            sentence = min(max(cells(says) for says, _ in rows), page.width * 2 // 3)
            blocks += [*([""] if blocks else []), say(heading, "bold")]
            blocks.append(measured(rows, (sentence, max(8, page.width - sentence - 5)), indent=2, styles=("", "dim")))
    return page.print(blocks)


def _typed(sentence: SentenceTold) -> str:
    """The sentence with the type of each slot not named by it: `{copy: document} is made of {material: span}`."""
    says = sentence.says
    for slot, kind in sentence.slots:
        if slot != kind:
            says = says.replace(f"{{{slot}}}", f"{{{slot}: {kind}}}")
    return says
