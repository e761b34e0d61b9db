"""The screen of `chrono weigh`: chances to two digits, and never in the words that stand for certainty or proof."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from rich.console import RenderableType

from chrono.answers.weigh import Inputs, Needs, Weighed, Weighings
from chrono.model.chances import Range
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text.common import asked, closing, placed, premises, title
from chrono.reports.text.screen import say

HUNDRED = 100


def screen(answer: Weighings, page: Page) -> str:
    """Each claim with its least and greatest chance, what they rest on, and what is proven apart from them."""
    blocks: list[RenderableType] = [*title(answer.asked, answer.status, page), *asked(answer.asked)]
    if answer.status == "inconsistent":
        blocks += ["", say("contradiction: these cannot all be true, and nothing is weighed", "bold red")]
        for table in placed(premises(answer.conflicts), page, 2):
            blocks += table
        return page.print(blocks) + closing(answer, page)
    places = words.listed([str(place) for place in answer.places])
    passed = words.plural(answer.passed_over, "event")
    blocks += ["", say(f"Weighed, not proven: by the chances at {places}", "bold")]
    if answer.passed_over:
        blocks.append(say(f"the silence of rule:{answer.rule} about {passed}, and when {answer.of} was", "dim", 2))
    for weighed in answer.results:
        blocks += ["", *_weighed(weighed)]
    if not answer.results:
        blocks += ["", "a limit was reached before anything was weighed"]
    return page.print(blocks) + closing(answer, page)


def _weighed(weighed: Weighed) -> Iterable[RenderableType]:
    name = weighed.id or weighed.claim
    if weighed.chances is None or weighed.before is None:
        yield say(f"{name}   not known: a limit was reached", "bold", 2)
    else:
        bounds = "" if weighed.bounded else ", not bounded exactly"
        told = f"{range_of(weighed.chances)}{bounds}   before the silence {range_of(weighed.before)}"
        yield say(f"{name}   {told}", "bold", 2)
    if weighed.id:
        yield say(weighed.claim, "dim", 4)
    if weighed.least_at and weighed.most_at and weighed.chances and weighed.chances[0] < weighed.chances[1]:
        several = weighed.least_at.prior != weighed.most_at.prior
        least, most = (_inputs(inputs, several) for inputs in (weighed.least_at, weighed.most_at))
        yield say(f"least with {least}; most with {most}", indent=4)
    if weighed.needs:
        yield say(_needs(weighed.needs), indent=4)
    if weighed.asked:
        met = {True: "met", False: "not met", None: "not known"}[weighed.met]
        style = {True: "green", False: "bold red", None: "yellow"}[weighed.met]
        yield say(f"asked for: at least a chance {weighed.asked}: {met}", style, 4)
    if not weighed.bounded:
        yield say("these bounds hold, and may be wider than need be: the day of an event is not known", indent=4)
    yield say(f"proven: {weighed.proven}, if the silence is taken as a premise", indent=4)


def _inputs(inputs: Inputs, several: bool) -> str:
    together = {"one-cause": ", one cause", "independent": ", each by itself", "unknown": ""}[inputs.together]
    prior = f", the prior at {inputs.prior}" if several else ""
    least, most = inputs.told
    told = _given(least) if least == most else f"{_given(least)} to {_given(most)}"
    return f"told {told}{together}, all-silenced {_given(inputs.all_silenced)}{prior}"


def _given(chance: Fraction) -> str:
    """A stated chance, as it may have been written."""
    return number(chance).removesuffix("0") if chance.denominator in (2, 5, 10) else number(chance)


def _needs(needs: Needs) -> str:
    chance = number(needs.chance)
    if needs.at_least is None or needs.ceiling is None:
        return f"{chance} is out of reach, however sure the events were to be told of"
    if not needs.at_least:
        return f"{chance} is reached before the silence"
    told = _two(Fraction(ceil(needs.at_least * HUNDRED), HUNDRED))
    silenced = _two(Fraction(floor(needs.ceiling * HUNDRED), HUNDRED))
    return f"{chance} would need told at least {told}; it is out of reach while all-silenced is above {silenced}"


def range_of(found: Range) -> str:
    """A range of chances to two digits, rounded outward; one number where both ends are the same."""
    least, most = found
    if least == most:
        return number(least)
    low, high = Fraction(floor(least * HUNDRED), HUNDRED), Fraction(ceil(most * HUNDRED), HUNDRED)
    return f"{_two(low)} to {_two(high)}" if high < 1 or most == 1 else f"{_two(low)} to just below 1"


def number(chance: Fraction) -> str:
    """One chance to two digits; what is neither sure nor ruled out is never told as 0 or 1."""
    rounded = Fraction(floor(chance * HUNDRED + Fraction(1, 2)), HUNDRED)
    if rounded == 1 and chance < 1:
        return "just below 1"
    if not rounded and chance:
        return "just above 0"
    return _two(rounded)


def _two(chance: Fraction) -> str:
    whole, rest = divmod(chance.numerator * HUNDRED // chance.denominator, HUNDRED)
    return f"{whole}.{rest:02}" if rest else str(whole)
