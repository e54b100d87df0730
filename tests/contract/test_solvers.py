"""What every solver promises on every model that it takes."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from time import perf_counter

import numpy as np
import pytest
from contract.cases import equipped, models, pairs
from contract.family import family

from siting import solve
from siting.check import must_serve_all
from siting.instance import Instance
from siting.models import CFLP, UFLP, PCenter, PMedian
from siting.plugins import SOLVERS
from siting.problem import Problem
from siting.report.words import verdict
from siting.run import solver_called
from siting.searching.heuristic import Heuristic
from siting.searching.search import HARD, is_quick
from siting.solution import Found, Proof, Termination
from siting.solver import Solver

EVALUATIONS = 120
"""Designs that a heuristic may look at, where each may be a problem of its own."""

PAIRS = pytest.mark.parametrize(("model", "solver"), pairs())


def plane(n: int, *, seed: int = 0) -> Instance:
    """Random points with random weights, sites at the points."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 1000
    return Instance.from_points(xy, xy, demand=rng.integers(1, 20, n).astype(float))


def question(model: type[Problem], n: int, *, p: int | None = None) -> Problem:
    """A problem of some size for any model of the family.

    Where the reply to a design is hard, nothing is promised of large ones.
    """
    rng = np.random.default_rng(4)
    town = equipped(model, plane(n), rng)
    given = family(model).parameters(town, rng)
    if "p" not in model.refused:
        given["p"] = p or max(2, n // 10)
    problem = model(town, **given)
    small = not problem.reply_is_hard or problem.nonzeros <= HARD
    return problem if small else question(model, n // 2, p=p)


def fewest(model: type[Problem]) -> int:
    """The smallest p that a model takes."""
    return int(getattr(family(model), "FEWEST", 1))


@PAIRS
def test_same_seed_same_answer(model: type[Problem], solver: str) -> None:
    """Two runs with one seed open the same sites."""
    problem = question(model, 20)
    first, second = (
        solve(problem, solver, seed=3, evaluations=EVALUATIONS) for _ in range(2)
    )
    assert first.open == second.open
    assert first.objective == second.objective


@PAIRS
def test_a_start_is_never_made_worse(model: type[Problem], solver: str) -> None:
    """An answer from a start is at least as good; greedy alone has no use for one."""
    problem = question(model, 20)
    start = solve(problem, "greedy")
    found = solve(problem, solver, start=start, evaluations=EVALUATIONS)
    slack = 1e-9 * abs(start.objective)
    assert problem.sign * (found.objective - start.objective) <= slack


@PAIRS
def test_infeasible_is_an_answer_with_a_reason(
    model: type[Problem], solver: str
) -> None:
    """Somebody who cannot be served is named; covering models just leave him out."""
    cost = np.array([[1.0, 2.0], [np.inf, np.inf], [3.0, 1.0]])
    rng = np.random.default_rng(4)
    bare = Instance.from_matrix(cost, clients=["a", "lonely", "c"])
    town = equipped(model, replace(bare, site_xy=[[0, 0], [1, 1]]), rng)
    given = {} if "p" in model.refused else {"p": fewest(model)}
    problem = model(town, **given, **family(model).parameters(town, rng))
    solution = solve(problem, solver)
    if not must_serve_all(problem):
        assert solution.solution is Found.FEASIBLE
        return
    assert solution.solution is Found.INFEASIBLE
    assert solution.design is None
    assert np.isnan(solution.objective)
    assert "'lonely'" in solution.reason
    assert solution.reason.startswith("1 of 3 clients cannot be served")


@PAIRS
def test_an_end_without_a_proof_has_words(model: type[Problem], solver: str) -> None:
    """Whoever ends by itself has closed the gap, or says why not."""
    problem = question(model, 20)
    most = None if is_quick(problem) else EVALUATIONS
    found = solve(problem, solver, evaluations=most)
    if found.termination is Termination.FINISHED and not found.is_optimal:
        assert found.reason
        assert found.reason in verdict(found)
    elif found.termination is Termination.NODE_LIMIT:
        assert "designs were looked at" in found.reason
    else:
        assert not found.reason


@PAIRS
def test_time_limit_is_kept(model: type[Problem], solver: str) -> None:
    """A second is a second, building included, and there is an answer (design 3)."""
    problem = question(model, 250)
    for method in {solver, "highs", "greedy", "interchange", "lagrangian"}:
        if solver_called(method).refuses(question(model, 12)) is None:
            # kernels compiled, child started
            solve(question(model, 12), method, evaluations=20)
    seconds = 0.3 if issubclass(SOLVERS.find(solver, Solver), Heuristic) else 1.0
    began = perf_counter()
    solution = solve(problem, solver, time_limit=seconds)
    assert perf_counter() - began <= seconds + 3.0  # the machine may be busy
    assert solution.solution is Found.FEASIBLE


@pytest.mark.parametrize("model", models(), ids=lambda m: m.name)
def test_one_site_and_all_sites(model: type[Problem]) -> None:
    """p = 1 and p = all that may be open are ordinary questions."""
    if "p" in model.refused:
        return
    least = fewest(model)
    allowed = int((~question(model, 12, p=least).rules.never).sum())
    for p in (least, allowed):
        solution = solve(question(model, 12, p=p))
        assert solution.is_optimal
        assert len(solution.open) == p


@pytest.mark.parametrize("solver", SOLVERS.names())
def test_a_method_says_what_it_takes(solver: str) -> None:
    """Every solver's docstring has the two headings, and names each of its options."""
    cls = SOLVERS.find(solver, Solver)
    text = cls.__doc__ or ""
    assert -1 < text.find("Takes\n") < text.find("Options\n")
    for field in fields(cls):
        assert f"\n    {field.name}\n" in text


def test_other_hash_seed_same_answer() -> None:
    """Answers do not depend on the order of sets and dicts in a process."""
    program = (
        "import numpy as np; from siting import Instance, solve\n"
        "from siting.models import PMedian\n"
        "xy = np.random.default_rng(1).random((60, 2)) * 100\n"
        "t = Instance.from_points(xy, xy)\n"
        "print([solve(PMedian(t, p=5), s, seed=4).open for s in"
        " ('greedy', 'interchange', 'lagrangian', 'auto')])"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert said[0].count("(") >= 4


def test_interrupted_search_keeps_its_best(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of a search gives the best so far."""
    from siting.kernels import median

    calls = []
    true_improve = median.Interchange.improve

    def improve(self: median.Interchange, *, moves: int) -> bool:
        calls.append(moves)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return true_improve(self, moves=1)

    monkeypatch.setattr(median.Interchange, "improve", improve)
    solution = solve(PMedian(plane(60), p=6), "interchange")
    assert solution.termination is Termination.INTERRUPTED
    assert solution.solution is Found.FEASIBLE
    assert solution.proof is Proof.NONE


@pytest.mark.parametrize(
    ("model", "solver", "built"),
    [
        (PMedian, "branch-and-cut", "siting.medians.work.is_whole"),
        (PMedian, "branch-and-cut", "siting.medians.climb.nearest_lists"),
        (PMedian, "lagrangian", "siting.medians.work.is_whole"),
        (PMedian, "lagrangian", "siting.medians.climb.nearest_lists"),
        (CFLP, "branch-and-bound", "siting.capacitated.work.pairs_of"),
        (CFLP, "branch-and-bound", "siting.capacitated.work.has_room"),
        (PCenter, "relaxation", "siting.centers.pursuit.Clients"),
        (PCenter, "relaxation", "siting.centers.pursuit.Pursuit.look"),
    ],
)
def test_interrupted_while_it_is_built_a_start_is_kept(
    model: type[Problem], solver: str, built: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C before the work begins, and just after."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    problem = question(model, 20)
    start = solve(problem, "greedy")
    monkeypatch.setattr(built, stop)
    found = solve(problem, solver, start=start, evaluations=EVALUATIONS)
    assert found.termination is Termination.INTERRUPTED
    assert found.open == start.open
    assert found.objective == pytest.approx(start.objective)
    bare = solve(problem, solver)
    assert bare.termination is Termination.INTERRUPTED
    assert bare.solution is Found.NONE


def test_uflp_search_adds_and_drops() -> None:
    """With a free number of sites the search changes how many are open."""
    from dataclasses import replace

    town = plane(60)
    cheap = UFLP(replace(town, opening=np.full(60, 1.0)))
    dear = UFLP(replace(town, opening=np.full(60, 1e9)))
    assert len(solve(cheap, "interchange").open) > 50
    assert len(solve(dear, "interchange").open) == 1
