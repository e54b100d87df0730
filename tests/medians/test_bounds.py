"""Lists, bounds, fixing and cuts of small medians, against all their designs."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from medians.cases import all_costs, small_form
from scipy.optimize import linprog
from scipy.sparse import csr_array

from siting.forms import MedianForm
from siting.limits import Limits
from siting.listed import lists as of_lists
from siting.listed.lists import Lists, nearest_lists
from siting.medians.ascent import Ascent, bound_of
from siting.medians.fixing import fixable
from siting.medians.master import Master
from siting.medians.parts import cost_at_least
from siting.milp.hotlp import LPStatus

SEEDS = range(60)


def entries(lists: Lists) -> list[dict[int, float]]:
    """Site -> cost for each client."""
    parts = zip(lists.start[:-1], lists.start[1:], strict=True)
    return [
        dict(zip(lists.site[a:b].tolist(), lists.cost[a:b].tolist(), strict=True))
        for a, b in parts
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_lists_hold_the_nearest_that_may_serve(seed: int) -> None:
    """Sorted, without forbidden sites, and nothing beyond is nearer."""
    form = small_form(seed)
    table, rules = form.weighted(), form.rules
    for length in (1, 2, rules.m):
        lists = nearest_lists(form, length=length)
        for i, known in enumerate(entries(lists)):
            costs = list(known.values())
            assert costs == sorted(costs)
            assert all(table[i, j] == cost for j, cost in known.items())
            assert not rules.never[list(known)].any()
            served = min(table[i, rules.must], default=np.inf)
            for j in np.flatnonzero(~rules.never & np.isfinite(table[i])).tolist():
                assert j in known or table[i, j] >= min(lists.beyond[i], served)


@pytest.mark.parametrize("seed", SEEDS)
def test_sparse_costs_have_the_lists_of_dense_ones(seed: int) -> None:
    """A missing pair is unreachable, a stored 0 is a cost of 0."""
    form = small_form(seed)
    row, column = np.nonzero(np.isfinite(form.cost))
    pairs = (form.cost[row, column], (row, column))
    sparse = replace(form, cost=csr_array(pairs, shape=form.cost.shape))
    for length in (1, 3, form.rules.m):
        one = nearest_lists(form, length=length)
        two = nearest_lists(sparse, length=length)
        np.testing.assert_array_equal(one.start, two.start)
        np.testing.assert_array_equal(one.cost, two.cost)
        np.testing.assert_array_equal(one.beyond, two.beyond)


@pytest.mark.parametrize("seed", SEEDS)
def test_lengthened_lists_are_whole_for_some(seed: int) -> None:
    """And as they were for all others."""
    form = small_form(seed)
    short = nearest_lists(form, length=1)
    whole = nearest_lists(form, length=form.rules.m)
    some = np.arange(0, short.n, 2)
    mixed = entries(short.lengthened(form, some, length=short.m))
    for i, known in enumerate(mixed):
        assert known == entries(whole if i % 2 == 0 else short)[i]


@pytest.mark.parametrize("stored", [True, False])
@pytest.mark.parametrize("seed", SEEDS)
def test_lists_end_with_the_time_and_prove_no_more_than_the_least(
    seed: int, stored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clients are listed as far as the clock let it; nothing is claimed of the rest."""
    monkeypatch.setattr(of_lists, "BLOCK", 1)  # one client at a time
    form, over = small_form(seed), Limits(time_limit=1e-9)
    table, least = form.weighted(), all_costs(form)[1].min(initial=np.inf)
    if not stored:
        row, column = np.nonzero(np.isfinite(form.cost))
        pairs = (form.cost[row, column], (row, column))
        form = replace(form, cost=csr_array(pairs, shape=form.cost.shape))
    lists = nearest_lists(form, length=form.rules.m, limits=over)
    whole = nearest_lists(form, length=form.rules.m)
    assert entries(lists)[0] == entries(whole)[0]
    assert not any(entries(lists)[1:])
    assert (lists.beyond[1:] <= table.min(axis=1)[1:]).all()
    rng = np.random.default_rng([1, seed])
    for _ in range(5):
        multiplier = rng.random(lists.n) * rng.choice([0.1, 1.0, 30.0, 200.0])
        assert bound_of(lists, form.opening, form.rules, multiplier).value <= least
    every = np.arange(whole.n)
    assert whole.lengthened(form, every, length=form.rules.m, limits=over) is whole


@pytest.mark.parametrize("seed", SEEDS)
def test_no_multipliers_prove_more_than_the_least(seed: int) -> None:
    """Whatever they are, and however short the lists."""
    form = small_form(seed)
    least = all_costs(form)[1].min(initial=np.inf)
    rng = np.random.default_rng([1, seed])
    for length in (1, 2, form.rules.m):
        lists = nearest_lists(form, length=length)
        for _ in range(5):
            multiplier = rng.random(lists.n) * rng.choice([0.1, 1.0, 30.0, 200.0])
            bound = bound_of(lists, form.opening, form.rules, multiplier)
            assert bound.value <= least


def exactly(form: MedianForm, lists: Lists, multiplier: np.ndarray) -> Fraction:
    """The dual of multipliers over lists of all that may serve, in fractions."""
    used = [Fraction(x) for x in multiplier.tolist()]
    worth = [Fraction(x) for x in form.opening.tolist()]
    for lam, known in zip(used, entries(lists), strict=True):
        for j, cost in known.items():
            worth[j] += min(Fraction(cost) - lam, Fraction(0))
    designs = [np.flatnonzero(x) for x in all_costs(form)[0]]
    return sum(used, min(sum((worth[j] for j in x), Fraction(0)) for x in designs))


