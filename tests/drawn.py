"""Solvers whose answers tests can foresee: one draws by its seed, one never does."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from siting.answering import answer
from siting.limits import Limits, Trace
from siting.problem import Problem
from siting.solution import Solution
from siting.solver import Solver


@dataclass(frozen=True)
class Drawn(Solver):
    """Opens p random sites; ``runs`` has the seed of every run that was made."""

    name = "drawn"
    uses_seed = True
    runs: ClassVar[list[int]] = []

    tries: int = 1

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """The best of some draws."""
        self.runs.append(limits.seed)
        rng = np.random.default_rng(limits.seed)
        trace, best = Trace(limits, sign=problem.sign), None
        for _ in range(self.tries):
            design = np.zeros(problem.instance.m, dtype=bool)
            design[rng.choice(problem.instance.m, problem.p, replace=False)] = True
            value = float(problem.evaluate(design[None, :])[0][0, 0])
            if trace.better(objective=value):
                best = design
        found = answer(
            problem, self, limits, design=best, trace=trace.rows, evaluations=self.tries
        )
        assert not math.isnan(found.objective)
        return found


@dataclass(frozen=True)
class First(Solver):
    """Opens the first p sites, whatever the seed."""

    name = "first"
    runs: ClassVar[list[int]] = []

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """No choice at all."""
        self.runs.append(limits.seed)
        design = np.arange(problem.instance.m) < problem.p
        return answer(problem, self, limits, design=design)
