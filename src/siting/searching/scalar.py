"""Weighted sums of several objectives, searched as one median."""

from __future__ import annotations

import numpy as np

from siting.cost import Floats
from siting.forms import CoverForm, MedianForm
from siting.kernels.median import Interchange
from siting.searching.neighbours import Bools
from siting.tradeoff import Tradeoff

LARGEST = 2**28
"""Bytes of the joint table at most."""


class Scalar:
    """Interchange on any weighted sum of medians and coverages.

    A covered client costs 0 and one that is not costs its weight, so that coverage is a
    median too, and the sum of medians is one with the clients of all of them.

    Parameters
    ----------
    parts
        Tables (n_k, m) of the objectives, one below the other, and their openings (m,).
    """

    def __init__(self, tradeoff: Tradeoff) -> None:
        tables, self._openings = [], []
        for problem in tradeoff.problems:
            table, opening = _part(problem.form)
            tables.append(table)
            self._openings.append(opening)
        sizes = [len(table) for table in tables]
        self._part = np.repeat(np.arange(len(tables)), sizes)
        self._search = Interchange(
            np.concatenate(tables), np.zeros(tradeoff.rules.m), rules=tradeoff.rules
        )

    @classmethod
    def fits(cls, tradeoff: Tradeoff) -> bool:
        """Whether all objectives are such that one table holds them."""
        forms = [problem.form for problem in tradeoff.problems]
        m, rows = tradeoff.rules.m, 0
        for form in forms:
            if isinstance(form, MedianForm):
                rows += form.cost.shape[0]
            elif isinstance(form, CoverForm):
                rows += len(form.weight)
            else:
                return False
        return 28 * rows * m <= LARGEST

    def begin(self, design: Bools, weight: Floats) -> None:
        """Start from a design, on another sum.

        Parameters
        ----------
        weight : (q,)
            What a unit of each objective counts; all objectives are minimised.
        """
        opening = np.sum(
            [w * o for w, o in zip(weight, self._openings, strict=True)], 0
        )
        self._search.weigh(weight[self._part], opening)
        self._search.begin(design)

    def improve(self, *, moves: int) -> bool:
        """Make up to so many best moves; whether a local optimum was reached."""
        return self._search.improve(moves=moves)

    @property
    def design(self) -> Bools:
        """The present design (m,)."""
        return self._search.design

    @property
    def looked(self) -> int:
        """How many neighbours were looked at so far."""
        return self._search.looked


def _part(form: object) -> tuple[Floats, Floats]:
    """Table (rows, m) and opening costs (m,) of one objective."""
    if isinstance(form, MedianForm):
        return form.weighted(), form.opening
    assert isinstance(form, CoverForm)  # fits() has looked
    m = form.rules.m
    table = np.repeat(form.weight[:, None], m, axis=1)
    site = np.repeat(np.arange(m), np.diff(form.start))
    table[form.client, site] = 0.0
    return table, np.zeros(m)
