"""Methods over all problems: spreads, hits and tests that belong together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from drawn import Drawn, First
from scipy import stats

from siting import compare
from siting.answering import answer
from siting.comparing.methods import Against
from siting.comparing.row import Row
from siting.comparing.standing import Duel
from siting.comparison import Comparison
from siting.instance import Instance
from siting.limits import Limits
from siting.models import MCLP, PMedian


def question(seed: int, *, p: int = 4) -> PMedian:
    """Random villages."""
    rng = np.random.default_rng(seed)
    xy = rng.random((25, 2)) * 100
    return PMedian(Instance.from_points(xy, xy, name=f"town {seed}"), p=p)


def table_of(methods: Sequence[object], *, problems: int, seeds: int) -> Comparison:
    """A comparison of some towns."""
    towns = [question(k) for k in range(problems)]
    return compare(towns, methods, seeds=range(seeds))  # type: ignore[arg-type]


def test_a_summary_is_worked_out_over_problems_and_seeds() -> None:
    """By hand from the rows: median, quartiles, worst, hits."""
    table = table_of([Drawn(tries=30), "branch-and-cut"], problems=3, seeds=4)
    drawn, exact = table.standings
    best = {r.solution.problem: r.solution.objective for r in table.rows[4::8]}
    gaps = [
        1 - best[r.solution.problem] / r.solution.objective
        for r in table.rows
        if r.solution.solver.name == "drawn"
    ]
    assert len(gaps) == drawn.runs == 12
    low, middle, high = np.quantile(gaps, [0.25, 0.5, 0.75])
    assert (drawn.gaps.low, drawn.gaps.median) == pytest.approx((low, middle))
    assert (drawn.gaps.high, drawn.gaps.most) == pytest.approx((high, max(gaps)))
    assert drawn.evaluations == 30
    assert (drawn.hits, drawn.judged) == (sum(g < 1e-6 for g in gaps), 12)
    assert (exact.runs, exact.hits, exact.judged) == (3, 12, 12)
    assert exact.gaps.most == 0
    assert math.isnan(exact.evaluations)


def test_a_duel_is_the_test_over_pairs_with_its_effect() -> None:
    """Scipy's test over the differences; A12 counted within each problem."""
    table = table_of([Drawn(tries=5), Drawn(tries=2)], problems=2, seeds=6)
    (duel,) = table.duels
    assert (duel.first, duel.second) == ("drawn?tries=5", "drawn?tries=2")
    gaps = np.array([r.gap for r in table.rows]).reshape(2, 2, 6).round(9)
    differences = (gaps[:, 0] - gaps[:, 1]).ravel()
    assert duel.pairs == 12
    assert duel.ties == (differences == 0).sum() > 0
    every_sign = stats.PermutationMethod(n_resamples=np.inf)
    theirs = stats.wilcoxon(differences, zero_method="pratt", method=every_sign)
    assert duel.p == pytest.approx(theirs.pvalue, rel=1e-6)
    wins = [(a[:, None] < b) + 0.5 * (a[:, None] == b) for a, b in gaps]
    assert wins[0].mean() != wins[1].mean()
    assert duel.a12 == pytest.approx(np.mean(wins))
    assert duel.adjusted == duel.p
    assert duel.a12 > 0.5


def test_runs_that_no_seed_changes_are_one_pair_a_problem() -> None:
    """Ten seeds of greedy beside ten of a fixed choice are no ten witnesses."""
    (duel,) = table_of(["greedy", First()], problems=3, seeds=10).duels
    assert duel.pairs == 3
    assert math.isnan(duel.p)
    assert duel.reason == "fewer than 6 pairs"
    (other,) = table_of(["greedy", Drawn()], problems=2, seeds=10).duels
    assert other.pairs == 20


def test_no_p_value_without_effect_and_pairs() -> None:
    """Whoever reads the one reads the other."""
    table = table_of([Drawn(), First(), "greedy"], problems=2, seeds=5)
    for told in table.to_dict()["tests"]:
        assert told["a12"] is not None
        assert told["pairs"] >= 1
        assert (told["p"] is None) == (told["p_holm"] is None) == bool(told["reason"])
    assert {t["p"] is None for t in table.to_dict()["tests"]} == {True, False}


