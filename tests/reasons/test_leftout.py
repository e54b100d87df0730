"""The fewest that are left out, against all choices of sites."""

from __future__ import annotations

import itertools
from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest

from siting import Instance
from siting.models import CFLP, LSCP, Hierarchical, KNearestPMedian, PMedian
from siting.reasons.answerable import bare
from siting.reasons.leftout import partial


@pytest.mark.parametrize("seed", range(5))
def test_no_choice_leaves_out_fewer(seed: int) -> None:
    """Two of seven sites, and nobody may go farther than 2."""
    rng = np.random.default_rng(seed)
    cost = np.round(rng.random((12, 7)) * 9)
    problem = PMedian(Instance.from_matrix(cost), p=2, max_travel=2)
    found = partial(problem, perf_counter() + 60)
    assert found is not None
    assert found.is_least
    pairs = [list(pair) for pair in itertools.combinations(range(7), 2)]
    least = min(int((cost[:, pair].min(axis=1) > 2).sum()) for pair in pairs)
    assert len(found.client) == least
    out = cost[:, found.design].min(axis=1) > 2
    assert found.client.tolist() == np.flatnonzero(out).tolist()


def test_groups_count_as_many_as_they_are() -> None:
    """One site for three alike or for two others: the two are left out."""
    cost = [[1, 9], [1, 9], [1, 9], [9, 1], [9, 1]]
    problem = LSCP(Instance.from_matrix(cost), radius=1, quotas=["at most 1 of 1, 2"])
    assert bare(problem).shape == (2 + 2, 2)  # open_some_site, a quota; two groups
    found = partial(problem, perf_counter() + 60)
    assert found is not None
    assert found.client.tolist() == [3, 4]


def test_shares_and_layers_are_told() -> None:
    """Room for 3 of 4 people; and one hospital for two islands."""
    town = Instance.from_matrix([[1, 1], [1, 1]], demand=[2, 2], sites=["A", "B"])
    found = partial(CFLP(replace(town, capacity=[2, 1])), perf_counter() + 60)
    assert found is not None
    assert found.share.sum() == pytest.approx(0.5)
    isles = Instance.from_matrix([[1, np.inf], [np.inf, 1]], sites=["A", "B"])
    question = Hierarchical(isles, p=2, hospitals=1, referral=0.5)
    found = partial(question, perf_counter() + 60)
    assert found is not None
    assert found.layer.tolist() == [1]


def test_lists_serve_just_beyond_their_end() -> None:
    """With lists of one site nobody is left out for whom there is a second one."""
    cost = [[1, 2, np.inf], [np.inf, np.inf, 1], [np.inf, np.inf, 1]]
    town = Instance.from_matrix(cost, sites=["A", "B", "C"])
    found = partial(KNearestPMedian(town, p=1, k=1), perf_counter() + 60)
    assert found is not None
    assert not len(found.client)
