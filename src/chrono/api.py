"""`from chrono import Chronology`: the way in for notebooks, tests and other programs.

Takes a folder or a text of YAML, gives answers: the same values that the commands print, from the same use cases. A
chronology is a value; what a question changes about the evidence gives another one. Importing this loads neither the
solver nor the reader of files, and nothing here prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypedDict, TypeVar, Unpack

from chrono.core.points import EDGES, ENDS, SIDES, Edge, Side

if TYPE_CHECKING:
    from chrono.answers.check import Check
    from chrono.answers.common import Shown
    from chrono.answers.conflicts import Conflicts
    from chrono.answers.difference import Difference
    from chrono.answers.effect import Effect
    from chrono.answers.explain import Explained
    from chrono.answers.infer import Inference
    from chrono.answers.rivals import Rivals
    from chrono.answers.suggest import Suggestions
    from chrono.answers.timeline import Timeline
    from chrono.answers.vary import Runs, Way
    from chrono.answers.verify import Verification
    from chrono.answers.weigh import Weighings
    from chrono.answers.windows import Windows
    from chrono.arguments.grains import Grain
    from chrono.core.diagnostics import Diagnostic
    from chrono.core.sources import Source
    from chrono.exchange import Choices, Exported
    from chrono.model import chronology
    from chrono.model.mentions import Mentions
    from chrono.questions.options import Options
    from chrono.questions.session import Session
    from chrono.questions.timeline import Wanted
    from chrono.questions.workers import Jobs


Told = TypeVar("Told", bound="Shown")


class _Printer(Protocol):
    def text(self, text: str) -> None: ...


class InvalidEvidence(ValueError):
    """The files have mistakes: `diagnostics` has all of them, with their places, and the message tells them."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n\n".join(str(d) for d in self.diagnostics))


def _are(words: Iterable[str], known: Sequence[str], name: str) -> None:
    """Raises `ValueError` where one of the words is none of those that an argument takes."""
    for word in words:
        if word not in known:
            raise ValueError(f"{name} is one of {', '.join(known)}, not {word!r}")


class Changes(TypedDict, total=False):
    """What a question may change: as `--without`, `--set`, `--at-least`, and `--timeout` in seconds. A certainty that
    is none, and a time that is no number, raise `ValueError`."""

    without: str | Iterable[str]
    settings: Mapping[str, str]
    at_least: str
    timeout: float


