"""The few best designs of a run that differ from each other."""

from __future__ import annotations

import numpy as np

from siting.searching.neighbours import Bools, Rank


class Pool:
    """Good designs, none a near copy of another.

    Parameters
    ----------
    size
        Designs at most.
    apart
        Sites in which two of them differ at least.
    """

    def __init__(self, *, size: int, apart: int) -> None:
        self._size, self._apart = size, apart
        self._held: list[tuple[Rank, Bools]] = []

    def __len__(self) -> int:
        return len(self._held)

    def offer(self, design: Bools, rank: Rank) -> bool:
        """Take a design in unless a better one is near or all are better; whether so.

        It takes the place of the worse ones that it is near, or of the worst.
        """
        near = [
            k for k, (_, held) in enumerate(self._held) if self._close(design, held)
        ]
        if any(self._held[k][0] <= rank for k in near):
            return False
        if not near and len(self._held) >= self._size:
            worst = max(range(len(self._held)), key=lambda k: self._held[k][0])
            if self._held[worst][0] <= rank:
                return False
            near = [worst]
        kept = [pair for k, pair in enumerate(self._held) if k not in near]
        self._held = [*kept, (rank, design.copy())]
        return True

    def _close(self, design: Bools, other: Bools) -> bool:
        return int((design != other).sum()) < self._apart

    def drawn(self, design: Bools, rng: np.random.Generator) -> Bools | None:
        """A design by chance, the likelier the more it differs; None without any."""
        far = np.array([float((design != held).sum()) for _, held in self._held])
        if not far.sum():
            return None
        return self._held[int(rng.choice(len(far), p=far / far.sum()))][1]

    @property
    def designs(self) -> list[Bools]:
        """All of them, best first."""
        return [held for _, held in sorted(self._held, key=lambda pair: pair[0])]
