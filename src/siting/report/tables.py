"""Rows of the tables of a report, from the checked answer alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from siting.assignment import nearest_open
from siting.cost import Floats
from siting.problem import Problem
from siting.report.trips import Trips, class_of, trips_of
from siting.role import Role
from siting.solution import Solution


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
    loads
        Demand that comes for each layer, where there are several.
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
    loads: tuple[float, ...] = ()


@dataclass(frozen=True)
class Layer:
    """What becomes of one layer: a service, a level, a period or a rank.

    Attributes
    ----------
    need, served
        Demand that needs it, and that has it.
    most
        Travel within which 90 % of the served demand is.
    """

    name: str
    need: float
    served: float
    share: float
    mean: float
    most: float
    longest: float


@dataclass(frozen=True)
class Left:
    """A client that is not served, or not in full; ``nearest`` is its nearest open.

    ``layer`` names what it lacks, where there is more than one thing to need.
    """

    id: str
    demand: float
    nearest: float
    layer: str = ""


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
    problem, numbers = solution.problem, open_numbers(solution)
    rows = [_site(problem, trips, j=j, number=number) for j, number in numbers.items()]
    served = solution.allocation
    amounts = None if served is None else served.amount
    outlay, loads = problem.outlay(amounts), _loads(solution)
    decided = np.full(problem.instance.m, math.nan) if amounts is None else amounts
    return [
        replace(
            row,
            opening=float(outlay[j]),
            amount=float(decided[j]),
            loads=tuple(float(x[j]) for x in loads),
            use=_use(problem, j, demand=row.demand, amount=float(decided[j])),
        )
        for row, j in zip(rows, numbers, strict=True)
    ]


def _loads(solution: Solution) -> list[Floats]:
    """Demand that comes to each site (m,), layer by layer; empty without layers."""
    found = []
    for layer in range(len(solution.problem.layers)):
        trips = trips_of(solution, [layer])
        if trips is not None:
            m = solution.problem.instance.m
            load = np.bincount(trips.site, weights=trips.weight, minlength=m)
            found.append(load.astype(float))
    return found


def _use(problem: Problem, j: int, *, demand: float, amount: float) -> float:
    """Part of what is limited at a site that is used; nan where nothing is."""
    capacity = float(problem.instance.capacity[j])
    used, room = {
        "capacity": (demand, capacity),
        "room": (amount, capacity),
        "size": (demand, amount),
        "": (math.nan, math.inf),
    }[problem.fills]
    return used / room if 0 < room < math.inf else math.nan


def _site(problem: Problem, trips: Trips, *, j: int, number: int) -> Site:
    """The row of site j, from the trips that are its own."""
    town, mine = problem.instance, trips.site == j
    weight, cost = trips.weight[mine], trips.cost[mine]
    demand = math.fsum(weight)
    return Site(
        number=number,
        id=town.sites[j],
        label=town.site_label[j],
        role=role_of(problem, j),
        clients=int(np.count_nonzero(mine)),
        demand=demand,
        share=demand / trips.total if trips.total else math.nan,
        mean=math.fsum(weight * cost) / demand if demand else math.nan,
        longest=float(cost.max()) if len(cost) else math.nan,
        opening=math.nan,
        use=math.nan,
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
        amount=math.fsum(r.amount for r in rows),
        loads=tuple(map(math.fsum, zip(*(r.loads for r in rows), strict=True))),
    )


def layer_rows(solution: Solution) -> list[Layer]:
    """A row for every layer, where there are several."""
    names, rows = solution.problem.layers, []
    for layer, name in enumerate(names if len(names) > 1 else ()):
        trips = trips_of(solution, [layer])
        if trips is None:
            return []
        if not trips.served and solution.problem.needs is None:
            continue  # a rank that nobody has
        part = trips.served / trips.total if trips.total else math.nan
        rows.append(
            Layer(
                name=name,
                need=trips.total,
                served=trips.served,
                share=part,
                mean=trips.mean,
                most=trips.quantile(0.9),
                longest=trips.longest,
            )
        )
    return rows


def needs_of(problem: Problem) -> Floats:
    """Part of each client's demand that is to be served: (n, layers, or 1)."""
    if problem.needs is not None:
        return problem.needs
    needs = np.zeros((problem.instance.n, max(1, len(problem.layers))))
    needs[:, problem.layer_shown] = 1.0
    return needs


def left_out(solution: Solution) -> list[Left]:
    """Clients that are not served in full with what they need, the largest first."""
    problem, served = solution.problem, solution.allocation
    if served is None or solution.design is None:
        return []
    town, needs = problem.instance, needs_of(problem)
    got = np.zeros(needs.shape)
    np.add.at(got, (served.client, served.layer), served.share)
    short = np.argwhere((got < 1 - 1e-9) & (needs > 0))
    if not len(short):
        return []
    nearest = nearest_open(town, solution.design)[1]
    missing = (town.demand[:, None] * needs * (1 - got))[short[:, 0], short[:, 1]]
    several = problem.needs is not None and len(problem.layers) > 1
    rows = [
        Left(
            town.clients[i],
            float(demand),
            float(nearest[i]),
            problem.layers[k] if several else "",
        )
        for (i, k), demand in zip(short.tolist(), missing, strict=True)
    ]
    return sorted(rows, key=lambda row: -row.demand)


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
