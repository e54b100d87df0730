"""The section of a page that sets methods side by side."""

from __future__ import annotations

import math
from typing import Any

from siting.readable import at_most, clock, shown
from siting.report.methods import Contest, Method
from siting.report.words import proof_words, with_unit


def contest_content(contest: Contest) -> dict[str, Any]:
    """One problem with its methods, in words and digits."""
    problem = contest.problem
    widest = max((m.middle_gap for m in contest.methods if m.gaps), default=0.0)
    return {
        "title": f"{problem.instance.title or problem.instance.name}, {problem.name}",
        "words": _introduction(contest),
        "measure": problem.measure,
        "many": any(len(m.rows) > 1 for m in contest.methods),
        "methods": [_method(m, contest, widest) for m in contest.methods],
        "runs": [
            {
                "solver": m.solver,
                "seed": r.solution.limits.seed,
                "value": r.solution.objective,
                "text": shown(r.solution.objective),
                "gap": r.gap,
                "gap_text": at_most(r.gap),
                "seconds": r.solution.seconds,
                "time": clock(r.solution.seconds),
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
    return f"{text} The best bound that was proved is {bound}; gaps are to that."


def _method(method: Method, contest: Contest, widest: float) -> dict[str, Any]:
    """The row of a method: medians over its runs."""
    behind = abs(method.middle - contest.best)
    best, worst = (
        (method.values[0], method.values[-1]) if method.values else (math.nan,) * 2
    )
    gap = method.middle_gap
    return {
        "solver": method.solver,
        "runs": len(method.rows),
        "value": method.middle,
        "text": shown(method.middle),
        "best": best,
        "best_text": shown(best),
        "worst": worst,
        "worst_text": shown(worst),
        "difference": behind,
        "difference_text": shown(behind),
        "gap": gap,
        "gap_text": at_most(gap),
        "bar": gap / widest if widest > 0 and math.isfinite(gap) else 0.0,
        "seconds": method.seconds,
        "time": clock(method.seconds),
        "proof": method.proof,
    }
