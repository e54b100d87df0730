"""The step that greedy methods share: which site to look at next."""

from __future__ import annotations

from typing import Any

from numba import njit


@njit(cache=True)
def most_promising(limit: Any, design: Any, never: Any) -> int:
    """First site that may still open with the largest limit on what it saves; or -1.

    Savings only shrink as sites open, so old ones are upper limits and few need to be
    worked out again (Minoux, 1978, doi:10.1007/BFb0006528).
    """
    best = -1
    for j in range(len(limit)):
        if not design[j] and not never[j] and (best < 0 or limit[j] > limit[best]):
            best = j
    return best
