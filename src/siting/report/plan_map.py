"""The map of a front: every site shaded by the share of the plans that open it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siting.front import Front
from siting.readable import share
from siting.report.ground import Bar, ground_of
from siting.report.labels import sides
from siting.report.map import MOST, NAMED, PIXELS
from siting.report.site_names import short_names

CLASSES = (
    (1.0, "every", "5", "in every plan"),
    (0.75, "most", "4", "in 75 % of the plans or more"),
    (0.5, "half", "3", "in 50 % or more"),
    (0.25, "some", "2", "in 25 % or more"),
    (0.0, "few", "1", "in fewer"),
)
"""Least share, name, shade, and words for the legend."""

NEVER = "in no plan"


@dataclass(frozen=True)
class Place:
    """A site.

    Attributes
    ----------
    shade
        Of the class of its share, '5' for every plan; empty for none.
    side
        Where its name is written: right, left, or '' for nowhere.
    """

    x: int
    y: int
    shade: str
    words: str
    name: str
    side: str = ""


@dataclass(frozen=True, eq=False)
class PlanMap:
    """All that is drawn.

    Attributes
    ----------
    areas, people
        Paths of the areas of clients, and (x, y) of those without.
    keys
        (shade, words) for the legend, of the classes that there are.
    """

    width: int
    height: int
    pixel: float
    roads: tuple[str, ...]
    areas: tuple[str, ...]
    people: tuple[tuple[int, int], ...]
    places: tuple[Place, ...]
    bar: Bar | None
    north: bool
    keys: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def plan_map(front: Front) -> PlanMap | None:
    """Draw the sites of a front; None when they have no coordinates."""
    town = front.tradeoff.instance
    ground = ground_of(town)
    if ground is None or town.site_xy is None or not len(front):
        return None
    backdrop = town.backdrop
    areas = backdrop.areas if backdrop and town.n <= MOST else {}
    drawn = tuple(ground.path(rings, closed=True) for rings in areas.values())
    people: tuple[tuple[int, int], ...] = ()
    step = -(-town.n // MOST)
    if town.client_xy is not None and not areas:
        xy = ground.place(town.client_xy)[::step]
        people = tuple((int(x), int(y)) for x, y in xy)
    places, notes = _places(front, ground.place(town.site_xy), width=ground.width)
    if people and step > 1:
        notes.append(f"Of {town.n:,} clients every {step}th is drawn.")
    shades = {place.shade for place in places}
    keys = [(shade, words) for _, _, shade, words in CLASSES if shade in shades]
    roads = backdrop.roads if backdrop else {}
    return PlanMap(
        width=ground.width,
        height=ground.height,
        pixel=round(ground.width / PIXELS, 2),
        roads=tuple(path for path in map(ground.path, roads.values()) if path),
        areas=tuple(path for path in drawn if path),
        people=people,
        places=tuple(places),
        bar=ground.bar(),
        north=town.crs is not None,
        keys=(*keys, ("", NEVER)) if "" in shades else tuple(keys),
        notes=tuple(notes),
    )


def _places(
    front: Front, xy: np.ndarray[tuple[int, ...], np.dtype[np.int64]], *, width: int
) -> tuple[list[Place], list[str]]:
    """Sites, those in most plans last so that they lie on top; what is left out."""
    town, parts = front.tradeoff.instance, front.designs.mean(axis=0)
    order = [int(j) for j in np.argsort(parts, kind="stable")]
    notes = []
    if town.m > MOST:
        order = [j for j in order if parts[j] > 0]
        notes.append("Sites in no plan are left out.")
    every = [j for j in order if parts[j] == 1]
    named = every if len(every) <= NAMED else []
    pixel = width / PIXELS
    names = short_names(town)
    spots = [(float(xy[j, 0]) / pixel, float(xy[j, 1]) / pixel) for j in named]
    found = dict(
        zip(named, sides(spots, [names[j] for j in named], width=PIXELS), strict=True)
    )
    return [
        Place(
            int(xy[j, 0]),
            int(xy[j, 1]),
            _shade(float(parts[j])),
            f"{town.site_label[j] or town.sites[j]}: "
            + (f"in {share(float(parts[j]))} of the plans" if parts[j] else NEVER),
            names[j],
            found.get(j, ""),
        )
        for j in order
    ], notes


def _shade(part: float) -> str:
    """The shade of a share; none for a site of no plan."""
    if not part:
        return ""
    return next(shade for least, _, shade, _ in CLASSES if part >= least)
