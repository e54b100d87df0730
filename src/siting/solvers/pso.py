"""Particle swarms, over sets of sites or in the published form over real numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from siting.errors import UsageError, unknown
from siting.searching.population import Population
from siting.searching.quest import Quest
from siting.searching.swarm_keys import KeySwarm, Pulls
from siting.searching.swarm_sets import SetSwarm

USUAL = 30
"""Flights when nothing else ends the run."""

ENCODINGS = ("sets", "keys")


@dataclass(frozen=True)
class Pso(Population):
    """Designs that follow their own best and that of others.

    ``sets``: a particle is a set of sites. It takes over some of the sites of its own
    best design and of a leader, each in the place of its nearest own site, and swaps
    one for a neighbour; a share of the particles is improved by local search.

    ``keys``: a particle is a real number for every site, and the p largest are open
    (where the number of sites is free, those above a half). Velocities are those of
    GLNPSO: inertia, own best, global best, best of a ring, and key by key the best
    neighbour by fitness over distance. It is the published form, for comparison: real
    numbers do not know that sites are near each other.

    With several objectives leaders come from the archive of all non-dominated designs,
    of two by chance the one with more room around it.

    Kennedy, J., Eberhart, R. (1995). Particle swarm optimization. International
    Conference on Neural Networks, 1942-1948. doi:10.1109/ICNN.1995.488968

    Pongchairerks, P., Kachitvichyanukul, V. (2009). Particle swarm optimization
    algorithm with multiple social learning structures. International Journal of
    Operational Research 6(2), 176-194. doi:10.1504/IJOR.2009.026534. The four weights,
    the inertia and the ring are by default those of the authors' ET-Lib.

    Takes
    -----
    Every model whose design is a set of sites, and trade-offs of two to four of them.
    Local search is by tables for medians, coverage and centers (one objective), and for
    medians and coverages (several); else the best of a few steps by chance. Where the
    reply to a design is hard, small ones.

    Options
    -------
    encoding
        sets or keys.
    particles
        How many.
    interchange
        Share of moves that are improved by local search, which also makes the first
        designs better; 0 for none.
    inertia
        Part of its velocity that a particle keeps at the beginning (keys).
    inertia_end
        The same when the budget is used up; linearly between (keys).
    own
        Weight of the own best (keys).
    leader
        Weight of the global best (keys).
    around
        Weight of the best of the ring (keys).
    near
        Weight of the best neighbour by fitness over distance (keys).
    ring
        Particles in a ring, itself included (keys).
    rounds
        Flights. 0: until time or evaluations are used up.
    """

    name = "pso"

    encoding: Literal["sets", "keys"] = "sets"
    particles: int = 30
    interchange: float = 0.3
    inertia: float = 0.9
    inertia_end: float = 0.4
    own: float = 1.0
    leader: float = 1.0
    around: float = 1.0
    near: float = 1.0
    ring: int = 5
    rounds: int = 0

    def __post_init__(self) -> None:
        if self.encoding not in ENCODINGS:
            raise UsageError(unknown("encoding value", self.encoding, ENCODINGS))
        for key, least in (("particles", 2), ("ring", 1), ("rounds", 0)):
            if getattr(self, key) < least:
                raise UsageError(
                    f"{key} is {getattr(self, key)}; expected a whole number >= "
                    f"{least}."
                )
        if not 0 <= self.interchange <= 1:
            raise UsageError(
                f"interchange is {self.interchange}; expected a share from 0 to 1."
            )
        for key in ("inertia", "inertia_end", "own", "leader", "around", "near"):
            if not 0 <= getattr(self, key) <= 10:
                raise UsageError(
                    f"{key} is {getattr(self, key)}; expected a number from 0 to 10."
                )

    def seek(self, quest: Quest) -> None:
        """Fly until all is used up."""
        if self.encoding == "sets":
            sets = SetSwarm(quest, self.particles, interchange=self.interchange)
            for _ in quest.rounds(self.rounds, usual=USUAL):
                sets.fly()
            return
        keys = KeySwarm(
            quest, self.particles, pulls=self._pulls, ring=self.ring,
            share=self.interchange,
        )  # fmt: skip
        for k in quest.rounds(self.rounds, usual=USUAL):
            counted = k / self.rounds if self.rounds else 0.0
            keys.fly(max(quest.spent, counted) or k / USUAL)

    @property
    def _pulls(self) -> Pulls:
        inertia = (self.inertia, self.inertia_end)
        return Pulls(inertia, self.own, self.leader, self.around, self.near)
