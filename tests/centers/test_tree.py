"""Branch and bound on covers, and the core that it works on, by enumeration."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from siting.centers.core import Core, central
from siting.centers.pairs import candidates
from siting.centers.tree import Tree, Verdict
from siting.limits import Limits


def least_cover(table: np.ndarray) -> int:
    """Number of sites that it takes, by looking at all choices."""
    for k in range(table.shape[1] + 1):
        for choice in combinations(range(table.shape[1]), k):
            if table[:, list(choice)].any(axis=1).all():
                return k
    raise AssertionError


def random_table(rng: np.random.Generator) -> np.ndarray:
    """Up to 14 clients and 10 sites, each client with a site."""
    clients, sites = int(rng.integers(1, 15)), int(rng.integers(1, 11))
    table = rng.random((clients, sites)) < rng.choice([0.15, 0.3, 0.5])
    table[np.arange(clients), rng.integers(sites, size=clients)] = True
    return table


def test_dominance_keeps_the_least_number() -> None:
    """And a cover of the core is a cover of all."""
    rng = np.random.default_rng(0)
    for _ in range(200):
        table = random_table(rng)
        for quickly in (False, True):
            core = Core.of(table, quickly=quickly)
            assert least_cover(core.table) == least_cover(table)
            assert (core.table.any(axis=1)).all()
            assert not core.is_hopeless


def test_a_client_without_a_site_is_hopeless() -> None:
    """Also among others that dominance drops."""
    table = np.array([[True, True], [False, False], [True, False]])
    assert Core.of(table).is_hopeless


def test_the_tree_says_what_enumeration_says() -> None:
    """One site less than it takes is refuted; as many as it takes are found."""
    rng = np.random.default_rng(1)
    branched = 0
    for _ in range(300):
        table = random_table(rng)
        least = least_cover(table)
        for k in (least - 1, least, least + 1):
            tree = Tree(Core(table, np.arange(table.shape[1])), k=k)
            verdict = tree.run(Limits(), nodes=10_000)
            branched += tree.nodes > 1
            if k < least:
                assert verdict is Verdict.REFUTED
                assert tree.done == pytest.approx(1.0)
            else:
                assert verdict is Verdict.COVERED
                assert len(tree.chosen) <= k
                assert table[:, tree.chosen].any(axis=1).all()
    assert branched > 20


def steiner(n: int = 3) -> np.ndarray:
    """The Steiner triples of order 9 (n = 2) or 27: hard covers with many ties."""
    points = np.array(np.meshgrid(*[range(3)] * n)).reshape(n, -1).T
    lines = {
        tuple(sorted((a, b, c)))
        for a, x in enumerate(points)
        for b, y in enumerate(points)
        for c, z in enumerate(points)
        if a < b < c and ((x + y + z) % 3 == 0).all()
    }
    table = np.zeros((len(lines), len(points)), dtype=bool)
    for row, line in enumerate(sorted(lines)):
        table[row, list(line)] = True
    return table


def test_steiner_covers() -> None:
    """STS 9 takes 5 and STS 27 takes 18 (Fulkerson, Nemhauser and Trotter, 1974)."""
    for n, least in ((2, 5), (3, 18)):
        core = Core.of(steiner(n))
        refuted = Tree(core, k=least - 1)
        assert refuted.run(Limits(), nodes=100_000) is Verdict.REFUTED
        assert refuted.nodes > 1
        assert Tree(core, k=least).run(Limits(), nodes=100_000) is Verdict.COVERED


def test_a_tree_goes_on_where_it_stopped() -> None:
    """Node by node it ends as it does in one go, and it never claims before."""
    core = Core.of(steiner(2))
    tree, steps = Tree(core, k=4), 0
    while tree.run(Limits(), nodes=1) is Verdict.OPEN:
        steps += 1
        assert tree.done < 1
    assert tree.done == pytest.approx(1.0)
    whole = Tree(core, k=4)
    whole.run(Limits(), nodes=10**6)
    assert tree.nodes == whole.nodes == steps + 1 or tree.nodes == steps


def test_time_that_is_up_is_no_proof() -> None:
    """A tree that was stopped says so."""
    limits = Limits(time_limit=1e-9)
    assert Tree(Core.of(steiner(2)), k=4).run(limits, nodes=99) is Verdict.OPEN


def test_branchings_have_two_sides() -> None:
    """What two clients have in common is neither all nor nothing of a tight row."""
    table = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]], dtype=bool)
    found = candidates(table, np.full(3, 0.5), count=8)
    assert [x.tolist() for x in found] == [
        [False, True, False],
        [True, False, False],
        [False, False, True],
    ]


def test_another_site_covers_no_less_from_nearer() -> None:
    """Of the sites that cover the same the most central is taken."""
    cost = np.array([[1.0, 3.0, 2.0], [9.0, 4.0, 2.0]])
    found = central(cost, cost < 10, np.array([0]))
    assert found.tolist() == [2]
    found = central(cost, cost < 4, np.array([0]))
    assert found.tolist() == [0] or found.tolist() == [2]
