"""Fronts made by hand: any values, of any method, without a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from siting.front import Front
from siting.instance import Instance
from siting.limits import Limits
from siting.models import MCLP, PCenter, PMedian
from siting.problem import Problem
from siting.solution import Termination
from siting.solver import Solver
from siting.solvers.nsga2 import Nsga2
from siting.tradeoff import Tradeoff


def village(*, name: str = "by hand", m: int = 6) -> Instance:
    """Places on a line, which nobody looks at closely."""
    x = np.arange(float(m))
    xy = np.column_stack([x, x % 2])
    return Instance.from_points(xy, xy, demand=100 * (x + 1), name=name)


def asked(town: Instance | None = None, *, q: int = 2) -> Tradeoff:
    """Least travel (min), most coverage (max), and least largest travel (min)."""
    place = town or village()
    problems: list[Problem] = [PMedian(place, p=2), MCLP(place, p=2, radius=1.5)]
    return Tradeoff.of([*problems, PCenter(place, p=2)][:q])


def front_of(
    values: Sequence[Sequence[float]],
    *,
    tradeoff: Tradeoff | None = None,
    proven: Sequence[bool] | bool = False,
    complete: bool = False,
    solver: Solver | None = None,
    seed: int = 0,
    seconds: float = 1.0,
    history: Sequence[tuple[float, Sequence[Sequence[float]]]] = (),
    designs: Sequence[Sequence[int]] | None = None,
    termination: Termination = Termination.FINISHED,
) -> Front:
    """A front with the values given, in the user's sense."""
    whose = tradeoff or asked()
    told = np.array(values, dtype=float).reshape(-1, len(whose.problems))
    opened = np.zeros((len(told), whose.rules.m), dtype=bool)
    for k in range(len(told)):
        opened[k, [0, 1 + k % (whose.rules.m - 1)] if designs is None
               else list(designs[k])] = True  # fmt: skip
    sure = np.broadcast_to(np.array(proven or complete, dtype=bool), len(told))
    found = Front(
        tradeoff=whose,
        solver=solver or Nsga2(),
        limits=Limits(seed=seed),
        termination=termination,
        designs=opened,
        values=told,
        proven=sure.copy(),
        complete=complete,
        seconds=seconds,
    )
    moments = tuple((t, np.array(v, dtype=float)) for t, v in history)
    return replace(found, history=moments)
