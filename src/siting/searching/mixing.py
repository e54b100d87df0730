"""Two designs made into one: what both open stays open."""

from __future__ import annotations

import numpy as np

from siting.rules import Rules
from siting.searching.most_wanted import most_wanted
from siting.searching.neighbours import Bools


def mixed(rules: Rules, one: Bools, other: Bools, rng: np.random.Generator) -> Bools:
    """Subset crossover of designs (k, m) with others (k, m).

    A child opens what both parents open, and of what one of them opens as many sites by
    chance as it takes; where the number of sites is free it is one between theirs.

    Radcliffe, N. J. (1993). Genetic set recombination. Foundations of Genetic
    Algorithms 2, 203-219. doi:10.1016/B978-0-08-094832-4.50019-2
    """
    least, most = np.sort([one.sum(axis=1), other.sum(axis=1)], axis=0)
    sizes = rng.integers(least, most, endpoint=True)
    keys = rng.random(one.shape)
    keys[one & other] += 1.0
    keys[~(one | other)] -= 1.0
    return most_wanted(rules, keys, np.clip(sizes, rules.least, rules.most))
