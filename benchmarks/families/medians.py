"""p-medians: OR-Library's graphs, and points of TSPLIB with distances rounded down.

Published seconds: Duran-Mateluna, C., Ales, Z., Elloumi, S. (2023). An efficient
Benders decomposition for the p-median problem. European Journal of Operational Research
308(1), 84-96, doi:10.1016/j.ejor.2022.11.033 (Xeon W-2145 at 3.7 GHz, one thread,
CPLEX 20.1).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from families.question import Question, existing, graphs, lines
from siting import Instance, read
from siting.models.p_median import PMedian
from siting.problem import Problem

GAP = 1e-4
"""Asked for of large sets of points, which are not proved."""

SECONDS = {
    ("rl1304", 10): 15.4, ("rl1304", 100): 2.4, ("rl1304", 200): 0.5,
    ("rl1304", 500): 0.4, ("fl1400", 100): 2.1, ("fl1400", 200): 26.9,
    ("u1432", 50): 1610.0, ("u1432", 200): 2.0, ("vm1748", 10): 10.9,
    ("vm1748", 20): 9.5, ("vm1748", 100): 3.2, ("pcb3038", 20): 146.0,
    ("pcb3038", 50): 85.0, ("pcb3038", 100): 96.0, ("pcb3038", 200): 84.0,
    ("pcb3038", 500): 4.0, ("rl5934", 10): 1864.0, ("rl5934", 20): 14725.0,
    ("rl5934", 200): 967.0, ("rl5934", 300): 58.0, ("rl5934", 500): 44.0,
    ("rl5934", 1000): 45.0, ("rl5934", 1500): 7.0,
}  # fmt: skip
"""Of the proof, from reading to the end, by instance and p."""


def pmed(folder: Path) -> Iterator[Question]:
    """OR-Library's pmed files."""
    for line, source in graphs(folder):
        yield Question(
            "pmed", line.instance, line.setting,
            lambda source=source: PMedian(read(source)),
            published=line.value, cents=0.0,
        )  # fmt: skip


def tsplib(folder: Path) -> Iterator[Question]:
    """Points of TSPLIB."""
    for line in lines(folder, "tsplib_points", "p-median"):
        path = existing(folder / "tsplib_points" / line.instance)
        if path is not None:
            p = int(line.setting)
            yield Question(
                "tsplib", line.instance, line.setting,
                lambda path=path, p=p: rounded_down(path, p),
                published=line.value, is_optimal=line.is_optimal,
                seconds=SECONDS.get((line.instance, p), math.nan), cents=0.0,
            )  # fmt: skip


def points(folder: Path) -> Iterator[Question]:
    """Large sets of points: TSPLIB's d15112, and 100,000 by chance."""
    path = existing(folder / "tsplib_points" / "d15112")
    for p in (1511, 151) if path else ():
        yield Question(
            "points", "d15112", str(p), lambda p=p: rounded_down(path, p), gap=GAP
        )
    yield Question("points", "uniform", "1000", uniform, gap=GAP)


def uniform() -> Problem:
    """100,000 points in a square of side 10,000, numpy's generator with seed 1."""
    xy = np.random.default_rng(1).random((100_000, 2)) * 10_000
    return PMedian(Instance.from_points(xy, xy), p=1000)


def rounded_down(path: Path, p: int) -> Problem:
    """Distances without what is behind the point, as published values need."""
    return PMedian(read(f"tsplib:{path}?distance=floor"), p=p)
