"""Coverage by collapse: laws, traps, and every answer against enumeration."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from scipy.sparse import csr_array

from siting import solve
from siting.cost import PointCost
from siting.covering.compact import matrix_of, point_of
from siting.covering.dual import certified, fixed
from siting.covering.reduction import dominated, reduced
from siting.errors import RefusedError
from siting.forms import MulticoverForm
from siting.instance import Instance
from siting.kernels.collapse import collapse_plain
from siting.milp import highs
from siting.modelling.covers import covers_of
from siting.models import BCLP, LSCP, MCLP, MEXCLP, LSCPBackup, PMedian
from siting.rules import Rules
from siting.solution import Found, Proof
from siting.solvers.collapse import Collapse, form_of


def town(n: int, m: int, *, seed: int = 0, stored: bool = False) -> Instance:
    """Random clients and sites on a plane, travel worked out when asked for."""
    rng = np.random.default_rng(seed)
    here, there = rng.random((n, 2)) * 30, rng.random((m, 2)) * 30
    demand = rng.integers(0, 100, n).astype(float)
    dense = Instance.from_points(here, there, demand=demand)
    cost = PointCost(here, there, "euclid")
    return dense if stored else replace(dense, cost=cost)


def form(
    seed: int, *, worth: tuple[float, ...] = (1.0,), need: int = 0
) -> MulticoverForm:
    """Random lists with equal and nested ones, required and forbidden sites."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 14)), int(rng.integers(2, 9))
    covers = rng.random((n, m)) < rng.uniform(0.2, 0.7)
    covers[:, -1] = covers[:, 0]
    if m > 3:
        covers[:, 2] = covers[:, 1] & (rng.random(n) < 0.6)
    must, never = np.zeros(m, dtype=bool), np.zeros(m, dtype=bool)
    must[rng.integers(m)] = rng.random() < 0.4
    never[rng.integers(m)] = rng.random() < 0.4
    never &= ~must
    p = int(rng.integers(max(1, must.sum()), m - never.sum() + 1))
    site, client = np.nonzero(covers.T)
    start = np.searchsorted(site, np.arange(m + 1)).astype(np.int64)
    return MulticoverForm(
        sense="max", weight=rng.integers(0, 9, n).astype(float), start=start,
        client=client.astype(np.int32), opening=np.zeros(m), worth=worth, need=need,
        rules=Rules(must, never, p, p),
    )  # fmt: skip


def value_of(asked: MulticoverForm, design: np.ndarray) -> float:
    """What a design is worth, by definition; -inf when it is not allowed."""
    times = np.zeros(len(asked.weight), dtype=int)
    for j in np.flatnonzero(design):
        times[asked.client[asked.start[j] : asked.start[j + 1]]] += 1
    if asked.rules.violation(design[None, :])[0] or (times < asked.need).any():
        return -math.inf
    gained = [
        w * sum(asked.worth[:c]) for w, c in zip(asked.weight, times, strict=True)
    ]
    return asked.offset + sum(gained)


def best_of(asked: MulticoverForm) -> float:
    """The best value of all designs."""
    m = asked.rules.m
    designs = (
        np.isin(np.arange(m), c) for c in combinations(range(m), asked.rules.most)
    )
    return max(value_of(asked, d) for d in designs)


WORTHS = [((1.0,), 0), ((0.6, 0.4), 0), ((0.2, 0.8), 0), ((0.5, 0.25, 0.125), 0),
          ((0.0, 1.0), 1), ((), 1)]  # fmt: skip


@pytest.mark.parametrize(("worth", "need"), WORTHS)
@pytest.mark.parametrize("seed", range(25))
def test_what_is_left_has_the_optimum_of_the_whole(
    seed: int, worth: tuple[float, ...], need: int
) -> None:
    """Collapse, settling and dominance lose nothing, whatever covers are worth."""
    asked = form(seed, worth=worth, need=need)
    left, optimum = reduced(asked), best_of(asked)
    if left.is_impossible:
        assert optimum == -math.inf
        return
    if not len(left.site):
        assert value_of(asked, left.design(np.empty(0, dtype=bool))) == optimum
        return
    matrix = matrix_of(left)
    found = highs.solve(matrix, highs.Options())
    if found.x is None:
        assert optimum == -math.inf
        return
    assert found.bound == pytest.approx(optimum, abs=1e-7)
    opened = found.x[: len(left.site)] > 0.5
    design = left.design(opened)
    assert value_of(asked, design) == pytest.approx(optimum, abs=1e-7)
    point = point_of(left, opened)
    assert matrix.holds(point)
    assert matrix.cost @ point + matrix.offset == pytest.approx(found.bound, abs=1e-7)


@pytest.mark.parametrize("seed", range(60))
def test_the_bound_of_any_multipliers_is_one_and_fixing_keeps_the_best(
    seed: int,
) -> None:
    """No better design is lost, and the one in hand is still a point of the rest."""
    asked = form(seed)
    left, rng = reduced(asked), np.random.default_rng(seed)
    if not len(left.site):
        return
    optimum = best_of(asked)
    opened = np.zeros(len(left.site), dtype=bool)
    opened[rng.permutation(len(left.site))[: left.room]] = True
    design = left.design(opened)
    held = value_of(asked, design)
    for _ in range(10):
        lam = rng.random(len(left.weight)) * left.weight
        assert certified(left, lam)[0] >= optimum
        kept, good = fixed(left, lam, value=held, design=design)
        rest = left.only(kept, opened=good)
        assert value_of(asked, rest.design(design[rest.site])) >= held
        if optimum > held:
            values = [
                value_of(asked, rest.design(np.isin(np.arange(len(rest.site)), c)))
                for k in range(rest.room + 1)
                for c in combinations(range(len(rest.site)), k)
            ]
            assert max(values) == optimum


