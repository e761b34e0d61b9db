"""A saved timeline, proven again row by row; no Z3.

Takes the claims of a base and the document of `chrono timeline`, gives for each row whether its windows are as they are
written and each end rests on what it is said to. Marks, ticks and counts follow from windows: they are compared when
the question is asked again.
"""

from __future__ import annotations

from collections.abc import Iterator

from chrono.answers.verify import Verified
from chrono.core.points import point_of
from chrono.engine.outcomes import Distance
from chrono.questions.claims_again import Claims, Document


def drawn(claims: Claims, document: Document) -> Iterator[Verified]:
    """All that the rows of a timeline claim. Those of contradictory evidence have the windows after a repair, which are
    proven with the repairs."""
    after = {
        (*repair["given_up"], window["id"]): window
        for repair in document["repair_windows"]
        for window in repair["windows"]
    }
    for row in document["rows"]:
        if row["under"]:
            window = after[*row["under"], row["id"]]
            claim = f"{row['id']} without {', '.join(row['under'])} is as its repair leaves it"
            yield claims.same(claim, [row["start"], row["end"]], [window["start"], window["end"]])
            continue
        for edge in ("start", "end"):
            point = point_of(edge, row["id"])
            yield from claims.window(point, Distance(point), row[edge])
            beyond = dict(zip(("earliest", "latest"), claims.beyond(point, row[edge]), strict=True))
            for limit in (one for one in row["edges"] if one["edge"] == edge and one["because"]):
                denial = beyond[limit["side"]]
                claim = f"{point}: why not {'earlier' if limit['side'] == 'earliest' else 'later'}"
                if denial is None:
                    yield Verified(f"{claim}: it is bounded", "wrong")
                else:
                    yield claims.allows(claim, [denial], limit["because"], False)
