"""A chronology with one question's options, weighed, encoded and ready to be asked: what every use case starts from."""

from __future__ import annotations

import time

from chrono import encoding, explaining, results, rules, weighing
from chrono.model import Chronology
from chrono.omitting import omit
from chrono.project.options import Options, Unanswerable, settings_of
from chrono.sentences import Vocabulary
from chrono.solving import Answer, Distance, Solver


class Base:
    """A chronology with one question's options, weighed, encoded and ready to be asked."""

    def __init__(self, whole: Chronology, options: Options) -> None:
        chronology, missing = omit(whole, options.without)
        if missing:
            raise Unanswerable(missing)
        settings = settings_of(whole, options.settings)
        admitted = chronology.admit if options.at_least is None else options.at_least
        vocabulary, _ = Vocabulary.of(chronology.wordings, {e.id: e.kind for e in chronology.entries})
        weighed = weighing.weigh(chronology, vocabulary.wordings, vocabulary.author, admitted)
        applied = rules.apply(chronology, vocabulary, weighed.statements, settings, admitted)
        self.whole, self.chronology, self.options, self.admitted = whole, chronology, options, admitted
        self.vocabulary, self.holdings, self.instances = vocabulary, weighed.holdings, applied.instances
        self._until = None if options.timeout is None else time.monotonic() + options.timeout
        self.network = encoding.encode(chronology, weighed.holdings, applied.instances, admitted)
        self.solver = Solver(self.network, options.timeout)
        self.windows: dict[tuple[Distance, frozenset[str]], results.Window] = {}
        """What has been asked of the solver and proven already."""
        self.explainer = explaining.Explainer(self.solver, chronology.unit)
        self.weighing = results.Weighing(
            weighed.set_aside, applied.undercut, (*weighed.open_questions, *applied.open_questions)
        )
        self.asked = results.Asked(
            chronology.title,
            chronology.unit,
            chronology.calendar,
            chronology.inputs,
            admitted,
            tuple(str(path) for path in options.overlays),
            tuple(sorted(set(options.without))),
            tuple(
                (f"{rule}.{name}", str(value)) for rule, values in sorted(settings.items()) for name, value in values
            ),
            sum(e.kind == "event" for e in chronology.entries),
            len(chronology.evidence),
        )

    def left(self) -> float | None:
        """How many seconds are left for further solvers on the same question; None where there is no limit."""
        return None if self._until is None else max(0.0, self._until - time.monotonic())

    def status(self) -> tuple[results.Status, tuple[results.Reason, ...]]:
        answer = self.solver.consistent()
        if answer is Answer.YES:
            return "consistent", ()
        if answer is Answer.UNKNOWN:
            return "unknown", ()
        conflict = self.explainer.conflict()
        return "inconsistent", (conflict,) if conflict else ()
