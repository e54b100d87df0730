"""Compiles all kernels beforehand: ``python -m siting.compiling``.

Kernels are compiled when they first meet arrays of some type, and kept on disk. Here
they meet all of them, in small questions of every form, on costs in a table, in pairs
and from coordinates, put to every solver that takes them and has kernels. A test sees
that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array

from siting.cost import PointCost
from siting.forms import MedianForm
from siting.instance import Instance
from siting.listed.lists import nearest_lists
from siting.listed.swaps import Swaps
from siting.models import (
    CFLP,
    LSCP,
    MCLP,
    SSCFLP,
    UFLP,
    CapacitatedPMedian,
    GradualCover,
    PCenter,
    PMedian,
)
from siting.plugins import SOLVERS
from siting.problem import Problem
from siting.run import solve
from siting.searching.heuristic import Heuristic
from siting.searching.search import is_quick
from siting.solver import Solver
from siting.solvers.benders import Benders
from siting.solvers.branch_and_cut import BranchAndCut
from siting.solvers.greedy import Greedy
from siting.solvers.highs import Highs

NEAR = 150.0
"""Radius by which a site covers a few of the clients."""

PLAIN = (Highs.name, Benders.name)
"""Solvers without kernels of their own, which take long."""

EVALUATIONS = 3000
"""Designs that heuristics look at in each question."""

SECONDS = 60.0
"""Time limit of each question, of which none takes a second once all is compiled."""


def towns() -> Iterator[Instance]:
    """Costs by chance, which leave much to do, in a table and in pairs; and places."""
    rng = np.random.default_rng(1)
    demand = rng.integers(1, 20, 40).astype(float)
    cost = rng.integers(1, 1000, (40, 30)).astype(float)
    town = Instance.from_matrix(cost, demand=demand)
    town = replace(town, opening=rng.integers(500, 3000, 30).astype(float))
    row, column = np.nonzero(cost < 5 * NEAR)
    pairs = csr_array((cost[row, column], (row, column)), shape=cost.shape)
    xy = rng.random((40, 2)) * 1000
    yield town
    yield replace(town, cost=pairs)
    yield replace(town, cost=PointCost(xy, xy[:30], "euclid"))


def crowd() -> Instance:
    """More clients covered by different sites than a first guess has room for."""
    rng = np.random.default_rng(1)
    clients, sites = rng.random((4000, 2)) * 1000, rng.random((120, 2)) * 1000
    town = Instance.from_matrix(np.ones((4000, 120)))
    return replace(town, cost=PointCost(clients, sites, "euclid"))


def rings() -> Instance:
    """Clients that share sites in threes, so that half-open sites seem to do."""
    client = np.arange(18)
    cost = np.full((18, 18), 2 * NEAR)
    cost[client, client] = 0.0
    cost[client, np.where(client % 3 < 2, client + 1, client - 2)] = 0.0
    return Instance.from_matrix(cost)


def questions() -> Iterator[Problem]:
    """A median with and without a count, coverage of every kind, a center, capacity."""
    for town in towns():
        yield PMedian(town, p=4)
        yield UFLP(town)
        yield MCLP(town, p=4, radius=NEAR)
        yield LSCP(town, radius=3 * NEAR)
        yield GradualCover(town, p=4, full_radius=NEAR, zero_radius=3 * NEAR)
        yield PCenter(town, p=4)
        roomy = replace(town, capacity=np.full(30, 90.0))
        yield CFLP(roomy)
        yield SSCFLP(roomy)
        yield CapacitatedPMedian(roomy, p=6)
    yield LSCP(crowd(), radius=2 * NEAR)
    yield MCLP(rings(), p=10, radius=NEAR)


def solvers() -> list[Solver]:
    """All that have kernels, in both ways where there are two."""
    names = sorted(set(SOLVERS.names()) - set(PLAIN))
    found = [SOLVERS.find(name, Solver)() for name in names]
    return [*found, BranchAndCut(few=0), Greedy(drop=True)]


def anneal() -> None:
    """What only very large medians do, on a small one."""
    form = PMedian(next(towns()), p=4).form
    assert isinstance(form, MedianForm)
    swaps = Swaps(nearest_lists(form, length=30), form.opening, form.rules)
    swaps.begin(np.arange(30) < 4)
    swaps.anneal(10, seed=1, heat=(0.1, 0.01))
    swaps.move(swaps.design, np.zeros(30, dtype=bool))
    swaps.opened_in_order()
    swaps.closed_in_order()


def compile_all() -> None:
    """Ask all questions of all solvers that take them."""
    anneal()
    for problem in questions():
        for solver in solvers():
            if isinstance(solver, Heuristic) and not is_quick(problem):
                continue  # it has no kernels, and every design takes long
            if solver.refuses(problem) is None:
                solve(problem, solver, time_limit=SECONDS, evaluations=EVALUATIONS)


if __name__ == "__main__":
    compile_all()
