"""A median at its best under coverage: the master of the median, and who is covered.

    minimise    sum_j opening_j open_j + sum_i paid_i
    subject to  the cuts of the median              see `siting.medians.master`
                covered_g <= sum_{j covers g} open_j
                sum_g weight_g covered_g >= what is asked for
                open_j in {0, 1}, 0 <= covered_g <= 1

Cuts are made at the linear relaxation, which lives on from one limit to the next; its
reduced costs decide most sites, a mixed-integer program the others, and cuts are looked
for again at its answer.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from siting.forms import CoverForm, MedianForm
from siting.fronts.cut_program import program, side_of
from siting.fronts.epsilon import NEAR, Answered, Bools, Ended, worthwhile
from siting.fronts.programs import solved
from siting.limits import Limits, Tally
from siting.listed.lists import nearest_lists
from siting.medians.master import Master
from siting.milp.highs import Options, Result, Status
from siting.milp.hotlp import LPStatus
from siting.problem import Problem
from siting.searching.search import search_for

ROUNDS = 60
"""Rounds of cuts at the linear relaxation of a limit, at most."""

FADE = 1e-6
"""Part of the value that a round of cuts must gain to go on."""

PLAIN = tuple(
    f"mip_heuristic_run_{kind}=false"
    for kind in ("rins", "rens", "root_reduced_cost", "feasibility_jump")
)
"""What HiGHS leaves out where a good design is known: half of its time."""

LARGE = 1e6
"""Cost of a client from which another unit is taken."""


class CutEpsilon:
    """The scalar problems of a median under coverage.

    Parameters
    ----------
    step
        Of the median's values; 0 where it is not known.
    """

    def __init__(
        self,
        problem: Problem,
        median: MedianForm,
        cover: CoverForm,
        limits: Limits,
        *,
        step: float,
    ) -> None:
        self._unit = unit_of(median)
        median = replace(
            median,
            weight=median.weight / self._unit,
            opening=median.opening / self._unit,
        )
        self._problem, self._median = problem, median
        self._limits, self._step = limits, step / self._unit
        self._lists = nearest_lists(median, length=median.rules.m, limits=limits)
        self._side = side_of(cover)
        self._master = Master(
            self._lists, median.opening, median.rules, side=self._side
        )
        self._begin()

    def _begin(self) -> None:
        """Two cuts a client: at the nearest open sites of a good design, and beyond."""
        search = search_for(self._problem, Tally(self._limits))
        search.begin(self._problem.rules.must | first_sites(self._median))
        search.improve(moves=200)
        table = self._median.weighted()[:, search.design]
        near = np.sort(table, axis=1)[:, :2]
        for level in near.T:
            some = np.isfinite(level) & (level > self._lists.nearest)
            self._master.add(np.flatnonzero(some), level[some])

    def solve(
        self, limit: float, *, start: Bools | None, floor: float, seconds: float
    ) -> Answered:
        """The least cost while at least ``-limit`` is covered."""
        found = self._solve(
            limit, start=start, floor=floor / self._unit, seconds=seconds
        )
        return replace(found, bound=found.bound * self._unit)

    def bound(self, limit: float, *, start: Bools | None, seconds: float) -> float:
        """What the linear relaxation proves: no mixed-integer program."""
        del start
        self._limit_to(limit)
        found = self._relaxed(self._limits.elapsed + seconds, ceiling=math.inf)
        return -math.inf if found is None else found * self._unit

    def _limit_to(self, limit: float) -> float:
        """Ask the master for coverage; how much."""
        asked = -limit if math.isfinite(limit) else 0.0
        last = np.array([len(self._side.lower) - 1])
        self._master.set_sides(last, np.array([asked]), np.array([np.inf]))
        return asked

    def _solve(
        self, limit: float, *, start: Bools | None, floor: float, seconds: float
    ) -> Answered:
        """The same, in the unit of the program."""
        until = self._limits.elapsed + seconds
        asked = self._limit_to(limit)
        value = math.inf if start is None else self._value(start)
        bound = self._relaxed(until, ceiling=value)
        if bound is None:
            return Answered(Ended.STOPPED, start, floor, programs=0)
        bound = max(bound, floor)
        if bound == math.inf or self._closes(bound, value):
            return self._best(start, bound, programs=0)
        return self._whole(asked, start, value, bound, until)

    def _best(self, design: Bools | None, bound: float, *, programs: int) -> Answered:
        """A design that nothing is better than, or that there is none."""
        ended = Ended.EMPTY if design is None else Ended.PROVED
        return Answered(ended, design, bound, programs)

    def _closes(self, bound: float, value: float) -> bool:
        """Whether nothing better than a value is left above a bound."""
        return bound > worthwhile(value, self._step)

    def _relaxed(self, until: float, *, ceiling: float) -> float | None:
        """Cut at the linear relaxation; its value, infinite when there is none."""
        master, before = self._master, -math.inf
        for _ in range(ROUNDS):
            status = master.solve(seconds=max(until - self._limits.elapsed, 0.0))
            if status is LPStatus.INFEASIBLE:
                return math.inf
            if status is not LPStatus.OPTIMAL:
                return None
            if self._closes(master.value, ceiling):
                break
            gains = master.value - before > FADE * abs(master.value)
            before = master.value
            if not master.separate() or not gains:
                break
        return float(master.value)

    def _whole(
        self, asked: float, start: Bools | None, value: float, bound: float,
        until: float,
    ) -> Answered:  # fmt: skip
        """Mixed-integer programs until their answer breaks no cut."""
        best, programs, is_broken = start, 0, True
        if start is not None:
            self._master.separate_at(start)
        while is_broken:
            result, design = self._asked(asked, value, until)
            programs += 1
            if result.status is Status.INFEASIBLE:  # nothing is better than the best
                return self._best(best, value, programs=programs)
            if not math.isnan(result.bound):
                bound = max(bound, min(result.bound, value))
            if design is None:
                break
            found = self._value(design)
            if found < value:
                best, value = design, found
            if self._closes(bound, value):
                return self._best(best, bound, programs=programs)
            done = result.status is Status.OPTIMAL
            is_broken = done and self._master.separate_at(design) > 0
        return Answered(Ended.STOPPED, best, bound, programs)

    def _asked(
        self, asked: float, value: float, until: float
    ) -> tuple[Result, Bools | None]:
        """One program, and its design (m,): what is better than a value, if any is."""
        master = self._master
        closed, opened = self._decided(value)
        matrix = program(
            master, self._median, self._side, asked,
            closed=closed, opened=opened, ceiling=worthwhile(value, self._step),
        )  # fmt: skip
        options = Options(
            time_limit=max(until - self._limits.elapsed, 0.0),
            seed=self._limits.seed, threads=self._limits.threads,
            absolute_gap=NEAR * self._step,
            extra=PLAIN if math.isfinite(value) else (),
        )  # fmt: skip
        result, x = solved(matrix, options)
        if x is None:
            return result, None
        design = np.zeros(self._median.rules.m, dtype=bool)
        design[master.sites] = x[: len(master.sites)] > 0.5
        return result, design

    def _decided(self, value: float) -> tuple[Bools, Bools]:
        """Sites that no design better than a value opens, or leaves closed."""
        master, rules = self._master, self._median.rules
        room = worthwhile(value, self._step) - master.value
        if not math.isfinite(room):
            return rules.never, rules.must
        cost, at_one = master.reduced_cost, master.y > 0.5
        closed = rules.free & ~at_one & (cost > room)
        return rules.never | closed, rules.must | (rules.free & at_one & (-cost > room))

    def _value(self, design: Bools) -> float:
        """What a design costs; infinite where somebody cannot be served."""
        values, violation = self._problem.evaluate(design[None, :])
        return float(values[0, 0]) / self._unit if violation[0] == 0 else math.inf


def unit_of(median: MedianForm) -> float:
    """A power of two in which the largest cost of a client is at most about 1000.

    HiGHS's tolerances are absolute; a power of two changes no digit.
    """
    table = median.weighted()
    largest = float(table[np.isfinite(table)].max(initial=0.0))
    largest = max(largest, float(median.opening.max(initial=0.0)))
    return 2.0 ** math.ceil(math.log2(largest / 1000)) if largest > LARGE else 1.0


def first_sites(median: MedianForm) -> Bools:
    """As many sites as there must be, the first that may be open."""
    rules = median.rules
    design = rules.must.copy()
    free = np.flatnonzero(rules.free)
    design[free[: max(rules.least - int(design.sum()), 0)]] = True
    return design
