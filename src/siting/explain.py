"""Why a problem has no answer, in the planner's words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from siting.check import can_be_infeasible, must_serve_all
from siting.cost import Floats, PointCost
from siting.errors import listed
from siting.problem import Problem
from siting.remedy import remedies

SHOWN = 5
"""Clients that are named."""


def unreachable(problem: Problem) -> str:
    """Who cannot be served by any allowed site; empty when everybody can."""
    town = problem.town
    if not must_serve_all(problem):
        return ""
    if isinstance(town.cost, PointCost) and problem.farthest == np.inf:
        return ""
    least = _nearest_allowed(problem, town)
    lost = np.flatnonzero(~(least <= problem.farthest) | ~np.isfinite(least))
    if not len(lost):
        return ""
    return _who(problem, lost) + _what_would_do(problem, least, lost)


def _who(problem: Problem, lost: np.ndarray) -> str:
    """The clients that cannot be served, and by how much."""
    town = problem.instance
    true = _nearest_allowed(problem, town)[lost]
    ids = [town.clients[i] for i in lost]
    start = f"{len(lost)} of {town.n} clients cannot be served: "
    if not np.isfinite(true).any():
        who = "client {} has" if len(lost) == 1 else "clients {} have"
        forbidden = " that is not forbidden" if problem.rules.never.any() else ""
        return f"{start}{who.format(listed(ids))} no way to any site{forbidden}"
    limits = np.array([_limit(problem, i) for i in lost])
    beyond = np.subtract(true, limits, out=true.copy(), where=np.isfinite(true))
    order = np.argsort(-beyond, kind="stable")
    worst = [
        f"client {ids[k]!r} is {true[k]:g} from its nearest site, "
        f"{beyond[k]:g} beyond what it may travel"
        if np.isfinite(true[k])
        else f"client {ids[k]!r} has no way to any site"
        for k in order[:SHOWN]
    ]
    more = f"; and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
    return start + "; ".join(worst) + more


def _limit(problem: Problem, client: int) -> float:
    """How far a client may travel to its nearest allowed site."""
    town = problem.instance
    costs = np.where(problem.rules.never, np.inf, town.travel([client])[0])
    reach = float(town.reach[int(costs.argmin())])
    return min(problem.farthest, reach)


def _what_would_do(problem: Problem, least: Floats, lost: np.ndarray) -> str:
    """The smallest limit that reaches all, when a limit is what is in the way."""
    worst = float(least[lost].max())
    if problem.limited_by and np.isfinite(worst):
        return f"; the smallest {problem.limited_by} that would do is {worst!r}."
    return "; add travel costs or sites for them, or leave them out."


def _nearest_allowed(problem: Problem, town: object) -> Floats:
    """Travel of every client to the nearest site that is not forbidden: (n,)."""
    from siting.instance import Instance

    assert isinstance(town, Instance)
    allowed = np.flatnonzero(~problem.rules.never)
    step = max(1, 2**22 // len(allowed))
    blocks = [
        town.travel(slice(k, k + step), allowed).min(axis=1)
        for k in range(0, town.n, step)
    ]
    return np.concatenate(blocks)


def unanswerable(problem: Problem, *, time_limit: float) -> str:
    """What is in the way of an answer, and what would do, found by solving for it."""
    if not can_be_infeasible(problem):
        return ""
    found = list(_shortages(problem))
    found += remedies(problem, time_limit=time_limit)
    asked = f"no allowed choice of sites answers {problem.name}"
    if not found:
        return f"HiGHS reports that {asked}, and no single change was found that would."
    return f"{asked}: {'; '.join(found)}."


def _shortages(problem: Problem) -> Iterator[str]:
    """What plain sums say: demand beyond all capacity that may be open."""
    if not problem.has_capacity:
        return
    town, rules = problem.instance, problem.rules
    room = np.sort(town.capacity[~rules.never])[::-1][: rules.most].sum()
    total = float(town.demand.sum())
    if room < total:
        yield (
            f"the demand is {total:g}, but the {rules.most} largest sites that may be "
            f"open can take {room:g}"
        )
