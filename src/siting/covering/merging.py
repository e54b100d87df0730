"""The best design of the sites of several: branch and cut on few sites."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting.covering.incumbent import Incumbent
from siting.covering.reduction import Reduced
from siting.covering.work import Work
from siting.limits import Limits, Trace

Bools = NDArray[np.bool_]

PARTS = 60
"""Parts of the tree that are looked at."""


def merged(
    left: Reduced, some: Bools, start: Bools, *, limits: Limits
) -> tuple[Bools, float]:
    """The best choice (s,) among some sites, and the seconds that took, about.

    Good designs of a town are good in different quarters: their best is better than
    each, and few sites make a program whose bound is close.

    Aggarwal, C. C., Orlin, J. B., Tai, R. P. (1997). Optimized crossover for the
    independent set problem. Operations Research 45(2), 226-234.
    doi:10.1287/opre.45.2.226

    Parameters
    ----------
    some, start : (s,)
        The sites, and the best choice of them so far.
    """
    sub = left.only(some)
    if not len(sub.weight):  # all choices are as good
        return start, 0.0
    quiet = replace(limits, watch=None, start=None)
    trace = Trace(quiet, sign=-1.0)
    best = Incumbent(sub, quiet, trace)
    best.improve(start[some])
    work = Work(sub, best, limits=quiet, trace=trace, parts=PARTS)
    work.run()
    return best.design[left.site], work.seconds
