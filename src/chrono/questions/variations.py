"""The variations a hypothesis must survive: the same question put to changed evidence.

Takes a base and the hypotheses with their verdicts as written, gives for each the verdicts found under its variations.
Evidence that neither attacks other evidence nor can undercut a rule only adds constraints: without it the network is
the same less those that rest on it, so the same solver is asked with fewer assumptions. For anything else the
chronology is weighed and encoded anew, once for all hypotheses that ask for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from chrono import dates
from chrono.answers.check import AnyOf, Checked, Condition, Variation
from chrono.answers.thresholds import Threshold
from chrono.arguments import judgement
from chrono.core.diagnostics import Diagnostic
from chrono.core.limits import LimitReached
from chrono.engine.formulas import Constraint
from chrono.engine.hitting_sets import Caps, lines_and_losses
from chrono.grounding.remaining import additive
from chrono.model.chronology import Chronology, Hypothesis, SettingRange, Verdict
from chrono.questions.base import Base
from chrono.questions.options import Options, Unanswerable
from chrono.questions.thresholds import FURTHEST

MOST_VARIATIONS = 1000
"""How many variations of one hypothesis are tried before it is said that there are too many."""


@dataclass(frozen=True, slots=True)
class Varied:
    """One condition, the options that it comes to, and whether the verdict must change with it."""

    condition: Condition
    options: Options
    must_change: bool = False


def unasked(base: Base, hypothesis: Hypothesis) -> str:
    """Why a hypothesis cannot be asked under its variations: it varies a setting of a rule that is left out, or has a
    file laid over that does not go with those of the question; "" where it can."""
    for setting in dict.fromkeys(range_.setting for range_ in hypothesis.under.settings):
        having = [r.id for r in base.whole.rules for name, _ in r.settings if setting in (name, f"{r.id}.{name}")]
        if having and not {r.id for r in base.chronology.rules}.intersection(having):
            return f"it is asked with {setting} varied, and rule {having[0]} is left out"
    for file in hypothesis.under.overlays if base.given.overlays else ():
        path = _path(base.whole, file)
        base.laid_over((path,))
        try:
            base.laid_over((*base.given.overlays, path))
        except Unanswerable as refusal:
            laid = ", ".join(base.asked.laid_over)
            return f"it is asked with {file} laid over, which does not go with {laid}: {refusal.diagnostics[0].message}"
    return ""


def vary(
    base: Base, checked: Mapping[str, Checked], thresholds: Mapping[str, Sequence[Threshold]] | None = None
) -> dict[str, tuple[Variation, ...]]:
    """What became of each hypothesis under each of its variations, by id; `checked` are the verdicts as written.

    `thresholds` tell the verdict at every value of a setting, where they are known already: then nothing is asked.
    """
    asked = [h for h in base.chronology.hypotheses if h.id in checked]
    plans = {h.id: list(_variations(base, h)) for h in asked}
    wanted: dict[Options, list[Hypothesis]] = {}
    verdicts: dict[tuple[Options, str], Verdict] = {}
    for hypothesis in asked:
        _limit(hypothesis, len(plans[hypothesis.id]))
        for varied in plans[hypothesis.id]:
            known = _known(varied.condition, thresholds[hypothesis.id] if thresholds else ())
            if known is not None:
                verdicts[varied.options, hypothesis.id] = known
                continue
            wanted.setdefault(varied.options, []).append(hypothesis)
    adding = additive(base.chronology)
    for options in base.limit.counted("variations", list(wanted)):
        several = wanted[options]
        for id, verdict in _verdicts(base, options, several, adding, checked):
            verdicts[options, id] = verdict
    found = {}
    for hypothesis in asked:
        variations = [
            _variation(varied, verdicts[varied.options, hypothesis.id], hypothesis.expect)
            for varied in plans[hypothesis.id]
        ]
        found[hypothesis.id] = (*variations, *_dropping(base, hypothesis, checked[hypothesis.id], adding))
    return found


def _variation(varied: Varied, verdict: Verdict, expect: Verdict) -> Variation:
    ok = verdict != "unknown" and (verdict != expect) == varied.must_change
    return Variation(varied.condition, verdict, ok, varied.must_change)


def _known(condition: Condition, thresholds: Sequence[Threshold]) -> Verdict | None:
    """The verdict at a value of a setting, where its threshold tells it."""
    if not condition.settings:
        return None
    ((name, text),) = condition.settings
    ((value, unit),) = dates.read_duration(text).parts
    for threshold in thresholds:
        if threshold.unit == unit and name in (threshold.setting, threshold.setting.rpartition(".")[2]):
            # Beyond what was tried a threshold says what is taken to hold there.
            return threshold.at(value) if value <= FURTHEST[unit] else None
    return None


def _variations(base: Base, hypothesis: Hypothesis) -> Iterator[Varied]:
    """All but `drop-any`, in a fixed order."""
    under, options = hypothesis.under, base.options

    def without(ids: Iterable[str]) -> Options:
        return replace(options, without=(*options.without, *ids))

    for range_ in under.settings:
        for value in _values(hypothesis, range_):
            settings = (*options.settings, (range_.setting, value))
            yield Varied(Condition(settings=((range_.setting, value),)), replace(options, settings=settings))
    for level in under.at_least:
        yield Varied(Condition(at_least=level), replace(options, at_least=level))
    for ids in under.without:
        yield Varied(Condition(without=tuple(ids)), without(ids))
    for file in under.overlays:
        overlays = (*options.overlays, _path(base.whole, file))
        yield Varied(Condition(laid_over=(file,)), replace(options, overlays=overlays))
    if hypothesis.must_not_rely_on:
        yield Varied(Condition(without=hypothesis.must_not_rely_on), without(hypothesis.must_not_rely_on))
    for id in hypothesis.relies_on:
        yield Varied(Condition(without=(id,)), without([id]), must_change=True)


def _values(hypothesis: Hypothesis, range_: SettingRange) -> list[str]:
    """Every value of a setting's range, in the unit it is written in."""
    (least, unit), (most, _) = range_.least.parts[0], range_.most.parts[0]
    _limit(hypothesis, most - least + 1)
    return [f"{n} {unit if n != 1 else unit[:-1]}" for n in range(least, most + 1)]


