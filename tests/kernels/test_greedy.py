"""Greedy add and drop of all forms, against their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from chance import some_rules
from medians.cases import small_form

from siting.forms import MedianForm
from siting.kernels import cover_greedy, median_greedy
from siting.listed.lists import nearest_lists
from siting.listed.swaps import Swaps


def value(form: MedianForm, design: np.ndarray) -> float:
    """Opening plus weighted cost, a large one where unreachable."""
    table = np.where(np.isfinite(form.weighted()), form.weighted(), 1e6)
    near = table[:, design].min(axis=1) if design.any() else np.full(len(table), 1e6)
    return float(near.sum() + form.opening[design].sum())


def whole_lists(form: MedianForm) -> Swaps:
    """A search over lists of all sites."""
    lists = nearest_lists(form, length=form.rules.m)
    return Swaps(lists, form.opening, form.rules)


@pytest.mark.parametrize("seed", range(100))
def test_over_lists_greedy_is_as_good_as_over_the_table(seed: int) -> None:
    """On whole costs the same sites open in the same order."""
    form = small_form(seed)
    if not np.isfinite(form.weighted()).all() or form.rules.must.any():
        return  # lists of clients with a required site end there
    order, looked = whole_lists(form).opened_in_order()
    expected, as_often = median_greedy.order(
        form.weighted(), form.opening, rules=form.rules
    )
    assert order.tolist() == expected.tolist()
    assert looked == as_often


@pytest.mark.parametrize("seed", range(150))
def test_dropping_closes_what_costs_least(seed: int) -> None:
    """Each step is a best one by definition, and the last one keeps the rules."""
    form = small_form(seed)
    if not np.isfinite(form.weighted()).all():
        return
    rules, design = form.rules, ~form.rules.never
    order, _ = whole_lists(form).closed_in_order()
    for r in order.tolist():
        trials = []
        for k in np.flatnonzero(design & ~rules.must):
            trial = design.copy()
            trial[k] = False
            trials.append(value(form, trial))
        design = design.copy()
        design[r] = False
        assert value(form, design) == pytest.approx(min(trials))
    assert rules.violation(design[None, :])[0] == 0


@pytest.mark.parametrize("seed", range(100))
def test_dropping_covers_loses_least(seed: int) -> None:
    """The same for coverage, the last one of equals first."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 25)), int(rng.integers(2, 11))
    covers = rng.random((n, m)) < rng.uniform(0.05, 0.5)
    weight = rng.integers(0, 9, n).astype(float)
    rules = some_rules(rng, m, fixed=1.0)
    site, client = np.nonzero(covers.T)
    start = np.searchsorted(site, np.arange(m + 1)).astype(np.int64)
    design, expected = ~rules.never, []
    while design.sum() > rules.most:
        left = {}
        for r in np.flatnonzero(design & ~rules.must):
            trial = design.copy()
            trial[r] = False
            left[int(r)] = weight[covers[:, trial].any(axis=1)].sum()
        expected.append(max(left, key=lambda r: (left[r], r)))
        design[expected[-1]] = False
    order, _ = cover_greedy.drop(weight, start, client.astype(np.int32), rules=rules)
    assert order.tolist() == expected
