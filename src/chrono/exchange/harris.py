"""Harris matrices: units of stratification, which lies above which, and which are the same.

Read are the forms of `harris_forms`. What lies above was laid down later: `end(lower) <= start(upper)`, and it came
later whatever time either took; what is the same unit has the same place. E. C. Harris, Principles of Archaeological
Stratigraphy, 2nd ed. 1989.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from chrono.core.diagnostics import Diagnostic, did_you_mean
from chrono.exchange.harris_forms import Form, Forms, Unit, kind_of
from chrono.exchange.imported import AskedOf, Foreign, Ids, Imported, Sections, Unreadable, source

KEY = "matrix"
"""The key of the file under `sources`; of further files with their number."""
LONG = 4
"""So many units that are the same make a chain in which two are told of each other by no single rule."""

# Rules and not bare constraints, so that a circle is a contradiction though each of its units took no time.
_WORDINGS = {
    "stratigraphically-above": {
        "says": "{upper} is stratigraphically above {lower}",
        "slots": {"upper": "span", "lower": "span"},
    },
    "same-unit": {"says": "{one} is the same unit as {other}", "slots": {"one": "span", "other": "span"}},
}
_SOURCE = "Harris 1989, the law of superposition"
_RULES = {
    "superposition": {
        "title": "What lies above was laid down after what lies below it",
        "when": ["$upper is stratigraphically above $lower"],
        "then": "end($lower) <= start($upper)",
        "order": ["$lower", "$upper"],
        "certainty": "certain",
        "because": "{upper} lies above {lower}",
        "source": _SOURCE,
    },
}
_RULES_OF_SAME: dict[str, dict[str, Any]] = {
    "same-unit": {
        "title": "One unit with two numbers began and ended once",
        "when": ["$one is the same unit as $other"],
        "then": ["start($one) = start($other)", "end($one) = end($other)"],
        "certainty": "certain",
        "because": "{one} is {other}",
    },
    "superposition-over-the-same": {
        "title": "What lies above a unit was laid down after it, whichever number it has",
        "when": ["$upper is stratigraphically above $lower", "$lower is the same unit as $other"],
        "then": "end($other) <= start($upper)",
        "order": ["$other", "$upper"],
        "certainty": "certain",
        "because": "{upper} lies above {lower}, which is {other}",
        "source": _SOURCE,
    },
    "superposition-of-the-same": {
        "title": "A unit was laid down after what lies below it, whichever number it has",
        "when": ["$upper is stratigraphically above $lower", "$upper is the same unit as $other"],
        "then": "end($lower) <= start($other)",
        "order": ["$lower", "$other"],
        "certainty": "certain",
        "because": "{upper}, which is {other}, lies above {lower}",
        "source": _SOURCE,
    },
}


def sniffs(file: Foreign) -> bool:
    """Whether a file is a matrix in one of the forms."""
    return bool(kind_of(file))


def read(files: Sequence[Foreign], asked: AskedOf) -> Imported:
    """All files as one matrix; raises `Unreadable` with every mistake in them."""
    reading = _Reading(asked)
    for number, file in enumerate(files):
        reading.file(file, KEY if len(files) == 1 else f"{KEY}-{number + 1}")
    return reading.imported()


class _Reading:
    def __init__(self, asked: AskedOf) -> None:
        self.certainty = asked.certainty or "moderate"
        self.forms = Forms(asked.edges, asked.years, asked.sheet)
        self.units: dict[str, Unit] = {}
        self.said: dict[tuple[str, str, str], str] = {}
        """A relation, as `above`, upper, lower, and where it stands."""
        self.places: dict[str, str] = {}
        """The file of each unit, as it is cited."""
        self.sources: dict[str, dict[str, str]] = {}
        self.wrong = self.forms.wrong
        self.ids = Ids("unit")

    def file(self, file: Foreign, key: str) -> None:
        """Reads one file into the matrix."""
        form = self.forms.form(file)
        self.sources[key] = source(file, form.title, "Harris matrix")
        for unit in form.units:
            known = self.units.setdefault(unit.name, unit)
            if known is not unit:
                if known.declared and unit.declared:
                    message = f"the unit '{unit.name}' is given twice"
                    self.wrong.append(Diagnostic("import", message, file.place(unit.line)))
                known.declared |= unit.declared
                known.notes += unit.notes
            self.places.setdefault(unit.name, f"{key}, {form.node} ")
            for kind, other, line in unit.relations:
                self.relate(kind, unit.name, other, f"{key}, {form.edge} {line}")
        if form.closed:
            self.undeclared(form, file)

    def undeclared(self, form: Form, file: Foreign) -> None:
        for unit in form.units:
            for _, other, line in unit.relations:
                if other not in self.units:
                    help = did_you_mean(other, self.units)
                    message = f"'{unit.name}' names the unit '{other}', which is nowhere in the list"
                    self.wrong.append(Diagnostic("import", message, file.place(line), help))

    def relate(self, kind: str, one: str, other: str, at: str) -> None:
        """Notes a relation once, whichever of the two units it is said of: under `above` stand the units above."""
        if kind in ("above", "below"):
            upper, lower = (other, one) if kind == "above" else (one, other)
            self.said.setdefault(("above", upper, lower), at)
        elif one != other:
            first, second = sorted((one, other))
            self.said.setdefault((kind, first, second), at)

    # -- as a chronology

    def imported(self) -> Imported:
        """The matrix, or `Unreadable`."""
        if self.wrong:
            raise Unreadable(self.wrong)
        if not self.units:
            raise Unreadable([Diagnostic("import", "there is no unit in it")])
        sections: Sections = {
            "chronology": {"title": next(iter(self.sources.values()))["title"], "unit": "year"},
            "sources": self.sources,
            "periods": {self.ids.of(unit.name): self.entry(unit) for unit in self.units.values()},
        }
        kinds = {kind for kind, _, _ in self.said}
        if "above" in kinds:
            words = {name: wording for name, wording in _WORDINGS.items() if name != "same-unit" or "equal" in kinds}
            sections |= {"vocabulary": words, "rules": _RULES | (_RULES_OF_SAME if "equal" in kinds else {})}
        evidence: dict[str, dict[str, Any]] = {}
        pairs = [*self.said.items(), *(((kind, *units), at) for kind, *units, at in self.chains())]
        for number, ((kind, one, other), at) in enumerate(pairs, 1):
            states, note = self.stated(kind, one, other, ruled="above" in kinds)
            told = {
                "certainty": self.certainty,
                "source": at,
                "note": f"{self.called(one)} {note} {self.called(other)}",
            }
            evidence[f"relation-{number}"] = {**states, **told}
        evidence |= dict(self.besides())
        return Imported(sections | ({"evidence": evidence} if evidence else {}), tuple(self.forms.losses))

    def called(self, unit: str) -> str:
        return self.units[unit].label or unit

    def entry(self, unit: Unit) -> dict[str, Any]:
        found: dict[str, Any] = {"name": unit.label or unit.name}
        found |= {"start": f"[{_edtf(unit.least)}..]"} if unit.least is not None else {}
        found |= {"end": f"[..{_edtf(unit.most)}]"} if unit.most is not None else {}
        if len(found) > 1:
            found |= {"certainty": self.certainty, "source": self.places[unit.name] + str(unit.line)}
        found |= {"note": ". ".join(unit.notes)} if unit.notes else {}
        return found | ({"tags": unit.tags} if unit.tags else {})

    def stated(self, kind: str, one: str, other: str, *, ruled: bool) -> tuple[dict[str, object], str]:
        """What a piece of evidence states of two units, and in words."""
        a, b = self.ids.of(one), self.ids.of(other)
        match kind:
            case "above":
                return {"says": f"{a} is stratigraphically above {b}"}, "lies above"
            case "equal" if ruled:
                said = [f"{a} is the same unit as {b}", f"{b} is the same unit as {a}"]
                return {"says": said}, "is the same as"
            case "equal":
                return {"holds": [f"start({a}) = start({b})", f"end({a}) = end({b})"]}, "is the same as"
            case _:
                return {"holds": [f"end({a}) >= start({b})", f"end({b}) >= start({a})"]}, "is contemporary with"

    def chains(self) -> Iterator[tuple[str, str, str, str]]:
        """Each two units that are the same by a long chain alone: by no rule would what lies above the one be above the
        other."""
        same: dict[str, set[str]] = {}
        for kind, one, other in self.said:
            if kind == "equal":
                joined = same.get(one, {one}) | same.get(other, {other})
                same |= dict.fromkeys(joined, joined)
        for chain in {min(joined): joined for joined in same.values()}.values():
            if len(chain) < LONG:
                continue
            at = "; ".join(dict.fromkeys(p for (k, o, _), p in self.said.items() if k == "equal" and o in chain))
            for one, other in combinations(sorted(chain), 2):
                if ("equal", one, other) not in self.said:
                    yield "equal", one, other, at

    def besides(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Phases and groups that enclose units, and what was found in them."""
        for unit in self.units.values():
            id, at = self.ids.of(unit.name), self.places[unit.name]
            for number, (parent, line) in enumerate(unit.within, 1):
                holds = {"holds": f"{id} within {self.ids.of(parent)}"}
                note = f"{self.called(unit.name)} belongs to {self.called(parent)}"
                told = {"certainty": self.certainty, "source": f"{at}{line}", "note": note}
                yield f"part-{id}-{number}", holds | told
            for number, (what, least, most, line) in enumerate(unit.finds, 1):
                if least is None:
                    continue
                note = f"{what} in {self.called(unit.name)}, made {_said(least)} to {_said(most)}"
                # A find may have come into a layer later: what it says is asked for.
                told = {"certainty": "weak", "source": f"{at}{line}", "note": note}
                yield f"find-{id}-{number}", {"holds": f"end({id}) >= {_edtf(least)}"} | told


def _edtf(year: int | None) -> str:
    """A year that is counted without a year 0, as EDTF."""
    astronomical = 0 if year is None else year + (year < 0)
    if abs(astronomical) > 9999:
        return f"Y{astronomical}"
    return f"-{-astronomical:04}" if astronomical < 0 else f"{astronomical:04}"


def _said(year: int | None) -> str:
    return "…" if year is None else f"{-year} BCE" if year < 0 else f"{year} CE"
