"""What a design under capacity is worth, solving for the reply only where one must."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting import declared
from siting.assignment import Assignment, nearest_open
from siting.cost import Floats
from siting.forms import FlowForm, MedianForm
from siting.instance import Instance
from siting.problem import Problem
from siting.rules import ROUNDING, Rules

Design = NDArray[np.bool_]


def takes_all(town: Instance) -> bool:
    """Whether every site alone could serve everybody, so that capacity says nothing."""
    return bool((town.capacity >= town.demand.sum()).all())


def flow(
    town: Instance,
    rules: Rules,
    *,
    weight: Floats,
    opening: Floats,
    whole: bool,
    closest: bool,
) -> MedianForm | FlowForm | None:
    """The numeric shape under capacity: a median where it limits nothing.

    There is none where everybody must go to the nearest open site, and it may be full.

    Parameters
    ----------
    weight : (n,)
        Of each client's travel.
    opening : (m,)
    whole
        Whether each client is served by one site.
    """
    if takes_all(town):
        return MedianForm(weight, town.cost, opening, rules)
    if closest:
        return None
    return FlowForm(
        weight=weight,
        load=town.demand,
        cost=town.cost,
        opening=opening,
        capacity=town.capacity,
        whole=whole,
        rules=rules,
    )


def lacking(town: Instance, designs: NDArray[np.bool_]) -> Floats:
    """Share (k,) of the demand for which the open sites of (k, m) designs lack room."""
    total = float(town.demand.sum())
    missing = total - designs @ np.minimum(town.capacity, total)
    short = missing > ROUNDING * total
    return np.where(short, missing / max(total, 1e-300), 0.0)


def nearest_that_fits(
    town: Instance, design: Design, *, least: float = 0.0
) -> Assignment | None:
    """Everybody at a nearest open site, when no site is then overrun or idle.

    Nothing can be nearer, so that this is the best reply; None says nothing.

    Parameters
    ----------
    least
        Demand that every open site must serve.
    """
    found = _nearest(town, design, least=least)
    return None if found is None else Assignment.single(found[0])


def opening_and_travel(
    problem: Problem, designs: NDArray[np.bool_], *, least: float = 0.0
) -> tuple[Floats, Floats]:
    """`Problem.evaluate` for opening cost plus weighted travel under capacity."""
    town = problem.town
    violation = problem.rules.violation(designs)
    short = lacking(town, designs)
    violation += np.where(short > 0, town.n + short, 0.0)
    values = np.full((len(designs), 1), np.nan)
    for k in np.flatnonzero(violation == 0):
        near = _nearest(town, designs[k], least=least)
        if near is not None:
            values[k] = near[1] @ town.demand + designs[k] @ town.opening
            continue
        found = declared.reply(problem.matrix, designs[k])
        if found is None:
            violation[k] = town.n
        else:
            values[k] = found.objective
    return values, violation


def _nearest(
    town: Instance, design: Design, *, least: float
) -> tuple[NDArray[np.intp], Floats] | None:
    """Nearest open site and travel of every client, when that keeps all limits."""
    site, cost = nearest_open(town, design)
    if (site < 0).any():
        return None
    load = np.bincount(site, town.demand, minlength=town.m)
    fits = (load <= town.capacity).all() and (load[design] >= least).all()
    return (site, cost) if fits else None
