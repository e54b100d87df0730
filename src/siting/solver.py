"""What every solver is: options in its fields, a refusal in a sentence, a run."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from siting.errors import UsageError
from siting.front import Front
from siting.limits import Limits
from siting.problem import Problem
from siting.solution import Solution
from siting.tradeoff import Tradeoff


@dataclass(frozen=True)
class Solver(ABC):
    """A method with its options; the limits of a run belong to the verb."""

    name: ClassVar[str]

    @property
    def uses_seed(self) -> bool:
        """Whether its answer is a draw, which another seed may not repeat."""
        return False

    def refuses(self, problem: Problem) -> str | None:  # noqa: ARG002
        """A sentence when this solver cannot take the problem."""
        return None

    @abstractmethod
    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Answer the problem within the limits; see `siting.answering.answer`."""

    def another_way(self) -> Solver | None:
        """How to solve again when an answer of this solver was contradicted."""
        return None


class FrontSolver(Solver):
    """A method that also takes several objectives."""

    def refuses_front(self, tradeoff: Tradeoff) -> str | None:  # noqa: ARG002
        """A sentence when this solver cannot take the objectives."""
        return None

    @abstractmethod
    def front(self, tradeoff: Tradeoff, limits: Limits) -> Front:
        """Non-dominated designs within the limits."""


class FrontOnly(FrontSolver):
    """A method for several objectives alone."""

    def refuses(self, problem: Problem) -> str | None:
        """A sentence: it answers no single objective."""
        return (
            f"{self.name} answers several objectives, and {problem.name} is one; use "
            "auto, or siting pareto with another model beside it."
        )

    def run(self, problem: Problem, limits: Limits) -> Solution:  # noqa: ARG002
        """Never: it refuses."""
        raise UsageError(self.refuses(problem) or "")
