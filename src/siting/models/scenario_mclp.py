"""The maximal covering location problem over scenarios of demand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, serve_nearest
from siting.claims.radius import WithinRadius
from siting.cost import Floats
from siting.draft import Draft
from siting.forms import CoverForm
from siting.matrix import Matrix, Sense, subscripts
from siting.modelling.coverage import Pairs, covered_pairs, radius_warning
from siting.modelling.scenarios import ScenarioProblem, sums
from siting.ruling import check_number


@dataclass(frozen=True, eq=False, kw_only=True)
class ScenarioMCLP(ScenarioProblem):
    """Open p sites so that much demand is within the radius in all scenarios.

    Where should p ambulances stand, if people are elsewhere by day, by night and on
    market days?

    Each scenario s has weights of its own (columns ``scenario:NAME`` of demand.csv).

    ::

        maximise    sum_s probability_s sum_i demand_si covered_i
                                                  (goal expected), or
                    worst                         (goal minimax); or
        minimise    worst                         (goal regret)
        subject to  worst <= sum_i demand_si covered_i
                                                  no scenario is worse (minimax)
                    best_s - sum_i demand_si covered_i <= worst
                                                  no scenario is worse (regret)
                    covered_i <= sum_{j: cost_ij <= radius} open_j
                                                  covered by an open site in reach
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= covered_i <= 1, worst >= 0

    where best_s is the most that p sites can cover if scenario s is sure to come. A
    client exactly at the radius is covered; one just beyond is not.

    Parameters
    ----------
    radius
        In the unit of the instance's cost.

    References
    ----------
    Church, R., ReVelle, C. (1974). The maximal covering location problem. Papers of the
    Regional Science Association 32, 101-118. doi:10.1007/BF01942293

    Snyder, L. V. (2006). Facility location under uncertainty: a review. IIE
    Transactions 38(7), 547-564. doi:10.1080/07408170500216480

    Examples
    --------
    Two villages too far apart for one ambulance. By day 6 people are in A and 5 in B,
    by night 1 and 4: A covers 6 and 1, and B 5 and 4, 3.5 and 4.5 in the mean. The
    worst of B is 4; the best by day is 6 and by night 4, so that B misses 1 at most.

    >>> from dataclasses import replace
    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix([[0, 10], [10, 0]], sites=["A", "B"])
    >>> town = replace(town, scenarios={"day": [6, 5], "night": [1, 4]})
    >>> plan = solve(ScenarioMCLP(town, p=1, radius=5))
    >>> plan.open, plan.objective
    (('B',), 4.5)
    >>> solve(ScenarioMCLP(town, p=1, radius=5, goal="minimax")).objective
    4.0
    >>> plan = solve(ScenarioMCLP(town, p=1, radius=5, goal="regret"))
    >>> plan.open, plan.objective, plan.problem.best
    (('B',), 1.0, ('day=6.0', 'night=4.0'))
    """

    name = "scenario-mclp"
    adds_up = "demand"

    radius: float

    def __post_init__(self) -> None:
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("radius", self.radius, unit=unit)
        super().__post_init__()

    @property
    def sense(self) -> Sense:  # type: ignore[override]  # depends on the goal
        """Cover much, regret little."""
        return "min" if self.goal == "regret" else "max"

    @property
    def measure(self) -> str:  # type: ignore[override]  # depends on the goal
        """What is made large, or small."""
        return {
            "expected": "expected covered demand",
            "minimax": "covered demand in the worst scenario",
            "regret": "largest regret of a scenario",
        }[self.goal]

    @property
    def unit(self) -> str:
        """Unit of the demand."""
        return self.town.demand_unit

    @cached_property
    def _pairs(self) -> Pairs:
        """Client and site of every pair within the radius."""
        return covered_pairs(self.town, self.radius)

    @property
    def cautions(self) -> tuple[str, ...]:
        """Whether the radius covers nobody, or everybody from one site."""
        return radius_warning(self.town, self.radius, self._pairs)

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town = self.town
        near = town.travel() <= self.radius
        m = self.rules.in_pyomo()
        m.I = pyo.RangeSet(0, town.n - 1)
        m.S = pyo.RangeSet(0, len(self._weights) - 1)
        m.covered = pyo.Var(m.I, bounds=(0, 1))
        seen = [
            sum(weight[i] * m.covered[i] for i in m.I)
            for weight in self._weights.tolist()
        ]
        if self.goal == "expected":
            each = zip(self._chance.values(), seen, strict=True)
            expected = sum(q * x for q, x in each)
            m.expected_demand = pyo.Objective(expr=expected, sense=pyo.maximize)
        else:
            m.worst = pyo.Var(bounds=(0, None))
        if self.goal == "minimax":
            m.worst_demand = pyo.Objective(expr=m.worst, sense=pyo.maximize)
            m.no_scenario_is_worse = pyo.Constraint(
                m.S, rule=lambda m, s: m.worst - seen[s] <= 0
            )
        if self.goal == "regret":
            best = self._standard.tolist()
            m.worst_regret = pyo.Objective(expr=m.worst)
            m.no_scenario_is_worse = pyo.Constraint(
                m.S, rule=lambda m, s: -m.worst - seen[s] <= -best[s]
            )
        m.covered_by_an_open_site_in_reach = pyo.Constraint(
            m.I,
            rule=lambda m, i: (
                m.covered[i] - sum(m.open[j] for j in m.J if near[i, j]) <= 0
            ),
        )
        return m

    def duties(self) -> tuple[WithinRadius]:
        """Nobody is counted from beyond the radius."""
        return (WithinRadius(self.radius),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        n, (client, site) = self.town.n, self._pairs
        draft = Draft(self.sense, self.rules)
        if self.goal == "expected":
            covered = draft.columns(
                "covered", subscripts(n), cost=self._expected_demand
            )
        else:
            worst = draft.columns("worst", subscripts(), cost=1.0, upper=np.inf)
            covered = draft.columns("covered", subscripts(n))
            scenario, who = np.nonzero(self._weights)
            every = np.arange(len(self._weights))
            draft.rows(
                "no_scenario_is_worse",
                subscripts(len(every)),
                (scenario, covered[who], -self._weights[scenario, who]),
                (every, worst[0], 1.0 if self.goal == "minimax" else -1.0),
                upper=-self._standard,
            )
        draft.rows(
            "covered_by_an_open_site_in_reach",
            subscripts(n),
            (np.arange(n), covered, 1.0),
            (client, draft.open[site], -1.0),
            upper=0.0,
        )
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """One for every covered pair and client, and one for each weight."""
        least = len(self._pairs[0]) + self.town.n + self.town.m
        if self.goal == "expected":
            return least
        return least + int(np.count_nonzero(self._weights)) + len(self._weights)

    def in_each(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Demand within the radius of an open site; nobody has to be."""
        client, site = self._pairs
        seen = np.empty((len(designs), len(self._weights)))
        for k, design in enumerate(designs):
            covered = np.zeros(self.town.n, dtype=bool)
            covered[client[design[site]]] = True
            seen[k] = sums(self._weights[:, covered])
        return seen, np.zeros(len(designs))

    def reply(self, design: NDArray[np.bool_]) -> Assignment:
        """Every covered client at its nearest open site, the first one on ties."""
        return serve_nearest(self.town, design, radius=self.radius)

    def shape(self) -> CoverForm | None:
        """Lists of the clients that each site covers, where the expectation counts."""
        if self.goal != "expected":
            return None
        return CoverForm.of_pairs(self._expected_demand, *self._pairs, rules=self.rules)
