"""Boxes: a front of two objectives that is good early, and says how good."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siting.cost import Floats
from siting.front import Front
from siting.fronts.asking import Asking
from siting.fronts.epsilon import Ended
from siting.fronts.gaps import Gaps
from siting.limits import Limits
from siting.solution import Termination
from siting.solver import FrontOnly
from siting.solvers.sweep import prime, unfit
from siting.tradeoff import Tradeoff

WIDE = 0.02
"""Part of the whole front's box from which a gap is asked in its middle."""

SLICE = 0.1
"""Part of all time that a program may take, twice that when it is asked again."""

BRIEF = 1.0
"""Seconds that it may take in any case."""

BOUNDED = 0.1
"""Part of the time left that bounds without programs may take."""

LARGE = 1e100
"""A gain where no bound is known."""

FAR = 4.0
"""How much further a limit below all points is the next time."""


@dataclass(frozen=True)
class Boxes(FrontOnly):
    """The scalar problem that is expected to rule out most, again and again.

    What is not explored is a box between two neighbours among the points: bounded by
    the limited objective of both, by the first objective of the one, and by what is
    proved of the least first objective there. At the least first objective within a
    limit, every box below is cut. So first the two ends are asked, then a wide box in
    its middle, any other at its upper end: wherever most of the area that is left is
    expected to go. A program may take only a part of the time, and what it proved until
    then counts.

    The boxes that are left say where points may be missing, and so how much
    hypervolume: a certificate at any time. When none is left it is the front of sweep,
    with as many programs. Designs of a short heuristic run come first, then bounds of
    linear relaxations where these are kept.

    Boxes in both directions, the largest first, are of

    Boland, N., Charkhgard, H., Savelsbergh, M. (2015). A criterion space search
    algorithm for biobjective integer programming: the balanced box method. INFORMS
    Journal on Computing 27(4), 735-754.

    Takes
    -----
    Two objectives of any models; of one assignment as in sweep.

    Options
    -------
    primed
        Whether a heuristic run comes first.
    """

    name = "boxes"

    primed: bool = True

    def refuses_front(self, tradeoff: Tradeoff) -> str | None:
        """A sentence unless there are two objectives."""
        return unfit(self.name, tradeoff)

    def front(self, tradeoff: Tradeoff, limits: Limits) -> Front:
        """Ask until nothing is open, or time is up."""
        asking = Asking(tradeoff, limits)
        try:
            if self.primed:
                prime(asking, tradeoff, limits)
            Choosing(asking).run()
        except KeyboardInterrupt:
            asking.termination = Termination.INTERRUPTED
        return asking.front(self)


class Choosing:
    """Which limit is asked next, and for how long."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._tries: dict[float, int] = {}
        self._reach = 0.0

    def run(self) -> None:
        """The ends, cheap bounds, then whatever is expected to rule out most."""
        is_bounded = False
        while self._asking.left > 0:
            gap = self._next()
            if gap is None:
                return
            gaps = self._asking.frontier.gaps
            if 0 < gap < len(gaps.limit) - 1 and not is_bounded:
                is_bounded = True
                self._bounded()
            else:
                self._ask(gaps, gap)

    def _next(self) -> int | None:
        """The gap to ask about; None when none is open."""
        gaps, may = self._asking.frontier.gaps, self._asking.open_limits()
        if not may.any():
            return None
        tried = np.array([self._tries.get(u, 0) for u in gaps.limit.tolist()])
        for end in (len(may) - 1, 0):
            if may[end] and not tried[end]:
                return end
        gain = gains(gaps) / 2.0**tried
        gain[~may] = -1.0
        return int(gain.argmax())

    def _ask(self, gaps: Gaps, gap: int) -> None:
        """Ask for a part of the time."""
        end = float(gaps.limit[gap])
        left, again = self._asking.left, self._tries.get(end, 0)
        limit = end
        if not again:
            limit = self._under(gaps) if gap == 0 else self._within(gaps, gap)
        share = SLICE * 2.0**again * self._asking.allowed
        seconds = min(left, max(BRIEF, share))
        if self._asking.ask(limit, seconds=seconds) is Ended.STOPPED:
            self._tries[end] = again + 1

    def _under(self, gaps: Gaps) -> float:
        """A limit below all points: further each time that a point was found there."""
        end = float(gaps.limit[0])
        if not len(gaps.low) > 1:
            return end
        below = end - self._reach
        if self._asking.frontier.bound_at(np.array([below]))[0] == np.inf:
            self._reach = 0.0  # nothing is there: close to the points again
            return end
        self._reach = FAR * self._reach or 2.0 * float(gaps.low[1] - end)
        return below

    def _within(self, gaps: Gaps, gap: int) -> float:
        """The upper end of a gap, or its middle where much is open."""
        begin, limit = float(gaps.begin[gap]), float(gaps.limit[gap])
        whole = float(np.ptp(gaps.ceiling[1:]) * np.ptp(gaps.low[1:]))
        area = (limit - begin) * float(gaps.ceiling[gap] - gaps.bound[gap])
        if not np.isfinite(limit) or not area > WIDE * whole > 0:
            return limit
        return self._asking.frontier.middle(float(gaps.low[gap]), begin, limit)

    def _bounded(self) -> None:
        """Bounds without programs at the limits of all gaps."""
        asking = self._asking
        gaps, until = asking.frontier.gaps, asking.left * (1 - BOUNDED)
        for limit in gaps.limit[np.flatnonzero(gaps.is_open)].tolist():
            asking.bound(limit)
            if asking.left <= until:
                return


def gains(gaps: Gaps) -> Floats:
    """Area (k + 1,) that is ruled out if asking at each gap's end finds nothing new.

    Then its ceiling is the bound of all gaps before it.
    """
    wide = np.zeros(len(gaps.limit))  # of the first and the last it is not known
    wide[1:-1] = gaps.limit[1:-1] - gaps.begin[1:-1]
    ceiling = np.where(np.isfinite(gaps.ceiling), gaps.ceiling, gaps.bound)
    with np.errstate(invalid="ignore"):  # nor what neither has a bound
        less = np.tril(np.maximum(ceiling[:, None] - gaps.bound[None, :], 0.0))
    return np.asarray(np.nan_to_num(less, posinf=LARGE) @ wide)
