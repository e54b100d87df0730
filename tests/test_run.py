"""The verb solve: the check after every answer, and the search against its bound."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest

from siting import solve
from siting.answering import answer
from siting.errors import RefusedError, SolverError, UsageError
from siting.instance import Instance
from siting.limits import Limits, Progress
from siting.models import MCLP, PMedian
from siting.problem import Problem
from siting.solution import Found, Proof, Solution, Termination
from siting.solver import Solver
from siting.solvers.highs import Highs


def line(n: int = 10) -> Instance:
    """Villages on a line, one apart."""
    x = np.arange(float(n))
    return Instance.from_matrix(np.abs(x[:, None] - x[None, :]), name="line")


@dataclass(frozen=True)
class Liar(Solver):
    """Opens the first p sites and calls that optimal, as HiGHS 1.14.0 did."""

    name = "liar"
    honest_twin: bool = True

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """A false optimum."""
        design = np.zeros(problem.instance.m, dtype=bool)
        design[: problem.p] = True
        value = float(problem.evaluate(design[None, :])[0][0, 0])
        return answer(
            problem,
            self,
            limits,
            design=design,
            bound=value,
            proof=Proof.SOLVER_CLAIM,
        )

    def another_way(self) -> Solver | None:
        """An honest solver, or none."""
        return Highs() if self.honest_twin else None


def test_a_false_optimum_is_contradicted_and_solved_another_way() -> None:
    """What a search around the answer beats is not believed."""
    found = solve(PMedian(line(), p=2), Liar())
    assert found.is_optimal
    assert found.objective == solve(PMedian(line(), p=2), "highs").objective
    assert "liar claimed the bound" in found.notes[-1]
    assert "solved again another way" in found.notes[-1]


def test_a_false_optimum_without_another_way_is_called_contradicted() -> None:
    """The better design is kept, and nothing is called optimal."""
    found = solve(PMedian(line(), p=2), Liar(honest_twin=False))
    assert found.proof is Proof.CONTRADICTED
    assert not found.is_optimal
    first_two = float(np.maximum(np.arange(10) - 1, 0).sum())
    assert found.objective < first_two


def test_a_false_bound_of_coverage_is_contradicted_too() -> None:
    """Maximising: the claim is beaten from above."""
    found = solve(MCLP(line(), p=2, radius=1), Liar(honest_twin=False))
    assert found.proof is Proof.CONTRADICTED
    assert found.objective > 3


@dataclass(frozen=True)
class Cheat(Solver):
    """Returns a value that its design is not worth."""

    name = "cheat"

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """A wrong objective."""
        design = np.arange(problem.instance.m) < (problem.p or 1)
        return Solution(
            problem=problem,
            solver=self,
            limits=limits,
            termination=Termination.FINISHED,
            solution=Found.FEASIBLE,
            proof=Proof.NONE,
            design=design,
            objective=1.0,
        )


def test_a_wrong_value_is_the_solvers_fault() -> None:
    """The independent checker stops an answer whose arithmetic is wrong."""
    with pytest.raises(SolverError, match=r"cheat gave an answer that fails the check"):
        solve(PMedian(line(), p=2), Cheat())


@dataclass(frozen=True)
class Broken(Solver):
    """Opens nothing at all."""

    name = "broken"

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """A design that breaks the rules."""
        none = np.zeros(problem.instance.m, dtype=bool)
        return answer(problem, self, limits, design=none, bound=0.0)


def test_a_design_that_breaks_the_rules_is_no_answer() -> None:
    """No values where there is no point; raise_for_status says so."""
    found = solve(PMedian(line(), p=2), Broken())
    assert found.solution is Found.NONE
    assert found.open == ()
    assert math.isnan(found.objective)
    with pytest.raises(SolverError, match=r"p-median on 'line' has no answer \(none\)"):
        found.raise_for_status()


def test_unknown_solver_offers_the_nearest() -> None:
    """A slip of the pen is answered with the name that was meant."""
    with pytest.raises(UsageError, match=r"did you mean 'highs'\?"):
        solve(PMedian(line(), p=2), "higs")


def test_refusal_is_a_sentence_before_anything_runs() -> None:
    """A method that does not take a problem says so."""
    with pytest.raises(RefusedError) as caught:
        solve(MCLP(line(), p=1, radius=1), "lagrangian")
    assert str(caught.value) == (
        "lagrangian takes medians (p-median, uflp), and mclp is none; "
        "use highs, greedy or interchange."
    )


def test_start_must_be_of_the_same_sites_and_keep_the_rules() -> None:
    """A start for another question is refused, with what is wrong."""
    three = solve(PMedian(line(), p=3), "greedy")
    with pytest.raises(UsageError, match=r"the start opens 3 sites in a way that"):
        solve(PMedian(line(), p=2), start=three)
    with pytest.raises(UsageError, match=r"sites of another instance"):
        solve(PMedian(line(5), p=3), start=three)


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ({"time_limit": 0}, "time_limit is 0; expected a number of seconds > 0."),
        ({"time_limit": math.nan}, "time_limit is nan; expected"),
        ({"gap": -1}, "gap is -1; expected a number >= 0, such as 0.01 for 1 %."),
        ({"threads": 0}, "threads is 0 and seed 0; expected at least 1 thread"),
        ({"seed": -1}, "threads is 1 and seed -1; expected at least 1 thread"),
    ],
)
def test_senseless_limits_are_refused(limit: dict[str, float], sentence: str) -> None:
    """Limits are checked before the run."""
    with pytest.raises(UsageError) as caught:
        solve(PMedian(line(), p=2), **limit)
    assert sentence in str(caught.value)


def test_progress_is_heard_while_it_runs() -> None:
    """Incumbents come in order of time and never get worse."""
    heard: list[Progress] = []
    rng = np.random.default_rng(2)
    xy = rng.random((90, 2))
    solve(PMedian(Instance.from_points(xy, xy), p=9), watch=heard.append)
    values = [h.objective for h in heard if not math.isnan(h.objective)]
    assert values == sorted(values, reverse=True)
    assert [h.seconds for h in heard] == sorted(h.seconds for h in heard)
    assert len(values) > 1


def test_too_few_sites_to_reach_everybody_names_the_smallest_number() -> None:
    """Three islands need three sites; the reason is found by solving for it."""
    cost = np.where(np.eye(3) == 1, 0.0, np.inf)
    found = solve(PMedian(Instance.from_matrix(cost), p=2))
    assert found.solution is Found.INFEASIBLE
    (out,) = (x for x in "123" if f"client {x!r}" in found.reason)
    assert found.reason == (
        "no allowed choice of sites answers p-median: at best 1 of 3 clients is left "
        f"out: client {out!r} has no way to any open site; 2 open sites cannot do it, "
        "and the smallest number that would do is 3."
    )


def test_gap_limit_stops_early_and_says_so() -> None:
    """Within the asked gap the run may end; only a closed gap is called optimal."""
    rng = np.random.default_rng(3)
    xy = rng.random((120, 2)) * 100
    found = solve(PMedian(Instance.from_points(xy, xy), p=6), gap=0.5)
    assert found.gap <= 0.5
    assert found.bound <= found.objective
