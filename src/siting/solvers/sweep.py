"""Sweep: every non-dominated pair of two objectives, one scalar problem for each."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from siting.front import Front
from siting.fronts.asking import Asking, by_cuts
from siting.fronts.scalars import unfit as unfit_matrix
from siting.limits import Limits
from siting.solution import Termination
from siting.solver import FrontOnly
from siting.solvers.nsga2 import Nsga2
from siting.tradeoff import Tradeoff

PRIMED = (0.1, 10.0)
"""Part of the time, and seconds, that designs to begin with may take."""

AGAIN, FEW = 3, 100
"""How often that is done at most, and designs from which on once is enough."""

TICK = 1e-3
"""Seconds that it has in any case."""


@dataclass(frozen=True)
class Sweep(FrontOnly):
    """The one objective at its best under an ever tighter limit on the other.

    Each scalar problem gives a point, and its value of the limited objective, less one
    step, is the next limit. The optimum never falls from one to the next, so that a
    point that is only as good in the first objective shows by its equal value and is
    left out: one scalar problem a point, and no second stage. The step comes from the
    data; without one the front is exact to a millionth, and is not called complete,
    unless what is limited is the longest trip of one assignment, and no two are so
    near.

    For a median beside coverage, a worst case or another median the limit has a price
    and branch and bound goes over multipliers, without any solver; where that leaves
    too much it is branch and cut over the master of the median (coverage), or HiGHS on
    both models in one matrix, as for all others. Designs of a short heuristic run come
    first.

    Laumanns, M., Thiele, L., Zitzler, E. (2006). An efficient, adaptive parameter
    variation scheme for metaheuristics based on the epsilon-constraint method. European
    Journal of Operational Research 169(3), 932-942. doi:10.1016/j.ejor.2004.08.029

    Takes
    -----
    Two objectives of any models. Such as share one assignment in parts want the same
    of the parts: see `siting.fronts.measured`.

    Options
    -------
    primed
        Whether a heuristic run comes first.
    """

    name = "sweep"

    primed: bool = True

    def refuses_front(self, tradeoff: Tradeoff) -> str | None:
        """A sentence unless there are two objectives."""
        return unfit(self.name, tradeoff)

    def front(self, tradeoff: Tradeoff, limits: Limits) -> Front:
        """Sweep until no design keeps the limit, or time is up."""
        asking = Asking(tradeoff, limits)
        try:
            if self.primed:
                prime(asking, tradeoff, limits)
            swept(asking)
        except KeyboardInterrupt:
            asking.termination = Termination.INTERRUPTED
        return asking.front(self)


def swept(asking: Asking) -> None:
    """Ask the widest limit that is open, until none is."""
    while asking.left > 0:
        may = np.flatnonzero(asking.open_limits())
        if not len(may):
            return
        limit = float(asking.frontier.gaps.limit[may[-1]])
        asking.ask(limit, seconds=asking.left)


def prime(asking: Asking, tradeoff: Tradeoff, limits: Limits) -> None:
    """Designs of a short heuristic run; none where these are not all of a plan.

    It is run again where nearly all of its time went into compiling kernels, as
    happens once on a machine.
    """
    part, most = PRIMED
    if tradeoff.stake is not None:
        return
    for _ in range(AGAIN):
        brief = replace(limits, watch=None)
        if math.isfinite(limits.time_limit):
            seconds = min(part * limits.left, most)
            brief = replace(brief, time_limit=limits.elapsed + max(seconds, TICK))
        found = Nsga2().front(tradeoff, brief)
        asking.recall(found.history)
        asking.take(found.turned, found.designs)
        if found.termination is Termination.INTERRUPTED:
            raise KeyboardInterrupt
        if limits.evaluations or (found.evaluations or 0) >= FEW:
            return


def unfit(name: str, tradeoff: Tradeoff) -> str | None:
    """A sentence where there are not two objectives, or their matrix is too large."""
    q = len(tradeoff.problems)
    if q != 2:
        return f"{name} takes two objectives, and there are {q}; use search-region."
    if by_cuts(tradeoff):
        return None
    return unfit_matrix(name, tradeoff)
