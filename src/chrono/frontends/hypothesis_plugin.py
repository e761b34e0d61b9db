"""What Hypothesis finds through its entry point: how a `Chronology` is made where a test asks for one by its type.

Called whenever Hypothesis is imported, so it loads nothing but the type; the strategies come when they are drawn from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chrono.api import Chronology

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def register() -> None:
    """Registers `chrono.testing.chronologies` for `Chronology`."""
    from hypothesis.strategies import register_type_strategy

    register_type_strategy(Chronology, _drawn)


def _drawn(_: type[Chronology]) -> SearchStrategy[Chronology]:
    from chrono.testing import chronologies

    return chronologies()
