"""The answer to several objectives: designs of which none is worse in everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from siting.answering import answer
from siting.assignment import Assignment, named
from siting.certificate import utmost
from siting.cost import Floats
from siting.errors import SolverError, UsageError
from siting.frontfile import plain_front
from siting.limits import Limits
from siting.measures import landmarks
from siting.measures.volume import Volume, is_blurred, volume_of
from siting.problem import Problem
from siting.solution import Solution, Termination, known
from siting.stakes import counted
from siting.tradeoff import Tradeoff
from siting.trades import Trade, trades_of
from siting.validation import frozen

if TYPE_CHECKING:
    from siting.solver import Solver


@dataclass(frozen=True, eq=False, kw_only=True)
class Front:
    """Non-dominated designs, sorted by the first objective, best first.

    Attributes
    ----------
    designs : (k, m)
        True where a site is open.
    values : (k, q)
        In the user's sense and unit, recomputed by the models' arithmetic.
    served
        The one assignment of each point on which all objectives are measured; None
        where each objective has its own reply to the design.
    proven : (k,)
        Whether it is proved that no design is better in everything: by more than
        rounding (1e-9 of a value), and by more than a millionth in an objective without
        a step that is limited.
    complete
        Whether all non-dominated values are here, and that is proved. Values without a
        step that differ by less than rounding count as the same.
    infeasible
        Whether it is proved that no design keeps the rules.
    step
        Least difference (q,) of two values that the proof tells apart; 0 where any.
    unexplored : (r, 2, q)
        Boxes in which alone points that are not here may lie: best and worst values of
        each, in the user's sense; no box where the front is complete, None where the
        method rules nothing out. Where a limited objective has no step, points nearer
        than a millionth to one that is here count as here.
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
    served: tuple[Assignment, ...] | None = None
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
        if self.served is not None:
            object.__setattr__(self, "served", tuple(self.served[k] for k in order))
        for key, kind in (("designs", bool), ("values", float), ("proven", bool)):
            object.__setattr__(self, key, frozen(getattr(self, key)[order], kind))
        if self.unexplored is not None:
            self._check_unexplored(self.unexplored)

    def _check_unexplored(self, boxes: Floats) -> None:
        """Boxes have two ends of as many values as there are objectives."""
        q = len(self.tradeoff.problems)
        if boxes.ndim != 3 or boxes.shape[1:] != (2, q) or np.isnan(boxes).any():
            raise SolverError(
                f"{self.solver.name} gave unexplored boxes of shape {boxes.shape}; "
                f"expected (r, 2, {q}) without nan; this is a fault of the solver's "
                "code."
            )
        object.__setattr__(self, "unexplored", frozen(boxes, float))

    def __len__(self) -> int:
        return len(self.designs)

    def __repr__(self) -> str:
        """Short: arrays are not for reading."""
        where = f"{self.tradeoff.name} on {self.tradeoff.instance.name}"
        sure = int(self.proven.sum())
        rest = "complete" if self.complete else "not proved to be complete"
        count = "1 point" if len(self) == 1 else f"{len(self)} points"
        return f"<Front of {where}: {count}, {sure} proved, {rest}>"

    @cached_property
    def turned(self) -> Floats:
        """The values (k, q), all to be minimised."""
        return np.asarray(self.values * self.tradeoff.signs)

    def open_at(self, point: int) -> list[str]:
        """Ids of the open sites of a point."""
        sites = self.tradeoff.instance.sites
        return [sites[j] for j in np.flatnonzero(self.designs[point])]

    def counted_at(self, point: int, problem: Problem) -> Assignment | None:
        """What a problem counts of the one assignment of a point; None without one."""
        if self.served is None:
            return None
        return counted(problem, self.designs[point], self.served[point])

    @property
    def points(self) -> list[dict[str, Any]]:
        """Objectives by name, ids of the open sites, and what is proved.

        And who is served where, where all objectives are measured on that.
        """
        names, town = unique_names(self.tradeoff), self.tradeoff.instance
        rows, served = zip(self.values, self.proven, strict=True), self.served
        return [
            {
                "objectives": dict(zip(names, map(float, values), strict=True)),
                "open": self.open_at(k),
                "proof": "proven" if sure else "none",
                **({} if served is None else {"assignment": named(served[k], town)}),
            }
            for k, (values, sure) in enumerate(rows)
        ]

    def solution(self, point: int, objective: int = 0) -> Solution:
        """One plan of the front as the answer to one of the problems.

        For a map, a report, or who goes where. Nothing is claimed of its bound.

        Parameters
        ----------
        point
            Position, from 0.
        objective
            Position of the problem that it shall answer, from 0.
        """
        counts = (("point", point, len(self)), ("objective", objective, self.q))
        for name, given, count in counts:
            if given not in range(count):
                raise UsageError(
                    f"{name} is {given}, but there are {count}, counted from 0."
                )
        problem = self.tradeoff.problems[objective]
        found = answer(
            problem,
            self.solver,
            self.limits,
            design=self.designs[point],
            served=self.counted_at(point, problem),
            termination=self.termination,
            notes=(f"point {point + 1} of {len(self)} of {self.tradeoff.name}",),
        )
        return replace(found, seconds=self.seconds).raise_for_status()

    @property
    def q(self) -> int:
        """How many objectives there are."""
        return len(self.tradeoff.problems)

    @property
    def ideal(self) -> Floats:
        """Best value of each objective (q,) on the front, mostly of no one point."""
        return np.asarray(self.turned.min(axis=0, initial=np.inf) * self.tradeoff.signs)

    @property
    def nadir(self) -> Floats:
        """Worst value of each objective (q,) on the front."""
        worst = self.turned.max(axis=0, initial=-np.inf)
        return np.asarray(worst * self.tradeoff.signs)

    @property
    def ends(self) -> tuple[int, ...]:
        """Position of the point that is best in each objective."""
        return landmarks.ends(self.turned)

    @property
    def knee(self) -> int | None:
        """The point deepest below the line of the ends; see `measures.landmarks`."""
        return landmarks.knee(self.turned)

    def compromise(self, weights: Sequence[float] | None = None) -> int | None:
        """The point least far from the best; see `measures.landmarks`."""
        return landmarks.compromise(self.turned, weights)

    @cached_property
    def trades(self) -> tuple[Trade, ...]:
        """What each step to the next point gives and gains; for two objectives."""
        return trades_of(self.turned, self.tradeoff, unique_names(self.tradeoff))

    @cached_property
    def site_shares(self) -> dict[str, float]:
        """Part of the plans that open a site, by its id; 1 is in every plan."""
        if not len(self):
            return {}
        shares = self.designs.mean(axis=0).tolist()
        return dict(zip(self.tradeoff.instance.sites, shares, strict=True))

    @cached_property
    def volume(self) -> Volume | None:
        """Hypervolume, its corner, and the most it can become; None without points."""
        if not len(self):
            return None
        boxes = np.empty((0, 2, self.q)) if self.complete else self.unexplored
        if not self.complete and is_blurred(self.turned, self.step):
            boxes = None
        signs = self.tradeoff.signs
        turned = None if boxes is None else boxes * signs
        best = signs * [utmost(problem) for problem in self.tradeoff.problems]
        return volume_of(self.turned, turned, utmost=best)

    @property
    def is_fine(self) -> bool:
        """Whether a point here is at least as good as any other but for a millionth.

        True of complete fronts, and of those that were searched to the end where the
        data tell no step.
        """
        if self.complete:
            return True
        closed = self.unexplored is not None and not len(self.unexplored)
        return closed and bool(len(self)) and bool(self.proven.all())

    @property
    def certificate(self) -> float | None:
        """Least part of the attainable hypervolume that is found; None: not known."""
        return None if self.volume is None else known(self.volume.certificate)

    @property
    def indicators(self) -> dict[str, Any]:
        """Hypervolume below a corner beyond all that can be, and its upper bound.

        See `siting.measures.volume.volume_of`; what is not known is None.
        """
        told = self.volume
        if told is None:
            keys = ("hypervolume", "corner", "hypervolume_upper", "certificate")
            return dict.fromkeys(keys)
        names, corner = unique_names(self.tradeoff), told.corner * self.tradeoff.signs
        return {
            "hypervolume": known(told.found),
            "corner": dict(zip(names, corner.tolist(), strict=True)),
            "hypervolume_upper": known(told.upper),
            "certificate": self.certificate,
        }

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; unknown numbers are None, positions count from 0."""
        return plain_front(self, names=unique_names(self.tradeoff))


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
