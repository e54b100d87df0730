"""The capacitated maximal covering location problem."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, serve_nearest
from siting.claim import Duty
from siting.claims.partial import (
    NearestForTheServed,
    RoomForTheServed,
    ServedWithinRadius,
)
from siting.claims.service import ServedDemand
from siting.cost import Floats, within
from siting.draft import Draft
from siting.instance import Instance
from siting.matrix import Matrix
from siting.modelling.coverage import Pairs, radius_warning
from siting.modelling.service import count_pairs, reachable_pairs
from siting.modelling.serving import (
    closest_nonzeros,
    declare_capacity,
    declare_closest,
    draft_capacity,
    draft_closest,
)
from siting.problem import Problem
from siting.ruling import check_number


@dataclass(frozen=True, eq=False, kw_only=True)
class CapacitatedMCLP(Problem):
    """Open p sites so that most demand finds room within the radius.

    With p test centres of so many places each: how many people can be tested within
    half an hour of home?

    ::

        maximise    sum_ij demand_i assign_ij
        subject to  sum_j assign_ij <= 1          every client once at most
                    assign_ij <= open_j           only open sites
                    sum_i demand_i assign_ij <= capacity_j open_j
                                                  within capacity
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= assign_ij <= 1

    where only pairs with cost_ij <= radius have an ``assign``. Demand is divisible: of
    a village some may be served here, some there, and some not at all. Where room is
    short, who is served is whoever fits. With ``closest`` people go to a nearest open
    site or to none (Wagner and Falkson's rows): a full site sends nobody elsewhere. In
    a trade-off that serves everybody, who lives beyond the radius takes room as well.

    Parameters
    ----------
    radius
        In the unit of the instance's cost; exactly at it is within.

    References
    ----------
    Current, J. R., Storbeck, J. E. (1988). Capacitated covering models. Environment and
    Planning B: Planning and Design 15(2), 153-163. doi:10.1068/b150153

    Pirkul, H., Schilling, D. A. (1991). The maximal covering location problem with
    capacities on total workload. Management Science 37(2), 233-248.

    Examples
    --------
    Three villages of 4, 1 and 4 people in a row, 4 km apart. B reaches all 9 and has
    places for 6; A reaches 5 and has places for 5.

    >>> from dataclasses import replace
    >>> from siting import Instance, solve
    >>> cost = [[0, 4, 8], [4, 0, 4], [8, 4, 0]]
    >>> town = Instance.from_matrix(cost, demand=[4, 1, 4], sites=["A", "B", "C"])
    >>> plan = solve(CapacitatedMCLP(replace(town, capacity=[5, 6, 1]), p=1, radius=4))
    >>> plan.open, plan.objective
    (('B',), 6.0)
    """

    name = "capacitated-mclp"
    sense = "max"
    counts_demand = True
    measure = "served demand"
    needs_count = True
    fills = "capacity"

    radius: float

    def __post_init__(self) -> None:
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("radius", self.radius, unit=unit)
        super().__post_init__()

    @property
    def unit(self) -> str:
        """Unit of the demand."""
        return self.town.demand_unit

    @property
    def cautions(self) -> tuple[str, ...]:
        """Whether the radius covers nobody, or everybody from one site."""
        return radius_warning(self.town, self.radius, self._pairs)

    @cached_property
    def _near(self) -> Instance:
        """The instance without travel beyond the radius."""
        limit = np.full(self.town.m, float(self.radius))
        return replace(self.town, cost=within(self.town.cost, limit))

    @cached_property
    def _pairs(self) -> Pairs:
        """Client and site of every pair within the radius."""
        client, site = reachable_pairs(self._near).T
        return client, site

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town = self.town
        near = town.travel() <= self.radius
        m = self.rules.in_pyomo()
        m.I = pyo.Set(initialize=np.flatnonzero(near.any(axis=1)).tolist())
        pairs = [tuple(x) for x in np.argwhere(near).tolist()]
        m.pairs = pyo.Set(initialize=pairs, dimen=2)
        m.assign = pyo.Var(m.pairs, bounds=(0, 1))
        m.served_demand = pyo.Objective(
            expr=sum(town.demand[i] * m.assign[i, j] for i, j in m.pairs),
            sense=pyo.maximize,
        )
        m.every_client_once_at_most = pyo.Constraint(
            m.I, rule=lambda m, i: sum(m.assign[i, j] for j in m.J if near[i, j]) <= 1
        )
        m.only_open_sites = pyo.Constraint(
            m.pairs, rule=lambda m, i, j: m.assign[i, j] - m.open[j] <= 0
        )
        declare_capacity(m, town)
        if self.closest:
            declare_closest(m, town)
        return m

    def terms(self) -> tuple[ServedDemand]:
        """Demand that is served."""
        return (ServedDemand(),)

    def duties(self) -> tuple[Duty, ...]:
        """Who is served is near, where there is room."""
        return (
            ServedWithinRadius(float(self.radius)),
            RoomForTheServed(),
            *([NearestForTheServed()] if self.closest else []),
        )

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        near, pairs = self._near, np.column_stack(self._pairs)
        (client, site), each = self._pairs, np.arange(len(pairs))
        draft = Draft("max", self.rules)
        assign = draft.columns("assign", pairs, cost=near.demand[client])
        seen, row = np.unique(client, return_inverse=True)
        draft.rows(
            "every_client_once_at_most",
            seen[:, None],
            (row, assign, 1.0),
            upper=1.0,
        )
        draft.rows(
            "only_open_sites",
            pairs,
            (each, assign, 1.0),
            (each, draft.open[site], -1.0),
            upper=0.0,
        )
        draft_capacity(draft, near, pairs, assign)
        if self.closest:
            draft_closest(draft, near, pairs, assign)
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Four for every pair within the radius, and the rows of closest service."""
        nearest = closest_nonzeros(self._near) if self.closest else 0
        return 4 * count_pairs(self._near) + nearest + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Demand that finds room; solves for the service where room is short."""
        violation, town = self.rules.violation(designs), self.town
        values = np.empty((len(designs), 1))
        for k, design in enumerate(designs):
            near = self._nearest_that_fits(design)
            if near is not None:
                values[k] = town.demand[near.client].sum()
            elif violation[k]:
                values[k] = min(town.demand.sum(), town.capacity[design].sum())
            else:
                values[k] = super().evaluate(designs[k : k + 1])[0][0]
        return values, violation

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Everybody near at the nearest open site if that fits, else the solver's."""
        near = self._nearest_that_fits(design)
        return super().reply(design) if near is None else near

    def _nearest_that_fits(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Everybody near at a nearest open site; None where that overruns one."""
        served = serve_nearest(self._near, design)
        people = self.town.demand[served.client]
        load = np.bincount(served.site, people, minlength=self.town.m)
        return served if (load <= self.town.capacity).all() else None
