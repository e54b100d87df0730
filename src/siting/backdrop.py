"""Lines and areas to draw behind a map: no part of any decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Backdrop:
    """Roads and client areas in the coordinates of the instance.

    Attributes
    ----------
    roads
        Class of road ('major', 'minor') -> lines, each (k, 2).
    areas
        Client id -> rings, each (k, 2).
    """

    roads: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    areas: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
