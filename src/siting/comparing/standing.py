"""How methods stand over all problems of a comparison, and whether they differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from siting.comparing.effect import Effect
from siting.comparing.methods import Against, Contest, Method
from siting.solution import known
from siting.statistics.holm import holm
from siting.statistics.signed_rank import FEWEST, signed_rank
from siting.statistics.summary import Spread, spread
from siting.statistics.vargha_delaney import a12


@dataclass(frozen=True)
class Standing:
    """One method over some problems.

    Every problem with every seed counts once, so that problems weigh alike; a run that
    no seed can change stands for all seeds.

    Attributes
    ----------
    runs
        Runs that were made.
    gaps
        Distances of the runs from what they are measured against; inf without answer.
    hits, judged
        Runs that found the proved optimum, of how many where one is proved.
    to_best
        Seconds until a run held its final value, of the runs that have one.
    evaluations
        Median of the designs whose value was learned; nan where nobody counted.
    """

    solver: str
    runs: int
    gaps: Spread
    hits: int
    judged: int
    seconds: float
    to_best: float
    evaluations: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; unknown numbers are None."""
        return {
            "solver": self.solver,
            "runs": self.runs,
            "gap_median": known(self.gaps.median),
            "gap_quartiles": [known(self.gaps.low), known(self.gaps.high)],
            "gap_worst": known(self.gaps.most),
            "hits": self.hits,
            "runs_with_proved_optimum": self.judged,
            "seconds_median": known(round(self.seconds, 4)),
            "time_to_best_median": known(round(self.to_best, 4)),
            "evaluations_median": known(self.evaluations),
        }


@dataclass(frozen=True)
class Duel(Effect):
    """Whether two methods differ, with how much: never the one without the other.

    Attributes
    ----------
    pairs, ties
        Pairs of runs with the same problem and seed, and those with equal gaps.
    a12
        The chance that a run of the first has the smaller gap, ties as a half: within
        each problem, then the mean over problems.
    p
        Wilcoxon's signed-rank test, two-sided; nan with too few pairs.
    adjusted
        The same after Holm's correction over all duels of the comparison.
    """

    first: str
    second: str
    pairs: int
    ties: int
    a12: float
    p: float
    adjusted: float = math.nan

    @property
    def reason(self) -> str:
        """Why there is no p-value; empty when there is one."""
        return f"fewer than {FEWEST} pairs" if math.isnan(self.p) else ""

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; unknown numbers are None."""
        return {
            "first": self.first,
            "second": self.second,
            "pairs": self.pairs,
            "ties": self.ties,
            "a12": self.a12,
            "effect": self.size,
            "p": known(self.p),
            "p_holm": known(self.adjusted),
            "reason": self.reason,
        }


def standings(contests: Sequence[Contest]) -> list[Standing]:
    """Every method over all problems, in the order they were given."""
    return [_standing(name, contests) for name in _names(contests)]


def _standing(name: str, contests: Sequence[Contest]) -> Standing:
    """One method over all problems that have an answer to be measured."""
    found = [(c, m) for c in contests for m in c.methods if m.solver == name]
    rows = [(c, row) for c, m in found for row in m.rows]
    measured = [(c, row) for c, row in rows if c.against is not Against.NOTHING]
    proved = [row for c, row in rows if c.against is Against.OPTIMUM]
    counted = [row.solution.evaluations for _, row in rows]
    return Standing(
        solver=name,
        runs=sum(len(m.runs) for _, m in found),
        gaps=spread(c.distance(row.solution.objective) for c, row in measured),
        hits=sum(row.is_best for row in proved),
        judged=len(proved),
        seconds=spread(row.solution.seconds for _, row in rows).median,
        to_best=spread(row.time_to_best for _, row in rows).median,
        evaluations=spread(math.nan if k is None else k for k in counted).median,
    )


def duels(contests: Sequence[Contest]) -> list[Duel]:
    """Every pair of methods that met on a problem with an answer."""
    met = [c for c in contests if c.against is not Against.NOTHING]
    found = [_duel(a, b, met) for a, b in combinations(_names(met), 2)]
    fought = [duel for duel in found if duel is not None]
    adjusted = holm(np.array([duel.p for duel in fought], dtype=float))
    return [
        replace(d, adjusted=float(p)) for d, p in zip(fought, adjusted, strict=True)
    ]


def _duel(first: str, second: str, contests: Sequence[Contest]) -> Duel | None:
    """Two methods over the problems where both ran; None where there is none."""
    differences: list[float] = []
    effects: list[float] = []
    for contest in contests:
        own = {method.solver: method for method in contest.methods}
        if first in own and second in own:
            differences += _differences(own[first], own[second], contest)
            effects.append(a12(*(_distances(own[x], contest) for x in (first, second))))
    if not effects:
        return None
    test = signed_rank(np.array(differences, dtype=float))
    return Duel(first, second, test.pairs, test.zeros, float(np.mean(effects)), test.p)


def _differences(first: Method, second: Method, contest: Contest) -> list[float]:
    """Differences of gaps for each pair of runs of one seed; no pair counts twice.

    Where no seed changes either method, there is one pair, however many seeds.
    """
    mine, others = (
        {r.solution.limits.seed: r for r in m.rows} for m in (first, second)
    )
    pairs = {}
    for seed in mine.keys() & others.keys():
        one, other = mine[seed], others[seed]
        pairs[one.made_with, other.made_with] = _difference(
            *(contest.distance(r.solution.objective) for r in (one, other))
        )
    return list(pairs.values())


def _difference(first: float, second: float) -> float:
    """The difference of two gaps; two runs without answer are equal."""
    return 0.0 if first == second else first - second


def _distances(
    method: Method, contest: Contest
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Distances of the runs of a method on one problem."""
    return np.array([contest.distance(r.solution.objective) for r in method.runs])


def _names(contests: Sequence[Contest]) -> list[str]:
    """Labels of the methods, in their order."""
    return list(dict.fromkeys(m.solver for c in contests for m in c.methods))
