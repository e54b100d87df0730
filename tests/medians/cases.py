"""Small medians and what all their designs cost, for tests of bounds and searches."""

from __future__ import annotations

import itertools

import numpy as np
from chance import some_rules

from siting.forms import MedianForm


def small_form(seed: int) -> MedianForm:
    """A median of up to 8 sites: ties, zeros, unreachable pairs, must and never."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 12)), int(rng.integers(2, 9))
    whole = rng.random() < 0.6
    cost = rng.integers(0, 20, (n, m)).astype(float) if whole else rng.random((n, m))
    if rng.random() < 0.3:
        cost[rng.random((n, m)) < 0.25] = np.inf
    weight = rng.integers(0, 4, n).astype(float)
    opening = np.zeros(m) if rng.random() < 0.5 else rng.integers(0, 15, m) * 1.0
    return MedianForm(weight, cost, opening, some_rules(rng, m))


def all_costs(form: MedianForm) -> tuple[np.ndarray, np.ndarray]:
    """All allowed designs (k, m) and what they cost, by definition."""
    every = np.array(list(itertools.product((False, True), repeat=form.rules.m)))
    every = every[form.rules.violation(every) == 0]
    table = form.weighted()
    costs = [
        float(table[:, design].min(axis=1).sum() + form.opening[design].sum())
        for design in every
    ]
    return every, np.array(costs)
