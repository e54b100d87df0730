"""The map of an answer, as shapes ready to be put into an SVG."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from siting.instance import Instance
from siting.problem import Problem
from siting.report.ground import SHEET, Bar, Ground, ground_of
from siting.report.labels import shortened, sides
from siting.report.shade import Shade
from siting.report.tables import open_numbers, role_of
from siting.role import Role
from siting.solution import Solution

MOST = 5000
"""Clients, and sites, that are drawn one by one."""
NAMED = 12
"""Open sites up to which names are written on the map; more carry their number only."""
PIXELS = 720
"""Width in pixels at which marks and names have their natural size."""
DISC = 24
"""Pixels across the mark of an open site."""
LARGEST = 90.0
"""Radius of the client of largest demand, in units of the sheet; less for many."""


@dataclass(frozen=True)
class Client:
    """A client on the map: an area (``path``) or a point.

    Attributes
    ----------
    kind
        Class of travel ('0', '1', ...), 'none' when not served, 'plain' when there is
        no answer.
    number
        Of the site that serves it (most of it), 0 when none does.
    words
        What is told about it.
    """

    x: int
    y: int
    radius: int
    path: str
    kind: str
    number: int
    words: str


@dataclass(frozen=True)
class Mark:
    """A site on the map.

    Attributes
    ----------
    number
        0 when it is not open.
    side
        Where its name is written: right, left, or '' for nowhere.
    near
        Whether another open site is so near that its number would be hidden.
    """

    x: int
    y: int
    number: int
    role: str
    name: str
    side: str = ""
    near: bool = False


@dataclass(frozen=True, eq=False)
class Picture:
    """All that is drawn, from the back to the front.

    Attributes
    ----------
    roads
        (class, path).
    spokes
        (number of the site, path of the lines to its clients).
    notes
        Sentences on what is not drawn, and by which rule.
    """

    width: int
    height: int
    roads: tuple[tuple[str, str], ...]
    clients: tuple[Client, ...]
    spokes: tuple[tuple[int, str], ...]
    marks: tuple[Mark, ...]
    bar: Bar | None
    north: bool
    notes: tuple[str, ...]

    @property
    def areas(self) -> bool:
        """Whether the clients are areas, not points."""
        return any(c.path for c in self.clients)

    @property
    def short(self) -> dict[int, str]:
        """Number of each open site -> its name as it is written on the map."""
        return {m.number: shortened(m.name) for m in self.marks if m.number}

    @property
    def pixel(self) -> float:
        """Units of the sheet in a pixel, at the natural width."""
        return round(self.width / PIXELS, 2)

    @property
    def kinds(self) -> set[str]:
        """The kinds of mark that are drawn, for the legend."""
        return {m.role if m.number else f"closed-{m.role}" for m in self.marks}


def picture(shade: Shade) -> Picture | None:
    """Draw an answer; None when the instance has no coordinates."""
    solution = shade.solution
    town = solution.problem.instance
    ground = ground_of(town)
    if ground is None:
        return None
    drawn, notes = _drawn(town)
    marks = _marks(solution, ground)
    if len(marks) < town.m and town.site_xy is not None:
        notes.append(
            f"Sites that are not open are left out, because there are {town.m:,} sites "
            f"and at most {MOST:,} are drawn."
        )
    roads = town.backdrop.roads if town.backdrop else {}
    classes = sorted(roads, key=lambda x: x == "major")
    return Picture(
        width=ground.width,
        height=ground.height,
        roads=tuple((_plain(c), ground.path(roads[c])) for c in classes),
        clients=tuple(_clients(shade, ground=ground, drawn=drawn)),
        spokes=_spokes(shade, ground=ground),
        marks=tuple(marks),
        bar=ground.bar(),
        north=town.crs is not None,
        notes=tuple(notes),
    )


def _drawn(town: Instance) -> tuple[list[int], list[str]]:
    """Positions of the clients that are drawn, and the rule when not all are."""
    if town.client_xy is None:
        if town.backdrop and town.backdrop.areas and town.n <= MOST:
            return list(range(town.n)), []
        return [], ["The clients have no coordinates and are not drawn."]
    if town.n <= MOST:
        return list(range(town.n)), []
    step = -(-town.n // MOST)
    return list(range(0, town.n, step)), [
        f"Of {town.n:,} clients every {step}th is drawn, as a point and without a line "
        f"to its site, because at most {MOST:,} are; all are in the figures and tables."
    ]


def _clients(shade: Shade, *, ground: Ground, drawn: list[int]) -> list[Client]:
    """Areas where they are known and all clients are drawn, else points."""
    town = shade.solution.problem.instance
    areas = town.backdrop.areas if town.backdrop and len(drawn) == town.n else {}
    xy = ground.place(town.client_xy) if town.client_xy is not None else None
    largest = float(town.demand.max()) or 1.0
    largest_radius = min(LARGEST, 0.35 * SHEET / max(1, len(drawn)) ** 0.5)
    found = []
    for i in drawn:
        path = ground.path(areas.get(town.clients[i], ()), closed=True)
        if not path and xy is None:
            continue
        found.append(
            Client(
                x=0 if xy is None else int(xy[i, 0]),
                y=0 if xy is None else int(xy[i, 1]),
                radius=max(
                    9, round(largest_radius * (town.demand[i] / largest) ** 0.5)
                ),
                path=path,
                kind=shade.kinds[i],
                number=shade.numbers.get(int(shade.site[i]), 0),
                words=shade.words(i),
            )
        )
    return found


def _spokes(shade: Shade, *, ground: Ground) -> tuple[tuple[int, str], ...]:
    """For every open site one path of the lines to its clients.

    Who goes to several sites has a line to that which serves most.
    """
    town = shade.solution.problem.instance
    if town.n > MOST or town.client_xy is None or town.site_xy is None:
        return ()
    client, site = shade.spokes
    found = []
    for j, number in shade.numbers.items():
        hub, ends = town.site_xy[j], town.client_xy[client[site == j]]
        found.append((number, ground.path(np.array([hub, end]) for end in ends)))
    return tuple((number, path) for number, path in found if path)


def _marks(solution: Solution, ground: Ground) -> list[Mark]:
    """Sites, the open ones last so that they lie on top."""
    problem, town = solution.problem, solution.problem.instance
    if town.site_xy is None:
        return []
    numbers = open_numbers(solution)
    xy = ground.place(town.site_xy)
    drawn = range(town.m) if town.m <= MOST else list(numbers)
    marks = [
        Mark(
            int(xy[j, 0]), int(xy[j, 1]), numbers.get(j, 0), *_role_and_name(problem, j)
        )
        for j in drawn
    ]
    opened = sorted((m for m in marks if m.number), key=lambda m: m.number)
    opened = _apart(opened, pixel=ground.width / PIXELS)
    if len(opened) <= NAMED:
        opened = _with_sides(opened, width=ground.width)
    return [m for m in marks if not m.number] + opened[::-1]


def _apart(marks: list[Mark], *, pixel: float) -> list[Mark]:
    """Marks, small where two would lie on each other."""
    if len(marks) < 2:
        return marks
    xy = np.array([(m.x, m.y) for m in marks]) / pixel
    least = cKDTree(xy).query(xy, k=2)[0][:, 1]
    return [replace(m, near=bool(x < DISC)) for m, x in zip(marks, least, strict=True)]


def _with_sides(marks: list[Mark], *, width: int) -> list[Mark]:
    """Marks with the sides on which their names have room."""
    pixel = width / PIXELS
    places = [(m.x / pixel, m.y / pixel) for m in marks]
    chosen = sides(places, [shortened(m.name) for m in marks], width=PIXELS)
    return [replace(m, side=side) for m, side in zip(marks, chosen, strict=True)]


def _role_and_name(problem: Problem, j: int) -> tuple[str, str]:
    """Role of a site in this question, and what to call it."""
    town = problem.instance
    role = role_of(problem, j)
    return role if role in set(Role) else Role.CANDIDATE, town.site_label[
        j
    ] or town.sites[j]


def _plain(name: str) -> str:
    """'major' or 'minor': other classes of road are drawn like minor ones."""
    return "major" if name == "major" else "minor"
