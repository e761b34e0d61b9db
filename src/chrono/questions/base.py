"""A chronology with one question's options, weighed, encoded and ready to be asked: what every use case starts from.

Takes a chronology and options, gives what is shared by all that is asked of it. It stands in one module because each of
these things is worked out once, from the others, when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from chrono.answers.common import Asked, Weighing
from chrono.answers.reasons import Reason
from chrono.arguments.explainer import Explainer
from chrono.arguments.grains import Grain
from chrono.core.gc_pause import uncollected
from chrono.core.limits import Limit, LimitReached
from chrono.engine.formulas import Constraint, Network, Point
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance, Status
from chrono.engine.precedents import Like, Precedents
from chrono.engine.solver import Solver
from chrono.engine.standing import Standing
from chrono.grounding import argumentation, encoding, rules
from chrono.grounding.joins import TooMany
from chrono.language.expressions import Claim
from chrono.language.sentences import Vocabulary
from chrono.model.chronology import Certainty, Chronology, Settings, Stated
from chrono.model.omission import omissible, omit
from chrono.questions.options import Options, Unanswerable, laid_over, named, normal, settings_of

if TYPE_CHECKING:
    from chrono.grounding.entanglement import Entanglement
    from chrono.grounding.remaining import Encoded
    from chrono.questions.near import Near
    from chrono.questions.remainders import Remainders

KEPT = 64
"""So many variations of a base are kept while a question is answered."""
KEPT_BETWEEN = 8
"""And so many from one question to the next."""
FEW = 100
"""Of so many spans, or more, what is known of the whole is worked out together."""
MOST_WAYS = 250_000
"""In so many ways the premises of rules may be met for all that these conclude to be made, also what dates entail."""
Laying = Callable[[tuple[Path, ...]], Chronology]
"""Gives a chronology with files laid over it."""
Naming = Callable[[Chronology, Limit], object]
"""Raises `Unanswerable` where what a question names is not in a chronology; keeps time for telling of what is."""


class Stood(NamedTuple):
    """What stands of a chronology, and what the rules make of it."""

    weighed: argumentation.Weighed
    applied: rules.Applied

    @property
    def weighing(self) -> Weighing:
        """What answers tell of it."""
        weighed, applied = self
        return Weighing(weighed.set_aside, applied.undercut, (*weighed.open_questions, *applied.open_questions))


def stood(
    chronology: Chronology,
    vocabulary: Vocabulary,
    settings: Mapping[str, Settings],
    admitted: Certainty,
    limit: Limit,
    *,
    whole: bool = False,
) -> Stood:
    """Weighs the evidence and applies the rules, as `rules.apply` does; raises `LimitReached` and `TooMany`."""
    weighed = argumentation.weigh(chronology, vocabulary.wordings, vocabulary.author, admitted, limit)
    said = weighed.statements
    return Stood(weighed, rules.apply(chronology, vocabulary, said, settings, admitted, limit, whole=whole))


def asked_of(chronology: Chronology, options: Options, settings: Mapping[str, Settings], admitted: Certainty) -> Asked:
    """What answers tell of the chronology and of the options that it was asked with."""
    return Asked(
        chronology.title,
        chronology.unit,
        chronology.calendar,
        chronology.inputs,
        admitted,
        chronology.admit,
        tuple(named(chronology, path) for path in options.overlays),
        tuple(sorted(set(options.without))),
        tuple((f"{rule}.{name}", str(value)) for rule, values in sorted(settings.items()) for name, value in values),
        sum(e.kind == "event" for e in chronology.entries),
        len(chronology.evidence),
        chronology.laid.changed,
    )


class Base:
    """A chronology with one question's options, weighed, encoded and ready to be asked."""

    def __init__(
        self,
        whole: Chronology,
        options: Options,
        *,
        further: bool = False,
        above: Base | None = None,
        laying: Laying | None = None,
        whole_rules: bool = False,
        naming: Naming | None = None,
        stood: Stood | None = None,
        restated: Encoded | None = None,
    ) -> None:
        """`above` is of the same chronology and options, with less left out: where what it encoded says what is left,
        that is taken from there, and the same comes of it as from encoding anew. `whole_rules`: with what rules
        conclude though stated dates entail it. `naming` is asked before anything is weighed. `stood`: what
        stands, where that is known already. `restated`: what comes of it, where dates are stated otherwise than
        above, and that is known already."""
        self.given = options.begun()
        """The question's own options, without what files laid over set."""
        options = self.given.over(whole.laid)
        assert options.limit is not None
        self.limit, self._further, self._whole_rules = options.limit, further, whole_rules
        if not further:
            self.limit.tell("applying rules")
        chronology, missing = omit(whole, options.without)
        if missing:
            raise Unanswerable(missing)
        self.settings = settings = settings_of(whole, options.settings)
        admitted = chronology.admit if options.at_least is None else options.at_least
        if naming is not None:
            naming(chronology, self.limit)
        self._preferred: set[str] = set()
        self._counted: set[str] = set()
        self._stood = stood
        self.whole, self.chronology, self.options, self.admitted = whole, chronology, options, admitted
        left = restated
        if above is not None and restated is None:
            left = above.remaining(options, whole)
        self.unread = False
        """Whether there was no time to read all of it, so that nothing is known."""
        self.derived = left is not None
        """Nothing was weighed for it, and there may be no time left to do so."""
        if left is None:
            weighed, applied, self.network = self._grounded
            self._applied = applied
            self.holdings, self.instances = weighed.holdings, applied.instances
            self.weighing = Stood(weighed, applied).weighing
        else:
            assert above is not None
            self.holdings, self.instances, self.network = left
            self.weighing, self._applied, self._counted = above.weighing, above._applied, above._counted
        self.standing = Standing(self.network.constraints)
        """The proven windows of what is accepted, and those that stand of what more was accepted above."""
        self._consistent = False
        """Whether that is known already."""
        if left is not None and above is not None and restated is None:
            lost = frozenset(options.without) - frozenset(above.options.without)
            self.standing = above.standing.without(lost, self.network.constraints)
            self._consistent = above._consistent
        self.like = Like(self.network, self.limit, Precedents() if above is None else above.precedents)
        self._about: dict[frozenset[str], tuple[frozenset[Point], Explainer]] = {}
        """By what binds: points, and who is asked about them."""
        self._parts: dict[frozenset[str], dict[Point, list[tuple[frozenset[Point], Explainer]]]] = {}
        """By what binds and points: who is asked about them where it is not known whether the whole can be true."""
        self.near: Near | None = None
        """What answers about few spans of large evidence."""
        self._entangled: dict[int, Entanglement] = {}
        self.windows: dict[tuple[Distance, frozenset[str]], Window] = {}
        """What has been asked of the solver and proven already."""
        self.grained: dict[Grain, Explainer] = {}
        """Who argues at another grain."""
        self.repaired: dict[int, Any] = {}
        """What contradictory evidence comes to under a repair, by its number (chrono.questions.repaired)."""
        self.clashes: tuple[tuple[str, ...], ...] = ()
        """Smallest conflicts that were met on the way to a repair that is not known."""
        self.part: tuple[int, Base] | None = None
        """One of the parts of which this has what they have in common (chrono.questions.parted), by its number."""
        self._varied: dict[tuple[int, Options], Base] = {}
        self.laid_over: Laying = laying or cache(partial(laid_over, whole))
        """Reads the files with exactly these laid over them, where it has not yet; raises `Unanswerable`."""
        self.asked = asked_of(chronology, options, settings, admitted)
        self.limit.begun = True
        self.limit.tell("solving")

    @property
    def precedents(self) -> Precedents:
        """What was shown of this and of its variations."""
        return self.like.precedents

    @property
    def solver(self) -> Solver:
        """What answers about the network."""
        return self.like.solver

    def shown(self, also: Sequence[Constraint] = (), ids: Collection[str] | None = None) -> Answer:
        """What the solver shows of it, with as little solving as need be: often the answer is known of a variation."""
        return self.like.shown(also, ids)

    @cached_property
    def explainer(self) -> Explainer:
        """Who argues about the whole network."""
        return self.arguing(self.solver)

    def arguing(self, solver: Solver) -> Explainer:
        """Who argues about the network of a solver: this one's, or part of it."""
        return Explainer(solver, self.chronology.scale, self._wider)

    def _wider(self, ids: Collection[str]) -> Explainer | None:
        """Who is to be asked for an argument instead, where one from these ids was found without all that might
        count."""
        if not self._applied.missing(ids) or self.unabridged is self:
            return None
        return self.unabridged.explainer

    @property
    def abridged(self) -> bool:
        """Whether something that rules conclude was passed over, because stated dates entail it."""
        return bool(self._applied.settling)

    @cached_property
    def unabridged(self) -> Base:
        """The base with all that rules conclude: for arguments, repairs and settings, which ask what there would be
        without the dates. This one where nothing was passed over, or too much."""
        if not self.abridged or self._applied.ways > MOST_WAYS:
            return self
        options = replace(self.given, limit=self.limit)
        return Base(self.whole, options, further=self._further, laying=self.laid_over, whole_rules=True)

    @cached_property
    def claim(self) -> Callable[[Claim], tuple[tuple[Constraint, ...], tuple[Constraint, ...]]]:
        """A claim and its denial, as constraints that are asked about."""
        return encoding.claims(self.chronology, self.admitted, self._preferred)

    @property
    def levels(self) -> tuple[Certainty, ...]:
        """The levels of certainty that are admitted, the highest first."""
        return tuple(level for level in sorted(Certainty, reverse=True) if level >= self.admitted)

    @property
    def entanglement(self) -> Entanglement:
        """What may be left out only by weighing and encoding anew. Claims that are asked about may add to it."""
        # Most questions leave nothing out.
        from chrono.grounding.entanglement import Entanglement, entanglement

        try:
            weighed, applied, network = self._grounded
        except LimitReached:
            return Entanglement(omissible(self.chronology), {}, frozenset())
        known = len(self._preferred)
        if known not in self._entangled:
            self._entangled[known] = entanglement(
                self.chronology,
                self.vocabulary.wordings,
                weighed,
                applied,
                network.constraints,
                self.admitted,
                self._preferred,
            )
        return self._entangled[known]

    @cached_property
    def remainders(self) -> Remainders:
        """What is left of the evidence without this or that."""
        from chrono.questions.remainders import Remainders

        return Remainders(self)

    @cached_property
    def names(self) -> dict[str, str]:
        """What each entry is called."""
        return self.chronology.names

    def look_near(self, spans: int) -> bool:
        """Whether from now on what is asked of few spans of large evidence, which must be consistent, is looked for
        around them, as far as that goes."""
        if self.near is None and spans < FEW and (around := self.solver.surroundings) is not None:
            from chrono.questions.near import Near  # what only large chronologies need

            self.near = Near(self, around)
        return self.near is not None

    def narrow(self, points: Collection[Point], ids: Collection[str]) -> None:
        """From now on what is asked of these points alone where the ids are accepted, which must be consistent, is
        asked of what bears on them."""
        binding = self.solver.binding(ids)
        if binding in self._about and self._about[binding][0].issuperset(points):
            return
        solver = self.solver.about(points, binding)
        solver.prepare(points, binding if solver is self.solver else None)
        explainer = self.explainer if solver is self.solver else self.arguing(solver)
        self._about[binding] = frozenset(points), explainer

    def whole_at_once(self) -> None:
        """From now on all windows are worked out together, and what bears on a few is not looked for apart."""
        self._about[self.solver.everything] = frozenset(self.network.points), self.explainer

    def about(self, points: Collection[Point], ids: Collection[str] | None = None) -> tuple[Explainer, frozenset[str]]:
        """Who is to be asked about points where ids (default: all) are accepted, and what to accept there."""
        binding = self.solver.binding(ids)
        if points and self.__dict__.get("consistency") == "unknown":
            part = self._part(points, binding)
            return (self.explainer, binding) if part is None else (part, part.solver.everything)
        named, explainer = self._about.get(binding, (frozenset(), self.explainer))
        if explainer is self.explainer or not named.issuperset(points):
            return self.explainer, binding
        return explainer, explainer.solver.everything

    def _part(self, points: Collection[Point], binding: frozenset[str]) -> Explainer | None:
        """Who is asked about points where it is not known whether the whole can be true: of what is tied to them it may
        be. Each such part has half of the time that is left, so that none takes it from all others; one that is not
        known by then is not asked again. None where the time is up and it was not asked before."""
        parts = self._parts.setdefault(binding, {})
        for there, explainer in parts.get(next(iter(points)), ()):
            if there.issuperset(points):
                return explainer
        if self.limit.ended():
            return None
        solver = self.solver.part(points, binding)
        with self.limit.halved():
            can_be = solver.network.points != self.network.points and solver.shown() is Answer.YES
        if not can_be:
            solver = Solver(solver.network, Limit(0), solver.backend)
        explainer = self.arguing(solver)
        there = frozenset(solver.network.points)
        for point in there:
            parts.setdefault(point, []).append((there, explainer))
        return explainer

    def varied(self, options: Options, whole: Chronology | None = None) -> Base:
        """Another one for the same question, within its limit, the same one each time; raises `LimitReached`, and
        `Unanswerable` where a file that is laid over has mistakes. `whole` has the files of the options laid over."""
        key = normal(options)
        if whole is None:
            whole = self.whole if key.overlays == self.options.overlays else self.laid_over(key.overlays)
        if whole is self.whole and key == normal(self.options):
            return self
        # What is kept keeps its chronology, so that no other can have the same identity.
        place = id(whole), key
        if place not in self._varied:
            if self.limit.ended():
                raise LimitReached
            while len(self._varied) >= KEPT:
                del self._varied[next(iter(self._varied))]
            limited = replace(key, limit=self.limit)
            self._varied[place] = Base(whole, limited, further=True, above=self, laying=self.laid_over)
        return self._varied[place]

    def settle(self) -> None:
        """What only one question needed is given up: of what was varied a few are kept for the next."""
        for place in [*self._varied][:-KEPT_BETWEEN]:
            del self._varied[place]

    def remaining(self, options: Options, whole: Chronology) -> Encoded | None:
        """What is left of what was encoded where the options leave out more; None where it has to be encoded anew."""
        key, own = normal(options), normal(self.options)
        left_out, before = frozenset(key.without), frozenset(own.without)
        if whole is not self.whole or replace(key, without=own.without) != own or not left_out > before:
            return None
        lost = left_out - before
        if self.limit.ended() or not lost <= self._separable:
            return None
        from chrono.grounding.remaining import remaining

        return remaining(self.chronology, self.holdings, self.instances, self.network, lost)

    def restated(self, statements: Mapping[str, Stated], without: Sequence[str]) -> Base | None:
        """The base without some pieces, and with dates and durations of entries stated otherwise, by their ids; None
        where it has to be encoded anew. Raises `LimitReached`."""
        if self.limit.ended():
            raise LimitReached
        lost = frozenset(without)
        if self._applied.by_dates or not statements.keys() <= self._restatable:
            return None
        if lost and not lost <= self._separable:
            return None
        from chrono.grounding.remaining import remaining

        left: Encoded | None = (self.holdings, self.instances, self.network)
        if lost:
            left = remaining(self.chronology, self.holdings, self.instances, self.network, lost)
        if left is None:
            return None
        stated = {id: statement for id, statement in statements.items() if id not in lost}
        network = encoding.restated(left[2], self.chronology, stated, self.admitted)
        if network is None:
            return None
        entries = tuple(
            replace(e, stated=tuple(stated.get(s.id, s) for s in e.stated))
            if any(s.id in stated for s in e.stated)
            else e
            for e in self.whole.entries
        )
        options = replace(self.given, without=(*self.given.without, *without), limit=self.limit)
        return Base(
            replace(self.whole, entries=entries),
            options,
            further=True,
            above=self,
            laying=self.laid_over,
            restated=(*left[:2], network),
        )

    @cached_property
    def _restatable(self) -> frozenset[str]:
        from chrono.grounding.remaining import restatable

        return restatable(self.chronology, self._counted)

    @cached_property
    def _separable(self) -> frozenset[str]:
        from chrono.grounding.remaining import separable

        return separable(self.chronology, self.weighing, self.entanglement.ids)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The sentences that can be said, by the spans that there are."""
        return Vocabulary.of(self.chronology.wordings, {e.id: e.kind for e in self.chronology.entries})[0]

    @cached_property
    def _grounded(self) -> tuple[argumentation.Weighed, rules.Applied, Network]:
        """What stands, what the rules make of it, and all of it as constraints.

        One that is only to add to an answer raises `LimitReached`. The first has to say so: of what could not be read
        in time nothing is known, and where little was, that is as much as if it had been nothing.
        """
        chronology, vocabulary, admitted, limit = self.chronology, self.vocabulary, self.admitted, self.limit
        try:
            if (self._further or self.derived) and limit.ended():
                raise LimitReached
            with uncollected(kept=True):
                weighed, applied = self._stood or stood(
                    chronology, vocabulary, self.settings, admitted, limit, whole=self._whole_rules
                )
                network = encoding.encode(
                    chronology, weighed.holdings, applied.instances, admitted, limit, self._preferred, self._counted
                )
        except TooMany as mistake:
            raise Unanswerable([mistake.diagnostic], invalid=True) from mistake
        except LimitReached:
            if self._further or self.derived:
                raise
            self.unread = True
            return argumentation.UNWEIGHED, rules.UNAPPLIED, encoding.unencoded(chronology)
        return weighed, applied, network

    def status(self) -> tuple[Status, tuple[Reason, ...]]:
        """Whether the evidence can be true, and where not, a smallest conflict."""
        return self.consistency, self.conflicts

    @cached_property
    def consistency(self) -> Status:
        """Whether the evidence can be true. Half of the time is kept for what can be known though that is not: some
        spans that exclude each other take longer than anybody waits, and move nothing of the rest."""
        with uncollected(kept=True), self.limit.halved():
            # What is left of evidence that can be true can be true.
            answer = Answer.YES if self._consistent else self.solver.shown()
            if answer is Answer.UNKNOWN:
                self.limit.answered()
        self._consistent = self._consistent or answer is Answer.YES
        return {Answer.YES: "consistent", Answer.NO: "inconsistent"}.get(answer, "unknown")  # type: ignore[return-value]

    @cached_property
    def conflicts(self) -> tuple[Reason, ...]:
        """A smallest conflict, where there is one that was found in time."""
        conflict = self.explainer.conflict() if self.consistency == "inconsistent" else None
        return (conflict,) if conflict else ()
