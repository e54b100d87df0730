"""Pictures of fronts say what the fronts are: read back from paths and dots."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from handmade import asked, front_of, village

from siting import pareto
from siting.front import Front
from siting.front_comparison import FrontComparison
from siting.instance import Instance
from siting.measures.filtering import filtered
from siting.models import MCLP, PCenter, PMedian
from siting.report.charts.attained import attained_charts
from siting.report.charts.chart import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Chart,
)
from siting.report.charts.front import front_charts
from siting.report.charts.fronts import REFERENCE, fronts_charts, number_of
from siting.report.charts.plane import plane_of
from siting.report.charts.plans import NAME, plan_chart
from siting.report.charts.strip import strip_chart
from siting.report.charts.tags import tags_at
from siting.report.charts.volume import volume_chart
from siting.report.front_words import standing_out
from siting.report.plan_map import plan_map
from siting.solvers.nsga2 import Nsga2
from siting.solvers.pso import Pso
from siting.tradeoff import Tradeoff

EXACT = ((0, 0), (1, 1.5), (2, 2))


def corners(path: str) -> list[tuple[float, float]]:
    """The places that a path of steps turns at."""
    x, y = map(float, re.findall(r"M([\d.]+) ([\d.]+)", path)[0])
    found = [(x, y)]
    for kind, text in re.findall(r"([HV])([\d.]+)", path):
        x, y = (float(text), y) if kind == "H" else (x, float(text))
        found.append((x, y))
    return found


def inside(chart: Chart) -> None:
    """All that is drawn lies in the frame."""
    every = [(d.x, d.y) for d in chart.dots]
    every += [p for line in chart.lines if line.path for p in corners(line.path)]
    for patch in chart.patches:
        every += corners(patch.path)
    for x, y in every:
        assert LEFT <= x <= WIDTH - RIGHT
        assert TOP <= y <= HEIGHT - BOTTOM


def test_the_stairs_go_through_the_points_to_the_worse_ends() -> None:
    """Travel is to the right worse, coverage below: up to each point, then right."""
    front = front_of(EXACT, complete=True)
    (chart,) = front_charts(front, {})
    spots = [(d.x, d.y) for d in chart.dots]
    assert spots == sorted(spots), "more travel to the right"
    assert [y for _, y in spots] == sorted((y for _, y in spots), reverse=True)
    (a, b), (c, d), (e, f) = spots
    low, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    assert corners(chart.lines[0].path) == [
        (a, low), (a, b), (c, b), (c, d), (e, d), (e, f), (right, f)
    ]  # fmt: skip
    inside(chart)
    assert chart.x_title == "Weighted travel, less is better"
    assert chart.y_title == "Covered demand, more is better"


def test_what_is_not_proved_is_hollow_and_has_its_row() -> None:
    """One dot a point, in the order of the table."""
    front = front_of(EXACT, proven=(True, False, True))
    (chart,) = front_charts(front, {"knee": 1})
    assert [dot.is_solid for dot in chart.dots] == [True, False, True]
    assert [dot.row for dot in chart.dots] == [1, 2, 3]
    assert "not proved" in chart.words
    (tag,) = chart.tags
    assert tag.text == "knee"
    assert tag.x > chart.dots[1].x, "on the side of the worse"
    assert tag.y > chart.dots[1].y


def test_what_is_not_explored_is_a_box() -> None:
    """From its best to its worst corner, within the frame even where it is endless."""
    boxes = np.array([[[0, 1.5], [1, 0]], [[1, np.inf], [np.inf, 1.5]]])
    front = replace(front_of(EXACT, proven=True), unexplored=boxes)
    (chart,) = front_charts(front, {})
    (patch,) = chart.patches
    first, second = ("M" + p for p in patch.path.split("M")[1:])
    a, b = chart.dots[0], chart.dots[1]
    assert corners(first)[:3] == [(a.x, b.y), (b.x, b.y), (b.x, a.y)]
    assert corners(second)[0] == (b.x, TOP)
    inside(chart)


def test_the_edge_of_a_pair_is_the_front_of_the_pair() -> None:
    """Of three objectives, the edge in a picture is what the two alone can have."""
    rng = np.random.default_rng(5)
    cost = rng.integers(1, 90, (14, 9)).astype(float)
    town = Instance.from_matrix(cost, demand=rng.integers(1, 9, 14).astype(float))
    problems = [PMedian(town, p=2), MCLP(town, p=2, radius=30), PCenter(town, p=2)]
    whose = Tradeoff.of(problems)
    designs = np.array([np.isin(np.arange(9), c) for c in combinations(range(9), 2)])
    turned, _ = whose.evaluate(designs)
    best = filtered(turned)
    whole = replace(front_of(turned[best] * whose.signs, tradeoff=whose))
    charts = front_charts(whole, standing_out(whole))
    assert [c.name for c in charts] == ["front-0-1", "front-0-2", "front-1-2"]
    for chart, pair in zip(charts, ((0, 1), (0, 2), (1, 2)), strict=True):
        two = pareto([problems[k] for k in pair], "sweep", time_limit=30)
        plane = plane_of(whose, pair, whole.values)
        wide = np.zeros((len(two), 3))
        wide[:, pair] = two.values
        assert chart.lines[0].path == plane.stairs(wide, 0).path
        assert len(chart.dots) == len(whole)
        inside(chart)


def compared(*, seeds: int = 4) -> FrontComparison:
    """Nsga2 misses the middle in half of its runs, pso always has all."""
    own: list[Front] = []
    for k in range(seeds):
        values = EXACT if k % 2 else (EXACT[0], EXACT[2])
        history = [(0.1, [EXACT[0]]), (1.0, values)]
        own.append(front_of(values, solver=Nsga2(), seed=k, history=history, seconds=2))
    own += [
        front_of(EXACT, solver=Pso(), seed=k, history=[(0.5, EXACT)], seconds=3)
        for k in range(seeds)
    ]
    return FrontComparison.of(own, front_of(EXACT, complete=True, seconds=9))


def test_surfaces_are_what_half_and_all_of_the_runs_attain() -> None:
    """Half of nsga2's runs have the middle; not all of them."""
    table = compared()
    half, every = attained_charts(table.contests[0], ["nsga2", "pso"], number=1)
    whole = half.lines[0].path
    assert [line.number for line in half.lines] == [REFERENCE, 0, 1]
    assert [line.path for line in half.lines] == [whole] * 3
    assert every.lines[2].path == whole
    assert len(corners(every.lines[1].path)) == len(corners(whole)) - 2
    for chart in (half, every):
        inside(chart)
    assert (
        attained_charts(compared(seeds=1).contests[0], ["nsga2", "pso"], number=1) == []
    )


