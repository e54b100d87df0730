"""Bounds under capacity, and what they leave out, against all answers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from capacitated.cases import all_answers, small_flow, weighted
from scipy.optimize import linprog
from scipy.sparse import csr_array

from siting.branching.relaxation import Relaxed
from siting.capacitated.ascent import Ascent, first_pace
from siting.capacitated.dual import bound_of, has_room, sides, with_fewest
from siting.capacitated.pairs import Pairs, pairs_of
from siting.capacitated.relaxation import FlowRelaxation, Part
from siting.capacitated.reply import best_shares, good_wholes
from siting.capacitated.whole import WholePart, WholeRelaxation, kept, tightened
from siting.forms import FlowForm

SEEDS = pytest.mark.parametrize("seed", range(60))
BOTH = pytest.mark.parametrize("whole", [True, False])


def best_of(form: FlowForm) -> float:
    """The least cost of an answer; of shares design by design."""
    if form.whole:
        return min((value for value, _, _ in all_answers(form)), default=math.inf)
    table, rules, best = weighted(form), form.rules, math.inf
    for number in range(2**rules.m):
        design = np.array([bool(number >> j & 1) for j in range(rules.m)])
        if rules.violation(design[None, :])[0] == 0 and design.any():
            value = shared(form, table, design)
            best = min(best, value + float(form.opening[design].sum()))
    return best


def shared(form: FlowForm, table: np.ndarray, design: np.ndarray) -> float:
    """The best service in shares by some sites, by HiGHS in scipy."""
    cost = table[:, design]
    n, k = cost.shape
    room = np.minimum(form.capacity[design], form.load.sum())
    found = linprog(
        np.where(np.isfinite(cost), cost, 0.0).ravel(),
        A_ub=np.kron(form.load[None, :], np.eye(k)),
        b_ub=room,
        A_eq=np.kron(np.eye(n), np.ones((1, k))),
        b_eq=np.ones(n),
        bounds=[(0, 1 if x else 0) for x in np.isfinite(cost).ravel()],
    )
    return float(found.fun) if found.status == 0 else math.inf


def some_multipliers(pairs: Pairs, seed: int) -> list[np.ndarray]:
    """Multipliers by chance, huge and negative ones among them."""
    rng = np.random.default_rng(seed)
    scales = (0.0, 5.0, 40.0, 1e6)
    return [rng.random(pairs.n) * s - 0.1 * s for s in scales]


def started(pairs: Pairs, form: FlowForm, first: np.ndarray) -> Ascent:
    """An ascent from some multipliers."""
    pace = first_pace(pairs)
    return Ascent(pairs, form.opening, form.rules, first=first, pace=pace)


@SEEDS
@BOTH
def test_no_multipliers_prove_too_much(seed: int, whole: bool) -> None:
    """Whatever they are, no answer costs less."""
    form = small_flow(seed, whole=whole)
    pairs, best = pairs_of(form), best_of(form)
    for multiplier in some_multipliers(pairs, seed):
        bound = bound_of(pairs, form.opening, form.rules, multiplier)
        slack = 1e-9 * abs(best) + 1e-6 * (np.abs(multiplier).max() > 1e3)
        assert bound.value <= best + slack


@SEEDS
@BOTH
def test_both_states_of_a_site_are_bounds(seed: int, whole: bool) -> None:
    """Whatever the multipliers, of the answers with it and of those without it."""
    form = small_flow(seed, whole=whole)
    pairs, answers = pairs_of(form), all_answers(form)
    for multiplier in some_multipliers(pairs, seed)[:3]:
        ascent = started(pairs, form, multiplier)
        ascent.climb(20, target=200.0, enough=math.inf)
        both = sides(pairs, form.opening, form.rules, ascent.best)
        assert both.value >= ascent.best.value - 1e-9 * abs(ascent.best.value)
        for value, design, _ in answers:
            least = np.where(design, both.inside, both.outside).max()
            assert least <= value + 1e-9 * abs(value)


@SEEDS
@BOTH
def test_an_ascent_only_rises_and_stays_below(seed: int, whole: bool) -> None:
    """Towards any target."""
    form = small_flow(seed, whole=whole)
    pairs, best = pairs_of(form), best_of(form)
    if best == math.inf:
        return
    ascent = started(pairs, form, np.zeros(pairs.n))
    last = ascent.best.value
    for _ in range(10):
        ascent.climb(10, target=best + 1, enough=math.inf)
        assert last <= ascent.best.value <= best + 1e-9
        last = ascent.best.value


@SEEDS
@BOTH
def test_rules_of_room_leave_out_no_answer(seed: int, whole: bool) -> None:
    """As many sites as the room takes at least; and whether there is room at all."""
    form = small_flow(seed, whole=whole)
    pairs = pairs_of(form)
    answers = [design for _, design, _ in all_answers(form)]
    if answers:
        assert has_room(pairs, form.rules)
        fewest = with_fewest(pairs, form.rules).least
        assert fewest <= min(int(design.sum()) for design in answers)


@SEEDS
def test_pairs_are_those_that_may_serve(seed: int) -> None:
    """Dense and sparse costs give the same; nobody is listed who does not fit."""
    form = small_flow(seed, whole=True)
    pairs, table = pairs_of(form), weighted(form)
    may = np.isfinite(table) & ~form.rules.never
    may &= form.load[:, None] <= form.capacity
    found = np.full(table.shape, np.inf)
    found[pairs.client, pairs.site] = pairs.cost
    np.testing.assert_array_equal(found, np.where(may, table, np.inf))
    row, column = np.nonzero(np.isfinite(form.cost))
    sparse = csr_array((form.cost[row, column], (row, column)), shape=form.cost.shape)
    other = pairs_of(replace(form, cost=sparse))
    np.testing.assert_array_equal(pairs.start, other.start)
    np.testing.assert_array_equal(pairs.client, other.client)
    np.testing.assert_array_equal(pairs.cost, other.cost)


@SEEDS
def test_pairs_above_the_cutoff_are_in_no_better_answer(seed: int) -> None:
    """What is left out, pair or site, is in no answer below the cutoff."""
    form = small_flow(seed, whole=True)
    pairs, answers = pairs_of(form), all_answers(form)
    if not answers:
        return
    cutoff = float(np.median([value for value, _, _ in answers]))
    for multiplier in some_multipliers(pairs, seed)[1:3]:
        ascent = started(pairs, form, multiplier)
        ascent.climb(40, target=cutoff + 1, enough=math.inf)
        part = WholePart.of(pairs, form.rules, multiplier)
        both = sides(pairs, form.opening, form.rules, ascent.best)
        keep, rules = kept(part, form.opening, ascent.best, both, cutoff=cutoff)
        listed = set(zip(pairs.client[keep], pairs.site[keep], strict=True))
        for value, design, at in answers:
            if value < cutoff - 1e-9:
                assert not (design & rules.never).any()
                assert design[rules.must].all()
                assert listed >= set(enumerate(at.tolist()))


@SEEDS
def test_tightening_leaves_out_no_answer(seed: int) -> None:
    """Clients with one site left, and what then does not fit."""
    form = small_flow(seed, whole=True)
    rng = np.random.default_rng(seed)
    pairs = pairs_of(form)
    pairs = pairs.only(rng.random(len(pairs.client)) < 0.7)
    left = set(zip(pairs.client.tolist(), pairs.site.tolist(), strict=True))
    tight = tightened(WholePart.of(pairs, form.rules, np.zeros(pairs.n)))
    for _, design, at in all_answers(form):
        if left >= set(enumerate(at.tolist())):
            assert tight is not None
            kept_pairs = zip(tight.pairs.client, tight.pairs.site, strict=True)
            assert set(kept_pairs) >= set(enumerate(at.tolist()))
            assert not (design & tight.rules.never).any()
            assert design[tight.rules.must].all()
            assert design.sum() >= tight.rules.least


def parts_below(root: Relaxed, depth: int) -> list[Relaxed | Part | WholePart]:
    """The parts that come from deciding the first undecided questions both ways."""
    parts = [root.fixed]
    for _ in range(depth):
        split = []
        for part in parts:
            free = np.flatnonzero(~(part.closed | part.opened))
            if not len(free):
                split.append(part)
                continue
            split += [part.with_site(int(free[-1]), is_open=k) for k in (False, True)]
        parts = split
    return parts


@SEEDS
@BOTH
def test_the_best_of_all_parts_is_the_best_of_all(seed: int, whole: bool) -> None:
    """Decided both ways to the end, the least bound is the optimum."""
    form = small_flow(seed, whole=whole)
    pairs, best = pairs_of(form), best_of(form)
    if best == math.inf or not has_room(pairs, form.rules):
        return
    ascent = started(pairs, form, np.zeros(pairs.n))
    least = math.inf
    open_parts: list[Relaxed] = []
    if whole:
        wholes = WholeRelaxation(
            pairs, form.opening, form.rules, look=lambda *_: math.inf
        )
        relax = wholes.relax
        open_parts = [wholes.root(ascent, cutoff=math.inf)]
    else:
        shares = FlowRelaxation(pairs, form.opening, form.rules)
        relax = shares.relax
        open_parts = [shares.root(ascent, cutoff=math.inf)]
    while open_parts:
        now = open_parts.pop()
        if (now.fixed.closed | now.fixed.opened).all() or now.bound == math.inf:
            least = min(least, now.bound)
            continue
        for part in parts_below(now, 1):
            found = relax(part, cutoff=math.inf, seconds=60)
            assert found is not None
            open_parts.append(found)
    assert least == pytest.approx(best, abs=1e-7)


@SEEDS
def test_replies_are_what_they_say(seed: int) -> None:
    """Shares are the best there are; wholes are an answer, if any is found."""
    form = small_flow(seed, whole=False)
    pairs, table = pairs_of(form), weighted(form)
    design = ~form.rules.never
    sites = np.flatnonzero(design)
    best, reply = shared(form, table, design), best_shares(pairs, sites)
    assert (reply is None) == (best == math.inf)
    if reply is not None:
        assert reply.value == pytest.approx(best, abs=1e-7)
        total = np.bincount(reply.served.client, reply.served.share)
        assert total == pytest.approx(np.ones(pairs.n))
    whole = good_wholes(pairs_of(replace(form, whole=True)), sites)
    if whole is not None:
        at = whole.served.site
        assert whole.value == pytest.approx(table[np.arange(len(at)), at].sum())
        assert (np.bincount(at, form.load, minlength=pairs.m) <= form.capacity).all()
