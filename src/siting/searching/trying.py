"""Local search for want of tables: the best of a few steps by chance."""

from __future__ import annotations

import numpy as np

from siting.cost import Floats
from siting.searching.neighbours import Bools
from siting.searching.quest import Quest
from siting.searching.stepping import stepped

FEW = 4
"""Steps that are tried."""


def best_of_few(quest: Quest, design: Bools, weight: Floats) -> Bools:
    """The design (m,), or what a step makes of it, whichever has the least sum.

    Parameters
    ----------
    weight : (q,)
        What a unit of each objective counts.
    """
    designs = np.repeat(design[None, :], FEW + 1, axis=0)
    designs[1:] = stepped(quest.rules, designs[1:], quest.ground, quest.rng)
    values, violation = quest.look(designs)
    sums = np.where((violation == 0)[:, None], values, 0.0) @ weight
    return np.asarray(designs[np.lexsort([sums, violation])[0]])
