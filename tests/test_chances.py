"""`chrono weigh`: chances beside the proof, against the worked figures, the laws they must keep, and a second reckoning
that knows nothing of the first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

from chrono import Chronology, InvalidEvidence, Unanswerable
from chrono.answers.weigh import Weighed
from chrono.documents import decode, encode, versions_of
from chrono.frontends.cli import main
from chrono.model.chances import Range, Silence, Together
from chrono.questions.posterior import NEVER_TOLD, Impossible, least, most

EVENTS = {
    "pact": "1939-08-23",
    "war": "1939-09-01",
    "poland": "1939-09-17",
    "debate": "1939-09-12",
    "incorporation": "1939-11-01",
    "finland": "1939-11-30",
    "baltic-occupation": "1940-06-15",
    "baltic-incorporation": "1940-08-03",
}
"""The eight that the fragments would have told of, had work gone on."""
EVENT_LINES = "\n".join(f"  {id}: {{date: {day}, topics: [ussr]}}" for id, day in EVENTS.items())
BASE = """
chronology: {unit: day}
events:
EVENTS
documents:
  fragments: {topics: [ussr]}
evidence:
  life: {holds: [1938-02-15 <= end(fragments), end(fragments) <= 1940-08-20], certainty: certain}
  silent: {says: fragments is silent about $event, for: {event: {topic: ussr}}, certainty: strong}
vocabulary:
  silent: {says: "{document} is silent about {event}", slots: {document: document, event: event}}
rules:
  silence:
    when: [$document is silent about $event]
    then: end($document) <= known($event) + delay
    settings: {delay: 0 days}
    certainty: strong
hypotheses:
  by-the-pact: {claim: end(fragments) <= 1939-08-23}
""".replace("EVENTS", EVENT_LINES)
PACT = "end(fragments) <= 1939-08-23"


def text(told: str, silenced: str, together: str = "unknown", prior: str = "", base: str = BASE) -> str:
    prior = prior or "{of: end(fragments), even: 1938-02-15..1940-08-20, note: nothing is known}"
    return f"""{base}
chances:
  prior: [{prior}]
  silence: {{told: {told}, all-silenced: {silenced}, together: {together}, note: for the test}}
"""


def weighed(told: str, silenced: str, together: str = "unknown", claim: str = PACT, **more: str) -> Weighed:
    (found,) = Chronology.loads(text(told, silenced, together, **more)).weigh(claim).results
    return found


def exactly(found: Weighed) -> Fraction:
    assert found.chances is not None
    assert found.chances[0] == found.chances[1]
    return found.chances[0]


# -- the figures that were worked out by hand


@pytest.mark.parametrize(
    ("silenced", "together", "told", "chance"),
    [
        (silenced, together, told, chance)
        for silenced, together, row in [
            ("0", "one-cause", (0.629, 0.686, 0.754, 0.836, 0.939, 1)),
            ("0", "independent", (0.732, 0.906, 0.973, 0.992, 0.998, 1)),
            ("0.1", "one-cause", (0.627, 0.677, 0.735, 0.805, 0.889, 0.939)),
            ("0.1", "independent", (0.717, 0.863, 0.917, 0.932, 0.937, 0.939)),
        ]
        for told, chance in zip(("0.1", "0.3", "0.5", "0.7", "0.9", "1"), row, strict=True)
    ],
)
def test_the_table_of_the_founding_case(silenced: str, together: str, told: str, chance: float) -> None:
    assert round(float(exactly(weighed(told, silenced, together))), 3) == chance


def test_one_of_them_exactly() -> None:
    assert exactly(weighed("0.9", "0.1", "one-cause")) == 555 / (555 + 363 * Fraction("0.19"))


def test_the_range_where_nothing_is_known_of_how_silences_hang_together() -> None:
    found = weighed("0.5..0.9", "0.05..0.3")
    assert found.chances is not None
    assert [round(float(side), 3) for side in found.chances] == [0.702, 0.967]
    assert found.least_at is not None
    assert found.least_at.together == "one-cause"
    assert found.least_at.told == (Fraction(1, 2), Fraction(1, 2))
    assert found.least_at.all_silenced == Fraction(3, 10)


def test_what_would_be_needed() -> None:
    needs = weighed("0.5", "0.1", "one-cause").needs
    assert needs is not None
    assert needs.at_least is not None
    assert needs.ceiling is not None
    assert round(float(needs.at_least), 4) == 0.9195
    assert round(float(needs.ceiling), 4) == 0.0805
    at_the_ceiling = weighed("1", str(needs.ceiling), "one-cause")
    assert exactly(at_the_ceiling) == Fraction(95, 100)


@pytest.mark.parametrize(("silenced", "chance"), [("0.05", 0.968), ("0.1", 0.939), ("0.25", 0.859), ("0.5", 0.754)])
def test_the_most_that_any_told_can_give(silenced: str, chance: float) -> None:
    assert round(float(exactly(weighed("1", silenced))), 3) == chance


def test_a_prior_that_says_only_what_lies_after() -> None:
    """Four parts in five for later work, and a tenth's chance of so complete a silence."""
    prior = "{of: end(fragments), after: pact, chance: 0.8, source: a letter}"
    found = weighed("1", "0.1", "one-cause", prior=prior)
    assert exactly(found) == Fraction(2, 10) / (Fraction(2, 10) + Fraction(8, 10) * Fraction(1, 10))
    assert found.before == (Fraction(1, 5), Fraction(1, 5))


