"""p-centers: OR-Library's graphs, and points of TSPLIB by the exact straight line.

Published radii of TSPLIB are best known, rounded or cut to cents, and some are not
optimal; rl5934 and d15112 have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from families.question import Question, existing, graphs, lines
from siting import Instance, read
from siting.models.p_center import PCenter
from siting.problem import Problem

COUNTS = (5, 10, 15, 20)
"""Numbers of sites where no value is published with the data."""

GAP = 0.001
"""Asked for of points."""


def pmed_center(folder: Path) -> Iterator[Question]:
    """OR-Library's pmed files; no radius is published with them."""
    for line, source in graphs(folder):
        yield Question(
            "pmed-center", line.instance, line.setting,
            lambda source=source: PCenter(read(source)),
        )  # fmt: skip


def tsplib_center(folder: Path) -> Iterator[Question]:
    """Points of TSPLIB."""
    home = folder / "tsplib_points"
    for line in lines(folder, "tsplib_points", "p-center"):
        path = existing(home / line.instance)
        if path is not None:
            p = int(line.setting)
            yield Question(
                "tsplib-center", line.instance, line.setting,
                lambda path=path, p=p: straight(path, p),
                published=line.value, is_optimal=False, gap=GAP,
            )  # fmt: skip
    for name in ("rl5934", "d15112"):
        path = existing(home / name)
        for p in COUNTS if path else ():
            yield Question(
                "tsplib-center", name, str(p),
                lambda path=path, p=p: straight(path, p), gap=GAP,
            )  # fmt: skip


def straight(path: Path, p: int) -> Problem:
    """Distances as they are."""
    town = read(f"tsplib:{path}")
    assert town.client_xy is not None
    return PCenter(Instance.from_points(town.client_xy, town.client_xy), p=p)
