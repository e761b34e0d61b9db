"""`chrono verify`: a saved answer proven again from the files, without the solver that gave it.

Takes a chronology and the JSON document of `infer`, `explain` or `check`, gives for each thing the document claims
whether it is proven: that the evidence is consistent or not, every window with its gaps, every reason, every verdict.
Nothing is recomputed and compared: each claim is put to the search of `bounding`, and what that finds to
certificates.py. Raises `Unanswerable` for a document that is none of these, or that is about other files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from chrono import dates, encoding
from chrono.certificates import Witness
from chrono.constraints import Constraint, Linear
from chrono.diagnostics import Diagnostic
from chrono.model import Certainty, Chronology
from chrono.project.base import Base
from chrono.project.options import Options, Unanswerable
from chrono.results import Interval, Window
from chrono.solving import Distance, FailedCheck

SCHEMAS = ("chrono.infer/1", "chrono.explain/1", "chrono.check/1")

Proven = Literal["proven", "wrong", "open"]
"""`open`: no proof was found within the steps allowed, or a bound is no difference."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One claim of a document, in words, and what became of it."""

    claim: str
    proven: Proven


def verify(chronology: Chronology, document: Mapping[str, Any]) -> tuple[Verified, ...]:
    """Every claim of the document, in its order."""
    if document.get("schema") not in SCHEMAS:
        raise Unanswerable(
            [_refused(f"verify takes the JSON of infer, explain or check, not {document.get('schema')!r}")]
        )
    if document.get("inputs") != f"sha256:{chronology.inputs}":
        raise Unanswerable(
            [_refused("the files are not those that the answer was given for", "ask again, and compare")]
        )
    try:
        return tuple(_Verifying(Base(chronology, _options(document)), document).everything())
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        # Only a document that was changed by hand can lack what every answer has.
        raise Unanswerable([_refused(f"the document is not as chrono writes it: {error!r}")]) from error


def _refused(message: str, help: str = "") -> Diagnostic:
    return Diagnostic("unverifiable", message, help=help)


def _options(document: Mapping[str, Any]) -> Options:
    asked = document["asked"]
    return Options(
        without=tuple(asked["without"]),
        settings=tuple(asked["set"].items()),
        at_least=Certainty.named(document["admitted"]),
    )


class _Verifying:
    def __init__(self, base: Base, document: Mapping[str, Any]) -> None:
        self.base, self.document = base, document

    def everything(self) -> Iterator[Verified]:
        document = self.document
        possible = {"consistent": True, "inconsistent": False}.get(document["status"])
        if possible is not None:
            yield self.allows(f"the evidence is {document['status']}", (), None, possible)
        for ids in document["conflicts"]:
            yield self.allows(f"{', '.join(ids)} cannot all be true", (), ids, False)
        for result in document["results"]:
            yield from self.verdict(result) if "verdict" in result else self.span(result)

    def span(self, result: Mapping[str, Any]) -> Iterator[Verified]:
        id = result["id"]
        points = {edge: f"{edge}({id})" for edge in ("start", "end") if edge in result}
        for edge, point in points.items():
            yield from self.window(point, Distance(point), result[edge], None)
            because = result[edge].get("because", {})
            for side, beyond in zip(("earliest", "latest"), _beyond(point, result[edge], self.unit), strict=True):
                if because.get(side) and beyond is not None:
                    claim = f"{point}: why not {'earlier' if side == 'earliest' else 'later'}"
                    yield self.allows(claim, [beyond], because[side], False)
        if "duration" in result:
            found = result["duration"]
            if found.get("proven", True):
                intervals = tuple((least, most) for least, most in found["intervals"])
                yield self.values(f"duration({id})", Distance(f"end({id})", f"start({id})"), intervals, None)
        for level in result.get("levels", ()):
            ids = self.base.network.at_least(Certainty.named(level["at_least"]))
            for edge in ("start", "end"):
                point = f"{edge}({id})"
                yield from self.window(f"{point} by what is {level['at_least']}", Distance(point), level[edge], ids)

    def window(
        self, claim: str, distance: Distance, written: Mapping[str, Any], ids: Collection[str] | None
    ) -> Iterator[Verified]:
        if not written.get("proven", True):
            return
        intervals = tuple(_interval(i, self.unit) for i in written["intervals"])
        if (written["earliest"], written["latest"]) != (written["intervals"][0][0], written["intervals"][-1][1]):
            yield Verified(f"{claim}: earliest and latest are the ends of its intervals", "wrong")
        yield self.values(claim, distance, intervals, ids)

    def verdict(self, result: Mapping[str, Any]) -> Iterator[Verified]:
        hypothesis = next((h for h in self.base.chronology.hypotheses if h.id == result["id"]), None)
        if hypothesis is None:
            yield Verified(f"{result['id']} is a hypothesis", "wrong")
            return
        claim, denial = encoding.claim_constraints(self.base.chronology, hypothesis.claim.claim, self.base.admitted)
        verdict = result["verdict"]
        if verdict == "unknown":
            return
        for words, also, possible in (
            ("can be true", claim, verdict in ("entailed", "undetermined")),
            ("can be false", denial, verdict in ("refuted", "undetermined")),
        ):
            words = words if possible else words.replace("can", "cannot")
            yield self.allows(f"{hypothesis.id} is {verdict}: it {words}", also, None, possible)
        also = {"entailed": denial, "refuted": claim}.get(verdict, ())
        if result["because"] and verdict in ("entailed", "refuted", "inconsistent"):
            yield self.allows(f"{hypothesis.id}: why {verdict}", also, result["because"], False)

    # -- the two kinds of claims

    def values(
        self, claim: str, distance: Distance, intervals: tuple[Interval, ...], ids: Collection[str] | None
    ) -> Verified:
        try:
            found = self.base.solver.certificate(distance, Window(intervals), ids)
        except FailedCheck:
            return Verified(claim, "wrong")
        return Verified(claim, "open" if found is None else "proven")

    def allows(self, claim: str, also: Sequence[Constraint], ids: Collection[str] | None, possible: bool) -> Verified:
        found = self.base.solver.proof(also, ids)
        if found is None:
            return Verified(claim, "open")
        return Verified(claim, "proven" if isinstance(found, Witness) is possible else "wrong")

    @property
    def unit(self) -> str:
        return self.base.chronology.unit


def _interval(written: Sequence[str | None], unit: str) -> Interval:
    least, most = (_step(text, unit) for text in written)
    return least, most


def _step(text: str | None, unit: str) -> int | None:
    """The step that `dates.iso` wrote so."""
    if text is None:
        return None
    day = dates.read(text).choices[0].start.first
    if day is None:
        raise ValueError(text)
    return dates.step_of(day, unit)


def _beyond(point: str, written: Mapping[str, Any], unit: str) -> tuple[Constraint | None, Constraint | None]:
    """That the point lies before the first, and after the last, of the values written; None where it is open."""
    least, most = _step(written["earliest"], unit), _step(written["latest"], unit)
    before = None if least is None else Constraint(Linear((point,), (), least - 1))
    after = None if most is None else Constraint(Linear((), (point,), -most - 1))
    return before, after
