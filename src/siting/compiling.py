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
from siting.solver import Solver
from siting.solvers.benders import Benders
from siting.solvers.branch_and_cut import BranchAndCut
from siting.solvers.highs import Highs

NEAR = 150.0
"""Radius by which a site covers a few of the clients."""

PLAIN = (Highs.name, Benders.name)
"""Solvers without kernels of their own, which take long."""

SECONDS = 60.0
"""Time limit of each question, of which none takes a second once all is compiled."""

LOOKS = 2000
"""Designs that heuristics may look at, who would go on until the time is up."""


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


def solvers() -> list[Solver]:
    """All that have kernels, in both ways where there are two."""
    names = sorted(set(SOLVERS.names()) - set(PLAIN))
    return [*(SOLVERS.find(name, Solver)() for name in names), BranchAndCut(few=0)]


def anneal() -> None:
    """What only very large medians do, on a small one."""
    form = PMedian(next(towns()), p=4).form
    assert isinstance(form, MedianForm)
    swaps = Swaps(nearest_lists(form, length=30), form.opening, form.rules)
    swaps.begin(np.arange(30) < 4)
    swaps.anneal(10, seed=1, heat=(0.1, 0.01))


def compile_all() -> None:
    """Ask all questions of all solvers that take them."""
    anneal()
    for problem in questions():
        for solver in solvers():
            if solver.refuses(problem) is None:
                solve(problem, solver, time_limit=SECONDS, evaluations=LOOKS)


if __name__ == "__main__":
    compile_all()
