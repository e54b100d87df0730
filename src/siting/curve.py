"""What each further site brings, by greedy: the whole curve in one run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siting.cost import Floats
from siting.limits import Limits, Tally
from siting.problem import Problem
from siting.run import refuse, solver_called
from siting.searching.construct import opened_in_order


@dataclass(frozen=True, eq=False)
class Curve:
    """Values of the greedy designs with 1, 2, ... sites.

    Attributes
    ----------
    problem
        Its p is the end of the curve.
    order
        Ids of the sites in the order in which they open, those that must be open
        first; among equals the first of the instance.
    values : (k,)
        What the first 1, 2, ... of them are worth; nan where they break a rule other
        than the number of sites, such as everybody being served.
    """

    problem: Problem
    order: tuple[str, ...]
    values: Floats

    @property
    def gains(self) -> Floats:
        """What each site improves on the one before (k,); the first has none."""
        steps = self.problem.sign * -np.diff(self.values)
        return np.concatenate([[np.nan], steps])


BLOCK = 16
"""Designs that are evaluated at a time."""


def greedy_curve(problem: Problem) -> Curve:
    """Open one site after the other up to p, always the one that helps most.

    Raises
    ------
    RefusedError
        When every design is a hard problem of its own.
    """
    refuse(solver_called("greedy"), problem)
    sites = opened_in_order(problem, Tally(Limits()))
    m = problem.rules.m
    first = max(1, int(problem.rules.must.sum()))
    values = np.full(len(sites), np.nan)
    for k in range(first, len(sites) + 1, BLOCK):
        ends = range(k, min(k + BLOCK, len(sites) + 1))
        designs = np.array([np.isin(np.arange(m), sites[:end]) for end in ends])
        worth, violation = problem.evaluate(designs)
        missing = np.maximum(problem.rules.least - designs.sum(axis=1), 0)
        sound = violation <= missing
        values[k - 1 : k - 1 + len(designs)] = np.where(sound, worth[:, 0], np.nan)
    names = problem.instance.sites
    return Curve(problem, tuple(names[j] for j in sites.tolist()), values)
