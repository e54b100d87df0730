"""Several solvers on the same problems: every run beside the best known bound."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from siting.errors import UsageError
from siting.limits import Limits, Watch
from siting.problem import Problem
from siting.run import asked, refuse, resting_on, solve, solver_called
from siting.solution import PROVED, Found, Proof, Solution, Termination, known
from siting.solver import Solver
from siting.versions import versions


@dataclass(frozen=True, eq=False)
class Row:
    """One run, and how far it may be from the best.

    Attributes
    ----------
    best_bound
        The tightest uncontradicted bound that any run of the same problem proved; nan
        when none did.
    """

    solution: Solution
    best_bound: float

    @property
    def gap(self) -> float:
        """|objective - best bound| / max(|objective|, 1e-9); nan when unknown."""
        objective = self.solution.objective
        return abs(objective - self.best_bound) / max(abs(objective), 1e-9)

    @property
    def is_best(self) -> bool:
        """Whether the value equals the proved optimum, whoever proved it."""
        return self.solution.solution is Found.FEASIBLE and self.gap <= PROVED

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; unknown numbers are None."""
        run = self.solution
        return {
            "instance": run.problem.instance.name,
            "model": run.problem.name,
            "solver": run.solver.name,
            "seed": run.limits.seed,
            "objective": known(run.objective),
            "bound": known(run.bound),
            "best_bound": known(self.best_bound),
            "gap": known(self.gap),
            "seconds": round(run.seconds, 4),
            "termination": run.termination.value,
            "solution": run.solution.value,
            "proof": run.proof.value,
            "open": list(run.open),
            "reason": run.reason,
        }


@dataclass(frozen=True, eq=False)
class Comparison:
    """All runs, in the order of problems, solvers, seeds."""

    rows: tuple[Row, ...]

    @property
    def best(self) -> Solution:
        """The best answer of the first problem."""
        return self.best_of(self.rows[0].solution.problem)

    @property
    def problems(self) -> list[Problem]:
        """The problems in their order, as they were solved."""
        found = {id(r.solution.problem): r.solution.problem for r in self.rows}
        return list(found.values())

    def best_of(self, problem: Problem) -> Solution:
        """The best answer of one problem: proved, by value, certified before not."""
        runs = [r.solution for r in self.rows if r.solution.problem is problem]
        return min(
            runs,
            key=lambda s: (
                not s.is_optimal,
                s.solution is not Found.FEASIBLE,
                problem.sign * s.objective if not math.isnan(s.objective) else math.inf,
                s.proof is not Proof.CERTIFIED,
            ),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"rows": [r.to_dict() for r in self.rows], "versions": versions()}


def compare(
    problems: Sequence[Problem],
    solvers: Sequence[Solver | str],
    *,
    time_limit: float = math.inf,
    gap: float = 0.0,
    seeds: Iterable[int] = (0,),
    threads: int = 1,
    watch: Watch | None = None,
) -> Comparison:
    """Run every solver with every seed on every problem.

    Parameters
    ----------
    time_limit
        Seconds for each run.
    seeds
        A run for each. A solver without chance gives the same answer for all.
    watch
        Called with the `siting.limits.Progress` of every run.

    Returns
    -------
    Comparison
        After Ctrl-C with the runs so far, the interrupted one last.
    """
    chosen = list(seeds)
    if not problems or not solvers or not chosen:
        raise UsageError(
            f"compare has {len(problems)} problems, {len(solvers)} solvers and "
            f"{len(chosen)} seeds; give at least one of each."
        )
    methods = [solver_called(solver) for solver in solvers]
    for method, problem in product(methods, problems):
        refuse(method, problem)
    rows: list[Row] = []
    for question in problems:
        known = asked(question, Limits(time_limit=time_limit, threads=threads))
        problem = known.problem
        runs: list[Solution] = []
        for solver, seed in product(methods, chosen):
            run = solve(
                problem,
                solver,
                time_limit=time_limit,
                gap=gap,
                seed=seed,
                threads=threads,
                watch=watch,
            )
            runs.append(resting_on(run, known))
            if run.termination is Termination.INTERRUPTED:
                break  # Ctrl-C is for the whole
        runs = contradicted(runs)
        bound = best_bound(runs)
        rows += [Row(run, bound) for run in runs]
        if runs[-1].termination is Termination.INTERRUPTED:
            break
    return Comparison(tuple(rows))


def contradicted(runs: Sequence[Solution]) -> list[Solution]:
    """The same runs; a claim that another run's answer beats is no proof any more."""
    sign = runs[0].problem.sign
    values = [sign * r.objective for r in runs if not math.isnan(r.objective)]
    best = min(values, default=math.inf)
    slack = PROVED * max(abs(best), 1e-9)
    return [
        replace(run, proof=Proof.CONTRADICTED, bound=math.nan)
        if sign * run.bound > best + slack
        else run
        for run in runs
    ]


def best_bound(runs: Sequence[Solution]) -> float:
    """Tightest bound that was proved and not contradicted; nan when there is none."""
    sign = runs[0].problem.sign
    bounds = [
        sign * run.bound
        for run in runs
        if run.proof in (Proof.SOLVER_CLAIM, Proof.CERTIFIED)
        and not math.isnan(run.bound)
    ]
    return sign * max(bounds) if bounds else math.nan
