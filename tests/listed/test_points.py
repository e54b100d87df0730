"""Lists of near sites from coordinates, against the table of all distances."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from medians.cases import all_costs

from siting import solve
from siting.cost import PAIRWISE, PointCost
from siting.forms import MedianForm
from siting.instance import Instance
from siting.limits import Limits
from siting.listed import points
from siting.listed.lists import Lists, nearest_lists
from siting.listed.points import has_tree
from siting.medians.ascent import bound_of
from siting.models import PMedian
from siting.rules import Rules

SPREAD = ("plane", "lattice", "one point", "degrees")


def point_form(
    seed: int, metric: str, *, n: int = 40, m: int = 30, p: int = 3
) -> MedianForm:
    """Points of all kinds, with weights of 0 and a forbidden site."""
    rng = np.random.default_rng(seed)
    here, there = rng.random((n, 2)) * 30, rng.random((m, 2)) * 30
    kind = SPREAD[seed % 4]
    if kind == "lattice":
        here, there = np.floor(here / 4), np.floor(there / 4)
    if kind == "one point":
        there[m // 3 :] = there[0]
        here[n // 2 :] = there[0]
    if kind == "degrees" or metric in ("geodesic", "tsplib-geo"):
        here, there = here * 4 - 60, there * 4 - 60
    never = np.zeros(m, dtype=bool)
    never[rng.integers(m)] = True
    rules = Rules(must=np.zeros(m, dtype=bool), never=never, least=p, most=p)
    weight = rng.integers(0, 4, n).astype(float)
    return MedianForm(weight, PointCost(here, there, metric), np.zeros(m), rules)


def entries(lists: Lists, i: int) -> tuple[np.ndarray, np.ndarray]:
    """Sites and costs of a client."""
    part = slice(lists.start[i], lists.start[i + 1])
    return lists.site[part], lists.cost[part]


@pytest.mark.parametrize("metric", PAIRWISE)
@pytest.mark.parametrize("seed", range(12))
def test_points_have_the_lists_of_the_table(seed: int, metric: str) -> None:
    """Bit by bit its costs; nothing that is not listed costs less than is said.

    What is said falls short by rounding, or one step of a rounded metric, at most.
    """
    form = point_form(seed, metric)
    table, never = form.weighted(), form.rules.never
    dense = replace(form, cost=form.cost.stored())
    for length in (1, 4, 29, 30):
        lists, twin = (nearest_lists(x, length=length) for x in (form, dense))
        for i in range(lists.n):
            site, cost = entries(lists, i)
            assert len(site) == len(set(site.tolist())) <= length
            assert not never[site].any()
            assert (np.diff(cost) >= 0).all()
            np.testing.assert_array_equal(cost, table[i, site])
            np.testing.assert_array_equal(cost, entries(twin, i)[1][: len(cost)])
            others = np.ones(len(never), dtype=bool)
            others[site] = False
            assert (table[i, others & ~never] >= lists.beyond[i]).all()
            whole = "round" in metric or metric in ("floor", "ceil", "tsplib-att")
            step = form.weight[i] * whole + 1e-9 * twin.beyond[i]
            if metric != "geodesic" and length < 29:  # a chord is shorter by far here
                assert twin.beyond[i] - step <= lists.beyond[i] <= twin.beyond[i]
        if length >= 29:  # all that are allowed
            np.testing.assert_array_equal(np.diff(lists.start), 29)
            assert np.isinf(lists.beyond).all()


def test_short_ways_along_the_ellipsoid_are_as_good_as_chords() -> None:
    """In a town the lists are as long as asked for."""
    rng = np.random.default_rng(4)
    xy = rng.random((200, 2)) / 10 + [-70.7, -33.5]
    form = point_form(0, "geodesic", n=200, m=200)
    town = replace(form, cost=PointCost(xy, xy, "geodesic"))
    lists = nearest_lists(town, length=20)
    assert np.diff(lists.start).mean() > 19.9


def test_what_overflows_has_no_tree() -> None:
    """Nor has a metric that is none of the straight line."""
    far = np.array([[0.0, 0.0], [1e200, 0.0]])
    assert not has_tree(PointCost(far, far, "euclid"))
    assert not has_tree(PointCost(far, far, "tsplib-geo"))
    assert not has_tree(PointCost(far / 1e100, far, "euclid"))
    assert has_tree(PointCost(far / 1e100, far / 1e100, "euclid"))


@pytest.mark.parametrize("metric", ["euclid", "floor", "round", "manhattan", "maximum"])
@pytest.mark.parametrize("seed", range(8))
def test_capped_lists_prove_no_more_than_the_least(seed: int, metric: str) -> None:
    """However short they are, against all designs."""
    form = point_form(seed, metric, n=12, m=8, p=2)
    least = all_costs(form)[1].min()
    rng = np.random.default_rng([1, seed])
    for length in (1, 2, 3):
        lists = nearest_lists(form, length=length)
        for size in (1.0, 10.0, 1e3):
            multiplier = rng.random(lists.n) * size
            bound = bound_of(lists, form.opening, form.rules, multiplier)
            assert bound.value <= least


@pytest.mark.parametrize("seed", range(4))
def test_lists_made_longer_are_those_made_long(seed: int) -> None:
    """For the clients that are asked for."""
    form = point_form(seed, "euclid")
    some = np.array([0, 7, 39])
    mixed = nearest_lists(form, length=3).lengthened(form, some, length=9)
    for i in range(40):
        length = 9 if i in some else 3
        expected = nearest_lists(form, length=length)
        np.testing.assert_array_equal(entries(mixed, i)[1], entries(expected, i)[1])
        assert mixed.beyond[i] == expected.beyond[i]


def test_the_tree_is_left_when_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first clients are listed, and nothing is claimed of the others."""
    monkeypatch.setattr(points, "BLOCK", 40)
    form = point_form(0, "euclid")
    lists = nearest_lists(form, length=3, limits=Limits(time_limit=1e-9))
    whole = nearest_lists(form, length=3)
    np.testing.assert_array_equal(np.diff(lists.start)[:10], np.diff(whole.start)[:10])
    assert not np.diff(lists.start)[10:].any()
    assert not lists.beyond[10:].any()


def test_no_table_of_all_distances_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither at once nor block by block, from question to checked answer."""
    from siting.medians import large

    asked = []
    block, pairs = PointCost.block, PointCost.pairs

    def counted(self: PointCost, rows: object, columns: object) -> np.ndarray:
        found = block(self, rows, columns)
        asked.append(found.size)
        return found

    def counted_pairs(self: PointCost, rows: object, columns: object) -> np.ndarray:
        found = pairs(self, rows, columns)
        asked.append(found.size)
        return found

    monkeypatch.setattr(large, "PAIRS", 2**20)
    rng = np.random.default_rng(3)
    xy = rng.random((2500, 2)) * 1e3
    town = replace(Instance.from_points(xy, xy), cost=PointCost(xy, xy, "euclid"))
    monkeypatch.setattr(PointCost, "block", counted)
    monkeypatch.setattr(PointCost, "pairs", counted_pairs)
    found = solve(PMedian(town, p=120), "branch-and-cut", gap=0.01)
    assert found.gap <= 0.01
    assert sum(asked) < 0.1 * 2500 * 2500
