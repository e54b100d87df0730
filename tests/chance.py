"""Rules by chance, for tests against all designs."""

from __future__ import annotations

import numpy as np

from siting.rules import Rules


def some_rules(rng: np.random.Generator, m: int, *, fixed: float = 0.6) -> Rules:
    """A site that must be open, one that may not, and how many may be.

    Parameters
    ----------
    fixed
        How often the number is fixed.
    """
    must, never = np.zeros(m, dtype=bool), np.zeros(m, dtype=bool)
    if m > 3:
        must[rng.integers(m)] = rng.random() < 0.4
        never[rng.integers(m)] = rng.random() < 0.4
        never &= ~must
    least = int(rng.integers(max(1, must.sum()), m - never.sum() + 1))
    most = least if rng.random() < fixed else int(m - never.sum())
    return Rules(must=must, never=never, least=least, most=most)
