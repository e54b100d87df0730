"""Limits that are priced, against all designs."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from fronts.test_sweep import town

from siting import pareto, solve
from siting.cost import Floats
from siting.forms import CenterForm, CoverForm, MedianForm
from siting.fronts import choice, priced
from siting.fronts.beside import Beside, Limited, limited_by
from siting.fronts.cuts import CutEpsilon
from siting.fronts.double import Double
from siting.fronts.epsilon import Answered, Bools, Ended
from siting.fronts.price import beginning, climbed, price_of
from siting.fronts.priced import PricedEpsilon
from siting.instance import Instance
from siting.limits import Limits
from siting.listed.lists import Lists
from siting.models import MCLP, UFLP, GradualCover, PCenter, PMedian
from siting.problem import Problem
from siting.solution import Termination
from siting.tradeoff import Tradeoff

KINDS = ("coverage", "center", "median", "charge+coverage", "charge+median")


class Never:
    """Who must not be asked."""

    def bound(self, limit: float, *, start: Bools | None, seconds: float) -> float:
        """Prices were to do it alone."""
        raise AssertionError((limit, start, seconds))

    def solve(
        self, limit: float, *, start: Bools | None, floor: float, seconds: float
    ) -> Answered:
        """Prices were to do it alone."""
        raise AssertionError((limit, start, floor, seconds))


def asked(kind: str, seed: int, *, whole: bool) -> tuple[Problem, Problem]:
    """A median, and what is limited beside it."""
    rng = np.random.default_rng([seed, KINDS.index(kind), 7])
    place = town(rng, whole=whole)
    p, radius = int(rng.integers(1, place.m)), float(rng.integers(1, 8))
    required = ["1"] if rng.random() < 0.2 else []
    forbidden = [str(place.m)] if rng.random() < 0.2 else []
    median = PMedian(place, p=p, required=required, forbidden=forbidden)
    one, other = {
        "coverage": (median, MCLP(place, p=p, radius=radius)),
        "center": (median, PCenter(place, p=p)),
        "median": (median, UFLP(place)),
        "charge+coverage": (UFLP(place), MCLP(place, budget=1e9, radius=radius)),
        "charge+median": (UFLP(place), PMedian(place, p=p)),
    }[kind]
    first, second = Tradeoff.of([one, other]).problems
    return first, second


def form_of(problem: Problem) -> MedianForm | CoverForm | CenterForm:
    """Its shape, which is one that can be limited."""
    form = problem.shape()
    assert isinstance(form, MedianForm | CoverForm | CenterForm)
    return form


def beside(first: Problem, second: Problem) -> Limited:
    """The second beside the first."""
    median = form_of(first)
    assert isinstance(median, MedianForm)
    return limited_by(median, form_of(second))


def every(problems: Sequence[Problem]) -> tuple[Bools, Floats]:
    """All designs that keep the rules of the first, and values to be minimised."""
    m = problems[0].instance.m
    designs = np.array(list(itertools.product([False, True], repeat=m)))
    designs = designs[problems[0].rules.violation(designs) == 0]
    found = [(p.sign, *p.evaluate(designs)) for p in problems]
    values = [np.where(off > 0, np.inf, sign * v[:, 0]) for sign, v, off in found]
    return designs, np.column_stack(values)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_the_limited_value_is_that_of_its_model(kind: str, whole: bool) -> None:
    """Told from the costs beside those of the median."""
    for seed in range(20):
        first, second = asked(kind, seed, whole=whole)
        designs, values = every([first, second])
        limited = beside(first, second)
        for design, value in zip(designs, values[:, 1], strict=True):
            if design.any():
                assert limited.value(design) == pytest.approx(value, rel=1e-12)


def test_coverage_goes_with_clients() -> None:
    """Circles around clients need no row of their own, whatever covers them."""
    for seed in range(20):
        first, second = asked("coverage", seed, whole=True)
        limited = beside(first, second)
        assert isinstance(limited, Beside)
        assert len(limited.apart) == 0


def crossed(rng: np.random.Generator) -> tuple[MedianForm, MedianForm]:
    """Two medians of the same sites that find different sites near."""
    place = town(rng, whole=True)
    rules = PMedian(place, p=1).rules
    shape = (place.n, place.m)
    one, two = (rng.integers(0, 30, shape).astype(float) for _ in range(2))
    weight, nothing = np.ones(place.n), np.zeros(place.m)
    opening = rng.integers(0, 9, place.m).astype(float)
    return (
        MedianForm(weight, one, nothing, rules),
        MedianForm(weight, two, opening, rules),
    )


def test_bounds_hold_at_any_price() -> None:
    """Also where the two costs go different ways, with few steps and with many."""
    rng = np.random.default_rng(3)
    for _ in range(60):
        first, second = crossed(rng)
        limited = limited_by(first, second)
        m = first.rules.m
        designs = np.eye(m, dtype=bool)
        cost = np.asarray(first.cost).sum(axis=0)
        other = np.array([limited.value(d) for d in designs])
        table = np.asarray(second.cost)
        np.testing.assert_allclose(other, table.sum(axis=0) + second.opening)
        limit = float(rng.choice(other)) + 0.5
        best = float(cost[other <= limit].min())
        double = limited.within(limit)
        for price in (0.0, 0.1, 1.0, 7.0, 1e6):
            begin = beginning(double, price, designs[int(np.argmin(other))])
            for steps in (1, 100):
                found = climbed(
                    double, first.rules, price, begin,
                    steps=steps, target=best, enough=np.inf,
                )  # fmt: skip
                assert found.value <= best


def solved(
    first: Problem, second: Problem, limit: float, start: Bools, points: Floats
) -> Answered:
    """Answered by prices alone."""
    epsilon = PricedEpsilon(
        first, beside(first, second), Limits(), step=0.0,
        points=lambda: points, heard=lambda _: None, otherwise=Never,
    )  # fmt: skip
    return epsilon.solve(limit, start=start, floor=-np.inf, seconds=60)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_prices_find_the_least_cost_within_a_limit(kind: str, whole: bool) -> None:
    """From the worst design that keeps it, whatever points are known."""
    tried = 0
    for seed in range(40):
        first, second = asked(kind, seed, whole=whole)
        designs, values = every([first, second])
        kept = np.isfinite(values).all(axis=1) & designs.any(axis=1)
        designs, values = designs[kept], values[kept]
        if not len(values):
            continue
        rng = np.random.default_rng(seed)
        limit = float(rng.choice(values[:, 1])) + 1e-4
        may = values[:, 1] <= limit
        worst = int(np.argmax(np.where(may, values[:, 0], -np.inf)))
        some = rng.random(len(values)) < 0.5
        found = solved(first, second, limit, designs[worst], values[some][:, ::-1])
        best = float(values[may, 0].min())
        assert found.ended is Ended.PROVED
        assert found.design is not None
        place = np.flatnonzero((designs == found.design).all(axis=1))
        assert values[place[0], 0] == pytest.approx(best, rel=1e-9)
        assert values[place[0], 1] <= limit
        assert found.bound <= best * (1 + 1e-12)
        assert found.bound >= best - 1e-8 * max(1.0, best)
        tried += 1
    assert tried > 30


def test_a_price_is_the_slope_of_what_is_known() -> None:
    """Of the hull, whose points alone count; none beyond its last one."""
    points = np.array([[-10.0, 100.0], [-8.0, 70.0], [-6.0, 50.0], [-7.0, 69.0]])
    assert price_of(points, -9.0) == 15.0
    assert price_of(points, -7.0) == 10.0
    assert price_of(points, -12.0) == 15.0
    assert price_of(points, 0.0) == 0.0
    assert price_of(points[:1], -10.0) == 0.0


def test_another_method_goes_on_from_where_prices_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the best design and bound so far, when too many parts are left."""
    rng = np.random.default_rng(5)
    cost = rng.integers(1, 100, (60, 30)).astype(float)
    place = Instance.from_matrix(cost, demand=rng.integers(1, 9, 60).astype(float))
    first, second = PMedian(place, p=6), MCLP(place, p=6, radius=20)
    heard: list[tuple[Bools | None, float]] = []

    class Other:
        """Who takes over."""

        def bound(self, limit: float, *, start: Bools | None, seconds: float) -> float:
            """Nothing is asked of it but to go on."""
            raise AssertionError((limit, start, seconds))

        def solve(
            self, limit: float, *, start: Bools | None, floor: float, seconds: float
        ) -> Answered:
            """Keep what was handed on."""
            del limit, seconds
            heard.append((start, floor))
            return Answered(Ended.STOPPED, start, floor)

    monkeypatch.setattr(priced, "NODES", 1)
    epsilon = PricedEpsilon(
        first, beside(first, second), Limits(), step=1.0,
        points=lambda: np.empty((0, 2)), heard=lambda _: None, otherwise=Other,
    )  # fmt: skip
    most = solve(second)
    assert most.design is not None
    found = epsilon.solve(
        10 - most.objective, start=most.design, floor=-np.inf, seconds=60
    )
    assert len(heard) == 1
    design, floor = heard[0]
    assert found.programs == 2
    assert design is not None
    assert design.sum() == 6
    assert 0 < floor < first.evaluate(design[None])[0][0, 0]


