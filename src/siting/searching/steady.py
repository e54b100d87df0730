"""Values without the last bits, in which the order of a sum shows."""

from __future__ import annotations

import numpy as np

from siting.cost import Floats

BITS = 40
"""Leading bits that count: differences below 1e-12 of a value are rounding."""


def steady(values: Floats) -> Floats:
    """Values rounded to their leading bits; whole numbers below 2**40 stay as they are.

    The same sum over the same clients may differ in its last bits from one block of
    designs to the next. No design is better than another for that.
    """
    mantissa, exponent = np.frexp(values)
    return np.asarray(np.ldexp(np.round(np.ldexp(mantissa, BITS)), exponent - BITS))
