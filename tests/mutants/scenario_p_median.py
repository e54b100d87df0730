"""Faults to plant in the p-median over scenarios (see scripts/mutants)."""

MUTANTS = [
    (
        "weights squared, declared",
        "sum(weight[i] * cost[i, j] * m.assign[i, j] for i, j in m.pairs)",
        "sum(weight[i] ** 2 * cost[i, j] * m.assign[i, j] for i, j in m.pairs)",
    ),
    (
        "reaches forgotten, declared",
        "town, cost = self.town, pair_costs(self.town)",
        "town, cost = self.instance, pair_costs(self.instance)",
    ),
    (
        "the mean without probabilities, declared",
        "sum(q * x for q, x in each)",
        "sum(x for _, x in each)",
    ),
    (
        "the worst is not below 0, declared",
        "pyo.Var(bounds=(0, None))",
        "pyo.Var(bounds=(None, None))",
    ),
    (
        "only the first scenario may not be worse, declared",
        "range(len(travel)), rule",
        "range(1), rule",
    ),
    (
        "twice the best, declared",
        "travel[s] - m.worst <= best[s]",
        "travel[s] - m.worst <= 2 * best[s]",
    ),
    (
        "a scenario's travel may be twice the worst, declared",
        "travel[s] - m.worst <=",
        "travel[s] - 2 * m.worst <=",
    ),
    ("nobody need be served", "return (EveryClientServed(),)", "return ()"),
    (
        "reaches forgotten in the arrays",
        'town, draft = self.town, Draft("min", self.rules)',
        'town, draft = self.instance, Draft("min", self.rules)',
    ),
    (
        "the plain demand in the arrays",
        "cost = travel * self._expected_demand[client]",
        "cost = travel * town.demand[client]",
    ),
    (
        "the worst costs nothing in the arrays",
        '"worst", subscripts(), cost=1.0',
        '"worst", subscripts(), cost=0.0',
    ),
    (
        "travel not weighted in the arrays",
        "weighted = self._weights[:, client] * travel",
        "weighted = (self._weights[:, client] > 0) * travel",
    ),
    (
        "no best in the arrays",
        "upper=self._standard,",
        "upper=0.0,",
    ),
    (
        "the sign of the worst in the arrays",
        "(every, worst[0], -1.0)",
        "(every, worst[0], 1.0)",
    ),
    (
        "the estimate forgets the pairs",
        "return 3 * pairs + m",
        "return pairs + m",
    ),
    (
        "the estimate forgets the scenarios",
        "return round(pairs * (3 + used * len(self._weights))) + m",
        "return pairs + m",
    ),
    (
        "the evaluator counts heads",
        "sums(self._weights[:, served] * cost[served])",
        "sums((self._weights[:, served] > 0) * cost[served])",
    ),
    (
        "the evaluator forgets reaches",
        "nearest_open(self.town, design)",
        "nearest_open(self.instance, design)",
    ),
    (
        "the evaluator leaves people out",
        "np.count_nonzero(~served)",
        "0",
    ),
    (
        "the evaluator counts those with weight only",
        "np.count_nonzero(~served)",
        "self._weights[:, ~served].any()",
    ),
    (
        "the reply leaves people out",
        "return served if len(served.client) == self.town.n else None",
        "return served",
    ),
    (
        "the reply forgets reaches",
        "serve_nearest(self.town, design)",
        "serve_nearest(self.instance, design)",
    ),
    (
        "a median for every goal",
        'if self.goal != "expected":\n            return None',
        "pass",
    ),
    (
        "a median of the plain demand",
        "MedianForm(self._expected_demand, town.cost",
        "MedianForm(town.demand, town.cost",
    ),
]
