"""Designs to begin with: greedy ones, and any that are allowed."""

from __future__ import annotations

import numpy as np

from siting.forms import CenterForm, CoverForm, MedianForm
from siting.limits import Limits, Tally
from siting.problem import Problem
from siting.rules import Rules
from siting.searching.neighbours import Bools, Neighbours, Places, best_of, rank
from siting.searching.search import LARGEST


def greedy_design(problem: Problem, limits: Limits) -> Bools:
    """Open one site after the other, always the one that helps most."""
    return design_of(opened_in_order(problem, Tally(limits)), problem.rules.m)


def design_of(sites: Places, m: int) -> Bools:
    """The design (m,) in which some sites are open."""
    design = np.zeros(m, dtype=bool)
    design[sites] = True
    return design


def opened_in_order(problem: Problem, tally: Tally) -> Places:
    """Sites (k,) as greedy add opens them, those that must be open first."""
    form = problem.form
    if isinstance(form, MedianForm) and form.nbytes <= LARGEST:
        from siting.kernels import median_greedy

        order, looked = median_greedy.order(
            form.weighted(), form.opening, rules=form.rules
        )
    elif isinstance(form, MedianForm):
        from siting.listed.search import opened_in_lists

        order, looked = opened_in_lists(form)
    elif isinstance(form, CoverForm):
        from siting.kernels import cover_greedy

        order, looked = cover_greedy.order(
            form.weight, form.start, form.client, rules=form.rules
        )
    elif isinstance(form, CenterForm) and form.nbytes <= LARGEST:
        from siting.kernels import center_swaps

        order, looked = center_swaps.order(form.by_site(), rules=form.rules)
    else:
        return _opened_by_evaluation(problem, tally)
    tally.count(looked)
    return order


def closed_in_order(problem: Problem, tally: Tally) -> Places:
    """Sites (k,) as greedy drop closes them, all that may be open being so at first."""
    form = problem.form
    if isinstance(form, MedianForm):
        from siting.listed.search import closed_in_lists

        order, looked = closed_in_lists(form)
    elif isinstance(form, CoverForm):
        from siting.kernels import cover_greedy

        order, looked = cover_greedy.drop(
            form.weight, form.start, form.client, rules=form.rules
        )
    else:
        return _closed_by_evaluation(problem, tally)
    tally.count(looked)
    return order


def random_design(rules: Rules, rng: np.random.Generator) -> Bools:
    """An allowed design: what must be open, and free sites at random."""
    design = rules.must.copy()
    free = np.flatnonzero(rules.free)
    held = int(design.sum())
    count = int(rng.integers(max(rules.least - held, 0), rules.most - held + 1))
    design[rng.choice(free, size=min(count, len(free)), replace=False)] = True
    return design


def _opened_by_evaluation(problem: Problem, tally: Tally) -> Places:
    """Greedy add for any model, by evaluating every next site."""
    rules = problem.rules
    design = rules.must.copy()
    order = np.flatnonzero(design).tolist()
    reached = rank(problem, design[None, :])[0]
    while design.sum() < rules.most:
        trials = Neighbours.adding(rules, design)
        if not len(trials):
            break
        best, whole = best_of(problem, trials, tally)
        if not whole:  # out of time: the first sites, as many as there must be
            order += trials.adds[: max(rules.least - int(design.sum()), 0)].tolist()
            break
        assert best is not None
        if design.sum() >= rules.least and best[0] >= reached:
            break
        reached = best[0]
        order.append(int(trials.adds[best[1]]))
        design[order[-1]] = True
    return np.array(order, dtype=np.intp)


def _closed_by_evaluation(problem: Problem, tally: Tally) -> Places:
    """Greedy drop for any model, by evaluating what every next site leaves."""
    rules = problem.rules
    design, order = ~rules.never, []
    reached = rank(problem, design[None, :])[0]
    while design.sum() > rules.least:
        trials = Neighbours.dropping(rules, design)
        if not len(trials):
            break
        best, whole = best_of(problem, trials, tally)
        if not whole:  # out of time: the last sites, as many as there are too many
            order += trials.drops[: max(int(design.sum()) - rules.most, 0)].tolist()
            break
        assert best is not None
        if design.sum() <= rules.most and best[0] >= reached:
            break
        reached = best[0]
        order.append(int(trials.drops[best[1]]))
        design[order[-1]] = False
    return np.array(order, dtype=np.intp)