def test_of_what_a_prior_leaves_open_every_spread_is_told() -> None:
    prior = "{of: end(fragments), after: pact, chance: 0.8, source: a letter}"
    found = weighed("0", "0", "one-cause", claim="end(fragments) < start(finland)", prior=prior)
    assert found.before == found.chances == (Fraction(1, 5), Fraction(1))


def test_several_priors_are_spanned() -> None:
    several = text("0.5", "0.1", "one-cause").replace(
        "prior: [", "prior: [{of: end(fragments), after: pact, chance: 0.4..0.8, source: a letter}, "
    )
    (found,) = Chronology.loads(several).weigh(PACT).results
    assert found.before == (
        Fraction(1, 5),
        Fraction(3, 5) if Fraction(3, 5) > Fraction(555, 918) else Fraction(555, 918),
    )
    assert found.least_at is not None
    assert found.most_at is not None
    assert found.least_at.prior != found.most_at.prior


# -- laws


CHANCES = st.fractions(0, 1, max_denominator=20)
TOGETHER: st.SearchStrategy[Together] = st.sampled_from(["one-cause", "independent", "unknown"])


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, high = sorted((draw(CHANCES), draw(CHANCES)))
    return low, high


@st.composite
def spreads(draw: st.DrawFn) -> tuple[list[Fraction], list[Fraction]]:
    """Masses by how many limits are passed, and the part of each of which a claim holds."""
    size = draw(st.integers(1, 5))
    mass = draw(st.lists(st.integers(0, 9).map(Fraction), min_size=size, max_size=size).filter(any))
    return [draw(st.sampled_from([Fraction(0), m, m / 2])) for m in mass], mass


def silence(told: Range, together: Together, silenced: Range) -> Silence:
    return Silence("silence", told, together, silenced)


def chance(claimed: Sequence[Fraction], mass: Sequence[Fraction], silent: Sequence[Fraction], w: Fraction) -> Fraction:
    """Bayes's theorem, as it stands in any book."""
    likelihood = [Fraction(1), *(w + (1 - w) * s for s in silent)]
    return sum((c * x for c, x in zip(claimed, likelihood, strict=True)), Fraction(0)) / sum(
        (m * x for m, x in zip(mass, likelihood, strict=True)), Fraction(0)
    )


def possible(together: Together, told: Sequence[Fraction]) -> list[Fraction]:
    """The chance of silence about the first 1, 2, … events of these chances: by the definition of each kind."""
    if together == "one-cause":
        return [1 - max(told[: n + 1]) for n in range(len(told))]
    found, product_so_far = [], Fraction(1)
    for p in told:
        product_so_far *= 1 - p
        found.append(product_so_far)
    return found


@given(spreads(), ranges(), ranges(), TOGETHER, st.data())
def test_no_history_of_the_stated_kind_lies_outside(
    spread: tuple[list[Fraction], list[Fraction]], told: Range, silenced: Range, together: Together, data: st.DataObject
) -> None:
    claimed, mass = spread
    asked = silence(told, together, silenced)
    try:
        low, high = least(claimed, mass, asked).value, most(claimed, mass, asked).value
    except Impossible:
        assume(False)
    within = [told[0] + (told[1] - told[0]) * data.draw(CHANCES) for _ in mass[1:]]
    w = silenced[0] + (silenced[1] - silenced[0]) * data.draw(CHANCES)
    kind: Together = data.draw(st.sampled_from(["one-cause", "independent"])) if together == "unknown" else together
    assert low <= chance(claimed, mass, possible(kind, within), w) <= high


