"""The capacitated p-median problem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, nearest_open
from siting.claim import Duty, Term
from siting.claims.capacity import NearestOpen, OneSiteEach, WithinCapacity
from siting.claims.service import EveryClientServed
from siting.claims.travel import Travel, WeightedTravel
from siting.cost import Floats
from siting.draft import Draft
from siting.forms import FlowForm, MedianForm
from siting.matrix import Matrix
from siting.modelling.room import flow, lacking, nearest_that_fits, takes_all
from siting.modelling.service import count_pairs, pair_costs, reachable_pairs
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
class CapacitatedPMedian(Problem):
    """Open p sites of limited capacity so that travel to them is least.

    Where should p schools go, when each has so many places and every village is sent to
    one of them?

    ::

        minimise    sum_ij demand_i cost_ij assign_ij
        subject to  sum_j assign_ij = 1           every client once
                    assign_ij <= open_j           only open sites
                    sum_i demand_i assign_ij <= capacity_j open_j
                                                  within capacity
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, assign_ij in {0, 1}

    The capacity and the demand are in the same unit. Because places run out, not
    everybody goes to the nearest site; ``closest`` forces that, and then capacity rules
    out sites that would be overrun.

    Parameters
    ----------
    single_source
        Whether each client is served whole by one site. If not, a client may be split
        among sites: assign_ij is a share, 0 <= assign_ij <= 1, and the answer is much
        quicker to find.
    weighted
        Whether travel is weighted by demand. If not, every client's trip counts once
        and demand is only the load that it is for capacity, as in the capacitated
        clustering of the literature and OR-Library's pmedcap.

    References
    ----------
    Osman, I. H., Christofides, N. (1994). Capacitated clustering problems by hybrid
    simulated annealing and tabu search. International Transactions in Operational
    Research 1(3), 317-336.

    Mulvey, J. M., Beck, M. P. (1984). Solving capacitated clustering problems. European
    Journal of Operational Research 18(3), 339-348. doi:10.1016/0377-2217(84)90155-3

    Examples
    --------
    Three villages of 2 pupils in a row, 4 km apart, and two schools with 3 and 4
    places, A in the first and C in the last. Only the last can take two villages, so
    that the middle one goes there: 2 x 4.

    >>> from dataclasses import replace
    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix(
    ...     [[0, 8], [4, 4], [8, 0]], demand=[2, 2, 2], sites=["A", "C"]
    ... )
    >>> town = replace(town, capacity=[3, 4])
    >>> plan = solve(CapacitatedPMedian(town, p=2))
    >>> plan.objective, plan.assignment
    (8.0, {'1': 'A', '2': 'C', '3': 'C'})

    Counting villages, not pupils, it is 4 km.

    >>> solve(CapacitatedPMedian(town, p=2, weighted=False)).objective
    4.0
    """

    name = "capacitated-p-median"
    needs_count = True
    has_capacity = True
    fills = "capacity"

    single_source: bool = True
    weighted: bool = True

    @property
    def measure(self) -> str:  # type: ignore[override]  # depends on a field
        """What the objective is."""
        return "weighted travel" if self.weighted else "travel"

    @property
    def unit(self) -> str:
        """Unit of the objective."""
        return super().unit if self.weighted else self.instance.cost_unit

    @property
    def reply_is_hard(self) -> bool:  # type: ignore[override]  # depends on a field
        """Packing whole clients into sites is hard, unless every site takes all."""
        return self.single_source and not takes_all(self.town)

    @property
    def _weight(self) -> Floats:
        """How much each client's trip counts: (n,)."""
        return self.town.demand if self.weighted else np.ones(self.town.n)

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, weight = self.town, self._weight
        cost = pair_costs(town)
        m = self.rules.in_pyomo()
        pairs = reachable_pairs(town)
        declare_service(m, pairs, n=town.n, whole=self.single_source)
        m.travel = pyo.Objective(
            expr=sum(weight[i] * cost[i, j] * m.assign[i, j] for i, j in m.pairs)
        )
        declare_capacity(m, town)
        if self.closest:
            declare_closest(m, town)
        return m

    def terms(self) -> tuple[Term]:
        """Travel, weighted or not."""
        return (WeightedTravel() if self.weighted else Travel(),)

    def duties(self) -> tuple[Duty, ...]:
        """Every client is served, by one site if so asked, and no site overrun."""
        return (
            EveryClientServed(),
            WithinCapacity(),
            *([OneSiteEach()] if self.single_source else []),
            *([NearestOpen()] if self.closest else []),
        )

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town = self.town
        pairs = reachable_pairs(town)
        draft = Draft("min", self.rules)
        assign = draft_service(
            draft,
            pairs,
            n=town.n,
            cost=self._weight[pairs[:, 0]] * pair_travel(town, pairs),
            whole=self.single_source,
        )
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
        """Travel of the best service: to the nearest sites, or else by solving."""
        short = lacking(self.town, designs)
        violation = self.rules.violation(designs)
        violation += np.where(short > 0, self.town.n + short, 0.0)
        values = np.full((len(designs), 1), np.nan)
        for k in np.flatnonzero(violation == 0).tolist():
            if nearest_that_fits(self.town, designs[k]) is not None:
                values[k] = nearest_open(self.town, designs[k])[1] @ self._weight
            else:
                part = slice(k, k + 1)
                values[part], violation[part] = super().evaluate(designs[part])
        return values, violation

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Everybody at the nearest open site if that fits, else the solver's reply."""
        near = nearest_that_fits(self.town, design)
        return super().reply(design) if near is None else near

    def shape(self) -> MedianForm | FlowForm | None:
        """A flow, and a median where capacity limits nothing."""
        town = self.town
        return flow(
            town, self.rules, weight=self._weight, opening=np.zeros(town.m),
            whole=self.single_source, closest=self.closest,
        )  # fmt: skip
