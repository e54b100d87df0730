"""Fronts of several solvers: the runs that are made, and those beside them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

import numpy as np
import pytest
from handmade import front_of

from siting import compare_fronts
from siting.comparing.front_runs import is_settled
from siting.comparing.yardstick import Known
from siting.errors import RefusedError, SitingError, UsageError
from siting.front import Front
from siting.instance import Instance
from siting.limits import Limits
from siting.models import MCLP, PCenter, PMedian
from siting.problem import Problem
from siting.solution import Solution, Termination
from siting.solver import FrontSolver
from siting.solvers.nsga2 import Nsga2
from siting.solvers.sweep import Sweep
from siting.solvers.weights import Weights
from siting.tradeoff import Tradeoff


def question(seed: int = 0) -> list[Problem]:
    """Two objectives on twelve places by chance, with whole numbers."""
    rng = np.random.default_rng(seed)
    cost = rng.integers(1, 60, (12, 8)).astype(float)
    demand = rng.integers(1, 9, 12).astype(float)
    town = Instance.from_matrix(cost, demand=demand, name=f"t{seed}")
    return [PMedian(town, p=2), MCLP(town, p=2, radius=20)]


@dataclass(frozen=True)
class Some(FrontSolver):
    """Looks at a few designs by its seed, and says how it ended."""

    name = "some"
    runs: ClassVar[list[int]] = []

    uses_seed: ClassVar[bool] = True  # type: ignore[misc]
    stops: bool = False
    of: int = 6

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Never asked."""
        raise NotImplementedError

    def front(self, tradeoff: Tradeoff, limits: Limits) -> Front:
        """The front of a few pairs of sites."""
        self.runs.append(limits.seed)
        rng = np.random.default_rng(limits.seed)
        every = list(combinations(range(tradeoff.rules.m), 2))
        designs = np.zeros((self.of, tradeoff.rules.m), dtype=bool)
        for row, k in zip(designs, rng.choice(len(every), self.of, False), strict=True):
            row[list(every[k])] = True
        from siting.measures.filtering import filtered

        values, _ = tradeoff.evaluate(designs)
        kept = filtered(values)
        stopped = Termination.INTERRUPTED if self.stops else Termination.FINISHED
        return Front(
            tradeoff=tradeoff, solver=self, limits=limits, termination=stopped,
            designs=designs[kept], values=values[kept] * tradeoff.signs,
            proven=np.zeros(len(kept), dtype=bool),
        )  # fmt: skip


