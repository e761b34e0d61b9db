"""A saved answer's question put again: the document that the files now give for it.

Takes a chronology and a document of `infer`, `explain`, `check`, `conflicts`, `whatif`, `weigh`, `timeline` or `infer
--vary`, gives that of the same question, asked without a time limit. What a document says nowhere, such as by which
version it was written, is told as it has it. Raises `Unanswerable` where the question cannot be put.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from chrono import documents, loading
from chrono.core.sources import located
from chrono.documents.kept_back import limits_of
from chrono.model.chronology import Certainty, Chronology
from chrono.questions import conflicts, explain, rivals, sensitivity, whatif
from chrono.questions.check import check
from chrono.questions.infer import infer
from chrono.questions.options import Options, Unanswerable, laid_over

Document = Mapping[str, Any]


def asked_again(chronology: Chronology, document: Document, overlays: tuple[Path, ...]) -> dict[str, Any]:
    """The document of the same question about a chronology over which these files were laid. Its diagnostics are those
    of the written one that the files give."""
    options, kept = options_of(document, overlays), []
    if document["diagnostics"]:
        given = [documents.diagnostic(d) for d in _load(chronology, overlays).diagnostics]
        kept = [one for one in given if one in document["diagnostics"]]
    # What the question said itself, and what the files said, stand together in the document.
    said = options.less(chronology.laid)
    silent = replace(said, at_least=None) if said.at_least == chronology.admit else said
    *others, last = dict.fromkeys((silent, said, options))
    for own in others:
        with suppress(Unanswerable):
            found = _found(chronology, document, own, kept)
            if not any(different(document, found)):
                return found
    return _found(chronology, document, last, kept)


def _found(chronology: Chronology, document: Document, options: Options, diagnostics: list[Any]) -> dict[str, Any]:
    # How long it took then is nothing that the files could say.
    answer = replace(_answer(chronology, document, options), limits=limits_of(document))
    found = documents.encode(answer, documents.versions_of(document))
    return {**found, "diagnostics": diagnostics}


def _answer(chronology: Chronology, document: Document, options: Options) -> Any:
    asked, schema = document["asked"], document["schema"]
    ids = tuple(asked["ids"])
    under = None if asked.get("strict") else asked.get("repair", 1)
    if schema == "chrono.infer/1":
        question = sensitivity.sensitivity if asked.get("sensitivity") else infer
        return question(chronology, ids, options, under)
    if schema == "chrono.windows/1":
        from chrono.questions.windows import windows  # what few documents need

        return windows(chronology, ids, options, under)
    if schema == "chrono.rivals/1":
        assert chronology.source is not None, "what is verified was read from files"
        files = [located(chronology.source, name) for name in asked.get("compare", ())]
        return rivals.rivals(chronology, ids, files, options, repair=under)
    if schema == "chrono.check/1":
        return check(chronology, ids, options, repair=under)
    if schema == "chrono.conflicts/1":
        return conflicts.conflicts(chronology, ids, options, document["by"])
    if schema == "chrono.whatif/1":
        return whatif.whatif(laid_over(chronology, ()), ids, options, under)
    if schema == "chrono.weigh/1":
        from chrono.questions.weigh import weigh  # what few documents need

        return weigh(chronology, ids, options)
    if schema == "chrono.vary/1":
        from chrono.questions.vary import again  # what few documents need

        return again(chronology, ids, options, documents.decode(document), under)
    if schema == "chrono.timeline/1":
        from chrono.questions.timeline import PLAIN, timeline  # what few documents need

        return timeline(chronology, ids, options, documents.decode(document).asked.drawn or PLAIN, under)
    (id,) = ids
    named: dict[str, Any] = {key: tuple(asked[key]) for key in ("edges", "sides") if key in asked}
    named |= {key: bool(asked.get(key)) for key in ("windows", "preferred")}
    settings = tuple(asked.get("thresholds", ()))
    return explain.explain(chronology, id, options, **named, settings=settings, repair=under)


def options_of(document: Document, overlays: tuple[Path, ...]) -> Options:
    """What the question changed about the evidence."""
    asked = document["asked"]
    return Options(
        overlays=overlays,
        without=tuple(asked["without"]),
        settings=tuple(asked["set"].items()),
        # Said in the question or by the files: it comes to the same.
        at_least=Certainty.named(document["admitted"]),
    )


def _load(chronology: Chronology, overlays: tuple[Path, ...]) -> loading.Loaded:
    assert chronology.source is not None, "what is verified was read from files"
    return loading.load(chronology.source, overlays)


# -- what sets one document against another


def different(written: Any, found: Any, path: tuple[str | int, ...] = ()) -> Iterator[str]:
    """Where two documents are not the same, as keys and positions."""
    if isinstance(written, dict) and isinstance(found, dict):
        for key in [*found, *(key for key in written if key not in found)]:
            if key not in written or key not in found:
                yield documents.where((*path, key))
            else:
                yield from different(written[key], found[key], (*path, key))
    elif isinstance(written, list) and isinstance(found, list) and len(written) == len(found):
        for number, (one, other) in enumerate(zip(written, found, strict=True)):
            yield from different(one, other, (*path, number))
    elif written != found or (type(written) is not type(found) and not isinstance(found, str)):
        # To Python 1, 1.0 and true are the same; a text is one whatever made it.
        yield documents.where(path)
