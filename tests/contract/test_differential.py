from __future__ import annotations

import pytest
from contract.cases import models, pairs
from contract.differential import mismatches
from contract.family import family

from siting.plugins import MODELS
from siting.problem import Problem

EXACT = {"auto", "highs"}


@pytest.mark.parametrize("name", MODELS.names())
def test_every_model_has_a_plain_twin(name: str) -> None:
    """A model without one is not tested against enumeration."""
    assert family(MODELS.find(name, Problem)).value


@pytest.mark.parametrize("model", models(), ids=lambda m: m.name)
def test_200_random_instances_against_enumeration(model: type[Problem]) -> None:
    """The proved optimum is the best of all designs, and infeasible means none."""
    assert mismatches(model, "auto", 200, seed=1, exact=True) == []


@pytest.mark.parametrize(("model", "solver"), pairs())
def test_no_solver_beats_the_optimum(model: type[Problem], solver: str) -> None:
    """A value or bound beyond the enumerated optimum means broken arithmetic."""
    count = 60 if solver in EXACT else 15  # 500 with -m slow: see test_heuristics
    assert mismatches(model, solver, count, seed=2, exact=solver in EXACT) == []
