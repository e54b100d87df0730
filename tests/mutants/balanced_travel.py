from __future__ import annotations

MUTANTS = [
    (
        "people who do not weigh are compared",
        "np.flatnonzero(self.instance.demand > 0)",
        "np.flatnonzero(self.instance.demand >= 0)",
    ),
    ("one more client is taken", "if count > LARGEST", "if count > LARGEST + 1"),
    (
        "pairs are counted twice in the refusal",
        "{count * (count - 1) // 2:,} pairs",
        "{count * (count - 1):,} pairs",
    ),
    (
        "the unit is that of the median",
        "return self.instance.cost_unit",
        "return super().unit",
    ),
    (
        "parts are not of all demand",
        "demand / total if total > 0 else demand",
        "demand",
    ),
    (
        "the model counts each pair once",
        "2 * parts[self._pairs[:, 0]]",
        "parts[self._pairs[:, 0]]",
    ),
    (
        "declared people may take detours",
        "(most[i] - cost[i, j]) * m.open[j] <= most[i]",
        "(most[i] - cost[i, j]) * m.open[j] <= 2 * most[i]",
    ),
    (
        "declared travel is doubled",
        "sum(cost[i, j] * m.assign[i, j]",
        "sum(2 * cost[i, j] * m.assign[i, j]",
    ),
    (
        "declared: the first never has more",
        "m.differ[i, k] - m.travel[i] + m.travel[k]",
        "m.differ[i, k] + m.travel[i] + m.travel[k]",
    ),
    (
        "declared: the second never has more",
        "m.differ[i, k] + m.travel[i] - m.travel[k]",
        "m.differ[i, k] + m.travel[i] + m.travel[k]",
    ),
    (
        "arrays: people may take detours",
        "upper=most[client],",
        "upper=2 * most[client],",
    ),
    (
        "arrays: travel is at most 1",
        '"travel", each, upper=np.inf',
        '"travel", each, upper=1.0',
    ),
    (
        "arrays: travel is no cost",
        "(client, assign, -cost)",
        "(client, assign, -1.0)",
    ),
    (
        "arrays: the first never has more",
        "(every, first, -1.0), (every, second, 1.0)",
        "(every, first, 1.0), (every, second, 1.0)",
    ),
    (
        "arrays: the second never has more",
        "(every, first, 1.0), (every, second, -1.0)",
        "(every, first, 1.0), (every, second, 1.0)",
    ),
    ("checker demands no service", "(EveryClientServed(), NearestOpen())", "()"),
    (
        "checker lets people go farther",
        "(EveryClientServed(), NearestOpen())",
        "(EveryClientServed(),)",
    ),
    (
        "estimate forgets the pairs",
        "served + 3 * count * (count - 1)",
        "served",
    ),
    ("evaluator forgets to sort", 'np.argsort(travel, kind="stable")', "slice(None)"),
    (
        "evaluator counts each pair once",
        "2 * (np.diff(travel[order])",
        "(np.diff(travel[order])",
    ),
    (
        "evaluator weighs only those before",
        "* before * behind)",
        "* before * before)",
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
]
