"""The search over lists, against the plain twin of the tables."""

from __future__ import annotations

import numpy as np
import pytest
from medians.cases import all_costs, small_form
from plain_kernels import best_move_plain

from siting.forms import MedianForm
from siting.kernels.annealing import anneal
from siting.kernels.kicks import _undo
from siting.kernels.swaps import _entering, _flip, _forget
from siting.listed.lists import nearest_lists
from siting.listed.swaps import Swaps
from siting.rules import Rules


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


@pytest.mark.parametrize("seed", range(60))
def test_undone_moves_leave_no_trace(seed: int) -> None:
    """It is as begun anew, and nobody waits."""
    form = small_form(seed)
    designs, _ = all_costs(form)
    lists = nearest_lists(form, length=form.rules.m)
    if not len(designs):
        return
    search = Swaps(lists, form.opening, form.rules)
    search.begin(designs[0])
    search.improve()
    started = [np.array(x) for x in search._state]
    past = search._past
    rng = np.random.default_rng(seed)
    parts = (search._near, search._who, search._far)
    _forget(search._state, past)
    search._work[2][0] = search._work[2][1]
    search._work[1][:] = False
    for j in rng.integers(0, form.rules.m, 5):
        _flip(*parts, int(j), search._state, search._work, past)
    _undo(search._state, search._work, past)
    for k in (2, 3, 4, 5):
        np.testing.assert_allclose(search._state[k], started[k], atol=1e-9)
    opens = search._state[6]
    assert set(opens[: opens[-1]].tolist()) == set(np.flatnonzero(started[5]).tolist())
    assert not search._work[1].any()


@pytest.mark.parametrize("seed", range(60))
def test_annealing_knows_what_its_design_costs(seed: int) -> None:
    """Its tables are those of where it ended, and it keeps the rules."""
    form = small_form(seed)
    designs, costs = all_costs(form)
    if not len(designs) or not np.isfinite(form.weighted()).all():
        return
    search = Swaps(nearest_lists(form, length=form.rules.m), form.opening, form.rules)
    search.begin(designs[-1])
    anneal(
        search._near, search._who, search._rule, search._state, search._work,
        rounds=200, width=9, heat=(50.0, 0.1),
    )  # fmt: skip
    ended = [np.array(x) for x in search._state]
    assert form.rules.violation(ended[5][None, :])[0] == 0
    search.begin(ended[5])
    for k in (2, 3, 4):
        np.testing.assert_allclose(search._state[k], ended[k], atol=1e-9)
    row = int(np.flatnonzero((designs == ended[5]).all(axis=1))[0])
    assert search.value == pytest.approx(costs[row])


def test_clients_with_two_equal_sites_give_nothing_back() -> None:
    """However many they are: each would have had a place among so many sites."""
    form = MedianForm(
        np.ones(40), np.ones((40, 3)), np.zeros(3),
        Rules(must=np.zeros(3, bool), never=np.zeros(3, bool), least=2, most=2),
    )  # fmt: skip
    lists = nearest_lists(form, length=3)
    swaps = Swaps(lists, form.opening, form.rules)
    swaps.begin(np.array([True, True, False]))
    plain = _entering.py_func  # which looks at bounds
    saved = plain(swaps._who, swaps._rule, 2, swaps._state, swaps._work, 0)
    assert saved == (0.0, 0.0, 0)