def test_fronts_of_methods_lie_over_the_reference() -> None:
    """The run of median volume; the reference is solid, the others are not proved."""
    (chart,) = fronts_charts(compared().contests[0], ["nsga2", "pso"], number=3)
    assert chart.name == "fronts-3-0-1"
    assert [line.number for line in chart.lines] == [REFERENCE, 0, 1]
    by_number = {n: [d for d in chart.dots if d.number == n] for n in (REFERENCE, 0, 1)}
    assert [len(dots) for dots in by_number.values()] == [3, 2, 3]
    assert {d.is_solid for d in by_number[REFERENCE]} == {True}
    assert {d.is_solid for d in by_number[0]} == {False}
    assert number_of("h", list("abcdefgh")) == REFERENCE + 2, "never the reference's"


def test_volume_falls_with_time() -> None:
    """All is missing until the first moment; pso has all from half a second on."""
    chart = volume_chart(compared().contests)
    assert chart is not None
    assert [line.number for line in chart.lines] == [0, 1, REFERENCE]
    levels = [[y for _, y in corners(line.path)] for line in chart.lines]
    bottom = HEIGHT - BOTTOM
    assert levels[0] == sorted(levels[0])
    assert levels[0][-1] < bottom, "the median of nsga2 lacks something"
    assert set(levels[1]) == {bottom}
    at = {text: x for x, text in chart.across}
    assert corners(chart.lines[1].path)[0][0] == pytest.approx(at["500 ms"], abs=0.2)
    inside(chart)


def test_the_strip_has_a_dot_a_run_and_the_quartiles() -> None:
    """Nsga2's dots lie at two places, pso's at nothing missing."""
    chart = strip_chart(compared().contests)
    assert chart is not None
    by_number = {n: [d for d in chart.dots if d.number == n] for n in (0, 1)}
    assert {d.x for d in by_number[1]} == {LEFT}
    assert len({d.x for d in by_number[0]}) == 2
    assert len({d.y for d in by_number[0]}) == 4, "none lies on another"
    boxes = {p.number: corners(p.path) for p in chart.patches if p.kind == "box"}
    assert boxes[0][0][0] == LEFT
    assert boxes[0][1][0] == max(d.x for d in by_number[0])
    assert [tag.text for tag in chart.tags] == ["nsga2", "pso"]
    inside(chart)
    assert strip_chart(compared(seeds=1).contests) is None