@pytest.mark.parametrize("seed", SEEDS)
def test_rounding_is_that_of_the_sites_in_the_sum(seed: int) -> None:
    """Never above the exact value; near it where one site is dear beyond measure."""
    form = small_form(seed)
    opening = form.opening / 10
    free = np.flatnonzero(form.rules.free)
    opening[free[:1]] = 1e10
    form = replace(form, cost=form.cost / 10, opening=opening)
    lists = nearest_lists(form, length=form.rules.m)
    rng = np.random.default_rng([2, seed])
    for scale in (0.7, 3.0, 20.0, 1e9):
        multiplier = (rng.random(lists.n) - 0.1) * scale
        exact = exactly(form, lists, multiplier)
        bound = bound_of(lists, form.opening, form.rules, multiplier)
        assert Fraction(bound.value) <= exact
        if exact < 1e6 and scale < 1e6:  # that site is closed
            assert exact - Fraction(bound.value) < 1e-11 * scale * lists.n


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ascent_only_climbs_and_stays_below(seed: int) -> None:
    """Its best bound is never above the least, and never falls."""
    form = small_form(seed)
    least = all_costs(form)[1].min(initial=np.inf)
    if not np.isfinite(least):
        return
    lists = nearest_lists(form, length=form.rules.m)
    ascent = Ascent(lists, form.opening, form.rules, first=np.zeros(lists.n))
    last = -np.inf
    for _ in range(5):
        ascent.climb(20, target=least)
        assert last <= ascent.best.value <= least
        last = ascent.best.value


@pytest.mark.parametrize("seed", SEEDS)
def test_fixing_leaves_out_no_design_below_the_cutoff(seed: int) -> None:
    """Trap: a site that must be open may not be counted as one that could close."""
    form = small_form(seed)
    designs, costs = all_costs(form)
    rng = np.random.default_rng([2, seed])
    lists = nearest_lists(form, length=form.rules.m)
    for _ in range(8):
        multiplier = rng.random(lists.n) * 25
        bound = bound_of(lists, form.opening, form.rules, multiplier)
        cutoff = bound.value + rng.random() * 40
        closed, opened = fixable(bound, form.rules, cutoff)
        assert not (form.rules.must & (closed | opened)).any()
        lost = (designs & closed).any(axis=1) | (~designs & opened).any(axis=1)
        assert (costs[lost] > cutoff).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_design_costs_no_less_than_its_lists_tell(seed: int) -> None:
    """With whole lists it is the cost itself."""
    form = small_form(seed)
    designs, costs = all_costs(form)
    for length in (1, form.rules.m):
        lists = nearest_lists(form, length=length)
        for design, cost in zip(designs, costs, strict=True):
            told = cost_at_least(lists, form.opening, design)
            assert told <= cost
            if length == form.rules.m:
                assert told == pytest.approx(cost)


def textbook(form) -> float:  # type: ignore[no-untyped-def]
    """Value of the linear relaxation of the textbook model, by scipy."""
    table, rules = form.weighted(), form.rules
    n, m = table.shape
    pairs = [(i, j) for i in range(n) for j in range(m) if np.isfinite(table[i, j])]
    columns = m + len(pairs)
    cost = np.concatenate([form.opening, [table[i, j] for i, j in pairs]])
    served, only = np.zeros((n, columns)), np.zeros((len(pairs), columns))
    for k, (i, j) in enumerate(pairs):
        served[i, m + k] = 1.0
        only[k, m + k], only[k, j] = 1.0, -1.0
    count = np.concatenate([np.ones(m), np.zeros(len(pairs))])
    upper = np.vstack([only, count, -count])
    limits = np.concatenate([np.zeros(len(pairs)), [rules.most, -rules.least]])
    bounds = [(float(a), 1.0 - b) for a, b in zip(rules.must, rules.never, strict=True)]
    found = linprog(
        cost, A_ub=upper, b_ub=limits, A_eq=served, b_eq=np.ones(n),
        bounds=bounds + [(0, 1)] * len(pairs),
    )  # fmt: skip
    return float(found.fun) if found.status == 0 else np.inf


@pytest.mark.parametrize("seed", SEEDS)
def test_cuts_end_at_the_bound_of_the_textbook_model(seed: int) -> None:
    """And the multipliers of the cuts prove as much by themselves.

    Trap: without the rows that ask for a listed site the bound falls where lists end.
    """
    form = small_form(seed)
    lists = nearest_lists(form, length=form.rules.m)
    master = Master(lists, form.opening, form.rules)
    first = bound_of(lists, form.opening, form.rules, lists.nearest * 1.5)
    if not np.isfinite(first.value):
        return
    master.bracket(first)
    expected = textbook(form)
    for _ in range(200):
        status = master.solve(seconds=10)
        if status is LPStatus.INFEASIBLE or not master.separate():
            break
    if status is LPStatus.INFEASIBLE:
        assert expected == np.inf
        return
    proved = bound_of(lists, form.opening, form.rules, master.multiplier)
    assert master.value == pytest.approx(expected, abs=1e-5)
    assert proved.value == pytest.approx(expected, abs=1e-5)
