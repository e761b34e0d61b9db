"""What building needs to know, and the reading of the texts inside entries: dates, sentences, expressions, citations.

Every function takes a positioned text and gives a value or None; a None has left its diagnostic in `found`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from chrono import dates
from chrono.core.declared import as_kinds, of_kinds
from chrono.core.diagnostics import Diagnostic, Fix, Place, advise, nearest, replacement
from chrono.core.limits import Limit
from chrono.language.expressions import Claim, parse, written_out
from chrono.language.sentences import Sentence, Vocabulary
from chrono.loading.calendars import Calendars
from chrono.loading.nodes import Node, Scalar, dated, scalars
from chrono.model.chronology import Certainty, Citation, Written

UNCITED = Citation()
_LIKE_A_KEY = re.compile(r"[A-Za-z][\w:.-]*")


@dataclass(frozen=True, slots=True)
class Context:
    """The chronology's conventions and everything declared in it, and the mistakes found so far."""

    calendars: Calendars
    conventions: str
    declared: dates.Declared
    sources: Collection[str]
    vocabulary: Vocabulary
    unusable: tuple[re.Pattern[str], ...] = ()
    """What the vocabulary entries would read that have mistakes of their own."""
    found: list[Diagnostic] = field(default_factory=list)
    limit: Limit = field(default_factory=Limit)
    """Within which all of it is to be read."""
    known: dict[tuple[str, str, bool], dates.Date | dates.Relative] = field(default_factory=dict)
    """What was read already, by its text, its calendar and whether it may be counted from an entry: thousands of
    entries have the same date, and share it."""

    def wrong(self, code: str, message: str, place: Place, help: str = "", fixes: tuple[Fix, ...] = ()) -> None:
        """Adds a mistake to those found."""
        self.found.append(Diagnostic(code, message, place, help, fixes))

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kind of each declared span."""
        return self.declared.kinds

    def date(self, node: Node | None) -> dates.Date | None:
        """A date that stands for itself."""
        value = self._date(node, None, None)
        return value if isinstance(value, dates.Date) else None

    def stated(self, node: Node | None, citation: Citation) -> dates.Date | dates.Relative | None:
        """A date on an entry, which may be counted from another."""
        return self._date(node, self.declared, citation.source)

    def _date(
        self, node: Node | None, declared: dates.Declared | None, source: str | None
    ) -> dates.Date | dates.Relative | None:
        scalar = dated(node)
        if scalar is None:
            return None
        # In brackets and braces, space after a comma is how YAML is written, and no part of the date.
        text = "".join(scalar.text.split()) if scalar.text.startswith(("[", "{")) else scalar.text
        calendar = self.calendars.of(scalar.file, source)

        def read(text: str) -> dates.Date | dates.Relative:
            if declared is None:
                return dates.read(text, calendar=calendar, conventions=self.conventions)
            return dates.read_stated(text, declared, calendar=calendar, conventions=self.conventions)

        key = (text, calendar, declared is None)
        try:
            value = self.known.get(key) or self.known.setdefault(key, read(text))
        except dates.DateError as error:
            written = [at for at, c in enumerate(scalar.text) if not c.isspace()] if text != scalar.text else []
            column = written[error.column] if error.column < len(written) else error.column
            self._unread(error.code, scalar, error.moved(column - error.column), read)
            return None
        self._warn(value, scalar.place)
        # "n.d." and its like say that there is no date: the same as nothing.
        return None if isinstance(value, dates.Date) and value.precision == "undated" else value

    def _warn(self, value: object, place: Place) -> None:
        """Reports a date that looks like something else than it is read as."""
        if isinstance(value, dates.Date) and value.warning:
            message, _, help = value.warning.partition("; ")
            self.found.append(Diagnostic("ambiguous-date", message, place, help, severity="warning"))

    def spell(self, node: Node | None) -> dates.Spell | None:
        """A duration with its bounds, such as `>= 15 years`."""
        if not isinstance(node, Scalar):
            return None
        try:
            return dates.read_spell(node.text)
        except dates.DateError as error:
            self._unread("duration", node, error, dates.read_spell)
            return None

    def duration(self, node: Node | None) -> dates.Duration | None:
        """A plain duration, such as `8 days`."""
        if not isinstance(node, Scalar):
            return None
        try:
            return dates.read_duration(node.text)
        except dates.DateError as error:
            self._unread("duration", node, error, dates.read_duration)
            return None

    def _unread(self, code: str, scalar: Scalar, error: dates.DateError, read: Callable[[str], object]) -> None:
        """Reports a text that is no date or duration, with those of its mends by which it would be one."""
        at, text = scalar.place.at(error.column, error.length), scalar.text
        fixes = tuple(
            replacement(at, mend)
            for mend in error.mends
            if _reads(read, text[: error.column] + mend + text[error.column + error.length :])
        )
        self.wrong(code, error.message, at, error.help, fixes)

    def sentence(self, scalar: Scalar, citation: Citation = UNCITED) -> Sentence | None:
        """A sentence of the vocabulary."""
        sentence, failure = self.vocabulary.read(
            scalar.text, scalar.place, self.calendars.of(scalar.file, citation.source)
        )
        if failure:
            self.unread(scalar, failure)
        if sentence:
            for value in sentence.values:
                self._warn(value, scalar.place)
        return sentence

    def unread(self, scalar: Scalar, failure: Diagnostic) -> None:
        """Reports a line that no wording reads, unless it is only the wording that has to be mended."""
        if self._misnamed(scalar):
            return
        of_wording = failure.code in ("unknown-sentence", "ambiguous-sentence")
        follows = of_wording and any(p.fullmatch(scalar.line_of_text) for p in self.unusable)
        if not follows:
            self.found.append(failure)

    def _misnamed(self, scalar: Scalar) -> bool:
        """Whether a line names something by an id that cannot be one: that is what has to be mended."""
        text, unfit = scalar.line_of_text, as_kinds(self.kinds).unfit
        return any(re.search(rf"(?<![\w-]){re.escape(id)}(?![\w-])", text) for id in unfit)

    def expression(self, scalar: Scalar, citation: Citation = UNCITED) -> Written | None:
        """A constraint of the expression language."""
        calendar = self.calendars.of(scalar.file, citation.source)
        claim, failure = parse(scalar.text, scalar.place, calendar=calendar, conventions=self.conventions)
        if failure and not self._misnamed(scalar):
            self.found.append(failure)
        return self.written(claim, scalar) if claim else None

    def written(self, claim: Claim, scalar: Scalar) -> Written:
        """A claim with its text and place; dates in it that look like something else are reported."""
        for of in written_out(claim):
            self._warn(of.date, scalar.place.at(of.column, len(of.date.text)))
        return Written(claim, scalar.line_of_text, scalar.place)

    def citation(self, node: Node | None) -> Citation:
        """The words of `source`, and the declared source the first of them that names one."""
        given = list(scalars(node)) if node is not None else []
        if not given:
            return UNCITED
        source = None
        for scalar in given:
            key = scalar.text.partition(",")[0].strip()
            if key in self.sources:
                source = source or key
            elif _LIKE_A_KEY.fullmatch(key) and (near := nearest(key, self.sources)):
                at = scalar.place.at(0, len(key))
                self.found.append(
                    Diagnostic(
                        "unknown-source",
                        f"no source is called '{key}'",
                        at,
                        f"did you mean '{near}'? Otherwise declare it under sources, or leave it as it is",
                        (replacement(at, near),),
                        severity="warning",
                    )
                )
        return Citation("; ".join(s.line_of_text for s in given), source)

    def ids(self, node: Node | None, kinds: Collection[str], what: str) -> tuple[str, ...]:
        """The ids a field lists, each once; those that name nothing of these kinds are reported."""
        if node is None:
            return ()
        chosen: list[str] = []
        for scalar in scalars(node):
            kind = self.kinds.get(scalar.text)
            fitting = of_kinds(self.kinds, kinds) if kind not in kinds else ()
            if kind is None:
                otherwise = _SECTION.get(what, f"declare it under {what}s")
                advice = advise(scalar.text, fitting, scalar.place, otherwise)
                self.wrong("unknown-id", f"no {what} is called '{scalar.text}'", scalar.place, *advice)
            elif kind not in kinds:
                message = f"'{scalar.text}' is {article(kind)}, and {article(what)} is expected here"
                self.wrong("wrong-kind", message, scalar.place, *advise(scalar.text, fitting, scalar.place))
            elif scalar.text in chosen:
                self.wrong("duplicate-id", f"'{scalar.text}' is listed twice", scalar.place, "remove one of them")
            else:
                chosen.append(scalar.text)
        return tuple(chosen)


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except dates.DateError:
        return False
    return True


_SECTION = {
    "person": "declare the person under people",
    "dated entry": "declare it under people, events, periods or documents",
}


def article(kind: str) -> str:
    """A kind with its article: `a person`, `an event`."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def certainty(node: Node | None, otherwise: Certainty) -> Certainty:
    """The certainty that a word names; another where there is none."""
    return Certainty.named(node.text) if isinstance(node, Scalar) else otherwise


def weight(node: Node | None) -> int:
    """The weight that a number gives; 1 where there is none."""
    return int(node.text) if isinstance(node, Scalar) else 1


def labels(node: Node | None) -> frozenset[str]:
    """The words of `tags` and `topics`."""
    return _set(tuple(scalar.line_of_text for scalar in scalars(node))) if node is not None else _NONE


_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def _set(words: tuple[str, ...]) -> frozenset[str]:
    """One set for all entries that share the same words."""
    return frozenset(words)
