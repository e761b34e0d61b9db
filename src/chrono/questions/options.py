"""What a question changes about the evidence, and what makes it impossible to put.

Takes names and values as a person gives them, gives settings by rule; raises `Unanswerable` for what no chronology has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from chrono import dates, loading
from chrono.core.diagnostics import Diagnostic, did_you_mean
from chrono.core.limits import Limit
from chrono.model.chronology import Certainty, Chronology, LaidOver, Settings


@dataclass(frozen=True, slots=True)
class Options:
    """What a question changes about the evidence, and how long its answer may take (seconds)."""

    overlays: tuple[Path, ...] = ()
    without: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    at_least: Certainty | None = None
    timeout: float | None = None
    limit: Limit | None = field(default=None, compare=False, repr=False)
    """The limit in force, of which the timeout is a part; None where the question has not begun."""

    def begun(self) -> Options:
        """These options with their limit in force: the time runs from now, unless it runs already."""
        return self if self.limit else replace(self, limit=Limit(self.timeout))

    def laying(self, overlays: tuple[Path, ...]) -> Options:
        """These options with these files laid over and no others."""
        return replace(self, overlays=overlays)

    def less(self, laid: LaidOver) -> Options:
        """What is asked without what files laid over leave out, set and admit as well."""
        return replace(
            self,
            without=tuple(id for id in self.without if id not in laid.without),
            settings=tuple(setting for setting in self.settings if setting not in laid.settings),
            at_least=None if self.at_least == laid.at_least else self.at_least,
        )

    def over(self, laid: LaidOver) -> Options:
        """What is asked joined with what files laid over do besides adding; a question's own word is the last."""
        said = self.settings[: len(laid.settings)] == laid.settings
        return replace(
            self,
            without=tuple(dict.fromkeys((*laid.without, *self.without))),
            settings=self.settings if said else (*laid.settings, *self.settings),
            at_least=laid.at_least if self.at_least is None else self.at_least,
        )


AS_WRITTEN = Options()
"""Nothing changed: the evidence as the files give it."""


class Unanswerable(Exception):
    """The question cannot be put to this chronology. `invalid`: files that it needs have mistakes."""

    def __init__(self, diagnostics: Iterable[Diagnostic], *, invalid: bool = False) -> None:
        self.diagnostics, self.invalid = tuple(diagnostics), invalid
        super().__init__("; ".join(d.message for d in self.diagnostics))

    def __reduce__(self) -> tuple[Any, ...]:
        """For another process: what is raised there is made of the text alone otherwise."""
        return partial(Unanswerable, invalid=self.invalid), (self.diagnostics,)


def normal(options: Options) -> Options:
    """Options without their limit, equal for all that change the evidence alike: what is kept by it serves them all."""
    return replace(options, without=tuple(sorted(set(options.without))), timeout=None, limit=None)


def named(chronology: Chronology, path: Path) -> str:
    """A file laid over, as answers name it."""
    return chronology.source.named(path) if chronology.source else path.as_posix()


def laid_over(chronology: Chronology, overlays: tuple[Path, ...], limit: Limit | None = None) -> Chronology:
    """The chronology as its files are with these laid over; raises `Unanswerable` where one has mistakes, and
    `LimitReached`."""
    if not overlays and chronology.source is None:
        return chronology
    assert chronology.source is not None, "what was not read from files has no files laid over it"
    loaded = loading.load(chronology.source, overlays, limit)
    if loaded.chronology is None:
        raise Unanswerable([d for d in loaded.diagnostics if d.severity == "error"], invalid=True)
    return loaded.chronology


def settings_of(chronology: Chronology, given: tuple[tuple[str, str], ...]) -> dict[str, Settings]:
    """Rule → the settings given for it; a bare name stands for the one rule that has it. Raises `Unanswerable`."""
    places = {f"{r.id}.{name}": (r.id, name) for r in chronology.rules for name, _ in r.settings}
    for name in sorted({name for _, name in places.values()}):
        having = [place for place in places.values() if place[1] == name]
        if len(having) == 1:
            places.setdefault(name, having[0])
    found: dict[str, dict[str, dates.Duration]] = {}
    wrong = []
    for name, text in given:
        if name not in places:
            help = did_you_mean(name, places, "settings are named RULE.SETTING, as in silence.delay")
            wrong.append(Diagnostic("unknown-setting", f"no rule has a setting '{name}'", help=help))
            continue
        try:
            value = dates.read_duration(text)
        except dates.DateError as error:
            wrong.append(Diagnostic("duration", f"{name}: {error.message}", help=error.help))
            continue
        rule, setting = places[name]
        found.setdefault(rule, {})[setting] = value
    if wrong:
        raise Unanswerable(wrong)
    return {rule: tuple(sorted(values.items())) for rule, values in found.items()}


def unknown(id: str, known: Iterable[str], what: str) -> Diagnostic:
    """That nothing of a kind is called so, with the nearest that is."""
    return Diagnostic("unknown-id", f"no {what} is called '{id}'", help=did_you_mean(id, known))
