"""Small chronologies for tests: YAML text in, what the real loader and the real stages make of it out.

Everything a test states is stated as a historian would write it, so that no stage is fed what the one before could not
give. `as_oracle` puts a network into the plain form of `tests/oracle.py`, which knows nothing of the engine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from itertools import product
from pathlib import Path

from chrono.core.diagnostics import Diagnostic
from chrono.engine.formulas import AllOf, AnyOf, Formula, Linear, Network
from chrono.loading import Loaded, load
from chrono.model.chronology import Chronology
from chrono.questions.base import Base
from chrono.questions.options import Options
from tests.oracle import ORIGIN, Difference, EitherOr

ROOT = Path(__file__).parents[1]


def loaded(text: str | Mapping[str, str]) -> Loaded:
    """What the loader makes of an `events.yaml`, or of several files by name."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in ({"events.yaml": text} if isinstance(text, str) else text).items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return load(Path(folder))


def read(text: str | Mapping[str, str]) -> Chronology:
    """The chronology in a text that must be free of errors."""
    found = loaded(text)
    assert found.chronology is not None, "\n".join(map(str, found.diagnostics))
    return found.chronology


def mistakes(text: str) -> tuple[Diagnostic, ...]:
    """The errors of a text that must have some."""
    found = loaded(text)
    assert found.chronology is None
    return tuple(d for d in found.diagnostics if d.severity == "error")


def base(text: str | Mapping[str, str] | Chronology, options: Options | None = None) -> Base:
    """The text weighed, encoded and ready to be asked."""
    return Base(text if isinstance(text, Chronology) else read(text), options or Options())


def as_oracle(formula: Formula) -> EitherOr:
    """A formula as a list of alternatives, each a list of differences `(x, y, w)`: y - x <= w."""
    match formula:
        case Linear():
            return [[difference(formula)]]
        case AnyOf(parts):
            return [way for part in parts for way in as_oracle(part)]
        case AllOf(parts):
            return [[d for way in chosen for d in way] for chosen in product(*map(as_oracle, parts))]


def difference(bound: Linear) -> Difference:
    """One bound on at most two points."""
    (plus,), (minus,) = bound.plus or (ORIGIN,), bound.minus or (ORIGIN,)
    return (minus, plus, bound.most)


def base_of(network: Network) -> list[tuple[tuple[str, ...], EitherOr]]:
    """A network as a base of the oracle: constraints with the ids each rests on."""
    return [(c.ids, as_oracle(c.formula)) for c in network.constraints]
