"""Charts say what the runs did: read back from their paths."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from drawn import Drawn, First

from siting import compare
from siting.answering import answer
from siting.comparing.methods import Contest
from siting.comparison import Comparison, Row
from siting.instance import Instance
from siting.limits import Limits
from siting.models import PMedian
from siting.report.beside import charts
from siting.report.charts.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Chart
from siting.report.charts.convergence import convergence
from siting.report.charts.ended import ended
from siting.report.charts.profile import profile
from siting.report.charts.reached import reached
from siting.report.charts.runs import targets, tasks
from siting.solution import Proof, Solution

NAN = math.nan


@pytest.fixture
def problem() -> PMedian:
    """One client and two sites: A, the optimum, is 100 away, and B 125."""
    cost = np.array([[100.0, 125.0]])
    return PMedian(Instance.from_matrix(cost, sites=("A", "B")), p=1)


def run(problem: PMedian, site: str, *trace: float, seed: int, first: bool) -> Solution:
    """A run that found 125 at the first moment and 100, if at all, at the second."""
    found = answer(
        problem,
        First() if first else Drawn(),
        Limits(seed=seed),
        design=np.array([site == "A", site == "B"]),
        bound=100.0 if first else NAN,
        proof=Proof.CERTIFIED if first else Proof.NONE,
    )
    values = (125.0, 100.0)[: len(trace)]
    rows = tuple((t, z, NAN) for t, z in zip(trace, values, strict=True))
    return replace(found, trace=rows, seconds=2.0 if first else 10.0)


@pytest.fixture
def contest(problem: PMedian) -> list[Contest]:
    """One method hits at 1 s with both seeds, the other at 4 s with one of them."""
    runs = [
        run(problem, "A", 0.1, 1.0, seed=0, first=True),
        run(problem, "A", 0.1, 1.0, seed=1, first=True),
        run(problem, "A", 0.2, 4.0, seed=0, first=False),
        run(problem, "B", 0.2, seed=1, first=False),
    ]
    return Comparison(tuple(Row(r, 100.0) for r in runs)).contests


def shares(chart: Chart, number: int) -> list[float]:
    """The levels of a line on an axis from nothing to all, in its order."""
    path = chart.lines[number].path
    levels = re.findall(r"(?:M[\d.]+ |V)([\d.]+)", path)
    return [
        round((HEIGHT - BOTTOM - float(y)) / (HEIGHT - TOP - BOTTOM), 2) for y in levels
    ]


def turns(chart: Chart, number: int) -> list[float]:
    """Where a line turns, in pixels."""
    return [float(x) for x in re.findall(r"[MH]([\d.]+)", chart.lines[number].path)]


def at(chart: Chart, text: str) -> float:
    """The pixel of a tick."""
    return next(x for x, told in chart.across if told == text)


def test_the_time_to_the_optimum(contest: list[Contest]) -> None:
    """All runs of the first by 1 s, half of the second's by 4 s and no more."""
    chart = reached(contest, targets(contest)[1])
    assert chart.title == "Time to the optimum"
    assert shares(chart, 0) == [0, 1]
    assert shares(chart, 1) == [0, 0.5]
    assert turns(chart, 0)[1] == at(chart, "1 s")
    assert turns(chart, 1)[-1] == turns(chart, 0)[-1] == at(chart, "10 s")


def test_the_profile_is_of_tasks(contest: list[Contest]) -> None:
    """The first is the quickest in both; the second is 4 x as slow in one of two."""
    chart = profile(contest, targets(contest)[1])
    assert shares(chart, 0) == [0, 1]
    assert shares(chart, 1) == [0, 0.5]
    ratio = (turns(chart, 1)[1] - LEFT) / (at(chart, "2 ×") - LEFT)  # noqa: RUF001
    assert ratio == pytest.approx(math.log(4) / math.log(2), rel=0.01)
    assert "2 in all" in chart.words


