from __future__ import annotations

MUTANTS = [
    (
        "declared rents are squared",
        "town.opening[j] * opened[j]",
        "town.opening[j] ** 2 * opened[j]",
    ),
    (
        "declared travel forgets the weights",
        "town.demand[i] * cost[i, j] * assign[i, j]",
        "cost[i, j] * assign[i, j]",
    ),
    (
        "declared service may be short",
        "pulp.lpSum(served) == 1,",
        "pulp.lpSum(served) <= 1,",
    ),
    (
        "declared service by closed sites",
        "assign[i, j] <= opened[j],",
        "assign[i, j] <= 1 + opened[j],",
    ),
    (
        "checker counts no rents",
        "return (OpeningCost(), WeightedTravel())",
        "return (WeightedTravel(),)",
    ),
    ("checker demands no service", "return (EveryClientServed(),)", "return ()"),
    (
        "arrays have no rents",
        'Columns("open", subscripts(town.m), town.opening, integer=True)',
        'Columns("open", subscripts(town.m), integer=True)',
    ),
    ("arrays lack the rules", "rows = [*self.rules.in_rows(), *", "rows = [*"),
    (
        "evaluator doubles rents",
        "travel + designs @ self.town.opening",
        "travel + 2 * designs @ self.town.opening",
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
        "reply may leave clients out",
        "return served if len(served.client) == self.town.n else None",
        "return served",
    ),
    (
        "search knows no rents",
        "MedianForm(town.demand, town.cost, town.opening, self.rules)",
        "MedianForm(town.demand, town.cost, 0 * town.opening, self.rules)",
    ),
]
