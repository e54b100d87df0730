"""What tests of fronts share."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from siting.cost import Floats
from siting.fronts import programs
from siting.matrix import Matrix
from siting.milp.highs import Options, Result, solve


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of programs of a millisecond: no process of its own for each."""

    def solved(
        matrix: Matrix, options: Options, *, start: Floats | None = None
    ) -> tuple[Result, Floats | None]:
        result = solve(matrix, options, start=start)
        return result, result.x

    monkeypatch.setattr(programs, "child", SimpleNamespace(solve=solved))
