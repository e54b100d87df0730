"""How good a set of points is: volume, distance and share, against a corner or a front.

All values are to be minimised (`siting.front.Front.turned`), and on one scale
(`normalised`) where distances between points are measured. Dominated points are allowed
everywhere. A point with an endless value (inf) is one that nobody can have, and is left
out; nan and -inf are refused. What has no answer, such as a share of nothing, is nan.

Hypervolume, IGD+, epsilon and attainment are computed by moocore. What published
studies print beside them is in `siting.measures.zitzler`, which points weighted sums
find in `siting.measures.hull`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.errors import UsageError

SAME = 1e-9
"""Two values are the same point's when they differ by this share of the larger."""


def hypervolume(points: Floats, corner: Floats) -> float:
    """Volume (in the product of the units) that points dominate below a corner.

    Zitzler, E., Thiele, L. (1999). Multiobjective evolutionary algorithms: a
    comparative case study and the strength Pareto approach. IEEE Transactions on
    Evolutionary Computation 3(4), 257-271. doi:10.1109/4235.797969

    Parameters
    ----------
    points : (k, q)
        Without any the volume is 0; what lies beyond the corner adds nothing.
    corner : (q,)
        Finite, and no better than any point that should count.
    """
    found = allowed(points)
    limit = np.asarray(corner, dtype=float)
    if limit.shape != found.shape[1:] or not np.isfinite(limit).all():
        raise UsageError(
            f"the corner is {limit.tolist()}; expected {found.shape[1]} finite "
            "numbers, one for each objective."
        )
    if not len(found):
        return 0.0
    import moocore

    return float(moocore.hypervolume(found, ref=limit))


def hypervolume_ratio(points: Floats, reference: Floats, corner: Floats) -> float:
    """Volume of the points over that of a reference; nan where the latter has none.

    At most 1 where the reference is a complete front.
    """
    whole = hypervolume(reference, corner)
    return hypervolume(points, corner) / whole if whole > 0 else math.nan


def igd_plus(points: Floats, reference: Floats) -> float:
    """How far the reference's points are from being reached, on average.

    The distance from a point of the reference counts only what is worse, so it is 0
    exactly where every point of the reference is met or beaten. Without points it is
    inf, without a reference nan.

    Ishibuchi, H., Masuda, H., Tanigaki, Y., Nojima, Y. (2015). Modified distance
    calculation in generational distance and inverted generational distance. EMO 2015,
    110-125. doi:10.1007/978-3-319-15892-1_8
    """
    found, wanted = _pair(points, reference)
    if not len(found) or not len(wanted):
        return math.nan if not len(wanted) else math.inf
    import moocore

    return float(moocore.igd_plus(found, ref=wanted))


def additive_epsilon(points: Floats, reference: Floats) -> float:
    """The least amount by which points must improve to meet all of the reference.

    0 for a set against itself; negative where the points are better in everything.
    Without points it is inf, without a reference nan.

    Zitzler, E., Thiele, L., Laumanns, M., Fonseca, C. M., Grunert da Fonseca, V.
    (2003). Performance assessment of multiobjective optimizers: an analysis and review.
    IEEE Transactions on Evolutionary Computation 7(2), 117-132.
    doi:10.1109/TEVC.2003.810758
    """
    found, wanted = _pair(points, reference)
    if not len(found) or not len(wanted):
        return math.nan if not len(wanted) else math.inf
    import moocore

    return float(moocore.epsilon_additive(found, ref=wanted))


def share_found(
    points: Floats, reference: Floats, *, proven: NDArray[np.bool_] | None = None
) -> float:
    """Share of the reference's points that are hit, but for rounding (`SAME`).

    Parameters
    ----------
    points : (k, q)
    reference : (l, q)
    proven : (l,)
        Which points of the reference count: those proved. None: all. nan where none.
    """
    allowed(reference)
    wanted = np.asarray(reference, dtype=float)
    wanted = allowed(wanted if proven is None else wanted[proven])
    found, wanted = _pair(points, wanted)
    if not len(wanted):
        return math.nan
    hit = np.zeros(len(wanted), dtype=bool)
    for k, point in enumerate(wanted):
        near = SAME * np.maximum(np.abs(found), np.abs(point))
        hit[k] = (np.abs(found - point) <= near).all(axis=1).any()
    return float(hit.mean())


