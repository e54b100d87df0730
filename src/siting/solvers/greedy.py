"""Greedy: open one site after the other."""

from __future__ import annotations

from dataclasses import dataclass

from siting.limits import Limits, Trace
from siting.problem import Problem
from siting.search import greedy_design, too_hard
from siting.solution import Solution, Termination, answer
from siting.solver import Solver

PROOFLESS = "greedy opens what helps most at the moment, and proves nothing"
"""Why there is a gap."""


@dataclass(frozen=True)
class Greedy(Solver):
    """Open, one at a time, the site that helps most; never look back.

    Among equals the first site of the instance is taken, so that the answer does not
    depend on chance. For coverage the answer is worth at least 63 % of the best
    (Nemhauser, Wolsey, Fisher, 1978, doi:10.1007/BF01588971).

    Takes
    -----
    Every model whose design is a set of sites; where the reply to a design is hard,
    small ones.

    Options
    -------
    None.
    """

    name = "greedy"

    def refuses(self, problem: Problem) -> str | None:
        """A sentence when the replies are too hard."""
        return too_hard(problem, method=self.name)

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """One pass; the time limit is not looked at."""
        trace = Trace(limits, sign=problem.sign)
        try:
            design = greedy_design(problem, limits)
        except KeyboardInterrupt:
            stopped = Termination.INTERRUPTED
            return answer(problem, self, limits, design=None, termination=stopped)
        value = problem.evaluate(design[None, :])[0][0, 0]
        trace.better(objective=float(value))
        return answer(
            problem, self, limits, design=design, because=PROOFLESS, trace=trace.rows
        )
