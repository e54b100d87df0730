"""Local search over designs: by the tables of a form, or by plain evaluation.

What heuristics share, and what checks a proof from its neighbourhood.
"""

from __future__ import annotations

from typing import Protocol

from siting.forms import CenterForm, CoverForm, MedianForm
from siting.limits import Limits, Tally
from siting.problem import Problem
from siting.searching.evaluated import Evaluated
from siting.searching.neighbours import Bools

LARGEST = 2**30
"""Bytes of tables up to which a search is worth it beside an exact method."""

SECONDS = 5e-8
"""About what it takes to lay out the table of one client and one site."""

HARD = 2000
"""Nonzeros up to which replies that are hard are worth solving for many designs."""


class Improving(Protocol):
    """A design that is improved move by move, deterministically."""

    @property
    def looked(self) -> int:
        """Neighbours looked at in tables so far; a tally knows those it counted."""

    @property
    def design(self) -> Bools:
        """The present design (m,)."""

    def improve(self, *, moves: int) -> bool:
        """Make up to so many moves; whether a local optimum was reached."""


class Search(Improving, Protocol):
    """The same for one problem, from any design, and led by narrower rules."""

    def begin(self, design: Bools) -> None:
        """Start from a design."""

    def move(self, must: Bools, never: Bools) -> bool:
        """Make the best move within narrower rules, even a bad one; if there is any.

        Parameters
        ----------
        must, never : (m,)
            Sites that are not closed, and not opened; no fewer than by the rules.
        """


def is_searchable(problem: Problem) -> bool:
    """Whether a search is cheap beside what the solver needed."""
    if problem.reply_is_hard and problem.nonzeros > HARD:
        return False
    form = problem.form
    return not isinstance(form, MedianForm) or form.nbytes <= LARGEST


def is_quick(problem: Problem) -> bool:
    """Whether tables say what a move gains, without evaluating the design anew."""
    return isinstance(problem.form, MedianForm | CoverForm | CenterForm)


def pressed(problem: Problem, limits: Limits, tally: Tally) -> bool:
    """Whether laying out tables would take longer than is left."""
    n, m = problem.instance.cost.shape
    return tally.is_over or SECONDS * n * m > limits.left


def too_hard(problem: Problem, *, method: str) -> str | None:
    """A sentence when looking at one design takes too long to look at many."""
    if not problem.reply_is_hard or problem.nonzeros <= HARD:
        return None
    return (
        f"{method} looks at many designs, and for {problem.name} of this size (about "
        f"{problem.nonzeros:,} nonzeros, of at most {HARD:,}) each of them is a hard "
        "problem of its own; use highs."
    )


def search_for(problem: Problem, tally: Tally) -> Search:
    """The fastest search that takes a problem.

    Parameters
    ----------
    tally
        When a search by plain evaluation ends, which can take long between two moves.
    """
    form = problem.form
    if isinstance(form, MedianForm) and form.nbytes <= LARGEST:
        from siting.kernels import median

        return median.Interchange(form.weighted(), form.opening, rules=form.rules)
    if isinstance(form, MedianForm):
        from siting.listed.search import listed_search

        return listed_search(form)
    if isinstance(form, CoverForm):
        from siting.kernels import cover

        return cover.Interchange(form.weight, form.start, form.client, rules=form.rules)
    if isinstance(form, CenterForm) and form.nbytes <= LARGEST:
        from siting.kernels import center_swaps

        return center_swaps.Interchange(form.by_site(), rules=form.rules)
    return Evaluated(problem, tally)
