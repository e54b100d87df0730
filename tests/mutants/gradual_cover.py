from __future__ import annotations

MUTANTS = [
    (
        "the full radius is exclusive",
        "np.where(travel <= self.full_radius, 1.0, found)",
        "np.where(travel < self.full_radius, 1.0, found)",
    ),
    (
        "the zero radius is exclusive",
        "np.where(travel <= self.zero_radius, found, 0.0)",
        "np.where(travel < self.zero_radius, found, 0.0)",
    ),
    ("linear decay grows", "found = 1 - part", "found = part"),
    ("Gaussian is not squared", "np.exp(-(part**2) / 2)", "np.exp(-part / 2)"),
    (
        "Gaussian is cut off",
        "(np.exp(-(part**2) / 2) - end) / (1 - end)",
        "np.exp(-(part**2) / 2)",
    ),
    (
        "the step is one half",
        "np.full(travel.shape, float(self.between))",
        "np.full(travel.shape, 0.5)",
    ),
    (
        "decay begins at 0",
        "(travel - self.full_radius) / (wide or 1.0)",
        "travel / (wide or 1.0)",
    ),
    (
        "declared credit forgets the sites' reach",
        "self.credit(self.town.travel())",
        "self.credit(self.instance.travel())",
    ),
    (
        "declared credit from several sites",
        "if (i, j) in m.pairs) <= 1",
        "if (i, j) in m.pairs) <= 2",
    ),
    (
        "declared credit from closed sites",
        "m.assign[i, j] - m.open[j] <= 0",
        "m.assign[i, j] - m.open[j] <= 1",
    ),
    (
        "declared demand is squared",
        "town.demand[i] * credit[i, j]",
        "town.demand[i] ** 2 * credit[i, j]",
    ),
    (
        "arrays: credit counts points",
        "cost=self.town.demand[client] * credit",
        "cost=credit",
    ),
    ("arrays: no end of credit", "upper=1.0,", "upper=2.0,"),
    (
        "arrays: credit from closed sites",
        "(each, draft.open[site], -1.0)",
        "(each, draft.open[site], -2.0)",
    ),
    (
        "the evaluator adds credits",
        "np.maximum.reduceat(credit",
        "np.add.reduceat(credit",
    ),
    (
        "the evaluator counts points",
        "values[k] = self.town.demand[seen] @ best",
        "values[k] = best.sum()",
    ),
    (
        "the evaluator forgets the rules",
        "return values, self.rules.violation(designs)",
        "return values, 0 * self.rules.violation(designs)",
    ),
    (
        "the reply takes the full radius",
        "serve_nearest(self.town, design, radius=self.zero_radius)",
        "serve_nearest(self.town, design, radius=self.full_radius)",
    ),
    (
        "the checker takes the other decay",
        "CreditedDemand(full, zero, self.decay,",
        'CreditedDemand(full, zero, "linear",',
    ),
    (
        "the checker knows a larger radius",
        "return (WithinRadius(self.zero_radius),)",
        "return (WithinRadius(100 * self.zero_radius),)",
    ),
    (
        "radii in any order are taken",
        "if self.zero_radius < self.full_radius:",
        "if self.zero_radius < 0:",
    ),
    ("any step is taken", "self.between, most=1)", "self.between)"),
    (
        "any decay is taken",
        "if self.decay not in get_args(Decay):",
        "if not self.decay:",
    ),
]
