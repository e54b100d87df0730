"""What else than cost is asked of the design of a median, as rows over its sites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats


@dataclass(frozen=True, eq=False)
class Side:
    """Further columns, between 0 and 1 and without cost, and rows over the sites.

    Attributes
    ----------
    columns
        How many there are.
    start, column, value
        The rows (compressed); columns count from the first site (m of them), and those
        of the side come after the sites.
    lower, upper : (rows,)
    """

    columns: int
    start: NDArray[np.int64]
    column: NDArray[np.int64]
    value: Floats
    lower: Floats
    upper: Floats