@dataclass(frozen=True, slots=True, repr=False)
class Chronology:
    """A chronology and what a question changes about it.

    `value` is what the files hold; the rest is as the options of the commands have it (`--with`, `--without`, `--set`,
    `--at-least`, `--timeout` in seconds).
    """

    value: chronology.Chronology
    overlays: tuple[Path, ...] = ()
    without: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    at_least: str | None = None
    timeout: float | None = None
    told: str = ""
    """What was changed by other means than these, for whoever reads the value."""
    _sessions: list[Session] = field(default_factory=list, compare=False, kw_only=True)
    """The session, where anything was asked yet: whatever is varied of the same value has it too."""

    @classmethod
    def load(cls, folder: str | Path | Source, overlays: Iterable[str | Path] = ()) -> Chronology:
        """The chronology in a folder or another source (chrono.loading), with files laid over.

        Raises `InvalidEvidence` with every mistake there is.
        """
        from chrono import loading

        files = tuple(Path(path) for path in overlays)
        loaded = loading.load(Path(folder) if isinstance(folder, str) else folder, files)
        if loaded.chronology is None:
            raise InvalidEvidence(d for d in loaded.diagnostics if d.severity == "error")
        return cls(loaded.chronology, files)

    @classmethod
    def loads(cls, text: str | Mapping[str, str]) -> Chronology:
        """The chronology in the text of an `events.yaml`, or of several files by name; raises `InvalidEvidence`."""
        from chrono.loading import Memory

        return cls.load(Memory(dict({"events.yaml": text} if isinstance(text, str) else text)))

    @classmethod
    def imported(cls, *files: str | Path, format: str = "", certainty: str = "") -> Chronology:
        """The chronology that `chrono import` makes of files of another tool, without writing it.

        `format` is one of `chrono.exchange.FORMATS`, left out the content tells. Raises `OSError`, `ValueError`, and
        `InvalidEvidence` with every mistake in them; what is not carried over `chrono.exchange.read` tells.
        """
        from chrono import exchange
        from chrono.core.diagnostics import Diagnostic
        from chrono.exchange.told import text
        from chrono.model.chronology import CERTAINTIES

        _are([format] if format else [], [*exchange.FORMATS], "a format")
        _are([certainty] if certainty else [], CERTAINTIES, "a certainty")
        found = [exchange.Foreign(Path(file).name, Path(file).read_bytes()) for file in files]
        kind = format or exchange.sniffed(found[0])
        if not kind:
            raise InvalidEvidence([Diagnostic("import", "it is in no format that is known here", found[0].place())])
        try:
            imported = exchange.read(kind, found, exchange.AskedOf(certainty))
        except exchange.Unreadable as mistakes:
            raise InvalidEvidence(mistakes.diagnostics) from None
        return cls.loads(text(imported, kind, found))

    def varied(self, **changes: Unpack[Changes]) -> Chronology:
        """This chronology with more left out, settings given other values, or only evidence of at least a certainty."""
        without = changes.get("without", ())
        return replace(
            self,
            without=(*self.without, *((without,) if isinstance(without, str) else without)),
            settings=(*self.settings, *changes.get("settings", {}).items()),
            at_least=changes.get("at_least", self.at_least),
            timeout=changes.get("timeout", self.timeout),
        )

    def infer(self, *ids: str, jobs: Jobs = 1, repair: int | None = 1, **changes: Unpack[Changes]) -> Inference:
        """The windows of the named spans (default: every document), with reasons, as `chrono infer` gives them, found
        in so many processes; of contradictory evidence under a repair, by its number, or with None not at all.

        This and the other questions raise `Unanswerable` (chrono.questions.options) for what is not there.
        """
        from chrono import questions

        return self._told(changes, lambda options: questions.infer.infer(self.session, ids, options, repair, jobs))

    def windows(self, *ids: str, repair: int | None = 1, **changes: Unpack[Changes]) -> Windows:
        """The windows of the named spans (default: every document; `*` names every span) without reasons, as `chrono
        infer --windows` gives them: what `infer` is asked for afterwards goes on from them."""
        from chrono import questions

        return self._told(changes, lambda options: questions.windows.windows(self.session, ids, options, repair))

    def check(self, *ids: str, jobs: Jobs = 1, repair: int | None = 1, **changes: Unpack[Changes]) -> Check:
        """The named hypotheses (default: all) against what is expected of them, as `chrono check` gives them."""
        from chrono import questions

        return self._told(changes, lambda options: questions.check.check(self.session, ids, options, jobs, repair))

    def explain(
        self,
        id: str,
        *,
        edges: Sequence[Edge] = ENDS,
        sides: Sequence[Side] = SIDES,
        windows: bool = False,
        repair: int | None = 1,
        preferred: bool = False,
        jobs: Jobs = 1,
        **changes: Unpack[Changes],
    ) -> Explained:
        """The arguments for the bounds of a span or for a verdict, as `chrono explain` gives them: of which of its ends
        and sides; with `windows` nothing beside them but its windows, with `preferred` no other line of argument nor
        what all hinge on, both of which are sooner there."""
        from chrono import questions

        _are(edges, EDGES, "an edge")
        _are(sides, SIDES, "a side")

        def ask(options: Options) -> Explained:
            return questions.explain.explain(
                self.session, id, options, edges, sides, windows=windows, repair=repair, preferred=preferred, jobs=jobs
            )

        return self._told(changes, ask)

    def whatif(self, *ids: str, overlays: Iterable[str | Path] = (), **changes: Unpack[Changes]) -> Difference:
        """What would move with files laid over, things left out or settings changed, as `chrono whatif` gives it."""
        from chrono import questions

        after = self
        if files := tuple(map(Path, overlays)):
            after = replace(self, overlays=(*self.overlays, *files))
            self._read(after.overlays)
        return after._told(changes, lambda options: questions.whatif.whatif(self.session, ids, options))

    def conflicts(self, *ids: str, by: Grain = "evidence", **changes: Unpack[Changes]) -> Conflicts:
        """Every smallest conflict and repair, as `chrono conflicts` gives them. Another grain raises `ValueError`."""
        from chrono import questions
        from chrono.arguments.grains import GRAINS

        _are([by], GRAINS, "a grain")

        return self._told(changes, lambda options: questions.conflicts.conflicts(self.session, ids, options, by))

    def suggest(
        self,
        id: str,
        edge: Literal["start", "end"] = "end",
        most: int = 10,
        repair: int | None = 1,
        **changes: Unpack[Changes],
    ) -> Suggestions:
        """What would settle when a span ended or began, as `chrono suggest` gives it."""
        from chrono import questions

        _are([edge], EDGES, "an edge")

        question = questions.suggest.suggest
        return self._told(changes, lambda options: question(self.session, id, options, edge, most, repair))

    def sensitivity(self, *ids: str, jobs: Jobs = 1, **changes: Unpack[Changes]) -> Inference:
        """What `infer` answers, and in its `sensitivity` what bounds and verdicts rest on, as `chrono infer
        --sensitivity` gives them; of contradictory evidence under its preferred repair."""
        from chrono import questions

        return self._told(
            changes, lambda options: questions.sensitivity.sensitivity(self.session, ids, options, jobs=jobs)
        )

    def rivals(self, files: Iterable[str | Path], *ids: str, jobs: Jobs = 1, **changes: Unpack[Changes]) -> Rivals:
        """The windows and verdicts with each file laid over by itself, as `chrono infer --compare` gives them."""
        from chrono import questions

        paths = [Path(file) for file in files]
        return self._told(changes, lambda options: questions.rivals.rivals(self.session, ids, paths, options, jobs))

    def vary(
        self,
        *ids: str,
        runs: int = 100,
        seed: int = 0,
        jobs: Jobs = 1,
        kept: str | Path | None = None,
        by: Iterable[Way] = ("leaving-out", "perturbing", "swapping"),
        repair: int | None = 1,
        **changes: Unpack[Changes],
    ) -> Runs:
        """In how many runs, each with evidence varied at random, each bound holds, as `chrono infer --vary` gives it;
        `kept` is the file of `--keep-runs`, `by` what `--vary-by` says. Raises `ValueError` for another word."""
        from chrono import questions

        file, ways, ask = None if kept is None else Path(kept), tuple(by), questions.vary.vary
        return self._told(changes, lambda o: ask(self.session, ids, o, runs, seed, jobs, file, ways, repair))

    def timeline(
        self,
        *ids: str,
        wanted: Wanted | None = None,
        repair: int | None = 1,
        jobs: Jobs = 1,
        **changes: Unpack[Changes],
    ) -> Timeline:
        """The named spans (default: every document) and what their reasons speak of, laid out to be drawn, as `chrono
        timeline` gives them; `wanted` (chrono.questions.timeline) says what is drawn and how."""
        from chrono.questions.timeline import PLAIN, timeline

        return self._told(changes, lambda options: timeline(self.session, ids, options, wanted or PLAIN, repair, jobs))

    def weigh(self, *claims: str, **changes: Unpack[Changes]) -> Weighings:
        """What the stated chances make of the named hypotheses and claims, as `chrono weigh` gives it."""
        from chrono import questions

        return self._told(changes, lambda options: questions.weigh.weigh(self.session, claims, options))

    def export(self, format: str, *ids: str, choices: Choices | None = None, **changes: Unpack[Changes]) -> Exported:
        """What is known of the named spans (default: every span) as a file of another tool, as `chrono export` writes
        it: its bytes, and what it could not hold.

        `choices` (chrono.exchange) has the rest: the edge, the model. Raises `ValueError` for a format that is none,
        and `Inexpressible` (chrono.exchange) where the format has no words for it, the evidence contradicts itself, or
        the time was up.
        """
        from chrono import exchange, exports
        from chrono.core.diagnostics import Diagnostic

        _are([format], [*exchange.WRITTEN], "a format")
        chosen = choices or exchange.Choices()
        found = exports.export(self.session, format, ids, self.varied(**changes).options(), chosen)
        if found.made is None:
            raise exchange.Inexpressible(Diagnostic("nothing-there", f"the evidence is {found.status}"))
        return found.made

    def diff(self, old: Chronology) -> Difference:
        """What is not the same here as in another state of the evidence, as `chrono diff` gives it."""
        from chrono.questions.diff import compared
        from chrono.questions.differences import picture

        before, after = old.options(), self.options().begun()
        with old.session.asking(before), self.session.asking(after):
            pictures = picture(old.session.base(before), "before"), picture(self.session.base(after), "after")
            assert after.limit is not None
            after.limit.answered()
            return compared(*pictures).within(after.limit)

    def effect(self, place: str, **changes: Unpack[Changes]) -> Effect:
        """What a line such as `events.yaml:88` does, as `chrono explain FILE:LINE` gives it; raises `Unanswerable` for
        what is no place."""
        from chrono.core.diagnostics import Diagnostic
        from chrono.questions import locate
        from chrono.questions.options import Unanswerable

        if not locate.is_place(place):
            help = "write for example events.yaml:88"
            raise Unanswerable([Diagnostic("nothing-there", f"'{place}' is no place in a file", help=help)])
        return self._told(changes, lambda options: locate.effect(self.session, locate.at(self.value, place), options))

    def verify(self, document: Mapping[str, Any]) -> Verification:
        """Every claim of a saved JSON answer proven again, as `chrono verify` does it."""
        from chrono import questions

        return questions.verify.verify(self.value, document, self.overlays)

    def verdict(self, claim: str, **changes: Unpack[Changes]) -> chronology.Verdict:
        """What the evidence makes of a claim: entailed, refuted, undetermined, inconsistent or unknown.

        Raises `InvalidEvidence` where the claim cannot be read.
        """
        from chrono import questions

        return questions.claims.verdict(self.session, self.read_claim(claim), self.varied(**changes).options())

    def read_claim(self, claim: str) -> chronology.Written:
        """A claim over this chronology's ids, read and checked; raises `InvalidEvidence` with what is wrong."""
        from chrono import questions

        written, mistakes = questions.claims.read_claim(self.value, claim)
        if written is None:
            raise InvalidEvidence(mistakes)
        return written

    def mentions(self) -> Mentions:
        """Every mention of an id in the files, with its exact place; they are read again for it."""
        from chrono import loading

        assert self.value.source is not None, "what was not read from files mentions nothing"
        return loading.load(self.value.source, self.overlays).mentions()

    def _read(self, overlays: tuple[Path, ...]) -> None:
        """Has files laid over that are not yet; raises `InvalidEvidence` for mistakes in them."""
        from chrono.questions.options import Unanswerable

        try:
            self.session.laid_over(overlays)
        except Unanswerable as refusal:
            raise InvalidEvidence(refusal.diagnostics) from None

    @property
    def session(self) -> Session:
        """What was read and found, which all questions about this value share, whatever they change."""
        from chrono.questions.session import Session

        found = next((s for s in self._sessions if s.chronology is self.value and s.overlays == self.overlays), None)
        if found is None:
            found = Session(self.value, self.overlays)
            # A copy of what is not asked yet has the same list, though it may hold another value by now.
            object.__setattr__(self, "_sessions", [found])
        return found

    def _told(self, changes: Changes, question: Callable[[Options], Told]) -> Told:
        """The answer to a question about this with changes, and which limits were reached by then."""
        options = self.varied(**changes).options().begun()
        answer = question(options)
        assert options.limit is not None
        options.limit.answered()
        return answer.within(options.limit)

    def options(self) -> Options:
        """What is changed, as the use cases take it."""
        from chrono.model.chronology import CERTAINTIES, Certainty
        from chrono.questions.options import Options

        _are([] if self.at_least is None else [self.at_least], CERTAINTIES, "a certainty")
        if self.timeout is not None and isnan(self.timeout):
            raise ValueError("a timeout is a number of seconds")
        level = None if self.at_least is None else Certainty.named(self.at_least)
        return Options(self.overlays, self.without, self.settings, level, self.timeout)

    def __repr__(self) -> str:
        said = [f"with {path}" for path in self.overlays]
        said += [f"without {id}" for id in self.without]
        said += [f"{name} = {value}" for name, value in self.settings]
        said += [f"at least {self.at_least}"] if self.at_least else []
        said += [self.told] if self.told else []
        return f"<Chronology {self.value.title!r}{': ' if said else ''}{', '.join(said)}>"

    def _repr_pretty_(self, printer: _Printer, cycle: bool) -> None:
        """What IPython and Hypothesis print: not the thousands of values inside."""
        printer.text(repr(self))
