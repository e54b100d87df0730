"""Random small instances with everything that goes wrong in practice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from contract.family import family
from scipy.sparse import csr_array

from siting.errors import ProblemError
from siting.instance import Instance
from siting.limits import Limits
from siting.plugins import MODELS, SOLVERS
from siting.problem import Problem
from siting.run import asked
from siting.solver import Solver

TWINS = ("weights",)
"""Solvers that are another one where there is one objective (interchange)."""

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
    town = with_site_data(town, rng)
    town = replace(town, site_xy=places)
    if kind == "roles":
        roles = ["candidate", "required", "existing", "forbidden", "competitor"]
        town = replace(town, role=rng.choice(roles, m, p=[0.6, 0.1, 0.1, 0.1, 0.1]))
    return town


def with_site_data(town: Instance, rng: np.random.Generator) -> Instance:
    """Rents, capacities about the demand, regions, and now and then a reach."""
    m, demand = town.m, town.demand.sum()
    share = rng.random(m) * rng.choice([0.5, 1.0, 3.0, 6.0]) * 3 / m
    town = replace(
        town,
        opening=np.round(rng.random(m) * demand * 20, 2),
        capacity=np.where(rng.random(m) < 0.1, np.inf, np.ceil(share * demand)),
        site_groups={"region": rng.choice(["a", "b", "c"], m)},
    )
    cost = town.travel()
    if rng.random() < 0.15 and np.isfinite(cost).any():
        finite = cost[np.isfinite(cost)]
        town = replace(town, reach=rng.choice([*finite[:9], np.inf, np.inf], m))
    return town


def csr(cost: np.ndarray) -> csr_array:
    """Sparse cost that stores the zeros of reachable pairs."""
    row, column = np.nonzero(np.isfinite(cost))
    return csr_array((cost[row, column], (row, column)), shape=cost.shape)


def random_problem(
    model: type[Problem], town: Instance, rng: np.random.Generator
) -> Problem | None:
    """The model with random parameters; None when they contradict the instance."""
    adapted = getattr(family(model), "adapted", None)
    town = town if adapted is None else adapted(town, rng)
    town = equipped(model, town, rng)
    given: dict[str, Any] = {}
    wants_count = model.needs_count or rng.random() < 0.3
    if wants_count:
        key = "add" if rng.random() < 0.2 else "p"
        given[key] = int(rng.integers(key == "p", town.m + 1))
    given |= family(model).parameters(town, rng)
    if rng.random() < 0.2:
        given["required"] = (town.sites[rng.integers(town.m)],)
    if rng.random() < 0.2:
        given["forbidden"] = (town.sites[rng.integers(town.m)],)
    if rng.random() < 0.25:
        given |= random_conditions(town, rng)
    for option in model.refused:
        given.pop(option, None)
    try:
        return informed(model(town, **given))
    except ProblemError:
        return None


def equipped(
    model: type[Problem], town: Instance, rng: np.random.Generator
) -> Instance:
    """The instance with the data that a model cannot do without."""
    equip = getattr(family(model), "equipped", None)
    return town if equip is None else equip(town, rng)


def informed(problem: Problem) -> Problem:
    """The problem with the values of what it asks; 0 where these have no answer."""
    known = asked(problem, Limits())
    if known.failed is None:
        return known.problem
    return problem.informed(dict.fromkeys(problem.asks, 0.0), proved=set(problem.asks))


def random_conditions(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """A budget, quotas, a separation, closest assignment: one of them, or several."""
    some = rng.choice(town.sites, min(3, town.m), replace=False).tolist()
    region = rng.choice(town.site_groups["region"])
    quota = rng.choice(
        [
            f"at most 1 of {', '.join(some)}",
            f"at least 1 of {', '.join(some)}",
            f"exactly 1 of region={region}",
            "at most 2 of each region",
            "at least 1 of each region",
        ]
    )
    conditions: dict[str, Any] = {
        "budget": float(np.round(town.opening.sum() * rng.random(), 2)),
        "quotas": (str(quota),),
        "separation": float(np.round(rng.random() * 60, 1)),
        "closest": True,
    }
    many = int(rng.choice([1, 2, 3, 4], p=[0.5, 0.25, 0.15, 0.1]))
    chosen = rng.choice(list(conditions), many, replace=False).tolist()
    return {key: conditions[key] for key in chosen}


def random_problems(
    model: type[Problem], count: int, *, seed: int, n: int = 9, m: int = 8
) -> Iterator[Problem]:
    """So many random problems of a model, always the same for a seed."""
    rng = np.random.default_rng([seed, len(model.name)])
    most_n, most_m = getattr(family(model), "SIZE", (n, m))
    n, m = min(n, most_n), min(m, most_m)
    while count:
        problem = random_problem(model, random_instance(rng, n=n, m=m), rng)
        if problem is not None:
            count -= 1
            yield problem


DRAWN = ("grasp", "nsga2", "pso", "vns")
"""Heuristics that see a model through its evaluator, or through its form, alone."""

SEEN = ("p-median", "uflp", "mclp", "p-center", "lscp", "cflp", "huff", "p-maxian")
"""Models of every form and of none, to ask them about in an ordinary run."""


def pairs() -> list[Any]:
    """Every model with every solver that takes it, for parametrize.

    A solver takes a model when it takes all of a few questions without extra rules.
    """
    found: list[Any] = []
    for model in models():
        few = [p for p in random_problems(model, 12, seed=3) if p.rules.are_counts]
        for name in SOLVERS.names():
            takes = all(SOLVERS.find(name, Solver)().refuses(p) is None for p in few)
            if name in TWINS or not takes:
                continue
            slow = name in DRAWN and model.name not in SEEN
            marks = [pytest.mark.slow] if slow else []
            found.append(
                pytest.param(model, name, id=f"{model.name}-{name}", marks=marks)
            )
    return found