@given(spreads(), ranges(), ranges(), st.sampled_from(["one-cause", "independent"]))
def test_the_ends_are_attained(
    spread: tuple[list[Fraction], list[Fraction]], told: Range, silenced: Range, together: Together
) -> None:
    """All corners tried one by one give the same ends."""
    claimed, mass = spread
    asked = silence(told, together, silenced)
    try:
        found = least(claimed, mass, asked).value, most(claimed, mass, asked).value
    except Impossible:
        assume(False)
    corners = [
        chance(claimed, mass, possible(together, each), w)
        for each in product(sorted({*told}), repeat=len(mass) - 1)
        for w in sorted({*silenced})
    ]
    assert found == (min(corners), max(corners))


@given(spreads(), ranges(), ranges(), st.data())
def test_any_joint_distribution_lies_within_what_is_told_where_nothing_is_known(
    spread: tuple[list[Fraction], list[Fraction]], told: Range, silenced: Range, data: st.DataObject
) -> None:
    """Worlds with their chances, drawn at random; what each event's own chance comes to must be in the range."""
    claimed, mass = spread
    events = len(mass) - 1
    worlds = [*product((False, True), repeat=events)]
    weights = data.draw(st.lists(st.integers(0, 6), min_size=len(worlds), max_size=len(worlds)).filter(any))
    whole = sum(weights)
    own = [Fraction(sum(w for w, world in zip(weights, worlds, strict=True) if world[n]), whole) for n in range(events)]
    if own:
        told = (min(own), max(own))
    silent = [
        Fraction(sum(w for w, world in zip(weights, worlds, strict=True) if not any(world[: n + 1])), whole)
        for n in range(events)
    ]
    asked = silence(told, "unknown", silenced)
    try:
        low, high = least(claimed, mass, asked).value, most(claimed, mass, asked).value
    except Impossible:
        assume(False)
    assert low <= chance(claimed, mass, silent, silenced[0]) <= high


@given(spreads(), ranges(), ranges(), TOGETHER)
def test_narrower_inputs_give_narrower_chances(
    spread: tuple[list[Fraction], list[Fraction]], told: Range, silenced: Range, together: Together
) -> None:
    claimed, mass = spread
    wide = silence(told, together, silenced)
    middle = (told[0] + told[1]) / 2
    narrow = silence((middle, told[1]), together, (silenced[0], silenced[0]))
    try:
        outer = least(claimed, mass, wide).value, most(claimed, mass, wide).value
    except Impossible:
        assume(False)
    assert outer[0] <= least(claimed, mass, narrow).value <= most(claimed, mass, narrow).value <= outer[1]


@given(spreads(), ranges(), TOGETHER)
def test_never_told_is_the_prior(
    spread: tuple[list[Fraction], list[Fraction]], silenced: Range, together: Together
) -> None:
    claimed, mass = spread
    never = silence((Fraction(0), Fraction(0)), together, silenced)
    prior = sum(claimed) / sum(mass)
    assert least(claimed, mass, never).value == most(claimed, mass, never).value == prior
    assert least(claimed, mass, NEVER_TOLD).value == prior


@given(CHANCES, CHANCES, CHANCES)
def test_before_the_first_event_more_told_is_no_less_and_more_silenced_no_more(
    one: Fraction, other: Fraction, silenced: Fraction
) -> None:
    claimed, mass = [Fraction(5), Fraction(0), Fraction(0)], [Fraction(5), Fraction(2), Fraction(3)]
    kinds: tuple[Together, ...] = ("one-cause", "independent")
    for together in kinds:
        low, high = (
            least(claimed, mass, silence((p, p), together, (silenced, silenced))).value for p in sorted((one, other))
        )
        assert low <= high
        low, high = (
            least(claimed, mass, silence((silenced, silenced), together, (w, w))).value for w in sorted((one, other))
        )
        assert low >= high
    p, w = (one, one), (other, other)
    one_cause = least(claimed, mass, silence(p, "one-cause", w)).value
    independent = least(claimed, mass, silence(p, "independent", w)).value
    unknown = silence(p, "unknown", w)
    assert least(claimed, mass, unknown).value <= one_cause <= independent <= most(claimed, mass, unknown).value


# -- beside the proof


def test_what_is_proven_has_the_chance_of_what_is_certain() -> None:
    assert exactly(weighed("0.5..0.9", "0.05..0.3", claim="end(fragments) <= 1940-08-20")) == 1
    assert exactly(weighed("0.5..0.9", "0.05..0.3", claim="end(fragments) > 1940-08-20")) == 0


