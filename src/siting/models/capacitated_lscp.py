"""The capacitated location set covering problem."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, nearest_open
from siting.claim import Duty
from siting.claims.capacity import NearestOpen, OneSiteEach, WithinCapacity
from siting.claims.count import NumberOfSites
from siting.claims.limit import NoFarther
from siting.claims.service import EveryClientServed
from siting.cost import Floats, within
from siting.draft import Draft
from siting.instance import Instance
from siting.matrix import Matrix
from siting.modelling.coverage import Pairs, cover_counts, radius_warning
from siting.modelling.room import lacking, nearest_that_fits, takes_all
from siting.modelling.service import count_pairs, reachable_pairs
from siting.modelling.serving import (
    closest_nonzeros,
    declare_capacity,
    declare_closest,
    declare_service,
    draft_capacity,
    draft_closest,
    draft_service,
)
from siting.problem import Problem
from siting.ruling import check_number

COUNTED = "the number of sites is what it finds; capacitated-mclp takes one"


@dataclass(frozen=True, eq=False, kw_only=True)
class CapacitatedLSCP(Problem):
    """Open as few sites as possible that have room for everybody within the radius.

    How many vaccination centres does it take, if nobody is to travel more than half an
    hour and each can see 500 people a day?

    ::

        minimise    sum_j open_j
        subject to  sum_j assign_ij = 1           every client once
                    assign_ij <= open_j           only open sites
                    sum_i demand_i assign_ij <= capacity_j open_j
                                                  within capacity
                    open_j in {0, 1}, 0 <= assign_ij <= 1

    where only pairs with cost_ij <= radius have an ``assign``. Demand is divisible: a
    village may be served by several sites, each a share of it. A client of weight 0
    takes no room, and must be within the radius all the same. With ``closest``
    everybody goes to a nearest open site, which must have the room.

    Parameters
    ----------
    radius
        In the unit of the instance's cost; exactly at it is within.
    single_source
        Whether each client is served whole by one site (assign_ij in {0, 1}).

    References
    ----------
    Current, J. R., Storbeck, J. E. (1988). Capacitated covering models. Environment and
    Planning B: Planning and Design 15(2), 153-163. doi:10.1068/b150153

    Examples
    --------
    Three villages of 2 in a row, 4 km apart. B could reach all of them, but takes 4 of
    the 6: a second site is needed.

    >>> from dataclasses import replace
    >>> from siting import Instance, solve
    >>> cost = [[0, 4, 8], [4, 0, 4], [8, 4, 0]]
    >>> town = Instance.from_matrix(cost, demand=[2, 2, 2], sites=["A", "B", "C"])
    >>> solve(CapacitatedLSCP(town, radius=4)).open
    ('B',)
    >>> solve(CapacitatedLSCP(replace(town, capacity=[4, 4, 4]), radius=4)).objective
    2.0
    """

    name = "capacitated-lscp"
    measure = "open sites"
    refused = MappingProxyType({"p": COUNTED, "add": COUNTED})
    limited_by = "radius"
    has_capacity = True
    fills = "capacity"

    radius: float
    single_source: bool = False

    def __post_init__(self) -> None:
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("radius", self.radius, unit=unit)
        super().__post_init__()

    @property
    def unit(self) -> str:
        """What is counted."""
        return "sites"

    @property
    def reply_is_hard(self) -> bool:  # type: ignore[override]  # depends on a field
        """Packing whole clients into sites is hard, unless every site takes all."""
        return self.single_source and not takes_all(self.town)

    @property
    def cautions(self) -> tuple[str, ...]:
        """Whether the radius covers nobody, or everybody from one site."""
        return radius_warning(self.town, self.radius, self._pairs)

    @cached_property
    def _near(self) -> Instance:
        """The instance without travel beyond the radius."""
        limit = np.full(self.town.m, float(self.radius))
        return replace(self.town, cost=within(self.town.cost, limit))

    @cached_property
    def _pairs(self) -> Pairs:
        """Client and site of every pair within the radius."""
        client, site = reachable_pairs(self._near).T
        return client, site

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, travel = self.town, self.town.travel()
        m = self.rules.in_pyomo()
        near = np.argwhere(travel <= self.radius).astype(np.int32)
        declare_service(m, near, n=town.n, whole=self.single_source)
        m.open_sites = pyo.Objective(expr=sum(m.open[j] for j in m.J))
        declare_capacity(m, town)
        if self.closest:
            declare_closest(m, town)
        return m

    def terms(self) -> tuple[NumberOfSites]:
        """How many sites are open."""
        return (NumberOfSites(),)

    def duties(self) -> tuple[Duty, ...]:
        """Everybody is served, from within the radius, by sites that have the room."""
        return (
            EveryClientServed(),
            NoFarther(float(self.radius)),
            WithinCapacity(),
            *([OneSiteEach()] if self.single_source else []),
            *([NearestOpen()] if self.closest else []),
        )

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        near = self._near
        pairs = reachable_pairs(near)
        draft = Draft("min", self.rules, opening=1.0)
        assign = draft_service(draft, pairs, n=near.n, whole=self.single_source)
        draft_capacity(draft, near, pairs, assign)
        if self.closest:
            draft_closest(draft, near, pairs, assign)
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Four for every pair within the radius, and the rows of closest service."""
        nearest = closest_nonzeros(self._near) if self.closest else 0
        return 4 * count_pairs(self._near) + nearest + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Number of open sites; solves for the service where room may be short."""
        violation, lost = self.rules.violation(designs), np.empty(len(designs))
        for some, counts in cover_counts(self._pairs, designs, n=self.town.n):
            lost[some] = (counts == 0).sum(axis=0)
        short = lacking(self.town, designs) > 0
        for k in np.flatnonzero(lost == 0).tolist():
            lost[k] = self._overrun(designs[k])
            if violation[k] == 0 < lost[k] and not short[k]:
                lost[k] *= super().reply(designs[k]) is None
        return designs.sum(axis=1).astype(float)[:, None], violation + lost

    def _overrun(self, design: NDArray[np.bool_]) -> float:
        """Share of the demand beyond the room of sites, if all go to the nearest.

        When there is none the design serves all; else that says nothing yet.
        """
        site, town = nearest_open(self._near, design)[0], self.town
        load = np.bincount(site, town.demand, minlength=town.m)
        over = np.maximum(load - town.capacity, 0.0).sum()
        return float(over) / max(float(town.demand.sum()), 1e-300)

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Everybody at the nearest open site if that fits, else the solver's reply."""
        near = nearest_that_fits(self._near, design)
        return super().reply(design) if near is None else near
