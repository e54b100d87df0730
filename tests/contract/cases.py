"""Random small instances with everything that goes wrong in practice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_array

from siting.errors import ProblemError
from siting.instance import Instance
from siting.plugins import MODELS, SOLVERS
from siting.problem import Problem
from siting.solver import Solver

KINDS = (
    "plane",
    "integer",
    "ties",
    "duplicates",
    "asymmetric",
    "unreachable",
    "sparse",
    "zeros",
    "roles",
    "huge",
)


def models() -> list[type[Problem]]:
    """Every model that the folder holds."""
    return [MODELS.find(name, Problem) for name in MODELS.names()]


def random_instance(rng: np.random.Generator, *, n: int = 9, m: int = 8) -> Instance:
    """One of ten kinds of small instance: ties, zero costs and weights, islands, ..."""
    n, m = int(rng.integers(1, n + 1)), int(rng.integers(1, m + 1))
    kind = KINDS[rng.integers(len(KINDS))]
    points, places = rng.random((n, 2)) * 100, rng.random((m, 2)) * 100
    if kind in ("zeros", "duplicates"):
        places[: min(n, m)] = points[: min(n, m)]
    if kind == "duplicates":
        places[m // 2 :] = places[: m - m // 2]
    cost = np.hypot(*(points[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    if kind == "integer":
        cost = np.floor(cost)
    if kind == "ties":
        cost = rng.integers(0, 4, (n, m)).astype(float)
    if kind == "asymmetric":
        cost = rng.integers(0, 1000, (n, m)).astype(float)
    if kind == "huge":
        cost *= 1e6
    if kind in ("unreachable", "sparse"):
        cost[rng.random((n, m)) < 0.35] = np.inf
    demand = rng.integers(0, 6, n).astype(float)
    if kind == "plane":
        demand = rng.random(n) * 10
    table: Any = csr(cost) if kind == "sparse" else cost
    town = Instance.from_matrix(table, demand=demand, name=kind)
    town = replace(town, opening=np.round(rng.random(m) * demand.sum() * 20, 2))
    if kind == "roles":
        roles = ["candidate", "required", "existing", "forbidden", "competitor"]
        town = replace(town, role=rng.choice(roles, m, p=[0.6, 0.1, 0.1, 0.1, 0.1]))
    return town


def csr(cost: np.ndarray) -> csr_array:
    """Sparse cost that stores the zeros of reachable pairs."""
    row, column = np.nonzero(np.isfinite(cost))
    return csr_array((cost[row, column], (row, column)), shape=cost.shape)


def random_problem(
    model: type[Problem], town: Instance, rng: np.random.Generator
) -> Problem | None:
    """The model with random parameters; None when they contradict the instance."""
    given: dict[str, Any] = {}
    names = {f.name for f in fields(model)}
    wants_count = model.needs_count or rng.random() < 0.3
    if wants_count:
        key = "add" if rng.random() < 0.2 else "p"
        given[key] = int(rng.integers(key == "p", town.m + 1))
    if "radius" in names:
        finite = town.travel()[np.isfinite(town.travel())]
        given["radius"] = float(rng.choice(finite)) if len(finite) else 1.0
    if rng.random() < 0.2:
        given["required"] = (town.sites[rng.integers(town.m)],)
    if rng.random() < 0.2:
        given["forbidden"] = (town.sites[rng.integers(town.m)],)
    try:
        return model(town, **given)
    except ProblemError:
        return None


def random_problems(
    model: type[Problem], count: int, *, seed: int, n: int = 9, m: int = 8
) -> Iterator[Problem]:
    """So many random problems of a model, always the same for a seed."""
    rng = np.random.default_rng([seed, len(model.name)])
    while count:
        problem = random_problem(model, random_instance(rng, n=n, m=m), rng)
        if problem is not None:
            count -= 1
            yield problem


def pairs() -> list[Any]:
    """Every model with every solver that takes it, for parametrize."""
    found: list[Any] = []
    for model in models():
        problem = next(random_problems(model, 1, seed=3))
        found += [
            pytest.param(model, name, id=f"{model.name}-{name}")
            for name in SOLVERS.names()
            if SOLVERS.find(name, Solver)().refuses(problem) is None
        ]
    return found
