"""The two-level p-median problem: clinics that refer to hospitals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, nearest_open
from siting.claim import Duty, Term
from siting.claims.referral import LayerTravel, LevelsAsAsked, OnceInEachLayer
from siting.cost import Floats
from siting.draft import Draft
from siting.easing import Easing
from siting.errors import ProblemError
from siting.matrix import Matrix, subscripts
from siting.modelling.service import (
    count_pairs,
    pair_costs,
    reachable_pairs,
    weighted_costs,
)
from siting.problem import Problem
from siting.ruling import check_number, whole_number


@dataclass(frozen=True, eq=False, kw_only=True)
class Hierarchical(Problem):
    """Open p sites, some of them hospitals, so that visits and referrals go least far.

    Everybody visits the nearest clinic, and one in five goes on to a hospital. Where do
    eight clinics go, and which two of them should be hospitals?

    ::

        minimise    sum_ij demand_i cost_ij (assign_ij,clinic
                                             + referral assign_ij,hospital)
        subject to  sum_j assign_ijl = 1              every client once at each level
                    assign_ij,clinic <= open_j        clinics at open sites
                    assign_ij,hospital <= hospital_j  referrals to hospitals
                    hospital_j <= open_j              hospitals are open sites
                    sum_j hospital_j = hospitals      so many hospitals
                    sum_j open_j = p                  open p sites
                    open_j, hospital_j in {0, 1}, 0 <= assign_ijl <= 1

    Where hospitals are no clinics (not ``nested``), ``assign_ij,clinic <= open_j -
    hospital_j``. Travel to the hospital is counted from the client's home. The answer's
    amounts tell the level of each open site: 1 for a clinic, 2 for a hospital. A client
    must have a way to both, also when nobody is referred.

    Parameters
    ----------
    hospitals
        How many of the open sites are hospitals, at least 1.
    nested
        Whether a hospital also does the work of a clinic. If not, an open site is one
        or the other. Default: yes.
    referral
        Share of the demand, from 0 to 1, that goes on to a hospital.

    References
    ----------
    Narula, S. C. (1984). Hierarchical location-allocation problems: a classification
    scheme. European Journal of Operational Research 15(1), 93-99.

    Sahin, G., Sural, H. (2007). A review of hierarchical facility location models.
    Computers & Operations Research 34(8), 2310-2331. doi:10.1016/j.cor.2005.09.005

    Examples
    --------
    Villages of 3, 1 and 2 people in a row, 4 km apart; half of the patients are
    referred. With clinics at both ends only B walks, 1 x 4. A hospital at A is
    1 x 4 + 2 x 8 = 20 away, of which half counts: 4 + 10.

    >>> from siting import Instance, solve
    >>> cost = [[0, 4, 8], [4, 0, 4], [8, 4, 0]]
    >>> town = Instance.from_matrix(cost, demand=[3, 1, 2], sites=["A", "B", "C"])
    >>> plan = solve(Hierarchical(town, p=2, hospitals=1, referral=0.5))
    >>> plan.objective, plan.amounts
    (14.0, {'A': 2.0, 'C': 1.0})
    """

    name = "hierarchical"
    measure = "weighted travel to clinics and hospitals"
    needs_count = True
    reply_is_hard = True
    layers = ("clinic", "hospital")
    layer_word = "level"
    amount = "level"
    amount_names = MappingProxyType({1.0: "clinic", 2.0: "hospital"})

    hospitals: int
    nested: bool = True
    referral: float

    def __post_init__(self) -> None:
        count = whole_number("hospitals", self.hospitals, least=1)
        object.__setattr__(self, "hospitals", count)
        check_number("referral", self.referral, most=1.0)
        super().__post_init__()
        self._check_count()

    def _check_count(self) -> None:
        """Refuse more hospitals than there can be."""
        room = self.rules.most - (not self.nested)
        if self.hospitals <= room:
            return
        beside = "" if self.nested else ", and a clinic beside them (nested is no)"
        remedy = f"choose hospitals from 1 to {room}" if room else "open more sites"
        raise ProblemError(
            f"hospitals is {self.hospitals}{beside}, but only {self.rules.most} may "
            f"be open; {remedy}."
        )

    @property
    def needs(self) -> Floats:
        """Everybody visits a clinic, and some go on to a hospital."""
        return np.tile([1.0, float(self.referral)], (self.town.n, 1))

    def easings(self) -> tuple[Easing, ...]:
        """More hospitals; or fewer, where they take the place of clinics."""
        ways = [("smallest", range(self.hospitals + 1, self.rules.most + 1))]
        if not self.nested:
            ways.append(("largest", range(self.hospitals - 1, 0, -1)))
        return tuple(
            Easing(
                "hospitals",
                f"the {word} number of hospitals that would do is {{}}",
                numbers,
                lambda x: replace(self, hospitals=x),
            )
            for word, numbers in ways
        )

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town = self.town
        cost = pair_costs(town)
        part = (1.0, self.referral)
        m = self.rules.in_pyomo()
        m.I = pyo.RangeSet(0, town.n - 1)
        m.levels = pyo.RangeSet(0, 1)
        m.pairs = pyo.Set(initialize=list(cost), dimen=2)
        m.assign = pyo.Var(m.pairs, m.levels, bounds=(0, 1))
        m.hospital = pyo.Var(m.J, domain=pyo.Binary)
        m.travel_and_referrals = pyo.Objective(
            expr=sum(
                part[k] * town.demand[i] * cost[i, j] * m.assign[i, j, k]
                for i, j in m.pairs
                for k in m.levels
            )
        )
        m.every_client_once_at_each_level = pyo.Constraint(
            m.I,
            m.levels,
            rule=lambda m, i, k: (
                sum(m.assign[i, j, k] for j in m.J if (i, j) in m.pairs) == 1
            ),
        )
        lost = 0 if self.nested else 1
        m.clinics_at_open_sites = pyo.Constraint(
            m.pairs,
            rule=lambda m, i, j: (
                m.assign[i, j, 0] + lost * m.hospital[j] - m.open[j] <= 0
            ),
        )
        m.referrals_to_hospitals = pyo.Constraint(
            m.pairs, rule=lambda m, i, j: m.assign[i, j, 1] - m.hospital[j] <= 0
        )
        m.hospitals_are_open_sites = pyo.Constraint(
            m.J, rule=lambda m, j: m.hospital[j] - m.open[j] <= 0
        )
        m.so_many_hospitals = pyo.Constraint(
            expr=sum(m.hospital[j] for j in m.J) == self.hospitals
        )
        return m

    def terms(self) -> tuple[Term, ...]:
        """Weighted travel to clinics, and that of who is referred."""
        return (LayerTravel(0, 1.0), LayerTravel(1, float(self.referral)))

    def duties(self) -> tuple[Duty, ...]:
        """Everybody has a clinic and a hospital, and there are so many of these."""
        return (
            OnceInEachLayer(self.layers),
            LevelsAsAsked(self.hospitals, self.nested),
        )

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town, pairs = self.town, reachable_pairs(self.town)
        client, site = pairs.T
        sites, each = np.arange(town.m), np.arange(len(pairs))
        level = np.tile([0, 1], len(pairs))
        cost = np.repeat(weighted_costs(town, pairs), 2)
        draft = Draft("min", self.rules)
        assign = draft.columns(
            "assign",
            np.column_stack([np.repeat(pairs, 2, axis=0), level]),
            cost=cost * np.array([1.0, self.referral])[level],
        )
        hospital = draft.columns("hospital", subscripts(town.m), integer=True)
        draft.rows(
            "every_client_once_at_each_level",
            subscripts(town.n, 2),
            (2 * np.repeat(client, 2) + level, assign, 1.0),
            lower=1.0,
            upper=1.0,
        )
        clinic = [(each, assign[::2], 1.0), (each, draft.open[site], -1.0)]
        if not self.nested:
            clinic.append((each, hospital[site], 1.0))
        draft.rows("clinics_at_open_sites", pairs, *clinic, upper=0.0)
        draft.rows(
            "referrals_to_hospitals",
            pairs,
            (each, assign[1::2], 1.0),
            (each, hospital[site], -1.0),
            upper=0.0,
        )
        draft.rows(
            "hospitals_are_open_sites",
            subscripts(town.m),
            (sites, hospital, 1.0),
            (sites, draft.open, -1.0),
            upper=0.0,
        )
        count = float(self.hospitals)
        draft.rows(
            "so_many_hospitals", subscripts(), (0, hospital, 1.0),
            lower=count, upper=count,
        )  # fmt: skip
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Three for every reachable pair and level, and three for every site."""
        each = 6 if self.nested else 7
        return each * count_pairs(self.town) + 3 * self.town.m + self.rules.nonzeros

    def decoded(self, matrix: Matrix, x: Floats) -> Assignment:
        """Which sites are hospitals; everybody at the nearest of each level."""
        opened = np.asarray(x[matrix.family("open")] > 0.5)
        hospital = opened & (x[matrix.family("hospital")] > 0.5)
        clinic = opened if self.nested else opened & ~hospital
        level = np.where(hospital, 2.0, np.where(opened, 1.0, 0.0))
        return self._served(clinic, hospital, level=level)

    def _served(
        self, clinic: NDArray[np.bool_], hospital: NDArray[np.bool_], *, level: Floats
    ) -> Assignment:
        """Everybody at the nearest clinic and the nearest hospital."""
        places = [nearest_open(self.town, x)[0] for x in (clinic, hospital)]
        site = np.column_stack(places).ravel()
        client, layer = np.divmod(np.flatnonzero(site >= 0), 2)
        ones = np.ones(len(client))
        return Assignment(client, site[site >= 0], ones, layer, level)