def test_lists_keep_only_pairs_that_are_near_enough() -> None:
    """A limit on the worst case closes pairs, and nothing else."""
    first, second = asked("center", 1, whole=True)
    limited, median, form = beside(first, second), first.shape(), second.shape()
    assert isinstance(median, MedianForm)
    assert isinstance(form, CenterForm)
    far = form.weighted(slice(None), slice(None))
    for limit in np.unique(far[np.isfinite(far)]):
        double = limited.within(float(limit))
        assert isinstance(double, Double)
        row = np.repeat(np.arange(double.lists.n), np.diff(double.lists.start))
        held = np.zeros(far.shape, dtype=bool)
        held[row, double.lists.site] = True
        reached = np.isfinite(median.weighted())
        assert (held == ((far <= limit) & reached)).all()


def any_cover(rng: np.random.Generator, median: MedianForm) -> CoverForm:
    """Groups that any sites cover, near or far."""
    n, m = median.cost.shape
    client, site = np.nonzero(rng.random((n, m)) < 0.4)
    weight = rng.integers(0, 5, n).astype(float)
    return CoverForm.of_pairs(weight, client, site, rules=median.rules)


@pytest.mark.parametrize("kind", ["same", "crossed", "coverage"])
def test_a_priced_median_costs_both(kind: str) -> None:
    """Of any design, at any price; and nearest sites come first at each."""
    rng = np.random.default_rng([9, len(kind)])
    for _ in range(30):
        first, second = crossed(rng)
        if kind == "same":
            second = MedianForm(
                first.weight, 2 * np.asarray(first.cost), second.opening, first.rules
            )
        limited = limited_by(
            first, any_cover(rng, first) if kind == "coverage" else second
        )
        assert isinstance(limited, Beside)
        for price in (0.0, 0.5, 3.0):
            lists, opening = limited.double.at(price)
            for begin, end in itertools.pairwise(lists.start):
                assert (np.diff(lists.cost[begin:end]) >= 0).all()
            for design in every_design(first.rules.m):
                own = np.asarray(first.cost)[:, design].min(axis=1).sum()
                both = own + price * (limited.value(design) - limited.offset)
                told = nearest_cost(lists, design) + opening[design].sum()
                assert told == pytest.approx(both)


