"""Gadegaard, Klose and Nielsen's problems: cost against the longest time of a trip."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from families.question import words
from siting.fronts.timed import ANY, Timed
from siting.instance import Instance
from siting.models.cflp import CFLP
from siting.models.sscflp import SSCFLP
from siting.models.uflp import UFLP
from siting.problem import Problem

MODELS: dict[str, type[Problem]] = {"UFLP": UFLP, "CFLP": CFLP, "SSCFLP": SSCFLP}


def timed(path: Path, model: str, *, least: float = ANY) -> Timed:
    """A file ``n m``, n x ``capacity fixed``, m demands, costs, times (n, m each).

    Klose's costs are cut to whole numbers; without capacities every demand is 1.
    """
    numbers = np.array([cell for line in words(path) for cell in line], dtype=float)
    sites, clients = int(numbers[0]), int(numbers[1])
    sizes = [2 * sites, clients, sites * clients, sites * clients]
    if len(numbers) != 2 + sum(sizes):
        raise SystemExit(f"{path}: {len(numbers)} numbers, expected {2 + sum(sizes)}")
    parts = np.split(numbers[2:], np.cumsum(sizes)[:-1])
    capacity, opening = parts[0].reshape(sites, 2).T
    total = parts[2].reshape(sites, clients).T
    if "Klose" in path.name:
        total = np.floor(total)
    limited = model != "UFLP"
    demand = parts[1] if limited else np.ones(clients)
    town = Instance.from_matrix(total / demand[:, None], demand=demand)
    town = replace(town, opening=opening, capacity=capacity if limited else None)
    time = parts[3].reshape(sites, clients).T
    return Timed(MODELS[model](town), time, least)


def as_published(points: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """What is left of a front when the next time must be less by more than 1.

    So the published SSCFLP fronts on Diaz's data look, in which no time is 1 below the
    one before. Some costs are 1 lower than the proved optimum within their time, which
    no answer can be: as if a value such as 2021.9999 was cut to a whole number.
    """
    kept: list[tuple[float, ...]] = []
    for point in sorted(points):
        if not kept or point[1] < kept[-1][1] - 1:
            kept.append(point)
    return kept
