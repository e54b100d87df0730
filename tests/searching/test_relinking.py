from __future__ import annotations

import numpy as np
import pytest
from contract.cases import random_problems

from siting.limits import Limits
from siting.models import CFLP, MCLP, UFLP, PCenter, PMedian
from siting.problem import Problem
from siting.searching.hunt import Hunt
from siting.searching.pool import Pool
from siting.searching.relinking import relinked


@pytest.mark.parametrize("model", [PMedian, UFLP, MCLP, PCenter, CFLP])
def test_every_step_comes_nearer_and_the_best_between_is_improved(
    model: type[Problem],
) -> None:
    """What is returned is a local optimum, no worse than what lies on the way."""
    for k, problem in enumerate(random_problems(model, 25, seed=71)):
        hunt = Hunt(problem, Limits(seed=k))
        first, goal = hunt.by_chance(), hunt.by_chance()
        way = []
        step = hunt.moved

        def noted(must, never, step=step, way=way, hunt=hunt):  # type: ignore[no-untyped-def]
            made = step(must, never)
            way.append(hunt.search.design)
            return made

        hunt.moved = noted  # type: ignore[method-assign]
        found = relinked(hunt, first, goal)
        apart = [int((design != goal).sum()) for design in way]
        assert all(a < b for a, b in zip(apart[1:], apart, strict=False))
        assert not apart or apart[0] < (first != goal).sum()
        between = [hunt.see(d) for d in way if (d != goal).any()]
        if found is None:
            assert not between
        else:
            assert found[1] <= min(between)
            assert hunt.rank <= found[1]


def test_nothing_lies_between_neighbours() -> None:
    """A swap apart there is no design to go through."""
    problem = next(iter(random_problems(PMedian, 1, seed=5)))
    hunt = Hunt(problem, Limits())
    design = hunt.by_chance()
    assert relinked(hunt, design, design) is None


def mask(*sites: int) -> np.ndarray:
    """Eight sites, some of them open."""
    return np.isin(np.arange(8), sites)


def test_a_pool_keeps_what_is_good_and_different() -> None:
    """A near copy takes the place of the worse one, others that of the worst."""
    pool = Pool(size=2, apart=4)
    assert pool.offer(mask(0, 1, 2), (0.0, 5.0))
    assert not pool.offer(mask(0, 1, 3), (0.0, 6.0))  # near a better one
    assert pool.offer(mask(0, 1, 3), (0.0, 4.0))  # near a worse one
    assert len(pool) == 1
    assert pool.offer(mask(5, 6, 7), (0.0, 9.0))
    assert not pool.offer(mask(2, 4, 6), (0.0, 9.5))  # worse than all
    assert pool.offer(mask(2, 4, 6), (0.0, 8.0))
    assert [d.tolist() for d in pool.designs] == [
        mask(0, 1, 3).tolist(),
        mask(2, 4, 6).tolist(),
    ]
    assert not pool.offer(mask(2, 4, 6), (1.0, 0.0))  # violations come first


def test_a_pool_draws_what_differs() -> None:
    """Never the design itself, and the farther the likelier."""
    pool = Pool(size=3, apart=2)
    rng = np.random.default_rng(1)
    assert pool.drawn(mask(0), rng) is None
    pool.offer(mask(0), (0.0, 1.0))
    assert pool.drawn(mask(0), rng) is None
    pool.offer(mask(1), (0.0, 2.0))
    pool.offer(mask(0, 1, 2, 3, 4, 5), (0.0, 3.0))
    drawn = [int(pool.drawn(mask(0), rng).sum()) for _ in range(300)]  # type: ignore[union-attr]
    assert drawn.count(6) > 1.5 * drawn.count(1) > 0
