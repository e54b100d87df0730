"""What a seed cannot change is run once, and it is said."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from drawn import Drawn, First

from siting import compare, solve
from siting.answering import answer
from siting.comparing.conditions import COLD
from siting.comparing.repeating import another_seed_may_differ
from siting.instance import Instance
from siting.limits import Limits
from siting.models import PMedian
from siting.problem import Problem
from siting.solution import Found, Proof, Solution, Termination
from siting.solvers.greedy import Greedy
from siting.solvers.highs import Highs
from siting.solvers.interchange import Interchange


@pytest.fixture
def problem() -> PMedian:
    """Thirty random villages, so that draws differ."""
    rng = np.random.default_rng(7)
    xy = rng.random((30, 2)) * 100
    return PMedian(Instance.from_points(xy, xy), p=4)


def test_a_draw_is_repeated_and_what_is_fixed_is_not(problem: PMedian) -> None:
    """There is a row for each seed either way; a copy names the seed of its run."""
    Drawn.runs.clear()
    First.runs.clear()
    table = compare([problem], [Drawn(), First()], seeds=[4, 5, 6], reference=None)
    assert (Drawn.runs, First.runs) == ([4, 4, 5, 6], [4, 4]), "the first to warm up"
    assert [r.copy_of for r in table.rows] == [None, None, None, None, 4, 4]
    assert [r.solution.limits.seed for r in table.rows] == [4, 5, 6] * 2
    assert len({r.solution.objective for r in table.rows[3:]}) == 1
    assert [r["copy_of_seed"] for r in table.to_dict()["rows"]][3:] == [None, 4, 4]
    assert [s.runs for s in table.standings] == [3, 1]


def test_a_seed_that_is_given_twice_is_one_run(problem: PMedian) -> None:
    """The same run again is no second draw."""
    Drawn.runs.clear()
    compare([problem], [Drawn()], seeds=[2, 2], reference=None)
    assert Drawn.runs == [2]


def test_a_quick_first_run_is_made_again_to_be_timed(problem: PMedian) -> None:
    """The first loads compiled code; what takes long, or is asked once, is not."""

    @dataclass(frozen=True)
    class Slow(First):
        """Says that it began long ago."""

        name = "slow"

        def run(self, problem: Problem, limits: Limits) -> Solution:
            """As the first sites."""
            return super().run(problem, replace(limits, began=limits.began - COLD))

    table = compare([problem], [Slow()], seeds=[1, 2], reference=None)
    assert table.rows[0].solution.seconds > COLD
    First.runs.clear()
    compare([problem], [Slow()], seeds=[1, 2], reference=None)
    assert First.runs == [1]
    First.runs.clear()
    compare([problem], [First()], seeds=[3], reference=None)
    assert First.runs == [3]


def test_ctrl_c_in_the_second_run_keeps_the_first(problem: PMedian) -> None:
    """What was found is not thrown away, and nothing more is run."""

    @dataclass(frozen=True)
    class Stopped(First):
        """Interrupted without an answer, but not at first."""

        name = "stopped"

        def run(self, problem: Problem, limits: Limits) -> Solution:
            """As said."""
            found = super().run(problem, limits)
            if len(First.runs) == 1:
                return found
            ended = Termination.INTERRUPTED
            return answer(problem, self, limits, design=None, termination=ended)

    First.runs.clear()
    table = compare([problem], [Stopped(), "greedy"], seeds=[1, 2])
    (row,) = table.rows
    assert row.has_answer
    assert row.solution.termination is Termination.INTERRUPTED
    assert table.references == ()


def test_what_is_proved_stands_for_all_seeds(problem: PMedian) -> None:
    """An exact method that was stopped short may end elsewhere with another seed."""
    run = solve(problem, "branch-and-cut")
    assert not another_seed_may_differ(run.solver, run)
    short = replace(run, bound=0.9 * run.bound, termination=Termination.TIME_LIMIT)
    assert another_seed_may_differ(run.solver, short)


def test_what_was_stopped_before_any_answer_is_tried_again(problem: PMedian) -> None:
    """HiGHS without answer and without bound could be luckier with another seed."""
    ended = Termination.TIME_LIMIT
    none = answer(problem, Highs(), Limits(), design=None, termination=ended)
    assert another_seed_may_differ(Highs(), none)


def test_random_starts_are_draws(problem: PMedian) -> None:
    """One start is the greedy one; greedy has no chance either."""
    greedy = solve(problem, "greedy")
    assert not another_seed_may_differ(Greedy(), greedy)
    assert not another_seed_may_differ(Interchange(), greedy)
    assert another_seed_may_differ(Interchange(starts=2), greedy)


def test_a_contradicted_proof_settles_nothing(problem: PMedian) -> None:
    """Nor a claim of no answer without proof."""
    run = replace(solve(problem, "branch-and-cut"), proof=Proof.CONTRADICTED)
    assert another_seed_may_differ(run.solver, run)


def test_a_proof_that_nothing_serves_is_made_once() -> None:
    """Infeasible is settled: no other seed and no reference will find an answer."""
    lost = np.array([[0.0, 1.0], [np.inf, np.inf]])
    table = compare([PMedian(Instance.from_matrix(lost), p=1)], [Drawn()], seeds=[1, 2])
    assert [r.solution.solution for r in table.rows] == [Found.INFEASIBLE] * 2
    assert [r.copy_of for r in table.rows] == [None, 1]
    assert table.references == ()
