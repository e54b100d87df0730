"""Transport against linear programming, and its prices against the law of duality."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from siting.kernels.transport import transport

SEEDS = pytest.mark.parametrize("seed", range(80))


def question(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Unit costs (k, n), loads and rooms: ties, no way, room that is just enough."""
    rng = np.random.default_rng(seed)
    k, n = int(rng.integers(1, 6)), int(rng.integers(1, 12))
    unit = rng.integers(0, 5, (k, n)) * 1.0 if seed % 2 else rng.random((k, n))
    if rng.random() < 0.3:
        unit[rng.random((k, n)) < 0.2] = np.inf
    load = rng.integers(0, 6, n) * 1.0 if seed % 3 else rng.random(n)
    share = rng.random(k)
    room = share / share.sum() * load.sum() * rng.choice([1.0, 1.0 + 1e-12, 1.3, 2])
    return unit, load, room * (1 + 1e-12)


def optimum(unit: np.ndarray, load: np.ndarray, room: np.ndarray) -> float | None:
    """The same by HiGHS's linear programming, in scipy."""
    k, n = unit.shape
    upper = np.where(np.isfinite(unit), np.inf, 0.0).ravel()
    found = linprog(
        np.where(np.isfinite(unit), unit, 0.0).ravel(),
        A_ub=np.kron(np.eye(k), np.ones((1, n))),
        b_ub=room,
        A_eq=np.kron(np.ones((1, k)), np.eye(n)),
        b_eq=load,
        bounds=np.column_stack([np.zeros(k * n), upper]),
    )
    return float(found.fun) if found.status == 0 else None


@SEEDS
def test_it_is_the_cheapest_flow(seed: int) -> None:
    """Everybody is served, no room overrun, and nothing is cheaper."""
    unit, load, room = question(seed)
    flow, price = np.empty_like(unit), np.empty(len(room))
    fits = transport(unit, load, room, flow, price)
    best = optimum(unit, load, room)
    assert fits == (best is not None)
    if best is None:
        return
    assert flow.min() >= 0
    assert flow.sum(axis=0) == pytest.approx(load, abs=1e-9)
    assert (flow.sum(axis=1) <= room + 1e-9).all()
    paid = flow[flow > 0] @ unit[flow > 0]
    assert paid == pytest.approx(best, rel=1e-7, abs=1e-7)


@SEEDS
def test_its_prices_prove_it(seed: int) -> None:
    """What clients pay less what room earns is the cost: duality."""
    unit, load, room = question(seed)
    flow, price = np.empty_like(unit), np.empty(len(room))
    if not transport(unit, load, room, flow, price):
        return
    assert (price <= 1e-12).all()
    paid = flow[flow > 0] @ unit[flow > 0]
    used = (unit - price[:, None]).min(axis=0)
    dual = used[load > 0] @ load[load > 0] + price @ room
    assert dual == pytest.approx(paid, rel=1e-8, abs=1e-8)


def test_crumbs_do_not_go_to_and_fro_for_ever() -> None:
    """Equal costs and rooms a crumb larger than whole loads, as with a tolerance."""
    rng = np.random.default_rng(3)
    unit = rng.integers(0, 3, (20, 150)).astype(float)
    load = rng.integers(1, 9, 150).astype(float)
    room = np.full(20, np.ceil(load.sum() / 20)) * (1 + 1e-9)
    flow, price = np.empty_like(unit), np.empty(20)
    assert transport(unit, load, room, flow, price)
    best = optimum(unit, load, room)
    assert best is not None
    assert (flow * unit).sum() == pytest.approx(best, rel=1e-9)
