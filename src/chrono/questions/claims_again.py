"""The claims of a saved answer, one by one, put to the search of `bounding` and to certificates.py; no Z3.

Takes a base and what a document says, gives for each claim whether it is proven. What follows from proven things by
counting alone (how far a reference lies, at which values of a setting a verdict turns) is worked out again from them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from chrono import dates, documents
from chrono.answers.thresholds import Threshold
from chrono.answers.verify import Verified
from chrono.arguments.explainer import Explainer, beyond
from chrono.core.limits import LimitReached
from chrono.core.points import end_of, point_of, start_of
from chrono.engine.certificates import Witness
from chrono.engine.formulas import Constraint, Linear
from chrono.engine.intervals import Interval, Window
from chrono.engine.outcomes import Distance, FailedCheck
from chrono.engine.solver import Solver
from chrono.model.chronology import Certainty, Hypothesis
from chrono.questions.base import Base
from chrono.questions.infer import compared
from chrono.questions.proven import proven_window
from chrono.questions.remainders import Denied, Remainders
from chrono.questions.thresholds import of_bound, of_verdict

Document: TypeAlias = Mapping[str, Any]


class Claims:
    """What is claimed of one base."""

    def __init__(self, base: Base) -> None:
        self.base, self.scale = base, base.chronology.scale
        self._at_once: dict[frozenset[str], Mapping[str, Window]] = {}

    # -- the kinds of claims

    def values(
        self,
        claim: str,
        distance: Distance,
        intervals: tuple[Interval, ...],
        ids: Collection[str] | None = None,
        solver: Solver | None = None,
    ) -> Verified:
        """That a distance has just these values."""
        try:
            found = (solver or self.base.solver).certificate(distance, Window(intervals), ids)
        except FailedCheck:
            return Verified(claim, "wrong")
        return Verified(claim, "open" if found is None else "proven")

    def allows(
        self,
        claim: str,
        also: Sequence[Constraint],
        ids: Collection[str] | None,
        possible: bool,
        solver: Solver | None = None,
    ) -> Verified:
        """That there is, or is not, a history in which these ids are accepted and `also` holds."""
        asked = solver or self.base.solver
        if ids is not None and not possible and asked.suffices(ids, also):
            # Few ids refute few points: the rest of the chronology need not be gone through.
            return Verified(claim, "proven")
        found = asked.proof(also, ids)
        if found is None:
            return Verified(claim, "open")
        return Verified(claim, "proven" if isinstance(found, Witness) is possible else "wrong")

    def told(
        self, claim: str, written: Document, also: Sequence[Constraint], explainer: Explainer | None = None
    ) -> Verified:
        """That a reason says what its ids say, in their order, with the steps that lead to it; and needs all of them.

        What the denial `also` contradicts is argued for; of a contradiction it is empty.
        """
        asked = explainer or self.base.explainer
        try:
            found = asked.reason(written["ids"], also)
        except LimitReached:
            return Verified(claim, "open")
        except (FailedCheck, KeyError):
            return Verified(claim, "wrong")
        return self.same(claim, written, documents.reason(found, self.scale))

    def same(self, claim: str, written: object, found: object, known: bool = True) -> Verified:
        """That what is written is what was found from proven things."""
        if not known:
            return Verified(claim, "open")
        return Verified(claim, "proven" if written == found else "wrong")

    def window(
        self,
        claim: str,
        distance: Distance,
        written: Document,
        ids: Collection[str] | None = None,
        solver: Solver | None = None,
    ) -> Iterator[Verified]:
        """That a window is as it is written: its ends, its gaps, and that there is nothing beyond."""
        if not written.get("proven", True):
            yield self.bounded(claim, distance, written, ids, solver)
            return
        intervals = tuple(self.interval(i) for i in written["intervals"])
        if (written["earliest"], written["latest"]) != (written["intervals"][0][0], written["intervals"][-1][1]):
            yield Verified(f"{claim}: earliest and latest are the ends of its intervals", "wrong")
        yield self.values(claim, distance, intervals, ids, solver)

    def bounded(
        self, claim: str, distance: Distance, written: Document, ids: Collection[str] | None, solver: Solver | None
    ) -> Verified:
        """That a window which a limit cut short excludes no value there is, and attains none that there is not."""
        window = self.found(distance.of, ids) if solver is None else solver.certified(distance, solver.window(distance))
        if not window.proven:
            return Verified(claim, "open")
        least, most = self.interval((written["earliest"], written["latest"]))
        low, high = window.hull
        holds = (least is None or (low is not None and least <= low)) and (
            most is None or (high is not None and high <= most)
        )
        attained = all(_inside(self.interval(one), window) for one in written["attained"])
        return Verified(claim, "proven" if holds and attained else "wrong")

    def found(self, point: str, ids: Collection[str] | None = None) -> Window:
        """A point's window, found without Z3 and proven; kept with the base."""
        base, distance = self.base, Distance(point)
        accepted = frozenset(base.network.ids if ids is None else ids)
        if accepted not in self._at_once:
            # Where durations are compared every point is a search of its own: only what is asked for is worth it.
            self._at_once[accepted] = base.solver.windows(accepted)[1] if base.solver.differences else {}
        if (distance, accepted) not in base.windows and point in self._at_once[accepted]:
            window = base.solver.certified(distance, self._at_once[accepted][point], accepted)
            if window.proven:
                base.windows[distance, accepted] = window
        return proven_window(base, distance, accepted)

    # -- comparisons, repairs, settings

    def comparison(self, id: str, written: Document) -> Verified:
        """How far a reference lies from the end of a span."""
        claim = f"{id} against {written['to']}"
        if written["verdict"] == "unknown" or written["to"] not in {e.id for e in self.base.chronology.entries}:
            return Verified(claim, "open" if written["verdict"] == "unknown" else "wrong")
        end = end_of(id)
        for point in (end, start_of(written["to"]), end_of(written["to"])):
            self.found(point)
        found = compared(self.base, end, proven_window(self.base, Distance(end)), written["to"])
        days = self.scale.unit == "day"
        said = {
            "verdict": found.verdict,
            "min_steps": found.least,
            "max_steps": found.most,
            "min_days": found.least if days else None,
            "max_days": found.most if days else None,
            "min": found.least_said or None,
            "max": found.most_said or None,
        }
        return self.same(claim, {key: written[key] for key in said}, said, found.verdict != "unknown")

    def repair(self, written: Document, remainders: Remainders) -> Iterator[Verified]:
        """That what is left when something is given up can all be true, and all of it must go; and what follows."""
        given_up = written["given_up"]
        said = ", ".join(given_up)
        yield self.same(f"{said} are in the evidence", all(map(remainders.known, given_up)), True)
        try:
            rest = remainders.without(given_up)
            yield self.allows(f"without {said} the rest can be true", (), rest.ids, True, rest.explainer.solver)
            for id in given_up:
                less = remainders.without([other for other in given_up if other != id])
                yield self.allows(f"{id} must go with {said}", (), less.ids, False, less.explainer.solver)
        except LimitReached:
            yield Verified(f"without {said} the rest can be true", "open")
            return
        weight = sum(remainders.standing(id)[1] for id in given_up)
        yield self.same(f"the weight of {said}", written.get("weight", weight), weight)
        for standing in written["windows"]:
            for edge in ("start", "end"):
                point = point_of(edge, standing["id"])
                yield from self.window(
                    f"{point} without {said}", Distance(point), standing[edge], rest.ids, rest.explainer.solver
                )

    def threshold(self, claim: str, written: Document, found: Threshold) -> Verified:
        """At which values of a setting a verdict or a bound is which."""
        said = {
            "unit": found.unit,
            "regions": [{"from": r.first, "to": r.last, "verdict": r.verdict} for r in found.regions],
            "stays_from": found.first,
            "stays_to": found.last,
            "settled_from": found.settled_from,
            "settled_at": dates.iso(found.settled_at, self.scale),
        }
        known = found.known and written["found"]
        return self.same(f"{claim}: {written['setting']}", {key: written[key] for key in said}, said, known)

    # -- explanations

    def explanation(self, written: Document, hypothesis: Hypothesis | None, results: Document) -> Iterator[Verified]:
        """A bound or a verdict with every argument for it, and what becomes of it without each piece."""
        id, base = written["id"], self.base
        about = id if hypothesis else f"{point_of(written['edge'], id)} {written['side']}"
        distance = Distance(point_of(written["edge"], id))
        latest = written["side"] == "latest"
        if hypothesis is None:
            bounds = results[written["edge"]]
            yield self.same(about, written["at"], bounds[written["side"]], bounds.get("proven", True))
            at = self.step(written["at"])
            if at is None:
                return
            denial: Sequence[Constraint] = [beyond(distance, most=at) if latest else beyond(distance, least=at)]
        else:
            verdicts = written["verdict"], results["verdict"]
            yield self.same(f"the verdict on {about}", *verdicts, "unknown" not in verdicts)
            claim, against = base.claim(hypothesis.claim.claim)
            denial = {"entailed": against, "refuted": claim}.get(written["verdict"], ())
            for where, also in (("true_where", claim), ("false_where", against)):
                if written[where]:
                    yield from self.where(f"{about}, {where.replace('_', ' ')}", written[where], also)
            for threshold in written["thresholds"]:
                yield self.threshold(about, threshold, of_verdict(base, hypothesis, threshold["setting"]))
            if not denial:
                return

        def denied(other: Base) -> Sequence[Constraint]:
            """The denial in the terms of another base."""
            if hypothesis is None:
                return denial
            return other.claim(hypothesis.claim.claim)[written["verdict"] == "entailed"]

        yield from self.arguments(about, written, denied)
        for fall in (*written["falls"], *written["overturned"]):
            lost = [fall["without"]] if isinstance(fall["without"], str) else fall["without"]
            claim_of = f"{about} without {', '.join(lost)}"
            try:
                rest = base.remainders.without(lost)
            except LimitReached:
                yield Verified(claim_of, "open")
                continue
            if hypothesis is None:
                window = (self if rest.base is base else Claims(rest.base)).found(distance.of, rest.ids)
                found: str | None = dates.iso(window.most if latest else window.least, self.scale)
                yield self.same(claim_of, fall["at"], found, window.proven)
            else:
                verdict = rest.verdict(hypothesis)
                yield self.same(claim_of, fall["verdict"], verdict, verdict != "unknown")
        for threshold in written["thresholds"] if hypothesis is None else ():
            found_turn = of_bound(base, distance, threshold["setting"], at=at or 0, latest=latest)
            yield self.threshold(about, threshold, found_turn)

    def without(self, claim: str, lost: Collection[str], denied: Denied, possible: bool) -> Verified:
        """That without these there is, or is not, room for what is denied."""
        base = self.base
        try:
            rest = base.remainders.without(lost)
        except LimitReached:
            return Verified(claim, "open")
        return self.allows(claim, denied(rest.base), rest.ids, possible, rest.base.solver)

    def arguments(self, about: str, written: Document, denied: Denied) -> Iterator[Verified]:
        """That every line of argument suffices, and what is said to hinge on it does."""
        denial = denied(self.base)
        if written["preferred"] is None:
            return
        preferred = written["preferred"]["ids"]
        for argument in (preferred, *(other["ids"] for other in written["others"])):
            yield self.allows(f"{about}: {', '.join(argument)} suffices", denial, argument, False)
        for reason in (written["preferred"], *written["others"]):
            yield self.told(f"{about}: {', '.join(reason['ids'])}, step by step", reason, denial)
        yield self.same(
            f"{about} holds at {written['holds_at']}",
            written["holds_at"],
            str(Certainty(min((self.base.network.ranks[id] for id in preferred), default=Certainty.CERTAIN))),
        )
        certain = self.base.network.at_least(Certainty.CERTAIN)
        for line in written["independent"]:
            yield self.allows(
                f"{about}: {', '.join(line)} suffices with what is certain", denial, [*certain, *line], False
            )
        for id in dict.fromkeys([*preferred, *written["hinges"]]) if written["complete"] is not None else ():
            hinge = id in written["hinges"]
            said = f"{about}: {'every argument needs' if hinge else 'an argument spares'} {id}"
            yield self.without(said, [id], denied, hinge)
        for lost in written["overturned_by"]:
            said = f"{about} falls without {', '.join(lost)}"
            yield self.without(said, lost, denied, True)

    def where(self, claim: str, written: Document, also: Sequence[Constraint]) -> Iterator[Verified]:
        """Where points lie in the histories in which something is so."""
        network = self.base.network
        solver = Solver(replace(network, constraints=(*network.constraints, *also)), self.base.limit)
        for point, window in written.items():
            yield from self.window(f"{claim}: {point}", Distance(point), window, solver=solver)

    # -- what is written

    def interval(self, written: Sequence[str | None]) -> Interval:
        """The steps that two dates stand for."""
        least, most = (self.step(text) for text in written)
        return least, most

    def step(self, text: str | None) -> int | None:
        """The step that `dates.iso` wrote so."""
        return None if text is None else dates.step_written(text, self.scale)

    def beyond(self, point: str, written: Document) -> tuple[Constraint | None, Constraint | None]:
        """That the point lies before the first, and after the last, of the values written; None where it is open."""
        least, most = self.step(written["earliest"]), self.step(written["latest"])
        before = None if least is None else Constraint(Linear((point,), (), least - 1))
        after = None if most is None else Constraint(Linear((), (point,), -most - 1))
        return before, after


def _inside(interval: Interval, window: Window) -> bool:
    """Whether a window holds all values of an interval."""
    first, last = interval

    def held(least: int | None, most: int | None) -> bool:
        above = least is None or (first is not None and least <= first)
        return above and (most is None or (last is not None and last <= most))

    return any(held(*stretch) for stretch in window.intervals)
