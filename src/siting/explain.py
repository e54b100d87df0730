"""Why a problem has no answer, in the planner's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from siting.assignment import BLOCK
from siting.check import can_be_infeasible, must_serve_all
from siting.cost import Floats, PointCost
from siting.errors import listed
from siting.problem import Problem
from siting.reasons.answerable import UnknownError
from siting.reasons.leftout import Partial, partial
from siting.reasons.nearer import nearest_allowed
from siting.reasons.remedy import remedies, ways
from siting.rules import ROUNDING

SHOWN = 5
"""Clients that are named."""

SHARE = 0.3
"""Part of the time in which it may be found who is left out."""


def beforehand(problem: Problem, *, time_limit: float) -> str:
    """Why plain sums say that there is no answer, and what would do.

    Empty when they do not: when everybody has an allowed site that may serve them, and
    all of them together have the room.
    """
    if any(_shortages(problem)):
        return unanswerable(problem, time_limit=time_limit)
    return _unreachable(problem, time_limit=time_limit)


def _unreachable(problem: Problem, *, time_limit: float) -> str:
    """Who cannot be served by any allowed site, and what would do."""
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
    short = _shortfall(problem, lost, allowed)
    if not np.isfinite(short.beyond).any():
        ids = [town.clients[i] for i in lost]
        who = "client {} has" if len(lost) == 1 else "clients {} have"
        forbidden = " that is not forbidden" if problem.rules.never.any() else ""
        return f"{start}{who.format(listed(ids))} no way to any site{forbidden}"
    return start + _named(problem, short, whose="nearest site")


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


@dataclass(frozen=True, eq=False)
class Shortfall:
    """By how much travel is too far at least.

    Attributes
    ----------
    client : (k,)
    beyond : (k,)
        Infinite where there is no way.
    site, cost : (k,)
        The site for which it is least, and the travel to it.
    nearest : (k,)
        Travel to the nearest site.
    """

    client: NDArray[np.intp]
    beyond: Floats
    site: NDArray[np.intp]
    cost: Floats
    nearest: Floats


def _shortfall(
    problem: Problem, clients: NDArray[np.intp], sites: NDArray[np.intp]
) -> Shortfall:
    """How far some clients are beyond the limits of the best of some sites."""
    town, step = problem.instance, max(1, BLOCK // max(len(sites), 1))
    may = np.minimum(problem.farthest, town.reach[sites])
    found = np.empty((3, len(clients)))
    site = np.empty(len(clients), dtype=np.intp)
    for k in range(0, len(clients), step):
        part = slice(k, k + step)
        cost = town.travel(clients[part], sites)
        with np.errstate(invalid="ignore"):
            beyond = np.where(np.isfinite(cost), cost - may, np.inf)
        best = beyond.argmin(axis=1)
        row = np.arange(len(best))
        site[part] = sites[best]
        found[:, part] = beyond[row, best], cost[row, best], cost.min(axis=1)
    return Shortfall(clients, found[0], site, found[1], found[2])


def _named(problem: Problem, short: Shortfall, *, whose: str) -> str:
    """Those clients that are farthest from what may serve them, with the distances."""
    town = problem.instance
    order = np.argsort(-short.beyond, kind="stable")
    said = []
    for k in order[:SHOWN].tolist():
        who, j = f"client {town.clients[short.client[k]]!r}", int(short.site[k])
        cost, beyond = short.cost[k], short.beyond[k]
        if not np.isfinite(cost):
            said.append(f"{who} has no way to any {whose.removeprefix('nearest ')}")
        elif town.reach[j] < problem.farthest:
            said.append(
                f"{who} is {cost:g} from site {town.sites[j]!r}, {beyond:g} beyond its "
                f"reach of {town.reach[j]:g}"
            )
        else:
            near = cost == short.nearest[k]
            place = f"its {whose}" if near else f"site {town.sites[j]!r}"
            far = f"{beyond:g} beyond what it may travel"
            said.append(f"{who} is {cost:g} from {place}, {far}")
    more = len(short.client) - SHOWN
    return "; ".join(said) + (f"; and {more} more" if more > 0 else "")


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
    most = np.cumsum(np.sort(stock.room[~rules.never])[::-1])
    enough = stock.whole * (1 - ROUNDING)
    number = min(rules.most, len(most))
    room = float(most[number - 1])
    if room < enough:
        needed = int(np.searchsorted(most, enough)) + 1
        sites = "largest site" if number == 1 else f"{number} largest sites"
        yield (
            f"the {stock.what} {'are' if stock.what.endswith('s') else 'is'} "
            f"{stock.whole:.10g}, but the {sites} that may be open can take {room:.10g}"
            + (f" (at least {needed} are needed)" if needed <= len(most) else "")
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
    far = lost[_shortfall(problem, lost, opened).beyond > 0]
    said = []
    if len(far):
        short = _shortfall(problem, far, opened)
        said.append(_named(problem, short, whose="nearest open site"))
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
