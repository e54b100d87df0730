"""The uncapacitated facility location problem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, nearest_travel, serve_nearest
from siting.claims.opening import OpeningCost
from siting.claims.service import EveryClientServed
from siting.claims.travel import WeightedTravel
from siting.cost import Floats
from siting.forms import MedianForm
from siting.matrix import Columns, Matrix, subscripts
from siting.modelling.service import (
    assign_columns,
    count_pairs,
    pair_costs,
    reachable_pairs,
    service_rows,
)
from siting.problem import Problem

if TYPE_CHECKING:
    import pulp


@dataclass(frozen=True, eq=False, kw_only=True)
class UFLP(Problem):
    """Open any number of sites so that opening and travel together cost least.

    How many depots are worth their rent, and where?

    ::

        minimise    sum_j opening_j open_j + sum_ij demand_i cost_ij assign_ij
        subject to  sum_j assign_ij = 1           every client once
                    assign_ij <= open_j           only open sites
                    open_j in {0, 1}, 0 <= assign_ij <= 1

    With ``p`` or ``add`` the number of open sites is fixed as well.

    References
    ----------
    Cornuejols, G., Nemhauser, G. L., Wolsey, L. A. (1990). The uncapacitated facility
    location problem. In: Mirchandani, P. B., Francis, R. L. (eds), Discrete Location
    Theory, 119-171. Wiley.

    Examples
    --------
    One site at rent 5 and trips of 4, or two sites without trips at 5 + 3: 8 < 9.

    >>> from dataclasses import replace
    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix([[0, 4], [4, 0]], sites=["A", "B"])
    >>> plan = solve(UFLP(replace(town, opening=[5, 3])))
    >>> plan.open, plan.objective
    (('B',), 7.0)
    """

    name = "uflp"
    measure = "opening cost plus weighted travel"
    charges_opening = True

    def declare(self) -> pulp.LpProblem:
        """The textbook model in PuLP."""
        import pulp

        town, sites = self.town, range(self.town.m)
        cost = pair_costs(town)
        model, opened = self.rules.in_pulp(self.name)
        assign = {
            (i, j): model.add_variable(f"assign_{i}_{j}", lowBound=0, upBound=1)
            for i, j in cost
        }
        rents = pulp.lpSum(town.opening[j] * opened[j] for j in sites)
        travel = pulp.lpSum(town.demand[i] * cost[i, j] * assign[i, j] for i, j in cost)
        model += rents + travel, "opening_and_travel"
        for i in range(town.n):
            served = [assign[i, j] for j in sites if (i, j) in assign]
            model += pulp.lpSum(served) == 1, f"every_client_once_{i}"
        for i, j in cost:
            model += assign[i, j] <= opened[j], f"only_open_sites_{i}_{j}"
        return model

    def terms(self) -> tuple[OpeningCost, WeightedTravel]:
        """Opening cost and demand-weighted travel."""
        return (OpeningCost(), WeightedTravel())

    def duties(self) -> tuple[EveryClientServed]:
        """Every client is served."""
        return (EveryClientServed(),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town = self.town
        pairs = reachable_pairs(town)
        opened = Columns("open", subscripts(town.m), town.opening, integer=True)
        rows = [*self.rules.in_rows(), *service_rows(town, pairs)]
        return Matrix.assemble("min", [opened, assign_columns(town, pairs)], rows)

    @property
    def nonzeros(self) -> int:
        """Three for every reachable pair, and the rows of the rules."""
        return 3 * count_pairs(self.town) + self.town.m

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Opening cost plus weighted travel to the nearest open site."""
        travel, unserved = nearest_travel(self.town, designs)
        total = travel + designs @ self.town.opening
        return total[:, None], self.rules.violation(designs) + unserved

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Every client at its nearest open site, the first one on ties."""
        served = serve_nearest(self.town, design)
        return served if len(served.client) == self.town.n else None

    def shape(self) -> MedianForm:
        """A median with opening costs and any number of sites."""
        town = self.town
        return MedianForm(town.demand, town.cost, town.opening, self.rules)
