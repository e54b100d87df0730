"""What auto picks, and that it says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siting import solve
from siting.instance import Instance
from siting.models import MCLP, PCenter, PMaxian, PMedian
from siting.solvers.auto import Auto
from siting.solvers.lagrangian import Lagrangian


def plane(n: int) -> Instance:
    """Random points."""
    xy = np.random.default_rng(3).random((n, 2)) * 100
    return Instance.from_points(xy, xy)


def test_each_kind_of_model_goes_to_its_own_method() -> None:
    """What was picked is said in the notes and in the method."""
    median = solve(PMedian(plane(20), p=3))
    center = solve(PCenter(plane(20), p=3))
    cover = solve(MCLP(plane(160), p=4, radius=15))
    other = solve(PMaxian(plane(8), p=3))
    ruled = replace(PMedian(plane(80), p=3), quotas=["at most 1 of 1, 2"])
    assert solve(ruled).method == "benders"
    assert solve(replace(ruled, instance=plane(20))).method == "highs"
    assert median.method == "branch-and-cut"
    assert center.method == "relaxation"
    assert cover.method == "collapse"
    assert other.method == "highs"
    for found in (median, center, cover, other):
        assert found.notes[0].startswith(f"auto picked {found.method}")
        assert found.solver == Auto()


def test_the_dual_says_what_it_does_not_take() -> None:
    """The sentence names the model and what to use."""
    assert Lagrangian().refuses(MCLP(plane(9), p=1, radius=1)) is not None
    assert Lagrangian().refuses(replace(PMedian(plane(9), p=1))) is None


def test_the_limits_told_are_those_that_were_given() -> None:
    """Whatever the method made of them."""
    found = solve(PMedian(plane(20), p=5), "auto", time_limit=17.0, gap=0.01)
    assert (found.limits.time_limit, found.limits.gap) == (17.0, 0.01)
    assert found.limits.start is None
