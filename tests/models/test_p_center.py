"""The p-center, weighted and not."""

from __future__ import annotations

import numpy as np
import pytest

from siting import Instance, solve
from siting.models import PCenter


def line(*places: float, demand: list[float] | None = None) -> Instance:
    """Villages on a road, each a site."""
    x = np.array(places)
    return Instance.from_matrix(np.abs(x[:, None] - x[None, :]), demand=demand)


@pytest.mark.parametrize(("p", "worst"), [(1, 11.0), (2, 9.0), (3, 1.0), (7, 0.0)])
def test_line_of_villages(p: int, worst: float) -> None:
    """By hand: the best middle; 2 and 12 (9 to the last); 1, 11 and 21; one each."""
    found = solve(PCenter(line(0, 1, 2, 10, 11, 12, 21), p=p))
    assert found.objective == worst
    assert found.is_optimal


def test_a_client_of_no_weight_counts_unless_weights_do() -> None:
    """A hamlet of nobody at 100 km pulls the plain center, not the weighted one."""
    town = line(0, 2, 4, 100, demand=[1, 1, 1, 0])
    assert solve(PCenter(town, p=1)).objective == 96  # from 4 km: 4 and 96
    assert solve(PCenter(town, p=1, weighted=True)).objective == 2


def test_the_units_of_the_two_differ() -> None:
    """Minutes, or people times minutes."""
    town = Instance.from_matrix(
        [[1.0]], demand=[5], cost_unit="min", demand_unit="people"
    )
    assert PCenter(town, p=1).unit == "min"
    assert PCenter(town, p=1, weighted=True).unit == "people x min"
    assert solve(PCenter(town, p=1, weighted=True)).objective == 5


def test_one_more_site_is_never_worse() -> None:
    """The curve over p falls."""
    rng = np.random.default_rng(3)
    xy = rng.random((25, 2)) * 100
    town = Instance.from_points(xy, xy)
    curve = [solve(PCenter(town, p=p)).objective for p in (1, 2, 3, 5, 8)]
    assert curve == sorted(curve, reverse=True)


def test_somebody_who_cannot_be_reached_has_no_answer() -> None:
    """And is named."""
    town = Instance.from_matrix([[1, np.inf], [np.inf, 1]], clients=["a", "b"])
    found = solve(PCenter(town, p=1))
    assert found.solution.value == "infeasible"
    assert "the smallest number that would do is 2" in found.reason


def test_a_design_that_leaves_somebody_out_has_no_reply() -> None:
    """Half an assignment is none: `Problem.reply` serves all, or there is no reply."""
    town = Instance.from_matrix([[1, np.inf], [np.inf, 1]])
    problem = PCenter(town, p=1)
    assert problem.reply(np.array([True, False])) is None
    both = PCenter(town, p=2).reply(np.array([True, True]))
    assert both is not None
    assert both.site.tolist() == [0, 1]
