"""A swarm in real numbers, of which the largest stand for open sites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siting.cost import Floats
from siting.searching.ahead import blended
from siting.searching.most_wanted import decoded
from siting.searching.neighbours import Bools, Places
from siting.searching.quest import Quest
from siting.searching.swarm import Memory, leaders, with_some_polished

TINY = 1e-12
"""Distance of two keys that are the same."""


@dataclass(frozen=True)
class Pulls:
    """How much a particle keeps of its velocity, and follows whom.

    Attributes
    ----------
    inertia
        At the beginning and at the end of the budget, linearly between.
    own, leader, ring, near
        Weights of the four terms.
    """

    inertia: tuple[float, float]
    own: float
    leader: float
    ring: float
    near: float


class KeySwarm:
    """GLNPSO: particles follow their own best, a leader, a ring and a neighbour.

    Keys and velocities lie between 0 and 1, and -1 and 1.
    """

    def __init__(
        self, quest: Quest, particles: int, *, pulls: Pulls, ring: int, share: float
    ) -> None:
        self._quest, self._pulls, self._ring, self._share = quest, pulls, ring, share
        self._keys = keys_of(quest.first(particles, helped=False), quest.rng)
        self._velocity = np.zeros_like(self._keys)
        designs = self._designs()
        self._now = quest.look(designs)
        self._memory = Memory(designs, *self._now)
        self._best = self._keys.copy()
        self._known: dict[bytes, Floats] = {}
        self._note(designs)

    def fly(self, spent: float) -> None:
        """Move every particle once, after so much of the budget."""
        quest, pulls, rng = self._quest, self._pulls, self._quest.rng
        first, last = pulls.inertia
        now, best = self._scores()
        self._velocity *= first + (last - first) * spent
        for weight, goal in (
            (pulls.own, self._best),
            (pulls.leader, self._leading()),
            (pulls.ring, self._best[self._of_ring(best)]),
            (pulls.near, self._near(now, best)),
        ):
            if weight:
                chance = rng.random(self._keys.shape)
                self._velocity += weight * chance * (goal - self._keys)
        np.clip(self._velocity, -1.0, 1.0, out=self._velocity)
        self._keys = np.clip(self._keys + self._velocity, 0.0, 1.0)
        designs = self._designs()
        self._now = quest.look(designs)
        new = self._memory.renew(designs, *self._now, rng)
        self._best[new] = self._keys[new]
        self._note(designs)

    def _designs(self) -> Bools:
        """What the keys stand for; those of a design made better are drawn anew."""
        plain = decoded(self._quest.rules, self._keys)
        designs = with_some_polished(self._quest, plain.copy(), self._share)
        changed = (plain != designs).any(axis=1)
        self._keys[changed] = keys_of(designs[changed], self._quest.rng)
        return designs

    def _note(self, designs: Bools) -> None:
        """Keep the keys of the designs that are in the archive."""
        known = self._known | {
            design.tobytes(): keys
            for design, keys in zip(designs, self._keys, strict=True)
        }
        held = [design.tobytes() for design in self._quest.archive.designs]
        self._known = {name: known[name] for name in held if name in known}

    def _leading(self) -> Floats:
        """Keys of whom each particle follows (k, m)."""
        followed, rng = leaders(self._quest, self._memory), self._quest.rng
        by_chance = keys_of(followed, rng)  # of designs that had no keys: the first
        return np.array(
            [
                self._known.get(design.tobytes(), keys)
                for design, keys in zip(followed, by_chance, strict=True)
            ]
        )

    def _scores(self) -> tuple[Floats, Floats]:
        """One number of what each particle is, and of its best (k,), on one scale."""
        (values, violation), held = self._now, self._memory
        both = blended(
            np.concatenate([values, held.values]),
            np.concatenate([violation, held.violation]),
        )
        return both[: len(values)], both[len(values) :]

    def _of_ring(self, score: Floats) -> Places:
        """Whose best is best among the neighbours in a ring (k,), itself included."""
        k = len(score)
        reach = min(self._ring, k)
        around = np.arange(k)[:, None] + np.arange(reach) - reach // 2
        around %= k
        return np.asarray(around[np.arange(k), score[around].argmin(axis=1)])

    def _near(self, now: Floats, best: Floats) -> Floats:
        """Key by key, the best of another that is much better and near (k, m).

        Peram, T., Veeramachaneni, K., Mohan, C. K. (2003). Fitness-distance-ratio based
        particle swarm optimization. IEEE Swarm Intelligence Symposium, 174-181.
        doi:10.1109/SIS.2003.1202264
        """
        found = np.empty_like(self._keys)
        site = np.arange(self._keys.shape[1])
        for k, keys in enumerate(self._keys):
            apart = np.maximum(np.abs(self._best - keys), TINY)
            ratio = (now[k] - best)[:, None] / apart
            ratio[k] = -np.inf
            found[k] = self._best[ratio.argmax(axis=0), site]
        return found


def keys_of(designs: Bools, rng: np.random.Generator) -> Floats:
    """Keys by chance (k, m) that stand for designs: above a half where open."""
    return np.asarray((rng.random(designs.shape) + designs) / 2)
