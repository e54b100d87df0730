"""The climb of a median's dual, against its definition in numpy."""

from __future__ import annotations

import numpy as np
import pytest
from medians.cases import all_costs, small_form

from siting.forms import MedianForm
from siting.kernels.climbing import _value
from siting.listed.lists import Lists, nearest_lists
from siting.medians.ascent import LONG, SHORT, Ascent, Stride, bound_of

SEEDS = range(40)


def value_plain(form: MedianForm, u: np.ndarray) -> float:
    """The least of the relaxation over all allowed designs."""
    table = form.weighted()
    each = form.opening + np.minimum(0.0, table - u[:, None]).sum(axis=0)
    designs, _ = all_costs(form)
    return float(u.sum() + (designs @ each).min())


def kernel_value(lists: Lists, form: MedianForm, u: np.ndarray) -> float:
    """The kernel's own value, and that the chosen design has it."""
    rules, m = form.rules, form.rules.m
    held = np.flatnonzero(rules.must)
    worth, chosen = np.empty(m), np.empty(m, dtype=bool)
    value = _value(
        lists.start, lists.site, lists.cost, u, form.opening,
        np.flatnonzero(rules.free), held, rules.least - len(held),
        rules.most - len(held), worth, chosen,
    )  # fmt: skip
    assert rules.violation(chosen[None, :])[0] == 0
    assert u.sum() + worth[chosen].sum() == pytest.approx(value, abs=1e-9)
    return float(value)


@pytest.mark.parametrize("seed", SEEDS)
def test_value_is_the_least_over_all_designs(seed: int) -> None:
    """Whatever the multipliers, ties of worth included."""
    form = small_form(seed)
    rng = np.random.default_rng(seed)
    lists = nearest_lists(form, length=form.rules.m)
    for _ in range(5):
        u = np.round(rng.random(lists.n) * 20 * rng.integers(0, 3))
        value = kernel_value(lists, form, u)
        proved = bound_of(lists, form.opening, form.rules, u).value
        assert proved == pytest.approx(value, abs=1e-9)
        if not form.rules.must.any():  # else lists end early, and the bound is better
            assert value == pytest.approx(value_plain(form, u), abs=1e-9)


@pytest.mark.parametrize("stride", [LONG, SHORT])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_climb_never_goes_down_nor_above_the_optimum(
    seed: int, stride: Stride
) -> None:
    """Its best multipliers are kept, and prove no more than is true."""
    form = small_form(seed)
    _, costs = all_costs(form)
    lists = nearest_lists(form, length=max(1, form.rules.m // 2))
    ascent = Ascent(
        lists, form.opening, form.rules, first=np.zeros(lists.n), stride=stride
    )
    before = ascent.best.value
    for _ in range(6):
        ascent.climb(5, target=200.0)
        assert before <= ascent.best.value + 1e-9
        assert ascent.best.value <= costs.min(initial=np.inf)
        assert ((ascent.mean >= 0) & (ascent.mean <= 1)).all()
        before = ascent.best.value
