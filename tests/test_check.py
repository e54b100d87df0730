"""The independent checker names every breach of the question as it was asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from siting.check import faults_of_result
from siting.instance import Instance
from siting.models import MCLP, PMedian
from siting.problem import Problem


def town() -> Instance:
    """Six villages on a line, the first with a clinic already, the last a rival's."""
    x = np.arange(6.0)
    line = Instance.from_matrix(
        np.abs(x[:, None] - x[None, :]), sites=list("abcdef"), clients=list("uvwxyz")
    )
    return replace(line, role=["existing", *["candidate"] * 4, "competitor"])


def result(problem: Problem, opened: list[str]) -> dict[str, Any]:
    """A result file without proof, its value right for the sites."""
    design = np.isin(np.array(problem.instance.sites), opened)
    return {
        "model": problem.name,
        "parameters": problem.parameters,
        "solution": "feasible",
        "termination": "finished",
        "proof": "none",
        "objective": float(problem.evaluate(design[None, :])[0][0, 0]),
        "bound": None,
        "gap": None,
        "open": opened,
    }


@pytest.mark.parametrize(
    ("given", "opened", "fault"),
    [
        ({"p": 3}, ["a", "c"], "2 sites are open, but p is 3"),
        ({"p": 3}, ["a", "b", "c", "d"], "4 sites are open, but p is 3"),
        ({"add": 2}, ["a", "c"], "1 new sites are open, but add is 2"),
        ({"add": 1}, ["a", "c", "d"], "2 new sites are open, but add is 1"),
        ({"p": 2}, ["b", "c"], "site 'a' is required but closed"),
        ({"p": 2}, ["a", "f"], "site 'f' is forbidden but open"),
        ({"p": 2, "required": ["d"]}, ["a", "c"], "site 'd' is required but closed"),
        ({"p": 2, "forbidden": ["c"]}, ["a", "c"], "site 'c' is forbidden but open"),
    ],
)
def test_every_broken_rule_is_named(
    given: dict[str, Any], opened: list[str], fault: str
) -> None:
    """Too many or too few, required closed, forbidden open: one sentence each."""
    problem = PMedian(town(), **given)
    assert faults_of_result(result(problem, opened), problem) == [fault]


def test_a_right_result_has_no_fault() -> None:
    """Nothing is wrong with an answer only because it is not proved."""
    problem = PMedian(town(), add=1)
    assert faults_of_result(result(problem, ["a", "d"]), problem) == []


def test_coverage_beyond_the_radius_is_named() -> None:
    """Somebody too far away is not covered, whatever the file says."""
    problem = MCLP(town(), p=1, radius=1)
    wrong = result(problem, ["a"])
    served = {"u": "a", "v": "a", "w": "a"}
    wrong |= {"assignment": served, "objective": 3.0}
    assert faults_of_result(wrong, problem) == [
        "client 'w' is 2 from site 'a', beyond the radius 1"
    ]
