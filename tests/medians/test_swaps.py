"""The search over lists, against the plain twin of the tables."""

from __future__ import annotations

import numpy as np
import pytest
from medians.cases import all_costs, small_form

from siting.kernels.median import best_move_plain
from siting.medians.lists import nearest_lists
from siting.medians.swaps import Swaps


@pytest.mark.parametrize("seed", range(120))
def test_no_neighbour_of_where_it_ends_is_better(seed: int) -> None:
    """And what it says a design costs is what it costs; kicks never lose the best."""
    form = small_form(seed)
    designs, costs = all_costs(form)
    if not len(designs) or not np.isfinite(form.weighted()).all():
        return
    rng = np.random.default_rng(seed)
    search = Swaps(nearest_lists(form, length=form.rules.m), form.opening, form.rules)
    search.begin(designs[rng.integers(len(designs))])
    for kicked in (False, True):
        before = search.value
        if kicked:
            search.shake(15, seed=seed, heat=0.1)
        search.improve()
        design = search.design
        assert form.rules.violation(design[None, :])[0] == 0
        row = int(np.flatnonzero((designs == design).all(axis=1))[0])
        assert search.is_exact
        assert search.value == pytest.approx(costs[row])
        assert search.value <= before + 1e-9
        saving = best_move_plain(
            form.weighted(), form.opening, design, rules=form.rules
        )[0]
        assert saving <= 1e-9 * max(1.0, costs[row])


def test_the_same_seed_gives_the_same_design() -> None:
    """Kicks draw from their own numbers, not from anybody's."""
    form = small_form(3)
    designs = all_costs(form)[0]
    found = []
    for _ in range(2):
        np.random.default_rng().random()
        lists = nearest_lists(form, length=form.rules.m)
        search = Swaps(lists, form.opening, form.rules)
        search.begin(designs[0])
        search.shake(50, seed=5, heat=0.5)
        found.append(search.design.tolist())
    assert found[0] == found[1]
