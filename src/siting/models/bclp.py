"""The backup coverage location problem."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.claim import Duty
from siting.claims.backup import (
    FIRST,
    SECOND,
    DemandOfLayer,
    EveryClientCovered,
    LayeredWithinRadius,
)
from siting.cost import Floats
from siting.draft import Draft
from siting.forms import MulticoverForm
from siting.matrix import Matrix, subscripts
from siting.modelling.coverage import Pairs, cover_warning, covered_pairs
from siting.modelling.covers import Covers, covers_of
from siting.modelling.ranked import serve_ranked
from siting.problem import Problem
from siting.readable import shown
from siting.ruling import check_number


@dataclass(frozen=True, eq=False, kw_only=True)
class BCLP(Problem):
    """Open p sites so that most demand is covered once, and most covered twice.

    With p ambulance stations: how many people have one within ten minutes, how many
    have a second one when the first is out, and what is the best of both?

    ::

        maximise    sum_i demand_i ((1 - backup_weight) covered_i
                                    + backup_weight backed_up_i)
        subject to  covered_i + backed_up_i <= sum_{j: cost_ij <= radius} open_j
                                                  covered once and twice by open sites
                    backed_up_i <= covered_i      backed up only if covered
                    sum_j open_j = p              open p sites
                    open_j, backed_up_i in {0, 1}, 0 <= covered_i <= 1
                    covered_i = 1                 with cover_all

    Coverage is counted in demand (people), not in places. A client with fewer than two
    sites in reach is never backed up. With the fields as they are this is BACOP2 of
    Hogan and ReVelle; with ``cover_all`` and a backup weight of 1 it is BACOP1; with a
    backup weight of 0 it is the MCLP.

    Parameters
    ----------
    radius
        In the unit of the instance's cost; for the first and the second site.
    backup_weight
        What the second cover of a person counts, from 0 to 1; the first counts the
        rest.
    cover_all
        Whether every client must be covered once (BACOP1).

    References
    ----------
    Hogan, K., ReVelle, C. (1986). Concepts and applications of backup coverage.
    Management Science 32(11), 1434-1444. doi:10.1287/mnsc.32.11.1434

    Examples
    --------
    Three villages in a row, 4 km apart, of 9, 1 and 4 people. A and B cover all 14 and
    the first two twice: (14 + 10) / 2.

    >>> from siting import Instance, solve
    >>> cost = [[0, 4, 8], [4, 0, 4], [8, 4, 0]]
    >>> town = Instance.from_matrix(cost, demand=[9, 1, 4], sites=["A", "B", "C"])
    >>> plan = solve(BCLP(town, p=2, radius=4))
    >>> plan.open, plan.objective
    (('A', 'B'), 12.0)
    """

    name = "bclp"
    sense = "max"
    counts_demand = True
    measure = "weighted first and backup coverage"
    needs_count = True
    layers = ("first", "backup")
    limited_by = "radius"

    radius: float
    backup_weight: float = 0.5
    cover_all: bool = False

    def __post_init__(self) -> None:
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("radius", self.radius, unit=unit)
        check_number("backup_weight", self.backup_weight, most=1)
        super().__post_init__()

    @property
    def unit(self) -> str:
        """Unit of the demand."""
        return self.town.demand_unit

    @property
    def farthest(self) -> float:
        """The radius, where all must be covered."""
        return float(self.radius) if self.cover_all else math.inf

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

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, weight = self.town, self.backup_weight
        near = town.travel() <= self.radius
        m = self.rules.in_pyomo()
        m.I = pyo.RangeSet(0, town.n - 1)
        m.covered = pyo.Var(m.I, bounds=(1 if self.cover_all else 0, 1))
        m.backed_up = pyo.Var(m.I, domain=pyo.Binary)
        m.first_and_backup_coverage = pyo.Objective(
            expr=sum(
                town.demand[i] * ((1 - weight) * m.covered[i] + weight * m.backed_up[i])
                for i in m.I
            ),
            sense=pyo.maximize,
        )
        m.covered_once_and_twice_by_open_sites = pyo.Constraint(
            m.I,
            rule=lambda m, i: (
                m.covered[i]
                + m.backed_up[i]
                - sum(m.open[j] for j in m.J if near[i, j])
                <= 0
            ),
        )
        m.backed_up_only_if_covered = pyo.Constraint(
            m.I, rule=lambda m, i: m.backed_up[i] - m.covered[i] <= 0
        )
        return m

    def terms(self) -> tuple[DemandOfLayer, DemandOfLayer]:
        """Demand with a first site, and with a second one."""
        weight = float(self.backup_weight)
        return (DemandOfLayer(FIRST, 1 - weight), DemandOfLayer(SECOND, weight))

    def duties(self) -> tuple[Duty, ...]:
        """Nobody is counted from beyond the radius, nor twice for one site."""
        counted = LayeredWithinRadius(self.radius)
        return (EveryClientCovered(), counted) if self.cover_all else (counted,)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town, weight = self.town, self.backup_weight
        each, (client, site) = np.arange(town.n), self._pairs
        index = subscripts(town.n)
        draft = Draft("max", self.rules)
        once = draft.columns(
            "covered",
            index,
            cost=town.demand * (1 - weight),
            lower=float(self.cover_all),
        )
        twice = draft.columns(
            "backed_up", index, cost=town.demand * weight, integer=True
        )
        draft.rows(
            "covered_once_and_twice_by_open_sites",
            index,
            (client, draft.open[site], -1.0),
            (each, once, 1.0),
            (each, twice, 1.0),
            upper=0.0,
        )
        draft.rows(
            "backed_up_only_if_covered",
            index,
            (each, twice, 1.0),
            (each, once, -1.0),
            upper=0.0,
        )
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """One for every covered pair, four for every client, and the rules' own."""
        return self._covers.pairs + 4 * self.town.n + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Demand with one and with two open sites within the radius."""
        weight, covers = self.backup_weight, self._covers
        values, violation = np.empty((len(designs), 1)), self.rules.violation(designs)
        for some, counts in covers.counts(designs):
            once, twice = (covers.weight @ (counts >= k) for k in (1, 2))
            values[some, 0] = (1 - weight) * once + weight * twice
            if self.cover_all:
                violation[some] += covers.count @ (counts == 0)
        return values, violation

    def shape(self) -> MulticoverForm:
        """What the first and the second cover of each group of clients are worth."""
        covers, weight = self._covers, float(self.backup_weight)
        return MulticoverForm(
            sense="max",
            weight=covers.weight,
            start=covers.lists[0],
            client=covers.lists[1],
            opening=np.zeros(self.town.m),
            worth=(1 - weight, weight),
            need=int(self.cover_all),
            rules=self.rules,
        )

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Every covered client at its nearest open site, the second as backup."""
        served = serve_ranked(self.town, self._pairs, design, ranks=2)
        covered = np.count_nonzero(served.layer == FIRST)
        return served if covered == self.town.n or not self.cover_all else None

    def remarks(self, design: NDArray[np.bool_]) -> tuple[str, ...]:
        """The two coverages apart."""
        served = serve_ranked(self.town, self._pairs, design, ranks=2)
        once, twice = (
            float(self.town.demand[served.client[served.layer == k]].sum())
            for k in (FIRST, SECOND)
        )
        unit = self.unit or "demand"
        return (
            f"{shown(once)} of {shown(self.town.demand.sum())} {unit} within the "
            f"radius of an open site, {shown(twice)} of two",
        )
