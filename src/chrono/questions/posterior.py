"""Exact bounds on the chance of a claim about one date, given a prior over its values and the silence about events.

Takes masses of prior chance by how many limits a value lies beyond (the events that a text finished then would have
passed over), and what is stated of the chance that such an event would have been told of; gives the least and the most
that the chance of the claim can be, as exact fractions, with the inputs that attain them. Asks no solver.

With a chance w that one cause silences everything, L(n) = w + (1 - w) S(n) is the chance of silence about the first n
events, S(0) = 1. What S can be depends on how the events hang together: by `one-cause` S(n) = 1 - max p(i), by
`independent` the product of 1 - p(i), and where nothing is known of it whatever any joint distribution allows, which is
lo <= 1 - S(1) <= hi, 0 <= S(n-1) - S(n) <= hi and S >= 0 (Fréchet). Each p(i) is anywhere in lo..hi. The chance of the
claim is a ratio of two linear functions of L; its extremes are found by Dinkelbach's iteration (W. Dinkelbach, On
nonlinear fractional programming, Management Science 13, 1967), which ends because each step is at another corner. In w
the ratio is monotone, so that only the ends of its range are tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from chrono.model.chances import Range, Silence, Together

NEVER_TOLD = Silence("", (Fraction(0), Fraction(0)), "one-cause", (Fraction(1), Fraction(1)))
"""A silence that says nothing: what is then worked out is the prior itself."""

Masses = Sequence[Fraction]
"""Prior chance by how many limits a value lies beyond: 0, 1, 2 …"""


class Impossible(ValueError):
    """The stated chances leave nothing: the prior lies wholly where they say that silence cannot be."""


@dataclass(frozen=True, slots=True)
class Extreme:
    """A least or greatest chance, and the inputs at which it is attained."""

    value: Fraction
    told: Range
    together: Together
    all_silenced: Fraction


def least(claimed: Masses, mass: Masses, silence: Silence) -> Extreme:
    """The least chance of a claim that holds of `claimed` of the `mass`; raises `Impossible`."""
    denied = [whole - part for part, whole in zip(claimed, mass, strict=True)]
    found = most(denied, mass, silence)
    return Extreme(1 - found.value, found.told, found.together, found.all_silenced)


def most(claimed: Masses, mass: Masses, silence: Silence) -> Extreme:
    """The greatest chance of a claim that holds of `claimed` of the `mass`; raises `Impossible`."""
    first = next((n for n, whole in enumerate(mass) if whole), 0)
    if not floor(first, silence):
        raise Impossible
    tried = (_most_at(claimed, mass, silence, w) for w in sorted({*silence.all_silenced}))
    return max(tried, key=lambda found: found.value)


def _most_at(claimed: Masses, mass: Masses, silence: Silence, w: Fraction) -> Extreme:
    """The greatest chance where `w` is the chance that everything is silenced."""
    corner = _corner([Fraction(0)] * (len(mass) - 1), silence)
    found = _ratio(claimed, mass, corner.silent, w)
    while True:
        gains = [part - found * whole for part, whole in zip(claimed[1:], mass[1:], strict=True)]
        better = _corner(gains, silence)
        ratio = _ratio(claimed, mass, better.silent, w)
        if ratio <= found:
            return Extreme(found, corner.told, corner.together, w)
        corner, found = better, ratio


def _ratio(claimed: Masses, mass: Masses, silent: Sequence[Fraction], w: Fraction) -> Fraction:
    likelihood = [Fraction(1), *(w + (1 - w) * s for s in silent)]
    whole = sum((m * chance for m, chance in zip(mass, likelihood, strict=True)), Fraction(0))
    return sum((c * chance for c, chance in zip(claimed, likelihood, strict=True)), Fraction(0)) / whole


# -- the chance of silence about the first 1, 2, … events, where a sum of them is greatest


@dataclass(frozen=True, slots=True)
class _Corner:
    silent: tuple[Fraction, ...]
    told: Range
    together: Together


def _corner(gains: Sequence[Fraction], silence: Silence) -> _Corner:
    """Where the sum of gains times silences is greatest."""
    if not gains:
        return _Corner((), silence.told, silence.together)
    least_told, most_told = silence.told
    match silence.together:
        case "one-cause":
            told = _of_one_cause(gains, least_told, most_told)
            silent = tuple(1 - p for p in told)
        case "independent":
            told = _independent(gains, least_told, most_told)
            silent = tuple(accumulate((1 - p for p in told), lambda a, b: a * b))
        case "unknown":
            steps = _of_any_kind(gains, least_told, most_told)
            told = [max(least_told, step) for step in steps]
            silent = tuple(1 - lost for lost in accumulate(steps))
            if not any(steps[1:]):
                return _Corner(silent, (told[0], told[0]), "one-cause")
    return _Corner(silent, (min(told), max(told)), silence.together)


def _of_one_cause(gains: Sequence[Fraction], least_told: Fraction, most_told: Fraction) -> list[Fraction]:
    """The greatest p so far of each event: no lower than the one before, so at the corners it steps up once."""
    after = [*reversed([*accumulate(reversed(gains))]), Fraction(0)]
    # What is lost where the step is at an event is all that comes from there on.
    step = min(range(len(gains) + 1), key=lambda n: (after[n], n))
    return [least_told] * step + [most_told] * (len(gains) - step)


def _independent(gains: Sequence[Fraction], least_told: Fraction, most_told: Fraction) -> list[Fraction]:
    """Each event's own p, from the last to the first: what it multiplies is gained or lost as a whole."""
    told: list[Fraction] = []
    further = Fraction(0)
    for gain in reversed(gains):
        p = least_told if gain + further >= 0 else most_told
        further = (1 - p) * (gain + further)
        told.append(p)
    return told[::-1]


