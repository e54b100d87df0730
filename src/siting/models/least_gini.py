"""Access as equal as it can be: sites and beds with the least Gini coefficient."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.claims.beds import InequalityOfAccess
from siting.cost import Floats
from siting.draft import Draft
from siting.errors import ProblemError
from siting.matrix import Matrix
from siting.modelling.beds import BedsProblem

MANY = 30
"""Clients with demand from which a linear programme of all pairs is slow."""

LARGEST = 1000
"""Clients with demand that are compared with each other: 500,000 pairs."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LeastGini(BedsProblem):
    """Open p sites and give them beds so that access is as equal as can be.

    Where should 300 beds go, if people's chances of one are to differ least, over the
    whole population?

    ::

        g_ij = decay of travel_ij within the catchment
        V_j  = sum_i g_ij demand_i                who shares site j
        D    = sum_i demand_i

        minimise    sum_{i<k} demand_i demand_k differ_ik / (D beds)
        subject to  access_i = sum_j g_ij beds_j / V_j
                                                  access is beds per person in reach
                    differ_ik >= access_i - access_k
                                                  first may have more
                    differ_ik >= access_k - access_i
                                                  second may have more
                    sum_j beds_j = beds           all beds are placed
                    min_beds open_j <= beds_j <= capacity_j open_j
                                                  beds in open sites up to capacity
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}

    This is Gini's coefficient, sum_ik demand_i demand_k |access_i - access_k| over
    2 D^2 times the mean, because the mean is known: every bed stands where somebody
    with demand comes, so that sum_i demand_i access_i is always ``beds``. (In the model
    all access is multiplied by D.) Everybody with demand counts, also who is in no
    site's catchment: access 0. 0 is perfect equality. A Gini up to 1e-9 is called 0.

    Every two clients are compared, so that the model grows with the square of their
    number, and its bound is weak: choosing 4 of 20 sites for 20 clients is proved in
    seconds; for 40 the answer of a minute comes with a far bound. Greedy and
    interchange, which look at many designs, refuse beyond 30 clients; 1,000 are the
    most that is taken. Where the sites are given (p all of them, or required), the
    beds alone are a linear programme, which is quick for some 100 clients.

    References
    ----------
    Dai, D. (2010). Black residential segregation, disparities in spatial access to
    health care facilities, and late-stage breast cancer diagnosis in metropolitan
    Detroit. Health & Place 16(5), 1038-1052. doi:10.1016/j.healthplace.2010.06.012

    Gini, C. (1912). Variabilita e mutabilita. Cuppini, Bologna.

    Examples
    --------
    Villages of 10 and 30 people, each with its own site. One bed for one person
    everywhere takes 10 and 30 of 40 beds.

    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix([[1, 9], [9, 1]], demand=[10, 30], sites=["A", "B"])
    >>> plan = solve(LeastGini(town, p=2, beds=40, catchment=5))
    >>> {site: round(beds, 6) for site, beds in plan.amounts.items()}, plan.objective
    ({'A': 10.0, 'B': 30.0}, 0.0)

    With one site all beds are in one village. At B the 10 others go without: a quarter
    of the people have none, and the rest share alike, a Gini of 0.25.

    >>> plan = solve(LeastGini(town, p=1, beds=40, catchment=5))
    >>> plan.open, round(plan.objective, 6)
    (('B',), 0.25)
    """

    name = "least-gini"
    measure = "Gini coefficient of access"

    def __post_init__(self) -> None:
        count = len(self._people)
        if count > LARGEST:
            raise ProblemError(
                f"least-gini compares every two clients, and {count} with demand make "
                f"{count * (count - 1) // 2:,} pairs; merge them to {LARGEST} at most, "
                "by district for instance."
            )
        super().__post_init__()

    @property
    def reply_is_hard(self) -> bool:  # type: ignore[override]  # depends on the data
        """Whether beds for given sites take too long to look at many designs."""
        return self.whole or len(self._people) > MANY

    @property
    def unit(self) -> str:
        """A Gini coefficient has none."""
        return ""

    @property
    def of_the_lost(self) -> str:
        """They are people too."""
        return "their 0 is part of the inequality"

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
    def _weights(self) -> Floats:
        """(k,) what a difference of access, times all demand, adds to the Gini."""
        demand = self.town.demand
        of_pair = demand[self._pairs[:, 0]] * demand[self._pairs[:, 1]]
        return np.asarray(of_pair / (demand.sum() ** 2 * float(self.beds)))

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        pairs = [(i, k) for i, k in self._pairs.tolist()]
        weight = dict(zip(pairs, self._weights.tolist(), strict=True))
        m = self.declare_beds()
        access = self.declared_access(m)
        m.people = pyo.Set(initialize=self._people.tolist())
        m.pairs = pyo.Set(initialize=pairs, dimen=2)
        m.access = pyo.Var(m.people, bounds=(0, None))
        m.differ = pyo.Var(m.pairs, bounds=(0, None))
        m.gini = pyo.Objective(
            expr=sum(weight[i, k] * m.differ[i, k] for i, k in m.pairs)
        )
        m.access_is_beds_per_person_in_reach = pyo.Constraint(
            m.people, rule=lambda m, i: m.access[i] - access.get(i, 0) == 0
        )
        m.first_may_have_more = pyo.Constraint(
            m.pairs,
            rule=lambda m, i, k: m.differ[i, k] - m.access[i] + m.access[k] >= 0,
        )
        m.second_may_have_more = pyo.Constraint(
            m.pairs,
            rule=lambda m, i, k: m.differ[i, k] + m.access[i] - m.access[k] >= 0,
        )
        return m

    def terms(self) -> tuple[InequalityOfAccess]:
        """Gini's coefficient of access."""
        return (InequalityOfAccess(self.using),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        people, pairs = self._people, self._pairs
        each, every = np.arange(len(people)), np.arange(len(pairs))
        draft = Draft("min", self.rules)
        differ = draft.columns("differ", pairs, cost=self._weights, upper=np.inf)
        amount = self.draft_beds(draft)
        access = draft.columns("access", people[:, None], upper=np.inf)
        found = self.catchments
        used = self.town.demand[found.client] > 0
        row = np.searchsorted(people, found.client[used])
        draft.rows(
            "access_is_beds_per_person_in_reach", people[:, None],
            (each, access, 1.0), (row, amount[found.site[used]], -self.gain[used]),
            lower=0.0, upper=0.0,
        )  # fmt: skip
        first, second = (
            access[np.searchsorted(people, pairs[:, side])] for side in (0, 1)
        )
        draft.rows(
            "first_may_have_more", pairs,
            (every, differ, 1.0), (every, first, -1.0), (every, second, 1.0),
            lower=0.0,
        )  # fmt: skip
        draft.rows(
            "second_may_have_more", pairs,
            (every, differ, 1.0), (every, first, 1.0), (every, second, -1.0),
            lower=0.0,
        )  # fmt: skip
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Six for every two people, one a pair within a catchment, and the beds'."""
        count = len(self._people)
        reached = int((self.town.demand[self.catchments.client] > 0).sum())
        return 3 * count * (count - 1) + count + reached + self.bed_nonzeros
