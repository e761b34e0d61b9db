"""`chrono check` on many hypotheses, against one `chrono infer` of everything they are about.

`python -m benchmarks.check [hypotheses] [pieces]`, 500 and 1,000 by default. All hypotheses share one base, so a check
should cost at most three times the inference, `drop-any: 1` included. Both are measured in one run on the same
chronology, and the ratio is what counts. With `--jobs` the same answer must come out.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from chrono import dates, loading
from chrono.model.chronology import Chronology
from chrono.questions.check import check
from chrono.questions.infer import infer
from chrono.questions.options import Options

RULES = """\
vocabulary:
  mentions: {says: "{document} mentions {event}", slots: {document: document, event: event}}
  silent: {says: "{document} is silent about {event}", slots: {document: document, event: event}}
rules:
  mention: {when: $document mentions $event, then: end($document) >= start($event)}
  silence:
    when: $document is silent about $event
    then: end($document) <= known($event) + delay
    settings: {delay: 0 days}
"""


def text(hypotheses: int, pieces: int, seed: int = 1) -> str:
    """A chronology of letters that mention, pass over and follow each other, true of one planted history."""
    drawn = random.Random(seed)
    documents, events = pieces // 10, pieces // 20
    day = {f"event-{n}": 2_300_000 + drawn.randrange(20_000) for n in range(events)}
    day |= {f"letter-{n}": 2_300_000 + drawn.randrange(20_000) for n in range(documents)}
    lines = [RULES, "events:\n"]
    lines += [f"  {id}: {{date: {dates.iso(at)}}}\n" for id, at in day.items() if id.startswith("event")]
    lines.append("documents:\n")
    lines += [f"  {id}: {{duration: 0 days}}\n" for id in day if id.startswith("letter")]
    lines.append("evidence:\n")
    for number in range(pieces):
        letter, event = f"letter-{drawn.randrange(documents)}", f"event-{drawn.randrange(events)}"
        other = f"letter-{drawn.randrange(documents)}"
        level = drawn.choice(["strong", "moderate"])
        if number % 3 == 2 and other != letter:
            first, second = sorted((letter, other), key=lambda id: day[id])
            said = f"holds: end({first}) <= start({second})"
        else:
            said = f"says: {letter} {'mentions' if day[letter] >= day[event] else 'is silent about'} {event}"
        lines.append(f"  piece-{number}: {{{said}, certainty: {level}}}\n")
    lines.append("hypotheses:\n")
    for number in range(hypotheses):
        a, b = (f"letter-{drawn.randrange(documents)}" for _ in range(2))
        lines.append(f"  h-{number}: {{claim: end({a}) <= start({b}), under: {{drop-any: 1}}, severity: warn}}\n")
    return "".join(lines)


def read(written: str) -> Chronology:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "events.yaml").write_text(written, encoding="utf-8")
        loaded = loading.load(Path(folder))
    assert loaded.chronology is not None, "\n".join(map(str, loaded.diagnostics[:3]))
    return loaded.chronology


def main(hypotheses: int, pieces: int) -> None:
    chronology = read(text(hypotheses, pieces))
    began = perf_counter()
    inferred = infer(chronology)
    inferring = perf_counter() - began
    began = perf_counter()
    checked = check(chronology)
    checking = perf_counter() - began
    began = perf_counter()
    shared = check(chronology, (), Options(), jobs=2)
    sharing = perf_counter() - began
    verdicts = {v: sum(r.verdict == v for r in checked.results) for v in ("entailed", "refuted", "undetermined")}
    print(f"{pieces} pieces of evidence, {len(inferred.results)} documents, {hypotheses} hypotheses: {verdicts}")
    print(f"infer of all {inferring:.1f} s; check {checking:.1f} s, {checking / inferring:.2f} times as long")
    print(f"check --jobs 2 {sharing:.1f} s; the same answer: {shared == checked}")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [500, 1000][len(given) :]))
