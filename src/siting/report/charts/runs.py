"""The runs that charts are drawn of, by method, over all problems."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from siting.comparing.methods import Against, Contest, Method
from siting.comparing.row import Row
from siting.solution import PROVED
from siting.statistics.convergence import Steps


@dataclass(frozen=True)
class Target:
    """A gap that is to be reached, and what it is called."""

    name: str
    gap: float
    words: str


def targets(contests: Sequence[Contest]) -> tuple[Target, Target]:
    """Near, and there."""
    what = yard(contests)
    return (
        Target("near", 0.01, f"1 % of {what}"),
        Target("there", PROVED, what),
    )


def yard(contests: Sequence[Contest]) -> str:
    """What gaps are measured from, for all problems together."""
    kinds = {contest.against for contest in contests}
    if kinds == {Against.OPTIMUM}:
        return "the optimum"
    if kinds == {Against.BEST}:
        return "the best value found"
    if kinds == {Against.BOUND}:
        return "the best bound"
    return "the best that is known"


def measured(contests: Sequence[Contest]) -> list[Contest]:
    """The problems where runs can be measured against something."""
    return [c for c in contests if c.against is not Against.NOTHING]


def names(contests: Sequence[Contest]) -> list[str]:
    """Labels of the methods, in their order."""
    return list(dict.fromkeys(m.solver for c in contests for m in c.methods))


def runs_of(name: str, contests: Sequence[Contest]) -> list[Steps]:
    """Gap against time of a method, a run for each problem and seed.

    A run that no seed can change stands for all seeds, so that problems weigh alike.
    """
    return [
        contest.steps(row)
        for contest in contests
        for method in contest.methods
        if method.solver == name
        for row in method.rows
    ]


def tasks(contests: Sequence[Contest]) -> list[list[Steps]]:
    """A run of every method for each problem and seed that all of them have.

    Where no seed changes any of them there is one task, however many seeds.
    """
    wanted, found = names(contests), []
    for contest in contests:
        own = {method.solver: method for method in contest.methods}
        if set(own) != set(wanted):
            continue
        found += [
            [contest.steps(row) for row in rows]
            for rows in _together([own[name] for name in wanted])
        ]
    return found


def _together(methods: Sequence[Method]) -> list[list[Row]]:
    """Rows of one seed side by side, each set of runs once."""
    by_seed = [{r.solution.limits.seed: r for r in m.rows} for m in methods]
    common = [s for s in by_seed[0] if all(s in rows for rows in by_seed)]
    sets = [[rows[seed] for rows in by_seed] for seed in common]
    return list({tuple(r.made_with for r in rows): rows for rows in sets}.values())


def longest(runs: Sequence[Steps]) -> float:
    """The last moment of any run; nan when there is none."""
    return max((float(r.times[-1]) for r in runs if len(r.times)), default=math.nan)
