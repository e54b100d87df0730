"""Where no run proves the optimum, a reference does."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pytest
from drawn import First
from sentences import said

from siting import compare, solve
from siting.answering import answer
from siting.comparing.methods import Against
from siting.instance import Instance
from siting.limits import Limits
from siting.models import PMedian
from siting.problem import Problem
from siting.solution import Proof, Solution, Termination
from siting.solver import Solver
from siting.solvers.branch_and_cut import BranchAndCut


@dataclass(frozen=True)
class Half(Solver):
    """Proves half of the value of the first sites, and says how long it was given."""

    name = "half"

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """A certified bound that is far away."""
        design = np.arange(problem.instance.m) < problem.p
        value = float(problem.evaluate(design[None, :])[0][0, 0])
        return answer(
            problem,
            self,
            limits,
            design=design,
            bound=value / 2,
            proof=Proof.CERTIFIED,
            termination=Termination.TIME_LIMIT,
        )


@pytest.fixture
def problem() -> PMedian:
    """Thirty random villages."""
    rng = np.random.default_rng(7)
    xy = rng.random((30, 2)) * 100
    return PMedian(Instance.from_points(xy, xy), p=4)


def test_the_reference_proves_what_heuristics_cannot(problem: PMedian) -> None:
    """Gaps are to the optimum, and the reference is no row of the methods."""
    optimum = solve(problem).objective
    table = compare([problem], ["greedy", First()])
    (proof,) = table.references
    assert (proof.solution.solver.name, proof.solution.objective) == ("auto", optimum)
    assert [r.solution.solver.name for r in table.rows] == ["greedy", "first"]
    assert {r.best_bound for r in table.rows} == {proof.solution.bound}
    assert table.contests[0].against is Against.OPTIMUM
    assert table.best.is_optimal
    worse = table.rows[1].solution.objective
    assert table.contests[0].distance(worse) == pytest.approx(1 - optimum / worse)


def test_who_proves_it_is_the_reference(problem: PMedian) -> None:
    """What is proved is not solved again."""
    assert compare([problem], ["greedy", "branch-and-cut"]).references == ()
    assert compare([problem], ["greedy"], reference=None).references == ()


def test_a_heuristic_at_the_bound_of_another_needs_no_reference(
    problem: PMedian,
) -> None:
    """The optimum is proved when value and bound meet, whoever has which."""
    optimum = solve(problem)

    @dataclass(frozen=True)
    class Bound(Half):
        """The right bound with a poor answer."""

        def run(self, problem: Problem, limits: Limits) -> Solution:
            """As said."""
            design = np.arange(problem.instance.m) < problem.p
            return answer(
                problem, self, limits, design=design, bound=optimum.bound,
                proof=Proof.CERTIFIED,
            )  # fmt: skip

    table = compare([problem], [Bound(), "interchange"])
    assert table.rows[1].is_best
    assert table.references == ()


def test_what_is_not_proved_is_measured_against_the_bound(problem: PMedian) -> None:
    """And said so."""
    table = compare([problem], [First()], reference=Half())
    assert table.contests[0].against is Against.BOUND
    assert table.rows[0].gap == pytest.approx(0.5)
    assert table.standings[0].gaps.median == pytest.approx(0.5)
    assert table.to_dict()["problems"][0]["against"] == "bound"
    assert (table.standings[0].hits, table.standings[0].judged) == (0, 0)


def test_the_reference_contradicts_a_claim_that_it_beats(
    problem: PMedian, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bound that an answer beats is no bound, whoever found the answer."""
    optimum = solve(problem)
    monkeypatch.setattr("siting.contradiction.is_searchable", lambda _: False)

    @dataclass(frozen=True)
    class Boastful(Half):
        """Claims that nothing is less than a value above the optimum."""

        def run(self, problem: Problem, limits: Limits) -> Solution:
            """As said."""
            found = super().run(problem, limits)
            assert found.objective > 1.02 * optimum.objective
            claim = 1.01 * optimum.objective
            return replace(found, bound=claim, proof=Proof.SOLVER_CLAIM)

    table = compare([problem], [Boastful()])
    assert table.rows[0].solution.proof is Proof.CONTRADICTED
    assert table.rows[0].best_bound == table.references[0].solution.bound


def test_a_reference_that_had_its_chance_is_not_asked_again(problem: PMedian) -> None:
    """But when it has more time than a run it is."""
    same = compare([problem], [Half()], reference=Half(), time_limit=5)
    assert same.references == ()
    longer = compare(
        [problem], [Half()], reference=Half(), time_limit=5, reference_time_limit=9
    )
    (row,) = longer.references
    assert row.solution.limits.time_limit == 9
    assert longer.conditions is not None
    assert longer.conditions.to_dict()["reference_time_limit"] == 9


def test_the_time_of_a_run_is_that_of_the_reference(problem: PMedian) -> None:
    """By default."""
    (row,) = compare([problem], [First()], time_limit=7).references
    assert row.solution.limits.time_limit == 7
    assert row.copy_of is None


def test_bad_limits_are_said_before_any_run(problem: PMedian) -> None:
    """Nothing is run for nothing."""
    First.runs.clear()
    for given, sentence in (
        ({"reference_time_limit": 0.0}, "reference_time_limit is 0.0; expected a"),
        ({"reference_time_limit": math.nan}, "reference_time_limit is nan; expected"),
        ({"evaluations": 0}, "evaluations is 0; expected a whole number >= 1"),
        ({"seeds": [3, -1]}, "threads is 1 and seed -1; expected"),
        ({"reference": "autto"}, "No solver is called 'autto'; did you mean 'auto'?"),
        ({"reference": "relaxation"}, "relaxation takes"),
    ):
        assert sentence in said(lambda g=given: compare([problem], [First()], **g))
    assert First.runs == []


def test_evaluations_reach_every_run_but_not_the_reference(problem: PMedian) -> None:
    """The reference has to prove, whatever it takes."""
    table = compare([problem], [First()], evaluations=17)
    assert table.rows[0].solution.limits.evaluations == 17
    assert table.references[0].solution.limits.evaluations is None


def test_equal_values_by_other_options_are_other_methods(problem: PMedian) -> None:
    """Labels are those of the command line."""
    table = compare([problem], ["branch-and-cut", BranchAndCut(few=99)])
    names = [m.solver for m in table.contests[0].methods]
    assert names == ["branch-and-cut", "branch-and-cut?few=99"]
