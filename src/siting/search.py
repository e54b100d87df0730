"""Local search over designs: by the tables of a form, or by plain evaluation.

What greedy and interchange share, and what checks a proof from its neighbourhood.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from siting.forms import CoverForm, MedianForm
from siting.problem import Problem
from siting.rules import Rules

Bools = NDArray[np.bool_]


LARGEST = 2**30
"""Bytes of tables up to which a search is worth it beside an exact method."""


def is_searchable(problem: Problem) -> bool:
    """Whether the tables of a search are small beside what the solver needed."""
    form = problem.form
    return not isinstance(form, MedianForm) or form.nbytes <= LARGEST


class Search(Protocol):
    """A design that is improved move by move, deterministically."""

    def begin(self, design: Bools) -> None:
        """Start from a design."""

    def improve(self, *, moves: int) -> bool:
        """Make up to so many moves; whether a local optimum was reached."""

    @property
    def design(self) -> Bools:
        """The present design (m,)."""


def search_for(problem: Problem) -> Search:
    """The fastest search that takes a problem."""
    form = problem.form
    if isinstance(form, MedianForm):
        from siting.kernels import median

        return median.Interchange(form.weighted(), form.opening, rules=form.rules)
    if isinstance(form, CoverForm):
        from siting.kernels import cover

        return cover.Interchange(form.weight, form.start, form.client, rules=form.rules)
    return Evaluated(problem)


def greedy_design(problem: Problem) -> Bools:
    """Open one site after the other, always the one that helps most."""
    form = problem.form
    if isinstance(form, MedianForm):
        from siting.kernels import median_greedy

        return median_greedy.greedy(form.weighted(), form.opening, rules=form.rules)
    if isinstance(form, CoverForm):
        from siting.kernels import cover

        return cover.greedy(form.weight, form.start, form.client, rules=form.rules)
    return _greedy_by_evaluation(problem)


def random_design(rules: Rules, rng: np.random.Generator) -> Bools:
    """An allowed design: what must be open, and free sites at random."""
    design = rules.must.copy()
    free = np.flatnonzero(rules.free)
    held = int(design.sum())
    count = int(rng.integers(max(rules.least - held, 0), rules.most - held + 1))
    design[rng.choice(free, size=min(count, len(free)), replace=False)] = True
    return design


class Evaluated:
    """Search for any model: every neighbour is evaluated from scratch.

    Slow, and right for every model that can say what a design is worth.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._design = problem.rules.must.copy()

    def begin(self, design: Bools) -> None:
        """Start from a design."""
        self._design = design.copy()

    def improve(self, *, moves: int) -> bool:
        """Make up to so many best moves; whether a local optimum was reached."""
        for _ in range(moves):
            now = rank(self._problem, self._design[None, :])[0]
            trials = neighbours(self._problem.rules, self._design)
            if not len(trials):
                return True
            ranks = rank(self._problem, trials)
            best = min(range(len(trials)), key=ranks.__getitem__)
            small = 1e-10 * abs(now[1])
            mends = ranks[best][0] < now[0]
            saves = ranks[best][0] == now[0] and ranks[best][1] < now[1] - small
            if not (mends or saves):
                return True
            self._design = trials[best]
        return False

    @property
    def design(self) -> Bools:
        """The present design (m,)."""
        return self._design.copy()


def neighbours(rules: Rules, design: Bools) -> Bools:
    """All allowed swaps, adds and drops of a design: (k, m)."""
    enter = np.flatnonzero(~design & ~rules.never).tolist()
    leave = np.flatnonzero(design & ~rules.must).tolist()
    moves = [(j, r) for j in enter for r in leave]
    moves += [(j, -1) for j in enter] + [(-1, r) for r in leave]
    trials = []
    for j, r in moves:
        trial = design.copy()
        if j >= 0:
            trial[j] = True
        if r >= 0:
            trial[r] = False
        if rules.least <= trial.sum() <= rules.most:
            trials.append(trial)
    return np.array(trials, dtype=bool).reshape(len(trials), rules.m)


def rank(problem: Problem, designs: Bools) -> list[tuple[float, float]]:
    """Violation, then value to be minimised, of every design: less is better."""
    values, violation = problem.evaluate(designs)
    turned = np.nan_to_num(problem.sign * values[:, 0], nan=np.inf)
    return list(zip(violation.tolist(), turned.tolist(), strict=True))


def _greedy_by_evaluation(problem: Problem) -> Bools:
    """Greedy add for any model, by evaluating every next site."""
    rules = problem.rules
    design = rules.must.copy()
    best = rank(problem, design[None, :])[0]
    while design.sum() < rules.most:
        closed = np.flatnonzero(~design & ~rules.never)
        if not len(closed):
            break
        trials = np.repeat(design[None, :], len(closed), axis=0)
        trials[np.arange(len(closed)), closed] = True
        ranks = rank(problem, trials)
        k = min(range(len(ranks)), key=ranks.__getitem__)
        if design.sum() >= rules.least and ranks[k] >= best:
            break
        design, best = trials[k], ranks[k]
    return design
