"""Maximal covering with a credit that fades between two radii."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, serve_nearest
from siting.claims.credit import CreditedDemand
from siting.claims.radius import WithinRadius
from siting.cost import Floats
from siting.draft import Draft
from siting.errors import ProblemError
from siting.forms import CoverForm
from siting.matrix import Matrix
from siting.modelling.coverage import covered_pairs, radius_warning
from siting.modelling.covers import Covers, graded
from siting.modelling.serving import pair_travel
from siting.problem import Problem
from siting.ruling import check_number

Decay = Literal["step", "linear", "gaussian"]


@dataclass(frozen=True, eq=False, kw_only=True)
class GradualCover(Problem):
    """Open p sites so that most demand is near one, where a bit too far counts less.

    A clinic within 10 minutes is as good as one next door, and one beyond 30 is none.
    What of those who live 20 minutes away? They count in part.

    ::

        maximise    sum_ij demand_i credit_ij assign_ij
        subject to  sum_j assign_ij <= 1          every client credited once
                    assign_ij <= open_j           only open sites
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= assign_ij <= 1

    so that each client is credited by its best open site. The credit is 1 up to the
    full radius and 0 beyond the zero radius. Between them, with t going from 0 at the
    full radius to 1 at the zero radius, it is ``between`` with the step, 1 - t with the
    linear decay, and (exp(-t^2 / 2) - exp(-1/2)) / (1 - exp(-1/2)) with the Gaussian
    one (Dai 2010), which is 1 and 0 at the ends too. Both radii are inclusive. When
    they are equal this is the MCLP. A pair without credit has no ``assign``.

    Parameters
    ----------
    full_radius
        Travel up to which a client counts in full, in the unit of the instance's cost.
    zero_radius
        Travel beyond which a client does not count, in the same unit.
    decay
        How the credit falls between them: step, linear or gaussian.
    between
        What a client between the two radii counts with the step decay, from 0 to 1.

    References
    ----------
    Church, R. L., Roberts, K. L. (1983). Generalized coverage models and public
    facility location. Papers of the Regional Science Association 53, 117-135.
    doi:10.1007/BF01939922

    Berman, O., Krass, D., Drezner, Z. (2003). The gradual covering decay location
    problem on a network. European Journal of Operational Research 151(3), 474-480.
    doi:10.1016/S0377-2217(02)00604-5

    Dai, D. (2010). Black residential segregation, disparities in spatial access to
    health care facilities, and late-stage breast cancer diagnosis in metropolitan
    Detroit. Health & Place 16(5), 1038-1052. doi:10.1016/j.healthplace.2010.06.012

    Examples
    --------
    Villages of 4, 1 and 4 people, 4 km apart. In full to 2 km, nothing from 10 km on:
    at 4 km three quarters count. The middle has 1 + 3/4 (4 + 4) = 7; an end has only
    4 + 3/4 + 1/4 4.

    >>> from siting import Instance, solve
    >>> cost = [[0, 4, 8], [4, 0, 4], [8, 4, 0]]
    >>> town = Instance.from_matrix(cost, demand=[4, 1, 4], sites=["A", "B", "C"])
    >>> plan = solve(GradualCover(town, p=1, full_radius=2, zero_radius=10))
    >>> plan.open, plan.objective
    (('B',), 7.0)
    """

    name = "gradual-cover"
    sense = "max"
    counts_demand = True
    measure = "credited demand"
    needs_count = True

    full_radius: float
    zero_radius: float
    decay: Decay = "linear"
    between: float = 0.5

    def __post_init__(self) -> None:
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("full_radius", self.full_radius, unit=unit)
        check_number("zero_radius", self.zero_radius, unit=unit)
        check_number("between", self.between, most=1)
        if self.zero_radius < self.full_radius:
            raise ProblemError(
                f"zero_radius is {self.zero_radius:g}, but clients count in full up to "
                f"full_radius = {self.full_radius:g}; give a zero_radius of at least "
                "that."
            )
        if self.decay not in get_args(Decay):
            known = ", ".join(get_args(Decay))
            raise ProblemError(f"decay is {self.decay!r}; expected one of {known}.")
        super().__post_init__()

    @property
    def unit(self) -> str:
        """Unit of the demand."""
        return self.town.demand_unit

    @property
    def cautions(self) -> tuple[str, ...]:
        """Whether nobody has credit, or everybody has all of it from one site."""
        wide, narrow = (
            covered_pairs(self.town, r) for r in (self.zero_radius, self.full_radius)
        )
        if not len(wide[0]):
            name = "zero_radius"
            return radius_warning(self.town, self.zero_radius, wide, name=name)
        if not len(narrow[0]):
            return ()
        return radius_warning(self.town, self.full_radius, narrow, name="full_radius")

    def credit(self, travel: Floats) -> Floats:
        """Part of a client that counts at this travel, of any shape."""
        wide = self.zero_radius - self.full_radius
        part = np.clip((travel - self.full_radius) / (wide or 1.0), 0.0, 1.0)
        if self.decay == "linear":
            found = 1 - part
        elif self.decay == "gaussian":
            end = np.exp(-0.5)
            found = (np.exp(-(part**2) / 2) - end) / (1 - end)
        else:
            found = np.full(travel.shape, float(self.between))
        found = np.where(travel <= self.full_radius, 1.0, found)
        return np.where(travel <= self.zero_radius, found, 0.0)

    @cached_property
    def _credited(self) -> tuple[NDArray[np.int32], Floats]:
        """Client and site of every pair with credit (k, 2), and that credit (k,)."""
        pairs = np.column_stack(covered_pairs(self.town, self.zero_radius))
        credit = self.credit(pair_travel(self.town, pairs))
        return pairs[credit > 0], credit[credit > 0]

    @cached_property
    def _levels(self) -> Covers | None:
        """What counts in part, as coverage; None where that is too much."""
        return graded(*self._credited, self.town.demand, m=self.town.m)

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, credit = self.town, self.credit(self.town.travel())
        m = self.rules.in_pyomo()
        m.I = pyo.Set(initialize=np.flatnonzero((credit > 0).any(axis=1)).tolist())
        m.pairs = pyo.Set(
            initialize=[(i, j) for i in m.I for j in m.J if credit[i, j] > 0], dimen=2
        )
        m.assign = pyo.Var(m.pairs, bounds=(0, 1))
        m.credited_demand = pyo.Objective(
            expr=sum(
                town.demand[i] * credit[i, j] * m.assign[i, j] for i, j in m.pairs
            ),
            sense=pyo.maximize,
        )
        m.every_client_credited_once = pyo.Constraint(
            m.I,
            rule=lambda m, i: (
                sum(m.assign[i, j] for j in m.J if (i, j) in m.pairs) <= 1
            ),
        )
        m.only_open_sites = pyo.Constraint(
            m.pairs, rule=lambda m, i, j: m.assign[i, j] - m.open[j] <= 0
        )
        return m

    def terms(self) -> tuple[CreditedDemand]:
        """Demand times credit."""
        full, zero = float(self.full_radius), float(self.zero_radius)
        return (CreditedDemand(full, zero, self.decay, float(self.between)),)

    def duties(self) -> tuple[WithinRadius]:
        """Nobody is counted from beyond the zero radius, nor twice."""
        return (WithinRadius(self.zero_radius),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        pairs, credit = self._credited
        client, site = pairs.T
        each = np.arange(len(pairs))
        draft = Draft("max", self.rules)
        assign = draft.columns("assign", pairs, cost=self.town.demand[client] * credit)
        seen, row = np.unique(client, return_inverse=True)
        draft.rows(
            "every_client_credited_once",
            seen[:, None],
            (row, assign, 1.0),
            upper=1.0,
        )
        draft.rows(
            "only_open_sites",
            pairs,
            (each, assign, 1.0),
            (each, draft.open[site], -1.0),
            upper=0.0,
        )
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Three for every pair with credit, and the rows of the rules."""
        return 3 * len(self._credited[0]) + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Demand times the best credit of an open site."""
        pairs, credit = self._credited
        seen, start = np.unique(pairs[:, 0], return_index=True)
        values = np.zeros((len(designs), 1))
        for k, design in enumerate(designs if len(seen) else ()):
            best = np.maximum.reduceat(credit * design[pairs[:, 1]], start)
            values[k] = self.town.demand[seen] @ best
        return values, self.rules.violation(designs)

    def shape(self) -> CoverForm | None:
        """Each level of credit as a client of its own, equal ones together."""
        covers = self._levels
        if covers is None:
            return None
        return CoverForm(covers.weight, *covers.lists, self.rules)

    def reply(self, design: NDArray[np.bool_]) -> Assignment:
        """Every client within the zero radius at its nearest open site."""
        return serve_nearest(self.town, design, radius=self.zero_radius)
