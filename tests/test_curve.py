from __future__ import annotations

import numpy as np
import pytest
from contract.cases import random_problems

from siting import solve
from siting.curve import greedy_curve
from siting.models import LSCP, MCLP, UFLP, PCenter, PMedian
from siting.problem import Problem


@pytest.mark.parametrize("model", [PMedian, MCLP, PCenter, UFLP, LSCP])
def test_every_point_of_the_curve_is_the_greedy_answer(model: type[Problem]) -> None:
    """The last one is that of the solver, and each is what evaluation says of it."""
    for problem in random_problems(model, 30, seed=41):
        curve = greedy_curve(problem)
        names = list(problem.instance.sites)
        for k in range(1, len(curve.order) + 1):
            design = np.isin(names, curve.order[:k])
            values, violation = problem.evaluate(design[None, :])
            if violation[0] == 0:
                assert curve.values[k - 1] == values[0, 0]
        last = solve(problem, "greedy")
        if last.design is not None:
            assert set(last.open) == set(curve.order)
            assert curve.values[-1] == last.objective


def test_each_cover_gains_less_than_the_one_before() -> None:
    """Coverage is submodular: greedy gains never grow."""
    for problem in random_problems(MCLP, 40, seed=42):
        if problem.rules.extra:  # a site may be taken to keep a rule
            continue
        held = int(problem.rules.must.sum())
        gains = greedy_curve(problem).gains[max(held, 1) :]
        slack = 1e-9 * problem.instance.demand.sum()
        assert (np.diff(gains) <= slack).all()


def test_a_prefix_is_the_curve_of_fewer_sites() -> None:
    """One run is worth all of them."""
    for problem in random_problems(PMedian, 40, seed=43):
        if problem.rules.extra or problem.p is None:
            continue
        whole = greedy_curve(problem)
        for p in range(max(1, int(problem.rules.must.sum())), problem.p):
            from dataclasses import replace

            part = greedy_curve(replace(problem, p=p))
            assert part.order == whole.order[: len(part.order)]
