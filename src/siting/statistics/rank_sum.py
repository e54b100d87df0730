"""The rank-sum test of Wilcoxon, Mann and Whitney, exact, with ties."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]

LEVEL = 0.05
"""Where the least p-value that could be is above this, none is told."""

EXACT = 60
"""Values of both samples up to which sums are counted; above, the normal is near."""


@dataclass(frozen=True)
class RankSum:
    """What the test finds.

    Attributes
    ----------
    first, second
        Values of each sample.
    statistic
        Mann and Whitney's U of the first: pairs in which it is greater, ties as half.
    p
        Two-sided; nan where there are too few values for it to be small.
    """

    first: int
    second: int
    statistic: float
    p: float


def rank_sum(first: Floats, second: Floats) -> RankSum:
    """Whether one sample tends to be greater than another, independent one.

    Ties have the mean of their ranks. Up to `EXACT` values in all the p-value is exact,
    given the ranks: every choice of ranks for the first is as likely as another. Above,
    it is the normal one with the variance of these ranks.

    Mann, H. B., Whitney, D. R. (1947). On a test of whether one of two random variables
    is stochastically larger than the other. Annals of Mathematical Statistics 18(1),
    50-60. doi:10.1214/aoms/1177730491

    Parameters
    ----------
    first : (k,)
    second : (l,)
        Without nan; inf is greater than every number.
    """
    k, size = len(first), len(first) + len(second)
    ranks = stats.rankdata(np.concatenate([first, second]))
    total = float(ranks[:k].sum())
    if too_few(k, size - k):
        p = math.nan
    elif np.ptp(ranks) == 0:
        p = 1.0
    elif size <= EXACT:
        p = _exact(ranks, k, total)
    else:
        p = _normal(ranks, k, total)
    return RankSum(k, size - k, total - k * (k + 1) / 2, p)


def too_few(first: int, second: int) -> bool:
    """Whether even the clearest difference of so many values could be chance."""
    return LEVEL * math.comb(first + second, first) < 2


def _exact(ranks: Floats, k: int, total: float) -> float:
    """The chance of a sum of k ranks as far from its mean as that.

    Ranks are halves of whole numbers, so sums are counted in halves. The distribution
    of sums need not be symmetric where there are ties: both tails are counted.
    """
    doubled = np.rint(2 * ranks).astype(int)
    ways = np.zeros((k + 1, doubled.sum() + 1))
    ways[0, 0] = 1.0
    for rank in doubled:
        ways[1:, rank:] += ways[:-1, :-rank].copy()
    far = abs(round(2 * total) * len(ranks) - k * doubled.sum())
    away = np.abs(np.arange(ways.shape[1]) * len(ranks) - k * doubled.sum())
    return min(1.0, float(ways[k, away >= far].sum() / ways[k].sum()))


def _normal(ranks: Floats, k: int, total: float) -> float:
    """The same by the normal distribution."""
    size = len(ranks)
    variance = k * (size - k) / (size - 1) * ranks.var()
    z = -abs(total - k * ranks.mean()) / math.sqrt(variance)
    return min(1.0, 2 * float(stats.norm.cdf(z)))
