"""Location set covering with as much backup as the fewest sites can give."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.claim import Service
from siting.claims.backup import (
    EveryClientCovered,
    LayeredWithinRadius,
    ShareNotBackedUp,
)
from siting.claims.count import NumberOfSites
from siting.cost import Floats
from siting.draft import Draft
from siting.forms import MulticoverForm
from siting.matrix import Matrix, subscripts
from siting.modelling.coverage import Pairs, cover_warning, covered_pairs
from siting.modelling.covers import Covers, covers_of
from siting.modelling.ranked import serve_ranked
from siting.problem import Problem
from siting.readable import share, shown
from siting.ruling import check_number
from siting.telling import Part

COUNTED = "the number of sites is what it finds; bclp takes one"

TINY = 1e-300
"""Stands for no demand at all where it divides 0."""

HALF = 0.5
"""What a share of 1 without backup weighs against one site: less than the site."""


@dataclass(frozen=True, eq=False, kw_only=True)
class LSCPBackup(Problem):
    """Cover everybody with as few sites as possible, and then most people twice.

    Ambulances are out now and then. Of all ways to reach every house in ten minutes
    with the fewest stations, which leaves most people a second one within ten minutes?

    ::

        minimise    sum_j open_j
                    + 1/2 (1 - sum_i demand_i backed_up_i / sum_i demand_i)
        subject to  sum_{j: cost_ij <= radius} open_j - backed_up_i >= 1
                                                  every client covered, and twice
                                                  where backed up
                    open_j in {0, 1}, 0 <= backed_up_i <= 1

    The order of the two aims is exact: the share of demand without backup is at most 1,
    so that half of it never outweighs a site. The whole part of the objective is the
    number of sites, and twice the rest is the share of demand (people, not places) with
    one site only: 3.2 says 3 sites, and 40 % without backup. A whole answer ending in
    .5 is one in which nobody is backed up. A client with fewer than two sites in reach
    is never backed up. Without any demand there is nobody to back up, and the second
    aim is 0. The solver's tolerance is 1e-6 of the objective: plans whose backup
    differs by less than that are taken as equal.

    Parameters
    ----------
    radius
        In the unit of the instance's cost; for the first and the second site.

    References
    ----------
    Hogan, K., ReVelle, C. (1986). Concepts and applications of backup coverage.
    Management Science 32(11), 1434-1444. doi:10.1287/mnsc.32.11.1434

    Daskin, M. S., Stern, E. H. (1981). A hierarchical objective set covering model for
    emergency medical service vehicle deployment. Transportation Science 15(2), 137-152.
    doi:10.1287/trsc.15.2.137

    Examples
    --------
    Four villages in a row, 4 km apart, of 1, 1, 5 and 1 people. Two sites cover all.
    B with D backs up C (5 of 8 people), A with C backs up B (1 of 8), and B with C both
    of them (6 of 8): 2 sites, and half of the 2/8 without backup.

    >>> from siting import Instance, solve
    >>> cost = [[0, 4, 8, 12], [4, 0, 4, 8], [8, 4, 0, 4], [12, 8, 4, 0]]
    >>> town = Instance.from_matrix(cost, demand=[1, 1, 5, 1], sites=list("ABCD"))
    >>> plan = solve(LSCPBackup(town, radius=4))
    >>> plan.open, plan.objective
    (('B', 'C'), 2.125)
    """

    name = "lscp-backup"
    measure = "open sites plus half the share of demand without backup"
    refused = MappingProxyType({"p": COUNTED, "add": COUNTED})
    layers = ("first", "backup")
    limited_by = "radius"

    radius: float

    def __post_init__(self) -> None:
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("radius", self.radius, unit=unit)
        super().__post_init__()

    @property
    def unit(self) -> str:
        """None: a number of sites and a share of people are added up."""
        return ""

    def parts(self, service: Service) -> tuple[Part, ...]:
        """The two aims, each in its own unit."""
        without = ShareNotBackedUp(1.0).value(service)
        return (
            Part("Open sites", float(len(service.open))),
            Part("Covered twice", 1 - without, is_share=True),
        )

    @property
    def cautions(self) -> tuple[str, ...]:
        """Whether the radius covers nobody, or everybody from one site."""
        return cover_warning(self.town, self.radius, self._covers.seen)

    @cached_property
    def _covers(self) -> Covers:
        """Clients collapsed by who covers them."""
        return covers_of(self.town, self.radius)

    @cached_property
    def _pairs(self) -> Pairs:
        """Client and site of every pair within the radius."""
        return covered_pairs(self.town, self.radius)

    @cached_property
    def _share(self) -> Floats:
        """Each client's part of the whole demand (n,); 0 when there is none."""
        total = self.town.demand.sum()
        return self.town.demand / total if total > 0 else np.zeros(self.town.n)

    @property
    def _most(self) -> float:
        """Share of demand that could lack backup: all of it, or 0 of none."""
        return HALF if self._share.any() else 0.0

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town = self.town
        near, total = town.travel() <= self.radius, float(town.demand.sum())
        m = self.rules.in_pyomo()
        m.I = pyo.RangeSet(0, town.n - 1)
        m.backed_up = pyo.Var(m.I, bounds=(0, 1))
        without: Any = 0.0
        if total > 0:
            twice = sum(town.demand[i] / total * m.backed_up[i] for i in m.I)
            without = HALF * (1 - twice)
        m.sites_and_lack_of_backup = pyo.Objective(
            expr=sum(m.open[j] for j in m.J) + without
        )
        m.every_client_covered_and_twice_where_backed_up = pyo.Constraint(
            m.I,
            rule=lambda m, i: (
                sum(m.open[j] for j in m.J if near[i, j]) - m.backed_up[i] >= 1
            ),
        )
        return m

    def terms(self) -> tuple[NumberOfSites, ShareNotBackedUp]:
        """Sites, and half the share of demand with one site only."""
        return (NumberOfSites(), ShareNotBackedUp(HALF))

    def duties(self) -> tuple[EveryClientCovered, LayeredWithinRadius]:
        """Everybody is covered, and backed up by another site within the radius."""
        return (EveryClientCovered(), LayeredWithinRadius(self.radius))

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        n = self.town.n
        client, site = self._pairs
        draft = Draft("min", self.rules, opening=1.0)
        cost = -HALF * self._share
        backed_up = draft.columns("backed_up", subscripts(n), cost=cost)
        draft.rows(
            "every_client_covered_and_twice_where_backed_up",
            subscripts(n),
            (client, draft.open[site], 1.0),
            (np.arange(n), backed_up, -1.0),
            lower=1.0,
        )
        return draft.matrix(offset=self._most)

    @property
    def nonzeros(self) -> int:
        """One for every covered pair and every client, and the rows of the rules."""
        return self._covers.pairs + self.town.n + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Sites and half the share covered once; who is not covered is a violation."""
        uncovered, twice = np.empty(len(designs)), np.empty(len(designs))
        covers, total = self._covers, max(float(self.town.demand.sum()), TINY)
        for some, counts in covers.counts(designs):
            uncovered[some] = covers.count @ (counts == 0)
            twice[some] = covers.weight @ (counts >= 2) / total
        value = designs.sum(axis=1) + self._most - HALF * twice
        return value[:, None], self.rules.violation(designs) + uncovered

    def shape(self) -> MulticoverForm:
        """Every group of clients once, by the fewest sites, and as many twice."""
        covers, total = self._covers, max(float(self.town.demand.sum()), TINY)
        return MulticoverForm(
            sense="min",
            weight=covers.weight / total,
            start=covers.lists[0],
            client=covers.lists[1],
            opening=np.ones(self.town.m),
            worth=(0.0, HALF),
            need=1,
            rules=self.rules,
            offset=self._most,
        )

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Every client at its nearest open site, the second nearest as backup."""
        served = serve_ranked(self.town, self._pairs, design, ranks=2)
        everybody = np.count_nonzero(served.layer == 0) == self.town.n
        return served if everybody else None

    def remarks(self, design: NDArray[np.bool_]) -> tuple[str, ...]:
        """The two aims apart."""
        served = self.reply(design)
        if served is None:
            return ()
        twice = float(self.town.demand[served.client[served.layer == 1]].sum())
        total, unit = float(self.town.demand.sum()), self.town.demand_unit
        count, part = int(design.sum()), twice / total if total else 0.0
        return (
            f"{count} {'site' if count == 1 else 'sites'}; {shown(twice)} of "
            f"{shown(total)} {unit or 'demand'} ({share(part)}) within the radius of "
            "two",
        )
