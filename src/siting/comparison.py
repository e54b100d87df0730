"""Several solvers on the same problems: every run beside the best known bound."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

from siting.asking import Informed
from siting.comparing.conditions import COLD, Conditions, conditions_of, distinct
from siting.comparing.methods import Contest, contests
from siting.comparing.repeating import another_seed_may_differ, is_settled
from siting.comparing.row import Row
from siting.comparing.standing import Duel, Standing, duels, standings
from siting.limits import Limits, Watch
from siting.machine import versions
from siting.problem import Problem
from siting.run import asked, refuse, resting_on, solve, solver_called
from siting.solution import PROVED, Found, Proof, Solution, Termination
from siting.solver import Solver

__all__ = ["Comparison", "Row", "best_bound", "compare", "contradicted"]


@dataclass(frozen=True, eq=False)
class Comparison:
    """All runs, in the order of problems, solvers, seeds.

    Attributes
    ----------
    references
        What was solved beside the methods where none of them proved the optimum.
    conditions
        Machine, limits and seeds; None for runs that were put together by hand.
    """

    rows: tuple[Row, ...]
    references: tuple[Row, ...] = ()
    conditions: Conditions | None = None

    @property
    def best(self) -> Solution:
        """The best answer of the first problem."""
        return self.best_of(self.rows[0].solution.problem)

    @property
    def problems(self) -> list[Problem]:
        """The problems in their order, as they were solved."""
        found = {id(r.solution.problem): r.solution.problem for r in self.rows}
        return list(found.values())

    @cached_property
    def contests(self) -> list[Contest]:
        """The runs by problem and by method."""
        return contests(self.rows, self.references)

    @cached_property
    def standings(self) -> list[Standing]:
        """Every method over all problems."""
        return standings(self.contests)

    @cached_property
    def duels(self) -> list[Duel]:
        """Every pair of methods: whether they differ, and how much."""
        return duels(self.contests)

    def best_of(self, problem: Problem) -> Solution:
        """The best answer of one problem: proved, by value, certified before not.

        The reference counts; of equals the first run is taken.
        """
        every = (*self.rows, *self.references)
        runs = [r.solution for r in every if r.solution.problem is problem]
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
        return {
            "rows": [r.to_dict() for r in self.rows],
            "references": [r.to_dict() for r in self.references],
            "problems": [c.to_dict() for c in self.contests],
            "summary": [s.to_dict() for s in self.standings],
            "tests": [d.to_dict() for d in self.duels],
            "conditions": self.conditions.to_dict() if self.conditions else None,
            "versions": versions(),
        }


def compare(
    problems: Sequence[Problem],
    solvers: Sequence[Solver | str],
    *,
    time_limit: float = math.inf,
    gap: float = 0.0,
    seeds: Iterable[int] = (0,),
    threads: int = 1,
    evaluations: int | None = None,
    reference: Solver | str | None = "auto",
    reference_time_limit: float | None = None,
    watch: Watch | None = None,
) -> Comparison:
    """Run every solver with every seed on every problem.

    Parameters
    ----------
    time_limit
        Seconds for each run.
    seeds
        A row for each. Where another seed cannot give another answer, the first run
        stands there again: it is run once (`siting.comparing.repeating`). With several
        seeds, a first run of less than two seconds is made twice and the second counts:
        the first loads compiled code.
    evaluations
        Designs whose value may be learned in a run, by a method that counts them.
    reference
        Solves a problem whose optimum no run has proved, so that the gaps are to
        the optimum or to a better bound; None for no such run.
    reference_time_limit
        Seconds for that; None: as for each run.
    watch
        Called with the `siting.limits.Progress` of every run.

    Returns
    -------
    Comparison
        After Ctrl-C with the runs so far, the interrupted one last.
    """
    given = {"problem": len(problems), "solver": len(solvers)}
    chosen = distinct(seeds, "compare", given)
    methods = [solver_called(solver) for solver in solvers]
    judge = None if reference is None else solver_called(reference)
    for method, problem in product([*methods, *([judge] if judge else [])], problems):
        refuse(method, problem)
    conditions = conditions_of(
        time_limit=time_limit,
        gap=gap,
        seeds=chosen,
        threads=threads,
        evaluations=evaluations,
        reference=judge.name if judge else None,
        reference_time_limit=reference_time_limit,
    )
    rows: list[Row] = []
    references: list[Row] = []
    for question in problems:
        own, beside = _rows(question, methods, judge, conditions, watch)
        rows += own
        references += beside
        if [*own, *beside][-1].solution.termination is Termination.INTERRUPTED:
            break  # Ctrl-C is for the whole
    return Comparison(tuple(rows), tuple(references), conditions)


def _rows(
    question: Problem,
    methods: Sequence[Solver],
    judge: Solver | None,
    conditions: Conditions,
    watch: Watch | None,
) -> tuple[list[Row], list[Row]]:
    """The runs on one problem, and what was run beside them to prove the optimum."""
    limits = Limits(time_limit=conditions.time_limit, threads=conditions.threads)
    known = asked(question, limits)
    runs = _runs(known, methods, conditions, watch=watch)
    proof = _reference(known, judge, [run for run, _ in runs], conditions, watch)
    told = contradicted([*(run for run, _ in runs), *proof])
    bound, k = best_bound(told), len(runs)
    copies = (copy for _, copy in runs)
    own = [Row(run, bound, copy) for run, copy in zip(told[:k], copies, strict=True)]
    return own, [Row(run, bound) for run in told[k:]]


def _runs(
    known: Informed,
    methods: Sequence[Solver],
    conditions: Conditions,
    *,
    watch: Watch | None,
) -> list[tuple[Solution, int | None]]:
    """Every method with every seed on one problem; the seed whose run stands again."""
    runs: list[tuple[Solution, int | None]] = []
    for method in methods:
        first: Solution | None = None
        for seed in conditions.seeds:
            if first is not None and not another_seed_may_differ(method, first):
                again = replace(first, limits=replace(first.limits, seed=seed))
                runs.append((again, first.limits.seed))
                continue
            run = _run(known, method, conditions, seed=seed, watch=watch)
            if first is None and conditions.warms_up and _was_cold(run):
                warm = _run(known, method, conditions, seed=seed, watch=watch)
                stopped = warm.termination is Termination.INTERRUPTED
                run = replace(run, termination=warm.termination) if stopped else warm
            runs.append((run, None))
            first = first or run
            if run.termination is Termination.INTERRUPTED:
                return runs
    return runs


def _was_cold(run: Solution) -> bool:
    """Whether loading compiled code may be a part of a run's seconds that tells."""
    return run.seconds < COLD and run.termination is not Termination.INTERRUPTED


def _run(
    known: Informed,
    method: Solver,
    conditions: Conditions,
    *,
    seed: int,
    watch: Watch | None,
) -> Solution:
    """One run within the conditions of all."""
    run = solve(
        known.problem,
        method,
        time_limit=conditions.time_limit,
        gap=conditions.gap,
        seed=seed,
        threads=conditions.threads,
        evaluations=conditions.evaluations,
        watch=watch,
    )
    return resting_on(run, known)


def _reference(
    known: Informed,
    judge: Solver | None,
    runs: Sequence[Solution],
    conditions: Conditions,
    watch: Watch | None,
) -> list[Solution]:
    """The run that is to prove the optimum, where no run has and it may do better."""
    if judge is None or runs[-1].termination is Termination.INTERRUPTED:
        return []
    told = contradicted(runs)
    bound = best_bound(told)
    if any(is_settled(run) or Row(run, bound).is_best for run in told):
        return []
    tried = any(run.solver == judge for run in runs)
    if tried and conditions.reference_time_limit <= conditions.time_limit:
        return []
    run = solve(
        known.problem,
        judge,
        time_limit=conditions.reference_time_limit,
        threads=conditions.threads,
        watch=watch,
    )
    return [resting_on(run, known)]


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
