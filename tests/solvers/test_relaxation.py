"""Exact centers against enumeration and laws, and every trap on the way."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from siting import Instance, solve
from siting.centers import pursuit
from siting.centers.pursuit import Pursuit
from siting.centers.weighing import Weighing
from siting.errors import RefusedError
from siting.limits import Progress
from siting.models import MCLP, PCenter, PMedian
from siting.solution import Found, Proof, Solution, Termination
from siting.solvers.relaxation import Relaxation


def plane(n: int, *, seed: int = 0) -> Instance:
    """Random points with random weights."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 1000
    return Instance.from_points(xy, xy, demand=rng.integers(0, 9, n).astype(float))


def best(table: np.ndarray, p: int) -> float:
    """The optimum by looking at all designs; infinite when nobody can serve all."""
    designs = combinations(range(table.shape[1]), p)
    return min(float(table[:, list(d)].min(axis=1).max()) for d in designs)


def proved(plan: Solution, value: float) -> None:
    """The optimum, certified."""
    assert plan.objective == value
    assert plan.bound == value
    assert plan.proof is Proof.CERTIFIED
    assert plan.termination is Termination.FINISHED


@pytest.mark.parametrize("seed", range(25))
def test_ties_islands_and_weights_by_enumeration(seed: int) -> None:
    """Few values, many of them equal; some pairs without a way; weights with zeros."""
    rng = np.random.default_rng(seed)
    cost = rng.integers(0, 5, (14, 9)).astype(float)
    cost[rng.random(cost.shape) < 0.3] = np.inf
    cost[np.arange(14), rng.integers(9, size=14)] = 2.0
    demand = rng.integers(0, 4, 14).astype(float)
    town = Instance.from_matrix(cost, demand=demand)
    for weighted in (False, True):
        worth = np.where(np.isfinite(cost), demand[:, None], 1.0) if weighted else 1.0
        for p in (1, 2, 4, 9):
            optimum = best(np.where(np.isfinite(cost), worth * cost, np.inf), p)
            plan = solve(PCenter(town, p=p, weighted=weighted), "relaxation")
            if optimum < np.inf:
                proved(plan, optimum)
                continue
            assert plan.solution is Found.INFEASIBLE
            assert plan.proof is Proof.CERTIFIED
            assert np.isnan(plan.bound)


def test_more_than_a_linear_program_is_needed() -> None:
    """Where the linear program refutes less, branch and bound finds and proves."""
    rng = np.random.default_rng(6)
    trees = 0
    for _ in range(20):
        cost = rng.integers(1, 1000, (60, 14)).astype(float)
        plan = solve(PCenter(Instance.from_matrix(cost), p=5), "relaxation")
        proved(plan, best(cost, 5))
        words: list[str] = []

        def hear(news: Progress, said: list[str] = words) -> None:
            said.append(news.words)

        solve(plan.problem, "relaxation", watch=hear)
        trees += any("refuted" in text for text in words)
    assert trees > 3


def test_a_client_of_weight_0_counts() -> None:
    """Unweighted like others; weighted at no cost, but it needs a way."""
    cost = np.array([[0.0, 9.0], [7.0, np.inf], [np.inf, 2.0]])
    town = Instance.from_matrix(cost, demand=[1.0, 0.0, 0.0])
    proved(solve(PCenter(town, p=2), "relaxation"), 7.0)
    proved(solve(PCenter(town, p=2, weighted=True), "relaxation"), 0.0)
    alone = solve(PCenter(town, p=1, weighted=True), "relaxation")
    assert alone.solution is Found.INFEASIBLE


def test_all_at_one_place() -> None:
    """Duplicates everywhere: the value is 0, and p sites are open all the same."""
    xy = np.ones((30, 2))
    plan = solve(PCenter(Instance.from_points(xy, xy), p=4), "relaxation")
    proved(plan, 0.0)
    assert len(plan.open) == 4


def test_required_forbidden_and_existing_sites() -> None:
    """p counts required ones; with all of them fixed there is nothing to decide."""
    town = plane(40)
    table = town.travel()
    free = [j for j in range(40) if j != 7]
    optimum = min(
        table[:, [3, a, b]].min(axis=1).max() for a, b in combinations(free, 2)
    )
    given = {"required": (town.sites[3],), "forbidden": (town.sites[7],)}
    plan = solve(PCenter(town, p=3, **given), "relaxation")
    proved(plan, float(optimum))
    assert town.sites[3] in plan.open
    assert town.sites[7] not in plan.open
    fixed = solve(PCenter(town, p=2, required=town.sites[:2]), "relaxation")
    proved(fixed, float(table[:, :2].min(axis=1).max()))
    role = np.array(["existing"] * 2 + ["candidate"] * 38)
    more = PCenter(replace(town, role=role), add=1)
    optimum = min(table[:, [0, 1, j]].min(axis=1).max() for j in range(2, 40))
    proved(solve(more, "relaxation"), float(optimum))


def test_from_coordinates_as_from_a_table() -> None:
    """No table is stored for points, and the answer is the same to the last bit."""
    from siting.cost import PointCost

    town = plane(150, seed=3)
    assert town.client_xy is not None
    points = PointCost(town.client_xy, town.client_xy, "euclid")
    for weighted in (False, True):
        one = solve(PCenter(town, p=6, weighted=weighted), "relaxation")
        thin = replace(town, cost=points)
        other = solve(PCenter(thin, p=6, weighted=weighted), "relaxation")
        assert (one.open, one.objective, one.bound) == (
            other.open,
            other.objective,
            other.bound,
        )
        assert one.proof is Proof.CERTIFIED


