"""The archive holds what no other point dominates, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from siting.searching.archive import Archive


def undominated(points: list[tuple[float, ...]]) -> set[tuple[float, ...]]:
    """By definition, two at a time."""

    def dominates(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
        return a != b and all(x <= y for x, y in zip(a, b, strict=True))

    return {b for b in points if not any(dominates(a, b) for a in points)}


@pytest.mark.parametrize("q", [1, 2, 3, 4])
def test_what_is_kept_is_what_brute_force_keeps(q: int) -> None:
    """In lots of any size, with many equal values."""
    rng = np.random.default_rng(q)
    for _ in range(60):
        archive, seen = Archive(q, 9), []
        for _ in range(int(rng.integers(1, 6))):
            k = int(rng.integers(0, 12))
            values = rng.integers(0, 6, (k, q)).astype(float)
            designs = np.array([[bool(x >> j & 1) for j in range(9)] for x in
                                rng.integers(0, 512, k)]).reshape(k, 9)  # fmt: skip
            before = {tuple(v) for v in archive.values.tolist()}
            new = archive.offer(values, designs)
            seen += [tuple(v) for v in values.tolist()]
            kept = [tuple(v) for v in archive.values.tolist()]
            assert len(kept) == len(set(kept)) == len(archive)
            assert set(kept) == undominated(seen)
            assert new == len(set(kept) - before)


def test_designs_stay_with_their_values() -> None:
    """The first design of equal values stays, beside its own value."""
    rng = np.random.default_rng(0)
    archive, owner = Archive(2, 8), {}
    for k in range(200):
        values = rng.integers(0, 12, 2).astype(float)
        design = np.array([bool(k >> j & 1) for j in range(8)])
        if archive.offer(values[None, :], design[None, :]):
            owner[tuple(values.tolist())] = k
    for values, design in zip(archive.values, archive.designs, strict=True):
        number = sum(1 << j for j in np.flatnonzero(design).tolist())
        assert owner[tuple(values.tolist())] == number


def test_crowding_is_the_distance_of_the_neighbours() -> None:
    """Ends are lonely without end; a flat objective says nothing."""
    archive = Archive(2, 1)
    values = np.array([[0.0, 10.0], [1.0, 8.0], [5.0, 3.0], [10.0, 0.0]])
    archive.offer(values, np.zeros((4, 1), dtype=bool))
    assert archive.crowding.tolist() == [np.inf, 0.5 + 0.7, 0.9 + 0.8, np.inf]
    alone = Archive(2, 1)
    alone.offer(values[:1], np.zeros((1, 1), dtype=bool))
    assert alone.crowding.tolist() == [np.inf]
