"""How methods for several objectives stand, and whether they differ."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from siting.comparing.effect import Effect
from siting.comparing.front_methods import FrontContest, FrontMethod
from siting.solution import known
from siting.statistics.holm import holm
from siting.statistics.rank_sum import rank_sum
from siting.statistics.signed_rank import FEWEST, signed_rank
from siting.statistics.summary import Spread, spread
from siting.statistics.vargha_delaney import a12

RANK_SUM = "rank-sum"
SIGNED_RANK = "signed-rank"


@dataclass(frozen=True)
class FrontStanding:
    """One method over some trade-offs; every one with every seed counts once.

    Attributes
    ----------
    runs
        Runs that were made.
    volumes, distances, epsilons, found, ends
        Of the runs: hypervolume ratios, IGD+, additive epsilons, shares of the
        reference's proved points that were met (of all its points where none is
        proved), and the largest gap of an end.
    complete
        Runs that are the whole front, and proved it.
    seconds, evaluations
        Medians; nan where nobody counted.
    """

    solver: str
    runs: int
    volumes: Spread
    distances: Spread
    epsilons: Spread
    found: Spread
    ends: Spread
    complete: int
    seconds: float
    evaluations: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; unknown numbers are None."""
        told: dict[str, Any] = {"solver": self.solver, "runs": self.runs}
        for key, values, best_is_most in (
            ("hypervolume_ratio", self.volumes, True),
            ("igd_plus", self.distances, False),
            ("additive_epsilon", self.epsilons, False),
            ("share_found", self.found, True),
            ("worst_end_gap", self.ends, False),
        ):
            ends = (values.most, values.least)
            best, worst = ends if best_is_most else ends[::-1]
            told |= {
                f"{key}_median": known(values.median),
                f"{key}_quartiles": [known(values.low), known(values.high)],
                f"{key}_best": known(best),
                f"{key}_worst": known(worst),
            }
        return told | {
            "complete": self.complete,
            "seconds_median": known(round(self.seconds, 4)),
            "evaluations_median": known(self.evaluations),
        }


@dataclass(frozen=True)
class FrontDuel(Effect):
    """Whether the hypervolumes of two methods differ, and how much: never one alone.

    Attributes
    ----------
    test
        The rank-sum test over runs, where there is one trade-off; the signed-rank test
        over the medians of the trade-offs, where there are several.
    first_count, second_count
        What was tested: runs of each, or trade-offs.
    ties
        Equal pairs: of all runs of the two, or of medians.
    a12
        The chance that a run of the first has more hypervolume, ties as a half: within
        each trade-off, then the mean.
    p
        Two-sided; nan where there is too little to test.
    adjusted
        The same after Holm's correction over all duels of the comparison.
    """

    first: str
    second: str
    test: str
    first_count: int
    second_count: int
    ties: int
    a12: float
    p: float
    adjusted: float = math.nan

    @property
    def reason(self) -> str:
        """Why there is no p-value; empty when there is one."""
        if not math.isnan(self.p):
            return ""
        if self.test == SIGNED_RANK:
            return f"fewer than {FEWEST} trade-offs"
        return "too few runs"

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; unknown numbers are None."""
        return {
            "first": self.first,
            "second": self.second,
            "test": self.test,
            "counts": [self.first_count, self.second_count],
            "ties": self.ties,
            "a12": self.a12,
            "effect": self.words,
            "p": known(self.p),
            "p_holm": known(self.adjusted),
            "reason": self.reason,
        }


def front_standings(contests: Sequence[FrontContest]) -> list[FrontStanding]:
    """Every method, in the order in which they were run."""
    return [_standing(name, contests) for name in names_of(contests)]


def _standing(name: str, contests: Sequence[FrontContest]) -> FrontStanding:
    """One method over the trade-offs that it ran on."""
    methods = [m for c in contests for m in c.methods if m.solver == name]
    rows = [row for method in methods for row in method.rows]
    told = [row.measures for row in rows]
    counted = [row.front.evaluations for row in rows]
    return FrontStanding(
        solver=name,
        runs=sum(len(m.runs) for m in methods),
        volumes=spread(x.volume for x in told),
        distances=spread(x.distance for x in told),
        epsilons=spread(x.epsilon for x in told),
        found=spread(
            x.found if math.isnan(x.found_proved) else x.found_proved for x in told
        ),
        ends=spread(x.worst_end for x in told),
        complete=sum(row.front.complete for m in methods for row in m.runs),
        seconds=spread(row.front.seconds for row in rows).median,
        evaluations=spread(math.nan if k is None else k for k in counted).median,
    )


def front_duels(contests: Sequence[FrontContest]) -> list[FrontDuel]:
    """Every pair of methods that met on a trade-off with points."""
    met = [contest for contest in contests if contest.is_measured]
    pairs = combinations(names_of(met), 2)
    found = [duel for duel in (_duel(a, b, met) for a, b in pairs) if duel is not None]
    adjusted = holm(np.array([duel.p for duel in found], dtype=float))
    return [replace(d, adjusted=float(p)) for d, p in zip(found, adjusted, strict=True)]


def _duel(
    first: str, second: str, contests: Sequence[FrontContest]
) -> FrontDuel | None:
    """Two methods over the trade-offs where both ran; None where there is none."""
    both: list[tuple[FrontMethod, FrontMethod]] = []
    for contest in contests:
        own = {method.solver: method for method in contest.methods}
        if first in own and second in own:
            both.append((own[first], own[second]))
    if not both:
        return None
    effect = float(np.mean([a12(one.missing, other.missing) for one, other in both]))
    if len(both) == 1:
        one, other = (method.missing for method in both[0])
        test = rank_sum(one, other)
        ties = int((one[:, None] == other).sum())
        counts = len(one), len(other)
        return FrontDuel(first, second, RANK_SUM, *counts, ties, effect, test.p)
    apart = np.array([np.median(a.missing) - np.median(b.missing) for a, b in both])
    over = signed_rank(apart)
    counts = over.pairs, over.pairs
    return FrontDuel(first, second, SIGNED_RANK, *counts, over.zeros, effect, over.p)


def names_of(contests: Sequence[FrontContest]) -> list[str]:
    """Labels of the methods, in their order."""
    return list(dict.fromkeys(m.solver for c in contests for m in c.methods))
