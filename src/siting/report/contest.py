"""The section of a page that sets methods side by side on one problem."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from siting.comparing.methods import Contest, Method
from siting.readable import at_most, clock, shown
from siting.report.words import proof_words, with_unit


def contest_content(contest: Contest) -> dict[str, Any]:
    """One problem with its methods, in words and digits."""
    problem = contest.problem
    gaps = [m.gaps.median for m in contest.methods if m.gaps.count]
    return {
        "title": f"{problem.instance.title or problem.instance.name}, {problem.name}",
        "words": _introduction(contest),
        "measure": problem.measure,
        "many": any(len(m.rows) > 1 for m in contest.methods),
        "methods": [
            _method(m, contest, widest=max(gaps, default=0.0)) for m in contest.methods
        ],
        "runs": [
            {
                "solver": m.solver,
                "seed": r.solution.limits.seed,
                "value": r.solution.objective,
                "text": shown(r.solution.objective),
                "gap": r.gap,
                "gap_text": at_most(r.gap),
                "seconds": r.solution.seconds,
                "time": clock(r.solution.seconds)
                if r.copy_of is None
                else f"run with seed {r.copy_of}",
                "proof": proof_words(r.solution, r),
            }
            for m in contest.methods
            for r in m.rows
        ],
    }


def _introduction(contest: Contest) -> str:
    """What the methods are measured against."""
    if math.isnan(contest.best):
        return "No method found an answer."
    text = f"The best value found is {with_unit(contest.best, contest.problem)}."
    if math.isnan(contest.bound):
        return f"{text} No method proved a bound, so the gaps are unknown."
    bound = with_unit(contest.bound, contest.problem)
    text = f"{text} The best bound that was proved is {bound}; gaps are to that."
    if contest.reference is None:
        return text
    run = contest.reference.solution
    words = proof_words(run, contest.reference)
    return (
        f"{text} As a reference {run.solver.name} ran on the problem: "
        f"{with_unit(run.objective, contest.problem)}, {words} ({clock(run.seconds)})."
    )


def _method(method: Method, contest: Contest, *, widest: float) -> dict[str, Any]:
    """The row of a method: medians over its runs."""
    values, gap = method.values, method.gaps.median
    behind = abs(values.median - contest.best)
    return {
        "solver": method.solver,
        "runs": len(method.runs),
        "value": values.median,
        "text": shown(values.median),
        "middle": f"{shown(values.low)} to {shown(values.high)}",
        "best": method.best,
        "best_text": shown(method.best),
        "worst": method.worst,
        "worst_text": shown(method.worst),
        "difference": behind,
        "difference_text": shown(behind),
        "gap": gap,
        "gap_text": at_most(gap),
        "bar": gap / widest if widest > 0 and math.isfinite(gap) else 0.0,
        "seconds": method.seconds,
        "time": clock(method.seconds),
        "proof": _proof(method),
    }


def _proof(method: Method) -> str:
    """The state of proof in words, counted when the runs differ."""
    words = Counter(proof_words(r.solution, r) for r in method.runs)
    if len(words) == 1:
        return next(iter(words))
    return "; ".join(f"{text} ({k} of {len(method.runs)})" for text, k in words.items())
