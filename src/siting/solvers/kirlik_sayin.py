"""Kirlik and Sayin's rectangles: every non-dominated point, in another way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siting.front import Front
from siting.fronts.rectangles import Rectangles
from siting.fronts.scalars import plans_of, scalar_of, unfit, width_of
from siting.limits import Limits
from siting.solution import Termination
from siting.solver import FrontOnly
from siting.tradeoff import Tradeoff

UNSETTLED = "HiGHS's tolerances do not settle a limit: the search ends there"
"""Why a run ended that was not stopped."""


@dataclass(frozen=True)
class KirlikSayin(FrontOnly):
    """The first objective at its best under rectangles of limits on the others.

    Two programs a point: the first objective, then the sum of all among what is as good
    in it. A point splits rectangles of limits, and those go that it answers. It starts
    from nothing and shares nothing with search-region but the scalar problems, and is
    here to check it; search-region needs fewer programs.

    Kirlik, G., Sayin, S. (2014). A new algorithm for generating all nondominated
    solutions of multiobjective discrete optimization problems. European Journal of
    Operational Research 232(3), 479-488. doi:10.1016/j.ejor.2013.08.001

    Takes
    -----
    Two to four objectives of any models, in one matrix; of one assignment as in sweep.

    Options
    -------
    None.
    """

    name = "kirlik-sayin"

    def refuses_front(self, tradeoff: Tradeoff) -> str | None:
        """A sentence when the matrix is too large."""
        return unfit(self.name, tradeoff)

    def front(self, tradeoff: Tradeoff, limits: Limits) -> Front:
        """Search rectangles until none is left, or time is up."""
        scalar = scalar_of(tradeoff, limits)
        found = Rectangles(scalar, sites=width_of(scalar, tradeoff))
        ended, reason = Termination.FINISHED, ""
        try:
            found.run(lambda: limits.left)
        except KeyboardInterrupt:
            ended = Termination.INTERRUPTED
        else:
            if not found.is_done:
                stopped = limits.left <= 0
                ended = Termination.TIME_LIMIT if stopped else ended
                reason = "" if stopped else UNSETTLED
        plans = plans_of(scalar, found.archive.designs, tradeoff)
        loose = sum(step == 0 for step in scalar.steps)
        return Front(
            tradeoff=tradeoff,
            solver=self,
            limits=limits,
            termination=ended,
            designs=plans.designs,
            served=plans.served,
            values=plans.values,
            proven=np.full(len(found.archive), found.is_done),
            complete=found.is_done and loose <= 1,
            infeasible=found.is_done and not len(found.archive),
            step=scalar.steps,
            subproblems=found.programs,
            seconds=limits.elapsed,
            reason=reason,
        )