def test_the_gaps_at_the_end(contest: list[Contest]) -> None:
    """Half of the second's runs at 0, all by 20 %: (125 - 100) / 125."""
    chart = ended(contest)
    assert shares(chart, 0) == [0, 1]
    assert shares(chart, 1) == [0, 0.5, 1]
    assert turns(chart, 1)[:2] == [LEFT, LEFT]
    assert turns(chart, 1)[2] == at(chart, "20 %")


def test_convergence_is_the_median_with_its_quartiles(contest: list[Contest]) -> None:
    """Down at 1 s for the first; half way, in gaps, at 4 s for the second."""
    chart = convergence(contest)
    assert chart.down[0][1] == "0"
    first = re.findall(r"[\d.]+", chart.lines[0].path)
    assert float(first[-2]) == HEIGHT - BOTTOM
    assert turns(chart, 0)[-1] == at(chart, "2 s"), "where its last run ended"
    second = chart.lines[1]
    ten = next(y for y, told in chart.down if told == "10 %")
    assert float(second.path.split("V")[-1].split("H")[0]) == ten
    assert second.band.endswith("Z")
    assert str(HEIGHT - BOTTOM) not in second.path


def test_all_that_is_drawn_lies_in_the_frame(contest: list[Contest]) -> None:
    """No line, band or mark leaves it."""
    for chart in charts(contest):
        for line in chart.lines:
            for word in (line.path, line.band):
                x = [float(v) for v in re.findall(r"[MH]([\d.]+)", word)]
                y = [float(v) for v in re.findall(r"(?:M[\d.]+ |V)([\d.]+)", word)]
                assert all(LEFT <= v <= WIDTH - RIGHT for v in x)
                assert all(TOP <= v <= HEIGHT - BOTTOM for v in y)
            for mark in line.marks:
                assert LEFT <= mark[0] <= WIDTH - RIGHT
                assert TOP <= mark[1] <= HEIGHT - BOTTOM


def test_marks_lie_on_their_line(contest: list[Contest]) -> None:
    """Each at the level that the line has there."""
    for line in reached(contest, targets(contest)[0]).lines:
        levels = set(re.findall(r"(?:M[\d.]+ |V)([\d.]+)", line.path))
        assert {f"{y:g}" for _, y in line.marks} <= levels


def names_of(drawn: Sequence[Chart]) -> list[str]:
    """Which charts there are."""
    return [chart.name for chart in drawn]


def test_one_task_has_no_shares(problem: PMedian, contest: list[Contest]) -> None:
    """A single run of each is drawn against time alone."""
    runs = [run(problem, "A", 0.1, 1.0, seed=0, first=True)]
    single = Comparison((Row(runs[0], 100.0),)).contests
    assert names_of(charts(single)) == ["convergence"]
    assert len(charts(contest)) == 6
    assert len(set(names_of(charts(contest)))) == 6


def test_without_any_answer_there_is_no_chart(problem: PMedian) -> None:
    """Nothing is drawn of nothing, and one that found nothing breaks no chart."""
    none = answer(problem, First(), Limits(), design=None)
    assert charts(Comparison((Row(none, NAN),)).contests) == []
    runs = [run(problem, "A", 0.1, 1.0, seed=k, first=False) for k in (0, 1)]
    rows = [Row(none, NAN), *(Row(r, NAN) for r in runs)]
    drawn = charts(Comparison(tuple(rows)).contests)
    assert drawn[0].lines[0].path == ""
    assert drawn[0].note == (
        "No line for first: half of the runs or more have no answer."
    )
    assert drawn[0].lines[1].path != ""
    assert drawn[1].lines[0].marks != ()


def test_what_no_seed_changes_is_one_task() -> None:
    """However many seeds."""
    rng = np.random.default_rng(0)
    xy = rng.random((12, 2))
    town = PMedian(Instance.from_points(xy, xy), p=3)
    fixed = compare([town], ["greedy", First()], seeds=range(5))
    assert len(tasks(fixed.contests)) == 1
    drawn = compare([town], ["greedy", Drawn()], seeds=range(5))
    assert len(tasks(drawn.contests)) == 5
