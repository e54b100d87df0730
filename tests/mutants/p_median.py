from __future__ import annotations

MUTANTS = [
    (
        "declared weights are squared",
        "town.demand[i] * cost[i, j] * m.assign[i, j]",
        "town.demand[i] ** 2 * cost[i, j] * m.assign[i, j]",
    ),
    (
        "declared service may be short",
        "if (i, j) in m.pairs) == 1",
        "if (i, j) in m.pairs) <= 1",
    ),
    (
        "declared service by closed sites",
        "m.assign[i, j] <= m.open[j]",
        "m.assign[i, j] <= 1 + m.open[j]",
    ),
    (
        "the cap is exclusive",
        "most = np.full(self.town.m, float(self.max_travel))",
        "most = np.full(self.town.m, np.nextafter(self.max_travel, 0))",
    ),
    (
        "the cap is forgotten",
        "replace(self.town, cost=within(self.town.cost, most))",
        "self.town",
    ),
    (
        "checker knows no cap",
        "return (EveryClientServed(), NoFarther(self.max_travel))",
        "return (EveryClientServed(),)",
    ),
    (
        "arrays lack the rules",
        "rows = [*self.rules.in_rows(), *",
        "rows = [*",
    ),
    (
        "evaluator forgets the rules",
        "self.rules.violation(designs) + unserved",
        "unserved",
    ),
    (
        "evaluator forgets the unserved",
        "self.rules.violation(designs) + unserved",
        "self.rules.violation(designs)",
    ),
    (
        "evaluator doubles travel",
        "return travel[:, None],",
        "return 2 * travel[:, None],",
    ),
    (
        "reply may leave clients out",
        "return served if len(served.client) == self._near.n else None",
        "return served",
    ),
    (
        "search weights are squared",
        "MedianForm(town.demand, town.cost",
        "MedianForm(town.demand**2, town.cost",
    ),
]
