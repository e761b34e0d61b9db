"""What the search that learns found, as lemmas and refutations that certificates.py can check.

Takes a `Learner` and what it gave, gives a refutation of what was asked under it, and the lemmas that this rests on:
each bound that was found for good and each either/or that was learned is one, made once and shared by all refutations.
Never searches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from chrono.engine.certificates import Cases, Chain, Lemma, NoPlace, Packed, Packing, Refutation, Row, Sum
from chrono.engine.clauses import Clause
from chrono.engine.crowd_rows import Misplaced
from chrono.engine.crowds import order
from chrono.engine.exclusive_spans import Exclusive
from chrono.engine.formulas import AnyOf, Linear, linears
from chrono.engine.learning import Learner
from chrono.engine.span_sets import SpanSets
from chrono.engine.trail import Literal, Reason


class _Context:
    """What may be used at one step besides what is known for good: of each place the strongest bound."""

    def __init__(self) -> None:
        self.given: dict[int, tuple[int, Linear]] = {}

    def add(self, literal: Literal, bound: Linear) -> None:
        """From here on a bound may be used for a literal."""
        place, value = literal
        if place not in self.given or value > self.given[place][0]:
            self.given[place] = (value, bound)


class Derivations:
    """One learner, the proofs of what it found."""

    def __init__(self, learner: Learner) -> None:
        self.learner, self.trail, self.graph = learner, learner.trail, learner.graph
        self._found: dict[int, Lemma] = {}
        """By entry of the trail."""
        self._learned: dict[int, Lemma] = {}
        """By number of the clause."""
        self._rows: dict[int, Row] = {}
        """By number of the crowd."""
        self._below_rows: dict[int, tuple[Lemma | Row, ...]] = {}
        """By number of the crowd, the row and all that it rests on."""
        self._rested: dict[tuple[int, int, int], tuple[tuple[int, int, int], ...]] = {}
        """What each of both rests on: nothing that is known for good changes that."""

    def refutation(self, clause: Clause, assumed: Sequence[Linear]) -> tuple[Refutation, tuple[Lemma | Row, ...]]:
        """Why the bounds assumed cannot all hold, and the lemmas, in order, that this uses."""
        context = _Context()
        for bound in assumed:
            context.add(self.trail.literal(bound), bound)
        return self._chain(clause, context), self._lemmas(clause)

    def _chain(self, clause: Clause, context: _Context) -> Refutation:
        lemmas = []
        for literal, reason in clause.steps:
            bound = self._bound(literal)
            lemmas.append(Lemma(bound, self._because(literal, reason, context)))
            context.add(literal, bound)
        last = self._end(clause.end, context)
        return Chain(tuple(lemmas), last) if lemmas else last

    # -- lemmas

    def _lemmas(self, clause: Clause) -> tuple[Lemma | Row, ...]:
        """The lemmas that a clause rests on, those that others rest on first."""
        # (entry, 1, 0) of the trail, and (entries before it, 0, number) of a clause, or with -1 of a row: what rests on
        # another sorts later.
        waiting = list(dict.fromkeys(self._below(clause)))
        if waiting[1:] or not waiting or waiting[0][1] >= 0:
            return self._all_below(waiting)
        # Of a row many things are asked, and all rest on the same.
        row = waiting[0][2]
        if row not in self._below_rows:
            self._below_rows[row] = self._all_below(waiting)
        return self._below_rows[row]

    def _all_below(self, waiting: list[tuple[int, int, int]]) -> tuple[Lemma | Row, ...]:
        wanted: set[tuple[int, int, int]] = set()
        while waiting:
            at = waiting.pop()
            if at in wanted:
                continue
            wanted.add(at)
            if at not in self._rested:
                self._rested[at] = tuple(dict.fromkeys(self._under(at)))
            waiting += self._rested[at]
        return tuple(self._lemma(at) for at in sorted(wanted))

    def _under(self, at: tuple[int, int, int]) -> Iterator[tuple[int, int, int]]:
        """What an entry of the trail, or a clause, rests on of what is known for good."""
        entry, found, number = at
        if found < 0:
            return ((self.trail.held_since(literal), 1, 0) for literal in self._row_rests(number))
        if not found:
            return self._below(self.learner.learned.clauses[number])
        place, value, _, why = self.trail.entries[entry]
        if why is None:
            raise AssertionError("nothing is known for good without a reason")
        return self._rests(self.trail.why((place, value), why), {})

    def _below(self, clause: Clause) -> Iterator[tuple[int, int, int]]:
        """What a clause rests on of what is known for good."""
        local = dict(sorted(clause.literals))
        for (place, value), reason in clause.steps:
            yield from self._rests(reason, local)
            local[place] = max(local.get(place, value), value)
        yield from self._rests(clause.end, local)

    def _rests(self, reason: Reason, local: dict[int, int]) -> Iterator[tuple[int, int, int]]:
        for place, value in reason.premises:
            if local.get(place, value - 1) >= value:
                continue
            yield self.trail.held_since((place, value)), 1, 0
        if reason.kind == "clause":
            number = reason.about[0]
            yield self.learner.learned.clauses[number].after, 0, number
        if reason.kind == "row" and reason.about.without is not None:
            for literal in self._row_rests(reason.about.row):
                yield self.trail.held_since(literal), 1, 0
        elif reason.kind == "row":
            row = self.learner.rows.row(reason.about.row)
            assert row is not None
            yield row.after, -1, reason.about.row

    def _lemma(self, at: tuple[int, int, int]) -> Lemma | Row:
        entry, found, number = at
        if found < 0:
            if number not in self._rows:
                self._rows[number] = self._row(number)
            return self._rows[number]
        if found:
            if entry not in self._found:
                place, value, _, why = self.trail.entries[entry]
                assert why is not None
                literal = (place, value)
                because = self._because(literal, self.trail.why(literal, why), _Context())
                self._found[entry] = Lemma(self._bound(literal), because)
            return self._found[entry]
        if number not in self._learned:
            clause = self.learner.learned.clauses[number]
            context = _Context()
            for literal in clause.literals:
                context.add(literal, self._bound(literal))
            self._learned[number] = Lemma(self._formula(number), self._chain(clause, context))
        return self._learned[number]

    def _formula(self, number: int) -> Linear | AnyOf:
        bounds = tuple(self._bound(literal).negated() for literal in self.learner.learned.clauses[number].literals)
        return bounds[0] if len(bounds) == 1 else AnyOf(bounds)

    # -- single steps

    def _because(self, literal: Literal, reason: Reason, context: _Context) -> Refutation:
        """Why the opposite of a literal does not hold."""
        opposite = self._bound(literal).negated()
        match reason.kind:
            case "arc":
                return Sum((opposite, self._arc(reason.about, context), *self._known(reason.premises, context, True)))
            case "choice":
                return self._cases(reason, opposite, context)
            case "clause":
                number, last = reason.about
                return self._by_clause(number, last, opposite, context)
            case "behind":
                return self._behind(reason, opposite, context)
            case "pushed":
                return self._pushed(reason, opposite, context)
        raise AssertionError(f"no bound follows by {reason.kind}")

    def _end(self, reason: Reason, context: _Context) -> Refutation:
        """Why there is a contradiction."""
        match reason.kind:
            case "clash":
                return Sum(tuple(self._known(reason.premises, context)))
            case "cycle":
                return Sum(tuple(self._arc(arc, context) for arc in reason.about))
            case "choice":
                return self._cases(reason, None, context)
            case "clause":
                return self._by_clause(reason.about[0], None, None, context)
            case "overload":
                return self._overload(reason, context)
            case "behind":
                return self._behind(reason, None, context)
            case "row":
                return self._no_place(reason.about, context)
        raise AssertionError(f"nothing is contradicted by {reason.kind}")

    def _cases(self, reason: Reason, opposite: Linear | None, context: _Context) -> Refutation:
        choice, only, each = reason.about
        against: dict[int, tuple[Linear, ...]] = {
            number: tuple(self._known(literals, context)) for number, _, literals in each
        }
        bounds = {number: self.graph.bound[arc] for number, arc, _ in each}
        if only >= 0:
            assert opposite is not None
            against[only], bounds[only] = (opposite,), opposite.negated()
        ways = self._ways(choice) if choice >= self.learner.given else sorted(bounds.items())
        return Cases(self.graph.formula[choice], tuple(Sum((bound, *against[number])) for number, bound in ways))

    def _ways(self, choice: int) -> list[tuple[int, Linear]]:
        """For each alternative of the either/or from which one in two alternatives follows: which of the two it is a
        case of, and the bound that says so."""
        graph = self.graph
        two = [graph.bound[part.arcs[0]] for part in graph.choices[choice]]
        return [
            next(
                (number, bound)
                for number, wide in enumerate(two)
                for bound in linears(part)
                if (bound.plus, bound.minus) == (wide.plus, wide.minus) and bound.most <= wide.most
            )
            for part in graph.formula[choice].parts
        ]

    def _by_clause(self, number: int, last: Literal | None, opposite: Linear | None, context: _Context) -> Refutation:
        formula = self._formula(number)
        literals = self.learner.learned.clauses[number].literals
        each: list[Refutation] = []
        for literal in literals:
            denied = self._bound(literal).negated()
            known = opposite if literal == last else self._use(literal, context)
            assert known is not None
            each.append(Sum((denied, known)))
        return Cases(formula, tuple(each)) if isinstance(formula, AnyOf) else each[0]

    def _overload(self, reason: Reason, context: _Context) -> Packing:
        number, forward, found = reason.about
        crowd = self.learner.crowds.crowds[number]
        return self._packing(
            crowd,
            [
                self._packed(
                    crowd,
                    k,
                    forward,
                    self._first(crowd, k, forward, found.first, context),
                    self._last(crowd, k, forward, found.last, context),
                )
                for k in found.spans
            ],
            found.spans,
        )

    def _first(self, crowd: Exclusive, k: int, forward: bool, first: int, context: _Context) -> tuple[Linear, ...]:
        place = 2 * crowd.starts[k] if forward else 2 * crowd.ends[k] + 1
        return (self._use((place, first), context),)

    def _last(self, crowd: Exclusive, k: int, forward: bool, last: int, context: _Context) -> tuple[Linear, ...]:
        place = 2 * crowd.ends[k] + 1 if forward else 2 * crowd.starts[k]
        return (self._use((place, -last), context),)

    def _packed(
        self, crowd: Exclusive, k: int, forward: bool, one: tuple[Linear, ...], other: tuple[Linear, ...]
    ) -> Packed:
        after, before = (one, other) if forward else (other, one)
        names = self.graph.points
        return Packed(names[crowd.starts[k]], names[crowd.ends[k]], (crowd.lasting[k],), after, before)

    def _packing(self, crowd: Exclusive, packed: Iterable[Packed], spans: Sequence[int]) -> Packing:
        apart: list[Linear | AnyOf] = []
        for n, i in enumerate(spans):
            for j in spans[n + 1 :]:
                choice = crowd.choice[i][j]
                arc = max(crowd.order[i][j], crowd.order[j][i])
                apart.append(self.graph.formula[choice] if choice >= 0 else self.graph.bound[arc])
        return Packing(tuple(packed), tuple(apart))

    def _behind(self, reason: Reason, opposite: Linear | None, context: _Context) -> Refutation:
        number, forward, found, k = reason.about
        crowd = self.learner.crowds.crowds[number]
        graph, span = self.graph, found.span
        spans, first, last = found.overload.spans, found.overload.first, found.overload.last
        arc = order(crowd, span, k, forward)

        def tight(before: Linear) -> Packing:
            packed = []
            for j in spans:
                other = self._last(crowd, k if j == span else j, forward, last, context)
                if j == span:
                    # It comes before the one: as little as that one lasts before its end at the latest.
                    other = (before, crowd.lasting[k], *other)
                first_ = self._first(crowd, j, forward, first, context)
                packed.append(self._packed(crowd, j, forward, first_, other))
            return self._packing(crowd, packed, spans)

        choice = crowd.choice[span][k]
        if opposite is None or choice < 0:
            return tight(graph.bound[arc])
        behind = [part.arcs[0] for part in graph.choices[choice]].index(arc)
        return Cases(
            graph.formula[choice],
            tuple(tight(bound) if number == behind else Sum((bound, opposite)) for number, bound in self._ways(choice)),
        )

    def _pushed(self, reason: Reason, opposite: Linear, context: _Context) -> Packing:
        number, forward, push = reason.about
        crowd = self.learner.crowds.crowds[number]
        packed = []
        for k in push.others:
            arc = order(crowd, k, push.span, forward)
            other = (self._arc(arc, context), opposite)
            packed.append(self._packed(crowd, k, forward, self._first(crowd, k, forward, push.first, context), other))
        return self._packing(crowd, packed, push.others)

    # -- rows

    def _row_rests(self, number: int) -> Iterator[Literal]:
        """The literals that a row rests on."""
        crowd, row = self.learner.rows.crowds[number], self.learner.rows.row(number)
        assert row is not None
        for k, (start, end) in enumerate(zip(crowd.starts, crowd.ends, strict=True)):
            yield 2 * start, row.first[k]
            yield 2 * end + 1, -row.last[k]
            for j, arc in enumerate(column[k] for column in crowd.order):
                if row.ahead[k] >> j & 1 and arc not in self.trail.plain:
                    yield -1 - arc, 1

    def _row(self, number: int) -> Row:
        row = self.learner.rows.row(number)
        assert row is not None
        return self._orders(number, row, {})

    def _orders(
        self, number: int, row: SpanSets, kept: Mapping[int, tuple[tuple[Linear, ...], tuple[Linear, ...]]]
    ) -> Row:
        """A row of a crowd, some of whose spans are kept by these bounds, after some point and before another."""
        crowd, nothing = self.learner.rows.crowds[number], _Context()
        spans = range(len(crowd.least))
        packed = []
        for k in spans:
            after, before = kept.get(k, ((), ()))
            after = after or self._first(crowd, k, True, row.first[k], nothing)
            before = before or self._last(crowd, k, True, row.last[k], nothing)
            packed.append(self._packed(crowd, k, True, after, before))
        packing = self._packing(crowd, packed, spans)
        pairs = list(combinations(spans, 2))
        known = [
            crowd.order[i][j] if row.ahead[j] >> i & 1 else crowd.order[j][i] if row.ahead[i] >> j & 1 else -1
            for i, j in pairs
        ]
        apart = tuple(self._arc(a, nothing) if a >= 0 else f for a, f in zip(known, packing.apart, strict=True))
        kinds = tuple(kind for kind in row.kinds if len(kind) > 1)
        return Row(replace(packing, apart=apart), row.sets, kinds, row.pooled)

    def _no_place(self, about: Misplaced, context: _Context) -> Refutation:
        """That a span is kept from every place that it has, or that no span has any where it is kept there."""
        if about.without is not None:
            return self._nowhere(about, about.without, context)
        lemma = self._lemma((0, -1, about.row))
        assert isinstance(lemma, Row)
        after, before = (() if side is None else (self._use(side, context),) for side in (about.after, about.before))
        return NoPlace(lemma, about.span, after, before)

    def _nowhere(self, about: Misplaced, row: SpanSets, context: _Context) -> Chain:
        """That no span has any place where one is kept where it is."""
        rows, k = self.learner.rows, about.span
        start, end = rows.crowds[about.row].starts[k], rows.crowds[about.row].ends[k]
        sides: list[tuple[Linear, ...]] = []
        for literal, own in ((about.after, 2 * start), (about.before, 2 * end + 1)):
            bounds = [self._use(literal, context)] if literal is not None else []
            if literal is not None and literal[0] != own:
                # What is said of its other end says that of this one, by how long it lasts at most.
                arc = rows.longest.get((start, end), -1)
                bounds = [*bounds, self.graph.bound[arc]] if arc >= 0 else []
            sides.append(tuple(bounds))
        after, before = sides
        after = after if -sum(b.most for b in after) >= row.first[k] else ()
        before = before if sum(b.most for b in before) <= row.last[k] else ()
        alone = self._orders(about.row, row, {k: (after, before)})
        return Chain((alone,), NoPlace(alone, k, (), ()))

    # -- bounds

    def _bound(self, literal: Literal) -> Linear:
        """What a literal says."""
        place, value = literal
        names = self.graph.points
        if place >= 0:
            name = (names[place // 2],) if place > 1 else ()
            return Linear(name, (), -value) if place % 2 else Linear((), name, -value)
        arc = -1 - place
        if arc < self.trail.given:
            return self.graph.bound[arc]
        source, target = self.trail.source[arc], self.trail.target[arc]
        return Linear((names[target],) if target else (), (names[source],) if source else (), self.trail.weight[arc])

    def _known(self, literals: Iterable[Literal], context: _Context, places: bool = False) -> Iterator[Linear]:
        for literal in literals:
            if literal[0] >= 0 or not places:
                yield self._use(literal, context)

    def _arc(self, arc: int, context: _Context) -> Linear:
        return self.graph.bound[arc] if arc in self.trail.plain else self._use((-1 - arc, 1), context)

    def _use(self, literal: Literal, context: _Context) -> Linear:
        """The bound by which a literal is known."""
        place, value = literal
        known = context.given.get(place)
        if known is not None and known[0] >= value:
            return known[1]
        entry = self.trail.held_since(literal)
        return self._bound((place, self.trail.entries[entry][1]))
