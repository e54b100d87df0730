"""One run of several objectives beside the front that it should have found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from siting import indicators
from siting.comparing.methods import label
from siting.comparing.yardstick import Known, Yardstick
from siting.cost import Floats
from siting.front import Front, unique_names
from siting.searching.steady import steady
from siting.solution import known
from siting.statistics.convergence import Steps

DIGITS = 9
"""Decimals of a part of a volume: what is less is rounding."""


@dataclass(frozen=True)
class Measures:
    """How good a front is, by the yardstick of its problem; nan where nobody knows.

    Attributes
    ----------
    volume
        Hypervolume as a part of the reference's.
    distance
        IGD+ on axes from 0 to 1; inf without points.
    epsilon
        Additive epsilon on the same; inf without points.
    found
        Share of the reference's points that are met exactly.
    found_proved
        The same of those that are proved.
    ends
        For each objective, how far the best value is from what it alone could have, as
        a part of itself.
    """

    volume: float
    distance: float
    epsilon: float
    found: float
    found_proved: float
    ends: tuple[float, ...]

    @property
    def missing(self) -> float:
        """The part of the reference's hypervolume that is not there."""
        return missing(self.volume)

    @property
    def worst_end(self) -> float:
        """The largest gap of an end; nan where one is not known."""
        return float(np.max(self.ends))


@dataclass(frozen=True, eq=False)
class FrontRow:
    """One run.

    Attributes
    ----------
    copy_of
        The seed of the run that stands here again, because another seed cannot give
        another front; None for a run of its own.
    """

    front: Front
    yard: Yardstick
    measures: Measures
    copy_of: int | None = None

    @property
    def solver(self) -> str:
        """The method, with the options that are not default."""
        return label(self.front.solver)

    @property
    def steps(self) -> Steps:
        """The missing part of the hypervolume against seconds."""
        signs = self.front.tradeoff.signs
        moments = [(t, self.yard.ratio(v * signs)) for t, v in self.front.history]
        if len(self.front):
            moments.append((self.front.seconds, self.measures.volume))
        times, values = np.array(moments, dtype=float).reshape(-1, 2).T
        behind = np.array([missing(value) for value in values])
        return Steps(times, np.minimum.accumulate(behind))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; unknown numbers are None."""
        run, told = self.front, self.measures
        names = unique_names(run.tradeoff)
        ends = {n: known(gap) for n, gap in zip(names, told.ends, strict=True)}
        return {
            "instance": run.tradeoff.instance.name,
            "models": [p.name for p in run.tradeoff.problems],
            "solver": run.solver.name,
            "options": asdict(run.solver),
            "seed": run.limits.seed,
            "copy_of_seed": self.copy_of,
            "points": len(run),
            "points_proved": int(run.proven.sum()),
            "complete": run.complete,
            "hypervolume_ratio": known(told.volume),
            "igd_plus": known(told.distance),
            "additive_epsilon": known(told.epsilon),
            "share_found": known(told.found),
            "share_of_proved_found": known(told.found_proved),
            "end_gaps": ends,
            "seconds": round(run.seconds, 4),
            "evaluations": run.evaluations,
            "subproblems": run.subproblems,
            "termination": run.termination.value,
            "reason": run.reason,
        }


def row_of(front: Front, yard: Yardstick, *, copy_of: int | None = None) -> FrontRow:
    """A run with its measures."""
    return FrontRow(front, yard, measured(steady(front.turned), yard), copy_of)


def measured(turned: Floats, yard: Yardstick) -> Measures:
    """The measures of points (k, q), to be minimised."""
    q = turned.shape[1]
    if yard.kind is Known.NOTHING:
        return Measures(*(math.nan,) * 5, ends=(math.nan,) * q)
    held, wanted = yard.placed(turned), yard.placed(yard.points)
    return Measures(
        volume=yard.ratio(turned),
        distance=indicators.igd_plus(held, wanted),
        epsilon=indicators.additive_epsilon(held, wanted),
        found=indicators.share_found(turned, yard.points),
        found_proved=indicators.share_found(turned, yard.points, proven=yard.proven),
        ends=tuple(_end_gaps(turned, yard)),
    )


def missing(ratio: float) -> float:
    """What a part of a volume lacks of the whole; never negative."""
    return round(max(0.0, 1.0 - ratio), DIGITS)


def _end_gaps(turned: Floats, yard: Yardstick) -> Sequence[float]:
    """|best value - best possible| / |best value| of each objective; inf for none."""
    if not len(turned):
        return [math.inf] * turned.shape[1]
    gaps = []
    for value, best in zip(turned.min(axis=0), yard.bests, strict=True):
        gap = float((value - best.value) / max(abs(value), 1e-9))
        gaps.append(gap if math.isnan(gap) else round(max(0.0, gap), DIGITS))
    return gaps
