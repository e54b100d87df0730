"""The runs of a comparison of fronts, and what is run beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from siting.comparing.conditions import Conditions
from siting.comparing.methods import label
from siting.comparing.yardstick import Best
from siting.errors import RefusedError, UsageError
from siting.front import Front
from siting.frontier import pareto
from siting.limits import Watch
from siting.run import solve, solver_called
from siting.solution import Termination
from siting.solver import FrontSolver, Solver
from siting.tradeoff import Tradeoff

BASELINE = "weights"
"""What any other method must beat, and so is always in the table."""

WARM = 2000
"""Evaluations of the run of each method that loads code and does not count."""

PATIENCE = {True: 30.0, False: 1.0}
"""Seconds of that run at most, for a method of chance and for another."""


def with_baseline(
    methods: list[Solver], tradeoffs: Sequence[Tradeoff]
) -> tuple[list[Solver], list[str]]:
    """The methods, the baseline among them, each once; what is to be said of that."""
    different = list({label(method): method for method in methods}.values())
    if any(method.name == BASELINE for method in different):
        return different, []
    baseline = solver_called(BASELINE)
    for tradeoff in tradeoffs:
        try:
            refuse_front(baseline, tradeoff)
        except RefusedError as refusal:
            return different, [f"without the baseline {BASELINE}: {refusal}"]
    why = "it searches sums from many starts, and others must beat that"
    return [*different, baseline], [f"the baseline {BASELINE} was added: {why}"]


def refuse_front(method: Solver, tradeoff: Tradeoff) -> None:
    """Raise where a solver cannot take a trade-off."""
    if not isinstance(method, FrontSolver):
        raise UsageError(
            f"{method.name} answers one objective; for {tradeoff.name} choose a solver "
            "for several, such as nsga2."
        )
    refusal = method.refuses_front(tradeoff)
    if refusal:
        raise RefusedError(refusal)


def warmed_up(
    tradeoff: Tradeoff, methods: Sequence[Solver], conditions: Conditions
) -> None:
    """A short run of each method, which loads compiled code."""
    for method in methods:
        pareto(
            tradeoff.problems,
            method,
            time_limit=min(PATIENCE[method.uses_seed], conditions.time_limit * 10),
            threads=conditions.threads,
            evaluations=WARM,
        )


def runs_of(
    tradeoff: Tradeoff,
    methods: Sequence[Solver],
    conditions: Conditions,
    watch: Watch | None,
) -> list[tuple[Front, int | None]]:
    """Every method with every seed; the seed whose run stands again."""
    runs: list[tuple[Front, int | None]] = []
    for method in methods:
        first: Front | None = None
        for seed in conditions.seeds:
            if first is not None and is_settled(first, method):
                again = replace(first, limits=replace(first.limits, seed=seed))
                runs.append((again, first.limits.seed))
                continue
            front = pareto(
                tradeoff.problems,
                method,
                time_limit=conditions.time_limit,
                seed=seed,
                threads=conditions.threads,
                evaluations=conditions.evaluations,
                watch=watch,
            )
            runs.append((front, None))
            first = first or front
            if was_stopped(front):
                return runs
    return runs


def is_settled(front: Front, method: Solver) -> bool:
    """Whether another seed cannot give another front.

    The whole front is one; and a method without chance that has ended by itself, and
    proved all that it tells, would tell the same again.
    """
    if front.is_fine or front.infeasible:
        return True
    by_itself = front.termination is Termination.FINISHED and not method.uses_seed
    return by_itself and len(front) > 0 and bool(front.proven.all())


def was_stopped(front: Front) -> bool:
    """Whether somebody interrupted the run."""
    return front.termination is Termination.INTERRUPTED


def reference_of(
    tradeoff: Tradeoff,
    judge: Solver | None,
    fronts: Sequence[Front],
    conditions: Conditions,
    watch: Watch | None,
) -> list[Front]:
    """The run that is to be the whole front, where none is and it may do better."""
    if judge is None or was_stopped(fronts[-1]):
        return []
    if any(front.is_fine for front in fronts):
        return []
    tried = any(front.solver == judge for front in fronts)
    if tried and conditions.reference_time_limit <= conditions.time_limit:
        return []
    return [
        pareto(
            tradeoff.problems,
            judge,
            time_limit=conditions.reference_time_limit,
            threads=conditions.threads,
            watch=watch,
        )
    ]


def bests_of(
    tradeoff: Tradeoff,
    judge: Solver | None,
    fronts: Sequence[Front],
    conditions: Conditions,
    watch: Watch | None,
) -> list[Best]:
    """What each objective alone could have, where no whole front tells."""
    if judge is None or was_stopped(fronts[-1]) or any(f.is_fine for f in fronts):
        return []
    found = []
    for problem in tradeoff.problems:
        run = solve(
            problem,
            "auto",
            time_limit=conditions.reference_time_limit,
            threads=conditions.threads,
            watch=watch,
        )
        value = run.objective if run.is_optimal else run.bound
        found.append(Best(problem.sign * value, run.is_optimal))
    return found
