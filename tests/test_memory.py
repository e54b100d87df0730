from __future__ import annotations

import numpy as np
import pytest

from siting import memory, solve
from siting.errors import RefusedError
from siting.instance import Instance
from siting.models import PMedian
from siting.solvers.highs import Highs


def town() -> Instance:
    """A hundred villages."""
    xy = np.random.default_rng(1).random((100, 2))
    return Instance.from_points(xy, xy, name="big")


def test_what_does_not_fit_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before anything is built: what, how much, how much there is, what instead."""
    monkeypatch.setattr(memory, "memory_here", lambda: float(2**20))
    with pytest.raises(RefusedError) as caught:
        solve(PMedian(town(), p=3), "highs")
    assert str(caught.value) == (
        "highs on p-median, 'big', would need about 0 GiB, and this machine has 0; "
        "use interchange or lagrangian."
    )


def test_auto_takes_the_way_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too large for HiGHS is not too large for an answer with a bound."""
    monkeypatch.setattr(memory, "memory_here", lambda: float(2**22))
    found = solve(PMedian(town(), p=3))
    assert found.notes[0] == "auto picked branch-and-cut"
    assert Highs().refuses(found.problem) is not None
    assert found.is_optimal


def test_memory_of_this_machine_is_known() -> None:
    """More than a quarter of a GiB, or unknown."""
    assert memory.memory_here() > 2**28
