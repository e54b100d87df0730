"""How willingness to use a site falls with travel, within a catchment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from siting.cost import Floats
from siting.errors import ProblemError
from siting.ruling import check_choice, check_number

Kind = Literal["step", "linear", "gaussian", "exponential"]

NEGLIGIBLE = 1e-8
"""A smaller weight is none: who is that close to the edge is beyond it."""


@dataclass(frozen=True)
class Decay:
    """A weight in [0, 1] for every travel; 0 beyond the catchment.

    Attributes
    ----------
    kind
        step: 1 within the catchment (Luo and Wang, 2003, doi:10.1068/b29120).
        linear: 1 - travel / catchment. gaussian: Dai's, 1 at home and 0 at the edge,
        (exp(-(travel / catchment)^2 / 2) - exp(-1/2)) / (1 - exp(-1/2)) (Dai, 2010,
        doi:10.1016/j.healthplace.2010.06.012). exponential: exp(-beta travel), as in
        gravity models.
    catchment
        In the unit of cost; exactly at it is within.
    beta
        Per unit of cost, for the exponential one alone.

    >>> Decay("gaussian", 10.0)(np.array([0, 2.5, 5, 7.5, 10, 11])).round(4).tolist()
    [1.0, 0.9218, 0.7014, 0.3769, 0.0, 0.0]
    """

    kind: Kind
    catchment: float
    beta: float | None = None

    def __post_init__(self) -> None:
        check_choice("decay", self.kind, get_args(Kind))
        check_number("catchment", self.catchment)
        check_number("beta", self.beta, optional=True)
        if (self.kind == "exponential") != (self.beta is not None):
            wanted = "needs" if self.beta is None else "takes no"
            raise ProblemError(
                f"decay {self.kind!r} {wanted} beta: it says how fast exponential "
                "decay falls, per unit of cost."
            )

    def __call__(self, travel: Floats) -> Floats:
        """Weights of travels of any shape; 0 where that is infinite."""
        within = travel <= self.catchment
        part = np.where(within, travel, 0.0)
        if self.kind == "exponential":
            assert self.beta is not None
            weight = np.exp(-self.beta * part)
        elif self.kind == "step":
            weight = np.ones_like(part)
        else:
            part = part / self.catchment if self.catchment else part
            weight = 1 - part if self.kind == "linear" else _dai(part)
        return np.where(within & (weight >= NEGLIGIBLE), weight, 0.0)


def _dai(part: Floats) -> Floats:
    """Dai's Gaussian of travel over catchment."""
    edge = np.exp(-0.5)
    return np.asarray((np.exp(-0.5 * part**2) - edge) / (1 - edge))
