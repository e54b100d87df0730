"""The maximal covering location problem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, serve_nearest
from siting.claims.radius import WithinRadius
from siting.claims.service import ServedDemand
from siting.cost import Floats
from siting.forms import CoverForm
from siting.matrix import Columns, Matrix, Rows, subscripts
from siting.modelling.coverage import Pairs, cover_warning, covered_pairs
from siting.modelling.covers import Covers, covers_of
from siting.problem import Problem
from siting.ruling import check_number


@dataclass(frozen=True, eq=False, kw_only=True)
class MCLP(Problem):
    """Open p sites so that most demand is within the radius of an open one.

    With money for p clinics, how many people can live within half an hour of one?

    ::

        maximise    sum_i demand_i covered_i
        subject to  covered_i <= sum_{j: cost_ij <= radius} open_j
                                                  covered by an open site in reach
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= covered_i <= 1

    A client exactly at the radius is covered; one just beyond is not.

    Parameters
    ----------
    radius
        In the unit of the instance's cost.

    References
    ----------
    Church, R., ReVelle, C. (1974). The maximal covering location problem. Papers of the
    Regional Science Association 32, 101-118. doi:10.1007/BF01942293

    Examples
    --------
    Three villages in a row, 4 km apart; one clinic with radius 4 sees all of them.

    >>> from siting import Instance, solve
    >>> cost = [[0, 4, 8], [4, 0, 4], [8, 4, 0]]
    >>> town = Instance.from_matrix(cost, demand=[1, 2, 3], sites=["A", "B", "C"])
    >>> plan = solve(MCLP(town, p=1, radius=4))
    >>> plan.open, plan.objective
    (('B',), 6.0)
    """

    name = "mclp"
    sense = "max"
    counts_demand = True
    measure = "covered demand"
    needs_count = True

    radius: float

    def __post_init__(self) -> None:
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("radius", self.radius, unit=unit)
        super().__post_init__()

    @property
    def unit(self) -> str:
        """Unit of the demand."""
        return self.town.demand_unit

    @cached_property
    def _covers(self) -> Covers:
        """Clients collapsed by who covers them."""
        return covers_of(self.town, self.radius)

    @cached_property
    def _pairs(self) -> Pairs:
        """Client and site of every pair within the radius."""
        return covered_pairs(self.town, self.radius)

    @property
    def cautions(self) -> tuple[str, ...]:
        """Whether the radius covers nobody, or everybody from one site."""
        return cover_warning(self.town, self.radius, self._covers.seen)

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town = self.town
        near = town.travel() <= self.radius
        m = self.rules.in_pyomo()
        m.I = pyo.RangeSet(0, town.n - 1)
        m.covered = pyo.Var(m.I, bounds=(0, 1))
        m.covered_demand = pyo.Objective(
            expr=sum(town.demand[i] * m.covered[i] for i in m.I), sense=pyo.maximize
        )
        m.covered_by_an_open_site_in_reach = pyo.Constraint(
            m.I,
            rule=lambda m, i: (
                m.covered[i] - sum(m.open[j] for j in m.J if near[i, j]) <= 0
            ),
        )
        return m

    def terms(self) -> tuple[ServedDemand]:
        """Demand of the covered clients."""
        return (ServedDemand(),)

    def duties(self) -> tuple[WithinRadius]:
        """Nobody is counted from beyond the radius."""
        return (WithinRadius(self.radius),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        n, m = self.town.n, self.town.m
        client, site = self._pairs
        lengths = np.bincount(client, minlength=n) + 1
        start = np.concatenate([[0], np.cumsum(lengths)])
        column = np.empty(start[-1], dtype=np.int32)
        value = np.full(start[-1], -1.0)
        own = start[1:] - 1
        column[own], value[own] = m + np.arange(n), 1.0
        others = np.ones(start[-1], dtype=bool)
        others[own] = False
        column[others] = site
        reach = Rows(
            "covered_by_an_open_site_in_reach",
            subscripts(n), start, column, value, -np.inf, 0.0,
        )  # fmt: skip
        columns = [
            Columns("open", subscripts(m), integer=True),
            Columns("covered", subscripts(n), self.town.demand),
        ]
        return Matrix.assemble("max", columns, [*self.rules.in_rows(), reach])

    @property
    def nonzeros(self) -> int:
        """One for every covered pair and every client, and the rows of the rules."""
        return self._covers.pairs + self.town.n + self.town.m

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Demand within the radius of an open site."""
        values = np.empty((len(designs), 1))
        for some, counts in self._covers.counts(designs):
            values[some, 0] = self._covers.weight @ (counts > 0)
        return values, self.rules.violation(designs)

    def reply(self, design: NDArray[np.bool_]) -> Assignment:
        """Every covered client at its nearest open site, the first one on ties."""
        return serve_nearest(self.town, design, radius=self.radius)

    def shape(self) -> CoverForm:
        """Lists of the groups of clients that each site covers."""
        covers = self._covers
        return CoverForm(covers.weight, *covers.lists, self.rules)
