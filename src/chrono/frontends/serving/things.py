"""What can be switched in a question about a state of the files: evidence, rules and their settings, sources, files.

Takes a state, gives plain values for the page. Which of it counts, and what follows from it, is not told here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chrono.core.ids import NAME, rule_id, source_id, tag_id
from chrono.frontends.serving.kept import Kept
from chrono.frontends.watching.states import State
from chrono.language.sentences import Sentence, Wording, phrase
from chrono.loading import Folder
from chrono.model.chronology import Chronology

RIVALS = "rivals"
"""The folder of files that are laid over, each a reading of its own."""


def overlays(kept: Kept, state: State) -> dict[str, Path]:
    """The files that may be laid over, by name: those in `rivals/`, those that hypotheses are tried under, and those
    of the command line."""
    found = {path.relative_to(kept.folder).as_posix(): path for path in sorted((kept.folder / RIVALS).glob("*.yaml"))}
    if state.session is not None:
        chronology = state.session.chronology
        for name in sorted({name for h in chronology.hypotheses for name in h.under.overlays}):
            found.setdefault(name, kept.folder / name)
    source = Folder(kept.folder)
    own = {
        name: path for name, path in found.items() if not Path(name).name.startswith(".") and not source.leaves(name)
    }
    return own | {path.as_posix(): path for path in kept.beside}


def things(kept: Kept, state: State) -> dict[str, Any]:
    """All of it, in the order of the files."""
    found: dict[str, Any] = {"state": state.number, "overlays": list(overlays(kept, state))}
    if state.session is not None:
        found |= _of(state.session.chronology)
    return found


def _of(chronology: Chronology) -> dict[str, Any]:
    return {
        "title": chronology.title,
        "admit": str(chronology.admit),
        "unit": chronology.unit,
        "spans": [{"id": e.id, "kind": e.kind, "name": e.name, "at": str(e.place)} for e in chronology.entries],
        "evidence": _evidence(chronology),
        "rules": [
            {
                "id": rule_id(rule.id),
                "title": rule.title,
                "certainty": str(rule.certainty),
                "settings": [{"id": f"{rule.id}.{name}", "value": str(value)} for name, value in rule.settings],
                "at": str(rule.place),
            }
            for rule in chronology.rules
        ],
        "sources": [{"id": source_id(id), "title": dict(fields).get("title", id)} for id, fields in chronology.sources],
        "tags": [tag_id(tag) for tag in _tags(chronology)],
        "hypotheses": [{"id": h.id, "claim": h.claim.text, "why": h.why} for h in chronology.hypotheses],
    }


def _evidence(chronology: Chronology) -> list[dict[str, str]]:
    wordings, names = {wording.id: wording for wording in chronology.wordings}, chronology.names
    return [
        {
            "id": piece.id,
            "says": "; ".join(
                (
                    *(_said(wordings[s.wording], s, names) for s in piece.says if s.wording in wordings),
                    *(written.text for written in piece.holds),
                )
            ),
            "certainty": str(piece.certainty),
            "at": str(piece.place),
        }
        for piece in chronology.evidence
    ]


def _said(wording: Wording, sentence: Sentence, names: Mapping[str, str]) -> str:
    """A sentence in words; of what is said of several at once, that it is of each."""
    return _SEVERAL.sub(r"each \1 named", phrase(wording, sentence.values, names))


_SEVERAL = re.compile(rf"\$({NAME})")


def _tags(chronology: Chronology) -> list[str]:
    found = {tag for entry in chronology.entries for tag in entry.tags}
    found |= {tag for piece in chronology.evidence for tag in piece.tags}
    return sorted(found)
