"""Branch and bound on relaxations that are made up, against all designs."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest

from siting.branching.choice import Choice, MostUndecided, PseudoCosts
from siting.branching.relaxation import Fixed, Relaxed
from siting.branching.tree import Tree
from siting.cost import Floats
from siting.limits import Limits


class Table:
    """Values of all designs by chance; its bounds are too low, by chance too."""

    def __init__(self, m: int, *, seed: int, fails: float = 0.0) -> None:
        self._rng = np.random.default_rng(seed)
        self._fails = fails
        every = list(itertools.product((False, True), repeat=m))
        self.designs = np.array(every)
        self.value = np.round(self._rng.random(len(every)) * 1000)
        self.best = math.inf
        self.asked = 0

    def relax(self, part: Fixed, *, cutoff: float, seconds: float) -> Relaxed | None:
        """The least of the part, less up to 300, and a point by chance."""
        del cutoff, seconds
        self.asked += 1
        inside = ~(self.designs & part.closed).any(axis=1)
        inside &= ~(~self.designs & part.opened).any(axis=1)
        if not inside.any():
            return Relaxed(math.inf, np.zeros(len(part.closed)), part)
        if inside.sum() == 1:
            design = self.designs[inside][0]
            value = float(self.value[inside][0])
            return Relaxed(value, design.astype(float), part, is_whole=True)
        if self._rng.random() < self._fails:
            return None
        least = float(self.value[inside].min()) - self._rng.random() * 300
        y = self._rng.random(len(part.closed))
        y[part.closed], y[part.opened] = 0.0, 1.0
        return Relaxed(least, y, part)

    def probe(self, part: Fixed, sites: np.ndarray, *, seconds: float) -> Floats:
        """Anything: what is tried first is no matter of truth."""
        del part, seconds
        return self._rng.random((len(sites), 2)) * 100

    def heard(self, y: Floats, is_whole: bool) -> None:
        """Take the design nearest to a point."""
        del is_whole
        self.best = min(self.best, float(self.value[self._row(y)]))

    def _row(self, y: Floats) -> int:
        return int(np.flatnonzero((self.designs == (y > 0.5)).all(axis=1))[0])

    def cutoff(self) -> float:
        """Values are whole numbers."""
        return self.best - 1


def pseudo_costs(table: Table) -> Choice:
    """Pseudo-costs of the sites of a table."""
    return PseudoCosts(table, table.designs.shape[1])


def most_undecided(table: Table) -> Choice:
    """The rule that looks at nothing but the point."""
    del table
    return MostUndecided()


def grown(
    table: Table,
    limits: Limits,
    choice: Callable[[Table], Choice] = pseudo_costs,
) -> tuple[Tree, bool]:
    """A tree over a table, as far as it gets."""
    none = np.zeros(table.designs.shape[1], dtype=bool)
    tree = Tree(
        table, limits, cutoff=table.cutoff, heard=table.heard, choice=choice(table)
    )
    root = Relaxed(-math.inf, none + 0.5, Fixed(none, none))
    lowest = []

    def told() -> None:
        lowest.append(tree.bound)

    done = tree.run(root, told=told)
    assert all(bound <= table.value.min() for bound in lowest)
    return tree, done


@pytest.mark.parametrize("choice", [pseudo_costs, most_undecided])
@pytest.mark.parametrize("fails", [0.0, 0.2])
@pytest.mark.parametrize("seed", range(40))
def test_the_least_is_found_and_proved(
    seed: int, fails: float, choice: Callable[[Table], Choice]
) -> None:
    """Also when some relaxations say nothing."""
    table = Table(6, seed=seed, fails=fails)
    tree, done = grown(table, Limits(), choice)
    assert done
    assert table.best == table.value.min()
    assert table.best - 1 < tree.bound <= table.best
    assert tree.nodes <= 2**7


class Interrupted(Table):
    """Stops in the middle of a relaxation."""

    def relax(self, part: Fixed, *, cutoff: float, seconds: float) -> Relaxed | None:
        """Answer some, then be interrupted."""
        if self.asked == 9:
            raise KeyboardInterrupt
        return super().relax(part, cutoff=cutoff, seconds=seconds)


@pytest.mark.parametrize("seed", range(20))
def test_the_bound_of_a_tree_that_was_stopped_holds(seed: int) -> None:
    """The part that was being looked at counts: it may hold the best design."""
    table = Interrupted(6, seed=seed)
    none = np.zeros(6, dtype=bool)
    tree = Tree(
        table, Limits(), cutoff=table.cutoff, heard=table.heard, choice=MostUndecided()
    )
    root = Relaxed(-math.inf, none + 0.5, Fixed(none, none))
    try:
        tree.run(root, told=lambda: None)
    except KeyboardInterrupt:
        assert tree.bound <= table.value.min()


def test_the_time_limit_leaves_a_bound_that_holds() -> None:
    """No part is lost when time is up."""
    table = Table(8, seed=1)
    tree, done = grown(table, Limits(time_limit=1e-3))
    assert not done
    assert tree.bound <= table.value.min()


@pytest.mark.parametrize("seed", range(10))
def test_where_nothing_is_allowed_it_ends(seed: int) -> None:
    """No design, and so no cutoff: parts that hold nothing are closed all the same."""
    table = Table(4, seed=seed, fails=0.2)
    table.value[:] = math.inf
    tree, done = grown(table, Limits())
    assert done
    assert tree.bound == math.inf


def test_a_part_with_one_more_site_leaves_the_first_as_it_was() -> None:
    """Parts are frozen: the other child must not change."""
    none = np.zeros(3, dtype=bool)
    whole = Fixed(none, none)
    child = whole.with_site(1, is_open=True).with_site(2, is_open=False)
    assert not whole.opened.any()
    assert not whole.closed.any()
    assert child.opened.tolist() == [False, True, False]
    assert child.closed.tolist() == [False, False, True]


def test_an_interrupt_between_two_parts_loses_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also when it comes while the next one is taken."""
    for seed in range(10):
        table = Table(6, seed=seed)
        calls = []

        def interrupted(
            parts: list[object],
            calls: list[int] = calls,
            pop: Callable[[list[object]], object] = heapq.heappop,
        ) -> object:
            calls.append(1)
            taken = pop(parts)
            if len(calls) == 3:
                raise KeyboardInterrupt
            return taken

        none = np.zeros(6, dtype=bool)
        tree = Tree(
            table, Limits(),
            cutoff=table.cutoff, heard=table.heard, choice=MostUndecided(),
        )  # fmt: skip
        with monkeypatch.context() as patch:
            patch.setattr("siting.branching.tree.heapq.heappop", interrupted)
            root = Relaxed(-math.inf, none + 0.5, Fixed(none, none))
            try:
                tree.run(root, told=lambda: None)
            except KeyboardInterrupt:
                assert tree.bound <= table.value.min()