def every_design(m: int) -> Bools:
    """All designs (k, m) with an open site."""
    return np.array(list(itertools.product([False, True], repeat=m)))[1:]


def nearest_cost(lists: Lists, design: Bools) -> float:
    """What the first open site in each list costs, all together."""
    total = 0.0
    for begin, end in itertools.pairwise(lists.start):
        total += lists.cost[begin:end][design[lists.site[begin:end]]][0]
    return float(total)


def test_coverage_from_far_is_told_as_its_form_tells_it() -> None:
    """Also where no client's nearest sites are those that cover a group."""
    rng = np.random.default_rng(4)
    apart = 0
    for _ in range(30):
        first, _ = crossed(rng)
        cover = any_cover(rng, first)
        limited = limited_by(first, cover)
        assert isinstance(limited, Beside)
        apart += len(limited.apart)
        site = np.repeat(np.arange(first.rules.m), np.diff(cover.start))
        for design in every_design(first.rules.m):
            seen = np.unique(cover.client[design[site]])
            assert limited.value(design) == pytest.approx(-cover.weight[seen].sum())
    assert apart > 0


def test_equally_near_sites_do_not_belong_to_two_groups_at_once() -> None:
    """Of a client of no weight, to whom every set of sites is as near as any other."""
    rng = np.random.default_rng(6)
    for _ in range(60):
        first, _ = crossed(rng)
        weight = rng.integers(0, 2, len(first.weight)).astype(float)
        first = replace(first, weight=weight)
        cover = any_cover(rng, first)
        limited = limited_by(first, cover)
        assert isinstance(limited, Beside)
        lists, opening = limited.double.at(1.0)
        site = np.repeat(np.arange(first.rules.m), np.diff(cover.start))
        for design in every_design(first.rules.m):
            seen = np.unique(cover.client[design[site]])
            other = -float(cover.weight[seen].sum())
            own = float(weight @ np.asarray(first.cost)[:, design].min(axis=1))
            assert limited.value(design) == other
            told = nearest_cost(lists, design) + opening[design].sum()
            assert told == own + other - limited.offset


