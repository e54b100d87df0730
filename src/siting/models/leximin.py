"""The lexicographic p-center: the worst-off first, then the next, and so on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, nearest_open, serve_nearest
from siting.claims.leximin import LargestTravelBelow, LevelsKept, PeopleAt
from siting.claims.service import EveryClientServed
from siting.cost import Floats
from siting.draft import Draft
from siting.errors import ProblemError
from siting.matrix import Matrix, subscripts
from siting.modelling.service import count_pairs, reachable_pairs
from siting.modelling.serving import (
    closest_nonzeros,
    declare_closest,
    declare_service,
    draft_closest,
    draft_service,
    pair_travel,
)
from siting.modelling.settled import level_of
from siting.problem import Problem
from siting.readable import shown
from siting.ruling import texts_of

SHOWN = 5
"""Levels that the note of an answer lists."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Leximin(Problem):
    """Open p sites so that the worst-off fare best, then the next worst-off, and so on.

    Of all plans with the least largest travel, which leaves fewest people that far,
    then brings those after them nearest?

    ::

        minimise    largest_travel                (level by level, see below)
        subject to  sum_j cost_ij assign_ij <= largest_travel
                                                  nobody travels more
                    sum_j assign_ij = 1           every client once
                    assign_ij <= open_j           only open sites
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= assign_ij <= 1

    That is the p-center, and its value is the one reported. `solve` then asks for the
    fewest people who travel that far, then for the least next travel, then for the
    people who have it, until nobody is left; each question holds what is settled::

        sum_{ij: cost_ij = level} demand_i assign_ij <= people     settled_people
        no cost_ij above the last level but a level                nobody_between
        assign_ik + open_j <= 1 for cost_ik > cost_ij   no farther than an open site

    A client of weight 0 is a client: its travel is a level like any other, with nobody
    in it. A solver that proves nothing leaves it at the p-center, with a note.

    Parameters
    ----------
    settled
        What is decided of the worst-off, the farthest first: 'travel:people' for each
        level, such as 12.5:40, in the units of travel and demand. A last one without
        people asks for the fewest people at that travel. Default none: everything is
        asked, which is what planners want.

    References
    ----------
    Ogryczak, W. (1997). On the lexicographic minimax approach to location problems.
    European Journal of Operational Research 100(3), 566-585.
    doi:10.1016/S0377-2217(96)00154-3

    Examples
    --------
    Two sites are both 9 km from the farthest village. From A 5 people live there, from
    B only 1, and the others 3 km off: B.

    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix(
    ...     [[9, 3], [3, 9]], demand=[5, 1], sites=["A", "B"])
    >>> plan = solve(Leximin(town, p=1))
    >>> plan.open, plan.objective
    (('B',), 9.0)
    """

    name = "leximin"
    measure = "largest travel"
    needs_count = True

    settled: Annotated[Sequence[str], ",", "TRAVEL:PEOPLE"] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "settled", texts_of("settled", self.settled))
        if any(a[0] <= b[0] for a, b in pairwise(self._levels)):
            raise ProblemError(
                f"settled is {', '.join(self.settled)}; expected levels of travel that "
                "fall, the farthest first."
            )
        super().__post_init__()

    @cached_property
    def _levels(self) -> tuple[tuple[float, float | None], ...]:
        """Travel and people of each settled level."""
        last = len(self.settled) - 1
        return tuple(level_of(x, last=k == last) for k, x in enumerate(self.settled))

    @cached_property
    def _kept(self) -> tuple[tuple[float, float], ...]:
        """The levels whose people are settled."""
        return tuple((a, b) for a, b in self._levels if b is not None)

    @property
    def _counts(self) -> bool:
        """Whether people are asked for, not travel."""
        return bool(self._levels) and self._levels[-1][1] is None

    @property
    def _last(self) -> float:
        """The last level; infinite when nothing is settled."""
        return self._levels[-1][0] if self._levels else math.inf

    @property
    def unit(self) -> str:
        """That of travel, or of demand where people are asked for."""
        town = self.instance
        return town.demand_unit if self._counts else town.cost_unit

    def _between(self, cost: Floats) -> NDArray[np.bool_]:
        """Where travel is above the last level, but none of the levels."""
        return (cost > self._last) & ~np.isin(cost, [a for a, _ in self._levels])

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, cost, weight = self.town, self.town.travel(), self.town.demand
        m = self.rules.in_pyomo()
        declare_service(m, reachable_pairs(town), n=town.n)

        def people(level: float) -> Any:
            """The demand that travels so far."""
            there = [x for x in m.pairs if cost[x] == level and weight[x[0]] > 0]
            return sum(weight[i] * m.assign[i, j] for i, j in there)

        if self._counts:
            m.least = pyo.Objective(expr=people(self._last))
        else:
            m.largest_travel = pyo.Var(bounds=(0, None))
            m.least = pyo.Objective(expr=m.largest_travel)
            m.nobody_travels_more = pyo.Constraint(
                m.I,
                rule=lambda m, i: (
                    sum(
                        cost[i, j] * m.assign[i, j]
                        for j in m.J
                        if (i, j) in m.pairs and cost[i, j] < self._last
                    )
                    - m.largest_travel
                    <= 0
                ),
            )
        if self._levels:
            declare_closest(m, town)
            banned = [x for x in m.pairs if self._between(cost[x])]
            m.nobody_between = pyo.Constraint(
                sorted({i for i, _ in banned}),
                rule=lambda m, i: sum(m.assign[x] for x in banned if x[0] == i) <= 0,
            )
            sums = [people(level) for level, _ in self._kept]
            m.settled_people = pyo.Constraint(
                [k for k, total in enumerate(sums) if not isinstance(total, int)],
                rule=lambda m, k: sums[k] <= self._kept[k][1],  # noqa: ARG005
            )
        return m

    def terms(self) -> tuple[LargestTravelBelow] | tuple[PeopleAt]:
        """The largest travel below the last level, or the people at it."""
        if self._counts:
            return (PeopleAt(self._last),)
        return (LargestTravelBelow(self._last),)

    def duties(self) -> tuple[EveryClientServed, LevelsKept]:
        """Every client is served, and what is settled stays."""
        levels = tuple((a, math.inf if b is None else b) for a, b in self._levels)
        return (EveryClientServed(), LevelsKept(levels))

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town = self.town
        pairs = reachable_pairs(town)
        client, cost = pairs[:, 0], pair_travel(town, pairs)
        weight = town.demand[client]
        draft = Draft("min", self.rules)
        if self._counts:
            asked = np.where(cost == self._last, weight, 0.0)
            assign = draft_service(draft, pairs, n=town.n, cost=asked)
        else:
            largest = draft.columns(
                "largest_travel", subscripts(), cost=1, upper=np.inf
            )
            assign = draft_service(draft, pairs, n=town.n)
            below = cost < self._last
            draft.rows(
                "nobody_travels_more",
                subscripts(town.n),
                (client[below], assign[below], cost[below]),
                (np.arange(town.n), largest, -1.0),
                upper=0.0,
            )
        if self._levels:
            draft_closest(draft, town, pairs, assign)
            banned = self._between(cost)
            who, row = np.unique(client[banned], return_inverse=True)
            draft.rows(
                "nobody_between", who[:, None], (row, assign[banned], 1.0), upper=0.0
            )
        for k, (level, most) in enumerate(self._kept):
            there = (cost == level) & (weight > 0)
            one = np.full((int(there.any()), 1), k)
            draft.rows(
                "settled_people", one, (0, assign[there], weight[there]), upper=most
            )
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Four for every reachable pair, the closest site, and the rules."""
        more = closest_nonzeros(self.town) if self._levels else 0
        return 4 * count_pairs(self.town) + more + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Largest travel to the nearest open site; having none is a violation."""
        values, lost = np.zeros((len(designs), 1)), np.zeros(len(designs))
        for k, design in enumerate(designs):
            site, cost = nearest_open(self.town, design)
            served = site >= 0
            lost[k] = np.count_nonzero(~served)
            lost[k] += np.count_nonzero(self._between(cost[served]))
            for level, most in self._kept:
                over = self._people(cost, level) - most
                lost[k] += over if over > 1e-9 * max(1.0, most) else 0.0
            asked = self._people(cost, self._last) if self._counts else None
            values[k] = self._next(cost[served]) if asked is None else asked
        return values, self.rules.violation(designs) + lost

    def _people(self, cost: Floats, level: float) -> float:
        """Demand that travels so far (n,)."""
        return math.fsum(self.town.demand[cost == level].tolist())

    def _next(self, cost: Floats) -> float:
        """Largest travel below the last level."""
        return float(cost[cost < self._last].max(initial=0.0))

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Every client at its nearest open site, the first one on ties."""
        served = serve_nearest(self.town, design)
        return served if len(served.client) == self.town.n else None

    def then(self, design: NDArray[np.bool_]) -> Problem | None:
        """The question about the next level, when a design is best for this one."""
        _, cost = nearest_open(self.town, design)
        if self._counts:
            people = f"{self._last!r}:{self._people(cost, self._last)!r}"
            done = (*self.settled[:-1], people)
            return replace(self, settled=done) if self._next(cost) > 0 else None
        level = self._next(cost)
        return replace(self, settled=(*self.settled, repr(level))) if level else None

    def remarks(self, design: NDArray[np.bool_]) -> tuple[str, ...]:
        """The levels, the farthest first."""
        _, cost = nearest_open(self.town, design)
        levels = np.unique(cost[cost > 0])[::-1].tolist()
        said = [
            f"{shown(x)} for {shown(self._people(cost, x))}" for x in levels[:SHOWN]
        ]
        rest = f", and {x} more levels" if (x := len(levels) - SHOWN) > 0 else ""
        units = ", ".join(x for x in (self.town.cost_unit, self.town.demand_unit) if x)
        who = f"the worst-off ({units})" if units else "the worst-off"
        return (f"travel of {who}: {', then '.join(said)}{rest}",) * bool(said)
