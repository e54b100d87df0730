"""What is said of a set of points, against brute force, by hand, and by its laws."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from sentences import said

from siting.cost import Floats
from siting.indicators import (
    additive_epsilon,
    attainment,
    hypervolume,
    hypervolume_ratio,
    igd_plus,
    normalised,
    set_coverage,
    share_found,
)

NONE = np.empty((0, 2))


def drawn(rng: np.random.Generator, q: int, *, most: int = 7) -> Floats:
    """Some points with small whole values: ties, doubles and dominated ones among."""
    return rng.integers(0, 6, (int(rng.integers(1, most)), q)).astype(float)


def by_inclusion(points: Floats, corner: Floats) -> float:
    """The volume of a union of boxes: sums over all subsets, alternating."""
    total = 0.0
    for size in range(1, len(points) + 1):
        for some in itertools.combinations(points, size):
            sides = np.maximum(corner - np.max(some, axis=0), 0)
            total += (-1) ** (size + 1) * float(np.prod(sides))
    return total


@pytest.mark.parametrize("q", [2, 3, 4])
def test_hypervolume_is_what_inclusion_and_exclusion_give(q: int) -> None:
    """Also where points lie beyond the corner."""
    rng = np.random.default_rng(q)
    for _ in range(60):
        points, corner = drawn(rng, q), rng.integers(3, 7, q).astype(float)
        assert hypervolume(points, corner) == by_inclusion(points, corner)


def test_hypervolume_of_two_steps_by_hand() -> None:
    """2 x 1 of the first and 1 x 3 of the second, 1 x 1 of them twice."""
    points, corner = np.array([[1.0, 3.0], [2.0, 1.0]]), np.array([3.0, 4.0])
    assert hypervolume(points, corner) == 2 * 1 + 1 * 3 - 1 * 1
    assert hypervolume_ratio(points[:1], points, corner) == 2 / 4


@pytest.mark.parametrize("q", [2, 3])
def test_dominated_points_change_nothing(q: int) -> None:
    """Nor does saying a point twice."""
    rng = np.random.default_rng(10 + q)
    for _ in range(60):
        points, reference = drawn(rng, q), drawn(rng, q)
        worse = np.vstack([points, points[:1] + rng.integers(0, 3, q), points[-1:]])
        corner = np.full(q, 9.0)
        assert hypervolume(worse, corner) == hypervolume(points, corner)
        assert igd_plus(worse, reference) == pytest.approx(igd_plus(points, reference))
        assert additive_epsilon(worse, reference) == additive_epsilon(points, reference)
        assert set_coverage(worse, reference) == set_coverage(points, reference)


@pytest.mark.parametrize("q", [2, 3])
def test_more_points_are_never_worse(q: int) -> None:
    """A superset has at least the volume, and at most the distances."""
    rng = np.random.default_rng(20 + q)
    for _ in range(60):
        points, reference = drawn(rng, q), drawn(rng, q)
        more, corner = np.vstack([points, drawn(rng, q)]), np.full(q, 7.0)
        assert hypervolume(more, corner) >= hypervolume(points, corner)
        assert igd_plus(more, reference) <= igd_plus(points, reference) + 1e-12
        assert additive_epsilon(more, reference) <= additive_epsilon(points, reference)
        assert share_found(more, reference) >= share_found(points, reference)


@pytest.mark.parametrize("q", [2, 3])
def test_distances_are_what_their_definitions_say(q: int) -> None:
    """Epsilon: shifted by it all are met, by less not. IGD+ counts what is worse."""
    rng = np.random.default_rng(30 + q)
    for _ in range(60):
        points, reference = drawn(rng, q), drawn(rng, q)
        worse = points[None, :, :] - reference[:, None, :]
        assert additive_epsilon(points, reference) == worse.max(2).min(1).max()
        apart = np.sqrt((np.maximum(worse, 0) ** 2).sum(2)).min(1)
        assert igd_plus(points, reference) == pytest.approx(apart.mean())
        assert additive_epsilon(points, points) == 0
        covered = set_coverage(points, reference) == 1
        assert (igd_plus(points, reference) == 0) == covered
        assert (additive_epsilon(points, reference) <= 0) == covered


def test_share_found_counts_the_points_of_the_reference() -> None:
    """Of four, one is hit and one but for rounding; of the two proved, one."""
    reference = np.array([[1.0, 9.0], [3.0, 5.0], [4.0, 2.0], [8.0, 1.0]])
    points = np.array([[1.0, 9.0], [3.0 + 1e-12, 5.0], [4.0, 2.5], [7.0, 7.0]])
    assert share_found(points, reference) == 0.5
    proven = np.array([True, False, True, False])
    assert share_found(points, reference, proven=proven) == 0.5
    assert share_found(points, reference, proven=~proven) == 0.5
    assert share_found(points, reference, proven=np.arange(4) == 3) == 0
    assert math.isnan(share_found(points, reference, proven=np.zeros(4, dtype=bool)))


def test_set_coverage_by_hand() -> None:
    """Two of three are met by one point; the other way round none is."""
    one, three = np.array([[2.0, 2.0]]), np.array([[2.0, 2.0], [3.0, 2.0], [1.0, 5.0]])
    assert set_coverage(one, three) == pytest.approx(2 / 3)
    assert set_coverage(three, one) == 1
    assert set_coverage(three[1:], one) == 0


def attained(place: Floats, runs: list[Floats]) -> float:
    """Share of the runs that have a point no worse than a place."""
    return float(np.mean([bool((r <= place).all(axis=1).any()) for r in runs]))


@pytest.mark.parametrize("q", [2, 3])
@pytest.mark.parametrize("level", [0.2, 0.5, 0.75, 1.0])
def test_a_surface_bounds_what_a_share_of_the_runs_attains(
    q: int, level: float
) -> None:
    """On a grid, a place is beyond the surface exactly where enough runs reach it."""
    rng = np.random.default_rng(q)
    grid = [np.array(x, dtype=float) for x in itertools.product(range(6), repeat=q)]
    for k in (1, 2, 3, 4, 5, 6, 7):
        runs = [drawn(rng, q, most=4) for _ in range(k)]
        runs[0] = runs[0] if k % 3 else np.empty((0, q))
        surface = attainment(runs, (level,))[level]
        for place in grid:
            beyond = bool((surface <= place).all(axis=1).any())
            assert beyond == (attained(place, runs) >= level)


def test_surfaces_of_two_runs_by_hand() -> None:
    """Half is the better of the two, all the worse of the two."""
    runs = [np.array([[1.0, 3.0], [3.0, 1.0]]), np.array([[2.0, 2.0]])]
    found = attainment(runs)
    assert found[0.5].tolist() == [[1, 3], [2, 2], [3, 1]]
    assert found[1.0].tolist() == [[2, 3], [3, 2]]
    assert attainment([*runs, NONE], (1.0,))[1.0].shape == (0, 2)


def test_a_scale_goes_from_the_ideal_to_the_nadir() -> None:
    """Where there is no range a value is told from the ideal, in its unit."""
    points = np.array([[10.0, 4.0], [20.0, 4.0], [30.0, 6.0]])
    found = normalised(points, np.array([10.0, 4.0]), np.array([20.0, 4.0]))
    assert found.tolist() == [[0, 0], [1, 0], [2, 2]]


def test_nothing_has_the_value_that_is_promised() -> None:
    """Without points all is lost, without a reference nothing can be said."""
    some, corner = np.array([[1.0, 2.0]]), np.array([3.0, 3.0])
    assert hypervolume(NONE, corner) == 0
    assert math.isnan(hypervolume_ratio(some, NONE, corner))
    for distance in (igd_plus, additive_epsilon):
        assert distance(NONE, some) == math.inf
        assert math.isnan(distance(some, NONE))
    assert share_found(NONE, some) == 0
    assert set_coverage(NONE, some) == 0
    assert math.isnan(set_coverage(some, NONE))


def test_a_point_that_nobody_can_have_is_left_out() -> None:
    """One that is endless in one value adds nothing, in the set or the reference."""
    some, corner = np.array([[1.0, 2.0]]), np.array([3.0, 3.0])
    more = np.array([[1.0, 2.0], [0.0, math.inf]])
    assert hypervolume(more, corner) == hypervolume(some, corner) == 2
    assert igd_plus(more, some) == igd_plus(some, more) == 0
    assert additive_epsilon(some, more) == 0
    assert share_found(some, more) == 1
    assert set_coverage(some, more) == 1
    kept = share_found(some, more, proven=np.array([True, False]))
    assert kept == 1


ONE = np.ones((1, 2))
BAD: list[tuple[Callable[[], object], str]] = [
    (lambda: hypervolume(np.array([[1.0, math.nan]]), np.ones(2)), "point 0 is [1.0"),
    (lambda: igd_plus(np.array([[1.0, 1.0], [-math.inf, 1.0]]), ONE), "point 1 is"),
    (lambda: hypervolume(ONE, np.ones(3)), "expected 2 finite numbers"),
    (lambda: hypervolume(ONE, np.array([1.0, math.inf])), "expected 2 finite"),
    (lambda: hypervolume(np.ones(2), np.ones(2)), "shape (2,); expected (k, q)"),
    (lambda: additive_epsilon(ONE, np.ones((1, 3))), "give both the same objectives"),
    (lambda: attainment([ONE], (0.0,)), "a level is 0.0"),
    (lambda: attainment([ONE], (1.5,)), "a level is 1.5"),
    (lambda: attainment([]), "there are no runs"),
    (lambda: attainment([ONE, np.ones((1, 3))]), "expected all of 2 or 3"),
    (lambda: attainment([np.ones((1, 4))]), "expected all of 2 or 3"),
]


@pytest.mark.parametrize(("asked", "sentence"), BAD)
def test_what_is_no_set_of_points_is_refused(
    asked: Callable[[], object], sentence: str
) -> None:
    """In a sentence."""
    assert sentence in said(asked)
