"""The p-median problem in phases: sites open one after the other and stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from siting.assignment import Assignment, nearest_open
from siting.claim import Duty, Term
from siting.claims.phase import NobodyTooEarly, OpenOnSchedule
from siting.claims.referral import LayerTravel, OnceInEachLayer
from siting.cost import Floats
from siting.draft import Draft
from siting.matrix import Matrix, subscripts
from siting.modelling.phases import PhasedProblem
from siting.modelling.service import (
    count_pairs,
    pair_costs,
    reachable_pairs,
    weighted_costs,
)
from siting.models.p_median import PMedian
from siting.problem import Problem
from siting.role import Role


@dataclass(frozen=True, eq=False, kw_only=True)
class Phased(PhasedProblem):
    """Open sites in periods so that weighted travel over all of them is least.

    There is money for two clinics this year, two more the next and four the year after.
    Which come first, if what is opened stays open?

    ::

        minimise    sum_t weight_t sum_ij demand_i cost_ij assign_ijt
        subject to  sum_j assign_ijt = 1            every client once in each period
                    assign_ijt <= begun_jt          only sites that have begun
                    begun_jt <= begun_j,t+1         sites stay open
                    begun_jt = 1 for existing j     existing sites from the start
                    sum_j begun_jt = schedule_t     so many in each period
                    begun_jt in {0, 1}, 0 <= assign_ijt <= 1

    In the last period ``begun`` is ``open``, the final set: it is what ``required``,
    quotas, budget and separation are about. The answer's amounts tell the period in
    which each site opens.

    What the phases cost: the notes of an answer tell how much less each period's travel
    could be if only that period counted (the p-median with so many sites, without what
    is required or has a quota in the end alone), and what keeping what is open costs
    over all periods.

    References
    ----------
    Wesolowsky, G. O., Truscott, W. G. (1975). The multiperiod location-allocation
    problem with relocation of facilities. Management Science 22(1), 57-65.

    Owen, S. H., Daskin, M. S. (1998). Strategic facility location: a review. European
    Journal of Operational Research 111(3), 423-447. doi:10.1016/S0377-2217(98)00186-6

    Examples
    --------
    Villages of 3, 1 and 3 people in a row, 4 km apart. One clinic alone is best in the
    middle, at 24; but the two at the ends leave 4 when both are open. To begin with an
    end costs 28 + 4, with the middle 24 + 12.

    >>> from siting import Instance, solve
    >>> cost = [[0, 4, 8], [4, 0, 4], [8, 4, 0]]
    >>> town = Instance.from_matrix(cost, demand=[3, 1, 3], sites=["A", "B", "C"])
    >>> plan = solve(Phased(town, schedule=["1", "2"]))
    >>> plan.open, plan.objective
    (('A', 'C'), 32.0)
    >>> plan.notes[-2]
    'period 2: weighted travel 4 with 2 sites; the same if only this period counted'
    >>> plan.notes[-1].removeprefix("the price of keeping what is open: ")
    '32 over all periods, and 28, 12.5 % less, if each period were by itself'

    With the first period thrice as long, the middle is right: 3 x 24 + 12.

    >>> plan = solve(Phased(town, schedule=[1, 2], weights=[3, 1]))
    >>> plan.amounts["B"], plan.objective
    (1.0, 84.0)
    """

    name = "phased"
    measure = "weighted travel over all periods"
    reply_is_hard = True

    @property
    def asks(self) -> Mapping[str, Problem]:
        """Each period by itself, of which the notes tell how far the answer is."""
        if self.alone or len(self._numbers) == 1:
            return {}
        final = PMedian(
            self.instance,
            p=self._numbers[-1],
            required=self.required,
            forbidden=self.forbidden,
            budget=self.budget,
            quotas=self.quotas,
            separation=self.separation,
        )
        role = self.instance.role
        later = np.where(role == Role.REQUIRED, Role.CANDIDATE.value, role)
        town = replace(self.instance, role=later)
        early = [
            replace(final, instance=town, p=number, required=(), quotas=())
            for number in self._numbers[:-1]
        ]
        return {str(t + 1): x for t, x in enumerate([*early, final])}

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, numbers, weight = self.town, self._numbers, self._weights
        cost, last = pair_costs(town), len(numbers) - 1
        m = self.rules.in_pyomo()
        m.I = pyo.RangeSet(0, town.n - 1)
        m.periods = pyo.RangeSet(0, last)
        m.early = pyo.RangeSet(0, last - 1)
        m.pairs = pyo.Set(initialize=list(cost), dimen=2)
        m.assign = pyo.Var(m.pairs, m.periods, bounds=(0, 1))
        m.begun = pyo.Var(m.J, m.early, domain=pyo.Binary)

        def working(j: int, t: int) -> Any:
            return m.open[j] if t == last else m.begun[j, t]

        m.travel_over_all_periods = pyo.Objective(
            expr=sum(
                weight[t] * town.demand[i] * cost[i, j] * m.assign[i, j, t]
                for i, j in m.pairs
                for t in m.periods
            )
        )
        m.every_client_once_in_each_period = pyo.Constraint(
            m.I,
            m.periods,
            rule=lambda m, i, t: (
                sum(m.assign[i, j, t] for j in m.J if (i, j) in m.pairs) == 1
            ),
        )
        m.only_sites_that_have_begun = pyo.Constraint(
            m.pairs,
            m.periods,
            rule=lambda m, i, j, t: m.assign[i, j, t] - working(j, t) <= 0,
        )
        m.sites_stay_open = pyo.Constraint(
            m.J,
            m.early,
            rule=lambda m, j, t: m.begun[j, t] - working(j, t + 1) <= 0,
        )
        m.existing_sites_from_the_start = pyo.Constraint(
            self._existing.tolist() if last else [],
            rule=lambda m, j: m.begun[j, 0] == 1,
        )
        m.so_many_in_each_period = pyo.Constraint(
            m.early,
            rule=lambda m, t: sum(m.begun[j, t] for j in m.J) == numbers[t],
        )
        return m

    def terms(self) -> tuple[Term, ...]:
        """Weighted travel in each period."""
        return tuple(LayerTravel(t, weight) for t, weight in enumerate(self._weights))

    def duties(self) -> tuple[Duty, ...]:
        """Everybody is served in each period, by what is open by then."""
        return (
            OnceInEachLayer(self.layers),
            OpenOnSchedule(self._numbers),
            NobodyTooEarly(),
        )

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town, pairs, periods = self.town, reachable_pairs(self.town), len(self._numbers)
        client, site = np.repeat(pairs, periods, axis=0).T
        period = np.tile(np.arange(periods), len(pairs))
        index = np.column_stack([client, site, period])
        each, early = np.arange(len(index)), subscripts(town.m, periods - 1)
        draft = Draft("min", self.rules)
        cost = np.repeat(weighted_costs(town, pairs), periods)
        cost = cost * np.array(self._weights)[period]
        assign = draft.columns("assign", index, cost=cost)
        begun = draft.columns("begun", early, integer=True)
        working = np.column_stack([begun.reshape(town.m, -1), draft.open])
        draft.rows(
            "every_client_once_in_each_period", subscripts(town.n, periods),
            (client * periods + period, assign, 1.0), lower=1.0, upper=1.0,
        )  # fmt: skip
        draft.rows(
            "only_sites_that_have_begun", index, (each, assign, 1.0),
            (each, working[site, period], -1.0), upper=0.0,
        )  # fmt: skip
        rows = np.arange(len(early))
        draft.rows(
            "sites_stay_open", early, (rows, begun, 1.0),
            (rows, working[:, 1:].ravel(), -1.0), upper=0.0,
        )  # fmt: skip
        there = self._existing if periods > 1 else self._existing[:0]
        draft.rows(
            "existing_sites_from_the_start", there[:, None],
            (np.arange(len(there)), working[there, 0], 1.0), lower=1.0, upper=1.0,
        )  # fmt: skip
        draft.rows(
            "so_many_in_each_period", subscripts(periods - 1),
            (early[:, 1], begun, 1.0),
            lower=np.array(self._numbers[:-1], dtype=float),
            upper=np.array(self._numbers[:-1], dtype=float),
        )  # fmt: skip
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Three for every reachable pair and period, and for every site and period."""
        periods = len(self._numbers)
        each = 3 * count_pairs(self.town) * periods
        return each + 3 * self.town.m * (periods - 1) + self.rules.nonzeros

    def decoded(self, matrix: Matrix, x: Floats) -> Assignment:
        """When each site opens; everybody at the nearest of each period."""
        town, periods = self.town, len(self._numbers)
        opened = x[matrix.family("open")] > 0.5
        early = x[matrix.family("begun")].reshape(town.m, periods - 1) > 0.5
        working = np.column_stack([early, opened])
        period = np.where(opened, periods + 1.0 - working.sum(axis=1), 0.0)
        places = [nearest_open(town, working[:, t])[0] for t in range(periods)]
        site = np.column_stack(places).ravel()
        client, layer = np.divmod(np.flatnonzero(site >= 0), periods)
        ones = np.ones(len(client))
        return Assignment(client, site[site >= 0], ones, layer, period)