def test_sure_to_be_told_and_never_silenced_is_the_silence_as_a_premise() -> None:
    found = weighed("1", "0", claim=PACT)
    assert (exactly(found), found.proven) == (1, "entailed")
    found = weighed("1", "0", claim="end(fragments) <= 1939-08-22")
    assert (exactly(found), found.proven) == (Fraction(554, 555), "undetermined")


def test_a_silence_said_twice_counts_once() -> None:
    again = "  again: {says: fragments is silent about pact, certainty: strong, source: another reader}\nvocabulary:"
    twice = BASE.replace("vocabulary:", again, 1)
    assert weighed("0.5", "0.1", "independent", base=twice).chances == weighed("0.5", "0.1", "independent").chances


def test_a_gap_in_the_window_has_no_chance() -> None:
    gap = BASE.replace(
        "certainty: certain}",
        "certainty: certain}\n  gap: {holds: 'end(fragments) < 1939-01-01 or end(fragments) > 1939-07-01'}",
        1,
    )
    assert exactly(weighed("0", "0", "one-cause", base=gap)) == Fraction(555 - 182, 918 - 182)


def test_where_the_day_of_an_event_is_not_known_the_bounds_hold() -> None:
    loose = BASE.replace("pact: {date: 1939-08-23", "pact: {date: '[1939-08-20..1939-08-23]'")
    found = weighed("0.9", "0.1", "one-cause", base=loose)
    assert not found.bounded
    assert found.chances is not None
    for day in ("1939-08-20", "1939-08-22", "1939-08-23"):
        fixed = BASE.replace("pact: {date: 1939-08-23", f"pact: {{date: {day}")
        assert found.chances[0] <= exactly(weighed("0.9", "0.1", "one-cause", base=fixed)) <= found.chances[1]


def test_other_answers_are_the_same_with_chances() -> None:
    plain, stated = Chronology.loads(BASE), Chronology.loads(text("0.5", "0.1"))
    for question in ("infer", "check", "conflicts"):
        one, other = (getattr(c, question)().document() for c in (plain, stated))
        assert one.pop("inputs") != other.pop("inputs")
        assert one == other


# -- the command


def run(folder: Path, files: dict[str, str], *args: str) -> Any:
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return CliRunner().invoke(main, ["weigh", "-C", str(folder), *args], env={"COLUMNS": "100"})


def test_the_screen_says_that_nothing_is_proven_and_what_is(tmp_path: Path) -> None:
    ran = run(tmp_path, {"events.yaml": text("0.5..0.9", "0.05..0.3")})
    assert ran.exit_code == 0, ran.output
    assert "Weighed, not proven: by the chances at events.yaml:" in ran.output
    assert "by-the-pact   0.70 to 0.97   before the silence 0.60" in ran.output
    assert "0.95 would need told at least 0.92; it is out of reach while all-silenced is above 0.08" in ran.output
    assert "proven: entailed, if the silence is taken as a premise" in ran.output


def test_without_chances_nothing_is_weighed(tmp_path: Path) -> None:
    ran = run(tmp_path, {"events.yaml": BASE})
    assert ran.exit_code == 2
    assert "no chances are stated here" in ran.output


@pytest.mark.parametrize(("asked", "code"), [("'>= 0.7'", 0), ("'> 0.9'", 1), ("'>= 0.9'", 1)])
def test_a_chance_that_is_asked_for_is_held_against_the_least(tmp_path: Path, asked: str, code: int) -> None:
    files = {
        "events.yaml": text("0.5..0.9", "0.05..0.3").replace("1939-08-23}\n\n", f"1939-08-23, chance: {asked}}}\n\n")
    }
    assert "chance: '" in files["events.yaml"]
    ran = run(tmp_path, files)
    assert ran.exit_code == code, ran.output
    assert ("not met" in ran.output) == (code == 1)


def test_the_document_holds_what_is_told_exactly(tmp_path: Path) -> None:
    ran = run(tmp_path, {"events.yaml": text("0.5..0.9", "0.05..0.3")}, "--format", "json")
    document = json.loads(ran.output)
    assert document["schema"] == "chrono.weigh/1"
    (result,) = document["results"]
    low, high = (Fraction(side) for side in result["exact"])
    assert Fraction(result["least"]) <= low < Fraction(result["least"]) + Fraction(1, 10**6)
    assert Fraction(result["most"]) - Fraction(1, 10**6) < high <= Fraction(result["most"]) + Fraction(1, 10**9)
    assert result["inputs"]["least"]["together"] == "one-cause"
    assert encode(decode(document), versions_of(document)) == document


