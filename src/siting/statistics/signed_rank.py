"""Wilcoxon's signed-rank test, exact, with ties and zero differences."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]

FEWEST = 6
"""Pairs below which no p-value is told: with 5 it cannot be less than 0.0625."""

EXACT = 100
"""Pairs up to which the distribution is counted; above, the normal one is near it."""


@dataclass(frozen=True)
class SignedRank:
    """What the test finds.

    Attributes
    ----------
    pairs
        Differences, those that are zero included.
    zeros
        Differences that are zero.
    statistic
        The smaller of the sums of ranks of positive and of negative differences.
    p
        Two-sided; nan with fewer than ``FEWEST`` pairs.
    """

    pairs: int
    zeros: int
    statistic: float
    p: float


def signed_rank(differences: Floats) -> SignedRank:
    """Whether differences lie around zero.

    Zero differences are ranked and then left out (Pratt); ties have the mean of their
    ranks. Up to ``EXACT`` pairs the p-value is exact, given the ranks: every sign is
    as likely as the other. A difference of inf is greater than every number.

    Wilcoxon, F. (1945). Individual comparisons by ranking methods. Biometrics Bulletin
    1(6), 80-83. doi:10.2307/3001968

    Pratt, J. W. (1959). Remarks on zeros and ties in the Wilcoxon signed rank
    procedures. JASA 54(287), 655-667. doi:10.1080/01621459.1959.10501526

    Parameters
    ----------
    differences : (k,)
        One for each pair; without nan.
    """
    ranks = stats.rankdata(np.abs(differences))
    up = float(ranks[differences > 0].sum())
    down = float(ranks[differences < 0].sum())
    pairs, least = len(differences), min(up, down)
    zeros = int((differences == 0).sum())
    if pairs < FEWEST:
        p = math.nan
    elif zeros == pairs:
        p = 1.0
    elif pairs <= EXACT:
        p = _exact(ranks[differences != 0], least)
    else:
        p = _normal(ranks[differences != 0], least)
    return SignedRank(pairs, zeros, least, p)


def _exact(ranks: Floats, least: float) -> float:
    """Twice the chance of a sum of ranks as small as that, each rank taken or not.

    Ranks are halves of whole numbers, so sums are counted in halves.
    """
    doubled = np.rint(2 * ranks).astype(int)
    chance = np.zeros(doubled.sum() + 1)
    chance[0] = 1.0
    for rank in doubled:
        chance *= 0.5
        chance[rank:] += chance[:-rank].copy()
    tail = chance[: round(2 * least) + 1].sum()
    return min(1.0, 2 * float(tail))


def _normal(ranks: Floats, least: float) -> float:
    """The same by the normal distribution with the variance of these ranks."""
    z = (least - ranks.sum() / 2) / math.sqrt((ranks**2).sum() / 4)
    return min(1.0, 2 * float(stats.norm.cdf(z)))
