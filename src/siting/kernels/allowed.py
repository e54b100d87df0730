"""What a search has to know of the rules of a design."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Allowed(Protocol):
    """Which sites may be open, and how many; `siting.rules.Rules` is one."""

    @property
    def must(self) -> NDArray[np.bool_]:
        """Sites (m,) that cannot be closed."""

    @property
    def never(self) -> NDArray[np.bool_]:
        """Sites (m,) that cannot be opened."""

    @property
    def least(self) -> int:
        """Open sites at least."""

    @property
    def most(self) -> int:
        """Open sites at most."""