def test_a_saved_answer_is_added_up_again() -> None:
    chronology = Chronology.loads(text("0.5..0.9", "0.05..0.3"))
    document = json.loads(json.dumps(chronology.weigh().document()))
    assert {one.proven for one in chronology.verify(document).results} == {"proven"}
    (result,) = document["results"]
    result["exact"][1] = "999/1000"
    result["most"] = 0.999
    assert chronology.verify(document).count("wrong")


# -- what cannot be weighed


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("told: 1.5", "outside 0 to 1"),
        ("told: 0.9..0.5", "begins with the greater"),
        ("told: likely", "'likely' is no chance"),
        ("told: 0.5, together: independent", "'independent' needs a note"),
        ("told: 0.5, together: perhaps", "'perhaps' does not fit 'together'"),
        ("all-silenced: 0.5", "'silence' needs 'told'"),
    ],
)
def test_a_mistake_in_what_is_said_of_a_silence(stated: str, said: str) -> None:
    prior = "{of: end(fragments), even: 1938..1940, note: n}"
    with pytest.raises(InvalidEvidence, match=said):
        Chronology.loads(f"{BASE}\nchances: {{prior: [{prior}], silence: {{{stated}}}}}")


@pytest.mark.parametrize(
    ("prior", "said"),
    [
        ("of: end(fragments), even: 1938..1940", "a chance needs a source or a note"),
        ("of: end(fragments), after: pact, note: n", "'after' needs a chance"),
        ("of: end(fragments), note: n", "a prior is either even or after something"),
        ("of: end(fragments), even: 1940..1938, note: n", "the earliest day lies after the latest"),
        ("of: end(fragment), even: 1938..1940, note: n", "no dated entry is called 'fragment'"),
        ("of: fragments, even: 1938..1940, note: n", "'fragments' is no point to think of"),
        ("of: end(fragments), even: 1938..1940, chance: 0.5, note: n", "an even prior has no chance of its own"),
        ("of: end(fragments), after: pact, chance: 2, note: n", "outside 0 to 1"),
    ],
)
def test_a_mistake_in_a_prior(prior: str, said: str) -> None:
    with pytest.raises(InvalidEvidence, match=said):
        Chronology.loads(f"{BASE}\nchances: {{prior: [{{{prior}}}], silence: {{told: 0.5}}}}")


def test_a_rule_that_is_not_there() -> None:
    with pytest.raises(InvalidEvidence, match="no rule is called 'silenc'"):
        Chronology.loads(f"{BASE}\nchances: {{silenc: {{told: 0.5}}}}")


@pytest.mark.parametrize(
    ("prior", "claim", "said"),
    [
        ("{of: end(fragments), even: 1950..1960, note: n}", PACT, "lies wholly outside"),
        ("", "end(pact) < end(war)", "is not about end"),
        ("", "befor", "no hypothesis is called 'befor'"),
        ("{of: start(fragments), even: 1938..1940, note: n}", "start(fragments) < 1939", "sets no limit"),
    ],
)
def test_what_cannot_be_weighed(prior: str, claim: str, said: str) -> None:
    with pytest.raises(Unanswerable, match=said):
        weighed("0.5", "0.1", claim=claim, prior=prior)


def test_the_silence_of_a_whole_is_not_weighed_for_a_part() -> None:
    """Two deep: the book has a part that has the pages. What limits them in proof is not what would have been told in
    them."""
    whole = BASE.replace(
        "fragments: {topics: [ussr]}",
        "book: {topics: [ussr], parts: [half, fragments]}\n  half: {parts: [pages]}\n  pages: {}\n  fragments: {}",
    )
    of_the_book = whole.replace("says: fragments is silent", "says: book is silent")
    with pytest.raises(Unanswerable) as refused:
        weighed(
            "0.5", "0.1", claim="end(pages) < 1939", base=of_the_book, prior="{of: end(pages), even: 1938, note: n}"
        )
    (diagnostic,) = refused.value.diagnostics
    assert "the silence is that of book" in diagnostic.help
    assert "Say the silence of pages itself" in diagnostic.help
    # Said of the part it is weighed.
    assert weighed("0.5", "0.1", base=whole).chances is not None


def test_chances_that_leave_nothing() -> None:
    with pytest.raises(Unanswerable, match="there can be no silence"):
        weighed("1", "0", prior="{of: end(fragments), even: 1939-12-01..1940-01-01, note: n}")


def test_a_limit_reached_is_not_known() -> None:
    found = Chronology.loads(text("0.5", "0.1")).weigh(PACT, timeout=0.0)
    assert found.status == "unknown"
    assert all(result.chances is None for result in found.results)
