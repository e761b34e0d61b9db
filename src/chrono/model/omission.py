"""Leaving things out: the chronology as if some of it had never been said.

Takes a chronology and what to leave out (an evidence id, an entry's id, `pact.date`, `rule:silence`, `source:ID`,
`tag:T`), gives the smaller chronology, or diagnostics for names that stand for nothing. Never touches files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chrono.core.diagnostics import Diagnostic, did_you_mean
from chrono.core.ids import field_id, link_id, rule_id, source_id, source_of, tag_id, tag_of
from chrono.dates import Relative
from chrono.language.expressions import Claim, literals, names
from chrono.language.sentences import Sentence
from chrono.model.chronology import (
    Chronology,
    Citation,
    Entry,
    Evidence,
    Hypothesis,
    Rule,
    Sequence,
    Written,
    expansion,
)


def omit(chronology: Chronology, left_out: Iterable[str]) -> tuple[Chronology, tuple[Diagnostic, ...]]:
    """The chronology without what is named, in any order; an entry goes with everything that names it."""
    wanted = sorted(set(left_out))
    known = omissible(chronology)
    unknown = tuple(
        Diagnostic("unknown-id", f"there is nothing called '{word}' to leave out", help=did_you_mean(word, known))
        for word in wanted
        if word not in known
    )
    return _Omission(frozenset(wanted)).apply(chronology), unknown


def omissible(chronology: Chronology) -> frozenset[str]:
    """Everything `--without` takes in this chronology."""
    tags = {t for e in chronology.entries for t in e.tags} | {t for e in chronology.evidence for t in e.tags}
    tags |= {t for r in chronology.rules for t in r.tags} | {t for s in chronology.sequences for t in s.tags}
    derived = [field_id(e.id, "author") for e in chronology.entries if e.authors]
    derived += [field_id(e.id, "parts") for e in chronology.entries if e.parts]
    derived += [field_id(e.id, "exhaustive") for e in chronology.entries if e.exhaustive]
    return frozenset(
        [id for e in chronology.entries for id in (e.id, e.table, e.row) if id]
        + [s.id for e in chronology.entries for s in e.stated]
        + [id for e in chronology.entries for s in e.stated if (id := expansion(s.id, s.value))]
        + [id for e in chronology.evidence for s in e.says for id in _expansions(e.id, s)]
        + [id for e in chronology.evidence for w in e.holds for id in _expansions(e.id, w)]
        + [id for e in chronology.evidence for id in (e.id, e.table) if id]
        + [link_id(a, b) for s in chronology.sequences for a, b in s.links]
        + [rule_id(r.id) for r in chronology.rules]
        + [source_id(id) for id, _ in chronology.sources]
        + [tag_id(t) for t in tags]
        + derived
    )


class _Omission:
    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted = wanted
        self.sources = {source for w in wanted if (source := source_of(w)) is not None}
        self.owners = frozenset(w[:at] for w in wanted for at, letter in enumerate(w) if letter == ".")
        """Of what may be stated of something by a name of its own, that thing."""
        self.tags = {tag for w in wanted if (tag := tag_of(w)) is not None}

    def apply(self, chronology: Chronology) -> Chronology:
        gone = frozenset(e.id for e in chronology.entries if self.wanted & {e.id, e.table, e.row} or self.tags & e.tags)
        return replace(
            chronology,
            entries=tuple(self.entry(e, gone) for e in chronology.entries if e.id not in gone),
            sequences=tuple(
                self.sequence(s, gone)
                for s in chronology.sequences
                if not self.unsourced(s.citation) and not self.tags & s.tags
            ),
            evidence=tuple(
                kept
                for e in chronology.evidence
                if not self.wanted & {e.id, e.table} and not self.unsourced(e.citation) and not self.tags & e.tags
                if (kept := self.evidence(e, gone)) is not None
            ),
            rules=tuple(
                left
                for r in chronology.rules
                if rule_id(r.id) not in self.wanted and not self.unsourced(r.citation) and not self.tags & r.tags
                if (left := self.rule(r, gone)) is not None
            ),
            hypotheses=tuple(h for h in chronology.hypotheses if not self.hypothesis_goes(h, gone)),
        )

    def unsourced(self, citation: Citation) -> bool:
        return citation.source in self.sources

    def within(self, id: str) -> bool:
        """Whether anything that something states of itself is left out by a name of its own: most things stay as they
        are."""
        return id in self.owners

    def entry(self, entry: Entry, gone: frozenset[str]) -> Entry:
        if not gone and not self.sources and not self.within(entry.id):
            return entry
        unsourced, exhaustive = self.unsourced(entry.citation), field_id(entry.id, "exhaustive")
        author_goes = unsourced or field_id(entry.id, "author") in self.wanted
        parts_go = unsourced or field_id(entry.id, "parts") in self.wanted
        parts = () if parts_go else tuple(p for p in entry.parts if p not in gone)
        return replace(
            entry,
            stated=tuple(
                s
                for s in entry.stated
                if not self.wanted & {s.id, expansion(s.id, s.value)}
                and not self.unsourced(s.citation)
                and not (isinstance(s.value, Relative) and (s.value.of in gone or s.value.reign in gone))
            ),
            authors=() if author_goes else tuple(a for a in entry.authors if a not in gone),
            parts=parts,
            # "One of these parts begins it" says more when a part is missing: it goes with the part.
            exhaustive=entry.exhaustive and parts == entry.parts and exhaustive not in self.wanted,
            compare=tuple(c for c in entry.compare if c not in gone),
        )

    def sequence(self, sequence: Sequence, gone: frozenset[str]) -> Sequence:
        links = tuple(
            (a, b) for a, b in sequence.links if a not in gone and b not in gone and link_id(a, b) not in self.wanted
        )
        return replace(sequence, links=links)

    def evidence(self, evidence: Evidence, gone: frozenset[str]) -> Evidence | None:
        """The evidence without the statements that name an omitted entry; None where nothing is left of it."""
        if not gone and not self.within(evidence.id):
            return evidence
        groups = []
        for variable, selector in evidence.groups:
            if selector.ids is not None:
                selector = replace(selector, ids=tuple(i for i in selector.ids if i not in gone))
            groups.append((variable, selector))
        kept = replace(
            evidence,
            says=tuple(
                s for s in evidence.says if not gone & _named(s) and not self.wanted & _expansions(evidence.id, s)
            ),
            holds=tuple(
                w
                for w in evidence.holds
                if not gone & _in_claim(w.claim) and not self.wanted & _expansions(evidence.id, w)
            ),
            denies=tuple(s for s in evidence.denies if not gone & _named(s)),
            groups=tuple(groups),
        )
        had = evidence.says or evidence.holds
        return None if had and not (kept.says or kept.holds) else kept

    def rule(self, rule: Rule, gone: frozenset[str]) -> Rule | None:
        """The rule without the conclusions and exceptions that name an omitted entry; None where it has no conclusion
        left, or a line of `when` that nothing can fill."""
        then = tuple(w for w in rule.then if not gone & _in_claim(w.claim))
        unless = tuple(
            lines
            for lines in rule.unless
            if not any(gone & (_named(line) if isinstance(line, Sentence) else _in_claim(line.claim)) for line in lines)
        )
        filled = not any(gone & _named(line) for line in rule.when)
        return replace(rule, then=then, unless=unless) if then and filled else None

    def hypothesis_goes(self, hypothesis: Hypothesis, gone: frozenset[str]) -> bool:
        return hypothesis.id in self.wanted or bool(gone and gone & _in_claim(hypothesis.claim.claim))


def _expansions(id: str, line: Sentence | Written) -> frozenset[str]:
    """The ids under which the dates in words of a line of evidence are expanded."""
    values = line.values if isinstance(line, Sentence) else literals(line.claim)
    return frozenset(tracked for value in values if (tracked := expansion(id, value)))


def _named(sentence: Sentence) -> frozenset[str]:
    own = frozenset(v for v in sentence.values if isinstance(v, str))
    return own | {id for v in sentence.values if isinstance(v, Relative) for id in (v.of, v.reign)}


def _in_claim(claim: Claim) -> frozenset[str]:
    return frozenset(name.id for name, _ in names(claim))
