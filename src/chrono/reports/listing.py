"""Rules, vocabulary and validation as documents, and what is counted in a chronology.

Takes a chronology, gives plain mappings in a fixed order of keys. Sorted by id, as the chronology is.
"""

from __future__ import annotations

from collections.abc import Iterable

from chrono.core.diagnostics import Diagnostic, Place, in_order
from chrono.language.sentences import BUILT_IN, Sentence, Wording
from chrono.model.chronology import Chronology, Rule, Written
from chrono.reports.fields import Document
from chrono.reports.words import pieces, plural


def counts(chronology: Chronology) -> dict[str, int]:
    """How many of each kind a chronology declares."""
    kinds = {"people": "person", "events": "event", "periods": "period", "documents": "document"}
    found = {section: sum(e.kind == kind for e in chronology.entries) for section, kind in kinds.items()}
    return found | {
        "evidence": len(chronology.evidence),
        "rules": len(chronology.rules),
        "hypotheses": len(chronology.hypotheses),
    }


def validated(chronology: Chronology, diagnostics: Iterable[Diagnostic]) -> str:
    """`21 events, 17 pieces of evidence, 29 rules: no mistakes`."""
    found = counts(chronology)
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
    warnings = sum(d.severity == "warning" for d in diagnostics)
    end = f"no mistakes, {plural(warnings, 'warning')}" if warnings else "no mistakes"
    return f"{', '.join(word for word in said if word)}: {end}\n"


def validation(chronology: Chronology, diagnostics: Iterable[Diagnostic], schema: str, version: str) -> Document:
    """The document of `validate` where the files have no errors."""
    return {
        "schema": schema,
        "chrono": version,
        "inputs": f"sha256:{chronology.inputs}",
        "status": "valid",
        "title": chronology.title,
        "unit": chronology.unit,
        "calendar": chronology.calendar,
        "admitted": str(chronology.admit),
        "counts": counts(chronology),
        "diagnostics": [d.as_json() for d in in_order(diagnostics)],
    }


def rules_document(rules: Iterable[Rule], schema: str, version: str) -> Document:
    """The document of `rules`."""
    return {"schema": schema, "chrono": version, "results": [_rule(rule) for rule in rules]}


def _rule(rule: Rule) -> Document:
    return {
        "id": rule.id,
        "title": rule.title,
        "certainty": str(rule.certainty),
        "when": [line.text for line in rule.when],
        "unless": [[line.text for line in lines] for lines in rule.unless],
        "then": [line.text for line in rule.then],
        **({"order": list(rule.order)} if rule.order else {}),
        "settings": {name: str(value) for name, value in rule.settings},
        "because": rule.because or None,
        "source": rule.citation.text or None,
        "note": rule.note or None,
        "tags": sorted(rule.tags),
        **_place(rule.place),
    }


def wordings(chronology: Chronology) -> tuple[Wording, ...]:
    """Every sentence that can be said, those that hold without being said included, by id."""
    shapes = {w.shape for w in chronology.wordings}
    return tuple(sorted((*chronology.wordings, *(w for w in BUILT_IN if w.shape not in shapes)), key=lambda w: w.id))


def uses(chronology: Chronology) -> dict[str, tuple[list[str], list[str]]]:
    """For each wording the rules that rest on it (`when`) and those it undercuts (`unless`)."""
    table: dict[str, tuple[list[str], list[str]]] = {}
    for rule in chronology.rules:
        for side, lines in enumerate((rule.when, [line for exception in rule.unless for line in exception])):
            for wording in sorted({line.wording for line in lines if isinstance(line, Sentence)}):
                table.setdefault(wording, ([], []))[side].append(rule.id)
    return table


def vocabulary_document(chronology: Chronology, schema: str, version: str) -> Document:
    """The document of `vocabulary`."""
    used = uses(chronology)
    return {
        "schema": schema,
        "chrono": version,
        "results": [
            {
                "id": w.id,
                "says": w.says,
                "slots": dict(w.slots),
                "rules": used.get(w.id, ([], []))[0],
                "undercuts": used.get(w.id, ([], []))[1],
                "source": w.source or None,
                "note": w.note or None,
                **_place(w.place),
            }
            for w in wordings(chronology)
        ],
    }


def _place(place: Place) -> Document:
    return {"file": place.file or None, "line": place.line or None}


def text_of(line: Sentence | Written) -> str:
    return " ".join(line.text.split())
