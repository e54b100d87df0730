"""Small questions whose objectives share one assignment, and all their plans."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from siting.between import between_sites
from siting.cost import Floats
from siting.instance import Instance
from siting.measures.filtering import filtered
from siting.models import (
    CFLP,
    LSCP,
    MCLP,
    SSCFLP,
    UFLP,
    CapacitatedLSCP,
    CapacitatedMCLP,
    CapacitatedPCenter,
    CapacitatedPMedian,
    PCenter,
    PDispersion,
    PMaxian,
    PMedian,
)
from siting.problem import Problem

Trip = tuple[int, int, float]
"""Client, site, and how much of its demand."""

Opened = tuple[int, ...]
Value = Callable[[Opened, Sequence[Trip]], float]

UNITS = 6
"""Most units of demand that are sent one by one."""


@dataclass(frozen=True)
class Wanted:
    """A model, what it measures by hand (to be minimised), and what it asks."""

    make: Callable[..., Problem]
    value: Value
    asks: dict[str, Any] = field(default_factory=dict)
    counts: bool = False
    takes_p: bool = True
    takes_budget: bool = True
    couples: bool = False


def town(rng: np.random.Generator) -> Instance:
    """Up to five clients and four sites; ties, weights 0, missing ways, a rule."""
    n, m = int(rng.integers(3, 6)), int(rng.integers(3, 5))
    cost = rng.integers(0, rng.choice([4, 20]), (n, m)).astype(float)
    if rng.random() < 0.15:
        cost[rng.random((n, m)) < 0.2] = np.inf
    demand = rng.integers(0, 4, n).astype(float)
    while demand.sum() > UNITS:
        demand[demand.argmax()] -= 1
    demand[0] = max(demand[0], 1.0)
    capacity = rng.integers(2, 6, m).astype(float)
    if rng.random() < 0.2:
        capacity[rng.integers(m)] = np.inf
    if rng.random() < 0.1:
        capacity[:] = np.inf
    size = float(rng.choice([1.0, 1.0, 0.5, 1000.0]))
    made = Instance.from_matrix(cost * size, demand=demand, sites=list("ABCD"[:m]))
    xy = rng.integers(0, 9, (m, 2)).astype(float)
    opening = rng.integers(0, 20, m).astype(float)
    role = np.array(["candidate"] * m, dtype=object)
    if rng.random() < 0.3:
        role[rng.integers(m)] = rng.choice(["required", "forbidden"])
    return replace(
        made, opening=opening, capacity=capacity, site_xy=xy, role=role.astype(str)
    )


def wanted(place: Instance, rng: np.random.Generator) -> dict[str, Wanted]:
    """What may be asked of a town, and how it is told by hand."""
    cost, weight = place.travel(), place.demand.tolist()
    finite = np.sort(cost[np.isfinite(cost)])
    near, far = float(rng.choice(finite)), float(rng.choice(finite[-4:]))
    wide = far if far != near else far + 1
    once, load = bool(rng.random() < 0.5), float(rng.integers(1, 3))

    def opening(sites: Opened, _: Sequence[Trip]) -> float:
        return math.fsum(float(place.opening[j]) for j in sites)

    def travel(_: Opened, trips: Sequence[Trip]) -> float:
        return math.fsum(people * cost[i, j] for i, j, people in trips)

    def parts(_: Opened, trips: Sequence[Trip]) -> float:
        return math.fsum((people / weight[i] if weight[i] else 1.0) * cost[i, j]
                         for i, j, people in trips)  # fmt: skip

    def both(sites: Opened, trips: Sequence[Trip]) -> float:
        return opening(sites, trips) + travel(sites, trips)

    def worst(_: Opened, trips: Sequence[Trip]) -> float:
        return max((cost[i, j] for i, j, _ in trips), default=0.0)

    def heaviest(_: Opened, trips: Sequence[Trip]) -> float:
        return max((weight[i] * cost[i, j] for i, j, _ in trips), default=0.0)

    def number(sites: Opened, _: Sequence[Trip]) -> float:
        return float(len(sites))

    def within(radius: float) -> Value:
        return lambda _, trips: (
            -math.fsum(people for i, j, people in trips if cost[i, j] <= radius)
        )

    def apart(sites: Opened, _: Sequence[Trip]) -> float:
        between = between_sites(place, needed_by="a test")
        return -min(float(between[x]) for x in itertools.combinations(sites, 2))

    every = {"everyone": True}
    room = {**every, "room": True}
    whole = {**room, "whole": True}
    return {
        "cflp": Wanted(lambda **r: CFLP(place, **r), both, room, couples=True),
        "cflp with a load": Wanted(
            lambda **r: CFLP(place, min_load=load, **r), both,
            {**room, "load": load}, couples=True,
        ),
        "sscflp": Wanted(lambda **r: SSCFLP(place, **r), both, whole, couples=True),
        "cflp, nearest": Wanted(
            lambda **r: CFLP(place, closest=True, **r), both,
            {**room, "nearest": True}, couples=True,
        ),
        "capacitated-p-median": Wanted(
            lambda **r: CapacitatedPMedian(place, **r), travel, whole,
            counts=True, couples=True,
        ),
        "capacitated-p-median, unweighted": Wanted(
            lambda **r: CapacitatedPMedian(place, weighted=False, **r), parts, whole,
            counts=True, couples=True,
        ),
        "capacitated-p-median, in parts": Wanted(
            lambda **r: CapacitatedPMedian(place, single_source=False, **r), travel,
            room, counts=True, couples=True,
        ),
        "capacitated-p-median, in parts, unweighted": Wanted(
            lambda **r: CapacitatedPMedian(
                place, single_source=False, weighted=False, **r
            ),
            parts, room, counts=True, couples=True,
        ),
        "capacitated-p-center": Wanted(
            lambda **r: CapacitatedPCenter(place, **r), worst, whole,
            counts=True, couples=True,
        ),
        "capacitated-lscp": Wanted(
            lambda **r: CapacitatedLSCP(place, radius=far, single_source=once, **r),
            number, {**room, "whole": once, "farthest": far},
            takes_p=False, couples=True,
        ),
        "capacitated-mclp": Wanted(
            lambda **r: CapacitatedMCLP(place, radius=near, **r), within(near),
            {"room": True}, counts=True, couples=True,
        ),
        "p-median": Wanted(lambda **r: PMedian(place, **r), travel, every, counts=True),
        "p-median, limited": Wanted(
            lambda **r: PMedian(place, max_travel=far, **r), travel,
            {**every, "farthest": far}, counts=True,
        ),
        "uflp": Wanted(lambda **r: UFLP(place, **r), both, every),
        "p-center": Wanted(lambda **r: PCenter(place, **r), worst, every, counts=True),
        "p-center, weighted": Wanted(
            lambda **r: PCenter(place, weighted=True, **r), heaviest, every, counts=True
        ),
        "mclp": Wanted(
            lambda **r: MCLP(place, radius=near, **r), within(near), counts=True
        ),
        "mclp, wider": Wanted(
            lambda **r: MCLP(place, radius=wide, **r), within(wide), counts=True
        ),
        "lscp": Wanted(
            lambda **r: LSCP(place, radius=far, **r), number,
            {**every, "farthest": far}, takes_p=False,
        ),
        "p-maxian": Wanted(
            lambda **r: PMaxian(place, **r), lambda s, t: -travel(s, t),
            {**every, "nearest": True}, counts=True,
        ),
        "p-dispersion": Wanted(
            lambda **r: PDispersion(place, **r), apart, {"sites": 2},
            counts=True, takes_budget=False,
        ),
    }  # fmt: skip


@dataclass(frozen=True)
class Question:
    """Problems, and the same by hand."""

    place: Instance
    problems: tuple[Problem, ...]
    parts: tuple[Wanted, ...]
    rule: dict[str, float]

    @property
    def asks(self) -> dict[str, Any]:
        """What all ask together."""
        found: dict[str, Any] = {"farthest": math.inf, "load": 0.0, "sites": 1}
        for part in self.parts:
            for key, value in part.asks.items():
                if key == "farthest":
                    found[key] = min(found[key], value)
                elif key in ("load", "sites"):
                    found[key] = max(found[key], value)
                else:
                    found[key] = found.get(key, False) or value
        return found

    def values(self, sites: Opened, trips: Sequence[Trip]) -> tuple[float, ...]:
        """What a plan is worth, all to be minimised."""
        return tuple(part.value(sites, trips) for part in self.parts)


def question(seed: int, *, q: int) -> Question:
    """So many objectives by chance, of which one limits what sites take."""
    rng = np.random.default_rng(seed)
    while True:
        place = town(rng)
        kinds = wanted(place, rng)
        names = rng.permutation(list(kinds))[:q].tolist()
        parts = tuple(kinds[name] for name in names)
        if not any(part.couples for part in parts):
            continue
        rule: dict[str, float] = {}
        if any(part.counts for part in parts) or rng.random() < 0.3:
            if all(part.takes_p for part in parts):
                rule = {"p": int(rng.integers(2, place.m))}
            elif all(part.takes_budget for part in parts):
                rule = {"budget": float(rng.integers(15, 60))}
            else:
                continue
        made = tuple(part.make(**rule) for part in parts)
        return Question(place, made, parts, rule)


def every_front(asked: Question) -> Floats:
    """Non-dominated values of all plans, in order."""
    points = np.array([asked.values(*plan) for plan in plans(asked)])
    points = points.reshape(-1, len(asked.parts))
    points = points[filtered(points)]
    return points[np.lexsort(points.T[::-1])]


def plans(asked: Question) -> Iterator[tuple[Opened, list[Trip]]]:
    """Every choice of sites, and everything that people can then do.

    Where clients are divisible each unit of demand goes its own way: the best flows
    between whole numbers are whole.
    """
    place, rule = asked.place, asked.rule
    for flags in itertools.product([False, True], repeat=place.m):
        sites = tuple(j for j in range(place.m) if flags[j])
        if len(sites) < asked.asks["sites"] or len(sites) != rule.get("p", len(sites)):
            continue
        if sum(place.opening[list(sites)]) > rule.get("budget", math.inf):
            continue
        closed = [role for j, role in enumerate(place.role) if j not in sites]
        if "required" in closed or "forbidden" in place.role[list(sites)]:
            continue
        yield from ((sites, trips) for trips in services(asked, sites))


def services(asked: Question, sites: Opened) -> Iterator[list[Trip]]:
    """Everything that people can do with some open sites."""
    place, asks = asked.place, asked.asks
    demand, cost = place.demand.tolist(), place.travel()
    units = [(i, d) for i, d in enumerate(demand) if asks.get("whole") or d == 0]
    if not asks.get("whole"):
        units += [(i, 1.0) for i, d in enumerate(demand) for _ in range(int(d))]
    choices = [ways(asked, i, sites) for i, _ in units]
    for chosen in itertools.product(*choices):
        trips = [
            (i, j, people)
            for (i, people), j in zip(units, chosen, strict=True)
            if j is not None
        ]
        loads = dict.fromkeys(sites, 0.0)
        for _, j, people in trips:
            loads[j] += people
        if asks.get("room") and any(loads[j] > place.capacity[j] for j in sites):
            continue
        if all(load >= asks["load"] for load in loads.values()):
            yield trips
    assert np.isfinite(cost).any()


def ways(asked: Question, client: int, sites: Opened) -> list[int | None]:
    """Where somebody may go; None stays at home."""
    asks, cost = asked.asks, asked.place.travel()[client]
    near = [j for j in sites if cost[j] < math.inf and cost[j] <= asks["farthest"]]
    if asks.get("nearest"):
        least = min((cost[j] for j in sites), default=math.inf)
        near = [j for j in near if cost[j] <= least]
    return [*near] if asks.get("everyone") else [None, *near]
