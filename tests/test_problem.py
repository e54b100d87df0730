"""What every question checks of itself, whatever its model."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from contract.cases import models, random_instance, random_problem

from siting.errors import ProblemError
from siting.models import PCenter
from siting.problem import Problem


def some(model: type[Problem]) -> Problem:
    """Any question of a model."""
    rng = np.random.default_rng(4)
    found = None
    while found is None:
        found = random_problem(model, random_instance(rng), rng)
    return found


def flags(model: type[Problem]) -> list[str]:
    """Fields that say yes or no and that the model takes."""
    return [
        f.name
        for f in fields(model)
        if f.type == "bool" and f.name not in model.refused
    ]


@pytest.mark.parametrize("model", models(), ids=lambda m: m.name)
@pytest.mark.parametrize("word", ["no", "yes", 0, 1, None])
def test_yes_and_no_are_no_words(model: type[Problem], word: Any) -> None:
    """'no' is a text, and as such would be true."""
    problem = some(model)
    for name in flags(model):
        text = f"{name} is {word!r}; expected True or False."
        with pytest.raises(ProblemError, match=text.replace("(", "[(]")):
            replace(problem, **{name: word})


def test_truth_of_numpy_is_truth() -> None:
    """And becomes Python's, so that it can be written down."""
    town = random_instance(np.random.default_rng(0))
    found = PCenter(town, p=1, weighted=np.True_)  # type: ignore[arg-type]
    assert found.weighted is True
    assert PCenter(town, p=1, closest=np.False_).closest is False  # type: ignore[arg-type]
