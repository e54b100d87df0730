"""What fronts are measured against: the points of a reference, from 0 to 1."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting import indicators
from siting.cost import Floats
from siting.front import Front, unique_names
from siting.indicators import SAME
from siting.measures.filtering import filtered
from siting.measures.volume import CORNER, FINE
from siting.searching.steady import steady
from siting.solution import known
from siting.tradeoff import Tradeoff


class Known(StrEnum):
    """What is known of the front that runs are measured against."""

    EXACT = "exact front"
    FINE = "front exact to a millionth"
    UNION = "union of all runs"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Best:
    """The best that one objective alone can have, to be minimised.

    Attributes
    ----------
    value
        Nothing is better; nan when nobody knows.
    is_reached
        Whether some design has that value, so that it is the optimum.
    """

    value: float
    is_reached: bool


@dataclass(frozen=True, eq=False)
class Yardstick:
    """One normalisation for all runs of a trade-off, and the points they should find.

    Attributes
    ----------
    points : (k, q)
        Of the reference, none dominated; to be minimised, as all values here.
    proven : (k,)
        Those of which it is proved that nothing is better in everything.
    bests
        (q,) What each objective alone could have.
    refuted
        Whether a front that claims to be whole lacks a point that another run found.
    """

    tradeoff: Tradeoff
    kind: Known
    points: Floats
    proven: NDArray[np.bool_]
    bests: tuple[Best, ...]
    refuted: bool = False

    @property
    def ideal(self) -> Floats:
        """Best values of the reference (q,)."""
        return np.asarray(self.points.min(axis=0))

    @property
    def nadir(self) -> Floats:
        """Worst values of the reference (q,)."""
        return np.asarray(self.points.max(axis=0))

    @cached_property
    def corner(self) -> Floats:
        """Where volume ends: a tenth of each range beyond the nadir (1.1)."""
        return np.asarray(self.placed(self.nadir) + CORNER)

    @cached_property
    def _volume(self) -> float:
        """Volume of the reference below the corner."""
        return indicators.hypervolume(self.placed(self.points), self.corner)

    def placed(self, turned: Floats) -> Floats:
        """Points (k, q) on axes from 0 (ideal) to 1 (nadir)."""
        return indicators.normalised(turned, self.ideal, self.nadir)

    def ratio(self, turned: Floats) -> float:
        """Hypervolume of points as a part of the reference's."""
        if self.kind is Known.NOTHING or not len(turned):
            return 0.0
        return indicators.hypervolume(self.placed(turned), self.corner) / self._volume

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, in the user's sense."""
        signs, names = self.tradeoff.signs, unique_names(self.tradeoff)
        told: dict[str, Any] = {
            "models": [p.name for p in self.tradeoff.problems],
            "instance": self.tradeoff.instance.name,
            "against": self.kind.value,
            "points": len(self.points),
            "points_proved": int(self.proven.sum()),
            "complete_front_refuted": self.refuted,
            "best_alone": {
                name: {"value": known(sign * best.value), "optimum": best.is_reached}
                for name, sign, best in zip(names, signs, self.bests, strict=True)
            },
        }
        if self.kind is Known.NOTHING:
            return told | {"ideal": None, "nadir": None, "corner": None}
        for key, values in (
            ("ideal", self.ideal),
            ("nadir", self.nadir),
            ("corner", self.nadir + CORNER * self.span),
        ):
            told[key] = dict(zip(names, (values * signs).tolist(), strict=True))
        return told

    @property
    def span(self) -> Floats:
        """What is 1 on each axis (q,): the range; a unit where there is none."""
        wide = self.nadir - self.ideal
        return np.where(wide > 0, wide, 1.0)


def yardstick(
    tradeoff: Tradeoff, fronts: Sequence[Front], bests: Sequence[Best] = ()
) -> Yardstick:
    """The exact front where a run has it, if to a millionth, else all runs' union.

    Parameters
    ----------
    fronts
        Of all runs, a reference included.
    bests
        What each objective alone could have, where that was found out.
    """
    q = len(tradeoff.problems)
    claims = [front for front in fronts if front.is_fine and not front.infeasible]
    claims.sort(key=lambda front: not front.complete)
    exact = next((f for f in claims if not _lacks(f, fronts)), None)
    if exact is not None:
        points = steady(exact.turned)
        kind = Known.EXACT if exact.complete else Known.FINE
        proven = np.ones(len(points), dtype=bool)
        ends = tuple(Best(float(best), True) for best in points.min(axis=0))
        return Yardstick(tradeoff, kind, points, proven, ends, len(claims) > 1 and any(
            _lacks(f, fronts) for f in claims
        ))  # fmt: skip
    points, proven = _union(fronts, q, trusting=not claims)
    return Yardstick(
        tradeoff,
        Known.UNION if len(points) else Known.NOTHING,
        points,
        proven,
        tuple(bests) or (Best(math.nan, False),) * q,
        refuted=bool(claims),
    )


def _lacks(whole: Front, fronts: Sequence[Front]) -> bool:
    """Whether some front has a point that nothing in a whole one is as good as."""
    held = whole.turned
    slack = (SAME if whole.complete else FINE) * np.maximum(np.abs(held), 1.0)
    return any(
        not (held - slack <= point).all(axis=1).any()
        for front in fronts
        for point in front.turned
    )


def _union(
    fronts: Sequence[Front], q: int, *, trusting: bool
) -> tuple[Floats, NDArray[np.bool_]]:
    """Points (k, q) that no other of any run dominates, and which are proved (k,).

    Parameters
    ----------
    trusting
        Whether proofs count: not those of a method that was refuted.
    """
    every = [(steady(f.turned), f.proven & (trusting or not f.is_fine))
             for f in fronts if len(f)]  # fmt: skip
    if not every:
        return np.empty((0, q)), np.empty(0, dtype=bool)
    values, sure = (np.concatenate(parts) for parts in zip(*every, strict=True))
    points = values[filtered(values)]
    told = values[sure]
    proven = np.array([(told == point).all(axis=1).any() for point in points])
    return points, proven
