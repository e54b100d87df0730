"""The search around the best design keeps the rules that it is told last."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siting.instance import Instance
from siting.limits import Limits, Trace
from siting.listed.lists import nearest_lists
from siting.medians.incumbent import Incumbent
from siting.models import PMedian


def test_a_site_opened_for_good_takes_the_place_of_another() -> None:
    """The best design so far need not hold it, and there are no more than p."""
    rng = np.random.default_rng(1)
    problem = PMedian(Instance.from_matrix(rng.random((20, 9))), p=3)
    form = problem.shape()
    best = Incumbent(problem, form, Trace(Limits(), sign=1.0), seed=0)
    lists = nearest_lists(form, length=9)
    best.look_in(lists, form.rules)
    best.polish(np.arange(9) < 3)
    assert best.design is not None
    must = np.zeros(9, dtype=bool)
    must[np.flatnonzero(~best.design)[0]] = True
    rules = replace(form.rules, must=must)
    best.look_in(lists.without(closed=rules.never, must=must), rules)
    best.shake(0.01)
    assert best.design.sum() == 3
    assert best.value == problem.evaluate(best.design[None, :])[0][0, 0]
    assert best.searched.sum() == 3
