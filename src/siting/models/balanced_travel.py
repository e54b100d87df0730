"""Travel as equal as it can be: the least mean difference between people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, nearest_open, serve_nearest
from siting.claims.balance import MeanDifferenceOfTravel
from siting.claims.capacity import NearestOpen
from siting.claims.service import EveryClientServed
from siting.cost import Floats
from siting.draft import Draft
from siting.errors import ProblemError
from siting.matrix import Matrix, subscripts
from siting.modelling.service import count_pairs, reachable_pairs
from siting.modelling.serving import declare_service, draft_service, pair_travel
from siting.problem import Problem

LARGEST = 1000
"""Clients with demand that are compared with each other: 500,000 pairs."""


@dataclass(frozen=True, eq=False, kw_only=True)
class BalancedTravel(Problem):
    """Open p sites so that people's travel to the nearest differs as little as can be.

    Where should p schools stand, if no part of the district is to have a much longer
    way than another?

    ::

        D      = sum_i demand_i
        most_i = max_j cost_ij                    the farthest site there is

        minimise    2 sum_{i<k} demand_i demand_k differ_ik / D^2
        subject to  travel_i = sum_j cost_ij assign_ij
                                                  travel is cost of the way
                    differ_ik >= travel_i - travel_k
                                                  first may have more
                    differ_ik >= travel_k - travel_i
                                                  second may have more
                    sum_j assign_ij = 1           every client once
                    assign_ij <= open_j           only open sites
                    travel_i <= cost_ij + (most_i - cost_ij) (1 - open_j)
                                                  no farther than an open site
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= assign_ij <= 1

    The value is the mean difference of travel between two people drawn at random, in
    the unit of travel; 0 when all travel alike, or nobody is there. Everybody goes to
    the nearest open site: otherwise people would be sent on detours, to be as badly off
    as the others. A client of weight 0 is compared with nobody, but must be served.

    Equal is not near: sites far from everybody may balance best, and one more site, or
    a longer reach, can make travel differ more. Look at the mean travel beside it.

    Every two clients are compared, so that the model grows with the square of their
    number, and its bound is weak: 4 of 20 sites for 20 clients are proved in half a
    minute, 30 clients are not. Greedy and interchange need no pairs, and find good
    answers soon. 1,000 clients with demand are the most that is taken.

    References
    ----------
    Marsh, M. T., Schilling, D. A. (1994). Equity measurement in facility location
    analysis: a review and framework. European Journal of Operational Research 74(1),
    1-17. doi:10.1016/0377-2217(94)90200-3

    Mulligan, G. F. (1991). Equality measures and facility location. Papers in Regional
    Science 70(4), 345-365.

    Examples
    --------
    Villages of 30 and 10 people. A is 1 km from the one and 5 from the other, B is 6 km
    from both: there nobody has a longer way than anybody else.

    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix(
    ...     [[1, 6], [5, 6]], demand=[30, 10], sites=["A", "B"])
    >>> plan = solve(BalancedTravel(town, p=1))
    >>> plan.open, plan.objective
    (('B',), 0.0)

    At A two people, the first from either, differ by 4 km when they are not from one
    village: 2 x 30 x 10 of 40 x 40 draws, so 1.5 km in the mean.

    >>> round(solve(BalancedTravel(town, p=1, forbidden=["B"])).objective, 6)
    1.5
    """

    name = "balanced-travel"
    measure = "mean difference of travel"
    needs_count = True

    def __post_init__(self) -> None:
        count = len(self._people)
        if count > LARGEST:
            raise ProblemError(
                f"balanced-travel compares every two clients, and {count} with demand "
                f"make {count * (count - 1) // 2:,} pairs; merge them to {LARGEST} at "
                "most, by district for instance."
            )
        super().__post_init__()

    @property
    def unit(self) -> str:
        """That of travel."""
        return self.instance.cost_unit

    @cached_property
    def _people(self) -> NDArray[np.intp]:
        """Positions of the clients with demand."""
        return np.flatnonzero(self.instance.demand > 0)

    @cached_property
    def _pairs(self) -> NDArray[np.intp]:
        """(k, 2) every two of them, the first before the second."""
        first, second = np.triu_indices(len(self._people), 1)
        return np.column_stack([self._people[first], self._people[second]])

    @cached_property
    def _parts(self) -> Floats:
        """Part of all demand that each client is (n,); 0 when nobody is there."""
        demand = self.town.demand
        total = float(demand.sum())
        return np.asarray(demand / total if total > 0 else demand)

    @cached_property
    def _weights(self) -> Floats:
        """(k,) how often two people drawn at random are from the two clients."""
        parts = self._parts
        return np.asarray(2 * parts[self._pairs[:, 0]] * parts[self._pairs[:, 1]])

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, cost = self.town, self.town.travel()
        pairs = [(i, k) for i, k in self._pairs.tolist()]
        weight = dict(zip(pairs, self._weights.tolist(), strict=True))
        m = self.rules.in_pyomo()
        declare_service(m, reachable_pairs(town), n=town.n)
        m.couples = pyo.Set(initialize=pairs, dimen=2)
        m.travel = pyo.Var(m.I, bounds=(0, None))
        m.differ = pyo.Var(m.couples, bounds=(0, None))
        m.mean_difference = pyo.Objective(
            expr=sum(weight[i, k] * m.differ[i, k] for i, k in m.couples)
        )
        m.travel_is_cost_of_the_way = pyo.Constraint(
            m.I,
            rule=lambda m, i: (
                m.travel[i]
                - sum(cost[i, j] * m.assign[i, j] for j in m.J if (i, j) in m.pairs)
                == 0
            ),
        )
        most = {i: max(cost[i, j] for h, j in m.pairs if h == i) for i, _ in m.pairs}
        m.no_farther_than_an_open_site = pyo.Constraint(
            [(i, j) for i, j in m.pairs if cost[i, j] < most[i]],
            rule=lambda m, i, j: (
                m.travel[i] + (most[i] - cost[i, j]) * m.open[j] <= most[i]
            ),
        )
        m.first_may_have_more = pyo.Constraint(
            m.couples,
            rule=lambda m, i, k: m.differ[i, k] - m.travel[i] + m.travel[k] >= 0,
        )
        m.second_may_have_more = pyo.Constraint(
            m.couples,
            rule=lambda m, i, k: m.differ[i, k] + m.travel[i] - m.travel[k] >= 0,
        )
        return m

    def terms(self) -> tuple[MeanDifferenceOfTravel]:
        """The mean difference of travel."""
        return (MeanDifferenceOfTravel(),)

    def duties(self) -> tuple[EveryClientServed, NearestOpen]:
        """Every client is served, at the nearest open site."""
        return (EveryClientServed(), NearestOpen())

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town, couples = self.town, self._pairs
        pairs = reachable_pairs(town)
        client, cost = pairs[:, 0], pair_travel(town, pairs)
        each, every = subscripts(town.n), np.arange(len(couples))
        draft = Draft("min", self.rules)
        differ = draft.columns("differ", couples, cost=self._weights, upper=np.inf)
        assign = draft_service(draft, pairs, n=town.n)
        travel = draft.columns("travel", each, upper=np.inf)
        draft.rows(
            "travel_is_cost_of_the_way", each,
            (each[:, 0], travel, 1.0), (client, assign, -cost),
            lower=0.0, upper=0.0,
        )  # fmt: skip
        most = np.zeros(town.n)
        np.maximum.at(most, client, cost)
        near = np.flatnonzero(cost < most[client])
        client, cost, row = client[near], cost[near], np.arange(len(near))
        draft.rows(
            "no_farther_than_an_open_site", pairs[near],
            (row, travel[client], 1.0),
            (row, draft.open[pairs[near, 1]], most[client] - cost),
            upper=most[client],
        )  # fmt: skip
        first, second = travel[couples[:, 0]], travel[couples[:, 1]]
        draft.rows(
            "first_may_have_more", couples,
            (every, differ, 1.0), (every, first, -1.0), (every, second, 1.0),
            lower=0.0,
        )  # fmt: skip
        draft.rows(
            "second_may_have_more", couples,
            (every, differ, 1.0), (every, first, 1.0), (every, second, -1.0),
            lower=0.0,
        )  # fmt: skip
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Six for every reachable pair, six for every two people."""
        count = len(self._people)
        served = 6 * count_pairs(self.town) + self.town.n + self.rules.nonzeros
        return served + 3 * count * (count - 1)

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Mean difference of nearest travel; having no open site is a violation.

        Sorted by travel, a gap between two neighbours lies between all those before it
        and all those behind it.
        """
        values, unserved = np.zeros((len(designs), 1)), np.zeros(len(designs))
        for k, design in enumerate(designs):
            site, cost = nearest_open(self.town, design)
            served = site >= 0
            travel, part = cost[served], self._parts[served]
            order = np.argsort(travel, kind="stable")
            before = np.cumsum(part[order])[:-1]
            behind = np.cumsum(part[order][::-1])[::-1][1:]
            values[k] = 2 * (np.diff(travel[order]) * before * behind).sum()
            unserved[k] = np.count_nonzero(~served)
        return values, self.rules.violation(designs) + unserved

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Every client at its nearest open site, the first one on ties."""
        served = serve_nearest(self.town, design)
        return served if len(served.client) == self.town.n else None
