from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from contract.family.cflp import allowed
from contract.family.transport import least_travel

from siting.instance import Instance
from siting.problem import Problem

SIZE = (6, 4)
NO_LAW = ("one more",)  # it costs rent and a building


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Rents, and the best of all ways to build a size at each open site."""
    town = problem.instance
    texts = [text.split(":") for text in problem.parameters["sizes"]]
    sizes = [(float(capacity), float(price)) for capacity, price in texts]
    rents, room = town.opening.tolist(), town.capacity.tolist()
    fitting = [[s for s in sizes if s[0] <= room[j]] for j in opened]
    costs, weights = allowed(problem, opened), town.demand.tolist()
    found = []
    for built in itertools.product(*fitting):
        if sum(capacity for capacity, _ in built) < sum(weights) - 1e-9:
            continue
        travelled = least_travel(costs, weights, [capacity for capacity, _ in built])
        if travelled is not None:
            found.append(travelled + sum(price for _, price in built))
    return min(found) + sum(rents[j] for j in opened) if found else None


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """One to three sizes about the demand, the larger the cheaper by unit."""
    total = max(float(town.demand.sum()), 1.0)
    shares = rng.choice([0.2, 0.35, 0.5, 0.8, 1.0], rng.integers(1, 4), replace=False)
    sizes = []
    for share in sorted(shares.tolist()):
        price = 20 * total * share**0.6 * rng.choice([0.0, 0.5, 1.0])
        sizes.append(f"{np.ceil(share * total * 4) / 4}:{round(price, 2)}")
    unique = {text.split(":")[0]: text for text in sizes}
    return {"sizes": tuple(unique.values())}
