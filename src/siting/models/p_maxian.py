"""The p-maxian problem: sites that nobody wants near."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from siting.assignment import BLOCK, Assignment, nearest_travel, serve_nearest
from siting.claim import Duty
from siting.claims.capacity import NearestOpen
from siting.claims.service import EveryClientServed
from siting.claims.travel import WeightedTravel
from siting.cost import Floats
from siting.draft import Draft
from siting.errors import ProblemError, unknown
from siting.forms import MedianForm
from siting.matrix import Matrix
from siting.modelling.service import count_pairs, pair_costs, reachable_pairs
from siting.modelling.serving import (
    closest_nonzeros,
    declare_closest,
    declare_service,
    draft_closest,
    draft_service,
    pair_travel,
)
from siting.problem import Problem

WAYS = ("nearest", "farthest")


@dataclass(frozen=True, eq=False, kw_only=True)
class PMaxian(Problem):
    """Open p sites so that demand-weighted travel to them is as long as can be.

    Where should p landfills go, if people suffer from the nearest one?

    ::

        maximise    sum_ij demand_i cost_ij assign_ij
        subject to  sum_j assign_ij = 1           every client once
                    assign_ij <= open_j           only open sites
                    sum_{k: cost_ik > cost_ij} assign_ik + open_j <= 1
                                                  no farther than an open site
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= assign_ij <= 1

    The third family makes everybody count the nearest open site; without it the
    optimiser would count the farthest, which is the p-maxian of the literature on
    graphs and is asked for with ``to = farthest``. Everybody must have a way to an open
    site, for distance without end would be best.

    Parameters
    ----------
    to
        Which open site a client counts: nearest (default) or farthest.

    References
    ----------
    Church, R. L., Garfinkel, R. S. (1978). Locating an obnoxious facility on a network.
    Transportation Science 12(2), 107-118.

    Burkard, R. E., Fathali, J., Kakhki, H. T. (2007). The p-maxian problem on a tree.
    Operations Research Letters 35(3), 331-335.

    Examples
    --------
    Villages of 3, 1 and 1 people at 0, 4 and 10 km. Away from the many: the last site
    is 30 + 6 people-km from the others. Two sites, farthest counted: 30, 6 and 10.

    >>> from siting import Instance, solve
    >>> cost = [[0, 4, 10], [4, 0, 6], [10, 6, 0]]
    >>> town = Instance.from_matrix(cost, demand=[3, 1, 1], sites=["A", "B", "C"])
    >>> solve(PMaxian(town, p=1)).objective
    36.0
    >>> plan = solve(PMaxian(town, p=2, to="farthest"))
    >>> plan.open, plan.objective
    (('A', 'C'), 46.0)
    """

    name = "p-maxian"
    sense = "max"
    measure = "weighted travel"
    needs_count = True

    to: Literal["nearest", "farthest"] = "nearest"

    def __post_init__(self) -> None:
        if self.to not in WAYS:
            raise ProblemError(unknown("way to count sites", str(self.to), WAYS))
        if self.to == "farthest" and self.closest:
            raise ProblemError(
                "closest is asked for beside to = farthest; give one of the two."
            )
        super().__post_init__()

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town = self.town
        cost = pair_costs(town)
        m = self.rules.in_pyomo()
        declare_service(m, reachable_pairs(town), n=town.n)
        if self.to == "nearest":
            declare_closest(m, town)
        m.weighted_travel = pyo.Objective(
            expr=sum(town.demand[i] * cost[i, j] * m.assign[i, j] for i, j in m.pairs),
            sense=pyo.maximize,
        )
        return m

    def terms(self) -> tuple[WeightedTravel]:
        """Demand-weighted travel."""
        return (WeightedTravel(),)

    def duties(self) -> tuple[Duty, ...]:
        """Everybody counts an open site, the nearest unless the farthest is asked."""
        if self.to == "nearest":
            return (EveryClientServed(), NearestOpen())
        return (EveryClientServed(),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town = self.town
        pairs = reachable_pairs(town)
        worth = town.demand[pairs[:, 0]] * pair_travel(town, pairs)
        draft = Draft("max", self.rules)
        assign = draft_service(draft, pairs, n=town.n, cost=worth)
        if self.to == "nearest":
            draft_closest(draft, town, pairs, assign)
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Three for every reachable pair, and what closest assignment takes."""
        count = 3 * count_pairs(self.town) + self.rules.nonzeros
        return count + (closest_nonzeros(self.town) if self.to == "nearest" else 0)

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Weighted travel to the nearest or farthest open site."""
        if self.to == "nearest":
            travel, unserved = nearest_travel(self.town, designs)
        else:
            travel, unserved = np.zeros(len(designs)), np.zeros(len(designs))
            for k, design in enumerate(designs):
                site, cost = self._farthest(design)
                travel[k] = cost @ self.town.demand
                unserved[k] = np.count_nonzero(site < 0)
        return travel[:, None], self.rules.violation(designs) + unserved

    def made_of(self) -> MedianForm:
        """Each client's weighted travel to one site, as of a median."""
        town = self.town
        return MedianForm(town.demand, town.cost, np.zeros(town.m), self.rules)

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Every client at its nearest or farthest open site, the first on ties."""
        if self.to == "nearest":
            served = serve_nearest(self.town, design)
        else:
            served = Assignment.single(self._farthest(design)[0])
        return served if len(served.client) == self.town.n else None

    def _farthest(self, design: NDArray[np.bool_]) -> tuple[NDArray[np.intp], Floats]:
        """Farthest open site that every client can reach (-1: none), and travel."""
        town, columns = self.town, np.flatnonzero(design)
        site = np.full(town.n, -1, dtype=np.intp)
        cost = np.zeros(town.n)
        if not len(columns):
            return site, cost
        step = max(1, BLOCK // len(columns))
        for k in range(0, town.n, step):
            block = town.travel(slice(k, k + step), columns)
            block = np.where(np.isfinite(block), block, -1.0)
            best = block.argmax(axis=1)
            most = block[np.arange(len(block)), best]
            site[k : k + step] = np.where(most >= 0, columns[best], -1)
            cost[k : k + step] = np.maximum(most, 0.0)
        return site, cost
