"""Points for known answers, without a solver."""

from __future__ import annotations

import numpy as np
import pytest
from contract.cases import models, random_problems

from siting import declared
from siting.assignment import Assignment
from siting.models import PMedian
from siting.problem import Problem
from siting.textbook.completion import completed
from siting.textbook.start import has_own_reply


@pytest.mark.parametrize("model", models(), ids=lambda m: m.name)
def test_a_completed_point_is_a_best_reply(model: type[Problem]) -> None:
    """It keeps all rows and bounds, has the reply's value, and reads back as it."""
    for problem in random_problems(model, 15, seed=23):
        if not has_own_reply(problem):
            continue
        design = np.random.default_rng(5).random(problem.instance.m) < 0.6
        values, violation = problem.evaluate(design[None, :])
        served = problem.reply(design) if violation[0] == 0 else None
        x = None if served is None else completed(problem.matrix, design, served)
        if x is None or served is None:
            continue
        value = float(problem.matrix.cost @ x) + problem.matrix.offset
        assert value == pytest.approx(float(values[0, 0]), rel=1e-9, abs=1e-9)
        again = declared.decoded(problem.matrix, x)
        assert again.client.tolist() == served.client.tolist()
        assert again.site.tolist() == served.site.tolist()


def test_what_is_wrong_is_not_completed() -> None:
    """A closed site, a client left out and an unknown pair give no point."""
    for problem in random_problems(PMedian, 20, seed=24):
        design = problem.rules.free | problem.rules.must
        served = problem.reply(design)
        if served is None or problem.rules.violation(design[None, :])[0]:
            continue
        assert completed(problem.matrix, design, served) is not None
        assert completed(problem.matrix, ~design, served) is None
        fewer = Assignment(served.client[1:], served.site[1:], served.share[1:])
        assert completed(problem.matrix, design, fewer) is None
        beyond = Assignment(served.client, served.site + 50, served.share)
        assert completed(problem.matrix, design, beyond) is None
