"""Benders decomposition, step by step: a start, the relaxation, whole masters."""

from __future__ import annotations

import math

import numpy as np

from siting.benders.bounds import Bounds
from siting.benders.rounds import Rounds
from siting.cost import Floats
from siting.limits import Limits, Trace
from siting.matrix import Matrix
from siting.milp import child
from siting.milp.highs import Options, Result, Status
from siting.milp.hotlp import LPStatus

LOOSE = 0.2
"""Part of the present gap at which an early master may stop."""

NARROW = 1e-4
"""Gap from which on masters are solved to the end."""

INWARD = 1e-3
"""How far inside from a whole point a second cut is made, for better multipliers."""

LATEST = 20
"""Points that a master found, the best ones, at which cuts are made."""


class Work:
    """One run.

    Attributes
    ----------
    ended
        How the last master ended, or why there was none.
    words
        What HiGHS or the reply's linear program said, where that is a reason.
    """

    def __init__(self, matrix: Matrix, *, limits: Limits, trace: Trace) -> None:
        self._limits, self._trace = limits, trace
        self.bounds = Bounds(matrix, limits=limits, trace=trace)
        self._rounds = Rounds(self.bounds)
        self.is_infeasible = False
        self.ended = Status.TIME_LIMIT
        self.words = ""
        self._is_loose = True

    def begin(self, x: Floats) -> None:
        """Begin with a point of the matrix (columns,)."""
        split = self.bounds.split
        whole = np.rint(x[split.whole])
        self.bounds.keep(whole, x[split.rest])

    def run(self) -> None:
        """Work until the gap is closed or time is up."""
        bounds, split = self.bounds, self.bounds.split
        self._trace.say(
            f"master of {len(split.whole):,} whole variables; {split.parts:,} parts of "
            f"the reply with {len(split.rest):,} variables"
        )
        self._rounds.run()
        if self._rounds.is_infeasible:
            self._end_infeasible()
            return
        if bounds.whole is not None and not bounds.is_over:
            bounds.try_whole(bounds.whole)
        while not (bounds.is_over or bounds.is_closed):
            if not self._master():
                break
        if bounds.lost:
            self.ended, self.words = Status.ERROR, bounds.lost
        elif bounds.is_closed:
            self.ended = Status.OPTIMAL

    def _end_infeasible(self) -> None:
        """The cuts leave nothing: there is no answer, or a cut is wrong."""
        self.is_infeasible = self.bounds.whole is None
        self.ended = Status.OPTIMAL if self.is_infeasible else Status.ERROR
        self.words = "" if self.is_infeasible else "the master lost a known answer"

    def _master(self) -> bool:
        """Solve the whole master, and cut at what it finds; whether to go on."""
        bounds, master = self.bounds, self.bounds.master
        gap = self._gap()
        options = Options(
            time_limit=self._limits.left,
            gap=gap,
            seed=self._limits.seed,
            threads=self._limits.threads,
        )
        points: list[Floats] = []

        def heard(_: float, x: Floats | None, __: float) -> None:
            if x is not None:
                points.append(x)

        matrix = master.matrix()
        start = self._start()
        self._trace.say(f"master with {master.cuts:,} cuts")
        result, x = child.solve(matrix, options, start=start, heard=heard)
        self.ended, self.words = result.status, result.words
        if result.status is Status.INFEASIBLE:
            self._end_infeasible()
            return False
        if master.is_bounded:
            bounds.prove(result.bound * master.unit)
        return self._learn(result, [*points, *([] if x is None else [x])], gap=gap)

    def _learn(self, result: Result, points: list[Floats], *, gap: float) -> bool:
        """Cut at what a master found; whether another one may be better."""
        bounds = self.bounds
        if result.status is Status.INTERRUPTED:
            raise KeyboardInterrupt
        added, w, seen = 0, len(bounds.split.whole), set()
        for x in reversed(points):  # the last is the best
            whole = np.rint(x[:w])
            if whole.tobytes() not in seen and not bounds.is_over:
                seen.add(whole.tobytes())
                added += self._cut_at(whole)
            if len(seen) == LATEST:
                break
        if result.status is not Status.OPTIMAL:
            return False
        was_loose, self._is_loose = gap > self._limits.gap, added > 0
        return added > 0 or was_loose

    def _cut_at(self, whole: Floats) -> int:
        """Cut at a whole point, and a little inside of it; how many cuts."""
        bounds, inner = self.bounds, self._rounds.inner
        added = bounds.try_whole(whole)
        if inner is not None and bounds.whole is not None and not bounds.is_over:
            near = whole + INWARD * (inner - whole)
            reply, more = bounds.look(near)
            added += more if reply.status is LPStatus.OPTIMAL else 0
        return added

    def _gap(self) -> float:
        """Gap of the next master: loose at first, in the end what was asked."""
        bounds = self.bounds
        known = math.isfinite(bounds.value) and math.isfinite(bounds.bound)
        if not (known and self._is_loose):
            return self._limits.gap
        gap = (bounds.value - bounds.bound) / max(abs(bounds.value), 1e-9)
        return self._limits.gap if gap <= NARROW else max(self._limits.gap, LOOSE * gap)

    def _start(self) -> Floats | None:
        """The best answer as a point of the master."""
        bounds, master = self.bounds, self.bounds.master
        if bounds.whole is None:
            return None
        master.look_at(bounds.whole)
        paid = np.where(np.isfinite(master.paid), master.paid, 0.0)
        return np.concatenate([bounds.whole, paid / master.unit])
