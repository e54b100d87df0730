from __future__ import annotations

MUTANTS = [
    (
        "declared weights are squared",
        "weight[i] * cost[i, j] * m.assign[i, j]",
        "weight[i] ** 2 * cost[i, j] * m.assign[i, j]",
    ),
    (
        "declared travel is halved",
        "- m.largest_travel",
        "- 2 * m.largest_travel",
    ),
    (
        "checker forgets weights",
        "LargestTravel(weighted=self.weighted)",
        "LargestTravel()",
    ),
    ("checker demands no service", "return (EveryClientServed(),)", "return ()"),
    (
        "weights count always",
        "return self.town.demand if self.weighted else np.ones(self.town.n)",
        "return self.town.demand",
    ),
    (
        "weights never count",
        "return self.town.demand if self.weighted else np.ones(self.town.n)",
        "return np.ones(self.town.n)",
    ),
    (
        "arrays: travel is doubled",
        "self._weight[client] * pair_travel(town, pairs)",
        "2 * self._weight[client] * pair_travel(town, pairs)",
    ),
    (
        "arrays: the largest is bounded",
        "cost=1.0, upper=np.inf",
        "cost=1.0, upper=1.0",
    ),
    ("evaluator takes the least", ".max(initial=0.0)", ".min(initial=0.0)"),
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
        "unit is that of the median",
        "super().unit if self.weighted else self.instance.cost_unit",
        "super().unit",
    ),
]
