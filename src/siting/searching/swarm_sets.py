"""A swarm of sets of sites, which are drawn to each other site by site."""

from __future__ import annotations

import numpy as np

from siting.searching.neighbours import Bools
from siting.searching.pulling import pulled
from siting.searching.quest import Quest
from siting.searching.stepping import stepped
from siting.searching.swarm import Memory, leaders, with_some_polished

OWN, LEADER = 3, 8
"""Sites at most that are taken from the own best and from a leader; half on average."""


class SetSwarm:
    """Particles that are designs; a velocity is what one takes over from another."""

    def __init__(self, quest: Quest, particles: int, *, interchange: float) -> None:
        self._quest, self._share = quest, interchange
        self._designs = quest.first(particles, helped=interchange > 0)
        self._memory = Memory(self._designs, *quest.look(self._designs))

    def fly(self) -> None:
        """Move every particle once."""
        quest = self._quest
        drawn = self._drawn(leaders(quest, self._memory))
        moved = stepped(quest.rules, drawn, quest.ground, quest.rng)
        self._designs = with_some_polished(quest, moved, self._share)
        found = quest.look(self._designs)
        self._memory.renew(self._designs, *found, quest.rng)

    def _drawn(self, leading: Bools) -> Bools:
        """The particles drawn to their own best and to leaders (k, m)."""
        quest, rng = self._quest, self._quest.rng
        pulls = rng.binomial((OWN, LEADER), 0.5, size=(len(leading), 2)).tolist()
        found = np.empty_like(self._designs)
        for k, (own, other) in enumerate(pulls):
            design = self._designs[k]
            for source, times in ((self._memory.designs[k], own), (leading[k], other)):
                design = pulled(design, source, times, quest.ground, rng)
            found[k] = design
        return found
