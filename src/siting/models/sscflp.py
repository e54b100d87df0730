"""The single-source capacitated facility location problem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.claim import Duty
from siting.claims.capacity import NearestOpen, OneSiteEach, WithinCapacity
from siting.claims.opening import OpeningCost
from siting.claims.service import EveryClientServed
from siting.claims.travel import WeightedTravel
from siting.cost import Floats
from siting.draft import Draft
from siting.forms import FlowForm, MedianForm
from siting.matrix import Matrix
from siting.modelling.room import flow, nearest_that_fits, opening_and_travel, takes_all
from siting.modelling.service import (
    count_pairs,
    pair_costs,
    reachable_pairs,
    weighted_costs,
)
from siting.modelling.serving import (
    closest_nonzeros,
    declare_capacity,
    declare_closest,
    declare_service,
    draft_capacity,
    draft_closest,
    draft_service,
)
from siting.problem import Problem


@dataclass(frozen=True, eq=False, kw_only=True)
class SSCFLP(Problem):
    """Open sites of limited capacity, each client served whole by one of them.

    Which depots are worth their rent, when none can serve more than its capacity and
    every shop wants one supplier?

    ::

        minimise    sum_j opening_j open_j + sum_ij demand_i cost_ij assign_ij
        subject to  sum_j assign_ij = 1                     every client once
                    assign_ij <= open_j                     only open sites
                    sum_i demand_i assign_ij <= capacity_j open_j
                                                            within capacity
                    open_j, assign_ij in {0, 1}

    Who is served where is hard to find even when the open sites are known (generalised
    assignment), so that an answer keeps the assignment that the solver found.

    References
    ----------
    Holmberg, K., Ronnqvist, M., Yuan, D. (1999). An exact algorithm for the capacitated
    facility location problems with single sourcing. European Journal of Operational
    Research 113(3), 544-559. doi:10.1016/S0377-2217(98)00008-3

    Examples
    --------
    Rent 5 for A, which takes 3, and rent 3 for B, which takes all. The first town's
    four people fit into B only, where the second town is anyway: 3 + 4 x 4 = 19. (If
    they could be split, three would go to A; see `siting.models.cflp`.)

    >>> from dataclasses import replace
    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix([[0, 4], [4, 0]], demand=[4, 1], sites=["A", "B"])
    >>> plan = solve(SSCFLP(replace(town, opening=[5, 3], capacity=[3, 9])))
    >>> plan.open, plan.objective, plan.assignment
    (('B',), 19.0, {'1': 'B', '2': 'B'})
    """

    name = "sscflp"
    measure = "opening cost plus weighted travel"
    charges_opening = True
    has_capacity = True
    fills = "capacity"

    @property
    def reply_is_hard(self) -> bool:  # type: ignore[override]  # depends on the data
        """Packing whole clients into sites is hard, unless every site takes all."""
        return not takes_all(self.town)

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town = self.town
        cost = pair_costs(town)
        m = self.rules.in_pyomo()
        declare_service(m, reachable_pairs(town), n=town.n, whole=True)
        m.opening_and_travel = pyo.Objective(
            expr=sum(town.opening[j] * m.open[j] for j in m.J)
            + sum(town.demand[i] * cost[i, j] * m.assign[i, j] for i, j in m.pairs)
        )
        declare_capacity(m, town)
        if self.closest:
            declare_closest(m, town)
        return m

    def terms(self) -> tuple[OpeningCost, WeightedTravel]:
        """Opening cost and demand-weighted travel."""
        return (OpeningCost(), WeightedTravel())

    def duties(self) -> tuple[Duty, ...]:
        """Every client is served by one site, and none serves too much."""
        return (
            EveryClientServed(),
            OneSiteEach(),
            WithinCapacity(),
            *([NearestOpen()] if self.closest else []),
        )

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town = self.town
        pairs = reachable_pairs(town)
        draft = Draft("min", self.rules, opening=town.opening)
        cost = weighted_costs(town, pairs)
        assign = draft_service(draft, pairs, n=town.n, cost=cost, whole=True)
        draft_capacity(draft, town, pairs, assign)
        if self.closest:
            draft_closest(draft, town, pairs, assign)
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Four for every reachable pair, and the rows of closest service."""
        nearest = closest_nonzeros(self.town) if self.closest else 0
        return 4 * count_pairs(self.town) + nearest + 2 * self.town.m

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Opening cost and travel of the best service."""
        return opening_and_travel(self, designs)

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Everybody at the nearest open site if that fits, else the solver's reply."""
        near = nearest_that_fits(self.town, design)
        return super().reply(design) if near is None else near

    def shape(self) -> MedianForm | FlowForm | None:
        """A flow, and a median where capacity limits nothing."""
        town = self.town
        return flow(
            town, self.rules, weight=town.demand, opening=town.opening,
            whole=True, closest=self.closest,
        )  # fmt: skip