def _limit(hypothesis: Hypothesis, count: int) -> None:
    if count > MOST_VARIATIONS:
        message = f"'{hypothesis.id}' asks for more than {MOST_VARIATIONS} variations"
        raise Unanswerable([Diagnostic("too-many", message, hypothesis.place, "narrow its `under`")])


def _path(chronology: Chronology, file: str) -> Path:
    assert chronology.source is not None, "a hypothesis lays over what its own source holds"
    return chronology.source.overlay(file)


# -- verdicts on changed evidence


def _verdicts(
    base: Base,
    options: Options,
    several: Iterable[Hypothesis],
    adding: frozenset[str],
    checked: Mapping[str, Checked],
) -> Iterator[tuple[str, Verdict]]:
    """The verdict on each hypothesis where the question's options are these."""
    dropped = frozenset(options.without) - frozenset(base.options.without)
    if replace(options, without=base.options.without) == base.options and dropped <= adding:
        for hypothesis in several:
            yield hypothesis.id, _without(base, hypothesis, dropped, checked[hypothesis.id])
        return
    try:
        varied = base.varied(options)
    except LimitReached:
        yield from ((hypothesis.id, "unknown") for hypothesis in several)
        return
    asked = {h.id: h for h in varied.chronology.hypotheses}
    for hypothesis in several:
        if hypothesis.id not in asked:
            message = f"'{hypothesis.id}' cannot be asked under all its variations: what its claim names is left out"
            raise Unanswerable([Diagnostic("under", message, hypothesis.place)])
        claim, denial = varied.claim(hypothesis.claim.claim)
        yield hypothesis.id, judgement.verdict(varied, claim, denial)


def _without(base: Base, hypothesis: Hypothesis, dropped: frozenset[str], checked: Checked) -> Verdict:
    """The verdict less evidence that only adds constraints.

    What is undetermined stays so: fewer constraints allow the same histories. What an argument without any of it shows
    stays shown. Both have been proven.
    """
    if checked.verdict == "undetermined" or (checked.reason and not dropped & frozenset(checked.reason.ids)):
        return checked.verdict
    claim, denial = base.claim(hypothesis.claim.claim)
    return judgement.verdict(base.solver, claim, denial, [id for id in base.network.ids if id not in dropped])


