"""The exact method for medians: proofs, limits, and the traps it must not fall into."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from contract.differential import mismatches

from siting import read, solve
from siting.instance import Instance
from siting.medians.work import Work
from siting.models import MCLP, UFLP, PMedian
from siting.problem import Problem
from siting.solution import Found, Proof, Termination
from siting.solvers.branch_and_cut import BranchAndCut
from siting.solvers.lagrangian import Lagrangian


def random_town(seed: int, *, n: int = 40, whole: bool = True) -> Instance:
    """Costs by chance, which no distance would have: bounds are far from the best."""
    rng = np.random.default_rng(seed)
    cost = rng.random((n, n)) * 100
    demand = rng.integers(0, 5, n).astype(float)
    return Instance.from_matrix(np.rint(cost) if whole else cost, demand=demand)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("whole", [True, False])
def test_costs_that_are_no_distances_are_proved(seed: int, whole: bool) -> None:
    """As HiGHS on the textbook model says, and certified."""
    problem = PMedian(random_town(seed, whole=whole), p=4)
    found = solve(problem, "branch-and-cut")
    assert found.is_optimal
    assert found.proof is Proof.CERTIFIED
    other = solve(problem, "highs")
    assert found.objective == pytest.approx(other.objective, rel=2e-6)


@pytest.mark.parametrize("few", [0, 10_000])
@pytest.mark.parametrize("model", [PMedian, UFLP])
def test_both_ways_to_branch_agree_with_enumeration(
    model: type[Problem], few: int
) -> None:
    """Linear programs with cuts, and multipliers alone."""
    solver = BranchAndCut(few=few)
    assert not mismatches(model, solver, 200, seed=41, exact=True)


@pytest.mark.parametrize("few", [0, 10_000])
@pytest.mark.parametrize("whole", [True, False])
def test_both_ways_to_branch_prove_what_highs_does(few: int, whole: bool) -> None:
    """Where there is much to branch on."""
    problem = PMedian(random_town(9, n=30, whole=whole), p=5)
    found = solve(problem, BranchAndCut(few=few))
    assert found.is_optimal
    assert found.proof is Proof.CERTIFIED
    other = solve(problem, "highs")
    assert found.objective == pytest.approx(other.objective, rel=2e-6)


@pytest.mark.parametrize("listed", [1, 2, 5])
def test_short_lists_prove_the_same(listed: int) -> None:
    """Trap: a client without an open site in its list must keep its cap."""
    problem = PMedian(random_town(7), p=3)
    short = solve(problem, BranchAndCut(listed=listed))
    whole = solve(problem, BranchAndCut(listed=40))
    assert short.is_optimal
    assert short.objective == whole.objective


@pytest.mark.parametrize("few", [0, 10_000])
@pytest.mark.parametrize("listed", [1, 2])
def test_short_lists_agree_with_enumeration(listed: int, few: int) -> None:
    """Also where clients have no open site in theirs, or there is no answer at all."""
    solver = BranchAndCut(listed=listed, few=few)
    assert not mismatches(PMedian, solver, 150, seed=43, exact=True)


def test_far_costs_that_are_not_whole_are_not_rounded_away() -> None:
    """Near ones are whole, and the best design has a client beyond them."""
    cost = np.full((15, 80), 1000.0)
    cost[np.arange(10), np.arange(10)] = 0
    cost[10:, :10] = 3.5
    cost[10:, 10:74] = np.arange(64) % 3 + 1
    cost[10:, 74:] = 4.5
    found = solve(PMedian(Instance.from_matrix(cost), p=10), "branch-and-cut")
    assert found.objective == 17.5
    assert found.bound <= 17.5


def test_an_answer_beyond_the_lists_is_found() -> None:
    """Clients that hardly count are served by sites that no list needs to hold."""
    rng = np.random.default_rng(0)
    cost = rng.integers(1, 50, (105, 200)).astype(float)
    cost[:100, 130:] = np.inf
    cost[100:, :130] = np.inf
    demand = np.where(np.arange(105) < 100, 1.0, 0.0)
    problem = PMedian(Instance.from_matrix(cost, demand=demand), p=25)
    found = solve(problem, "branch-and-cut")
    assert (found.objective, found.is_optimal) == (132, True)  # HiGHS


def test_an_optimum_of_nothing_is_closed() -> None:
    """Rounding is more than any gap of 0."""
    cost = np.abs(np.arange(24)[:, None] // 2 - np.arange(24) // 2) * 1.1
    found = solve(PMedian(Instance.from_matrix(cost), p=12), "branch-and-cut")
    assert (found.objective, found.bound) == (0, 0)


@pytest.mark.parametrize("seed", range(4))
def test_fixed_costs_beside_a_free_number(seed: int) -> None:
    """UFLP, with costs such that some are worth opening and some not."""
    town = replace(random_town(seed, n=25), opening=np.arange(25) * 7.0 + 40)
    problem = UFLP(town)
    found = solve(problem, "branch-and-cut")
    assert found.is_optimal
    assert found.objective == pytest.approx(solve(problem, "highs").objective)


def test_too_few_sites_for_all_is_infeasible() -> None:
    """Two groups that no site connects, and one site."""
    cost = np.full((4, 4), np.inf)
    cost[:2, :2], cost[2:, 2:] = 1.0, 1.0
    town = Instance.from_matrix(cost)
    found = solve(PMedian(town, p=1), "branch-and-cut")
    assert found.solution is Found.INFEASIBLE
    assert np.isnan(found.bound)
    assert solve(PMedian(town, p=2), "branch-and-cut").objective == 4


@pytest.mark.parametrize("seed", range(12))
def test_no_answer_is_said_to_be_none(seed: int) -> None:
    """Clients whom p sites cannot all serve, by chance; as HiGHS says."""
    rng = np.random.default_rng(seed)
    cost = np.where(rng.random((12, 8)) < 0.35, rng.integers(1, 9, (12, 8)), np.inf)
    cost[np.arange(12), rng.integers(0, 8, 12)] = 5.0
    problem = PMedian(Instance.from_matrix(cost), p=3)
    found = solve(problem, "branch-and-cut")
    other = solve(problem, "highs")
    assert found.solution == other.solution
    if found.solution is Found.FEASIBLE:
        assert found.objective == other.objective


def test_a_cap_that_nobody_keeps_ends_at_once() -> None:
    """Three places far apart, and one site."""
    far = Instance.from_matrix([[3, 50, 50], [50, 3, 50], [50, 50, 3]])
    found = solve(PMedian(far, p=1, max_travel=3), "branch-and-cut")
    assert found.solution is Found.INFEASIBLE


def test_the_time_limit_leaves_an_answer_and_a_bound_that_holds() -> None:
    """Random costs of this size take minutes."""
    problem = PMedian(random_town(1, n=250), p=12)
    found = solve(problem, "branch-and-cut", time_limit=1.5)
    assert found.termination is Termination.TIME_LIMIT
    assert found.proof is Proof.CERTIFIED
    assert 0 < found.bound < found.objective


@pytest.mark.parametrize("solver", ["branch-and-cut", "lagrangian"])
@pytest.mark.parametrize("given", [True, False])
def test_time_that_is_up_while_lists_are_made_leaves_an_answer(
    solver: str, given: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The start, or one by chance; none of what would come next is begun."""

    def begun(*_: object, **__: object) -> None:
        raise AssertionError("a search begins when time is up")

    problem = PMedian(random_town(1, n=1500), p=12)
    start = solve(problem, "greedy") if given else None
    solve(problem, solver, time_limit=0.01)  # kernels are compiled
    monkeypatch.setattr("siting.medians.incumbent.Swaps", begun)
    found = solve(problem, solver, time_limit=1e-6, start=start)
    assert found.termination is Termination.TIME_LIMIT
    assert found.proof is Proof.CERTIFIED
    assert found.bound <= found.objective
    assert start is None or found.open == start.open


