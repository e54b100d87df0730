"""The reliability p-median problem: sites that fail, and backups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import BLOCK, Assignment
from siting.claim import Duty, Term
from siting.claims.levels import (
    EveryLevel,
    ExpectedPenalty,
    ExpectedTravel,
    LevelsByDistance,
)
from siting.cost import Floats, within
from siting.draft import Draft
from siting.easing import Easing
from siting.errors import ProblemError
from siting.instance import Instance
from siting.matrix import Matrix, subscripts
from siting.modelling.service import count_pairs, pair_costs, reachable_pairs
from siting.modelling.serving import pair_travel
from siting.problem import Problem
from siting.ruling import check_number, whole_number


@dataclass(frozen=True, eq=False, kw_only=True)
class ReliablePMedian(Problem):
    """Open p sites so that expected travel is least when sites may fail.

    Where should p depots go, if each is out of service one day in ten and people then
    turn to the next nearest?

    Each site fails with probability q, independently of all others. A client goes to
    the nearest open site, at level 0; if that has failed, to the next nearest, and so
    on. Level r is the one that works with probability q^r (1 - q).

    ::

        minimise    sum_ijr demand_i q^r (1 - q) cost_ij assign_ijr
                    + sum_ir demand_i q^r (1 - q) penalty unserved_ir
                    + sum_i demand_i q^levels penalty
        subject to  sum_j assign_ijr + unserved_ir = 1
                                                  every level once
                    sum_r assign_ijr <= open_j    one level at an open site
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= assign_ijr, unserved_ir <= 1

    Because the probabilities fall with the level, the least cost has everybody's open
    sites in order of distance, and assign_ijr need not be said to be whole.

    Parameters
    ----------
    failure
        Probability q that a site is out of service, the same for all: 0.1 for one day
        in ten.
    levels
        How many sites a client tries: 2 for a site and its backup; fewer where p opens
        fewer. Without p there may be any number, and it is as many as said here.
    penalty
        What it costs to serve nobody, for each unit of demand, in the unit of the
        instance's cost: it is paid when all sites that a client tries have failed, and
        instead of any trip that would cost more. Without it such days are not counted:
        the expectation is over the days on which one of the levels works, and everybody
        must have a way to as many open sites as there are levels.

    References
    ----------
    Snyder, L. V., Daskin, M. S. (2005). Reliability models for facility location: the
    expected failure cost case. Transportation Science 39(3), 400-416.
    doi:10.1287/trsc.1040.0107

    Examples
    --------
    Two villages of 3 and 1 people, 4 km apart, both with a site that fails one day in
    ten. All four people have theirs 9 days in 10 (for nothing), go 4 km on 9 days in
    100, and pay 100 one day in 100: 4 x (0.09 x 4 + 0.01 x 100).

    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix([[0, 4], [4, 0]], demand=[3, 1], sites=["A", "B"])
    >>> plan = solve(ReliablePMedian(town, p=2, failure=0.1, penalty=100))
    >>> round(plan.objective, 9)
    5.44
    >>> plan.assignment[:2]
    [('1', 'A', 1.0, 'primary'), ('1', 'B', 1.0, 'backup')]

    With one site and no days counted but those on which it works, it is the p-median.

    >>> plan = solve(ReliablePMedian(town, p=1, failure=0.1))
    >>> plan.open, plan.objective
    (('A',), 4.0)
    """

    name = "reliable-p-median"
    measure = "expected weighted travel"
    needs_count = True

    failure: float
    levels: int = 2
    penalty: float | None = None

    def __post_init__(self) -> None:
        check_number("failure", self.failure, most=1)
        if self.failure >= 1:
            raise ProblemError(
                f"failure is {self.failure!r}, so that no site ever works; expected a "
                "probability below 1."
            )
        object.__setattr__(self, "levels", whole_number("levels", self.levels, least=1))
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("penalty", self.penalty, unit=unit, optional=True)
        super().__post_init__()

    def easings(self) -> tuple[Easing, ...]:
        """Fewer levels, where there is no penalty to pay instead."""
        if self.penalty is not None:
            return ()
        return (
            Easing(
                "levels",
                "the largest number of levels that would do is {}",
                range(self._depth - 1, 0, -1),
                lambda x: replace(self, levels=x),
            ),
        )

    @cached_property
    def _depth(self) -> int:
        """How many levels there are."""
        return min(self.levels, self.rules.most)

    @property
    def layers(self) -> tuple[str, ...]:  # type: ignore[override]  # depends on levels
        """Names of the levels."""
        later = (f"backup {r}" for r in range(2, self._depth))
        return ("primary", "backup", *later)[: self._depth]

    @cached_property
    def _chance(self) -> Floats:
        """Probability that it comes to each level: (levels,)."""
        q = float(self.failure)
        chance: Floats = np.power(q, np.arange(self._depth)) * (1 - q)
        return chance if self.penalty is not None else chance / (1 - q**self._depth)

    @property
    def _last_resort(self) -> float:
        """Expected penalty of all clients whose every level fails."""
        if self.penalty is None:
            return 0.0
        lost = float(self.failure) ** self._depth
        return lost * float(self.penalty) * float(self.town.demand.sum())

    @cached_property
    def _near(self) -> Instance:
        """The instance without the trips that cost more than the penalty."""
        if self.penalty is None:
            return self.town
        most = np.full(self.town.m, float(self.penalty))
        return replace(self.town, cost=within(self.town.cost, most))

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        demand, chance = self._near.demand, self._chance
        cost = pair_costs(self._near)
        m = self.rules.in_pyomo()
        m.I = pyo.RangeSet(0, self._near.n - 1)
        m.R = pyo.RangeSet(0, self._depth - 1)
        m.pairs = pyo.Set(initialize=list(cost), dimen=2)
        m.assign = pyo.Var(m.pairs, m.R, bounds=(0, 1))
        total = sum(
            demand[i] * chance[r] * cost[i, j] * m.assign[i, j, r]
            for i, j in m.pairs
            for r in m.R
        )
        if self.penalty is not None:
            m.unserved = pyo.Var(m.I, m.R, bounds=(0, 1))
            total += self._last_resort + sum(
                demand[i] * chance[r] * self.penalty * m.unserved[i, r]
                for i in m.I
                for r in m.R
            )
        m.expected_travel = pyo.Objective(expr=total)
        m.every_level_once = pyo.Constraint(
            m.I,
            m.R,
            rule=lambda m, i, r: (
                sum(m.assign[i, j, r] for j in m.J if (i, j) in m.pairs)
                + (0 if self.penalty is None else m.unserved[i, r])
                == 1
            ),
        )
        m.one_level_at_an_open_site = pyo.Constraint(
            m.pairs,
            rule=lambda m, i, j: sum(m.assign[i, j, r] for r in m.R) - m.open[j] <= 0,
        )
        return m

    def terms(self) -> tuple[Term, ...]:
        """Expected travel, and the penalty when all fails."""
        if self.penalty is None:
            return (ExpectedTravel(self.failure, self._depth),)
        return (
            ExpectedTravel(self.failure, None),
            ExpectedPenalty(self.failure, self.penalty),
        )

    def duties(self) -> tuple[Duty, ...]:
        """The nearest first; and all levels, unless a penalty stands for the rest."""
        if self.penalty is None:
            return (EveryLevel(self._depth), LevelsByDistance(self._depth, np.inf))
        return (LevelsByDistance(self._depth, float(self.penalty)),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town, depth = self._near, self._depth
        pairs = reachable_pairs(town)
        level = np.tile(np.arange(depth), len(pairs))
        client, site = (np.repeat(pairs[:, k], depth) for k in (0, 1))
        travel = np.repeat(town.demand[pairs[:, 0]] * pair_travel(town, pairs), depth)
        draft = Draft("min", self.rules)
        assign = draft.columns(
            "assign",
            np.column_stack([client, site, level]),
            cost=travel * self._chance[level],
        )
        once = [(client * depth + level, assign, 1.0)]
        if self.penalty is not None:
            lost = np.outer(town.demand, self._chance) * float(self.penalty)
            unserved = draft.columns(
                "unserved", subscripts(town.n, depth), cost=lost.ravel()
            )
            once.append((np.arange(town.n * depth), unserved, 1.0))
        draft.rows(
            "every_level_once", subscripts(town.n, depth), *once, lower=1.0, upper=1.0
        )
        draft.rows(
            "one_level_at_an_open_site",
            pairs,
            (np.repeat(np.arange(len(pairs)), depth), assign, 1.0),
            (np.arange(len(pairs)), draft.open[pairs[:, 1]], -1.0),
            upper=0.0,
        )
        return draft.matrix(offset=self._last_resort)

    @property
    def nonzeros(self) -> int:
        """Two for every pair and level, one for a pair, and what is not served."""
        town = self._near
        return (2 * self._depth + 1) * count_pairs(town) + town.n * self._depth + town.m

    def _blocks(
        self, design: NDArray[np.bool_]
    ) -> Iterator[tuple[int, Floats, NDArray[np.intp]]]:
        """First client, travel (k, levels) and site of each level, block by block."""
        columns = np.flatnonzero(design)
        step = max(1, BLOCK // max(len(columns), 1))
        short = max(self._depth - len(columns), 0)
        for k in range(0, self._near.n, step):
            block = self._near.travel(slice(k, k + step), columns)
            order = np.argsort(block, axis=1, kind="stable")[:, : self._depth]
            travel = np.take_along_axis(block, order, axis=1)
            yield (
                k,
                np.pad(travel, ((0, 0), (0, short)), constant_values=np.inf),
                np.pad(columns[order], ((0, 0), (0, short)), constant_values=-1),
            )

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Expected travel to the nearest open sites in their order."""
        values = np.full(len(designs), self._last_resort)
        violation = self.rules.violation(designs)
        instead = 0.0 if self.penalty is None else float(self.penalty)
        for d, design in enumerate(designs):
            for k, travel, _ in self._blocks(design):
                served = np.isfinite(travel)
                part = np.where(served, travel, instead) @ self._chance
                values[d] += part @ self._near.demand[k : k + len(travel)]
                if self.penalty is None:
                    violation[d] += (~served).any(axis=1).sum()
        return values[:, None], violation

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Everybody's nearest open sites in their order, the first ones on ties."""
        blocks = [(travel, site) for _, travel, site in self._blocks(design)]
        travel, site = (np.concatenate(x) for x in zip(*blocks, strict=True))
        served = np.isfinite(travel)
        if self.penalty is None and not served.all():
            return None
        client, level = np.nonzero(served)
        return Assignment(client, site[served], np.ones(len(client)), level)
