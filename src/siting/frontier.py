"""The verb `pareto`: several objectives over one design, checked point by point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from siting import check
from siting.errors import RefusedError, SolverError, UsageError
from siting.front import Front
from siting.limits import Limits, Watch
from siting.problem import Problem
from siting.run import solver_called
from siting.solution import answer
from siting.solver import FrontSolver, Solver
from siting.tradeoff import Tradeoff


def pareto(
    problems: Sequence[Problem],
    solver: Solver | str = "nsga2",
    *,
    time_limit: float = math.inf,
    seed: int = 0,
    threads: int = 1,
    evaluations: int | None = None,
    watch: Watch | None = None,
) -> Front:
    """Find designs of which none is worse than another in everything.

    Parameters
    ----------
    problems
        Two to four on one instance. Rules of the design (p, required sites, budget,
        ...) given in several must agree; given in one they hold for all.
    solver
        One that takes several objectives, or its name.
    time_limit
        Seconds.
    evaluations
        Designs that a heuristic may learn the value of; None: as many as time allows.
    watch
        Called with `siting.limits.Progress` while the solver runs.
    """
    tradeoff = Tradeoff.of(problems)
    method = solver_called(solver)
    if not isinstance(method, FrontSolver):
        raise UsageError(
            f"{method.name} answers one objective; for {tradeoff.name} choose a solver "
            "for several, such as nsga2."
        )
    refusal = method.refuses_front(tradeoff)
    if refusal:
        raise RefusedError(refusal)
    limits = Limits(
        time_limit=time_limit,
        seed=seed,
        threads=threads,
        evaluations=evaluations,
        watch=watch,
    )
    return _checked(method.front(tradeoff, limits))


def _checked(front: Front) -> Front:
    """The same front after the independent check of every point."""
    for design, values in zip(front.designs, front.values, strict=True):
        for problem, value in zip(front.tradeoff.problems, values, strict=True):
            found = answer(problem, front.solver, front.limits, design=design)
            wrong = check.faults(found)
            if found.design is None or found.objective != value:
                wrong = [*wrong, f"its {problem.measure} is {found.objective}"]
            if wrong:
                raise SolverError(
                    f"{front.solver.name} gave a point {values.tolist()} that fails "
                    f"the check: {'; '.join(wrong[:3])}. Please report it with the "
                    "instance."
                )
    return replace(front, seconds=front.limits.elapsed)