def exact(problems: list[Problem]) -> set[tuple[float, float]]:
    """By enumeration."""
    m = problems[0].instance.m
    designs = np.zeros((m * (m - 1) // 2, m), dtype=bool)
    for row, pair in zip(designs, combinations(range(m), 2), strict=True):
        row[list(pair)] = True
    values, _ = Tradeoff.of(problems).evaluate(designs)
    every = values[:, None]
    worse = (every >= values).all(axis=2) & (every != values).any(axis=2)
    best = values[~worse.any(axis=1)]
    return {(float(a), float(-b)) for a, b in best}


def test_the_exact_front_is_run_beside_and_the_baseline_is_there() -> None:
    """Every run is measured against all that enumeration finds."""
    problems = question()
    table = compare_fronts([problems], [Some()], seeds=range(3), evaluations=300)
    assert [r.solver for r in table.rows] == ["some"] * 3 + ["weights"] * 3
    assert "baseline weights was added" in table.notes[0]
    (reference,) = table.references
    assert reference.front.solver.name == "auto"
    (contest,) = table.contests
    yard = contest.yard
    assert yard.kind is Known.EXACT
    assert {(float(a), float(-b)) for a, b in yard.points} == exact(problems)
    assert all(0 <= row.measures.volume <= 1 for row in table.rows)
    told = table.to_dict()
    assert told["tradeoffs"][0]["against"] == "exact front"
    assert told["conditions"]["warmed_up"] is True
    assert len(told["rows"]) == 6


def test_what_is_whole_is_run_once() -> None:
    """An exact method stands for all seeds, and needs no other beside it."""
    table = compare_fronts([question()], ["sweep", Weights(rounds=2)], seeds=[3, 4, 5])
    sweep, _ = table.contests[0].methods
    assert [row.copy_of for row in sweep.rows] == [None, 3, 3]
    assert len(sweep.runs) == 1
    assert [row.front.limits.seed for row in sweep.rows] == [3, 4, 5]
    assert table.references == ()
    assert table.notes == (), "weights were asked for"
    assert table.standings[0].complete == 1
    assert all(row.measures.volume == 1 for row in sweep.rows)


def test_without_a_reference_it_is_the_union() -> None:
    """Nothing is proved, and no optimum is known."""
    table = compare_fronts(
        [question()], [Some(), Weights(rounds=1)], reference=None, evaluations=100
    )
    yard = table.contests[0].yard
    assert yard.kind is Known.UNION
    assert not yard.proven.any()
    assert np.isnan(table.rows[0].measures.worst_end)


def test_the_ends_are_measured_from_each_optimum_alone() -> None:
    """Where no run is whole the optima are found one by one."""
    problems = question(1)
    table = compare_fronts(
        [problems], [Some(), Weights(rounds=1)], reference=Some(of=8), evaluations=50
    )
    every = exact(problems)
    best = table.contests[0].yard.bests
    assert [b.value for b in best] == [
        min(a for a, _ in every),
        -max(b for _, b in every),
    ]
    assert all(b.is_reached for b in best)
    run = table.rows[0]
    values = run.front.values
    behind = abs(values[0, 0] - best[0].value) / values[0, 0]
    assert run.measures.ends[0] == pytest.approx(behind, abs=1e-8)


def test_seeds_are_run_and_the_warm_up_is_not_counted() -> None:
    """One short run more than seeds, of the first trade-off alone."""
    Some.runs.clear()
    tasks = [question(0), question(1)]
    compare_fronts(tasks, [Some()], seeds=[7, 8], reference=None, evaluations=60)
    assert Some.runs == [0, 7, 8, 7, 8]


def test_after_ctrl_c_the_runs_so_far_are_there() -> None:
    """The interrupted one last, nothing beside it, and it is measured."""
    table = compare_fronts(
        [question(0), question(1)], [Some(stops=True), "weights"], seeds=[1, 2]
    )
    assert [r.front.termination for r in table.rows] == [Termination.INTERRUPTED]
    assert table.references == ()
    assert table.contests[0].yard.kind is Known.UNION


def test_where_the_baseline_cannot_be_it_is_said() -> None:
    """Centers are in no table of sums."""
    town = question()[0].instance
    problems = [PMedian(town, p=2), PCenter(town, p=2)]
    table = compare_fronts([problems], [Some()], reference=None)
    assert {r.solver for r in table.rows} == {"some"}
    assert "without the baseline weights" in table.notes[0]


def test_the_same_method_twice_is_one() -> None:
    """It would be compared with itself."""
    table = compare_fronts(
        [question()], [Some(), Some(), Weights(rounds=1)], reference=None
    )
    assert [m.solver for m in table.contests[0].methods] == ["some", "weights?rounds=1"]


BAD: list[
    tuple[list[list[Problem]], list[str], dict[str, object], type[SitingError], str]
] = [
    ([], ["nsga2"], {}, UsageError, "0 trade-offs"),
    ([question()], [], {}, UsageError, "1 trade-off, 0 solvers and 1 seed;"),
    ([question()], ["nsga2"], {"seeds": []}, UsageError, "0 seeds"),
    ([question()], ["highs"], {}, UsageError, "highs answers one objective"),
    ([question()[:1]], ["nsga2"], {}, SitingError, "makes no trade-off"),
    ([question()], ["nsga2"], {"time_limit": 0}, UsageError, "time_limit is 0"),
]


@pytest.mark.parametrize(("questions", "solvers", "more", "kind", "words"), BAD)
def test_bad_questions_are_refused_before_the_first_run(
    questions: list[list[Problem]], solvers: list[str], more: dict[str, object],
    kind: type[SitingError], words: str,
) -> None:  # fmt: skip
    """In a sentence."""
    with pytest.raises(kind, match=words):
        compare_fronts(questions, solvers, **more)  # type: ignore[arg-type]


def test_a_method_that_cannot_is_refused() -> None:
    """Sweep takes two objectives."""
    town = question()[0].instance
    three = [*question(), PCenter(town, p=2)]
    with pytest.raises(RefusedError, match="two objectives"):
        compare_fronts([three], ["sweep"])


def test_an_impossible_question_has_no_points() -> None:
    """Nothing is measured, nothing breaks, and it is told why."""
    cost = np.ones((3, 4))
    cost[1] = np.inf
    lost = Instance.from_matrix(cost)
    table = compare_fronts([[PMedian(lost, p=2), PCenter(lost, p=2)]], [Some()])
    assert table.rows[0].front.infeasible
    assert table.contests[0].yard.kind is Known.NOTHING
    assert table.duels == []
    assert table.to_dict()["rows"][0]["reason"]


SETTLED = [
    (front_of(((1, 1),), complete=True), Nsga2(), True),
    (front_of(((1, 1),), proven=True), Nsga2(), False),
    (front_of(((1, 1),), proven=True), Sweep(), True),
    (front_of(((1, 1),)), Sweep(), False),
    (front_of(((1, 1),), proven=True, termination=Termination.TIME_LIMIT), Sweep(),
     False),
]  # fmt: skip


@pytest.mark.parametrize(("front", "method", "settled"), SETTLED)
def test_when_another_seed_cannot_matter(
    front: Front, method: FrontSolver, *, settled: bool
) -> None:
    """The whole front is one; what a method without chance has proved, it repeats."""
    assert is_settled(front, method) is settled
