"""Coverage proved at size: random points of fixed seed, and published sets.

    python benchmarks/exact_cover.py [--only 10Mx100,SJC] [--time-limit 60]

Prints instance, p, value, bound, gap, the published value, and the seconds of each
phase: the instance (ids, checks), the collapse of its clients, the solving of what is
left, and the checking of the answer (assignment of every client included). Points are
drawn, kernels compiled and HiGHS started before any clock runs. Published sets are
looked for in SITING_DATA.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from siting import Instance, check, solve
from siting.limits import Limits
from siting.models import MCLP
from siting.solvers.collapse import Collapse

RANDOM = (
    ("10Mx100", 10_000_000, 100, 10, 5.5),
    ("10Mx100", 10_000_000, 100, 10, 4.0),
    ("1Mx1000", 1_000_000, 1000, 50, 1.0),
    ("10Mx1000", 10_000_000, 1000, 50, 1.0),
    ("100kx100", 100_000, 100, 10, 5.5),
)
"""Name, clients, sites, p, radius; points in a square of 30 x 30, demand 1 to 100."""

EARTH = 6378100.0
"""Metres, as the city instances take them."""


@dataclass(frozen=True)
class Case:
    """One row of the table."""

    name: str
    p: int
    radius: float
    published: str
    build: Callable[[], Instance]


def drawn(n: int, m: int) -> Callable[[], Instance]:
    """Points drawn now; the instance when it is asked for."""
    rng = np.random.default_rng(1)
    here, there = rng.random((n, 2)) * 30, rng.random((m, 2)) * 30
    demand = rng.integers(1, 101, n).astype(float)
    return lambda: Instance.from_points(here, there, demand=demand)


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


def rows_of(path: Path) -> list[list[str]]:
    """Words of every line, also of a file that is only there as .gz."""
    packed = path.with_name(path.name + ".gz")
    if packed.exists():
        text = gzip.decompress(packed.read_bytes()).decode()
    else:
        text = path.read_text()
    return [line.split() for line in text.splitlines()]


def planar(path: Path) -> Instance:
    """'x y demand' behind one heading; every point is a client and a site."""
    rows = rows_of(path)
    table = np.array([row[:3] for row in rows[1:] if row], dtype=float)
    return Instance.from_points(table[:, :2], table[:, :2], demand=table[:, 2])


def tagged(path: Path) -> Instance:
    """'F id x y ...' for sites and 'C id x y demand' for clients."""
    rows = rows_of(path)[1:]
    sites = np.array([r[2:4] for r in rows if r and r[0] == "F"], dtype=float)
    clients = np.array([r[2:5] for r in rows if r and r[0] == "C"], dtype=float)
    return Instance.from_points(clients[:, :2], sites, demand=clients[:, 2])


def city(path: Path) -> Instance:
    """TSPLIB-like: latitudes and longitudes, then demands; every point is a site."""
    rows = rows_of(path)
    words = [row[0] if row else "" for row in rows]
    n = next(int(r[-1]) for r in rows if r and r[0] == "DIMENSION")
    first, then = words.index("NODE_COORD_SECTION"), words.index("DEMAND_SECTION")
    xy = np.array(rows[first + 1 : first + 1 + n], dtype=float)
    demand = np.array([r[0] for r in rows[then + 1 : then + 1 + n]], dtype=float)
    return Instance.from_matrix(great_circle(xy), demand=demand)


READERS = {
    "SJC": planar, "PCB": planar, "ZDS": planar, "BDS": tagged, "maximo": city,
}  # fmt: skip


def from_files(folder: Path) -> Iterator[Case]:
    """Every published value, and three sets of points without one."""
    best: dict[tuple[str, int, float], str] = {}
    with (folder / "optima.csv").open() as table:
        for row in csv.DictReader(table):
            if row["family"] == "mclp" and row["status"] != "bound":
                given = dict(x.split("=") for x in row["p_or_param"].split(";"))
                radius = float(given.get("r") or given["radius_m"])
                key = (row["instance"], int(given["p"]), radius)
                best[key] = f"{row['best_known']} {row['status']}"
    best |= {("wang_zhou/ZDS/ZDS1800", 20, 3.5): "-"}
    best |= {(f"wang_zhou/BDS/BDS{n}", 10, 5.5): "-" for n in (1000, 5000, 10000)}
    for (name, p, radius), known in best.items():
        path = folder / "mclp" / f"{name}.txt"
        reader = next(r for key, r in READERS.items() if key in name)
        yield Case(
            name.rpartition("/")[2], p, radius, known, lambda r=reader, f=path: r(f)
        )


def timed(case: Case, *, time_limit: float) -> str:
    """One row of the table, or why there is none."""
    clock = [time.perf_counter()]
    town = case.build()
    clock.append(time.perf_counter())
    problem = MCLP(town, p=case.p, radius=case.radius)
    form = problem.shape()
    clock.append(time.perf_counter())
    found = Collapse().run(problem, Limits(time_limit=time_limit))
    clock.append(time.perf_counter())
    wrong = check.faults(found)
    clock.append(time.perf_counter())
    reading, collapsing, solving, checking = np.diff(clock)
    said = "; ".join(wrong) or f"{found.proof.value}"
    return (
        f"{case.name:12} {case.p:4} {case.radius:7g} {len(form.weight):7} "
        f"{found.objective:12.0f} {found.bound:14.2f} {100 * found.gap:8.4f} "
        f"{case.published:>18} {reading:7.2f} {collapsing:7.2f} {solving:7.2f} "
        f"{checking:7.2f} {collapsing + solving + checking:7.2f} {said}"
    )


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="beginnings of names, with commas")
    parser.add_argument("--time-limit", type=float, default=60.0)
    options = parser.parse_args()
    folder = Path(os.environ.get("SITING_DATA", "../shared/instances"))
    wanted = tuple(x for x in options.only.split(",") if x) or ("",)
    warm = drawn(200_000, 800)()
    solve(MCLP(warm, p=5, radius=1.0))
    print(
        "name            p  radius  groups        value          bound    gap %"
        "          published    read collapse  solve   check   total proof"
    )
    for name, n, m, p, radius in RANDOM:
        if name.startswith(wanted):
            case = Case(name, p, radius, "-", drawn(n, m))
            print(timed(case, time_limit=options.time_limit), flush=True)
    for case in from_files(folder):
        if case.name.startswith(wanted):
            print(timed(case, time_limit=options.time_limit), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
