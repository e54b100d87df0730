"""Two objectives as axes: where points lie, and the stairs between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.front import unique_names
from siting.measures.filtering import filtered
from siting.readable import shown
from siting.report.charts.axis import Axis, even_axis
from siting.report.charts.chart import Dot, Line, across, down, steps
from siting.tradeoff import Tradeoff


@dataclass(frozen=True, eq=False)
class Plane:
    """Two of the objectives of a trade-off.

    Attributes
    ----------
    pair
        Their positions: the one across, the one upwards.
    signs, factors
        (2,) Of the objectives, and what values are told in.
    """

    pair: tuple[int, int]
    x: Axis
    y: Axis
    signs: Floats
    factors: Floats

    def places(self, values: Floats) -> Floats:
        """Pixels (k, 2) of values (k, q) in the user's sense."""
        told = values[:, self.pair] * self.factors
        x = across(self.x.place(told[:, 0]))
        return np.column_stack([x, down(self.y.place(told[:, 1]))])

    def stairs(self, values: Floats, number: int) -> Line:
        """The edge of what points (k, q) attain in these two objectives alone.

        It goes on to the worse end of both axes: who allows more need not use it.
        """
        turned = values[:, self.pair] * self.signs
        values = values[np.isfinite(turned).all(axis=1)]
        if not len(values):
            return Line(number, "", "", ())
        turned = values[:, self.pair] * self.signs
        best = filtered(turned)
        order = best[np.argsort(turned[best, 0], kind="stable")]
        x, y = self.places(values[order]).T
        worst_x, worst_y = self._worst
        path = steps(np.append(x, worst_x), y).partition(" ")
        return Line(number, f"{path[0]} {worst_y:g}V{path[2]}", "", ())

    def dots(
        self,
        values: Floats,
        number: int,
        *,
        solid: NDArray[np.bool_] | None = None,
        words: Sequence[str] = (),
    ) -> list[Dot]:
        """A dot for each point (k, q)."""
        full = np.ones(len(values), dtype=bool) if solid is None else solid
        told = words or [""] * len(values)
        spots = self.places(values)
        return [
            Dot(number, float(x), float(y), bool(sure), text, k + 1 if text else 0)
            for k, ((x, y), sure, text) in enumerate(
                zip(spots, full, told, strict=True)
            )
        ]

    def boxes(self, corners: Floats) -> str:
        """Boxes (r, 2, q), of best and worst values, as one path."""
        best, worst = self.places(corners[:, 0]), self.places(corners[:, 1])
        return "".join(
            f"M{a:g} {b:g}H{c:g}V{d:g}H{a:g}Z"
            for (a, b), (c, d) in zip(best, worst, strict=True)
        )

    @property
    def _worst(self) -> tuple[float, float]:
        """The worse end of either axis, in pixels."""
        low, high = np.array(0.0), np.array(1.0)
        x = across(high if self.signs[0] > 0 else low)
        y = down(high if self.signs[1] > 0 else low)
        return float(x), float(y)


def plane_of(tradeoff: Tradeoff, pair: tuple[int, int], values: Floats) -> Plane:
    """The axes of two objectives that hold values (k, q) in the user's sense."""
    problems = [tradeoff.problems[k] for k in pair]
    factors = np.array([problem.told_in[0] for problem in problems])
    told = values[:, pair] * factors
    titles = axis_titles(tradeoff)
    x, y = (
        even_axis(titles[k], column.tolist(), text=shown)
        for k, column in zip(pair, told.T, strict=True)
    )
    return Plane(pair, x, y, tradeoff.signs[list(pair)], factors)


def axis_titles(tradeoff: Tradeoff) -> list[str]:
    """What is measured, in which unit, and which way is better."""
    titles = []
    for name, problem in zip(unique_names(tradeoff), tradeoff.problems, strict=True):
        unit = problem.told_in[1]
        better = "less" if problem.sense == "min" else "more"
        told = f"{name} ({unit})" if unit else name
        titles.append(f"{told[0].upper()}{told[1:]}, {better} is better")
    return titles


def pairs_of(tradeoff: Tradeoff) -> list[tuple[int, int]]:
    """Every pair of objectives, the first against all others first."""
    q = len(tradeoff.problems)
    return [(i, j) for i in range(q) for j in range(i + 1, q)]
