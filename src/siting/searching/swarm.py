"""What swarms of both encodings share: what a particle remembers, whom it follows."""

from __future__ import annotations

import numpy as np

from siting.cost import Floats
from siting.searching.ahead import ahead
from siting.searching.neighbours import Bools
from siting.searching.quest import Quest


class Memory:
    """The best design of each particle so far.

    Attributes
    ----------
    designs : (k, m)
    values : (k, q)
    violation : (k,)
    """

    def __init__(self, designs: Bools, values: Floats, violation: Floats) -> None:
        self.designs, self.values, self.violation = designs, values, violation

    def renew(
        self,
        designs: Bools,
        values: Floats,
        violation: Floats,
        rng: np.random.Generator,
    ) -> Bools:
        """Remember what is better, and half of what is neither; whose changed (k,)."""
        won = ahead(values, violation, self.values, self.violation)
        coin = rng.random(len(won)) < 0.5
        new: Bools = (won > 0) | (won == 0) & coin & np.isfinite(violation)
        self.designs = np.where(new[:, None], designs, self.designs)
        self.values = np.where(new[:, None], values, self.values)
        self.violation = np.where(new, violation, self.violation)
        return new


def leaders(quest: Quest, memory: Memory) -> Bools:
    """Whom each particle follows (k, m): of two of the archive the lonelier one.

    While nothing is allowed, whoever breaks the rules least.

    Coello Coello, C. A., Pulido, G. T., Lechuga, M. S. (2004). Handling multiple
    objectives with particle swarm optimization. IEEE Transactions on Evolutionary
    Computation 8(3), 256-279, doi:10.1109/TEVC.2004.826067, with the crowding of
    NSGA-II in place of a grid.
    """
    k, held = len(memory.designs), len(quest.archive)
    if not held:
        least = memory.designs[int(memory.violation.argmin())]
        return np.repeat(least[None, :], k, axis=0)
    pair = quest.rng.integers(held, size=(2, k))
    apart = quest.archive.crowding[pair]
    lonelier = np.where(apart[0] >= apart[1], pair[0], pair[1])
    return np.asarray(quest.archive.designs[lonelier])


def with_some_polished(quest: Quest, designs: Bools, share: float) -> Bools:
    """Designs (k, m), each with some probability after local search."""
    chosen = np.flatnonzero(quest.rng.random(len(designs)) < share)
    for k in chosen.tolist():
        if quest.is_over:
            break
        designs[k] = quest.polished(designs[k])
    return designs
