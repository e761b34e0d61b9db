"""The document of `chrono check`: hypotheses, what was expected of them and what came out."""

from __future__ import annotations

from typing import get_args

from chrono.answers.check import AnyOf, Check, Checked, Condition, Variation
from chrono.documents.codec import (
    COUNT,
    IDS,
    LEVEL,
    SAID,
    TEXT,
    TRUTH,
    Choice,
    Derived,
    Field,
    Many,
    Pairs,
    Record,
)
from chrono.documents.parts import (
    AT,
    CLUSTERS,
    HEAD,
    JUDGED,
    REPAIRED,
    TAIL,
    THRESHOLD,
    VERDICT,
    WHY,
    WINDOWS,
    Firmness,
)
from chrono.model.chronology import Severity

ANY_OF = Record(AnyOf, (Field("most", COUNT), Field("among", COUNT), Field("others", TRUTH)), "any_of")
CONDITION = Record(
    Condition,
    (
        Field("set", Pairs(TEXT), "settings", rare=True),
        Field("at_least", LEVEL, rare=True),
        Field("without", IDS, rare=True),
        Field("with", IDS, "laid_over", rare=True),
        Field("any_of", ANY_OF, rare=True),
    ),
    "condition",
)
"""What a variation changes: one of these keys."""
VARIATION = Record(
    Variation,
    (
        Derived("under", TEXT, lambda variation: variation.said),
        Field("condition", CONDITION),
        Field("verdict", VERDICT),
        Field("ok", TRUTH),
        Field("must_change", TRUTH),
    ),
    "variation",
)
CHECKED = Record(
    Checked,
    (
        Field("id", TEXT),
        Field("claim", TEXT),
        Field("expect", VERDICT),
        Field("verdict", VERDICT),
        Derived("ok", TRUTH, lambda checked: checked.ok),
        Derived("because", IDS, lambda checked: checked.reason.ids if checked.reason else ()),
        Field("reason", WHY),
        Field("why", SAID),
        Field("severity", Choice(get_args(Severity))),
        Field("tags", IDS),
        Field("windows", WINDOWS),
        Field("sharper_than_recorded", IDS, "sharper"),
        Field("variations", Many(VARIATION)),
        Field("thresholds", Many(THRESHOLD)),
        Field("unasked", TEXT, rare=True),
        Firmness(JUDGED),
        AT,
    ),
    "checked",
)
CHECK = Record(Check, (HEAD, REPAIRED, CLUSTERS, Field("results", Many(CHECKED)), *TAIL))
