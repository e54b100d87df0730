"""Maximal coverage: random points of fixed seed, and published sets."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from families.question import Question, existing, lines, words
from siting import Instance
from siting.models.mclp import MCLP
from siting.problem import Problem

RANDOM = (
    ("10Mx100", 10_000_000, 100, 10, 5.5),
    ("10Mx100", 10_000_000, 100, 10, 4.0),
    ("1Mx1000", 1_000_000, 1000, 50, 1.0),
    ("10Mx1000", 10_000_000, 1000, 50, 1.0),
    ("100kx100", 100_000, 100, 10, 5.5),
)
"""Name, clients, sites, p, radius; points in a square of 30 x 30, demand 1 to 100."""

UNSOLVED = {
    "wang_zhou/ZDS/ZDS1800": (20, 3.5), "wang_zhou/BDS/BDS1000": (10, 5.5),
    "wang_zhou/BDS/BDS5000": (10, 5.5), "wang_zhou/BDS/BDS10000": (10, 5.5),
}  # fmt: skip
"""p and radius for sets of points without published values."""

EARTH = 6378100.0
"""Metres, as the city instances take them."""


def mclp_random(folder: Path) -> Iterator[Question]:
    """Millions of clients."""
    del folder
    for name, n, m, p, radius in RANDOM:
        yield Question(
            "mclp-random", name, f"p={p};r={radius:g}",
            lambda n=n, m=m, p=p, r=radius: MCLP(drawn(n, m), p=p, radius=r),
        )  # fmt: skip


def mclp(folder: Path) -> Iterator[Question]:
    """Published sets."""
    for line in lines(folder, "mclp", "MCLP"):
        p = int(line.given["p"])
        radius = float(line.given.get("r") or line.given["radius_m"])
        yield from _named(folder, line.instance, p, radius, line.value, line.is_optimal)
    for name, (p, radius) in UNSOLVED.items():
        yield from _named(folder, name, p, radius, math.nan, False)


def _named(
    folder: Path, name: str, p: int, radius: float, value: float, is_optimal: bool
) -> Iterator[Question]:
    path = existing(folder / "mclp" / name)
    if path is None:
        return
    reader = next(reader for key, reader in READERS.items() if key in name)

    def build() -> Problem:
        return MCLP(reader(path), p=p, radius=radius)

    yield Question(
        "mclp", name.rpartition("/")[2], f"p={p};r={radius:g}", build,
        published=value, is_optimal=is_optimal,
    )  # fmt: skip


def drawn(n: int, m: int) -> Instance:
    """Random points, always the same."""
    rng = np.random.default_rng(1)
    here, there = rng.random((n, 2)) * 30, rng.random((m, 2)) * 30
    demand = rng.integers(1, 101, n).astype(float)
    return Instance.from_points(here, there, demand=demand)


def great_circle(xy: np.ndarray) -> np.ndarray:
    """Metres between points in degrees of latitude and longitude, by the arc cosine."""
    lat, lon = np.radians(xy).T
    across = np.cos(lon[:, None] - lon[None, :])
    cosine = (
        np.sin(lat)[:, None] * np.sin(lat) + np.outer(np.cos(lat), np.cos(lat)) * across
    )
    metres = EARTH * np.arccos(np.clip(cosine, -1, 1))
    np.fill_diagonal(metres, 0.0)
    return metres


def planar(path: Path) -> Instance:
    """'x y demand' behind one heading; every point is a client and a site."""
    table = np.array([row[:3] for row in words(path)[1:] if row], dtype=float)
    return Instance.from_points(table[:, :2], table[:, :2], demand=table[:, 2])


def tagged(path: Path) -> Instance:
    """'F id x y ...' for sites and 'C id x y demand' for clients."""
    rows = words(path)[1:]
    sites = np.array([r[2:4] for r in rows if r and r[0] == "F"], dtype=float)
    clients = np.array([r[2:5] for r in rows if r and r[0] == "C"], dtype=float)
    return Instance.from_points(clients[:, :2], sites, demand=clients[:, 2])


def city(path: Path) -> Instance:
    """TSPLIB-like: latitudes and longitudes, then demands; every point is a site."""
    rows = words(path)
    first = [row[0] if row else "" for row in rows]
    n = next(int(r[-1]) for r in rows if r and r[0] == "DIMENSION")
    places, then = first.index("NODE_COORD_SECTION"), first.index("DEMAND_SECTION")
    xy = np.array(rows[places + 1 : places + 1 + n], dtype=float)
    demand = np.array([r[0] for r in rows[then + 1 : then + 1 + n]], dtype=float)
    return Instance.from_matrix(great_circle(xy), demand=demand)


READERS = {
    "SJC": planar, "PCB": planar, "ZDS": planar, "BDS": tagged, "maximo": city,
}  # fmt: skip
