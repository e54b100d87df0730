"""Dichotomy: all points of two objectives that some weighted sum prefers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siting.front import Front
from siting.fronts.halving import Halving
from siting.fronts.scalars import plans_of, scalar_of, unfit
from siting.limits import Limits
from siting.solution import Termination
from siting.solver import FrontOnly
from siting.tradeoff import Tradeoff

SUPPORTED = "only what some weighted sum prefers is looked for; others may lie between"
"""What is said of a front that is not proved to be whole."""

UNSETTLED = "HiGHS's tolerances do not settle one of the sums: the search ends there"
"""Why it ended that was not stopped."""


@dataclass(frozen=True)
class Dichotomy(FrontOnly):
    """Weighted sums of two objectives, each from two neighbours that it found before.

    It begins with the ends of the front. For two neighbours the weights are those with
    which both have the same sum; a point with a smaller one comes between them, and if
    there is none they are neighbours for good. So come all extreme supported points:
    the corners of the convex hull, two programs for each. Often they are a small part
    of the front, quickly found, and spread over all of it; the boxes between them are
    what is not explored. It is the whole front only where these are empty. Which points
    are extreme is told by exact arithmetic.

    Aneja, Y. P., Nair, K. P. K. (1979). Bicriteria transportation problem. Management
    Science 25(1), 73-78. doi:10.1287/mnsc.25.1.73

    Takes
    -----
    Two objectives of any models, whose matrices fit into memory together; of one
    assignment as in sweep.

    Options
    -------
    None.
    """

    name = "dichotomy"

    def refuses_front(self, tradeoff: Tradeoff) -> str | None:
        """A sentence unless there are two objectives, and room for both matrices."""
        q = len(tradeoff.problems)
        if q != 2:
            return (
                f"dichotomy takes two objectives, and there are {q}; use search-region."
            )
        return unfit(self.name, tradeoff, remedy="use sweep or nsga2")

    def front(self, tradeoff: Tradeoff, limits: Limits) -> Front:
        """Halve until nothing is left to halve, or time is up."""
        scalar = scalar_of(tradeoff, limits)
        halving = Halving(scalar, limits)
        termination = Termination.FINISHED
        try:
            halving.run()
        except KeyboardInterrupt:
            termination = Termination.INTERRUPTED
        is_short = termination is Termination.FINISHED and limits.left <= 0
        return _front(
            self, tradeoff, halving, Termination.TIME_LIMIT if is_short else termination
        )


def _front(
    solver: Dichotomy, tradeoff: Tradeoff, halving: Halving, ended: Termination
) -> Front:
    """What was found, and what of it is proved."""
    corners, boxes = halving.corners, halving.boxes
    proven = np.array([c in halving.proved for c in corners], dtype=bool)
    has_steps = all(halving.scalar.steps)
    complete = bool(corners) and has_steps and not len(boxes) and bool(proven.all())
    reason = SUPPORTED if corners and not complete else ""
    if halving.is_unsettled:
        reason = UNSETTLED
    points = np.array([halving.designs[c] for c in corners])
    plans = plans_of(halving.scalar, points, tradeoff)
    return Front(
        tradeoff=tradeoff,
        solver=solver,
        limits=halving.limits,
        termination=ended,
        designs=plans.designs,
        served=plans.served,
        values=plans.values,
        proven=proven,
        complete=complete,
        infeasible=halving.is_empty,
        step=halving.scalar.steps,
        subproblems=halving.programs,
        seconds=halving.limits.elapsed,
        reason=reason,
        unexplored=boxes * tradeoff.signs,
    )
