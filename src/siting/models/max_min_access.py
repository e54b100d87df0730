"""The best least access: sites and beds for those who are worst off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from siting.claims.beds import LeastAccess
from siting.draft import Draft
from siting.matrix import Matrix, subscripts
from siting.modelling.beds import BedsProblem


@dataclass(frozen=True, eq=False, kw_only=True)
class MaxMinAccess(BedsProblem):
    """Open p sites and give them beds so that the least access of anybody is largest.

    Where should 300 beds go, if the village that can get at the fewest beds for its
    people and its neighbours' is to have as many as possible?

    ::

        g_ij = decay of travel_ij within the catchment
        V_j  = sum_i g_ij demand_i                who shares site j
        access_i = sum_j g_ij beds_j / V_j        beds per person

        maximise    least
        subject to  access_i >= least             for every client that counts
                    sum_j beds_j = beds           all beds are placed
                    min_beds open_j <= beds_j <= capacity_j open_j
                                                  beds in open sites up to capacity
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}

    V does not depend on the beds, so that access is linear in them (in the model, all
    access is multiplied by the total demand, which makes it 1 bed for 1 spread evenly).
    A client counts when it has demand and some site that may be open has it in its
    catchment; for the others access is 0 whatever is opened, and a note names them. A
    site to which nobody with demand comes gets no beds.

    References
    ----------
    Luo, W., Wang, F. (2003). Measures of spatial accessibility to health care in a GIS
    environment: synthesis and a case study in the Chicago region. Environment and
    Planning B 30(6), 865-884. doi:10.1068/b29120

    Dai, D. (2010). Black residential segregation, disparities in spatial access to
    health care facilities, and late-stage breast cancer diagnosis in metropolitan
    Detroit. Health & Place 16(5), 1038-1052. doi:10.1016/j.healthplace.2010.06.012

    Examples
    --------
    Villages of 10, 20 and 30 people; A serves the first two, B the last two, whoever
    is within 5 km alike. With x of 16 beds at A the first has x / 30 a head and the
    third (16 - x) / 50: alike at x = 6, with 0.2 beds a head.

    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix([[1, 9], [1, 1], [9, 1]], demand=[10, 20, 30],
    ...                             sites=["A", "B"])
    >>> plan = solve(MaxMinAccess(town, p=2, beds=16, catchment=5, decay="step"))
    >>> {site: round(beds, 6) for site, beds in plan.amounts.items()}
    {'A': 6.0, 'B': 10.0}
    >>> round(plan.objective, 6)
    0.2
    """

    name = "max-min-access"
    sense = "max"
    measure = "least access"

    @property
    def of_the_lost(self) -> str:
        """They would make every answer 0."""
        return "they are not counted in the least access"

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        m = self.declare_beds()
        access = self.declared_access(m)
        m.least = pyo.Var(bounds=(0, None))
        m.least_access = pyo.Objective(
            expr=1.0 / float(self.town.demand.sum()) * m.least, sense=pyo.maximize
        )
        m.nobody_below_the_least = pyo.Constraint(
            np.flatnonzero(self.within).tolist(),
            rule=lambda m, i: access[i] - m.least >= 0,
        )
        return m

    def terms(self) -> tuple[LeastAccess]:
        """Access of who is worst off."""
        return (LeastAccess(self.using, tuple(self.forbidden)),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        draft = Draft("max", self.rules)
        worth = 1.0 / float(self.town.demand.sum())
        least = draft.columns("least", subscripts(), cost=worth, upper=np.inf)
        amount = self.draft_beds(draft)
        counted, found = np.flatnonzero(self.within), self.catchments
        used = self.within[found.client]
        row = np.searchsorted(counted, found.client[used])
        draft.rows(
            "nobody_below_the_least", counted[:, None],
            (row, amount[found.site[used]], self.gain[used]),
            (np.arange(len(counted)), least[0], -1.0), lower=0.0,
        )  # fmt: skip
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """One a pair within a catchment, one a client, and those of the beds."""
        pairs = int(self.within[self.catchments.client].sum())
        return pairs + int(self.within.sum()) + self.bed_nonzeros
