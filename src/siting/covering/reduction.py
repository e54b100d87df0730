"""Fewer sites and clients with the same optimum: what a covering question comes to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from siting.cost import Floats
from siting.forms import MulticoverForm

PRODUCTS = 3e8
"""Multiplications up to which all pairs of sites are compared."""

ROUNDS = 3
"""Times that dominance and collapse follow each other at most."""


@dataclass(frozen=True, eq=False)
class Reduced:
    """What is left to decide of a form.

    Attributes
    ----------
    site : (s,)
        Sites that may still open, as positions in the form.
    table : (g, s)
        1 where a site covers a group of clients.
    weight : (g,)
    base : (g,)
        How often required sites cover each group.
    offset
        What is settled: covers by required sites, and those that everybody must have.
    fills
        Whether sites may be opened for nothing until there are enough of them, so
        that only their largest number matters.
    held : (m,)
        Sites that are open for good: the required ones, and those found to be.
    """

    form: MulticoverForm
    site: NDArray[np.intp]
    table: csr_array
    weight: Floats
    base: NDArray[np.int64]
    offset: float
    fills: bool
    held: NDArray[np.bool_]

    @property
    def settled(self) -> NDArray[np.int64]:
        """Covers of each group (g,) that are worth nothing any more."""
        return np.maximum(self.base, self.form.need)

    @cached_property
    def levels(self) -> NDArray[np.int64]:
        """How many further covers of each group (g,) are worth something."""
        worth = np.flatnonzero(self.form.worth)
        most = int(worth[-1]) + 1 if len(worth) else 0
        reached = self.base + np.diff(self.table.indptr)
        further = np.minimum(reached, most) - self.settled
        return np.where(self.weight > 0, np.maximum(further, 0), 0)

    @property
    def room(self) -> int:
        """How many sites may be opened beside the required ones."""
        return min(self.form.rules.most - int(self.held.sum()), len(self.site))

    @property
    def is_impossible(self) -> bool:
        """Whether somebody cannot be covered often enough by all sites together."""
        lacking = self.form.need - self.base
        return bool((np.diff(self.table.indptr) < lacking).any())

    @property
    def is_plain(self) -> bool:
        """Whether one cover is all that counts, and only the number of sites rules."""
        first = self.form.worth == (1.0,) and self.form.need == 0
        return first and self.fills and self.form.sense == "max"

    def design(self, opened: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The whole design (m,) of a choice (s,), filled up where there are too few."""
        rules = self.form.rules
        design = self.held.copy()
        design[self.site[opened]] = True
        lacking = rules.least - int(design.sum())
        if self.fills and lacking > 0:
            design[np.flatnonzero(~design & ~rules.never)[:lacking]] = True
        return design

    def covered(self, opened: NDArray[np.bool_]) -> float:
        """What a choice (s,) covers of the groups."""
        return float(self.weight[self.table @ opened.astype(float) > 0].sum())

    def lists(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Groups of each site: where they begin (s + 1,), and the groups."""
        by_site = csc_array(self.table)
        return by_site.indptr.astype(np.int64), by_site.indices.astype(np.int32)

    def only(
        self, kept: NDArray[np.bool_], *, opened: NDArray[np.bool_] | None = None
    ) -> Reduced:
        """The same with some sites (s,) only, and some of the others open for good."""
        gone = np.zeros(len(kept), bool) if opened is None else opened
        form, weight, base = self.form, self.weight, self.base
        more = base + (self.table @ gone.astype(float)).astype(np.int64)
        won = settled_worth(form, more) - settled_worth(form, base)
        sign = -1.0 if form.sense == "min" else 1.0
        held = self.held.copy()
        held[self.site[gone]] = True
        return collapsed(
            Reduced(
                form=form,
                site=self.site[kept],
                table=csr_array(self.table[:, np.flatnonzero(kept)]),
                weight=weight,
                base=more,
                offset=self.offset + sign * float(weight @ won),
                fills=self.fills,
                held=held,
            )
        )


def settled_worth(form: MulticoverForm, base: NDArray[np.int64]) -> Floats:
    """What the covers by required sites, and those needed in any case, are worth."""
    sums = np.concatenate([[0.0], np.cumsum(form.worth)])
    return sums[np.minimum(np.maximum(base, form.need), len(form.worth))]


def reduced(form: MulticoverForm) -> Reduced:
    """Settle required and forbidden sites, collapse equal groups, drop the dominated.

    A site goes when as many others as covers count (one, mostly) cover all that it
    covers and cost no more: one of them can take its place, or all are open and it adds
    nothing. That holds where only sites and their number are ruled.
    """
    rules, n = form.rules, len(form.weight)
    shape = (n, rules.m)
    whole = csc_array((np.ones(len(form.client)), form.client, form.start), shape=shape)
    table = csr_array(whole)
    base = (table @ rules.must.astype(float)).astype(np.int64)
    site = np.flatnonzero(rules.free)
    sign = -1.0 if form.sense == "min" else 1.0
    settled = sign * float(form.weight @ settled_worth(form, base))
    settled += float(form.opening[rules.must].sum())
    left = Reduced(
        form=form,
        site=site,
        table=csr_array(table[:, site]),
        weight=form.weight,
        base=base,
        offset=form.offset + settled,
        fills=rules.are_counts and not form.opening.any(),
        held=rules.must,
    )
    left = without_followers(collapsed(left))
    if not rules.are_counts or not (left.fills or rules.least <= rules.must.sum() + 1):
        return left
    for _ in range(ROUNDS):
        kept = ~dominated(left)
        if kept.all():
            break
        left = without_followers(left.only(kept))
    return left


def without_followers(left: Reduced) -> Reduced:
    """The same without groups that are covered often enough when another one is."""
    from siting.kernels.minimal import minimal

    lacking = left.form.need - left.base
    plain = (left.levels == 0) & (lacking > 0) & (np.diff(left.table.indptr) > 0)
    some = np.flatnonzero(plain)
    if len(some) < 2:
        return left
    part = csr_array(left.table[some])
    part.sort_indices()
    found = minimal(
        part.indptr.astype(np.int64), part.indices.astype(np.int32), lacking[some],
        sites=part.shape[1],
    )  # fmt: skip
    kept = ~plain
    kept[some[found]] = True
    table = csr_array(left.table[np.flatnonzero(kept)])
    return _with(left, table, left.weight[kept], left.base[kept])


def collapsed(left: Reduced) -> Reduced:
    """Groups in which something is open, equal ones together."""
    from siting.kernels.collapse import Collapse

    table = csr_array(left.table)
    table.sort_indices()
    s = table.shape[1]
    most = max(left.form.need, len(left.form.worth))
    base = np.minimum(left.base, most)
    open_ended = (left.levels > 0) | (base < left.form.need)
    some = np.flatnonzero(open_ended)
    if not len(some):
        none = np.empty(0)
        return _with(left, csr_array((0, s)), none, none.astype(np.int64))
    # The number of covers is one more member of the set, so that it tells sets apart.
    part = csr_array(table[some])
    marked = np.insert(part.indices, part.indptr[1:], s + base[some])
    start = part.indptr + np.arange(len(some) + 1)
    found = Collapse(s + most + 1)
    found.add(start.astype(np.int64), marked.astype(np.int32), left.weight[some])
    last = found.start[1:] - 1
    marks = found.site[last] - s
    sites = np.delete(found.site, last)
    begins = found.start - np.arange(found.groups + 1)
    values = np.ones(len(sites))
    again = csr_array((values, sites, begins), shape=(found.groups, s))
    return _with(left, again, found.weight, marks.astype(np.int64))


def _with(
    left: Reduced, table: csr_array, weight: Floats, base: NDArray[np.int64]
) -> Reduced:
    """The same with other groups."""
    return replace(left, table=table, weight=weight, base=base)


def dominated(left: Reduced) -> NDArray[np.bool_]:
    """Sites (s,) that as many others as covers count make superfluous.

    Of equal ones the first stays. All False where comparing would take too long.
    """
    s = len(left.site)
    lengths = np.diff(left.table.indptr).astype(float)
    if float(lengths @ lengths) > PRODUCTS:
        return np.zeros(s, dtype=bool)
    by_site = csr_array(left.table.T)
    size = np.diff(by_site.indptr)
    opening = left.form.opening[left.site]
    shared = (by_site @ left.table).tocoo()
    j, k, common = shared.row, shared.col, shared.data
    as_much = (common == size[j]) & (opening[k] <= opening[j])
    strictly = (size[k] > size[j]) | (opening[k] < opening[j]) | (k < j)
    above = np.bincount(j[as_much & strictly & (j != k)], minlength=s)
    found = above >= max(left.form.need, len(left.form.worth), 1)
    return np.asarray(found | ((size == 0) & _may_go(left)))


def _may_go(left: Reduced) -> bool:
    """Whether sites that cover nobody are of no use: not as the only ones to open."""
    rules = left.form.rules
    return left.fills or rules.least <= int(rules.must.sum())
