"""Warns where a bare relation is said of two things of which people say the same words in another sense.

Takes the sentences of a piece of evidence, gives warnings with the sentence that may have been meant. `pit contains
coin` is, as it stands, a relation of two stretches of time: an excavator who writes it means that the coin lay in the
pit, an editor by `chronicle contains siege` that it tells of the siege. What holds in time alone, such as a reign and
a siege, is left in peace; so is every `holds`, where nothing but time can be meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chrono.core.diagnostics import Diagnostic, replacement
from chrono.language.sentences import Sentence, Value, Variable
from chrono.language.telling import in_time
from chrono.loading.context import Context

_HOLDER_FIRST = {"contains": True, "includes": True, "within": False}
"""The relations by which one thing is said to be in another; whether the one that holds the other stands first."""

_MEANT = {
    ("period", "period"): "{held} was found in {holder}",
    ("period", "person"): "{held} was found in {holder}",
    ("period", "document"): "{held} was found in {holder}",
    ("document", "document"): "{holder} contains {held}",
    ("document", "event"): "{holder} mentions {held}",
    ("document", "period"): "{holder} mentions {held}",
    ("document", "person"): "{holder} mentions {held}",
}
"""What is meant, by the kinds of what holds and of what is held: things in deposits, works in copies, subjects."""
_OF_TIME = frozenset({("period", "document", "within"), ("period", "person", "within")})
"""What is said of time in plain words all the same: a charter within a reign, a life within an age."""


def misread(sentence: Sentence, standing: Callable[[str], Iterable[str]], context: Context) -> None:
    """Adds a warning where a sentence is a bare relation that is most often meant otherwise.

    `standing` gives the ids that a variable of it stands for. Of many pairs of the same kinds the first is named.
    """
    related = context.vocabulary.wordings[sentence.wording].relation(sentence.values)
    if related is None:
        return
    left, word, right = related
    if not isinstance(word, str) or (word := " ".join(word.split())) not in _HOLDER_FIRST:
        return
    for first in _one_of_each_kind(left, standing, context):
        for second in _one_of_each_kind(right, standing, context):
            holder, held = (first, second) if _HOLDER_FIRST[word] else (second, first)
            kinds = (context.kinds[holder], context.kinds[held])
            if kinds in _MEANT and (*kinds, word) not in _OF_TIME:
                _warn(sentence, (first, word, second), _MEANT[kinds].format(holder=holder, held=held), context)
                return


def _one_of_each_kind(value: Value, standing: Callable[[str], Iterable[str]], context: Context) -> Iterable[str]:
    ids = standing(value.name) if isinstance(value, Variable) else (str(value),)
    found: dict[str, str] = {}
    for id in ids:
        found.setdefault(context.kinds[id], id)
    return found.values()


def _warn(sentence: Sentence, related: tuple[str, str, str], meant: str, context: Context) -> None:
    first, word, second = related
    place = sentence.place.at(0, len(sentence.text))
    message = f"'{first} {word} {second}' speaks of times alone: {in_time(first, word, second)}"
    alone = f"`holds: {sentence.text}` says the times without this warning"
    said, _ = context.vocabulary.read(meant, place)
    fixes = (replacement(place, meant),) if said and not sentence.variables else ()
    help = f"if `{meant}` is meant, say that; {alone}" if said else alone
    context.found.append(Diagnostic("relation-of-times", message, place, help, fixes, severity="warning"))
