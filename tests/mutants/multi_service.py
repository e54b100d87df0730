from __future__ import annotations

MUTANTS = [
    (
        "declared radius is exclusive",
        "if travel[i, j] <= radius[s])",
        "if travel[i, j] < radius[s])",
    ),
    (
        "declared radius of the first service for all",
        "if travel[i, j] <= radius[s])",
        "if travel[i, j] <= radius[0])",
    ),
    (
        "declared reach is forgotten",
        "town, travel = self.town, self.town.travel()",
        "town, travel = self.town, self.instance.travel()",
    ),
    (
        "declared weight is forgotten",
        "self._weight[s] * town.demand[i] * m.covered[i, s]",
        "town.demand[i] * m.covered[i, s]",
    ),
    (
        "needs count points",
        "np.asarray(self.town.demand[client] * self._weight[service])",
        "np.asarray(self._weight[service])",
    ),
    (
        "classes are forgotten",
        "return np.asarray(labels[:, None] == names[None, :])",
        "return np.ones((self.town.n, len(names)), dtype=bool)",
    ),
    (
        "arrays: one site covers twice",
        "(need, draft.open[site], -1.0)",
        "(need, draft.open[site], -2.0)",
    ),
    (
        "arrays: coverage is free",
        "(np.arange(len(index)), covered, 1.0)",
        "(np.arange(len(index)), covered, 0.5)",
    ),
    (
        "pairs forget the sites' reach",
        "client, site = covered_pairs(self.town, radius)",
        "client, site = covered_pairs(self.instance, radius)",
    ),
    (
        "the evaluator wants two sites",
        "self._worth @ (counts > 0)",
        "self._worth @ (counts > 1)",
    ),
    (
        "the evaluator forgets the rules",
        "return values, self.rules.violation(designs)",
        "return values, 0 * self.rules.violation(designs)",
    ),
    (
        "the reply's radius is exclusive",
        "(cost[:, None] <= radii[None, :])",
        "(cost[:, None] < radii[None, :])",
    ),
    (
        "the reply gives services not needed",
        "near = self._needs & (cost",
        "near = (cost",
    ),
    (
        "searches see other weights",
        "return CoverForm.of_pairs(self._worth,",
        "return CoverForm.of_pairs(self._worth[::-1].copy(),",
    ),
    (
        "the checker weighs alike",
        "WeightedServices(tuple(self._weight.tolist()))",
        "WeightedServices((1.0,) * len(self._weight))",
    ),
    (
        "the checker knows larger radii",
        "radii = tuple(self._radius.values())",
        "radii = tuple(2 * r + 1 for r in self._radius.values())",
    ),
    (
        "the checker forgets classes",
        "EachWithinItsRadius(self.layers, radii, self.classes)",
        "EachWithinItsRadius(self.layers, radii, None)",
    ),
    (
        "weights of nothing are taken",
        "strange = sorted(set(weights) - set(radii))",
        "strange = sorted(set(weights) - set(weights))",
    ),
    (
        "labels without a radius are taken",
        "if labels != set(radii):",
        "if set(radii) - labels:",
    ),
    (
        "no services are taken",
        "        if not radii:\n",
        "        if radii is None:\n",
    ),
]
