"""A bound for an answer of a method that proves nothing."""

from __future__ import annotations

import math
from dataclasses import replace

from siting.forms import MedianForm
from siting.limits import Limits, Progress, Watch
from siting.plugins import SOLVERS
from siting.problem import Problem
from siting.solution import Found, Proof, Solution, Termination, with_note
from siting.solver import Solver

HALF = 0.5
"""Part of the time that is left to the bound."""

LONGEST = 60.0
"""Seconds for the bound where there is no time limit."""


def first_half(limits: Limits, *, bound: bool) -> Limits:
    """The limits of the method itself when a bound comes after it."""
    if not bound or not math.isfinite(limits.time_limit):
        return limits
    return replace(limits, time_limit=HALF * limits.time_limit)


def bounded(solution: Solution, limits: Limits) -> Solution:
    """The same answer with a bound, where it has none and one can be had in time.

    By multipliers for medians, else by what 'auto' proves. The answer stays the
    method's own, even where the work on the bound comes to a better one: how far the
    method was from the best is what is asked for.
    """
    stopped = solution.termination is Termination.INTERRUPTED
    answerless = solution.solution is not Found.FEASIBLE
    if stopped or answerless or not math.isnan(solution.bound):
        return replace(solution, limits=limits)
    method = _method(solution.problem)
    seconds = LONGEST if not math.isfinite(limits.time_limit) else limits.left
    if method.refuses(solution.problem) is not None or seconds <= 0:
        return replace(solution, limits=limits)
    until = limits.elapsed + seconds
    work = replace(
        limits,
        time_limit=until,
        start=solution.design,
        watch=_only_words(limits.watch),
        evaluations=None,
    )
    found = method.run(solution.problem, work)
    if found.termination is Termination.INTERRUPTED:
        solution = replace(solution, termination=Termination.INTERRUPTED)
    if math.isnan(found.bound) or found.proof is Proof.NONE:
        return replace(solution, limits=limits)
    told = with_note(
        solution, f"the bound was worked out afterwards, by {found.method}"
    )
    return replace(
        told,
        limits=limits,
        bound=found.bound,
        proof=found.proof,
        reason="",
        seconds=limits.elapsed,
    )


def _method(problem: Problem) -> Solver:
    """What works out a bound soonest."""
    name = "lagrangian" if isinstance(problem.form, MedianForm) else "auto"
    return SOLVERS.find(name, Solver)()


def _only_words(watch: Watch | None) -> Watch | None:
    """Tell words and bounds, and not the incumbents of another method."""
    if watch is None:
        return None

    def tell(progress: Progress) -> None:
        watch(replace(progress, objective=math.nan))

    return tell
