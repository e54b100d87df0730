"""The hunt for better designs: nothing is lost, nothing invented, most is found."""

from __future__ import annotations

import numpy as np
import pytest
from covering.ring import choices, left_of, values

from siting.covering.hunt import Hunt
from siting.covering.incumbent import Incumbent
from siting.covering.merging import merged
from siting.covering.reduction import Reduced
from siting.kernels.cover import Interchange
from siting.limits import Limits, Trace

SEEDS = [seed for seed in range(60) if left_of(seed) is not None]


def poor(left: Reduced, limits: Limits) -> Incumbent:
    """The worst of all choices, as what is known so far."""
    designs = choices(left)
    worst = designs[values(left, designs).argmin()]
    best = Incumbent(left, limits, Trace(limits, sign=-1.0))
    best.value, best.design = left.offset + left.covered(worst), left.design(worst)
    return best


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("whole", [True, False])
def test_a_merge_is_the_best_choice_of_its_sites(
    seed: int, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of some sites' choices none covers more: without swaps, by branch and cut."""
    monkeypatch.setattr(Interchange, "improve", lambda *_, **__: True)
    left = left_of(seed, whole=whole)
    if left is None:  # with other weights nothing is left to choose
        return
    rng = np.random.default_rng(seed)
    designs = choices(left)
    start = designs[rng.integers(len(designs))]
    some = start | (rng.random(len(start)) < 0.5)
    before = start.copy()
    found, seconds = merged(left, some, start, limits=Limits())
    inside = ~(designs & ~some).any(axis=1)
    best = values(left, designs[inside]).max()
    assert left.offset + left.covered(found) == pytest.approx(best, rel=1e-6)
    assert not (found & ~some).any()
    assert found.sum() <= left.room
    assert seconds >= 0
    assert (start == before).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hunt_keeps_the_rules_and_tells_what_its_design_covers(seed: int) -> None:
    """From the worst design: a better one of as many sites, the same for a seed."""
    left = left_of(seed)
    assert left is not None
    found = []
    for _ in range(2):
        limits = Limits(seed=seed)
        best = poor(left, limits)
        before = best.value
        Hunt(best, limits).line()
        assert best.value >= before
        assert left.form.rules.violation(best.design[None, :])[0] == 0
        covered = left.offset + left.covered(best.design[left.site])
        assert best.value == pytest.approx(covered)
        found.append(best.design)
    assert (found[0] == found[1]).all()


def test_a_line_finds_the_best_of_nearly_all_little_ones() -> None:
    """Walks and merges leave one in fifty behind at most."""
    asked = [left for seed in range(100) if (left := left_of(seed)) is not None]
    missed = 0
    for left in asked:
        best = poor(left, Limits())
        Hunt(best, Limits()).line()
        missed += best.value < values(left, choices(left)).max() - 1e-9
    assert len(asked) > 50
    assert missed <= len(asked) / 50


def test_a_hunt_ends_when_time_is_up() -> None:
    """Neither a line nor what others earned for it goes on then."""
    left = left_of(SEEDS[0])
    assert left is not None
    limits = Limits(time_limit=1e-9)
    best = poor(left, limits)
    design = best.design.copy()
    Hunt(best, limits).line()
    Hunt(best, limits).earn(1e9)
    assert (best.design == design).all()


def test_a_hunt_ends_when_the_best_is_proved() -> None:
    """However much it might go on for: nothing can be better."""
    left = left_of(SEEDS[0])
    assert left is not None
    best = poor(left, Limits())
    best.bound = values(left, choices(left)).max()
    hunt = Hunt(best, Limits())
    hunt.earn(1e9)
    hunt.line()
    assert best.is_closed


def test_a_hunt_follows_when_less_is_left() -> None:
    """Sites that were left out meanwhile are not opened again."""
    left = left_of(SEEDS[1])
    assert left is not None
    best = Incumbent(left, Limits(), Trace(Limits(), sign=-1.0))
    hunt = Hunt(best, Limits())
    hunt.line()
    ours = best.design[left.site]
    kept = ours.copy()
    kept[np.flatnonzero(~ours)[:1]] = True
    smaller = left.only(kept)
    best.look_in(smaller)
    best.value = left.offset
    hunt.line()
    assert best.value > left.offset
    gone = left.site[~kept]
    assert not best.design[gone].any()
