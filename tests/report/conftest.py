"""Small answers in every state of proof, made without running a real solver."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from siting.answering import answer
from siting.comparison import Comparison, Row, best_bound
from siting.instance import Instance
from siting.limits import Limits
from siting.models import PMedian
from siting.problem import Problem
from siting.solution import Proof, Solution, Termination
from siting.solver import Solver

Make = Callable[..., Solution]


@dataclass(frozen=True)
class Oracle(Solver):
    """Says what the test tells it to say."""

    name = "oracle"

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Never asked."""
        raise NotImplementedError


@dataclass(frozen=True)
class Guess(Oracle):
    """A second method, for comparisons."""

    name = "guess"


@pytest.fixture
def town() -> Instance:
    """Four villages on a line, 1 km steps, with names, groups and degrees."""
    x = np.array([-71.30, -71.29, -71.28, -71.27])
    xy = np.column_stack([x, np.full(4, -29.9)])
    cost = np.abs(np.subtract.outer(np.arange(4.0), np.arange(4.0))) * 2.5
    return Instance(
        demand=np.array([1200.0, 50.0, 700.0, 3.0]),
        cost=cost,
        clients=("007", "NA", "Z3", "Z4"),
        sites=("A", "B", "C", "D"),
        site_label=("Plaza", "", "Market", ""),
        client_xy=xy,
        site_xy=xy,
        crs="EPSG:4326",
        groups={
            "district": ("north", "north", "south", "south"),
            "District": tuple("abcd"),
        },
        cost_unit="minutes",
        demand_unit="people",
        name="villages",
        title="Four villages",
        source="made up by hand, ODbL",
    )


@pytest.fixture
def bare(town: Instance) -> Instance:
    """The villages as a matrix, without coordinates."""
    return replace(town, client_xy=None, site_xy=None, crs=None)


@pytest.fixture
def make(town: Instance) -> Make:
    """An answer that opens the sites given, with the bound and proof given."""

    def made(
        *sites: str,
        problem: Problem | None = None,
        solver: Solver | None = None,
        limits: Limits | None = None,
        bound: float = math.nan,
        proof: Proof = Proof.NONE,
        termination: Termination = Termination.FINISHED,
        infeasible: bool = False,
        reason: str = "",
    ) -> Solution:
        asked = problem or PMedian(town, p=2)
        design = np.isin(np.array(asked.instance.sites), sites) if sites else None
        return answer(
            asked,
            solver or Oracle(),
            limits or Limits(),
            design=design,
            bound=bound,
            proof=proof,
            termination=termination,
            infeasible=infeasible,
            reason=reason,
        )

    return made


@pytest.fixture
def proved(make: Make) -> Solution:
    """The optimum of two sites, A and C: 50 x 2.5 + 3 x 2.5 people-minutes."""
    return make("A", "C", bound=132.5, proof=Proof.SOLVER_CLAIM)


@pytest.fixture
def compared(town: Instance, make: Make) -> Comparison:
    """One proved run of the oracle and three guesses, one of them as good."""
    problem = PMedian(town, p=2)
    runs = [
        make("A", "C", problem=problem, bound=132.5, proof=Proof.SOLVER_CLAIM),
        *(
            make(*sites, problem=problem, solver=Guess(), limits=Limits(seed=k))
            for k, sites in enumerate((("A", "C"), ("A", "D"), ("B", "C")))
        ),
    ]
    return Comparison(tuple(Row(r, best_bound(runs)) for r in runs))
