"""Claims that something speaks against: false optima, false denials, wide costs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from contract.oracles import best

from siting import compare, contradiction, solve
from siting.answering import answer
from siting.instance import Instance
from siting.limits import Limits
from siting.models import MCLP, UFLP, PMedian
from siting.models.sscflp import SSCFLP
from siting.problem import Problem
from siting.solution import Found, Proof, Solution, Termination
from siting.solver import Solver
from siting.solvers.highs import Highs


def outliers(seed: int, *, size: float, n: int = 14, m: int = 9) -> Instance:
    """Ordinary costs, and a few that some people write for 'no way'."""
    rng = np.random.default_rng(seed)
    cost = rng.integers(1, 100, (n, m)).astype(float)
    cost[rng.random((n, m)) < 0.15] = size
    cost[:, 0] = rng.integers(1, 100, n)
    return Instance.from_matrix(cost, demand=rng.integers(1, 10, n).astype(float))


@pytest.mark.parametrize("size", [1e6, 1e9, 1e12])
@pytest.mark.parametrize("model", [PMedian, UFLP])
def test_no_false_optimum_beside_one_huge_cost(
    model: type[PMedian], size: float
) -> None:
    """1e12 for 'no way' must not drown the other costs in a solver's tolerances."""
    for seed in range(40):
        town = outliers(seed, size=size)
        if model is UFLP:
            rng = np.random.default_rng(seed)
            town = replace(town, opening=rng.integers(5, 200, 9).astype(float))
        problem = model(town, p=3)
        found = solve(problem)
        optimum = best(problem)
        assert optimum is not None
        assert found.objective >= optimum * (1 - 1e-9)
        assert not found.bound > optimum * (1 + 1e-6)
        if found.is_optimal:
            assert found.objective == pytest.approx(optimum, rel=1e-6)
        if size < 1e12:
            assert found.is_optimal


def test_a_larger_model_beside_one_huge_cost() -> None:
    """One entry of 1e12 in 100 x 100 changes nothing for the rest."""
    xy = np.random.default_rng(4).random((100, 2)) * 100
    cost = Instance.from_points(xy, xy).travel().copy()
    plain = solve(PMedian(Instance.from_matrix(cost), p=12), "highs", time_limit=60)
    cost[3, int(np.argmax(cost[3]))] = 1e12
    odd = solve(PMedian(Instance.from_matrix(cost), p=12), "highs", time_limit=60)
    assert plain.is_optimal
    assert odd.is_optimal
    assert odd.objective == plain.objective


@pytest.mark.parametrize("factor", [1e-15, 1e-6, 1e6])
def test_the_unit_of_cost_changes_no_answer(factor: float) -> None:
    """Checks and searches are as sharp in parsecs as in nanometres."""
    rng = np.random.default_rng(5)
    cost = rng.random((40, 40))
    for solver in ("interchange", "auto"):
        first, second = (
            solve(PMedian(Instance.from_matrix(c), p=5), solver)
            for c in (cost, cost * factor)
        )
        assert second.objective == pytest.approx(first.objective * factor, rel=1e-9)
        assert first.is_optimal == second.is_optimal


@dataclass(frozen=True)
class Denier(Solver):
    """Says that there is no answer where there is one."""

    name = "denier"

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """A false 'infeasible'."""
        return answer(
            problem,
            self,
            limits,
            design=None,
            infeasible=True,
            proof=Proof.SOLVER_CLAIM,
        )

    def another_way(self) -> Solver | None:
        """An honest solver."""
        return Highs()


@pytest.mark.parametrize("model", [PMedian, MCLP])
def test_infeasible_is_not_believed_against_an_answer(model: type[Problem]) -> None:
    """What a short search can do is not impossible; it is solved another way."""
    town = outliers(1, size=90.0)
    problem = MCLP(town, p=2, radius=20) if model is MCLP else PMedian(town, p=2)
    found = solve(problem, Denier())
    assert found.is_optimal
    assert "denier claimed that there is no answer" in found.notes[-1]


@dataclass(frozen=True)
class Boaster(Solver):
    """Opens the first sites and claims a bound that is beyond its own value."""

    name = "boaster"

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """An invalid bound."""
        design = np.arange(problem.instance.m) < (problem.p or 1)
        value = float(problem.evaluate(design[None, :])[0][0, 0])
        return answer(
            problem,
            self,
            limits,
            design=design,
            bound=value * 2,
            proof=Proof.SOLVER_CLAIM,
        )


def test_a_bound_beyond_the_answer_is_contradicted_and_not_shown() -> None:
    """No gap and no bound stay of a claim that its own answer refutes."""
    found = solve(PMedian(outliers(2, size=90.0), p=2), Boaster())
    assert found.proof is Proof.CONTRADICTED
    assert np.isnan(found.bound)
    assert np.isnan(found.gap)
    assert found.to_dict()["bound"] is None


@dataclass(frozen=True)
class Deaf(Solver):
    """Claims the greedy answer optimal; too large to be searched around."""

    name = "deaf"

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """A false optimum."""
        found = solve(problem, "greedy")
        return replace(
            found,
            solver=self,
            limits=limits,
            bound=found.objective,
            proof=Proof.SOLVER_CLAIM,
        )


def test_compare_uses_its_own_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim that another row beats is contradicted, and the better answer is best."""
    rng = np.random.default_rng(12)
    xy = rng.random((60, 2))
    problem = PMedian(Instance.from_points(xy, xy), p=7)
    monkeypatch.setattr("siting.contradiction.is_searchable", lambda _: False)
    table = compare([problem], [Deaf(), "interchange"], reference=None)
    first, second = (row.solution for row in table.rows)
    assert second.objective < first.objective
    assert first.proof is Proof.CONTRADICTED
    assert np.isnan(table.rows[1].best_bound)
    assert table.best is second
    proved = compare([problem], [Deaf(), "interchange"])
    assert len(proved.references) == 1, "a claim that was beaten settles nothing"
    assert proved.best.is_optimal


def test_ctrl_c_during_the_check_keeps_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was found is handed on, without a proof that was not looked at."""

    def stop(_: Solution) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("siting.contradiction.against", stop)
    found = solve(PMedian(outliers(3, size=90.0), p=2), "highs")
    assert found.termination is Termination.INTERRUPTED
    assert found.solution is Found.FEASIBLE
    assert found.proof is Proof.NONE


def packing(n: int = 30) -> SSCFLP:
    """Whole clients into tight sites: too many nonzeros to search by evaluation."""
    rng = np.random.default_rng(3)
    xy = rng.random((n, 2)) * 100
    town = Instance.from_points(xy, xy, demand=rng.integers(5, 30, n).astype(float))
    room = np.full(n, np.ceil(town.demand.sum() / 5))
    return SSCFLP(replace(town, capacity=room, opening=np.full(n, 900.0)))


def test_a_hard_reply_is_not_solved_for_again_to_look_at_a_claim() -> None:
    """The answer's own value is compared with the bound: that takes no time."""
    problem = packing()
    found = solve(problem, "highs", time_limit=20)
    assert found.served is not None
    calls = []

    class Counting(SSCFLP):
        name = "sscflp"

        def evaluate(self, designs: np.ndarray) -> Any:
            calls.append(len(designs))
            return super().evaluate(designs)

    counted = replace(found, problem=Counting(problem.instance))
    assert contradiction.against(counted) is None
    false = replace(counted, bound=found.objective * 1.01)
    better = contradiction.against(false)
    assert better is not None
    assert (better == found.design).all()
    assert calls == []
