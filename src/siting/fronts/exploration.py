"""All non-dominated points, by scalar problems in the zones where some may be left."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property

import numpy as np

from siting.cost import Floats
from siting.fronts.epsilon import Answered, Bools, Ended, Point
from siting.fronts.facts import Facts
from siting.fronts.scalar import Scalar
from siting.fronts.zones import Zones
from siting.measures.volume import FINE
from siting.searching.archive import Archive
from siting.searching.steady import steady

SAME = 1e-9
"""Part of a value that is rounding."""

LARGE = 1000.0
"""Largest value that is summed in its own unit; HiGHS's tolerances are absolute."""

Left = Callable[[], float]
"""Seconds until the time limit."""


class Exploration:
    """Zones, what is known of them, and the points so far.

    Attributes
    ----------
    archive
        Points that no other known one dominates.
    zones
        Where others may be.
    programs
        Scalar problems so far.
    is_infeasible
        Whether it is proved that there is no design at all.

    Parameters
    ----------
    sites
        How many numbers a design has.
    hard : (q,)
        Objectives that are better limited than minimised.
    heard
        Called after every program.
    """

    def __init__(
        self,
        scalar: Scalar,
        *,
        sites: int,
        hard: Bools,
        heard: Callable[[Exploration], None],
    ) -> None:
        self._scalar, self._hard, self._heard = scalar, hard, heard
        self._steps = np.array(scalar.steps)
        q = len(self._steps)
        self.archive = Archive(q, sites)
        self.zones, self._facts = Zones(q), Facts(q)
        self._settled: set[tuple[float, ...]] = set()
        self.programs = 0
        self.is_infeasible = False

    @property
    def steps(self) -> tuple[float, ...]:
        """Least difference of two values of each objective; 0 where not known."""
        return self._scalar.steps

    @property
    def boxes(self) -> Floats:
        """Best and worst corners (r, 2, q) of the zones."""
        return np.stack([self.zones.least, self.zones.corner], axis=1)

    @property
    def is_fine(self) -> bool:
        """Whether nothing is lost between a value and the next limit."""
        return int((self._steps == 0).sum()) <= 1

    @property
    def is_done(self) -> bool:
        """Whether no zone is left."""
        return len(self.zones) == 0

    @property
    def proven(self) -> Bools:
        """Of which points (k,) of the archive it is shown that nothing dominates them.

        By a second stage, by a fact for each objective, or because no zone is left.
        """
        values = self.archive.values
        by_facts = self._facts.lower(values) >= values - self._margin(values)
        second = [tuple(point) in self._settled for point in values.tolist()]
        whole = self.is_done and self.is_fine
        return np.array(second, dtype=bool) | by_facts.all(axis=1) | whole

    def offer(self, design: Point) -> Floats:
        """Take in a design; its values (q,)."""
        values = steady(self._scalar.values(design))
        if np.isfinite(values).all():
            self.archive.offer(values[None, :], design[None, :])
            new = self.zones.cut(values)
            limits = self._below(self.zones.corner[new])
            known = self._facts.lower(limits)
            self.zones.least[new] = np.maximum(self.zones.least[new], known)
            self._drop()
        return values

    def note_least(self, k: int, value: float) -> None:
        """No design is worth less than a value in objective k."""
        self._state(k, np.full(len(self._steps), np.inf), value)

    def run(self, left: Left) -> None:
        """Each objective alone, then zones until none is left that can be settled."""
        for k in np.flatnonzero(self._asked).tolist():
            if left() > 0 and not self.is_infeasible:
                self._explore(np.full(len(self._steps), np.inf), k, left)
        while left() > 0:
            chosen = self._chosen()
            if chosen is None:
                return
            zone, k = chosen
            corner = self.zones.corner[zone].copy()
            self._explore(corner, k, left)
            if left() > 0:  # a zone that is as before is not asked the same again
                same = (self.zones.corner == corner).all(axis=1)
                self.zones.tried[same, k] = True

    def _chosen(self) -> tuple[int, int] | None:
        """The zone, and the objective to minimise, with most room in the others.

        Tamby, S., Vanderpooten, D. (2021). Enumeration of the nondominated set of
        multiobjective discrete optimization problems. INFORMS Journal on Computing
        33(1), 72-85. doi:10.1287/ijoc.2020.0953
        """
        may = ~self.zones.tried & self._asked
        values = self.archive.values
        if not may.any() or not len(values):
            return None
        best, worst = values.min(axis=0), values.max(axis=0)
        span = np.where(worst > best, worst - best, 1.0)
        side = np.clip((self.zones.corner - best) / span, SAME, 2.0)
        room = np.where(may, side.prod(axis=1, keepdims=True) / side, -1.0)
        zone, k = np.unravel_index(int(room.argmax()), room.shape)
        return int(zone), int(k)

    @cached_property
    def _asked(self) -> Bools:
        """Objectives (q,) that are minimised in a zone: one without a step alone.

        A limit cuts off what is nearer than a step. What is minimised needs no limit,
        so one objective may do without a step.
        """
        loose = self._steps == 0
        if loose.sum() == 1:
            return np.asarray(loose)
        return ~self._hard if not self._hard.all() else self._hard

    def _explore(self, corner: Floats, k: int, left: Left) -> None:
        """Objective k at its best in a zone, without a limit on itself."""
        limits = self._below(corner[None, :])[0]
        limits[k] = np.inf
        floor = float(self._facts.least(k, limits[None, :])[0])
        found, values = self._solve(np.eye(len(corner))[k], limits, floor, left)
        self._learn(k, limits, found, values)
        if values is not None and values[k] < corner[k] and left() > 0:
            self._improve(values, left)

    def _improve(self, values: Floats, left: Left) -> None:
        """A point that is nowhere worse than another one, and that nothing dominates.

        No program where facts say that of the point itself.
        """
        point = values[None, :]
        if (self._facts.lower(point) >= point - self._margin(point)).all():
            return
        weights = self._weights(values)
        limits = values + self._margin(values)
        found, better = self._solve(weights, limits, -math.inf, left)
        if found.ended is not Ended.PROVED or better is None:
            return
        each = weights * self._steps
        least = 0.5 * float(each.min()) or FINE * float(weights @ np.abs(better))
        if found.bound > weights @ better - least:
            self._settled.add(tuple(better.tolist()))

    def _weights(self, values: Floats) -> Floats:
        """Powers of two (q,) with which no objective counts more than thousands."""
        size = np.maximum(np.abs(values), LARGE)
        return np.asarray(2.0 ** -np.ceil(np.log2(size / LARGE)))

    def _solve(
        self, weights: Floats, limits: Floats, floor: float, left: Left
    ) -> tuple[Answered, Floats | None]:
        """One scalar problem, and the values (q,) of its design where these hold."""
        found = self._scalar.solve(
            weights, limits, start=self._start(weights, limits), floor=floor,
            seconds=left(),
        )  # fmt: skip
        self.programs += 1
        values = None if found.design is None else self.offer(found.design)
        self._heard(self)
        if values is None:
            return found, None
        return found, values if (values <= limits).all() else None

    def _start(self, weights: Floats, limits: Floats) -> Point | None:
        """The best design so far within limits."""
        may = np.flatnonzero((self.archive.values <= limits).all(axis=1))
        if not len(may):
            return None
        best = may[np.argmin(self.archive.values[may] @ weights)]
        return np.asarray(self.archive.designs[best])

    def _learn(
        self, k: int, limits: Floats, found: Answered, values: Floats | None
    ) -> None:
        """Note what a scalar problem has shown, and drop zones that it empties.

        A bound is rounded up to the best known value where none lies between. Nothing
        is believed of an answer that breaks a limit, or that a known point refutes.
        """
        if found.ended is Ended.PROVED and values is None:
            return
        bound = math.inf if found.ended is Ended.EMPTY else found.bound
        known = self.archive.values[(self.archive.values <= limits).all(axis=1), k]
        least = float(known.min(initial=np.inf))
        if math.isfinite(least):
            if bound > least + self._near(k, least) / 2:
                return
            bound = least if bound > least - self._near(k, least) else bound
        self._state(k, limits, bound)

    def _state(self, k: int, limits: Floats, bound: float) -> None:
        """Note a fact, and drop zones that it empties."""
        self.is_infeasible |= bool((limits == np.inf).all()) and bound == math.inf
        self._facts.note(k, limits, bound)
        tighter = self._below(self.zones.corner) <= limits
        tighter[:, k] = True
        here = tighter.all(axis=1)
        self.zones.least[here, k] = np.maximum(self.zones.least[here, k], bound)
        self._drop()

    def _drop(self) -> None:
        """Leave out zones with nothing in them."""
        corner = self.zones.corner
        empty = np.any(self.zones.least >= corner - self._margin(corner), axis=1)
        self.zones.keep(~np.asarray(empty))

    def _below(self, corners: Floats) -> Floats:
        """What is strictly less than corners (r, q), as limits: half a step lower."""
        return corners - np.where(
            self._steps > 0, self._steps / 2, FINE * _size(corners)
        )

    def _margin(self, values: Floats) -> Floats:
        """How far apart values (..., q) are that may be the same."""
        return np.where(self._steps > 0, self._steps / 2, SAME * _size(values))

    def _near(self, k: int, value: float) -> float:
        """How far below a value there is no other; to a millionth without a step."""
        step = float(self._steps[k])
        slack = min(10 * SAME * abs(value), step / 4)
        return step - slack if step else FINE * max(1.0, abs(value))


def _size(values: Floats) -> Floats:
    """How large values are, at least 1; 1 where there is no limit."""
    return np.where(np.isfinite(values), np.maximum(1.0, np.abs(values)), 1.0)