def test_scaling_and_order_change_nothing() -> None:
    """Values scale with the costs; a permutation of clients and sites is none."""
    town = plane(60, seed=5)
    value = solve(PCenter(town, p=5), "relaxation").objective
    cost = town.travel()
    for factor in (1e-9, 2.0**20, 1e8):
        plan = solve(PCenter(Instance.from_matrix(cost * factor), p=5), "relaxation")
        assert plan.objective == pytest.approx(value * factor, rel=1e-12)
        assert plan.is_optimal
    order = np.random.default_rng(0).permutation(60)
    turned = Instance.from_matrix(cost[order][:, order[::-1]])
    assert solve(PCenter(turned, p=5), "relaxation").objective == value


def test_values_fall_with_p() -> None:
    """And the last is 0: everybody has an own site."""
    town = plane(30, seed=8)
    values = [solve(PCenter(town, p=p), "relaxation").objective for p in range(1, 31)]
    assert values == sorted(values, reverse=True)
    assert values[-1] == 0 < values[-2]


def test_a_gap_is_kept_and_its_bound_is_true() -> None:
    """Asked for 5 %, the bound is below the optimum and within 5 % of the answer."""
    problem = PCenter(plane(200, seed=9), p=8)
    optimum = solve(problem, "relaxation").objective
    plan = solve(problem, "relaxation", gap=0.05)
    assert plan.bound <= optimum <= plan.objective
    assert plan.gap <= 0.05
    assert plan.termination is Termination.FINISHED


def test_time_that_is_up_leaves_an_honest_bound() -> None:
    """Whenever it is stopped, the bound is below the optimum and the value above."""
    problem = PCenter(plane(250, seed=1), p=9)
    optimum = solve(problem, "relaxation").objective
    for seconds in (1e-3, 0.02, 0.05, 0.2):
        plan = solve(problem, "relaxation", time_limit=seconds)
        assert plan.solution is Found.FEASIBLE
        assert not plan.bound > optimum
        assert plan.objective >= optimum
        late = plan.termination is Termination.TIME_LIMIT
        assert late or plan.is_optimal


def test_an_interrupt_keeps_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle gives the design and the bound so far."""

    def stop(self: Pursuit, t: float, *, swaps: int, relax: bool) -> None:  # noqa: ARG001
        raise KeyboardInterrupt

    monkeypatch.setattr(Pursuit, "attempt", stop)
    plan = solve(PCenter(plane(80), p=5), "relaxation")
    assert plan.termination is Termination.INTERRUPTED
    assert plan.solution is Found.FEASIBLE
    assert not plan.is_optimal


def test_nothing_of_highs_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prices that are made up refute nothing: the bound is never beyond the optimum.

    HiGHS has named bounds above the optimum (31 where it was 30), which made pmed13
    37 instead of 36.
    """
    from siting.centers.covering_lp import CoveringLP

    problem = PCenter(plane(60, seed=2), p=5)
    optimum = solve(problem, "relaxation").objective
    true_prices, true_refutes = CoveringLP.prices.fget, Weighing.refutes
    assert true_prices is not None
    for lie in (lambda u: u * 3 + 0.2, lambda u: np.ones_like(u), lambda u: -u):
        lying = property(lambda self, lie=lie: lie(true_prices(self)))
        monkeypatch.setattr(CoveringLP, "prices", lying)

        def refutes(self: Weighing, k: int, *, lie=lie) -> bool:
            self._price = lie(self._price)
            return true_refutes(self, k)

        monkeypatch.setattr(Weighing, "refutes", refutes)
        monkeypatch.setattr(
            pursuit, "ascent", lambda t, lie=lie, **_: (lie(np.ones(len(t)) / 3), 9e9)
        )
        plan = solve(problem, "relaxation", time_limit=3)
        assert not plan.bound > optimum
        assert not plan.is_optimal or plan.objective == optimum


def test_a_program_that_fails_is_no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without linear programs the run ends by itself, with what it has."""
    from siting.centers.covering_lp import CoveringLP
    from siting.milp.hotlp import LPStatus

    def fail(self: CoveringLP, **_: float | None) -> LPStatus:  # noqa: ARG001
        return LPStatus.STOPPED

    problem = PCenter(plane(60, seed=2), p=5)
    optimum = solve(problem, "relaxation").objective
    monkeypatch.setattr(CoveringLP, "solve", fail)
    monkeypatch.setattr(Weighing, "begin", lambda *_, **__: False)
    monkeypatch.setattr(pursuit, "ascent", lambda t, **_: (np.zeros(len(t)), 0.0))
    plan = solve(problem, "relaxation")
    assert plan.termination is Termination.ERROR
    assert "did not finish a linear program" in plan.reason
    assert plan.objective >= optimum
    assert not plan.bound > optimum


def test_a_value_just_below_is_not_forgotten() -> None:
    """Costs that differ in the last bit are different costs."""
    a = 1.0
    b = math.nextafter(a, 2)
    cost = np.array([[a, b, b], [b, a, b], [b, b, a]])
    proved(solve(PCenter(Instance.from_matrix(cost), p=2), "relaxation"), b)
    cost[2, 0] = a
    proved(solve(PCenter(Instance.from_matrix(cost), p=2), "relaxation"), a)


def test_what_it_does_not_take_is_said() -> None:
    """With the reason and the remedy."""
    town = plane(12)
    method = Relaxation()
    assert "takes centers" in (method.refuses(PMedian(town, p=2)) or "")
    assert "takes centers" in (method.refuses(MCLP(town, p=2, radius=9)) or "")
    limited = PCenter(town, p=2, separation=300.0)
    with pytest.raises(RefusedError, match="takes no budget, quotas or separation"):
        solve(limited, "relaxation")
