"""The one matrix of several problems: its limits, and its rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siting.fronts.assigned import Assigned, assigned
from siting.fronts.measured import measures
from siting.instance import Instance
from siting.models import CFLP, SSCFLP, PCenter, PDispersion
from siting.problem import Problem
from siting.tradeoff import Tradeoff

TOWN = replace(
    Instance.from_matrix(
        [[1.0, 4.0], [4.0, 2.0], [6.0, 2.0]], demand=[2, 1, 3], sites=["A", "B"]
    ),
    opening=np.array([5.0, 3.0]), capacity=np.array([3.0, 5.0]),
    site_xy=np.array([[0.0, 0.0], [3.0, 4.0]]),
)  # fmt: skip


def model(*problems: Problem, limited: int | None = None) -> Assigned:
    """Their matrix."""
    tradeoff = Tradeoff.of(problems)
    return assigned(tradeoff, measures(tradeoff), limited=limited)


def test_a_trip_at_the_limit_is_allowed_and_a_longer_one_is_not() -> None:
    """By the bounds of the shares alone; no row tells the limit."""
    found = model(CFLP(TOWN), PCenter(TOWN, budget=9))
    asked = found.asked(np.array([1.0, 0.0]), np.array([np.inf, 4.0]))
    assert asked.upper[found.assign].tolist() == [1, 1, 1, 1, 0, 1]
    assert asked.row_upper[-1] == np.inf


def test_a_worst_case_that_is_only_limited_has_no_columns() -> None:
    """Which is what makes a sweep over it light; parts want one for each distance."""
    problems = (CFLP(TOWN), PCenter(TOWN, budget=9))
    names = {block.name for block in model(*problems).matrix.column_blocks}
    assert names == {"open", "assign", "somebody_goes_so_far"}
    light = model(*problems, limited=1).matrix
    assert {block.name for block in light.column_blocks} == {"open", "assign"}
    whole = model(SSCFLP(TOWN), problems[1]).matrix
    assert whole.column_names()[-1] == "largest_travel[1]"


def test_a_sum_keeps_its_limit_in_a_row_less_what_is_added() -> None:
    """In the unit of the row; of two sites 5 apart the distance is such a sum."""
    found = model(CFLP(TOWN, p=2), PDispersion(TOWN, p=2))
    more = replace(found, added=np.array([0.0, 2.0]), units=np.array([1.0, 4.0]))
    asked = more.asked(np.array([1.0, 0.5]), np.array([np.inf, -6.0]))
    assert asked.row_upper[-2:].tolist() == [np.inf, -2.0]
    assert asked.offset == 1.0
    assert (found.goals[1] != 0).sum() == 1


def test_a_plan_is_read_from_a_point() -> None:
    """Open sites, and the shares of those who are served."""
    found = model(SSCFLP(TOWN), PCenter(TOWN, budget=9))
    point = np.zeros(found.matrix.shape[1])
    point[:2] = 1.0
    point[found.assign] = [1, 0, 0, 1, 0, 1]
    design, served = found.plan(point)
    assert design.tolist() == [True, True]
    assert served.site.tolist() == [0, 1, 1]
    assert found.goals[0] @ point == 5 + 3 + 2 + 2 + 6
