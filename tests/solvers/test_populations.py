"""What nsga2, pso and weights promise alike: seeds, budgets, starts, interruptions."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest
from sentences import said

from siting import pareto, solve
from siting.instance import Instance
from siting.limits import Limits, Progress
from siting.models import MCLP, UFLP, PCenter, PMedian
from siting.problem import Problem
from siting.searching.front_hunt import BLOCK, FrontHunt
from siting.solution import Found, Termination
from siting.solver import Solver
from siting.solvers.nsga2 import Nsga2
from siting.solvers.pso import Pso
from siting.solvers.weights import Weights
from siting.tradeoff import Tradeoff

SOLVERS: list[Solver] = [
    Nsga2(),
    Nsga2(interchange=0),
    Nsga2(operators="textbook", interchange=0),
    Pso(),
    Pso(interchange=0),
    Pso(encoding="keys"),
    Pso(encoding="keys", interchange=0),
    Weights(),
]

EACH = pytest.mark.parametrize("solver", SOLVERS, ids=str)


def plane(n: int, *, seed: int = 0) -> Instance:
    """Random points with random weights, sites at the points."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 1000
    town = Instance.from_points(xy, xy, demand=rng.integers(1, 20, n).astype(float))
    return replace(town, opening=rng.integers(50, 3000, n).astype(float))


def pair(n: int, p: int) -> list[Problem]:
    """Weighted travel and coverage."""
    town = plane(n)
    return [PMedian(town, p=p), MCLP(town, p=p, radius=150)]


PROGRAM = """
import numpy as np
from siting import Instance, pareto, solve
from siting.models import MCLP, PCenter, PMedian, UFLP
from siting.solvers.nsga2 import Nsga2
from siting.solvers.pso import Pso
xy = np.random.default_rng(1).random((40, 2)) * 100
t = Instance.from_points(xy, xy)
q = [PMedian(t, p=4), MCLP(t, p=4, radius=20)]
r = [q[0], PCenter(t, p=4)]
for s in ("nsga2", "weights", Nsga2(operators="textbook"), "pso", Pso(encoding="keys")):
    print(solve(q[0], s, seed=4, evaluations=3000).open)
    for x in (q, r) if s != "weights" else (q,):
        f = pareto(x, s, seed=4, evaluations=5000)
        print(f.values.tolist(), f.designs.nonzero(), f.evaluations)
"""


def test_other_hash_seed_same_answer() -> None:
    """Two processes, in which sets and dicts have other orders."""
    path = os.pathsep.join(p for p in sys.path if p)
    told = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert told[0] == told[1]
    assert told[0].count("array") > 10


@EACH
def test_another_seed_may_give_another_front(solver: Solver) -> None:
    """The seed is used, and the same seed gives the same front."""
    town = pair(200, 15)
    fronts = [pareto(town, solver, seed=s, evaluations=9000) for s in (1, 1, 2)]
    assert (fronts[0].values == fronts[1].values).all()
    assert fronts[0].values.tolist() != fronts[2].values.tolist()


@EACH
def test_time_limit_is_kept_in_the_middle_of_a_generation(solver: Solver) -> None:
    """A second is a second, and there is an answer; the machine may be busy."""
    town = pair(250, 20)
    pareto(town, solver, evaluations=2000)  # kernels compiled
    began = perf_counter()
    front = pareto(town, solver, time_limit=1.0)
    assert perf_counter() - began <= 1.0 + 3.0
    assert front.termination is Termination.TIME_LIMIT
    assert len(front)


@EACH
def test_evaluations_are_kept_within_a_neighbourhood(solver: Solver) -> None:
    """Exactly without local search; with it, within the moves between two looks."""
    problems = [PMedian(plane(30), p=3), PCenter(plane(30), p=3)]
    if isinstance(solver, Weights):
        return  # takes no centers
    front = pareto(problems, solver, evaluations=777)
    bare = getattr(solver, "interchange", 0) == 0
    assert front.evaluations is not None
    assert 777 <= front.evaluations <= (777 if bare else 777 + 64 * 27 * 3)
    assert front.termination is Termination.NODE_LIMIT


@EACH
def test_rounds_end_a_run_that_nothing_else_ends(solver: Solver) -> None:
    """As many as asked for; without a number, a usual one."""
    front = pareto(pair(20, 3), replace(solver, rounds=3))
    more = pareto(pair(20, 3), replace(solver, rounds=9))
    assert front.termination is Termination.FINISHED
    assert front.evaluations is not None
    assert more.evaluations is not None
    assert front.evaluations < more.evaluations
    assert pareto(pair(20, 3), solver).termination is Termination.FINISHED


