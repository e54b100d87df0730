"""The p-median problem over scenarios of demand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, nearest_open, serve_nearest
from siting.claims.service import EveryClientServed
from siting.cost import Floats
from siting.draft import Draft
from siting.forms import MedianForm
from siting.matrix import Matrix, subscripts
from siting.modelling.scenarios import ScenarioProblem, sums
from siting.modelling.service import count_pairs, pair_costs, reachable_pairs
from siting.modelling.serving import declare_service, draft_service, pair_travel


@dataclass(frozen=True, eq=False, kw_only=True)
class ScenarioPMedian(ScenarioProblem):
    """Open p sites so that weighted travel is short in all scenarios of demand.

    Where should p relief stores go, if nobody knows which valley the flood will hit?

    Each scenario s has weights of its own (columns ``scenario:NAME`` of demand.csv).
    Since only these differ, everybody goes to the nearest open site in all scenarios.

    ::

        minimise    sum_s probability_s sum_ij demand_si cost_ij assign_ij
                                                  (goal expected), or
                    worst                         (goal minimax, regret)
        subject to  sum_ij demand_si cost_ij assign_ij - worst <= best_s
                                                  no scenario is worse
                    sum_j assign_ij = 1           every client once
                    assign_ij <= open_j           only open sites
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= assign_ij <= 1

                    worst >= 0

    where best_s is 0 for minimax, and for regret the least weighted travel of a
    p-median of that scenario alone.

    References
    ----------
    Mirchandani, P. B., Odoni, A. R. (1979). Locations of medians on stochastic
    networks. Transportation Science 13(2), 85-97.

    Serra, D., Marianov, V. (1998). The p-median problem in a changing network: the case
    of Barcelona. Location Science 6, 383-394.

    Examples
    --------
    Two villages, 10 km apart. On a dry day 3 people need the store in A and 1 in B; on
    a wet day none in A and 2 in B. With the store in A, the travel is 1 x 10 dry and
    2 x 10 wet; in B it is 3 x 10 dry and none wet: 15 in the mean, both ways.

    >>> from dataclasses import replace
    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix([[0, 10], [10, 0]], sites=["A", "B"])
    >>> town = replace(town, scenarios={"dry": [3, 1], "wet": [0, 2]})
    >>> solve(ScenarioPMedian(town, p=1)).objective
    15.0

    The worst of A is 20 and that of B is 30. The best is 10 when dry and 0 when wet, so
    that both regret 20 at worst; if wet days have twice the weight, B is the better.

    >>> plan = solve(ScenarioPMedian(town, p=1, goal="minimax"))
    >>> plan.open, plan.objective
    (('A',), 20.0)
    >>> plan = solve(ScenarioPMedian(town, p=1, goal="regret"))
    >>> plan.objective, plan.problem.best
    (20.0, ('dry=10.0', 'wet=0.0'))
    >>> plan = solve(ScenarioPMedian(town, p=1, probability=["dry=1", "wet=2"]))
    >>> plan.open, plan.objective
    (('B',), 10.0)
    """

    name = "scenario-p-median"
    adds_up = "travel"

    @property
    def measure(self) -> str:  # type: ignore[override]  # depends on the goal
        """What is made small."""
        return {
            "expected": "expected weighted travel",
            "minimax": "weighted travel in the worst scenario",
            "regret": "largest regret of a scenario",
        }[self.goal]

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, cost = self.town, pair_costs(self.town)
        m = self.rules.in_pyomo()
        declare_service(m, reachable_pairs(town), n=town.n)
        travel = [
            sum(weight[i] * cost[i, j] * m.assign[i, j] for i, j in m.pairs)
            for weight in self._weights.tolist()
        ]
        if self.goal == "expected":
            each = zip(self._chance.values(), travel, strict=True)
            m.expected_travel = pyo.Objective(expr=sum(q * x for q, x in each))
            return m
        best = self._standard.tolist()
        m.worst = pyo.Var(bounds=(0, None))
        m.worst_travel = pyo.Objective(expr=m.worst)
        m.no_scenario_is_worse = pyo.Constraint(
            range(len(travel)), rule=lambda m, s: travel[s] - m.worst <= best[s]
        )
        return m

    def duties(self) -> tuple[EveryClientServed]:
        """Every client is served, in whatever scenario."""
        return (EveryClientServed(),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town, draft = self.town, Draft("min", self.rules)
        pairs = reachable_pairs(town)
        client, travel = pairs[:, 0], pair_travel(town, pairs)
        if self.goal == "expected":
            cost = travel * self._expected_demand[client]
            draft_service(draft, pairs, n=town.n, cost=cost)
            return draft.matrix()
        worst = draft.columns("worst", subscripts(), cost=1.0, upper=np.inf)
        assign = draft_service(draft, pairs, n=town.n)
        weighted = self._weights[:, client] * travel
        scenario, place = np.nonzero(weighted)
        every = np.arange(len(weighted))
        draft.rows(
            "no_scenario_is_worse",
            subscripts(len(weighted)),
            (scenario, assign[place], weighted[scenario, place]),
            (every, worst[0], -1.0),
            upper=self._standard,
        )
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Three for every reachable pair, and one a scenario where the worst counts."""
        pairs, m = count_pairs(self.town), self.town.m
        if self.goal == "expected":
            return 3 * pairs + m
        used = np.count_nonzero(self._weights) / self._weights.size
        return round(pairs * (3 + used * len(self._weights))) + m

    def in_each(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Weighted travel to the nearest open site; having none is a violation."""
        travel = np.empty((len(designs), len(self._weights)))
        unserved = np.empty(len(designs))
        for k, design in enumerate(designs):
            site, cost = nearest_open(self.town, design)
            served = site >= 0
            travel[k] = sums(self._weights[:, served] * cost[served])
            unserved[k] = np.count_nonzero(~served)
        return travel, unserved

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Every client at its nearest open site, the first one on ties."""
        served = serve_nearest(self.town, design)
        return served if len(served.client) == self.town.n else None

    def shape(self) -> MedianForm | None:
        """A median of the mean weights, where the expectation counts."""
        if self.goal != "expected":
            return None
        town = self.town
        free = np.zeros(town.m)
        return MedianForm(self._expected_demand, town.cost, free, self.rules)
