"""Parts of sites and cuts of odd sets: what they refute, by looking at all covers."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from scipy.sparse import csr_array

from siting import Instance
from siting.centers import pursuit as room
from siting.centers import weighing as program
from siting.centers.pursuit import Pursuit
from siting.centers.tree import Verdict
from siting.centers.weighing import Weighing
from siting.kernels.odd_cuts import cut_rows
from siting.limits import Limits, Trace
from siting.models import PCenter


def least(table: np.ndarray) -> int:
    """How many sites cover all clients, by looking at all choices."""
    columns = range(table.shape[1])
    return next(
        k
        for k in range(1, table.shape[1] + 1)
        if any(table[:, list(c)].any(axis=1).all() for c in combinations(columns, k))
    )


def rings(count: int) -> np.ndarray:
    """Three clients and three sites in a ring, so many times: two sites each."""
    ring = ~np.eye(3, dtype=bool)
    return np.kron(np.eye(count, dtype=bool), ring).astype(bool)


def test_cuts_close_odd_rings() -> None:
    """Parts of 6 sites cover four rings, and it takes 8."""
    weighing = Weighing(rings(4), seed=1)
    assert weighing.begin(seconds=10)
    assert weighing.value == pytest.approx(6.0)
    assert weighing.refutes(5)
    assert not weighing.refutes(6)
    for _ in range(9):  # a ring that is whole at one point may be half at the next
        if not weighing.cut():
            break
        assert weighing.solve(seconds=10)
    assert weighing.value == pytest.approx(8.0)
    assert weighing.refutes(7)
    assert not weighing.refutes(8)


@pytest.mark.parametrize("ten", range(12))
def test_nothing_that_is_possible_is_refuted(ten: int) -> None:
    """Not by true prices of rows and cuts, nor by made-up ones; cuts come and go."""
    rng = np.random.default_rng(ten)
    for _ in range(10):
        n, m = int(rng.integers(4, 16)), int(rng.integers(3, 9))
        table = rng.random((n, m)) < 2.3 / m
        table[np.arange(n), rng.integers(0, m, n)] = True
        k = least(table)
        weighing = Weighing(table, seed=ten)
        assert weighing.begin(seconds=10)
        for _ in range(6):
            assert weighing.value <= k + 1e-6
            assert not weighing.refutes(k)
            assert weighing.refutes(int(np.ceil(weighing.value - 1e-4)) - 1)
            true = weighing._price
            weighing._price = rng.random(len(true)) * rng.choice([0.3, 1.0, 2.0])
            assert not weighing.refutes(k)
            weighing._price = true
            if not weighing.cut():
                break
            assert weighing.solve(seconds=10)


def test_forgotten_cuts_leave_the_others_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each cut keeps its own right side: an odd set of any size."""
    monkeypatch.setattr(program, "IDLE", 2)
    rng = np.random.default_rng(4)
    forgotten = 0
    for seed in range(30):
        table = rng.random((24, 12)) < 0.2
        table[np.arange(24), rng.integers(0, 12, 24)] = True
        weighing = Weighing(table, seed=seed)
        assert weighing.begin(seconds=10)
        total = 0
        for _ in range(8):
            total += weighing.cut()
            odd = weighing._cuts.toarray()
            assert len(odd) == len(weighing._need) == len(weighing._idle)
            assert weighing.solve(seconds=10)
            rows = np.vstack([table.astype(float), odd]) @ weighing.parts
            assert (rows >= np.concatenate([np.ones(24), weighing._need]) - 1e-6).all()
        forgotten += total - len(weighing._need)
    assert forgotten > 20


@pytest.mark.parametrize("seed", range(20))
def test_every_cover_keeps_every_cut(seed: int) -> None:
    """Whatever the odd set is."""
    rng = np.random.default_rng(seed)
    table = rng.random((9, 6)) < 0.4
    sets = [np.sort(rng.choice(9, k, replace=False)) for k in (3, 5, 7, 9)]
    clients, sites = cut_rows(sets, csr_array(table.astype(float)))
    assert clients.sum(axis=1).tolist() == [3, 5, 7, 9]
    for y in product((0, 1), repeat=6):
        covered = (table[:, np.array(y, dtype=bool)]).any(axis=1).astype(float)
        slack = sites @ np.array(y) + (np.array([3, 5, 7, 9]) - 1) / 2
        slack -= clients @ covered
        assert (slack >= 0).all()


def pursued(seed: int, *, p: int) -> Pursuit:
    """A center of random points, at its beginning: few clients are known."""
    rng = np.random.default_rng(seed)
    xy = rng.random((30, 2)) * 1000
    form = PCenter(Instance.from_points(xy, xy), p=p).form
    found = Pursuit(form, Limits(), Trace(Limits(), sign=1.0))
    found.begin()
    return found


@pytest.mark.parametrize("cuts", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_weighing_asks_everybody(
    seed: int, cuts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It refutes what the linear program of all clients does, and nothing possible."""
    monkeypatch.setattr(room, "LACKING", 2)
    found = pursued(seed, p=4)
    known = len(found.clients.index)
    everybody = np.arange(30)
    cost = found._form.weighted(everybody, found.clients.sites)
    some = (list(c) for c in combinations(range(30), 4))
    optimum = min(float(cost[:, c].min(axis=1).max()) for c in some)
    for t in np.unique(cost[cost > 0])[:: len(cost)]:
        whole = Weighing(cost < t, seed=1)
        if not (cost < t).any(axis=1).all():
            continue
        assert whole.begin(seconds=10)
        said = found.weigh(float(t), cuts=cuts)
        if t > optimum:
            assert said is Verdict.OPEN
        elif whole.refutes(4):
            assert said is Verdict.REFUTED
        assert found.bound <= optimum
    assert known < len(found.clients.index)


def test_all_are_taken_in_where_sites_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """And not where they are few, or the table would be too large."""
    many = pursued(1, p=4)
    known = len(many.clients.index)
    monkeypatch.setattr(room, "FOLLOWERS", 7)
    many.take_in_all()
    assert len(many.clients.index) == known
    monkeypatch.setattr(room, "FOLLOWERS", 8)
    monkeypatch.setattr(room, "CELLS", 899)
    many.take_in_all()
    assert len(many.clients.index) == known
    monkeypatch.setattr(room, "CELLS", 900)
    many.take_in_all()
    assert sorted(many.clients.index) == list(range(30))


def test_a_hopeless_threshold_is_not_branched_on() -> None:
    """Where parts of sites leave one site and more to spare."""
    found = pursued(3, p=9)
    t = 2 * found.value
    assert found.weigh(t, cuts=False) is Verdict.OPEN
    assert found._hopeless == t
    assert found.prove(t, nodes=100) is Verdict.OPEN
    assert not found._trees
