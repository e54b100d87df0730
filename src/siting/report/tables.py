"""Rows of the tables of a report, from the checked answer alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from siting.assignment import nearest_open
from siting.instance import Instance
from siting.problem import Problem
from siting.report.trips import Trips, class_of, shown_service
from siting.report.words import proof_words
from siting.role import Role
from siting.solution import Found, Solution

if TYPE_CHECKING:
    from siting.comparison import Comparison, Row


@dataclass(frozen=True)
class Site:
    """An open site, or the totals of all of them.

    Attributes
    ----------
    number
        From 1, in the order of the instance: the same on the map and in the table.
    clients
        How many are served, in full or in part.
    share
        Part of the demand of all clients.
    use
        Part of the capacity that is used; nan when that has no limit.
    amount
        What is decided of it beside that it is open (beds, a size); nan of nothing.
    """

    number: int
    id: str
    label: str
    role: str
    clients: int
    demand: float
    share: float
    mean: float
    longest: float
    opening: float
    use: float
    amount: float = math.nan


@dataclass(frozen=True)
class Left:
    """A client that is not served, or not in full; ``nearest`` is its nearest open."""

    id: str
    demand: float
    nearest: float


@dataclass(frozen=True)
class TravelClass:
    """Demand whose travel is above ``over`` and at most ``limit``.

    Attributes
    ----------
    demand, reached
        In this class, and up to its limit.
    """

    number: int
    over: float
    limit: float
    demand: float
    reached: float


@dataclass(frozen=True, eq=False)
class Method:
    """All runs of one solver on one problem."""

    solver: str
    rows: tuple[Row, ...]
    values: tuple[float, ...]
    gaps: tuple[float, ...]
    seconds: float

    @property
    def middle(self) -> float:
        """The median value; nan when no run has one."""
        return median(self.values) if self.values else math.nan

    @property
    def middle_gap(self) -> float:
        """The median gap to the best bound; nan when no run has one."""
        return median(self.gaps) if self.gaps else math.nan

    @property
    def proof(self) -> str:
        """The state of proof in words, counted when the runs differ."""
        words = Counter(proof_words(r.solution, r) for r in self.rows)
        if len(words) == 1:
            return next(iter(words))
        return "; ".join(
            f"{text} ({k} of {len(self.rows)})" for text, k in words.items()
        )


@dataclass(frozen=True, eq=False)
class Contest:
    """One problem of a comparison: its methods, and the best value of all."""

    problem: Problem
    methods: tuple[Method, ...]
    best: float
    bound: float


def role_of(problem: Problem, j: int) -> str:
    """What a site is in this question: the instance's role, or what was asked."""
    town = problem.instance
    if town.role[j] == Role.CANDIDATE:
        if town.sites[j] in problem.required:
            return Role.REQUIRED.value
        if town.sites[j] in problem.forbidden:
            return Role.FORBIDDEN.value
    return str(town.role[j])


def open_numbers(solution: Solution) -> dict[int, int]:
    """Position of each open site -> its number on the page."""
    if solution.design is None:
        return {}
    return {int(j): k + 1 for k, j in enumerate(np.flatnonzero(solution.design))}


def site_rows(solution: Solution, trips: Trips) -> list[Site]:
    """A row for every open site."""
    town, decided = solution.problem.instance, solution.amounts
    rows = [
        _site(town, trips, j=j, number=number, role=role_of(solution.problem, j))
        for j, number in open_numbers(solution).items()
    ]
    return [replace(r, amount=decided.get(r.id, math.nan)) for r in rows]


