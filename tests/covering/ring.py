"""Coverage in which linear programs are far off: clients with two or three sites."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from siting.covering.reduction import Reduced, reduced
from siting.forms import MulticoverForm
from siting.rules import Rules

Design = np.ndarray


def asked(seed: int, *, whole: bool = True) -> MulticoverForm:
    """Random rings of clients, some twice, with required and forbidden sites."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(6, 40)), int(rng.integers(5, 12))
    covers = np.zeros((n, m), dtype=bool)
    for i in range(n):
        covers[i, rng.choice(m, rng.integers(1, 4), replace=False)] = True
    covers[rng.integers(n)] = covers[0]
    covers[:, -1] |= covers[:, 0] & (rng.random(n) < 0.3)
    must, never = np.zeros(m, dtype=bool), np.zeros(m, dtype=bool)
    must[rng.integers(m)] = rng.random() < 0.4
    never[rng.integers(m)] = rng.random() < 0.4
    never &= ~must
    p = int(rng.integers(max(1, must.sum()), m - never.sum() + 1))
    site, client = np.nonzero(covers.T)
    weight = rng.integers(0, 4, n) if whole else rng.random(n)
    return MulticoverForm(
        sense="max", weight=weight.astype(float),
        start=np.searchsorted(site, np.arange(m + 1)).astype(np.int64),
        client=client.astype(np.int32), opening=np.zeros(m), worth=(1.0,), need=0,
        rules=Rules(must, never, p, p),
    )  # fmt: skip


def left_of(seed: int, *, whole: bool = True) -> Reduced | None:
    """What is left of one of them; None when nothing is to be chosen."""
    left = reduced(asked(seed, whole=whole))
    return left if len(left.site) > left.room > 0 and len(left.weight) else None


def choices(left: Reduced) -> np.ndarray:
    """All choices (k, s) of as many sites as may open."""
    s = len(left.site)
    some = list(combinations(range(s), left.room))
    designs = np.zeros((len(some), s), dtype=bool)
    for r, sites in enumerate(some):
        designs[r, list(sites)] = True
    return designs


def covered(left: Reduced, designs: np.ndarray) -> np.ndarray:
    """Which groups (k, g) are covered by choices (k, s), by definition."""
    table = left.table.toarray() > 0
    return (designs[:, None, :] & table[None]).any(axis=2)


def values(left: Reduced, designs: np.ndarray) -> np.ndarray:
    """What choices (k, s) cover."""
    return left.offset + covered(left, designs) @ left.weight
