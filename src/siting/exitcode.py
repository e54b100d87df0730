"""The exit codes of the command line, by what was found."""

from __future__ import annotations

from siting.comparing.front_methods import FrontContest
from siting.comparing.yardstick import Known
from siting.front import Front
from siting.solution import Found, Solution, Termination


def exit_code(solution: Solution) -> int:
    """0 proved, 2 feasible, 3 infeasible, 5 failure, 130 interrupted."""
    if solution.termination is Termination.INTERRUPTED:
        return 130
    if solution.solution is Found.INFEASIBLE:
        return 3
    if solution.solution is Found.NONE:
        return 5
    return 0 if solution.is_optimal else 2


def front_code(front: Front) -> int:
    """0 complete, 2 some points, 3 infeasible, 5 no points, 130 interrupted.

    Complete to a millionth counts: more cannot be said where the data tell no step.
    """
    if front.termination is Termination.INTERRUPTED:
        return 130
    if front.infeasible:
        return 3
    if not len(front):
        return 5
    return 0 if front.is_fine else 2


def best_code(contest: FrontContest) -> int:
    """The exit code of one trade-off: that of the best of its runs."""
    rows = [row for method in contest.methods for row in method.rows]
    rows += [contest.reference] if contest.reference is not None else []
    codes = [front_code(row.front) for row in rows]
    if 130 in codes:
        return 130
    return 2 if contest.yard.kind is Known.UNION else min(codes)
