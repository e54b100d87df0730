"""The lexicographic p-center: every level, not only the first."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from siting import Instance, declared, solve
from siting.answering import answer
from siting.errors import ProblemError
from siting.exitcode import exit_code
from siting.limits import Limits
from siting.models.leximin import Leximin
from siting.problem import Problem
from siting.solution import Proof, Solution, Termination
from siting.solvers.highs import Highs

Vector = list[tuple[float, float]]


def vector(cost: list[list[float]], weight: list[float], opened: list[int]) -> Vector:
    """Travel and people of every level but 0, the farthest first."""
    near = [min(row[j] for j in opened) for row in cost]
    return [
        (x, sum(w for w, c in zip(weight, near, strict=True) if c == x))
        for x in sorted({x for x in near if x > 0}, reverse=True)
    ]


@pytest.mark.parametrize("seed", range(150))
def test_every_level_is_that_of_enumeration(seed: int) -> None:
    """Ties, zero weights and zero costs included."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(2, 8)), int(rng.integers(2, 6))
    cost = rng.integers(0, 2 + int(rng.integers(1, 8)), (n, m)).astype(float)
    weight = rng.integers(0, 4, n).astype(float)
    p = int(rng.integers(1, m))
    found = solve(Leximin(Instance.from_matrix(cost, demand=weight), p=p))
    rows, weights = cost.tolist(), weight.tolist()
    best = min(vector(rows, weights, list(c)) for c in combinations(range(m), p))
    assert found.design is not None
    assert vector(rows, weights, np.flatnonzero(found.design).tolist()) == best
    assert found.is_optimal
    assert found.objective == (best[0][0] if best else 0.0)
    assert found.problem.parameters == {"p": p}
    assert all("are not" not in note for note in found.notes)


@pytest.mark.parametrize("seed", range(20))
def test_the_later_questions_are_the_same_in_algebra_and_arrays(seed: int) -> None:
    """Same names, same numbers, same value of a design."""
    rng = np.random.default_rng(seed)
    cost = rng.integers(0, 5, (6, 4)).astype(float)
    town = Instance.from_matrix(cost, demand=rng.integers(0, 3, 6).astype(float))
    design = np.array([True, False, True, False])
    question = Leximin(town, p=2).then(design)
    while question is not None:
        assert isinstance(question, Leximin)
        one, two = question.matrix, declared.matrix_of(question.declare())
        assert sorted(one.row_names()) == sorted(two.row_names())
        assert np.count_nonzero(one.value) == np.count_nonzero(two.value)
        values, wrong = question.evaluate(design[None, :])
        reply = declared.reply(two, design)
        assert wrong[0] == 0
        assert reply is not None
        assert reply.objective == pytest.approx(values[0, 0])
        question = question.then(design)


def test_the_note_lists_the_levels() -> None:
    """From B 1 person goes 9 km and 5 go 3."""
    found = solve(Leximin(Instance.from_matrix([[9, 3], [3, 9]], demand=[5, 1]), p=1))
    assert "travel of the worst-off: 9 for 1, then 3 for 5" in found.notes


class Impatient(Highs):
    """Answers so many questions, and none after them."""

    def __init__(self, patience: int) -> None:
        super().__init__()
        object.__setattr__(self, "left", [patience])

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Count down."""
        self.left[0] -= 1  # type: ignore[attr-defined]
        if self.left[0] >= 0:  # type: ignore[attr-defined]
            return super().run(problem, limits)
        late = Termination.TIME_LIMIT
        return answer(problem, self, limits, design=None, termination=late)


@pytest.mark.parametrize("patience", [1, 2, 3, 4])
def test_what_did_not_reach_the_last_level_is_not_proved(patience: int) -> None:
    """A p-center that is proved is no leximin: people on later levels are not settled.

    From B 1 person goes 9 km and 5 go 3: the question of how many go 9, that of the
    next level and that of how many go 3 come after the first one.
    """
    town = Instance.from_matrix([[9, 3], [3, 9]], demand=[5, 1])
    found = solve(Leximin(town, p=1), Impatient(patience))
    assert found.objective == 9.0
    assert found.is_optimal == (patience == 4)
    if not found.is_optimal:
        assert (found.proof, exit_code(found)) == (Proof.NONE, 2)
        assert found.termination is Termination.TIME_LIMIT
        assert np.isnan(found.bound)
        assert "only the largest travel of 9 is proved" in found.notes


@pytest.mark.parametrize("text", ["far", "-1:2", "3:x", "nan", "3:-1", "inf:2", "0:1"])
def test_a_level_must_be_numbers(text: str) -> None:
    """And the error names it."""
    with pytest.raises(ProblemError, match="expected 'travel:people'"):
        Leximin(Instance.from_matrix([[1.0]]), p=1, settled=[text])


def test_levels_fall_and_only_the_last_lacks_people() -> None:
    """The farthest come first."""
    town = Instance.from_matrix([[1.0]])
    with pytest.raises(ProblemError, match="the farthest first"):
        Leximin(town, p=1, settled=["1:2", "1:3"])
    with pytest.raises(ProblemError, match="only the last may lack people"):
        Leximin(town, p=1, settled=["2", "1:3"])
