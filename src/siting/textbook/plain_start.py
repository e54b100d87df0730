"""A first design where replies are too hard for a search: by travel and room alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting.forms import MedianForm
from siting.problem import Problem

AMPLE = 1.1
"""Room beside the demand that leaves some choice of who goes where."""


def plain_start(problem: Problem) -> NDArray[np.bool_] | None:
    """A design (m,) for which a reply may be found at once; None without one.

    Greedy for opening and travel, whatever else the model asks; where sites are
    limited, larger ones are opened instead, or beside, until all demand has room.
    """
    from siting.kernels import median_greedy

    town = problem.town
    rules = replace(problem.rules, extra=())
    form = MedianForm(town.demand, town.cost, town.opening, rules)
    design = median_greedy.greedy(form.weighted(), form.opening, rules=rules)
    if problem.has_capacity:
        _make_room(problem, design)
    return None if problem.rules.violation(design[None, :])[0] else design


def _make_room(problem: Problem, design: NDArray[np.bool_]) -> None:
    """Open the largest closed sites, in place of the smallest where p is reached."""
    town, rules = problem.town, problem.rules
    room = np.minimum(town.capacity, town.demand.sum())
    for j in np.argsort(-room, kind="stable").tolist():
        if room[design].sum() >= AMPLE * town.demand.sum():
            return
        if design[j] or rules.never[j]:
            continue
        if design.sum() >= rules.most:
            held = np.flatnonzero(design & ~rules.must)
            if not len(held) or room[held].min() >= room[j]:
                return
            design[held[room[held].argmin()]] = False
        design[j] = True
