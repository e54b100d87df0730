from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from contract.cases import random_problems

from siting import solve
from siting.errors import UsageError
from siting.limits import Limits
from siting.models import CFLP, MCLP, UFLP, PCenter, PMedian
from siting.problem import Problem
from siting.searching.hunt import BLOCK, WORST, Hunt
from siting.searching.neighbours import rank
from siting.solution import Found, Termination

HEURISTICS = ("grasp", "greedy", "interchange", "vns")


def some_problem(model: type[Problem], seed: int = 3) -> Problem:
    """A small one."""
    return next(iter(random_problems(model, 1, seed=seed)))


def test_the_best_is_what_evaluation_says() -> None:
    """Ranks are those of the problem, violation first; the first of equals stays."""
    problem = some_problem(PMedian)
    hunt = Hunt(problem, Limits())
    rng = np.random.default_rng(1)
    designs = rng.random((3 * BLOCK, problem.rules.m)) < 0.5
    found = hunt.look(designs)
    expected = rank(problem, designs)
    assert found == expected
    assert hunt.rank == min(expected)
    np.testing.assert_array_equal(hunt.best, designs[expected.index(min(expected))])


def test_evaluations_are_a_limit() -> None:
    """No more designs are looked at than were asked for; the others count as worst."""
    problem = some_problem(PMedian)
    hunt = Hunt(problem, Limits(evaluations=10))
    designs = np.zeros((25, problem.rules.m), dtype=bool)
    found = hunt.look(designs)
    assert found[10:] == [WORST] * 15
    assert WORST not in found[:10]
    assert hunt.is_over
    assert hunt.termination is Termination.NODE_LIMIT


@pytest.mark.parametrize("solver", HEURISTICS)
@pytest.mark.parametrize("model", [PMedian, MCLP, PCenter, UFLP, CFLP])
def test_runs_keep_to_their_evaluations(model: type[Problem], solver: str) -> None:
    """Up to one neighbourhood, or what greedy needs, which is seen as a whole."""
    for problem in random_problems(model, 5, seed=9):
        if problem.rules.extra:
            continue
        found = solve(problem, solver, evaluations=300, seed=1)
        if found.solution is Found.INFEASIBLE:  # known before anything is looked at
            continue
        assert found.evaluations is not None
        m = problem.rules.m
        assert 0 < found.evaluations <= 300 + 64 * m * m


@pytest.mark.parametrize("bad", [0, -3])
def test_no_evaluations_is_an_error(bad: int) -> None:
    """As with time."""
    with pytest.raises(UsageError, match=f"evaluations is {bad}; expected"):
        solve(some_problem(PMedian), "vns", evaluations=bad)


@pytest.mark.parametrize("solver", HEURISTICS)
def test_a_tenth_of_a_second_gives_an_answer(solver: str) -> None:
    """Also where the table of the problem takes longer to lay out."""
    xy = np.random.default_rng(1).random((6000, 2)) * 1000
    from siting import Instance

    town = Instance.from_points(xy, xy)
    solve(PMedian(town, p=20), solver, time_limit=0.05)  # kernels compiled
    found = solve(PMedian(town, p=20), solver, time_limit=0.1)
    assert found.solution is Found.FEASIBLE
    assert len(found.open) == 20
    assert found.seconds < 1.5  # the machine may be busy


PROGRAM = """
import numpy as np
from siting import Instance, solve
from siting.models import CFLP, MCLP, PCenter, PMedian, UFLP
rng = np.random.default_rng(1)
xy = rng.random((50, 2)) * 100
from dataclasses import replace
town = replace(Instance.from_points(xy, xy), opening=rng.random(50) * 500)
for problem in (PMedian(town, p=6), MCLP(town, p=6, radius=9), PCenter(town, p=6),
                UFLP(town), PMedian(town, p=6, quotas=["at most 1 of 1, 2"])):
    for solver in ("grasp", "interchange", "vns"):
        found = solve(problem, solver, seed=4, evaluations=20_000)
        print(found.open, found.objective, found.evaluations)
"""


def test_processes_with_other_hash_seeds_agree() -> None:
    """Nothing is left to the order of sets, or to the clock."""
    told = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert len(told[0].splitlines()) == 15


def test_other_seeds_look_elsewhere() -> None:
    """The seed is the chance of the run."""
    xy = np.random.default_rng(1).random((80, 2)) * 100
    from siting import Instance

    problem = PMedian(Instance.from_points(xy, xy), p=8)
    for solver in ("grasp", "vns"):
        traces = {
            tuple(
                z for _, z, _ in solve(problem, solver, seed=s, evaluations=5000).trace
            )
            for s in range(6)
        }
        assert len(traces) > 1


def test_what_is_streamed_only_gets_better() -> None:
    """Every improvement is told once, with its time."""
    problem = some_problem(UFLP)
    heard = []
    found = solve(problem, "grasp", watch=heard.append)
    values = [p.objective for p in heard if not np.isnan(p.objective)]
    assert values == sorted(values, reverse=True)
    assert values[-1] == found.objective == found.trace[-1][1]
