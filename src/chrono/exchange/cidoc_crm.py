"""CIDOC CRM and Linked Art, written as JSON-LD: spans as events with time-spans, and why they are when they are.

A time-span has four bounds: P82a and P82b, before which nothing of it was and after which nothing; P81a and P81b,
between which it went on. The latter are written where the latest start is not after the earliest end: otherwise there
is no such time. Years are astronomical (XML Schema 1.1). CIDOC CRM 7.1, CRMinf 1.0; https://linked.art/model/.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from chrono import dates
from chrono.answers.infer import Bound, SpanResult
from chrono.answers.material import Material, hull, is_hull_alone
from chrono.answers.reasons import Reason
from chrono.core.diagnostics import Diagnostic
from chrono.core.points import EDGES, end_of, start_of
from chrono.exchange import cidoc_crm_reading
from chrono.exchange.edtf import day_or_step
from chrono.exchange.exported import Choices, Exported, Inexpressible, asked_in_words, lost
from chrono.exchange.imported import AskedOf, Foreign
from chrono.exchange.inferences import bounds
from chrono.model.chronology import Certainty

LINKED_ART = "https://linked.art/ns/v1/linked-art.json"
TYPES = {"document": "LinguisticObject", "person": "Person", "event": "Event", "period": "Period"}
_CLASSES = {
    "E4_Period": "Period",
    "E5_Event": "Event",
    "E21_Person": "Person",
    "E33_Linguistic_Object": "LinguisticObject",
    "E33_E41_Linguistic_Appellation": "Name",
    "E52_Time-Span": "TimeSpan",
    "E65_Creation": "Creation",
    "E67_Birth": "Birth",
    "E69_Death": "Death",
}
_PROPERTIES = {
    "P1_is_identified_by": "identified_by",
    "P4_has_time-span": "timespan",
    "P14_carried_out_by": "carried_out_by",
    "P67i_is_referred_to_by": "referred_to_by",
    "P94i_was_created_by": "created_by",
    "P98i_was_born": "born",
    "P100i_died_in": "died",
}
_ORDERS = {
    ("start", "start"): ("P175_starts_before_or_with_the_start_of", "P176_starts_before_the_start_of"),
    ("start", "end"): ("P173_starts_before_or_with_the_end_of", "P174_starts_before_the_end_of"),
    ("end", "start"): ("P182_ends_before_or_with_the_start_of", "P183_ends_before_the_start_of"),
    ("end", "end"): ("P184_ends_before_or_with_the_end_of", "P185_ends_before_the_end_of"),
}
"""By the sides of the earlier and of the later span: not after it, and before it."""
_INFERENCE = {
    "InferenceMaking": "crminf:I5_Inference_Making",
    "Belief": "crminf:I2_Belief",
    "PropositionSet": "crminf:I4_Proposition_Set",
    "BeliefValue": "crminf:I6_Belief_Value",
    "used_as_premise": "crminf:J1_used_as_premise",
    "concluded_that": "crminf:J2_concluded_that",
    "that": "crminf:J4_that",
    "holds_to_be": "crminf:J5_holds_to_be",
}
CONTEXT: dict[str, Any] = {
    "@version": 1.1,
    "crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "crminf": "http://www.cidoc-crm.org/extensions/crminf/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "value": "@value",
    "_label": "rdfs:label",
    "content": "crm:P190_has_symbolic_content",
    "equivalent": "owl:sameAs",
    "begin_of_the_begin": "crm:P82a_begin_of_the_begin",
    "end_of_the_begin": "crm:P81a_end_of_the_begin",
    "begin_of_the_end": "crm:P81b_begin_of_the_end",
    "end_of_the_end": "crm:P82b_end_of_the_end",
}
CONTEXT |= {short: f"crm:{name}" for name, short in (_CLASSES | _PROPERTIES).items()} | _INFERENCE
CONTEXT |= {name.partition("_")[2]: f"crm:{name}" for names in _ORDERS.values() for name in names}
_BOUNDS = ("begin_of_the_begin", "end_of_the_begin", "begin_of_the_end", "end_of_the_end")


def write(material: Material, choices: Choices) -> Exported:
    """The named spans in CIDOC CRM with a context of its own; raises `Inexpressible` where there is none."""
    writing = _Writing(material, art=False)
    graph = [*writing.nodes()]
    if choices.orders:
        writing.order(graph)
    if choices.reasons:
        graph += writing.inferences()
    about = {"id": "_:chronology", "type": "LinguisticObject", "_label": material.asked.chronology or "A chronology"}
    about |= {"content": "; ".join(asked_in_words(material))}
    return writing.exported({"@context": CONTEXT, "@graph": [about, *graph]})


def linked_art(material: Material, choices: Choices) -> Exported:
    """The named spans as records of Linked Art, in one list; raises `Inexpressible` where there is none."""
    writing = _Writing(material, art=True)
    asked = {"type": "LinguisticObject", "content": "; ".join(asked_in_words(material))}
    records = [{"@context": LINKED_ART} | node for node in writing.nodes()]
    for record in records:
        record["referred_to_by"] = [*record.get("referred_to_by", ()), asked]
    return writing.exported(records)


class _Writing:
    def __init__(self, material: Material, *, art: bool) -> None:
        if not material.results:
            raise Inexpressible(Diagnostic("empty-selection", "there is no span to write"))
        self.material, self.art, self.scale = material, art, material.asked.scale
        self.losses: list[Diagnostic] = []

    def exported(self, told: Any) -> Exported:
        """The file, read again."""
        content = json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"
        cidoc_crm_reading.read([Foreign("written", content)], AskedOf())
        return Exported(content, tuple(self.losses))

    def uri(self, id: str) -> str:
        """What something is known by to others, else by its id."""
        entry = self.material.entries[id]
        # A record of Linked Art stands alone and needs a URI.
        alone = f"urn:x-chrono:{self.material.asked.inputs[:16]}:{id}" if self.art else _blank(id)
        return entry.refs[0] if entry.refs else alone

    def nodes(self) -> Iterator[dict[str, Any]]:
        """The spans."""
        for result in self.material.results:
            entry = self.material.entries[result.id]
            if not (is_hull_alone(result.start.window) and is_hull_alone(result.end.window)):
                self.losses.append(lost(f"the gaps of the window of {result.id}", entry.place, bears=True))
            node: dict[str, Any] = {"id": self.uri(result.id), "type": TYPES[result.kind], "_label": result.name}
            node["identified_by"] = [{"type": "Name", "content": result.name}]
            if result.kind == "person":
                for key, kind, bound in (("born", "Birth", result.start), ("died", "Death", result.end)):
                    if span := self.moment(bound):
                        node[key] = {"type": kind, "_label": f"{kind} of {result.name}", "timespan": span}
            elif result.kind == "document":
                made: dict[str, Any] = {"type": "Creation"} | self.timespan(result)
                if entry.authors:
                    made["carried_out_by"] = [self.person(author) for author in entry.authors]
                node["created_by"] = made
            else:
                node |= self.timespan(result)
            if result.refs[1:]:
                kind = TYPES[result.kind]
                node["equivalent"] = [{"id": uri} | ({"type": kind} if self.art else {}) for uri in result.refs[1:]]
            if source := str(entry.citation):
                node["referred_to_by"] = [{"type": "LinguisticObject", "content": source}]
            yield node

    def person(self, id: str) -> dict[str, Any]:
        return {"id": self.uri(id), "type": "Person", "_label": self.material.entries[id].name}

    def timespan(self, result: SpanResult) -> dict[str, Any]:
        """When something was, by all four bounds as far as they can be said."""
        (first, begun), (over, last) = hull(result.start.window), hull(result.end.window)
        went_on = begun is not None and over is not None and begun <= over
        if not went_on and (begun, over) != (None, None) and not (begun in (None, last) and over in (None, first)):
            place = self.material.entries[result.id].place
            message = f"by when {result.id} had begun and until when it lasted, between which there is no certain time"
            self.losses.append(lost(message, place, bears=True))
        steps = (first, begun, over, last) if went_on else (first, None, None, last)
        return {"timespan": found} if (found := self.bounds(steps)) else {}

    def moment(self, bound: Bound) -> dict[str, Any]:
        """When a birth or a death was, which is at some time within its window."""
        first, last = hull(bound.window)
        return self.bounds((first, None, None, last))

    def bounds(self, steps: tuple[int | None, ...]) -> dict[str, Any]:
        """A time-span, {} where nothing is known of it."""
        found: dict[str, Any] = {}
        for key, step, edge in zip(_BOUNDS, steps, ("start", "end", "start", "end"), strict=True):
            if step is not None:
                found[key] = self.time(step, "start" if edge == "start" else "end")
        if not found:
            return {}
        return {"type": "TimeSpan", "_label": dates.say_bounds(steps[0], steps[3], self.scale)} | found

    def time(self, step: int, edge: Any) -> Any:
        """The first or the last moment of a step."""
        if self.art:
            day = self.scale.first_day(step) if edge == "start" else self.scale.last_day(step)
            return f"{_plain(dates.iso(day))}T{'00:00:00' if edge == 'start' else '23:59:59'}Z"
        text = _plain(day_or_step(step, self.scale, edge))
        kind = ("gYear", "gYearMonth", "date")[text.removeprefix("-").count("-")]
        return {"type": f"xsd:{kind}", "value": text}

    # -- orders and reasons

    def order(self, graph: list[dict[str, Any]]) -> None:
        """Says of each event which ones it was before, as far as an inference says so by itself."""
        events = {self.uri(r.id): _event(node) for r, node in zip(self.material.results, graph, strict=True)}
        for id, event in zip((r.id for r in self.material.results), events.values(), strict=True):
            if event is not None:
                event["id"] = _blank("when", id) if "id" not in event else event["id"]
        points = {
            p(r.id): (r.id, edge) for r in self.material.results for p, edge in ((start_of, "start"), (end_of, "end"))
        }
        for (later, earlier), bound in bounds(self.material.binding, points).by_pair.items():
            # `later - earlier <= most`: where that is 0 or less, the first of them was not after the second.
            if later not in points or earlier not in points or bound.most > 0 or points[later][0] == points[earlier][0]:
                continue
            (one, edge), (other, side) = points[later], points[earlier]
            first, second = events[self.uri(one)], events[self.uri(other)]
            if first is not None and second is not None:
                name = _ORDERS[edge, side][bound.most < 0].partition("_")[2]
                first.setdefault(name, []).append({"id": second["id"]})

    def inferences(self) -> Iterator[dict[str, Any]]:
        """Why each bound is where it is, as inferences of CRMinf from beliefs to a belief."""
        beliefs: dict[str, dict[str, Any]] = {}
        for result in self.material.results:
            for edge in EDGES:
                bound: Bound = getattr(result, edge)
                sides = (
                    ("earliest", bound.earliest, bound.window.hull[0]),
                    ("latest", bound.latest, bound.window.hull[1]),
                )
                for side, reason, step in sides:
                    if reason is None or step is None:
                        continue
                    for premise in reason.premises:
                        level = "" if premise.certainty is None else str(Certainty(premise.certainty))
                        about = premise.sentence + (f" ({premise.citation})" if premise.citation else "")
                        beliefs.setdefault(premise.id, _belief(_blank("evidence", premise.id), about, level))
                    day = dates.iso(self.scale.first_day(step) if side == "earliest" else self.scale.last_day(step))
                    said = f"{edge} of {result.id}: {side} {day}"
                    yield {
                        "id": _blank("inference", result.id, edge, side),
                        "type": "InferenceMaking",
                        "used_as_premise": [{"id": _blank("evidence", premise.id)} for premise in reason.premises],
                        "concluded_that": _belief(_blank("bound", result.id, edge, side), said, _weakest(reason)),
                    }
        yield from (beliefs[id] for id in sorted(beliefs))


def _event(node: dict[str, Any]) -> dict[str, Any] | None:
    """What has a time in a node: the creation of a text, the event or period itself; a life has none as a whole."""
    found: dict[str, Any] | None = node.get("created_by") if node["type"] == "LinguisticObject" else node
    return None if node["type"] == "Person" else found


def _belief(id: str, about: str, level: str) -> dict[str, Any]:
    found: dict[str, Any] = {"id": id, "type": "Belief", "that": {"type": "PropositionSet", "_label": about}}
    return found | ({"holds_to_be": {"type": "BeliefValue", "_label": level}} if level else {})


def _weakest(reason: Reason) -> str:
    levels = [premise.certainty for premise in reason.premises if premise.certainty is not None]
    return str(Certainty(min(levels))) if levels else ""


def _blank(*words: str) -> str:
    """A name of a node that has none outside this file."""
    return "_:" + "-".join(words).replace(".", "_").replace(":", "__")


def _plain(text: str | None) -> str:
    """A date as XML Schema has it, which has no plus sign before a year of five digits."""
    assert text is not None
    return text.removeprefix("+")
