"""The maximum expected covering location problem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.claims.backup import ExpectedDemand, LayeredWithinRadius
from siting.cost import Floats
from siting.draft import Draft
from siting.errors import ProblemError
from siting.forms import MulticoverForm
from siting.matrix import Matrix
from siting.modelling.coverage import Pairs, cover_warning, covered_pairs
from siting.modelling.covers import Covers, covers_of
from siting.modelling.ranked import serve_ranked
from siting.problem import Problem
from siting.ruling import check_number


@dataclass(frozen=True, eq=False, kw_only=True)
class MEXCLP(Problem):
    """Place p vehicles so that most demand can expect a free one within the radius.

    An ambulance is out a third of the time. Where should ten of them stand, so that as
    many calls as possible find a free one within ten minutes?

    ::

        maximise    sum_ik demand_i (1 - busy) busy^(k-1) covered_ik
        subject to  sum_k covered_ik <= sum_{j: cost_ij <= radius} open_j
                                                  covered as often as sites in reach
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= covered_ik <= 1

    for k from 1 to the number of sites that may cover client i. A client with c open
    sites in reach finds a free one with probability 1 - busy^c: every vehicle is busy
    a share ``busy`` of the time, independently of the others. Each site holds one
    vehicle; for two at one address give the site twice. With ``busy`` 0 this is the
    MCLP.

    Parameters
    ----------
    radius
        In the unit of the instance's cost.
    busy
        Share of the time that a vehicle is busy, from 0 to below 1. Each open site
        holds one vehicle.

    References
    ----------
    Daskin, M. S. (1983). A maximum expected covering location model: Formulation,
    properties and heuristic solution. Transportation Science 17(1), 48-70.
    doi:10.1287/trsc.17.1.48

    Examples
    --------
    A town of 10 with sites A and B, and a village of 4 with site C. A vehicle is free
    half of the time: a second one in the town is worth 10/4, one in the village 4/2.

    >>> from siting import Instance, solve
    >>> cost = [[1, 1, 9], [9, 9, 1]]
    >>> town = Instance.from_matrix(cost, demand=[10, 4], sites=["A", "B", "C"])
    >>> plan = solve(MEXCLP(town, p=2, radius=1, busy=0.5))
    >>> plan.open, plan.objective
    (('A', 'B'), 7.5)
    """

    name = "mexclp"
    sense = "max"
    counts_demand = True
    measure = "expected covered demand"
    needs_count = True

    radius: float
    busy: float

    def __post_init__(self) -> None:
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("radius", self.radius, unit=unit)
        check_number("busy", self.busy, most=1)
        if self.busy == 1:
            raise ProblemError(
                f"busy is {self.busy!r}, so that no vehicle is ever free; expected a "
                "share of the time below 1."
            )
        super().__post_init__()

    @property
    def unit(self) -> str:
        """Unit of the demand."""
        return self.town.demand_unit

    @property
    def layers(self) -> tuple[str, ...]:  # type: ignore[override]
        """One for each site that may cover a client: its first, second, ... call."""
        return tuple(f"call {k + 1}" for k in range(self.rules.most))

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
    def _often(self) -> NDArray[np.intp]:
        """How many open sites a client (n,) can have within the radius."""
        seen = np.bincount(self._pairs[0], minlength=self.town.n)
        return np.minimum(seen, self.rules.most)

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, busy = self.town, self.busy
        near = town.travel() <= self.radius
        m = self.rules.in_pyomo()
        most = [min(int(row.sum()), self.rules.most) for row in near]
        m.I = pyo.Set(initialize=[i for i in range(town.n) if most[i]])
        m.calls = pyo.Set(
            initialize=[(i, k + 1) for i in m.I for k in range(most[i])], dimen=2
        )
        m.covered = pyo.Var(m.calls, bounds=(0, 1))
        m.expected_coverage = pyo.Objective(
            expr=sum(
                town.demand[i] * (1 - busy) * busy ** (k - 1) * m.covered[i, k]
                for i, k in m.calls
            ),
            sense=pyo.maximize,
        )
        m.covered_as_often_as_sites_in_reach = pyo.Constraint(
            m.I,
            rule=lambda m, i: (
                sum(m.covered[i, k + 1] for k in range(most[i]))
                - sum(m.open[j] for j in m.J if near[i, j])
                <= 0
            ),
        )
        return m

    def terms(self) -> tuple[ExpectedDemand]:
        """Demand times the probability of a free vehicle."""
        return (ExpectedDemand(float(self.busy)),)

    def duties(self) -> tuple[LayeredWithinRadius]:
        """Nobody is counted from beyond the radius, nor twice for one site."""
        return (LayeredWithinRadius(self.radius),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town, covers = self.town, self._often
        client, site = self._pairs
        of_call = np.repeat(np.arange(town.n), covers)
        call = np.arange(len(of_call)) - np.searchsorted(of_call, of_call)
        draft = Draft("max", self.rules)
        covered = draft.columns(
            "covered",
            np.column_stack([of_call, call + 1]),
            cost=town.demand[of_call] * (1 - self.busy) * float(self.busy) ** call,
        )
        seen = np.flatnonzero(covers)
        row = np.full(town.n, -1)
        row[seen] = np.arange(len(seen))
        draft.rows(
            "covered_as_often_as_sites_in_reach",
            seen[:, None],
            (row[of_call], covered, 1.0),
            (row[client], draft.open[site], -1.0),
            upper=0.0,
        )
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """One for every covered pair and every call, and the rows of the rules."""
        covers = self._covers
        calls = np.minimum(np.diff(covers.start), self.rules.most)
        return covers.pairs + int(covers.count @ calls) + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Demand times the probability that not all sites in reach are busy."""
        values = np.empty((len(designs), 1))
        for some, counts in self._covers.counts(designs):
            values[some, 0] = self._covers.weight @ (1 - float(self.busy) ** counts)
        return values, self.rules.violation(designs)

    def shape(self) -> MulticoverForm:
        """What each further vehicle in reach is worth to a group of clients."""
        covers, busy = self._covers, float(self.busy)
        most = int(np.diff(covers.start).max(initial=0))
        calls = range(min(most, self.rules.most))
        return MulticoverForm(
            sense="max",
            weight=covers.weight,
            start=covers.lists[0],
            client=covers.lists[1],
            opening=np.zeros(self.town.m),
            worth=tuple((1 - busy) * busy**k for k in calls),
            need=0,
            rules=self.rules,
        )

    def reply(self, design: NDArray[np.bool_]) -> Assignment:
        """Every client at all open sites within the radius, in order of travel."""
        return serve_ranked(self.town, self._pairs, design, ranks=len(self.layers))
