"""The capacitated p-center problem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, nearest_open
from siting.claim import Duty
from siting.claims.capacity import NearestOpen, OneSiteEach, WithinCapacity
from siting.claims.center import LargestTravel
from siting.claims.service import EveryClientServed
from siting.cost import Floats
from siting.draft import Draft
from siting.matrix import Matrix, subscripts
from siting.modelling.room import lacking, nearest_that_fits
from siting.modelling.service import count_pairs, reachable_pairs
from siting.modelling.serving import (
    closest_nonzeros,
    declare_capacity,
    declare_closest,
    declare_service,
    draft_capacity,
    draft_closest,
    draft_service,
    pair_travel,
)
from siting.problem import Problem


@dataclass(frozen=True, eq=False, kw_only=True)
class CapacitatedPCenter(Problem):
    """Open p sites of limited capacity so that the largest travel to them is least.

    Where should p shelters go, when each has so many beds, every village is sent to one
    of them and nobody is to go far?

    ::

        minimise    largest_travel
        subject to  sum_j cost_ij assign_ij <= largest_travel
                                                  nobody travels more
                    sum_j assign_ij = 1           every client once
                    assign_ij <= open_j           only open sites
                    sum_i demand_i assign_ij <= capacity_j open_j
                                                  within capacity
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, assign_ij in {0, 1}

    The capacity and the demand are in the same unit. Demand is only the load that it is
    for capacity: a client of weight 0 counts as much as a town. Because places run out,
    not everybody goes to the nearest site, also where nothing is gained by it: below
    the largest, travel is not the objective. ``closest`` forces the nearest, and then
    capacity rules out sites that would be overrun.

    Every client is served whole by one site. Parts are not offered: the row that nobody
    travels more would take the mean travel of a client's parts, and the largest trip of
    a part needs a different model.

    References
    ----------
    Ozsoy, F. A., Pinar, M. C. (2006). An exact algorithm for the capacitated vertex
    p-center problem. Computers & Operations Research 33(5), 1420-1436.
    doi:10.1016/j.cor.2004.09.035

    Examples
    --------
    Three villages of 2 people in a row, 4 km apart, and two shelters with 3 and 4
    places, A in the first and C in the last. Only the last can take two villages, so
    that the middle one goes there, 4 km.

    >>> from dataclasses import replace
    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix(
    ...     [[0, 8], [4, 4], [8, 0]], demand=[2, 2, 2], sites=["A", "C"]
    ... )
    >>> plan = solve(CapacitatedPCenter(replace(town, capacity=[3, 4]), p=2))
    >>> plan.objective, plan.assignment
    (4.0, {'1': 'A', '2': 'C', '3': 'C'})

    With 1 place at A nobody can go there, and the first village has 8 km to C.

    >>> solve(CapacitatedPCenter(replace(town, capacity=[1, 6]), p=2)).objective
    8.0
    """

    name = "capacitated-p-center"
    measure = "largest travel"
    needs_count = True
    has_capacity = True
    fills = "capacity"
    reply_is_hard = True

    @property
    def unit(self) -> str:
        """That of travel."""
        return self.instance.cost_unit

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town = self.town
        cost = town.travel()
        m = self.rules.in_pyomo()
        declare_service(m, reachable_pairs(town), n=town.n, whole=True)
        m.largest_travel = pyo.Var(bounds=(0, None))
        m.least = pyo.Objective(expr=m.largest_travel)
        m.nobody_travels_more = pyo.Constraint(
            m.I,
            rule=lambda m, i: (
                sum(cost[i, j] * m.assign[i, j] for j in m.J if (i, j) in m.pairs)
                - m.largest_travel
                <= 0
            ),
        )
        declare_capacity(m, town)
        if self.closest:
            declare_closest(m, town)
        return m

    def terms(self) -> tuple[LargestTravel]:
        """The largest travel."""
        return (LargestTravel(),)

    def duties(self) -> tuple[Duty, ...]:
        """Every client is served by one site, and no site overrun."""
        return (
            EveryClientServed(),
            WithinCapacity(),
            OneSiteEach(),
            *([NearestOpen()] if self.closest else []),
        )

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town = self.town
        pairs = reachable_pairs(town)
        draft = Draft("min", self.rules)
        largest = draft.columns("largest_travel", subscripts(), cost=1.0, upper=np.inf)
        assign = draft_service(draft, pairs, n=town.n, whole=True)
        draft.rows(
            "nobody_travels_more",
            subscripts(town.n),
            (pairs[:, 0], assign, pair_travel(town, pairs)),
            (np.arange(town.n), largest, -1.0),
            upper=0.0,
        )
        draft_capacity(draft, town, pairs, assign)
        if self.closest:
            draft_closest(draft, town, pairs, assign)
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Five for every reachable pair, and the rows of closest service."""
        nearest = closest_nonzeros(self.town) if self.closest else 0
        return 5 * count_pairs(self.town) + nearest + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Largest travel to the nearest sites where that fits, or else by solving."""
        short = lacking(self.town, designs)
        violation = self.rules.violation(designs)
        violation += np.where(short > 0, self.town.n + short, 0.0)
        values = np.full((len(designs), 1), np.nan)
        for k in np.flatnonzero(violation == 0).tolist():
            if nearest_that_fits(self.town, designs[k]) is not None:
                values[k] = nearest_open(self.town, designs[k])[1].max(initial=0.0)
            else:
                part = slice(k, k + 1)
                values[part], violation[part] = super().evaluate(designs[part])
        return values, violation

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Everybody at the nearest open site if that fits, else the solver's reply."""
        near = nearest_that_fits(self.town, design)
        return super().reply(design) if near is None else near
