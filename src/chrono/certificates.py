"""Proofs of answers, and their check, for programs: the same names as in `chrono.engine.certificates`.

`proves(certificate, formulas)` says whether a certificate shows that its intervals are what the formulas leave.
"""

from __future__ import annotations

from chrono.engine.certificates import (
    Cases,
    Certificate,
    Chain,
    Checker,
    Lemma,
    NoPlace,
    Packed,
    Packing,
    Refutation,
    Row,
    Span,
    Sum,
    Witness,
    proves,
    refutes,
    satisfies,
)

__all__ = [
    "Cases",
    "Certificate",
    "Chain",
    "Checker",
    "Lemma",
    "NoPlace",
    "Packed",
    "Packing",
    "Refutation",
    "Row",
    "Span",
    "Sum",
    "Witness",
    "proves",
    "refutes",
    "satisfies",
]