def _of_any_kind(gains: Sequence[Fraction], least_told: Fraction, most_told: Fraction) -> list[Fraction]:
    """By how much each event lessens the chance of silence: at most 1 in all, where it costs least first."""
    cost = [*reversed([*accumulate(reversed(gains))])]
    steps = [least_told, *[Fraction(0)] * (len(gains) - 1)]
    left = 1 - least_told
    for n in sorted(range(len(gains)), key=lambda n: (cost[n], n)):
        if cost[n] >= 0:
            break
        more = min(most_told - steps[n], left)
        steps[n] += more
        left -= more
    return steps


# -- the least and the most that silence about some events can be


def floor(n: int, silence: Silence) -> Fraction:
    """The least chance of silence about `n` events."""
    p, w = silence.told[1], silence.all_silenced[0]
    match silence.together:
        case _ if not n:
            return Fraction(1)
        case "one-cause":
            silent = 1 - p
        case "independent":
            silent = (1 - p) ** n
        case "unknown":
            silent = max(Fraction(0), 1 - n * p)
    return w + (1 - w) * silent


def ceiling(n: int, silence: Silence) -> Fraction:
    """The greatest chance of silence about `n` events."""
    p, w = silence.told[0], silence.all_silenced[1]
    if not n:
        return Fraction(1)
    return w + (1 - w) * ((1 - p) ** n if silence.together == "independent" else 1 - p)


# -- what would be needed


def needed(claimed: Masses, mass: Masses, chance: Fraction) -> Fraction | None:
    """Up to which chance of silence after the first limit a claim still has at least this chance; None where even a
    silence that cannot be does not give it. Only for claims that hold of nothing beyond a limit."""
    beyond = sum(mass[1:], Fraction(0))
    spare = claimed[0] - chance * mass[0]
    if not beyond:
        return Fraction(1) if spare >= 0 else None
    return min(Fraction(1), spare / (chance * beyond)) if spare >= 0 else None
