"""The location set covering problem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, serve_nearest
from siting.claims.count import NumberOfSites
from siting.claims.radius import WithinRadius
from siting.claims.service import EveryClientServed
from siting.cost import Floats
from siting.draft import Draft
from siting.forms import MulticoverForm
from siting.matrix import Matrix, subscripts
from siting.modelling.coverage import Pairs, cover_warning, covered_pairs
from siting.modelling.covers import Covers, covers_of
from siting.problem import Problem
from siting.ruling import check_number

if TYPE_CHECKING:
    import pulp

COUNTED = "the number of sites is what it finds; mclp takes one"


@dataclass(frozen=True, eq=False, kw_only=True)
class LSCP(Problem):
    """Open as few sites as possible so that every client is within the radius of one.

    How many fire stations does it take, if every house is to be reached in ten
    minutes, and where?

    ::

        minimise    sum_j open_j
        subject to  sum_{j: cost_ij <= radius} open_j >= 1
                                                  every client covered
                    open_j in {0, 1}

    A client exactly at the radius is covered; one just beyond is not. A client of
    weight 0 is a client: it is covered like the others. Sites that exist or are
    required count as well.

    Parameters
    ----------
    radius
        In the unit of the instance's cost.

    References
    ----------
    Toregas, C., Swain, R., ReVelle, C., Bergman, L. (1971). The location of emergency
    service facilities. Operations Research 19(6), 1363-1373. doi:10.1287/opre.19.6.1363

    Examples
    --------
    Four villages in a row, 4 km apart. A site in the second covers the first three, and
    none covers four: two sites are needed, and two do.

    >>> from siting import Instance, solve
    >>> cost = [[0, 4, 8, 12], [4, 0, 4, 8], [8, 4, 0, 4], [12, 8, 4, 0]]
    >>> town = Instance.from_matrix(cost, sites=["A", "B", "C", "D"])
    >>> plan = solve(LSCP(town, radius=4, forbidden=["A"]))
    >>> len(plan.open), plan.objective, plan.is_optimal
    (2, 2.0, True)
    """

    name = "lscp"
    measure = "open sites"
    refused = MappingProxyType({"p": COUNTED, "add": COUNTED})
    limited_by = "radius"

    radius: float

    def __post_init__(self) -> None:
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("radius", self.radius, unit=unit)
        super().__post_init__()

    @property
    def unit(self) -> str:
        """What is counted."""
        return "sites"

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

    def declare(self) -> pulp.LpProblem:
        """The textbook model in PuLP."""
        import pulp

        near = self.town.travel() <= self.radius
        model, opened = self.rules.in_pulp(self.name)
        model += pulp.lpSum(opened), "open_sites"
        for i in range(self.town.n):
            covering = [opened[j] for j in range(self.town.m) if near[i, j]]
            model += pulp.lpSum(covering) >= 1, f"every_client_covered_{i}"
        return model

    def terms(self) -> tuple[NumberOfSites]:
        """How many sites are open."""
        return (NumberOfSites(),)

    def duties(self) -> tuple[EveryClientServed, WithinRadius]:
        """Everybody is served, from within the radius."""
        return (EveryClientServed(), WithinRadius(self.radius))

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        client, site = self._pairs
        draft = Draft("min", self.rules, opening=1.0)
        draft.rows(
            "every_client_covered",
            subscripts(self.town.n),
            (client, draft.open[site], 1.0),
            lower=1.0,
        )
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """One for every covered pair, and the rows of the rules."""
        return self._covers.pairs + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Number of open sites; every client without one in reach is a violation."""
        uncovered = np.empty(len(designs))
        for some, counts in self._covers.counts(designs):
            uncovered[some] = self._covers.count @ (counts == 0)
        count = designs.sum(axis=1).astype(float)
        return count[:, None], self.rules.violation(designs) + uncovered

    def shape(self) -> MulticoverForm:
        """Every group of clients once, by the fewest sites."""
        covers = self._covers
        return MulticoverForm(
            sense="min",
            weight=covers.weight,
            start=covers.lists[0],
            client=covers.lists[1],
            opening=np.ones(self.town.m),
            worth=(),
            need=1,
            rules=self.rules,
        )

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Every client at its nearest open site, the first one on ties."""
        served = serve_nearest(self.town, design, radius=self.radius)
        return served if len(served.client) == self.town.n else None
