"""Small and hard matrices that several tests solve."""

from __future__ import annotations

from functools import cache

import numpy as np

from siting import Instance
from siting.matrix import Columns, Matrix, Rows, Sense, subscripts
from siting.models import PMedian


def knapsack(
    sense: Sense = "max", *, scale: float = 1.0, offset: float = 0.0
) -> Matrix:
    """Values 5, 4, 3 and weights 2, 3, 1: the most for 4, or the least for 4.

    By hand: {1, 3} weighs 3 and is worth 8; {2, 3} weighs 4 and is worth 7.
    """
    opened = Columns("open", subscripts(3), scale * np.array([5.0, 4, 3]), integer=True)
    low, high = (-np.inf, 4.0) if sense == "max" else (4.0, np.inf)
    weight = Rows(
        "weight",
        subscripts(),
        np.array([0, 3]),
        np.arange(3),
        np.array([2.0, 3, 1]),
        low,
        high,
    )
    return Matrix.assemble(sense, [opened], [weight], offset=offset)


@cache
def hard(n: int = 300, p: int = 30) -> Matrix:
    """A p-median of random points whose pairs cost anything: minutes for HiGHS."""
    rng = np.random.default_rng(1)
    cost = rng.integers(1, 1000, (n, n)).astype(float)
    return PMedian(Instance.from_matrix(cost), p=p).matrix


def feasible(matrix: Matrix, *, n: int = 300, p: int = 30) -> np.ndarray:
    """The first p sites open, everybody at the cheapest of them."""
    x = np.zeros(matrix.shape[1])
    x[:p] = 1
    cost = matrix.cost[n:].reshape(n, n)[:, :p]
    x[n:].reshape(n, n)[np.arange(n), cost.argmin(axis=1)] = 1
    return x