def _site(town: Instance, trips: Trips, *, j: int, number: int, role: str) -> Site:
    """The row of site j, from the trips that are its own."""
    mine = trips.site == j
    weight, cost = trips.weight[mine], trips.cost[mine]
    demand = math.fsum(weight)
    return Site(
        number=number,
        id=town.sites[j],
        label=town.site_label[j],
        role=role,
        clients=int(np.count_nonzero(mine)),
        demand=demand,
        share=demand / trips.total if trips.total else math.nan,
        mean=math.fsum(weight * cost) / demand if demand else math.nan,
        longest=float(cost.max()) if len(cost) else math.nan,
        opening=float(town.opening[j]),
        use=demand / town.capacity[j] if 0 < town.capacity[j] < math.inf else math.nan,
    )


def total_of(rows: Sequence[Site], trips: Trips) -> Site:
    """The last row: sums of the rows above, and travel over all trips."""
    demand = math.fsum(r.demand for r in rows)
    return Site(
        number=0,
        id="",
        label="",
        role="",
        clients=sum(r.clients for r in rows),
        demand=demand,
        share=demand / trips.total if trips.total else math.nan,
        mean=trips.mean,
        longest=trips.longest,
        opening=math.fsum(r.opening for r in rows),
        use=math.nan,
    )


def left_out(solution: Solution, trips: Trips) -> list[Left]:
    """Clients that are not served in full, the largest first."""
    town = solution.problem.instance
    got = np.zeros(town.n)
    served = shown_service(solution)
    np.add.at(got, trips.client, served.share if served else 0)
    short = np.flatnonzero(got < 1 - 1e-9)
    if not len(short) or solution.design is None:
        return []
    nearest = nearest_open(town, solution.design)[1]
    missing = town.demand * (1 - got)
    order = short[np.argsort(-missing[short], kind="stable")]
    return [Left(town.clients[i], float(missing[i]), float(nearest[i])) for i in order]


def travel_classes(trips: Trips, limits: tuple[float, ...]) -> list[TravelClass]:
    """How much demand travels how far; the last class is what is beyond all limits."""
    if not limits:
        return []
    number = class_of(trips.cost, limits)
    rows, reached = [], 0.0
    for k, limit in enumerate((*limits, math.inf)):
        mine = number == k
        if limit == math.inf and not mine.any():
            break
        demand = math.fsum(trips.weight[mine])
        reached += demand
        over = limits[k - 1] if k else 0.0
        rows.append(TravelClass(k, over, limit, demand, reached))
    return rows


def contests(comparison: Comparison) -> list[Contest]:
    """The runs by problem, then by solver, in the order they were made."""
    by_problem: dict[int, list[Row]] = {}
    for row in comparison.rows:
        by_problem.setdefault(id(row.solution.problem), []).append(row)
    return [_contest(rows) for rows in by_problem.values()]


def _contest(rows: list[Row]) -> Contest:
    """The methods on one problem."""
    problem = rows[0].solution.problem
    values = [r.solution.objective for r in rows if _has_value(r)]
    best = problem.sign * min((problem.sign * x for x in values), default=math.nan)
    by_solver: dict[str, list[Row]] = {}
    for row in rows:
        by_solver.setdefault(repr(row.solution.solver), []).append(row)
    names = Counter(own[0].solution.solver.name for own in by_solver.values())
    methods = []
    for text, own in by_solver.items():
        name = own[0].solution.solver.name
        methods.append(_method(name if names[name] == 1 else text, own))
    return Contest(problem, tuple(methods), best, rows[0].best_bound)


def _method(name: str, rows: list[Row]) -> Method:
    """Values from the best to the worst, gaps from the least to the greatest."""
    sign = rows[0].solution.problem.sign
    values = [r.solution.objective for r in rows if _has_value(r)]
    return Method(
        solver=name,
        rows=tuple(rows),
        values=tuple(sorted(values, key=lambda x: sign * x)),
        gaps=tuple(sorted(r.gap for r in rows if math.isfinite(r.gap))),
        seconds=median(r.solution.seconds for r in rows),
    )


def _has_value(row: Row) -> bool:
    """Whether a run has an answer."""
    return row.solution.solution is Found.FEASIBLE
