"""The answer of a run, on three separate axes, checked and never pretending."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, named
from siting.errors import SolverError
from siting.limits import Limits
from siting.machine import versions
from siting.problem import Problem
from siting.validation import frozen

if TYPE_CHECKING:
    from siting.solver import Solver

PROVED = 1e-6
"""Relative gap up to which an answer may be called optimal."""


class Termination(StrEnum):
    """Why the run stopped."""

    FINISHED = "finished"
    TIME_LIMIT = "time_limit"
    NODE_LIMIT = "node_limit"
    MEMORY = "memory"
    INTERRUPTED = "interrupted"
    ERROR = "error"
    CRASHED = "crashed"


class Found(StrEnum):
    """Whether there is an answer that can be used."""

    NONE = "none"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


class Proof(StrEnum):
    """Whose word the bound is.

    ``solver_claim``: the solver says so, and a search around the answer found nothing
    against it. ``certified``: arithmetic of our own that trusts no solver.
    ``contradicted``: something better than the claimed bound was found.
    """

    NONE = "none"
    SOLVER_CLAIM = "solver_claim"
    CERTIFIED = "certified"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, eq=False)
class Solution:
    """Sites to open, what that is worth, and how sure we are.

    Attributes
    ----------
    design : (m,)
        True where a site is open; None when there is no answer.
    served
        The solver's own reply to the design, where finding one is hard; else None.
    objective
        Recomputed from the design by the model's arithmetic, in the user's sense and
        unit; nan when there is no answer.
    bound
        No answer can be better than this; nan when nothing is proven.
    seconds
        Of the whole run, building the model included.
    method
        Which method did the work: the solver's name, or what 'auto' picked.
    reason
        Why there is no answer, or why the run ended as it did.
    notes
        What else the reader should know: what 'auto' picked, what was done twice.
    trace
        (seconds, objective, bound) of every improvement.
    evaluations
        Designs whose value was learned, neighbours in a table included; None where
        nobody counted.
    """

    problem: Problem
    solver: Solver
    limits: Limits
    termination: Termination
    solution: Found
    proof: Proof
    design: NDArray[np.bool_] | None = None
    served: Assignment | None = None
    objective: float = math.nan
    bound: float = math.nan
    seconds: float = 0.0
    method: str = ""
    reason: str = ""
    notes: tuple[str, ...] = ()
    trace: tuple[tuple[float, float, float], ...] = ()
    evaluations: int | None = None

    def __post_init__(self) -> None:
        if (self.design is None) == (self.solution is Found.FEASIBLE):
            raise SolverError(
                f"{self.solver.name} reports {self.solution.value} "
                f"{'without' if self.design is None else 'with'} a design; "
                "this is a fault of the solver's code."
            )
        if self.design is not None:
            object.__setattr__(self, "design", frozen(self.design, bool))
        object.__setattr__(self, "method", self.method or self.solver.name)

    @property
    def open(self) -> tuple[str, ...]:
        """Ids of the open sites, in the order of the instance."""
        if self.design is None:
            return ()
        return tuple(
            self.problem.instance.sites[j] for j in np.flatnonzero(self.design)
        )

    @cached_property
    def allocation(self) -> Assignment | None:
        """Who is served where, by position; None when there is no answer."""
        if self.design is None or self.served is not None:
            return self.served
        return self.problem.reply(self.design)

    @property
    def assignment(self) -> dict[str, str] | list[tuple[Any, ...]]:
        """Client id -> site id, or [client, site, share] when demand is split.

        A model with layers has [client, site, share, layer].
        """
        served = self.allocation
        if served is None:
            return {}
        town, layers = self.problem.instance, self.problem.layers
        if not layers:
            return named(served, town)
        columns = (x.tolist() for x in (served.client, served.site, served.share))
        return [
            (town.clients[i], town.sites[j], part, layers[k])
            for i, j, part, k in zip(*columns, served.layer.tolist(), strict=True)
        ]

    @property
    def amounts(self) -> dict[str, float]:
        """Site id -> what is decided of it beside that it opens (beds, a size)."""
        served = self.allocation
        if served is None or served.amount is None or self.design is None:
            return {}
        there = np.flatnonzero(self.design).tolist()
        names = self.problem.instance.sites
        return {names[j]: float(served.amount[j]) for j in there}

    @property
    def gap(self) -> float:
        """|objective - bound| / max(|objective|, 1e-9); nan when either is unknown."""
        return abs(self.objective - self.bound) / max(abs(self.objective), 1e-9)

    @property
    def is_optimal(self) -> bool:
        """Whether the answer may be called optimal: gap <= 1e-6, not contradicted."""
        believed = self.proof in (Proof.SOLVER_CLAIM, Proof.CERTIFIED)
        return believed and self.solution is Found.FEASIBLE and self.gap <= PROVED

    def raise_for_status(self) -> Solution:
        """Return this solution, or raise when it has no design to use."""
        if self.design is None:
            raise SolverError(
                f"{self.problem.name} on {self.problem.instance.name!r} has no answer "
                f"({self.solution.value}): {self.reason or self.termination.value}"
            )
        return self

    def to_dict(self, *, assignment: bool = False) -> dict[str, Any]:
        """Plain values for JSON; unknown numbers are None."""
        return {
            "model": self.problem.name,
            "instance": self.problem.instance.name,
            "instance_hash": self.problem.instance.fingerprint,
            "parameters": {
                k: list(v) if isinstance(v, tuple) else v
                for k, v in self.problem.parameters.items()
            },
            "sense": self.problem.sense,
            "measure": self.problem.measure,
            "unit": self.problem.unit,
            "termination": self.termination.value,
            "solution": self.solution.value,
            "proof": self.proof.value,
            "objective": known(self.objective),
            "bound": known(self.bound),
            "gap": known(self.gap),
            "open": list(self.open),
            "assignment": self.assignment if assignment else None,
            "amounts": self.amounts,
            "seconds": round(self.seconds, 4),
            "solver": self.solver.name,
            "method": self.method,
            "options": asdict(self.solver),
            "time_limit": known(self.limits.time_limit),
            "gap_limit": self.limits.gap,
            "evaluation_limit": self.limits.evaluations,
            "evaluations": self.evaluations,
            "seed": self.limits.seed,
            "threads": self.limits.threads,
            "versions": versions(),
            "reason": self.reason,
            "notes": list(self.notes),
            "trace": [[round(t, 4), known(z), known(b)] for t, z, b in self.trace],
        }


def with_note(solution: Solution, note: str) -> Solution:
    """The same solution with one more note."""
    return replace(solution, notes=(*solution.notes, note))


def known(value: float) -> float | None:
    """A finite number, or None for JSON."""
    return float(value) if math.isfinite(value) else None
