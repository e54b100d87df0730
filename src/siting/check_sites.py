"""Whether open sites keep what was asked of them, from the words of the question."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from siting.between import between_sites
from siting.problem import Problem
from siting.quota import quotas_of
from siting.role import Role

ROUNDING = 1e-6
"""Relative excess that a sum of money or people may have, as solvers allow it."""

OPEN_ROLES = {Role.REQUIRED, Role.EXISTING}
CLOSED_ROLES = {Role.FORBIDDEN, Role.COMPETITOR}


def of_sites(problem: Problem, places: Sequence[int]) -> Iterator[str]:
    """Breaches of site lists, counts, budget, quotas and separation.

    Parameters
    ----------
    places
        Positions of the open sites.
    """
    instance, opened = problem.instance, set(places)
    required, forbidden = set(problem.required), set(problem.forbidden)
    roles, stay = instance.role.tolist(), _stay_open(problem)
    for j, (name, role) in enumerate(zip(instance.sites, roles, strict=True)):
        if j not in opened and (role in stay or name in required):
            yield f"site {name!r} is required but closed"
        if j in opened and (role in CLOSED_ROLES or name in forbidden):
            yield f"site {name!r} is forbidden but open"
    yield from _of_counts(problem, places)
    yield from _of_conditions(problem, places)


def _stay_open(problem: Problem) -> set[Role]:
    """Roles of sites that no answer may close."""
    return OPEN_ROLES if problem.closing_cost is None else {Role.REQUIRED}


def _of_counts(problem: Problem, places: Sequence[int]) -> Iterator[str]:
    """Breaches of p and add."""
    instance, opened = problem.instance, set(places)
    if problem.p is not None and len(opened) != problem.p:
        yield f"{len(opened)} sites are open, but p is {problem.p}"
    new = sum(instance.role[j] != Role.EXISTING for j in opened)
    if problem.add is not None and new != problem.add:
        yield f"{new} new sites are open, but add is {problem.add}"
    if len(opened) != len(places):
        yield "a site is listed as open twice"


def _of_conditions(problem: Problem, places: Sequence[int]) -> Iterator[str]:
    """Breaches of budget, quotas and separation."""
    instance, opened = problem.instance, sorted(set(places))
    if problem.budget is not None:
        new = [j for j in opened if instance.role[j] != Role.EXISTING]
        spent = math.fsum(float(instance.opening[j]) for j in new)
        what = "opening costs"
        if problem.closing_cost is not None:
            existing = int((instance.role == Role.EXISTING).sum())
            spent += problem.closing_cost * (existing - (len(opened) - len(new)))
            what = "opening and closing cost"
        if spent - problem.budget > ROUNDING * max(spent, problem.budget):
            yield f"{what} {spent:g}, beyond the budget of {problem.budget:g}"
    for sentence in problem.quotas:
        for quota in quotas_of(sentence, instance):
            held = len(set(quota.sites.tolist()) & set(opened))
            if not quota.least <= held <= quota.most:
                yield f"{held} sites are open where the quota is {sentence!r}"
    if problem.separation is not None:
        distance = between_sites(instance, needed_by="separation")
        fixed = set(problem.required) | {
            name
            for name, role in zip(instance.sites, instance.role, strict=True)
            if role in _stay_open(problem)
        }
        for j, k in itertools.combinations(opened, 2):
            near = float(distance[j, k]) < problem.separation
            here, there = instance.sites[j], instance.sites[k]
            if near and not {here, there} <= fixed:
                yield f"sites {here!r} and {there!r} are only {distance[j, k]:g} apart"
