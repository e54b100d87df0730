"""Faults to plant in the best least access (see scripts/mutants)."""

from __future__ import annotations

MUTANTS = [
    (
        "declared: access in the wrong unit",
        "expr=1.0 / float(self.town.demand.sum()) * m.least",
        "expr=1.0 / float(self.town.n) * m.least",
    ),
    (
        "declared: the least may be half as much again",
        "rule=lambda m, i: access[i] - m.least >= 0,",
        "rule=lambda m, i: 1.5 * access[i] - m.least >= 0,",
    ),
    (
        "declared: the first client does not count",
        "np.flatnonzero(self.within).tolist(),",
        "np.flatnonzero(self.within)[1:].tolist(),",
    ),
    ("declared: worst is best", "sense=pyo.maximize", "sense=pyo.minimize"),
    (
        "the least is bounded",
        "m.least = pyo.Var(bounds=(0, None))",
        "m.least = pyo.Var(bounds=(0, 1))",
    ),
    (
        "checker knows no forbidden sites",
        "LeastAccess(self.using, tuple(self.forbidden))",
        "LeastAccess(self.using, ())",
    ),
    (
        "arrays: least in the wrong unit",
        "worth = 1.0 / float(self.town.demand.sum())",
        "worth = 1.0 / float(self.town.demand.sum() + 1)",
    ),
    (
        "arrays: least is at most 1",
        "cost=worth, upper=np.inf)",
        "cost=worth)",
    ),
    (
        "arrays: access of the wrong beds",
        "(row, amount[found.site[used]], self.gain[used])",
        "(row, amount[found.site[used][::-1]], self.gain[used])",
    ),
    (
        "arrays: access squared",
        "self.gain[used]),",
        "self.gain[used] ** 2),",
    ),
    (
        "arrays: all clients count",
        "counted, found = np.flatnonzero(self.within), self.catchments",
        "counted, found = np.arange(self.town.n), self.catchments",
    ),
    (
        "arrays: sum of access and the least",
        "least[0], -1.0), lower=0.0,",
        "least[0], 1.0), lower=0.0,",
    ),
    (
        "arrays: no site rules for beds",
        "amount = self.draft_beds(draft)",
        'amount = draft.columns("amount", subscripts(self.town.m), upper=self.most)',
    ),
    (
        "nonzeros forget the pairs",
        "return pairs + int(self.within.sum()) + self.bed_nonzeros",
        "return int(self.within.sum())",
    ),
    (
        "who is lost is told nothing",
        'return "they are not counted in the least access"',
        'return ""',
    ),
]
