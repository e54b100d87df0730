"""What makes new designs of old ones keeps the rules, and does what it says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from chance import some_rules

from siting.instance import Instance
from siting.rules import Rules
from siting.searching.ahead import ahead, blended
from siting.searching.construct import random_design
from siting.searching.ground import Ground
from siting.searching.mixing import mixed
from siting.searching.most_wanted import decoded, most_wanted
from siting.searching.neighbours import Bools
from siting.searching.pulling import pulled
from siting.searching.stepping import stepped
from siting.searching.swarm_keys import keys_of

Case = tuple[Rules, Ground, Bools, Bools, np.random.Generator]


def cases(count: int) -> Iterator[Case]:
    """Rules with a place for every site, and two lots of designs that keep them."""
    rng = np.random.default_rng(12)
    for _ in range(count):
        m = int(rng.integers(1, 14))
        rules = some_rules(rng, m)
        xy = rng.integers(0, 9, (m, 2)).astype(float)
        lots = [
            np.array([random_design(rules, rng) for _ in range(6)]) for _ in range(2)
        ]
        yield rules, Ground(Instance.from_points(xy, xy)), lots[0], lots[1], rng


def test_mixed_designs_keep_what_both_have() -> None:
    """And open nothing that neither opens; counts lie between theirs."""
    for rules, _, one, other, rng in cases(300):
        child = mixed(rules, one, other, rng)
        assert not rules.violation(child).any()
        assert not ((one & other) & ~child).any()
        assert not (child & ~(one | other)).any()
        counts = np.sort([one.sum(axis=1), other.sum(axis=1)], axis=0)
        assert (counts[0] <= child.sum(axis=1)).all()
        assert (child.sum(axis=1) <= counts[1]).all()


def test_a_step_is_one_allowed_move() -> None:
    """A swap, or one site more or less where the number is free; over time any."""
    kinds = set()
    for rules, ground, one, _, rng in cases(300):
        moved = stepped(rules, one, ground, rng)
        assert not rules.violation(moved).any()
        more = (moved & ~one).sum(axis=1)
        less = (one & ~moved).sum(axis=1)
        assert (more <= 1).all()
        assert (less <= 1).all()
        kinds |= set(zip(more.tolist(), less.tolist(), strict=True))
    assert kinds == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_most_steps_lead_nearby() -> None:
    """To one of the ten nearest sites, where all of these are closed."""
    xy = np.random.default_rng(0).random((200, 2))
    ground = Ground(Instance.from_points(xy, xy))
    none = np.zeros(200, dtype=bool)
    rules = Rules(none, none, 1, 1)
    designs = np.repeat((np.arange(200) == 7)[None, :], 500, axis=0)
    moved = stepped(rules, designs, ground, np.random.default_rng(1))
    assert not moved[:, 7].any()
    near = moved[:, ground.neighbours[7]].any(axis=1).mean()
    assert 0.75 < near < 0.9


def test_a_pull_brings_a_design_nearer_to_its_source() -> None:
    """By up to so many sites, and never farther; after enough of them it is there."""
    for rules, ground, one, other, rng in cases(300):
        for design, source in zip(one, other, strict=True):
            pulls = int(rng.integers(0, 4))
            found = pulled(design, source, pulls, ground, rng)
            assert not rules.violation(found[None, :]).any()
            before, after = (design != source).sum(), (found != source).sum()
            assert before - 2 * pulls <= after <= before - min(before, pulls)
            end = pulled(design, source, rules.m, ground, rng)
            assert (end == source).all()


def test_a_new_site_takes_the_place_of_the_nearest() -> None:
    """Of those that the source does not open."""
    xy = np.array([[0.0, 0], [1, 0], [10, 0], [11, 0], [1.5, 0]])
    ground = Ground(Instance.from_points(xy, xy))
    design, source = (np.isin(np.arange(5), on) for on in ([0, 2], [1, 3]))
    found = pulled(design, source, 1, ground, np.random.default_rng(0))
    assert np.flatnonzero(found).tolist() in ([1, 2], [0, 3])


def test_the_most_wanted_sites_are_open() -> None:
    """As sorting says, the first on ties, within what must and may be."""
    for rules, _, one, _, rng in cases(200):
        keys = rng.integers(0, 4, one.shape).astype(float)
        sizes = rng.integers(rules.least, rules.most, size=len(one), endpoint=True)
        found = most_wanted(rules, keys, sizes)
        for design, key, size in zip(found, keys, sizes, strict=True):
            order = sorted(
                range(rules.m),
                key=lambda j: (not rules.must[j], rules.never[j], -key[j], j),
            )
            assert sorted(order[:size]) == np.flatnonzero(design).tolist()


def test_keys_stand_for_the_designs_that_they_are_made_of() -> None:
    """There and back again; any keys stand for a design that is allowed."""
    for rules, _, one, _, rng in cases(200):
        assert (decoded(rules, keys_of(one, rng)) == one).all()
        assert not rules.violation(decoded(rules, rng.random(one.shape))).any()


def test_less_violation_comes_before_better_values() -> None:
    """Then dominance; equals are neither ahead nor behind."""
    values = np.array([[5.0, 5], [1, 1], [1, 2], [2, 1], [1, 1], [0, 9]])
    others = np.array([[1.0, 1], [5, 5], [1, 1], [1, 2], [1, 1], [0, 8]])
    violation, broken = np.array([0.0, 3, 0, 0, 1, 2]), np.array([1.0, 2, 0, 0, 1, 2])
    found = ahead(values, violation, others, broken)
    assert found.tolist() == [1, -1, -1, 0, 0, -1]


def test_one_number_says_the_same_as_being_ahead() -> None:
    """Whoever is ahead has no larger one, and what breaks rules the largest."""
    rng = np.random.default_rng(3)
    for _ in range(200):
        values = rng.integers(0, 5, (8, 2)).astype(float)
        violation = rng.integers(0, 3, 8).astype(float)
        values[violation > 0] = np.inf
        score = blended(values, violation)
        for k in range(8):
            won = ahead(
                np.repeat(values[[k]], 8, 0),
                np.repeat(violation[k], 8),
                values,
                violation,
            )
            assert (score[k] <= score[won > 0]).all()
        if (violation > 0).any() and (violation == 0).any():
            assert score[violation > 0].min() >= score[violation == 0].max()
