"""Local search over designs: by the tables of a form, or by plain evaluation.

What greedy and interchange share, and what checks a proof from its neighbourhood.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from siting.forms import CoverForm, MedianForm
from siting.limits import Limits
from siting.problem import Problem
from siting.rules import Rules

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]


LARGEST = 2**30
"""Bytes of tables up to which a search is worth it beside an exact method."""


LOOK = 0.2
"""Seconds between two looks at the clock while designs are evaluated."""

HARD = 2000
"""Nonzeros up to which replies that are hard are worth solving for many designs."""


def is_searchable(problem: Problem) -> bool:
    """Whether a search is cheap beside what the solver needed."""
    if problem.reply_is_hard and problem.nonzeros > HARD:
        return False
    form = problem.form
    return not isinstance(form, MedianForm) or form.nbytes <= LARGEST


def is_quick(problem: Problem) -> bool:
    """Whether tables say what a move gains, without evaluating the design anew."""
    return isinstance(problem.form, MedianForm | CoverForm)


def too_hard(problem: Problem, *, method: str) -> str | None:
    """A sentence when looking at one design takes too long to look at many."""
    if not problem.reply_is_hard or problem.nonzeros <= HARD:
        return None
    return (
        f"{method} looks at many designs, and for {problem.name} of this size (about "
        f"{problem.nonzeros:,} nonzeros, of at most {HARD:,}) each of them is a hard "
        "problem of its own; use highs."
    )


class Search(Protocol):
    """A design that is improved move by move, deterministically."""

    def begin(self, design: Bools) -> None:
        """Start from a design."""

    def improve(self, *, moves: int) -> bool:
        """Make up to so many moves; whether a local optimum was reached."""

    @property
    def design(self) -> Bools:
        """The present design (m,)."""


def search_for(problem: Problem, limits: Limits) -> Search:
    """The fastest search that takes a problem.

    Parameters
    ----------
    limits
        When a search by plain evaluation ends, which can take long between two moves.
    """
    form = problem.form
    if isinstance(form, MedianForm):
        from siting.kernels import median

        return median.Interchange(form.weighted(), form.opening, rules=form.rules)
    if isinstance(form, CoverForm):
        from siting.kernels import cover

        return cover.Interchange(form.weight, form.start, form.client, rules=form.rules)
    return Evaluated(problem, limits)


def greedy_design(problem: Problem, limits: Limits) -> Bools:
    """Open one site after the other, always the one that helps most."""
    form = problem.form
    if isinstance(form, MedianForm):
        from siting.kernels import median_greedy

        return median_greedy.greedy(form.weighted(), form.opening, rules=form.rules)
    if isinstance(form, CoverForm):
        from siting.kernels import cover

        return cover.greedy(form.weight, form.start, form.client, rules=form.rules)
    return _greedy_by_evaluation(problem, limits)


def random_design(rules: Rules, rng: np.random.Generator) -> Bools:
    """An allowed design: what must be open, and free sites at random."""
    design = rules.must.copy()
    free = np.flatnonzero(rules.free)
    held = int(design.sum())
    count = int(rng.integers(max(rules.least - held, 0), rules.most - held + 1))
    design[rng.choice(free, size=min(count, len(free)), replace=False)] = True
    return design


class Evaluated:
    """Search for any model: every neighbour is evaluated from scratch.

    Slow, and right for every model that can say what a design is worth.
    """

    def __init__(self, problem: Problem, limits: Limits) -> None:
        self._problem, self._limits = problem, limits
        self._design = problem.rules.must.copy()

    def begin(self, design: Bools) -> None:
        """Start from a design."""
        self._design = design.copy()

    def improve(self, *, moves: int) -> bool:
        """Make up to so many best moves; whether a local optimum was reached."""
        for _ in range(moves):
            now = rank(self._problem, self._design[None, :])[0]
            trials = Neighbours.of(self._problem.rules, self._design)
            best, whole = best_of(self._problem, trials, self._limits)
            if best is None:
                return whole
            small = 1e-10 * abs(now[1])
            mends = best[0][0] < now[0]
            saves = best[0][0] == now[0] and best[0][1] < now[1] - small
            if not (mends or saves):
                return whole
            self._design = trials[best[1] : best[1] + 1][0]
            if not whole:
                return False
        return False

    @property
    def design(self) -> Bools:
        """The present design (m,)."""
        return self._design.copy()


Rank = tuple[float, float]
"""Violation, then value to be minimised."""


def best_of(
    problem: Problem, trials: Neighbours, limits: Limits
) -> tuple[tuple[Rank, int] | None, bool]:
    """Rank and position of the first best of some designs, as far as time allows.

    Returns
    -------
    best
        None without designs or time.
    whole
        Whether all were looked at.
    """
    best: tuple[Rank, int] | None = None
    done, size = 0, 1
    while done < len(trials):
        if limits.left <= 0:
            return best, False
        began = perf_counter()
        for k, found in enumerate(rank(problem, trials[done : done + size])):
            if best is None or found < best[0]:
                best = (found, done + k)
        done += size
        quick = perf_counter() - began < LOOK / 4
        size = min(4 * size, 1024) if quick else max(size // 2, 1)
    return best, True


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Designs one move away, made when they are looked at: there can be billions.

    Attributes
    ----------
    design : (m,)
        Where the moves start.
    enter, leave
        Sites of all swaps, the first of ``enter`` with each of ``leave`` and so on.
    adds, drops
        Sites that are opened or closed alone, after the swaps.
    """

    design: Bools
    enter: Places
    leave: Places
    adds: Places
    drops: Places

    @classmethod
    def of(cls, rules: Rules, design: Bools) -> Neighbours:
        """All swaps, adds and drops that keep what must be, and the counts."""
        enter = np.flatnonzero(~design & ~rules.never)
        leave = np.flatnonzero(design & ~rules.must)
        count, none = int(design.sum()), np.empty(0, dtype=np.intp)
        kept = [rules.least <= count + k <= rules.most for k in (0, 1, -1)]
        return cls(
            design,
            enter if kept[0] else none,
            leave,
            enter if kept[1] else none,
            leave if kept[2] else none,
        )

    @classmethod
    def adding(cls, rules: Rules, design: Bools) -> Neighbours:
        """One more site, whatever the counts say."""
        none = np.empty(0, dtype=np.intp)
        closed = np.flatnonzero(~design & ~rules.never)
        return cls(design, none, none, closed, none)

    def __len__(self) -> int:
        return len(self.enter) * len(self.leave) + len(self.adds) + len(self.drops)

    def __getitem__(self, part: slice) -> Bools:
        """The designs (k, m) of a run of moves."""
        number = np.arange(*part.indices(len(self)))
        trials = np.repeat(self.design[None, :], len(number), axis=0)
        row, swaps = np.arange(len(number)), len(self.enter) * len(self.leave)
        swap, add = number < swaps, number - swaps
        drop = add - len(self.adds)
        if swap.any():
            trials[row[swap], self.enter[number[swap] // len(self.leave)]] = True
            trials[row[swap], self.leave[number[swap] % len(self.leave)]] = False
        added = ~swap & (drop < 0)
        trials[row[added], self.adds[add[added]]] = True
        trials[row[drop >= 0], self.drops[drop[drop >= 0]]] = False
        return trials


def rank(problem: Problem, designs: Bools) -> list[Rank]:
    """Violation, then value to be minimised, of every design: less is better."""
    values, violation = problem.evaluate(designs)
    turned = np.nan_to_num(problem.sign * values[:, 0], nan=np.inf)
    return list(zip(violation.tolist(), turned.tolist(), strict=True))


def _greedy_by_evaluation(problem: Problem, limits: Limits) -> Bools:
    """Greedy add for any model, by evaluating every next site."""
    rules = problem.rules
    design = rules.must.copy()
    reached = rank(problem, design[None, :])[0]
    while design.sum() < rules.most:
        trials = Neighbours.adding(rules, design)
        if not len(trials):
            break
        best, whole = best_of(problem, trials, limits)
        if not whole:  # out of time: the first sites, as many as there must be
            design[trials.adds[: max(rules.least - int(design.sum()), 0)]] = True
            break
        assert best is not None
        if design.sum() >= rules.least and best[0] >= reached:
            break
        reached, design = best[0], trials[best[1] : best[1] + 1][0]
    return design
