"""The incremental interchange against recomputing every swap, in one run, one core.

    python benchmarks/interchange.py [--instance tsplib:pcb3038?distance=floor] [--p N]

Both look for the best swap of the same designs. The naive way gives every swap its
value from scratch (nearest open site of every client, compiled as well), which is timed
on a sample of the swaps; the incremental way runs to its local optimum. Prints swaps
looked at per second of both, their ratio, and the value reached.
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np
from numba import njit

from siting import read
from siting.kernels import median, median_greedy
from siting.models import PMedian


@njit(cache=True)
def naive(c: np.ndarray, sites: np.ndarray, enter: np.ndarray, leave: np.ndarray):
    """Value of each swap by looking at every client and every open site."""
    values = np.zeros(len(enter))
    for k in range(len(enter)):
        for i in range(c.shape[0]):
            nearest = c[i, enter[k]]
            for s in range(len(sites)):
                if s != leave[k] and c[i, sites[s]] < nearest:
                    nearest = c[i, sites[s]]
            values[k] += nearest
    return values


def main() -> int:
    """Measure both and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--instance", default="tsplib:pcb3038?distance=floor")
    parser.add_argument("--p", type=int, default=100)
    parser.add_argument("--sample", type=int, default=2000)
    options = parser.parse_args()
    problem = PMedian(read(options.instance), p=options.p)
    form = problem.form
    c = form.weighted()
    began = time.perf_counter()
    search = median.Interchange(c, form.opening, rules=form.rules)
    lists = time.perf_counter() - began
    design = median_greedy.greedy(c, form.opening, rules=form.rules)
    search.begin(design)
    search.improve(moves=1)  # compiled
    rng = np.random.default_rng(0)
    closed, sites = np.flatnonzero(~design), np.flatnonzero(design)
    enter = rng.choice(closed, options.sample)
    leave = rng.integers(len(sites), size=options.sample)
    naive(c, sites, enter[:1], leave[:1])
    began = time.perf_counter()
    naive(c, sites, enter, leave)
    slow = options.sample / (time.perf_counter() - began)

    began = time.perf_counter()
    search.begin(design)
    moves = 1
    while not search.improve(moves=1):
        moves += 1
    seconds = time.perf_counter() - began
    fast = moves * len(closed) * len(sites) / seconds
    print(
        f"{options.instance}, p = {options.p}: {moves - 1} swaps to an optimum of "
        f"{search.value:,.0f} in {seconds:.3f} s (lists once: {lists:.2f} s)"
    )
    print(f"naive       {slow:14,.0f} swaps looked at per second")
    print(f"incremental {fast:14,.0f} swaps looked at per second")
    print(f"ratio       {fast / slow:14,.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
