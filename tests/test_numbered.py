from __future__ import annotations

import pickle

import numpy as np
import pytest

from siting import solve, validation
from siting.instance import Instance
from siting.models import MCLP
from siting.numbered import Numbered


@pytest.mark.parametrize("n", [0, 1, 9, 123])
def test_numbered_ids_are_the_tuple_of_them(n: int) -> None:
    """Length, members, slices, order, equality both ways, hash, and in a pickle."""
    ids, plain = Numbered(n), tuple(str(k + 1) for k in range(n))
    assert ids == plain
    assert plain == ids
    assert ids != (*plain, "x")
    assert hash(ids) == hash(plain)
    assert len(ids) == n
    assert list(ids) == list(plain)
    assert ids[2:5] == plain[2:5]
    assert [x in ids for x in ("0", "1", "01", "9", "٣", "", 1)] == [
        x in plain for x in ("0", "1", "01", "9", "٣", "", 1)
    ]
    assert pickle.loads(pickle.dumps(ids)) == ids
    if n:
        assert (ids[0], ids[-1], ids[np.int64(n - 1)]) == (plain[0], plain[-1], str(n))
        assert ids.index(plain[-1]) == n - 1


def test_an_instance_is_the_same_with_ids_made_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fingerprint, answer and assignment do not depend on how ids are kept."""
    rng = np.random.default_rng(2)
    here, there = rng.random((40, 2)), rng.random((6, 2))
    early = Instance.from_points(here, there)
    monkeypatch.setattr(validation, "COUNTED", 10)
    late = Instance.from_points(here, there)
    assert isinstance(early.clients, tuple)
    assert isinstance(late.clients, Numbered)
    assert early.fingerprint == late.fingerprint
    one, other = (solve(MCLP(x, p=2, radius=0.3)) for x in (early, late))
    assert one.assignment == other.assignment
    assert one.objective == other.objective
    again = pickle.loads(pickle.dumps(late))
    assert again.fingerprint == late.fingerprint


def test_a_fingerprint_does_not_depend_on_how_ids_are_joined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In one piece or in many."""
    from siting import instance

    cost = np.random.default_rng(1).random((20, 3))
    whole = Instance.from_matrix(cost).fingerprint
    monkeypatch.setattr(instance, "MANY", 7)
    assert Instance.from_matrix(cost).fingerprint == whole
