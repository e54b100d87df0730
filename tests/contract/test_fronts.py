"""Fronts of heuristics against all designs of small towns, by plain arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from contract.family import family
from contract.oracles import designs

from siting import pareto
from siting.front import Front
from siting.instance import Instance
from siting.models import MCLP, UFLP, PCenter, PMaxian, PMedian
from siting.problem import Problem
from siting.solver import Solver
from siting.solvers.nsga2 import Nsga2
from siting.solvers.pso import Pso
from siting.solvers.weights import Weights

COUNT = 60


def town(rng: np.random.Generator) -> Instance:
    """Up to twelve sites, some with a rule, many ties."""
    n, m = int(rng.integers(2, 12)), int(rng.integers(4, 13))
    xy, places = (rng.integers(0, 12, (k, 2)).astype(float) for k in (n, m))
    cost = np.abs(xy[:, None] - places[None]).sum(axis=2)
    if rng.random() < 0.3:
        cost[rng.random((n, m)) < 0.15] = np.inf
    made = Instance.from_matrix(cost, demand=rng.integers(1, 9, n).astype(float))
    role = np.array(["candidate"] * m, dtype=object)
    role[rng.integers(m)] = rng.choice(["required", "forbidden", "candidate"])
    opening = rng.integers(0, 60, m).astype(float)
    return replace(made, site_xy=places, role=role.astype(str), opening=opening)


def questions() -> Iterator[tuple[Problem, ...]]:
    """Two or three objectives, a count or a budget; less and more wanted."""
    rng = np.random.default_rng(21)
    for k in range(COUNT):
        place = town(rng)
        p = int(rng.integers(1, 4))
        count: dict[str, float] = {"p": p}
        if k % 5 == 4:
            count = {"budget": float(np.sort(place.opening)[:3].sum())}
        median = PMedian(place, **count)  # type: ignore[arg-type]
        near, far = (MCLP(place, radius=r, **count) for r in (4, 8))  # type: ignore[arg-type]
        yield (
            (median, near),
            (median, PCenter(place, **count)),  # type: ignore[arg-type]
            (near, far, median),
            (PMaxian(place, **count), near),  # type: ignore[arg-type]
            (UFLP(place, budget=count.get("budget")), near),
        )[k % 5]  # fmt: skip


@cache
def known(number: int) -> tuple[tuple[Problem, ...], set[tuple[float, ...]]]:
    """A question and its front: all designs, by plain arithmetic."""
    problems = list(questions())[number]
    ruled = next((q for q in problems if q.p is not None), problems[0])
    found = set()
    for opened in designs(ruled):
        worth = [family(type(q)).value(q, opened) for q in problems]
        if None not in worth:
            found.add(
                tuple(
                    round(q.sign * float(w), 6)
                    for q, w in zip(problems, worth, strict=True)
                )
            )
    best = {
        a for a in found
        if not any(b != a and all(x <= y for x, y in zip(b, a, strict=True))
                   for b in found)
    }  # fmt: skip
    return problems, best


def points(front: Front) -> set[tuple[float, ...]]:
    """Its values, to be minimised."""
    return {tuple(round(x, 6) + 0.0 for x in row) for row in front.turned.tolist()}


@pytest.mark.parametrize("solver", [Nsga2(), Pso(), Pso(encoding="keys")])
def test_nothing_is_better_than_the_front_and_nearly_all_of_it_is_found(
    solver: Solver,
) -> None:
    """Every point is one of all designs; in nearly all towns none is missing."""
    whole = 0
    for number in range(COUNT):
        problems, best = known(number)
        front = pareto(problems, solver, evaluations=3000, seed=number)
        found = points(front)
        assert len(found) == len(front)
        for point in found:
            beaten = [b for b in best if all(np.less_equal(b, point))]
            assert beaten, "better than all designs"
        whole += found == best
    assert whole >= 0.95 * COUNT


def test_weights_find_part_of_the_front_and_nothing_else() -> None:
    """Local optima of sums; never a point that a design dominates in the archive."""
    shares = []
    for number in range(0, COUNT, 5):
        problems, best = known(number)
        found = points(pareto(problems, Weights(), evaluations=3000))
        assert all(any(all(np.less_equal(b, f)) for b in best) for f in found)
        shares.append(len(found & best) / max(len(best), 1))
    assert np.mean(shares) > 0.7
