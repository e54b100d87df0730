"""Faults to plant in covering over scenarios (see scripts/mutants)."""

MUTANTS = [
    (
        "a negative radius is taken",
        'check_number("radius", self.radius, unit=unit)',
        "pass",
    ),
    (
        "regret is made large",
        'return "min" if self.goal == "regret" else "max"',
        'return "max"',
    ),
    (
        "declared radius is exclusive",
        "near = town.travel() <= self.radius",
        "near = town.travel() < self.radius",
    ),
    (
        "declared coverage counts points",
        "sum(weight[i] * m.covered[i] for i in m.I)",
        "sum(m.covered[i] for i in m.I)",
    ),
    (
        "declared coverage may be double",
        "m.covered = pyo.Var(m.I, bounds=(0, 1))",
        "m.covered = pyo.Var(m.I, bounds=(0, 2))",
    ),
    (
        "the mean without probabilities, declared",
        "sum(q * x for q, x in each)",
        "sum(x for _, x in each)",
    ),
    (
        "the worst may be above a scenario, declared",
        "m.worst - seen[s] <= 0",
        "m.worst - 2 * seen[s] <= 0",
    ),
    (
        "half the regret, declared",
        "-m.worst - seen[s] <= -best[s]",
        "-2 * m.worst - seen[s] <= -best[s]",
    ),
    (
        "declared coverage by all sites",
        "for j in m.J if near[i, j]",
        "for j in m.J",
    ),
    ("checker knows no radius", "return (WithinRadius(self.radius),)", "return ()"),
    (
        "the plain demand in the arrays",
        "cost=self._expected_demand",
        "cost=self.town.demand",
    ),
    (
        "scenarios count points in the arrays",
        "-self._weights[scenario, who])",
        "-1.0)",
    ),
    (
        "the sign of the worst in the arrays",
        '1.0 if self.goal == "minimax" else -1.0',
        "1.0",
    ),
    ("no best in the arrays", "upper=-self._standard,", "upper=0.0,"),
    (
        "a site covers twice in the arrays",
        "(client, draft.open[site], -1.0)",
        "(client, draft.open[site], -2.0)",
    ),
    (
        "the estimate forgets the pairs",
        "least = len(self._pairs[0]) + self.town.n + self.town.m",
        "least = self.town.m",
    ),
    (
        "coverage beyond reaches",
        "return covered_pairs(self.town, self.radius)",
        "return covered_pairs(self.instance, self.radius)",
    ),
    (
        "the evaluator counts points",
        "sums(self._weights[:, covered])",
        "sums(self._weights[:, covered] ** 0)",
    ),
    (
        "the evaluator counts the covered twice",
        "covered[client[design[site]]] = True",
        "covered[client] = True",
    ),
    (
        "reply beyond the radius",
        "serve_nearest(self.town, design, radius=self.radius)",
        "serve_nearest(self.town, design)",
    ),
    (
        "a cover for every goal",
        'if self.goal != "expected":\n            return None',
        "pass",
    ),
    (
        "a cover of the plain demand",
        "of_pairs(self._expected_demand,",
        "of_pairs(self.town.demand,",
    ),
    (
        "search lists give a site's clients to another",
        "of_pairs(self._expected_demand, *self._pairs,",
        "of_pairs(self._expected_demand, self._pairs[0], self._pairs[1] // 2,",
    ),
    (
        "no word of a strange radius",
        "return radius_warning(self.town, self.radius, self._pairs)",
        "return ()",
    ),
]
