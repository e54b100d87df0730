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

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.forms import CoverForm, MedianForm
from siting.fronts.epsilon import Answered, Bools, Ended
from siting.fronts.programs import solved
from siting.limits import Limits, Tally
from siting.listed.lists import nearest_lists
from siting.matrix import Columns, Matrix, Rows, subscripts
from siting.medians.master import Master
from siting.medians.side import Side
from siting.milp.highs import Options, Status
from siting.milp.hotlp import LPStatus
from siting.problem import Problem
from siting.searching.search import search_for

ROUNDS = 60
"""Rounds of cuts at the linear relaxation of a limit, at most."""

FADE = 1e-4
"""Part of the value that a round of cuts must gain to go on."""

NEAR = 0.9
"""Part of a step by which HiGHS may be off where values are whole numbers."""

LOOSE = 1e-8
"""Relative rounding that is allowed for when sites are decided."""

TINY = 1e-9
"""Coefficients up to this are rounding: HiGHS drops them. Values so near are equal."""

FINE = 1e-6
"""Part of a value by which a better one is better where no step is known."""


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
        self._problem, self._median, self._cover = problem, median, cover
        self._limits, self._step = limits, step
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
        until = self._limits.elapsed + seconds
        asked = -limit if math.isfinite(limit) else 0.0
        last = np.array([len(self._side.lower) - 1])
        self._master.set_sides(last, np.array([asked]), np.array([np.inf]))
        value = math.inf if start is None else self._value(start)
        bound = self._relaxed(until, ceiling=value)
        if bound is None:
            return Answered(Ended.STOPPED, start, floor, programs=0)
        bound = max(bound, floor)
        if self._closes(bound, value):
            return self._best(start, bound, programs=0)
        return self._whole(asked, start, value, bound, until)

    def _best(self, design: Bools | None, bound: float, *, programs: int) -> Answered:
        """A design that nothing is better than, or that there is none."""
        ended = Ended.EMPTY if design is None else Ended.PROVED
        return Answered(ended, design, bound, programs)

    def _closes(self, bound: float, value: float) -> bool:
        """Whether nothing better than a value is left above a bound."""
        return bound > self._worthwhile(value)

    def _worthwhile(self, value: float) -> float:
        """What a better design costs at most: a step less, or a millionth."""
        if not math.isfinite(value):
            return value
        if self._step:
            return value - self._step + min(LOOSE * abs(value), self._step / 4)
        return value - max(FINE * abs(value), TINY)

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
        best, programs = start, 0
        while True:
            master = self._master
            closed, opened = self._decided(value)
            ceiling = self._worthwhile(value)
            matrix = program(
                master, self._median, self._side, asked,
                closed=closed, opened=opened, ceiling=ceiling,
            )  # fmt: skip
            options = Options(
                time_limit=max(until - self._limits.elapsed, 0.0),
                seed=self._limits.seed, threads=self._limits.threads,
                absolute_gap=NEAR * self._step,
            )  # fmt: skip
            result, x = solved(matrix, options)
            programs += 1
            if result.status is Status.INFEASIBLE or x is None:
                done = result.status in (Status.INFEASIBLE, Status.OPTIMAL)
                if done or not math.isnan(result.bound):
                    proved = value if done else min(value, result.bound)
                else:
                    proved = bound
                if done:
                    return self._best(best, proved, programs=programs)
                return Answered(Ended.STOPPED, best, max(bound, proved), programs)
            design = np.zeros(self._median.rules.m, dtype=bool)
            design[master.sites] = x[: len(master.sites)] > 0.5
            bound = max(bound, min(result.bound, value))
            found = self._value(design)
            if found < value:
                best, value = design, found
            if self._closes(bound, value):
                return self._best(best, bound, programs=programs)
            if result.status is not Status.OPTIMAL:
                return Answered(Ended.STOPPED, best, bound, programs)
            if not master.separate_at(design):
                return Answered(Ended.STOPPED, best, bound, programs)

    def _decided(self, value: float) -> tuple[Bools, Bools]:
        """Sites that no design better than a value opens, or leaves closed."""
        master, rules = self._master, self._median.rules
        room = self._worthwhile(value) - master.value
        if not math.isfinite(room):
            return rules.never, rules.must
        cost, at_one = master.reduced_cost, master.y > 0.5
        closed = rules.free & ~at_one & (cost > room)
        return rules.never | closed, rules.must | (rules.free & at_one & (-cost > room))

    def _value(self, design: Bools) -> float:
        """What a design costs; infinite where somebody cannot be served."""
        values, violation = self._problem.evaluate(design[None, :])
        return float(values[0, 0]) if violation[0] == 0 else math.inf


