"""Designs one move away, and which of some designs is best."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from siting.limits import Tally
from siting.problem import Problem
from siting.rules import Rules

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]

LOOK = 0.2
"""Seconds between two looks at the clock while designs are evaluated."""

Rank = tuple[float, float]
"""Violation, then value to be minimised."""


def rank(problem: Problem, designs: Bools) -> list[Rank]:
    """Violation, then value to be minimised, of every design: less is better."""
    values, violation = problem.evaluate(designs)
    turned = np.nan_to_num(problem.sign * values[:, 0], nan=np.inf)
    return list(zip(violation.tolist(), turned.tolist(), strict=True))


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
    def of(
        cls,
        rules: Rules,
        design: Bools,
        *,
        must: Bools | None = None,
        never: Bools | None = None,
    ) -> Neighbours:
        """All swaps, adds and drops that keep what must be, and the counts.

        Parameters
        ----------
        must, never : (m,)
            Sites that stay as they are, if others than by the rules.
        """
        must = rules.must if must is None else must
        never = rules.never if never is None else never
        enter = np.flatnonzero(~design & ~never)
        leave = np.flatnonzero(design & ~must)
        count, none = int(design.sum()), np.empty(0, dtype=np.intp)
        if count < rules.least:
            return cls(design, none, none, enter, none)
        if count > rules.most:
            return cls(design, none, none, none, leave)
        kept = [rules.least <= count + k <= rules.most for k in (1, -1)]
        return cls(
            design,
            enter,
            leave,
            enter if kept[0] else none,
            leave if kept[1] else none,
        )

    @classmethod
    def adding(cls, rules: Rules, design: Bools) -> Neighbours:
        """One more site, whatever the counts say."""
        none = np.empty(0, dtype=np.intp)
        closed = np.flatnonzero(~design & ~rules.never)
        return cls(design, none, none, closed, none)

    @classmethod
    def dropping(cls, rules: Rules, design: Bools) -> Neighbours:
        """One site less, whatever the counts say; the last first."""
        none = np.empty(0, dtype=np.intp)
        opened = np.flatnonzero(design & ~rules.must)[::-1]
        return cls(design, none, none, none, opened)

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


def best_of(
    problem: Problem, trials: Neighbours, tally: Tally
) -> tuple[tuple[Rank, int] | None, bool]:
    """Rank and position of the first best of some designs, as far as may be looked.

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
        if tally.is_over:
            return best, False
        began = perf_counter()
        some = trials[done : done + int(min(size, tally.left))]
        tally.count(len(some))
        for k, found in enumerate(rank(problem, some)):
            if best is None or found < best[0]:
                best = (found, done + k)
        done += len(some)
        quick = perf_counter() - began < LOOK / 4
        size = min(4 * size, 1024) if quick else max(size // 2, 1)
    return best, True
