"""Faults to plant in the least Gini of access (see scripts/mutants)."""

from __future__ import annotations

MUTANTS = [
    (
        "declared: differences one way only",
        "m.differ[i, k] + m.access[i] - m.access[k] >= 0",
        "m.differ[i, k] + m.access[i] - m.access[k] >= -1e6",
    ),
    (
        "declared: differences the other way only",
        "m.differ[i, k] - m.access[i] + m.access[k] >= 0",
        "m.differ[i, k] - m.access[i] + m.access[k] >= -1e6",
    ),
    (
        "declared: pairs without weight",
        "expr=sum(weight[i, k] * m.differ[i, k] for i, k in m.pairs)",
        "expr=sum(m.differ[i, k] for i, k in m.pairs)",
    ),
    (
        "declared: access of nothing",
        "m.access[i] - access.get(i, 0) == 0",
        "m.access[i] == 0",
    ),
    (
        "weights of pairs are sums",
        "demand[self._pairs[:, 0]] * demand[self._pairs[:, 1]]",
        "(demand[self._pairs[:, 0]] + demand[self._pairs[:, 1]])",
    ),
    (
        "not over the mean",
        "(demand.sum() ** 2 * float(self.beds))",
        "(demand.sum() ** 2)",
    ),
    (
        "twice the Gini",
        "(demand.sum() ** 2 * float(self.beds))",
        "(demand.sum() ** 2 * float(self.beds) / 2)",
    ),
    (
        "neighbours in the list alone are compared",
        "np.triu_indices(len(self._people), 1)",
        "np.triu_indices(len(self._people), 2)",
    ),
    (
        "who has people but no first place",
        "np.flatnonzero(self.instance.demand > 0)",
        "np.flatnonzero(self.instance.demand > 1)",
    ),
    (
        "arrays: access of the wrong beds",
        "(row, amount[found.site[used]], -self.gain[used])",
        "(row, amount[found.site[used][::-1]], -self.gain[used])",
    ),
    (
        "arrays: less access than the beds give",
        "lower=0.0, upper=0.0,",
        "upper=0.0,",
    ),
    (
        "arrays: differences are squared weights",
        'draft.columns("differ", pairs, cost=self._weights, upper=np.inf)',
        'draft.columns("differ", pairs, cost=self._weights**2, upper=np.inf)',
    ),
    (
        "arrays: differences are at most 1",
        "cost=self._weights, upper=np.inf)",
        "cost=self._weights)",
    ),
    (
        "arrays: one way twice",
        "(every, differ, 1.0), (every, first, 1.0), (every, second, -1.0),",
        "(every, differ, 1.0), (every, first, -1.0), (every, second, 1.0),",
    ),
    (
        "arrays: no site rules for beds",
        "amount = self.draft_beds(draft)",
        'amount = draft.columns("amount", people[:, None])',
    ),
    (
        "nonzeros forget that pairs are squares",
        "3 * count * (count - 1) + count",
        "3 * count + count",
    ),
    ("any number of clients", "if count > LARGEST:", "if count > 10 * LARGEST:"),
    ("whole beds are easy", "return self.whole or len", "return len"),
    ("a Gini in beds", 'return ""', 'return "beds"'),
    ("checker takes the beds for given", "(InequalityOfAccess(self.using),)", "()"),
]