def first_sites(median: MedianForm) -> Bools:
    """As many sites as there must be, the first that may be open."""
    rules = median.rules
    design = rules.must.copy()
    free = np.flatnonzero(rules.free)
    design[free[: max(rules.least - int(design.sum()), 0)]] = True
    return design


def side_of(cover: CoverForm) -> Side:
    """Who is covered, and in the last row how much that is."""
    m, groups = cover.rules.m, len(cover.weight)
    site = np.repeat(np.arange(m), np.diff(cover.start))
    group = cover.client.astype(np.int64)
    rank = np.argsort(group, kind="stable")
    length = np.bincount(group, minlength=groups)
    own = np.arange(groups)
    row = np.concatenate([group[rank], own, np.full(groups, groups)])
    column = np.concatenate([site[rank], m + own, m + own])
    value = np.concatenate([-np.ones(len(group)), np.ones(groups), cover.weight])
    order = np.argsort(row, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.append(length + 1, groups))])
    lower = np.append(np.full(groups, -np.inf), 0.0)
    upper = np.append(np.zeros(groups), np.inf)
    return Side(groups, start, column[order], value[order], lower, upper)


def program(
    master: Master,
    median: MedianForm,
    side: Side,
    asked: float,
    *,
    closed: Bools,
    opened: Bools,
    ceiling: float,
) -> Matrix:
    """The master with all its cuts as a mixed-integer program.

    Parameters
    ----------
    closed, opened : (m,)
        Sites that are decided.
    ceiling
        What costs more is not looked for.
    """
    sites, n = master.sites, median.cost.shape[0]
    k = len(sites)
    columns = [
        Columns(
            "open", sites[:, None], median.opening[sites],
            opened[sites].astype(float), (~closed[sites]).astype(float), integer=True,
        ),
        Columns("paid", subscripts(n), 1.0, master.floor, np.inf),
        Columns("covered", subscripts(side.columns)),
    ]  # fmt: skip
    least, most = float(median.rules.least), float(median.rules.most)
    lower = side.lower.copy()
    lower[-1] = asked
    clients, levels = master.asked
    start, column, value, needed = _sturdy(*master.rows_of(clients, levels))
    rows = [
        Rows("open_some_sites", subscripts(), np.array([0, k]), np.arange(k), 1.0,
             least, most),
        Rows("covered_as_asked", subscripts(len(lower)), *master.placed(side), lower,
             side.upper),
        Rows("paid_at_least", subscripts(len(clients)), start, column, value, needed,
             np.inf),
    ]  # fmt: skip
    if np.isfinite(ceiling):
        cost = np.concatenate([median.opening[sites], np.ones(n)])
        rows.append(
            Rows("no_dearer_than_known", subscripts(), np.array([0, k + n]),
                 np.arange(k + n), cost, -np.inf, ceiling)
        )  # fmt: skip
    return Matrix.assemble("min", columns, rows)


def _sturdy(
    start: NDArray[np.int64], column: NDArray[np.int64], value: Floats, lower: Floats
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, Floats]:
    """The same cuts without coefficients that are rounding, asking for so much less."""
    row = np.repeat(np.arange(len(lower)), np.diff(start))
    slight = np.abs(value) <= TINY
    less = np.bincount(row[slight], value[slight], minlength=len(lower))
    kept = np.searchsorted(row[~slight], np.arange(len(lower) + 1))
    return kept.astype(np.int64), column[~slight], value[~slight], lower - less
