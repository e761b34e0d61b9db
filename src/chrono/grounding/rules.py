"""Applying the rules: every way in which the sentences said fill the `when` of a rule, less what undercuts it.

Takes the statements that stand, gives rule instances with their premises and certainty, and the list of what was
undercut and what stays open. An undercutter is weighed here, before solving; it is never a member of a conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import is_

from chrono.answers.common import OpenQuestion, Undercut
from chrono.core.diagnostics import NOWHERE
from chrono.core.limits import Limit
from chrono.grounding.anchors import stated_points
from chrono.grounding.argumentation import Statement
from chrono.grounding.joins import COUNTED_FROM, MOST_INSTANCES, Facts, TooMany
from chrono.grounding.meetings import Meetings, Ranked, meetings
from chrono.language.expressions import And, substitute
from chrono.language.expressions import names as names_in
from chrono.language.sentences import Sentence, Value, Vocabulary
from chrono.model.chronology import Certainty, Chronology, Rule, Settings, Written, expansion
from chrono.model.selection import Bindings


@dataclass(frozen=True, slots=True)
class Instance:
    """One rule with its variables bound and the statements that filled its `when`."""

    rule: Rule
    variables: tuple[str, ...]
    """The rule's variables, sorted."""
    values: tuple[Value, ...]
    """What each of them stands for."""
    premises: tuple[Statement, ...]
    certainty: Certainty
    settings: Settings
    exceptions: tuple[Written, ...] = ()
    """Conditions on dates (of `unless`) under any of which the conclusion need not hold."""

    @property
    def bindings(self) -> tuple[tuple[str, Value], ...]:
        """The variables, each with what it stands for."""
        return tuple(zip(self.variables, self.values, strict=True))

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of the evidence that its premises rest on, sorted."""
        return tuple(sorted({p.evidence for p in self.premises if p.evidence}))


@dataclass(frozen=True, slots=True)
class Applied:
    """What the rules give: conclusions, those that an exception undercuts, and questions left open."""

    instances: tuple[Instance, ...]
    undercut: tuple[Undercut, ...]
    open_questions: tuple[OpenQuestion, ...]
    exempting: frozenset[str] = frozenset()
    """What says that a rule does not apply, or applies only where its dates allow: without it the rule may bind."""
    looked_at: frozenset[str] = frozenset()
    """The spans of which it mattered whether they are dated."""
    settling: frozenset[str] = frozenset()
    """The stated dates by which conclusions were passed over: without one of them these may say something."""
    passed_over: tuple[Callable[[Collection[str]], bool], ...] = ()
    """Whether something was passed over that might count in an argument from these ids."""
    ways: int = 0
    """In how many ways the premises are met of rules that passed something over."""
    by_dates: bool = False
    """Whether what is concluded depends on where stated dates lie."""

    def missing(self, ids: Collection[str]) -> bool:
        """Whether an argument from these ids may have to be looked for with all that was passed over."""
        return any(missing(ids) for missing in self.passed_over)


UNAPPLIED = Applied((), (), ())
"""Of rules that there was no time to apply."""


def apply(
    chronology: Chronology,
    vocabulary: Vocabulary,
    statements: Iterable[Statement],
    settings: Mapping[str, Settings],
    admitted: Certainty,
    limit: Limit | None = None,
    *,
    whole: bool = False,
) -> Applied:
    """Every instance of every rule of at least the admitted certainty; `settings` are those set for a rule from
    outside. What stated dates entail is passed over, but where the `whole` is asked for. Raises `LimitReached`, and
    `TooMany` for a rule that would apply more than `MOST_INSTANCES` times."""
    facts = Facts(statements, chronology, vocabulary, limit or Limit())
    ranked = None if whole else _ranked(chronology, admitted)
    several: list[Meetings] = []
    bounded = _bounded(chronology, admitted)
    instances: list[Instance] = []
    undercut: list[Undercut] = []
    questions: list[OpenQuestion] = []
    exempting, looked_at = set[str](), set[str]()
    set_to: dict[Settings, Settings] = {}
    """What is set: the same each time, since many instances have it."""
    for rule in chronology.rules:
        if rule.certainty < admitted:
            continue
        answered = 0
        variables = tuple(sorted({name for line in rule.when for name in line.variables}))
        unless = tuple(lines for lines in rule.unless if facts.sayable(lines))
        outside = settings.get(rule.id, ())
        met = None if ranked is None else meetings(rule, ranked, facts.by_wording, outside)
        if met is not None:
            several.append(met)
        for number, (bindings, premises) in enumerate(facts.join(rule.when, {}, met)):
            if number == COUNTED_FROM and met is None:
                # So many may be far too many: they are counted before the rest is made.
                facts.bear(rule)
            if number == MOST_INSTANCES:
                raise TooMany.when(rule)
            if rule.different and len({_as_meant(bindings[variable]) for variable in rule.different}) == 1:
                continue
            said = [p for p in premises if p.evidence]
            certainty = min([rule.certainty, *(p.certainty for p in said)])
            if certainty < admitted:
                continue
            exceptions, found, open_, because = _undercutters(rule, unless, bindings, said, facts, bounded)
            exempting |= because[0]
            looked_at |= because[1]
            answered += len(found) + len(exceptions) + len(open_)
            if answered > MOST_INSTANCES:
                raise TooMany.unless(rule)
            undercut += found
            questions += open_
            if not any(u.held for u in found):
                values = tuple(bindings[name] for name in variables)
                instances.append(
                    Instance(
                        rule,
                        variables,
                        # Of the many rules with one premise they are those of what is said, and kept once.
                        next((p.values for p in premises if _same(p.values, values)), values),
                        premises,
                        certainty,
                        set_to.setdefault(own := _settings(rule, said, outside), own),
                        exceptions,
                    )
                )
    told = tuple(sorted(undercut, key=_order)), tuple(dict.fromkeys(questions))
    settling = frozenset().union(*(met.settling for met in several))
    over = [met for met in several if met.passed_over]
    missing = tuple(partial(met.missing, statements=facts.by_wording) for met in over)
    ways = sum(facts.ways(met.rule) for met in over)
    by_dates = any(all(facts.by_wording.get(met.rule.when[line].wording) for line in met.lines) for met in several)
    return Applied(
        tuple(instances), *told, frozenset(exempting), frozenset(looked_at), settling, missing, ways, by_dates
    )


def _same(one: Sequence[Value], other: Sequence[Value]) -> bool:
    """Whether two rows of values are the same ones, also as they are written."""
    return len(one) == len(other) and all(map(is_, one, other))


def _ranked(chronology: Chronology, admitted: Certainty) -> Ranked:
    """The stated dates, and how certain each is."""
    stated = {s.id: s for entry in chronology.entries for s in entry.stated}
    certainty = {id: int(s.certainty) for id, s in stated.items()}
    certainty |= {id: int(s.certainty) for s in stated.values() if (id := expansion(s.id, s.value))}
    return Ranked(stated_points(chronology, admitted), certainty, chronology.scale)


def _as_meant(value: Value) -> Value:
    """A value as it is told from another: `York` and `york` are one place."""
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


def _order(undercut: Undercut) -> tuple[str, ...]:
    return (undercut.rule, *undercut.premises, undercut.sentence, *undercut.by)


def _settings(rule: Rule, premises: Iterable[Statement], outside: Settings) -> Settings:
    """The rule's settings, then its evidence's own, then those asked for from outside: the last word wins."""
    values = dict(rule.settings)
    for premise in premises:
        for name, value in premise.settings:
            bare = name.removeprefix(f"{rule.id}.")
            if bare in values:
                values[bare] = value
    values.update(outside)
    return tuple(sorted(values.items()))


def _undercutters(
    rule: Rule,
    unless: Iterable[tuple[Sentence | Written, ...]],
    bindings: Bindings,
    premises: list[Statement],
    facts: Facts,
    bounded: Collection[tuple[str, str]],
) -> tuple[tuple[Written, ...], list[Undercut], list[OpenQuestion], tuple[set[str], set[str]]]:
    """What the `unless` lines make of an instance: exceptions on dates, undercutters, and conditions that lie
    dormant; and what says so, with the spans of which it mattered that they are dated."""
    strength = min((p.certainty for p in premises), default=Certainty.CERTAIN)
    ids = tuple(sorted({p.evidence for p in premises}))
    exceptions: list[Written] = []
    undercut: list[Undercut] = []
    questions: list[OpenQuestion] = []
    exempting, looked_at = set[str](), set[str]()
    for lines in unless:
        sentences = [line for line in lines if isinstance(line, Sentence)]
        conditions = [line for line in lines if isinstance(line, Written)]
        for bound, said in facts.join(sentences, bindings):
            by = tuple(sorted({s.evidence for s in said if s.evidence}))
            words = "; ".join(dict.fromkeys(s.sentence for s in said))
            if any(s.certainty < strength for s in said):
                undercut.append(Undercut(rule.id, ids, by, words, held=False, place=said[0].place))
            elif not conditions:
                undercut.append(Undercut(rule.id, ids, by, words, held=True, place=said[0].place if said else NOWHERE))
                exempting.update(by)
            else:
                undated = sorted(_undated(conditions, bound, bounded))
                if undated:
                    text = " and ".join(filled(c.text, bound) for c in conditions)
                    why = f"{rule.id} would not apply if {text}; no date is stated for {', '.join(undated)}"
                    questions.append(OpenQuestion(why, ids, conditions[0].place))
                else:
                    exceptions.append(_all_of([_bound(c, bound) for c in conditions]))
                    exempting.update(by)
                    looked_at.update(id for id, _ in _spans(conditions, bound))
    return tuple(exceptions), undercut, questions, (exempting, looked_at)


def _bound(written: Written, bindings: Bindings) -> Written:
    """A condition with its variables filled in, so that it can be read outside the instance."""
    return Written(substitute(written.claim, bindings), filled(written.text, bindings), written.place)


def _all_of(conditions: list[Written]) -> Written:
    """The condition that is met where all of these are."""
    first, *more = conditions
    if not more:
        return first
    return Written(And(tuple(c.claim for c in conditions)), " and ".join(c.text for c in conditions), first.place)


def filled(text: str, bindings: Bindings) -> str:
    """A text with each `$variable` replaced by what it is bound to."""
    for variable in sorted(bindings, key=len, reverse=True):
        value = bindings[variable]
        text = text.replace(f"${variable}", value if isinstance(value, str) else str(getattr(value, "text", value)))
    return text


def _bounded(chronology: Chronology, admitted: Certainty) -> frozenset[tuple[str, str]]:
    """(span, use) for every use of a span in a condition that admitted statements of its own put a date to."""
    found = set()
    for entry in chronology.entries:
        keys = {s.key for s in entry.stated if s.certainty >= admitted}
        lasting = "duration" in keys
        start = "date" in keys or "start" in keys or (lasting and "end" in keys)
        end = "date" in keys or "end" in keys or (lasting and "start" in keys)
        uses = {
            "start": start,
            "end": end,
            "known": start or "known" in keys,
            "duration": lasting or (start and end),
            "span": start and end,
        }
        found |= {(entry.id, use) for use, stated in uses.items() if stated}
    return frozenset(found)


def _undated(conditions: Iterable[Written], bindings: Bindings, bounded: Collection[tuple[str, str]]) -> set[str]:
    """The spans of a condition that no date is stated for where it is needed: what it says cannot be weighed.

    Such a condition could always be met, and would switch the rule off: the burden of proof lies with the exception.
    """
    return {id for id, use in _spans(conditions, bindings) if (id, use) not in bounded}


def _spans(conditions: Iterable[Written], bindings: Bindings) -> set[tuple[str, str]]:
    """The spans of some conditions, with the use made of them."""
    used = {
        (bindings.get(name.variable, name.id) if name.variable else name.id, use)
        for condition in conditions
        for name, use in names_in(condition.claim)
        if use not in ("amount", "relation")
    }
    return {(id, use) for id, use in used if isinstance(id, str)}
