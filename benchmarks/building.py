"""How long the p-median takes to build and to hand to HiGHS, by route, in one run.

    python benchmarks/building.py [--n 1000]

Routes: our arrays to highspy; the same declaration in PuLP handed to HiGHS by PuLP;
with --pyomo also our own Pyomo declaration, read into arrays. Each route runs in a
process of its own; memory is that process's peak. Ratios are to the arrays.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time

import numpy as np

from siting import Instance
from siting.models import PMedian


def town(n: int) -> Instance:
    """Random points with whole weights, sites at the points."""
    rng = np.random.default_rng(1)
    xy = rng.random((n, 2)) * 1000
    return Instance.from_points(xy, xy, demand=rng.integers(1, 100, n).astype(float))


def by_arrays(problem: PMedian) -> None:
    """Our matrix from arrays, and highspy's passModel."""
    import highspy

    from siting.milp import highs

    matrix = problem.matrix
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    highs.check(matrix)
    highs._load(model, matrix, scale=1.0)  # noqa: SLF001  # the step that is measured
    assert model.getNumCol() == matrix.shape[1]


def by_pulp(problem: PMedian) -> None:
    """The same model in PuLP's words, and PuLP's own hand-over to highspy."""
    import pulp

    data = problem.instance
    n, m = data.n, data.m
    cost = (data.travel() * data.demand[:, None]).tolist()
    model = pulp.LpProblem("p_median", pulp.LpMinimize)
    opened = [model.add_variable(f"open_{j}", cat="Binary") for j in range(m)]
    assign = [
        [model.add_variable(f"assign_{i}_{j}", 0, 1) for j in range(m)]
        for i in range(n)
    ]
    model += pulp.lpSum(cost[i][j] * assign[i][j] for i in range(n) for j in range(m))
    for i in range(n):
        model += pulp.lpSum(assign[i]) == 1
    for i in range(n):
        for j in range(m):
            model += assign[i][j] <= opened[j]
    model += pulp.lpSum(opened) == problem.p
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(model)
    solver.buildSolverModel(model)


def by_pyomo(problem: PMedian) -> None:
    """Our textbook declaration, read into a matrix."""
    from siting.declared import matrix_of

    matrix_of(problem.declare())


ROUTES = {"arrays": by_arrays, "pulp": by_pulp, "pyomo": by_pyomo}


def main() -> int:
    """Measure every route in a child and print seconds, ratio and memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--pyomo", action="store_true", help="the declaration as well")
    parser.add_argument("--route", choices=ROUTES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.route:
        problem = PMedian(town(options.n), p=options.n // 10)
        ROUTES[options.route](PMedian(town(5), p=2))  # imports are not measured
        began = time.perf_counter()
        ROUTES[options.route](problem)
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(json.dumps([seconds, peak]))
        return 0
    print(f"p-median, n = m = {options.n}")
    print("route      seconds    ratio  peak GiB")
    first = None
    for route in ("arrays", "pulp", "pyomo") if options.pyomo else ("arrays", "pulp"):
        command = [sys.executable, __file__, "--n", str(options.n), "--route", route]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds, peak = json.loads(run.stdout.splitlines()[-1])
        first = first or seconds
        row = f"{route:8} {seconds:9.2f} {seconds / first:8.1f} {peak:9.2f}"
        print(row, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
