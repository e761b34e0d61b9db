"""`chrono verify`: a saved answer proven again from the files, without the solver that gave it.

Takes a chronology and the JSON document of `infer`, `explain`, `check`, `conflicts`, `whatif`, `weigh`, `timeline` or
`infer --vary`, gives for each thing the document claims whether it is proven: that the evidence is consistent or not,
every window with its gaps, every reason, every verdict, also of variations, what is left after repairs, comparisons,
thresholds, rival readings, chances, and what rests on what. Then the question is asked again, and whatever else stands
in the document, counts of runs among it, must be what now comes out. Raises `Unanswerable` for a document that is none
of these, or that is about other files.
One document holds nearly all of these, and each is proven on what was proven of the others: hence one module.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from chrono import documents, loading
from chrono.answers.check import Checked
from chrono.answers.reasons import Reason
from chrono.answers.verify import Verification, Verified
from chrono.core.diagnostics import Diagnostic
from chrono.core.limits import CUT
from chrono.core.points import end_of, point_of, start_of
from chrono.core.sources import located
from chrono.documents.kept_back import marks
from chrono.engine.backends import Alone, searching_alone
from chrono.engine.outcomes import Answer, Distance
from chrono.model.chronology import Certainty, Chronology, Hypothesis
from chrono.questions.asking_again import asked_again, different, options_of
from chrono.questions.base import Base
from chrono.questions.claims_again import Claims, Document
from chrono.questions.clusters import without
from chrono.questions.options import Options, Unanswerable
from chrono.questions.remainders import Remainders
from chrono.questions.thresholds import of_verdict
from chrono.questions.variations import unasked, vary

SCHEMAS = (
    "chrono.infer/1",
    "chrono.windows/1",
    "chrono.rivals/1",
    "chrono.explain/1",
    "chrono.check/1",
    "chrono.conflicts/1",
    "chrono.whatif/1",
    "chrono.weigh/1",
    "chrono.timeline/1",
    "chrono.vary/1",
)
REFUSED = {
    "chrono.diff/1": "a difference is of two states of the files: verify the answer of `infer` or `check` on each",
    "chrono.suggest/1": "what `suggest` says is counted, not proven: ask it again, and verify the window by `infer`",
    "chrono.verify/1": "it says of another document what is proven: verify that one",
    "chrono.validate/1": "it repeats the files: ask it again",
    "chrono.rules/1": "it repeats the files: ask it again",
    "chrono.vocabulary/1": "it repeats the files: ask it again",
    "chrono.date/1": "it is about no files: ask it again",
}
"""Answers that hold nothing to prove, or nothing that these files can prove."""
NOT_COVERED = {
    "chrono": "the version that wrote the document, which nothing in the files can show",
    "z3": "likewise; no claim rests on it",
    "diagnostics": "may be left out, as of an answer asked in Python; each that is there must be what the files give",
    "asked": "may be changed to another question that has this very answer",
    "admitted": "likewise, as where there is no evidence between two certainties",
    "by": "likewise, as of `conflicts` where nothing conflicts",
    "unknown": "which limits were reached, which the files do not say; the places it lists are compared",
}
"""The fields that may be altered unnoticed, and why. Nor do the order of keys and blanks mean anything in JSON."""
AGAIN = "ask again, and save the answer"
LINE = "ask `chrono whatif --without ID` of what stands there, and verify that answer"


def verify(chronology: Chronology, document: Mapping[str, Any], overlays: tuple[Path, ...] = ()) -> Verification:
    """Every claim of the document, in its order. `overlays`: the files that were laid over the chronology."""
    if document.get("schema") not in SCHEMAS:
        kinds, schema = "infer, explain, check, conflicts, whatif, weigh or timeline", document.get("schema")
        help = REFUSED.get(schema, "") if isinstance(schema, str) else ""
        raise Unanswerable([_refused(f"verify takes the JSON of {kinds}, not {schema!r}", help)])
    if "changes_nothing" in document:
        raise Unanswerable([_refused("verify does not take what is told of a line", LINE)])
    if document.get("inputs") != f"sha256:{chronology.inputs}":
        raise Unanswerable(
            [_refused("the files are not those that the answer was given for", "ask again, and compare")]
        )
    try:
        if "ids" not in document["asked"]:
            raise Unanswerable([_refused("an earlier version wrote this, which did not tell what was asked", AGAIN)])
        with searching_alone() as alone:
            agreeing = tuple(_agreeing(document))
            claims = tuple(
                _Verifying(Base(chronology, options_of(document, overlays)).unabridged, document).everything()
            )
            alone.left_open = False
            compared = tuple(_compared(chronology, document, overlays, alone))
        return Verification(chronology.inputs, (*agreeing, *claims, *compared))
    except documents.Malformed as error:
        raise Unanswerable([_refused(f"the document is not as chrono writes it: {error}")]) from error
    except _MISSHAPEN as error:
        # Only a document that was changed by hand can lack what every answer has.
        raise Unanswerable([_refused(f"the document is not as chrono writes it: {error!r}")]) from error


def _agreeing(document: Mapping[str, Any]) -> Iterator[Verified]:
    """Whatever in the document does not agree with the rest of it, or is nothing that it could hold."""
    again = documents.encode(documents.decode(document), documents.versions_of(document))
    for path in different(document, again):
        yield Verified(f"{path} is what the rest of the document comes to", "wrong")


def _compared(
    chronology: Chronology, document: Document, overlays: tuple[Path, ...], alone: Alone
) -> Iterator[Verified]:
    """Whatever is not as when it is asked again. What a limit cut short may differ, and is not known to be wrong."""
    known = {*marks(document)}
    if any(path.endswith("status") for path in known) or any(d["code"] in CUT for d in document["diagnostics"]):
        yield Verified("all else is as when it is asked again", "open")
        return
    again = asked_again(chronology, document, overlays)
    differences = tuple(different(document, again))
    same = known == {*marks(again)} and not alone.left_open
    for path in differences:
        yield Verified(f"{path} is as when it is asked again", "wrong" if same else "open")
    if not differences:
        yield Verified("all else is as when it is asked again", "proven")


_MISSHAPEN = (
    *(KeyError, IndexError, TypeError, ValueError, AttributeError),
    *(StopIteration, RuntimeError, AssertionError, OverflowError),
)


def _refused(message: str, help: str = "") -> Diagnostic:
    return Diagnostic("unverifiable", message, help=help)


class _Verifying:
    def __init__(self, base: Base, document: Document) -> None:
        self.base, self.document, self.claims = base, document, Claims(base)
        self.hypotheses = {h.id: h for h in base.chronology.hypotheses}

    def everything(self) -> Iterator[Verified]:
        document, claims = self.document, self.claims
        yield from self.files()
        if document["status"] == "unknown":
            yield Verified("what a limit kept back", "open")
        elif any(path.endswith("proven") for path in marks(document)):
            yield Verified("all that is told is known", "wrong")
        remainders = Remainders(self.base, document.get("by", "evidence"))
        explainer = remainders.explainer
        solver = explainer.solver
        if document["schema"] == "chrono.rivals/1":
            yield from self.readings()
            return
        if (possible := _POSSIBLE[document["status"]]) is not None:
            yield claims.allows(f"the evidence is {document['status']}", (), None, possible)
        for ids, reason in zip(document["conflicts"], document["conflict_reasons"], strict=True):
            yield claims.allows(f"{', '.join(ids)} cannot all be true", (), ids, False, solver)
            yield claims.same(f"the reason of {', '.join(ids)}", sorted(reason["ids"]), sorted(ids))
            yield claims.told(f"what {', '.join(ids)} say", reason, (), explainer)
        if document["schema"] == "chrono.weigh/1":
            yield from self.chances()
            return
        yield claims.same("the repairs", [r["given_up"] for r in document["repair_windows"]], document["repairs"])
        for repair in document["repair_windows"]:
            yield from claims.repair(repair, remainders)
        if "consistent_at" in document:
            yield self.level(document["consistent_at"], known=document["consistent_at_known"])
        if document["schema"] == "chrono.whatif/1":
            yield from self.changes()
        under = self
        if document.get("repaired"):
            under = self._without(document["repaired"])
            yield from self.repaired(under)
        for result in document.get("results", ()):
            judging = self if result.get("verdict") == "inconsistent" else under
            yield from judging.verdict(result) if "verdict" in result else under.span(result)
            yield from self.hanging(result)
        for explanation in document.get("explanations", ()):
            about = next(r for r in document["results"] if r["id"] == explanation["id"])
            yield from under.claims.explanation(explanation, self.hypotheses.get(explanation["id"]), about)
        if document["schema"] == "chrono.timeline/1":
            from chrono.questions.timeline_again import drawn  # what few documents need

            yield from drawn(under.claims, document)
        if "sensitivity" in document:
            from chrono.questions.sensitivity_again import survey  # what few documents need

            yield from survey(under.claims, document)

    def repaired(self, under: _Verifying) -> Iterator[Verified]:
        """What contradicts what in clusters, and that the rest can be true. That no other repair is preferred, and
        which windows are firm, is found by asking again."""
        document, claims = self.document, self.claims
        given_up = dict(numbered(document["clusters"]))[document["asked"].get("repair", 1)]
        yield claims.same("what is given up", document["repaired"], given_up)
        yield under.claims.allows(f"without {', '.join(document['repaired'])} the rest can be true", (), None, True)
        for cluster in document["clusters"]:
            for ids in cluster["conflicts"]:
                yield claims.allows(f"{', '.join(ids)} cannot all be true", (), ids, False)
            if cluster["reason"] is not None:
                said = f"what {', '.join(cluster['conflicts'][0])} say"
                yield claims.same(f"{said}: of whom", sorted(cluster["reason"]["ids"]), cluster["conflicts"][0])
                yield claims.told(said, cluster["reason"], ())

    def hanging(self, result: Document) -> Iterator[Verified]:
        """The windows and verdicts under other repairs, each from the files without what that gives up."""
        for other in result.get("under", ()):
            given_up = dict(numbered(self.document["clusters"]))[other["repair"]]
            there = _Verifying(without(self.base, given_up), self.document)
            if "verdict" in other:
                yield from there.turn(
                    f"under repair {other['repair']}",
                    {"id": result["id"], f"under repair {other['repair']}": other["verdict"]},
                    None,
                )
                continue
            for edge in ("start", "end"):
                point = point_of(edge, result["id"])
                said = f"{point} under repair {other['repair']}"
                yield from there.claims.window(said, Distance(point), other[edge])

    def files(self) -> Iterator[Verified]:
        """What is repeated from the files: what was asked of them, and how their evidence was weighed."""
        base, claims = self.base, self.claims
        found = documents.head(base.asked)
        # What was named is compared with the rest: here is what the files were read and changed for.
        found["asked"] = {**self.document["asked"], **{key: found["asked"][key] for key in ("without", "set")}}
        yield claims.same("what was asked", {key: self.document[key] for key in found}, found)
        if "open_questions" in self.document and "changes_nothing" not in self.document:
            weighing = documents.weighing(base.weighing, base.chronology.scale)
            yield claims.same("how evidence was weighed", {key: self.document[key] for key in weighing}, weighing)

    def chances(self) -> Iterator[Verified]:
        """What was weighed, added up again: every claim by itself, and what all were weighed with."""
        from chrono.questions.weigh import weigh

        told = self.document["results"]
        asked = [result["id"] or result["claim"] for result in told]
        again = documents.encode(weigh(self.base.whole, asked, options_of(self.document, ())))
        for key in ("rule", "of", "passed_over", "chances"):
            yield self.claims.same(f"what is weighed: {key}", self.document[key], again[key])
        for name, result, found in zip(asked, told, again["results"], strict=True):
            claim = f"the chances of {name}"
            open_ = result["exact"] is None or found["exact"] is None
            yield Verified(claim, "open" if open_ else "proven" if result == found else "wrong")

    def readings(self) -> Iterator[Verified]:
        """Rival readings: the evidence as it stands, then with each file laid over by itself."""
        first, *rivals = self.document["readings"]
        yield self.claims.same("the status", self.document["status"], first["status"])
        yield from self.reading(first)
        source = self.base.whole.source
        assert source is not None, "what is verified was read from files"
        overlays = tuple(located(source, name) for name in self.document["asked"]["with"])
        for rival in rivals:
            loaded = loading.load(source, (*overlays, located(source, rival["reading"]))).chronology
            if loaded is None:
                raise Unanswerable([_refused(f"{rival['reading']} has mistakes")])
            options = self.base.options
            if "admitted" in rival:
                options = replace(options, at_least=Certainty.named(rival["admitted"]))
            yield from _Verifying(Base(loaded, options).unabridged, self.document).reading(rival)

    def reading(self, written: Document) -> Iterator[Verified]:
        said, claims = written["reading"], self.claims
        under = self._without(written.get("repaired", ()))
        if (possible := _POSSIBLE[written["status"]]) is not None:
            yield claims.allows(f"{said}: the evidence is {written['status']}", (), None, possible)
        if written["conflict"]:
            ids = ", ".join(written["conflict"])
            yield claims.allows(f"{said}: {ids} cannot all be true", (), written["conflict"], False)
        if under is not self:
            yield under.claims.allows(
                f"{said}: without {', '.join(written['repaired'])} the rest can be true", (), None, True
            )
        for standing in written["windows"]:
            for edge in ("start", "end"):
                point = point_of(edge, standing["id"])
                yield from under.claims.window(f"{said}: {point}", Distance(point), standing[edge])
        for id, verdict in written["verdicts"].items():
            if verdict != "unknown":
                yield from under.turn(said, {"id": id, said: verdict}, None)

    def _without(self, given_up: Sequence[str]) -> _Verifying:
        """What verifies what is told of the rest, without what is given up."""
        return _Verifying(without(self.base, given_up).unabridged, self.document) if given_up else self

    def level(self, written: str | None, *, known: bool) -> Verified:
        """That all evidence of a certainty can be true, and of none less."""
        if not known:
            return Verified("what can all be true", "open" if written is None else "wrong")
        levels = [level for level in sorted(Certainty) if level >= self.base.admitted]
        shown = {str(v): self.base.solver.shown(ids=self.base.network.at_least(v)) for v in levels}
        found = next((level for level, answer in shown.items() if answer is Answer.YES), None)
        # Where the search was cut short, none may only mean that none was found.
        told = Answer.UNKNOWN not in shown.values()
        return self.claims.same("what can all be true", written, found, told)

    def span(self, result: Document) -> Iterator[Verified]:
        id, claims = result["id"], self.claims
        points = {edge: point_of(edge, id) for edge in ("start", "end") if edge in result}
        entry = next(e for e in self.base.chronology.entries if e.id == id)
        written: list[Any] = [result["kind"], result["name"]]
        found: list[Any] = [entry.kind, entry.name]
        if self.document["schema"] != "chrono.vary/1":
            names = [self.base.names.get(author, author) for author in entry.authors]
            written, found = [*written, result["authors"], result.get("refs", [])], [*found, names, list(entry.refs)]
        yield claims.same(f"what {id} is", written, found)
        for edge, point in points.items():
            yield from claims.window(point, Distance(point), result[edge])
            because = result[edge].get("because", {})
            for side, beyond in zip(("earliest", "latest"), claims.beyond(point, result[edge]), strict=True):
                if because.get(side) and beyond is not None:
                    claim = f"{point}: why not {'earlier' if side == 'earliest' else 'later'}"
                    yield claims.allows(claim, [beyond], because[side], False)
                    written = result["reasons"][edge][side]["ids"]
                    yield claims.same(f"{claim}, in words", sorted(written), sorted(because[side]))
                    yield claims.told(f"{claim}, step by step", result["reasons"][edge][side], [beyond])
        if "duration" in result:
            lasted = result["duration"]
            if lasted.get("proven", True):
                intervals = tuple((least, most) for least, most in lasted["intervals"])
                said = f"duration({id})"
                yield claims.values(said, Distance(end_of(id), start_of(id)), intervals)
                ends = [lasted["min"], lasted["max"]]
                yield claims.same(f"{said}: its ends", ends, [intervals[0][0], intervals[-1][1]])
        for level in result.get("levels", ()):
            ids = self.base.network.at_least(Certainty.named(level["at_least"]))
            for edge in ("start", "end"):
                point = point_of(edge, id)
                yield from claims.window(f"{point} by what is {level['at_least']}", Distance(point), level[edge], ids)
        for comparison in result.get("compare", ()):
            if result["end"].get("proven", True):
                yield claims.comparison(id, comparison)

    def verdict(self, result: Document) -> Iterator[Verified]:
        hypothesis, claims = self.hypotheses.get(result["id"]), self.claims
        if hypothesis is None:
            yield Verified(f"{result['id']} is a hypothesis", "wrong")
            return
        claim, denial = self.base.claim(hypothesis.claim.claim)
        verdict = result["verdict"]
        yield claims.same(f"what {hypothesis.id} is expected to be", result["expect"], hypothesis.expect)
        place = hypothesis.place
        said: list[object] = [
            hypothesis.claim.text,
            hypothesis.why or None,
            hypothesis.severity,
            sorted(hypothesis.tags),
        ]
        said += [place.file or None, place.line or None, place.column or None]
        keys = ("claim", "why", "severity", "tags", "file", "line", "column")
        yield claims.same(f"how {hypothesis.id} is written", [result[key] for key in keys], said)
        held = verdict == result["expect"] and all(v["ok"] for v in result["variations"])
        yield claims.same(f"whether {hypothesis.id} is as expected", result["ok"], held)
        for point, window in result["windows"].items():
            yield from claims.window(f"{point}, which {hypothesis.id} names", Distance(point), window)
        if "unasked" in result:
            yield claims.same(f"why {hypothesis.id} is not asked", result["unasked"], unasked(self.base, hypothesis))
        elif verdict == "unknown":
            yield Verified(f"the verdict on {hypothesis.id}", "open")
        else:
            for words, also, possible in (
                ("can be true", claim, verdict in ("entailed", "undetermined")),
                ("can be false", denial, verdict in ("refuted", "undetermined")),
            ):
                words = words if possible else words.replace("can", "cannot")
                yield claims.allows(f"{hypothesis.id} is {verdict}: it {words}", also, None, possible)
        also = {"entailed": denial, "refuted": claim}.get(verdict, ())
        if result["because"] and verdict in ("entailed", "refuted", "inconsistent"):
            yield claims.allows(f"{hypothesis.id}: why {verdict}", also, result["because"], False)
            written = result["reason"]["ids"]
            yield claims.same(f"{hypothesis.id}: why {verdict}, in words", sorted(written), sorted(result["because"]))
            yield claims.told(f"{hypothesis.id}: why {verdict}, step by step", result["reason"], also)
        yield from self.variations(hypothesis, result)
        for threshold in result["thresholds"]:
            yield claims.threshold(hypothesis.id, threshold, of_verdict(self.base, hypothesis, threshold["setting"]))

    def variations(self, hypothesis: Hypothesis, result: Document) -> Iterator[Verified]:
        """What becomes of a verdict under each variation, from the verdict and its reason as they are written."""
        reason = Reason(tuple(result["because"]), ()) if result["because"] else None
        expect, verdict = hypothesis.expect, result["verdict"]
        checked = Checked(hypothesis.id, hypothesis.claim.text, expect, verdict, reason, "")
        found = vary(self.base, {hypothesis.id: checked})[hypothesis.id] if result["variations"] else ()
        said = [v["under"] for v in result["variations"]]
        yield self.claims.same(f"how {hypothesis.id} is varied", said, [v.said for v in found])
        for written, variation in zip(result["variations"], found, strict=False):
            yield self.claims.same(
                f"{hypothesis.id}, {variation.said}",
                (written["verdict"], written["ok"], written["must_change"], written["condition"]),
                (variation.verdict, variation.ok, variation.must_change, documents.condition(variation.condition)),
                "unknown" not in (written["verdict"], variation.verdict),
            )

    def changes(self) -> Iterator[Verified]:
        """What is not as it was: each window and verdict on the files as they stand, and on what was changed."""
        assert self.base.whole.source is not None, "what is verified was read from files"
        chronology = loading.load(self.base.whole.source).chronology
        if chronology is None:
            raise Unanswerable([_refused("the files have mistakes without what was laid over")])
        before = _Verifying(Base(chronology, Options()).unabridged, self.document)
        for verifying, state, because in ((before, "before", "was_because"), (self, "after", "because")):
            status = self.document[state]["status"]
            if (possible := _POSSIBLE[status]) is not None:
                yield verifying.claims.allows(f"{state}: the evidence is {status}", (), None, possible)
            if given_up := self.document[state].get("repaired"):
                strict, verifying = verifying, verifying._without(given_up)
                said = f"{state}: without {', '.join(given_up)} the rest can be true"
                yield verifying.claims.allows(said, (), None, True)
            else:
                strict = verifying
            for window in self.document["windows"]:
                yield from verifying.shift(state, window[state], window, window[because])
            for turn in self.document["verdicts"]:
                if turn[state] is not None:
                    judging = strict if turn[state] == "inconsistent" else verifying
                    yield from judging.turn(state, turn, turn[because])
        for window in self.document["windows"]:
            yield self.claims.same(
                f"{point_of(window['edge'], window['id'])} moves", window["before"] != window["after"], True
            )

    def shift(self, state: str, window: Document | None, shift: Document, because: Document) -> Iterator[Verified]:
        if window is None:
            return
        point = point_of(shift["edge"], shift["id"])
        yield from self.claims.window(f"{state}: {point}", Distance(point), window)
        for side, beyond in zip(("earliest", "latest"), self.claims.beyond(point, window), strict=True):
            if because.get(side) and beyond is not None:
                yield self.claims.allows(f"{state}: {point}, why", [beyond], because[side]["ids"], False)
                yield self.claims.told(f"{state}: {point}, why, step by step", because[side], [beyond])

    def turn(self, state: str, turn: Document, because: Document | None) -> Iterator[Verified]:
        claim, denial = self.base.claim(self.hypotheses[turn["id"]].claim.claim)
        verdict = turn[state]
        for also, possible in (
            (claim, verdict in ("entailed", "undetermined")),
            (denial, verdict in ("refuted", "undetermined")),
        ):
            yield self.claims.allows(f"{state}: {turn['id']} is {verdict}", also, None, possible)
        if because:
            against: Sequence[Any] = {"entailed": denial, "refuted": claim}.get(verdict, ())
            said = f"{state}: why {turn['id']} is {verdict}"
            yield self.claims.allows(said, against, because["ids"], False)
            yield self.claims.told(f"{said}, step by step", because, against)


def numbered(clusters: Sequence[Document]) -> Iterator[tuple[int, list[str]]]:
    """All repairs that a document tells, by their numbers, and what each gives up."""
    preferred = {id for cluster in clusters for id in cluster["given_up"]}
    yield 1, sorted(preferred)
    for cluster in clusters:
        for other in cluster["others"]:
            left = preferred.difference(cluster["given_up"], other.get("kept", ()))
            yield other["repair"], sorted(left.union(other["given_up"]))


_POSSIBLE = {"consistent": True, "inconsistent": False, "unknown": None}
