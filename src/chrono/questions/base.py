"""A chronology with one question's options, weighed, encoded and ready to be asked: what every use case starts from."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from chrono.answers.common import Asked, Weighing
from chrono.answers.reasons import Reason
from chrono.arguments.explainer import Explainer
from chrono.core.gc_pause import uncollected
from chrono.core.limits import LimitReached
from chrono.engine.formulas import Constraint, Network, Point
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance, Status
from chrono.engine.solver import Solver
from chrono.grounding import argumentation, encoding, rules
from chrono.grounding.joins import TooMany
from chrono.language.expressions import Claim
from chrono.language.sentences import Vocabulary
from chrono.model.chronology import Certainty, Chronology, Settings
from chrono.model.omission import omit
from chrono.questions.options import Options, Unanswerable, named, settings_of

if TYPE_CHECKING:
    from chrono.grounding.entanglement import Entanglement
    from chrono.questions.remainders import Remainders


class Base:
    """A chronology with one question's options, weighed, encoded and ready to be asked."""

    def __init__(self, whole: Chronology, options: Options, *, further: bool = False) -> None:
        self.given = options.begun()
        """The question's own options, without what files laid over set."""
        options = self.given.over(whole.laid)
        assert options.limit is not None
        self.limit, self._further = options.limit, further
        if not further:
            self.limit.tell("applying rules")
        chronology, missing = omit(whole, options.without)
        if missing:
            raise Unanswerable(missing)
        settings = settings_of(whole, options.settings)
        admitted = chronology.admit if options.at_least is None else options.at_least
        vocabulary, _ = Vocabulary.of(chronology.wordings, {e.id: e.kind for e in chronology.entries})
        self._preferred: set[str] = set()
        with uncollected():
            grounded = self._grounded(chronology, vocabulary, settings, admitted)
        weighed, applied, self.network = self._weighed, self._applied, _ = grounded
        self.whole, self.chronology, self.options, self.admitted = whole, chronology, options, admitted
        self.vocabulary, self.holdings, self.instances = vocabulary, weighed.holdings, applied.instances
        self.solver = Solver(self.network, self.limit)
        self._about: dict[frozenset[str], tuple[frozenset[Point], Explainer]] = {}
        """By what binds: points, and who is asked about them."""
        self._entangled: dict[int, Entanglement] = {}
        self.windows: dict[tuple[Distance, frozenset[str]], Window] = {}
        """What has been asked of the solver and proven already."""
        self.explainer = Explainer(self.solver, chronology.scale)
        self.weighing = Weighing(
            weighed.set_aside, applied.undercut, (*weighed.open_questions, *applied.open_questions)
        )
        self.asked = Asked(
            chronology.title,
            chronology.unit,
            chronology.calendar,
            chronology.inputs,
            admitted,
            chronology.admit,
            tuple(named(chronology, path) for path in options.overlays),
            tuple(sorted(set(options.without))),
            tuple(
                (f"{rule}.{name}", str(value)) for rule, values in sorted(settings.items()) for name, value in values
            ),
            sum(e.kind == "event" for e in chronology.entries),
            len(chronology.evidence),
            whole.laid.changed,
        )
        self.limit.begun = True
        self.limit.tell("solving")

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
        from chrono.grounding.entanglement import entanglement

        known = len(self._preferred)
        if known not in self._entangled:
            self._entangled[known] = entanglement(
                self.chronology,
                self.vocabulary.wordings,
                self._weighed,
                self._applied,
                self.network.constraints,
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

    def narrow(self, points: Collection[Point], ids: Collection[str]) -> None:
        """From now on what is asked of these points alone where the ids are accepted, which must be consistent, is
        asked of what bears on them."""
        binding = self.solver.binding(ids)
        if binding in self._about:
            return
        solver = self.solver.about(points, binding)
        explainer = self.explainer if solver is self.solver else Explainer(solver, self.chronology.scale)
        self._about[binding] = frozenset(points), explainer

    def about(self, points: Collection[Point], ids: Collection[str] | None = None) -> tuple[Explainer, frozenset[str]]:
        """Who is to be asked about points where ids (default: all) are accepted, and what to accept there."""
        binding = self.solver.binding(ids)
        named, explainer = self._about.get(binding, (frozenset(), self.explainer))
        if explainer is self.explainer or not named.issuperset(points):
            return self.explainer, binding
        return explainer, explainer.solver.everything

    def varied(self, options: Options, whole: Chronology | None = None) -> Base:
        """Another one for the same question, within its limit; raises `LimitReached`."""
        return Base(whole or self.whole, replace(options, limit=self.limit), further=True)

    def _grounded(
        self, chronology: Chronology, vocabulary: Vocabulary, settings: dict[str, Settings], admitted: Certainty
    ) -> tuple[argumentation.Weighed, rules.Applied, Network]:
        """What stands, what the rules make of it, and all of it as constraints.

        One that is only to add to an answer raises `LimitReached`. The first has to say so: of what could not be read
        in time nothing is known, and where little was, that is as much as if it had been nothing.
        """
        limit = self.limit
        try:
            if self._further and limit.ended():
                raise LimitReached
            weighed = argumentation.weigh(chronology, vocabulary.wordings, vocabulary.author, admitted, limit)
            applied = rules.apply(chronology, vocabulary, weighed.statements, settings, admitted, limit)
            network = encoding.encode(chronology, weighed.holdings, applied.instances, admitted, limit, self._preferred)
        except TooMany as mistake:
            raise Unanswerable([mistake.diagnostic], invalid=True) from mistake
        except LimitReached:
            if self._further:
                raise
            return argumentation.UNWEIGHED, rules.UNAPPLIED, encoding.unencoded(chronology)
        return weighed, applied, network

    def status(self) -> tuple[Status, tuple[Reason, ...]]:
        with uncollected():
            answer = self.solver.shown()
        if answer is Answer.YES:
            return "consistent", ()
        if answer is Answer.UNKNOWN:
            return "unknown", ()
        conflict = self.explainer.conflict()
        return "inconsistent", (conflict,) if conflict else ()
