"""The linear program that grows, against a second solver after every change."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from siting.milp.hotlp import HotLP, LPStatus


def by_scipy(cost, rows, lower, bounds):  # type: ignore[no-untyped-def]
    """The same program in scipy, with rows >= lower."""
    return linprog(cost, A_ub=-rows, b_ub=-lower, bounds=bounds, method="highs-ipm")


@pytest.mark.parametrize("seed", range(25))
def test_it_is_right_after_rows_come_and_go_and_bounds_change(seed: int) -> None:
    """Value and feasibility are those of a program that is made anew each time."""
    rng = np.random.default_rng(seed)
    k = 6
    cost = rng.integers(1, 10, k).astype(float)
    low, high = np.zeros(k), np.ones(k)
    lp = HotLP(cost, low.copy(), high.copy())
    rows, lower = np.empty((0, k)), np.empty(0)
    for _ in range(8):
        more = rng.integers(0, 5, (2, k)).astype(float)
        ask = rng.integers(1, 6, 2).astype(float)
        lp.add_rows(
            np.array([0, k, 2 * k]), np.tile(np.arange(k), 2), more.ravel(),
            lower=ask, upper=np.full(2, np.inf),
        )  # fmt: skip
        rows, lower = np.vstack([rows, more]), np.append(lower, ask)
        if rng.random() < 0.4:
            gone = rng.choice(len(lower), 1)
            lp.delete_rows(gone)
            rows, lower = np.delete(rows, gone, axis=0), np.delete(lower, gone)
        site = rng.integers(k)
        low[site], high[site] = rng.choice([0.0, 1.0]), 1.0
        lp.set_bounds(np.array([site]), low[[site]], high[[site]])
        assert lp.rows == len(lower)
        status = lp.solve(seconds=10)
        other = by_scipy(cost, rows, lower, np.column_stack([low, high]))
        assert (status is LPStatus.INFEASIBLE) == (other.status == 2)
        if status is LPStatus.OPTIMAL:
            assert lp.value == pytest.approx(other.fun, abs=1e-6)
            point = lp.point()
            assert (rows @ point.x >= lower - 1e-6).all()
            assert (point.dual >= -1e-9).all()


def test_seconds_are_those_of_one_solve() -> None:
    """HiGHS counts the time of all solves together; each has its own here."""
    lp = HotLP(np.ones(2), np.zeros(2), np.ones(2))
    for k in range(40):
        lp.set_bounds(np.array([0]), np.array([k % 2 / 1.0]), np.array([1.0]))
        assert lp.solve(seconds=0.05) is LPStatus.OPTIMAL


def test_begun_at_a_basis_it_ends_where_it_would_have() -> None:
    """A basis is where to begin, not what to find."""
    for upper in (False, True):
        lp = HotLP(np.array([1.0, 2.0]), np.zeros(2), np.ones(2))
        lp.add_rows(
            np.array([0, 2]), np.array([0, 1]), np.ones(2),
            lower=np.array([1.0]), upper=np.array([np.inf]),
        )  # fmt: skip
        lp.begin_at(
            basic=np.array([False, True]),
            at_upper=np.array([upper, False]),
            tight=np.array([True]),
        )
        assert lp.solve(seconds=1) is LPStatus.OPTIMAL
        assert lp.value == pytest.approx(1.0)


@pytest.mark.parametrize("seed", range(10))
def test_it_begins_inside_and_goes_on_from_the_basis(seed: int) -> None:
    """The interior point has the optimum, and rows that come later are obeyed."""
    rng = np.random.default_rng(seed)
    k = 8
    cost = rng.integers(1, 10, k).astype(float)
    rows, lower = rng.integers(0, 5, (5, k)).astype(float), np.full(5, 4.0)
    bounds = np.column_stack([np.zeros(k), np.ones(k)])
    lp = HotLP(cost, bounds[:, 0], bounds[:, 1])
    for r in range(5):
        lp.add_rows(
            np.array([0, k]), np.arange(k), rows[r], lower=lower[[r]],
            upper=np.full(1, np.inf),
        )  # fmt: skip
        if r < 3:
            continue
        status = lp.begin_inside(seconds=10) if r == 3 else lp.solve(seconds=10)
        other = by_scipy(cost, rows[: r + 1], lower[: r + 1], bounds)
        assert (status is LPStatus.OPTIMAL) == (other.status == 0)
        if other.status:
            return
        assert lp.value == pytest.approx(other.fun, abs=1e-6)


@pytest.mark.parametrize("seed", range(25))
def test_what_a_site_would_do_is_tried_beside_the_program(seed: int) -> None:
    """With pivots enough the rises are those of the fixed programs; nothing changes."""
    rng = np.random.default_rng(seed)
    k = 6
    cost = rng.integers(1, 10, k).astype(float)
    rows = rng.integers(0, 5, (4, k)).astype(float)
    lower = np.minimum(rng.integers(1, 6, 4).astype(float), rows.sum(axis=1))
    lp = HotLP(cost, np.zeros(k), np.ones(k))
    lp.add_rows(
        np.arange(5) * k, np.tile(np.arange(k), 4), rows.ravel(),
        lower=lower, upper=np.full(4, np.inf),
    )  # fmt: skip
    assert lp.solve(seconds=10) is LPStatus.OPTIMAL
    value, point, work = lp.value, lp.point(), lp.work
    for most in (1000, 1):
        rise = lp.probe(np.arange(k), np.zeros(k), np.ones(k), pivots=most, seconds=10)
        assert lp.value == value
        assert np.array_equal(lp.point().x, point.x)
        for j in range(k):
            for x in (0, 1):
                bounds = np.column_stack([np.zeros(k), np.ones(k)])
                bounds[j] = x
                other = by_scipy(cost, rows, lower, bounds)
                true = np.inf if other.status == 2 else other.fun - value
                assert rise[j, x] <= true + 1e-6
                if most > 1:
                    assert rise[j, x] == pytest.approx(true, abs=1e-6)
    assert lp.work > work
    assert lp.solve(seconds=10) is LPStatus.OPTIMAL
    assert lp.value == pytest.approx(value)
