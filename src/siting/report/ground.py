"""From coordinates to whole numbers on a sheet: north up, distances true."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.instance import Instance
from siting.readable import shown
from siting.report.trips import even_step

SHEET = 6000
"""Units along the longer side of the sheet."""
NARROWEST, WIDEST = 0.85, 1.6
"""Width over height of a sheet; what is outside is widened with surroundings."""
DEGREE = 111_195.0
"""Metres in a degree of latitude, on a sphere of the Earth's mean radius."""

Points = NDArray[np.int64]


@dataclass(frozen=True)
class Bar:
    """A scale bar: its length on the sheet, what that is in metres, and in words."""

    length: int
    metres: float
    words: str


@dataclass(frozen=True, eq=False)
class Ground:
    """A window on the plane and the sheet that it is drawn on.

    Attributes
    ----------
    west, north
        Corner of the window, in stretched coordinates.
    stretch
        What x is multiplied by so that both axes are equally long: the cosine of the
        middle latitude for degrees, else 1.
    scale
        Units of the sheet per unit of y.
    width, height
        Of the sheet.
    metre
        Units of the sheet per metre; nan when the coordinates have no known unit.
    """

    west: float
    north: float
    stretch: float
    scale: float
    width: int
    height: int
    metre: float

    def place(self, xy: Floats) -> Points:
        """Whole-number positions (k, 2) on the sheet, y downwards."""
        x = (xy[:, 0] * self.stretch - self.west) * self.scale
        y = (self.north - xy[:, 1]) * self.scale
        return np.rint(np.column_stack([x, y])).astype(np.int64)

    def path(self, lines: Iterable[Floats], *, closed: bool = False) -> str:
        """Lines as one compact SVG path; those wholly off the sheet are left out."""
        return "".join(self._line(xy, closed=closed) for xy in lines if len(xy))

    def _line(self, xy: Floats, *, closed: bool) -> str:
        """One line of a path: the first point, then the steps."""
        points = self.place(xy)
        low, high = points.min(axis=0), points.max(axis=0)
        if (high < 0).any() or (low > (self.width, self.height)).any():
            return ""
        steps = np.diff(points, axis=0)
        steps = steps[steps.any(axis=1)]
        if not len(steps):
            return ""
        moves = " ".join(map(str, steps.ravel().tolist())).replace(" -", "-")
        x, y = points[0].tolist()
        return f"M{x} {y}l{moves}" + ("z" if closed else "")

    def bar(self) -> Bar | None:
        """A round distance, about a sixth of the width; None without a known unit."""
        if not math.isfinite(self.metre):
            return None
        step = even_step(self.width / self.metre / 8)
        text = f"{shown(step / 1000)} km" if step >= 1000 else f"{shown(step)} m"
        return Bar(round(step * self.metre), step, text)


def ground_of(instance: Instance) -> Ground | None:
    """The window that holds all clients, sites and areas; None without coordinates."""
    corners = [xy for xy in (instance.client_xy, instance.site_xy) if xy is not None]
    if not corners:
        return None
    if instance.backdrop is not None:
        corners += [r for rings in instance.backdrop.areas.values() for r in rings]
    xy = np.concatenate(corners)
    low, high = xy.min(axis=0), xy.max(axis=0)
    stretch = 1.0
    if instance.is_geographic:
        stretch = max(0.01, math.cos(math.radians((low[1] + high[1]) / 2)))
    extent = (high - low) * (stretch, 1.0)
    size = np.maximum(extent, extent.max() * 0.01 or 1.0) * 1.06
    size = np.array([max(size[0], size[1] * NARROWEST), max(size[1], size[0] / WIDEST)])
    middle = (low + high) / 2 * (stretch, 1.0)
    scale = SHEET / size.max()
    width, height = (int(x) for x in np.rint(size * scale))
    return Ground(
        west=middle[0] - size[0] / 2,
        north=middle[1] + size[1] / 2,
        stretch=stretch,
        scale=scale,
        width=width,
        height=height,
        metre=scale / _metres(instance),
    )


def _metres(instance: Instance) -> float:
    """Metres in a unit of y; nan when the coordinate system does not say."""
    if instance.is_geographic:
        return DEGREE
    if instance.crs is None:
        return math.nan
    from pyproj import CRS

    axes = CRS.from_user_input(instance.crs).axis_info
    return float(axes[0].unit_conversion_factor) if axes else math.nan