def attainment(
    runs: Sequence[Floats], levels: Sequence[float] = (0.5, 1.0)
) -> dict[float, Floats]:
    """Surfaces that a share of the runs reaches: 0.5 the median, 1 the worst.

    A place is attained by a run that has a point no worse in everything. Of each level
    (above 0, at most 1) the corners of the surface come back, sorted; none where too
    few runs have points. A run without points counts as one that attains nothing.

    Grunert da Fonseca, V., Fonseca, C. M., Hall, A. O. (2001). Inferential performance
    assessment of stochastic optimisers and the attainment function. EMO 2001, Lecture
    Notes in Computer Science 1993, 213-225. doi:10.1007/3-540-44719-9_15

    Parameters
    ----------
    runs
        Points (k, q) of each run, for two or three objectives.
    """
    bad = [level for level in levels if not 0 < level <= 1]
    if bad or not runs:
        got = f"a level is {bad[0]}" if bad else "there are no runs"
        raise UsageError(f"{got}; expected levels above 0, at most 1, of some runs.")
    sets = [allowed(run) for run in runs]
    widths = {s.shape[1] for s in sets}
    if len(widths) != 1 or not widths <= {2, 3}:
        raise UsageError(
            f"the runs have points of {sorted(widths)} values; expected all of 2 or 3."
        )
    return {level: _surface(sets, math.ceil(level * len(sets))) for level in levels}


def _surface(sets: Sequence[Floats], least: int) -> Floats:
    """Best places that so many sets attain."""
    q = sets[0].shape[1]
    full = [s for s in sets if len(s)]
    if len(full) < least:
        return np.empty((0, q))
    import moocore

    owner = np.repeat(np.arange(1, len(full) + 1), [len(s) for s in full])
    share = 100 * (least - 0.5) / len(full)  # moocore rounds up: this is `least`
    corners = moocore.eaf(np.vstack(full), owner, percentiles=[share])[:, :q]
    return np.asarray(corners[np.lexsort(corners.T[::-1])], dtype=float)


def set_coverage(first: Floats, second: Floats) -> float:
    """Zitzler's C: the share of the second set that the first meets or beats.

    C(a, b) and C(b, a) need not add up to 1. nan where the second set is empty.

    Zitzler, E., Deb, K., Thiele, L. (2000). Comparison of multiobjective evolutionary
    algorithms: empirical results. Evolutionary Computation 8(2), 173-195.
    doi:10.1162/106365600568202
    """
    better, judged = _pair(first, second)
    if not len(judged):
        return math.nan
    met = [bool((better <= point).all(axis=1).any()) for point in judged]
    return float(np.mean(met))


def normalised(points: Floats, ideal: Floats, nadir: Floats) -> Floats:
    """Points on a scale of 0 (ideal) to 1 (nadir) in each objective.

    Where the two are the same there is no range: a value is told in its own unit, from
    the ideal, so the front itself is at 0.
    """
    low = np.asarray(ideal, dtype=float)
    span = np.asarray(nadir, dtype=float) - low
    return np.asarray((points - low) / np.where(span > 0, span, 1.0))


def allowed(points: Floats) -> Floats:
    """Points (k, q) that somebody can have: without those of an endless value."""
    found = np.asarray(points, dtype=float)
    if found.ndim != 2:
        raise UsageError(f"the points have shape {found.shape}; expected (k, q).")
    wrong = np.isnan(found) | np.isneginf(found)
    if wrong.any():
        k = int(wrong.any(axis=1).argmax())
        raise UsageError(
            f"point {k} is {found[k].tolist()}; expected numbers, or inf where nothing "
            "was found."
        )
    return np.ascontiguousarray(found[np.isfinite(found).all(axis=1)])


def _pair(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """Two sets of points with as many objectives."""
    one, other = allowed(first), allowed(second)
    if one.shape[1] != other.shape[1]:
        raise UsageError(
            f"one set has points of {one.shape[1]} values and the other of "
            f"{other.shape[1]}; give both the same objectives."
        )
    return one, other
