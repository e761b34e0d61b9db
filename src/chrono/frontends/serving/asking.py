"""Questions as they come over HTTP: the options of a command as the fields of a JSON object.

Takes the name of a command and a decoded body, gives the text that the command prints with `--format json`. What the
command cannot be asked is the same document of diagnostics that it prints; a body that is none of its own is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from chrono import questions
from chrono.answers.invalid import Invalid
from chrono.core.diagnostics import Diagnostic, did_you_mean, in_order
from chrono.core.points import ENDS, SIDES
from chrono.documents import dumps
from chrono.drawing.axis import ticks
from chrono.frontends.serving.kept import Kept, Waited
from chrono.frontends.watching.states import State
from chrono.model.chronology import Certainty
from chrono.questions.options import Options, Unanswerable
from chrono.questions.session import Session
from chrono.reports import formats, render

FAR = 4_000_000
"""Steps that an axis reaches on either side: some eleven thousand years of days."""
LEVELS = ("certain", "strong", "moderate", "weak")
CUT = "the time was up: what is shown as known was proven by then; ask again, or for less"


class Refused(Exception):
    """A body that no command can be asked with."""

    def __init__(self, message: str, help: str = "") -> None:
        self.diagnostic = Diagnostic("request", message, help=help)
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Answered:
    """The text of a document and whether it is an answer, a refusal, or what was known when the time was up."""

    text: str
    status: int = 200
    media: str = "application/json"


Fields = Mapping[str, Any]
Put = Callable[[Session, Fields, Options], Any]


@dataclass(frozen=True, slots=True)
class Command:
    """A command that can be asked: its document, its own fields with the values they take by default, and how it is
    put."""

    schema: str
    put: Put
    own: Fields


def _explained(session: Session, fields: Fields, options: Options) -> Any:
    id = fields["id"]
    if questions.locate.is_place(id):
        standing = questions.locate.at(session.laid_over(options.overlays), id)
        if standing.hypothesis is None:
            return questions.locate.effect(session, standing, options)
        id = standing.hypothesis
    edges = tuple(fields["edges"]) or ENDS
    sides = tuple(fields["sides"]) or SIDES
    beside = {name: fields[name] for name in ("windows", "preferred")}
    return questions.explain.explain(session, id, options, edges, sides, tuple(fields["settings"]), **beside)


def _inferred(session: Session, fields: Fields, options: Options) -> Any:
    ask = questions.sensitivity.sensitivity if fields["sensitivity"] else questions.infer.infer
    return ask(session, fields["ids"], options)


def _timeline(session: Session, fields: Fields, options: Options) -> Any:
    wanted = questions.timeline.Wanted(
        first=fields["from"],
        last=fields["to"],
        at=fields["dates"],
        width=fields["width"],
        order=fields["sort"],
        group=fields["group"],
        numbers=fields["numbers"],
        links=fields["links"],
        every=fields["all"],
        windows=fields["windows"],
    )
    return questions.timeline.timeline(session, fields["ids"], options, wanted, None if fields["strict"] else 1)


DRAWN: Fields = {
    "from": "",
    "to": "",
    "dates": (),
    "width": 1120,
    "sort": "start",
    "group": "none",
    "numbers": "documents",
    "links": False,
    "all": False,
    "windows": False,
    "strict": False,
}
BOUNDS: Fields = {"edges": (), "sides": (), "settings": (), "windows": False, "preferred": False}
"""Of what is explained."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    "sort": ("start", "end", "name", "file"),
    "group": ("kind", "tag", "author", "none"),
    "numbers": ("documents", "all", "none"),
    "by": ("evidence", "inference", "rule", "source"),
    "edge": ("start", "end"),
    "edges": ("start", "end"),
    "sides": ("earliest", "latest"),
    "at_least": (*LEVELS, ""),
    "format": ("json", "svg", "text"),
}
COMMANDS: Mapping[str, Command] = {
    "windows": Command("chrono.windows/1", lambda s, f, o: questions.windows.windows(s, f["ids"], o), {"ids": ()}),
    "timeline": Command("chrono.timeline/1", _timeline, {"ids": (), **DRAWN}),
    "infer": Command("chrono.infer/1", _inferred, {"ids": (), "sensitivity": False}),
    "explain": Command("chrono.explain/1", _explained, {"id": "", **BOUNDS}),
    "check": Command("chrono.check/1", lambda s, f, o: questions.check.check(s, f["ids"], o), {"ids": ()}),
    "conflicts": Command(
        "chrono.conflicts/1",
        lambda s, f, o: questions.conflicts.conflicts(s, f["ids"], o, f["by"]),
        {"ids": (), "by": "evidence"},
    ),
    "whatif": Command("chrono.whatif/1", lambda s, f, o: questions.whatif.whatif(s, f["ids"], o), {"ids": ()}),
    "suggest": Command(
        "chrono.suggest/1",
        lambda s, f, o: questions.suggest.suggest(s, f["id"], o, f["edge"], f["most"]),
        {"id": "", "edge": "end", "most": 10},
    ),
    "rivals": Command(
        "chrono.rivals/1",
        lambda s, f, o: questions.rivals.rivals(s, f["ids"], list(f["compare"]), o),
        {"ids": (), "compare": ()},
    ),
}
MEDIA = {"json": "application/json", "svg": "image/svg+xml", "text": "text/plain"}
SHARED: Fields = {"without": (), "with": (), "set": {}, "at_least": "", "format": "json"}
"""What every command takes."""


