"""The linear program of a median, when ever more sites are decided on the way."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from medians.cases import all_costs, small_form

from siting.branching.relaxation import Fixed
from siting.listed.lists import nearest_lists
from siting.medians.ascent import bound_of
from siting.medians.relaxation import MedianRelaxation


@pytest.mark.parametrize("seed", range(60))
def test_a_program_that_shrank_says_of_a_part_what_a_new_one_does(seed: int) -> None:
    """And parts that were made before know nothing of what was decided since."""
    form = small_form(seed)
    rng = np.random.default_rng(seed)
    designs, costs = all_costs(form)
    if not math.isfinite(costs.min(initial=np.inf)):
        return
    lists = nearest_lists(form, length=form.rules.m)
    first = bound_of(lists, form.opening, form.rules, np.ones(lists.n))
    grown = MedianRelaxation(lists, form.opening, form.rules, first=first)
    old = Fixed(form.rules.never, form.rules.must)
    assert grown.relax(old, cutoff=math.inf, seconds=10) is not None
    keep = designs[np.argmin(costs)]  # what is decided leaves the best design
    rules = replace(
        form.rules,
        never=form.rules.never | (~keep & (rng.random(form.rules.m) < 0.4)),
        must=form.rules.must | (keep & (rng.random(form.rules.m) < 0.3)),
    )
    fewer = lists.without(closed=rules.never, must=rules.must)
    grown.shrink(fewer, rules, first=grown.best)
    found = grown.relax(old, cutoff=math.inf, seconds=10, fade=0.0)
    assert found is not None
    assert not (rules.never & ~found.fixed.closed).any()
    assert not (rules.must & ~found.fixed.opened).any()
    inside = ~(designs & rules.never).any(axis=1) & (designs | ~rules.must).all(axis=1)
    assert found.bound <= costs[inside].min() + 1e-9
    new = MedianRelaxation(fewer, form.opening, rules, first=first)
    again = new.relax(old, cutoff=math.inf, seconds=10, fade=0.0)
    assert again is not None
    assert found.bound == pytest.approx(again.bound, abs=1e-6)


def test_its_seconds_are_counted_in_what_was_done() -> None:
    """The same question takes as many of them every time, whatever the clock says."""
    form = small_form(3)
    lists = nearest_lists(form, length=form.rules.m)
    first = bound_of(lists, form.opening, form.rules, np.ones(lists.n))
    part = Fixed(form.rules.never, form.rules.must)
    spent = []
    for _ in range(2):
        program = MedianRelaxation(lists, form.opening, form.rules, first=first)
        before = program.seconds
        program.relax(part, cutoff=math.inf, seconds=10)
        spent.append(program.seconds - before)
    assert spent[0] == spent[1]
