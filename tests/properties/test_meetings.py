"""What is passed over because stated dates entail it changes no answer: on small itineraries each question is answered
as where every pair is compared."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from chrono.api import Chronology
from chrono.grounding import rules

RULES = """\
vocabulary:
  issued: {says: "{act} was issued at {place}", slots: {act: document, place: text}}
  stayed: {says: "{place} was the home all through {stay}", slots: {place: text, stay: span}}
  way: {says: "the way from {here} to {there} takes {time}", slots: {here: text, there: text, time: duration}}
  near: {says: "{here} lies near {there}", slots: {here: text, there: text}}
  forged: {says: "{act} is a forgery", slots: {act: document}}
rules:
  apart:
    title: one place a day
    when: [$act was issued at $here, $other was issued at $there]
    different: [$here, $there]
    unless: [$here lies near $there, $act is a forgery, $other is a forgery]
    then: end($other) >= end($act) + apart or end($act) >= end($other) + apart
    settings: {apart: 1 day}
    certainty: strong
    because: "{act}, {other}"
  stays:
    title: no act of elsewhere during a stay
    when: [$act was issued at $here, $there was the home all through $stay]
    different: [$here, $there]
    unless: [$act is a forgery]
    then: end($act) < start($stay) or end($act) > end($stay)
    certainty: CERTAINTY
    because: "{act}, {stay}"
  journeys:
    title: the way between
    when: [$act was issued at $here, $other was issued at $there, the way from $here to $there takes $time]
    unless: [$act is a forgery, $other is a forgery]
    then: end($other) >= end($act) + $time or end($act) >= end($other) + $time
    certainty: moderate
    because: "{act}, {other}, {time}"
"""


def _itinerary(seed: int) -> str:
    draw = random.Random(seed)
    unit = draw.choice(["day", "day", "day", "month"])

    def day(most: int = 24) -> str:
        number = draw.randrange(most)
        return f"1170-{1 + number // 28:02}-{1 + number % 28:02}" if unit == "day" else f"1170-{1 + number % 12:02}"

    def certainty() -> str:
        return draw.choice(["certain", "strong", "moderate", "weak", "moderate"])

    acts = [f"{name}-act" for name in "zcxa"[: draw.randint(2, 4)]]
    lines = [f"chronology: {{title: an itinerary, unit: {unit}, admit: {draw.choice(['weak', 'moderate'])}}}"]
    lines.append("documents:")
    for act in acts:
        first, last = sorted((day(), day()))
        date = draw.choice(
            [f"end: {first}, ", f"date: {first}/{last}, ", f'end: "[{first}..{last}]", ', f"start: {first}, ", ""]
        )
        if "start" in date and draw.random() < 0.5:
            date += f"end: {last}, "
        lines.append(f"  {act}: {{{date}certainty: {draw.choice(['certain', 'certain', 'strong', 'moderate'])}}}")
    stay = draw.random() < 0.4
    if stay:
        first, last = sorted((day(), day()))
        lines += ["periods:", f"  stay: {{date: {first}/{last}}}"]
    lines.append("evidence:")
    places = ["York", "Dover", "Kent"]
    for act in acts:
        # The ids come before and after those of the dates.
        lines.append(f"  {draw.choice('bmz')}at-{act}:")
        settings = ", settings: {apart.apart: 4 days}" if draw.random() < 0.1 else ""
        says = f"{act} was issued at {draw.choice(places)}"
        lines[-1] += f" {{says: {says}, certainty: {certainty()}{settings}}}"
    if stay:
        lines.append(f"  home: {{says: {draw.choice(places)} was the home all through stay, certainty: {certainty()}}}")
    if draw.random() < 0.3:
        way = f"the way from York to Dover takes {draw.choice(['3 days', '9 days', '1 month'])}"
        lines.append(f"  way: {{says: {way}, certainty: {certainty()}}}")
    if draw.random() < 0.2:
        lines.append(f"  near: {{says: York lies near Kent, certainty: {certainty()}}}")
    if draw.random() < 0.3:
        lines.append(f"  forged: {{says: {draw.choice(acts)} is a forgery, certainty: {certainty()}}}")
    for number in range(draw.randrange(4)):
        one, other = draw.sample(acts, 2)
        claim = draw.choice(
            [
                f"end({one}) <= {day()}",
                f"end({one}) >= {day()}",
                f"end({one}) <= end({other})",
                f"start({one}) >= end({other})",
                f"end({one}) = {day()} or end({other}) = {day()}",
            ]
        )
        lines.append(f'  {draw.choice("aky")}more-{number}: {{holds: "{claim}", certainty: {certainty()}}}')
    lines.append("hypotheses:")
    lines.append(f"  order: {{claim: end({acts[0]}) < end({acts[1]}), expect: entailed, under: {{drop-any: 1}}}}")
    return "\n".join(lines) + "\n" + RULES.replace("CERTAINTY", draw.choice(["strong", "certain"]))


def _asked(text: str, ask: Callable[[Chronology], Any]) -> Any:
    """The document, less what is set aside of conclusions that say nothing."""
    document = ask(Chronology.loads(text)).document()
    return _without(document, "undercut")


def _without(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return {k: _without(v, key) for k, v in value.items() if k != key}
    return [_without(v, key) for v in value] if isinstance(value, list) else value


def _left_out(chronology: Chronology, seed: int) -> tuple[str, ...]:
    value = chronology.value
    ids = sorted([e.id for e in value.evidence] + [s.id for entry in value.entries for s in entry.stated])
    draw = random.Random(seed)
    return tuple(draw.sample(ids, min(len(ids), draw.randint(1, 3))))


QUESTIONS: dict[str, Callable[[Chronology], Any]] = {
    "infer": lambda c: c.infer(),
    "without": lambda c: c.infer(without=_left_out(c, 1)),
    "strong": lambda c: c.infer(at_least="strong"),
    "set": lambda c: c.infer(settings={"apart.apart": "5 days"}),
    "windows": lambda c: c.windows(),
    "check": lambda c: c.check(),
    "conflicts": lambda c: c.conflicts(),
    "sources": lambda c: c.conflicts(by="inference"),
    "sensitivity": lambda c: c.sensitivity(),
    "explain": lambda c: c.explain("z-act"),
    "explain the order": lambda c: c.explain("order", thresholds=("apart.apart",)),
    "vary": lambda c: c.vary(runs=5),
}


@pytest.fixture(params=range(8))
def seeds(request: pytest.FixtureRequest) -> range:
    return range(request.param * 5, request.param * 5 + 5)


def _everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing is passed over."""
    apply = rules.apply
    monkeypatch.setattr(rules, "apply", lambda *args, **kwargs: apply(*args, **kwargs | {"whole": True}))


def test_every_answer_is_as_where_all_are_compared(seeds: range, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [_itinerary(seed) for seed in seeds]
    found = [{name: _asked(text, ask) for name, ask in QUESTIONS.items()} for text in texts]
    _everywhere(monkeypatch)
    for text, answers in zip(texts, found, strict=True):
        for name, ask in QUESTIONS.items():
            assert answers[name] == _asked(text, ask), (name, text)