def test_nothing_is_drawn_of_nothing() -> None:
    """No point, no picture."""
    none = FrontComparison.of([front_of(()), front_of((), solver=Pso())])
    assert volume_chart(none.contests) is None
    assert strip_chart(none.contests) is None
    assert fronts_charts(none.contests[0], ["nsga2", "pso"], number=1) == []
    assert attained_charts(none.contests[0], ["nsga2", "pso"], number=1) == []
    assert front_charts(front_of(()), {}) == []
    assert plan_chart(front_of(())) is None
    assert plan_map(front_of(())) is None


def plans() -> Front:
    """Site 1 in all of four plans, 3 in three, 2 in the first alone."""
    values = [(k, k) for k in range(4)]
    designs = ((0, 1), (0, 2), (0, 2), (0, 2))
    return front_of(values, complete=True, designs=designs)


def test_cells_are_the_plans_that_open_a_site() -> None:
    """Rows by share, a bar for each stretch of columns."""
    chart = plan_chart(plans())
    assert chart is not None
    assert [(r.name, r.kind, r.share) for r in chart.rows] == [
        ("1", "every", "100 %"), ("3", "most", "75.0 %"), ("2", "few", "25.0 %")
    ]  # fmt: skip
    starts = [
        [float(x) for x in re.findall(r"M([\d.]+)", row.path)] for row in chart.rows
    ]
    wide = (chart.right - chart.left) / 4
    assert starts == [[chart.left], [chart.left + wide], [chart.left]]
    ends = [float(re.findall(r"H([\d.]+)v", row.path)[0]) for row in chart.rows]
    assert ends == pytest.approx([chart.right, chart.right, chart.left + wide], abs=1.1)
    assert chart.left <= NAME
    assert [text for _, text in chart.ticks] == ["1", "2", "3", "4"]


def test_the_map_shades_by_share() -> None:
    """Every plan is the darkest; sites of no plan have no shade, and lie below."""
    drawn = plan_map(plans())
    assert drawn is not None
    shades = {p.words.split(":")[0]: p.shade for p in drawn.places}
    assert shades == {"1": "5", "2": "2", "3": "4", "4": "", "5": "", "6": ""}
    assert drawn.places[-1].name == "1"
    assert ("5", "in every plan") in drawn.keys
    bare = Instance.from_matrix(np.ones((3, 6)))
    whose = asked(bare)
    assert plan_map(front_of(((1, 1),), tradeoff=whose)) is None


def test_many_plans_and_sites_are_thinned_and_it_is_said() -> None:
    """Never more rows or columns than there is room for."""
    town = village(m=130)
    rng = np.random.default_rng(0)
    designs = [tuple(rng.choice(130, 2, replace=False)) for _ in range(900)]
    values = [(k, k) for k in range(900)]
    front = front_of(values, tradeoff=asked(town), designs=designs)
    chart = plan_chart(front)
    assert chart is not None
    assert len(chart.rows) == 80
    assert "Of 900 plans, 400 are drawn" in chart.note
    assert "the 80 in most plans" in chart.note
    assert chart.size[0] <= 1125
    xs = [x for x, _ in chart.ticks]
    assert min(b - a for a, b in pairwise(xs)) >= 28


def test_words_stay_in_the_frame_and_off_each_other() -> None:
    """The one near the edge goes to the other side, the second one down."""
    places = {(540.0, 100.0): ["compromise"], (535.0, 104.0): ["knee"],
              (100.0, 285.0): ["best travel"]}  # fmt: skip
    found = {t.text: t for t in tags_at(places, right=True, up=False)}
    assert found["compromise"].side == found["knee"].side == "left"
    assert found["knee"].y - found["compromise"].y >= 16
    assert found["best travel"].y <= HEIGHT - BOTTOM - 8


def test_at_the_edge_of_the_frame_a_word_gives_way_to_the_other_side() -> None:
    """Two words at the top, where they go up: the second one goes down."""
    places = {(100.0, TOP + 10.0): ["best travel"], (120.0, TOP + 6.0): ["best cover"]}
    one, two = tags_at(places, right=True, up=True)
    assert abs(one.y - two.y) >= 16
    assert min(one.y, two.y) >= TOP + 8
