"""The arithmetic of cuts, against all whole points of tiny models.

A cut that is false at one point loses an answer; these tests are why it is believed.
"""

from __future__ import annotations

import numpy as np
import pytest
from benders.cases import case, tiny_matrix, whole_points
from scipy.optimize import linprog

from siting.benders.cuts import Cuts, cuts_from, strengthened
from siting.benders.recourse import Recourse
from siting.benders.split import Split
from siting.cost import Floats
from siting.milp.hotlp import LPStatus

SEEDS = range(30)
SLACK = 1e-6


def multipliers(split: Split, seed: int) -> list[Floats]:
    """Those of replies to whole and other points, the same disturbed, and noise."""
    rng = np.random.default_rng(seed)
    recourse, k = Recourse(split), split.replies.shape[0]
    points = [*whole_points(split)]
    points += [rng.uniform(split.whole_lower, split.whole_upper) for _ in range(3)]
    good = [recourse.reply(x, seconds=10).multiplier for x in points]
    wrong = [u + rng.normal(size=k) * rng.choice([1e-7, 1.0]) for u in good]
    noise = [rng.normal(size=k) * 10.0 ** rng.integers(-3, 4) for _ in range(10)]
    odd = [np.full(k, np.nan), np.full(k, np.inf), np.zeros(k)]
    return [*good, *wrong, *noise, *odd]


def assert_no_point_breaks(cuts: Cuts, value: dict[bytes, Floats]) -> None:
    """No point has a part that costs less than a cut says."""
    for point, costs in value.items():
        says = cuts.at(np.frombuffer(point))
        room = SLACK * np.maximum(1.0, np.abs(says))
        assert (says <= costs[cuts.part] + room).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cut_holds_at_every_design(seed: int) -> None:
    """Whatever the multipliers are, noise and NaN included."""
    split, value = case(seed)
    for u in multipliers(split, seed):
        cuts = cuts_from(split, u, cost=split.rest_cost)
        assert np.isfinite(cuts.constant).all()
        assert_no_point_breaks(cuts, value)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_design_with_a_reply_is_cut_off(seed: int) -> None:
    """Inequalities 0 >= ... hold wherever the part has a reply, for any multipliers."""
    split, worths = case(seed)
    none = np.zeros(len(split.rest))
    value = {
        point: np.where(np.isposinf(costs), np.inf, 0.0)
        for point, costs in worths.items()
    }
    for u in multipliers(split, seed):
        assert_no_point_breaks(cuts_from(split, u, cost=none), value)


@pytest.mark.parametrize("seed", SEEDS)
def test_designs_without_a_reply_are_cut_off(seed: int) -> None:
    """And only those are said to have none."""
    split, worths = case(seed)
    recourse, none = Recourse(split), np.zeros(len(split.rest))
    for point, costs in worths.items():
        whole = np.frombuffer(point)
        reply = recourse.reply(whole, seconds=10)
        assert (reply.status is LPStatus.INFEASIBLE) == np.isposinf(costs).any()
        if reply.status is LPStatus.INFEASIBLE:
            cuts = cuts_from(split, reply.multiplier, cost=none)
            assert cuts.at(whole).max(initial=0.0) > 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_cuts_are_tight_where_they_were_made(seed: int) -> None:
    """Else the master would propose the same design for ever."""
    split, worths = case(seed)
    recourse = Recourse(split)
    for point, costs in worths.items():
        whole = np.frombuffer(point)
        reply = recourse.reply(whole, seconds=10)
        if reply.rest is None or np.isneginf(costs).any():
            continue
        paid = float(split.rest_cost @ reply.rest)
        assert paid == pytest.approx(costs.sum(), abs=1e-6)
        cuts = cuts_from(split, reply.multiplier, cost=split.rest_cost)
        said = np.full(split.parts, -np.inf)
        said[cuts.part] = cuts.at(whole)
        np.testing.assert_allclose(said, costs, atol=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_rounding_in_multipliers_costs_next_to_nothing(seed: int) -> None:
    """Multipliers of rows that have no such side, and of unbounded variables."""
    split, worths = case(seed)
    recourse, rng = Recourse(split), np.random.default_rng(seed)
    for point, costs in worths.items():
        whole = np.frombuffer(point)
        reply = recourse.reply(whole, seconds=10)
        if reply.rest is None or np.isneginf(costs).any():
            continue
        u = reply.multiplier + rng.normal(size=len(reply.multiplier)) * 1e-9
        cuts = cuts_from(split, u, cost=split.rest_cost)
        said = np.full(split.parts, -np.inf)
        said[cuts.part] = cuts.at(whole)
        np.testing.assert_allclose(said, costs, atol=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_strengthened_cuts_hold_and_say_no_less(seed: int) -> None:
    """At whole points they are as true as before; within the box they say as much."""
    split, value = case(seed)
    floor = np.min([*value.values()], axis=0)
    rng = np.random.default_rng(seed)
    for u in multipliers(split, seed):
        cuts = cuts_from(split, u, cost=split.rest_cost)
        cuts = cuts.among(np.isfinite(floor[cuts.part]))
        better = strengthened(cuts, split, floor=floor[cuts.part])
        assert_no_point_breaks(better, value)
        inside = rng.uniform(split.whole_lower, split.whole_upper)
        size = np.maximum(1.0, np.abs(cuts.at(inside)))
        assert (better.at(inside) >= cuts.at(inside) - 1e-6 * size).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_point_is_beyond_the_implied_bounds(seed: int) -> None:
    """Each variable's extremes over the linear relaxation are within them."""
    matrix = tiny_matrix(seed)
    split = Split.of(matrix)
    table = np.zeros(matrix.shape)
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.start))
    table[row, matrix.column] = matrix.value
    below, above = np.isfinite(matrix.row_lower), np.isfinite(matrix.row_upper)
    for k, column in enumerate(split.rest):
        for sign, bound in ((1.0, split.low[k]), (-1.0, split.high[k])):
            cost = np.zeros(matrix.shape[1])
            cost[column] = sign
            found = linprog(
                cost,
                A_ub=np.vstack([table[above], -table[below]]),
                b_ub=np.concatenate(
                    [matrix.row_upper[above], -matrix.row_lower[below]]
                ),
                bounds=list(zip(matrix.lower, matrix.upper, strict=True)),
            )
            if found.status == 0:
                assert found.fun >= sign * bound - 1e-6
            elif found.status == 3:
                assert np.isinf(bound)


def test_parts_are_those_that_share_nothing() -> None:
    """Two continuous variables in one row are in one part, others are not."""
    for seed in SEEDS:
        split = Split.of(tiny_matrix(seed))
        table = split.replies.toarray() != 0
        joined = table.T.astype(int) @ table.astype(int) + np.eye(len(split.rest))
        together = np.linalg.matrix_power(joined, len(split.rest)) > 0
        same = split.rest_part[:, None] == split.rest_part[None, :]
        np.testing.assert_array_equal(together, same)
