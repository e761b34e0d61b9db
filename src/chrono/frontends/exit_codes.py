"""What the command ends with: 0 all is well, and the numbers below."""

from __future__ import annotations

WRONG = 1
"""Answered, and something is wrong: invalid or contradictory evidence, a hypothesis not as expected."""
USAGE = 2
"""Could not ask: wrong usage, no chronology here."""
LIMIT = 3
"""Could not answer within the limits, or could not write the answer."""
INTERNAL = 70
"""An internal error."""
INTERRUPTED = 130
"""Interrupted."""