# -- any few pieces of evidence left out


def _dropping(base: Base, hypothesis: Hypothesis, checked: Checked, adding: frozenset[str]) -> Iterator[Variation]:
    """Every smallest set of at most `drop-any` pieces of evidence without which the verdict is another; then that it
    holds without any other. Nothing is tried where the verdict is not even as expected with all of them."""
    most = hypothesis.under.drop_any
    if not most or checked.verdict != hypothesis.expect:
        return
    pieces = [e.id for e in base.chronology.evidence if e.certainty >= base.admitted]
    left_out = AnyOf(most, len(pieces))
    active = [id for id in pieces if id not in adding]
    found: dict[frozenset[str], Verdict] = {}
    try:
        for number, chosen in enumerate(c for n in range(most + 1) for c in combinations(active, n)):
            _limit(hypothesis, number)
            if any(smaller <= frozenset(chosen) for smaller in found):
                continue
            options = replace(base.options, without=(*base.options.without, *chosen))
            varied = base.varied(options) if chosen else base
            known = checked.reason.ids if checked.reason and not chosen else None
            for dropped, verdict in _breaking(varied, hypothesis, adding, most - len(chosen), known):
                found[frozenset(chosen) | dropped] = verdict
    except LimitReached:
        yield Variation(Condition(any_of=left_out), "unknown", False)
        return
    smallest = [s for s in found if not any(other < s for other in found)]
    for ids in sorted(smallest, key=lambda s: (len(s), sorted(s))):
        yield Variation(Condition(without=tuple(sorted(ids))), found[ids], False)
    if not smallest:
        yield Variation(Condition(any_of=left_out), hypothesis.expect, True)
    elif len(smallest) < len(pieces) or most > 1:
        yield Variation(Condition(any_of=replace(left_out, others=True)), hypothesis.expect, True)


def _breaking(
    base: Base, hypothesis: Hypothesis, droppable: frozenset[str], most: int, known: tuple[str, ...] | None
) -> Iterator[tuple[frozenset[str], Verdict]]:
    """Sets of at most so many droppable ids without which the verdict is not the one expected, every smallest one
    among them. `known` is an argument for the verdict with nothing dropped, where there is one already.

    What changes a verdict must take a member from each argument for it: a smallest hitting set.
    """
    claim, denial = base.claim(hypothesis.claim.claim)
    items = [id for id in base.network.ids if id in droppable]
    verdicts: dict[frozenset[str], Verdict] = {}

    def argue(left: Sequence[str]) -> Sequence[str] | None:
        if len(verdicts) == MOST_VARIATIONS:
            raise LimitReached
        dropped = frozenset(items).difference(left)
        ids = [id for id in base.network.ids if id not in dropped]
        verdicts[dropped] = verdict = judgement.verdict(base.solver, claim, denial, ids)
        if verdict == "unknown":
            raise LimitReached
        if verdict != hypothesis.expect:
            return None
        if verdict == "undetermined":
            # It stays so, whatever is dropped.
            return ()
        if len(dropped) == most:
            # No more will be dropped, so that it does not matter which of them suffice.
            return left
        against = {"entailed": denial, "refuted": claim, "inconsistent": ()}[verdict]
        argument = known if known is not None and not dropped else _argument(base, ids, against)
        return sorted(droppable.intersection(argument))

    costs = dict.fromkeys(items, (1,))
    found = lines_and_losses(items, argue, costs, Caps(MOST_VARIATIONS, size=most))
    if not found.complete and len(verdicts) < MOST_VARIATIONS:
        raise LimitReached
    _limit(hypothesis, MOST_VARIATIONS + (not found.complete))
    yield from ((frozenset(loss), verdicts[frozenset(loss)]) for loss in found.losses)


def _argument(base: Base, ids: Sequence[str], against: Sequence[Constraint]) -> tuple[str, ...]:
    argument = base.explainer.argument(ids, against)
    if argument is None:
        raise LimitReached
    if not base.explainer.suffices(argument, against):
        raise LimitReached
    return argument
