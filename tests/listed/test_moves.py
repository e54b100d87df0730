"""Single moves and variable neighbourhoods over lists."""

from __future__ import annotations

import numpy as np
import pytest
from chance import some_rules
from medians.cases import small_form
from plain_kernels import best_move_plain

from siting.forms import MedianForm
from siting.kernels import median
from siting.listed.lists import nearest_lists
from siting.listed.swaps import Swaps
from siting.searching.construct import random_design


def form_of(seed: int) -> MedianForm:
    """A small median that everybody can be served in from everywhere."""
    rng = np.random.default_rng([seed, 5])
    form = small_form(seed)
    cost = rng.integers(0, 25, form.cost.shape).astype(float)
    rules = some_rules(rng, form.rules.m)
    return MedianForm(form.weight, cost, form.opening, rules)


def value(form: MedianForm, design: np.ndarray) -> float:
    """By definition."""
    return float(
        form.weighted()[:, design].min(axis=1).sum() + form.opening[design].sum()
    )


def begun(seed: int) -> tuple[MedianForm, np.ndarray, np.ndarray, np.ndarray]:
    """A form, a design, and rules of a narrower kind."""
    form, rng = form_of(seed), np.random.default_rng([seed, 6])
    design = random_design(form.rules, rng)
    must = form.rules.must | (design & (rng.random(form.rules.m) < 0.3))
    never = form.rules.never | (~design & (rng.random(form.rules.m) < 0.3))
    return form, design, must, never


def near(
    form: MedianForm, design: np.ndarray, must: np.ndarray, never: np.ndarray
) -> list[np.ndarray]:
    """Designs one move away that keep the counts."""
    found = []
    for j in [-1, *np.flatnonzero(~design & ~never).tolist()]:
        for r in [-1, *np.flatnonzero(design & ~must).tolist()]:
            trial = design.copy()
            if j >= 0:
                trial[j] = True
            if r >= 0:
                trial[r] = False
            right = form.rules.least <= trial.sum() <= form.rules.most
            if right and (j, r) != (-1, -1):
                found.append(trial)
    return found


@pytest.mark.parametrize("kind", ["table", "lists"])
@pytest.mark.parametrize("seed", range(150))
def test_a_move_is_the_best_even_if_it_is_bad(seed: int, kind: str) -> None:
    """Within the narrower rules, over the table and over the lists."""
    form, design, must, never = begun(seed)
    if kind == "lists":
        open_rules = form.rules.must  # lists end at required sites, which stay open
        lists = nearest_lists(form, length=form.rules.m)
        search: Swaps | median.Interchange = Swaps(lists, form.opening, form.rules)
        must = must | open_rules
    else:
        table = form.weighted()
        search = median.Interchange(table, form.opening, rules=form.rules)
    search.begin(design)
    trials = near(form, design, must, never)
    assert search.move(must, never) == bool(trials)
    if trials:
        best = min(value(form, trial) for trial in trials)
        assert value(form, search.design) == pytest.approx(best)
        assert any((search.design == trial).all() for trial in trials)


@pytest.mark.parametrize("seed", range(80))
def test_variable_neighbourhoods_end_in_a_local_optimum_not_worse(seed: int) -> None:
    """Whatever was tried on the way is undone, tables and all."""
    form, design, _, _ = begun(seed)
    search = Swaps(nearest_lists(form, length=form.rules.m), form.opening, form.rules)
    search.draw_from(seed)
    search.begin(design)
    search.improve()
    before = search.value
    search.vary(40, wide=4, times=1)
    assert search.value <= before + 1e-9
    assert search.value == pytest.approx(value(form, search.design))
    assert form.rules.violation(search.design[None, :])[0] == 0
    saving = best_move_plain(
        form.weighted(), form.opening, search.design, rules=form.rules
    )[0]
    assert saving <= 1e-7


@pytest.mark.parametrize("seed", range(40))
def test_trying_in_parts_ends_where_trying_at_once_does(seed: int) -> None:
    """A search that looks at the clock in between makes the same moves."""
    form, design, _, _ = begun(seed)
    lists = nearest_lists(form, length=form.rules.m)
    found = []
    for tries in (1, 3, 2**40):
        search = Swaps(lists, form.opening, form.rules)
        search.begin(design)
        while not search.advance(tries):
            pass
        found.append(search.design.tolist())
    assert found[0] == found[1] == found[2]
