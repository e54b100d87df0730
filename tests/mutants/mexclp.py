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
        "declared calls are off by one",
        "busy ** (k - 1) * m.covered",
        "busy**k * m.covered",
    ),
    (
        "declared demand is squared",
        "town.demand[i] * (1 - busy) * busy",
        "town.demand[i] ** 2 * (1 - busy) * busy",
    ),
    (
        "declared covers are as many as vehicles",
        "most = [min(int(row.sum()), self.rules.most) for row in near]",
        "most = [self.rules.most for row in near]",
    ),
    (
        "declared covers by all sites",
        "sum(m.open[j] for j in m.J if near[i, j])",
        "sum(m.open[j] for j in m.J)",
    ),
    (
        "arrays: calls are off by one",
        "float(self.busy) ** call,",
        "float(self.busy) ** (call + 1),",
    ),
    (
        "arrays: free time is forgotten",
        "cost=town.demand[of_call] * (1 - self.busy)",
        "cost=town.demand[of_call]",
    ),
    (
        "arrays: one site covers twice",
        "(row[client], draft.open[site], -1.0)",
        "(row[client], draft.open[site], -2.0)",
    ),
    (
        "arrays: one cover too few",
        "return np.minimum(seen, self.rules.most)",
        "return np.minimum(seen, max(self.rules.most - 1, 1))",
    ),
    (
        "the evaluator takes one vehicle for all",
        "(1 - float(self.busy) ** counts)",
        "(1 - float(self.busy)) * (counts > 0)",
    ),
    (
        "the evaluator counts points",
        "self._covers.weight @ (1 -",
        "self._covers.count @ (1 -",
    ),
    (
        "the evaluator forgets the rules",
        "return values, self.rules.violation(designs)",
        "return values, 0 * self.rules.violation(designs)",
    ),
    (
        "the reply knows two calls",
        "ranks=len(self.layers))",
        "ranks=2)",
    ),
    (
        "the checker takes other vehicles",
        "ExpectedDemand(float(self.busy))",
        "ExpectedDemand(float(self.busy) ** 2)",
    ),
    (
        "the checker knows a larger radius",
        "LayeredWithinRadius(self.radius)",
        "LayeredWithinRadius(2 * self.radius)",
    ),
    (
        "pairs forget the sites' reach",
        "return covered_pairs(self.town, self.radius)",
        "return covered_pairs(self.instance, self.radius)",
    ),
    ("percentages are taken", "self.busy, most=1)", "self.busy)"),
    ("always busy is taken", "if self.busy == 1:", "if self.busy == 2:"),
    (
        "any radius is taken",
        'check_number("radius", self.radius, unit=unit)',
        'check_number("radius", 1.0, unit=unit)',
    ),
]
