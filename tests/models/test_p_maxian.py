"""Obnoxious sites."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from sentences import said

from siting import Instance, solve
from siting.check import faults_of_result
from siting.models import PMaxian


def town(seed: int = 0, n: int = 9) -> Instance:
    """Random villages, each a site."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    return Instance.from_points(xy, xy, demand=rng.integers(0, 9, n).astype(float))


@pytest.mark.parametrize("to", ["nearest", "farthest"])
@pytest.mark.parametrize("p", [1, 2, 4])
def test_against_all_designs(to: str, p: int) -> None:
    """Nine villages, by enumeration."""
    here = town()
    cost = here.travel()
    take = np.min if to == "nearest" else np.max
    best = max(
        float(take(cost[:, list(opened)], axis=1) @ here.demand)
        for opened in itertools.combinations(range(9), p)
    )
    found = solve(PMaxian(here, p=p, to=to))  # type: ignore[arg-type]
    assert found.objective == pytest.approx(best)
    assert found.is_optimal


def test_one_site_is_nearest_and_farthest() -> None:
    """With p = 1 the two are one problem."""
    values = [
        solve(PMaxian(town(3), p=1, to=to)).objective  # type: ignore[arg-type]
        for to in ("nearest", "farthest")
    ]
    assert values[0] == pytest.approx(values[1])


def test_one_more_site_is_never_better_for_those_near() -> None:
    """Every landfill more is nearer to somebody."""
    curve = [solve(PMaxian(town(5), p=p)).objective for p in (1, 2, 3, 9)]
    assert curve == sorted(curve, reverse=True)
    assert curve[-1] == 0  # every village has one


def test_everybody_counts_the_nearest() -> None:
    """Nobody is sent past an open site, which would be worth more."""
    found = solve(PMaxian(town(7), p=3))
    here = found.problem.instance
    places = np.flatnonzero(found.design)
    served = found.allocation
    assert served is not None
    costs = here.travel()[served.client, served.site]
    np.testing.assert_array_equal(costs, here.travel()[:, places].min(axis=1))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            {"p": 1, "to": "middle"},
            "No way to count sites is called 'middle'; there are farthest, nearest.",
        ),
        (
            {"p": 1, "to": "farthest", "closest": True},
            "closest is asked for beside to = farthest; give one of the two.",
        ),
    ],
)
def test_refusals(given: dict[str, object], words: str) -> None:
    """Ways that are none, and two that contradict."""
    got = said(lambda: PMaxian(town(), **given))  # type: ignore[arg-type]
    assert got == f"ProblemError: {words}"


def test_an_answer_that_passes_the_nearest_does_not_stand() -> None:
    """Two sites beside a village: to count the farther one would be worth more."""
    place = Instance.from_matrix([[1, 9]], sites=["A", "B"])
    problem = PMaxian(place, p=2)
    right = solve(problem).to_dict(assignment=True)
    wrong = right | {"assignment": {"1": "B"}, "objective": 9.0, "bound": 9.0}
    assert faults_of_result(right, problem) == []
    assert any("not its nearest" in fault for fault in faults_of_result(wrong, problem))


@pytest.mark.parametrize("to", ["nearest", "farthest"])
def test_a_design_that_leaves_somebody_out_has_no_reply(to: str) -> None:
    """Half an assignment is none."""
    islands = Instance.from_matrix([[1, np.inf], [np.inf, 1]])
    problem = PMaxian(islands, p=1, to=to)  # type: ignore[arg-type]
    assert problem.reply(np.array([True, False])) is None
