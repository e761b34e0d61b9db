"""What a well-formed expression can still get wrong: ids, variables, settings, and kinds that do not compare.

Takes a tree with what is declared around it, gives diagnostics. It never looks at dates or solves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from chrono.core.declared import of_kinds
from chrono.core.diagnostics import Advice, Diagnostic, Place, advise, replacement
from chrono.language.expressions.tree import (
    Amount,
    And,
    Apart,
    Claim,
    Comparison,
    If,
    Length,
    Literally,
    Name,
    Not,
    Or,
    Point,
    Relation,
    Term,
)

_NO_ADVICE = Advice()
_SPANS = ("document", "person", "event", "period", "span")


def mistakes(
    claim: Claim,
    place: Place,
    *,
    kinds: Mapping[str, str],
    variables: Mapping[str, str],
    settings: Collection[str],
) -> list[Diagnostic]:
    """Everything wrong with a claim where `kinds` gives each declared id its kind, `variables` each bound variable
    its slot type, and `settings` the names that stand for durations."""
    return _Check(place, kinds, variables, settings).claim(claim)


class _Check:
    def __init__(
        self, place: Place, kinds: Mapping[str, str], variables: Mapping[str, str], settings: Collection[str]
    ) -> None:
        self.place, self.kinds, self.variables, self.settings = place, kinds, variables, settings

    def claim(self, claim: Claim) -> list[Diagnostic]:
        match claim:
            case Comparison():
                found = [d for term in claim.terms for _, operand in term.parts for d in self.operand(operand)]
                return found or self.comparison(claim)
            case Relation():
                found = [d for side in (claim.left, claim.right) for d in self.side(side)]
                if claim.word.startswith("$"):
                    found += self.variable(Name(claim.word), ("relation",), "a relation")
                return found
            case Apart():
                return [d for span in claim.spans for d in self.span(span, _SPANS)]
            case Not():
                return self.claim(claim.claim)
            case If():
                return self.claim(claim.condition) + self.claim(claim.consequence)
            case And() | Or():
                return [d for part in claim.claims for d in self.claim(part)]

    def side(self, side: Name | Literally | Point) -> list[Diagnostic]:
        return self.operand(side) if isinstance(side, Point) else self.span(side)

    def operand(self, operand: Point | Length | Amount) -> list[Diagnostic]:
        match operand:
            case Point(edge="known", of=Name() as name):
                return self.span(name, ("event",))
            case Point(of=Name() as name):
                return self.span(name)
            case Length(of=name):
                return self.span(name, _SPANS)
            case Amount(value=Name() as name):
                if name.variable is not None:
                    return self.variable(name, ("duration", "date"), "a duration or a date")
                if name.id in self.settings:
                    return []
                if name.id in self.kinds:
                    ends = (f"start({name})", f"end({name})")
                    fixes = tuple(replacement(self.at(name), end) for end in ends)
                    help = Advice("a span has two ends: write " + " or ".join(ends), fixes)
                    return [self.wrong("dimension", f"'{name}' is a span, not a point", name, help)]
                otherwise = (
                    "a setting is declared under the rule's `settings`"
                    if self.settings
                    else "a duration is written `30 days`"
                )
                return [
                    self.wrong(
                        "unknown-setting",
                        f"no setting is called '{name}'",
                        name,
                        advise(name.id, self.settings, self.at(name), otherwise),
                    )
                ]
            case _:
                return []

    def span(self, of: Name | Literally, allowed: tuple[str, ...] = (*_SPANS, "date")) -> list[Diagnostic]:
        if isinstance(of, Literally):
            return []
        if of.variable is not None:
            # `known($x)` of a variable bound as any span is settled where the variable is bound.
            return self.variable(of, (*allowed, "span"), "a span" if "span" in allowed else f"an {allowed[0]}")
        kind = self.kinds.get(of.id)
        if kind is None:
            otherwise = "declare it under people, events, periods or documents"
            help = advise(of.id, of_kinds(self.kinds, allowed), self.at(of), otherwise)
            return [self.wrong("unknown-id", f"nothing dated is called '{of}'", of, help)]
        if kind not in allowed:
            return [self.wrong("wrong-kind", f"'{of}' is a {kind}, and known() is of an event", of)]
        return []

    def variable(self, name: Name, allowed: tuple[str, ...], what: str) -> list[Diagnostic]:
        kind = self.variables.get(name.variable or "")
        if kind is None:
            otherwise = "bind it in a sentence of `when`, or by `for`"
            near = advise(name.id, ["$" + v for v in self.variables], self.at(name), otherwise)
            return [self.wrong("unbound-variable", f"nothing binds {name}", name, near)]
        if kind not in allowed:
            return [self.wrong("wrong-kind", f"{name} is bound to a {kind}, and {what} is expected here", name)]
        return []

    def comparison(self, claim: Comparison) -> list[Diagnostic]:
        kinds = [self.kind(term) for term in claim.terms]
        for term, kind in zip(claim.terms, kinds, strict=True):
            if kind is None:
                help = "a term is a point, a point plus or minus durations, or the time between two points"
                return [
                    Diagnostic(
                        "dimension",
                        f"'{term}' is neither a date nor a duration",
                        self.place.at(term.column, len(str(term))),
                        help,
                    )
                ]
        for term, kind in zip(claim.terms[1:], kinds[1:], strict=True):
            if kind != kinds[0]:
                message = f"a {kinds[0]} cannot be compared with a {kind}: '{claim.terms[0]}' and '{term}'"
                help = (
                    "dates compare with dates (`end(x) <= 1940`), durations with durations (`duration(x) <= 3 years`)"
                )
                return [Diagnostic("dimension", message, self.place.at(term.column, len(str(term))), help)]
        return []

    def kind(self, term: Term) -> str | None:
        """ "date" where the points add up to one, "duration" where they cancel out, else None."""
        points = 0
        for sign, operand in term.parts:
            match operand:
                case Point():
                    points += sign
                case Amount(value=Name() as name) if self.variables.get(name.variable or "") == "date":
                    points += sign
        return {1: "date", 0: "duration"}.get(points)

    def at(self, name: Name) -> Place:
        return self.place.at(name.column, len(name.id))

    def wrong(self, code: str, message: str, name: Name, advice: Advice = _NO_ADVICE) -> Diagnostic:
        return Diagnostic(code, message, self.at(name), *advice)
