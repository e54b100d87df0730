"""What the search under capacity remembers of the designs that it looked at."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from capacitated.cases import small_flow

from siting.capacitated import incumbent
from siting.capacitated.dual import bound_of
from siting.capacitated.pairs import pairs_of
from siting.limits import Limits, Trace


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_remembered_has_a_limit_and_changes_no_answer(
    seed: int, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All designs, twice over, with room for a few of them and for all."""
    form = small_flow(seed, whole=whole)
    pairs, m = pairs_of(form), form.rules.m
    every = [np.array(x) for x in itertools.product((False, True), repeat=m)]
    found = []
    for kept in (3, 1000):
        monkeypatch.setattr(incumbent, "KEPT", kept)
        trace = Trace(Limits(), sign=1.0)
        best = incumbent.Incumbent(pairs, form.opening, form.rules, trace=trace)
        values = []
        for design in (*every, *every):
            values.append(best.look_at(design))
            assert len(best._seen) <= kept
        near = bound_of(pairs, form.opening, form.rules, np.zeros(pairs.n))
        best.search(form.rules.must.copy(), near, Limits(time_limit=60))
        assert len(best._seen) <= kept
        found.append((values, best.value))
    assert found[0] == found[1]
