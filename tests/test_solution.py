from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from siting import solve
from siting.answering import answer
from siting.errors import SolverError
from siting.instance import Instance
from siting.limits import Limits
from siting.models import PMedian
from siting.solution import Found, Proof, Solution, Termination
from siting.solvers.greedy import Greedy


def problem() -> PMedian:
    """Four villages on a line; the best single clinic is worth 4."""
    x = np.arange(4.0)
    return PMedian(Instance.from_matrix(np.abs(x[:, None] - x[None, :])), p=1)


def found(**given: Any) -> Solution:
    """An answer of value 4 with the given bound and proof."""
    design = np.array([False, True, False, False])
    return answer(problem(), Greedy(), Limits(), design=design, **given)


@pytest.mark.parametrize(
    ("bound", "proof", "optimal"),
    [
        (4.0, Proof.SOLVER_CLAIM, True),
        (4.0, Proof.CERTIFIED, True),
        (4.0 - 3e-6, Proof.SOLVER_CLAIM, True),
        (4.0 - 5e-6, Proof.SOLVER_CLAIM, False),
        (3.9, Proof.CERTIFIED, False),
        (4.0, Proof.CONTRADICTED, False),
        (math.nan, Proof.SOLVER_CLAIM, False),
    ],
)
def test_optimal_needs_a_closed_gap_and_a_proof_that_stands(
    bound: float, proof: Proof, optimal: bool
) -> None:
    """Within 1e-6 and not contradicted; anything else is not called optimal."""
    assert found(bound=bound, proof=proof).is_optimal is optimal


def test_gap_is_relative_to_the_value_and_unknown_without_a_bound() -> None:
    """|objective - bound| / |objective|; nan, never 0, when nothing is proven."""
    assert found(bound=3.0, proof=Proof.CERTIFIED).gap == 0.25
    assert math.isnan(found().gap)
    assert found().proof is Proof.NONE


def test_unknown_numbers_are_null_in_json() -> None:
    """JSON has neither NaN nor infinities."""
    plain = found().to_dict()
    assert (plain["bound"], plain["gap"], plain["time_limit"]) == (None, None, None)
    json.dumps(plain, allow_nan=False)


def test_no_values_where_there_is_no_answer() -> None:
    """Infeasible has a reason and neither sites nor value, and says so on demand."""
    none = answer(
        problem(),
        Greedy(),
        Limits(),
        design=None,
        bound=4.0,
        infeasible=True,
        reason="no way",
    )
    assert none.solution is Found.INFEASIBLE
    assert (none.open, none.assignment, none.allocation) == ((), {}, None)
    assert none.to_dict()["objective"] is None
    assert none.to_dict()["bound"] is None
    with pytest.raises(SolverError, match="no way"):
        none.raise_for_status()


def test_a_feasible_answer_without_sites_cannot_be_made() -> None:
    """Objects are finished when they are born."""
    with pytest.raises(SolverError, match="reports feasible without a design"):
        Solution(
            problem(),
            Greedy(),
            Limits(),
            Termination.FINISHED,
            Found.FEASIBLE,
            Proof.NONE,
        )


def test_answers_come_in_the_callers_ids() -> None:
    """Ids in, ids out: sites in the instance's order, clients with their site."""
    x = np.array([0.0, 1, 8, 9])
    town = Instance.from_matrix(
        np.abs(x[:, None] - x[None, :]), clients=list("abcd"), sites=list("zyxw")
    )
    plan = solve(PMedian(town, p=2)).raise_for_status()
    assert plan.objective == 2
    assert list(plan.assignment) == list("abcd")
    assert set(plan.assignment.values()) == set(plan.open)
    assert plan.open == tuple(s for s in "zyxw" if s in plan.open)
