"""What people say in words of their own is answered with the sentence that says it, and never with its opposite.

The lines of the first two lists are what a medievalist and an excavator wrote who had read no list of sentences.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono.core.diagnostics import Diagnostic
from chrono.language.offering import near
from chrono.loading import load
from tests.asking import written
from tests.casefiles import RULES

BASE = """
people: {henry: {}, stephen: {}, hugh: {}}
events: {synod: {}}
periods:
  {theobald: {}, easter: {}, pit: {}, floor: {}, burning: {}, short-cross: {}, hoard: {}, samian: {}, grave: {},
   wall: {}, two: {}}
documents: {grant: {}, writ: {}, confirmation: {}, roll: {}, vita: {}, history: {}}
evidence: {said: {says: "%s"}}
"""


def wrong(said: str, folder: Path) -> list[Diagnostic]:
    (folder / "rules").mkdir(exist_ok=True)
    for path in RULES.glob("*.yaml"):
        (folder / "rules" / path.name).write_bytes(path.read_bytes())
    (folder / "events.yaml").write_text(BASE % said, encoding="utf-8")
    return [d for d in load(folder).diagnostics if d.severity == "error"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("grant was addressed to theobald", "grant is addressed to theobald"),
        ("confirmation confirms grant", "grant was confirmed by confirmation"),
        ("grant was confirmed by stephen", "grant was confirmed in the time of stephen"),
        ("grant bears the seal of theobald", "grant was sealed by theobald"),
        ("grant was given by henry at Oxford", "grant was issued at Oxford by henry"),
        ("henry kept easter at Oxford", "henry was at Oxford all through easter"),
        ("grant names the late king henry", "grant names henry as dead"),
        ("grant prays for the health of stephen", "grant prays for stephen as living"),
        ("writ carries the date 12 April 1136", "writ bears the date 12 April 1136"),
        ("the dating clause of writ reads 12 April 1136", "the dating clause of writ gives 12 April 1136"),
        ("grant is entered in roll", "grant was enrolled in roll"),
        ("grant is attested by hugh", "grant was witnessed by hugh"),
        ("vita does not mention synod", "vita is silent about synod"),
        ("vita ought to mention synod", "vita would have told of synod"),
        ("vita draws on history", "vita uses history as a source"),
        ("history became available in 1140", "history was available from 1140"),
        ("vita was written in one go", "vita was written at one sitting"),
        ("samian comes from pit", "samian was found in pit"),
        ("pit yielded samian", "samian was found in pit"),
        ("hoard contained a coin of short-cross", "hoard holds a coin of short-cross"),
        ("the latest coin in hoard is of short-cross", "hoard holds a coin of short-cross"),
        ("burning was sealed by floor", "burning was sealed beneath floor"),
        ("floor seals burning", "burning was sealed beneath floor"),
        ("grave cuts floor", "grave was laid over floor"),
        ("pit was cut by grave", "grave was laid over pit"),
        ("wall was built on floor", "wall was laid over floor"),
        ("floor overlies burning", "floor was laid over burning"),
        ("pit is earlier than floor", "pit before floor"),
        ("burning belongs to two", "burning belongs to phase two"),
        ("samian was already old when it came into pit", "samian is residual in pit"),
        ("burning dates from after 1180", "burning is dated after 1180"),
    ],
)
def test_the_sentence_is_offered_and_can_be_read(said: str, meant: str, tmp_path: Path) -> None:
    (found,) = wrong(said, tmp_path)
    assert found.help == f"say it as `{meant}`"
    (fix,) = found.fixes
    assert fix.text == meant
    assert wrong(meant, tmp_path) == []


@pytest.mark.parametrize(
    ("said", "help"),
    [
        ("grant was given at Oxford", "did you mean '{act} was issued at {place} by {person}'?"),
        ("grant was sealed by Archbishop Theobald", "did you mean '{act} was sealed by {tenure}'?"),
        ("grant names the late king Henry I", "did you mean '{document} names {person} as dead'?"),
        ("grant names theobald as archbishop", "did you mean '{document} names {tenure} as in office'?"),
        ("grant names henry as ded", "did you mean '{document} names {person} as dead'?"),
        ("vita does not mention theobald", "did you mean '{document} is silent about {event}'?"),
        ("vita would have mentioned theobald", "did you mean '{document} would have told of {event}'?"),
        ("grant mentoins synod", "did you mean '{document} mentions {event}'?"),
        ("stephen calls himself king in grant", "`chrono vocabulary` lists every sentence"),
        ("grant prays for the soul of henry", "`chrono vocabulary` lists every sentence"),
    ],
)
def test_where_it_cannot_be_filled_in_the_sentence_or_nothing_is_offered(said: str, help: str, tmp_path: Path) -> None:
    (found,) = wrong(said, tmp_path)
    assert found.help.startswith(help)


@pytest.mark.parametrize(
    ("line", "shapes"),
    [
        ("{} does not mention {}", ["{} mentions {}"]),
        ("{} would have mentioned {}", ["{} mentions {}"]),
        ("{} says {} was written after {}", ["{} says {} was written before {}"]),
        ("{} prays for the soul of {}", ["{} prays for {} as living"]),
        ("{} lasted at most {}", ["{} lasted at least {}"]),
        ("{} was begun after {}", ["{} was finished after {}"]),
        ("{} was given at {}", ["{} was begun after {}"]),
        ("{} names {} as archbishop", ["{} names {} as dead"]),
    ],
)
def test_no_opposite_and_nothing_without_a_word_in_common_is_near(line: str, shapes: list[str]) -> None:
    assert near(line, shapes) is None


def test_other_words_have_the_slots_of_the_sentence(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(
        "documents: {a: {}}\n"
        "vocabulary: {lost: {says: '{text} is lost', slots: {text: document}, also: '{txt} is gone'}}\n",
        encoding="utf-8",
    )
    (found,) = load(tmp_path).diagnostics
    assert (found.code, found.message) == ("slot", "{txt} is no slot of '{text} is lost'")


def test_every_other_wording_of_the_standard_is_no_sentence_itself(tmp_path: Path) -> None:
    """Words that are read as something else would never be offered."""
    wrong("grant mentions synod", tmp_path)
    chronology = load(tmp_path).chronology
    assert chronology is not None
    shapes = {" ".join(w.shape.split()) for w in chronology.wordings}
    others = [(w.id, other) for w in chronology.wordings for other in w.also]
    assert len(others) > 100
    blanked = [(id, "".join(part if n % 2 == 0 else "{}" for n, part in enumerate(_parts(o)))) for id, o in others]
    own = {w.id: w.shape for w in chronology.wordings}
    # The same shape is allowed where the kinds of the slots tell the two apart.
    assert [(id, text) for id, text in blanked if text.casefold() == own[id]] == []
    assert {text for _, text in blanked if text.casefold() in shapes} <= {
        "{} was confirmed by {}",
        "{} was sealed by {}",
    }


def _parts(text: str) -> list[str]:
    return text.replace("}", "{").split("{")


def test_where_no_sentence_is_declared_it_is_said_where_the_standard_ones_come_from(tmp_path: Path) -> None:
    text = "documents: {charter: {}}\nevidence: {e: {says: charter was written before 1150}}\n"
    (bare,) = load(written(tmp_path, text, rules=False)).diagnostics
    assert "copy the folder rules/ that `chrono init --bare NEW-FOLDER` writes" in bare.help
    seal = "vocabulary: {seal: {says: '{x} bears a seal', slots: {x: document}}}\n"
    (declared,) = load(written(tmp_path, text + seal, rules=False)).diagnostics
    assert declared.help.startswith("`chrono vocabulary` lists every sentence")