def test_of_equal_sites_the_first_stays() -> None:
    """And two of three where second covers count."""
    start = np.array([0, 2, 4, 6], dtype=np.int64)
    client = np.array([0, 1] * 3, dtype=np.int32)
    none = np.zeros(3, dtype=bool)
    asked = MulticoverForm(
        sense="max", weight=np.array([3.0, 1.0]), start=start, client=client,
        opening=np.zeros(3), worth=(1.0,), need=0, rules=Rules(none, none, 1, 1),
    )  # fmt: skip
    assert reduced(asked).site.tolist() == [0]
    twice = replace(asked, worth=(1.0, 0.5), rules=Rules(none, none, 2, 2))
    assert reduced(twice).site.tolist() == [0, 1]
    assert not dominated(reduced(twice)).any()


@pytest.mark.parametrize("kind", ["points", "dense", "sparse", "rounded"])
def test_groups_are_those_of_the_plain_twin_from_any_cost(kind: str) -> None:
    """From coordinates, dense and sparse costs the same sets, weights and numbers."""
    asked = town(3000, 12)
    metric = "round" if kind == "rounded" else "euclid"
    asked = replace(asked, cost=replace(asked.cost, metric=metric))
    dense = asked.travel()
    if kind == "dense":
        asked = replace(asked, cost=dense)
    if kind == "sparse":
        row, site = np.nonzero(dense <= 20)
        asked = replace(
            asked, cost=csr_array((dense[row, site], (row, site)), dense.shape)
        )
    found = covers_of(asked, 6.0)
    row, site = np.nonzero(dense <= 6.0)
    start = np.searchsorted(row, np.arange(3001))
    twin = collapse_plain(start, site, asked.demand)
    sets = np.split(found.site, found.start[1:-1])
    values = zip(found.weight.tolist(), found.count.tolist(), strict=True)
    assert {tuple(s.tolist()): v for s, v in zip(sets, values, strict=True)} == twin
    assert found.pairs == len(row)
    np.testing.assert_array_equal(found.seen, np.bincount(site, minlength=12))


@pytest.mark.parametrize("seed", range(4))
def test_large_coverage_has_the_optimum_of_the_whole_model(seed: int) -> None:
    """What HiGHS finds on the textbook's matrix, collapse finds, and proves."""
    asked = town(400, 24, seed=seed)
    for problem in (
        MCLP(asked, p=4, radius=4.0),
        MCLP(asked, p=4, radius=4.0, required=["1"], forbidden=["2"]),
        MCLP(
            asked,
            radius=4.0,
            quotas=["at most 2 of 1, 2, 3, 4", "at least 1 of 7, 8"],
            p=3,
        ),
        BCLP(asked, p=4, radius=6.0),
        BCLP(asked, p=4, radius=6.0, backup_weight=0.8),
        MEXCLP(asked, p=4, radius=6.0, busy=0.4),
        LSCP(asked, radius=15.0),
        LSCPBackup(asked, radius=15.0),
    ):
        whole, found = solve(problem, "highs"), solve(problem, "collapse")
        assert found.solution is whole.solution
        if whole.solution is Found.FEASIBLE:
            assert found.is_optimal
            assert found.objective == pytest.approx(whole.objective, rel=1e-9)


def test_a_closed_dual_is_certified() -> None:
    """Where the relaxation has no gap no solver is asked, nor believed."""
    found = solve(MCLP(town(4000, 40, seed=2), p=6, radius=1.5), "collapse")
    assert found.proof is Proof.CERTIFIED
    assert found.is_optimal


def test_no_table_of_clients_and_sites_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """From coordinates to the checked answer blocks are of one column at most."""
    asked = town(5000, 30)
    true_block = PointCost.block

    def block(self: PointCost, rows: object, columns: object) -> np.ndarray:
        part = true_block(self, rows, columns)
        assert part.shape[1] <= 1
        return part

    monkeypatch.setattr(PointCost, "block", block)
    found = solve(MCLP(asked, p=3, radius=5.0))
    assert found.is_optimal
    assert found.method == "collapse"
    assert len(found.assignment) > 0


def test_a_worse_start_is_left_behind_and_a_better_one_kept() -> None:
    """Also with no time to do anything."""
    problem = MCLP(town(2000, 25), p=4, radius=5.0)
    good = solve(problem)
    again = solve(problem, "collapse", start=good, time_limit=1e-3)
    assert again.objective == good.objective
    poor = solve(MCLP(town(2000, 25), p=4, radius=0.01))
    assert solve(problem, "collapse", start=poor).objective == good.objective


def test_what_is_no_coverage_is_refused() -> None:
    """The sentence names the model and what to use."""
    with pytest.raises(RefusedError, match="collapse takes coverage"):
        solve(PMedian(town(9, 4, stored=True), p=1), "collapse")
    assert form_of(PMedian(town(9, 4, stored=True), p=1)) is None
    assert Collapse().another_way() == Collapse(presolve=False)


def test_nobody_to_cover_and_nothing_to_choose_are_questions() -> None:
    """No weight, no pair, all sites required."""
    asked = town(50, 4)
    idle = replace(asked, demand=np.zeros(50))
    assert solve(MCLP(idle, p=2, radius=9.0), "collapse").objective == 0
    assert solve(MCLP(asked, p=2, radius=0.0), "collapse").objective == 0
    every = MCLP(asked, p=4, radius=9.0, required=["1", "2", "3", "4"])
    found = solve(every, "collapse")
    assert found.is_optimal
    assert found.proof is Proof.CERTIFIED
    assert len(found.open) == 4
