"""The capacitated facility location problem."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.claim import Duty
from siting.claims.capacity import NearestOpen, WithinCapacity
from siting.claims.load import LeastLoad
from siting.claims.opening import OpeningCost
from siting.claims.service import EveryClientServed
from siting.claims.travel import WeightedTravel
from siting.cost import Floats
from siting.draft import Draft
from siting.easing import Easing, lower
from siting.forms import FlowForm, MedianForm
from siting.matrix import Matrix, subscripts
from siting.modelling.room import flow, nearest_that_fits, opening_and_travel
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
from siting.ruling import check_number


@dataclass(frozen=True, eq=False, kw_only=True)
class CFLP(Problem):
    """Open sites of limited capacity so that opening and travel together cost least.

    Which depots are worth their rent, when none can serve more than its capacity and a
    town may be served by several?

    ::

        minimise    sum_j opening_j open_j + sum_ij demand_i cost_ij assign_ij
        subject to  sum_j assign_ij = 1                     every client once
                    assign_ij <= open_j                     only open sites
                    sum_i demand_i assign_ij <= capacity_j open_j
                                                            within capacity
                    sum_i demand_i assign_ij >= min_load open_j
                                                            enough load where open
                    open_j in {0, 1}, 0 <= assign_ij <= 1

    Demand is divisible: ``assign_ij`` is the share of client i that site j serves. With
    ``p`` or ``add`` the number of open sites is fixed as well. In a trade-off all
    objectives are measured on its assignment; beside one that wants other parts of a
    client (coverage), `siting.models.sscflp` is the model.

    Parameters
    ----------
    min_load
        Minimum throughput: demand that every open site must serve at least, in the
        unit of the demand. Default none.

    References
    ----------
    Balinski, M. L. (1961). Fixed-cost transportation problems. Naval Research Logistics
    Quarterly 8(1), 41-54.

    Kuehn, A. A., Hamburger, M. J. (1963). A heuristic program for locating warehouses.
    Management Science 9(4), 643-666. doi:10.1287/mnsc.9.4.643

    Geoffrion, A. M., Graves, G. W. (1974). Multicommodity distribution system design by
    Benders decomposition. Management Science 20(5), 822-844 (bounds on throughput).
    doi:10.1287/mnsc.20.5.822

    Examples
    --------
    Rent 5 for A, which takes 3, and rent 3 for B, which takes all. B alone costs
    3 + 4 x 4 = 19. With A, one of the first town's four people still travels 4 to B:
    5 + 3 + 4 = 12.

    >>> from dataclasses import replace
    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix([[0, 4], [4, 0]], demand=[4, 1], sites=["A", "B"])
    >>> plan = solve(CFLP(replace(town, opening=[5, 3], capacity=[3, 9])))
    >>> plan.open, plan.objective
    (('A', 'B'), 12.0)
    >>> plan.assignment
    [('1', 'A', 0.75), ('1', 'B', 0.25), ('2', 'B', 1.0)]
    """

    name = "cflp"
    measure = "opening cost plus weighted travel"
    charges_opening = True
    has_capacity = True
    fills = "capacity"

    min_load: float | None = None

    def __post_init__(self) -> None:
        unit = self.instance.demand_unit or "the unit of demand"
        check_number("min_load", self.min_load, unit=unit, optional=True)
        super().__post_init__()

    def easings(self) -> tuple[Easing, ...]:
        """A smaller load."""
        if not self.min_load:
            return ()
        return (
            Easing(
                "min_load",
                "the largest min_load that would do is {:.15g}, to 3 digits",
                lower(self.min_load, least=0),
                lambda x: replace(self, min_load=x),
            ),
        )

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town = self.town
        cost = pair_costs(town)
        m = self.rules.in_pyomo()
        declare_service(m, reachable_pairs(town), n=town.n)
        m.opening_and_travel = pyo.Objective(
            expr=sum(town.opening[j] * m.open[j] for j in m.J)
            + sum(town.demand[i] * cost[i, j] * m.assign[i, j] for i, j in m.pairs)
        )
        declare_capacity(m, town)
        if self.min_load:
            m.enough_load_where_open = pyo.Constraint(
                m.J,
                rule=lambda m, j: (
                    sum(
                        town.demand[i] * m.assign[i, j]
                        for i in m.I
                        if (i, j) in m.pairs
                    )
                    - self.min_load * m.open[j]
                    >= 0
                ),
            )
        if self.closest:
            declare_closest(m, town)
        return m

    def terms(self) -> tuple[OpeningCost, WeightedTravel]:
        """Opening cost and demand-weighted travel."""
        return (OpeningCost(), WeightedTravel())

    def duties(self) -> tuple[Duty, ...]:
        """Every client is served, nobody serves too much, or too little."""
        return (
            EveryClientServed(),
            WithinCapacity(),
            *([LeastLoad(self.min_load)] if self.min_load else []),
            *([NearestOpen()] if self.closest else []),
        )

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town = self.town
        pairs = reachable_pairs(town)
        draft = Draft("min", self.rules, opening=town.opening)
        cost = weighted_costs(town, pairs)
        assign = draft_service(draft, pairs, n=town.n, cost=cost)
        draft_capacity(draft, town, pairs, assign)
        if self.min_load:
            draft.rows(
                "enough_load_where_open",
                subscripts(town.m),
                (pairs[:, 1], assign, town.demand[pairs[:, 0]]),
                (subscripts(town.m)[:, 0], draft.open, -self.min_load),
                lower=0.0,
            )
        if self.closest:
            draft_closest(draft, town, pairs, assign)
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Four or five for every reachable pair, and the rows of closest service."""
        each = 5 if self.min_load else 4
        nearest = closest_nonzeros(self.town) if self.closest else 0
        return each * count_pairs(self.town) + nearest + 2 * self.town.m

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Opening cost and travel of the best service."""
        return opening_and_travel(self, designs, least=self.min_load or 0.0)

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Everybody at the nearest open site if that fits, else the solver's reply."""
        near = nearest_that_fits(self.town, design, least=self.min_load or 0.0)
        return super().reply(design) if near is None else near

    def shape(self) -> MedianForm | FlowForm | None:
        """A flow, and a median where capacity limits nothing."""
        if self.min_load:
            return None
        town = self.town
        return flow(
            town, self.rules, weight=town.demand, opening=town.opening,
            whole=False, closest=self.closest,
        )  # fmt: skip
