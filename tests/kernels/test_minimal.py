from __future__ import annotations

import numpy as np
import pytest

from siting.kernels.minimal import minimal, minimal_plain


@pytest.mark.parametrize("seed", range(80))
def test_minimal_sets_are_those_of_the_plain_twin(seed: int) -> None:
    """Nested and equal sets, needed once or twice."""
    rng = np.random.default_rng(seed)
    g, s = int(rng.integers(1, 30)), int(rng.integers(1, 8))
    table = rng.random((g, s)) < rng.uniform(0.2, 0.9)
    table[table.sum(axis=1) == 0, 0] = True
    need = rng.integers(1, 1 + seed % 3 + 1, g)
    row, site = np.nonzero(table)
    start = np.searchsorted(row, np.arange(g + 1)).astype(np.int64)
    found = minimal(start, site.astype(np.int32), need, sites=s)
    sets = [set(np.flatnonzero(x).tolist()) for x in table]
    assert found.tolist() == minimal_plain(sets, need.tolist())
