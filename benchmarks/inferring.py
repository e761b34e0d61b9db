"""`chrono infer` of every document of a chronology against `infer` of one.

`python -m benchmarks.inferring [documents [either/ors]]`, 200, 20 by default. People with their lives, dated events,
documents by those people, some of them dated; and evidence: what a document mentions or passes over, and which of two
came first. All of it is true of one planted history. CPU seconds; the ratio is what counts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from random import Random
from typing import TypeVar

from benchmarks.check import read
from chrono import dates
from chrono.questions.base import Base
from chrono.questions.infer import infer
from chrono.questions.options import Options

T = TypeVar("T")
"""What a question gives."""
RULES = """\
vocabulary:
  mentions: {says: "{document} mentions {event}", slots: {document: document, event: event}}
  silent: {says: "{document} is silent about {event}", slots: {document: document, event: event}}
rules:
  alive: {when: $person wrote $document, then: [start($document) >= start($person), end($document) <= end($person)]}
  mention: {when: $document mentions $event, then: end($document) >= start($event)}
  silence:
    when: $document is silent about $event
    then: end($document) <= known($event) + delay
    settings: {delay: 30 days}
"""


def text(documents: int, choices: int = 0, seed: int = 1) -> str:
    """A tenth as many people and a fifth as many events as documents, twice as many pieces of evidence; `choices` more
    are either/ors."""
    drawn = Random(seed)
    day = {f"event-{n}": 2_300_000 + drawn.randrange(73_000) for n in range(max(2, documents // 5))}
    events = list(day)
    lives: list[tuple[int, int]] = []
    lines = [RULES, "events:\n", *(f"  {id}: {{date: {dates.iso(at)}}}\n" for id, at in day.items()), "people:\n"]
    for number in range(max(1, documents // 10)):
        born = 2_300_000 + drawn.randrange(60_000)
        lives.append((born + 7_000, died := born + 9_000 + drawn.randrange(18_000)))
        known = [f"born: {dates.iso(born)[:4]}"] if drawn.random() < 0.9 else []
        known += [f"died: {dates.iso(died)}"] if drawn.random() < 0.8 else []
        lines.append(f"  person-{number}: {{{', '.join([f'name: Person {number}', *known])}}}\n")
    lines.append("documents:\n")
    letters: list[int] = []
    for number in range(documents):
        author = drawn.randrange(len(lives))
        at = drawn.randint(*lives[author])
        letters.append(at)
        date = f", date: {dates.iso(at)[:4]}" if drawn.random() < 0.3 else ""
        lasted = drawn.choice(["0 days", "<= 1 year"])
        lines.append(f"  letter-{number}: {{author: person-{author}, duration: {lasted}{date}}}\n")
    lines.append("evidence:\n")
    ordered = sorted(range(documents), key=lambda n: letters[n])
    for number in range(2 * documents + choices):
        place, event = drawn.randrange(documents - 5), drawn.choice(events)
        one, other = ordered[place], ordered[place + drawn.randint(1, 4)]
        if number >= 2 * documents:
            third, apart = drawn.randrange(documents), drawn.choice([100, 400])
            said = f"holds: end(letter-{one}) <= start(letter-{other}) "
            said += f"or end(letter-{third}) + {apart} days < start(letter-{one})"
        elif number % 2:
            said = f"holds: end(letter-{one}) <= start(letter-{other})"
        else:
            said = f"says: letter-{one} {'mentions' if letters[one] >= day[event] else 'is silent about'} {event}"
        level = drawn.choice(["strong", "moderate"])
        lines.append(f"  piece-{number}: {{{said}, certainty: {level}, source: 'Register, no. {number}'}}\n")
    return "".join(lines)


def spent(run: Callable[[], T]) -> tuple[float, T]:
    started = time.process_time()
    result = run()
    return time.process_time() - started, result


def measure(sizes: tuple[tuple[int, int], ...]) -> list[str]:
    """The lines of a table."""
    lines = [
        "| documents / either/ors | reading the files, s | weighing and encoding, s | `infer` of one, s | of all, s "
        "| ratio |",
        "|---" * 6 + "|",
    ]
    for documents, choices in sizes:
        written = text(documents, choices)
        reading, chronology = spent(lambda written=written: read(written))  # type: ignore[misc]
        weighing, _ = spent(lambda made=chronology: Base(made, Options()))  # type: ignore[misc]
        one, first = spent(lambda made=chronology: infer(made, (f"letter-{len(made.entries) // 2}",)))  # type: ignore[misc]
        every, answer = spent(lambda made=chronology: infer(made))  # type: ignore[misc]
        assert first.status == answer.status == "consistent"
        assert first.results[0] in answer.results
        lines.append(
            f"| {documents:,} / {choices} | {reading:.2f} | {weighing:.2f} | {one:.2f} | {every:.2f} "
            f"| {every / one:.1f} |"
        )
        print(lines[-1], flush=True)
    return lines


if __name__ == "__main__":
    documents, choices = (int(n) for n in (*sys.argv[1:], *("200", "20")[len(sys.argv) - 1 :]))
    print("\n".join(measure(((documents, choices),))))
