"""Property tests of chronologies, with Hypothesis: strategies, and the laws that every chronology obeys.

`histories` draws from what the evidence allows; `subsets`, `perturbed` and `with_added` change the evidence;
`chronologies` and `planted` make small ones up; `file_texts` damages files. `assert_laws` puts one chronology to the
laws of the reasoning. What fails shrinks to evidence, dates and claims that a historian can read.
"""

from chrono.testing.changing import perturbed, subsets, with_added
from chrono.testing.files import file_texts
from chrono.testing.histories import History, histories
from chrono.testing.laws import assert_laws
from chrono.testing.planting import chronologies, planted

__all__ = [
    "History",
    "assert_laws",
    "chronologies",
    "file_texts",
    "histories",
    "perturbed",
    "planted",
    "subsets",
    "with_added",
]
