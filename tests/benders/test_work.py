"""The whole decomposition on tiny models, against all their whole points."""

from __future__ import annotations

import numpy as np
import pytest
from benders.cases import case, tiny_matrix, whole_points

from siting.benders.work import Work
from siting.limits import Limits, Trace
from siting.milp.highs import Status


def least(seed: int) -> float:
    """The least value by looking at every whole point; -inf without an end."""
    split, worths = case(seed)
    found = [np.inf]
    for whole in whole_points(split):
        ruled = split.rules @ whole
        kept = (ruled >= split.rules_lower) & (ruled <= split.rules_upper)
        costs = worths[whole.tobytes()]
        if kept.all() and not np.isposinf(costs).any():
            found.append(float(split.whole_cost @ whole + costs.sum()))
    return min(found)


@pytest.mark.parametrize("seed", range(60))
def test_it_finds_the_least_of_all_points(seed: int) -> None:
    """With equations, free and fixed variables, either sense, no answer, no end."""
    matrix, best = tiny_matrix(seed), least(seed)
    limits = Limits(time_limit=60)
    sign = 1.0 if matrix.sense == "min" else -1.0
    work = Work(matrix, limits=limits, trace=Trace(limits, sign=sign))
    work.run()
    if np.isposinf(best):
        assert work.is_infeasible
        assert work.bounds.point is None
    elif np.isneginf(best):
        assert work.ended is Status.ERROR
        assert "unbounded" in work.words
    else:
        assert work.ended is Status.OPTIMAL
        assert work.bounds.value == pytest.approx(best, abs=1e-6)
        assert work.bounds.bound == pytest.approx(best, abs=1e-6)
        x = work.bounds.point
        assert x is not None
        assert matrix.holds(x)
        told = work.bounds.told(work.bounds.value)
        assert matrix.cost @ x + matrix.offset == pytest.approx(told, abs=1e-6)


def test_the_tiny_models_are_of_all_kinds() -> None:
    """Some have no answer, some no end, most a best one."""
    values = np.array([least(seed) for seed in range(60)])
    assert np.isposinf(values).sum() >= 5
    assert np.isneginf(values).sum() >= 1
    assert np.isfinite(values).sum() >= 20