def answered(kept: Kept, state: State, name: str, body: Any, limit: Waited) -> Answered:
    """What a command answers; raises `Refused` for a body that is none."""
    command = COMMANDS[name]
    fields = _fields(body, command, kept, state)
    options = Options(
        fields["with"],
        fields["without"],
        tuple(fields["set"].items()),
        Certainty.named(fields["at_least"]) if fields["at_least"] else None,
        limit=limit,
    )
    if state.session is None:
        return _invalid(command.schema, state.diagnostics)
    try:
        warnings = kept.laid_over(state, () if name == "rivals" else options.overlays)
        answer = command.put(state.session, fields, options)
        limit.answered()
    except Unanswerable as refusal:
        return _invalid(command.schema, refusal.diagnostics)
    if limit.cut:
        warnings = (*warnings, Diagnostic("time-up", CUT, severity="warning"))
    if hasattr(answer, "diagnostics"):
        answer = answer.noting(warnings)
    format, status = fields["format"], 503 if limit.cut else 200
    if format not in formats(type(answer).__name__):
        raise Refused(f"the answer is not to be had as {format}")
    return Answered(render(answer, format), status, MEDIA[format])


def mistakes(state: State) -> Answered:
    """What `chrono validate` says of a state."""
    if state.session is None:
        return replace(_invalid("chrono.validate/1", state.diagnostics), status=200)
    return Answered(render(questions.listing.validation(state.session.chronology).noting(state.diagnostics), "json"))


def _invalid(schema: str, diagnostics: tuple[Diagnostic, ...]) -> Answered:
    return Answered(render(Invalid(schema, in_order(diagnostics)), "json"), 400)


# -- bodies


def _fields(body: Any, command: Command, kept: Kept, state: State) -> dict[str, Any]:
    """The fields of a body, each of the kind it should be, with the files laid over as paths."""
    from chrono.frontends.serving.things import overlays

    known = {**SHARED, **command.own}
    if not isinstance(body, dict):
        raise Refused("the body is no object", f"its fields are {', '.join(known)}")
    given = {name: _value(name, value, known) for name, value in body.items() if name != "state"}
    fields = {**known, **given}
    files = overlays(kept, state)
    for name in ("with", "compare"):
        for file in fields.get(name, ()):
            if file not in files:
                raise Refused(f"'{file}' is no file that can be laid over", did_you_mean(file, files))
        if name in fields:
            fields[name] = tuple(files[file] for file in fields[name])
    return fields


def _value(name: str, value: Any, known: Fields) -> Any:
    if name not in known:
        raise Refused(f"unknown field '{name}'", did_you_mean(name, known, f"the fields are {', '.join(known)}"))
    default = known[name]
    if isinstance(default, tuple):
        if not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            raise Refused(f"'{name}' is a list of texts")
        value = tuple(value)
    elif isinstance(default, Mapping):
        if not (isinstance(value, dict) and all(isinstance(one, str) for one in value.values())):
            raise Refused(f'\'{name}\' is an object of texts, as in {{"silence.delay": "9 days"}}')
    elif type(value) is not type(default):
        kinds = {str: "a text", bool: "true or false", int: "a whole number"}
        raise Refused(f"'{name}' is {kinds[type(default)]}")
    for one in value if isinstance(value, tuple) else (value,):
        if name in CHOICES and one not in CHOICES[name]:
            raise Refused(f"'{name}' cannot be '{one}'", f"it is {' or '.join(c for c in CHOICES[name] if c)}")
    if isinstance(value, int) and not 1 <= value <= 10_000 and not isinstance(value, bool):
        raise Refused(f"'{name}' is a number from 1 to 10000")
    return value


def axis(state: State, body: Any) -> Answered:
    """The ticks between two steps, for a picture that is zoomed: `first`, `last`, and for how many there is `room`."""
    first, last, room = ((body if isinstance(body, dict) else {}).get(name) for name in ("first", "last", "room"))
    if state.session is None or not (type(first) is int and type(last) is int and type(room) is int):
        raise Refused("an axis goes from a step 'first' to a step 'last', with 'room' for so many labels")
    if not (-FAR <= first <= last <= FAR and 1 <= room <= 200):
        raise Refused("an axis goes from its first step to its last, and no further than dates are counted")
    found = ticks(first, last, state.session.chronology.scale, room)
    return Answered(dumps({"ticks": [{"step": t.at, "label": t.label, "major": t.major} for t in found]}))
