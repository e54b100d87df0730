"""Methods beside each other on fronts: medians, and tests with their effects."""

from __future__ import annotations

import math

import numpy as np
import pytest
from handmade import asked, front_of, village
from scipy import stats

from siting.comparing.front_row import row_of
from siting.comparing.front_standing import FrontDuel
from siting.comparing.yardstick import yardstick
from siting.errors import UsageError
from siting.front import Front
from siting.front_comparison import FrontComparison
from siting.solvers.nsga2 import Nsga2
from siting.solvers.pso import Pso
from siting.solvers.weights import Weights

EXACT = front_of(((0, 0), (1, 1), (2, 2)), complete=True)


def runs(
    solver: object, middles: list[float], *, tradeoff: object = None
) -> list[Front]:
    """A front for each number, which is how good its middle point is."""
    return [
        front_of(((0, 0), (1, x), (2, 2)), solver=solver, seed=k, tradeoff=tradeoff)  # type: ignore[arg-type]
        for k, x in enumerate(middles)
    ]


def table(*methods: list[Front]) -> FrontComparison:
    """All of one trade-off against the exact front."""
    return FrontComparison.of([f for method in methods for f in method], EXACT)


def test_one_tradeoff_is_tested_over_its_runs() -> None:
    """Scipy's exact rank-sum test; every pair of runs counts for the effect."""
    rng = np.random.default_rng(1)
    one, other = rng.random(7).tolist(), (rng.random(9) * 0.6).tolist()
    found = table(runs(Nsga2(), one), runs(Pso(), other))
    (duel,) = found.duels
    assert (duel.test, duel.first_count, duel.second_count) == ("rank-sum", 7, 9)
    theirs = stats.mannwhitneyu(one, other, method="exact")
    assert duel.p == pytest.approx(theirs.pvalue)
    assert duel.a12 == pytest.approx(theirs.statistic / 63), "more volume is better"
    assert duel.adjusted == duel.p


def test_several_tradeoffs_are_tested_over_their_medians() -> None:
    """Scipy's signed-rank test over six medians, and none with five."""
    rng = np.random.default_rng(2)
    rows, gaps = [], []
    for k in range(7):
        whose = asked(village(name=f"town {k}"))
        yard = yardstick(whose, [front_of(EXACT.values, tradeoff=whose, complete=True)])
        good, bad = rng.random((2, 5)) * [[1.0], [0.9]]
        fronts = [*runs(Nsga2(), good.tolist(), tradeoff=whose),
                  *runs(Pso(), bad.tolist(), tradeoff=whose)]  # fmt: skip
        rows += [row_of(front, yard) for front in fronts]
        volumes = [row.measures.volume for row in rows[-10:]]
        gaps.append(np.median(volumes[5:]) - np.median(volumes[:5]))
    (duel,) = FrontComparison(tuple(rows)).duels
    assert (duel.test, duel.first_count) == ("signed-rank", 7)
    assert duel.p == pytest.approx(stats.wilcoxon(gaps, method="exact").pvalue)
    (few,) = FrontComparison(tuple(rows[:50])).duels
    assert math.isnan(few.p)
    assert few.reason == "fewer than 6 trade-offs"
    assert 0 <= few.a12 <= 1, "the effect is told all the same"


def test_p_values_are_corrected_for_the_family() -> None:
    """Three duels: the least is three times itself."""
    rng = np.random.default_rng(4)
    kinds = ((Nsga2(), 1.0), (Pso(), 0.5), (Weights(), 0.1))
    found = table(*(runs(solver, (rng.random(6) * x).tolist()) for solver, x in kinds))
    assert len(found.duels) == 3
    least = min(found.duels, key=lambda d: d.p)
    assert least.adjusted == pytest.approx(min(1, 3 * least.p))
    for told in found.to_dict()["tests"]:
        assert told["a12"] is not None
        assert (told["p"] is None) == bool(told["reason"])


def test_few_runs_have_an_effect_and_no_p_value() -> None:
    """Three and three cannot be significant."""
    (duel,) = table(runs(Nsga2(), [0.9] * 3), runs(Pso(), [0.1] * 3)).duels
    assert duel.a12 == 1
    assert duel.words == "large, for the first"
    assert math.isnan(duel.p)
    assert duel.reason == "too few runs"
    assert FrontDuel("a", "b", "rank-sum", 9, 9, 0, 0.5, 0.5).words == "negligible"


def test_standings_are_medians_over_all_runs() -> None:
    """By hand from the rows; the best of a share is the most of it."""
    found = table(runs(Nsga2(), [0.2, 0.4, 1.0]), runs(Pso(), [0.0]))
    nsga2, pso = found.standings
    volumes = [row.measures.volume for row in found.rows[:3]]
    assert nsga2.volumes.median == volumes[1]
    assert (nsga2.runs, pso.runs) == (3, 1)
    told = nsga2.to_dict()
    assert told["hypervolume_ratio_best"] == max(volumes) == 1
    assert told["hypervolume_ratio_worst"] == min(volumes)
    assert told["igd_plus_best"] == 0
    assert told["share_found_median"] == pytest.approx(2 / 3)
    assert told["complete"] == 0


def test_the_middle_run_is_the_median() -> None:
    """Of an even number the worse of the two, so that nothing is flattered."""
    (method,) = table(runs(Nsga2(), [0.9, 0.1, 0.5, 0.7])).contests[0].methods
    assert method.middle.front.values[1, 1] == 0.5


def test_fronts_of_different_questions_are_refused() -> None:
    """And so is nothing at all."""
    with pytest.raises(UsageError, match="compare fronts of one question"):
        FrontComparison.of([EXACT, front_of((), tradeoff=asked(village(m=7)))])
    with pytest.raises(UsageError, match="no fronts"):
        FrontComparison.of([])