def test_groups_count_as_clients_where_size_is_limited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Levels of credit are many more than clients, and each has a row of its own."""
    cost = np.random.default_rng(2).integers(1, 90, (9, 8)).astype(float)
    place = Instance.from_matrix(cost)
    first = PMedian(place, p=3)
    for second, is_priced in (
        (MCLP(place, p=3, radius=30), True),
        (GradualCover(place, p=3, full_radius=10, zero_radius=80), False),
    ):
        monkeypatch.setattr(choice, "LARGE", cost.size)
        epsilon = choice.epsilon_of(
            first, second, Limits(), step=1.0,
            points=lambda: np.empty((0, 2)), heard=lambda _: None,
        )  # fmt: skip
        assert isinstance(epsilon, PricedEpsilon) == is_priced


def test_an_interrupt_keeps_what_a_scalar_problem_found_so_far(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A front has the designs that were better than what was known before."""
    cost = np.random.default_rng(4).integers(1, 90, (30, 15)).astype(float)
    place = Instance.from_matrix(cost)
    problems = [PMedian(place, p=4), PCenter(place, p=4)]
    kept: list[tuple[Bools, Bools]] = []

    def interrupted(
        epsilon: PricedEpsilon, limit: float, start: Bools, floor: float, seconds: float
    ) -> Answered:
        found = searched(epsilon, limit, start, floor, seconds)
        assert found.design is not None
        kept.append((start, found.design))
        raise KeyboardInterrupt

    searched = PricedEpsilon._searched
    monkeypatch.setattr(PricedEpsilon, "_searched", interrupted)
    front = pareto(problems, "sweep", evaluations=1)
    ((start, design),) = kept
    assert (start != design).any()
    assert front.termination is Termination.INTERRUPTED
    values, _ = front.tradeoff.evaluate(design[None, :])
    assert (front.turned <= values).all(axis=1).any()


def test_bounds_of_prices_and_cuts_hold_and_say_something() -> None:
    """At any limit, whichever is asked; without a design prices say nothing."""
    told = 0
    for seed in range(12):
        first, second = asked("coverage", seed, whole=True)
        designs, values = every([first, second])
        kept = np.isfinite(values).all(axis=1)
        designs, values = designs[kept], values[kept]
        if not len(values):
            continue
        median, cover = first.shape(), second.shape()
        assert isinstance(median, MedianForm)
        assert isinstance(cover, CoverForm)
        by_prices = PricedEpsilon(
            first, beside(first, second), Limits(), step=1.0,
            points=partial(np.flip, values, axis=1), heard=lambda _: None,
            otherwise=Never,
        )  # fmt: skip
        by_cuts = CutEpsilon(first, median, cover, Limits(), step=1.0)
        for limit in np.unique(values[:, 1]) + 0.5:
            may = values[:, 1] <= limit
            best = float(values[may, 0].min())
            start = designs[may][0]
            found = by_prices.bound(limit, start=start, seconds=60)
            cut = by_cuts.bound(limit, start=None, seconds=60)
            assert max(found, cut) <= best * (1 + 1e-9)
            assert min(found, cut) > 0.5 * best - 1.0
            told += 1
        assert by_prices.bound(-1.0, start=None, seconds=60) == -np.inf
    assert told > 30
