"""The p-median problem."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, nearest_travel, serve_nearest
from siting.claim import Duty
from siting.claims.limit import NoFarther
from siting.claims.service import EveryClientServed
from siting.claims.travel import WeightedTravel
from siting.cost import Floats, within
from siting.forms import MedianForm
from siting.instance import Instance
from siting.matrix import Columns, Matrix, subscripts
from siting.modelling.coverage import limit_warning
from siting.modelling.service import (
    assign_columns,
    count_pairs,
    pair_costs,
    reachable_pairs,
    service_rows,
)
from siting.problem import Problem
from siting.ruling import check_number


@dataclass(frozen=True, eq=False, kw_only=True)
class PMedian(Problem):
    """Open p sites so that demand-weighted travel to the nearest open one is least.

    Where should p clinics go, if people use the nearest one and the mean trip is to be
    short? And with ``max_travel``: if nobody may be sent farther than that?

    ::

        minimise    sum_ij demand_i cost_ij assign_ij
        subject to  sum_j assign_ij = 1           every client once
                    assign_ij <= open_j           only open sites
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= assign_ij <= 1

    A pair without a way between them, or farther apart than ``max_travel``, has no
    ``assign``.

    Parameters
    ----------
    max_travel
        Worst distance that anybody may be sent, in the unit of the instance's cost;
        exactly at it is allowed. A design that leaves somebody farther from every
        open site is no answer. Default: no limit.

    References
    ----------
    ReVelle, C. S., Swain, R. W. (1970). Central facilities location. Geographical
    Analysis 2(1), 30-42. doi:10.1111/j.1538-4632.1970.tb00142.x

    Khumawala, B. M. (1973). An efficient algorithm for the p-median problem with
    maximum distance constraints. Geographical Analysis 5(4), 309-321.

    Examples
    --------
    Two villages of 3 and 1 people, 4 km apart: the larger gets the clinic.

    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix([[0, 4], [4, 0]], demand=[3, 1], sites=["A", "B"])
    >>> plan = solve(PMedian(town, p=1))
    >>> plan.open, plan.objective, plan.is_optimal
    (('A',), 4.0, True)

    With a third village 6 km beyond the smaller, nobody may go more than 6 km: only
    the middle is left, at 3 x 4 + 1 x 6.

    >>> cost = [[0, 4, 10], [4, 0, 6], [10, 6, 0]]
    >>> town = Instance.from_matrix(cost, demand=[3, 1, 1], sites=["A", "B", "C"])
    >>> plan = solve(PMedian(town, p=1, max_travel=6))
    >>> plan.open, plan.objective
    (('B',), 18.0)
    """

    name = "p-median"
    measure = "weighted travel"
    needs_count = True
    limited_by = "max_travel"

    max_travel: float | None = None

    def __post_init__(self) -> None:
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("max_travel", self.max_travel, unit=unit, optional=True)
        super().__post_init__()

    @cached_property
    def _near(self) -> Instance:
        """The instance without the pairs that are too far apart."""
        if self.max_travel is None:
            return self.town
        most = np.full(self.town.m, float(self.max_travel))
        return replace(self.town, cost=within(self.town.cost, most))

    @property
    def cautions(self) -> tuple[str, ...]:
        """Whether the longest trip that is allowed allows none, or all."""
        if self.max_travel is None:
            return ()
        return limit_warning(self.town, self.max_travel, name="max_travel")

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town = self._near
        cost = pair_costs(town)
        m = self.rules.in_pyomo()
        m.I = pyo.RangeSet(0, town.n - 1)
        m.pairs = pyo.Set(initialize=list(cost), dimen=2)
        m.assign = pyo.Var(m.pairs, bounds=(0, 1))
        m.weighted_travel = pyo.Objective(
            expr=sum(town.demand[i] * cost[i, j] * m.assign[i, j] for i, j in m.pairs)
        )
        m.every_client_once = pyo.Constraint(
            m.I,
            rule=lambda m, i: (
                sum(m.assign[i, j] for j in m.J if (i, j) in m.pairs) == 1
            ),
        )
        m.only_open_sites = pyo.Constraint(
            m.pairs, rule=lambda m, i, j: m.assign[i, j] <= m.open[j]
        )
        return m

    def terms(self) -> tuple[WeightedTravel]:
        """Demand-weighted travel."""
        return (WeightedTravel(),)

    def duties(self) -> tuple[Duty, ...]:
        """Every client is served, and not farther away than is allowed."""
        if self.max_travel is None:
            return (EveryClientServed(),)
        return (EveryClientServed(), NoFarther(self.max_travel))

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        pairs = reachable_pairs(self._near)
        opened = Columns("open", subscripts(self._near.m), integer=True)
        rows = [*self.rules.in_rows(), *service_rows(self._near, pairs)]
        return Matrix.assemble("min", [opened, assign_columns(self._near, pairs)], rows)

    @property
    def nonzeros(self) -> int:
        """Three for every reachable pair, and the rows of the rules."""
        return 3 * count_pairs(self._near) + self._near.m

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Weighted travel to the nearest open site; having none is a violation."""
        travel, unserved = nearest_travel(self._near, designs)
        return travel[:, None], self.rules.violation(designs) + unserved

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Every client at its nearest open site, the first one on ties."""
        served = serve_nearest(self._near, design)
        return served if len(served.client) == self._near.n else None

    def shape(self) -> MedianForm:
        """A median without opening costs."""
        town = self._near
        return MedianForm(town.demand, town.cost, np.zeros(town.m), self.rules)
