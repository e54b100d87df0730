from __future__ import annotations

MUTANTS = [
    (
        "declared radius is exclusive",
        "near = town.travel() <= self.radius",
        "near = town.travel() < self.radius",
    ),
    (
        "declared coverage counts points",
        "sum(town.demand[i] * m.covered[i] for i in m.I)",
        "sum(m.covered[i] for i in m.I)",
    ),
    ("declared coverage may be double", "bounds=(0, 1))", "bounds=(0, 2))"),
    (
        "declared coverage by all sites",
        "sum(m.open[j] for j in m.J if near[i, j]) <= 0",
        "sum(m.open[j] for j in m.J) <= 0",
    ),
    ("checker knows no radius", "return (WithinRadius(self.radius),)", "return ()"),
    (
        "arrays: coverage counts points",
        'Columns("covered", subscripts(n), self.town.demand)',
        'Columns("covered", subscripts(n), 1.0)',
    ),
    (
        "arrays: sign of coverage",
        "value = np.full(start[-1], -1.0)",
        "value = np.full(start[-1], -2.0)",
    ),
    (
        "evaluator counts points",
        "values[k] = self.town.demand @ covered",
        "values[k] = covered.sum()",
    ),
    (
        "evaluator forgets the rules",
        "return values, self.rules.violation(designs)",
        "return values, 0 * self.rules.violation(designs)",
    ),
    (
        "reply beyond the radius",
        "serve_nearest(self.town, design, radius=self.radius)",
        "serve_nearest(self.town, design)",
    ),
    (
        "search weights are squared",
        "CoverForm(self.town.demand, start",
        "CoverForm(self.town.demand**2, start",
    ),
    (
        "search lists lack a site",
        "np.arange(self.town.m + 1))",
        "np.arange(self.town.m + 1) - 1)",
    ),
]
