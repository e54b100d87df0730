from __future__ import annotations

MUTANTS = [
    (
        "declared radius is exclusive",
        "near = town.travel() <= self.radius",
        "near = town.travel() < self.radius",
    ),
    (
        "declared coverage forgets the sites' reach",
        "near = town.travel() <= self.radius",
        "near = self.instance.travel() <= self.radius",
    ),
    (
        "declared weights changed over",
        "((1 - weight) * m.covered[i] + weight * m.backed_up[i])",
        "(weight * m.covered[i] + (1 - weight) * m.backed_up[i])",
    ),
    (
        "declared backup in parts",
        "m.backed_up = pyo.Var(m.I, domain=pyo.Binary)",
        "m.backed_up = pyo.Var(m.I, bounds=(0, 1))",
    ),
    (
        "declared cover for all is not asked",
        "bounds=(1 if self.cover_all else 0, 1)",
        "bounds=(0, 1)",
    ),
    (
        "declared backup without a first",
        "m.backed_up[i] - m.covered[i] <= 0",
        "m.backed_up[i] - m.covered[i] <= 1",
    ),
    (
        "arrays: backup counts points",
        "cost=town.demand * weight",
        "cost=weight",
    ),
    (
        "arrays: first counts in full",
        "cost=town.demand * (1 - weight)",
        "cost=town.demand",
    ),
    (
        "arrays: one site covers twice",
        "(client, draft.open[site], -1.0)",
        "(client, draft.open[site], -2.0)",
    ),
    (
        "arrays: cover for all is not asked",
        "lower=float(self.cover_all)",
        "lower=0.0",
    ),
    (
        "the evaluator wants three sites",
        "(counts >= k) for k in (1, 2)",
        "(counts >= k) for k in (1, 3)",
    ),
    (
        "the evaluator weighs twice",
        "values[some, 0] = (1 - weight) * once",
        "values[some, 0] = (1 - weight) ** 2 * once",
    ),
    (
        "the evaluator forgets cover for all",
        "violation[some] += covers.count @ (counts == 0)",
        "violation[some] += 0.0",
    ),
    (
        "the reply leaves people out",
        "covered == self.town.n or not self.cover_all",
        "covered >= 0",
    ),
    (
        "the reply knows no backup",
        "ranks=2)\n        covered =",
        "ranks=1)\n        covered =",
    ),
    (
        "the checker weighs alike",
        "DemandOfLayer(FIRST, 1 - weight)",
        "DemandOfLayer(FIRST, weight)",
    ),
    (
        "the checker knows a larger radius",
        "LayeredWithinRadius(self.radius)",
        "LayeredWithinRadius(2 * self.radius)",
    ),
    (
        "the checker forgets who must be covered",
        "return (EveryClientCovered(), counted) if self.cover_all else (counted,)",
        "return (counted, counted) if self.cover_all else (counted,)",
    ),
    (
        "pairs forget the sites' reach",
        "return covered_pairs(self.town, self.radius)",
        "return covered_pairs(self.instance, self.radius)",
    ),
    ("any weight is taken", "self.backup_weight, most=1)", "self.backup_weight)"),
    (
        "any radius is taken",
        'check_number("radius", self.radius, unit=unit)',
        'check_number("radius", 1.0, unit=unit)',
    ),
]