def test_a_gap_that_is_allowed_is_kept_and_used() -> None:
    """It ends with a bound no farther than was asked."""
    problem = PMedian(random_town(2, n=60), p=6)
    found = solve(problem, "branch-and-cut", gap=0.2)
    assert found.gap <= 0.2
    exact = solve(problem, "branch-and-cut")
    assert found.bound <= exact.objective <= found.objective


def test_it_begins_at_a_start() -> None:
    """An answer is never worse than what it began with."""
    problem = PMedian(random_town(3), p=4)
    best = solve(problem, "branch-and-cut")
    again = solve(problem, "branch-and-cut", start=best)
    assert again.objective == best.objective
    assert again.trace[0][1] == best.objective


def test_whole_costs_are_proved_to_the_last_one() -> None:
    """Also where one is less than the gap that counts as optimal."""
    town = random_town(5)
    large = Instance.from_matrix(town.cost * 1e6 + np.arange(40), demand=town.demand)
    found = solve(PMedian(large, p=4), "branch-and-cut")
    assert found.bound == found.objective


@pytest.mark.parametrize("name", ["pmed1", "pmed2", "pmed7", "pmed26"])
def test_published_optima_are_proved(name: str, data_folder: Path) -> None:
    """OR-Library's pmedopt, as in optima.csv of the data folder."""
    del data_folder
    optimum = {"pmed1": 5819, "pmed2": 4093, "pmed7": 5631, "pmed26": 9917}[name]
    found = solve(PMedian(read(f"orlib:{name}")), "branch-and-cut")
    assert found.is_optimal
    assert (found.objective, found.bound) == (optimum, optimum)


def test_an_end_with_a_gap_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is proved has no such words; nor has what time has ended."""
    problem = PMedian(random_town(5), p=4)
    assert not solve(problem, "branch-and-cut").reason
    short = solve(problem, Lagrangian(steps=1))
    assert short.termination is Termination.FINISHED
    assert "at step 1 at the latest" in short.reason

    def give_up(self: Work, length: int) -> bool:
        self.climb(length, steps=1)
        return False

    monkeypatch.setattr(Work, "run", give_up)
    found = solve(problem, "branch-and-cut")
    assert found.termination is Termination.FINISHED
    assert "what is left of the gap is rounding" in found.reason
    late = solve(PMedian(random_town(5, n=300), p=4), "lagrangian", time_limit=1e-3)
    assert late.termination is Termination.TIME_LIMIT
    assert not late.reason


def test_what_is_no_median_is_refused() -> None:
    """In a sentence that names what would do."""
    town = random_town(1)
    refusal = BranchAndCut().refuses(MCLP(town, p=2, radius=20))
    assert refusal is not None
    assert "takes medians (p-median, uflp), and mclp is none" in refusal
    limited = BranchAndCut().refuses(UFLP(replace(town, opening=[1.0] * 40), budget=9))
    assert limited is not None
    assert "takes no budget, quotas or separation" in limited
