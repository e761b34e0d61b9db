"""Made-up chronologies as files, of any size: what loading, weighing, grounding and encoding are measured on.

Takes a number of entries and a seed, gives the texts of the files by their names; the standard rules go beside them.
People with lives, offices with their holders in order, events, documents with authors and dates; mentions and witnesses
in tables, copies, arguments from silence and some constraints in YAML. Everything is true of one planted history. What
surrounds a document (its topic's events, its contemporaries) does not grow with the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from chrono.standard import standard_rules

Years = tuple[int, int]
"""The first and last year of something."""
TENURES = 20
"""Holders of one office."""
EVENTS = 12
"""Events of one topic."""


def write(folder: Path, entries: int, seed: int = 1) -> None:
    """A whole chronology in a folder, with the standard rules."""
    rules = {f"rules/{path.name}": path.read_text(encoding="utf-8") for path in standard_rules().glob("*.yaml")}
    for name, text in {**_Making(Random(seed), entries).files(), **rules}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@dataclass
class _Making:
    random: Random
    size: int
    true: dict[str, Years] = field(default_factory=dict)
    by_year: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    """(kind, year) → what of that kind was going on then."""

    def files(self) -> dict[str, str]:
        """About a quarter each of people, tenures and events, and the rest documents."""
        quarter = self.size // 4
        entries = "".join(
            [
                "chronology: {title: A made-up chronology, unit: day}\nsources: {register: {title: The register}}\n",
                "people:\n",
                *(self.person(n) for n in range(quarter)),
                "periods:\n",
                *(self.office(n, quarter) for n in range(0, quarter, TENURES)),
                "events:\n",
                *(self.event(n, quarter) for n in range(quarter)),
                "documents:\n",
                *(self.document(n, quarter) for n in range(self.size - 3 * quarter)),
                "sequences:\n",
                *(self.sequence(n, quarter) for n in range(0, quarter, TENURES)),
            ]
        )
        mentions, witnesses, pieces = self.evidence()
        return {
            "events.yaml": entries,
            "evidence/pieces.yaml": "evidence:\n" + pieces,
            "mentions.csv": "document,event,certainty,source\n" + mentions,
            "witnesses.csv": "act,tenure,source\n" + witnesses,
        }

    # -- entries

    def there_was(self, id: str, kind: str, first: int, last: int) -> None:
        self.true[id] = (first, last)
        for year in range(first, last + 1):
            self.by_year.setdefault((kind, year), []).append(id)

    def someone(self, kind: str, year: int) -> str | None:
        """One of a kind that was there in a year."""
        found = self.by_year.get((kind, year), ())
        return self.random.choice(found) if found else None

    def born(self) -> int:
        """A year: longer chronologies reach over longer times, so that no year gets more crowded."""
        return self.random.randint(900 - self.size // 200, 900 + self.size // 200)

    def person(self, number: int) -> str:
        first = self.born()
        last = first + self.random.randint(35, 80)
        id = f"person-{number}"
        self.there_was(id, "person", first + 20, last)
        born = self.random.choice([f"born: {_year(first)}, ", f"born: {_year(first)}~, ", ""])
        return f"  {id}: {{name: The writer {number}, {born}died: {_year(last)}, source: register}}\n"

    def office(self, first: int, most: int) -> str:
        """The holders of one office, one after the other; one in five with a stated beginning."""
        lines, year = [], self.born()
        for number in range(first, min(first + TENURES, most)):
            then = year + self.random.randint(3, 25)
            self.there_was(f"tenure-{number}", "tenure", year, then)
            dated = f"start: {_year(year)}, " if number % 5 == 0 else ""
            least = max(1, then - year - 2)
            lines.append(f"  tenure-{number}: {{{dated}duration: {least}..{then - year + 2} years, tags: [office]}}\n")
            year = then
        return "".join(lines)

    def sequence(self, first: int, most: int) -> str:
        members = [f"tenure-{number}" for number in range(first, min(first + TENURES, most))]
        return f"  - [{', '.join(members)}]\n" if len(members) > 1 else ""

    def event(self, number: int, events: int) -> str:
        year = self.born() + 40
        self.there_was(f"event-{number}", "event", year, year)
        month, day = self.random.randint(1, 12), self.random.randint(1, 28)
        topic = f"topic-{number % _topics(events)}"
        date = f"{_year(year)}-{month:02}-{day:02}"
        return f"  event-{number}:\n    name: The affair {number}\n    date: {date}\n    topics: [{topic}]\n"

    def document(self, number: int, events: int) -> str:
        year = self.born() + 40
        id = f"document-{number}"
        self.there_was(id, "document", year, year)
        author = self.someone("person", year)
        dated = self.random.choice([f"    date: {_year(year)}\n", f"    date: {_year(year)}~\n", "", ""])
        topic = f"topic-{number % _topics(events)}"
        written = f"    author: {author}\n" if author else ""
        return f"  {id}:\n    name: The letter {number}\n{written}{dated}    topics: [{topic}]\n"

    # -- evidence

    def evidence(self) -> tuple[str, str, str]:
        documents = sorted(id for id in self.true if id.startswith("document"))
        mentions, witnesses, pieces = [], [], []
        for number, id in enumerate(documents):
            year = self.true[id][1]
            event = self.someone("event", year - self.random.randint(1, 10))
            tenure, later = self.someone("tenure", year), self.someone("document", year + self.random.randint(1, 30))
            if event:
                mentions.append(f'{id},{event},{self.random.choice(["certain", "strong"])},"register, {number}"\n')
            if tenure and number % 2:
                witnesses.append(f'{id},{tenure},"register, {number}"\n')
            if later and number % 4 == 0:
                pieces.append(f"  copy-{number}: {{says: {later} uses {id} as a source, source: register}}\n")
            if number % 8 == 1:
                topic = f"topic-{int(id.rpartition('-')[2]) % _topics(self.size // 4)}"
                pieces.append(
                    f"  silence-{number}:\n    says: {id} is silent about $event\n"
                    f"    for: {{event: {{topic: {topic}, after: {_year(year + 1)}}}}}\n"
                )
            if later and tenure and number % 8 == 3:
                pieces.append(
                    f"  order-{number}: {{holds: start({id}) < end({later}) or end({id}) < end({tenure}), "
                    "certainty: strong}\n"
                )
        tables = (
            "  mentions: {table: mentions.csv, says: $document mentions $event}\n"
            "  witnesses: {table: witnesses.csv, says: $act was witnessed by $tenure, certainty: strong}\n"
        )
        return "".join(mentions), "".join(witnesses), tables + "".join(pieces)


def _topics(events: int) -> int:
    return max(1, events // EVENTS)


def _year(year: int) -> str:
    return f"{year:04}"
