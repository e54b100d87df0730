"""The answer to several objectives: designs of which none is worse in everything."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.errors import SolverError
from siting.indicators import hypervolume
from siting.limits import Limits
from siting.machine import versions
from siting.solution import Termination, known
from siting.tradeoff import Tradeoff
from siting.validation import frozen

if TYPE_CHECKING:
    from siting.solver import Solver

CORNER = 0.1
"""How far beyond the worst values the corner of a hypervolume lies, in ranges."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Front:
    """Non-dominated designs, sorted by the first objective, best first.

    Attributes
    ----------
    designs : (k, m)
        True where a site is open.
    values : (k, q)
        In the user's sense and unit, recomputed by the models' arithmetic.
    proven : (k,)
        Whether it is proved that no design is better in everything.
    complete
        Whether all non-dominated values are here, and that is proved.
    infeasible
        Whether it is proved that no design keeps the rules.
    step
        Least difference (q,) of two values that the proof tells apart; 0 where any.
    unexplored : (r, 2, q)
        Boxes in which alone points that are not here may lie: best and worst values of
        each, in the user's sense; no box where the front is complete, None where the
        method rules nothing out.
    subproblems
        Scalar problems that were solved.
    trace
        (seconds, points so far) of every change.
    history
        (seconds, values (k, q)) that the run held at some moments, in the user's sense.
    evaluations
        Designs whose value was learned; None where nobody counted.
    """

    tradeoff: Tradeoff
    solver: Solver
    limits: Limits
    termination: Termination
    designs: NDArray[np.bool_]
    values: Floats
    proven: NDArray[np.bool_]
    complete: bool = False
    step: tuple[float, ...] = ()
    infeasible: bool = False
    subproblems: int = 0
    seconds: float = 0.0
    reason: str = ""
    notes: tuple[str, ...] = ()
    trace: tuple[tuple[float, int], ...] = ()
    history: tuple[tuple[float, Floats], ...] = ()
    evaluations: int | None = None
    unexplored: Floats | None = None

    def __post_init__(self) -> None:
        q = len(self.tradeoff.problems)
        if self.values.shape != (len(self.designs), q):
            raise SolverError(
                f"{self.solver.name} gave {len(self.designs)} designs and values of "
                f"shape {self.values.shape}; this is a fault of the solver's code."
            )
        turned = self.values * self.tradeoff.signs
        order = np.lexsort(turned.T[::-1])
        for key, kind in (("designs", bool), ("values", float), ("proven", bool)):
            object.__setattr__(self, key, frozen(getattr(self, key)[order], kind))

    def __len__(self) -> int:
        return len(self.designs)

    @cached_property
    def turned(self) -> Floats:
        """The values (k, q), all to be minimised."""
        return np.asarray(self.values * self.tradeoff.signs)

    def open_at(self, point: int) -> list[str]:
        """Ids of the open sites of a point."""
        sites = self.tradeoff.instance.sites
        return [sites[j] for j in np.flatnonzero(self.designs[point])]

    @property
    def points(self) -> list[dict[str, Any]]:
        """Objectives by name, ids of the open sites, and what is proved."""
        names = unique_names(self.tradeoff)
        return [
            {
                "objectives": dict(zip(names, map(float, values), strict=True)),
                "open": self.open_at(k),
                "proof": "proven" if sure else "none",
            }
            for k, (values, sure) in enumerate(
                zip(self.values, self.proven, strict=True)
            )
        ]

    @property
    def indicators(self) -> dict[str, Any]:
        """Hypervolume, below a corner a tenth of each range beyond the worst value."""
        if not len(self):
            return {"hypervolume": None, "corner": None}
        worst, span = self.turned.max(axis=0), np.ptp(self.turned, axis=0)
        corner = worst + CORNER * np.where(span > 0, span, 1.0)
        names = unique_names(self.tradeoff)
        values = (corner * self.tradeoff.signs).tolist()
        return {
            "hypervolume": hypervolume(self.turned, corner),
            "corner": dict(zip(names, values, strict=True)),
        }

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; unknown numbers are None."""
        town = self.tradeoff.instance
        names = unique_names(self.tradeoff)
        return {
            "models": [p.name for p in self.tradeoff.problems],
            "instance": town.name,
            "instance_hash": town.fingerprint,
            "parameters": [
                {k: list(v) if isinstance(v, tuple) else v for k, v in p.items()}
                for p in (problem.parameters for problem in self.tradeoff.problems)
            ],
            "objectives": [
                {"name": name, "model": o.model, "sense": o.sense, "unit": o.unit}
                for name, o in zip(names, self.tradeoff.objectives, strict=True)
            ],
            "points": self.points,
            "complete": self.complete,
            "infeasible": self.infeasible,
            "indicators": self.indicators,
            "step": [known(s) for s in self.step],
            "termination": self.termination.value,
            "subproblems": self.subproblems,
            "evaluations": self.evaluations,
            "seconds": round(self.seconds, 4),
            "solver": self.solver.name,
            "options": asdict(self.solver),
            "time_limit": known(self.limits.time_limit),
            "seed": self.limits.seed,
            "threads": self.limits.threads,
            "versions": versions(),
            "reason": self.reason,
            "notes": list(self.notes),
        }


def unique_names(tradeoff: Tradeoff) -> list[str]:
    """What is measured, with the model where two measure the same, else a number."""
    measures = [o.name for o in tradeoff.objectives]
    names = [
        o.name if measures.count(o.name) == 1 else f"{o.name} ({o.model})"
        for o in tradeoff.objectives
    ]
    return [
        name if names.count(name) == 1 else f"{name} {names[: k + 1].count(name)}"
        for k, name in enumerate(names)
    ]


def filtered(turned: Floats) -> NDArray[np.intp]:
    """Positions of the points (k, q), to be minimised, that no other dominates.

    Of equal points the first one stays.
    """
    if not len(turned):
        return np.empty(0, dtype=np.intp)
    _, first = np.unique(turned, axis=0, return_index=True)
    points = turned[first]
    if turned.shape[1] == 2:  # sorted by the first value: the second must fall
        best = np.minimum.accumulate(points[:, 1])
        kept = np.concatenate([[True], points[1:, 1] < best[:-1]])
    else:
        kept = np.ones(len(points), dtype=bool)
        for k, point in enumerate(points):
            if kept[k]:
                worse = (points >= point).all(axis=1)
                worse[k] = False
                kept &= ~worse
    return np.sort(first[kept])
