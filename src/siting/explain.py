"""Why a problem has no answer, in the planner's words, and what would do."""

from __future__ import annotations

import numpy as np

from siting.check import can_be_infeasible
from siting.cost import PointCost
from siting.errors import listed
from siting.matrix import Columns, Matrix, Rows, subscripts
from siting.milp import child
from siting.milp.highs import Options, Status
from siting.problem import Problem
from siting.service import reachable_pairs


def unreachable(problem: Problem) -> str:
    """Who cannot be served by any allowed site; empty when everybody can."""
    town = problem.instance
    if not can_be_infeasible(problem) or isinstance(town.cost, PointCost):
        return ""
    allowed = np.flatnonzero(~problem.rules.never)
    lost = []
    step = max(1, 2**22 // len(allowed))
    for k in range(0, town.n, step):
        block = town.travel(slice(k, k + step), allowed)
        lost += (k + np.flatnonzero(~np.isfinite(block).any(axis=1))).tolist()
    if not lost:
        return ""
    names = listed(town.clients[i] for i in lost)
    who = f"client {names} has" if len(lost) == 1 else f"clients {names} have"
    barred = " that is not forbidden" if len(allowed) < town.m else ""
    return (
        f"{len(lost)} of {town.n} clients cannot be served: {who} no way to any "
        f"site{barred}; add travel costs or sites for them, or leave them out."
    )


def too_few(problem: Problem, *, time_limit: float) -> str:
    """The smallest number of sites that reaches everybody, found by solving for it."""
    if not can_be_infeasible(problem):
        return ""
    result, _ = child.solve(_fewest_sites(problem), Options(time_limit=time_limit))
    if result.x is None or np.isnan(result.bound):
        return (
            "HiGHS reports that no allowed choice of sites serves all clients; how "
            "many sites would was not found in the time."
        )
    least = int(np.ceil(result.bound - 1e-6))
    most = round(float(result.x.sum()))
    if least <= problem.rules.most:
        return (
            "HiGHS reports that no allowed choice of sites serves all clients, which "
            f"is not confirmed: reaching everybody takes at least {least} sites."
        )
    surely = result.status is Status.OPTIMAL and least == most
    count = str(least) if surely else f"at least {least}, and {most} will do"
    return (
        f"{problem.rules.most} open sites cannot reach all {problem.instance.n} "
        f"clients; the smallest number that does is {count}."
    )


def _fewest_sites(problem: Problem) -> Matrix:
    """Set covering: the fewest allowed sites that every client can reach one of."""
    town, rules = problem.instance, problem.rules
    pairs = reachable_pairs(town)
    start = np.concatenate([[0], np.cumsum(np.bincount(pairs[:, 0], minlength=town.n))])
    columns = Columns(
        "open",
        subscripts(town.m),
        1.0,
        rules.must.astype(float),
        (~rules.never).astype(float),
        integer=True,
    )
    name = "every_client_can_reach_an_open_site"
    reach = Rows(name, subscripts(town.n), start, pairs[:, 1], 1.0, 1.0, np.inf)
    return Matrix.assemble("min", [columns], [reach])