def test_corrected_values_are_those_of_the_family() -> None:
    """Three tests: none of them is smaller than it was, the least is three times."""
    methods = [Drawn(tries=k) for k in (1, 5, 40)]
    duels = table_of(methods, problems=2, seeds=6).duels
    assert len(duels) == 3
    least = min(duels, key=lambda d: d.p)
    assert least.adjusted == pytest.approx(min(1, 3 * least.p))
    assert all(d.adjusted >= d.p for d in duels)


@pytest.mark.parametrize(
    ("a12", "words"),
    [
        (0.5, "negligible"),
        (0.6, "small, for the first"),
        (0.0, "large, for the second"),
    ],
)
def test_the_effect_says_for_whom(a12: float, words: str) -> None:
    """In words."""
    assert Duel("a", "b", 9, 0, a12, 0.5).words == words


def test_a_run_without_answer_is_the_worst_of_all() -> None:
    """It is no gap that could be left out."""
    problem = question(1)
    runs = list(compare([problem], [Drawn()], seeds=range(6), reference=None).rows)
    none = answer(problem, First(), Limits(), design=None)
    lost = [Row(replace(none, limits=Limits(seed=k)), math.nan) for k in range(6)]
    table = Comparison((*runs, *lost))
    found, nothing = table.standings
    assert nothing.gaps.median == math.inf
    assert nothing.to_dict()["gap_median"] is None
    assert math.isnan(nothing.to_best)
    (duel,) = table.duels
    assert (duel.a12, duel.p) == (1.0, 2 / 2**6)
    assert found.gaps.least == 0
    drawn = replace(none, solver=Drawn(), method="drawn")
    both = [Row(replace(drawn, limits=Limits(seed=k)), math.nan) for k in range(3)]
    (duel,) = Comparison((*both, *runs[3:], *lost)).duels
    assert duel.ties == 3, "two runs without answer are equal"


def test_without_any_answer_nothing_is_tested() -> None:
    """A problem that nobody answered says nothing of anybody."""
    problem = question(1)
    none = answer(problem, First(), Limits(), design=None)
    other = answer(problem, Drawn(), Limits(), design=None)
    table = Comparison((Row(none, math.nan), Row(other, math.nan)))
    assert table.contests[0].against is Against.NOTHING
    assert table.duels == []
    assert table.standings[0].gaps.count == 0


def test_more_is_better_where_the_sense_is_max() -> None:
    """The worst of a coverage is the least of it, and gaps are positive."""
    town = question(2).instance
    problem = MCLP(town, p=3, radius=12)
    table = compare([problem], [Drawn(tries=1), "greedy"], seeds=range(7))
    method = table.contests[0].methods[0]
    values = [r.solution.objective for r in method.rows]
    assert (method.best, method.worst) == (max(values), min(values))
    assert table.duels[0].a12 < 0.5
    assert all(table.contests[0].distance(v) >= 0 for v in values)


def test_time_to_best_is_when_the_final_value_came() -> None:
    """Not when the run ended, and not when something worse came."""
    problem = question(3)
    row = compare([problem], [Drawn(tries=4)], reference=None).rows[0]
    value = row.solution.objective
    nan = math.nan
    trace = ((0.1, value + 5, nan), (0.2, value, nan), (0.7, value, value - 1))
    told = replace(row.solution, trace=trace, seconds=0.9)
    assert Row(told, nan).time_to_best == 0.2
    assert Row(replace(told, trace=trace[:1]), nan).time_to_best == 0.9
    steps = Comparison((Row(told, value),)).contests[0].steps(Row(told, value))
    assert steps.times.tolist() == [0.1, 0.2, 0.7, 0.9]
    assert steps.values.tolist() == [pytest.approx(5 / (value + 5)), 0, 0, 0]
