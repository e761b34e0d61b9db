"""Made-up cartularies with planted errors, as a chronology in three tables: what contradictions are measured on.

Takes a number of charters, a share of errors and a seed; gives the texts of the files by their names, and which rows
were falsified. Kings with known reigns, offices with their holders in order, laymen with lives, and charters with eight
witnesses each, half of them dated, by days, regnal years and ranges. Everything is true of one planted history but for
the errors: a witness who had died or was not yet in office, a date misread by a generation, an act set after the
confirmation that names it. With doubts, some of it is either/ors: dates in an unknown style of the year or with two
readings, offices whose holders are in unknown order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from chrono.standard import standard_rules

FIRST, YEARS = 1100, 200
WITNESSES = 8
CHARTERS_A_YEAR = 10
MISREAD = 30
"""By at least so many years a date is read wrongly."""


@dataclass
class Cartulary:
    """The texts of the files, and what was falsified in them: ids of pieces and of stated dates."""

    files: dict[str, str]
    planted: tuple[str, ...]

    def write(self, folder: Path) -> None:
        """The files and the standard rules in a folder."""
        rules = {f"rules/{path.name}": path.read_text(encoding="utf-8") for path in standard_rules().glob("*.yaml")}
        for name, text in {**self.files, **rules}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


STYLES, READINGS = 0.2, 0.1
"""With doubts, the share of dated charters whose year is in an unknown style, and of those read in two ways."""
UNORDERED = 5
"""With doubts, one office in so many has its holders in unknown order."""


def cartulary(charters: int, errors: float = 0.0, seed: int = 1, *, doubts: bool = False) -> Cartulary:
    """A cartulary of so many charters of which that share of the pieces is wrong; with doubts: also either/ors."""
    return _Making(Random(seed), charters, errors, Random(f"doubts {seed}") if doubts else None).made()


TOGETHER = 200
"""Cartularies whose rows stand in one table: a table may have 200,000 rows."""


def cartularies(count: int, charters: int, seed: int = 1) -> Cartulary:
    """So many cartularies without errors in one chronology, of which none has anything to do with another."""
    tables: dict[str, list[str]] = {}
    documents, people, evidence = ["documents:\n"], ["people:\n"], ["evidence:\n"]
    periods, orders = ["periods:\n"], ["sequences:\n"]
    for number in range(count):
        made, at = cartulary(charters, seed=seed + number).files, number // TOGETHER
        _, rest = made.pop("events.yaml").split("periods:\n")
        own_periods, rest = rest.split("sequences:\n")
        periods.append(_apart(own_periods, number))
        orders.append(_apart(rest.split("evidence:\n")[0], number))
        for name, text in made.items():
            head, *lines = text.splitlines(keepends=True)
            before = "" if name == "people.csv" else f"{number}-"
            rows = tables.setdefault(name.replace(".", f"-{at}."), [head])
            rows += [_apart(before + line, number) for line in lines]
    for at in range((count - 1) // TOGETHER + 1):
        documents.append(f"  charters-{at}: {{table: charters-{at}.csv, id: act-$no, name: $title, date: $date}}\n")
        people.append(f"  laymen-{at}: {{table: people-{at}.csv, id: $id, name: $name, born: $born, died: $died}}\n")
        said = "act-$act was witnessed by $witness"
        evidence.append(f"  witnesses-{at}: {{table: witnesses-{at}.csv, says: {said}}}\n")
    head = "chronology: {title: Made-up cartularies, unit: day}\n"
    sections = (*documents, *people, *evidence, *periods, *orders)
    return Cartulary({"events.yaml": "".join((head, *sections)), **{k: "".join(v) for k, v in tables.items()}}, ())


def _apart(text: str, number: int) -> str:
    """A text with ids that no other cartulary has."""
    return re.sub(r"\b(king|office|layman)-(?=\d)", rf"c{number}-\1-", text)


@dataclass
class _Making:
    random: Random
    size: int
    errors: float
    doubts: Random | None = None
    planted: list[str] = field(default_factory=list)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    """The true first and last year of people and tenures."""
    by_year: dict[int, list[str]] = field(default_factory=dict)

    def made(self) -> Cartulary:
        self.years = max(150, min(YEARS, self.size // CHARTERS_A_YEAR))
        kings, offices = self.kings(), self.offices()
        people = self.people()
        for id, (first, last) in sorted(self.spans.items()):
            for year in range(first + 1, last):
                self.by_year.setdefault(year, []).append(id)
        acts = [(n, self.random.randrange(FIRST + 5, FIRST + self.years - 5)) for n in range(1, self.size + 1)]
        head = "chronology: {title: A made-up cartulary, unit: day}\n"
        tables = (
            "documents:\n  charters: {table: charters.csv, id: act-$no, name: $title, date: $date}\n"
            "people:\n  laymen: {table: people.csv, id: $id, name: $name, born: $born, died: $died}\n"
        )
        evidence = "evidence:\n  witnesses: {table: witnesses.csv, says: act-$act was witnessed by $witness}\n"
        evidence += "".join(f"  apart-{n}: {{holds: 'no two of [{ids}] overlap'}}\n" for n, ids in self.unordered)
        return Cartulary(
            {
                "events.yaml": head + tables + kings + offices + evidence,
                "charters.csv": self.charters(acts),
                "people.csv": people,
                "witnesses.csv": self.witnesses(acts),
            },
            tuple(self.planted),
        )

    def kings(self) -> str:
        lines, year, number = ["periods:\n"], FIRST - 10, 0
        self.reigns: list[tuple[str, int, int]] = []
        while year < FIRST + self.years + 10:
            then = year + self.random.randint(12, 35)
            self.reigns.append((f"king-{number}", year, then))
            lines.append(f"  king-{number}: {{name: King {number}, start: {year}-05-01, end: {then}-04-30}}\n")
            year, number = then, number + 1
        return "".join(lines)

    def offices(self) -> str:
        lines, orders = [], ["sequences:\n"]
        self.unordered: list[tuple[int, str]] = []
        for office in range(max(2, self.size // 100)):
            year, held = FIRST - self.random.randint(1, 15), []
            while year < FIRST + self.years + 5:
                then = year + self.random.randint(4, 25)
                id = f"office-{office}-{len(held)}"
                dates = [f"start: {year}"] if len(held) % 3 == 0 else []
                dates += [f"end: {then}"] if len(held) % 2 == 0 else []
                lines.append(f"  {id}: {{{', '.join([f'name: Holder {len(held)} of office {office}', *dates])}}}\n")
                self.spans[id] = (year, then)
                held.append(id)
                year = then
            if self.doubts and office % UNORDERED == 0:
                self.unordered.append((office, ", ".join(held)))
            else:
                orders.append(f"  - [{', '.join(held)}]\n")
        return "".join([*lines, *orders])

    def people(self) -> str:
        rows = ["id,name,born,died\n"]
        for number in range(max(20, self.size // 3)):
            first = FIRST - 40 + self.random.randrange(self.years + 30)
            last = first + self.random.randint(45, 75)
            id = f"layman-{number}"
            self.spans[id] = (first + 18, last)
            rows.append(f"{id},The layman {number},{first if number % 3 else ''},{last if number % 2 else ''}\n")
        return "".join(rows)

    def charters(self, acts: list[tuple[int, int]]) -> str:
        rows = ["no,title,date\n"]
        for number, year in acts:
            told, kind = year, self.random.randrange(6)
            if kind < 3 and self.random.random() < self.errors:
                told += self.random.choice((-1, 1)) * self.random.randint(MISREAD, MISREAD + 30)
                self.planted.append(f"act-{number}.date")
            if kind == 0:
                date = f"{told}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
            elif kind == 1:
                date = f"between {told - self.random.randint(0, 3)} and {told + self.random.randint(0, 3)}"
            else:
                date = f"{told}" if kind == 2 else ""
            if self.doubts and date:
                date = self.doubtful(date, told)
            rows.append(f"{number},The charter {number},{date}\n")
        return "".join(rows)

    def doubtful(self, date: str, told: int) -> str:
        """A date as it can be understood where it is in doubt: as it stands, or as an either/or that admits it."""
        assert self.doubts is not None
        drawn = self.doubts.random()
        if drawn < STYLES:
            day = f"-{self.doubts.randint(1, 12):02}-{self.doubts.randint(1, 28):02}"
            return f"julian-unknown:{told}{day if self.doubts.random() < 1 / 2 else ''}"
        if drawn < STYLES + READINGS:
            other = told + self.doubts.choice((-1, 1)) * self.doubts.choice((10, 20, 50))
            return f'"[{min(told, other)},{max(told, other)}]"'
        return date

    def witnesses(self, acts: list[tuple[int, int]]) -> str:
        rows = ["act,witness,certainty\n"]
        everybody = sorted(self.spans)
        for number, year in acts:
            there = self.by_year.get(year, [])
            for witness in self.random.sample(there, min(WITNESSES, len(there))):
                if self.random.random() < self.errors:
                    wrong = [self.random.choice(everybody) for _ in range(20)]
                    far = [w for w in wrong if abs(sum(self.spans[w]) // 2 - year) > 60]
                    if far:
                        witness = far[0]
                        self.planted.append(f"witnesses.csv:{len(rows) + 1}")
                rows.append(f"{number},{witness},{self.random.choice(('strong', 'moderate', 'moderate'))}\n")
        return "".join(rows)
