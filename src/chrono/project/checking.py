"""`chrono check`: every hypothesis against what its author expects, also under the variations it must survive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from chrono import encoding, hypotheses, results
from chrono.diagnostics import Diagnostic
from chrono.model import Chronology, Hypothesis, SettingRange
from chrono.project.base import Base
from chrono.project.options import AS_WRITTEN, Options, Unanswerable, unknown

MOST_VARIATIONS = 1000
"""How many variations of one hypothesis are tried before it is said that there are too many."""


def check(chronology: Chronology, ids: tuple[str, ...] = (), options: Options = AS_WRITTEN) -> results.Check:
    """Every named hypothesis (default: all) against what its author expects of it."""
    base = Base(chronology, options)
    asked = _hypotheses(base.chronology, ids)
    status, conflicts = base.status()
    checked = tuple(_check(base, h) for h in asked)
    if any(c.verdict == "unknown" or any(v.verdict == "unknown" for v in c.variations) for c in checked):
        status = "unknown"
    return results.Check(base.asked, status, checked, conflicts, base.weighing)


def _hypotheses(chronology: Chronology, ids: tuple[str, ...]) -> tuple[Hypothesis, ...]:
    by_id = {h.id: h for h in chronology.hypotheses}
    wrong = [unknown(id, by_id, "hypothesis") for id in ids if id not in by_id]
    if wrong:
        raise Unanswerable(wrong)
    if not by_id:
        raise Unanswerable([Diagnostic("empty", "there is no hypothesis to check", help="add one under hypotheses:")])
    return tuple(by_id[id] for id in sorted(set(ids))) if ids else chronology.hypotheses


def _check(base: Base, hypothesis: Hypothesis) -> results.Checked:
    claim, denial = encoding.claim_constraints(base.chronology, hypothesis.claim.claim, base.admitted)
    verdict, reason = hypotheses.judge(base.solver, base.explainer, claim, denial)
    return results.Checked(
        hypothesis.id,
        hypothesis.claim.text,
        hypothesis.expect,
        verdict,
        reason,
        hypothesis.why,
        tuple(_vary(base, hypothesis)),
        hypothesis.place,
    )


def _vary(base: Base, hypothesis: Hypothesis) -> Iterator[results.Variation]:
    """The verdict under each variation that the hypothesis must also survive."""
    for said, options in _variations(base, hypothesis):
        varied = Base(base.whole, options)
        if all(h.id != hypothesis.id for h in varied.chronology.hypotheses):
            continue
        claim, denial = encoding.claim_constraints(varied.chronology, hypothesis.claim.claim, varied.admitted)
        verdict = hypotheses.verdict(varied.solver, claim, denial)
        yield results.Variation(said, verdict, verdict == hypothesis.expect)


def _variations(base: Base, hypothesis: Hypothesis) -> list[tuple[str, Options]]:
    under, options = hypothesis.under, base.options
    found: list[tuple[str, Options]] = []
    for range_ in under.settings:
        found += [
            (f"{range_.setting} = {value}", replace(options, settings=(*options.settings, (range_.setting, value))))
            for value in _values(range_)
        ]
    if under.at_least is not None:
        found.append((f"evidence at least {under.at_least}", replace(options, at_least=under.at_least)))
    if under.drop_any:
        ids = [e.id for e in base.chronology.evidence if e.certainty >= base.admitted]
        for dropped in combinations(ids, min(under.drop_any, len(ids))):
            found.append((f"without {', '.join(dropped)}", replace(options, without=(*options.without, *dropped))))
            if len(found) > MOST_VARIATIONS:
                break
    if len(found) > MOST_VARIATIONS:
        message = f"'{hypothesis.id}' asks for more than {MOST_VARIATIONS} variations"
        raise Unanswerable([Diagnostic("too-many", message, hypothesis.place, "narrow its `under`")])
    return found


def _values(range_: SettingRange) -> list[str]:
    """Every value of a setting's range, in the unit it is written in."""
    (least, unit), (most, _) = range_.least.parts[0], range_.most.parts[0]
    return [f"{n} {unit}" for n in range(least, most + 1)]
