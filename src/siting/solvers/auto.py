"""Picks the method by problem and size, and says what it picked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from siting.forms import MedianForm
from siting.front import Front
from siting.limits import Limits
from siting.problem import Problem
from siting.solution import Solution
from siting.solver import FrontSolver, Solver
from siting.solvers.benders import Benders
from siting.solvers.branch_and_bound import BranchAndBound
from siting.solvers.branch_and_cut import BranchAndCut
from siting.solvers.collapse import Collapse
from siting.solvers.greedy import Greedy
from siting.solvers.highs import Highs
from siting.solvers.interchange import Interchange
from siting.solvers.nsga2 import Nsga2
from siting.solvers.relaxation import Relaxation
from siting.solvers.search_region import SearchRegion
from siting.solvers.sweep import Sweep
from siting.tradeoff import Tradeoff

METHODS = (Collapse(), Relaxation(), BranchAndCut(), BranchAndBound(), Highs())
"""The first that takes a problem is picked."""

PAIRS = 5000
"""Pairs of clients and sites from which decomposing a median with a budget pays.

Of eight with a budget (n = 50 to 300), Benders took 0.73 of the time of HiGHS in the
geometric mean, and was slower on the two below so many pairs, by 0.1 s.
"""


NONZEROS = 200_000
"""Of all models together, up to which three and four objectives are explored exactly.
"""


@dataclass(frozen=True)
class Auto(FrontSolver):
    """The exact method that was made for the shape of the problem, else HiGHS.

    For medians branch-and-cut, for limited capacity branch-and-bound, for coverage
    HiGHS on collapsed clients, for centers relaxation to a few clients; for medians
    with a budget, quotas or separation Benders decomposition. Two objectives are swept
    exactly; three and four are explored by search-region while the matrix is small, and
    left to nsga2 beyond, unless they share one assignment.

    Takes
    -----
    Every model.

    Options
    -------
    None: whoever wants to choose names a method.
    """

    name = "auto"

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Run the first method that takes the problem."""
        for method in _methods(problem):
            because = method.refuses(problem)
            if because is None:
                return self._of(method, problem, limits)
        small = Greedy() if Interchange().refuses(problem) else Interchange()
        return self._of(small, problem, limits, because=f": {because}")

    def _of(
        self, method: Solver, problem: Problem, limits: Limits, *, because: str = ""
    ) -> Solution:
        """The answer as auto's own, with what was picked and why."""
        found = method.run(problem, limits)
        notes = (f"auto picked {method.name}{because}", *found.notes)
        return replace(
            found, solver=self, method=method.name, notes=notes, limits=limits
        )

    def refuses_front(self, tradeoff: Tradeoff) -> str | None:
        """A sentence of the method that it would pick for one assignment."""
        if tradeoff.stake is None:
            return None
        return _front_method(tradeoff).refuses_front(tradeoff)

    def front(self, tradeoff: Tradeoff, limits: Limits) -> Front:
        """Exact for two objectives, and for more of them if not too large."""
        method = _front_method(tradeoff)
        found = method.front(tradeoff, limits)
        notes = (f"auto picked {method.name}", *found.notes)
        return replace(found, solver=self, notes=notes, limits=limits)

    def another_way(self) -> Solver | None:
        """HiGHS without presolve."""
        return Highs().another_way()


def _front_method(tradeoff: Tradeoff) -> FrontSolver:
    """Who looks for a front; heuristics know designs alone, and not assignments."""
    if tradeoff.stake is not None:
        return Sweep() if len(tradeoff.problems) == 2 else SearchRegion()
    if not Sweep().refuses_front(tradeoff):
        return Sweep()
    nonzeros = sum(float(p.nonzeros) for p in tradeoff.problems)
    small = len(tradeoff.problems) > 2 and nonzeros <= NONZEROS
    return SearchRegion() if small else Nsga2()


def _methods(problem: Problem) -> tuple[Solver, ...]:
    """What may be picked, in turn."""
    n, m = problem.instance.cost.shape
    ruled = not problem.rules.are_counts and n * m > PAIRS
    if ruled and isinstance(problem.shape(), MedianForm):
        return (Benders(), *METHODS)
    return METHODS
