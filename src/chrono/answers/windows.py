"""What can be told of spans at once: their windows, without the reasons."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.answers.common import Asked, Standing, Weighing
from chrono.answers.reasons import Reason
from chrono.engine.outcomes import Status


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of spans as `chrono infer` tells them, proven, for whoever asks for reasons later."""

    asked: Asked
    status: Status
    results: tuple[Standing, ...]
    """Empty where the evidence contradicts itself."""
    conflicts: tuple[Reason, ...]
    weighing: Weighing
