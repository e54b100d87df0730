"""Parts of the designs of a median, bounded by multipliers alone."""

from __future__ import annotations

import numpy as np
import pytest
from medians.cases import all_costs, small_form

from siting.listed.lists import nearest_lists
from siting.medians.ascent import bound_of
from siting.medians.dual import DualRelaxation, Part


@pytest.mark.parametrize("seed", range(80))
def test_no_design_of_a_part_is_below_its_bound_or_lost(seed: int) -> None:
    """Sites may be decided only where no better design is in the other half."""
    form = small_form(seed)
    rng = np.random.default_rng(seed)
    designs, costs = all_costs(form)
    rules = form.rules
    lists = nearest_lists(form, length=int(rng.integers(1, rules.m + 1)))
    first = bound_of(lists, form.opening, rules, rng.random(lists.n) * 20)
    dual = DualRelaxation(lists, form.opening, rules, target=99.0)
    some = rng.random(rules.m)
    closed = (some < 0.2) & ~rules.must
    opened = (some > 0.85) & ~rules.never
    half = np.full(rules.m, 0.5)
    part = Part(rules.never | closed, rules.must | opened, first.multiplier, half)
    inside = ~(designs & part.closed).any(axis=1) & ~(~designs & part.opened).any(
        axis=1
    )
    least = costs[inside].min(initial=np.inf)
    cutoff = float(np.median(costs))
    found = dual.relax(part, cutoff=cutoff, seconds=np.inf)
    assert found is not None
    if found.bound <= cutoff or found.is_whole:  # what was fixed may have lost the rest
        assert found.bound <= least or least > cutoff
    else:
        assert least > cutoff
    good = inside & (costs < cutoff)
    assert not (designs[good] & found.fixed.closed).any()
    assert not (~designs[good] & found.fixed.opened).any()


def test_a_part_of_a_part_begins_where_that_ended() -> None:
    """Its multipliers are handed on, and not changed by what comes after."""
    form = small_form(3)
    lists = nearest_lists(form, length=form.rules.m)
    first = bound_of(lists, form.opening, form.rules, np.zeros(lists.n))
    mean = np.full(form.rules.m, 0.5)
    dual = DualRelaxation(lists, form.opening, form.rules, target=60.0)
    part = dual.root(first, mean).fixed
    found = dual.relax(part, cutoff=np.inf, seconds=np.inf)
    assert found is not None
    assert isinstance(found.fixed, Part)
    handed = (found.fixed.multiplier, found.fixed.mean)
    kept = [x.copy() for x in handed]
    again = dual.relax(found.fixed, cutoff=np.inf, seconds=np.inf)
    assert again is not None
    assert again.bound >= found.bound - 1e-9
    for before, now in zip(kept, handed, strict=True):
        np.testing.assert_array_equal(before, now)
