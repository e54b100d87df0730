"""Enumeration: every allowed design, and the best by the plain definition."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from contract.family import family

from siting.between import between_sites
from siting.problem import Problem

Value = float | None
SLACK = 1e-6


def designs(problem: Problem) -> Iterator[tuple[int, ...]]:
    """All sets of sites that the question allows."""
    town = problem.instance
    roles = town.role.tolist()
    existing = {j for j, r in enumerate(roles) if r == "existing"}
    must = existing if problem.closing_cost is None else set()
    must = must | {j for j, r in enumerate(roles) if r == "required"}
    must |= {town.sites.index(x) for x in problem.required}
    never = {j for j, r in enumerate(roles) if r in ("forbidden", "competitor")}
    never |= {town.sites.index(x) for x in problem.forbidden}
    for size in range(1, town.m + 1):
        for opened in itertools.combinations(range(town.m), size):
            if problem.p is not None and size != problem.p:
                continue
            new = set(opened) - existing
            if problem.add is not None and len(new) != problem.add:
                continue
            if not must <= set(opened) or never & set(opened):
                continue
            if (
                affordable(problem, new, len(existing - set(opened)))
                and apart(problem, opened, must | never)
                and all(keeps(problem, text, set(opened)) for text in problem.quotas)
            ):
                yield opened


def affordable(problem: Problem, new: set[int], closed: int) -> bool:
    """Whether opening new sites, and closing so many, is within the budget."""
    if problem.budget is None:
        return True
    rents = problem.instance.opening.tolist()
    spent = sum(rents[j] for j in new) + closed * (problem.closing_cost or 0.0)
    return spent <= problem.budget + SLACK * max(1.0, problem.budget)


def apart(problem: Problem, opened: tuple[int, ...], fixed: set[int]) -> bool:
    """Whether no two open sites are too near, but for those that were settled."""
    if problem.separation is None:
        return True
    distance = between_sites(problem.instance, needed_by="a test").tolist()
    return all(
        distance[j][k] >= problem.separation
        for j, k in itertools.combinations(opened, 2)
        if not {j, k} <= fixed
    )


def keeps(problem: Problem, text: str, opened: set[int]) -> bool:
    """Whether a sentence such as 'at most 1 of 3, 4' or '... of region=a' is true."""
    word, rest = text.split(" of ")
    count = int(word.split()[-1])
    sites = problem.instance.sites
    regions = problem.instance.site_groups.get("region", ())
    if rest.startswith("each "):
        groups = [{j for j, r in enumerate(regions) if r == x} for x in set(regions)]
    elif "=" in rest:
        label = rest.split("=")[1]
        groups = [{j for j, r in enumerate(regions) if r == label}]
    else:
        groups = [{sites.index(x) for x in rest.split(", ")}]
    held = [len(g & opened) for g in groups]
    if word.startswith("at most"):
        return all(h <= count for h in held)
    if word.startswith("at least"):
        return all(h >= count for h in held)
    return all(h == count for h in held)


def best(problem: Problem) -> Value:
    """The optimum by looking at every design; None when no design serves all."""
    value = family(type(problem)).value
    values = [v for d in designs(problem) if (v := value(problem, d)) is not None]
    if not values:
        return None
    return min(values) if problem.sense == "min" else max(values)
