"""The p-center problem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, nearest_open, serve_nearest
from siting.claims.center import LargestTravel
from siting.claims.service import EveryClientServed
from siting.cost import Floats
from siting.draft import Draft
from siting.forms import CenterForm
from siting.matrix import Matrix, subscripts
from siting.modelling.service import count_pairs, reachable_pairs
from siting.modelling.serving import declare_service, draft_service, pair_travel
from siting.problem import Problem


@dataclass(frozen=True, eq=False, kw_only=True)
class PCenter(Problem):
    """Open p sites so that the largest travel to the nearest open one is least.

    Where should p ambulances stand, if nobody is to be far from all of them?

    ::

        minimise    largest_travel
        subject to  sum_j cost_ij assign_ij <= largest_travel
                                                  nobody travels more
                    sum_j assign_ij = 1           every client once
                    assign_ij <= open_j           only open sites
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= assign_ij <= 1

    With ``weighted`` it is demand_i cost_ij that counts. The two are different problems
    and are often confused: unweighted, a client of weight 0 counts as much as a town.

    Parameters
    ----------
    weighted
        Whether travel counts as many times as a client weighs. Default no.

    References
    ----------
    Hakimi, S. L. (1964). Optimum locations of switching centers and the absolute
    centers and medians of a graph. Operations Research 12(3), 450-459.
    doi:10.1287/opre.12.3.450

    Daskin, M. S. (2013). Network and Discrete Location: Models, Algorithms, and
    Applications, 2nd ed., chapter 5. Wiley. doi:10.1002/9781118537015

    Examples
    --------
    Villages at 0, 4 and 10 km: from the middle one nobody is farther than 6 km. Counted
    by people (1, 1, 5) the trips from it are 4, 0 and 30; from the third, 10, 6 and 0.

    >>> from siting import Instance, solve
    >>> cost = [[0, 4, 10], [4, 0, 6], [10, 6, 0]]
    >>> town = Instance.from_matrix(cost, demand=[1, 1, 5], sites=["A", "B", "C"])
    >>> plan = solve(PCenter(town, p=1))
    >>> plan.open, plan.objective
    (('B',), 6.0)
    >>> plan = solve(PCenter(town, p=1, weighted=True))
    >>> plan.open, plan.objective
    (('C',), 10.0)
    """

    name = "p-center"
    measure = "largest travel"
    needs_count = True

    weighted: bool = False

    @property
    def unit(self) -> str:
        """That of travel, times people where these count."""
        return super().unit if self.weighted else self.instance.cost_unit

    @cached_property
    def _weight(self) -> Floats:
        """How many times the travel of each client counts (n,)."""
        return self.town.demand if self.weighted else np.ones(self.town.n)

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, weight = self.town, self._weight
        cost = town.travel()
        m = self.rules.in_pyomo()
        declare_service(m, reachable_pairs(town), n=town.n)
        m.largest_travel = pyo.Var(bounds=(0, None))
        m.least = pyo.Objective(expr=m.largest_travel)
        m.nobody_travels_more = pyo.Constraint(
            m.I,
            rule=lambda m, i: (
                sum(
                    weight[i] * cost[i, j] * m.assign[i, j]
                    for j in m.J
                    if (i, j) in m.pairs
                )
                - m.largest_travel
                <= 0
            ),
        )
        return m

    def terms(self) -> tuple[LargestTravel]:
        """The largest travel."""
        return (LargestTravel(weighted=self.weighted),)

    def duties(self) -> tuple[EveryClientServed]:
        """Every client is served."""
        return (EveryClientServed(),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town = self.town
        pairs = reachable_pairs(town)
        draft = Draft("min", self.rules)
        one = subscripts()
        largest = draft.columns("largest_travel", one, cost=1.0, upper=np.inf)
        assign = draft_service(draft, pairs, n=town.n)
        client = pairs[:, 0]
        draft.rows(
            "nobody_travels_more",
            subscripts(town.n),
            (client, assign, self._weight[client] * pair_travel(town, pairs)),
            (np.arange(town.n), largest, -1.0),
            upper=0.0,
        )
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Four for every reachable pair, and the rows of the rules."""
        return 4 * count_pairs(self.town) + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Largest travel to the nearest open site; having none is a violation."""
        values, unserved = np.zeros((len(designs), 1)), np.zeros(len(designs))
        for k, design in enumerate(designs):
            site, cost = nearest_open(self.town, design)
            served = site >= 0
            values[k] = (self._weight[served] * cost[served]).max(initial=0.0)
            unserved[k] = np.count_nonzero(~served)
        return values, self.rules.violation(designs) + unserved

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Every client at its nearest open site, the first one on ties."""
        served = serve_nearest(self.town, design)
        return served if len(served.client) == self.town.n else None

    def shape(self) -> CenterForm:
        """The form of a center."""
        return CenterForm(self._weight, self.town.cost, self.rules)
