"""What part of a front heuristics for two objectives find in some seconds.

    python benchmarks/fronts.py [--solver nsga2,pso,weights] [--seeds 21]
        [--time-limit 10] [--clock cpu] [--reference FILE] [--save FILE]
    python benchmarks/fronts.py --exact 1500 [--solver sweep|boxes] [--n 500] [--p 30]
        [--radius 60] [--unprimed] [--save FILE]

p-median and coverage of 500 points in a square, p = 30, radius 60; see
`families.plane`. Every solver runs with every seed. Printed for each run: points,
designs looked at, hypervolume over that of the reference, and points of the reference
that were found; for each solver the least, median and largest ratio. The corner of the
hypervolume is a tenth of the range of the reference beyond its worst values.

``--reference`` names a file of the exact front, a line of two values for each point,
as the models give them; `plane500.csv`, beside this program, is the default. With
'none' the reference is the best of all runs together, which is said, and flatters.

``--exact`` gives `sweep` or `boxes` so many seconds for the front itself, of this town
or another such; printed are its points, how many are proved, the programs that were
solved, the seconds of the processor, those of HiGHS's process included, and the
certificate: hypervolume found over what the boxes leave possible.

``--clock cpu`` counts seconds of the processor in place of those on the wall, for
machines that others use, too.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from pathlib import Path

import numpy as np
from families.plane import median_and_coverage

import siting.limits
from siting import pareto
from siting.cost import Floats
from siting.front import Front
from siting.given import solver_of
from siting.indicators import hypervolume
from siting.limits import Limits
from siting.measures.filtering import filtered
from siting.milp import child
from siting.solver import FrontSolver
from siting.solvers.boxes import Boxes
from siting.solvers.sweep import Sweep
from siting.tradeoff import Tradeoff

CORNER = 0.1
"""How far the corner lies beyond the worst values, in ranges."""

KNOWN = Path(__file__).with_name("plane500.csv")
"""The exact front."""

Run = tuple[str, int, Front]


def main() -> None:
    """Run, compare, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--solver", default="")
    parser.add_argument("--seeds", type=int, default=21)
    parser.add_argument("--time-limit", type=float, default=10.0)
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    parser.add_argument("--reference", default=str(KNOWN))
    parser.add_argument("--exact", type=float, metavar="SECONDS")
    parser.add_argument("--unprimed", action="store_true", help="no heuristic first")
    parser.add_argument("--n", type=int, default=500)
    parser.add_argument("--p", type=int, default=30)
    parser.add_argument("--radius", type=float, default=60.0)
    parser.add_argument("--save", type=Path, help="the best of all runs together")
    options = parser.parse_args()
    if options.clock == "cpu":
        siting.limits.perf_counter = time.process_time  # type: ignore[assignment]
    if options.exact:
        exact(options)
        return
    tradeoff = Tradeoff.of(median_and_coverage())
    names = (options.solver or "nsga2,pso,weights").split(",")
    seeds = range(options.seeds)
    runs = list(all_runs(tradeoff, names, seeds, options.time_limit))
    together = best_of(np.concatenate([front.turned for _, _, front in runs]))
    if options.save:
        np.savetxt(options.save, together * tradeoff.signs, fmt="%.17g", delimiter=",")
    reference, what = together, "the best of all these runs together"
    if options.reference != "none":
        given = np.loadtxt(options.reference, delimiter=",", ndmin=2)
        reference, what = best_of(given * tradeoff.signs), str(options.reference)
    print(f"reference: {what}, {len(reference)} points")
    table(runs, reference)


def exact(options: argparse.Namespace) -> None:
    """The whole front, proved, as far as time allows."""
    problems = median_and_coverage(n=options.n, p=options.p, radius=options.radius)
    kind = {"": Sweep, "sweep": Sweep, "boxes": Boxes}[options.solver]
    solver = kind(primed=not options.unprimed)
    front = pareto(problems, solver, time_limit=options.exact)
    child.end_all()  # its seconds are counted when it has ended
    print(
        f"{len(front)} points, {int(front.proven.sum())} proved, complete: "
        f"{front.complete}, {front.subproblems} programs, {front.seconds:.0f} s, "
        f"{sum(os.times()[:4]):.0f} CPU s, certificate {certificate(front):.5f}"
    )
    if options.save:
        np.savetxt(options.save, front.values, fmt="%.17g", delimiter=",")


def certificate(front: Front) -> float:
    """Hypervolume found over the most that there can be: that of the boxes, too."""
    if front.unexplored is None or not len(front):
        return 0.0
    best = (front.unexplored * front.tradeoff.signs)[:, 0]
    low, span = front.turned.min(axis=0), np.ptp(front.turned, axis=0)
    span = np.where(span > 0, span, 1.0)
    corner = np.full(2, 1.0 + CORNER)
    points = (front.turned - low) / span
    most = np.concatenate([points, (best - low) / span])
    if not np.isfinite(most).all():
        return 0.0
    return hypervolume(points, corner) / hypervolume(most, corner)


def all_runs(
    tradeoff: Tradeoff, names: list[str], seeds: range, seconds: float
) -> list[Run]:
    """Every solver with every seed; kernels are compiled before."""
    runs = []
    for name in names:
        solver = solver_of(name)
        assert isinstance(solver, FrontSolver)
        solver.front(tradeoff, Limits(evaluations=100_000))
        for seed in seeds:
            began = siting.limits.perf_counter()
            limits = Limits(time_limit=seconds, seed=seed, began=began)
            runs.append((name, seed, solver.front(tradeoff, limits)))
    return runs


def best_of(turned: Floats) -> Floats:
    """Points that no other dominates, each once."""
    return turned[filtered(turned)]


def table(runs: list[Run], reference: Floats) -> None:
    """Print a line for every run, and one for every solver."""
    low, high = reference.min(axis=0), reference.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    corner = np.full(reference.shape[1], 1.0 + CORNER)
    whole = hypervolume((reference - low) / span, corner)
    known = set(map(tuple, reference.tolist()))
    ratios: dict[str, list[float]] = {}
    print(f"{'solver':<40} seed points {'evaluations':>13}   ratio found")
    for name, seed, front in runs:
        ratio = hypervolume((front.turned - low) / span, corner) / whole
        found = len(known & set(map(tuple, front.turned.tolist())))
        ratios.setdefault(name, []).append(ratio)
        print(
            f"{name:<40} {seed:4} {len(front):6} {front.evaluations or 0:13,} "
            f"{ratio:7.4f} {found:5}"
        )
    for name, each in ratios.items():
        print(
            f"{name:<40} least {min(each):.4f}, median {statistics.median(each):.4f}, "
            f"largest {max(each):.4f} of {len(each)}"
        )


if __name__ == "__main__":
    main()
