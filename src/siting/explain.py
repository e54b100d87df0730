"""Why a problem has no answer, in the planner's words."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from siting.answerable import UnknownError
from siting.assignment import BLOCK
from siting.check import can_be_infeasible, must_serve_all
from siting.cost import Floats, PointCost
from siting.errors import listed
from siting.leftout import Partial, partial
from siting.nearer import nearest_allowed
from siting.problem import Problem
from siting.remedy import remedies, ways
from siting.rules import ROUNDING

SHOWN = 5
"""Clients that are named."""

SHARE = 0.3
"""Part of the time in which it may be found who is left out."""


def unreachable(problem: Problem, *, time_limit: float) -> str:
    """Who cannot be served by any allowed site, and what would do.

    Empty when everybody can be.
    """
    if not must_serve_all(problem):
        return ""
    if isinstance(problem.town.cost, PointCost) and problem.farthest == np.inf:
        return ""
    nearest = nearest_allowed(problem, problem.town)
    lost = np.flatnonzero(~(nearest <= problem.farthest) | ~np.isfinite(nearest))
    if not len(lost):
        return ""
    return _who(problem, lost) + _what_would_do(problem, lost, nearest, time_limit)


def _who(problem: Problem, lost: NDArray[np.intp]) -> str:
    """The clients that no allowed site may serve, and by how much."""
    town, allowed = problem.instance, np.flatnonzero(~problem.rules.never)
    start = f"{len(lost)} of {town.n} clients cannot be served: "
    if not np.isfinite(_shortfall(problem, lost, allowed)[0]).any():
        ids = [town.clients[i] for i in lost]
        who = "client {} has" if len(lost) == 1 else "clients {} have"
        forbidden = " that is not forbidden" if problem.rules.never.any() else ""
        return f"{start}{who.format(listed(ids))} no way to any site{forbidden}"
    return start + _named(problem, lost, allowed, whose="nearest site")


def _what_would_do(
    problem: Problem, lost: NDArray[np.intp], nearest: Floats, time_limit: float
) -> str:
    """How far they would have to travel, or sites to reach, or that nothing helps."""
    found = list(ways(problem, until=perf_counter() + time_limit))
    worst = float(nearest[lost].max())
    if not found and problem.farthest < np.inf and np.isfinite(worst):
        found = [
            f"with a {problem.limited_by} of {worst!r} all of them could be, but that "
            "alone gives no answer"
        ]
    helpless = "add travel costs or sites for them, or leave them out"
    return f"; {'; '.join(found) or helpless}."


def _named(
    problem: Problem, lost: NDArray[np.intp], sites: NDArray[np.intp], *, whose: str
) -> str:
    """Those clients that are farthest from what may serve them, with the distances."""
    town = problem.instance
    beyond, site = _shortfall(problem, lost, sites)
    order = np.argsort(-beyond, kind="stable")[:SHOWN]
    said = []
    for k in order.tolist():
        who, j = f"client {town.clients[lost[k]]!r}", int(site[k])
        cost = float(town.travel([lost[k]], [j])[0, 0])
        reach = float(town.reach[j])
        if not np.isfinite(cost):
            said.append(f"{who} has no way to any{' open' * ('open' in whose)} site")
        elif reach < problem.farthest:
            said.append(
                f"{who} is {cost:.10g} from site {town.sites[j]!r}, "
                f"{beyond[k]:.10g} beyond its reach of {reach:.10g}"
            )
        else:
            near = town.travel([lost[k]], sites).min() == cost
            place = f"its {whose}" if near else f"site {town.sites[j]!r}"
            said.append(
                f"{who} is {cost:.10g} from {place}, {beyond[k]:.10g} beyond what it "
                "may travel"
            )
    more = f"; and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
    return "; ".join(said) + more


def _shortfall(
    problem: Problem, clients: NDArray[np.intp], sites: NDArray[np.intp]
) -> tuple[Floats, NDArray[np.intp]]:
    """By how much travel at least is too far (k,), and to which site (k,)."""
    town, step = problem.instance, max(1, BLOCK // max(len(sites), 1))
    may = np.minimum(problem.farthest, town.reach[sites])
    least, which = np.empty(len(clients)), np.empty(len(clients), dtype=np.intp)
    for k in range(0, len(clients), step):
        cost = town.travel(clients[k : k + step], sites)
        with np.errstate(invalid="ignore"):
            beyond = np.where(np.isfinite(cost), cost - may, np.inf)
        best = beyond.argmin(axis=1)
        which[k : k + step] = sites[best]
        least[k : k + step] = beyond[np.arange(len(best)), best]
    return least, which


def unanswerable(problem: Problem, *, time_limit: float) -> str:
    """What is in the way of an answer, and what would do, found by solving for it."""
    if not can_be_infeasible(problem):
        return ""
    now = perf_counter()
    found = list(_shortages(problem))
    found += _left_out(problem, until=now + SHARE * time_limit)
    found += remedies(problem, until=now + time_limit)
    asked = f"no allowed choice of sites answers {problem.name}"
    if not found:
        return f"HiGHS reports that {asked}, and no single change was found that would."
    return f"{asked}: {'; '.join(found)}."


def _shortages(problem: Problem) -> Iterator[str]:
    """What plain sums say: demand beyond all capacity that may be open."""
    stock, rules = problem.stock(), problem.rules
    if stock is None:
        return
    room = float(np.sort(stock.room[~rules.never])[::-1][: rules.most].sum())
    if stock.whole - room > ROUNDING * stock.whole:
        number = min(rules.most, int((~rules.never).sum()))
        sites = "largest site" if number == 1 else f"{number} largest sites"
        yield (
            f"the {stock.what} {'are' if stock.what.endswith('s') else 'is'} "
            f"{stock.whole:.10g}, but the {sites} that may be open can take {room:.10g}"
        )


def _left_out(problem: Problem, *, until: float) -> Iterator[str]:
    """Who is left out by the answer that leaves out the fewest."""
    try:
        best = partial(problem, until)
    except (UnknownError, KeyboardInterrupt):
        yield "who is left out at best was not found in the time"
        return
    if best is None or not len(best.client):
        return
    who, n = np.unique(best.client), problem.instance.n
    start = "at best" if best.is_least else "in the best choice found"
    out = "is left out" if len(who) == 1 else "are left out"
    yield f"{start} {len(who)} of {n} clients {out}: {_lacking(problem, best)}"


def _lacking(problem: Problem, best: Partial) -> str:
    """The distances of who is left out, or what they lack where that is not it."""
    opened, lost = np.flatnonzero(best.design), np.unique(best.client)
    beyond, _ = _shortfall(problem, lost, opened)
    far = lost[beyond > 0]
    said = []
    if len(far):
        said.append(_named(problem, far, opened, whose="nearest open site"))
    near = np.flatnonzero(~np.isin(best.client, far))
    order = near[np.argsort(-best.share[near], kind="stable")]
    said += [_lack(problem, best, int(k)) for k in order[:SHOWN]]
    if len(near) > SHOWN:
        said.append(f"and {len(near) - SHOWN} more")
    return "; ".join(said)


def _lack(problem: Problem, best: Partial, k: int) -> str:
    """What somebody lacks who is near enough to an open site."""
    i = int(best.client[k])
    who, demand = f"client {problem.instance.clients[i]!r}", problem.instance.demand[i]
    if problem.layers:
        return f"{who} has no site for {problem.layers[best.layer[k]]!r}"
    return f"{who} finds no room for {best.share[k] * demand:.10g} of its {demand:.10g}"
