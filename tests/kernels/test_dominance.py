"""Dominance against its definition."""

from __future__ import annotations

import numpy as np
import pytest

from siting.kernels.dominance import undominated, undominated_plain


@pytest.mark.parametrize("rows", [1, 3, 63, 64, 65, 130])
def test_twins_agree(rows: int) -> None:
    """Equal and contained columns, below and above the length of a word."""
    rng = np.random.default_rng(rows)
    for part in (0.1, 0.5, 0.95):
        base = rng.random((rows, 12)) < part
        smaller = base & (rng.random((rows, 12)) < 0.9)
        table = np.hstack([base, smaller, base])[:, rng.permutation(36)]
        assert undominated(table).tolist() == undominated_plain(table).tolist()


def test_the_first_of_equals_stays() -> None:
    """So that the answer does not depend on chance."""
    assert undominated(np.ones((5, 4), dtype=bool)).tolist() == [0]


@pytest.mark.parametrize(("rows", "columns"), [(0, 3), (3, 0), (0, 0)])
def test_nothing_is_no_fault(rows: int, columns: int) -> None:
    """Without clients one site is as good as all; without sites there is none."""
    found = undominated(np.zeros((rows, columns), dtype=bool))
    assert found.tolist() == ([0] if columns else [])
