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
        "values[some, 0] = self._covers.weight @ (counts > 0)",
        "values[some, 0] = self._covers.count @ (counts > 0)",
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
        "CoverForm(covers.weight, *covers",
        "CoverForm(covers.weight**2, *covers",
    ),
]