@EACH
def test_interrupted_runs_keep_what_they_have(
    monkeypatch: pytest.MonkeyPatch, solver: Solver
) -> None:
    """Ctrl-C gives the points so far."""
    calls = []
    look = FrontHunt.look

    def interrupted(self: FrontHunt, designs: np.ndarray) -> object:
        calls.append(len(designs))
        if len(calls) == 5:
            raise KeyboardInterrupt
        return look(self, designs)

    monkeypatch.setattr(FrontHunt, "look", interrupted)
    front = pareto(pair(60, 5), solver, evaluations=10**7)
    assert front.termination is Termination.INTERRUPTED
    assert len(front)
    assert len(calls) == 5


@EACH
def test_points_are_told_while_it_runs(solver: Solver) -> None:
    """How many there are so far, and the trace of it at the end."""
    told: list[Progress] = []
    front = pareto(pair(60, 5), solver, evaluations=3000, watch=told.append)
    assert told
    assert [t.words.split()[0] for t in told] == [str(k) for _, k in front.trace]
    assert front.trace[-1][1] == len(front)


@EACH
def test_a_start_is_the_first_design_that_is_looked_at(solver: Solver) -> None:
    """One evaluation is enough to have it."""
    problem, _ = pair(60, 5)
    start = solve(problem, "greedy")
    front = pareto(pair(60, 5), solver, evaluations=1, start=start)
    assert (front.values[:, 0] <= start.objective).any()
    alone = solve(problem, solver, evaluations=1, start=start)
    assert alone.objective <= start.objective


@EACH
def test_one_objective_is_answered_too(solver: Solver) -> None:
    """A count that is free, a budget, an objective without tables."""
    town = plane(14)
    budget = float(np.sort(town.opening)[:5].sum())
    for problem in (UFLP(town), PMedian(town, budget=budget), PCenter(town, p=3)):
        best = solve(problem, "highs")
        found = solve(problem, solver, evaluations=6_000, seed=1)
        assert found.solution is Found.FEASIBLE
        slack = 1e-9 * abs(best.objective)
        assert found.objective >= best.objective - slack
        if getattr(solver, "interchange", 1) > 0:  # keys alone may be far away
            assert found.objective <= 1.001 * best.objective


def test_more_evaluations_never_make_a_front_worse() -> None:
    """What was found stays in the archive."""
    tradeoff = Tradeoff.of(pair(60, 6))
    for solver in (Nsga2(), Pso(), Weights()):
        few, many = (
            solver.front(tradeoff, Limits(evaluations=k)) for k in (8000, 20_000)
        )
        for point in few.turned:
            assert (many.turned <= point).all(axis=1).any()


BAD = [
    (lambda: Pso(encoding="bits"), "encoding value"),  # type: ignore[arg-type]
    (lambda: Pso(particles=1), "particles is 1; expected a whole number >= 2."),
    (lambda: Pso(ring=0), "ring is 0; expected a whole number >= 1."),
    (lambda: Pso(inertia=-1), "inertia is -1; expected a number from 0 to 10."),
    (lambda: Pso(interchange=2), "interchange is 2; expected a share from 0 to 1."),
    (lambda: Nsga2(operators="x"), "operators value"),  # type: ignore[arg-type]
    (lambda: Nsga2(population=3), "population is 3; expected a whole number >= 4."),
    (lambda: Nsga2(interchange=-1), "interchange is -1; expected a share"),
    (lambda: Nsga2(rounds=-1), "rounds is -1; expected a whole number >= 0."),
    (lambda: Weights(rounds=-1), "rounds is -1; expected a whole number >= 0."),
]


@pytest.mark.parametrize(("make", "sentence"), BAD)
def test_options_that_make_no_sense_are_refused(make: object, sentence: str) -> None:
    """Each names the option and its value."""
    assert sentence in said(make)  # type: ignore[arg-type]


def test_blocks_are_not_larger_than_what_is_left() -> None:
    """Evaluations without local search are kept to the last one."""
    front = pareto(pair(20, 2), Nsga2(interchange=0), evaluations=BLOCK + 7)
    assert front.evaluations == BLOCK + 7
